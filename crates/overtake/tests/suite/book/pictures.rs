//! Pictures of the book: what a step reads and writes, and who supplies whom.

use overtake::ensemble::reader::RunTable;
use overtake::evidence::Language;
use overtake::run::How;
use overtake::run::LEDGER;
use overtake::{Changes, Project, Study};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;
use svg::node::element::{Element, Path, Rectangle, Title};
use svg::node::{Node, Text};

pub(crate) const INK: &str = "#1a1a1a";
pub(crate) const GREY: &str = "#666666";
/// Okabe and Ito's colours.
pub(crate) const COLOURS: [&str; 6] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

pub(crate) fn text(x: f64, y: f64, size: f64, colour: &str, anchor: &str, words: &str) -> Element {
    let mut element = Element::new("text");
    for (key, value) in [("x", x), ("y", y), ("font-size", size)] {
        element.assign(key, format!("{value:.1}"));
    }
    element.assign("fill", colour);
    element.assign("text-anchor", anchor);
    element.append(Text::new(words));
    element
}

pub(crate) fn document(width: f64, height: f64, title: &str, body: Vec<Element>) -> String {
    let mut document = svg::Document::new()
        .set("width", width)
        .set("height", height)
        .set("viewBox", format!("0 0 {width} {height}"))
        .set("font-family", "'Noto Sans', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif")
        .set("role", "img")
        .add(Title::new(title))
        .add(Rectangle::new().set("width", "100%").set("height", "100%").set("fill", "#ffffff"));
    for element in body {
        document = document.add(element);
    }
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document}\n")
}

pub(crate) fn path(d: String, colour: &str, width: f64) -> Element {
    Path::new()
        .set("d", d)
        .set("fill", "none")
        .set("stroke", colour)
        .set("stroke-width", format!("{width:.1}"))
        .set("stroke-opacity", "0.75")
        .into()
}

/// Futures over which flows are averaged: those whose ledger a run keeps.
const FUTURES: u64 = 160;

/// What makers delivered to blocs in one year.
struct Supply {
    year: u64,
    /// H100 equivalents by maker, bloc and line of the ledger: mean over the futures of the ledger.
    flows: BTreeMap<(String, String, String), f64>,
    futures: usize,
    makers: Vec<(String, String, String)>,
    blocs: Vec<(String, String)>,
    /// Licensed imports recorded in that year, by bloc.
    recorded: BTreeMap<String, f64>,
}

/// The last calendar year of which every quarter of recorded imports is known, as a small run has it.
fn supply() -> &'static Supply {
    static SUPPLY: OnceLock<Supply> = OnceLock::new();
    SUPPLY.get_or_init(|| {
        let changes =
            Changes { futures: Some(FUTURES), policies: Some(vec!["as-is".into()]), ..Changes::default() };
        let project = Project::new(Study::built_in("as-is", &changes).expect("it reads")).expect("it fits");
        let home = tempfile::tempdir().expect("a folder");
        let how = How { out: Some(home.path().join("run")), ..How::default() };
        let done = project.run(&how, &(), &AtomicBool::new(false)).expect("it runs");
        let mut quarters: BTreeMap<(i16, String), Vec<f64>> = BTreeMap::new();
        for target in project.evidence.targets().iter().filter(|t| t.observable == "chip_imports_h100e") {
            let bloc = target.bloc.clone().unwrap_or_default();
            quarters.entry((target.date.calendar_year(), bloc)).or_default().push(target.value);
        }
        let whole = quarters.iter().filter(|(_, values)| values.len() == 4);
        let year = whole.clone().map(|((year, _), _)| *year).max().expect("a recorded year");
        let recorded =
            whole.filter(|((y, _), _)| *y == year).map(|((_, b), v)| (b.clone(), v.iter().sum())).collect();
        let world = &project.prepared.world;
        let dense: BTreeMap<&str, f64> =
            world.members("chip").iter().map(|m| (m.key.as_str(), m.numbers["dense_fp16_tflops"])).collect();
        let maker: BTreeMap<&str, &str> = world
            .members("chip")
            .iter()
            .map(|m| (m.key.as_str(), m.references["maker"][0].as_str()))
            .collect();
        let table = RunTable::open(&done.folder.join(LEDGER)).expect("a ledger");
        let texts = |key: &str| -> Vec<String> {
            table.texts(key).expect("a column").into_iter().map(Option::unwrap_or_default).collect()
        };
        let (stock, line, bloc, chip) = (texts("stock"), texts("line"), texts("member"), texts("item"));
        let (years, futures) = (table.whole("year").expect("years"), table.whole("future").expect("futures"));
        let amounts = table.numbers("amount").expect("amounts");
        let many: BTreeSet<u64> = futures.iter().copied().flatten().collect();
        let mut flows: BTreeMap<(String, String, String), f64> = BTreeMap::new();
        for row in 0..table.rows() {
            let wanted = stock[row] == "chips"
                && years[row] == Some(u64::try_from(year).unwrap_or(0))
                && amounts[row] > 0.0;
            if wanted {
                let units = amounts[row] * dense[chip[row].as_str()] / dense["h100"];
                let key = (maker[chip[row].as_str()].to_owned(), bloc[row].clone(), line[row].clone());
                *flows.entry(key).or_default() += units / many.len() as f64;
            }
        }
        let label =
            |axis: &str, key: &str| project.prepared.members.label(axis, key, Language::English).to_owned();
        let makers = world.members("maker").iter();
        Supply {
            year: u64::try_from(year).unwrap_or(0),
            flows,
            futures: many.len(),
            makers: makers
                .map(|m| (m.key.clone(), label("maker", &m.key), m.references["bloc"][0].clone()))
                .collect(),
            blocs: world.members("bloc").iter().map(|m| (m.key.clone(), label("bloc", &m.key))).collect(),
            recorded,
        }
    })
}

/// A quantity in words: two figures are as much as anybody knows.
fn about(value: f64) -> String {
    match value {
        v if v >= 999_500.0 => format!("{:.1} million", v / 1e6),
        v if v >= 1000.0 => format!("{:.0} thousand", v / 1e3),
        v => format!("{v:.0}"),
    }
}

pub(crate) fn supply_picture() -> String {
    let it = supply();
    let (left, right) = (250.0, 690.0);
    let maker_y = |n: usize| 110.0 + 200.0 * n as f64;
    let bloc_y = |n: usize| 90.0 + 150.0 * n as f64;
    let title = format!("Who supplied whom in {}, H100 equivalents", it.year);
    let mut body = vec![text(30.0, 36.0, 20.0, INK, "start", &title)];
    let most = it.flows.values().fold(1.0_f64, |a, b| a.max(*b));
    // Edges of a node leave and arrive one under another.
    let mut leaving: BTreeMap<&str, f64> = BTreeMap::new();
    let mut arriving: BTreeMap<&str, f64> = BTreeMap::new();
    for ((maker, bloc, line), amount) in &it.flows {
        let from = it.makers.iter().position(|m| m.0 == *maker).expect("a maker");
        let to = it.blocs.iter().position(|b| b.0 == *bloc).expect("a bloc");
        let (out, into) = (leaving.entry(maker).or_insert(-34.0), arriving.entry(bloc).or_insert(-26.0));
        let (a, b) = (maker_y(from) + *out, bloc_y(to) + *into);
        (*out, *into) = (*out + 22.0, *into + 26.0);
        let smuggled = line == "smuggled";
        let colour = if smuggled { "#8a1c1c" } else { COLOURS[from % COLOURS.len()] };
        // Areas are what the eye compares: width by the root, or the smallest would vanish beside the largest.
        let width = 1.5 + 22.0 * (amount / most).sqrt();
        let (x, end, mid) = (left, right - 8.0, 0.5 * (left + right));
        let mut edge =
            path(format!("M{x:.1},{a:.1}C{mid:.1},{a:.1} {mid:.1},{b:.1} {end:.1},{b:.1}"), colour, width);
        edge.assign("stroke-opacity", "0.55");
        if smuggled {
            edge.assign("stroke-dasharray", "7 4");
        }
        body.push(edge);
        let words = format!("{}{}", about(*amount), if smuggled { ", smuggled" } else { "" });
        body.push(text(right - 18.0, b - 4.0, 11.5, INK, "end", &words));
    }
    for (number, (_, label, bloc)) in it.makers.iter().enumerate() {
        let y = maker_y(number);
        let (one, two) = label
            .split_once(", made")
            .map_or((label.as_str(), String::new()), |(a, b)| (a, format!("made{b}")));
        body.push(text(left - 12.0, y - 8.0, 13.0, COLOURS[number % COLOURS.len()], "end", one));
        body.push(text(left - 12.0, y + 9.0, 11.0, GREY, "end", &two));
        body.push(text(left - 12.0, y + 25.0, 11.0, GREY, "end", &format!("makers of {bloc}")));
    }
    for (number, (key, label)) in it.blocs.iter().enumerate() {
        let y = bloc_y(number);
        body.push(text(right + 6.0, y + 4.0, 14.0, INK, "start", label));
        if let Some(recorded) = it.recorded.get(key) {
            body.push(text(
                right + 6.0,
                y + 22.0,
                11.0,
                GREY,
                "start",
                &format!("recorded licensed imports: {}", about(*recorded)),
            ));
        }
    }
    let foot = bloc_y(it.blocs.len()) - 20.0;
    let words = format!(
        "Mean over {} simulated futures of the study as-is; the width of a line goes with the root of the quantity.",
        it.futures
    );
    body.push(text(30.0, foot, 11.0, GREY, "start", &words));
    body.push(text(30.0, foot + 17.0, 11.0, GREY, "start", "Priors, not calibrated to the record."));
    document(960.0, foot + 36.0, &title, body)
}

/// The same as a table.
pub(crate) fn supply_text() -> String {
    let it = supply();
    let mut text = format!(
        "Chips delivered in {} as {} simulated futures of the study as-is have it, in H100 equivalents of training (dense 16-bit \
         arithmetic): what the ledger of a run says of each chip, summed over a maker's chips. Makers and chips are in \
         [`evidence/makers.toml`](../../evidence/makers.toml) and [`evidence/chips.toml`](../../evidence/chips.toml), the rules \
         between them in [`evidence/rules.toml`](../../evidence/rules.toml); the mechanisms are [chips](mechanisms/chips.md) and \
         [controls](mechanisms/controls.md).\n\n| makers | of | to | line of the ledger | mean |\n|---|---|---|---|---|\n",
        it.year, it.futures
    );
    for ((maker, bloc, line), amount) in &it.flows {
        let found = it.makers.iter().find(|m| m.0 == *maker).expect("a maker");
        let _ = writeln!(text, "| {} | {} | {bloc} | {line} | {} |", found.1, found.2, about(*amount));
    }
    for (bloc, recorded) in &it.recorded {
        let _ = write!(
            text,
            "\nRecorded licensed imports of {bloc} in {}: {} (targets `chip_imports_h100e`).\n",
            it.year,
            about(*recorded)
        );
    }
    text
}

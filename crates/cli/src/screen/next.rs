//! What waits, and what to try next.

use crate::args::Output;
use crate::paper::{width, wrap};
use overtake::answers::Document;
use overtake::ensemble::claims::Status;
use overtake::evidence::Reading;
use overtake::run::{Record, finished_beside, free};
use overtake::study::BUILT_IN;
use std::collections::BTreeMap;
use std::path::Path;

pub(super) fn waiting(output: Output, document: &Document) -> String {
    let main = document.claims.iter().filter(|c| c.reading == Reading::Main);
    let mut parts: BTreeMap<&String, usize> = BTreeMap::new();
    let waits: Vec<&Vec<String>> = main
        .filter_map(|c| if let Status::WaitsFor(parts) = &c.status { Some(parts) } else { None })
        .collect();
    for part in waits.iter().copied().flatten() {
        *parts.entry(part).or_default() += 1;
    }
    if waits.is_empty() {
        return String::new();
    }
    let mut most: Vec<(&String, usize)> = parts.into_iter().collect();
    most.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let list: Vec<String> =
        most.iter().take(5).map(|(part, n)| format!("{} ({n})", output.part(part))).collect();
    let many = if waits.len() == 1 { "one" } else { "many" };
    let list = list.join(&output.text("list"));
    let line = output.told("waiting", &[("count", &waits.len()), ("count_is", &many), ("list", &list)]);
    format!("\n{}\n", wrap(&line, width(), 0))
}

/// Assumptions that a reader may change to see what follows, the most telling first.
const CHANGES: [(&str, &[&str]); 2] = [
    (
        "race",
        &[
            "borrowing.rate=0.3",
            "capital.friction.CN=0.06",
            "frontier.weight.us_leader=0.6",
            "borrowing.fade=1.5",
        ],
    ),
    ("textbook", &["textbook.sigma=0.1", "textbook.sigma=0.9"]),
];

pub(super) fn next(output: Output, folder: &Path, record: &Record) -> String {
    let built_in = BUILT_IN.iter().any(|(name, text)| *name == record.name && *text == record.text);
    let study = match record.name.as_str() {
        "as-is" if built_in => String::new(),
        name if built_in => format!(" {name}"),
        _ => format!(" {}", record.file),
    };
    let many = record.changes.futures.map(|n| format!(" -n {n}")).unwrap_or_default();
    let usual = Path::new("out").join(&record.name);
    let there = finished_beside(&usual);
    let others = || there.iter().filter(|(path, r)| path != folder && alike(r, record));
    // What this run or one beside it has changed already is no longer worth proposing.
    let tried = |change: &str| {
        let all = std::iter::once(record).chain(others().map(|(_, r)| r));
        all.into_iter().any(|r| r.changes.set.iter().any(|set| set.replace(' ', "") == change))
    };
    let proposed = CHANGES.iter().filter(|(model, _)| *model == record.model).flat_map(|(_, all)| *all);
    let change = proposed.copied().find(|change| !tried(change));
    let explain = (format!("overtake explain {} 17", folder.display()), output.text("next-explain"));
    let try_one = change.map(|change| {
        let command = format!("overtake run{study}{many} --set {change}");
        (command, output.text("next-change"))
    });
    // A run that is there already; else the one that the line above makes.
    let (first, second, what) = match others().next() {
        Some((other, _)) => (other.clone(), folder.to_owned(), output.text("next-compare")),
        None => (folder.to_owned(), free(&usual), output.text("next-see")),
    };
    let compare = (format!("overtake compare {} {}", first.display(), second.display()), what);
    let rows: Vec<(String, String)> = std::iter::once(explain).chain(try_one).chain([compare]).collect();
    let wide = rows.iter().map(|r| r.0.len()).max().unwrap_or(0);
    let folder = folder.display();
    let mut text = format!("\n{}\n", output.text("next-heading"));
    for (command, what) in rows {
        text += &format!("  {command:<wide$}   {what}\n");
    }
    text + &format!("\n{}\n", output.told("next-files", &[("folder", &folder)]))
}

/// Whether two runs ask the same of the same futures, so that only an assumption tells them apart.
fn alike(a: &Record, b: &Record) -> bool {
    (&a.model, a.futures, a.seed) == (&b.model, b.futures, b.seed) && a.changes.set != b.changes.set
}

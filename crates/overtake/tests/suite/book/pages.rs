//! The pages: what the code declares and the evidence says, as Markdown.

use super::source::{self, Header};
use super::table::Table;
use overtake::answers::compile::language as claims_language;
use overtake::evidence::{Belief, Decision, Evidence, JUDGEMENT, Kind, Language, Reading, Shape};
use overtake::kernels::ModelKind;
use overtake::model::{Declaration, Domain, Mechanism, Outcome, Parameter, Role, Scale, Timing};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What stands under every title.
const MADE: &str = "<!-- Written by `cargo xtask book` from what the code declares; edit that. -->";

/// The page of a mechanism.
pub(crate) fn place(mechanism: &str) -> String {
    format!("mechanisms/{mechanism}.md")
}

/// Whether a belief is about a parameter, or about one member of it.
pub(crate) fn concerns(belief: &str, parameter: &str) -> bool {
    belief.strip_prefix(parameter).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// All pages by path.
pub(crate) fn all(evidence: &Evidence) -> BTreeMap<String, String> {
    let (headers, table) = (source::headers(), source::table());
    let declarations: Vec<Declaration> = ModelKind::ALL.iter().map(|w| w.declaration()).collect();
    let mut pages = BTreeMap::new();
    for declaration in &declarations {
        for mechanism in &declaration.mechanisms {
            let page = mechanism_page(declaration, mechanism, &headers, &table, evidence);
            assert!(
                pages.insert(place(mechanism.key), page).is_none(),
                "{} is declared twice",
                mechanism.key
            );
        }
    }
    let race = &declarations[0];
    pages.insert("README.md".to_owned(), front(&declarations));
    pages.insert("SUMMARY.md".to_owned(), summary(&declarations));
    pages.insert("guide.md".to_owned(), guide());
    pages.insert("step.md".to_owned(), step(&table));
    pages.insert("add-a-mechanism.md".to_owned(), example());
    pages.insert("supply.md".to_owned(), supply());
    pages.insert("claims.md".to_owned(), claims(race, evidence));
    pages.insert("evidence.md".to_owned(), counts(race, evidence));
    pages.insert("sources.md".to_owned(), sources(evidence));
    pages
}

/// A number as a person writes it.
pub(crate) fn number(value: f64) -> String {
    match value.abs() {
        _ if value.is_infinite() => if value > 0.0 { "∞" } else { "−∞" }.to_owned(),
        size if size != 0.0 && !(1e-3..1e6).contains(&size) => format!("{value:e}").replace('-', "−"),
        _ => format!("{value}").replace('-', "−"),
    }
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn domain(domain: Domain) -> String {
    format!("{} to {}", number(domain.low), number(domain.high))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn of_axis(axis: &str) -> String {
    if axis.is_empty() { String::new() } else { format!(" by {axis}") }
}

/// The name of a mechanism's page: what the header's first line calls it.
fn title(mechanism: &str, headers: &[Header]) -> String {
    let header = headers.iter().find(|h| h.mechanism == mechanism && h.declares);
    let bold = header.and_then(|h| h.text.strip_prefix("**")?.split_once("**"));
    match bold {
        Some((name, _)) => name.trim_end_matches('.').to_owned(),
        None => capital(mechanism),
    }
}

fn mechanism_page(
    declaration: &Declaration,
    mechanism: &Mechanism,
    headers: &[Header],
    table: &Table,
    evidence: &Evidence,
) -> String {
    let key = mechanism.key;
    let mut page = format!("# {}\n\n{MADE}\n\n", title(key, headers));
    let (sentence, parts) = (mechanism.sentence, mechanism.parts.join(", "));
    let _ = writeln!(page, "{sentence}.\n");
    let _ = writeln!(page, "| | |\n|---|---|");
    let _ = writeln!(page, "| key | `{key}` |");
    let _ = writeln!(page, "| model | {} |", declaration.name);
    let _ = writeln!(page, "| parts of the mission | {} |", if parts.is_empty() { "–" } else { &parts });
    let thin = match mechanism.status.name() {
        "thin" => "thin: a dated path stands in for equations that are not built",
        other => other,
    };
    let _ = writeln!(page, "| status | {thin} |");
    let _ = writeln!(page, "| turned off when | {} |\n", cell(mechanism.off));
    for header in headers.iter().filter(|h| h.mechanism == key) {
        let name = header.file.rsplit('/').next().unwrap_or_default();
        let _ = writeln!(page, "## Equations of `{name}`\n");
        let _ = writeln!(
            page,
            "{}\nSource: [`{}`](../../../{})\n",
            header.text.trim_end(),
            header.file,
            header.file
        );
    }
    if let Some(works) = table.of_mechanism(key) {
        let _ = writeln!(page, "## Reads and writes\n\n{works}\n");
    }
    parameters(&mut page, declaration, key, evidence);
    levers(&mut page, declaration, key);
    outcomes(&mut page, declaration, key);
    page.trim_end().to_owned() + "\n"
}

fn parameters(page: &mut String, declaration: &Declaration, key: &str, evidence: &Evidence) {
    let own: Vec<&Parameter> = declaration.parameters.iter().filter(|p| p.mechanism == key).collect();
    let _ = writeln!(page, "## Parameters\n");
    if own.is_empty() {
        let _ = writeln!(page, "None.\n");
        return;
    }
    let _ = writeln!(
        page,
        "A central value serves the central run only; futures are drawn from the spread, cut to the domain.\n"
    );
    let _ = writeln!(
        page,
        "| parameter | what it is | unit | domain | believed of | central | 5% to 95% | kind | sources |"
    );
    let _ = writeln!(page, "|---|---|---|---|---|---|---|---|---|");
    let mut notes = Vec::new();
    for parameter in own {
        let beliefs: Vec<&Belief> =
            evidence.beliefs().iter().filter(|b| concerns(&b.key, &parameter.key)).collect();
        let about = |first: bool| {
            if first {
                format!(
                    "`{}`{} | {} | {} | {}",
                    parameter.key,
                    of_axis(parameter.axis.unwrap_or_default()),
                    cell(parameter.sentence),
                    cell(parameter.unit),
                    domain(parameter.domain)
                )
            } else {
                " | | | ".to_owned()
            }
        };
        if beliefs.is_empty() {
            let _ = writeln!(page, "| {} | – | set by each study | | | |", about(true));
        }
        for (place, belief) in beliefs.iter().enumerate() {
            let member = belief.key.strip_prefix(&format!("{}.", parameter.key)).unwrap_or("all");
            let _ = writeln!(
                page,
                "| {} | {member} | {} | {} | {} | {} |",
                about(place == 0),
                number(belief.central),
                spread(&belief.shape),
                belief.provenance.kind.map_or("–", Kind::name),
                cited(&belief.provenance.source, "../")
            );
            if let Some(note) = &belief.provenance.note {
                notes.push(format!("- `{}`: {}", belief.key, cell(note.get(Language::English))));
            }
        }
    }
    let _ = writeln!(page);
    if !notes.is_empty() {
        let _ = writeln!(page, "Why these values:\n\n{}\n", notes.join("\n"));
    }
}

fn spread(shape: &Shape) -> String {
    match shape {
        Shape::Fixed => "fixed".to_owned(),
        Shape::Spread { q05, q95, .. } => {
            let family = shape.to_string();
            let family = family.split(' ').next().unwrap_or_default();
            format!("{} to {} ({family})", number(*q05), number(*q95))
        }
        Shape::Discrete { values, weights } => {
            let pairs =
                values.iter().zip(weights).map(|(v, w)| format!("{} (weight {})", number(*v), number(*w)));
            pairs.collect::<Vec<_>>().join(", ")
        }
    }
}

fn cited(sources: &[String], up: &str) -> String {
    let link = |s: &String| format!("[{s}]({up}sources.md#{s})");
    sources.iter().map(link).collect::<Vec<_>>().join(", ")
}

fn levers(page: &mut String, declaration: &Declaration, key: &str) {
    let mut own = declaration.levers.iter().filter(|l| l.mechanism == key).peekable();
    let _ = writeln!(page, "## Levers\n");
    if own.peek().is_none() {
        let _ = writeln!(page, "None.\n");
        return;
    }
    let _ =
        writeln!(page, "| lever | what moving it does | unit | domain | neutral |\n|---|---|---|---|---|");
    for lever in own {
        let _ = writeln!(
            page,
            "| `{}`{} | {} | {} | {} | {} |",
            lever.key,
            of_axis(lever.axis),
            cell(lever.sentence),
            cell(lever.unit),
            domain(lever.domain),
            number(lever.neutral)
        );
    }
    let _ = writeln!(page);
}

fn outcomes(page: &mut String, declaration: &Declaration, key: &str) {
    let mut own = declaration.outcomes.iter().filter(|o| o.mechanism == key).peekable();
    let _ = writeln!(page, "## Outcomes\n");
    if own.peek().is_none() {
        let _ = writeln!(page, "None.\n");
        return;
    }
    let _ = writeln!(page, "{OUTCOMES}");
    for outcome in own {
        let _ = writeln!(page, "{}", outcome_row(outcome));
    }
    let _ = writeln!(page);
}

const OUTCOMES: &str = "| outcome | what it is | unit | when | role | scale |\n|---|---|---|---|---|---|";

fn outcome_row(outcome: &Outcome) -> String {
    let timing = match outcome.timing {
        Timing::Stock => "end of the quarter",
        Timing::Flow => "mean over the quarter",
    };
    let role = match outcome.role {
        Role::Outcome if outcome.headline => "headline",
        Role::Outcome => "outcome",
        Role::Observable => "observable",
    };
    let scale = match outcome.scale {
        Scale::Log => "logarithmic",
        Scale::SignedLog => "logarithmic on both sides of zero",
        Scale::Linear { .. } => "linear",
    };
    format!(
        "| `{}`{} | {} | {} | {timing} | {role} | {scale} |",
        outcome.key,
        of_axis(outcome.axis),
        cell(outcome.sentence),
        cell(outcome.unit)
    )
}

/// Pages in order: path and name.
fn contents(declarations: &[Declaration]) -> Vec<(String, String, usize)> {
    let headers = source::headers();
    let top = |path: &str, name: &str| (path.to_owned(), name.to_owned(), 0);
    let mut all = vec![top("guide.md", "Guide"), top("step.md", "One step of the race")];
    for mechanism in declarations.iter().flat_map(|d| &d.mechanisms) {
        all.push((place(mechanism.key), title(mechanism.key, &headers), 1));
    }
    all.push(top("add-a-mechanism.md", "Add a mechanism"));
    all.push(top("supply.md", "Who supplies whom"));
    all.push(top("claims.md", "The language of claims"));
    all.push(top("evidence.md", "Evidence, counted"));
    all.push(top("sources.md", "Sources"));
    all
}

fn list(declarations: &[Declaration]) -> String {
    let line =
        |(path, name, depth): (String, String, usize)| format!("{}- [{name}]({path})\n", "  ".repeat(depth));
    contents(declarations).into_iter().map(line).collect()
}

/// How a mechanism is added, with the whole change of an example that a test compiles.
fn example() -> String {
    let read = |name: &str| {
        let path = source::root().join("book/examples").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    };
    let (text, change) = (read("add-a-mechanism.md"), read("incidents.diff"));
    format!("# Add a mechanism\n\n{MADE}\n\n{text}\n```diff\n{change}```\n")
}

fn front(declarations: &[Declaration]) -> String {
    format!(
        "# Overtake: the book\n\n{MADE}\n\nWhat the model says, page by page. Each mechanism's page holds its equations, what is \
         believed of each of its parameters and from which source, its levers and what it reports; nothing on it is written \
         by hand, so that it cannot differ from what runs. How the project is built stands in \
         [ARCHITECTURE.md](../../ARCHITECTURE.md), why it is so in [docs/decisions](../../docs/decisions).\n\n{}",
        list(declarations)
    )
}

fn summary(declarations: &[Declaration]) -> String {
    format!("# Summary\n\n[Overtake: the book](README.md)\n\n{}", list(declarations))
}

fn guide() -> String {
    format!(
        "# Guide\n\n{MADE}\n\n## What it prints\n\n{}\n\n## What to try next\n\n{}\n\n## Pictures\n\n`overtake run --plots` \
         draws fans of what a run found, with what was observed over them: [`studies/figures.toml`](../../studies/figures.toml) \
         says which outcomes stand on a page. How each outcome comes about: {}.\n\n## A policy or a study of your own\n\n`overtake \
         new mine` writes a commented study. The named policies are in [`studies/policies.toml`](../../studies/policies.toml); a \
         study may define its own in the same form, and [claims](claims.md) of its own.\n",
        source::section("README.md", "What it prints"),
        source::section("README.md", "What to try next"),
        "[one step of the race](step.md)"
    )
}

fn step(table: &Table) -> String {
    let header = source::header(&source::parsed(source::STEP));
    let (first, rest) = header.split_once('\n').unwrap_or((&header, ""));
    format!(
        "# {}\n\n{MADE}\n{}\n\n![Who reads in a step what another writes](pictures/step.svg)\n\nAn arc on the right leads to \
         whoever reads in the same step what is written; one on the left to whoever reads it in the next. Under a name stand the \
         loops that close there.\n\n## In order\n\nIn brackets stands the number of whoever wrote it last. Everybody reads \
         besides who there is, the date and its own stocks and parameters.\n\n{}\n\nSource: [`{file}`](../../{file})\n",
        first.trim_end_matches('.'),
        rest.trim_end(),
        table.markdown(&place),
        file = source::STEP
    )
}

fn supply() -> String {
    format!(
        "# Who supplies whom\n\n{MADE}\n\n![Makers on the left, blocs on the right](pictures/supply.svg)\n\n{}",
        super::pictures::supply_text()
    )
}

fn claims(declaration: &Declaration, evidence: &Evidence) -> String {
    let header = source::header(&source::parsed("crates/ensemble/src/claims/mod.rs"));
    let mut page = format!("# The language of claims\n\n{MADE}\n\n{}\n\n", header.trim_end());
    let language = claims_language();
    let _ = writeln!(page, "## Names besides outcomes\n\n| name | reads |\n|---|---|");
    for (name, outcome) in language.dimensions.iter().chain(&language.aliases) {
        let _ = writeln!(page, "| `{name}` | `{outcome}` |");
    }
    let _ = writeln!(page, "\n## Outcomes that a claim can name\n\n{OUTCOMES}");
    for outcome in &declaration.outcomes {
        let _ = writeln!(page, "{}", outcome_row(outcome));
    }
    let _ = writeln!(page, "\n## Claims that are decided so\n");
    for claim in evidence.claims().iter().filter(|c| c.reading == Reading::Main) {
        if let Decision::Expression { text, .. } = &claim.decision {
            let said = claim.text.get(Language::English);
            let _ = writeln!(page, "**{}** {said}\n\n```text\n{}\n```\n", claim.name(), text.trim());
        }
    }
    let waiting: BTreeSet<String> = evidence
        .claims()
        .iter()
        .filter(|c| c.reading == Reading::Main && matches!(c.decision, Decision::WaitsFor(_)))
        .map(overtake::evidence::Claim::name)
        .collect();
    let _ = writeln!(
        page,
        "{} more wait for parts that are not built; `overtake claims --all` says for which.",
        waiting.len()
    );
    page
}

fn counts(declaration: &Declaration, evidence: &Evidence) -> String {
    let report = evidence.check(declaration);
    let mut page = format!("# Evidence, counted\n\n{MADE}\n\n");
    let _ = writeln!(
        page,
        "{} parameters with {} beliefs ({} measured, {} estimated, {} judgement; {} of them constants), {} facts, {} targets \
         ({} forced), {} claims and readings, {} sources.\n",
        report.parameters,
        report.beliefs(),
        report.measured,
        report.estimated,
        report.judgements,
        report.fixed,
        report.facts,
        report.targets,
        report.forced,
        report.claims,
        report.sources
    );
    let _ = writeln!(
        page,
        "## Beliefs by mechanism\n\n| mechanism | status | beliefs | measured | estimated | judgement | constants |"
    );
    let _ = writeln!(page, "|---|---|---|---|---|---|---|");
    for mechanism in &declaration.mechanisms {
        let own: Vec<&Belief> =
            evidence.beliefs().iter().filter(|b| b.key.split('.').next() == Some(mechanism.key)).collect();
        let of = |kind: Kind| own.iter().filter(|b| b.provenance.kind == Some(kind)).count();
        let fixed = own.iter().filter(|b| b.shape == Shape::Fixed).count();
        let _ = writeln!(
            page,
            "| [{}]({}) | {} | {} | {} | {} | {} | {fixed} |",
            mechanism.key,
            place(mechanism.key),
            mechanism.status.name(),
            own.len(),
            of(Kind::Measured),
            of(Kind::Estimated),
            of(Kind::Judgement)
        );
    }
    let _ = writeln!(
        page,
        "\n## Targets by observable\n\n| observable | bloc | points | first | last | forced |\n|---|---|---|---|---|---|"
    );
    let keys: BTreeSet<(&str, &str)> = evidence
        .targets()
        .iter()
        .map(|t| (t.observable.as_str(), t.bloc.as_deref().unwrap_or("–")))
        .collect();
    for (observable, bloc) in keys {
        let own = evidence
            .targets()
            .iter()
            .filter(|t| t.observable == observable && t.bloc.as_deref().unwrap_or("–") == bloc);
        let mut dates: Vec<_> = own.clone().map(|t| t.date).collect();
        dates.sort();
        let (Some(first), Some(last)) = (dates.first(), dates.last()) else { continue };
        let forced = own.filter(|t| t.forced).count();
        let _ = writeln!(page, "| `{observable}` | {bloc} | {} | {first} | {last} | {forced} |", dates.len());
    }
    let _ = writeln!(
        page,
        "\nA forced target is one on whose series a path of the model itself rests: it is shown and not scored."
    );
    page
}

fn sources(evidence: &Evidence) -> String {
    let mut page = format!("# Sources\n\n{MADE}\n\n");
    for entry in evidence.bibliography().entries() {
        let authors = entry.authors.join("; ");
        let year = entry.year.as_deref().unwrap_or("no year");
        let title = match entry.url.as_deref() {
            Some(url) => format!("[{}]({url})", cell(&entry.title)),
            None => cell(&entry.title),
        };
        let mark = if entry.title.ends_with('?') { "" } else { "." };
        let judged = if entry.key == JUDGEMENT { " What nobody else has measured or estimated." } else { "" };
        let _ =
            writeln!(page, "- <a id=\"{0}\"></a>`{0}`: {authors} ({year}). {title}{mark}{judged}", entry.key);
    }
    page
}

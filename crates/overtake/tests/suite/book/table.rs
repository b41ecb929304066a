//! The table of a step: each piece of work with what it reads and writes, and when what it reads was written.

use super::mechanism::Source;
use super::step::{Form, Origin, Read, Step, Work};
use std::collections::{BTreeMap, BTreeSet};

/// A line of the table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    /// Its place in the step, from 1 on; 0 for what is reported after it.
    pub(crate) number: usize,
    pub(crate) mechanism: String,
    /// What others know its result by.
    pub(crate) result: Option<String>,
    /// Stocks that it writes, or that it reports from.
    pub(crate) stocks: Vec<String>,
    /// What it reads as this step has it, with who wrote it.
    pub(crate) now: Vec<Item>,
    /// What it reads as the step before left it.
    pub(crate) before: Vec<Item>,
    /// Levers, rules, parameters of others, data and luck.
    pub(crate) outside: Vec<String>,
    /// Loops that close in it.
    pub(crate) closes: BTreeSet<String>,
}

/// Something that a piece of work reads of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// Number of the work that wrote it last; 0 where it stands since the start.
    pub(crate) writer: usize,
    pub(crate) through: Option<String>,
}

/// A step and what is reported after it.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) step: Vec<Row>,
    pub(crate) reports: Vec<Row>,
}

impl Table {
    /// Puts together what `step.rs` and the mechanisms' files say.
    pub(crate) fn of(step: &Step, sources: &BTreeMap<String, Source>) -> Self {
        let writes: Vec<Vec<String>> =
            step.works.iter().map(|work| written(work, &sources[&work.mechanism])).collect();
        let row = |number: usize, work: &Work| {
            let source = &sources[&work.mechanism];
            let form = format!("{:?}", work.form);
            let deeds = source.deeds(&form, work.kind.as_deref().filter(|_| work.form != Form::Outcomes));
            let mut row = Row {
                number,
                mechanism: work.mechanism.clone(),
                result: work.result.clone(),
                closes: deeds.loops.iter().map(|l| named(l)).collect(),
                ..Row::default()
            };
            row.stocks = match work.form {
                Form::Transition => writes[number - 1].clone(),
                Form::Flow => Vec::new(),
                Form::Outcomes => {
                    source.stocks().into_iter().map(|f| f.name).filter(|f| deeds.looks.contains(f)).collect()
                }
            };
            for read in work.reads.iter().flat_map(|read| whole(read, work, sources)) {
                let through = read.through.as_deref().map(named);
                row.closes.extend(through.clone());
                match &read.origin {
                    Origin::Stock(of, Some(field)) => {
                        let by =
                            step.works.iter().zip(&writes).enumerate().filter(|(_, (work, fields))| {
                                work.mechanism == *of && fields.contains(field)
                            });
                        let writers: Vec<usize> = by.map(|(place, _)| place + 1).collect();
                        let last = |until: usize| writers.iter().rev().find(|w| **w < until).copied();
                        let above = last(if number == 0 { usize::MAX } else { number });
                        let writer = above.or(last(usize::MAX)).unwrap_or(0);
                        let item = Item { name: format!("{of}.{field}"), writer, through };
                        if above.is_some() { row.now.push(item) } else { row.before.push(item) }
                    }
                    Origin::Result(name) => {
                        let by = |work: &Work| work.result.as_ref() == Some(name);
                        let writer = step.works.iter().position(by).map_or(0, |place| place + 1);
                        row.now.push(Item { name: name.clone(), writer, through });
                    }
                    other => row.outside.extend(outside(other)),
                }
            }
            row
        };
        let works = step.works.iter().enumerate();
        Self {
            step: works.map(|(place, work)| row(place + 1, work)).collect(),
            reports: step.reports.iter().map(|work| row(0, work)).collect(),
        }
    }
}

/// Stocks that a piece of work changes.
fn written(work: &Work, source: &Source) -> Vec<String> {
    if work.form != Form::Transition {
        return Vec::new();
    }
    let changes = source.deeds("Transition", work.kind.as_deref()).changes;
    source.stocks().into_iter().map(|field| field.name).filter(|name| changes.contains(name)).collect()
}

/// A read of all of a mechanism's stocks, field by field: those that the reader looks at.
fn whole(read: &Read, work: &Work, sources: &BTreeMap<String, Source>) -> Vec<Read> {
    let Origin::Stock(of, None) = &read.origin else { return vec![read.clone()] };
    let form = format!("{:?}", work.form);
    let looks = sources[&work.mechanism].deeds(&form, work.kind.as_deref()).fields;
    let fields = sources[of].stocks().into_iter().filter(|f| f.public && looks.contains(&f.name));
    let one =
        |name: String| Read { origin: Origin::Stock(of.clone(), Some(name)), through: read.through.clone() };
    fields.map(|field| one(field.name)).collect()
}

/// The key of a loop, by the name of its static.
fn named(link: &str) -> String {
    link.to_lowercase().replace('_', "-")
}

/// What comes from outside the step, as a cell says it.
fn outside(origin: &Origin) -> Option<String> {
    let dotted = |of: &String, field: &Option<String>| match field {
        Some(field) => format!("`{of}.{field}`"),
        None => format!("`{of}`"),
    };
    match origin {
        Origin::Lever(key) => Some(format!("lever `{key}`")),
        Origin::Policy(what) => Some(format!("policy `{what}`")),
        Origin::Parameter(of, field) => Some(format!("parameter {}", dotted(of, field))),
        Origin::Data(of, field) => Some(format!("data {}", dotted(of, field))),
        Origin::Luck(of) => Some(format!("luck `{of}`")),
        Origin::Stock(..) | Origin::Result(_) => None,
    }
}

/// Words of a kind under one mention of it: "levers `a`, `b`; luck `c`".
fn grouped(outside: &[String]) -> String {
    let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
    for (kind, name) in outside.iter().filter_map(|text| text.split_once(' ')) {
        match kinds.iter_mut().find(|(k, _)| *k == kind) {
            Some((_, names)) => names.push(name),
            None => kinds.push((kind, vec![name])),
        }
    }
    kinds
        .iter()
        .map(|(kind, names)| format!("{} {}", many(kind, names.len()), names.join(", ")))
        .collect::<Vec<_>>()
        .join("; ")
}

/// A kind in the plural where there are several of it.
fn many(kind: &str, number: usize) -> &str {
    match (kind, number > 1) {
        ("lever", true) => "levers",
        ("parameter", true) => "parameters",
        _ => kind,
    }
}

fn items(items: &[Item]) -> String {
    let one = |item: &Item| {
        let through = item.through.as_ref().map_or(String::new(), |l| format!(", loop *{l}*"));
        let writer = if item.writer == 0 { "start".to_owned() } else { item.writer.to_string() };
        format!("`{}` ({writer}{through})", item.name)
    };
    items.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn or_none(text: String) -> String {
    if text.is_empty() { "–".to_owned() } else { text }
}

fn code(names: &[String]) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}

impl Row {
    /// What it writes, and what it hands on.
    fn writes(&self) -> String {
        let handed = self.result.iter().map(|name| format!("→ `{name}`"));
        let stocks = Some(code(&self.stocks)).filter(|text| !text.is_empty());
        stocks.into_iter().chain(handed).collect::<Vec<_>>().join(", ")
    }

    /// The loops that close in it, in words.
    fn loops(&self) -> String {
        self.closes.iter().map(|l| format!("*{l}*")).collect::<Vec<_>>().join(", ")
    }
}

impl Table {
    /// Both tables as Markdown; `link` is where a mechanism's page is.
    pub(crate) fn markdown(&self, link: &dyn Fn(&str) -> String) -> String {
        let mut lines = vec![
            "| # | mechanism | reads of this step | reads of the step before | reads from outside | writes |"
                .to_owned(),
            "|---|---|---|---|---|---|".to_owned(),
        ];
        for row in &self.step {
            lines.push(format!(
                "| {} | [{}]({}) | {} | {} | {} | {} |",
                row.number,
                row.mechanism,
                link(&row.mechanism),
                or_none(items(&row.now)),
                or_none(items(&row.before)),
                or_none(grouped(&row.outside)),
                or_none(row.writes())
            ));
        }
        lines.push("\n## After a quarter's last step\n".to_owned());
        lines.push(
            "| mechanism | reports its own | reads of others | reads from outside |\n|---|---|---|---|"
                .to_owned(),
        );
        for row in &self.reports {
            lines.push(format!(
                "| [{}]({}) | {} | {} | {} |",
                row.mechanism,
                link(&row.mechanism),
                or_none(code(&row.stocks)),
                or_none(items(&row.now)),
                or_none(grouped(&row.outside))
            ));
        }
        lines.join("\n")
    }

    /// What a mechanism's page says of it; nothing of one that has no part in a step.
    pub(crate) fn of_mechanism(&self, key: &str) -> Option<String> {
        let mut lines = Vec::new();
        for row in self.step.iter().filter(|row| row.mechanism == key) {
            let (number, writes) = (row.number, row.writes());
            lines.push(format!("- Work {number} of [a step](../step.md) writes {}", or_none(writes)));
            let parts = [
                ("of this step", items(&row.now)),
                ("of the step before", items(&row.before)),
                ("from outside", grouped(&row.outside)),
                ("loops that close here", row.loops()),
            ];
            lines.extend(
                parts
                    .iter()
                    .filter(|(_, text)| !text.is_empty())
                    .map(|(when, text)| format!("    - {when}: {text}")),
            );
        }
        for row in self.reports.iter().filter(|row| row.mechanism == key) {
            let parts = [code(&row.stocks), items(&row.now), grouped(&row.outside)];
            let reads: Vec<String> = parts.into_iter().filter(|text| !text.is_empty()).collect();
            lines
                .push(format!("- After a quarter's last step it reports from {}", or_none(reads.join("; "))));
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

//! Policies: levers as dated paths, read from TOML.

use overtake_evidence::{
    Document, Language, Place, Problem, Problems, Reader, Text, Value, ValueKind, did_you_mean, shown,
};
use overtake_model::{Layout, LeverPath};
use std::collections::BTreeMap;

/// The policies that come with the program.
pub const BUILT_IN: &str = include_str!("../../../../studies/policies.toml");

/// A named policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Key.
    pub key: String,
    /// What people call it.
    pub label: Text,
    /// What it does, in one sentence.
    pub sentence: Text,
    /// The policy whose levers hold where this one says nothing.
    pub base: Option<String>,
    /// Where that one is named.
    pub base_place: Place,
    /// Levers, each with or without member, in the order given.
    pub levers: Vec<Lever>,
    /// Where it stands.
    pub place: Place,
}

/// One line of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    /// Key of the lever, with or without member.
    pub key: String,
    /// Its path.
    pub path: LeverPath,
    /// Where it stands.
    pub place: Place,
}

impl Policy {
    /// The built-in policies.
    ///
    /// # Errors
    /// What is wrong with the file; a test holds that nothing is.
    pub fn built_in() -> Result<Vec<Self>, Vec<Problem>> {
        let document = Document::parse("studies/policies.toml", BUILT_IN)?;
        let problems = Problems::new();
        let policies = {
            let reader = document.reader(&problems);
            let policies = Self::list(&reader, "policy");
            reader.finish();
            policies
        };
        problems.or(|| policies)
    }

    /// Reads the tables of `[[key]]`.
    pub(crate) fn list(reader: &Reader<'_>, key: &str) -> Vec<Self> {
        reader.tables(key).into_iter().filter_map(Self::read).collect()
    }

    fn read(reader: Reader<'_>) -> Option<Self> {
        let complete = reader.require(&["key"]);
        let text = |key: &str, otherwise: &str| {
            let zh = reader.text(&format!("{key}_zh")).map(str::to_owned);
            Text { en: reader.text(key).unwrap_or(otherwise).to_owned(), zh }
        };
        let key = reader.text("key").unwrap_or_default().to_owned();
        let policy = Self {
            label: text("label", &key),
            sentence: text("sentence", ""),
            base: reader.text("base").map(str::to_owned),
            base_place: reader.place("base"),
            levers: levers(&reader),
            place: reader.here(),
            key,
        };
        reader.finish();
        complete.then_some(policy)
    }

    /// Its label in a language.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        self.label.get(language)
    }
}

fn levers(reader: &Reader<'_>) -> Vec<Lever> {
    let Some(table) = reader.table("levers") else { return Vec::new() };
    let keys: Vec<&str> = table.keys().collect();
    let mut all = Vec::new();
    for key in keys {
        let place = table.place(key);
        if let Some(path) = table.value(key).and_then(|value| path(&table, key, value)) {
            all.push(Lever { key: key.to_owned(), path, place });
        }
    }
    table.finish();
    all
}

/// A number for all time, or dated values.
fn path(table: &Reader<'_>, key: &str, value: &Value) -> Option<LeverPath> {
    if let Some(number) = value.number() {
        return Some(LeverPath::constant(number));
    }
    let refuse = |message: &str| {
        table.hint(
            key,
            message,
            Some("write a number, or [[\"2026-01-01\", 1.0], …] with dates in order".to_owned()),
        );
        None
    };
    let ValueKind::List(items) = &value.kind else {
        return refuse("a lever takes a number or a list of dated values");
    };
    let mut points: Vec<(f64, f64)> = Vec::new();
    for item in items {
        let ValueKind::List(pair) = &item.kind else { return refuse("each item must be [date, value]") };
        let [date, number] = pair.as_slice() else { return refuse("each item must be [date, value]") };
        if let Some(flaw) = date.flawed_date() {
            return refuse(&flaw);
        }
        let (Some(date), Some(number)) = (date.date(), number.number()) else {
            return refuse("each item must be [date, value], such as [\"2026-01-01\", 1.0]");
        };
        let date = date.begins();
        if points.last().is_some_and(|(last, _)| *last >= date) {
            return refuse("its dates are not in order");
        }
        points.push((date, number));
    }
    if points.is_empty() { refuse("its list of dated values is empty") } else { Some(LeverPath { points }) }
}

/// All policies that a study can name.
#[derive(Clone, Debug)]
pub struct Policies {
    all: Vec<Policy>,
}

/// A policy with each of its levers in its slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// The policy.
    pub policy: Policy,
    /// Paths by lever slot; slots that are not here stay neutral.
    pub paths: BTreeMap<usize, LeverPath>,
}

impl Policies {
    /// The built-in policies and a study's own, which win over built-in ones of the same key.
    ///
    /// # Errors
    /// When two of the study's own share a key.
    pub fn new(own: &[Policy]) -> Result<Self, Vec<Problem>> {
        let mut all = Policy::built_in()?;
        let mut problems = Vec::new();
        for (number, policy) in own.iter().enumerate() {
            if own[..number].iter().any(|p| p.key == policy.key) {
                problems.push(
                    policy
                        .place
                        .problem(Some("policy.key"), format!("two policies are called `{}`", policy.key)),
                );
            }
            all.retain(|p| p.key != policy.key);
            all.push(policy.clone());
        }
        if problems.is_empty() { Ok(Self { all }) } else { Err(problems) }
    }

    /// Every policy.
    #[must_use]
    pub fn all(&self) -> &[Policy] {
        &self.all
    }

    /// Puts a policy's levers, and those of its bases, in their slots; `named` says by which key and where it is named.
    ///
    /// # Errors
    /// Every unknown policy, lever or value outside its domain; a chain of bases that bites its tail.
    pub fn resolve(
        &self,
        key: &str,
        named: (&str, &Place),
        layout: &Layout,
    ) -> Result<Resolved, Vec<Problem>> {
        let mut chain: Vec<&Policy> = Vec::new();
        let mut next = Some((key, named.0, named.1));
        while let Some((key, by, place)) = next {
            let Some(policy) = self.all.iter().find(|p| p.key == key) else {
                let names = self.all.iter().map(|p| p.key.as_str());
                let help = did_you_mean(key, names).unwrap_or_else(|| {
                    self.all.iter().map(|p| p.key.as_str()).collect::<Vec<_>>().join(", ")
                });
                return Err(vec![place.problem(Some(by), format!("there is no policy `{key}`")).help(help)]);
            };
            if chain.iter().any(|p| p.key == policy.key) {
                return Err(vec![place.problem(Some(by), format!("policy `{key}` is built on itself"))]);
            }
            chain.push(policy);
            next = policy.base.as_deref().map(|base| (base, "policy.base", &policy.base_place));
        }
        let mut problems = Vec::new();
        let mut paths = BTreeMap::new();
        for lever in chain.iter().rev().flat_map(|p| &p.levers) {
            match slots(layout, &lever.key) {
                Err(help) => {
                    let message = format!("there is no lever `{}`", lever.key);
                    problems.push(lever.place.problem(Some(&lever.key), message).maybe_help(help));
                }
                Ok(range) => {
                    for slot in range {
                        problems.extend(outside(layout, slot, lever));
                        paths.insert(slot, lever.path.clone());
                    }
                }
            }
        }
        if problems.is_empty() { Ok(Resolved { policy: chain[0].clone(), paths }) } else { Err(problems) }
    }
}

/// Slots that a lever's key means: one member's, or all of its axis.
pub(crate) fn slots(layout: &Layout, key: &str) -> Result<std::ops::Range<usize>, Option<String>> {
    if let Some(slot) = layout.lever(key) {
        return Ok(slot..slot + 1);
    }
    if let Some(range) = layout.lever_range(key) {
        return Ok(range);
    }
    let known: Vec<&str> = layout.levers().iter().map(|s| s.key.as_str()).collect();
    Err(did_you_mean(key, known))
}

fn outside(layout: &Layout, slot: usize, lever: &Lever) -> Option<Problem> {
    let slot = &layout.levers()[slot];
    let bad = lever.path.points.iter().find(|(_, value)| !slot.domain.contains(*value))?;
    let message = format!(
        "`{}` cannot be {}; allowed is {} to {} ({})",
        slot.key,
        shown(bad.1),
        slot.domain.low,
        slot.domain.high,
        slot.unit
    );
    Some(lever.place.problem(Some(&lever.key), message))
}

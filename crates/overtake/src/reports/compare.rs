//! Two runs side by side: the inputs that differ, then the answers.

use crate::answers::decided::Decisions;
use crate::answers::document::{Answered, Document};
use crate::run::record::Record;
use overtake_ensemble::claims::{Share, Verdict, paired};
use overtake_evidence::Reading;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What differs between two runs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Comparison {
    /// `overtake/compare/1`.
    pub schema: &'static str,
    /// Names of the runs' studies.
    pub runs: [String; 2],
    /// Folders of the runs, which tell apart two runs of one study.
    pub folders: [String; 2],
    /// Whether both share futures and luck, so that differences are free of chance.
    pub paired: bool,
    /// Inputs that differ.
    pub inputs: Vec<Input>,
    /// Claims answered in both, and those answered in one.
    pub claims: Vec<Pair>,
}

/// An input that differs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Input {
    /// What it is.
    pub key: String,
    /// In the first run.
    pub a: String,
    /// In the second run.
    pub b: String,
}

/// A claim in both runs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Pair {
    /// `C12a`.
    pub claim: String,
    /// Reading.
    #[schemars(with = "String")]
    pub reading: Reading,
    /// Policy under which it is compared.
    pub policy: String,
    /// Text by language.
    pub text: BTreeMap<String, String>,
    /// Share in the first run.
    pub a: Option<f64>,
    /// Share in the second run.
    pub b: Option<f64>,
    /// Second less first.
    pub difference: Option<f64>,
    /// 95% interval of the difference from sampling: paired within scrambles where the runs share futures and luck.
    pub interval: Option<(f64, f64)>,
    /// Verdicts.
    #[schemars(with = "[Option<String>; 2]")]
    pub verdicts: [Option<Verdict>; 2],
}

/// A finished run as comparisons read it.
#[derive(Debug)]
pub struct Side {
    /// Its folder.
    pub folder: String,
    /// Its record.
    pub record: Record,
    /// Its answers.
    pub document: Document,
    /// What the claims are in each of its futures.
    pub decisions: Decisions,
}

/// Compares two finished runs.
#[must_use]
pub fn compare(a: &Side, b: &Side) -> Comparison {
    let (one, two) = (&a.record, &b.record);
    let paired = one.seed == two.seed && one.design == two.design && one.model == two.model;
    Comparison {
        schema: "overtake/compare/1",
        runs: [one.name.clone(), two.name.clone()],
        folders: [a.folder.clone(), b.folder.clone()],
        paired,
        inputs: inputs(one, two),
        claims: claims(a, b, paired),
    }
}

fn inputs(a: &Record, b: &Record) -> Vec<Input> {
    let mut all = Vec::new();
    let mut say = |key: &str, a: String, b: String| {
        if a != b {
            all.push(Input { key: key.to_owned(), a, b });
        }
    };
    say("version", a.version.clone(), b.version.clone());
    if a.fingerprint == b.fingerprint {
        say("numbers", short(&a.numbers), short(&b.numbers));
    }
    say("evidence", short(&a.evidence), short(&b.evidence));
    say("model", a.model.clone(), b.model.clone());
    say("start", a.start.clone(), b.start.clone());
    say("end", a.end.clone(), b.end.clone());
    say("futures", a.futures.to_string(), b.futures.to_string());
    say("seed", a.seed.to_string(), b.seed.to_string());
    say("design", a.design.clone(), b.design.clone());
    let policies = |r: &Record| r.policies.iter().map(|p| p.key.clone()).collect::<Vec<_>>().join(", ");
    say("policies", policies(a), policies(b));
    let absent = || "not there".to_owned();
    for switch in a.schools.keys().chain(b.schools.keys()).collect::<std::collections::BTreeSet<_>>() {
        let told = |r: &Record| r.schools.get(switch).cloned().unwrap_or_else(absent);
        say(&format!("schools.{switch}"), told(a), told(b));
    }
    for pair in a.dependence.keys().chain(b.dependence.keys()).collect::<std::collections::BTreeSet<_>>() {
        // A pair that went because a parameter is held fixed is told by that parameter.
        let fixed = |r: &Record| {
            r.parameters.iter().any(|p| p.spread == "fixed" && pair.split(" with ").any(|key| key == p.key))
        };
        if fixed(a) || fixed(b) {
            continue;
        }
        let told =
            |r: &Record| r.dependence.get(pair).map_or_else(|| "independent".to_owned(), f64::to_string);
        say(&format!("dependence of {pair}"), told(a), told(b));
    }
    let told = |r: &Record, key: &str| {
        let parameter = r.parameters.iter().find(|p| p.key == key);
        parameter.map_or_else(absent, |p| format!("{} ({}) {}", p.central, p.spread, p.unit))
    };
    let mut keys: Vec<&str> = a.parameters.iter().chain(&b.parameters).map(|p| p.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        say(key, told(a, key), told(b, key));
    }
    // What neither parameters nor the lines above show: levers that were set, and the study's own text.
    let (one, two) = (levers(a), levers(b));
    let mut keys: Vec<&str> = one.keys().chain(two.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let told = |set: &BTreeMap<&str, &str>| set.get(key).map_or("as in the study", |v| *v).to_owned();
        say(key, told(&one), told(&two));
    }
    if a.text != b.text {
        say("text of the study", a.file.clone(), format!("{} (differs)", b.file));
    }
    all
}

/// What `--set` put in place of levers.
fn levers(record: &Record) -> BTreeMap<&str, &str> {
    let set = record.changes.set.iter().filter_map(|line| line.split_once('='));
    let set = set.map(|(key, value)| (key.trim(), value.trim()));
    let is_parameter = |key: &str| {
        let of = |p: &str| p == key || p.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
        record.parameters.iter().any(|p| of(&p.key))
    };
    set.filter(|(key, _)| !is_parameter(key) && !key.starts_with("schools.")).collect()
}

fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}

fn claims(a: &Side, b: &Side, shared: bool) -> Vec<Pair> {
    let find = |document: &Document, of: &Answered| {
        let same = |c: &&Answered| c.id == of.id && c.part == of.part && c.reading == of.reading;
        document.claims.iter().find(same).cloned()
    };
    let only_b = b.document.claims.iter().filter(|c| find(&a.document, c).is_none());
    let all = a.document.claims.iter().chain(only_b);
    let mut pairs = Vec::new();
    for claim in all {
        let (one, two) = (find(&a.document, claim), find(&b.document, claim));
        let main = |c: &Option<Answered>| c.as_ref().and_then(Answered::main).cloned();
        // Under one policy on both sides, whatever comes first in the other run; only where that run lacks it under its own.
        let left = main(&one);
        let alike = two.as_ref().zip(left.as_ref());
        let alike =
            alike.and_then(|(two, left)| two.answers.iter().find(|s| s.policy == left.policy).cloned());
        let right = alike.or_else(|| main(&two));
        let Some(policy) = left.as_ref().or(right.as_ref()).map(|s| s.policy.clone()) else { continue };
        let share = |s: &Option<Share>| s.as_ref().and_then(|s| s.share);
        let (x, y) = (share(&left), share(&right));
        let difference = x.zip(y).map(|(x, y)| y - x);
        let half =
            |s: &Option<Share>| s.as_ref().and_then(|s| s.sampling).map(|(low, high)| 0.5 * (high - low));
        let interval = match difference {
            Some(d) if shared => {
                let decided = |side: &Side| side.decisions.under(&claim.column(), &policy);
                paired(&decided(a), &decided(b), d)
            }
            Some(d) => half(&left).zip(half(&right)).map(|(p, q)| {
                let both = (p * p + q * q).sqrt();
                (d - both, d + both)
            }),
            None => None,
        };
        let verdict = |c: &Option<Answered>| c.as_ref().and_then(|c| c.verdict);
        pairs.push(Pair {
            claim: claim.name(),
            reading: claim.reading,
            policy,
            text: claim.text.clone(),
            a: x,
            b: y,
            difference,
            interval,
            verdicts: [verdict(&one), verdict(&two)],
        });
    }
    pairs
}

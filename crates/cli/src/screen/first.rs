//! The first screen: what a journalist can read.

use super::checks::{checks, on_record};
use super::claims::claims;
use super::next::{next, waiting};
use crate::args::Output;
use crate::locale::keys;
use crate::paper::{grouped, width, wrap};
use overtake::answers::{Answered, Document};
use overtake::evidence::{Evidence, Reading, Target};
use overtake::kernels::ModelKind;
use overtake::model::Status;
use overtake::observed::Observed;
use overtake::run::Record;
use std::collections::BTreeMap;
use std::path::Path;

/// What the first screen speaks of.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) record: &'a Record,
    pub(crate) document: &'a Document,
    pub(crate) evidence: &'a Evidence,
    pub(crate) observed: &'a Observed,
}

/// Claims answered, checks, what waits, and what to try next.
pub(crate) fn first(output: Output, shown: &Shown<'_>) -> String {
    let Shown { folder, record, document, evidence, observed } = *shown;
    let mut text = head(output, record);
    // The textbook's race is fed by no data.
    if record.model == "race" {
        text += &reach(output, evidence);
    }
    let answered: Vec<&Answered> =
        document.claims.iter().filter(|c| c.reading == Reading::Main && c.main().is_some()).collect();
    let (past, future): (Vec<&Answered>, Vec<&Answered>) = answered.iter().partition(|c| c.check);
    text += &claims(output, &future, document, evidence);
    text += &checks(output, &past, document, evidence);
    if !past.is_empty() {
        text += &on_record(output, observed);
    }
    text += &waiting(output, document);
    text += &next(output, folder, record);
    text
}

fn head(output: Output, record: &Record) -> String {
    let trajectories = record.results.as_ref().map_or(0, |r| r.trajectories);
    let (futures, policies) = (grouped(record.futures as i64), record.policies.len());
    let trajectories = grouped(trajectories as i64);
    let (name, start, end) = (&record.name, output.date(&record.start), output.date(&record.end));
    let many = if policies == 1 { "one" } else { "many" };
    let all = if record.policies.iter().all(|p| p.futures == record.futures) {
        String::new()
    } else {
        output.text("head-not-all")
    };
    let text = output.told(
        "head",
        &[
            ("futures", &futures),
            ("name", name),
            ("start", &start),
            ("end", &end),
            ("policies", &policies),
            ("policies_are", &many),
            ("all", &all),
            ("trajectories", &trajectories),
        ],
    );
    let mut text = format!("{}\n", wrap(&text, width(), 2));
    if record.model == "race" {
        let told = output.text("head-not-probabilities");
        text += &format!("{}\n", wrap(&told, width(), 2));
    }
    text += &thin(output, record);
    if let Some(results) = record.results.as_ref().filter(|r| r.broken > 0) {
        let broken = grouped(results.broken as i64);
        let reason = results.reasons.first().map(|r| r.0.clone()).unwrap_or_default();
        text += &format!("{}\n", output.told("head-broke", &[("broken", &broken), ("reason", &reason)]));
    }
    text
}

/// Which mechanisms are thin.
fn thin(output: Output, record: &Record) -> String {
    let mechanisms =
        ModelKind::parse(&record.model).map_or_else(Vec::new, |model| model.declaration().mechanisms);
    let thin = mechanisms.iter().filter(|m| m.status == Status::Thin);
    let told: Vec<String> = thin
        .map(|m| {
            let (sentence, key) = (output.declared(&keys::mechanism(m.key), m.sentence), m.key);
            output.told("head-thin-mechanism", &[("sentence", &sentence), ("key", &key)])
        })
        .collect();
    if told.is_empty() {
        return String::new();
    }
    let line = output.told("head-thin", &[("told", &told.join(&output.text("semicolon")))]);
    format!("{}\n", wrap(&line, width(), 2))
}

/// The date to which each kind of data reaches.
fn reach(output: Output, evidence: &Evidence) -> String {
    let mut newest: BTreeMap<&str, &Target> = BTreeMap::new();
    for target in evidence.latest() {
        let held = newest.entry(&target.observable).or_insert(target);
        if held.date.is_before(target.date) {
            *held = target;
        }
    }
    let parts: Vec<String> =
        newest.iter().map(|(key, t)| format!("{} {}", output.observable(key), t.date)).collect();
    let line = output.told("head-records", &[("records", &parts.join(" · "))]);
    format!("{}\n", wrap(&line, width(), 2))
}

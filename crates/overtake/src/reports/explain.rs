//! One future as a story: year by year, what changed most and to which part it belongs.

use crate::run::ledger::{Retracer, sums};
use crate::study::resolve::Prepared;
use overtake_evidence::{Language, Problem};
use overtake_kernels::Trace;
use overtake_model::{Entry as Entered, Quarter, Timing};
use overtake_num::Real;
use overtake_race::finance::capital::{CRASH, MOOD};
use overtake_race::outcomes::leadership::DIMENSIONS;
use overtake_race::research::breakthrough::TECHNIQUE;
use overtake_race::units::{CAPABILITY, NO_CAPABILITY};
use schemars::JsonSchema;
use serde::Serialize;

/// A future told year by year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Story {
    /// `overtake/story/1`.
    pub schema: &'static str,
    /// Number of the future.
    pub future: u64,
    /// Policy.
    pub policy: String,
    /// Schools that hold in it, by switch.
    pub schools: std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>>,
    /// What is told beside the ledger.
    pub outcome: String,
    /// Why the trajectory broke, if it did.
    pub broken: Option<String>,
    /// What makes this future different: its parameters furthest from their central values, in units of their spread.
    pub unusual: Vec<Unusual>,
    /// Years in order.
    pub years: Vec<Year>,
}

/// A parameter of a future far from its central value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Unusual {
    /// Key.
    pub key: String,
    /// Value in this future.
    pub value: f64,
    /// Value of the central run.
    pub central: f64,
    /// Share of the belief below the value.
    pub percentile: f64,
    /// Unit.
    pub unit: String,
}

/// One year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// Rules that came into force or ended.
    pub rules: Vec<String>,
    /// Breakthroughs: who got the technique, in which quarter and how.
    pub events: Vec<Event>,
    /// Crashes of valuations, and blocs that come to lead, or no longer lead, every dimension.
    pub turns: Vec<Turn>,
    /// Values of the told outcome at its end, by member.
    pub values: Vec<Value>,
    /// Releases: published capability that rose, by laboratory.
    pub releases: Vec<Release>,
    /// The largest lines of the ledger, by stock.
    pub ledger: Vec<Entry>,
}

/// Key of the ledger's line for a bloc that finds the technique itself.
const CROSSED: &str = "found";

/// A bloc gets the technique of a breakthrough.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Event {
    /// Who.
    pub member: String,
    /// Quarter.
    pub quarter: String,
    /// How: crossed the threshold, or leaked from others.
    pub line: String,
    /// Whether nobody had it before.
    pub first: bool,
}

/// What a bloc's year is remembered for, and the part to which it belongs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Turn {
    /// Part of the mission.
    pub part: &'static str,
    /// What it is.
    pub kind: TurnKind,
    /// Whose.
    pub member: String,
    /// Quarter.
    pub quarter: String,
    /// Share of the valuation that a crash takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<f64>,
}

/// Kinds of turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TurnKind {
    /// The valuation of the bloc's AI firms crashes.
    Crash,
    /// The bloc comes to lead all dimensions by 5%.
    Sweep,
    /// It no longer does.
    SweepEnds,
}

/// An outcome of one member.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Value {
    /// Member.
    pub member: String,
    /// Its value.
    pub value: f64,
    /// Unit.
    pub unit: String,
}

/// A year's best release of a laboratory.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Release {
    /// Laboratory.
    pub laboratory: String,
    /// Quarter of the last rise.
    pub quarter: String,
    /// Capability published by then.
    pub capability: f64,
    /// Rise over the year; none where there was nothing before.
    pub rise: Option<f64>,
    /// Whether something of it was opened this year.
    pub opened: bool,
}

/// What one line did to one stock over a year.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Entry {
    /// Part of the mission.
    pub part: String,
    /// Stock.
    pub stock: String,
    /// Its key.
    #[serde(skip)]
    pub stock_key: &'static str,
    /// Whose.
    pub member: String,
    /// Of which kind, where the stock has kinds.
    pub item: String,
    /// Why.
    pub line: String,
    /// Change over the year.
    pub amount: f64,
    /// Unit.
    pub unit: String,
}

/// Whether a capability is one: what a laboratory has before its first release stands for nothing.
fn is_something(capability: f64) -> bool {
    capability > NO_CAPABILITY
}

/// Lines told of each stock in a year.
const LINES: usize = 3;
/// Stock of what laboratories have in the commons.
const COMMONS: &str = "open";
/// Distance, in logs, at which what is on its way counts as arrived.
const NEAR: f64 = 1.0;

/// The outcome that is told unless another is asked for: the lag at the frontier, or a model's first headline.
#[must_use]
pub fn usual(prepared: &Prepared) -> &'static str {
    const LAG: &str = "frontier_lag_months";
    let outcomes = &prepared.declaration.outcomes;
    if outcomes.iter().any(|o| o.key == LAG) {
        return LAG;
    }
    outcomes.iter().find(|o| o.headline).or(outcomes.first()).map_or(LAG, |o| o.key)
}

/// The language of names in a story, and what it says of a rule.
#[derive(Clone, Debug)]
pub struct Words {
    /// Language of names that the evidence gives.
    pub language: Language,
    /// A rule comes into force.
    pub in_force: String,
    /// A rule ends.
    pub ends: String,
}

impl Default for Words {
    fn default() -> Self {
        let (in_force, ends) = ("in force".to_owned(), "ends".to_owned());
        Self { language: Language::English, in_force, ends }
    }
}

/// Tells one future under one policy.
///
/// # Errors
/// When the policy or outcome is unknown, or the design cannot be made.
pub fn explain(
    prepared: &Prepared,
    future: u64,
    policy: usize,
    outcome: &str,
    words: &Words,
) -> Result<Story, Vec<Problem>> {
    let range = prepared.layout.outcome_range(outcome).ok_or_else(|| {
        let known = prepared.declaration.outcomes.iter().map(|o| o.key);
        let asked = overtake_evidence::Place::start_of("--outcome");
        let problem = asked.problem(Some("outcome"), format!("there is no outcome `{outcome}`"));
        vec![problem.maybe_help(overtake_evidence::did_you_mean(outcome, known))]
    })?;
    let design = prepared.design()?;
    let (traced, parameters) = Retracer::new(prepared, &*design, policy..policy + 1)?.trace(future, policy);
    let calendar = prepared.study.calendar;
    let years = (calendar.start.year()..=calendar.last().year())
        .map(|year| tell(prepared, &traced, policy, range.clone(), year, words))
        .collect();
    let broken = traced.cube.broken.first().and_then(Option::as_ref);
    Ok(Story {
        schema: "overtake/story/1",
        future,
        policy: prepared.policies[policy].resolved.policy.key.clone(),
        schools: (0..prepared.schools.list.len())
            .map(|s| {
                let (switch, school) = (&prepared.schools.list[s], prepared.schools.school(s, future));
                (switch.key.clone(), school.label.by_language())
            })
            .collect(),
        outcome: outcome.to_owned(),
        broken: broken.map(|b| format!("{} is {} in {}", b.what, b.reason, calendar.quarter(b.quarter))),
        unusual: unusual(prepared, future, &parameters),
        years,
    })
}

fn unusual(prepared: &Prepared, future: u64, parameters: &[f64]) -> Vec<Unusual> {
    let mut all: Vec<Unusual> = prepared
        .uncertain
        .iter()
        .map(|&slot| (slot, prepared.prior(slot, future)))
        // A school may be sure of what its rivals doubt: nothing in its futures is far from what it believes.
        .filter(|(_, prior)| !prior.is_fixed())
        .map(|(slot, prior)| {
            let declared = &prepared.layout.parameters()[slot];
            Unusual {
                key: prior.key.clone(),
                value: parameters[slot],
                central: prior.central,
                percentile: prior.distribution.distribution.cdf(parameters[slot]),
                unit: declared.unit.to_owned(),
            }
        })
        .collect();
    // A switch that stands where most believe it stands is nothing unusual, whatever its percentile.
    all.retain(|u| u.value != u.central);
    let far = |u: &Unusual| (u.percentile - 0.5).abs();
    all.sort_by(|a, b| far(b).total_cmp(&far(a)).then_with(|| a.key.cmp(&b.key)));
    all.truncate(8);
    all
}

fn tell(
    prepared: &Prepared,
    traced: &Trace,
    policy: usize,
    outcomes: std::ops::Range<usize>,
    year: i32,
    words: &Words,
) -> Year {
    let language = words.language;
    let calendar = prepared.study.calendar;
    let quarters: Vec<usize> =
        (1..=4).filter_map(|number| calendar.number(Quarter::new(year, number))).collect();
    let values = outcomes.filter_map(|place| {
        let slot = &prepared.layout.outcomes()[place];
        let declared = &prepared.declaration.outcomes[slot.declared];
        let at = |quarter: &usize| traced.cube.get(place, *quarter, 0);
        let value = match declared.timing {
            Timing::Stock => at(quarters.last()?),
            Timing::Flow => quarters.iter().map(at).sum::<f64>() / quarters.len() as f64,
        };
        if declared.unit == CAPABILITY && !is_something(value) {
            return None;
        }
        let member = prepared.members.label(declared.axis, &slot.member_key, language).to_owned();
        Some(Value { member, value, unit: slot.unit.to_owned() })
    });
    Year {
        year,
        rules: rules(prepared, policy, year, words),
        events: events(prepared, traced, &quarters, language),
        turns: turns(prepared, traced, &quarters, language),
        values: values.collect(),
        releases: releases(prepared, traced, &quarters, language),
        ledger: ledger(prepared, traced, &quarters, language),
    }
}

/// Rules whose first or last day falls into the year, as far as the policy lets them be law.
fn rules(prepared: &Prepared, policy: usize, year: i32, words: &Words) -> Vec<String> {
    let levers = &prepared.levers[policy];
    let calendar = prepared.study.calendar;
    let mut told = Vec::new();
    for rule in prepared.world.members("rule") {
        let number = |key: &str| rule.numbers.get(key).copied();
        let at = |date: f64, lever: &str| {
            let slot = prepared.layout.lever(&format!("{lever}.{}", rule.key))?;
            let step = (0..calendar.steps()).find(|s| calendar.moment(*s).time + calendar.dt() > date)?;
            // Part of the step may lie before the date: the step after shows the full strength.
            Some(levers.get(slot, (step + 1).min(calendar.steps() - 1)))
        };
        let force =
            |date: f64| number("in_force").unwrap_or(0.0) + at(date, "controls.change").unwrap_or(0.0);
        let label = prepared.members.label("rule", &rule.key, words.language);
        let mut say = |date: Option<f64>, what: &str| {
            let Some(date) = date.filter(|d| d.floor() == f64::from(year)) else { return };
            if force(date) > 0.0 {
                told.push(format!("{label}: {what}"));
            }
        };
        say(number("from"), &words.in_force);
        say(number("until"), &words.ends);
    }
    told
}

/// Who got the technique of a breakthrough in these quarters, from the ledger.
fn events(prepared: &Prepared, traced: &Trace, quarters: &[usize], language: Language) -> Vec<Event> {
    let steps = prepared.study.calendar.steps_per_quarter;
    let gained = |e: &&Entered| e.account.stock == TECHNIQUE.key && e.amount > 0.0;
    let mut all: Vec<&Entered> = traced.ledger.entries.iter().filter(gained).collect();
    // Within a step it is found before it leaks.
    let leaked = |e: &Entered| e.line.key != CROSSED;
    all.sort_by_key(|e| (e.step, leaked(e)));
    let Some(first) = all.iter().map(|e| e.step).min() else { return Vec::new() };
    let within = |e: &&&Entered| quarters.contains(&(e.step / steps));
    let told = |e: &&Entered| {
        let key = prepared.world.members("bloc").get(e.account.member).map_or("", |m| m.key.as_str());
        Event {
            member: prepared.members.label("bloc", key, language).to_owned(),
            quarter: prepared.study.calendar.quarter(e.step / steps).to_string(),
            line: e.line.sentence.to_owned(),
            first: e.step == first && !leaked(e),
        }
    };
    all.iter().filter(within).map(told).collect()
}

/// Crashes of a year, from the ledger, and sweeps, from what is led at the ends of its quarters.
fn turns(prepared: &Prepared, traced: &Trace, quarters: &[usize], language: Language) -> Vec<Turn> {
    let calendar = prepared.study.calendar;
    let turn = |part, kind, member: &str, quarter, loss| Turn {
        part,
        kind,
        member: prepared.members.label("bloc", member, language).to_owned(),
        quarter: calendar.quarter(quarter).to_string(),
        loss,
    };
    let crashed = |e: &&Entered| e.account.stock == MOOD.key && e.line.key == CRASH && e.amount < 0.0;
    let crashes = traced.ledger.entries.iter().filter(crashed).filter_map(|e| {
        let quarter = e.step / calendar.steps_per_quarter;
        let member = prepared.world.members("bloc").get(e.account.member).map_or("", |m| m.key.as_str());
        let loss = Some(1.0 - Real::exp(e.amount));
        quarters.contains(&quarter).then(|| turn(e.line.part, TurnKind::Crash, member, quarter, loss))
    });
    let mut told: Vec<Turn> = crashes.collect();
    let all = DIMENSIONS as f64;
    for &quarter in quarters.iter().filter(|q| **q > 0) {
        for place in prepared.layout.outcome_range("dimensions_led").into_iter().flatten() {
            let sweeps = |quarter: usize| traced.cube.get(place, quarter, 0) >= all;
            let kind = match (sweeps(quarter - 1), sweeps(quarter)) {
                (false, true) => TurnKind::Sweep,
                (true, false) => TurnKind::SweepEnds,
                _ => continue,
            };
            let member = &prepared.layout.outcomes()[place].member_key;
            told.push(turn("S14", kind, member, quarter, None));
        }
    }
    told
}

fn releases(prepared: &Prepared, traced: &Trace, quarters: &[usize], language: Language) -> Vec<Release> {
    let Some(published) = prepared.layout.outcome_range("laboratory_capability") else { return Vec::new() };
    let opened = prepared.layout.outcome_range("laboratory_opened");
    let Some((&first, &last)) = quarters.first().zip(quarters.last()) else { return Vec::new() };
    let mut all = Vec::new();
    for (number, place) in published.enumerate() {
        let at = |quarter: usize| traced.cube.get(place, quarter, 0);
        let before = |quarter: usize| at(quarter.saturating_sub(1));
        let Some(&quarter) = quarters.iter().rev().find(|q| at(**q) > before(**q)) else { continue };
        let slot = &prepared.layout.outcomes()[place];
        let open = opened.as_ref().is_some_and(|o| {
            let of = |quarter: usize| traced.cube.get(o.start + number, quarter, 0);
            of(last) > of(first.saturating_sub(1))
        });
        all.push(Release {
            laboratory: prepared.members.label("laboratory", &slot.member_key, language).to_owned(),
            quarter: prepared.study.calendar.quarter(quarter).to_string(),
            capability: at(last),
            rise: is_something(before(first)).then(|| at(last) - before(first)),
            opened: open,
        });
    }
    all.sort_by(|a, b| b.capability.total_cmp(&a.capability));
    all
}

/// Laboratories whose share of the commons is still on its way, before a quarter, from nothing to the first model that
/// they opened: how far it comes says how little nothing is, not what the laboratory did.
fn filling(prepared: &Prepared, traced: &Trace, quarter: usize) -> Vec<usize> {
    let Some(opened) = prepared.layout.outcome_range("laboratory_opened") else { return Vec::new() };
    let steps = quarter * prepared.study.calendar.steps_per_quarter;
    let still = opened.enumerate().filter(|&(number, place)| {
        let all = (0..prepared.study.calendar.quarters).map(|quarter| traced.cube.get(place, quarter, 0));
        let mut all = all.peekable();
        if all.peek().is_none_or(|first| is_something(*first)) {
            return false;
        }
        let Some(first) = all.find(|capability| is_something(*capability)) else { return true };
        let entries = traced.ledger.entries.iter().filter(|e| e.step < steps);
        let of = entries.filter(|e| e.account.stock == COMMONS && e.account.member == number);
        NO_CAPABILITY + of.map(|e| e.amount).sum::<f64>() < first - NEAR
    });
    still.map(|(number, _)| number).collect()
}

fn ledger(prepared: &Prepared, traced: &Trace, quarters: &[usize], language: Language) -> Vec<Entry> {
    let Some((&first, &last)) = quarters.first().zip(quarters.last()) else { return Vec::new() };
    let sums = sums(prepared, traced, first..last + 1);
    let filling = filling(prepared, traced, first);
    let mut told = Vec::new();
    for stock in &prepared.declaration.stocks {
        let mut of: Vec<_> =
            sums.iter().filter(|((a, _), (_, sum))| a.stock == stock.key && *sum != 0.0).collect();
        of.retain(|((a, _), _)| !(a.stock == COMMONS && filling.contains(&a.member)));
        of.sort_by(|a, b| b.1.1.abs().total_cmp(&a.1.1.abs()).then_with(|| a.0.cmp(b.0)));
        for ((account, _), (line, sum)) in of.into_iter().take(LINES) {
            let label = |axis: &str, place: usize| {
                let key = prepared.world.members(axis).get(place).map_or("", |m| m.key.as_str());
                prepared.members.label(axis, key, language).to_owned()
            };
            told.push(Entry {
                part: line.part.to_owned(),
                stock: stock.sentence.to_owned(),
                stock_key: stock.key,
                member: label(stock.axis, account.member),
                item: if stock.items.is_empty() { String::new() } else { label(stock.items, account.item) },
                line: line.sentence.to_owned(),
                amount: *sum,
                unit: stock.unit.to_owned(),
            });
        }
    }
    told
}

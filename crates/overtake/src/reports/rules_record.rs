//! The record of chips that reached a bloc, against the model: do the true dates of the rules tell it better than others?
//!
//! For each event the model is frozen: histories end with the quarter before. Output then grows as it last did, give or take,
//! and money as capital's law has it. The event's rules then stand at their true dates, four quarters earlier, four later, or not at all;
//! chips come to market on the same dates in every arm. Each arm is scored by the continuous ranked probability score
//! of ln(1 + units/1000) over chips and quarters until the next event.

use crate::run::batch;
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use crate::study::written::{Changes, Override, Setting, Study};
use overtake_evidence::{Evidence, Family, Place, Provenance, Shape};
use overtake_kernels::{Setup, tracer};
use overtake_model::{Account, Index, LeverTable, Quarter, World};
use overtake_race::world::Setting as Members;
use serde::Serialize;
use std::collections::BTreeMap;

/// Dated changes of rules, each scored until the next.
pub const EVENTS: [(&str, &str, &str); 3] = [
    ("October 2022", "2022Q3", "2023Q3"),
    ("October 2023", "2023Q4", "2025Q1"),
    ("April 2025", "2025Q2", "2025Q3"),
];

/// Arms, each with what it adds to the rules' dates in years; none without rules.
pub const ARMS: [(&str, Option<f64>); 4] = [
    ("true dates", Some(0.0)),
    ("four quarters early", Some(-1.0)),
    ("four quarters late", Some(1.0)),
    ("no rules", None),
];

/// Yearly growth, in logs, that may be wrong by this much either way (5% and 95%) once a history has ended.
const GROWTH: f64 = 0.5;
/// Years over which growth before an event is measured.
const PAST: f64 = 1.5;

/// How the record was told.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// `overtake/rules-record/1`.
    pub schema: &'static str,
    /// The bloc whose imports are told.
    pub bloc: String,
    /// Futures in each arm.
    pub futures: u64,
    /// Keys of the arms.
    pub arms: Vec<&'static str>,
    /// By event.
    pub events: Vec<Event>,
    /// Mean score of each arm over events, chips and quarters; less is better.
    pub score: Vec<f64>,
}

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// Its name.
    pub name: &'static str,
    /// First and last quarter scored.
    pub quarters: [String; 2],
    /// Mean score of each arm over chips and quarters.
    pub score: Vec<f64>,
    /// By chip and quarter.
    pub cells: Vec<Cell>,
}

/// A chip in a quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cell {
    /// Key of the chip.
    pub chip: String,
    /// Quarter.
    pub quarter: String,
    /// Chips that came.
    pub observed: f64,
    /// Median of each arm.
    pub median: Vec<f64>,
    /// Score of each arm.
    pub score: Vec<f64>,
}

/// Tells the record of what a bloc imported.
///
/// # Errors
/// What is wrong with the evidence.
pub fn tell(evidence: &Evidence, bloc: &str, futures: u64) -> Result<Record, Mistakes> {
    let observed = observed(evidence, bloc);
    let mut events = Vec::new();
    for (name, from, to) in EVENTS {
        let (Ok(from), Ok(to)) = (Quarter::parse(from), Quarter::parse(to)) else { continue };
        let mut arms = Vec::new();
        for (_, shift) in ARMS {
            arms.push(imports(evidence, bloc, futures, from, shift)?);
        }
        let mut cells = Vec::new();
        for chip in chips(&observed) {
            for number in 0..=to.since(from) {
                let quarter = from.plus(number);
                let seen = observed.get(&(chip.clone(), quarter)).copied().unwrap_or(0.0);
                let draws: Vec<&[f64]> = arms
                    .iter()
                    .map(|arm| arm.get(&(chip.clone(), quarter)).map_or(&[][..], Vec::as_slice))
                    .collect();
                cells.push(Cell {
                    chip: chip.clone(),
                    quarter: quarter.to_string(),
                    observed: seen,
                    median: draws.iter().map(|d| batch::quantiles(d, [0.5])[0]).collect(),
                    score: draws.iter().map(|d| crps(d, seen)).collect(),
                });
            }
        }
        let score = means(cells.iter().map(|c| &c.score));
        events.push(Event { name, quarters: [from.to_string(), to.to_string()], score, cells });
    }
    Ok(Record {
        schema: "overtake/rules-record/1",
        bloc: bloc.to_owned(),
        futures,
        arms: ARMS.map(|a| a.0).to_vec(),
        score: means(events.iter().flat_map(|e| &e.cells).map(|c| &c.score)),
        events,
    })
}

/// Chips that came, by chip and quarter, from facts counted in chips.
fn observed(evidence: &Evidence, bloc: &str) -> BTreeMap<(String, Quarter), f64> {
    let facts = evidence.facts().iter().filter(|f| f.unit == "chips" && f.bloc.as_deref() == Some(bloc));
    facts.filter_map(|f| Some(((f.entity.clone()?, f.date.quarter()), f.value))).collect()
}

fn chips(observed: &BTreeMap<(String, Quarter), f64>) -> Vec<String> {
    let mut chips: Vec<String> = observed.keys().map(|(chip, _)| chip.clone()).collect();
    chips.dedup();
    chips
}

/// Chips shipped to a bloc in each future, by chip and quarter, of a model that knows nothing from `freeze` on.
fn imports(
    evidence: &Evidence,
    bloc: &str,
    futures: u64,
    freeze: Quarter,
    shift: Option<f64>,
) -> Result<BTreeMap<(String, Quarter), Vec<f64>>, Mistakes> {
    let text =
        "name = \"record\"\nmodel = \"race\"\nstart = \"2015Q1\"\nend = \"2025Q4\"\npolicies = [\"as-is\"]\n";
    let changes = Changes { futures: Some(futures), ..Changes::default() };
    let mut study = Study::read("record", text, &changes).map_err(Mistakes)?;
    let here = Place::start_of("record");
    let world = evidence.world(&study.model.declaration()).map_err(Mistakes)?.world;
    study.set = frozen(&world, freeze.begins(), &here);
    let mut prepared = Prepared::new(study, evidence, &[]).map_err(Mistakes)?;
    cut(&mut prepared.world, freeze.begins());
    move_rules(&mut prepared.world, shift);
    let levers = levers(&prepared, shift.is_none());
    let setup = Setup { policies: std::slice::from_ref(&levers), ..prepared.setup() };
    let refused = |errors| Mistakes(prepared.told(errors));
    let members = Members::new(&prepared.world).map_err(refused)?;
    let calendar = prepared.study.calendar;
    let design = prepared.design().map_err(Mistakes)?;
    let mut values = vec![0.0; prepared.priors.len()];
    let mut all: BTreeMap<(String, Quarter), Vec<f64>> = BTreeMap::new();
    let tracer = tracer(&setup).map_err(refused)?;
    for future in 0..futures {
        prepared.sample(&*design, future, &mut values);
        let trace = tracer.trace(future, 0, &values);
        let mut shipped: BTreeMap<(String, Quarter), f64> = BTreeMap::new();
        for entry in &trace.ledger.entries {
            let Account { stock, member, item } = entry.account;
            if stock == "orders" && entry.line.key == "shipped" && members.blocs[Index::new(member)] == bloc {
                let chip: overtake_race::world::Chip = Index::new(item);
                let quarter = calendar.quarter(entry.step / calendar.steps_per_quarter);
                *shipped.entry((members.chips[chip].key.clone(), quarter)).or_default() -= entry.amount;
            }
        }
        for (key, chips) in shipped {
            all.entry(key).or_default().push(chips);
        }
    }
    Ok(all)
}

/// Growth after each history's new end: as it last was, give or take.
fn frozen(world: &World, end: f64, here: &Place) -> Vec<Setting> {
    let mut set = Vec::new();
    for series in &world.series {
        if series.key != "chips.output" {
            continue;
        }
        let known: Vec<(f64, f64)> = series.knots.iter().copied().filter(|k| k.0 < end).collect();
        let Some(&(last, value)) = known.last() else { continue };
        let Some(&(first, before)) = known.iter().rev().find(|k| last - k.0 >= PAST - 0.5) else { continue };
        let growth = ((overtake_num::Real::ln(value) - overtake_num::Real::ln(before)) / (last - first))
            .clamp(-0.5, 1.5);
        let shape = Shape::Spread { family: Family::Normal, q05: growth - GROWTH, q95: growth + GROWTH };
        let key = format!("fabs.growth.{}", series.member);
        set.push(Setting {
            key,
            value: Override::Spread(growth, shape),
            provenance: Provenance::default(),
            place: here.clone(),
        });
    }
    set
}

/// Ends every history before a date.
fn cut(world: &mut World, end: f64) {
    for series in &mut world.series {
        let known = series.knots.iter().filter(|k| k.0 < end).count();
        series.knots.truncate(known.max(2));
    }
}

/// Moves the dates of all rules by some years.
fn move_rules(world: &mut World, shift: Option<f64>) {
    let rules = world.axes.iter_mut().filter(|a| a.key == "rule").flat_map(|a| &mut a.members);
    for rule in rules {
        for key in ["from", "until"] {
            if let Some(date) = rule.numbers.get_mut(key) {
                *date += shift.unwrap_or(0.0);
            }
        }
    }
}

/// Levers that keep every rule, since the record knows which were reversed, or set every one aside.
fn levers(prepared: &Prepared, lifted: bool) -> LeverTable {
    let slots = |key: &str| prepared.layout.lever_range(key).expect("a declared lever");
    let (rules, reversals) = (slots("controls.change"), slots("controls.reversals"));
    LeverTable::new(&prepared.layout, &prepared.study.calendar, |slot| match slot {
        slot if reversals.contains(&slot) => Some(overtake_model::LeverPath::constant(0.0)),
        slot if lifted && rules.contains(&slot) => Some(overtake_model::LeverPath::constant(-1.0)),
        _ => None,
    })
}

/// The continuous ranked probability score of ln(1 + units/1000): mean distance to what was seen, less half the mean
/// distance between two draws. All of what was seen where nothing was drawn.
fn crps(draws: &[f64], seen: f64) -> f64 {
    let scale = |units: f64| overtake_num::Real::ln(1.0 + units.max(0.0) / 1000.0);
    let seen = scale(seen);
    let mut sorted: Vec<f64> = draws.iter().map(|&d| scale(d)).collect();
    if sorted.is_empty() {
        return seen;
    }
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let (mut away, mut apart) = (0.0, 0.0);
    for (place, value) in sorted.iter().enumerate() {
        away += (value - seen).abs();
        apart += value * (2.0 * place as f64 + 1.0 - n);
    }
    away / n - apart / (n * n)
}

fn means<'a>(scores: impl Iterator<Item = &'a Vec<f64>>) -> Vec<f64> {
    let mut sums = vec![0.0; ARMS.len()];
    let mut count = 0.0;
    for score in scores {
        for (sum, value) in sums.iter_mut().zip(score) {
            *sum += value;
        }
        count += 1.0;
    }
    sums.into_iter().map(|sum| sum / f64::max(count, 1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_of_one_draw_is_its_distance_and_of_many_that_of_their_distribution() {
        let e = std::f64::consts::E;
        let units = |x: f64| 1000.0 * (x - 1.0);
        assert!((crps(&[units(e)], 0.0) - 1.0).abs() < 1e-12);
        // Draws 0 and 2 on the scale, 1 seen: mean distance 1, half the mean distance of two draws 1/2.
        assert!((crps(&[0.0, units(e * e)], units(e)) - 0.5).abs() < 1e-12);
        assert!((crps(&[], units(e)) - 1.0).abs() < 1e-12);
    }
}

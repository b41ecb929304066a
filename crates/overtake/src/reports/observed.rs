//! What was observed, against what the futures show: where the record lies outside the range that most of them span.

use crate::run::record::Record;
use overtake_ensemble::fans::Fan;
use overtake_evidence::{Evidence, Fact, Precision, Target};
use serde::Serialize;
use std::collections::BTreeMap;

/// The record beside the simulated range, under the reference policy.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Observed {
    /// Policy under which the futures were simulated.
    pub policy: String,
    /// Observed points that the run simulates. Those on which a path of the model rests are left out: they fit by force.
    pub points: usize,
    /// Those below the 5% or above the 95% of futures in their quarter.
    pub outside: usize,
    /// By observable and bloc, those with the greatest share outside first.
    pub by: Vec<Series>,
    /// Facts about money beside the outcome that they are about.
    pub money: Vec<Money>,
}

/// A fact about money, in billions of dollars a year, beside what the futures span.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Money {
    /// Key of the fact.
    pub fact: String,
    /// What it is, by language.
    pub what: BTreeMap<String, String>,
    /// Bloc.
    pub bloc: String,
    /// What time it is about.
    pub date: String,
    /// The fact.
    pub value: f64,
    /// Outcome of the model.
    pub outcome: String,
    /// 5%, half and 95% of futures; of a year, the mean of its quarters' numbers.
    pub simulated: [f64; 3],
}

/// One observable of one bloc.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Series {
    /// Observable.
    pub observable: String,
    /// Bloc.
    pub bloc: String,
    /// Observed points.
    pub points: usize,
    /// Observed below the simulated range.
    pub below: usize,
    /// Observed above it.
    pub above: usize,
}

impl Series {
    /// Points outside the simulated range.
    #[must_use]
    pub fn outside(&self) -> usize {
        self.below + self.above
    }
}

/// The 5%, half and 95% of futures by outcome, bloc and quarter.
type Ranges = BTreeMap<(String, String, String), [f64; 3]>;

/// The unit of facts about money, with or without "a year" after it, in dollars.
const BILLION: (&str, f64) = ("USD bn", 1e9);

impl Observed {
    /// Holds the targets of the evidence against the fans of a finished run.
    #[must_use]
    pub fn of(fans: &[Fan], record: &Record, evidence: &Evidence) -> Self {
        let Some(reference) = record.policies.first() else { return Self::default() };
        let ranges = ranges(fans);
        let counted = count(&ranges, evidence.targets());
        Self { policy: reference.key.clone(), money: money(&ranges, evidence.facts()), ..counted }
    }
}

fn count(ranges: &Ranges, targets: &[Target]) -> Observed {
    let mut by: BTreeMap<(&str, &str), Series> = BTreeMap::new();
    for target in targets.iter().filter(|t| !t.forced) {
        let bloc = target.bloc.as_deref().unwrap_or_default();
        let key = (target.observable.clone(), bloc.to_owned(), target.date.quarter().to_string());
        let Some(&[low, _, high]) = ranges.get(&key) else { continue };
        let series = by.entry((&target.observable, bloc)).or_insert_with(|| Series {
            observable: target.observable.clone(),
            bloc: bloc.to_owned(),
            ..Series::default()
        });
        series.points += 1;
        series.below += usize::from(target.value < low);
        series.above += usize::from(target.value > high);
    }
    let mut by: Vec<Series> = by.into_values().collect();
    let share = |s: &Series| s.outside() as f64 / s.points as f64;
    by.sort_by(|a, b| share(b).total_cmp(&share(a)));
    Observed {
        policy: String::new(),
        points: by.iter().map(|s| s.points).sum(),
        outside: by.iter().map(Series::outside).sum(),
        by,
        money: Vec::new(),
    }
}

/// Facts about money that the run simulates.
fn money(ranges: &Ranges, facts: &[Fact]) -> Vec<Money> {
    let told = facts.iter().filter_map(|fact| {
        let (outcome, bloc) = (fact.outcome.clone()?, fact.bloc.clone()?);
        fact.unit.starts_with(BILLION.0).then_some(())?;
        let last = fact.date.quarter();
        let quarters = if fact.date.precision() == Precision::Year { 4 } else { 1 };
        let mut simulated = [0.0; 3];
        for back in 0..quarters {
            let key = (outcome.clone(), bloc.clone(), last.plus(-back).to_string());
            for (sum, value) in simulated.iter_mut().zip(ranges.get(&key)?) {
                *sum += value / (f64::from(quarters) * BILLION.1);
            }
        }
        let (key, what) = (fact.key.clone(), fact.what.by_language());
        Some(Money {
            fact: key,
            what,
            bloc,
            date: fact.date.to_string(),
            value: fact.value,
            outcome,
            simulated,
        })
    });
    told.collect()
}

fn ranges(fans: &[Fan]) -> Ranges {
    let points = fans.iter().flat_map(|fan| fan.points.iter().map(move |point| (fan, point)));
    // Where no future was counted there is no range.
    let ranges = points.filter(|(_, point)| !point.quantiles[0].is_nan());
    ranges
        .map(|(Fan { outcome, bloc, .. }, point)| {
            let [low, _, middle, _, high] = point.quantiles;
            ((outcome.clone(), bloc.clone(), point.time.clone()), [low, middle, high])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_counted_below_above_and_inside_and_forced_ones_not_at_all() {
        let evidence = Evidence::built_in().expect("it reads");
        let of =
            |observable: &'static str| evidence.targets().iter().filter(move |t| t.observable == observable);
        let key = |t: &Target| {
            let bloc = t.bloc.clone().unwrap_or_default();
            (t.observable.clone(), bloc, t.date.quarter().to_string())
        };
        let mut ranges = Ranges::new();
        for target in of("arena_gap_points") {
            ranges.insert(key(target), [target.value - 1.0, target.value, target.value + 1.0]);
        }
        for target in of("open_arena_gap_points") {
            ranges.insert(key(target), [target.value + 1.0, target.value + 1.5, target.value + 2.0]);
        }
        let told = count(&ranges, evidence.targets());
        let (inside, below) = (of("arena_gap_points").count(), of("open_arena_gap_points").count());
        assert!(inside > 0 && below > 0);
        assert_eq!((told.points, told.outside), (inside + below, below));
        assert_eq!((told.by[0].observable.as_str(), told.by[0].below), ("open_arena_gap_points", below));
        let forced: Vec<Target> =
            evidence.targets().iter().map(|t| Target { forced: true, ..t.clone() }).collect();
        assert_eq!(count(&ranges, &forced).points, 0);
    }

    #[test]
    fn money_of_a_year_stands_beside_the_mean_of_its_quarters() {
        let evidence = Evidence::built_in().expect("it reads");
        let fact =
            evidence.facts().iter().find(|f| f.key == "us-four-capex-2025").expect("a fact of the essay");
        let outcome = fact.outcome.clone().expect("the model has it");
        let mut ranges = Ranges::new();
        for (number, billions) in (1..=4).zip([100.0, 200.0, 300.0, 400.0]) {
            let key = (outcome.clone(), "US".to_owned(), format!("2025Q{number}"));
            ranges.insert(key, [billions * 0.5e9, billions * 1e9, billions * 2e9]);
        }
        let told = money(&ranges, evidence.facts());
        let [told] = told.as_slice() else { panic!("one fact is simulated: {told:?}") };
        assert_eq!((told.fact.as_str(), told.value), ("us-four-capex-2025", fact.value));
        for (simulated, expected) in told.simulated.iter().zip([125.0, 250.0, 500.0]) {
            assert!((simulated - expected).abs() < 1e-9, "{told:?}");
        }
        // What a fact says that it is, the race reports of its bloc.
        let outcomes = overtake_kernels::ModelKind::Race.declaration().outcomes;
        for fact in evidence.facts() {
            let Some(key) = &fact.outcome else { continue };
            let declared = outcomes.iter().find(|o| o.key == key.as_str());
            assert_eq!(declared.map(|o| o.axis), Some("bloc"), "{}: {key}", fact.key);
            assert!(fact.bloc.is_some() && fact.unit.starts_with(BILLION.0), "{}", fact.key);
        }
        // A year of which a quarter is not simulated says nothing.
        ranges.remove(&(outcome, "US".to_owned(), "2025Q2".to_owned()));
        assert_eq!(money(&ranges, evidence.facts()), []);
    }
}

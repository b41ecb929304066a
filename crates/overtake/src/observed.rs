//! What was observed, against what the futures show: where the record lies outside the range that most of them span.

use crate::folder::Record;
use overtake_ensemble::reader::{RunTable, TableError};
use overtake_ensemble::runner::PATHS;
use overtake_evidence::{Evidence, Target};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

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

/// The 5% and 95% of futures by outcome, bloc and quarter.
type Ranges = BTreeMap<(String, String, String), (f64, f64)>;

impl Observed {
    /// Holds the targets of the evidence against a finished run.
    ///
    /// # Errors
    /// When the run's paths cannot be read.
    pub fn of(folder: &Path, record: &Record, evidence: &Evidence) -> Result<Self, TableError> {
        let Some(reference) = record.policies.first() else { return Ok(Self::default()) };
        let ranges = ranges(folder, &reference.key)?;
        Ok(Self { policy: reference.key.clone(), ..count(&ranges, evidence.targets()) })
    }
}

fn count(ranges: &Ranges, targets: &[Target]) -> Observed {
    let mut by: BTreeMap<(&str, &str), Series> = BTreeMap::new();
    for target in targets.iter().filter(|t| !t.forced) {
        let bloc = target.bloc.as_deref().unwrap_or_default();
        let key = (target.observable.clone(), bloc.to_owned(), target.date.quarter().to_string());
        let Some(&(low, high)) = ranges.get(&key) else { continue };
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
    }
}

/// Quantiles of one policy; a run writes its reference policy first, in a row group of its own.
fn ranges(folder: &Path, policy: &str) -> Result<Ranges, TableError> {
    let table = RunTable::open(&folder.join(PATHS))?.group(0);
    let [policies, outcomes, blocs, times] =
        ["policy", "outcome", "bloc", "time"].map(|key| table.texts(key));
    let (policies, outcomes, blocs, times) = (policies?, outcomes?, blocs?, times?);
    let (low, high) = (table.numbers("q05")?, table.numbers("q95")?);
    let text = |column: &[Option<String>], row: usize| column[row].clone().unwrap_or_default();
    // Rows of single futures have no quantiles.
    let rows = (0..policies.len()).filter(|&r| policies[r].as_deref() == Some(policy) && !low[r].is_nan());
    Ok(rows.map(|r| ((text(&outcomes, r), text(&blocs, r), text(&times, r)), (low[r], high[r]))).collect())
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
            ranges.insert(key(target), (target.value - 1.0, target.value + 1.0));
        }
        for target in of("open_arena_gap_points") {
            ranges.insert(key(target), (target.value + 1.0, target.value + 2.0));
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
}

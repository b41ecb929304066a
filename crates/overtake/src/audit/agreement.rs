//! How far the race and the textbook race disagree on what both report, and why. Neither is right because the other agrees: the
//! textbook shows what a page of equations says without chips, money, rules and people.

use super::law::run;
use crate::project::Project;
use crate::run::batch::quantiles;
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use crate::study::written::{Changes, Study};
use overtake_ensemble::design::BLOCK;
use overtake_ensemble::kernel::Cube;
use overtake_kernels::Width;
use serde::Serialize;

/// The date from which the race is looked at, a decimal year: where its record ends. The textbook begins where it begins.
const FROM: f64 = 2026.0;
/// Quantiles that are shown of each quantity.
const SHOWN: [f64; 3] = [0.1, 0.5, 0.9];

/// One quantity on which both speak, each with the 10%, 50% and 90% quantiles over its futures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Short name of what it is.
    #[serde(skip)]
    pub key: &'static str,
    /// What it is.
    pub quantity: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The race.
    pub race: [f64; 3],
    /// The textbook race over as many years.
    pub textbook: [f64; 3],
    /// Whether each median lies between the other's outer quantiles.
    pub agree: bool,
    /// Why they differ, where they do.
    pub why: &'static str,
}

/// A quantity on which both models speak, of the first two blocs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// Short name.
    pub key: &'static str,
    /// What it is.
    pub sentence: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Why the two differ, where they do.
    pub why: &'static str,
}

/// What both report, in this order.
pub const QUANTITIES: [Quantity; 4] = [
    Quantity {
        key: "capability-growth",
        sentence: "growth of the best capability",
        unit: "1/yr, log",
        why: "in the race compute must be made, powered and paid, and software nears a ceiling; the textbook buys compute at a price that falls at one rate",
    },
    Quantity {
        key: "capability-lead",
        sentence: "capability of the first bloc above the second's",
        unit: "log",
        why: "the textbook lets software alone spill over, in levels; the race lends capability itself, and the more the wider the gap",
    },
    Quantity {
        key: "lag",
        sentence: "months by which the second bloc is behind",
        unit: "months",
        why: "the textbook has the gap over its growth; the race reads dates of releases, so a gap of the same size is older where growth is slower",
    },
    Quantity {
        key: "output-growth",
        sentence: "growth of output of both blocs",
        unit: "1/yr, log",
        why: "the textbook adds to growth whatever is used, at once and for good; in the race what use saves raises the level, after years, and growth without AI fades",
    },
];

/// Runs both and compares.
pub(super) fn agreement(prepared: &Prepared, futures: usize) -> Result<Vec<Agreement>, Mistakes> {
    let small = Project::new(Study::built_in("textbook", &Changes::default())?)?.prepared;
    let last = prepared.study.calendar.quarters - 1;
    let begins = |n: &usize| prepared.study.calendar.quarter(*n).begins() >= FROM;
    let first = (0..last).find(begins).unwrap_or(0);
    let window = last - first;
    let race = columns(prepared, futures, |cube| {
        let keys = ["frontier_capability", "frontier_capability", "gdp", "gdp", "frontier_lag_months"];
        let at = |n: usize, quarter| {
            let start = prepared.layout.outcome_range(keys[n]).map_or(0, |r| r.start);
            // The second bloc's place follows the first's.
            cube.get(start + usize::from(n % 2 == 1 || n == 4), quarter, 0)
        };
        let growth = growth(window, &[at(0, first), at(1, first)], &[at(0, last), at(1, last)]);
        let output = output(window, at(2, first) + at(3, first), at(2, last) + at(3, last));
        [growth, at(0, last) - at(1, last), at(4, last), output]
    })?;
    let textbook = columns(&small, futures, |cube| {
        let window = window.min(cube.quarters - 1);
        let at = |key: &str, n: usize, quarter| {
            let start = small.layout.outcome_range(key).map_or(0, |r| r.start);
            cube.get(start + n, quarter, 0)
        };
        let growth = growth(
            window,
            &[at("quality", 0, 0), at("quality", 1, 0)],
            &[at("quality", 0, window), at("quality", 1, window)],
        );
        let total = |quarter| at("output", 0, quarter) + at("output", 1, quarter);
        let gap = at("gap", 0, window);
        [growth, gap, 12.0 * gap / growth, output(window, total(0), total(window))]
    })?;
    let row = |(n, quantity): (usize, &Quantity)| {
        let Quantity { key, sentence: quantity, unit, why } = *quantity;
        let (race, textbook) = (quantiles(&race[n], SHOWN), quantiles(&textbook[n], SHOWN));
        let within = |median: f64, of: &[f64; 3]| of[0] <= median && median <= of[2];
        let agree = within(race[1], &textbook) && within(textbook[1], &race);
        Agreement { key, quantity, unit, race, textbook, agree, why }
    };
    Ok(QUANTITIES.iter().enumerate().map(row).collect())
}

/// Growth a year of the greater of two logs over so many quarters.
fn growth(quarters: usize, from: &[f64; 2], to: &[f64; 2]) -> f64 {
    (to[0].max(to[1]) - from[0].max(from[1])) * 4.0 / quarters as f64
}

/// Growth a year of a quantity over so many quarters, in logs.
fn output(quarters: usize, from: f64, to: f64) -> f64 {
    overtake_num::Real::ln(to / from) * 4.0 / quarters as f64
}

/// Each quantity over futures, one a block so that every school is heard.
fn columns(
    prepared: &Prepared,
    futures: usize,
    of: impl Fn(&Cube) -> [f64; 4],
) -> Result<[Vec<f64>; 4], Mistakes> {
    let design = prepared.design()?;
    let mut columns = [const { Vec::new() }; 4];
    let mut values = prepared.central();
    for n in 0..futures as u64 {
        prepared.sample(&*design, n * BLOCK, &mut values);
        let cube = run(&prepared.setup(), &[n * BLOCK], &values, Width::One);
        for (column, value) in columns.iter_mut().zip(of(&cube)) {
            column.push(value);
        }
    }
    Ok(columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_quantity_is_read_off_both_and_growth_without_money_is_less() {
        let study = Study::built_in("as-is", &Changes::default()).expect("it reads");
        let mut prepared = Project::new(study).expect("it fits").prepared;
        let rows = agreement(&prepared, 8).expect("it runs");
        for row in &rows {
            for [low, middle, high] in [row.race, row.textbook] {
                assert!(low <= middle && middle <= high, "{row:?}");
            }
        }
        let slot = prepared.layout.lever_range("software.multiplier").expect("a lever");
        let path = |value| overtake_model::LeverPath { points: vec![(FROM, value)] };
        let none = |s| slot.contains(&s).then(|| path(0.0));
        prepared.levers[0] =
            overtake_model::LeverTable::new(&prepared.layout, &prepared.study.calendar, none);
        let slower = agreement(&prepared, 8).expect("it runs");
        assert!(slower[0].race[1] < rows[0].race[1] && slower[0].textbook == rows[0].textbook, "{slower:?}");
    }
}

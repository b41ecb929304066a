//! Loop cutting: what each named loop does to the headlines, or that it is decorative.

use super::law::{Law, law, run};
use super::steps::{Step, scaled};
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use overtake_ensemble::design::BLOCK;
use overtake_ensemble::kernel::Cube;
use overtake_kernels::{Setup, Width, frozen_loops};
use overtake_model::LeverTable;
use serde::Serialize;

/// From this date on what enters a loop is disturbed, a decimal year: the first that is no record.
const DISTURBED: f64 = 2026.0;
/// Least move of a headline by a loop that is more than decoration, in the headline's ensemble deviations.
const LEAST: f64 = 0.02;
/// Moves are counted up to here: a loop that ran away once frozen says no more by how far it ran.
pub const MOST: f64 = 10.0;

/// What a feedback loop does.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Looped {
    /// Key.
    pub key: &'static str,
    /// Parts of the mission through which it runs.
    pub parts: &'static [&'static str],
    /// How it goes round.
    pub sentence: &'static str,
    /// What is frozen.
    pub link: &'static str,
    /// Mean distance between the futures in which it answers and those in which it is frozen, by headline outcome and member
    /// in the last quarter, in ensemble deviations, ten at most; of the blocs that are disturbed in turn, the one whose
    /// disturbance moves it most.
    pub moves: Vec<(String, f64)>,
    /// Whether it moves no headline by a fiftieth of its deviation: a finding, no failure.
    pub decorative: bool,
}

impl Looped {
    /// The headline that it moves most.
    #[must_use]
    pub fn most(&self) -> Option<&(String, f64)> {
        self.moves.iter().max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

/// Disturbs what enters each loop, one bloc in turn a future, and compares the loop that answers with the loop frozen at its path as
/// things stand in the same future. `steps` knows each headline's deviation.
pub(super) fn loops(
    prepared: &Prepared,
    steps: &[Step],
    futures: usize,
) -> Result<(Law, Vec<Looped>), Mistakes> {
    let design = prepared.design()?;
    let declared = &prepared.declaration.loops;
    let blocs = prepared.world.members("bloc").len();
    let mut disturbances: Vec<&[(&str, f64)]> = Vec::new();
    for each in declared {
        if !disturbances.contains(&each.disturbed) {
            disturbances.push(each.disturbed);
        }
    }
    let mut tables = vec![prepared.levers[0].clone()];
    tables.extend(disturbances.iter().flat_map(|d| (0..blocs).map(|bloc| table(prepared, d, bloc))));
    let setup = Setup { policies: &tables, ..prepared.setup() };
    let Ok(frozen) = frozen_loops(&setup) else {
        return Ok((law(LAW, false, "the built-in study does not run".to_owned()), Vec::new()));
    };

    let headlines = headlines(prepared, steps);
    // By loop, by the bloc that is disturbed, by headline.
    let mut sums = vec![vec![vec![0.0; headlines.len()]; blocs]; declared.len()];
    let mut values = prepared.central();
    for n in 0..futures {
        let future = n as u64 * BLOCK;
        prepared.sample(&*design, future, &mut values);
        let bloc = n % blocs;
        let mut runs: Vec<(usize, Option<&str>)> =
            (0..disturbances.len()).map(|d| (1 + d * blocs + bloc, None)).collect();
        let of = |disturbed| disturbances.iter().position(|d| *d == disturbed).unwrap_or(0);
        runs.extend(declared.iter().map(|l| (1 + of(l.disturbed) * blocs + bloc, Some(l.key))));
        let mut live: Vec<Vec<f64>> = Vec::new();
        frozen.run(future, &values, &runs, &mut |place, cube| {
            let ends = headlines.iter().map(|h| h.end(cube)).collect::<Vec<_>>();
            let Some(cut) = place.checked_sub(1 + disturbances.len()) else {
                live.push(ends);
                return;
            };
            let answered = &live[1 + of(declared[cut].disturbed)];
            for (place, headline) in headlines.iter().enumerate() {
                let apart = (ends[place] - answered[place]).abs() / headline.deviation;
                // What broke is no number, and has run as far as counts.
                sums[cut][bloc][place] += if apart < MOST { apart } else { MOST };
            }
        });
    }
    let looped: Vec<Looped> = declared
        .iter()
        .zip(&sums)
        .map(|(it, sums)| {
            let mean = |bloc: usize, place: usize| {
                // Blocs take turns, the first ones once more where turns do not come out even.
                let turns = futures / blocs + usize::from(bloc < futures % blocs);
                sums[bloc][place] / turns.max(1) as f64
            };
            let most = |place| (0..blocs).map(|bloc| mean(bloc, place)).fold(0.0, f64::max);
            let moves: Vec<(String, f64)> =
                headlines.iter().enumerate().map(|(place, h)| (h.key.clone(), most(place))).collect();
            let decorative = moves.iter().all(|(_, by)| *by < LEAST);
            Looped { key: it.key, parts: it.parts, sentence: it.sentence, link: it.link, moves, decorative }
        })
        .collect();
    let changed = changed(prepared, &values);
    Ok((judge(&looped, &changed, futures), looped))
}

const LAW: &str = "loops: one frozen at the path it takes anyway changes no bit, and frozen under a disturbance each moves something";

/// Holds where freezing is a null that can be told from a loop that answers.
fn judge(looped: &[Looped], changed: &[&str], futures: usize) -> Law {
    let still = |l: &&Looped| l.moves.iter().all(|(_, by)| *by == 0.0);
    let still: Vec<&str> = looped.iter().filter(still).map(|l| l.key).collect();
    let decorative: Vec<&str> = looped.iter().filter(|l| l.decorative).map(|l| l.key).collect();
    let mut seen = format!(
        "{} of {} loops move a headline by 2% of its deviation or more over {futures} futures",
        looped.len() - decorative.len(),
        looped.len()
    );
    for (what, keys) in [("decorative", &decorative), ("moves nothing", &still)] {
        if !keys.is_empty() {
            seen += &format!("; {what}: {}", keys.join(", "));
        }
    }
    if !changed.is_empty() {
        seen += &format!("; frozen at its own path changes bits: {}", changed.join(", "));
    }
    law(LAW, still.is_empty() && changed.is_empty() && !looped.is_empty(), seen)
}

/// Loops that change a bit when frozen at their own path, and `noting` where that alone does.
fn changed(prepared: &Prepared, values: &[f64]) -> Vec<&'static str> {
    let setup = prepared.setup();
    let Ok(frozen) = frozen_loops(&setup) else { return vec!["all"] };
    let declared = &prepared.declaration.loops;
    let plain = run(&setup, &[0], values, Width::One);
    let runs: Vec<(usize, Option<&str>)> = declared.iter().map(|l| (0, Some(l.key))).collect();
    let mut changed = Vec::new();
    frozen.run(0, values, &runs, &mut |place, cube| {
        if cube.values.iter().zip(&plain.values).any(|(a, b)| a.to_bits() != b.to_bits()) {
            changed.push(place.checked_sub(1).map_or("noting", |cut| declared[cut].key));
        }
    });
    changed
}

/// A headline outcome of one member.
struct Headline {
    key: String,
    slot: usize,
    scale: overtake_model::Scale,
    deviation: f64,
}

impl Headline {
    /// Its value in the last quarter, in logs where it spreads over orders of magnitude.
    fn end(&self, cube: &Cube) -> f64 {
        scaled(self.scale, cube.get(self.slot, cube.quarters - 1, 0))
    }
}

/// Headlines that differ at all from future to future.
fn headlines(prepared: &Prepared, steps: &[Step]) -> Vec<Headline> {
    let slots = prepared.layout.outcomes().iter().enumerate();
    slots
        .filter_map(|(slot, outcome)| {
            let deviation = steps.iter().find(|s| s.outcome == outcome.key)?.deviation;
            let scale = prepared.declaration.outcomes[outcome.declared].scale;
            (deviation > 0.0).then(|| Headline { key: outcome.key.clone(), slot, scale, deviation })
        })
        .collect()
}

/// The reference policy with these levers moved from the date on: those of one bloc, or of everybody where blocs have none.
fn table(prepared: &Prepared, disturbed: &[(&str, f64)], bloc: usize) -> LeverTable {
    let paths = &prepared.policies[0].resolved.paths;
    LeverTable::new(&prepared.layout, &prepared.study.calendar, |slot| {
        let value = disturbed.iter().find_map(|(key, value)| {
            let range = prepared.layout.lever_range(key).filter(|range| range.contains(&slot))?;
            let declared = prepared.declaration.levers.iter().find(|l| l.key == *key)?;
            (declared.axis != "bloc" || slot - range.start == bloc).then_some(*value)
        });
        let own = paths.get(&slot).cloned();
        let Some(value) = value else { return own };
        let mut path = own.unwrap_or_default();
        path.points.retain(|(date, _)| *date < DISTURBED);
        path.points.push((DISTURBED, value));
        Some(path)
    })
}

/// A law that cannot fail says nothing.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::study::written::{Changes, Study};
    use overtake_model::Loop;

    #[test]
    fn a_loop_through_which_nothing_passes_fails_and_one_of_many_moves_a_headline() {
        static NEVER: Loop = Loop {
            key: "never",
            parts: &[],
            sentence: "",
            link: "",
            disturbed: &[("money.multiplier", 2.0)],
        };
        let study = Study::built_in("as-is", &Changes::default()).expect("it reads");
        let mut project = Project::new(study).expect("it fits");
        let (_, steps) = super::super::steps::steps(&project, 16).expect("it runs");
        project.prepared.declaration.loops.retain(|l| l.key == "revenue");
        let (law, looped) = loops(&project.prepared, &steps, 3).expect("it runs");
        assert!(law.holds && !looped[0].decorative, "{}", law.seen);
        assert!(looped[0].moves.iter().all(|(_, by)| (0.0..=MOST).contains(by)), "{looped:?}");
        project.prepared.declaration.loops.push(&NEVER);
        let (law, looped) = loops(&project.prepared, &steps, 3).expect("it runs");
        assert!(
            !law.holds && looped[1].decorative && law.seen.contains("moves nothing: never"),
            "{}",
            law.seen
        );
        assert!(!judge(&looped[..1], &["revenue"], 3).holds);
    }
}

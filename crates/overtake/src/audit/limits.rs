//! Limits: where a mechanism is off, what it makes is not there, in whatever world and future.

use super::law::{Law, law, run};
use super::worlds::RandomWorld;
use overtake_ensemble::kernel::Cube;
use overtake_kernels::Width;
use overtake_model::LeverTable;

/// What is turned off, and what then must hold of the paths of an outcome.
struct Limit {
    name: &'static str,
    levers: &'static [(&'static str, f64)],
    parameters: &'static [(&'static str, f64)],
    outcomes: &'static [&'static str],
    holds: fn(&[f64]) -> bool,
}

/// Below one operation there is no run.
const NO_RUN: f64 = 1.0;

const LIMITS: [Limit; 10] = [
    Limit {
        name: "no support, nobody moves because of it",
        levers: &[("cities.support", 0.0)],
        parameters: &[],
        outcomes: &["city_support", "city_money_moved", "city_recipients_moved"],
        holds: |path| path.iter().all(|v| *v == 0.0),
    },
    Limit {
        name: "no support, no firms founded on it",
        levers: &[("cities.support", 0.0)],
        parameters: &[],
        outcomes: &["ai_firms"],
        holds: |path| path.iter().all(|v| *v == 1.0),
    },
    Limit {
        name: "no money, no chips",
        levers: &[("money.multiplier", 0.0)],
        parameters: &[],
        outcomes: &[
            "chips_imported",
            "chips_home_made",
            "chips_smuggled",
            "compute_training",
            "chip_margin",
            "chips_on_order",
        ],
        holds: |path| path.iter().all(|v| *v == 0.0),
    },
    Limit {
        name: "no chips, no training",
        levers: &[("money.multiplier", 0.0)],
        parameters: &[],
        outcomes: &["largest_run"],
        holds: |path| path.iter().all(|v| *v < NO_RUN),
    },
    Limit {
        name: "no spillover, nothing borrowed",
        levers: &[],
        parameters: &[("borrowing.rate", 0.0)],
        outcomes: &["borrowed_capability"],
        holds: |path| path.iter().all(|v| *v == 0.0),
    },
    Limit {
        name: "no rules, no smuggling",
        levers: &[("controls.change", -1.0)],
        parameters: &[],
        outcomes: &["chips_smuggled", "chip_fees"],
        holds: |path| path.iter().all(|v| *v == 0.0),
    },
    Limit {
        name: "no research, the same software",
        levers: &[("software.multiplier", 0.0)],
        parameters: &[],
        outcomes: &["software_efficiency"],
        holds: |path| path.iter().all(|v| *v == path[0]),
    },
    Limit {
        name: "no gain from AI, no growth from it",
        levers: &[("economy.ai_gain", 0.0)],
        parameters: &[],
        outcomes: &["gdp_growth_from_ai"],
        holds: |path| path.iter().all(|v| *v == 0.0),
    },
    Limit {
        name: "no cap to repress up to, no repression that lasts",
        levers: &[("legitimacy.repression_cap", 0.0)],
        parameters: &[],
        outcomes: &["repression"],
        holds: |path| path.iter().all(|v| *v == 0.0),
    },
    Limit {
        name: "no hazard, no technique",
        levers: &[("breakthrough.hazard", 0.0)],
        parameters: &[],
        outcomes: &["technique_held", "threshold_crossed", "first_to_cross", "crossing_chance"],
        holds: |path| path.iter().all(|v| *v == 0.0),
    },
];

/// Turns each off in every world and looks at every path.
pub(super) fn limits(worlds: &[RandomWorld]) -> Law {
    let (mut paths, mut broken, mut first) = (0, 0, String::new());
    for world in worlds {
        for limit in &LIMITS {
            let off = turned_off(world, limit);
            let cube = run(&off.setup(), &[2], &off.values, Width::One);
            for key in limit.outcomes {
                for slot in off.layout.outcome_range(key).expect("a declared outcome") {
                    paths += 1;
                    if !(limit.holds)(&path(&cube, slot)) {
                        broken += 1;
                        if first.is_empty() {
                            first = format!("; first {} ({})", off.layout.outcomes()[slot].key, limit.name);
                        }
                    }
                }
            }
        }
    }
    let names: Vec<&str> = LIMITS.iter().map(|l| l.name).collect();
    let seen = format!(
        "{broken} of {paths} paths in {} worlds break one of: {}{first}",
        worlds.len(),
        names.join("; ")
    );
    law("limits: what a mechanism makes is not there where it is off", broken == 0 && paths > 0, seen)
}

fn path(cube: &Cube, slot: usize) -> Vec<f64> {
    (0..cube.quarters).map(|quarter| cube.get(slot, quarter, 0)).collect()
}

fn turned_off(world: &RandomWorld, limit: &Limit) -> RandomWorld {
    let mut off = world.clone();
    for (key, value) in limit.parameters {
        for slot in off.layout.parameter_range(key).expect("a declared parameter") {
            off.values[slot] = *value;
        }
    }
    let set = |slot: usize| {
        let held = |key: &str| world.layout.lever_range(key).is_some_and(|range| range.contains(&slot));
        limit.levers.iter().find(|(key, _)| held(key)).map(|(_, value)| *value)
    };
    let levers = world.levers.iter();
    off.levers = levers
        .map(|table| {
            LeverTable::of(&world.layout, &world.calendar, |slot, step| {
                set(slot).unwrap_or_else(|| table.get(slot, step))
            })
        })
        .collect();
    off
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::worlds::with_built_in;
    use crate::project::Project;
    use crate::study::written::{Changes, Study};

    #[test]
    fn what_is_turned_off_in_name_only_breaks_a_limit() {
        let study = Study::built_in("as-is", &Changes::default()).expect("it reads");
        let worlds = with_built_in(&Project::new(study).expect("it fits").prepared, &[]).expect("it samples");
        assert!(limits(&worlds[..1]).holds);
        let half_off = Limit { parameters: &[("borrowing.rate", 0.01)], ..LIMITS[4] };
        let off = turned_off(&worlds[0], &half_off);
        let cube = run(&off.setup(), &[2], &off.values, Width::One);
        let slots = off.layout.outcome_range("borrowed_capability").expect("an outcome");
        assert!(slots.into_iter().any(|slot| !(half_off.holds)(&path(&cube, slot))));
    }
}

//! Starting values: each, changed tenfold, moves what it should.

use super::law::{Law, law, run};
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use overtake_ensemble::design::BLOCK;
use overtake_ensemble::kernel::Cube;
use overtake_kernels::{Setup, Width};
use overtake_model::{Domain, Member, World};
use serde::Serialize;

/// Moves are looked for from this date on, a decimal year: what a start sets before it, the record may hold.
const LATER: f64 = 2024.0;
/// Futures looked at, each the first of a block: a value may move next to nothing in a future that makes little of it.
const FUTURES: usize = 8;
/// Those of them that are looked at whatever was seen before.
const ALWAYS: usize = 2;
/// Least move of an outcome, over its own size, that counts.
const LEAST: f64 = 0.01;

/// Where a starting value stands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stands {
    /// A history of every member.
    Series,
    /// A parameter.
    Parameter,
    /// A parameter that is a logarithm.
    Log,
    /// A number of every member of an axis.
    Number(&'static str),
}

/// What a city's programme is promised.
const PROGRAMME: &str = "money_usd_per_year";

/// Each with the outcome that must move.
const STARTS: [(&str, Stands, &str); 16] = [
    ("money.accelerator_spending", Stands::Series, "compute_at_disposal"),
    ("chips.output", Stands::Series, "chip_output"),
    ("power.generation", Stands::Series, "electricity_twh"),
    ("capital.cash_flow", Stands::Series, "ai_investment"),
    ("economy.value_added", Stands::Series, "gdp"),
    ("economy.labour", Stands::Series, "gdp_per_worker"),
    ("adoption.aged_share", Stands::Series, "fiscal_room"),
    ("money.scale", Stands::Parameter, "compute_at_disposal"),
    ("fabs.scale", Stands::Parameter, "chip_output"),
    ("software.offset", Stands::Log, "frontier_capability"),
    ("researchers.scale", Stands::Parameter, "software_efficiency"),
    ("adoption.push_money", Stands::Parameter, "ai_use_share"),
    ("economy.investment", Stands::Parameter, "gdp"),
    ("usage.chip_cost", Stands::Parameter, "use_price"),
    (PROGRAMME, Stands::Number("city"), "city_support"),
    ("firms", Stands::Number("city"), "city_money_moved"),
];

/// A starting value of one member, changed tenfold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tenfold {
    /// Key with the member.
    pub key: String,
    /// What it should move.
    pub outcome: &'static str,
    /// Greatest move of that outcome from 2024 on, over its own size, or in logs where the start is one: up or down tenfold,
    /// whichever does more.
    pub moves: f64,
    /// The same in the last quarter.
    pub lasts: f64,
}

/// Changes each starting value tenfold up and down, as far as its domain goes.
pub(super) fn tenfold(prepared: &Prepared) -> Result<(Law, Vec<Tenfold>), Mistakes> {
    let design = prepared.design()?;
    let futures: [u64; FUTURES] = std::array::from_fn(|block| block as u64 * BLOCK);
    let points = futures.map(|future| prepared.drawn(&*design, future));
    let setup = prepared.setup();
    let each = futures.iter().zip(&points);
    let as_is: Vec<Cube> = each.map(|(&future, values)| run(&setup, &[future], values, Width::One)).collect();
    let mut all = Vec::new();
    for (key, stands, outcome) in STARTS {
        for member in members(prepared, key, stands) {
            let mut it = Tenfold { key: full(key, &member), outcome, moves: 0.0, lasts: 0.0 };
            for (place, ((&future, values), as_is)) in futures.iter().zip(&points).zip(&as_is).enumerate() {
                if place >= ALWAYS && it.moves >= LEAST {
                    break;
                }
                for by in [10.0, 0.1] {
                    let (world, moved) = changed(prepared, key, stands, &member, by, values);
                    let after = (&world, moved.as_slice());
                    let [moves, lasts] = apart(prepared, outcome, stands, future, as_is, after);
                    it.moves = it.moves.max(moves);
                    it.lasts = it.lasts.max(lasts);
                }
            }
            all.push(it);
        }
    }
    Ok((judge(&all), all))
}

fn judge(all: &[Tenfold]) -> Law {
    let still: Vec<String> =
        all.iter().filter(|t| t.moves < LEAST).map(|t| format!("{} ({})", t.key, t.outcome)).collect();
    let lasting = all.iter().filter(|t| t.lasts >= LEAST).count();
    let mut seen = format!(
        "{} of {} move it by 1% or more from 2024 on, {lasting} still in the last quarter",
        all.len() - still.len(),
        all.len()
    );
    if !still.is_empty() {
        seen += &format!("; without effect: {}", still.join(", "));
    }
    law(
        "tenfold: no starting value can be changed tenfold without moving what it should",
        still.is_empty() && !all.is_empty(),
        seen,
    )
}

/// Members that have such a value; one that is nothing has no tenfold.
fn members(prepared: &Prepared, key: &str, stands: Stands) -> Vec<String> {
    match stands {
        Stands::Series => {
            prepared.world.series.iter().filter(|s| s.key == key).map(|s| s.member.clone()).collect()
        }
        Stands::Number(axis) => {
            // Cities without a programme rest, and what is in them moves nothing.
            let paid = |m: &&Member| axis != "city" || m.numbers.get(PROGRAMME).is_some_and(|v| *v > 0.0);
            let has = |m: &&Member| m.numbers.get(key).is_some_and(|v| *v != 0.0);
            prepared.world.members(axis).iter().filter(has).filter(paid).map(|m| m.key.clone()).collect()
        }
        Stands::Parameter | Stands::Log => {
            let range = prepared.layout.parameter_range(key).expect("a declared parameter");
            range
                .filter(|&slot| stands == Stands::Log || prepared.priors[slot].central != 0.0)
                .map(|slot| prepared.priors[slot].key[key.len()..].trim_start_matches('.').to_owned())
                .collect()
        }
    }
}

fn full(key: &str, member: &str) -> String {
    if member.is_empty() { key.to_owned() } else { format!("{key}.{member}") }
}

/// The world and the parameters with one value changed.
fn changed(
    prepared: &Prepared,
    key: &str,
    stands: Stands,
    member: &str,
    by: f64,
    values: &[f64],
) -> (World, Vec<f64>) {
    let (mut world, mut values) = (prepared.world.clone(), values.to_vec());
    match stands {
        Stands::Series => {
            for series in world.series.iter_mut().filter(|s| s.key == key && s.member == member) {
                series.knots.iter_mut().for_each(|(_, value)| *value *= by);
            }
        }
        Stands::Number(axis) => {
            let members = world.axes.iter_mut().filter(|a| a.key == axis).flat_map(|a| &mut a.members);
            for it in members.filter(|m| m.key == member) {
                it.numbers.entry(key.to_owned()).and_modify(|value| *value *= by);
            }
        }
        Stands::Parameter | Stands::Log => {
            if let Some(slot) = prepared.layout.parameter(&full(key, member)) {
                let Domain { low, high } = prepared.layout.parameters()[slot].domain;
                let own = values[slot];
                let moved = if stands == Stands::Log { own + overtake_num::Real::ln(by) } else { own * by };
                values[slot] = moved.clamp(low, high);
            }
        }
    }
    (world, values)
}

/// How far some member's outcome moves from the date on, and in the last quarter, over its own size. A world that is refused, as
/// a share above one is, moves nothing.
fn apart(
    prepared: &Prepared,
    outcome: &str,
    stands: Stands,
    future: u64,
    a: &Cube,
    (world, moved): (&World, &[f64]),
) -> [f64; 2] {
    let setup = prepared.setup();
    let b = run(&Setup { world, ..setup }, &[future], moved, Width::One);
    let calendar = prepared.study.calendar;
    let mut most = [0.0_f64; 2];
    if b.quarters != a.quarters {
        return most;
    }
    for slot in prepared.layout.outcome_range(outcome).expect("a declared outcome") {
        for quarter in 0..a.quarters {
            let (x, y) = (a.get(slot, quarter, 0), b.get(slot, quarter, 0));
            // A logarithm has no size of its own: its moves are ratios as they are.
            let size = if stands == Stands::Log { 1.0 } else { x.abs().max(y.abs()) };
            // What broke is no move.
            if !(size > 0.0 && x.is_finite() && y.is_finite()) || calendar.quarter(quarter).begins() < LATER {
                continue;
            }
            let by = (x - y).abs() / size;
            most[0] = most[0].max(by);
            if quarter + 1 == a.quarters {
                most[1] = most[1].max(by);
            }
        }
    }
    most
}

/// A law that cannot fail says nothing.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::study::written::{Changes, Study};

    #[test]
    fn a_start_that_moves_nothing_fails() {
        let it = |moves| Tenfold { key: "a.b".to_owned(), outcome: "c", moves, lasts: 0.0 };
        assert!(judge(&[it(0.02)]).holds);
        let law = judge(&[it(0.02), it(0.0)]);
        assert!(!law.holds && law.seen.contains("a.b (c)"), "{}", law.seen);
        assert!(!judge(&[]).holds);
    }

    #[test]
    fn a_history_moves_its_own_outcome_and_one_left_as_it_is_moves_none() {
        let study = Study::built_in("as-is", &Changes::default()).expect("it reads");
        let prepared = Project::new(study).expect("it fits").prepared;
        let values = prepared.central();
        let as_is = run(&prepared.setup(), &[0], &values, Width::One);
        let moves = |by: f64| {
            let (world, moved) = changed(&prepared, "chips.output", Stands::Series, "us_makers", by, &values);
            apart(&prepared, "chip_output", Stands::Series, 0, &as_is, (&world, &moved))
        };
        assert_eq!(moves(1.0), [0.0, 0.0]);
        assert!(moves(10.0)[0] > 0.5);
        for (key, stands, outcome) in STARTS {
            assert!(!members(&prepared, key, stands).is_empty(), "{key} stands nowhere");
            assert!(prepared.layout.outcome_range(outcome).is_some(), "{outcome} is no outcome");
        }
    }
}

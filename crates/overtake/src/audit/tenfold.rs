//! Starting values: each, changed tenfold, moves what it should.

use super::lanes::{Point, alone, side_by_side};
use super::law::{Law, law};
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use overtake_ensemble::design::BLOCK;
use overtake_ensemble::kernel::Cube;
use overtake_kernels::{Setup, Width, kernel};
use overtake_model::{Domain, Layout, Member, Series, World};
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
    let points: [Point; FUTURES] = std::array::from_fn(|block| {
        let future = block as u64 * BLOCK;
        (future, prepared.drawn(&*design, future))
    });
    let as_is = AsIs::new(prepared, &points);
    let mut all = Vec::new();
    for (key, stands, outcome) in STARTS {
        for member in members(prepared, key, stands) {
            let start = Start { key, stands, member };
            let [up, down] = [10.0, 0.1].map(|by| as_is.moves(&start, by, outcome));
            let mut it = Tenfold { key: start.full(), outcome, moves: 0.0, lasts: 0.0 };
            for (place, by) in up.into_iter().zip(down).enumerate() {
                if place >= ALWAYS && it.moves >= LEAST {
                    break;
                }
                for [moves, lasts] in [by.0, by.1] {
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

/// A starting value of one member.
struct Start {
    key: &'static str,
    stands: Stands,
    member: String,
}

impl Start {
    /// Its key with the member.
    fn full(&self) -> String {
        if self.member.is_empty() { self.key.to_owned() } else { format!("{}.{}", self.key, self.member) }
    }

    /// The world with it changed.
    fn world(&self, world: &World, by: f64) -> World {
        let mut world = world.clone();
        match self.stands {
            Stands::Series => {
                let own = |s: &&mut Series| s.key == self.key && s.member == self.member;
                for series in world.series.iter_mut().filter(own) {
                    series.knots.iter_mut().for_each(|(_, value)| *value *= by);
                }
            }
            Stands::Number(axis) => {
                let members = world.axes.iter_mut().filter(|a| a.key == axis).flat_map(|a| &mut a.members);
                for it in members.filter(|m| m.key == self.member) {
                    it.numbers.entry(self.key.to_owned()).and_modify(|value| *value *= by);
                }
            }
            Stands::Parameter | Stands::Log => {}
        }
        world
    }

    /// The parameters with it changed.
    fn values(&self, layout: &Layout, values: &[f64], by: f64) -> Vec<f64> {
        let mut values = values.to_vec();
        if matches!(self.stands, Stands::Parameter | Stands::Log)
            && let Some(slot) = layout.parameter(&self.full())
        {
            let Domain { low, high } = layout.parameters()[slot].domain;
            let own = values[slot];
            let moved = if self.stands == Stands::Log { own + overtake_num::Real::ln(by) } else { own * by };
            values[slot] = moved.clamp(low, high);
        }
        values
    }
}

/// Futures as they are.
struct AsIs<'a> {
    prepared: &'a Prepared,
    points: &'a [Point],
    /// What each comes to.
    cubes: Vec<Cube>,
}

impl<'a> AsIs<'a> {
    fn new(prepared: &'a Prepared, points: &'a [Point]) -> Self {
        let mut cubes = Vec::new();
        if let Ok(kernel) = kernel(&prepared.setup(), Width::best()) {
            side_by_side(&*kernel, points, &[0], &mut |_, _, cube, lane| cubes.push(alone(cube, lane)));
        }
        Self { prepared, points, cubes }
    }

    /// How far some member's outcome moves in each future from the date on, and in the last quarter, over its own size. A world
    /// that is refused, as a share above one is, moves nothing.
    fn moves(&self, start: &Start, by: f64, outcome: &str) -> Vec<[f64; 2]> {
        let Prepared { layout, study, .. } = self.prepared;
        let mut all = vec![[0.0_f64; 2]; self.points.len()];
        let world = start.world(&self.prepared.world, by);
        let moved = |(future, values): &Point| (*future, start.values(layout, values, by));
        let points: Vec<Point> = self.points.iter().map(moved).collect();
        let setup = Setup { world: &world, ..self.prepared.setup() };
        let Ok(kernel) = kernel(&setup, Width::best()) else { return all };
        side_by_side(&*kernel, &points, &[0], &mut |place, _, cube, lane| {
            let (as_is, most) = (&self.cubes[place], &mut all[place]);
            for slot in layout.outcome_range(outcome).expect("a declared outcome") {
                for quarter in 0..as_is.quarters {
                    let (x, y) = (as_is.get(slot, quarter, 0), cube.get(slot, quarter, lane));
                    // A logarithm has no size of its own: its moves are ratios as they are.
                    let size = if start.stands == Stands::Log { 1.0 } else { x.abs().max(y.abs()) };
                    // What broke is no move.
                    let early = study.calendar.quarter(quarter).begins() < LATER;
                    if !(size > 0.0 && x.is_finite() && y.is_finite()) || early {
                        continue;
                    }
                    let by = (x - y).abs() / size;
                    most[0] = most[0].max(by);
                    if quarter + 1 == as_is.quarters {
                        most[1] = most[1].max(by);
                    }
                }
            }
        });
        all
    }
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
        let points = [(0, prepared.central())];
        let as_is = AsIs::new(&prepared, &points);
        let start = Start { key: "chips.output", stands: Stands::Series, member: "us_makers".to_owned() };
        let moves = |by: f64| as_is.moves(&start, by, "chip_output")[0];
        assert_eq!(moves(1.0), [0.0, 0.0]);
        assert!(moves(10.0)[0] > 0.5);
        for (key, stands, outcome) in STARTS {
            assert!(!members(&prepared, key, stands).is_empty(), "{key} stands nowhere");
            assert!(prepared.layout.outcome_range(outcome).is_some(), "{outcome} is no outcome");
        }
    }
}

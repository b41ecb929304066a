//! Every parameter and every lever moves something, or the world's data leave it nothing to move.

use super::lanes::{Point, side_by_side};
use super::law::{Law, law};
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use overtake_ensemble::design::BLOCK;
use overtake_ensemble::kernel::Cube;
use overtake_kernels::{Setup, Width, kernel};
use overtake_model::{Asked, LeverPath, LeverTable, Member, Role, World};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A parameter or lever of one member that moves no outcome.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Inert {
    /// `parameter` or `lever`.
    pub kind: &'static str,
    /// Its key.
    pub key: String,
    /// What in the world's data leaves it nothing to move; without a reason the law is broken.
    pub why: Option<&'static str>,
}

/// Least move of some outcome, relative to its own size, that counts as moving it.
const LEAST: f64 = 1e-3;

/// Where the data of a world leave a member's parameter or lever nothing to move.
struct Idle {
    keys: &'static [&'static str],
    why: &'static str,
    holds: fn(&World, &str) -> bool,
}

/// All such places. What moves nothing without one of these reasons breaks the law.
const IDLE: [Idle; 8] = [
    Idle {
        keys: &[
            "institutions.finance",
            "institutions.state",
            "institutions.cities",
            "institutions.push",
            "institutions.society",
        ],
        why: "no bloc is named whose institutions it could take",
        holds: |world, bloc| {
            world.members("bloc").iter().any(|b| b.key == bloc && !b.references.contains_key("imitates"))
        },
    },
    Idle {
        keys: &["cities.support"],
        why: "none of its cities has a programme",
        holds: |world, bloc| {
            let pays = |c: &Member| c.numbers.get("money_usd_per_year").is_some_and(|money| *money > 0.0);
            !world.members("city").iter().any(|c| names(c, "bloc", bloc) && pays(c))
        },
    },
    Idle {
        keys: &["legitimacy.promise_weight"],
        why: "its state has promised no share",
        holds: |world, bloc| world.history("legitimacy.promised", bloc).is_none(),
    },
    Idle {
        keys: &["controls.reversal", "controls.reversals"],
        why: "it has made no rule that could be lifted",
        holds: |world, bloc| !world.members("rule").iter().any(|r| names(r, "issuer", bloc)),
    },
    Idle {
        keys: &["controls.enforcement"],
        why: "no rule of its own keeps a chip from buyers abroad",
        holds: |world, bloc| {
            let sends =
                |r: &Member| r.references.get("destination").is_some_and(|d| d.iter().any(|b| b != bloc));
            !world.members("rule").iter().any(|r| names(r, "issuer", bloc) && sends(r))
        },
    },
    Idle {
        keys: &["chips.acceptance"],
        why: "no chip made abroad is offered to it",
        holds: |world, bloc| {
            let home =
                |maker: &str| world.members("maker").iter().any(|m| m.key == maker && names(m, "bloc", bloc));
            let abroad =
                |c: &Member| !c.references.get("maker").is_some_and(|all| all.iter().any(|m| home(m)));
            let offered =
                |c: &Member| !c.references.contains_key("offered_to") || names(c, "offered_to", bloc);
            !world.members("chip").iter().any(|c| abroad(c) && offered(c))
        },
    },
    Idle {
        keys: &["state.hang_chips", "state.chips"],
        why: "it has no makers of chips",
        holds: |world, bloc| !world.members("maker").iter().any(|m| names(m, "bloc", bloc)),
    },
    Idle {
        keys: &["fabs.memory"],
        why: "no rule denies it memory",
        holds: |world, maker| {
            let makers = world.members("maker");
            let home = makers.iter().find(|m| m.key == maker).and_then(|m| m.references.get("bloc"));
            let denies = |r: &Member| {
                r.numbers.get("memory_denied").is_some_and(|share| *share > 0.0)
                    && home.is_some_and(|home| home.iter().any(|bloc| names(r, "destination", bloc)))
            };
            !world.members("rule").iter().any(denies)
        },
    },
];

fn names(member: &Member, field: &str, key: &str) -> bool {
    member.references.get(field).is_some_and(|all| all.iter().any(|k| k == key))
}

/// Why the data of a world leave a parameter or lever nothing to move, if they do.
fn idle(world: &World, key: &str) -> Option<&'static str> {
    let (stem, member) = key.rsplit_once('.')?;
    IDLE.iter().find(|idle| idle.keys.contains(&stem) && (idle.holds)(world, member)).map(|idle| idle.why)
}

/// Moves each uncertainty over its belief, in random surroundings, and each lever over its domain; says what moves nothing.
pub(super) fn inert(prepared: &Prepared, futures: usize) -> Result<(Law, Vec<Inert>), Mistakes> {
    let design = prepared.design()?;
    // Enough that what acts in few futures, such as secrecy about a breakthrough, is met in one of them.
    let surroundings: Vec<Point> = surroundings(prepared, (futures / 32).clamp(16, 32))
        .into_iter()
        .map(|future| (future, prepared.drawn(&*design, future)))
        .collect();
    let read = Read::new(prepared);
    let found = |kind, key: &str| Inert { kind, key: key.to_owned(), why: idle(&prepared.world, key) };
    let parameter = |slot: usize| found("parameter", &prepared.priors[slot].key);
    let lever = |slot: usize| found("lever", &prepared.layout.levers()[slot].key);
    let parameters = parameters(prepared, &read, &surroundings).into_iter().map(parameter);
    let inert: Vec<Inert> =
        parameters.chain(levers(prepared, &read, &surroundings).into_iter().map(lever)).collect();
    let total = prepared.uncertain.len() + prepared.layout.levers().len();
    let unexplained: Vec<&str> = inert.iter().filter(|i| i.why.is_none()).map(|i| i.key.as_str()).collect();
    let mut seen = format!(
        "{} of {total} move something; {} have nothing to move in this world's data",
        total - inert.len(),
        inert.len() - unexplained.len()
    );
    if !unexplained.is_empty() {
        seen += &format!("; without reason inert: {}", unexplained.join(", "));
    }
    Ok((
        law(
            "inert: every parameter and lever of every member moves some outcome, or the data leave it nothing to move",
            unexplained.is_empty(),
            seen,
        ),
        inert,
    ))
}

/// Futures in which things are moved: at least so many, each in a block of its own, until every school holds in one.
fn surroundings(prepared: &Prepared, least: usize) -> Vec<u64> {
    let schools = &prepared.schools;
    let all: usize = schools.list.iter().map(|s| s.positions.iter().filter(|p| p.weight > 0.0).count()).sum();
    let (mut futures, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
    // A school that is hardly ever drawn is not waited for.
    for block in 0..1000 {
        if futures.len() >= least && seen.len() >= all {
            break;
        }
        futures.push(block * BLOCK);
        seen.extend((0..schools.list.len()).map(|s| (s, schools.position(s, block * BLOCK))));
    }
    futures
}

/// Uncertainties that move nothing, whatever the surroundings.
fn parameters(prepared: &Prepared, read: &Read, surroundings: &[Point]) -> Vec<usize> {
    let mut still = prepared.uncertain.clone();
    let setup = Setup { asked: Some(&read.asked), ..prepared.setup() };
    let Ok(kernel) = kernel(&setup, Width::best()) else { return still };
    let policies: Vec<usize> = (0..setup.policies.len()).collect();
    for (future, values) in surroundings {
        // Two points each: at the low and at the high end of its belief.
        let ends = |&slot: &usize| {
            let prior = prepared.prior(slot, *future);
            [0.05, 0.95].map(|end| {
                let mut values = values.clone();
                values[slot] = prior.quantile(end);
                (*future, values)
            })
        };
        let points: Vec<Point> = still.iter().flat_map(ends).collect();
        let mut low: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
        let mut moved = vec![false; still.len()];
        // What a rule alone brings into play does nothing while the rule stands as it is: any policy counts.
        side_by_side(&*kernel, &points, &policies, &mut |place, policy, cube, lane| {
            let pair = place / 2;
            if place % 2 == 0 {
                low.insert((pair, policy), read.of(cube, lane).collect());
            } else if let Some(low) = low.remove(&(pair, policy)) {
                moved[pair] |= apart(low.into_iter(), read.of(cube, lane));
            }
        });
        let mut moved = moved.into_iter();
        still.retain(|_| !moved.next().unwrap_or_default());
    }
    still
}

/// Levers that move nothing at either end of their domains, whatever the surroundings.
fn levers(prepared: &Prepared, read: &Read, surroundings: &[Point]) -> Vec<usize> {
    let mut still: Vec<usize> = (0..prepared.layout.levers().len()).collect();
    let width = Width::best();
    for group in surroundings.chunks(width.lanes()) {
        let table = |moved: Option<(usize, f64)>| {
            LeverTable::new(&prepared.layout, &prepared.study.calendar, |slot| {
                let (_, end) = moved.filter(|(lever, _)| *lever == slot)?;
                Some(LeverPath { points: vec![(2022.0, end)] })
            })
        };
        let ends: Vec<(usize, f64)> = still.iter().flat_map(|&slot| ends(prepared, slot)).collect();
        let tables: Vec<LeverTable> =
            std::iter::once(None).chain(ends.iter().copied().map(Some)).map(table).collect();
        let setup = Setup { policies: &tables, asked: Some(&read.asked), ..prepared.setup() };
        let Ok(kernel) = kernel(&setup, width) else { return still };
        let policies: Vec<usize> = (0..tables.len()).collect();
        let (mut as_is, mut moved) = (vec![Vec::new(); group.len()], BTreeSet::new());
        // The first policy, which moves none, comes first.
        side_by_side(
            &*kernel,
            group,
            &policies,
            &mut |place, policy, cube, lane| match policy.checked_sub(1) {
                None => as_is[place] = read.of(cube, lane).collect(),
                Some(end) if apart(as_is[place].iter().copied(), read.of(cube, lane)) => {
                    moved.insert(ends[end].0);
                }
                Some(_) => {}
            },
        );
        still.retain(|slot| !moved.contains(slot));
    }
    still
}

/// Where a lever is moved to: the ends of its domain, as far as they are finite and near.
fn ends(prepared: &Prepared, slot: usize) -> impl Iterator<Item = (usize, f64)> {
    let lever = &prepared.layout.levers()[slot];
    let reach = |bound: f64, step: f64| if bound.is_finite() { bound } else { lever.neutral + step };
    let ends = [reach(lever.domain.low.max(-20.0), -1.0), reach(lever.domain.high.min(20.0), 1.0)];
    ends.into_iter().filter(|end| *end != lever.neutral).map(move |end| (slot, end))
}

/// What is looked at: a parameter of observation moves observables alone, and that is its job.
struct Read {
    slots: Vec<usize>,
    asked: Asked,
}

impl Read {
    fn new(prepared: &Prepared) -> Self {
        let outcomes = prepared.layout.outcomes();
        let counts = |slot: &usize| {
            let outcome = &prepared.declaration.outcomes[outcomes[*slot].declared];
            outcome.headline || outcome.role == Role::Observable
        };
        let slots: Vec<usize> = (0..outcomes.len()).filter(counts).collect();
        let quarters = prepared.study.calendar.quarters;
        let mut asked = Asked::nothing(outcomes.len(), quarters);
        for &slot in &slots {
            (0..quarters).for_each(|quarter| asked.ask(slot, quarter));
        }
        Self { slots, asked }
    }

    /// All of it in one lane.
    fn of(&self, cube: &Cube, lane: usize) -> impl Iterator<Item = f64> {
        self.slots.iter().flat_map(move |&slot| cube.path(slot, lane))
    }
}

/// Whether some value differs by more than the least move.
fn apart(a: impl Iterator<Item = f64>, b: impl Iterator<Item = f64>) -> bool {
    a.zip(b).any(|(x, y)| (x - y).abs() > LEAST * x.abs().max(y.abs()).max(1e-9))
}

//! Every parameter and every lever moves something, or the world's data leave it nothing to move.

use super::law::{Law, law};
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use overtake_ensemble::design::BLOCK;
use overtake_ensemble::kernel::{Batch, Cube};
use overtake_kernels::{Setup, Width, kernel};
use overtake_model::{LeverPath, LeverTable, Member, Role, World};
use serde::Serialize;

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
    let surroundings = surroundings(prepared, (futures / 32).clamp(16, 32));
    let mut inert: Vec<Inert> = Vec::new();
    let found = |kind, key: &str| Inert { kind, key: key.to_owned(), why: idle(&prepared.world, key) };
    let sample = |future: u64| prepared.drawn(&*design, future);
    for &slot in &prepared.uncertain {
        let moves = surroundings.iter().any(|&future| {
            let (mut low, mut high) = (sample(future), sample(future));
            let prior = prepared.prior(slot, future);
            low[slot] = prior.quantile(0.05);
            high[slot] = prior.quantile(0.95);
            let setup = prepared.setup();
            apart(prepared, &outcomes(&setup, future, &low), &outcomes(&setup, future, &high))
        });
        if !moves {
            inert.push(found("parameter", &prepared.priors[slot].key));
        }
    }
    for (slot, lever) in prepared.layout.levers().iter().enumerate() {
        let reach = |bound: f64, step: f64| if bound.is_finite() { bound } else { lever.neutral + step };
        let ends = [reach(lever.domain.low.max(-20.0), -1.0), reach(lever.domain.high.min(20.0), 1.0)];
        let moves = ends.into_iter().filter(|end| *end != lever.neutral).any(|end| {
            let table = |moved: bool| {
                LeverTable::new(&prepared.layout, &prepared.study.calendar, |s| {
                    (moved && s == slot).then(|| LeverPath { points: vec![(2022.0, end)] })
                })
            };
            let tables = [table(false), table(true)];
            surroundings.iter().any(|&future| {
                let values = sample(future);
                let run = |n: usize| {
                    let setup = Setup { policies: &tables[n..=n], ..prepared.setup() };
                    outcomes(&setup, future, &values)
                };
                apart(prepared, &run(0), &run(1))
            })
        });
        if !moves {
            inert.push(found("lever", &lever.key));
        }
    }
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

/// A future under each policy.
fn outcomes(setup: &Setup<'_>, future: u64, values: &[f64]) -> Vec<Cube> {
    let mut all = vec![Cube::default(); setup.policies.len()];
    if let Ok(kernel) = kernel(setup, Width::One) {
        let policies: Vec<usize> = (0..all.len()).collect();
        let batch = Batch { futures: &[future], parameters: values };
        kernel.run(batch, &policies, &mut |policy, cube| all[policy].clone_from(cube));
    }
    all
}

/// Whether some outcome or observable differs by more than the least move under some policy: what a rule alone brings
/// into play does nothing while the rule stands as it is.
fn apart(prepared: &Prepared, a: &[Cube], b: &[Cube]) -> bool {
    a.iter().zip(b).any(|(a, b)| differ(prepared, a, b))
}

fn differ(prepared: &Prepared, a: &Cube, b: &Cube) -> bool {
    let slots = prepared.layout.outcomes().iter().enumerate();
    slots.into_iter().any(|(place, slot)| {
        let outcome = &prepared.declaration.outcomes[slot.declared];
        // A parameter of observation moves observables alone, and that is its job.
        let counts = outcome.headline || outcome.role == Role::Observable;
        let far = |(x, y): (f64, f64)| (x - y).abs() > LEAST * x.abs().max(y.abs()).max(1e-9);
        counts && a.path(place, 0).zip(b.path(place, 0)).any(far)
    })
}

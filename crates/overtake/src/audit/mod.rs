//! The model's laws, tested over random worlds and the built-in one.

mod agreement;
mod binding;
mod inert;
mod limits;
mod loops;
mod parts;
mod split;
mod starts;
mod steps;
mod tenfold;
mod worlds;

pub use agreement::Agreement;
pub use binding::Binding;
pub use loops::{Looped, MOST};
pub use parts::Part;
pub use tenfold::Tenfold;

use crate::project::Project;
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use crate::study::written::{Changes, Study};
use overtake_ensemble::kernel::{Batch, Cube};
use overtake_kernels::{Setup, Which, Width, count, kernel, trace};
use overtake_model::{LeverPath, LeverTable};
use serde::Serialize;
use std::collections::BTreeMap;
use worlds::RandomWorld;

/// How much is tested.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Random worlds.
    pub worlds: u64,
    /// Futures of the built-in study.
    pub futures: usize,
    /// Seed of the random worlds.
    pub seed: u64,
}

impl Effort {
    /// A thousand worlds: some minutes more.
    #[must_use]
    pub fn full(seed: u64) -> Self {
        Self { worlds: 1000, futures: 256, seed }
    }

    /// A minute or two.
    #[must_use]
    pub fn usual(seed: u64) -> Self {
        Self { worlds: 25, futures: 256, seed }
    }

    /// Less than that, and still a world of every shape.
    #[must_use]
    pub fn quick(seed: u64) -> Self {
        Self { worlds: 6, futures: 64, seed }
    }
}

/// What an audit found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// `overtake/audit/1`.
    pub schema: &'static str,
    /// Laws in order.
    pub laws: Vec<Law>,
    /// Step halving and quartering, by headline outcome.
    pub steps: Vec<Step>,
    /// What stands for each part of the mission, and what it lacks.
    pub parts: Vec<Part>,
    /// What each starting value moves when it is changed tenfold.
    pub tenfold: Vec<Tenfold>,
    /// How far the textbook race agrees.
    pub agreement: Vec<Agreement>,
    /// What each feedback loop does to the headlines.
    pub loops: Vec<Looped>,
    /// What moves nothing.
    pub inert: Vec<Inert>,
    /// How often each constraint binds.
    pub constraints: Vec<Binding>,
    /// What a trajectory costs, by mechanism, most first.
    pub operations: Vec<Cost>,
}

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

/// Operations of one trajectory in one mechanism.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// File of the mechanism; `reports`, `start` and `elsewhere` are the rest.
    pub mechanism: &'static str,
    /// Operations, elementary functions expanded.
    pub operations: u64,
    /// Their share of the whole trajectory.
    pub share: f64,
}

impl Report {
    /// Whether every law holds.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.laws.iter().all(|l| l.holds)
    }
}

/// One law.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Law {
    /// What must hold.
    pub law: &'static str,
    /// Whether it does.
    pub holds: bool,
    /// On what it was tested, and the worst that was seen.
    pub seen: String,
}

/// How a headline outcome moves when the step is made shorter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Outcome with its member.
    pub outcome: String,
    /// Its ensemble deviation at the end.
    pub deviation: f64,
    /// Greatest mean move when the step is halved, in deviations.
    pub halved: f64,
    /// The same when it is quartered.
    pub quartered: f64,
    /// Most that it may move, in deviations.
    pub tolerance: f64,
}

/// Runs every law.
///
/// # Errors
/// When the built-in study does not read.
pub fn audit(effort: Effort, progress: &dyn Fn(&str)) -> Result<Report, Mistakes> {
    let project = Project::new(Study::built_in("as-is", &Changes::default())?)?;
    let prepared = &project.prepared;
    let worlds: Vec<RandomWorld> =
        (0..effort.worlds).map(|n| RandomWorld::new(prepared, effort.seed.wrapping_add(n))).collect();
    let mut laws = Vec::new();
    progress("conservation");
    laws.push(conservation(&worlds));
    progress("range");
    laws.push(range(&worlds));
    progress("swap");
    laws.push(swap(&worlds));
    progress("nulls");
    laws.push(nulls(prepared));
    progress("same bits");
    laws.push(same_bits(&worlds));
    let with_built_in = with_built_in(prepared, &worlds)?;
    progress("split and merge");
    laws.push(split::split(&with_built_in));
    progress("limits");
    laws.push(limits::limits(&with_built_in));
    progress("steps");
    // A mean over futures of which a few move far settles late.
    let (law, steps) = steps::steps(&project, 4 * effort.futures)?;
    laws.push(law);
    progress("loops");
    let (law, loops) = loops::loops(prepared, &steps, effort.futures / 4)?;
    laws.push(law);
    progress("starts");
    laws.push(starts::starts(prepared, effort.futures)?);
    progress("tenfold");
    let (law, tenfold) = tenfold::tenfold(prepared)?;
    laws.push(law);
    progress("inert");
    let (law, inert) = inert::inert(prepared, effort.futures)?;
    laws.push(law);
    progress("constraints");
    let constraints = binding::bindings(prepared, effort.futures)?;
    let operations = costs(prepared);
    let parts = parts::parts(prepared);
    let agreement = agreement::agreement(prepared, effort.futures / 2)?;
    Ok(Report {
        schema: "overtake/audit/1",
        laws,
        steps,
        parts,
        tenfold,
        agreement,
        loops,
        inert,
        constraints,
        operations,
    })
}

/// Random worlds, and a few futures of the built-in one.
fn with_built_in(prepared: &Prepared, worlds: &[RandomWorld]) -> Result<Vec<RandomWorld>, Mistakes> {
    let design = prepared.design()?;
    let built_in = (0..4).map(|future| RandomWorld::built_in(prepared, prepared.drawn(&*design, future)));
    Ok(built_in.chain(worlds.iter().cloned()).collect())
}

/// What the central trajectory costs, by mechanism.
fn costs(prepared: &Prepared) -> Vec<Cost> {
    let Ok(counted) = count(&prepared.setup(), &prepared.central()) else { return Vec::new() };
    let all = (counted.shared + counted.trajectory) as f64;
    let cost = |&(mechanism, operations): &(&'static str, u64)| Cost {
        mechanism,
        operations,
        share: operations as f64 / all,
    };
    counted.parts.iter().map(cost).collect()
}

fn law(law: &'static str, holds: bool, seen: String) -> Law {
    Law { law, holds, seen }
}

/// Every line of the ledger sums to the change of its stock.
fn conservation(worlds: &[RandomWorld]) -> Law {
    let (mut worst, mut lines, mut stocks) = (0.0_f64, 0, 0);
    for world in worlds {
        let Ok(traced) = trace(&world.setup(), 0, 0, &world.values) else { continue };
        let mut sums: BTreeMap<_, f64> = BTreeMap::new();
        let mut sizes: BTreeMap<_, f64> = BTreeMap::new();
        for entry in &traced.ledger.entries {
            *sums.entry(entry.account).or_default() += entry.amount;
            *sizes.entry(entry.account).or_default() += entry.amount.abs();
        }
        lines += traced.ledger.entries.len();
        for (account, start, end) in &traced.stocks {
            let (sum, size) =
                (sums.get(account).copied().unwrap_or(0.0), sizes.get(account).copied().unwrap_or(0.0));
            let scale = start.abs().max(end.abs()).max(size);
            if scale > 0.0 {
                worst = worst.max((start + sum - end).abs() / scale);
            }
            stocks += 1;
        }
    }
    let seen = format!(
        "{lines} lines of {stocks} stocks in {} random worlds; off by at most {worst:.1e}",
        worlds.len()
    );
    law(
        "conservation: lines of the ledger sum to the change of each stock, to 1e-12",
        worst < 1e-12 && lines > 0,
        seen,
    )
}

/// No stock falls below zero, nothing is infinite or NaN, no share leaves zero to one.
fn range(worlds: &[RandomWorld]) -> Law {
    let (mut broken, mut trajectories, mut first) = (0, 0, String::new());
    for world in worlds {
        for future in 0..4 {
            let cube = run(&world.setup(), &[future], &world.values, Width::One);
            trajectories += 1;
            if let Some(b) = cube.broken.iter().flatten().next() {
                broken += 1;
                first = format!("; {} {}", b.what, b.reason);
            }
        }
    }
    let seen = format!("{broken} of {trajectories} trajectories broke{first}");
    law("range: no stock is negative, no share leaves 0 to 1, nothing is NaN", broken == 0, seen)
}

/// Exchanging two blocs' places exchanges their outcomes, bit for bit.
fn swap(worlds: &[RandomWorld]) -> Law {
    let (mut compared, mut different, mut first) = (0_u64, 0_u64, String::new());
    for world in worlds {
        let swapped = world.swapped();
        let (a, b) = (
            run(&world.setup(), &[3], &world.values, Width::One),
            run(&swapped.setup(), &[3], &swapped.values, Width::One),
        );
        for (place, slot) in world.layout.outcomes().iter().enumerate() {
            let Some(other) = swapped.layout.outcome(&slot.key) else { continue };
            for quarter in 0..a.quarters {
                compared += 1;
                let (x, y) = (a.get(place, quarter, 0), b.get(other, quarter, 0));
                if x.to_bits() != y.to_bits() {
                    different += 1;
                    if first.is_empty() {
                        first = format!("; first {} at quarter {quarter}: {x:e} and {y:e}", slot.key);
                    }
                }
            }
        }
    }
    let seen = format!("{different} of {compared} values differ in {} random worlds{first}", worlds.len());
    law(
        "swap: two blocs' inputs swapped swap their outcomes, bit for bit",
        different == 0 && compared > 0,
        seen,
    )
}

/// Outcomes that jump where a lever leaves its neutral value, each with the reason.
const JUMPS: [(&str, &str); 1] = [(
    "city_recipients_moved",
    "a share of those who are paid, of whom there are some from the first dollar on",
)];

/// The same policy spelt otherwise changes no bit; a lever moved by 1e-9 changes no headline by more than 1e-6.
fn nulls(prepared: &Prepared) -> Law {
    let layout = &prepared.layout;
    let calendar = prepared.study.calendar;
    let spelt =
        LeverTable::new(layout, &calendar, |slot| Some(LeverPath::constant(layout.levers()[slot].neutral)));
    let moved = |by: f64| {
        LeverTable::new(layout, &calendar, |slot| {
            let lever = &layout.levers()[slot];
            let up = lever.neutral + by;
            let value = if lever.domain.contains(up) { up } else { lever.neutral - by };
            Some(LeverPath::constant(value))
        })
    };
    let tables = [prepared.levers[0].clone(), spelt, moved(1e-9)];
    let setup = Setup { policies: &tables, ..prepared.setup() };
    let central = prepared.central();
    let mut cubes = [(); 3].map(|()| Cube::default());
    if let Ok(kernel) = kernel(&setup, Width::One) {
        kernel.run(Batch { futures: &[5], parameters: &central }, &[0, 1, 2], &mut |policy, cube| {
            cubes[policy].clone_from(cube);
        });
    }
    let [base, spelt, moved] = &cubes;
    if moved.slots == 0 {
        return law("nulls", false, "the built-in study does not run".to_owned());
    }
    let same = base.values.iter().zip(&spelt.values).all(|(a, b)| a.to_bits() == b.to_bits());
    // Against the greatest of its path: a flow that ends on a date is nothing from then on, and a billionth of it is something.
    // A path of nothing has no size: there it is against the greatest of the outcome's other members.
    let slots = layout.outcomes();
    let greatest = |slot| base.path(slot, 0).fold(0.0_f64, |most, value| most.max(value.abs()));
    let sizes: Vec<f64> = (0..base.slots).map(greatest).collect();
    let size = |place: usize| {
        let of_outcome = slots.iter().zip(&sizes).filter(|(slot, _)| slot.declared == slots[place].declared);
        let own = sizes[place];
        if own > 0.0 { own } else { of_outcome.fold(0.0_f64, |most, (_, size)| most.max(*size)) }.max(1.0)
    };
    let jumps = |place: usize| {
        let key = prepared.declaration.outcomes[slots[place].declared].key;
        JUMPS.iter().any(|(outcome, _)| *outcome == key)
    };
    let apart = (0..base.slots).flat_map(|place| {
        let scale = if jumps(place) { f64::INFINITY } else { size(place) };
        base.path(place, 0).zip(moved.path(place, 0)).map(move |(a, b)| (a - b).abs() / scale)
    });
    let (place, worst) = apart
        .enumerate()
        .fold((0, 0.0_f64), |most, (place, by)| if by > most.1 { (place, by) } else { most });
    let most = slots.get(place / base.quarters.max(1)).map_or("", |slot| slot.key.as_str());
    let seen = format!(
        "{} values; a re-spelt policy {} bits; every lever moved by 1e-9 moves them by at most {worst:.1e} ({most}); exempt: {}",
        base.values.len(),
        if same { "changes no" } else { "CHANGES" },
        JUMPS.map(|(key, why)| format!("{key} ({why})")).join(", ")
    );
    law(
        "nulls: a re-spelt policy changes no bit, levers moved by 1e-9 next to nothing",
        same && worst < 1e-6,
        seen,
    )
}

/// One trajectory is the same to the last bit for every width and level of this processor.
fn same_bits(worlds: &[RandomWorld]) -> Law {
    let widths: Vec<Width> = Width::ALL.into_iter().filter(|w| w.available()).collect();
    let mut different = 0;
    let mut compared = 0;
    for world in worlds.iter().take(3) {
        let futures: Vec<u64> = (0..16).collect();
        let plain: Vec<Cube> =
            futures.iter().map(|f| run(&world.setup(), &[*f], &world.values, Width::One)).collect();
        for &width in &widths {
            let lanes = width.lanes();
            let wide: Vec<f64> = world.values.iter().flat_map(|v| std::iter::repeat_n(*v, lanes)).collect();
            let cube = run(&world.setup(), &futures[..lanes], &wide, width);
            for (lane, plain) in plain.iter().enumerate().take(lanes) {
                for place in 0..cube.slots {
                    for quarter in 0..cube.quarters {
                        compared += 1;
                        let (x, y) = (cube.get(place, quarter, lane), plain.get(place, quarter, 0));
                        different += u64::from(x.to_bits() != y.to_bits());
                    }
                }
            }
        }
    }
    let names: Vec<String> = widths.iter().map(|w| format!("{} {}", w.lanes(), w.level())).collect();
    let seen = format!("{different} of {compared} values differ over {}", names.join(", "));
    law(
        "same bits: every lane width and processor level gives the same",
        different == 0 && compared > 0,
        seen,
    )
}

/// One batch under the first policy.
fn run(setup: &Setup<'_>, futures: &[u64], values: &[f64], width: Width) -> Cube {
    let mut out = Cube::default();
    if let Ok(kernel) = kernel(setup, width) {
        kernel.run(Batch { futures, parameters: values }, &[0], &mut |_, cube| out = cube.clone());
    }
    out
}

/// The race, whatever world it runs in.
const MODEL: Which = Which::Race;

/// A law that cannot fail says nothing: each is shown a model spoilt so that it must.
#[cfg(test)]
mod tests {
    use super::*;
    use overtake_evidence::{Prior, Shape};

    fn project() -> Project {
        Project::new(Study::built_in("as-is", &Changes::default()).expect("it reads")).expect("it fits")
    }

    #[test]
    fn a_reference_policy_that_moves_a_lever_fails_the_nulls() {
        let mut prepared = project().prepared;
        assert!(nulls(&prepared).holds);
        let slot = prepared.layout.lever("openness.shift.CN").expect("a lever");
        let moved = |s| (s == slot).then(|| LeverPath::constant(60.0));
        prepared.levers[0] = LeverTable::new(&prepared.layout, &prepared.study.calendar, moved);
        assert!(!nulls(&prepared).holds);
    }

    #[test]
    fn a_parameter_that_is_no_number_fails_the_range() {
        let prepared = project().prepared;
        let mut worlds = [RandomWorld::new(&prepared, 1)];
        assert!(range(&worlds).holds);
        let slot = worlds[0].layout.parameter_range("money.scale").expect("a parameter").start;
        worlds[0].values[slot] = f64::NAN;
        assert!(!range(&worlds).holds);
    }

    #[test]
    fn an_outcome_that_may_not_move_at_all_fails_the_steps() {
        let mut project = project();
        for outcome in &mut project.prepared.declaration.outcomes {
            outcome.tolerance = 0.0;
        }
        let (law, table) = steps::steps(&project, 16).expect("it runs");
        assert!(!law.holds && table.iter().any(|s| s.halved > 0.0), "{}", law.seen);
    }

    #[test]
    fn a_bloc_whose_history_is_not_halved_fails_the_split() {
        let prepared = project().prepared;
        let worlds = with_built_in(&prepared, &[]).expect("it samples");
        let law = split::split(&worlds);
        assert!(law.holds, "{}", law.seen);
        let mut richer = worlds[0].clone();
        let slot = richer.layout.parameter("money.scale.ROW").expect("a parameter");
        richer.values[slot] *= 1.0 + 1e-6;
        let moved = split::moves(&worlds[0], &richer);
        assert!(moved.iter().any(|(outcome, by)| outcome == "accelerator_budget" && *by > 1e-9), "{moved:?}");
    }

    #[test]
    fn constraints_bind_where_they_must_and_each_mechanism_has_its_operations() {
        let mut prepared = project().prepared;
        let of =
            |all: &[Binding], key: &str| all.iter().find(|b| b.constraint == key).expect("declared").share;
        let before = binding::bindings(&prepared, 4).expect("it runs");
        assert_eq!(of(&before, "frontier.all_in"), 0.0);
        let slot = prepared.layout.lever_range("frontier.concentration").expect("a lever");
        let all_in = |s| slot.contains(&s).then(|| LeverPath::constant(20.0));
        prepared.levers[0] = LeverTable::new(&prepared.layout, &prepared.study.calendar, all_in);
        let after = binding::bindings(&prepared, 4).expect("it runs");
        assert!(of(&after, "frontier.all_in") > 0.1, "{after:?}");
        assert!(after.iter().all(|b| (0.0..=1.0).contains(&b.share)), "{after:?}");

        let costs = costs(&prepared);
        let sum: f64 = costs.iter().map(|c| c.share).sum();
        assert!((sum - 1.0).abs() < 1e-12, "{costs:?}");
        for mechanism in ["market", "chips", "fabs", "discovery", "borrowing", "frontier"] {
            assert!(
                costs.iter().any(|c| c.mechanism == mechanism && c.operations > 0),
                "{mechanism}: {costs:?}"
            );
        }
    }

    #[test]
    fn an_uncertainty_without_spread_is_inert() {
        let mut prepared = project().prepared;
        let slot = prepared.layout.parameter("borrowing.rate").expect("a parameter");
        assert!(prepared.uncertain.contains(&slot));
        prepared.priors[slot] =
            Prior::new(&prepared.layout.parameters()[slot], 1.2, &Shape::Fixed).expect("a prior");
        let (law, inert) = inert::inert(&prepared, 64).expect("it runs");
        let dead = |i: &Inert| i.kind == "parameter" && i.key == "borrowing.rate" && i.why.is_none();
        assert!(!law.holds && inert.iter().any(dead), "{inert:?}");
        // What the data leave nothing to move has its reason, and no other reason than its own.
        let lifted = inert.iter().find(|i| i.key == "controls.reversal.ROW").expect("ROW makes no rules");
        assert_eq!(lifted.why, Some("it has made no rule that could be lifted"));
    }
}

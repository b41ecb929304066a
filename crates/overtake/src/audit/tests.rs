//! A law that cannot fail says nothing: each is shown a model spoilt so that it must.

use super::binding::{self, Binding};
use super::costs::costs;
use super::inert::{self, Inert};
use super::laws::{nulls, range};
use super::worlds::{RandomWorld, with_built_in};
use super::{split, steps};
use crate::project::Project;
use crate::study::written::{Changes, Study};
use overtake_evidence::{Prior, Shape};
use overtake_model::{LeverPath, LeverTable};

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
    let of = |all: &[Binding], key: &str| all.iter().find(|b| b.constraint == key).expect("declared").share;
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
    for mechanism in ["market", "chips", "fabs", "software", "borrowing", "frontier"] {
        assert!(costs.iter().any(|c| c.mechanism == mechanism && c.operations > 0), "{mechanism}: {costs:?}");
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

//! What a run keeps: columns, paths and the futures whose whole paths stay.

use crate::answers::compile::Claims;
use crate::run::record::version;
use crate::study::resolve::Prepared;
use overtake_ensemble::columns::{ColumnSpec, Role};
use overtake_ensemble::plan::{
    LeverColumn, OutcomeColumn, PathOutcome, PathPlan, PolicyRun, RunPlan, UncertaintyColumn,
};
use overtake_evidence::Evidence;
use overtake_model::{Quarter, Role as Reported, Slot};
use std::collections::{BTreeMap, BTreeSet};

/// Years at which headline outcomes are kept in `futures.parquet`.
const YEARS: [i32; 5] = [2020, 2025, 2030, 2035, 2040];
/// First and last quarter for which observables are kept, so that a run can learn later.
const OBSERVED: (Quarter, Quarter) = (Quarter::new(2022, 1), Quarter::new(2027, 4));
/// Futures whose whole paths are kept.
pub(super) const TRAJECTORIES: u64 = 10;

/// What a run keeps; `same` tells runs apart that may not go on from one another's chunks.
#[must_use]
pub fn plan(prepared: &Prepared, claims: &Claims, same: &str, evidence: &Evidence) -> RunPlan {
    let study = &prepared.study;
    let calendar = study.calendar;
    let parameters = prepared.layout.parameters();
    let uncertainties = prepared.uncertain.iter().map(|&slot| UncertaintyColumn {
        column: ColumnSpec::number(
            &parameters[slot].key,
            parameters[slot].unit,
            Role::Uncertainty,
            parameters[slot].sentence,
        ),
        slot,
    });
    let policies = prepared.policies.iter();
    RunPlan {
        study: same.to_owned(),
        version: version().to_owned(),
        calendar,
        parameters: parameters.len(),
        policies: policies
            .map(|p| PolicyRun { name: p.resolved.policy.key.clone(), futures: p.futures })
            .collect(),
        uncertainties: uncertainties.collect(),
        schools: prepared.schools.columns(prepared.policies.iter().map(|p| p.futures).max().unwrap_or(0)),
        levers: levers(prepared),
        outcomes: outcomes(prepared, claims, evidence),
        claims: claims.columns(),
        paths: paths(prepared, evidence),
    }
}

/// Levers that some policy moves, as their means over the horizon.
fn levers(prepared: &Prepared) -> Vec<LeverColumn> {
    let slots = prepared.layout.levers().iter().enumerate();
    let moved = slots.filter(|(slot, lever)| {
        prepared.levers.iter().any(|table| table.path(*slot).iter().any(|v| *v != lever.neutral))
    });
    moved
        .map(|(slot, lever)| LeverColumn {
            column: ColumnSpec::number(
                format!("lever.{}", lever.key),
                lever.unit,
                Role::Lever,
                format!("{} (mean over the horizon)", lever.sentence),
            ),
            values: prepared
                .levers
                .iter()
                .map(|table| {
                    let path = table.path(slot);
                    path.iter().sum::<f64>() / path.len() as f64
                })
                .collect(),
        })
        .collect()
}

/// Headline outcomes at a few years, targeted observables by quarter, and whatever claims read.
fn outcomes(prepared: &Prepared, claims: &Claims, evidence: &Evidence) -> Vec<OutcomeColumn> {
    let (layout, declaration, calendar) = (&prepared.layout, &prepared.declaration, prepared.study.calendar);
    let targeted: BTreeSet<String> = evidence
        .targets()
        .iter()
        .map(|t| t.bloc.as_ref().map_or_else(|| t.observable.clone(), |b| format!("{}.{b}", t.observable)))
        .collect();
    let last = calendar.last().year();
    let first = calendar.start.year();
    let years: Vec<i32> = if (first..=last).contains(&YEARS[0]) {
        YEARS.into_iter().filter(|y| (first..=last).contains(y)).collect()
    } else {
        vec![last]
    };
    let mut all: Vec<OutcomeColumn> = Vec::new();
    for (place, slot) in layout.outcomes().iter().enumerate() {
        let outcome = &declaration.outcomes[slot.declared];
        match outcome.role {
            Reported::Outcome if outcome.headline => {
                all.extend(
                    years.iter().filter_map(|&y| OutcomeColumn::year(place, slot, outcome, y, &calendar)),
                );
            }
            Reported::Observable if targeted.contains(&slot.key) => {
                let quarters = (0..=OBSERVED.1.since(OBSERVED.0)).map(|n| OBSERVED.0.plus(n));
                all.extend(
                    quarters.filter_map(|q| OutcomeColumn::quarter(place, slot, outcome, q, &calendar)),
                );
            }
            _ => {}
        }
    }
    for mut column in claims.needs() {
        // Claims about observables are asked under every policy.
        match all.iter_mut().find(|c| c.column.key == column.column.key) {
            Some(kept) => kept.reference_only = false,
            None => {
                column.reference_only = false;
                all.push(column.for_claims_only());
            }
        }
    }
    all
}

/// Every outcome at the ends of years, and by quarter in years in which it was observed.
fn paths(prepared: &Prepared, evidence: &Evidence) -> PathPlan {
    let mut observed: BTreeMap<(&str, &str), BTreeSet<i32>> = BTreeMap::new();
    let facts =
        evidence.facts().iter().filter_map(|f| Some((f.outcome.as_deref()?, f.bloc.as_deref(), f.date)));
    let targets = evidence.targets().iter().map(|t| (t.observable.as_str(), t.bloc.as_deref(), t.date));
    for (outcome, bloc, date) in facts.chain(targets) {
        let years = observed.entry((outcome, bloc.unwrap_or_default())).or_default();
        years.insert(date.quarter().year());
    }
    let calendar = &prepared.study.calendar;
    let path = |(place, slot): (usize, &Slot)| {
        let outcome = &prepared.declaration.outcomes[slot.declared];
        let years = observed.get(&(outcome.key, slot.member_key.as_str()));
        let quarters = PathPlan::quarters_of(calendar, years.unwrap_or(&BTreeSet::new()));
        PathOutcome::new(place, slot, outcome, quarters)
    };
    let slots = prepared.layout.outcomes().iter().enumerate();
    PathPlan::new(slots.map(path).collect(), TRAJECTORIES)
}

//! How often each constraint binds: one that always does, or never, makes of a mechanism something else than its header says.

use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use overtake_kernels::trace;
use serde::Serialize;
use std::collections::BTreeMap;

/// Above this share a constraint binds nearly always, which is a finding.
const MOST: f64 = 0.95;
/// Below this one nearly never.
const LEAST: f64 = 0.01;

/// How often a constraint binds, over futures, steps and members.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Binding {
    /// Key.
    pub constraint: &'static str,
    /// Part of the mission.
    pub part: &'static str,
    /// What is so when it binds.
    pub sentence: &'static str,
    /// Axis of its members.
    pub axis: &'static str,
    /// Share of futures, steps and members in which it binds.
    pub share: f64,
    /// The same by member, in the order of the axis.
    pub members: Vec<(String, f64)>,
    /// Whether it binds nearly always or nearly never: something to look at, not a failure.
    pub finding: bool,
}

/// Runs futures of the study under its reference policy and counts.
pub(super) fn bindings(prepared: &Prepared, futures: usize) -> Result<Vec<Binding>, Mistakes> {
    let design = prepared.design()?;
    let setup = prepared.setup();
    let mut counts: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    let (mut run, mut values) = (0_usize, prepared.central());
    for future in 0..futures as u64 {
        prepared.sample(&*design, future, &mut values);
        let Ok(traced) = trace(&setup, future, 0, &values) else { continue };
        run += 1;
        for bound in &traced.ledger.bound {
            *counts.entry((bound.constraint.key, bound.member)).or_default() += bound.steps;
        }
    }
    let steps = (run * prepared.study.calendar.steps()).max(1) as f64;
    let of = |constraint: &&'static overtake_model::Constraint| {
        let members = prepared.world.members(constraint.axis).iter().enumerate();
        let members: Vec<(String, f64)> = members
            .map(|(place, member)| {
                let count = counts.get(&(constraint.key, place)).copied().unwrap_or(0);
                (member.key.clone(), count as f64 / steps)
            })
            .collect();
        let share = members.iter().map(|m| m.1).sum::<f64>() / members.len().max(1) as f64;
        Binding {
            constraint: constraint.key,
            part: constraint.part,
            sentence: constraint.sentence,
            axis: constraint.axis,
            share,
            members,
            finding: !(LEAST..=MOST).contains(&share),
        }
    };
    Ok(prepared.declaration.constraints.iter().map(of).collect())
}

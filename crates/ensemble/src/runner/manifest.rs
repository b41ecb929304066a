//! What finished chunks belong to: only those of the same run are gone on from.

use super::job::Options;
use crate::columns::describe;
use crate::fingerprint::Fingerprint;
use crate::plan::RunPlan;
use overtake_model::Scale;
use serde::{Deserialize, Serialize};

const SCHEMA: &str = "overtake/parts/1";

/// What parts belong to; parts of another run are never joined with this one's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    schema: String,
    study: String,
    version: String,
    chunk: u64,
    columns: String,
    plan: String,
}

impl Manifest {
    pub(super) fn of(plan: &RunPlan, options: &Options) -> Self {
        let short = |digest: &str| digest[..16].to_owned();
        Self {
            schema: SCHEMA.to_owned(),
            study: plan.study.clone(),
            version: plan.version.clone(),
            chunk: options.chunk,
            columns: short(&blake3::hash(describe(&plan.columns()).as_bytes()).to_hex()),
            plan: short(&fingerprint(plan)),
        }
    }

    /// The first thing in which two differ, with both values.
    pub(super) fn difference(&self, other: &Self) -> Option<(&'static str, String, String)> {
        let chunks = (self.chunk.to_string(), other.chunk.to_string());
        let pairs = [
            ("format", &self.schema, &other.schema),
            ("program version", &self.version, &other.version),
            ("study", &self.study, &other.study),
            ("chunk size", &chunks.0, &chunks.1),
            ("list of columns", &self.columns, &other.columns),
            ("plan", &self.plan, &other.plan),
        ];
        pairs.into_iter().find(|(_, a, b)| a != b).map(|(what, a, b)| (what, a.clone(), b.clone()))
    }
}

/// A digest of everything in a plan that decides what a chunk holds, besides what stands in the list of columns.
fn fingerprint(plan: &RunPlan) -> String {
    let mut all = Fingerprint::new("run plan", 1);
    all.text("calendar.start", &plan.calendar.start.to_string());
    all.whole("calendar.quarters", plan.calendar.quarters as u64);
    all.whole("calendar.steps_per_quarter", plan.calendar.steps_per_quarter as u64);
    all.whole("parameters", plan.parameters as u64);
    for policy in &plan.policies {
        all.text("policy", &policy.name).whole("policy.futures", policy.futures);
    }
    for uncertainty in &plan.uncertainties {
        all.text("uncertainty", &uncertainty.column.key).whole("uncertainty.slot", uncertainty.slot as u64);
    }
    for school in &plan.schools {
        all.text("school", &school.column.key);
        for name in &school.names {
            all.text("school.name", name);
        }
        let places: Vec<String> = school.of_block.iter().map(usize::to_string).collect();
        all.text("school.of_block", &places.join(" "));
    }
    for lever in &plan.levers {
        all.text("lever", &lever.column.key).numbers("lever.values", &lever.values);
    }
    for outcome in &plan.outcomes {
        all.text("outcome", &outcome.column.key).whole("outcome.slot", outcome.slot as u64);
        all.whole("outcome.from", outcome.quarters.start as u64);
        all.whole("outcome.to", outcome.quarters.end as u64);
        all.whole("outcome.reference_only", u64::from(outcome.reference_only));
        all.whole("outcome.stored", u64::from(outcome.stored));
    }
    for claim in &plan.claims {
        all.text("claim", &claim.key);
    }
    for path in plan.paths.outcomes() {
        all.text("path", &path.outcome).text("path.bloc", &path.bloc).whole("path.slot", path.slot as u64);
        all.text("path.unit", &path.unit).text("path.description", &path.description);
        match path.scale {
            Scale::Linear { low, high } => all.numbers("path.scale.linear", &[low, high]),
            Scale::Log => all.text("path.scale", "log"),
            Scale::SignedLog => all.text("path.scale", "signed log"),
        };
        let quarters: Vec<String> = path.quarters.iter().map(usize::to_string).collect();
        all.text("path.quarters", &quarters.join(" "));
    }
    all.whole("trajectories", plan.paths.trajectories());
    all.digest()
}

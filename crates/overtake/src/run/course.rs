//! Runs a prepared study into its folder and answers its claims.

use crate::answers::document::Claims;
use crate::run::batch::probed;
use crate::run::folder::{self, FolderError, Passed, Record, Task};
use crate::run::ledger::Retracer;
use crate::study::resolve::Prepared;
use overtake_ensemble::columns::{ColumnSpec, Role};
use overtake_ensemble::design::Design;
use overtake_ensemble::error::RunError;
use overtake_ensemble::plan::{
    LeverColumn, OutcomeColumn, PathOutcome, PathPlan, PolicyRun, RunPlan, UncertaintyColumn,
};
use overtake_ensemble::runner::{self, Job, Options, Progress, RunSummary};
use overtake_evidence::{Evidence, Problem};
use overtake_kernels::{Setup, Width, kernel};
use overtake_model::{Quarter, Role as Reported, Slot};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// How to run; nothing here changes a result.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Folder of the run; `out/<study>` if none is given.
    pub out: Option<PathBuf>,
    /// Whether to go on from finished chunks.
    pub resume: bool,
    /// Threads; 0 takes one for each processor.
    pub threads: usize,
    /// Lanes and level; the fastest if none is given.
    pub width: Option<Width>,
    /// Futures in a chunk; the usual number if none is given.
    pub chunk: Option<u64>,
}

/// What became of a run.
#[derive(Clone, Debug)]
pub struct Done {
    /// Its folder.
    pub folder: PathBuf,
    /// Whether it was found finished and nothing had to be computed.
    pub reused: bool,
    /// Folders that were tried before it and left alone, the one asked for first.
    pub passed: Vec<Passed>,
    /// What was computed, if anything.
    pub summary: Option<RunSummary>,
    /// Its record.
    pub record: Record,
}

/// Why a run was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The study does not fit.
    #[error("{}", problems.first().map(ToString::to_string).unwrap_or_default())]
    Study {
        /// What is wrong.
        problems: Vec<Problem>,
    },
    /// The folder could not be made or used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The run failed.
    #[error("{source}")]
    Run {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: RunError,
    },
    /// The answers could not be read back.
    #[error(transparent)]
    Table(#[from] overtake_ensemble::reader::TableError),
}

/// Years at which headline outcomes are kept in `futures.parquet`.
const YEARS: [i32; 5] = [2020, 2025, 2030, 2035, 2040];
/// First and last quarter for which observables are kept, so that a run can learn later.
const OBSERVED: (Quarter, Quarter) = (Quarter::new(2022, 1), Quarter::new(2027, 4));
/// Futures whose whole paths are kept.
const TRAJECTORIES: u64 = 10;

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
        version: folder::version().to_owned(),
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

/// Runs a study: into a new folder, on from an interrupted run, or not at all where the same run lies finished.
///
/// # Errors
/// [`Failure`] says which and what to do.
pub fn run(
    prepared: &Prepared,
    claims: &Claims,
    evidence: &Evidence,
    how: &How,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Done, Failure> {
    let study = |problems| Failure::Study { problems };
    let fingerprint = prepared.fingerprint(&claims.fingerprint());
    let mut plan = plan(prepared, claims, &fingerprint, evidence);
    let design = prepared.design().map_err(study)?;
    let asked = prepared.asked(&plan);
    let setup = Setup { asked: Some(&asked), ..prepared.setup() };
    let kernel = kernel(&setup, how.width.unwrap_or_else(Width::best));
    let kernel = kernel.map_err(|errors| study(prepared.told(errors)))?;
    // The plan's paths hold every outcome at the ends of years, and so does the kernel.
    let numbers = probed(prepared, &*kernel, &*design);
    plan.study = format!("{fingerprint} {numbers}");
    let mut record = Record::new(prepared, fingerprint, numbers);
    let asked = how.out.clone().unwrap_or_else(|| Path::new("out").join(&prepared.study.name));
    let folder::Place { folder, task, passed } = folder::find(&asked, &record, how.resume)?;
    if task == Task::Reuse {
        let record = Record::read(&folder)?;
        clear(&folder)?;
        return Ok(Done { folder, reused: true, passed, summary: None, record });
    }
    let resume = task == Task::GoOn;
    record.write(&folder)?;
    let job = Job {
        plan: &plan,
        kernel: &*kernel,
        sampler: &|future, values| prepared.sample(&*design, future, values),
        claims: &|chunk| claims.decide(chunk),
    };
    let mut options = Options { threads: how.threads, resume, ..Options::default() };
    if let Some(chunk) = how.chunk {
        options.chunk = chunk;
    }
    let summary = runner::run(&job, &folder, &options, progress, stop)
        .map_err(|source| Failure::Run { folder: folder.clone(), source })?;
    ledger(prepared, &*design, &folder)?;
    record.finish(&summary);
    let answers = claims.answer(&folder, &record, evidence)?;
    folder::write_json(&folder.join(folder::CLAIMS), &answers)?;
    record.seal(&folder)?;
    record.write(&folder)?;
    // Only now: whoever dies before this line goes on from the chunks.
    clear(&folder)?;
    Ok(Done { folder, reused: false, passed, summary: Some(summary), record })
}

/// Writes what changed each stock in the futures whose paths are kept.
fn ledger(prepared: &Prepared, design: &dyn Design, folder: &Path) -> Result<(), Failure> {
    let policies = 0..prepared.policies.len();
    let retracer =
        Retracer::new(prepared, design, policies.clone()).map_err(|problems| Failure::Study { problems })?;
    let rows: Vec<_> =
        policies.into_par_iter().map(|p| crate::run::ledger::rows(&retracer, p, TRAJECTORIES)).collect();
    overtake_ensemble::ledger::write(&folder.join(folder::LEDGER), rows.iter().map(Vec::as_slice))
        .map_err(|source| Failure::Run { folder: folder.to_owned(), source })
}

fn clear(folder: &Path) -> Result<(), Failure> {
    runner::clear(folder).map_err(|source| Failure::Run { folder: folder.to_owned(), source })
}

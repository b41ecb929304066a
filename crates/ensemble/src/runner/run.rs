//! One run from its job to its files.

use super::context::Context;
use super::finish;
use super::folder::Parts;
use super::job::{Job, Options, Progress, RunSummary};
use super::work::work;
use crate::block::Spare;
use crate::design::{BLOCK, POINTS};
use crate::error::RunError;
use crate::view::Catalogue;
use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// Runs a job and leaves `futures.parquet` and `paths.parquet` in `folder`.
///
/// The folder is made if it is not there. It may hold the caller's `study.json`; whatever else it holds is refused,
/// and nothing is overwritten. When `stop` is set, work ends at the next batch and finished chunks stay. Also of a whole
/// run they stay until [`clear`], so that whoever dies while recording it can go on.
///
/// # Errors
/// [`RunError`] says which and what to do.
pub fn run(
    job: &Job<'_>,
    folder: &Path,
    options: &Options,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<RunSummary, RunError> {
    let plan = job.plan;
    check(job, options)?;
    let chunks = plan.futures().div_ceil(options.chunk);
    let parts = Parts::prepare(folder, plan, options)?;
    let missing: Vec<u64> = (0..chunks).filter(|&chunk| !parts.keeps(chunk)).collect();
    let context = Context {
        job,
        catalogue: Catalogue::new(plan),
        parts,
        spare: Spare::default(),
        blocks: options.chunk / BLOCK,
        progress,
        stop,
        halt: AtomicBool::new(false),
        done: AtomicU64::new(0),
        total: plan.trajectories(),
    };
    let kept = (0..chunks).filter(|chunk| missing.binary_search(chunk).is_err());
    let before: u64 = kept.map(|chunk| context.trajectories_of(chunk)).sum();
    context.done.store(before, Relaxed);
    progress.started(before, context.total);
    let written = work(&context, &missing, threads(options), chunks as usize)?;
    if written.len() < missing.len() {
        let new: u64 = written.iter().map(|&chunk| context.trajectories_of(chunk)).sum();
        return Err(RunError::Interrupted { done: before + new, total: context.total });
    }
    progress.joining();
    let mut summary = finish::finish(plan, &context.parts, folder, chunks)?;
    summary.kept = chunks as usize - missing.len();
    Ok(summary)
}

/// Removes the finished chunks of a run that has been recorded; does nothing where none are left.
///
/// # Errors
/// When the disk refuses.
pub fn clear(folder: &Path) -> Result<(), RunError> {
    Parts::remove(folder)
}

fn check(job: &Job<'_>, options: &Options) -> Result<(), RunError> {
    job.plan.check()?;
    if options.chunk == 0 || !options.chunk.is_multiple_of(BLOCK) {
        let given = options.chunk as usize;
        return Err(RunError::Option {
            option: "chunk",
            given,
            reason: "it must be a multiple of 160 futures",
        });
    }
    let lanes = job.kernel.lanes();
    if lanes == 0 || !(POINTS as usize).is_multiple_of(lanes) {
        return Err(RunError::Kernel {
            reason: format!("it has {lanes} lanes; 1, 2, 4, 8 or 16 are possible"),
        });
    }
    let (policies, planned) = (job.kernel.policies(), job.plan.policies.len());
    if policies != planned {
        return Err(RunError::Kernel { reason: format!("it has {policies} policies, the plan {planned}") });
    }
    Ok(())
}

fn threads(options: &Options) -> usize {
    match options.threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        threads => threads,
    }
}

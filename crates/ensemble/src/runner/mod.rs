//! Runs every future under every policy and writes the run's files.
//!
//! Threads take blocks of 160 futures. When all blocks of a chunk are there, the thread that brought the last writes
//! the chunk as `parts/NNNNN.parquet`, with what the end needs of it (hashes of rows, histograms of paths) beside in
//! `parts/NNNNN.tally`. At the end the parts are joined into `futures.parquet` without decoding them, the tallies
//! become `paths.parquet` and the digest, and [`clear`] removes `parts/`. Nothing of all that depends on the number of
//! threads, on lanes or on the size of chunks, and a run that was stopped goes on from its finished chunks.

mod block;
mod bytes;
mod chunk;
mod finish;
mod folder;
mod paths;
mod tally;

pub(crate) use block::Block;
pub(crate) use chunk::{described, properties};
pub use folder::{FUTURES, PARTS, PATHS};
pub(crate) use folder::{partial, settle};
pub use paths::OUTCOMES_KEY;

use crate::answers::{Catalogue, ChunkColumns, ClaimColumn};
use crate::design::{BLOCK, POINTS};
use crate::error::RunError;
use crate::kernel::{Cube, Kernel};
use crate::plan::RunPlan;
use folder::Parts;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Fills in the parameters of a future.
pub type Sampler<'a> = dyn Fn(u64, &mut [f64]) + Sync + 'a;

/// Answers claims for some futures.
pub type Answers<'a> = dyn Fn(&ChunkColumns<'_>) -> Vec<ClaimColumn> + Sync + 'a;

/// Futures in a chunk unless asked otherwise.
pub const CHUNK: u64 = 1280;

/// What to run.
#[derive(Clone, Copy)]
pub struct Job<'a> {
    /// What is kept.
    pub plan: &'a RunPlan,
    /// The model; its policies are the plan's, in the same order.
    pub kernel: &'a dyn Kernel,
    /// The parameters of each future.
    pub sampler: &'a Sampler<'a>,
    /// The plan's claim columns.
    pub claims: &'a Answers<'a>,
}

/// How to run it; nothing here changes a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Threads; 0 takes one for each processor.
    pub threads: usize,
    /// Futures in a chunk, a multiple of [`BLOCK`].
    pub chunk: u64,
    /// Whether to go on from the finished chunks of the folder.
    pub resume: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { threads: 0, chunk: CHUNK, resume: false }
    }
}

/// Told how a run goes on, from any of its threads.
pub trait Progress: Sync {
    /// The run begins; `done` of `total` trajectories were kept from before.
    fn started(&self, done: u64, total: u64) {
        let _ = (done, total);
    }

    /// A batch is done; `done` of `total` trajectories are, those of unfinished chunks included.
    fn batch_done(&self, done: u64, total: u64) {
        let _ = (done, total);
    }

    /// A chunk is on disk; `done` of `total` are.
    fn chunk_done(&self, done: usize, total: usize) {
        let _ = (done, total);
    }

    /// All chunks are on disk and are being joined.
    fn joining(&self) {}
}

impl Progress for () {}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunSummary {
    /// Futures.
    pub futures: u64,
    /// Trajectories, broken ones included.
    pub trajectories: u64,
    /// Trajectories that broke, by policy.
    pub broken: Vec<u64>,
    /// Reasons for breaking with their counts, the most frequent first.
    pub reasons: Vec<(String, u64)>,
    /// Digest of the results: column keys, then the bits of every row in (future, policy) order.
    pub digest: String,
    /// Columns of `futures.parquet`.
    pub columns: usize,
    /// Size of `futures.parquet`.
    pub bytes: u64,
    /// Chunks.
    pub chunks: usize,
    /// Chunks that were kept from an interrupted run.
    pub kept: usize,
}

/// What all threads see.
pub(crate) struct Context<'a> {
    job: &'a Job<'a>,
    catalogue: Catalogue,
    parts: Parts,
    spare: block::Spare,
    /// Blocks in a chunk.
    blocks: u64,
    progress: &'a dyn Progress,
    stop: &'a AtomicBool,
    /// Set when a thread fails, for the others.
    halt: AtomicBool,
    done: AtomicU64,
    total: u64,
}

impl Context<'_> {
    fn stopping(&self) -> bool {
        self.stop.load(Relaxed) || self.halt.load(Relaxed)
    }

    /// Blocks of a chunk.
    fn blocks_of(&self, chunk: u64) -> std::ops::Range<u64> {
        let first = chunk * self.blocks;
        first..(first + self.blocks).min(self.job.plan.blocks())
    }

    /// Trajectories of a chunk.
    fn trajectories_of(&self, chunk: u64) -> u64 {
        let blocks = self.blocks_of(chunk);
        self.job.plan.trajectories_in(blocks.start * BLOCK..blocks.end * BLOCK)
    }

    /// Whether a cube is what the plan expects.
    fn suits(&self, policy: usize, cube: &Cube) -> Result<(), RunError> {
        let plan = self.job.plan;
        let fits = policy < plan.policies.len()
            && cube.slots >= plan.slots()
            && cube.quarters == plan.calendar.quarters
            && cube.lanes == self.job.kernel.lanes()
            && cube.values.len() == cube.slots * cube.quarters * cube.lanes;
        if fits {
            return Ok(());
        }
        let reason = format!(
            "it shows policy {policy} with {} outcomes × {} quarters × {} lanes in {} numbers",
            cube.slots,
            cube.quarters,
            cube.lanes,
            cube.values.len()
        );
        Err(RunError::Kernel { reason })
    }
}

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
        spare: block::Spare::default(),
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

/// Lets threads take blocks until none is left; gives the chunks written.
fn work(context: &Context<'_>, missing: &[u64], threads: usize, chunks: usize) -> Result<Vec<u64>, RunError> {
    let units: Vec<(u64, u64)> =
        missing.iter().flat_map(|&chunk| context.blocks_of(chunk).map(move |block| (chunk, block))).collect();
    let next = AtomicUsize::new(0);
    let open: Mutex<BTreeMap<u64, Vec<Block>>> = Mutex::default();
    let written: Mutex<Vec<u64>> = Mutex::default();
    let failure: Mutex<Option<RunError>> = Mutex::default();
    let take = || -> Result<bool, RunError> {
        let Some(&(chunk, number)) = units.get(next.fetch_add(1, Relaxed)) else { return Ok(false) };
        let Some(block) = block::run(context, number)? else { return Ok(false) };
        let all = context.blocks_of(chunk).count();
        let whole = {
            let mut open = lock(&open);
            let blocks = open.entry(chunk).or_default();
            blocks.push(block);
            if blocks.len() == all { open.remove(&chunk) } else { None }
        };
        if let Some(mut blocks) = whole {
            blocks.sort_by_key(|b| b.first);
            chunk::write(context.job.plan, &context.parts, chunk, blocks, &context.spare)?;
            let mut written = lock(&written);
            written.push(chunk);
            context.progress.chunk_done(chunks - missing.len() + written.len(), chunks);
        }
        Ok(true)
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, units.len().max(1)) {
            scope.spawn(|| {
                // A panic in the model ends the other threads as well, at their next batch.
                let mut guard = HaltOnPanic { halt: &context.halt, calm: false };
                while !context.stopping() {
                    match take() {
                        Ok(true) => {}
                        Ok(false) => break,
                        Err(error) => {
                            context.halt.store(true, Relaxed);
                            lock(&failure).get_or_insert(error);
                        }
                    }
                }
                guard.calm = true;
            });
        }
    });
    match failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(written.into_inner().unwrap_or_else(PoisonError::into_inner)),
    }
}

struct HaltOnPanic<'a> {
    halt: &'a AtomicBool,
    calm: bool,
}

impl Drop for HaltOnPanic<'_> {
    fn drop(&mut self) {
        if !self.calm {
            self.halt.store(true, Relaxed);
        }
    }
}

/// A lock whose holder panicked is still good: what it guards changes in single steps.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;

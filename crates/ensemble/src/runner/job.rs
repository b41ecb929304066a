//! What the runner is given, and what it gives back.

use crate::answers::ClaimColumn;
use crate::fans::Fan;
use crate::kernel::Kernel;
use crate::plan::RunPlan;
use crate::view::ChunkColumns;

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
    /// Futures in a chunk, a multiple of `BLOCK`.
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
#[derive(Clone, Debug, PartialEq)]
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
    /// Fans of the reference policy, as `paths.parquet` holds them.
    pub fans: Vec<Fan>,
}

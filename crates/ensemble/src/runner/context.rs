//! What all threads of a run see.

use super::folder::Parts;
use super::job::{Job, Progress};
use crate::block::Spare;
use crate::design::BLOCK;
use crate::error::RunError;
use crate::kernel::Cube;
use crate::view::Catalogue;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64};

/// What all threads see.
pub(super) struct Context<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) catalogue: Catalogue,
    pub(super) parts: Parts,
    pub(super) spare: Spare,
    /// Blocks in a chunk.
    pub(super) blocks: u64,
    pub(super) progress: &'a dyn Progress,
    pub(super) stop: &'a AtomicBool,
    /// Set when a thread fails, for the others.
    pub(super) halt: AtomicBool,
    pub(super) done: AtomicU64,
    pub(super) total: u64,
}

impl Context<'_> {
    pub(super) fn stopping(&self) -> bool {
        self.stop.load(Relaxed) || self.halt.load(Relaxed)
    }

    /// Blocks of a chunk.
    pub(super) fn blocks_of(&self, chunk: u64) -> std::ops::Range<u64> {
        let first = chunk * self.blocks;
        first..(first + self.blocks).min(self.job.plan.blocks())
    }

    /// Trajectories of a chunk.
    pub(super) fn trajectories_of(&self, chunk: u64) -> u64 {
        let blocks = self.blocks_of(chunk);
        self.job.plan.trajectories_in(blocks.start * BLOCK..blocks.end * BLOCK)
    }

    /// Whether a cube is what the plan expects.
    pub(super) fn suits(&self, policy: usize, cube: &Cube) -> Result<(), RunError> {
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

//! The work of threads: each takes blocks until none is left, and whoever brings a chunk's last block writes the chunk.

use super::chunk;
use super::context::Context;
use crate::block::{Block, lock};
use crate::design::batches;
use crate::error::RunError;
use crate::kernel::BatchBuffer;
use crate::view::ChunkColumns;
use std::collections::BTreeMap;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicUsize};
use std::sync::{Mutex, PoisonError};

/// Lets threads take blocks until none is left; gives the chunks written.
pub(super) fn work(
    context: &Context<'_>,
    missing: &[u64],
    threads: usize,
    chunks: usize,
) -> Result<Vec<u64>, RunError> {
    let units: Vec<(u64, u64)> =
        missing.iter().flat_map(|&chunk| context.blocks_of(chunk).map(move |block| (chunk, block))).collect();
    let next = AtomicUsize::new(0);
    let open: Mutex<BTreeMap<u64, Vec<Block>>> = Mutex::default();
    let written: Mutex<Vec<u64>> = Mutex::default();
    let failure: Mutex<Option<RunError>> = Mutex::default();
    let take = || -> Result<bool, RunError> {
        let Some(&(chunk, number)) = units.get(next.fetch_add(1, Relaxed)) else { return Ok(false) };
        let Some(block) = run(context, number)? else { return Ok(false) };
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

/// Runs a block; none when it was stopped between two batches.
fn run(context: &Context<'_>, number: u64) -> Result<Option<Block>, RunError> {
    let (plan, kernel) = (context.job.plan, context.job.kernel);
    let lanes = kernel.lanes();
    let mut block = Block::new(plan, number, &context.spare);
    let mut buffer = BatchBuffer::new(plan.parameters, lanes);
    let mut failure = None;
    let mut before = vec![0; plan.policies.len()];
    for batch in batches(number, plan.futures(), lanes) {
        if context.stopping() {
            return Ok(None);
        }
        let policies: Vec<usize> =
            (0..plan.policies.len()).filter(|&p| plan.policies[p].futures > batch[0]).collect();
        let filled = buffer.fill(&batch, |future, values| {
            (context.job.sampler)(future, values);
            block.draw(plan, future, values);
        });
        let mut done = 0;
        kernel.run(filled, &policies, &mut |policy, cube| {
            if let Err(error) = context.suits(policy, cube) {
                failure = Some(error);
                return;
            }
            // A batch's futures are in order, so that those of a policy come first.
            let rows: Vec<usize> = batch
                .iter()
                .filter(|future| **future < plan.policies[policy].futures)
                .map(|future| (future - block.first) as usize)
                .collect();
            block.keep(plan, policy, &rows, before[policy], cube);
            before[policy] += rows.len();
            done += rows.len() as u64;
        });
        if let Some(error) = failure {
            return Err(error);
        }
        let expected: u64 = policies
            .iter()
            .map(|&p| batch.iter().filter(|f| **f < plan.policies[p].futures).count() as u64)
            .sum();
        if done != expected {
            return Err(RunError::Kernel { reason: format!("it showed {done} of {expected} trajectories") });
        }
        let so_far = context.done.fetch_add(done, Relaxed) + done;
        context.progress.batch_done(so_far, context.total);
    }
    let given = (context.job.claims)(&ChunkColumns { catalogue: &context.catalogue, block: &block });
    block.answer(plan, given)?;
    block.hash(plan);
    Ok(Some(block))
}

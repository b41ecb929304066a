//! The object-safe boundary between the runner, which knows futures and columns, and a model compiled for one
//! number type.

/// A batch of futures with their parameters.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Number of each lane's future; as many as the kernel has lanes (a short batch repeats its last future).
    pub futures: &'a [u64],
    /// Parameters as (slot, lane).
    pub parameters: &'a [f64],
}

/// Memory of a batch that is filled again and again.
#[derive(Clone, Debug)]
pub struct BatchBuffer {
    lanes: usize,
    futures: Vec<u64>,
    parameters: Vec<f64>,
    values: Vec<f64>,
}

impl BatchBuffer {
    /// For so many parameters and lanes.
    #[must_use]
    pub fn new(parameters: usize, lanes: usize) -> Self {
        Self {
            lanes,
            futures: Vec::with_capacity(lanes),
            parameters: vec![0.0; parameters * lanes],
            values: vec![0.0; parameters],
        }
    }

    /// Fills it with at most as many futures as there are lanes; `sample` gives the parameters of each. The lanes that are left
    /// repeat the last future.
    pub fn fill(&mut self, futures: &[u64], mut sample: impl FnMut(u64, &mut [f64])) -> Batch<'_> {
        self.futures.clear();
        for lane in 0..self.lanes {
            if let Some(&future) = futures.get(lane) {
                sample(future, &mut self.values);
            }
            self.futures.extend(futures.get(lane).or(futures.last()));
            for (slot, &value) in self.values.iter().enumerate() {
                self.parameters[slot * self.lanes + lane] = value;
            }
        }
        Batch { futures: &self.futures, parameters: &self.parameters }
    }
}

/// What a batch did under one policy.
#[derive(Clone, Debug, Default)]
pub struct Cube {
    /// Outcomes as (quarter, outcome slot, lane): a quarter is written at once.
    pub values: Vec<f64>,
    /// Why a lane's trajectory broke, if it did.
    pub broken: Vec<Option<Break>>,
    /// Outcome slots.
    pub slots: usize,
    /// Quarters.
    pub quarters: usize,
    /// Lanes.
    pub lanes: usize,
}

impl Cube {
    /// Value of an outcome in a quarter of one lane.
    #[inline]
    #[must_use]
    pub fn get(&self, slot: usize, quarter: usize, lane: usize) -> f64 {
        self.values[(quarter * self.slots + slot) * self.lanes + lane]
    }

    /// An outcome over the quarters, in one lane.
    pub fn path(&self, slot: usize, lane: usize) -> impl Iterator<Item = f64> {
        (0..self.quarters).map(move |quarter| self.get(slot, quarter, lane))
    }
}

/// How a trajectory broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// Stock or outcome, with its member.
    pub what: String,
    /// Number of the quarter in which it was first seen.
    pub quarter: usize,
    /// `not finite`, `negative` or `outside its domain`.
    pub reason: &'static str,
}

/// A model with its world, policies and seed, compiled for one number type and processor level.
pub trait Kernel: Send + Sync {
    /// Futures in a batch.
    fn lanes(&self) -> usize;

    /// Lanes and processor level, for people.
    fn label(&self) -> String;

    /// Number of policies.
    fn policies(&self) -> usize;

    /// Runs one batch under each of `policies`, all sharing the batch's luck, and shows each result: the first policy's first,
    /// the others' in any order.
    fn run(&self, batch: Batch<'_>, policies: &[usize], show: &mut dyn FnMut(usize, &Cube));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_batch_repeats_its_last_future_and_samples_it_once() {
        let mut buffer = BatchBuffer::new(2, 4);
        let mut sampled = Vec::new();
        let batch = buffer.fill(&[7, 9], |future, values| {
            sampled.push(future);
            values.copy_from_slice(&[future as f64, -(future as f64)]);
        });
        assert_eq!(batch.futures, [7, 9, 9, 9]);
        assert_eq!(batch.parameters, [7.0, 9.0, 9.0, 9.0, -7.0, -9.0, -9.0, -9.0]);
        assert_eq!(sampled, [7, 9]);
    }
}

//! Futures run in memory: for tables that need no folder.

use crate::study::resolve::Prepared;
use overtake_ensemble::design::Design;
use overtake_ensemble::kernel::{BatchBuffer, Cube, Kernel};
use overtake_ensemble::plan::PathPlan;
use overtake_evidence::Problem;
use overtake_kernels::{Width, kernel};
use std::collections::{BTreeMap, BTreeSet};

/// One trajectory of a sweep.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Number of the future.
    pub future: u64,
    /// Place of the policy.
    pub policy: usize,
    cube: &'a Cube,
    lane: usize,
}

impl Seen<'_> {
    /// Value of an outcome slot at the end of a quarter.
    #[must_use]
    pub fn at(&self, slot: usize, quarter: usize) -> f64 {
        self.cube.get(slot, quarter, self.lane)
    }

    /// Whether the trajectory broke.
    #[must_use]
    pub fn broken(&self) -> bool {
        self.cube.broken.get(self.lane).is_some_and(Option::is_some)
    }
}

/// Runs the study's futures under all its policies and shows each trajectory, futures in order.
///
/// # Errors
/// When the design or the model refuses the study.
pub fn sweep(prepared: &Prepared, show: &mut dyn FnMut(Seen<'_>)) -> Result<(), Vec<Problem>> {
    let kernel = kernel(&prepared.setup(), Width::best()).map_err(|errors| prepared.told(errors))?;
    first(prepared, &*kernel, &*prepared.design()?, prepared.study.futures, show);
    Ok(())
}

/// Most futures whose numbers tell builds of the program apart.
const PROBED: u64 = 16;

/// Digest of what the study's first futures come to under each policy, all outcomes at the ends of years, whatever the width.
/// Builds of the program that differ in it give other numbers; a difference that shows in none of these trajectories is not seen.
///
/// # Errors
/// As [`sweep`].
pub fn probe(prepared: &Prepared, width: Width) -> Result<String, Vec<Problem>> {
    let kernel = kernel(&prepared.setup(), width).map_err(|errors| prepared.told(errors))?;
    Ok(probed(prepared, &*kernel, &*prepared.design()?))
}

/// The same from a kernel that keeps at least every outcome at the ends of years, and the study's design.
pub(crate) fn probed(prepared: &Prepared, kernel: &dyn Kernel, design: &dyn Design) -> String {
    let slots = prepared.layout.outcomes().len();
    let quarters = PathPlan::quarters_of(&prepared.study.calendar, &BTreeSet::new());
    let (mut digests, mut bytes) = (BTreeMap::new(), Vec::new());
    first(prepared, kernel, design, prepared.study.futures.min(PROBED), &mut |seen| {
        bytes.clear();
        for slot in 0..slots {
            for &quarter in quarters.iter().rev() {
                let value = seen.at(slot, quarter);
                // What a NaN holds beside being one differs between processors.
                let value = if value.is_nan() { f64::NAN } else { value };
                bytes.extend(value.to_bits().to_le_bytes());
            }
        }
        digests.insert((seen.future, seen.policy), blake3::hash(&bytes));
    });
    // In an order that the number of futures run at once does not change.
    let mut hash = blake3::Hasher::new();
    for digest in digests.values() {
        hash.update(digest.as_bytes());
    }
    hash.finalize().to_hex().to_string()
}

/// Runs futures `0..count` under all policies.
fn first(
    prepared: &Prepared,
    kernel: &dyn Kernel,
    design: &dyn Design,
    count: u64,
    show: &mut dyn FnMut(Seen<'_>),
) {
    let policies: Vec<usize> = (0..prepared.policies.len()).collect();
    let mut buffer = BatchBuffer::new(prepared.priors.len(), kernel.lanes());
    let futures: Vec<u64> = (0..count).collect();
    for batch in futures.chunks(kernel.lanes()) {
        let filled = buffer.fill(batch, |future, values| prepared.sample(design, future, values));
        kernel.run(filled, &policies, &mut |policy, cube| {
            for (lane, &future) in batch.iter().enumerate() {
                show(Seen { future, policy, cube, lane });
            }
        });
    }
}

/// Quantiles of some values, the nearest on the low side; NaN without values. What is not finite counts as the largest.
pub(crate) fn quantiles<const N: usize>(values: &[f64], at: [f64; N]) -> [f64; N] {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    at.map(|p| {
        let place = (p * sorted.len().saturating_sub(1) as f64).floor() as usize;
        sorted.get(place).copied().unwrap_or(f64::NAN)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::written::{Changes, Study};
    use overtake_evidence::Evidence;

    fn probed(text: &str) -> String {
        let study = Study::read("s.toml", text, &Changes::default()).expect("it reads");
        let evidence = Evidence::built_in().expect("it reads");
        let prepared = Prepared::new(study, &evidence, &[]).expect("it fits");
        let [best, one] = [Width::best(), Width::One].map(|width| probe(&prepared, width).expect("it runs"));
        assert_eq!(best, one, "it depends on how many futures run at once");
        best
    }

    #[test]
    fn a_probe_sees_the_numbers_of_the_first_futures_and_nothing_else() {
        let text = include_str!("../../../../studies/textbook.toml");
        let more = text.replacen("futures = ", "futures = 1", 1);
        assert_ne!(more, text, "the study has no number of futures");
        assert_eq!(probed(text), probed(text));
        assert_eq!(probed(&more), probed(text), "futures beyond the first change nothing");
        let other = text.replacen("seed = 1", "seed = 2", 1);
        assert_ne!(other, text, "the study has no seed");
        assert_ne!(probed(&other), probed(text));
    }

    #[test]
    fn a_probe_of_several_policies_is_the_same_for_every_width() {
        let text = include_str!("../../../../studies/as-is.toml");
        let study = |policies: &str| {
            let changes = Changes {
                policies: Some(policies.split(',').map(str::to_owned).collect()),
                ..Changes::default()
            };
            let study = Study::read("s.toml", text, &changes).expect("it reads");
            Prepared::new(study, &Evidence::built_in().expect("it reads"), &[]).expect("it fits")
        };
        let prepared = study("as-is,full-denial");
        let digests: Vec<String> = Width::ALL
            .into_iter()
            .filter(|width| width.available())
            .map(|width| probe(&prepared, width).expect("it runs"))
            .collect();
        assert!(digests.windows(2).all(|pair| pair[0] == pair[1]), "{digests:?}");
        assert_ne!(probe(&study("as-is"), Width::One).expect("it runs"), digests[0]);
    }
}

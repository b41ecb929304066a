//! Which futures run side by side as lanes of one batch.

use super::numbering::{BLOCK, POINTS, SCRAMBLES};
use std::ops::Range;

/// Batches of `lanes` lanes in a whole block; lanes are a divisor of [`POINTS`].
#[must_use]
pub const fn batches_in_block(lanes: usize) -> usize {
    (SCRAMBLES * POINTS.div_ceil(lanes as u64)) as usize
}

/// The batches of one block, each the futures of one scramble in order, none of them at or beyond `end`.
///
/// A batch is shorter than `lanes` only in the last, incomplete block of a run; an empty batch does not appear. The
/// order of futures over all batches is the same for every number of lanes: by scramble, then by point.
#[must_use]
pub fn batches(block: u64, end: u64, lanes: usize) -> Vec<Vec<u64>> {
    let Range { start, end } =
        block.saturating_mul(BLOCK)..end.min(block.saturating_add(1).saturating_mul(BLOCK));
    let mut all = Vec::with_capacity(batches_in_block(lanes.max(1)));
    for scramble in 0..SCRAMBLES {
        let futures: Vec<u64> = (0..POINTS)
            .map(|point| start.saturating_add(scramble + SCRAMBLES * point))
            .filter(|f| *f < end)
            .collect();
        all.extend(futures.chunks(lanes.max(1)).map(<[u64]>::to_vec));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::numbering::{block_of, scramble_of};

    #[test]
    fn a_block_is_ten_batches_of_sixteen_points_of_one_scramble() {
        let all = batches(3, u64::MAX, 16);
        assert_eq!(all.len(), 10);
        assert_eq!(batches_in_block(16), 10);
        for (scramble, batch) in all.iter().enumerate() {
            assert_eq!(batch.len(), 16);
            assert!(batch.iter().all(|f| scramble_of(*f) == scramble as u64 && block_of(*f) == 3));
        }
    }

    #[test]
    fn every_future_runs_once_and_in_one_order_whatever_the_lanes() {
        for end in [160, 320, 37, 161, 200] {
            let orders: Vec<Vec<u64>> = [1, 4, 8, 16]
                .map(|lanes| (0..2).flat_map(|b| batches(b, end, lanes)).flatten().collect())
                .to_vec();
            assert!(orders.windows(2).all(|w| w[0] == w[1]));
            let mut sorted = orders[0].clone();
            sorted.sort_unstable();
            assert_eq!(sorted, (0..end).collect::<Vec<_>>());
        }
    }

    #[test]
    fn lanes_split_a_scramble_evenly() {
        for lanes in [1, 2, 4, 8, 16] {
            let all = batches(0, BLOCK, lanes);
            assert_eq!(all.len(), batches_in_block(lanes));
            assert!(all.iter().all(|b| b.len() == lanes));
        }
    }
}

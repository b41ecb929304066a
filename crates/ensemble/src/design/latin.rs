//! Latin hypercubes whose permutations are computed, not stored.

use super::cube::Design;
use super::scramble::{key, mix};

const KEY: u64 = 0x4c_6174_696e;

/// Rounds of the Feistel network; four are enough against chance, small networks are given more.
const ROUNDS: u64 = 8;

/// A Latin hypercube of `strata` futures: in each dimension each of `strata` equal intervals holds one future, at its
/// centre. Futures beyond are the next hypercube, independent of the first.
#[derive(Clone, Copy, Debug)]
pub struct Latin {
    dimensions: usize,
    seed: u64,
    strata: u64,
}

impl Latin {
    /// A hypercube for so many futures (at least one).
    #[must_use]
    pub fn new(dimensions: usize, seed: u64, futures: u64) -> Self {
        Self { dimensions, seed, strata: futures.max(1) }
    }
}

/// A keyed bijection of `0..size`: a Feistel network over the next even number of bits, walked until it lands inside.
/// The network is a bijection of a set at most four times as large, so that the walk is short.
fn permute(number: u64, size: u64, key: u64) -> u64 {
    let bits = u64::BITS - (size - 1).leading_zeros();
    let half = bits.div_ceil(2).max(1);
    let mask = (1_u64 << half) - 1;
    let mut walked = number;
    loop {
        let (mut left, mut right) = (walked >> half, walked & mask);
        for round in 0..ROUNDS {
            (left, right) = (right, left ^ (mix(key ^ mix((right << 4) | round)) & mask));
        }
        walked = (left << half) | right;
        if walked < size {
            return walked;
        }
    }
}

impl Design for Latin {
    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn point(&self, future: u64, out: &mut [f64]) {
        let (cube, number) = (future / self.strata, future % self.strata);
        for (dimension, x) in out.iter_mut().enumerate().take(self.dimensions) {
            let stratum = permute(number, self.strata, key(&[KEY, self.seed, cube, dimension as u64]));
            // Beyond 2^53 strata the last centre would round to one.
            *x = ((stratum as f64 + 0.5) / self.strata as f64).min(1.0 - f64::EPSILON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_stratum_of_each_dimension_is_hit_exactly_once() {
        for futures in [1, 2, 3, 7, 100, 1000, 1280] {
            let design = Latin::new(4, 17, futures);
            for cube in 0..2 {
                let mut seen = vec![[0; 4]; futures as usize];
                let mut point = [0.0; 4];
                for future in 0..futures {
                    design.point(cube * futures + future, &mut point);
                    for (dimension, x) in point.iter().enumerate() {
                        seen[(x * futures as f64) as usize][dimension] += 1;
                    }
                }
                assert!(seen.iter().flatten().all(|&n| n == 1), "{futures} futures");
            }
        }
    }

    #[test]
    fn dimensions_are_permuted_independently() {
        let n = 4096;
        let design = Latin::new(2, 3, n);
        let mut sum = 0.0;
        let mut point = [0.0; 2];
        for future in 0..n {
            design.point(future, &mut point);
            sum += (point[0] - 0.5) * (point[1] - 0.5) * 12.0;
        }
        assert!((sum / n as f64).abs() < 5.0 / (n as f64).sqrt(), "{sum}");
    }

    #[test]
    fn permutations_of_three_all_occur_about_equally_often() {
        let mut counts = std::collections::BTreeMap::new();
        for seed in 0..6000 {
            let order: Vec<u64> = (0..3).map(|i| permute(i, 3, key(&[seed]))).collect();
            *counts.entry(order).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|&n| (700..1300).contains(&n)), "{counts:?}");
    }
}

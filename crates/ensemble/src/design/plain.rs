//! Independent uniform numbers, the yardstick for every other design.

use super::cube::{BITS, Design, centre};
use super::scramble::key;

const KEY: u64 = 0x52_616e_646f;

/// Every coordinate of every future is a hash of (seed, future, dimension).
#[derive(Clone, Copy, Debug)]
pub struct Random {
    dimensions: usize,
    seed: u64,
}

impl Random {
    /// A design of so many dimensions.
    #[must_use]
    pub fn new(dimensions: usize, seed: u64) -> Self {
        Self { dimensions, seed }
    }
}

impl Design for Random {
    fn dimensions(&self) -> usize {
        self.dimensions
    }

    fn point(&self, future: u64, out: &mut [f64]) {
        for (dimension, x) in out.iter_mut().enumerate().take(self.dimensions) {
            *x = centre(key(&[KEY, self.seed, future, dimension as u64]) >> (u64::BITS - BITS));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_uniform_and_uncorrelated() {
        let n = 20_000;
        let design = Random::new(2, 1);
        let (mut mean, mut square, mut product) = (0.0, 0.0, 0.0);
        let mut point = [0.0; 2];
        for future in 0..n {
            design.point(future, &mut point);
            mean += point[0] - 0.5;
            square += (point[0] - 0.5) * (point[0] - 0.5);
            product += (point[0] - 0.5) * (point[1] - 0.5);
        }
        let n = n as f64;
        assert!((mean / n).abs() < 5.0 / (12.0 * n).sqrt());
        assert!((square / n - 1.0 / 12.0).abs() < 0.003);
        assert!((product * 12.0 / n).abs() < 5.0 / n.sqrt());
    }
}

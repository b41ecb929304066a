//! Sobol' points over the directions of Joe and Kuo (2008, `new-joe-kuo-6`), ten times scrambled.

use super::cube::{BITS, Design, DesignError, centre};
use super::numbering::{point_of, scramble_of};
use super::scramble::{key, nested};
use ::sobol::params::JoeKuoD6;

/// Dimensions for which Joe and Kuo give directions.
pub const MOST_DIMENSIONS: usize = 21_201;

/// Dimensions that the shorter two of the crate's three tables cover; the longest takes some tens of milliseconds to
/// read.
const TABLES: (usize, usize) = (100, 1000);

const KEY: u64 = 0x50_6f69_6e74;

/// A scrambled Sobol' design.
///
/// Point `n` of a scramble is the exclusive or of the directions at the binary digits of `n` (no Gray code, so any
/// point is found alone), its 52 digits scrambled by nested uniform scrambling under a key of (seed, scramble,
/// dimension).
#[derive(Clone, Debug)]
pub struct Sobol {
    directions: Vec<[u64; BITS as usize]>,
    seed: u64,
}

impl Sobol {
    /// A design of so many dimensions.
    ///
    /// # Errors
    /// Beyond [`MOST_DIMENSIONS`].
    pub fn new(dimensions: usize, seed: u64) -> Result<Self, DesignError> {
        if dimensions > MOST_DIMENSIONS {
            return Err(DesignError::TooManyDimensions { asked: dimensions, most: MOST_DIMENSIONS });
        }
        let table = match dimensions {
            n if n <= TABLES.0 => JoeKuoD6::minimal(),
            n if n <= TABLES.1 => JoeKuoD6::standard(),
            _ => JoeKuoD6::extended(),
        };
        let mut directions = Vec::with_capacity(dimensions);
        if dimensions > 0 {
            // The first dimension has no polynomial: its directions are the digits themselves.
            directions.push(std::array::from_fn(|i| 1 << (BITS as usize - 1 - i)));
        }
        directions
            .extend(table.dim_params.iter().take(dimensions.saturating_sub(1)).map(|p| direct(p.a, &p.m)));
        Ok(Self { directions, seed })
    }

    /// Digits of one coordinate of a point before scrambling.
    fn digits(&self, point: u64, dimension: usize) -> u64 {
        let directions = &self.directions[dimension];
        let (mut left, mut digits) = (point & ((1 << BITS) - 1), 0);
        while left != 0 {
            digits ^= directions[left.trailing_zeros() as usize];
            left &= left - 1;
        }
        digits
    }

    /// A coordinate of point `point` of one scramble.
    pub(super) fn coordinate(&self, scramble: u64, point: u64, dimension: usize) -> f64 {
        let key = key(&[KEY, self.seed, scramble, dimension as u64]);
        centre(nested(self.digits(point, dimension), key))
    }
}

/// Directions from a polynomial of degree `first.len()`, whose inner coefficients are the binary digits of `inner`,
/// and the first odd numbers: each later direction is a sum of those before it, as the polynomial says.
fn direct(inner: u32, first: &[u32]) -> [u64; BITS as usize] {
    let degree = first.len();
    let mut directions = [0_u64; BITS as usize];
    for place in 0..directions.len() {
        directions[place] = if place < degree {
            u64::from(first[place]) << (BITS as usize - 1 - place)
        } else {
            let mut next = directions[place - degree] ^ (directions[place - degree] >> degree);
            for back in 1..degree {
                if (inner >> (degree - 1 - back)) & 1 == 1 {
                    next ^= directions[place - back];
                }
            }
            next
        };
    }
    directions
}

impl Design for Sobol {
    fn dimensions(&self) -> usize {
        self.directions.len()
    }

    fn point(&self, future: u64, out: &mut [f64]) {
        let (scramble, point) = (scramble_of(future), point_of(future));
        for (dimension, x) in out.iter_mut().enumerate().take(self.directions.len()) {
            *x = self.coordinate(scramble, point, dimension);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::numbering::SCRAMBLES;
    use overtake_num::Real;

    #[test]
    fn the_first_unscrambled_points_are_the_known_ones() {
        let design = Sobol::new(4, 0).unwrap();
        let known = [
            [0.0, 0.0, 0.0, 0.0],
            [0.5, 0.5, 0.5, 0.5],
            [0.25, 0.75, 0.75, 0.75],
            [0.75, 0.25, 0.25, 0.25],
            [0.125, 0.625, 0.375, 0.125],
            [0.625, 0.125, 0.875, 0.625],
            [0.375, 0.375, 0.625, 0.875],
            [0.875, 0.875, 0.125, 0.375],
        ];
        for (n, row) in known.iter().enumerate() {
            for (d, x) in row.iter().enumerate() {
                let found = design.digits(n as u64, d) as f64 / (1_u64 << BITS) as f64;
                assert_eq!(found, *x, "point {n}, dimension {d}");
            }
        }
    }

    #[test]
    fn every_scramble_puts_one_point_in_each_equal_interval_of_each_dimension() {
        const POINTS: u64 = 256;
        let design = Sobol::new(1200, 11).unwrap();
        for dimension in (0..40).chain([400, 999, 1000, 1199]) {
            for scramble in [0, 3, 9] {
                let mut seen = [0; POINTS as usize];
                for point in 0..POINTS {
                    seen[(design.coordinate(scramble, point, dimension) * POINTS as f64) as usize] += 1;
                }
                assert!(seen.iter().all(|&n| n == 1), "dimension {dimension}, scramble {scramble}");
            }
        }
    }

    #[test]
    fn an_aligned_block_of_sixteen_points_is_balanced_too() {
        let design = Sobol::new(30, 5).unwrap();
        for dimension in 0..30 {
            for first in [0, 16, 48, 1024] {
                let cells: std::collections::BTreeSet<u64> = (first..first + 16)
                    .map(|point| (design.coordinate(2, point, dimension) * 16.0) as u64)
                    .collect();
                assert_eq!(cells.len(), 16);
            }
        }
    }

    #[test]
    fn the_first_two_dimensions_fill_every_box_of_equal_area() {
        let design = Sobol::new(2, 9).unwrap();
        for scramble in 0..SCRAMBLES {
            for across in 0..=8_u32 {
                let (columns, rows) = (1_u64 << across, 1_u64 << (8 - across));
                let mut seen = vec![0; 256];
                for point in 0..256 {
                    let x = (design.coordinate(scramble, point, 0) * columns as f64) as u64;
                    let y = (design.coordinate(scramble, point, 1) * rows as f64) as u64;
                    seen[(x * rows + y) as usize] += 1;
                }
                assert!(seen.iter().all(|&n| n == 1), "{columns} by {rows}, scramble {scramble}");
            }
        }
    }

    #[test]
    fn points_do_not_depend_on_the_order_in_which_they_are_asked_for() {
        let design = Sobol::new(8, 2).unwrap();
        let at = |future| {
            let mut point = [0.0; 8];
            design.point(future, &mut point);
            point
        };
        let forward: Vec<_> = (0..500).map(at).collect();
        let mut backward: Vec<_> = (0..500).rev().map(at).collect();
        backward.reverse();
        assert_eq!(forward, backward);
    }

    #[test]
    fn scrambles_seeds_and_dimensions_differ() {
        let (a, b) = (Sobol::new(3, 1).unwrap(), Sobol::new(3, 2).unwrap());
        assert_ne!(a.coordinate(0, 5, 0), a.coordinate(1, 5, 0));
        assert_ne!(a.coordinate(0, 5, 0), b.coordinate(0, 5, 0));
    }

    #[test]
    fn the_spread_between_scrambles_measures_the_error_of_their_mean() {
        let truth = {
            let one = std::f64::consts::E - 1.0;
            one * one * one
        };
        let mut covered = 0;
        for seed in 0..200 {
            let design = Sobol::new(3, seed).unwrap();
            let mean = |scramble| {
                let value =
                    |point| (0..3).map(|d| Real::exp(design.coordinate(scramble, point, d))).product::<f64>();
                (0..64).map(value).sum::<f64>() / 64.0
            };
            let means: [f64; SCRAMBLES as usize] = std::array::from_fn(|s| mean(s as u64));
            let all = means.iter().sum::<f64>() / 10.0;
            let variance = means.iter().map(|m| (m - all) * (m - all)).sum::<f64>() / 9.0;
            // Student's t with nine degrees of freedom, 95%.
            covered += usize::from((all - truth).abs() < 2.262 * (variance / 10.0).sqrt());
        }
        // 190 are expected; four standard deviations are allowed.
        assert!((177..=200).contains(&covered), "{covered} of 200 intervals cover the truth");
    }

    #[test]
    fn tables_of_all_lengths_give_the_same_directions() {
        let [short, middle, long] = [TABLES.0, TABLES.1, TABLES.1 + 1].map(|n| Sobol::new(n, 1).unwrap());
        assert_eq!(short.directions[..], long.directions[..TABLES.0]);
        assert_eq!(middle.directions[..], long.directions[..TABLES.1]);
    }

    #[test]
    fn too_many_dimensions_are_refused_and_more_than_a_thousand_are_not() {
        assert_eq!(Sobol::new(MOST_DIMENSIONS, 0).unwrap().dimensions(), MOST_DIMENSIONS);
        assert!(Sobol::new(MOST_DIMENSIONS + 1, 0).is_err());
        assert_eq!(Sobol::new(0, 0).unwrap().dimensions(), 0);
    }
}

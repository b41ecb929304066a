//! Designs: which point of the unit cube each future is, found without the futures before it.
//!
//! Futures come in *blocks* of [`BLOCK`] = [`POINTS`] points × [`SCRAMBLES`] scrambles. Future `i` belongs to scramble
//! `i mod 10` and is its point `i div 10`, so that any prefix of 10·2^k futures is balanced and the spread between the
//! ten scrambles measures the error of a mean. Within a block one scramble's sixteen points run together as one batch
//! of lanes: two of eight lanes, four of four, sixteen of one. [`Schools`] are constant over a block, so every lane
//! of a batch lives in the same school.

mod batches;
mod dependent;
mod latin;
mod plain;
mod schools;
mod scramble;
mod sobol;

pub use batches::{batches, batches_in_block};
pub use dependent::Dependent;
pub use latin::Latin;
pub use plain::Random;
pub use schools::{ROUND, Schools, choose, schools_apart};
pub use sobol::{MOST_DIMENSIONS, Sobol};

/// Independent scrambles of a design.
pub const SCRAMBLES: u64 = 10;

/// Points of one scramble in a block.
pub const POINTS: u64 = 16;

/// Futures in a block, over which schools are constant.
pub const BLOCK: u64 = SCRAMBLES * POINTS;

/// The scramble to which a future belongs.
#[must_use]
pub const fn scramble_of(future: u64) -> u64 {
    future % SCRAMBLES
}

/// Number of a future within its scramble.
#[must_use]
pub const fn point_of(future: u64) -> u64 {
    future / SCRAMBLES
}

/// The block in which a future lies.
#[must_use]
pub const fn block_of(future: u64) -> u64 {
    future / BLOCK
}

/// Points of the unit cube, one for each future, in any order.
pub trait Design: Send + Sync {
    /// Coordinates of a point.
    fn dimensions(&self) -> usize;

    /// Fills `out` with a future's coordinates, all strictly between 0 and 1. Where `out` and the design differ in
    /// length, only the coordinates that both have are written.
    fn point(&self, future: u64, out: &mut [f64]);
}

/// Why there is no such design.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// The table of directions ends before.
    #[error(
        "a Sobol' design has at most {most} dimensions, {asked} were asked for; hold some uncertainties fixed or use a Latin hypercube"
    )]
    TooManyDimensions {
        /// Dimensions asked for.
        asked: usize,
        /// Dimensions the table has.
        most: usize,
    },
}

/// Bits of a coordinate: with the half that puts it in the centre of its cell, all that an `f64` below 1 holds.
pub(crate) const BITS: u32 = 52;

/// Centre of cell `number` of the 2^52 cells of the unit interval.
pub(crate) fn centre(number: u64) -> f64 {
    const CELL: f64 = 1.0 / (1_u64 << BITS) as f64;
    (number as f64 + 0.5) * CELL
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of_a_mean(design: &dyn Design, futures: u64) -> f64 {
        // Mean of a product of gentle slopes, which is exactly one.
        let mut point = vec![0.0; design.dimensions()];
        let mut sum = 0.0;
        for future in 0..futures {
            design.point(future, &mut point);
            sum += point.iter().enumerate().map(|(d, x)| 1.0 + (x - 0.5) / (1.0 + d as f64)).product::<f64>();
        }
        (sum / futures as f64 - 1.0).abs()
    }

    #[test]
    fn sobol_integrates_a_smooth_function_much_better_than_chance() {
        let mean = |error: &dyn Fn(u64) -> f64| (0..8).map(error).sum::<f64>() / 8.0;
        let chance = mean(&|seed| error_of_a_mean(&Random::new(6, seed), 2560));
        let sobol = mean(&|seed| error_of_a_mean(&Sobol::new(6, seed).unwrap(), 2560));
        let latin = mean(&|seed| error_of_a_mean(&Latin::new(6, seed, 2560), 2560));
        assert!(sobol * 20.0 < chance, "Sobol' {sobol:e}, chance {chance:e}");
        assert!(latin * 3.0 < chance, "Latin {latin:e}, chance {chance:e}");
    }

    #[test]
    fn every_coordinate_lies_strictly_inside_the_unit_interval() {
        assert!(centre(0) > 0.0 && centre((1 << BITS) - 1) < 1.0);
        let designs: [Box<dyn Design>; 3] = [
            Box::new(Sobol::new(5, 3).unwrap()),
            Box::new(Latin::new(5, 3, 1000)),
            Box::new(Random::new(5, 3)),
        ];
        let mut point = [0.0; 5];
        for design in &designs {
            for future in (0..2000).chain([u64::MAX - 1, u64::MAX]) {
                design.point(future, &mut point);
                assert!(point.iter().all(|x| *x > 0.0 && *x < 1.0), "{future}: {point:?}");
            }
        }
    }

    #[test]
    fn a_slice_of_another_length_gets_the_coordinates_that_both_have() {
        let design = Sobol::new(3, 1).unwrap();
        let (mut short, mut long) = ([0.0; 2], [-1.0; 4]);
        design.point(7, &mut short);
        design.point(7, &mut long);
        assert_eq!(short, long[..2]);
        assert_eq!(long[3], -1.0);
    }
}

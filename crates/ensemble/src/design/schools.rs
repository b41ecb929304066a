//! Which school holds in which block of futures.

use super::sobol::Sobol;
use super::{BLOCK, Design, DesignError, block_of};

/// Seeds of schools are told apart from those of points, so that one seed serves a whole run.
const APART: u64 = 0x5363_686f_6f6c_7321;

/// Blocks of a round: every school of a switch of up to four meets each of another within one, where the caller deals them so.
pub const ROUND: u64 = 16;

/// Whether so many first futures tell one switch from another: a school holds for a whole block, and in less than a round what
/// one switch does would be put down to another.
#[must_use]
pub const fn schools_apart(futures: u64) -> bool {
    futures.div_ceil(BLOCK) >= ROUND
}

/// One uniform number a switch and block of 160 futures: the blocks are a scrambled Sobol' sequence of their own, so
/// that schools are balanced, alone and in pairs, over any power of two of blocks (2,560 and 10,240 futures are 16
/// and 64).
#[derive(Clone, Debug)]
pub struct Schools {
    design: Sobol,
}

impl Schools {
    /// Schools of so many switches.
    ///
    /// # Errors
    /// When there are more switches than a Sobol' design has dimensions.
    pub fn new(switches: usize, seed: u64) -> Result<Self, DesignError> {
        Ok(Self { design: Sobol::new(switches, seed ^ APART)? })
    }

    /// Number of switches.
    #[must_use]
    pub fn switches(&self) -> usize {
        self.design.dimensions()
    }

    /// The number of one switch, strictly between 0 and 1 and equal for all futures of a block; a half for a switch
    /// there is not.
    #[must_use]
    pub fn at(&self, future: u64, switch: usize) -> f64 {
        if switch < self.switches() { self.design.coordinate(0, block_of(future), switch) } else { 0.5 }
    }

    /// The school of one switch under the given weights.
    #[must_use]
    pub fn choice(&self, future: u64, switch: usize, weights: &[f64]) -> usize {
        choose(self.at(future, switch), weights)
    }
}

/// The place into which `uniform` falls when the unit interval is divided in proportion to `weights`; the first where
/// no weight is positive.
#[must_use]
pub fn choose(uniform: f64, weights: &[f64]) -> usize {
    let positive = |w: &f64| if *w > 0.0 && w.is_finite() { *w } else { 0.0 };
    let target = uniform * weights.iter().map(positive).sum::<f64>();
    let (mut sum, mut last) = (0.0, 0);
    for (place, weight) in weights.iter().map(positive).enumerate() {
        sum += weight;
        if weight > 0.0 {
            last = place;
            if target < sum {
                return place;
            }
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_holds_for_a_whole_block() {
        let schools = Schools::new(3, 1).unwrap();
        for future in 0..2000 {
            assert_eq!(schools.at(future, 2), schools.at(future / BLOCK * BLOCK, 2));
        }
    }

    #[test]
    fn schools_are_told_apart_from_the_sixteenth_block_on() {
        assert_eq!([0, 640, 2_400, 2_401, 2_560].map(schools_apart), [false, false, false, true, true]);
    }

    #[test]
    fn equal_schools_take_equal_shares_of_the_default_run() {
        let schools = Schools::new(5, 42).unwrap();
        for switch in 0..5 {
            for futures in [2_560, 10_240] {
                let mut counts = [0; 4];
                for block in 0..futures / BLOCK {
                    counts[schools.choice(block * BLOCK, switch, &[1.0; 4])] += 1;
                }
                assert!(counts.iter().all(|&n| n == futures / BLOCK / 4), "{counts:?}");
            }
        }
    }

    #[test]
    fn a_choice_respects_weights_and_odd_ones_are_no_weight() {
        assert_eq!(choose(0.1, &[1.0, 3.0]), 0);
        assert_eq!(choose(0.3, &[1.0, 3.0]), 1);
        assert_eq!(choose(0.999_999, &[1.0, 0.0]), 0);
        assert_eq!(choose(0.7, &[f64::NAN, -1.0, 2.0]), 2);
        assert_eq!(choose(0.7, &[]), 0);
    }
}

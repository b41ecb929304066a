//! Which school holds in which block of futures.

use super::cube::{Design, DesignError};
use super::numbering::{BLOCK, block_of};
use super::sobol::Sobol;
use overtake_num::random::Stream;

/// Seeds of schools are told apart from those of points, so that one seed serves a whole run.
const APART: u64 = 0x5363_686f_6f6c_7321;

/// Blocks of a round: within one every school of a switch of up to four meets each of any other such switch, if there are at most
/// five.
pub const ROUND: u64 = 16;

/// Switches that a round can hold apart.
const COLUMNS: usize = 5;

/// One more than the greatest number of 64 bits.
const TWO_64: f64 = 18_446_744_073_709_551_616.0;
/// Products in the field of four elements, whose sums are exclusive ors.
const PRODUCTS: [[usize; 4]; 4] = [[0, 0, 0, 0], [0, 1, 2, 3], [0, 2, 3, 1], [0, 3, 1, 2]];

/// Whether so many first futures tell one switch from another: a school holds for a whole block, and in less than a round what
/// one switch does would be put down to another.
#[must_use]
pub const fn schools_apart(futures: u64) -> bool {
    futures.div_ceil(BLOCK) >= ROUND
}

/// One uniform number a switch and block of 160 futures, which decides the school of the switch that holds in the block.
///
/// Up to five switches: an orthogonal array of four levels and strength two (Bush 1952), made a Latin hypercube (Tang 1993), with the
/// blocks of each round of sixteen in an order of its own. More: a scrambled Sobol' sequence, which holds each switch even in
/// every round, and pairs of switches only over more blocks.
#[derive(Clone, Debug)]
pub struct Schools {
    sobol: Sobol,
    seed: u64,
}

impl Schools {
    /// Schools of so many switches.
    ///
    /// # Errors
    /// When there are more switches than a Sobol' design has dimensions.
    pub fn new(switches: usize, seed: u64) -> Result<Self, DesignError> {
        Ok(Self { sobol: Sobol::new(switches, seed ^ APART)?, seed })
    }

    /// Number of switches.
    #[must_use]
    pub fn switches(&self) -> usize {
        self.sobol.dimensions()
    }

    /// The number of one switch, strictly between 0 and 1 and equal for all futures of a block; a half for a switch
    /// there is not.
    #[must_use]
    pub fn at(&self, future: u64, switch: usize) -> f64 {
        let block = block_of(future);
        if switch >= self.switches() {
            0.5
        } else if self.switches() > COLUMNS {
            self.sobol.coordinate(0, block, switch)
        } else {
            self.of_array(block, switch)
        }
    }

    /// The number of one of up to five switches, by the orthogonal array.
    fn of_array(&self, block: u64, switch: usize) -> f64 {
        let (round, place) = (block / ROUND, block % ROUND);
        let row = self.order("blocks", 0, round, ROUND as usize)[place as usize];
        let (x, y) = (row / 4, row % 4);
        // The levels of the array's columns, and what tells blocks of one level apart.
        let (level, apart) = match switch {
            0 => (x, y),
            1 => (y, x),
            _ => (x ^ PRODUCTS[switch - 1][y], x),
        };
        let level = self.order("levels", switch, 0, 4)[level];
        // In four rounds the blocks of a level go through all of its strata.
        let apart = (self.order("strata", switch, level as u64, 4)[apart] + (round % 4) as usize) % 4;
        // A third of a stratum is a third of it over rounds too: its place goes by van der Corput's sequence.
        let stratum = 4 * level + apart;
        let shift = self.stream("place", switch).uniform(stratum as u64, 0);
        let within = (shift + round.reverse_bits() as f64 / TWO_64).fract();
        (stratum as f64 + within) / ROUND as f64
    }

    fn stream(&self, what: &str, switch: usize) -> Stream {
        Stream::new(self.seed, "schools", &format!("{what} {switch}"))
    }

    /// Numbers below `count` in an order drawn for what they number.
    fn order(&self, what: &str, switch: usize, which: u64, count: usize) -> Vec<usize> {
        let stream = self.stream(what, switch);
        let mut order: Vec<usize> = (0..count).collect();
        for (index, last) in (0_u32..).zip((1..count).rev()) {
            let drawn = (stream.uniform(which, index) * (last + 1) as f64) as usize;
            order.swap(last, drawn.min(last));
        }
        order
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
    use std::ops::Range;

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

    /// How often each of four schools of one switch meets each of another in some blocks.
    fn met(schools: &Schools, blocks: Range<u64>, one: usize, other: usize) -> [u64; 16] {
        let mut met = [0; 16];
        for future in blocks.map(|block| block * BLOCK) {
            let [one, other] = [one, other].map(|switch| schools.choice(future, switch, &[1.0; 4]));
            met[4 * one + other] += 1;
        }
        met
    }

    #[test]
    fn up_to_five_switches_meet_evenly_in_every_round() {
        for (seed, switches) in [(1, 2), (42, 5)] {
            let schools = Schools::new(switches, seed).unwrap();
            let pairs = (0..switches).flat_map(|one| (0..one).map(move |other| (one, other)));
            for (one, other) in pairs {
                for round in 0..8 {
                    let met = met(&schools, round * ROUND..(round + 1) * ROUND, one, other);
                    assert_eq!(met, [1; 16], "{one} and {other} of {switches} in round {round}");
                }
            }
        }
    }

    #[test]
    fn of_more_than_five_switches_each_is_even_in_every_round() {
        for (seed, switches) in [(1, 6), (42, 9)] {
            let schools = Schools::new(switches, seed).unwrap();
            for (switch, round) in (0..switches).flat_map(|s| (0..8).map(move |round| (s, round))) {
                let met = met(&schools, round * ROUND..(round + 1) * ROUND, switch, switch);
                let alone = [0, 1, 2, 3].map(|school| met[5 * school]);
                assert_eq!(alone, [4; 4], "{switch} of {switches} in round {round}");
            }
        }
    }

    #[test]
    fn a_switch_that_is_not_there_has_a_half() {
        for switches in [0, 5, 6] {
            assert_eq!(Schools::new(switches, 1).unwrap().at(320, switches), 0.5);
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

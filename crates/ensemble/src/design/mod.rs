//! Designs: which point of the unit cube each future is, found without the futures before it.
//!
//! Futures come in *blocks* of [`BLOCK`] = [`POINTS`] points × [`SCRAMBLES`] scrambles. Future `i` belongs to scramble
//! `i mod 10` and is its point `i div 10`, so that any prefix of 10·2^k futures is balanced and the spread between the
//! ten scrambles measures the error of a mean. Within a block one scramble's sixteen points run together as one batch
//! of lanes: two of eight lanes, four of four, sixteen of one. [`Schools`] are constant over a block, so every lane
//! of a batch lives in the same school.

mod batches;
mod cube;
mod dependent;
mod latin;
mod numbering;
mod plain;
mod schools;
mod scramble;
mod sobol;

pub use batches::{batches, batches_in_block};
pub use cube::{Design, DesignError};
pub use dependent::Dependent;
pub use latin::Latin;
pub use numbering::{BLOCK, POINTS, SCRAMBLES, block_of, point_of, scramble_of};
pub use plain::Random;
pub use schools::{ROUND, Schools, choose, schools_apart};
pub use sobol::{MOST_DIMENSIONS, Sobol};

#[cfg(test)]
mod tests;

//! The unit cube that every design fills, and the cells into which a coordinate falls.

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

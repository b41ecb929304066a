//! Where a future stands: its scramble, its number within it, and its block.

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

//! Numbers a model is written in.
//!
//! Equations are generic over [`Real`]: plain `f64`, [`Lanes`] of many futures side by side, or [`Count`], which
//! counts operations. All give the same bits, on every machine: elementary functions are our own, built from fused
//! multiply-adds; sums run in a fixed order; randomness is a function of keys ([`random`]).
//!
//! ```
//! use overtake_num::{Lanes4, Real};
//! fn decay<R: Real>(stock: R, rate: R) -> R {
//!     stock * (-rate).exp()
//! }
//! let four = decay(Lanes4::splat(2.0), Lanes4::splat(0.5));
//! assert_eq!(four.lane(3), decay(2.0_f64, 0.5));
//! ```

pub mod copula;
mod count;
mod elementary;
mod lanes;
pub mod level;
pub mod order;
mod plain;
pub mod quantile;
pub mod random;
mod real;
pub mod replicates;
mod single;
mod trampolines;

pub use count::{Count, Counting};
pub use lanes::{Calculation, Lanes, Lanes2, Lanes4, Lanes8, Lanes16, LanesMask};
pub use level::{Avx2, Avx512, Baseline, Level, Work};
pub use real::{Mask, Real, canonical_nan};
pub use single::one_by_one;

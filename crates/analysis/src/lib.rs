//! What decides a result, found in runs that are there.
//!
//! Everything here is *given-data*: it asks for no further run and no special design, only for columns of inputs, a column
//! of results, and the independent group to which each run belongs. Nothing assumes that inputs are independent of one
//! another.
//!
//! ```
//! use overtake_analysis::{Runs, deciding};
//! // Forty runs of two inputs in four groups; only the first input matters.
//! let first: Vec<f64> = (0..40).map(|run| f64::from(run * 7 % 40)).collect();
//! let second: Vec<f64> = (0..40).map(|run| f64::from(run * 11 % 40)).collect();
//! let result: Vec<f64> = first.iter().map(|x| f64::from(u8::from(*x > 19.5))).collect();
//! let runs = Runs::new(vec![first, second], (0..40).map(|run| run % 4).collect());
//! let named = deciding(&runs, &result, |_| true, 5);
//! assert_eq!(named.len(), 1);
//! assert!(named[0].input == 0 && named[0].effect > 0.9);
//! ```

mod held_out;
mod ratio;
mod runs;

pub use held_out::held_out;
pub use ratio::{Effect, deciding, effect};
pub use runs::Runs;

//! What is to be run: a study as it is written, its policies and schools, and what all of it comes to beside the evidence.

mod fingerprint;
pub mod mistakes;
pub mod policy;
pub mod resolve;
pub mod schools;
pub mod written;

pub use mistakes::Mistakes;
pub use resolve::{PolicyRun, Prepared};
pub use written::{Asked, BUILT_IN, Changes, Dependence, DesignKind, Override, Setting, Study};

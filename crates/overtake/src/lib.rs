//! Study in, answer out.

pub mod policy;
pub mod prepared;
pub mod study;

pub use overtake_ensemble as ensemble;
pub use overtake_evidence as evidence;
pub use overtake_kernels as kernels;
pub use overtake_model as model;
pub use overtake_num as num;
pub use prepared::Prepared;
pub use study::{Changes, Study};

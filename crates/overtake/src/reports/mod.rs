//! What is told of a study or of its runs: one report a file.

pub mod compare;
pub mod explain;
pub mod observed;
pub mod packages;
pub mod rules_record;
pub mod when;

//! A run: its folder and record, futures run batch by batch, and the course of it from a study to its answers.

pub mod batch;
pub mod course;
pub mod folder;
pub mod ledger;

pub use course::{Done, Failure, How, plan, run};
pub use folder::{FolderError, InTheWay, LEDGER, Passed, Record, STUDY, finished_beside, free};

//! A run: its folder and record, futures run batch by batch, and the course of it from a study to its answers.

pub mod batch;
pub mod course;
pub mod error;
pub mod files;
pub mod folder;
pub mod ledger;
pub mod plan;
pub mod record;

pub use course::{Done, Failure, How, run};
pub use error::FolderError;
pub use files::{Finished, LEDGER, STUDY};
pub use folder::{InTheWay, Passed, finished_beside, free};
pub use plan::plan;
pub use record::Record;

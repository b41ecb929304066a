//! Runs every future under every policy and writes the run's files.
//!
//! Threads take blocks of 160 futures. When all blocks of a chunk are there, the thread that brought the last writes
//! the chunk as `parts/NNNNN.parquet`, with what the end needs of it (hashes of rows, histograms of paths) beside in
//! `parts/NNNNN.tally`. At the end the parts are joined into `futures.parquet` without decoding them, the tallies
//! become `paths.parquet` and the digest, and [`clear`] removes `parts/`. Nothing of all that depends on the number of
//! threads, on lanes or on the size of chunks, and a run that was stopped goes on from its finished chunks.

mod bytes;
mod chunk;
mod context;
mod finish;
mod folder;
mod job;
mod manifest;
mod paths;
mod run;
mod tally;
mod work;

pub use folder::{FUTURES, PARTS, PATHS};
pub use job::{Answers, CHUNK, Job, Options, Progress, RunSummary, Sampler};
pub use paths::OUTCOMES_KEY;
pub use run::{clear, run};

#[cfg(test)]
mod tests;

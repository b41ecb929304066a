//! Why a run's folder could not be made, read or used.

use overtake_ensemble::error::advice;
use overtake_evidence::Problem;
use std::io;
use std::path::PathBuf;

/// Why a run's folder could not be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The disk refused.
    #[error("cannot {what} `{}`: {source}; {}", path.display(), advice(what, source))]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No run lies there.
    #[error("`{}` holds no run: {reason}; `overtake run` makes one", path.display())]
    NoRun {
        /// The folder.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// What lies there was a run.
    #[error("the run in `{}` is damaged: {reason}; run its study again, which leaves this folder alone", path.display())]
    Damaged {
        /// The folder.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The run is not finished.
    #[error("the run in `{}` is not finished; the command that started it, with --resume, goes on", path.display())]
    Unfinished {
        /// The folder.
        path: PathBuf,
    },
    /// Another version of the program made it.
    #[error("the run in `{}` was made by version {found}, this is {expected}; a run is resumed and retold only by its own version", path.display())]
    OtherVersion {
        /// The folder.
        path: PathBuf,
        /// Its version.
        found: String,
        /// This version.
        expected: String,
    },
    /// Its numbers are not those of this program.
    #[error("the run in `{}` was made by another build of this version, which gives other numbers; run the study again", path.display())]
    OtherBuild {
        /// The folder.
        path: PathBuf,
    },
    /// It rests on other evidence.
    #[error("the run in `{}` rests on other evidence than this program's; run the study again", path.display())]
    OtherEvidence {
        /// The folder.
        path: PathBuf,
    },
    /// Its study no longer reads.
    #[error("the study in `{}` does not read: {}", path.display(), problems.first().map(ToString::to_string).unwrap_or_default())]
    Study {
        /// The folder.
        path: PathBuf,
        /// What is wrong.
        problems: Vec<Problem>,
    },
}

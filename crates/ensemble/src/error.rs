//! Why a run could not be done, and what to do.

use crate::plan::PlanError;
use std::io;
use std::path::{Path, PathBuf};

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The plan does not fit together.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// An option makes no sense.
    #[error("{option} is {given}: {reason}")]
    Option {
        /// The option.
        option: &'static str,
        /// What was given.
        given: usize,
        /// What it must be.
        reason: &'static str,
    },
    /// The kernel does not do what the plan says.
    #[error("the kernel does not fit the plan: {reason}")]
    Kernel {
        /// What does not fit.
        reason: String,
    },
    /// The claims callback gave something that is no column of the plan.
    #[error("claim column `{column}`: {reason}")]
    Claims {
        /// The column.
        column: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder holds something that is not of a run.
    #[error("`{}` holds `{entry}`, which is not of a run; choose another folder (nothing is overwritten)", folder.display())]
    Foreign {
        /// The folder.
        folder: PathBuf,
        /// What lies there.
        entry: String,
    },
    /// The folder holds an unfinished run.
    #[error("`{}` holds an unfinished run; resume it or choose another folder", folder.display())]
    Unfinished {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder holds a finished run.
    #[error("`{}` holds a finished run; choose another folder (nothing is overwritten)", folder.display())]
    Finished {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder holds another unfinished run.
    #[error("`{}` cannot be resumed: its {what} is `{found}`, this run's is `{expected}`; start in another folder", folder.display())]
    OtherRun {
        /// The folder.
        folder: PathBuf,
        /// What differs.
        what: &'static str,
        /// What the folder holds.
        found: String,
        /// What this run would need.
        expected: String,
    },
    /// The run was stopped; finished chunks are kept.
    #[error("interrupted after {done} of {total} trajectories; finished chunks are kept, resume to go on")]
    Interrupted {
        /// Trajectories in finished chunks.
        done: u64,
        /// Trajectories in all.
        total: u64,
    },
    /// A file of a chunk was damaged while the run went on.
    #[error("`{}` is damaged ({reason}); resume to compute it again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The disk refused.
    #[error("cannot {what} `{}`: {source}; {}", path.display(), advice(what, source))]
    Io {
        /// What was tried.
        what: &'static str,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Parquet refused.
    #[error("cannot {what} `{}`: {source}", path.display())]
    Parquet {
        /// What was tried.
        what: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the library said.
        source: parquet::errors::ParquetError,
    },
}

impl RunError {
    /// Wraps what the system said about a file.
    pub(crate) fn io(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { what, path, source }
    }

    /// Wraps what the Parquet library said; where that was the system's word, as an error of the system.
    pub(crate) fn parquet(
        what: &'static str,
        path: &Path,
    ) -> impl FnOnce(parquet::errors::ParquetError) -> Self {
        let path = path.to_owned();
        move |source| match source {
            parquet::errors::ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(source) => Self::Io { what, path, source: *source },
                Err(inner) => {
                    Self::Parquet { what, path, source: parquet::errors::ParquetError::External(inner) }
                }
            },
            source => Self::Parquet { what, path, source },
        }
    }
}

/// What was tried where a folder was to be made.
pub const MAKE_FOLDER: &str = "make the folder";

/// What to do when the system refuses what was tried.
#[must_use]
pub fn advice(what: &str, error: &io::Error) -> &'static str {
    match error.kind() {
        // Nothing can have removed what was not there yet.
        io::ErrorKind::NotFound if what == MAKE_FOLDER => {
            "no folder can be created there: what it would lie in is gone, or the system keeps it for itself; choose another folder"
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: make room, then resume; finished chunks are kept"
        }
        io::ErrorKind::FileTooLarge => {
            "files may not grow so large here (see `ulimit -f`): raise the limit, then resume; finished chunks are kept"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder in which you may write"
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "a file stands where a folder should be: choose another folder"
        }
        io::ErrorKind::NotFound => {
            "something removed it while the run went on: resume, or start in another folder"
        }
        _ => "check the disk, then resume; finished chunks are kept",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_says_what_to_do_also_when_parquet_met_it() {
        let full = || io::Error::from(io::ErrorKind::StorageFull);
        let path = Path::new("out/futures.parquet");
        for error in [
            RunError::io("write", path)(full()),
            RunError::parquet("write", path)(parquet::errors::ParquetError::External(Box::new(full()))),
        ] {
            let text = error.to_string();
            assert!(
                text.contains("out/futures.parquet") && text.contains("make room, then resume"),
                "{text}"
            );
        }
    }
}

//! The run's folder: what may lie in it, what is kept of an interrupted run, and files that are there whole or not at
//! all.

use super::job::Options;
use super::manifest::Manifest;
use super::tally::{Head, Section};
use crate::error::{MAKE_FOLDER, RunError};
use crate::file::{PARTIAL, write_whole};
use crate::plan::RunPlan;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Name of the file with one row a trajectory.
pub const FUTURES: &str = "futures.parquet";
/// Name of the file with paths.
pub const PATHS: &str = "paths.parquet";
/// Name of the folder with finished chunks.
pub const PARTS: &str = "parts";

/// Files that the caller puts into a run's folder, before or after.
const CALLERS: [&str; 3] = ["study.json", "ledger.parquet", "claims.json"];
const MANIFEST: &str = "manifest.json";

/// The folder of finished chunks.
#[derive(Debug)]
pub(super) struct Parts {
    folder: PathBuf,
}

impl Parts {
    /// Makes the run's folder ready, or says why it cannot be used.
    pub(super) fn prepare(folder: &Path, plan: &RunPlan, options: &Options) -> Result<Self, RunError> {
        fs::create_dir_all(folder).map_err(RunError::io(MAKE_FOLDER, folder))?;
        let mut names = Vec::new();
        for entry in fs::read_dir(folder).map_err(RunError::io("read the folder", folder))? {
            names.push(entry.map_err(RunError::io("read the folder", folder))?.file_name());
        }
        names.sort();
        let has = |name: &str| names.iter().any(|n| n == name);
        let ours = |name: &OsStr| {
            let Some(name) = name.to_str() else { return false };
            let whole = name.strip_suffix(PARTIAL).unwrap_or(name);
            CALLERS.contains(&whole) || [FUTURES, PATHS, PARTS].contains(&whole)
        };
        if let Some(entry) = names.iter().find(|n| !ours(n)) {
            let entry = entry.to_string_lossy().into_owned();
            return Err(RunError::Foreign { folder: folder.to_owned(), entry });
        }
        let parts = Self { folder: folder.join(PARTS) };
        if has(PARTS) {
            if !options.resume {
                return Err(RunError::Unfinished { folder: folder.to_owned() });
            }
            parts.recognise(folder, plan, options)?;
        } else if has(FUTURES) || has(PATHS) {
            return Err(RunError::Finished { folder: folder.to_owned() });
        } else {
            fs::create_dir(&parts.folder).map_err(RunError::io(MAKE_FOLDER, &parts.folder))?;
            parts.sign(plan, options)?;
        }
        Ok(parts)
    }

    /// Checks that what was left belongs to the same run.
    fn recognise(&self, folder: &Path, plan: &RunPlan, options: &Options) -> Result<(), RunError> {
        let path = self.folder.join(MANIFEST);
        let expected = Manifest::of(plan, options);
        let found: Option<Manifest> =
            fs::read(&path).ok().and_then(|text| serde_json::from_slice(&text).ok());
        match found {
            Some(found) => match expected.difference(&found) {
                None => Ok(()),
                Some((what, expected, found)) => {
                    Err(RunError::OtherRun { folder: folder.to_owned(), what, found, expected })
                }
            },
            // A run that died before it wrote its manifest left nothing else either.
            None => {
                let mut entries =
                    fs::read_dir(&self.folder).map_err(RunError::io("read the folder", &self.folder))?;
                let manifest = |name: &OsStr| name.to_string_lossy().starts_with(MANIFEST);
                match entries.find_map(|e| e.ok().filter(|e| !manifest(&e.file_name()))) {
                    None => self.sign(plan, options),
                    Some(entry) => Err(RunError::Foreign {
                        folder: self.folder.clone(),
                        entry: entry.file_name().to_string_lossy().into_owned(),
                    }),
                }
            }
        }
    }

    fn sign(&self, plan: &RunPlan, options: &Options) -> Result<(), RunError> {
        let text = serde_json::to_vec_pretty(&Manifest::of(plan, options)).unwrap_or_default();
        write_whole(&self.folder.join(MANIFEST), &text)
    }

    /// File of a chunk's rows.
    pub(super) fn part(&self, chunk: u64) -> PathBuf {
        self.folder.join(format!("{chunk:05}.parquet"))
    }

    fn tally_path(&self, chunk: u64) -> PathBuf {
        self.folder.join(format!("{chunk:05}.tally"))
    }

    /// Whether a chunk is on disk, whole.
    pub(super) fn keeps(&self, chunk: u64) -> bool {
        let Ok(head) = self.head(chunk) else { return false };
        fs::read(self.part(chunk)).is_ok_and(|bytes| {
            bytes.len() as u64 == head.part_length && *blake3::hash(&bytes).as_bytes() == head.part_hash
        })
    }

    /// Reads a chunk's tally up to its sections; the checksum covers them too.
    pub(super) fn head(&self, chunk: u64) -> Result<Head, RunError> {
        let path = self.tally_path(chunk);
        let bytes = fs::read(&path).map_err(RunError::io("read", &path))?;
        Head::decode(&bytes).map_err(|reason| RunError::Damaged { path, reason })
    }

    /// Reads what a chunk's tally says of one policy.
    pub(super) fn section(&self, chunk: u64, at: &Range<u64>) -> Result<Section, RunError> {
        let path = self.tally_path(chunk);
        let mut bytes = vec![0; usize::try_from(at.end - at.start).unwrap_or(0)];
        let mut file = File::open(&path).map_err(RunError::io("read", &path))?;
        file.seek(SeekFrom::Start(at.start)).map_err(RunError::io("read", &path))?;
        file.read_exact(&mut bytes).map_err(RunError::io("read", &path))?;
        Section::decode(&bytes).map_err(|reason| RunError::Damaged { path, reason })
    }

    /// Writes a chunk: the tally is in place before the part is.
    pub(super) fn write(&self, chunk: u64, part: &[u8], tally: &[u8]) -> Result<(), RunError> {
        write_whole(&self.tally_path(chunk), tally)?;
        write_whole(&self.part(chunk), part)
    }

    /// Removes the folder when everything in it has gone elsewhere.
    pub(super) fn remove(folder: &Path) -> Result<(), RunError> {
        let parts = folder.join(PARTS);
        match fs::remove_dir_all(&parts) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(RunError::io("remove the folder", &parts)(error))
            }
            _ => Ok(()),
        }
    }
}

//! The files of a run: written whole or not at all, sealed when it ends, and read by later commands.

use crate::answers::document::Document;
use crate::run::error::FolderError;
use crate::run::record::Record;
use overtake_ensemble::runner::{FUTURES, PARTS, PATHS};
use serde::Serialize;
use std::fs;
use std::io;
use std::path::Path;

/// Name of the file that says what a run is.
pub const STUDY: &str = "study.json";
/// Name of the file that holds the answers.
pub const CLAIMS: &str = "claims.json";
/// What changed each stock in some futures.
pub const LEDGER: &str = "ledger.parquet";

/// Ending of a file that is not yet whole.
const PARTIAL: &str = ".partial";

/// A finished run as its folder holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// Its record.
    pub record: Record,
    /// Its answers.
    pub document: Document,
}

impl Finished {
    /// Reads the run in a folder.
    ///
    /// # Errors
    /// When there is none, none that reads, or it is not finished.
    pub fn open(folder: &Path) -> Result<Self, FolderError> {
        match Contents::of(folder) {
            Contents::Run(record, Some(document)) => Ok(Self { record: *record, document }),
            Contents::Run(_, None) => Err(FolderError::Unfinished { path: folder.to_owned() }),
            Contents::Damaged(reason) => Err(FolderError::Damaged { path: folder.to_owned(), reason }),
            Contents::Nothing | Contents::Else(_) => {
                let reason = if folder.is_dir() { "it has no study.json" } else { "there is no such folder" };
                Err(FolderError::NoRun { path: folder.to_owned(), reason: reason.to_owned() })
            }
        }
    }
}

impl Record {
    /// Reads the record of a finished run.
    ///
    /// # Errors
    /// As [`Finished::open`].
    pub fn finished(folder: &Path) -> Result<Self, FolderError> {
        Finished::open(folder).map(|finished| finished.record)
    }

    /// Writes the record, whole or not at all.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, folder: &Path) -> Result<(), FolderError> {
        write_json(&folder.join(STUDY), self)
    }

    /// Adds the files of the folder with their sizes: the last thing before a finished record is written.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn seal(&mut self, folder: &Path) -> Result<(), FolderError> {
        let io = |source| FolderError::Io { what: "read the folder", path: folder.to_owned(), source };
        let Some(results) = &mut self.results else { return Ok(()) };
        for entry in fs::read_dir(folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let (name, about) = (entry.file_name(), entry.metadata().map_err(io)?);
            let name = name.to_string_lossy().into_owned();
            if about.is_file() && name != STUDY && !name.ends_with(PARTIAL) {
                results.files.insert(name, about.len());
            }
        }
        Ok(())
    }

    /// The answers of a run whose record says that it is finished; what is wrong with its files, if anything is.
    fn sound(&self, folder: &Path) -> Result<Option<Document>, String> {
        let Some(results) = &self.results else { return Ok(None) };
        if let Some(name) = [FUTURES, PATHS, LEDGER, CLAIMS].iter().find(|n| !results.files.contains_key(**n))
        {
            return Err(format!("{STUDY} does not list {name}"));
        }
        for (name, size) in &results.files {
            match fs::metadata(folder.join(name)) {
                Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(format!("{name} is missing")),
                Err(e) => return Err(format!("{name}: {e}")),
                Ok(found) if found.len() != *size => {
                    return Err(format!("{name} has {} bytes, not {size}", found.len()));
                }
                Ok(_) => {}
            }
        }
        let text = fs::read_to_string(folder.join(CLAIMS)).map_err(|e| format!("{CLAIMS}: {e}"))?;
        let document: Document =
            serde_json::from_str(&text).map_err(|e| format!("{CLAIMS} does not read: {e}"))?;
        if document.digest != results.digest {
            return Err(format!("{CLAIMS} belongs to other results"));
        }
        Ok(Some(document))
    }
}

/// Writes a document whole or not at all: beside first, then renamed.
///
/// # Errors
/// When the disk refuses.
pub fn write_json(path: &Path, document: &impl Serialize) -> Result<(), FolderError> {
    let io = |what| {
        let path = path.to_owned();
        move |source| FolderError::Io { what, path, source }
    };
    let mut text = serde_json::to_vec_pretty(document).map_err(|e| FolderError::Io {
        what: "write",
        path: path.to_owned(),
        source: io::Error::other(e),
    })?;
    text.push(b'\n');
    // A name that the runner knows for that of a file not yet whole, so that a run that died here can go on.
    let beside = path.with_extension("json.partial");
    let mut file = fs::File::create(&beside).map_err(io("write"))?;
    io::Write::write_all(&mut file, &text).map_err(io("write"))?;
    file.sync_all().map_err(io("write"))?;
    fs::rename(&beside, path).map_err(io("write"))
}

/// What lies in a folder.
#[derive(Clone, Debug)]
pub(super) enum Contents {
    /// It is empty or not there.
    Nothing,
    /// Something that no run leaves, such as this entry.
    Else(String),
    /// What was a run, and why it is none any more.
    Damaged(String),
    /// A run, with its answers if it is finished.
    Run(Box<Record>, Option<Document>),
}

impl Contents {
    pub(super) fn of(folder: &Path) -> Self {
        let entries = fs::read_dir(folder).map(|all| all.filter_map(Result::ok)).into_iter().flatten();
        let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        let unfinished = format!("{STUDY}{PARTIAL}");
        match fs::read_to_string(folder.join(STUDY)) {
            Ok(text) => match serde_json::from_str::<Record>(&text) {
                Err(e) => Self::Damaged(format!("{STUDY} does not read: {e}")),
                Ok(record) => match record.sound(folder) {
                    Err(reason) => Self::Damaged(reason),
                    Ok(document) => Self::Run(Box::new(record), document),
                },
            },
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                if names.is_empty() {
                    Self::Nothing
                } else {
                    Self::Damaged(format!("{STUDY}: {e}"))
                }
            }
            Err(_) => {
                let ours = [FUTURES, PATHS, LEDGER, CLAIMS, PARTS];
                let other = names.iter().find(|name| {
                    let whole = name.strip_suffix(PARTIAL).unwrap_or(name);
                    !ours.contains(&whole) && whole != STUDY
                });
                match (names.first(), other) {
                    (None, _) => Self::Nothing,
                    // Even with other things beside it, what a run leaves says what was there.
                    (Some(_), Some(entry)) if !names.iter().any(|n| ours.contains(&n.as_str())) => {
                        Self::Else(entry.clone())
                    }
                    _ if names.contains(&unfinished) => {
                        Self::Damaged(format!("it was stopped before {STUDY} was written"))
                    }
                    _ => Self::Damaged(format!("{STUDY} is missing")),
                }
            }
        }
    }
}

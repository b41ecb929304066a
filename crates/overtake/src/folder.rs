//! A run's folder: which one a study gets, and what its `study.json` says.

use crate::prepared::Prepared;
use crate::study::{Changes, Study};
use overtake_ensemble::error::advice;
use overtake_ensemble::runner::RunSummary;
use overtake_evidence::{Evidence, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the file that says what a run is.
pub const STUDY: &str = "study.json";
/// Name of the file that holds the answers.
pub const CLAIMS: &str = "claims.json";
/// What changed each stock in some futures.
pub const LEDGER: &str = "ledger.parquet";
/// Schema of [`STUDY`].
pub const SCHEMA: &str = "overtake/study/1";

/// What `study.json` says: everything needed to run it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// `overtake/study/1`.
    pub schema: String,
    /// Name of the study.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Digest of everything that decides the results.
    pub fingerprint: String,
    /// Digest of the evidence.
    pub evidence: String,
    /// Model.
    pub model: String,
    /// First quarter.
    pub start: String,
    /// Last quarter.
    pub end: String,
    /// Futures.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// Design.
    pub design: String,
    /// Policies with the futures run under each, the reference first.
    pub policies: Vec<PolicyRecord>,
    /// Schools by switch, each with its weight.
    #[serde(default)]
    pub schools: BTreeMap<String, String>,
    /// Every parameter with what was believed of it.
    pub parameters: Vec<ParameterRecord>,
    /// Text of the study.
    pub text: String,
    /// File of the study.
    pub file: String,
    /// What the command line changed.
    pub changes: Changes,
    /// Results, once there are any.
    pub results: Option<Results>,
}

/// A policy of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyRecord {
    /// Key.
    pub key: String,
    /// Futures run under it.
    pub futures: u64,
}

/// A parameter of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParameterRecord {
    /// Key.
    pub key: String,
    /// Unit.
    pub unit: String,
    /// Value of the central run.
    pub central: f64,
    /// The spread, as it was written.
    pub spread: String,
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Digest of the results.
    pub digest: String,
    /// Trajectories, broken ones included.
    pub trajectories: u64,
    /// Trajectories that broke.
    pub broken: u64,
    /// Reasons for breaking with their counts.
    pub reasons: Vec<(String, u64)>,
}

/// Why a run's folder could not be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The disk refused.
    #[error("cannot {what} `{}`: {source}; {}", path.display(), advice(source))]
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

/// Version of the program.
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

impl Record {
    /// What a run of a prepared study is, before it has results.
    #[must_use]
    pub fn new(prepared: &Prepared, fingerprint: String) -> Self {
        let study = &prepared.study;
        let parameters = prepared.layout.parameters().iter().zip(&prepared.priors).enumerate();
        let schools = &prepared.schools;
        let spread = |slot: usize, prior: &overtake_evidence::Prior| {
            let each: Vec<String> =
                schools.held(slot).map(|(school, p)| format!("{} {}", school.key, p.shape)).collect();
            if each.is_empty() { prior.shape.to_string() } else { each.join("; ") }
        };
        Self {
            schema: SCHEMA.to_owned(),
            name: study.name.clone(),
            version: version().to_owned(),
            fingerprint,
            evidence: prepared.evidence.clone(),
            model: study.model.name().to_owned(),
            start: study.calendar.start.to_string(),
            end: study.calendar.last().to_string(),
            futures: study.futures,
            seed: study.seed,
            design: study.design.name().to_owned(),
            policies: prepared
                .policies
                .iter()
                .map(|p| PolicyRecord { key: p.resolved.policy.key.clone(), futures: p.futures })
                .collect(),
            schools: (0..schools.list.len())
                .map(|s| (schools.list[s].key.clone(), schools.told(s)))
                .collect(),
            parameters: parameters
                .map(|(place, (slot, prior))| ParameterRecord {
                    key: slot.key.clone(),
                    unit: slot.unit.to_owned(),
                    central: prior.central,
                    spread: spread(place, prior),
                })
                .collect(),
            text: study.text.clone(),
            file: study.file.clone(),
            changes: study.changes.clone(),
            results: None,
        }
    }

    /// Reads the record of a folder.
    ///
    /// # Errors
    /// When there is none.
    pub fn read(folder: &Path) -> Result<Self, FolderError> {
        let none = |reason: String| FolderError::NoRun { path: folder.to_owned(), reason };
        let path = folder.join(STUDY);
        let text = fs::read_to_string(&path).map_err(|e| none(format!("{STUDY}: {e}")))?;
        serde_json::from_str(&text).map_err(|e| none(format!("{STUDY} does not read: {e}")))
    }

    /// Writes the record, whole or not at all.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(&self, folder: &Path) -> Result<(), FolderError> {
        write_json(&folder.join(STUDY), self)
    }

    /// Adds what came out.
    pub fn finish(&mut self, summary: &RunSummary) {
        self.results = Some(Results {
            digest: summary.digest.clone(),
            trajectories: summary.trajectories,
            broken: summary.broken.iter().sum(),
            reasons: summary.reasons.clone(),
        });
    }

    /// The study that was run, read again.
    ///
    /// # Errors
    /// When version or evidence differ, or the text no longer reads.
    pub fn study(&self, folder: &Path, evidence: &Evidence) -> Result<Study, FolderError> {
        let path = folder.to_owned();
        if self.version != version() {
            let (found, expected) = (self.version.clone(), version().to_owned());
            return Err(FolderError::OtherVersion { path, found, expected });
        }
        if self.evidence != evidence.digest() {
            return Err(FolderError::OtherEvidence { path });
        }
        Study::read(&self.file, &self.text, &self.changes)
            .map_err(|problems| FolderError::Study { path, problems })
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

/// The folder that a run gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A new folder; others of the name held other runs.
    New {
        /// It.
        folder: PathBuf,
        /// The folder that was asked for, where another run lies.
        instead_of: Option<PathBuf>,
    },
    /// The same run lies there, finished.
    Same(PathBuf),
    /// The same run lies there, unfinished, and is to go on.
    Resumed(PathBuf),
}

/// Finds the folder of a run: the one asked for, or the next free one beside it (`-2`, `-3`, …). Nothing is overwritten.
///
/// # Errors
/// When the disk refuses, or an unfinished run of another version was to be resumed.
pub fn find(asked: &Path, record: &Record, resume: bool) -> Result<Place, FolderError> {
    for number in 1.. {
        let folder = if number == 1 { asked.to_owned() } else { numbered(asked, number) };
        let instead_of = (number > 1).then(|| asked.to_owned());
        if let Some(parent) = folder.parent() {
            let io = |source| FolderError::Io { what: "make the folder", path: parent.to_owned(), source };
            fs::create_dir_all(parent).map_err(io)?;
        }
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(Place::New { folder, instead_of }),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(source) => return Err(FolderError::Io { what: "make the folder", path: folder, source }),
        }
        if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_none()) {
            return Ok(Place::New { folder, instead_of });
        }
        let Ok(found) = Record::read(&folder) else { continue };
        let same = found.fingerprint == record.fingerprint && found.version == record.version;
        if same && found.results.is_some() && folder.join(CLAIMS).exists() {
            return Ok(Place::Same(folder));
        }
        if same && resume {
            return Ok(Place::Resumed(folder));
        }
        if resume && found.results.is_none() && found.version != record.version {
            let (expected, found) = (record.version.clone(), found.version);
            return Err(FolderError::OtherVersion { path: folder, found, expected });
        }
    }
    unreachable!("folders are numbered without end")
}

/// The folder that the next run gets that was to go to `asked` and is like none before.
#[must_use]
pub fn free(asked: &Path) -> PathBuf {
    let beside = (2..).map(|number| numbered(asked, number));
    std::iter::once(asked.to_owned()).chain(beside).find(|folder| !folder.exists()).unwrap_or_default()
}

fn numbered(folder: &Path, number: u32) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(format!("-{number}"));
    folder.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fingerprint: &str) -> Record {
        let study = Study::built_in("textbook", &Changes::default()).expect("it reads");
        let evidence = Evidence::built_in().expect("it reads");
        let prepared = Prepared::new(study, &evidence, &[]).expect("it fits");
        Record::new(&prepared, fingerprint.to_owned())
    }

    #[test]
    fn a_run_in_the_way_is_left_alone_and_the_next_free_name_is_taken() {
        let home = tempfile::tempdir().expect("a folder");
        let asked = home.path().join("out").join("study");
        let (a, b) = (record("a"), record("b"));
        assert_eq!(
            find(&asked, &a, false).expect("found"),
            Place::New { folder: asked.clone(), instead_of: None }
        );
        a.write(&asked).expect("written");
        let beside = numbered(&asked, 2);
        let new = Place::New { folder: beside.clone(), instead_of: Some(asked.clone()) };
        assert_eq!(find(&asked, &b, false).expect("found"), new);
        // Unfinished and not to be resumed: the next one; to be resumed: the same.
        assert_eq!(find(&asked, &a, false).expect("found"), new);
        assert_eq!(find(&asked, &a, true).expect("found"), Place::Resumed(asked.clone()));
        let mut done = a.clone();
        done.results = Some(Results { digest: "d".into(), trajectories: 1, broken: 0, reasons: Vec::new() });
        done.write(&asked).expect("written");
        fs::write(asked.join(CLAIMS), "{}").expect("written");
        assert_eq!(find(&asked, &a, false).expect("found"), Place::Same(asked.clone()));
    }

    #[test]
    fn an_unfinished_run_of_another_version_is_not_resumed() {
        let home = tempfile::tempdir().expect("a folder");
        let asked = home.path().join("study");
        let a = record("a");
        let old = Record { version: "0.0.1".into(), ..a.clone() };
        fs::create_dir(&asked).expect("made");
        old.write(&asked).expect("written");
        assert!(matches!(find(&asked, &a, true), Err(FolderError::OtherVersion { .. })));
    }

    #[test]
    fn a_file_in_place_of_the_folder_is_an_error_that_names_it() {
        let home = tempfile::tempdir().expect("a folder");
        let asked = home.path().join("study");
        fs::write(&asked, "in the way").expect("written");
        let error = find(&asked, &record("a"), false).expect_err("a file is in the way");
        assert!(error.to_string().contains("study"), "{error}");
    }
}

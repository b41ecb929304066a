//! A run's folder: which one a study gets, and what its `study.json` says.

use crate::answers::document::Document;
use crate::study::resolve::Prepared;
use crate::study::written::{Changes, Study};
use overtake_ensemble::error::{MAKE_FOLDER, advice};
use overtake_ensemble::runner::{FUTURES, PARTS, PATHS, RunSummary};
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
    /// Digest of everything that decides the results, the program's equations apart.
    pub fingerprint: String,
    /// Digest of what its first futures come to: builds of one version that differ in it have other equations.
    #[serde(default)]
    pub numbers: String,
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
    /// Rank correlations between parameters, each pair by its keys.
    #[serde(default)]
    pub dependence: BTreeMap<String, f64>,
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Digest of the results.
    pub digest: String,
    /// Trajectories, broken ones included.
    pub trajectories: u64,
    /// Trajectories that broke.
    pub broken: u64,
    /// Reasons for breaking with their counts.
    pub reasons: Vec<(String, u64)>,
    /// Every other file of the run with its size in bytes; one that is gone or of another size was damaged since.
    #[serde(default)]
    pub files: BTreeMap<String, u64>,
}

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

/// Version of the program.
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

impl Record {
    /// What a run of a prepared study is, before it has results.
    #[must_use]
    pub fn new(prepared: &Prepared, fingerprint: String, numbers: String) -> Self {
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
            numbers,
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
            dependence: prepared.pairs().map(|(a, b, rho)| (format!("{a} with {b}"), rho)).collect(),
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
    /// When there is none, or none that reads.
    pub fn read(folder: &Path) -> Result<Self, FolderError> {
        match Contents::of(folder) {
            Contents::Run(record) => Ok(*record),
            Contents::Damaged(reason) => Err(FolderError::Damaged { path: folder.to_owned(), reason }),
            Contents::Nothing | Contents::Else(_) => {
                let reason = if folder.is_dir() { "it has no study.json" } else { "there is no such folder" };
                Err(FolderError::NoRun { path: folder.to_owned(), reason: reason.to_owned() })
            }
        }
    }

    /// Reads the record of a finished run.
    ///
    /// # Errors
    /// As [`Record::read`], and when the run is not finished.
    pub fn finished(folder: &Path) -> Result<Self, FolderError> {
        let record = Self::read(folder)?;
        if record.results.is_none() {
            return Err(FolderError::Unfinished { path: folder.to_owned() });
        }
        Ok(record)
    }

    /// What is wrong with the files of a run whose record says that it is finished.
    fn damage(&self, folder: &Path) -> Option<String> {
        let results = self.results.as_ref()?;
        if let Some(name) = [FUTURES, PATHS, LEDGER, CLAIMS].iter().find(|n| !results.files.contains_key(**n))
        {
            return Some(format!("{STUDY} does not list {name}"));
        }
        for (name, size) in &results.files {
            match fs::metadata(folder.join(name)) {
                Err(e) if e.kind() == io::ErrorKind::NotFound => return Some(format!("{name} is missing")),
                Err(e) => return Some(format!("{name}: {e}")),
                Ok(found) if found.len() != *size => {
                    return Some(format!("{name} has {} bytes, not {size}", found.len()));
                }
                Ok(_) => {}
            }
        }
        match read_answers(folder) {
            Err(reason) => Some(reason),
            Ok(document) if document.digest != results.digest => {
                Some(format!("{CLAIMS} belongs to other results"))
            }
            Ok(_) => None,
        }
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
            files: BTreeMap::new(),
        });
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

/// The answers of a finished run.
///
/// # Errors
/// When they do not read.
pub fn answers(folder: &Path) -> Result<Document, FolderError> {
    read_answers(folder).map_err(|reason| FolderError::Damaged { path: folder.to_owned(), reason })
}

fn read_answers(folder: &Path) -> Result<Document, String> {
    let text = fs::read_to_string(folder.join(CLAIMS)).map_err(|e| format!("{CLAIMS}: {e}"))?;
    serde_json::from_str(&text).map_err(|e| format!("{CLAIMS} does not read: {e}"))
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

/// Ending of a file that is not yet whole.
const PARTIAL: &str = ".partial";

/// What lies in a folder.
#[derive(Clone, Debug)]
enum Contents {
    /// It is empty or not there.
    Nothing,
    /// Something that no run leaves, such as this entry.
    Else(String),
    /// What was a run, and why it is none any more.
    Damaged(String),
    /// A run, finished or not.
    Run(Box<Record>),
}

impl Contents {
    fn of(folder: &Path) -> Self {
        let entries = fs::read_dir(folder).map(|all| all.filter_map(Result::ok)).into_iter().flatten();
        let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        let unfinished = format!("{STUDY}{PARTIAL}");
        match fs::read_to_string(folder.join(STUDY)) {
            Ok(text) => match serde_json::from_str::<Record>(&text) {
                Err(e) => Self::Damaged(format!("{STUDY} does not read: {e}")),
                Ok(record) => match record.damage(folder) {
                    Some(reason) => Self::Damaged(reason),
                    None => Self::Run(Box::new(record)),
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

/// The folder that a run gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// It.
    pub folder: PathBuf,
    /// What is to be done there.
    pub task: Task,
    /// Folders that were tried before it and left alone, the one asked for first.
    pub passed: Vec<Passed>,
}

/// What is to be done in a run's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Everything: it is new or empty.
    Begin,
    /// The rest: the same run lies there, unfinished, and is to go on.
    GoOn,
    /// Nothing: the same run lies there, finished.
    Reuse,
}

/// A folder that was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// It.
    pub folder: PathBuf,
    /// Why.
    pub why: InTheWay,
}

/// What lies in a folder that was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InTheWay {
    /// Another run.
    OtherRun,
    /// The same run by a build that gives other numbers.
    OtherBuild,
    /// The same run, unfinished, and not to go on.
    Unfinished,
    /// What was a run, with what is wrong with it.
    Damaged(String),
    /// Something that is no run, such as this entry.
    Else(String),
}

/// Finds the folder of a run: the one asked for, or the next free one beside it (`-2`, `-3`, …). Nothing is overwritten.
///
/// # Errors
/// When the disk refuses, or an unfinished run of another version or build was to be resumed.
pub fn find(asked: &Path, record: &Record, resume: bool) -> Result<Place, FolderError> {
    let mut passed = Vec::new();
    for number in 1.. {
        let folder = if number == 1 { asked.to_owned() } else { numbered(asked, number) };
        if let Some(parent) = folder.parent() {
            let io = |source| FolderError::Io { what: MAKE_FOLDER, path: parent.to_owned(), source };
            fs::create_dir_all(parent).map_err(io)?;
        }
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(Place { folder, task: Task::Begin, passed }),
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => {}
            Err(source) => return Err(FolderError::Io { what: MAKE_FOLDER, path: folder, source }),
        }
        let why = match Contents::of(&folder) {
            Contents::Nothing => return Ok(Place { folder, task: Task::Begin, passed }),
            Contents::Else(entry) => InTheWay::Else(entry),
            Contents::Damaged(reason) => InTheWay::Damaged(reason),
            Contents::Run(found) => {
                let asked = found.fingerprint == record.fingerprint && found.version == record.version;
                let same = asked && found.numbers == record.numbers;
                if same && found.results.is_some() {
                    return Ok(Place { folder, task: Task::Reuse, passed });
                }
                if same && resume {
                    return Ok(Place { folder, task: Task::GoOn, passed });
                }
                if resume && found.results.is_none() && found.version != record.version {
                    let (expected, found) = (record.version.clone(), found.version);
                    return Err(FolderError::OtherVersion { path: folder, found, expected });
                }
                if resume && asked && found.results.is_none() {
                    return Err(FolderError::OtherBuild { path: folder });
                }
                if same {
                    InTheWay::Unfinished
                } else if asked {
                    InTheWay::OtherBuild
                } else {
                    InTheWay::OtherRun
                }
            }
        };
        passed.push(Passed { folder, why });
    }
    unreachable!("folders are numbered without end")
}

/// Folders in which runs lie that were to go to `asked`, in the order of their numbers, each with its record.
#[must_use]
pub fn finished_beside(asked: &Path) -> Vec<(PathBuf, Record)> {
    let beside = (2..).map(|number| numbered(asked, number));
    let there = std::iter::once(asked.to_owned()).chain(beside).take_while(|folder| folder.exists());
    there.filter_map(|folder| Record::finished(&folder).ok().map(|record| (folder, record))).collect()
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
        Record::new(&prepared, fingerprint.to_owned(), "n".to_owned())
    }

    #[test]
    fn a_run_in_the_way_is_left_alone_and_the_next_free_name_is_taken() {
        let home = tempfile::tempdir().expect("a folder");
        let asked = home.path().join("out").join("study");
        let (a, b) = (record("a"), record("b"));
        let found = |record: &Record, resume| find(&asked, record, resume).expect("found");
        let at = |folder: &Path, task, passed| Place { folder: folder.to_owned(), task, passed };
        assert_eq!(found(&a, false), at(&asked, Task::Begin, Vec::new()));
        a.write(&asked).expect("written");
        let beside = numbered(&asked, 2);
        let past = |why| vec![Passed { folder: asked.clone(), why }];
        assert_eq!(found(&b, false), at(&beside, Task::Begin, past(InTheWay::OtherRun)));
        // Unfinished and not to be resumed: the next one; to be resumed: the same.
        assert_eq!(found(&a, false), at(&beside, Task::Begin, past(InTheWay::Unfinished)));
        assert_eq!(found(&a, true), at(&asked, Task::GoOn, Vec::new()));
        finish(&a, &asked);
        assert_eq!(found(&a, false), at(&asked, Task::Reuse, Vec::new()));
        assert_eq!(finished_beside(&asked).len(), 1);
    }

    /// Makes of a record a finished run as far as its folder shows.
    fn finish(record: &Record, folder: &Path) {
        let document = Document {
            schema: crate::answers::document::SCHEMA.to_owned(),
            study: record.name.clone(),
            seed: record.seed,
            futures: record.futures,
            version: record.version.clone(),
            digest: "d".to_owned(),
            claims: Vec::new(),
        };
        for table in [FUTURES, PATHS, LEDGER] {
            fs::write(folder.join(table), "rows").expect("written");
        }
        write_json(&folder.join(CLAIMS), &document).expect("written");
        let results = Results { digest: "d".into(), trajectories: 1, ..Results::default() };
        let mut done = Record { results: Some(results), ..record.clone() };
        done.seal(folder).expect("sealed");
        done.write(folder).expect("written");
    }

    #[test]
    fn a_run_whose_files_are_not_as_it_left_them_is_damaged_and_left_alone() {
        let a = record("a");
        type Harm = fn(&Path);
        let harms: [(&str, Harm); 8] = [
            ("futures.parquet is missing", |f| fs::remove_file(f.join(FUTURES)).expect("removed")),
            ("paths.parquet has 1 bytes, not 4", |f| fs::write(f.join(PATHS), "r").expect("written")),
            ("claims.json is missing", |f| fs::remove_file(f.join(CLAIMS)).expect("removed")),
            ("claims.json does not read", |f| {
                let size = fs::metadata(f.join(CLAIMS)).expect("there").len();
                fs::write(f.join(CLAIMS), " ".repeat(size as usize)).expect("written");
            }),
            ("study.json does not read", |f| fs::write(f.join(STUDY), "{").expect("written")),
            ("study.json is missing", |f| fs::remove_file(f.join(STUDY)).expect("removed")),
            ("does not list ledger.parquet", |f| {
                let text = fs::read_to_string(f.join(STUDY)).expect("read");
                fs::write(f.join(STUDY), text.replace(LEDGER, "other.parquet")).expect("written");
            }),
            ("stopped before study.json was written", |f| {
                fs::remove_dir_all(f).and_then(|()| fs::create_dir(f)).expect("emptied");
                fs::write(f.join("study.json.partial"), "{").expect("written");
            }),
        ];
        for (said, harm) in harms {
            let home = tempfile::tempdir().expect("a folder");
            let asked = home.path().join("study");
            fs::create_dir(&asked).expect("made");
            finish(&a, &asked);
            harm(&asked);
            for resume in [false, true] {
                let place = find(&asked, &a, resume).expect("found");
                assert_eq!((place.folder, place.task), (numbered(&asked, 2), Task::Begin), "{said}");
                let [Passed { why: InTheWay::Damaged(reason), .. }] = &place.passed[..] else {
                    panic!("{said}: {:?}", place.passed)
                };
                assert!(reason.contains(said), "{reason}");
                fs::remove_dir(numbered(&asked, 2)).expect("removed");
            }
            let error = Record::finished(&asked).expect_err("it is damaged").to_string();
            assert!(error.contains("is damaged") && error.contains(said), "{error}");
        }
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
    fn the_same_run_by_a_build_with_other_numbers_is_neither_reused_nor_resumed() {
        let home = tempfile::tempdir().expect("a folder");
        let asked = home.path().join("study");
        let a = record("a");
        let other = Record { numbers: "other".into(), ..a.clone() };
        fs::create_dir(&asked).expect("made");
        other.write(&asked).expect("written");
        assert!(matches!(find(&asked, &a, true), Err(FolderError::OtherBuild { .. })));
        let place = find(&asked, &a, false).expect("found");
        assert_eq!(place.passed, vec![Passed { folder: asked.clone(), why: InTheWay::OtherBuild }]);
        fs::remove_dir(numbered(&asked, 2)).expect("removed");
        finish(&other, &asked);
        let place = find(&asked, &a, false).expect("found");
        assert_eq!((place.folder, place.task), (numbered(&asked, 2), Task::Begin));
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

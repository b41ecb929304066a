//! A run's folder: which one a study gets.

use crate::run::error::FolderError;
use crate::run::files::Contents;
use crate::run::record::Record;
use overtake_ensemble::error::MAKE_FOLDER;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
            Contents::Run(found, _) => {
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
    use crate::answers::document::{self, Document};
    use crate::run::files::{CLAIMS, LEDGER, STUDY, write_json};
    use crate::run::record::Results;
    use crate::study::resolve::Prepared;
    use crate::study::written::{Changes, Study};
    use overtake_ensemble::runner::{FUTURES, PATHS};
    use overtake_evidence::Evidence;

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
            schema: document::SCHEMA.to_owned(),
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

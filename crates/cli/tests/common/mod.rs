//! The program as a person starts it: in a folder of its own, with what it printed and how it ended.
#![allow(dead_code, reason = "each test file uses some of it")]

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder in which the program runs; gone with the test.
pub(crate) struct Home(TempDir);

/// What a call printed and how it ended.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        fs::write(self.join(path), text).expect("written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// The program, not started; nobody looks on and nothing of the tester's shell shows.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_overtake"));
        command.args(arguments).current_dir(self.path()).stdin(Stdio::null());
        command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("COLUMNS");
        command
    }

    /// Runs it to its end.
    pub(crate) fn call(&self, arguments: &[&str]) -> Told {
        Told::of(self.command(arguments).output().expect("it starts"))
    }

    /// Runs it; it must do its work.
    pub(crate) fn done(&self, arguments: &[&str]) -> Told {
        let told = self.call(arguments);
        assert_eq!(told.code, Some(0), "{arguments:?}\n{}\n{}", told.out, told.err);
        told
    }

    /// Runs it with `--json`; it must print one document.
    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        let all: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        let told = self.done(&all);
        serde_json::from_str(&told.out)
            .unwrap_or_else(|e| panic!("{all:?} printed no document: {e}\n{}", told.out))
    }

    pub(crate) fn document(&self, path: &str) -> Value {
        serde_json::from_str(&self.read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// Digest of the results of a finished run.
    pub(crate) fn digest(&self, run: &str) -> String {
        let study = self.document(&format!("{run}/study.json"));
        let digest = study["results"]["digest"].as_str().expect("a finished run").to_owned();
        assert_eq!(digest.len(), 64, "{digest}");
        assert_eq!(self.document(&format!("{run}/claims.json"))["digest"], digest.as_str());
        digest
    }

    /// Names of what lies in a folder, in order.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.join(folder)).unwrap_or_else(|e| panic!("{folder}: {e}"));
        let mut names: Vec<String> =
            entries.map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Told {
    pub(crate) fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it speaks UTF-8");
        let told = Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) };
        assert!(!told.err.contains("panicked") && !told.err.contains("a defect of overtake"), "{}", told.err);
        told
    }
}

/// Whether every one of `parts` stands in `text`.
#[track_caller]
pub(crate) fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

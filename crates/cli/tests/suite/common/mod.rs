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

/// A text in one line: where it was broken depends on what stands before.
pub(crate) fn unbroken(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether every one of `parts` stands in `text`.
#[track_caller]
pub(crate) fn says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

/// Compares a text with the one committed, or commits it anew: `cargo xtask golden`.
#[track_caller]
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("OVERTAKE_GOLDEN").is_some_and(|v| v == "write") {
        fs::write(&path, text).expect("written");
        return;
    }
    let kept = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    // A checkout may have turned the ends of lines.
    let kept = kept.replace("\r\n", "\n");
    let differs = kept.lines().zip(text.lines()).enumerate().find(|(_, (a, b))| a != b);
    if let Some((line, (kept, now))) = differs {
        panic!("{name}:{}: was\n  {kept}\nis\n  {now}\n(if that is meant: cargo xtask golden)", line + 1);
    }
    assert_eq!(
        kept.lines().count(),
        text.lines().count(),
        "{name} is longer or shorter (cargo xtask golden)"
    );
}

/// Checks a document against as much of JSON Schema as the program's schemas use.
#[track_caller]
pub(crate) fn fits(schema: &Value, value: &Value) {
    let mut wrong = Vec::new();
    check(schema, value, "", &mut wrong);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn check(schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    let rules = schema.as_object().unwrap_or_else(|| panic!("{at}: a schema is an object, not {schema}"));
    let is = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("no kind `{other}`"),
    };
    let any = |schemas: &Value| {
        let schemas = schemas.as_array().expect("a list of schemas").iter();
        let fits = |schema: &&Value| {
            let mut wrong = Vec::new();
            check(schema, value, at, &mut wrong);
            wrong.is_empty()
        };
        schemas.filter(fits).count()
    };
    for (rule, says) in rules {
        let holds = match rule.as_str() {
            "$schema" | "title" | "description" | "pattern" | "prefixItems" | "format" => true,
            "type" => match says {
                Value::String(kind) => is(kind),
                kinds => kinds.as_array().expect("kinds").iter().any(|k| is(k.as_str().expect("a kind"))),
            },
            "const" => value == says,
            "enum" => says.as_array().expect("choices").contains(value),
            "minimum" => value.as_f64().zip(says.as_f64()).is_none_or(|(v, least)| v >= least),
            "maximum" => value.as_f64().zip(says.as_f64()).is_none_or(|(v, most)| v <= most),
            "exclusiveMinimum" => value.as_f64().zip(says.as_f64()).is_none_or(|(v, least)| v > least),
            "maxItems" => value.as_array().is_none_or(|a| a.len() as u64 <= says.as_u64().expect("a count")),
            "minItems" => value.as_array().is_none_or(|a| a.len() as u64 >= says.as_u64().expect("a count")),
            "oneOf" => any(says) == 1,
            "anyOf" => any(says) > 0,
            "required" => value.as_object().is_none_or(|o| {
                says.as_array().expect("keys").iter().all(|k| o.contains_key(k.as_str().expect("a key")))
            }),
            "properties" => {
                let known = says.as_object().expect("properties");
                let inside = known.iter().filter_map(|(key, schema)| Some((key, schema, value.get(key)?)));
                inside.for_each(|(key, schema, value)| check(schema, value, &format!("{at}/{key}"), wrong));
                true
            }
            "additionalProperties" if says.is_object() => {
                assert!(rules.get("properties").is_none(), "{at}: this check knows either");
                let all = value.as_object().into_iter().flatten();
                all.for_each(|(key, value)| check(says, value, &format!("{at}/{key}"), wrong));
                true
            }
            "additionalProperties" => {
                assert_eq!(says, false);
                let known = rules["properties"].as_object().expect("properties");
                value.as_object().is_none_or(|o| o.keys().all(|key| known.contains_key(key)))
            }
            "items" => {
                let items = value.as_array().map_or(&[][..], Vec::as_slice).iter().enumerate();
                items.for_each(|(n, item)| check(says, item, &format!("{at}/{n}"), wrong));
                true
            }
            other => panic!("{at}: this check does not know the rule `{other}`"),
        };
        if !holds {
            wrong.push(format!("{at}: `{rule}` {says} does not hold for {value}"));
        }
    }
}

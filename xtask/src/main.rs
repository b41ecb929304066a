//! Routines of the project: `cargo xtask` lists them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for people")]

mod circles;
mod structure;

use std::path::Path;
use std::process::{Command, ExitCode};

/// A routine: its name, what it does, how it runs.
type Routine = (&'static str, &'static str, fn(&[String]) -> Result<(), String>);

const ROUTINES: &[Routine] = &[
    ("test", "run the whole test suite", |rest| cargo(&["test", "--workspace"], rest)),
    ("full", "run what is slow and rarely fails, beside the test suite", |rest| full(rest)),
    ("lint", "check format, lints, documentation, arrows, circles and licences", |_| lint()),
    ("arrows", "check that crates use only the crates they may", |_| structure::arrows()),
    ("circles", "check that no files refer to each other in a circle", |_| circles::circles()),
    ("licences", "check that every dependency's licence suits ours", |_| structure::licences()),
    ("golden", "rewrite the golden playthroughs and the committed digest", |rest| {
        let tests = ["test", "--package", "overtake-cli", "--test", "suite", "approved"];
        environment("OVERTAKE_GOLDEN", "write", &tests, rest)
    }),
    ("book", "write the book's pages from what the code declares, and as HTML to target/book", |rest| {
        let test = ["test", "--package", "overtake", "--test", "suite", "book::every_page"];
        environment("OVERTAKE_BOOK", "write", &test, rest)
    }),
    (
        "locales",
        "list Chinese entries that are missing, stale or orphaned; --accept KEY restamps one",
        |rest| locales(rest),
    ),
    ("edits", "edit the shipped files at random and read them, 100000 times or COUNT", |rest| edits(rest)),
    ("bench", "trajectories a second, operations, share of the processor's peak", |rest| {
        cargo(&["bench", "--package", "overtake", "--bench", "trajectories"], rest)
    }),
    ("docs", "build the documentation", |rest| cargo(&["doc", "--workspace", "--no-deps"], rest)),
    ("columns", "open a run in polars and DuckDB (installs both for Python)", |rest| columns(rest)),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = arguments.split_first() else {
        println!("Routines of the project; run one with `cargo xtask NAME`.\n");
        for (name, what, _) in ROUTINES {
            println!("  {name:<10} {what}");
        }
        return ExitCode::SUCCESS;
    };
    let Some((_, _, run)) = ROUTINES.iter().find(|(known, _, _)| known == name) else {
        eprintln!("error: no routine is called `{name}`; `cargo xtask` lists them");
        return ExitCode::from(2);
    };
    match run(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("error: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// Tests of the suite that are ignored there: a reason that begins with `full:` says what each takes.
fn full(rest: &[String]) -> Result<(), String> {
    cargo(&["test", "--workspace", "--tests", "--", "--ignored"], rest)
}

fn lint() -> Result<(), String> {
    cargo(&["fmt", "--all", "--check"], &[])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"], &[])?;
    environment("RUSTDOCFLAGS", "--deny warnings", &["doc", "--workspace", "--no-deps"], &[])?;
    structure::arrows()?;
    circles::circles()?;
    structure::licences()
}

fn locales(rest: &[String]) -> Result<(), String> {
    let accepted = match rest {
        [] => "",
        [flag, key] if flag == "--accept" => key.as_str(),
        _ => {
            return Err(
                "give nothing, or --accept with a key, keys with commas between them, or all".to_owned()
            );
        }
    };
    let test =
        ["test", "--quiet", "--package", "overtake-cli", "--bin", "overtake", "locale::audit::every_entry"];
    environment("OVERTAKE_LOCALES", accepted, &test, &["--".to_owned(), "--nocapture".to_owned()])
}

fn edits(rest: &[String]) -> Result<(), String> {
    let count = rest.first().map_or("100000", String::as_str);
    if count.parse::<u64>().is_err() {
        return Err(format!("`{count}` is no number of edits"));
    }
    let test =
        ["test", "--release", "--package", "overtake", "--test", "suite", "edits::", "--", "--nocapture"];
    environment("OVERTAKE_EDITS", count, &test, &[])
}

fn columns(rest: &[String]) -> Result<(), String> {
    let run = rest.first().map_or("out/as-is", String::as_str);
    if !Path::new(run).join("futures.parquet").exists() {
        return Err(format!(
            "there is no run in `{run}`; `cargo run --release` makes one in out/as-is, `cargo xtask columns FOLDER` \
             opens another"
        ));
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask lies in no workspace")?;
    let home = root.join("target").join("columns");
    let python = home.join("bin").join("python");
    if !python.exists() {
        shell(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    }
    shell(Command::new(&python).args(["-m", "pip", "install", "--quiet", "polars", "duckdb", "pyarrow"]))?;
    shell(Command::new(&python).arg(root.join("xtask").join("columns.py")).arg(run))
}

fn cargo(arguments: &[&str], rest: &[String]) -> Result<(), String> {
    shell(Command::new(env!("CARGO")).args(arguments).args(rest))
}

fn environment(key: &str, value: &str, arguments: &[&str], rest: &[String]) -> Result<(), String> {
    shell(Command::new(env!("CARGO")).env(key, value).args(arguments).args(rest))
}

fn shell(command: &mut Command) -> Result<(), String> {
    let status = command.status().map_err(|e| format!("{command:?} did not start: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} ended with {status}")) }
}

//! The command `overtake`: the only crate that prints, and the only one that turns errors into text for people.
#![recursion_limit = "256"]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this crate is the one that speaks")]

mod args;
mod commands;
mod errors;
mod locale;
mod paper;
mod progress;
mod screen;
mod story;
mod words;

use args::{Cli, Command, Output};
use clap::Parser;
use errors::Error;
use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

#[global_allocator]
static MEMORY: overtake_memory::Memory = overtake_memory::Memory;

fn main() -> ExitCode {
    // A reader that stops reading ends the program quietly, as it does others.
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if !text.contains("Broken pipe") {
            eprintln!("error: this is a defect of overtake, not of your input: {text}");
        }
    }));
    outlive_file_limits();
    overtake_memory::keep();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return unparsed(&error),
    };
    let output = cli.output;
    let mut sources = BTreeMap::new();
    let result = match cli.command {
        None => commands::run(
            &args::Run { study: "as-is".to_owned(), ..args::Run::default() },
            output,
            &mut sources,
        ),
        Some(Command::Run(it)) => commands::run(&it, output, &mut sources),
        Some(Command::Claims(it)) => commands::claims(&it, output),
        Some(Command::Compare(it)) => commands::compare(&it, output),
        Some(Command::Explain(it)) => commands::explain(&it, output),
        Some(Command::Evidence(it)) => commands::evidence(&it, output, &mut sources),
        Some(Command::Rules(it)) => commands::rules(&it, output, &mut sources),
        Some(Command::When(it)) => commands::when(&it, output, &mut sources),
        Some(Command::Audit(it)) => commands::audit(&it, output),
        Some(Command::Schema(it)) => commands::schema(&it, output),
        Some(Command::New(it)) => commands::new(&it, output),
        Some(Command::Completions(it)) => commands::completions(&it, output),
    };
    ended(result, output, &sources)
}

/// Tells why a command did not do its work.
fn ended(result: Result<(), Error>, output: Output, sources: &BTreeMap<String, String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.tell(output, sources);
            ExitCode::from(error.code())
        }
    }
}

/// Help and versions as they are; wrong use as text, or as a document where one was asked for.
fn unparsed(error: &clap::Error) -> ExitCode {
    let plain = Output { json: false, lang: args::Lang::En, quiet: false };
    if !error.use_stderr() {
        let printed = error.print().and_then(|()| std::io::stdout().flush());
        return ended(commands::written(printed), plain, &BTreeMap::new());
    }
    if !std::env::args_os().any(|argument| argument == "--json") {
        error.exit();
    }
    let text = error.render().to_string();
    let (message, rest) = text.split_once("\n\n").unwrap_or((&text, ""));
    let tip = rest.lines().find_map(|line| line.trim().strip_prefix("tip: "));
    let error = Error::usage(
        message.trim_start_matches("error: ").trim(),
        tip.unwrap_or("`overtake --help` lists commands and options"),
    );
    ended(Err(error), Output { json: true, ..plain }, &BTreeMap::new())
}

/// Makes a file that may grow no further an error of the write that says so: the signal would end the program mutely.
#[cfg(unix)]
fn outlive_file_limits() {
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

#[cfg(not(unix))]
fn outlive_file_limits() {}

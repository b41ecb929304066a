//! The command `overtake`: the only crate that prints, and the only one that turns errors into text for people.
#![recursion_limit = "256"]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this crate is the one that speaks")]

mod args;
mod commands;
mod errors;
mod paper;
mod progress;
mod screen;
mod story;
mod words;

use args::{Cli, Command};
use clap::Parser;
use errors::Error;
use std::collections::BTreeMap;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A reader that stops reading ends the program quietly, as it does others.
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        if !text.contains("Broken pipe") {
            eprintln!("error: this is a defect of overtake, not of your input: {text}");
        }
    }));
    let cli = Cli::parse();
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
        Some(Command::Audit(it)) => commands::audit(&it, output),
        Some(Command::Schema(it)) => commands::schema(&it, output),
        Some(Command::New(it)) => commands::new(&it, output),
        Some(Command::Completions(it)) => commands::completions(&it),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !matches!(&error, Error::Failed { message, .. } if message.is_empty()) {
                error.tell(output, &sources);
            }
            ExitCode::from(error.code())
        }
    }
}

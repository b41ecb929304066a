//! `overtake completions`: what a shell completes.

use super::output::{Done, print, print_json};
use crate::args::{self, Cli, Output};
use clap::CommandFactory;
use serde_json::json;

pub(crate) fn completions(it: &args::Completions, output: Output) -> Done {
    let mut text = Vec::new();
    clap_complete::generate(it.shell, &mut Cli::command(), "overtake", &mut text);
    let script = String::from_utf8_lossy(&text);
    if output.json {
        let shell = it.shell.to_string();
        return print_json(&json!({ "schema": "overtake/completions/1", "shell": shell, "script": script }));
    }
    print(&script)
}

//! Errors as people read them: what failed, where, and what to do; and as one JSON document.

use crate::args::Output;
use overtake::evidence::Problem;
use serde_json::json;
use std::collections::BTreeMap;

/// Why a command ends without doing its work.
#[derive(Debug)]
pub(crate) enum Error {
    /// Wrong use or bad input: exit code 2.
    Input(Vec<Problem>),
    /// A check found mistakes in files: exit code 1.
    Check(Vec<Problem>),
    /// Wrong use without a file: exit code 2.
    Usage { message: String, help: Option<String> },
    /// A check failed or the work could not be done: exit code 1.
    Failed { message: String, help: Option<String> },
    /// Stopped by the user: exit code 130.
    Interrupted { message: String, help: String },
}

impl Error {
    pub(crate) fn failed(message: impl ToString) -> Self {
        Self::Failed { message: message.to_string(), help: None }
    }

    pub(crate) fn usage(message: impl ToString, help: impl ToString) -> Self {
        Self::Usage { message: message.to_string(), help: Some(help.to_string()) }
    }

    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Input(_) | Self::Usage { .. } => 2,
            Self::Check(_) | Self::Failed { .. } => 1,
            Self::Interrupted { .. } => 130,
        }
    }

    /// Tells it on stderr; `sources` are the texts in which problems lie.
    pub(crate) fn tell(&self, output: Output, sources: &BTreeMap<String, String>) {
        if output.json {
            eprintln!("{}", self.json());
            return;
        }
        match self {
            Self::Input(problems) | Self::Check(problems) => {
                for problem in problems {
                    eprint!("{}", snippet(problem, sources));
                }
                if problems.len() > 1 {
                    eprintln!("{} errors", problems.len());
                }
            }
            Self::Usage { message, help } | Self::Failed { message, help } => {
                eprintln!("error: {message}");
                if let Some(help) = help {
                    eprintln!("  help: {help}");
                }
            }
            Self::Interrupted { message, help } => eprintln!("{message}\n  {help}"),
        }
    }

    fn json(&self) -> serde_json::Value {
        let errors: Vec<serde_json::Value> = match self {
            Self::Input(problems) | Self::Check(problems) => problems
                .iter()
                .map(|p| {
                    // An option of the command line has no lines.
                    let place = |number: usize| (!p.file.starts_with("--")).then_some(number);
                    json!({ "file": p.file, "line": place(p.line), "column": place(p.column), "key": p.key,
                            "message": p.message, "help": p.help })
                })
                .collect(),
            Self::Usage { message, help } | Self::Failed { message, help } => {
                vec![
                    json!({ "file": null, "line": null, "column": null, "key": null, "message": message, "help": help }),
                ]
            }
            Self::Interrupted { message, help } => {
                vec![
                    json!({ "file": null, "line": null, "column": null, "key": null, "message": message, "help": help }),
                ]
            }
        };
        json!({ "schema": "overtake/error/1", "code": self.code(), "errors": errors })
    }
}

/// A problem with the line in which it lies.
fn snippet(problem: &Problem, sources: &BTreeMap<String, String>) -> String {
    use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
    let file: &str = &problem.file;
    let Some(text) = sources.get(file).filter(|_| problem.line > 0) else {
        let help = problem.help.as_ref().map(|h| format!("\n  help: {h}")).unwrap_or_default();
        return format!("error: {file}: {}{help}\n", problem.message);
    };
    let start = problem.span.start.min(text.len());
    let end = problem.span.end.clamp(start, text.len());
    // A span may not cut a character in two, nor run over more than its first line.
    let start = (0..=start).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
    let line_end = text[start..].find('\n').map_or(text.len(), |n| start + n);
    let end = (end.min(line_end)..=text.len()).find(|&i| text.is_char_boundary(i)).unwrap_or(text.len());
    let snippet =
        Snippet::source(text).path(file).annotation(AnnotationKind::Primary.span(start..end.max(start)));
    let mut group: Group<'_> = Level::ERROR.primary_title(problem.message.as_str()).element(snippet);
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if colour() { Renderer::styled() } else { Renderer::plain() };
    format!("{}\n", renderer.render(&[group]))
}

/// Colour only on a terminal and where nobody forbids it.
pub(crate) fn colour() -> bool {
    use std::io::IsTerminal;
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

//! What a command leaves on stdout.

use crate::errors::Error;
use std::io::Write;

/// What became of a command.
pub(crate) type Done = Result<(), Error>;

/// Prints a document and a newline; a closed pipe ends quietly.
pub(crate) fn print(text: &str) -> Done {
    let mut out = std::io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    written(write!(out, "{text}{end}").and_then(|()| out.flush()))
}

/// What became of a write to stdout: a reader that has read enough ends the program quietly, all else is told.
pub(crate) fn written(result: std::io::Result<()>) -> Done {
    match result {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        Err(error) => Err(Error::Failed {
            message: format!("cannot write the output: {error}"),
            help: Some(
                "send it where there is room; what a run has written in its folder is kept".to_owned(),
            ),
        }),
    }
}

pub(crate) fn print_json(document: &impl serde::Serialize) -> Done {
    print(&serde_json::to_string_pretty(document).map_err(Error::failed)?)
}

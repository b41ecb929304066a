//! `overtake new`: a study to begin with.

use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

pub(crate) fn new(it: &args::New, output: Output) -> Done {
    let name = it.name.trim_end_matches(".toml");
    let fine = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if !fine {
        return Err(Error::usage(
            format!("`{}` is no name for a study", it.name),
            "use letters, digits, - and _",
        ));
    }
    let path = PathBuf::from(format!("{name}.toml"));
    let text = include_str!("../starter.toml").replace("NAME", name);
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|e| Error::Failed {
        message: format!("cannot write `{}`: {e}", path.display()),
        help: Some("nothing is overwritten; choose another name or folder".to_owned()),
    })?;
    if output.json {
        return print_json(&json!({ "schema": "overtake/new/1", "file": path }));
    }
    let file = path.display();
    print(&output.told("new-written", &[("file", &file)]))
}

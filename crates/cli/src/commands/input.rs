//! What a command reads: studies, evidence and finished runs.

use crate::errors::Error;
use overtake::evidence::Evidence;
use overtake::run::FolderError;
use overtake::study::BUILT_IN;
use overtake::{Changes, Mistakes, Project, Study};
use std::collections::BTreeMap;
use std::path::Path;

/// Texts in which problems lie, by file.
pub(crate) type Sources = BTreeMap<String, String>;

impl From<Mistakes> for Error {
    fn from(Mistakes(problems): Mistakes) -> Self {
        Self::Input(problems)
    }
}

impl From<FolderError> for Error {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::NoRun { .. } | FolderError::Unfinished { .. } | FolderError::Damaged { .. } => {
                Self::Usage { message: error.to_string(), help: None }
            }
            other => Self::failed(other),
        }
    }
}

/// Reads a built-in study or a file, and joins it to the evidence.
pub(crate) fn project(name: &str, changes: &Changes, sources: &mut Sources) -> Result<Project, Error> {
    let (file, text) = read_study(name, changes, sources)?;
    Ok(Project::read(&file, &text, changes)?)
}

/// Name and text of a built-in study or a file.
pub(crate) fn read_study(
    name: &str,
    changes: &Changes,
    sources: &mut Sources,
) -> Result<(String, String), Error> {
    let (file, text) = if let Some((known, text)) = BUILT_IN.iter().find(|(known, _)| *known == name) {
        (format!("studies/{known}.toml"), (*text).to_owned())
    } else {
        let path = Path::new(name);
        let looks_like_file = name.ends_with(".toml") || path.exists() || name.contains(['/', '\\']);
        if !looks_like_file {
            return Err(Mistakes::from(Study::built_in(name, changes).err().unwrap_or_default()).into());
        }
        let text = std::fs::read_to_string(path).map_err(|e| {
            let known: Vec<&str> = BUILT_IN.iter().map(|(known, _)| *known).collect();
            Error::usage(
                format!("cannot read study `{name}`: {e}"),
                format!("give a TOML file, or a built-in study: {}", known.join(", ")),
            )
        })?;
        (name.to_owned(), text)
    };
    sources.insert(file.clone(), text.clone());
    Ok((file, text))
}

/// The built-in evidence, or that of a folder.
pub(crate) fn load(folder: Option<&Path>) -> Result<Evidence, Error> {
    let evidence = match folder {
        None => Evidence::built_in(),
        Some(folder) => Evidence::lenient_from_folder(folder),
    };
    Ok(evidence.map_err(Mistakes::from)?)
}

//! `overtake claims`: the answers of a finished run.

use super::input::load;
use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::screen;
use overtake::Mistakes;
use overtake::answers::{Answered, table};
use overtake::evidence::Evidence;
use overtake::run::{Finished, STUDY};
use std::path::{Path, PathBuf};

pub(crate) fn claims(it: &args::Claims, output: Output) -> Done {
    let is_claim = |w: &str| {
        let rest = w.strip_prefix(['C', 'c']).unwrap_or("");
        rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let mut folder: Option<&String> = None;
    let mut ids: Vec<&String> = Vec::new();
    for word in &it.what {
        // A folder may be called like a claim; once there is a folder, claims are what is left.
        let holds_run = folder.is_none() && Path::new(word).join(STUDY).exists();
        match folder {
            _ if is_claim(word) && !holds_run => ids.push(word),
            None => folder = Some(word),
            Some(folder) => {
                return Err(Error::usage(
                    format!("`{folder}` and `{word}` are both taken for folders of runs"),
                    "give one run, then claims such as C4 or C12a",
                ));
            }
        }
    }
    let folder = folder.map_or_else(|| PathBuf::from("out/as-is"), PathBuf::from);
    let mut document = Finished::open(&folder)?.document;
    if let Some(policy) = &it.policy {
        let known: Vec<&str> =
            document.claims.iter().flat_map(|c| &c.answers).map(|s| s.policy.as_str()).collect();
        if !known.contains(&policy.as_str()) {
            let mut names = known.clone();
            names.sort_unstable();
            names.dedup();
            let help = overtake::evidence::did_you_mean(policy, names.iter().copied())
                .unwrap_or_else(|| format!("policies of the run: {}", names.join(", ")));
            return Err(Error::usage(format!("no claim was asked under policy `{policy}`"), help));
        }
        let evidence = Evidence::built_in().map_err(Mistakes).map_err(Error::failed)?;
        let decisions = table::decisions(&folder).map_err(Error::failed)?;
        let drawn = table::drawn(&folder).map_err(Error::failed)?;
        document.keep(policy, &decisions, drawn, &evidence);
    }
    if !ids.is_empty() {
        let wanted =
            |c: &Answered, id: &str| c.name().eq_ignore_ascii_case(id) || c.id.eq_ignore_ascii_case(id);
        if let Some(id) = ids.iter().find(|id| !document.claims.iter().any(|c| wanted(c, id))) {
            return Err(Error::usage(
                format!("there is no claim `{id}`"),
                "claims are C1 to C30, some with parts such as C12a",
            ));
        }
        document.claims.retain(|c| ids.iter().any(|id| wanted(c, id)));
    }
    if output.json {
        return print_json(&document);
    }
    let shown: Vec<&Answered> =
        document.claims.iter().filter(|c| it.all || !ids.is_empty() || !c.answers.is_empty()).collect();
    let each = it.all || !ids.is_empty() || it.policy.is_some();
    let rows = screen::full(output, &shown, it.policy.as_deref(), each);
    if ids.is_empty() && !it.full {
        return print(&rows);
    }
    let evidence = load(None)?;
    let told: Vec<String> = shown.iter().map(|claim| screen::told(output, claim, &evidence)).collect();
    // Who asks for one claim wants its sentence; rows of all policies can be many.
    let parts = if ids.is_empty() { [rows, told.join("\n")] } else { [told.join("\n"), rows] };
    print(&parts.join("\n\n"))
}

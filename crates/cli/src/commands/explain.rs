//! `overtake explain`: one future told as a story.

use super::input::load;
use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::story;
use overtake::explain::Words;
use overtake::{Mistakes, Project};

pub(crate) fn explain(it: &args::Explain, output: Output) -> Done {
    let (project, record) = Project::of_run(&it.run)?;
    if it.future >= record.futures {
        return Err(Error::usage(
            format!("the run has futures 0 to {}, not {}", record.futures - 1, it.future),
            "give the number of one of them",
        ));
    }
    let policy = match &it.policy {
        None => 0,
        Some(key) => project.prepared.policy(key).ok_or_else(|| {
            let known: Vec<&str> = record.policies.iter().map(|p| p.key.as_str()).collect();
            Error::usage(format!("the run has no policy `{key}`"), known.join(", "))
        })?,
    };
    let outcome = it.outcome.as_deref().unwrap_or_else(|| overtake::explain::usual(&project.prepared));
    let words = Words {
        language: output.language(),
        in_force: output.text("story-rule-in-force"),
        ends: output.text("story-rule-ends"),
    };
    let told = overtake::explain::explain(&project.prepared, it.future, policy, outcome, &words);
    let mut told = told.map_err(Mistakes::from)?;
    story::translate(output, &mut told);
    if output.json {
        return print_json(&told);
    }
    print(&story::story(output, &told, &load(None)?, it.full))
}

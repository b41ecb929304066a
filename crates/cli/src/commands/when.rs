//! When effective compute crosses a threshold.

use super::input::{Sources, project};
use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::locale::{self, Arguments};
use crate::paper::{fitted, width, wrap};
use overtake::evidence::Language;
use overtake::when::{Report, Row, Threshold, quarter};
use overtake::{Changes, Mistakes, Project};
use std::collections::BTreeMap;

pub(crate) fn when(it: &args::When, output: Output, sources: &mut Sources) -> Done {
    let project = match &it.run {
        Some(folder) => Project::of_run(folder)?.0,
        None => {
            let changes = Changes { futures: it.futures, seed: it.seed, policies: None, set: it.set.clone() };
            project(&it.study, &changes, sources)?
        }
    };
    let threshold = Threshold::read(&it.threshold, &project.evidence).map_err(Mistakes)?;
    let prepared = &project.prepared;
    let policy = match &it.policy {
        None => 0,
        Some(key) => prepared.policy(key).ok_or_else(|| {
            let known: Vec<&str> = prepared.policies.iter().map(|p| p.resolved.policy.key.as_str()).collect();
            Error::usage(format!("there is no policy `{key}`"), known.join(", "))
        })?,
    };
    let report = overtake::when::when(prepared, policy, &it.threshold, &threshold).map_err(Mistakes)?;
    let mut report = report;
    in_chinese(&mut report);
    if output.json {
        return print_json(&report);
    }
    print(&text(output, &project, &report))
}

/// Puts the Chinese beside what the library says in English alone.
fn in_chinese(report: &mut Report) {
    let zh = Language::Chinese;
    let beside = |texts: &mut BTreeMap<String, String>, text: Option<String>| {
        texts.extend(text.map(|text| (zh.code().to_owned(), text)));
    };
    if let Some(all) = report.rows.iter_mut().find(|row| row.school.is_none()) {
        beside(&mut all.label, locale::chinese("when-all-schools", &[]));
    }
    if let (Some(empty), Some(lacking)) = (&mut report.empty, &report.lacking) {
        let names: Vec<&str> = lacking.schools.iter().map(|school| school.get(zh)).collect();
        let list = locale::chinese("list", &[]).unwrap_or_default();
        let enough = lacking.enough.and_then(|n| locale::chinese("when-enough", &[("futures", &n)]));
        let arguments: Arguments<'_> = &[
            ("schools", &names.join(&list)),
            ("block", &lacking.block),
            ("futures", &lacking.futures),
            ("enough", &enough.unwrap_or_default()),
        ];
        beside(empty, locale::chinese("when-empty", arguments));
    }
}

fn text(output: Output, project: &Project, report: &Report) -> String {
    let horizon = report.horizon.get(..4).unwrap_or_default();
    let named = report.label.as_ref().map_or_else(
        || output.told("when-flop", &[("threshold", &report.threshold)]),
        |label| output.of(label).to_owned(),
    );
    let named = match report.threshold.as_str() {
        "own" => output.text("when-own"),
        "none" => output.text("when-none"),
        _ => named,
    };
    let mut text = wrap(
        &output.told(
            "when-title",
            &[
                ("named", &named),
                ("study", &report.study),
                ("policy", &output.policy(&report.policy)),
                ("futures", &report.rows.first().map_or(0, |r| r.futures)),
            ],
        ),
        width(),
        0,
    );
    text += &format!("\n{}\n\n", output.text("when-not-probabilities"));
    let heading = [
        output.text("when-school"),
        output.text("when-futures"),
        "10%".to_owned(),
        "50%".to_owned(),
        "90%".to_owned(),
        output.told("when-not-by", &[("horizon", &horizon)]),
        output.text("when-first"),
        output.text("when-lead-months"),
        output.text("when-margin"),
    ];
    let rows = report.rows.iter().map(|row| line(output, project, row, horizon)).collect();
    text += &format!("{}\n", fitted(&heading, rows, 6));
    text += &wrap(&output.text("when-how-to-read"), width(), 0);
    if report.threshold == "own" {
        let line = output.text("when-not-breakthrough");
        text += &format!("\n{}", wrap(&line, width(), 0));
    }
    if let Some(empty) = &report.empty {
        text += &format!("\n{}", wrap(output.of(empty), width(), 0));
    }
    if report.broken > 0 {
        text += &format!("\n{}", output.told("when-broke", &[("broken", &report.broken)]));
    }
    text
}

fn line(output: Output, project: &Project, row: &Row, horizon: &str) -> Vec<String> {
    let nothing = || "–".to_owned();
    // A school in which no future lives says nothing.
    let date = |date: Option<f64>| match date {
        None if row.futures == 0 => nothing(),
        Some(date) => quarter(date).to_string(),
        None => format!(">{horizon}"),
    };
    let or_none = |value: Option<f64>| value.map_or_else(nothing, |value| output.number(value));
    let mut first: Vec<(&String, &f64)> = row.first.iter().filter(|(_, share)| **share >= 0.005).collect();
    first.sort_by(|a, b| b.1.total_cmp(a.1));
    let first = first
        .into_iter()
        .map(|(bloc, share)| format!("{} {:.0}%", short(output, project, bloc), 100.0 * share));
    let [early, middle, late] = row.dates.map(date);
    vec![
        output.of(&row.label).to_owned(),
        row.futures.to_string(),
        early,
        middle,
        late,
        row.not_by_horizon.map_or_else(nothing, |share| output.of_hundred(share)),
        if row.crossed == 0 { nothing() } else { first.collect::<Vec<_>>().join("\n") },
        or_none(row.lead_months),
        or_none(row.margin),
    ]
}

/// A bloc in a column of a few letters.
fn short(output: Output, project: &Project, bloc: &str) -> String {
    match bloc {
        "US" => output.text("bloc-US-narrow"),
        "ROW" => output.text("bloc-ROW-narrow"),
        other => project.prepared.members.label("bloc", other, output.language()).to_owned(),
    }
}

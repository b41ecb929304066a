//! When effective compute crosses a threshold.

use super::input::{Sources, project};
use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::paper::{fitted, number, width, wrap};
use overtake::when::{Report, Row, Threshold, quarter};
use overtake::{Changes, Mistakes, Project};

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
    if output.json {
        return print_json(&report);
    }
    print(&text(output, &project, &report))
}

fn text(output: Output, project: &Project, report: &Report) -> String {
    let horizon = report.horizon.get(..4).unwrap_or_default();
    let named = report.label.as_ref().map_or_else(
        || {
            output.say(
                &format!("{} effective FLOP", report.threshold),
                &format!("{} 有效FLOP", report.threshold),
            )
        },
        |label| output.of(label).to_owned(),
    );
    let named = match report.threshold.as_str() {
        "own" => output.say("each school's own threshold", "各学派自己的门槛"),
        "none" => output.say("no threshold", "无门槛"),
        _ => named,
    };
    let mut text = wrap(
        &output.say(
            &format!(
                "When the first bloc has published a model beyond {named}: study {}, policy {}, {} futures.",
                report.study,
                report.policy,
                report.rows.first().map_or(0, |r| r.futures)
            ),
            &format!(
                "首个阵营发布超过以下门槛的模型的时间：{named}。研究{}，政策{}，{}个未来。",
                report.study,
                report.policy,
                report.rows.first().map_or(0, |r| r.futures)
            ),
        ),
        width(),
        0,
    );
    text += &format!(
        "\n{}\n\n",
        output.say("Shares of simulated futures, not probabilities.", "所列为模拟未来中的占比，并非概率。")
    );
    let heading = [
        output.say("school", "学派"),
        output.say("futures", "未来数"),
        "10%".to_owned(),
        "50%".to_owned(),
        "90%".to_owned(),
        output.say(&format!("not by\n{horizon}"), &format!("至{horizon}年底\n未发生")),
        output.say("first", "领先者"),
        output.say("lead,\nmonths", "领先\n月数"),
        output.say("margin,\norders", "差距\n数量级"),
    ];
    let rows = report.rows.iter().map(|row| line(output, project, row, horizon)).collect();
    text += &format!("{}\n", fitted(&heading, rows, 6));
    text += &wrap(
        &output.say(
            "Dates by which 10, 50 and 90 of 100 futures have crossed; leads and margins are medians over crossings.",
            "日期为100个未来中有10、50、90个已跨越的时间；领先与差距为跨越时的中位数。",
        ),
        width(),
        0,
    );
    if report.threshold == "own" {
        let line = output.say(
            "Not the breakthrough itself: claims and outcomes that speak of crossing (threshold_crossed) mean finding the \
             technique, which comes at random near the threshold, or never, and is rarer than a model beyond it.",
            "这还不是突破本身：论断与结果（threshold_crossed）所说的越过门槛，是指发现该技术；它在门槛附近随机到来，也可能始终不来，因而比出现超过门槛的模型更少见。",
        );
        text += &format!("\n{}", wrap(&line, width(), 0));
    }
    if let Some(empty) = &report.empty {
        text += &format!("\n{}", wrap(output.of(empty), width(), 0));
    }
    if report.broken > 0 {
        text += &output.say(
            &format!("\n{} futures broke and are left out.", report.broken),
            &format!("\n{}个未来中断，未计入。", report.broken),
        );
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
    let or_none = |value: Option<f64>| value.map_or_else(nothing, number);
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
        "US" => output.say("US", "美国"),
        "ROW" => output.say("others", "其他"),
        other => project.prepared.members.label("bloc", other, output.language()).to_owned(),
    }
}

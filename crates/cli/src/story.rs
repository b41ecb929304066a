//! A future as a timeline.

use crate::args::{Lang, Output};
use crate::paper::{hundredths, number, pad, width, wrap};
use crate::screen::assumption;
use overtake::evidence::Evidence;
use overtake::explain::{Entry, Event, Release, Story, Turn, TurnKind, Unusual, Year};
use std::collections::BTreeMap;

/// Puts what the model wrote in English into the language of the rest.
pub(crate) fn translate(output: Output, story: &mut Story) {
    for event in story.years.iter_mut().flat_map(|year| &mut year.events) {
        event.line = output.declared(&event.line).to_owned();
    }
    for entry in story.years.iter_mut().flat_map(|year| &mut year.ledger) {
        for text in [&mut entry.stock, &mut entry.line] {
            *text = output.declared(text).to_owned();
        }
    }
}

/// Lines of the ledger told of a year unless all are asked for.
const TOLD: usize = 4;

/// The lines of each year that moved most against the year before, in steps over the greatest change that their stock sees.
fn news(story: &Story) -> Vec<Vec<&Entry>> {
    let key = |e: &Entry| [&e.stock, &e.member, &e.item, &e.line].map(String::clone);
    let mut greatest: BTreeMap<&str, f64> = BTreeMap::new();
    for entry in story.years.iter().flat_map(|year| &year.ledger) {
        let most = greatest.entry(&entry.stock).or_default();
        *most = most.max(entry.amount.abs());
    }
    let mut before = BTreeMap::new();
    let mut years = Vec::new();
    for year in &story.years {
        let moved = |e: &&Entry| {
            let last = before.get(&key(e)).copied().unwrap_or(0.0);
            (e.amount - last).abs() / greatest.get(e.stock.as_str()).copied().unwrap_or(f64::INFINITY)
        };
        let mut entries: Vec<&Entry> = year.ledger.iter().collect();
        entries.sort_by(|a, b| moved(b).total_cmp(&moved(a)));
        entries.truncate(TOLD);
        years.push(entries);
        before = year.ledger.iter().map(|e| (key(e), e.amount)).collect();
    }
    years
}

pub(crate) fn story(output: Output, story: &Story, evidence: &Evidence, full: bool) -> String {
    let mut text = output.say(
        &format!("Future {} under {}\n", story.future, story.policy),
        &format!("未来{}，政策{}\n", story.future, story.policy),
    );
    if let Some(broken) = &story.broken {
        text += &output.say(&format!("It broke: {broken}.\n"), &format!("该轨迹中断：{broken}。\n"));
    }
    for (switch, school) in &story.schools {
        let label = output.of(school);
        let (en, zh) = overtake::study::schools::name(switch);
        text += &output.say(&format!("Its school of {en}: {label}\n"), &format!("其{zh}学派：{label}\n"));
    }
    text += &format!("\n{}\n", output.say("What makes it unusual", "其不寻常之处"));
    text += &story.unusual.iter().map(|u| unusual(output, u, evidence)).collect::<String>();
    let lines = if full {
        story.years.iter().map(|year| year.ledger.iter().collect()).collect()
    } else {
        news(story)
    };
    for (year, lines) in story.years.iter().zip(&lines) {
        text += &tell(output, &story.outcome, year, lines);
    }
    let (told, all) =
        (lines.iter().map(Vec::len).sum::<usize>(), story.years.iter().map(|y| y.ledger.len()).sum());
    if told < all {
        let line = output.say(
            &format!("Of each year the {TOLD} lines of the ledger that moved most against the year before, {told} of {all}; --full tells all."),
            &format!("每年只列账目中较上年变动最大的{TOLD}行，共{told}行（全部{all}行）；--full列出全部。"),
        );
        text += &format!("\n{}\n", wrap(&line, width(), 0));
    }
    text
}

/// A parameter with where it lies in what is believed of it.
fn unusual(output: Output, u: &Unusual, evidence: &Evidence) -> String {
    // A finite draw lies above less than all of its belief.
    let percentile = (100.0 * u.percentile).round().clamp(1.0, 99.0) as u64;
    let ending = match (percentile % 10, percentile / 10) {
        (1, tens) if tens != 1 => "st",
        (2, tens) if tens != 1 => "nd",
        (3, tens) if tens != 1 => "rd",
        _ => "th",
    };
    let (value, central, unit) = (number(u.value), number(u.central), output.declared(&u.unit));
    let rest = output.say(
        &format!(", {percentile}{ending} percentile of the belief; centre {central} ({unit})"),
        &format!("，信念的第{percentile}百分位；中心值{central}（{unit}）"),
    );
    let (name, colon) = (assumption(output, evidence, &u.key), output.say(": ", "："));
    format!("  {}\n", wrap(&format!("{name}{colon}{value}{rest}"), width(), 4))
}

fn tell(output: Output, outcome: &str, year: &Year, lines: &[&Entry]) -> String {
    let mut text = format!("\n{}\n", year.year);
    let (comma, semicolon) = (output.say(", ", "，"), output.say("; ", "；"));
    let line = |head: String, rest: String| {
        let gap = output.say(" ", "");
        format!("  {}\n", wrap(&format!("{head}{gap}{rest}"), width(), 4))
    };
    if !year.rules.is_empty() {
        text += &line(output.say("rules:", "规则："), year.rules.join(&semicolon));
    }
    if !year.events.is_empty() {
        let events: Vec<String> = year.events.iter().map(|e| event(output, e)).collect();
        text += &line(output.say("breakthrough:", "突破："), events.join(&semicolon));
    }
    for (head, of_crash) in
        [(output.say("market:", "市场："), true), (output.say("leadership:", "领先："), false)]
    {
        let turns = year.turns.iter().filter(|t| (t.kind == TurnKind::Crash) == of_crash);
        let turns: Vec<String> = turns.map(|t| turn(output, t)).collect();
        if !turns.is_empty() {
            text += &line(head, turns.join(&semicolon));
        }
    }
    // What was told for the first time is news; what merely came again is not.
    let releases = year.releases.iter().filter(|r| r.rise.is_none_or(|rise| rise > 0.0));
    let releases: Vec<String> = releases.map(|r| release(output, r)).collect();
    if !releases.is_empty() {
        text += &line(output.say("releases:", "发布："), releases.join(&semicolon));
    }
    let values: Vec<String> =
        year.values.iter().map(|v| format!("{} {}", v.member, number(v.value))).collect();
    if let Some(first) = year.values.first() {
        let (outcome, unit) = (output.declared(outcome), output.declared(&first.unit));
        let head = output.say(&format!("{outcome} ({unit}):"), &format!("{outcome}（{unit}）："));
        text += &line(head, values.join(&comma));
    }
    text += &lines.iter().map(|entry| ledger(output, entry)).collect::<String>();
    text
}

fn event(output: Output, e: &Event) -> String {
    let (who, how, when) = (&e.member, &e.line, &e.quarter);
    let first = if e.first { output.say(", first of all", "，全球首个") } else { String::new() };
    output.say(&format!("{who}, {how} ({when}{first})"), &format!("{who}，{how}（{when}{first}）"))
}

fn turn(output: Output, t: &Turn) -> String {
    let (who, when, part) = (&t.member, &t.quarter, t.part);
    match t.kind {
        TurnKind::Crash => {
            let lost = hundredths(t.loss.unwrap_or(0.0));
            output.say(
                &format!("{who}: crash, AI firms lose {lost}% of their valuation ({when}, {part})"),
                &format!("{who}市场崩跌，人工智能企业估值损失{lost}%（{when}，{part}）"),
            )
        }
        TurnKind::Sweep => output.say(
            &format!("{who}: leads all seven dimensions by 5% ({when}, {part})"),
            &format!("{who}在全部七个维度上领先5%以上（{when}，{part}）"),
        ),
        TurnKind::SweepEnds => output.say(
            &format!("{who}: no longer leads all seven ({when}, {part})"),
            &format!("{who}不再在全部七个维度上领先（{when}，{part}）"),
        ),
    }
}

fn release(output: Output, r: &Release) -> String {
    let (who, what, when) = (&r.laboratory, number(r.capability), &r.quarter);
    let rise = match r.rise {
        Some(rise) => format!("{rise:+.2}"),
        None => output.say("first release", "首次发布"),
    };
    let open = if r.opened { output.say(", opened", "，开放") } else { String::new() };
    output.say(
        &format!("{who} {what} ({rise}, {when}{open})"),
        &format!("{who} {what}（{rise}，{when}{open}）"),
    )
}

fn ledger(output: Output, e: &Entry) -> String {
    let sign = if e.amount >= 0.0 { "+" } else { "−" };
    let (part, amount) = (&e.part, number(e.amount.abs()));
    let unit = pad(output.declared(&e.unit), if output.lang == Lang::Zh { 14 } else { 11 });
    let comma = output.say(", ", "，");
    let item = if e.item.is_empty() { String::new() } else { format!("{comma}{}", e.item) };
    let colon = output.say(": ", "：");
    format!("  {part:<4} {sign}{amount:<9} {unit} {}{colon}{}{item}{comma}{}\n", e.stock, e.member, e.line)
}

//! A future as a timeline.

use crate::args::{Lang, Output};
use crate::locale::keys;
use crate::paper::{pad, width, wrap};
use crate::screen::assumption;
use overtake::evidence::Evidence;
use overtake::explain::{Entry, Event, Release, Story, Turn, TurnKind, Unusual, Value, Year};
use std::collections::BTreeMap;

/// Puts what the model wrote in English into the language of the rest.
pub(crate) fn translate(output: Output, story: &mut Story) {
    for event in story.years.iter_mut().flat_map(|year| &mut year.events) {
        event.line = output.declared(&keys::line(&event.line), &event.line);
    }
    for entry in story.years.iter_mut().flat_map(|year| &mut year.ledger) {
        entry.stock = output.declared(&keys::stock(entry.stock_key), &entry.stock);
        entry.line = output.declared(&keys::line(&entry.line), &entry.line);
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
    let mut text = format!(
        "{}\n",
        output.told("story-title", &[("future", &story.future), ("policy", &output.policy(&story.policy))])
    );
    if let Some(broken) = &story.broken {
        text += &format!("{}\n", output.told("story-broke", &[("broken", &broken)]));
    }
    for (switch, school) in &story.schools {
        let (name, label) = (output.switch(switch), output.of(school));
        text += &format!("{}\n", output.told("story-school", &[("switch", &name), ("label", &label)]));
    }
    text += &format!("\n{}\n", output.text("story-unusual-heading"));
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
        let line = output.told("story-lines-told", &[("most", &TOLD), ("told", &told), ("all", &all)]);
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
    let (name, unit) = (assumption(output, evidence, &u.key), output.unit(&u.unit));
    let [value, central] = [u.value, u.central].map(|value| output.number(value));
    let line = output.told(
        "story-unusual",
        &[
            ("name", &name),
            ("value", &value),
            ("percentile", &percentile),
            ("ending", &ending),
            ("central", &central),
            ("unit", &unit),
        ],
    );
    format!("  {}\n", wrap(&line, width(), 4))
}

fn tell(output: Output, outcome: &str, year: &Year, lines: &[&Entry]) -> String {
    let mut text = format!("\n{}\n", year.year);
    let (comma, semicolon) = (output.text("comma"), output.text("semicolon"));
    let line = |head: String, rest: String| {
        let line = output.told("story-line", &[("head", &head), ("rest", &rest)]);
        format!("  {}\n", wrap(&line, width(), 4))
    };
    if !year.rules.is_empty() {
        text += &line(output.text("story-rules"), year.rules.join(&semicolon));
    }
    if !year.events.is_empty() {
        let events: Vec<String> = year.events.iter().map(|e| event(output, e)).collect();
        text += &line(output.text("story-breakthrough"), events.join(&semicolon));
    }
    for (head, of_crash) in [(output.text("story-market"), true), (output.text("story-leads"), false)] {
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
        text += &line(output.text("story-releases"), releases.join(&semicolon));
    }
    let values: Vec<String> = year.values.iter().map(|v| valued(output, outcome, v)).collect();
    if let Some(first) = year.values.first() {
        let (name, unit) = (output.declared(&keys::outcome(outcome), outcome), output.unit(&first.unit));
        let key = if outcome == LAG { "story-lag" } else { "story-outcome" };
        let head = output.told(key, &[("outcome", &name), ("unit", &unit)]);
        text += &line(head, values.join(&comma));
    }
    text += &lines.iter().map(|entry| ledger(output, entry)).collect::<String>();
    text
}

/// The outcome that one language tells as a lead or a lag.
const LAG: &str = "frontier_lag_months";

/// A member's value of the told outcome.
fn valued(output: Output, outcome: &str, v: &Value) -> String {
    let key = match (outcome, v.value) {
        (LAG, value) if value < 0.0 => "story-lag-leads",
        (LAG, _) => "story-lag-trails",
        _ => "story-value",
    };
    let (value, size) = (output.number(v.value), output.number(v.value.abs()));
    output.told(key, &[("member", &v.member), ("value", &value), ("size", &size)])
}

fn event(output: Output, e: &Event) -> String {
    let (who, how, when) = (&e.member, &e.line, output.date(&e.quarter));
    let first = if e.first { output.text("story-event-first") } else { String::new() };
    output.told("story-event", &[("who", who), ("how", how), ("when", &when), ("first", &first)])
}

fn turn(output: Output, t: &Turn) -> String {
    let (who, when, part) = (&t.member, output.date(&t.quarter), t.part);
    match t.kind {
        TurnKind::Crash => {
            let lost = output.hundredths(t.loss.unwrap_or(0.0));
            output.told("story-crash", &[("who", who), ("lost", &lost), ("when", &when), ("part", &part)])
        }
        TurnKind::Sweep => output.told("story-sweep", &[("who", who), ("when", &when), ("part", &part)]),
        TurnKind::SweepEnds => {
            output.told("story-sweep-ends", &[("who", who), ("when", &when), ("part", &part)])
        }
    }
}

fn release(output: Output, r: &Release) -> String {
    let (who, what, when) = (&r.laboratory, output.number(r.capability), output.date(&r.quarter));
    let rise = match r.rise {
        Some(rise) => format!("{rise:+.2}"),
        None => output.text("story-release-first"),
    };
    let open = if r.opened { output.text("story-release-opened") } else { String::new() };
    output.told(
        "story-release",
        &[("who", who), ("what", &what), ("rise", &rise), ("when", &when), ("open", &open)],
    )
}

fn ledger(output: Output, e: &Entry) -> String {
    let sign = if e.amount >= 0.0 { "+" } else { "−" };
    let (part, amount) = (&e.part, pad(&output.number(e.amount.abs()), 9));
    let unit = pad(&output.unit(&e.unit), if output.lang == Lang::Zh { 20 } else { 11 });
    let comma = output.text("comma");
    let item = if e.item.is_empty() { String::new() } else { format!("{comma}{}", e.item) };
    let colon = output.text("colon");
    format!("  {part:<4} {sign}{amount} {unit} {}{colon}{}{item}{comma}{}\n", e.stock, e.member, e.line)
}

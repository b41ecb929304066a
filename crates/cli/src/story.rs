//! A future as a timeline.

use crate::args::Output;
use crate::paper::{number, width, wrap};
use overtake::explain::{Entry, Story, Year};

pub(crate) fn story(output: Output, story: &Story) -> String {
    let mut text = output.say(
        &format!("Future {} under {}\n", story.future, story.policy),
        &format!("未来{}，政策{}\n", story.future, story.policy),
    );
    if let Some(broken) = &story.broken {
        text += &output.say(&format!("It broke: {broken}.\n"), &format!("该轨迹中断：{broken}。\n"));
    }
    for school in story.schools.values() {
        let label = output.of(school);
        text +=
            &output.say(&format!("Its school of discovery: {label}\n"), &format!("其发现学派：{label}\n"));
    }
    text += &format!("\n{}\n", output.say("What makes it unusual", "其不寻常之处"));
    for u in &story.unusual {
        // A finite draw lies above less than all of its belief.
        let percentile = (100.0 * u.percentile).round().clamp(1.0, 99.0);
        text += &output.say(
            &format!(
                "  {:<34} {:>9}  where {:>9} is central; above {percentile:.0}% of the belief ({})\n",
                u.key,
                number(u.value),
                number(u.central),
                u.unit
            ),
            &format!(
                "  {:<34} {:>9}  中心值{:>9}；高于信念的{percentile:.0}%（{}）\n",
                u.key,
                number(u.value),
                number(u.central),
                u.unit
            ),
        );
    }
    for year in &story.years {
        text += &tell(output, &story.outcome, year);
    }
    text
}

fn tell(output: Output, outcome: &str, year: &Year) -> String {
    let mut text = format!("\n{}\n", year.year);
    let line = |head: String, rest: String| format!("  {}\n", wrap(&format!("{head} {rest}"), width(), 4));
    if !year.rules.is_empty() {
        text += &line(output.say("rules:", "规则："), year.rules.join("; "));
    }
    let releases: Vec<String> = year
        .releases
        .iter()
        .filter(|r| r.rise > 0.0)
        .map(|r| {
            let open = if r.opened { output.say(", opened", "，开放") } else { String::new() };
            format!("{} {} ({:+.2}, {}{open})", r.laboratory, number(r.capability), r.rise, r.quarter)
        })
        .collect();
    if !releases.is_empty() {
        text += &line(output.say("releases:", "发布："), releases.join("; "));
    }
    let values: Vec<String> =
        year.values.iter().map(|v| format!("{} {}", v.member, number(v.value))).collect();
    if let Some(first) = year.values.first() {
        text += &line(format!("{outcome} ({}):", first.unit), values.join(", "));
    }
    for entry in &year.ledger {
        text += &format!("  {}\n", ledger(entry));
    }
    text
}

fn ledger(e: &Entry) -> String {
    let whose = if e.item.is_empty() { e.member.clone() } else { format!("{}, {}", e.member, e.item) };
    let sign = if e.amount >= 0.0 { "+" } else { "−" };
    format!(
        "{:<4} {sign}{:<9} {:<11} {}: {whose}, {}",
        e.part,
        number(e.amount.abs()),
        e.unit,
        e.stock,
        e.line
    )
}

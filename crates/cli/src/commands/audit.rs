//! What an audit found, as tables.

use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::locale::keys;
use crate::paper::table;
use overtake::audit::{Agreement, Binding, Cost, Effort, Inert, Law, Looped, Part, Report, Step, Tenfold};
use overtake::model::Status;
use std::collections::BTreeMap;

pub(crate) fn audit(it: &args::Audit, output: Output) -> Done {
    let effort = match it {
        args::Audit { quick: true, .. } => Effort::quick,
        args::Audit { full: true, .. } => Effort::full,
        _ => Effort::usual,
    }(it.seed);
    let report = overtake::audit::audit(effort, &|law| {
        if output.progress() {
            eprintln!("testing {law} …");
        }
    })?;
    if output.json {
        print_json(&report)?;
    } else {
        print(&text(&report, output))?;
    }
    if report.passed() { Ok(()) } else { Err(Error::failed("a law does not hold")) }
}

fn text(report: &Report, output: Output) -> String {
    [
        laws(&report.laws, output),
        parts(&report.parts, output),
        steps(&report.steps, output),
        loops(&report.loops, output),
        tenfold(&report.tenfold, output),
        agreement(&report.agreement, output),
        constraints(&report.constraints, output),
        operations(&report.operations, output),
        inert(&report.inert, output),
    ]
    .concat()
}

fn percent(share: f64) -> String {
    format!("{:.1}%", 100.0 * share)
}

fn laws(laws: &[Law], output: Output) -> String {
    let heading = [output.text("audit-law"), output.text("audit-holds"), output.text("audit-seen")];
    let yes = |b: bool| if b { output.text("audit-yes") } else { output.text("audit-law-broken") };
    let rows = laws.iter().map(|l| vec![l.law.to_owned(), yes(l.holds), l.seen.clone()]);
    format!("{}\n\n", table(&heading, rows.collect()))
}

/// What stands for each part of the mission.
fn parts(parts: &[Part], output: Output) -> String {
    let heading = [
        output.text("audit-part"),
        output.text("audit-mechanisms"),
        output.text("audit-uncertain"),
        output.text("audit-levers"),
        output.text("audit-outcomes-headlines"),
        output.text("audit-lacks"),
    ];
    let rows = parts.iter().map(|p| {
        let mechanisms: Vec<String> = p.mechanisms.iter().map(|m| mechanism(m, output)).collect();
        let [all, headlines] = p.outcomes;
        vec![
            format!("{} {}", p.part, output.part(&p.part)),
            mechanisms.join(", "),
            p.uncertain.to_string(),
            p.levers.len().to_string(),
            format!("{all} ({headlines})"),
            p.lacks.iter().map(|what| lacks(what, output)).collect::<Vec<_>>().join(", "),
        ]
    });
    let title = format!("{}\n", output.text("audit-parts-title"));
    format!("{title}{}\n\n", table(&heading, rows.collect()))
}

/// A mechanism, with a word where it is thin.
fn mechanism((key, status): &(&str, &str), output: Output) -> String {
    let thin = output.text("audit-thin");
    if *status == Status::Thin.name() { format!("{key}{thin}") } else { (*key).to_owned() }
}

fn lacks(what: &str, output: Output) -> String {
    match what.strip_prefix("equations in ") {
        Some(thin) => output.told("audit-lacks-equations", &[("mechanisms", &thin)]),
        None => output.text(&keys::lack(what)),
    }
}

/// Starting values that move least; the law says how many there are.
fn tenfold(tenfold: &[Tenfold], output: Output) -> String {
    let heading = [
        output.text("audit-starting-value"),
        output.text("audit-should-move"),
        output.text("audit-moves-early"),
        output.text("audit-moves-last"),
    ];
    let mut least: Vec<&Tenfold> = tenfold.iter().collect();
    least.sort_by(|a, b| a.lasts.total_cmp(&b.lasts));
    let rows = least
        .iter()
        .take(12)
        .map(|t| vec![t.key.clone(), t.outcome.to_owned(), percent(t.moves), percent(t.lasts)]);
    let title = format!("\n{}\n", output.text("audit-tenfold-title"));
    format!("{title}{}\n", table(&heading, rows.collect()))
}

fn agreement(rows: &[Agreement], output: Output) -> String {
    let heading = [
        output.text("audit-quantity"),
        output.text("audit-race"),
        output.text("audit-textbook"),
        output.text("audit-agree"),
        output.text("audit-why-they-differ"),
    ];
    let spread = |[low, middle, high]: [f64; 3]| format!("{middle:.3} ({low:.3} … {high:.3})");
    let rows = rows.iter().map(|a| {
        let agree = if a.agree { output.text("audit-yes") } else { output.text("audit-no") };
        vec![
            format!("{}, {}", output.declared(&keys::agreement(a.key), a.quantity), output.unit(a.unit)),
            spread(a.race),
            spread(a.textbook),
            agree,
            output.declared(&keys::agreement_why(a.key), a.why),
        ]
    });
    let title = format!("\n{}\n", output.text("audit-agreement-title"));
    format!("{title}{}\n", table(&heading, rows.collect()))
}

fn steps(steps: &[Step], output: Output) -> String {
    let heading = ["outcome", "deviation", "halved", "quartered", "tolerance"].map(str::to_owned);
    let rows = steps.iter().map(|s| {
        let move_of = |v: f64| format!("{v:.4}");
        vec![
            s.outcome.clone(),
            output.number(s.deviation),
            move_of(s.halved),
            move_of(s.quartered),
            move_of(s.tolerance),
        ]
    });
    let title = format!("{}\n", output.text("audit-steps-title"));
    format!("{title}{}\n", table(&heading, rows.collect()))
}

/// Loops by number with what they move most; below them the matrix of headlines and loops.
fn loops(loops: &[Looped], output: Output) -> String {
    let heading = [
        String::new(),
        output.text("audit-loop"),
        output.text("audit-loop-moves"),
        output.text("audit-loop-sentence"),
    ];
    let rows = loops.iter().enumerate().map(|(n, it)| {
        let most = it.most().map_or(String::new(), |(outcome, by)| format!("{outcome} {}", deviations(*by)));
        let mark = if it.decorative { output.text("audit-decorative") } else { String::new() };
        let parts = it.parts.join(" ");
        let sentence = output.declared(&keys::feedback(it.key), it.sentence);
        vec![(n + 1).to_string(), format!("{} {parts}", it.key), format!("{most}{mark}"), sentence]
    });
    let mut text = format!("\n{}\n", output.text("audit-loops-title"));
    text += &format!("{}\n", table(&heading, rows.collect()));
    text += &format!("\n{}\n", output.text("audit-matrix-title"));
    text + &matrix(loops)
}

/// Deviations in few signs.
fn deviations(by: f64) -> String {
    if by >= overtake::audit::MOST { format!(">{:.0}", overtake::audit::MOST) } else { format!("{by:.2}") }
}

/// One line a headline, one narrow column a loop.
fn matrix(loops: &[Looped]) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut cells: BTreeMap<(&str, usize), f64> = BTreeMap::new();
    for (n, it) in loops.iter().enumerate() {
        for (outcome, by) in &it.moves {
            let stem = outcome.split_once('.').map_or(outcome.as_str(), |(stem, _)| stem);
            if !lines.contains(&stem) {
                lines.push(stem);
            }
            let cell = cells.entry((stem, n)).or_default();
            *cell = cell.max(*by);
        }
    }
    let name = lines.iter().map(|l| l.len()).max().unwrap_or(0);
    let row = |first: &str, cells: Vec<String>| {
        let cells: String = cells.iter().map(|c| format!("{c:>5}")).collect();
        format!("{first:name$}{cells}\n")
    };
    let mut text = row("", (1..=loops.len()).map(|n| n.to_string()).collect());
    for line in lines {
        let cell = |n| match cells.get(&(line, n)).copied().unwrap_or(0.0) {
            by if by >= overtake::audit::MOST => format!(">{:.0}", 100.0 * overtake::audit::MOST),
            by if by < 0.01 => "·".to_owned(),
            by => format!("{:.0}", 100.0 * by),
        };
        text += &row(line, (0..loops.len()).map(cell).collect());
    }
    text
}

fn constraints(constraints: &[Binding], output: Output) -> String {
    let heading = [
        output.text("audit-constraint"),
        output.text("audit-binds"),
        output.text("audit-member-most-bound"),
        output.text("audit-constraint-sentence"),
    ];
    let rows = constraints.iter().map(|c| {
        let most = c.members.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let most = most.filter(|m| m.1 > 0.0).map_or(String::new(), |m| format!("{} {}", m.0, percent(m.1)));
        let mark = if c.finding { output.text("audit-finding") } else { String::new() };
        vec![
            c.constraint.to_owned(),
            format!("{}{mark}", percent(c.share)),
            most,
            output.declared(&keys::constraint(c.constraint), c.sentence),
        ]
    });
    let title = format!("\n{}\n", output.text("audit-constraints-title"));
    format!("{title}{}\n", table(&heading, rows.collect()))
}

fn operations(costs: &[Cost], output: Output) -> String {
    let heading =
        [output.text("audit-mechanism"), output.text("audit-operations"), output.text("audit-share")];
    let rows = costs.iter().map(|c| vec![c.mechanism.to_owned(), c.operations.to_string(), percent(c.share)]);
    let title = format!("\n{}\n", output.text("audit-operations-title"));
    format!("{title}{}\n", table(&heading, rows.collect()))
}

fn inert(inert: &[Inert], output: Output) -> String {
    if inert.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", output.text("audit-moves-nothing"));
    for inert in inert {
        let why = inert.why.map_or_else(|| output.text("audit-no-reason-known"), str::to_owned);
        text += &format!("  {} {}: {why}\n", inert.kind, inert.key);
    }
    text
}

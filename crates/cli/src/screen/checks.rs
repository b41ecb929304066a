//! The record beside the futures: observed points, money, and the fact of a check.

use super::claims::claim;
use crate::args::Output;
use crate::paper::{width, wrap};
use overtake::answers::{Answered, Document};
use overtake::evidence::Evidence;
use overtake::observed::Observed;

/// Claims about the past, and how to read them.
pub(super) fn checks(
    output: Output,
    claims: &[&Answered],
    document: &Document,
    evidence: &Evidence,
) -> String {
    if claims.is_empty() {
        return String::new();
    }
    let told = wrap(&output.text("checks-how-to-read"), width(), 2);
    let mut text = format!("\n{}\n  {told}\n", output.text("checks-heading"));
    text += &claims.iter().map(|c| claim(output, c, document, evidence)).collect::<String>();
    text
}

/// What is on record beside the futures: observed points, and money.
pub(super) fn on_record(output: Output, observed: &Observed) -> String {
    outside(output, observed) + &money(output, observed)
}

/// How much of the record lies where few futures are.
fn outside(output: Output, observed: &Observed) -> String {
    const NAMED: usize = 3;
    if observed.points == 0 {
        return String::new();
    }
    let named = observed.by.iter().filter(|s| s.outside() > 0).take(NAMED).map(|s| {
        let name = output.observable(&s.observable);
        let bloc = output.bloc(&s.bloc);
        let name = match bloc.as_str() {
            "" => name,
            bloc => output.told("record-of-bloc", &[("name", &name), ("bloc", &bloc)]),
        };
        let (out, all) = (s.outside(), s.points);
        let side = match (s.below, s.above) {
            (_, 0) => output.text("record-all-below"),
            (0, _) => output.text("record-all-above"),
            _ => String::new(),
        };
        output.told("record-part", &[("name", &name), ("out", &out), ("all", &all), ("side", &side)])
    });
    let named: Vec<String> = named.collect();
    let (out, all) = (observed.outside, observed.points);
    let most = match named.join(&output.text("semicolon")) {
        named if named.is_empty() => named,
        named => output.told("record-most", &[("named", &named)]),
    };
    let line = output.told("record-outside", &[("all", &all), ("out", &out), ("most", &most)]);
    format!("  {}\n", wrap(&line, width(), 2))
}

/// Money on record beside the money of the futures.
fn money(output: Output, observed: &Observed) -> String {
    if observed.money.is_empty() {
        return String::new();
    }
    let heading = output.text("money-heading");
    let mut text = format!("\n{}\n", wrap(&heading, width(), 0));
    for m in &observed.money {
        let what = output.fact(&m.fact, &m.what);
        let counted = |billions: f64| {
            let (plain, counted) = (output.number(billions), output.number(billions * 1e9));
            output.told("money-billions", &[("billions", &plain), ("dollars", &counted)])
        };
        let [low, middle, high] = m.simulated.map(counted);
        let side = match m.value {
            value if value < m.simulated[0] => output.text("money-record-below"),
            value if value > m.simulated[2] => output.text("money-record-above"),
            _ => String::new(),
        };
        let (bloc, value, date) = (output.bloc(&m.bloc), counted(m.value), output.date(&m.date));
        let line = output.told(
            "money-line",
            &[
                ("bloc", &bloc),
                ("what", &what),
                ("value", &value),
                ("date", &date),
                ("low", &low),
                ("high", &high),
                ("middle", &middle),
                ("side", &side),
            ],
        );
        text += &format!("  {}\n", wrap(&line, width(), 4));
    }
    text
}

//! Claims answered: on the first screen, in full, and as a table.

use crate::args::Output;
use crate::locale::keys;
use crate::paper::{dense, grouped, signed, width, wrap};
use overtake::answers::{Answered, Deciding, Document};
use overtake::ensemble::claims::{Share, Status, TOO_FEW};
use overtake::ensemble::design::{BLOCK, ROUND};
use overtake::evidence::{ClaimKind, Evidence, Reading};
use std::collections::BTreeMap;
use unicode_width::UnicodeWidthStr;

/// Claims about what is to come, and how to read them.
pub(super) fn claims(
    output: Output,
    claims: &[&Answered],
    document: &Document,
    evidence: &Evidence,
) -> String {
    if claims.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n{}", output.text("claims-heading"), how_to_read(output));
    text += &claims.iter().map(|c| claim(output, c, document, evidence)).collect::<String>();
    text
}

/// What the numbers of a claim mean, for whoever sees them for the first time.
fn how_to_read(output: Output) -> String {
    let text = output.text("claims-how-to-read");
    format!("  {}\n", wrap(&text, width(), 2))
}

/// The other reading of a claim, where it comes out differently.
fn otherwise(output: Output, claim: &Answered, document: &Document) -> Option<String> {
    let other = document.claims.iter().find(|c| c.name() == claim.name() && c.reading != claim.reading)?;
    let share = other.main().filter(|_| claim.reading_decides)?;
    let counted = output.of_hundred(share.share?);
    let verdict = told_verdict(output, other, share);
    let text = output.of(&other.text);
    Some(output.told("claim-other-reading", &[("counted", &counted), ("verdict", &verdict), ("text", &text)]))
}

/// The verdict on a claim, or why there is none.
fn told_verdict(output: Output, claim: &Answered, share: &Share) -> String {
    match claim.verdict {
        Some(word) => {
            let word = output.verdict(Some(word), share.share);
            output.told("claim-verdict", &[("verdict", &word)])
        }
        None if claim.speculative => output.text("claim-no-verdict-speculative"),
        None => output.text("claim-no-verdict-few"),
    }
}

/// One claim: its share, verdict and sentence, the widths and what it rests on.
pub(super) fn claim(output: Output, claim: &Answered, document: &Document, evidence: &Evidence) -> String {
    let Some(share) = claim.main() else { return String::new() };
    let counted = share.share.map_or_else(|| output.text("claim-undefined"), |s| output.of_hundred(s));
    let verdict = told_verdict(output, claim, share);
    let pad = " ".repeat(10_usize.saturating_sub(counted.width()));
    let counted = match share.share {
        Some(_) => output.told("claim-true", &[("counted", &counted)]),
        None => counted,
    };
    let status = output.told("claim-status", &[("status", &output.status(&claim.status))]);
    let mut text = format!("  {:<5} {pad}{counted}  {verdict}{status}\n", claim.name());
    let sentence = wrap(output.of(&claim.text), width(), 8);
    text += &format!("        {sentence}\n");
    let mut notes = Vec::new();
    if let Some(widths) = widths(output, share) {
        notes.push(widths);
    }
    // Of what is true or false the median change says nothing.
    if let Some(median) = share.median_effect.filter(|_| claim.unit != "truth") {
        let (effect, arms) = (signed(median, 1), arms(claim, share, evidence));
        let effect = output.amount(&effect, median, &claim.unit);
        let arms: Vec<String> =
            arms.into_iter().map(|arm| output.told("arm", &[("policy", &output.policy(arm))])).collect();
        let arms = arms.join(&output.text("less"));
        notes.push(output.told("claim-effect", &[("effect", &effect), ("arms", &arms)]));
    }
    if share.undefined > 0 || share.futures < document.futures {
        let (some, all) = (grouped(share.qualifying() as i64), grouped(document.futures as i64));
        notes.push(output.told("claim-answered", &[("some", &some), ("all", &all)]));
    }
    if let Some(why) = &claim.by_assumption {
        notes.push(output.told("claim-direction", &[("why", &output.of(why))]));
    }
    if claim.check {
        notes.push(fact(output, claim));
    }
    if !notes.is_empty() {
        text += &format!("        {}\n", wrap(&notes.join(&output.text("semicolon")), width(), 8));
    }
    if let Some(deciding) = &claim.deciding {
        text += &format!("        {}\n", wrap(&rests_on(output, deciding, evidence), width(), 8));
    }
    if let Some(other) = otherwise(output, claim, document) {
        text += &format!("        {}\n", wrap(&other, width(), 8));
    }
    text
}

/// The recorded figure beside a claim about the past.
fn fact(output: Output, claim: &Answered) -> String {
    let Some(fact) = &claim.fact else { return output.text("check-no-fact") };
    let what = output.fact(&fact.key, &fact.what);
    let amount = |value: f64| output.amount(&output.number(value), value, &fact.unit);
    let range = fact.low.zip(fact.high).map_or_else(String::new, |(low, high)| {
        let [plain_low, plain_high] = [low, high].map(|end| output.number(end));
        let [low, high] = [low, high].map(amount);
        output.told(
            "check-fact-range",
            &[("low", &plain_low), ("high", &plain_high), ("low_amount", &low), ("high_amount", &high)],
        )
    });
    let (value, date) = (amount(fact.value), output.date(&fact.date));
    output.told("check-fact", &[("what", &what), ("value", &value), ("range", &range), ("date", &date)])
}

/// The policy whose effect a claim asks for and the one that it is held against; of a study's own claim only the first is known.
fn arms<'a>(claim: &Answered, share: &'a Share, evidence: &'a Evidence) -> Vec<&'a str> {
    let asked = evidence.claims().iter();
    let asked = asked.filter(|c| c.name() == claim.name() && c.reading == claim.reading);
    let control = asked.filter_map(|c| match &c.kind {
        ClaimKind::Contrast { arms, .. } => Some(arms.control.as_str()),
        ClaimKind::Outcome { .. } => None,
    });
    std::iter::once(share.policy.as_str()).chain(control).collect()
}

/// The assumption on which a claim depends most, in one sentence.
fn rests_on(output: Output, deciding: &[Deciding], evidence: &Evidence) -> String {
    let Some(most) = deciding.first() else {
        return output.text("influence-none");
    };
    let (label, key) = (output.assumption(evidence, &most.key), &most.key);
    let [effect, low, high] = [most.effect, most.low, most.high].map(|share| output.hundredths(share));
    output.told(
        "influence",
        &[("label", &label), ("key", key), ("effect", &effect), ("low", &low), ("high", &high)],
    )
}

/// The assumptions that decide a claim, with their intervals, and how far they explain it together.
fn decides(output: Output, claim: &Answered, evidence: &Evidence) -> String {
    let Some(deciding) = claim.deciding.as_deref() else { return String::new() };
    if deciding.is_empty() {
        return format!("  {}\n", rests_on(output, deciding, evidence));
    }
    let policy = output.policy(claim.main().map_or("", |share| share.policy.as_str()));
    let mut text = format!("  {}\n", output.told("told-depends", &[("policy", &policy)]));
    for d in deciding {
        let [effect, low, high] = [d.effect, d.low, d.high].map(|share| output.hundredths(share));
        let (line, interval) = (assumption(output, evidence, &d.key), format!("({low}–{high})"));
        text += &format!("  {effect:>5}  {interval:<8}  {}\n", wrap(&line, width(), 19));
    }
    if let Some(explained) = claim.explained {
        let held_out = output.hundredths(explained.held_out.max(0.0));
        let key = if deciding.len() == 1 { "told-held-out-one" } else { "told-held-out" };
        let line = output.told(key, &[("held_out", &held_out)]);
        text += &format!("  {}\n", wrap(&line, width(), 2));
    }
    text
}

/// A claim as a heading: its name, which of its readings this is, and whose it is.
fn titled(output: Output, claim: &Answered) -> String {
    let reading =
        output.text(if claim.reading == Reading::Main { "reading-main" } else { "reading-alternative" });
    let owner = output.declared(&keys::owner(&claim.owner), &claim.owner);
    output.told("told-title", &[("name", &claim.name()), ("reading", &reading), ("owner", &owner)])
}

/// Two shares in hundredths; one where nobody would see two.
fn percent(output: Output, (low, high): (f64, f64)) -> String {
    let (low, high) = (output.hundredths(low), output.hundredths(high));
    if low == high { low } else { format!("{low}–{high}") }
}

/// Whether schools disagree by what a reader would see.
fn disagree((low, high): (f64, f64)) -> bool {
    (100.0 * low).round() != (100.0 * high).round()
}

/// An assumption in words, with its key in brackets.
pub(crate) fn assumption(output: Output, evidence: &Evidence, key: &str) -> String {
    output.told("assumption", &[("label", &output.assumption(evidence, key)), ("key", &key)])
}

/// A claim told in full: its words, why its sign is fixed, and what it rests on.
pub(crate) fn told(output: Output, claim: &Answered, evidence: &Evidence) -> String {
    let mut text = format!("{}\n  {}\n", titled(output, claim), wrap(output.of(&claim.text), width(), 2));
    if let Some(why) = &claim.by_assumption {
        let line = output.told("told-direction", &[("why", &output.of(why))]);
        text += &format!("  {}\n", wrap(&line, width(), 2));
    }
    text += &divided(output, claim, evidence);
    text += &decides(output, claim, evidence);
    text
}

/// How far schools are apart on a claim that is told in full.
fn divided(output: Output, claim: &Answered, evidence: &Evidence) -> String {
    let Some(share) = claim.main().filter(|share| share.share.is_some()) else { return String::new() };
    let policy = output.policy(&share.policy);
    let line = match share.schools {
        Some(range) if !disagree(range) => return String::new(),
        Some(range) => {
            let range = percent(output, range);
            let (low, high) = share.schools_named.as_ref().map_or_else(Default::default, |(low, high)| {
                let [low, high] = [low, high].map(|key| school(output, evidence, key));
                (
                    output.told("told-lowest", &[("low", &low)]),
                    output.told("told-highest", &[("high", &high)]),
                )
            });
            output.told(
                "told-schools",
                &[("policy", &policy), ("range", &range), ("low", &low), ("high", &high)],
            )
        }
        None => not_compared(output),
    };
    format!("  {}\n", wrap(&line, width(), 2))
}

/// A school `switch.school` by author and year, with what chooses it.
fn school(output: Output, evidence: &Evidence, key: &str) -> String {
    let named = key.split_once('.').and_then(|(switch, school)| {
        let school =
            evidence.schools().iter().find(|s| (s.switch.as_str(), s.key.as_str()) == (switch, school))?;
        let (label, chosen) =
            (school.label.get(output.language()), format!("schools.{switch}={}", school.key));
        Some(output.told("school-named", &[("label", &label), ("chosen", &chosen)]))
    });
    named.unwrap_or_else(|| key.to_owned())
}

/// What it takes to compare schools, where that cannot be done.
fn not_compared(output: Output) -> String {
    let least = grouped((ROUND * BLOCK) as i64);
    output.told("told-schools-not-compared", &[("least", &least), ("few", &TOO_FEW)])
}

/// The widths of a share; that of schools only where they disagree or cannot be compared.
fn widths(output: Output, share: &Share) -> Option<String> {
    let (sampling, band) = (share.sampling?, share.prior_band?);
    let (sampling, band) = (percent(output, sampling), percent(output, band));
    let schools = match share.schools {
        Some(range) if disagree(range) => {
            let range = percent(output, range);
            output.told("widths-schools", &[("range", &range)])
        }
        Some(_) => String::new(),
        None => output.text("widths-schools-not-compared"),
    };
    Some(output.told("widths", &[("sampling", &sampling), ("schools", &schools), ("band", &band)]))
}

/// Claims as a table: a row per claim under its main policy, or per claim and policy for `each`; then those that have no
/// answer.
pub(crate) fn full(output: Output, claims: &[&Answered], policy: Option<&str>, each: bool) -> String {
    let name = |c: &Answered| {
        let other = output.text("other-reading");
        if c.reading == Reading::Main { c.name() } else { format!("{}{other}", c.name()) }
    };
    let asked = |c: &Answered| c.answers.iter().any(|s| policy.is_none_or(|p| s.policy == p));
    let (answered, silent): (Vec<&Answered>, Vec<&Answered>) = claims.iter().partition(|c| asked(c));
    let mut text = String::new();
    if !answered.is_empty() {
        let heading = [
            "table-claim",
            "table-policy",
            "table-share",
            "table-sample",
            "table-schools",
            "table-prior",
            "table-true",
            "table-false",
            "table-rest",
            "table-verdict",
        ]
        .map(|key| output.text(key));
        let mut rows = Vec::new();
        for claim in &answered {
            let asked = claim.answers.iter().filter(|s| policy.is_none_or(|p| s.policy == p));
            let most = if each { usize::MAX } else { 1 };
            for (number, share) in asked.take(most).enumerate() {
                rows.push(row(output, if number == 0 { name(claim) } else { String::new() }, claim, share));
            }
        }
        text += &format!("{}\n\n", dense(&heading, rows));
        let mut by: BTreeMap<String, (&Status, Vec<String>)> = BTreeMap::new();
        for claim in &answered {
            let of = by.entry(claim.status.to_string()).or_insert((&claim.status, Vec::new()));
            of.1.push(name(claim));
        }
        for (status, names) in by.into_values() {
            let (status, names) = (output.status(status), names.join(&output.text("list")));
            let line = output.told("table-status", &[("status", &status), ("names", &names)]);
            text += &format!("{}\n", wrap(&line, width(), 2));
        }
        let told = output.text("table-how-to-read");
        text += &format!("{}\n", wrap(&told, width(), 0));
        if !each {
            let more = output.text("table-more");
            text += &format!("{}\n", wrap(&more, width(), 0));
        }
    }
    if !silent.is_empty() {
        let heading = ["table-claim", "table-silent"].map(|key| output.text(key));
        let rows = silent.iter().map(|c| vec![name(c), output.status(&c.status)]);
        let gap = if text.is_empty() { "" } else { "\n" };
        text += &format!("{gap}{}\n", dense(&heading, rows.collect()));
    }
    text
}

/// One answer of a claim.
fn row(output: Output, name: String, claim: &Answered, share: &Share) -> Vec<String> {
    let pair = |p: Option<(f64, f64)>| p.map_or_else(|| "–".to_owned(), |p| percent(output, p));
    let count = |n: u64| if n == 0 { "·".to_owned() } else { n.to_string() };
    vec![
        name,
        output.policy(&share.policy),
        share.share.map_or_else(|| "–".to_owned(), |s| format!("{:.1}", 100.0 * s)),
        pair(share.sampling),
        pair(share.schools),
        pair(share.prior_band),
        count(share.holds),
        count(share.fails),
        count(share.within_band + share.undefined),
        output.verdict(claim.verdict_on(share), share.share),
    ]
}

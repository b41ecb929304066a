//! The first screen: what a journalist can read.

use crate::args::Output;
use crate::paper::{grouped, hundredths, table, width, wrap};
use overtake::answer::{Answered, Document};
use overtake::deciding::{Deciding, label};
use overtake::ensemble::claims::Share;
use overtake::evidence::{Evidence, Target};
use overtake::folder::Record;
use overtake::study::BUILT_IN;
use std::collections::BTreeMap;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// Claims answered, checks, what waits, and what to try next.
pub(crate) fn first(
    output: Output,
    folder: &Path,
    record: &Record,
    document: &Document,
    evidence: &Evidence,
) -> String {
    let mut text = head(output, record);
    text += &reach(output, evidence);
    let answered: Vec<&Answered> =
        document.claims.iter().filter(|c| c.reading == "main" && c.main().is_some()).collect();
    let (past, future): (Vec<&Answered>, Vec<&Answered>) = answered.iter().partition(|c| c.check);
    if !future.is_empty() {
        text += &format!("\n{}\n", output.say("CLAIMS", "论断"));
        text += &future.iter().map(|c| claim(output, c, evidence)).collect::<String>();
    }
    if !past.is_empty() {
        text += &format!("\n{}\n", output.say("CHECKS AGAINST THE PAST", "对照过去"));
        text += &past.iter().map(|c| claim(output, c, evidence)).collect::<String>();
    }
    text += &waiting(output, document);
    text += &next(output, folder, record);
    text
}

fn head(output: Output, record: &Record) -> String {
    let trajectories = record.results.as_ref().map_or(0, |r| r.trajectories);
    let (futures, policies) = (grouped(record.futures as i64), record.policies.len());
    let trajectories = grouped(trajectories as i64);
    let (name, start, end) = (&record.name, &record.start, &record.end);
    let mut text = output.say(
        &format!("{futures} plausible futures of the study {name}, {start} to {end}, under {policies} policies: {trajectories} trajectories.\n"),
        &format!("研究“{name}”：{start}至{end}，{futures}个可能的未来，{policies}种政策，共{trajectories}条轨迹。\n"),
    );
    if record.model == "race" {
        text += &output.say(
            "Shares of simulated futures, not probabilities. Not calibrated: beliefs are priors, not fitted to the record.\n",
            "以下为模拟未来中的份额，并非概率。尚未校准：各项信念为先验，未对照记录拟合。\n",
        );
    }
    if let Some(results) = record.results.as_ref().filter(|r| r.broken > 0) {
        let broken = grouped(results.broken as i64);
        let reason = results.reasons.first().map(|r| r.0.clone()).unwrap_or_default();
        text += &output.say(
            &format!("{broken} trajectories broke and count as undefined; most often: {reason}.\n"),
            &format!("{broken}条轨迹中断，计为未定义；最常见原因：{reason}。\n"),
        );
    }
    text
}

/// The date to which each kind of data reaches.
fn reach(output: Output, evidence: &Evidence) -> String {
    let mut newest: BTreeMap<&str, &Target> = BTreeMap::new();
    for target in evidence.latest() {
        let held = newest.entry(&target.observable).or_insert(target);
        if held.date.is_before(target.date) {
            *held = target;
        }
    }
    let parts: Vec<String> =
        newest.iter().map(|(key, t)| format!("{} {}", output.observable(key), t.date)).collect();
    let line = format!("{} {}", output.say("Data reach:", "数据截至："), parts.join(" · "));
    format!("{}\n", wrap(&line, width(), 2))
}

/// One claim: its share, verdict and sentence, the widths and what it rests on.
fn claim(output: Output, claim: &Answered, evidence: &Evidence) -> String {
    let Some(share) = claim.main() else { return String::new() };
    let number = share.share.map_or_else(|| output.say("undefined", "未定义"), |s| output.of_hundred(s));
    let verdict = match claim.verdict.as_deref() {
        // Leaning has a direction, which the contract's word leaves out.
        Some("leans") if share.share.is_some_and(|s| s < 0.5) => output.say("leans against", "倾向否定"),
        Some("leans") => output.say("leans towards", "倾向肯定"),
        word => output.verdict(word),
    };
    let pad = " ".repeat(10_usize.saturating_sub(number.width()));
    let mut text = format!("  {:<5} {pad}{number}  {verdict}", claim.name());
    let status = output.status(&claim.status);
    text += &output.say(&format!("  ({status})\n"), &format!("  （{status}）\n"));
    let sentence = wrap(output.of(&claim.text), width(), 8);
    text += &format!("        {sentence}\n");
    let mut notes = Vec::new();
    if let Some(widths) = widths(output, share) {
        notes.push(widths);
    }
    if let Some(effect) = share.median_effect {
        let under = output.say("median effect", "效应中位数");
        let unit = output.unit(&claim.unit);
        notes.push(output.say(
            &format!("{under} {effect:+.1} {unit} ({})", share.policy),
            &format!("{under}{effect:+.1}{unit}（{}）", share.policy),
        ));
    }
    if share.undefined > 0 {
        notes.push(format!("{} {}", grouped(share.undefined as i64), output.say("undefined", "未定义")));
    }
    if let Some(why) = &claim.by_assumption {
        notes.push(format!("{}{}", output.say("sign fixed: ", "符号由方程确定："), output.of(why)));
    }
    if claim.check {
        notes.push(match &claim.fact {
            Some(fact) => {
                let what = output.of(&fact.what).trim_end_matches(['.', '。']);
                let (value, unit) = (crate::paper::number(fact.value), output.unit(&fact.unit));
                output.say(
                    &format!("fact: {what} = {value} {unit} ({})", fact.date),
                    &format!("事实：{what} = {value}{unit}（{}）", fact.date),
                )
            }
            None => output.say("no fact in evidence", "证据中尚无相应事实"),
        });
    }
    if !notes.is_empty() {
        text += &format!("        {}\n", wrap(&notes.join(&output.say("; ", "；")), width(), 8));
    }
    if let Some(deciding) = &claim.deciding {
        text += &format!("        {}\n", wrap(&rests_on(output, deciding, evidence), width(), 8));
    }
    text
}

/// The assumption on which a claim depends most, in one sentence.
fn rests_on(output: Output, deciding: &[Deciding], evidence: &Evidence) -> String {
    let Some(most) = deciding.first() else {
        return output.say(
            "depends most on: no single assumption stands out from chance",
            "最取决于：没有任何单个假设可与偶然区分",
        );
    };
    let label = label(evidence, &most.key);
    let (label, key) = (label.get(output.language()), &most.key);
    let [effect, low, high] = [most.effect, most.low, most.high].map(hundredths);
    output.say(
        &format!("depends most on: {label} ({key}), {effect}% of what decides it ({low}–{high})"),
        &format!("最取决于：{label}（{key}），占决定因素的{effect}%（{low}–{high}）"),
    )
}

/// The assumptions that decide a claim, with their intervals, and how far they explain it together.
pub(crate) fn decides(output: Output, claim: &Answered, evidence: &Evidence) -> String {
    let Some(deciding) = claim.deciding.as_deref() else { return String::new() };
    if deciding.is_empty() {
        return format!("  {}\n", rests_on(output, deciding, evidence));
    }
    let policy = claim.main().map_or("", |share| share.policy.as_str());
    let mut text = output.say(
        &format!("  Depends most on, under {policy}, in per cent of what decides it (95% interval):\n"),
        &format!("  最取决于（{policy}政策下；占决定因素的百分比，括号内为95%区间）：\n"),
    );
    for d in deciding {
        let [effect, low, high] = [d.effect, d.low, d.high].map(hundredths);
        let (label, interval) = (label(evidence, &d.key), format!("({low}–{high})"));
        let label = label.get(output.language());
        let line = output.say(&format!("{label} ({})", d.key), &format!("{label}（{}）", d.key));
        text += &format!("  {effect:>5}  {interval:<8}  {}\n", wrap(&line, width(), 19));
    }
    if let Some(explained) = claim.explained {
        let (held_out, sum) = (hundredths(explained.held_out.max(0.0)), hundredths(explained.by_effects));
        let line = output.say(
            &format!(
                "Together they foretell {held_out}% in futures held out; their own shares sum to {sum}%."
            ),
            &format!("在留出的未来中，它们合起来可预见{held_out}%；各自份额之和为{sum}%。"),
        );
        text += &format!("  {}\n", wrap(&line, width(), 2));
    }
    text
}

fn widths(output: Output, share: &Share) -> Option<String> {
    let percent = |(low, high): (f64, f64)| format!("{:.0}–{:.0}", 100.0 * low, 100.0 * high);
    let (sampling, band) = (share.sampling?, share.prior_band?);
    let (sampling, band) = (percent(sampling), percent(band));
    Some(
        output.say(
            &format!("sampling {sampling}, prior band {band}"),
            &format!("抽样{sampling}，先验带{band}"),
        ),
    )
}

fn waiting(output: Output, document: &Document) -> String {
    let main = || document.claims.iter().filter(|c| c.reading == "main");
    let mut parts: BTreeMap<String, usize> = BTreeMap::new();
    let waits: Vec<&Answered> = main().filter(|c| c.status.starts_with("waits for")).collect();
    for part in waits.iter().flat_map(|c| c.status.trim_start_matches("waits for ").split(", ")) {
        *parts.entry(part.to_owned()).or_default() += 1;
    }
    if waits.is_empty() {
        return String::new();
    }
    let mut most: Vec<(&String, &usize)> = parts.iter().collect();
    most.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let list: Vec<String> =
        most.iter().take(5).map(|(part, n)| format!("{} ({n})", output.part(part))).collect();
    let line = output.say(
        &format!("{} claims and parts of claims wait for what is not built, most for {}; `overtake claims --all` lists them.", waits.len(), list.join(", ")),
        &format!("{}条论断（含分项）等待尚未建成的部分，最多的是 {}；`overtake claims --all`可列出全部。", waits.len(), list.join("、")),
    );
    format!("\n{}\n", wrap(&line, width(), 0))
}

fn next(output: Output, folder: &Path, record: &Record) -> String {
    let folder = folder.display();
    let key = if record.model == "race" { "borrowing.rate=0.3" } else { "textbook.sigma=0.1" };
    let built_in = BUILT_IN.iter().any(|(name, text)| *name == record.name && *text == record.text);
    let study = match record.name.as_str() {
        "as-is" if built_in => String::new(),
        name if built_in => format!(" {name}"),
        _ => format!(" {}", record.file),
    };
    let many = record.changes.futures.map(|n| format!(" -n {n}")).unwrap_or_default();
    let other = overtake::folder::free(&Path::new("out").join(&record.name));
    let other = other.display();
    let rows = [
        (format!("overtake explain {folder} 17"), output.say("one future, year by year", "逐年讲述一个未来")),
        (
            format!("overtake run{study}{many} --set {key}"),
            output.say("change an assumption", "改变一个假设"),
        ),
        (
            format!("overtake compare {folder} {other}"),
            output.say("and see what that changed", "看看有何不同"),
        ),
    ];
    let wide = rows.iter().map(|r| r.0.len()).max().unwrap_or(0);
    let mut text = format!("\n{}\n", output.say("TRY NEXT", "接下来可以"));
    for (command, what) in rows {
        text += &format!("  {command:<wide$}   {what}\n");
    }
    text += &output.say(
        &format!(
            "\nFiles: {folder}/futures.parquet (a row a trajectory), paths.parquet, ledger.parquet, claims.json,\n  study.json\n"
        ),
        &format!(
            "\n文件：{folder}/futures.parquet（每条轨迹一行）、paths.parquet、ledger.parquet、claims.json、study.json\n"
        ),
    );
    text
}

/// Claims in full: a row per claim and policy.
pub(crate) fn full(output: Output, claims: &[&Answered], policy: Option<&str>) -> String {
    let heading = [
        "claim",
        "policy",
        "share",
        "sampling",
        "prior band",
        "true/false/within/undefined",
        "verdict",
        "status",
    ];
    let chinese = ["论断", "政策", "份额", "抽样", "先验带", "真/假/带内/未定义", "判断", "状态"];
    let heading: Vec<String> = heading.iter().zip(chinese).map(|(e, c)| output.say(e, c)).collect();
    let mut rows = Vec::new();
    for claim in claims {
        let name = if claim.reading == "main" { claim.name() } else { format!("{} alt", claim.name()) };
        let answers: Vec<&Share> =
            claim.answers.iter().filter(|s| policy.is_none_or(|p| s.policy == p)).collect();
        if answers.is_empty() {
            let mut row = vec![name.clone(), String::new(), "–".to_owned()];
            row.extend([
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                output.status(&claim.status),
            ]);
            rows.push(row);
        }
        for (number, share) in answers.iter().enumerate() {
            let pair =
                |p: Option<(f64, f64)>| p.map_or_else(|| "–".to_owned(), |(l, h)| format!("{l:.2}–{h:.2}"));
            let verdict = overtake::ensemble::claims::verdict(share).filter(|_| claim.verdict.is_some());
            rows.push(vec![
                if number == 0 { name.clone() } else { String::new() },
                share.policy.clone(),
                share.share.map_or_else(|| "–".to_owned(), |s| format!("{s:.3}")),
                pair(share.sampling),
                pair(share.prior_band),
                format!("{}/{}/{}/{}", share.holds, share.fails, share.within_band, share.undefined),
                output.verdict(verdict),
                if number == 0 { output.status(&claim.status) } else { String::new() },
            ]);
        }
    }
    table(&heading, rows)
}

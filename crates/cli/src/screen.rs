//! The first screen: what a journalist can read.

use crate::args::Output;
use crate::paper::{dense, grouped, hundredths, number, signed, width, wrap};
use overtake::answers::deciding::label;
use overtake::answers::{Answered, Deciding, Document};
use overtake::ensemble::claims::{Share, Status as Standing, TOO_FEW};
use overtake::ensemble::design::{BLOCK, ROUND};
use overtake::evidence::{ClaimKind, Evidence, Language, Reading, Target};
use overtake::kernels::ModelKind;
use overtake::model::Status;
use overtake::observed::Observed;
use overtake::run::{Record, finished_beside, free};
use overtake::study::BUILT_IN;
use std::collections::BTreeMap;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// What the first screen speaks of.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) record: &'a Record,
    pub(crate) document: &'a Document,
    pub(crate) evidence: &'a Evidence,
    pub(crate) observed: &'a Observed,
}

/// Claims answered, checks, what waits, and what to try next.
pub(crate) fn first(output: Output, shown: &Shown<'_>) -> String {
    let Shown { folder, record, document, evidence, observed } = *shown;
    let mut text = head(output, record);
    // The textbook's race is fed by no data.
    if record.model == "race" {
        text += &reach(output, evidence);
    }
    let answered: Vec<&Answered> =
        document.claims.iter().filter(|c| c.reading == Reading::Main && c.main().is_some()).collect();
    let (past, future): (Vec<&Answered>, Vec<&Answered>) = answered.iter().partition(|c| c.check);
    if !future.is_empty() {
        text += &format!("\n{}\n", output.say("CLAIMS", "论断"));
        text += &how_to_read(output);
        text += &future.iter().map(|c| claim(output, c, document, evidence)).collect::<String>();
    }
    if !past.is_empty() {
        text += &format!("\n{}\n", output.say("CHECKS AGAINST THE PAST", "对照过去"));
        let told = output.say(
            "Holds and fails speak of the sentence in the simulated futures, not of the program; compare it with the fact.",
            "成立与不成立说的是该句在模拟未来中如何，不是程序是否通过检验；请与事实对照。",
        );
        text += &format!("  {}\n", wrap(&told, width(), 2));
        text += &past.iter().map(|c| claim(output, c, document, evidence)).collect::<String>();
        text += &outside(output, observed);
        text += &money(output, observed);
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
    let all = if record.policies.iter().all(|p| p.futures == record.futures) {
        String::new()
    } else {
        output.say(", not all of them in every future", "（并非每个未来都模拟全部政策）")
    };
    let text = output.say(
        &format!("{futures} plausible futures of the study {name}, {start} to {end}, under {policies} {}{all}: {trajectories} trajectories.", if policies == 1 { "policy" } else { "policies" }),
        &format!("研究“{name}”：{start}至{end}，{futures}个可能的未来，{policies}种政策{all}，共{trajectories}条轨迹。"),
    );
    let mut text = format!("{}\n", wrap(&text, width(), 2));
    if record.model == "race" {
        let told = output.say(
            "Shares of simulated futures, not probabilities. Not calibrated: nothing was fitted to the record.",
            "以下为模拟未来中的份额，并非概率。尚未校准：各项假设均为事先判断，未按历史记录修正。",
        );
        text += &format!("{}\n", wrap(&told, width(), 2));
    }
    text += &thin(output, record);
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

/// Which mechanisms are thin.
fn thin(output: Output, record: &Record) -> String {
    let mechanisms =
        ModelKind::parse(&record.model).map_or_else(Vec::new, |model| model.declaration().mechanisms);
    let thin = mechanisms.iter().filter(|m| m.status == Status::Thin);
    let told: Vec<String> = thin
        .map(|m| {
            let (sentence, key) = (output.declared(m.sentence), m.key);
            output.say(&format!("\"{sentence}\" ({key})"), &format!("“{sentence}”（{key}）"))
        })
        .collect();
    if told.is_empty() {
        return String::new();
    }
    let line = output.say(
        &format!("Thin, where dated paths stand in for some equations: {}.", told.join("; ")),
        &format!("较为单薄、部分方程以既定路径代替：{}。", told.join("；")),
    );
    format!("{}\n", wrap(&line, width(), 2))
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
    let line = format!(
        "{}{}",
        output.say("Records to compare with end at: ", "可供对照的记录截至："),
        parts.join(" · ")
    );
    format!("{}\n", wrap(&line, width(), 2))
}

/// What the numbers of a claim mean, for whoever sees them for the first time.
fn how_to_read(output: Output) -> String {
    let text = output.say(
        "How to read: \"73 of 100\" says that the sentence is true in 73 of every hundred simulated futures that have \
         an answer; a sentence about every quarter is false after one exception. Three ranges say how firm the number is. \
         Sampling: where it lies with other random draws. Schools: its least and its greatest under any one of rival published \
         models, where they differ. Prior band: where it lies if any future deserves half as much weight again, or as much \
         less. Holds or fails: all three lie on one side of 50; leans: two do; open: fewer; a range that is not known counts \
         on neither side. No verdict: the claim rests on speculative measures, or too few futures answer. Prior only: about \
         what is to come, which no record can test yet; in sample: about the past, known when the assumptions were written; by \
         assumption: its direction is built in. Effects: plus is more, minus is less. An influence says how much, not which \
         way, and the largest can be small. The frontier is the best published model; a lag says how long ago another bloc was \
         first as good.",
        "读法：“100个中73个为真”是指在有结论的模拟未来中，每一百个里有七十三个使该句为真；凡说“每个季度”的，有一次例外即为假。三个区间说明该数的\
         稳固程度。抽样：换一组随机抽取，该数落在何处。各学派：在任一对立的已发表模型之下的最小与最大数，无差别时从略。先验带：若任一未来的分量应\
         乘以或除以1.5，该数落在何处。判定：三者全在50的同一侧，为成立或不成立；只有两者在同一侧，为倾向；不足两者，为未定；未知的区间不算在任何\
         一侧。无判定：依据推测性度量，或有结论的未来太少。仅先验：关于将来，尚无记录可检验；样本内：关于过去，设定假设时已知其结果；由假设\
         决定：方向由方程给定。效应：正为增，负为减。影响只说大小，不说方向，最大者也可能很小。前沿：已发布的最强模型；落后：其他阵营在多久以前首次\
         达到同样水平。",
    );
    format!("  {}\n", wrap(&text, width(), 2))
}

/// The other reading of a claim, where it comes out differently.
fn otherwise(output: Output, claim: &Answered, document: &Document) -> Option<String> {
    let other = document.claims.iter().find(|c| c.name() == claim.name() && c.reading != claim.reading)?;
    let share = other.main().filter(|_| claim.reading_decides)?;
    let counted = output.of_hundred(share.share?);
    let verdict = told_verdict(output, other, share);
    let text = output.of(&other.text);
    Some(output.say(
        &format!("ANOTHER READING, ANOTHER ANSWER: {counted}, {verdict}: {text}"),
        &format!("换一种读法，答案不同：{counted}为真，{verdict}：{text}"),
    ))
}

/// The verdict on a claim, or why there is none.
fn told_verdict(output: Output, claim: &Answered, share: &Share) -> String {
    match claim.verdict {
        Some(word) => {
            let word = output.verdict(Some(word), share.share);
            output.say(&word, &format!("判定：{word}"))
        }
        None if claim.speculative => output.say("no verdict: speculative", "无判定：推测性"),
        None => output.say("no verdict: too few futures", "无判定：有结论的未来太少"),
    }
}

/// One claim: its share, verdict and sentence, the widths and what it rests on.
fn claim(output: Output, claim: &Answered, document: &Document, evidence: &Evidence) -> String {
    let Some(share) = claim.main() else { return String::new() };
    let counted = share.share.map_or_else(|| output.say("undefined", "未定义"), |s| output.of_hundred(s));
    let verdict = told_verdict(output, claim, share);
    let pad = " ".repeat(10_usize.saturating_sub(counted.width()));
    let counted =
        output.say(&counted, &format!("{counted}{}", if share.share.is_some() { "为真" } else { "" }));
    let mut text = format!("  {:<5} {pad}{counted}  {verdict}", claim.name());
    let status = output.status(&claim.status);
    text += &output.say(&format!("  ({status})\n"), &format!("  （{status}）\n"));
    let sentence = wrap(output.of(&claim.text), width(), 8);
    text += &format!("        {sentence}\n");
    let mut notes = Vec::new();
    if let Some(widths) = widths(output, share) {
        notes.push(widths);
    }
    // Of what is true or false the median change says nothing.
    if let Some(median) = share.median_effect.filter(|_| claim.unit != "truth") {
        let (unit, effect, arms) =
            (output.unit(&claim.unit), signed(median, 1), arms(claim, share, evidence));
        notes.push(output.say(
            &format!("median effect {effect} {unit} ({})", arms.join(" less ")),
            &format!("效应中位数{effect}{unit}（{}）", arms.join("减")),
        ));
    }
    if share.undefined > 0 || share.futures < document.futures {
        let (some, all) = (grouped(share.qualifying() as i64), grouped(document.futures as i64));
        notes.push(
            output.say(
                &format!("answered in {some} of {all} futures"),
                &format!("{all}个未来中{some}个有结论"),
            ),
        );
    }
    if let Some(why) = &claim.by_assumption {
        notes.push(format!("{}{}", output.say("direction fixed: ", "方向由方程确定："), output.of(why)));
    }
    if claim.check {
        notes.push(match &claim.fact {
            Some(fact) => {
                let what = output.of(&fact.what).trim_end_matches(['.', '。']);
                let (value, unit) = (number(fact.value), output.unit(&fact.unit));
                let range = fact.low.zip(fact.high).map_or_else(String::new, |(low, high)| {
                    let (low, high) = (number(low), number(high));
                    output.say(&format!(", range {low} to {high}"), &format!("，范围{low}至{high}"))
                });
                output.say(
                    &format!("fact: {what} = {value} {unit}{range} ({})", fact.date),
                    &format!("事实：{what} = {value}{unit}{range}（{}）", fact.date),
                )
            }
            None => output.say("no recorded figure to compare with", "尚无可对照的记录"),
        });
    }
    if !notes.is_empty() {
        text += &format!("        {}\n", wrap(&notes.join(&output.say("; ", "；")), width(), 8));
    }
    if let Some(deciding) = &claim.deciding {
        text += &format!("        {}\n", wrap(&rests_on(output, deciding, evidence), width(), 8));
    }
    if let Some(other) = otherwise(output, claim, document) {
        text += &format!("        {}\n", wrap(&other, width(), 8));
    }
    text
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
        return output.say(
            "largest single influence: none stands out from chance",
            "影响最大的单个假设：没有任何一个可与偶然区分",
        );
    };
    let label = label(evidence, &most.key);
    let (label, key) = (label.get(output.language()), &most.key);
    let [effect, low, high] = [most.effect, most.low, most.high].map(hundredths);
    output.say(
        &format!("largest single influence: {label} ({key}), {effect}% of what decides it ({low}–{high})"),
        &format!("影响最大的单个假设：{label}（{key}），解释结果差异的{effect}%（{low}–{high}）"),
    )
}

/// The assumptions that decide a claim, with their intervals, and how far they explain it together.
fn decides(output: Output, claim: &Answered, evidence: &Evidence) -> String {
    let Some(deciding) = claim.deciding.as_deref() else { return String::new() };
    if deciding.is_empty() {
        return format!("  {}\n", rests_on(output, deciding, evidence));
    }
    let policy = claim.main().map_or("", |share| share.policy.as_str());
    let mut text = output.say(
        &format!("  Depends most on, under {policy}, in per cent of what decides it (95% interval):\n"),
        &format!("  最取决于（{policy}政策下；解释结果差异的百分比，括号内为95%区间）：\n"),
    );
    for d in deciding {
        let [effect, low, high] = [d.effect, d.low, d.high].map(hundredths);
        let (line, interval) = (assumption(output, evidence, &d.key), format!("({low}–{high})"));
        text += &format!("  {effect:>5}  {interval:<8}  {}\n", wrap(&line, width(), 19));
    }
    if let Some(explained) = claim.explained {
        let held_out = hundredths(explained.held_out.max(0.0));
        let line = match deciding.len() {
            1 => output.say(
                &format!("It foretells {held_out}% in futures held out."),
                &format!("在留出的未来中，它可预见{held_out}%。"),
            ),
            _ => output.say(
                &format!(
                    "Together they foretell {held_out}% in futures held out. Their own shares do not add up to that: where two go \
                     together, as a school and what it believes, they overlap, and what two do only together is in neither."
                ),
                &format!(
                    "在留出的未来中，它们合起来可预见{held_out}%。各自份额不可相加：相关的假设（如学派与其所持参数）份额重叠，\
                     而只由两者共同造成的部分不计入任何一项。"
                ),
            ),
        };
        text += &format!("  {}\n", wrap(&line, width(), 2));
    }
    text
}

/// A claim as a heading: its name, which of its readings this is, and whose it is.
fn titled(output: Output, claim: &Answered) -> String {
    let (name, reading, owner) = (claim.name(), claim.reading.name(), &claim.owner);
    let chinese = if claim.reading == Reading::Main { "主要表述" } else { "另一表述" };
    output.say(
        &format!("{name} ({reading}, {owner})"),
        &format!("{name}（{chinese}，{}）", if owner == "the essay" { "文章" } else { owner }),
    )
}

/// Two shares in hundredths; one where nobody would see two.
fn percent((low, high): (f64, f64)) -> String {
    let (low, high) = (hundredths(low), hundredths(high));
    if low == high { low } else { format!("{low}–{high}") }
}

/// Whether schools disagree by what a reader would see.
fn disagree((low, high): (f64, f64)) -> bool {
    (100.0 * low).round() != (100.0 * high).round()
}

/// An assumption in words, with its key in brackets.
pub(crate) fn assumption(output: Output, evidence: &Evidence, key: &str) -> String {
    let label = label(evidence, key);
    let label = label.get(output.language());
    output.say(&format!("{label} ({key})"), &format!("{label}（{key}）"))
}

/// A claim told in full: its words, why its sign is fixed, and what it rests on.
pub(crate) fn told(output: Output, claim: &Answered, evidence: &Evidence) -> String {
    let mut text = format!("{}\n  {}\n", titled(output, claim), wrap(output.of(&claim.text), width(), 2));
    if let Some(why) = &claim.by_assumption {
        let head = output.say("Direction fixed: ", "方向由方程确定：");
        text += &format!("  {}\n", wrap(&format!("{head}{}", output.of(why)), width(), 2));
    }
    text += &divided(output, claim, evidence);
    text += &decides(output, claim, evidence);
    text
}

/// How far schools are apart on a claim that is told in full.
fn divided(output: Output, claim: &Answered, evidence: &Evidence) -> String {
    let Some(share) = claim.main().filter(|share| share.share.is_some()) else { return String::new() };
    let policy = &share.policy;
    let line = match share.schools {
        Some(range) if !disagree(range) => return String::new(),
        Some(range) => {
            let range = percent(range);
            let (low, high) = share.schools_named.as_ref().map_or_else(Default::default, |(low, high)| {
                let [low, high] = [low, high].map(|key| school(output, evidence, key));
                (
                    output.say(&format!(", lowest under {low}"), &format!("，最低为{low}")),
                    output.say(&format!(", highest under {high}"), &format!("，最高为{high}")),
                )
            });
            output.say(
                &format!("From school to school, under {policy}: {range} of 100{low}{high}"),
                &format!("各学派之间（{policy}政策下）：100个中{range}个{low}{high}"),
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
        Some(output.say(&format!("{label} ({chosen})"), &format!("{label}（{chosen}）")))
    });
    named.unwrap_or_else(|| key.to_owned())
}

/// What it takes to compare schools, where that cannot be done.
fn not_compared(output: Output) -> String {
    let least = grouped((ROUND * BLOCK) as i64);
    output.say(
        &format!(
            "Schools cannot be compared: it takes {least} futures, and two rivals with {TOO_FEW} each in which the claim says something"
        ),
        &format!("无法比较各学派：须有{least}个未来，且两个对立学派各有{TOO_FEW}个使该论断有结论的未来"),
    )
}

/// The widths of a share; that of schools only where they disagree or cannot be compared.
fn widths(output: Output, share: &Share) -> Option<String> {
    let (sampling, band) = (share.sampling?, share.prior_band?);
    let (sampling, band) = (percent(sampling), percent(band));
    let schools = match share.schools {
        Some(range) if disagree(range) => {
            let range = percent(range);
            output.say(&format!(", schools {range}"), &format!("，各学派{range}"))
        }
        Some(_) => String::new(),
        None => output.say(", schools not compared", "，各学派未作比较"),
    };
    Some(output.say(
        &format!("sampling {sampling}{schools}, prior band {band}"),
        &format!("抽样{sampling}{schools}，先验带{band}"),
    ))
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
            bloc => output.say(&format!("{name}, {bloc}"), &format!("{bloc}{name}")),
        };
        let (out, all) = (s.outside(), s.points);
        let side = match (s.below, s.above) {
            (_, 0) => output.say(", all below it", "，均低于该区间"),
            (0, _) => output.say(", all above it", "，均高于该区间"),
            _ => String::new(),
        };
        output.say(
            &format!("{name} ({out} of its {all}{side})"),
            &format!("{name}（此项{all}个中{out}个{side}）"),
        )
    });
    let named: Vec<String> = named.collect();
    let (out, all) = (observed.outside, observed.points);
    let mut line = output.say(
        &format!("Of {all} observed points {out} lie outside the range of nine in ten simulated futures"),
        &format!("{all}个观测点中，{out}个落在九成模拟未来所处的区间之外"),
    );
    if !named.is_empty() {
        line += &output.say(", most often: ", "，最多的是：");
        line += &named.join(&output.say("; ", "；"));
    }
    line += &output.say(".", "。");
    format!("  {}\n", wrap(&line, width(), 2))
}

/// Money on record beside the money of the futures.
fn money(output: Output, observed: &Observed) -> String {
    if observed.money.is_empty() {
        return String::new();
    }
    let heading = output.say(
        "MONEY ON RECORD, in billions of dollars, beside what nine in ten simulated futures span (and their middle)",
        "有记录的资金（亿美元），与九成模拟未来所处的区间（括号内为模拟中位数）对照",
    );
    let mut text = format!("\n{}\n", wrap(&heading, width(), 0));
    for m in &observed.money {
        let what = output.of(&m.what).trim_end_matches(['.', '。']);
        // Chinese counts money in hundreds of millions.
        let counted = |billions: f64| {
            number(if matches!(output.language(), Language::Chinese) { 10.0 * billions } else { billions })
        };
        let [low, middle, high] = m.simulated.map(counted);
        let side = match m.value {
            value if value < m.simulated[0] => output.say("; the record lies below", "；记录低于该区间"),
            value if value > m.simulated[2] => output.say("; the record lies above", "；记录高于该区间"),
            _ => String::new(),
        };
        let (bloc, value, date) = (output.bloc(&m.bloc), counted(m.value), &m.date);
        let line = output.say(
            &format!("{bloc}: {what}: {value} ({date}); simulated {low} to {high} ({middle}){side}."),
            &format!("{bloc}：{what}：{value}（{date}）；模拟{low}至{high}（{middle}）{side}。"),
        );
        text += &format!("  {}\n", wrap(&line, width(), 4));
    }
    text
}

fn waiting(output: Output, document: &Document) -> String {
    let main = document.claims.iter().filter(|c| c.reading == Reading::Main);
    let mut parts: BTreeMap<&String, usize> = BTreeMap::new();
    let waits: Vec<&Vec<String>> = main
        .filter_map(|c| if let Standing::WaitsFor(parts) = &c.status { Some(parts) } else { None })
        .collect();
    for part in waits.iter().copied().flatten() {
        *parts.entry(part).or_default() += 1;
    }
    if waits.is_empty() {
        return String::new();
    }
    let mut most: Vec<(&String, usize)> = parts.into_iter().collect();
    most.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let list: Vec<String> =
        most.iter().take(5).map(|(part, n)| format!("{} ({n})", output.part(part))).collect();
    let wait = match waits.len() {
        1 => "One claim waits".to_owned(),
        n => format!("{n} claims and parts of claims wait"),
    };
    let line = output.say(
        &format!(
            "{wait} for what is not built, most for {}; `overtake claims --all` lists what waits.",
            list.join(", ")
        ),
        &format!(
            "{}条论断（含分项）等待尚未建成的部分，最多的是 {}；`overtake claims --all`可列出全部。",
            waits.len(),
            list.join("、")
        ),
    );
    format!("\n{}\n", wrap(&line, width(), 0))
}

/// Assumptions that a reader may change to see what follows, the most telling first.
const CHANGES: [(&str, &[&str]); 2] = [
    (
        "race",
        &[
            "borrowing.rate=0.3",
            "capital.friction.CN=0.06",
            "frontier.weight.us_leader=0.6",
            "borrowing.fade=1.5",
        ],
    ),
    ("textbook", &["textbook.sigma=0.1", "textbook.sigma=0.9"]),
];

fn next(output: Output, folder: &Path, record: &Record) -> String {
    let built_in = BUILT_IN.iter().any(|(name, text)| *name == record.name && *text == record.text);
    let study = match record.name.as_str() {
        "as-is" if built_in => String::new(),
        name if built_in => format!(" {name}"),
        _ => format!(" {}", record.file),
    };
    let many = record.changes.futures.map(|n| format!(" -n {n}")).unwrap_or_default();
    let usual = Path::new("out").join(&record.name);
    let there = finished_beside(&usual);
    let others = || there.iter().filter(|(path, r)| path != folder && alike(r, record));
    // What this run or one beside it has changed already is no longer worth proposing.
    let tried = |change: &str| {
        let all = std::iter::once(record).chain(others().map(|(_, r)| r));
        all.into_iter().any(|r| r.changes.set.iter().any(|set| set.replace(' ', "") == change))
    };
    let proposed = CHANGES.iter().filter(|(model, _)| *model == record.model).flat_map(|(_, all)| *all);
    let change = proposed.copied().find(|change| !tried(change));
    let explain = (
        format!("overtake explain {} 17", folder.display()),
        output.say("one future, year by year", "逐年讲述一个未来"),
    );
    let try_one = change.map(|change| {
        let command = format!("overtake run{study}{many} --set {change}");
        (command, output.say("change an assumption", "改变一个假设"))
    });
    // A run that is there already; else the one that the line above makes.
    let (first, second, what) = match others().next() {
        Some((other, _)) => {
            (other.clone(), folder.to_owned(), output.say("two runs side by side", "并列比较两次运行"))
        }
        None => (folder.to_owned(), free(&usual), output.say("and see what that changed", "看看有何不同")),
    };
    let compare = (format!("overtake compare {} {}", first.display(), second.display()), what);
    let rows: Vec<(String, String)> = std::iter::once(explain).chain(try_one).chain([compare]).collect();
    let wide = rows.iter().map(|r| r.0.len()).max().unwrap_or(0);
    let folder = folder.display();
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

/// Whether two runs ask the same of the same futures, so that only an assumption tells them apart.
fn alike(a: &Record, b: &Record) -> bool {
    (&a.model, a.futures, a.seed) == (&b.model, b.futures, b.seed) && a.changes.set != b.changes.set
}

/// Claims as a table: a row per claim under its main policy, or per claim and policy for `each`; then those that have no
/// answer.
pub(crate) fn full(output: Output, claims: &[&Answered], policy: Option<&str>, each: bool) -> String {
    let head = |pairs: &[(&str, &str)]| pairs.iter().map(|(e, c)| output.say(e, c)).collect::<Vec<_>>();
    let name = |c: &Answered| {
        let other = output.say(" alt", " 另述");
        if c.reading == Reading::Main { c.name() } else { format!("{}{other}", c.name()) }
    };
    let asked = |c: &Answered| c.answers.iter().any(|s| policy.is_none_or(|p| s.policy == p));
    let (answered, silent): (Vec<&Answered>, Vec<&Answered>) = claims.iter().partition(|c| asked(c));
    let mut text = String::new();
    if !answered.is_empty() {
        let heading = head(&[
            ("claim", "论断"),
            ("policy", "政策"),
            ("share", "份额"),
            ("sample", "抽样"),
            ("schools", "学派"),
            ("prior", "先验带"),
            ("true", "真"),
            ("false", "假"),
            ("rest", "其余"),
            ("verdict", "判断"),
        ]);
        let mut rows = Vec::new();
        for claim in &answered {
            let asked = claim.answers.iter().filter(|s| policy.is_none_or(|p| s.policy == p));
            let most = if each { usize::MAX } else { 1 };
            for (number, share) in asked.take(most).enumerate() {
                rows.push(row(output, if number == 0 { name(claim) } else { String::new() }, claim, share));
            }
        }
        text += &format!("{}\n\n", dense(&heading, rows));
        let mut by: BTreeMap<String, (&Standing, Vec<String>)> = BTreeMap::new();
        for claim in &answered {
            let of = by.entry(claim.status.to_string()).or_insert((&claim.status, Vec::new()));
            of.1.push(name(claim));
        }
        for (status, names) in by.into_values() {
            let (status, names) = (output.status(status), names.join(&output.say(", ", "、")));
            let line = output.say(&format!("{status}: {names}"), &format!("{status}：{names}"));
            text += &format!("{}\n", wrap(&line, width(), 2));
        }
        let told = output.say(
            "Share, sample, schools and prior in hundredths of the futures that say something. Sample: 95% over random draws; schools: under any one \
             of the rival schools, a dash where they cannot be compared; prior: if any future's weight may be wrong by half as much again; rest: too small an effect to count, or undefined. A dash for a \
             verdict: the claim rests on speculative measures or on too few futures.",
            "份额、抽样、学派和先验带均以有结论的未来的百分之几计。抽样：95%区间；学派：任一对立学派之下，短横表示无法比较；先验带：任一未来的权重可有1.5倍误差；其余：效应太小而不计，或未定义。判断为短横：论断依据推测性度量或样本太少。",
        );
        text += &format!("{}\n", wrap(&told, width(), 0));
        if !each {
            let more = output.say(
                "A row a claim, under its main policy: `overtake claims --all` has every policy, `overtake claims C4` the \
                 sentence of one and what decides it.",
                "每条论断一行，取其主要政策：`overtake claims --all`列出各政策，`overtake claims C4`给出某条的原句及其决定因素。",
            );
            text += &format!("{}\n", wrap(&more, width(), 0));
        }
    }
    if !silent.is_empty() {
        let heading = head(&[("claim", "论断"), ("why there is no answer", "为何没有答案")]);
        let rows = silent.iter().map(|c| vec![name(c), output.status(&c.status)]);
        let gap = if text.is_empty() { "" } else { "\n" };
        text += &format!("{gap}{}\n", dense(&heading, rows.collect()));
    }
    text
}

/// One answer of a claim.
fn row(output: Output, name: String, claim: &Answered, share: &Share) -> Vec<String> {
    let pair = |p: Option<(f64, f64)>| p.map_or_else(|| "–".to_owned(), percent);
    let count = |n: u64| if n == 0 { "·".to_owned() } else { n.to_string() };
    vec![
        name,
        share.policy.clone(),
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

//! Packages of chip rules side by side.

use super::input::{Sources, read_study};
use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::paper::{dense, grouped, hundredths, number, width, wrap};
use overtake::evidence::{Evidence, did_you_mean};
use overtake::packages::{Compute, Published, Ratio, Report, Treatment, compare};
use overtake::rules_record::tell;
use overtake::study::BUILT_IN;
use overtake::study::policy::Policy;
use overtake::{Changes, Mistakes, Prepared, Study};
use std::collections::BTreeMap;
use std::path::Path;

/// The blocs that are compared: who sells and who is restricted.
const BLOCS: [&str; 2] = ["US", "CN"];

pub(crate) fn rules(it: &args::Rules, output: Output, sources: &mut Sources) -> Done {
    if it.record {
        return record(it, output);
    }
    let (study, packages) = chosen(it, sources)?;
    let changes = Changes {
        futures: it.futures,
        policies: (!packages.is_empty()).then_some(packages),
        set: it.set.clone(),
        ..Changes::default()
    };
    let (file, text) = read_study(&study, &changes, sources)?;
    let study = Study::read(&file, &text, &changes).map_err(Mistakes)?;
    let evidence = Evidence::built_in().map_err(Mistakes)?;
    let prepared = Prepared::new(study, &evidence, &[]).map_err(Mistakes)?;
    let calendar = &prepared.study.calendar;
    let last = calendar.quarter(calendar.quarters - 1).year();
    let years: Vec<i32> = (2026..=last.min(2030)).step_by(2).collect();
    let report = compare(&prepared, &evidence, BLOCS, &years)?;
    if output.json {
        return print_json(&report);
    }
    print(&text_of(output, &report))
}

/// The study and the packages that words on the command line name. A policy's name means the policy, also where a study
/// is called the same.
fn chosen(it: &args::Rules, sources: &mut Sources) -> Result<(String, Vec<String>), Error> {
    let built_in: Vec<String> =
        Policy::built_in().map_err(Mistakes)?.into_iter().map(|policy| policy.key).collect();
    let by_ending = it.packages.iter().find(|word| word.ends_with(".toml"));
    let by_name = || {
        let named = |word: &&String| {
            !built_in.contains(word)
                && (Path::new(word).is_file() || BUILT_IN.iter().any(|(known, _)| known == word))
        };
        it.packages.iter().find(named)
    };
    let study = by_ending.or_else(by_name);
    let (mut known, mut packages) = (built_in, Vec::new());
    if let Some(study) = study {
        let (file, text) = read_study(study, &Changes::default(), sources)?;
        // A study that cannot be read is told of where it is read for good.
        if let (Some(study), _) = Study::lenient(&file, &text, &Changes::default()) {
            known.extend(study.own_policies.into_iter().map(|policy| policy.key));
        }
    }
    for word in it.packages.iter().filter(|word| Some(*word) != study) {
        if packages.contains(word) {
            return Err(Error::usage(
                format!("package `{word}` is named twice"),
                "name each once; the first is the reference",
            ));
        }
        if !known.contains(word) {
            let is_study = word.ends_with(".toml") || Path::new(word).is_file();
            if let (true, Some(study)) = (is_study, study) {
                return Err(Error::usage(
                    format!("`{study}` and `{word}` are both studies"),
                    "give one study at most, such as `overtake rules studies/notice.toml`",
                ));
            }
            let help = did_you_mean(word, known.iter().map(String::as_str)).unwrap_or_else(|| {
                format!("packages are policies: {}; a study is the path of a TOML file", known.join(", "))
            });
            return Err(Error::usage(format!("there is no package or study `{word}`"), help));
        }
        packages.push(word.clone());
    }
    Ok((study.map_or_else(|| "rules".to_owned(), String::clone), packages))
}

fn text_of(output: Output, report: &Report) -> String {
    let mut text = output.say("PACKAGES\n", "规则组合\n");
    for (number, package) in report.packages.iter().enumerate() {
        let letter = letter(number);
        text += &format!("  {letter}  {}\n", wrap(output.of(&package.sentence), width() - 5, 5));
        for terms in terms(output, report, number) {
            text += &format!("     {}\n", wrap(&terms, width() - 5, 5));
        }
        for later in &package.later {
            let (rule, from, date) = (output.of(&later.label), &later.from, &report.date);
            let line = output.say(
                &format!("NOT IN FORCE HERE: {rule} begins in {from}; the study ends with {date}"),
                &format!("此处尚未生效：{rule}自{from}起，而研究止于{date}"),
            );
            text += &format!("     {}\n", wrap(&line, width() - 5, 5));
        }
        text += &output.say(&format!("     ({})\n", package.key), &format!("     （{}）\n", package.key));
    }
    let (to, date) = (output.bloc(&report.destination), &report.date);
    text += &output
        .say(
            &format!("\nWHAT MAY GO TO {} ({date}), while no rule is reversed and on the terms that stand under each package\n", to.to_uppercase()),
            &format!("\n可以售往{to}的芯片（{date}，未有规则被撤销时；条件见各组合之下）\n"),
        );
    text += &chips(output, report);
    let futures = report.futures;
    text += &output.say(
        &format!(
            "\nCOMPUTE, thousand H100 equivalents: medians of {futures} futures, ratios with their 5% and 95% quantiles\n"
        ),
        &format!("\n算力（千个H100当量）：{futures}个未来的中位数，比值附5%与95%分位数\n"),
    );
    text += &compute(output, report);
    if !report.published.is_empty() {
        text += &output.say("\nPUBLISHED, to be read beside `got`\n", "\n已发表的估计，可与“当年获得”对照\n");
        for fact in &report.published {
            let package = report.packages.iter().position(|p| p.key == fact.package);
            let beside = package.map_or_else(|| fact.package.clone(), |n| letter(n).to_string());
            let line = output.say(
                &format!(
                    "{} : 1  {} ({}; beside {beside})",
                    figure(fact),
                    output.of(&fact.what),
                    fact.source.join(", ")
                ),
                &format!(
                    "{} : 1  {}（{}；对照{beside}）",
                    figure(fact),
                    output.of(&fact.what),
                    fact.source.join("、")
                ),
            );
            text += &format!("  {}\n", wrap(&line, width() - 2, 4));
        }
    }
    text += &reversals(output, report);
    text += &output.say(
        "\nCounts over simulated futures, not probabilities; beliefs are priors, not calibrated. Money follows what AI \
         is\nexpected to earn: what rules keep a bloc from buying it does not set aside for others.\n",
        "\n以上为模拟未来的统计，并非概率；各项信念为先验，尚未校准。资金取决于预期的人工智能收入：规则挡住的采购，不会转为对他方的额外支出。\n",
    );
    text
}

/// A package's letter in the tables.
fn letter(number: usize) -> char {
    ('A'..='Z').nth(number).unwrap_or('+')
}

/// Caps, quotas and fees of a package, each with the chips to which it applies.
fn terms(output: Output, report: &Report, package: usize) -> Vec<String> {
    let mut all: Vec<(String, Vec<&str>)> = Vec::new();
    for chip in &report.chips {
        let Some(text) = chip.treatment.get(package).and_then(|t| limits(output, t)) else { continue };
        match all.iter_mut().find(|(known, _)| *known == text) {
            Some((_, chips)) => chips.push(&chip.key),
            None => all.push((text, vec![&chip.key])),
        }
    }
    let line = |(text, chips): (String, Vec<&str>)| {
        output.say(&format!("{text}: {}", chips.join(", ")), &format!("{text}：{}", chips.join("、")))
    };
    all.into_iter().map(line).collect()
}

fn limits(output: Output, treatment: &Treatment) -> Option<String> {
    if treatment.word == "denied" {
        return None;
    }
    let mut parts = Vec::new();
    if let Some(cap) = treatment.cap {
        let cap = 100.0 * cap;
        parts.push(
            output.say(&format!("at most {cap:.0}% of home sales"), &format!("不超过本土销量的{cap:.0}%")),
        );
    }
    if let Some(quota) = treatment.quota {
        let quota = number(quota);
        parts.push(output.say(&format!("at most {quota} a year"), &format!("每年不超过{quota}")));
    }
    if treatment.fee > 0.0 {
        let fee = 100.0 * treatment.fee;
        parts.push(output.say(&format!("a fee of {fee:.0}%"), &format!("收费{fee:.0}%")));
    }
    (!parts.is_empty()).then(|| parts.join(&output.say(", ", "，")))
}

fn chips(output: Output, report: &Report) -> String {
    let mut heading = vec![output.say("chip", "芯片"), "TPP".to_owned()];
    heading.extend((0..report.packages.len()).map(|n| letter(n).to_string()));
    let word = |t: &Treatment| match t.word {
        "free" => output.say("free", "自由"),
        "denied" => output.say("denied", "禁止"),
        "capped" => output.say("capped", "限量"),
        "charged" => output.say("charged", "收费"),
        _ => output.say("licence", "许可"),
    };
    let rows = report.chips.iter().map(|chip| {
        let mut row = vec![chip.key.clone(), number(chip.tpp)];
        row.extend(chip.treatment.iter().map(word));
        row
    });
    format!("{}\n", dense(&heading, rows.collect()))
}

/// That rules end at random, how often they have by each year, and what keeps them.
fn reversals(output: Output, report: &Report) -> String {
    let reversals = &report.reversals;
    let mut text = output.say("\nREVERSALS\n", "\n规则的撤销\n");
    text += &format!("  {}\n", wrap(output.of(&reversals.what), width() - 2, 2));
    for (key, off) in &reversals.off {
        let issuer = output.bloc(key);
        let mut by: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
        for one in reversals.shares.iter().filter(|s| s.issuer == *key) {
            let (low, high) = by.entry(one.year).or_insert((one.share, one.share));
            (*low, *high) = (low.min(one.share), high.max(one.share));
        }
        let line = if by.values().all(|(_, high)| *high == 0.0) {
            output.say(
                &format!("{issuer}: no rule is reversed in these futures."),
                &format!("{issuer}：在这些未来中，规则均未被撤销。"),
            )
        } else {
            let told = by.iter().map(|(year, (low, high))| {
                let [low, high] = [low, high].map(|share| hundredths(*share));
                let share = if low == high { low } else { format!("{low}–{high}") };
                output.say(&format!("{share} by the end of {year}"), &format!("到{year}年底为{share}个"))
            });
            let told = told.collect::<Vec<_>>().join(&output.say(", ", "，"));
            output.say(
                &format!("{issuer}: of 100 futures, a rule has been reversed in {told}. `--set {off}` keeps its rules."),
                &format!("{issuer}：每100个未来中，一条规则已被撤销的，{told}。`--set {off}`可保持其规则不变。"),
            )
        };
        text += &format!("  {}\n", wrap(&line, width() - 2, 4));
    }
    text
}

/// A published ratio with the range that its sources give.
fn figure(fact: &Published) -> String {
    match (fact.low, fact.high) {
        (None, None) => number(fact.value),
        (low, high) => {
            let [low, high] = [low, high].map(|end| number(end.unwrap_or(fact.value)));
            format!("{} ({low}–{high})", number(fact.value))
        }
    }
}

/// Column of the published ratio, which goes where there is none to show.
const BESIDE: usize = 9;

fn compute(output: Output, report: &Report) -> String {
    let heading = [
        ("", ""),
        ("year", "年"),
        ("imports", "进口"),
        ("smuggled", "走私"),
        ("home-made", "国产"),
        ("rented", "租用"),
        ("CN in all", "中国合计"),
        ("US in all", "美国合计"),
        ("US/CN got", "当年获得（美/中）"),
        ("published", "已发表"),
        ("US/CN in all", "合计（美/中）"),
    ];
    let mut heading: Vec<String> = heading.iter().map(|(en, zh)| output.say(en, zh)).collect();
    let find = |bloc: &str, package: &str, year: i32| {
        report.compute.iter().find(|c| c.bloc == bloc && c.package == package && c.year == year)
    };
    let beside = |ratio: &Ratio| {
        let of = |p: &&Published| p.package == ratio.package && p.year == ratio.year;
        report.published.iter().find(of).map_or_else(String::new, figure)
    };
    let mut rows = Vec::new();
    for (number, package) in report.packages.iter().enumerate() {
        for (row, ratio) in report.ratios.iter().filter(|r| r.package == package.key).enumerate() {
            let [us, cn] = BLOCS.map(|bloc| find(bloc, &ratio.package, ratio.year));
            let thousand = |c: Option<&Compute>, of: fn(&Compute) -> f64| {
                c.map_or_else(|| "–".to_owned(), |c| grouped((of(c) / 1000.0).round() as i64))
            };
            let round = |v: f64| if v < 9.95 { format!("{v:.1}") } else { format!("{v:.0}") };
            let spread =
                |[low, middle, high]: [f64; 3]| format!("{} ({}–{})", round(middle), round(low), round(high));
            rows.push(vec![
                if row == 0 { letter(number).to_string() } else { String::new() },
                ratio.year.to_string(),
                thousand(cn, |c| c.legal),
                thousand(cn, |c| c.smuggled),
                thousand(cn, |c| c.domestic),
                thousand(cn, |c| c.rented),
                thousand(cn, |c| c.at_disposal),
                thousand(us, |c| c.at_disposal),
                spread(ratio.got),
                beside(ratio),
                spread(ratio.at_disposal),
            ]);
        }
    }
    if rows.iter().all(|row| row[BESIDE].is_empty()) {
        heading.remove(BESIDE);
        rows.iter_mut().for_each(|row| drop(row.remove(BESIDE)));
    }
    format!("{}\n", dense(&heading, rows))
}

/// The record of imports, told under the rules' true dates and under others.
fn record(it: &args::Rules, output: Output) -> Done {
    let evidence = Evidence::built_in().map_err(Mistakes)?;
    let record = tell(&evidence, BLOCS[1], it.futures.unwrap_or(320))?;
    if output.json {
        return print_json(&record);
    }
    let mut text = output.say(
        &format!(
            "Chips that reached China, told by a model that knows nothing from each event on: {} futures an arm.\nScore: \
             CRPS of ln(1 + units/1000), mean over chips and quarters; less is better.\n\n",
            record.futures
        ),
        &format!(
            "运抵中国的芯片：模型在每次事件之后一无所知，每组{}个未来。\n评分：ln(1 + 数量/1000)的CRPS，按芯片和季度平均，越小越好。\n\n",
            record.futures
        ),
    );
    let arms = record.arms.iter().map(|arm| match *arm {
        "true dates" => output.say("true dates", "真实日期"),
        "four quarters early" => output.say("a year early", "提前一年"),
        "four quarters late" => output.say("a year late", "推迟一年"),
        _ => output.say("no rules", "无规则"),
    });
    let arms: Vec<String> = arms.collect();
    let mut heading = vec![output.say("event", "事件"), output.say("quarters", "季度")];
    heading.extend(arms.clone());
    let scores = |scores: &[f64]| scores.iter().map(|s| format!("{s:.3}")).collect::<Vec<_>>();
    let mut rows: Vec<Vec<String>> = record
        .events
        .iter()
        .map(|event| {
            let name = match event.name {
                "October 2022" => output.say("October 2022", "2022年10月"),
                "October 2023" => output.say("October 2023", "2023年10月"),
                "April 2025" => output.say("April 2025", "2025年4月"),
                other => other.to_owned(),
            };
            [vec![name, event.quarters.join("–")], scores(&event.score)].concat()
        })
        .collect();
    rows.push([vec![output.say("all", "全部"), String::new()], scores(&record.score)].concat());
    text += &format!("{}\n", dense(&heading, rows));
    text += &output.say(
        "\nBy chip and quarter: thousand chips that came, then the median of each arm\n",
        "\n按芯片和季度：实际数量（千个），然后是各组的中位数\n",
    );
    let mut heading =
        vec![output.say("chip", "芯片"), output.say("quarter", "季度"), output.say("came", "实际")];
    heading.extend(arms);
    let thousand =
        |units: f64| if units.is_nan() { "–".to_owned() } else { format!("{:.1}", units / 1000.0) };
    let rows = record.events.iter().flat_map(|e| &e.cells).map(|cell| {
        let mut row = vec![cell.chip.clone(), cell.quarter.clone(), thousand(cell.observed)];
        row.extend(cell.median.iter().map(|&units| thousand(units)));
        row
    });
    text += &format!("{}\n", dense(&heading, rows.collect()));
    print(&text)
}

//! Packages of chip rules side by side.

use super::input::{Sources, read_study};
use super::output::{Done, print, print_json};
use crate::args::{self, Output};
use crate::errors::Error;
use crate::locale::{self, keys};
use crate::paper::{dense, grouped, width, wrap};
use overtake::evidence::{Evidence, Language, did_you_mean};
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
    let mut report = report;
    let what = locale::chinese("rules-reversals-what", &[]);
    report.reversals.what.extend(what.map(|text| (Language::Chinese.code().to_owned(), text)));
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
    let mut text = format!("{}\n", output.text("rules-packages-heading"));
    for (number, package) in report.packages.iter().enumerate() {
        let letter = letter(number);
        text += &format!("  {letter}  {}\n", wrap(output.of(&package.sentence), width() - 5, 5));
        for terms in terms(output, report, number) {
            text += &format!("     {}\n", wrap(&terms, width() - 5, 5));
        }
        for later in &package.later {
            let (rule, from, date) = (output.of(&later.label), &later.from, &report.date);
            let line =
                output.told("rules-not-in-force", &[("rule", &rule), ("from", &from), ("date", &date)]);
            text += &format!("     {}\n", wrap(&line, width() - 5, 5));
        }
        text += &format!("     {}\n", output.told("rules-package-key", &[("key", &package.key)]));
    }
    let (to, date) = (output.bloc(&report.destination), &report.date);
    text += &format!(
        "\n{}\n",
        output.told("rules-chips-heading", &[("to", &to.to_uppercase()), ("date", &date)])
    );
    text += &chips(output, report);
    let futures = report.futures;
    text += &format!("\n{}\n", output.told("rules-compute-heading", &[("futures", &futures)]));
    text += &compute(output, report);
    if !report.published.is_empty() {
        text += &format!("\n{}\n", output.text("rules-published-heading"));
        for fact in &report.published {
            let package = report.packages.iter().position(|p| p.key == fact.package);
            let beside = package.map_or_else(|| fact.package.clone(), |n| letter(n).to_string());
            let [value, low, high] =
                [Some(fact.value), fact.low, fact.high].map(|end| output.number(end.unwrap_or(fact.value)));
            let range = match (fact.low, fact.high) {
                (None, None) => String::new(),
                _ => output.told("rules-published-range", &[("low", &low), ("high", &high)]),
            };
            let line = output.told(
                "rules-published-line",
                &[
                    ("value", &value),
                    ("range", &range),
                    ("what", &output.declared(&keys::fact(&fact.key), output.of(&fact.what))),
                    ("source", &fact.source.join(&output.text("list"))),
                    ("beside", &beside),
                ],
            );
            text += &format!("  {}\n", wrap(&line, width() - 2, 4));
        }
    }
    text += &reversals(output, report);
    text += &format!("\n{}\n", output.text("rules-not-probabilities"));
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
        output.told("rules-terms", &[("text", &text), ("chips", &chips.join(&output.text("list")))])
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
        parts.push(output.told("rules-cap", &[("cap", &format!("{cap:.0}"))]));
    }
    if let Some(quota) = treatment.quota {
        let quota = output.number(quota);
        parts.push(output.told("rules-quota", &[("quota", &quota)]));
    }
    if treatment.fee > 0.0 {
        let fee = 100.0 * treatment.fee;
        parts.push(output.told("rules-fee", &[("fee", &format!("{fee:.0}"))]));
    }
    (!parts.is_empty()).then(|| parts.join(&output.text("comma")))
}

fn chips(output: Output, report: &Report) -> String {
    let mut heading = vec![output.text("rules-chip"), "TPP".to_owned()];
    heading.extend((0..report.packages.len()).map(|n| letter(n).to_string()));
    let word = |t: &Treatment| match t.word {
        "free" => output.text("treatment-free"),
        "denied" => output.text("treatment-denied"),
        "capped" => output.text("treatment-capped"),
        "charged" => output.text("treatment-charged"),
        _ => output.text("treatment-licence"),
    };
    let rows = report.chips.iter().map(|chip| {
        let mut row = vec![chip.key.clone(), output.number(chip.tpp)];
        row.extend(chip.treatment.iter().map(word));
        row
    });
    format!("{}\n", dense(&heading, rows.collect()))
}

/// That rules end at random, how often they have by each year, and what keeps them.
fn reversals(output: Output, report: &Report) -> String {
    let reversals = &report.reversals;
    let mut text = format!("\n{}\n", output.text("rules-reversals-heading"));
    text += &format!("  {}\n", wrap(output.of(&reversals.what), width() - 2, 2));
    for (key, off) in &reversals.off {
        let issuer = output.bloc(key);
        let mut by: BTreeMap<i32, (f64, f64)> = BTreeMap::new();
        for one in reversals.shares.iter().filter(|s| s.issuer == *key) {
            let (low, high) = by.entry(one.year).or_insert((one.share, one.share));
            (*low, *high) = (low.min(one.share), high.max(one.share));
        }
        let line = if by.values().all(|(_, high)| *high == 0.0) {
            output.told("rules-no-reversal", &[("issuer", &issuer)])
        } else {
            let told = by.iter().map(|(year, (low, high))| {
                let [low, high] = [low, high].map(|share| output.hundredths(*share));
                let share = if low == high { low } else { format!("{low}–{high}") };
                output.told("rules-reversal-share", &[("share", &share), ("year", &year)])
            });
            let told = told.collect::<Vec<_>>().join(&output.text("comma"));
            output.told("rules-reversal", &[("issuer", &issuer), ("told", &told), ("off", &off)])
        };
        text += &format!("  {}\n", wrap(&line, width() - 2, 4));
    }
    text
}

/// A published ratio with the range that its sources give.
fn figure(output: Output, fact: &Published) -> String {
    match (fact.low, fact.high) {
        (None, None) => output.number(fact.value),
        (low, high) => {
            let [low, high] = [low, high].map(|end| output.number(end.unwrap_or(fact.value)));
            format!("{} ({low}–{high})", output.number(fact.value))
        }
    }
}

/// Column of the published ratio, which goes where there is none to show.
const BESIDE: usize = 9;

fn compute(output: Output, report: &Report) -> String {
    let heading = [
        "rules-year",
        "rules-imports",
        "rules-smuggled",
        "rules-home-made",
        "rules-rented",
        "rules-cn-in-all",
        "rules-us-in-all",
        "rules-got",
        "rules-published",
        "rules-in-all",
    ];
    let mut heading: Vec<String> =
        std::iter::once(String::new()).chain(heading.map(|key| output.text(key))).collect();
    let find = |bloc: &str, package: &str, year: i32| {
        report.compute.iter().find(|c| c.bloc == bloc && c.package == package && c.year == year)
    };
    let beside = |ratio: &Ratio| {
        let of = |p: &&Published| p.package == ratio.package && p.year == ratio.year;
        report.published.iter().find(of).map_or_else(String::new, |fact| figure(output, fact))
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
    let mut text = format!("{}\n\n", output.told("rules-record-title", &[("futures", &record.futures)]));
    let arms = record.arms.iter().map(|arm| match *arm {
        "true dates" => output.text("arm-true"),
        "four quarters early" => output.text("arm-early"),
        "four quarters late" => output.text("arm-late"),
        _ => output.text("arm-none"),
    });
    let arms: Vec<String> = arms.collect();
    let mut heading = vec![output.text("rules-event"), output.text("rules-quarters")];
    heading.extend(arms.clone());
    let scores = |scores: &[f64]| scores.iter().map(|s| format!("{s:.3}")).collect::<Vec<_>>();
    let mut rows: Vec<Vec<String>> = record
        .events
        .iter()
        .map(|event| {
            let name = match event.name {
                "October 2022" => output.text("event-october-2022"),
                "October 2023" => output.text("event-october-2023"),
                "April 2025" => output.text("event-april-2025"),
                other => other.to_owned(),
            };
            [vec![name, event.quarters.join("–")], scores(&event.score)].concat()
        })
        .collect();
    rows.push([vec![output.text("rules-all-events"), String::new()], scores(&record.score)].concat());
    text += &format!("{}\n", dense(&heading, rows));
    text += &format!("\n{}\n", output.text("rules-record-cells"));
    let mut heading =
        vec![output.text("rules-chip"), output.text("rules-quarter"), output.text("rules-came")];
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

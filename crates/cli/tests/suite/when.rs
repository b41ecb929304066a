//! When a threshold is crossed, as a user asks it.

use crate::common::{Home, says, unbroken};
use serde_json::Value;

fn rows(document: &Value) -> &Vec<Value> {
    document["rows"].as_array().expect("rows")
}

fn whole(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("no whole number: {value}"))
}

/// Dates of a row, those that never come as later than any.
fn dates(row: &Value) -> Vec<f64> {
    let dates = row["dates"].as_array().expect("three dates");
    dates.iter().map(|d| d.as_f64().unwrap_or(f64::INFINITY)).collect()
}

#[test]
fn a_row_for_each_school_adds_up_to_all_futures() {
    let home = Home::new();
    let document = home.json(&["when", "1e33", "-n", "640"]);
    assert_eq!(document["schema"], "overtake/when/1");
    let rows = rows(&document);
    let schools: Vec<&str> = rows.iter().filter_map(|r| r["school"].as_str()).collect();
    assert_eq!(schools, ["ftm", "aifm", "metr"]);
    for key in ["futures", "crossed"] {
        assert_eq!(whole(&rows[0][key]), rows[1..].iter().map(|r| whole(&r[key])).sum::<u64>(), "{key}");
    }
    assert_eq!(whole(&rows[0]["futures"]) + whole(&document["broken"]), 640);
    for row in rows {
        let share = 1.0 - whole(&row["crossed"]) as f64 / whole(&row["futures"]) as f64;
        assert!((row["not_by_horizon"].as_f64().expect("a share") - share).abs() < 1e-12);
        let dates = dates(row);
        assert!(dates[0] >= 2023.0 && dates.windows(2).all(|d| d[0] <= d[1]), "{row}");
        let first: f64 = row["first"].as_object().expect("blocs").values().filter_map(Value::as_f64).sum();
        assert!((first - 1.0).abs() < 1e-9, "{row}");
        assert!(row["margin"].as_f64().expect("a margin") >= 0.0, "who is first is ahead: {row}");
    }
}

#[test]
fn a_school_without_futures_says_why_and_how_many_give_it_some() {
    let home = Home::new();
    let document = home.json(&["when", "ftm", "-n", "16"]);
    let bare = |document: &Value| rows(document).iter().filter(|r| whole(&r["futures"]) == 0).count();
    assert_eq!(bare(&document), 2);
    let why = document["empty"]["en"].as_str().expect("a text");
    says(why, &["No future here is one of", "160 futures at a time"]);
    let (_, enough) = why.trim_end_matches('.').rsplit_once("-n ").expect("a number of futures");
    // What is advised does it, and then there is nothing to say.
    let more = home.json(&["when", "ftm", "-n", enough]);
    assert!(bare(&more) == 0 && more["empty"].is_null(), "{more}");
    says(&unbroken(&home.done(&["when", "ftm", "-n", "16"]).out), &[why]);
    says(
        &home.done(&["when", "ftm", "-n", "16", "--lang", "zh"]).out,
        &["没有未来属于", &format!("-n {enough}")],
    );
    // A school that nobody asked for is not missed.
    assert!(home.json(&["when", "ftm", "-n", "16", "--set", "schools.discovery=metr"])["empty"].is_null());
}

#[test]
fn more_is_crossed_later_and_nothing_is_never_crossed() {
    let home = Home::new();
    let all = |threshold: &str| rows(&home.json(&["when", threshold, "-n", "320"]))[0].clone();
    let (less, more, none) = (all("1e29"), all("1e34"), all("none"));
    assert!(dates(&less).iter().zip(dates(&more)).all(|(a, b)| *a < b), "{less} {more}");
    assert_eq!((whole(&none["crossed"]), none["not_by_horizon"].as_f64()), (0, Some(1.0)));
    assert!(none["lead_months"].is_null() && dates(&none).iter().all(|d| d.is_infinite()));
    // One FLOP was had before effective compute was gauged.
    assert_eq!(dates(&all("1")), [2023.25; 3]);
}

#[test]
fn a_finished_run_answers_as_its_study_does() {
    let home = Home::new();
    home.done(&["run", "-n", "320", "--seed", "3", "--policies", "as-is,full-denial", "--out", "mine"]);
    let mut of_run = home.json(&["when", "own", "--run", "mine"]);
    let of_study = home.json(&["when", "own", "-n", "320", "--seed", "3"]);
    assert_eq!(of_run, of_study);
    of_run = home.json(&["when", "own", "--run", "mine", "--policy", "full-denial"]);
    assert_eq!(of_run["policy"], "full-denial");
    assert_eq!(rows(&of_run)[0]["futures"], 320);
}

#[test]
fn one_school_alone_has_no_row_of_another() {
    let home = Home::new();
    let document = home.json(&["when", "metr", "-n", "160", "--set", "schools.discovery=metr"]);
    let schools: Vec<&Value> = rows(&document).iter().map(|r| &r["school"]).collect();
    assert_eq!(schools, [&Value::Null, &Value::from("metr")]);
    assert!(document["label"]["zh"].is_string());
}

#[test]
fn the_table_is_for_people_in_both_languages() {
    let home = Home::new();
    let told = home.done(&["when", "1e36", "-n", "160"]);
    says(
        &told.out,
        &["1e36 effective FLOP", "not by", "2040", "AI Futures Model", "of 100", "not probabilities"],
    );
    // Who is first stands on a line of its own with its share.
    assert!(told.out.lines().any(|line| line.contains(" US ") && line.contains('%')), "{}", told.out);
    assert!(told.out.lines().any(|line| line.contains(" others ") && line.contains('%')), "{}", told.out);
    // A block of 160 futures lives in one school; of the others nothing is told.
    let row = |school: &str| told.out.lines().find(|line| line.contains(school)).expect("a row").to_owned();
    assert!(
        row("AI Futures Model").contains(" 0 ") && !row("AI Futures Model").contains("of 100"),
        "{}",
        told.out
    );
    let document = home.json(&["when", "1e36", "-n", "160"]);
    let shares = rows(&document).iter().filter(|r| r["not_by_horizon"].is_null()).count();
    assert_eq!(shares, 2, "{document}");
    let told = home.done(&["when", "ftm", "-n", "160", "--lang", "zh"]);
    says(&told.out, &["模型", "AI未来模型", "并非概率", "通用人工智能"]);
}

#[test]
fn the_school_of_each_future_stands_in_the_table_of_a_run_and_in_its_record() {
    let home = Home::new();
    home.done(&["run", "-n", "2560", "--policies", "as-is", "--out", "mine"]);
    assert_eq!(home.document("mine/study.json")["schools"]["discovery"], "ftm 1, aifm 1, metr 1");
    says(&home.done(&["explain", "mine", "17"]).out, &["school of discovery"]);
    let document = home.json(&["claims", "mine"]);
    let widths = document["claims"].as_array().expect("claims").iter().flat_map(|c| {
        c["answers"].as_array().expect("answers").iter().map(|a| a["schools"].clone()).collect::<Vec<_>>()
    });
    let pairs: Vec<(f64, f64)> = widths.filter_map(|w| Some((w[0].as_f64()?, w[1].as_f64()?))).collect();
    assert!(pairs.iter().any(|(low, high)| low < high), "schools differ in no claim: {pairs:?}");
    // Who takes up AI is what Ding and Griliches differ on.
    let told = unbroken(&home.done(&["claims", "C13", "mine"]).out);
    says(&told, &["lowest under Ding 2024 (schools.diffusion=ding2024)", "highest under"]);
    let chinese: String =
        home.done(&["claims", "C13", "mine", "--lang", "zh"]).out.split_whitespace().collect();
    says(&chinese, &["最低为杰弗里·丁2024（schools.diffusion=ding2024）", "最高为"]);
    home.done(&[
        "run",
        "-n",
        "2560",
        "--policies",
        "as-is",
        "--set",
        "schools.discovery=ftm",
        "--out",
        "other",
    ]);
    let comparison = home.json(&["compare", "mine", "other"]);
    let inputs: Vec<&str> =
        comparison["inputs"].as_array().expect("inputs").iter().filter_map(|i| i["key"].as_str()).collect();
    assert!(inputs.contains(&"schools.discovery"), "{inputs:?}");
}

//! Packages of chip rules side by side, as a user asks for them.

use crate::common::{Home, says};
use serde_json::Value;

/// A notice of one's own: half of home sales for a fee, served whatever licences are granted.
const NOTICE: &str = include_str!("../../../../studies/notice.toml");

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

fn packages(document: &Value) -> Vec<&str> {
    list(&document["packages"]).iter().map(|p| p["key"].as_str().expect("a key")).collect()
}

#[test]
fn published_ratios_stand_with_their_range_beside_the_package_and_year_that_they_speak_of() {
    let home = Home::new();
    let document = home.json(&["rules", "-n", "16", "full-denial", "rules-b30a"]);
    let told: Vec<(&str, i64, f64, f64, f64)> = list(&document["published"])
        .iter()
        .map(|p| {
            let number = |key: &str| p[key].as_f64().unwrap_or_else(|| panic!("no {key} in {p}"));
            let package = p["package"].as_str().expect("a package");
            (package, p["year"].as_i64().expect("a year"), number("value"), number("low"), number("high"))
        })
        .collect();
    assert_eq!(told, [("full-denial", 2026, 31.0, 10.0, 31.0), ("rules-b30a", 2026, 4.0, 1.0, 4.0)]);
    let text = home.done(&["rules", "-n", "16", "as-is", "full-denial", "rules-b30a"]).out;
    says(&text, &["US/CN got", "published", "31 (10–31) : 1", "beside B", "4 (1–4) : 1", "beside C"]);
    let rows: Vec<&str> = text.lines().filter(|l| l.contains(" 2026  ")).collect();
    assert_eq!(rows.iter().map(|r| r.contains("31 (10–31)")).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(rows.iter().map(|r| r.contains("  4 (1–4)  ")).collect::<Vec<_>>(), [false, false, true]);
    // Where neither package is shown there is no column for it.
    let alone = home.done(&["rules", "-n", "16", "as-is"]).out;
    assert!(!alone.contains("published"), "{alone}");
    says(&alone, &["beside full-denial"]);
}

#[test]
fn that_rules_are_lifted_at_random_is_said_with_how_to_keep_them() {
    let home = Home::new();
    let document = home.json(&["rules", "-n", "160", "as-is"]);
    let sentence = &document["packages"][0]["sentence"];
    says(sentence["en"].as_str().expect("a text"), &["reversed", "at random"]);
    says(sentence["zh"].as_str().expect("a text"), &["随机", "撤销"]);
    let off = document["reversals"]["off"]["US"].as_str().expect("how it is switched off").to_owned();
    says(
        &home.done(&["rules", "-n", "160", "as-is"]).out,
        &["REVERSALS", "at random", &format!("--set {off}")],
    );
    let chinese = home.done(&["rules", "-n", "160", "as-is", "--lang", "zh"]).out;
    // An option may stand on two lines.
    let chinese: Vec<&str> = chinese.split_whitespace().collect();
    says(&chinese.join(" "), &["随机", &format!("--set {off}")]);
    let of = |document: &Value, year: i64| -> Vec<f64> {
        let shares = list(&document["reversals"]["shares"]).iter();
        let us = shares.filter(|s| s["issuer"] == "US" && s["year"] == year);
        us.map(|s| s["share"].as_f64().expect("a share")).collect()
    };
    let (soon, late) = (of(&document, 2026), of(&document, 2030));
    assert!(!soon.is_empty() && soon.len() == late.len(), "{soon:?} {late:?}");
    assert!(soon.iter().zip(&late).all(|(soon, late)| 0.0 < *soon && soon < late), "{soon:?} {late:?}");
    let kept = home.json(&["rules", "-n", "160", "as-is", "--set", &off]);
    assert!(of(&kept, 2030).iter().all(|share| *share == 0.0));
    says(
        &home.done(&["rules", "-n", "160", "as-is", "--set", &off]).out,
        &["United States: no rule is reversed"],
    );
}

#[test]
fn a_chip_that_is_capped_and_charged_is_not_called_free() {
    let home = Home::new();
    home.write("notice.toml", NOTICE);
    let document = home.json(&["rules", "notice.toml", "-n", "16", "rules-none", "rules-2026-01", "notice"]);
    let chip = list(&document["chips"]).iter().find(|c| c["key"] == "h200").expect("the H200");
    let words: Vec<&Value> = list(&chip["treatment"]).iter().map(|t| &t["words"]).collect();
    assert_eq!(
        words,
        [
            &serde_json::json!(["free"]),
            &serde_json::json!(["licensed", "capped", "charged"]),
            &serde_json::json!(["capped", "charged"])
        ]
    );
    let row = |lang: &str| {
        let told = home.done(&["rules", "notice.toml", "-n", "16", "notice", "--lang", lang]).out;
        told.lines().find(|l| l.starts_with("  h200 ")).expect("a row").to_owned()
    };
    assert!(row("en").ends_with("capped") && row("zh").ends_with("限量"), "{} {}", row("en"), row("zh"));
}

#[test]
fn a_rule_that_begins_after_the_horizon_is_said_to_change_nothing() {
    let home = Home::new();
    home.write("notice.toml", NOTICE);
    home.write("late.toml", NOTICE.replace("from = \"2026-07-01\"", "from = \"2032-07-01\""));
    home.write("lever.toml", NOTICE.replace("[[\"2026-07-01\", 1]]", "[[\"2031-01-01\", 1]]"));
    for (study, from) in
        [("notice.toml", None), ("late.toml", Some("2032Q3")), ("lever.toml", Some("2031Q1"))]
    {
        let arguments = ["rules", study, "-n", "16", "rules-2026-01", "notice"];
        let document = home.json(&arguments);
        let later = |package: usize| list(&document["packages"][package]["later"]).clone();
        assert_eq!(later(0), Vec::<Value>::new());
        let begins: Vec<Value> = later(1).iter().map(|l| l["from"].clone()).collect();
        assert_eq!(begins, from.into_iter().map(Value::from).collect::<Vec<_>>());
        assert_eq!(home.done(&arguments).out.contains("NOT IN FORCE HERE"), from.is_some());
    }
}

#[test]
fn a_word_that_is_a_policy_and_a_study_is_the_policy() {
    let home = Home::new();
    // A file of that name beside it changes nothing.
    home.write("as-is", "no study");
    for words in [&["as-is", "rules-2026-01", "full-denial"][..], &["full-denial", "as-is"], &["as-is"]] {
        assert_eq!(packages(&home.json(&[&["rules", "-n", "16"], words].concat())), words);
    }
    home.write("notice.toml", NOTICE);
    home.write("mine", NOTICE);
    for study in ["notice.toml", "mine"] {
        assert_eq!(packages(&home.json(&["rules", "-n", "16", study])), ["as-is", "rules-2026-01", "notice"]);
        assert_eq!(
            packages(&home.json(&["rules", "-n", "16", "notice", study, "as-is"])),
            ["notice", "as-is"]
        );
    }
    assert_eq!(packages(&home.json(&["rules", "-n", "16", "rules"])).len(), 8);
}

#[test]
fn words_that_name_no_package_are_told_as_they_were_written() {
    let home = Home::new();
    home.write("notice.toml", NOTICE);
    home.write("other.toml", NOTICE);
    for (words, parts) in [
        (&["nope"][..], &["there is no package or study `nope`", "rules-2026-01"][..]),
        (&["full-deniel"], &["`full-deniel`", "did you mean `full-denial`?"]),
        (&["notice"], &["there is no package or study `notice`"]),
        (&["notice.toml", "notise"], &["did you mean `notice`?"]),
        (&["as-is", "as-is"], &["package `as-is` is named twice", "name each once"]),
        (&["notice.toml", "other.toml"], &["are both studies", "one study at most"]),
        (&["nowhere.toml"], &["cannot read study `nowhere.toml`"]),
    ] {
        let told = home.call(&[&["rules"], words].concat());
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{words:?}");
        says(&told.err, parts);
        assert!(!told.err.contains("--policies"), "nobody wrote that: {}", told.err);
    }
}

//! Bad input ends with code 2 and says which file, which line, which key, why, and the nearest name that there is.

use crate::common::{Home, says};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A sound study; each test spoils it in one place.
const STUDY: &str = r#"name = "trial"
model = "race"
start = "2015Q1"
end = "2040Q4"
futures = 160
policies = ["as-is", "mine"]

[set]
"borrowing.rate" = 0.8
"power.growth.CN" = { family = "normal", central = 0.05, q05 = 0.0, q95 = 0.1 }

[[policy]]
key = "mine"
base = "full-denial"
[policy.levers]
"controls.enforcement.US" = [["2026-07-01", 0.5]]

[[claim]]
id = "C101"
reading = "main"
origin = "derived"
owner = "me"
check = false
parts = ["S6"]
kind = "outcome"
text.en = "China is near."
text.zh = "中国相距不远。"
unit = "truth"
expression = "months_behind(CN, 2030) <= 6"
"#;

/// The line of the sound study on which `text` stands.
fn line_of(text: &str) -> u64 {
    let at = STUDY.find(text).unwrap_or_else(|| panic!("`{text}` is not in the study"));
    STUDY[..at].matches('\n').count() as u64 + 1
}

fn spoilt(edits: &[(&str, &str)]) -> String {
    edits.iter().fold(STUDY.to_owned(), |text, (from, to)| {
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands not once");
        text.replace(from, to)
    })
}

/// Runs the spoilt study both ways and gives the errors of the document.
#[track_caller]
fn refused(edits: &[(&str, &str)]) -> (String, Vec<Value>) {
    let home = Home::new();
    home.write("trial.toml", spoilt(edits));
    let told = home.call(&["run", "trial.toml"]);
    assert_eq!(told.code, Some(2), "{}", told.err);
    assert_eq!(told.out, "");
    let as_json = home.call(&["run", "trial.toml", "--json"]);
    assert_eq!((as_json.code, as_json.out.as_str()), (Some(2), ""));
    assert_eq!(home.names("."), ["trial.toml"], "nothing was begun");
    (told.err, errors(&as_json.err, 2))
}

/// The errors of one `overtake/error/1` document and nothing else.
#[track_caller]
fn errors(stderr: &str, code: i64) -> Vec<Value> {
    let document: Value =
        serde_json::from_str(stderr).unwrap_or_else(|e| panic!("no document: {e}\n{stderr}"));
    assert_eq!(document["schema"], "overtake/error/1");
    assert_eq!(document["code"], code);
    let errors = document["errors"].as_array().expect("a list").clone();
    assert!(!errors.is_empty());
    for error in &errors {
        assert!(error["message"].as_str().is_some_and(|m| !m.is_empty()), "{error}");
        for key in ["file", "line", "column", "key", "help"] {
            assert!(error.get(key).is_some(), "{error} has no {key}");
        }
    }
    errors
}

/// One spoilt place gives one error there, whose text has every one of `parts`.
#[track_caller]
fn mistake(from: &str, to: &str, parts: &[&str]) {
    mistake_at(from, to, line_of(from), parts);
}

#[track_caller]
fn mistake_at(from: &str, to: &str, line: u64, parts: &[&str]) {
    let (text, errors) = refused(&[(from, to)]);
    says(&text, &[&format!("trial.toml:{line}:")]);
    says(&text, parts);
    assert_eq!(errors.len(), 1, "{text}");
    assert_eq!(errors[0]["file"], "trial.toml");
    assert_eq!(errors[0]["line"], line);
    assert!(errors[0]["key"].is_string(), "{}", errors[0]);
}

#[test]
fn the_sound_study_is_not_refused() {
    let home = Home::new();
    home.write("trial.toml", STUDY);
    home.done(&["run", "trial.toml"]);
    let claims = home.document("out/trial/claims.json");
    let ids = claims["claims"].as_array().expect("claims").iter().map(|c| c["id"].as_str().expect("an id"));
    assert!(ids.into_iter().any(|id| id == "C101"));
}

#[test]
fn a_wrong_key_names_the_nearest_right_one() {
    mistake("futures = 160", "futurs = 160", &["`futurs` is not a key here", "did you mean `futures`?"]);
    mistake(
        "\"borrowing.rate\"",
        "\"borowing.rate\"",
        &["`borowing.rate`", "did you mean `borrowing.rate`?"],
    );
    mistake("base = \"full-denial\"", "bse = \"full-denial\"", &["`policy.bse`", "did you mean `base`?"]);
    mistake(
        "controls.enforcement.US",
        "controls.enforcment.US",
        &["there is no lever `controls.enforcment.US`", "did you mean `controls.enforcement.US`?"],
    );
    mistake_at(
        "unit = \"truth\"",
        "unit = \"truth\"\nunits = \"truth\"",
        line_of("unit = \"truth\"") + 1,
        &["`claim.units` is not a key here"],
    );
}

#[test]
fn a_wrong_name_names_the_nearest_right_one() {
    mistake("\"race\"", "\"rase\"", &["it can be race, textbook", "did you mean `race`?"]);
    mistake("[\"as-is\", ", "[\"as-iz\", ", &["there is no policy `as-iz`", "did you mean `as-is`?"]);
    mistake(
        "\"full-denial\"",
        "\"full-deniel\"",
        &["no policy `full-deniel`", "did you mean `full-denial`?"],
    );
    mistake("\"normal\"", "\"normel\"", &["did you mean `normal`?"]);
    mistake("\"main\"", "\"mian\"", &["did you mean `main`?"]);
    mistake("\"derived\"", "\"derivd\"", &["did you mean `derived`?"]);
}

#[test]
fn a_wrong_type_names_both_types() {
    mistake("160", "\"many\"", &["`futures` is a text, not a whole number"]);
    mistake("160", "1.5", &["`futures`", "not a whole number"]);
    mistake("0.8", "\"x\"", &["is a text, not a number"]);
    mistake("[[\"2026-07-01\", 0.5]]", "true", &["a lever takes a number or a list of dated values"]);
    mistake("check = false", "check = 0", &["not true or false"]);
}

#[test]
fn a_wrong_date_says_how_dates_are_written() {
    mistake("\"2015Q1\"", "\"2015Q5\"", &["`2015Q5` is no quarter", "such as 2015Q1"]);
    mistake("2026-07-01", "soon", &["such as [\"2026-01-01\", 1.0]"]);
    let month = "`2026-13-01` is no date: there is no month 13";
    mistake("2026-07-01", "2026-13-01", &[month, "[[\"2026-01-01\", 1.0], …]"]);
    mistake("2026-07-01", "2026-02-30", &["`2026-02-30` is no date: month 02 of 2026 has no day 30"]);
    let rule = |from: &str| format!("[[rule]]\nkey = \"r\"\nfrom = \"{from}\"\n\n[[claim]]");
    let (told, _) = refused(&[("[[claim]]", &rule("2026-13-01"))]);
    says(&told, &["`rule.from`", month, "write a date such as", "from = \"2026-13-01\""]);
    assert!(!told.contains("is a text"), "{told}");
    says(&refused(&[("[[claim]]", &rule("soon"))]).0, &["`rule.from` is a text, not a date such as"]);
    mistake(
        "[[\"2026-07-01\", 0.5]]",
        "[[\"2026-07-01\", 0.5], [\"2025-07-01\", 0.5]]",
        &["its dates are not in order"],
    );
    mistake("\"2040Q4\"", "\"2014Q4\"", &["between 1 and 400 are possible"]);
}

#[test]
fn a_value_out_of_range_says_the_range() {
    mistake("160", "0", &["`futures` is 0, outside 1 to 100000000"]);
    mistake("160", "-160", &["`futures` is -160, outside 1 to"]);
    mistake("0.8", "-0.8", &["borrowing.rate", "-0.8"]);
    mistake("0.5]]", "50.0]]", &["`controls.enforcement.US` cannot be 50", "allowed is"]);
    mistake("q95 = 0.1", "q95 = -0.1", &["q05 < central < q95"]);
}

#[test]
fn a_policy_built_on_itself_is_refused() {
    mistake("\"full-denial\"", "\"mine\"", &["policy `mine` is built on itself"]);
    let second = "\n[[policy]]\nkey = \"other\"\nbase = \"mine\"\n\n[[claim]]";
    let (text, _) = refused(&[("\"full-denial\"", "\"other\""), ("\n[[claim]]", second)]);
    says(&text, &["policy `mine` is built on itself", "base = \"mine\""]);
}

#[test]
fn policies_that_no_run_names_are_checked_with_the_rest() {
    let text = "\n[[policy]]\nkey = \"a\"\nbase = \"b\"\n[[policy]]\nkey = \"b\"\nbase = \"a\"\n\
                [[policy]]\nkey = \"c\"\nbase = \"full-deniel\"\n[[policy]]\nkey = \"d\"\n[policy.levers]\n\
                \"controls.enforcment.US\" = 0.5\n\"controls.enforcement.CN\" = 50.0\n\
                [[policy]]\nkey = \"e\"\nbase = \"d\"\n\n[[claim]]";
    let (told, errors) = refused(&[("\n[[claim]]", text)]);
    says(
        &told,
        &[
            "policy `a` is built on itself",
            "did you mean `full-denial`?",
            "did you mean `controls.enforcement.US`?",
            "`controls.enforcement.CN` cannot be 50",
        ],
    );
    // Both ends of the circle, and each of the others once, though `e` is built on `d`.
    assert_eq!(errors.len(), 5, "{told}");
}

#[test]
fn numbers_beyond_reason_are_told_briefly() {
    let (text, _) = refused(&[("0.8", "1e300"), ("0.5]]", "1e300]]")]);
    says(&text, &["`borrowing.rate` cannot be 1e300", "`controls.enforcement.US` cannot be 1e300"]);
    assert!(!text.contains("0000"), "{text}");
    mistake("160", "999999999999999999999999", &["`futures` is too large", "whole numbers end at"]);
    let line = line_of("futures = 160") + 1;
    mistake_at("futures = 160", "futures = 160\nseed = -1", line, &["`seed` is -1, outside 0 to"]);
}

#[test]
fn a_bad_expression_names_the_claim_the_piece_and_the_reason() {
    let expression = "months_behind(CN, 2030) <= 6";
    mistake(expression, "month_behind(CN, 2030) <= 6", &["claim C101", "`month_behind`", "did you mean"]);
    mistake(expression, "months_behind(CH, 2030) <= 6", &["claim C101", "`CH`"]);
    mistake(expression, "months_behind(CN, 2050) <= 6", &["2050", "this date is not simulated"]);
    mistake(expression, "months_behind(CN, 2030)", &["claim C101 must be true or false"]);
    mistake(expression, "months_behind(CN, 2030) <= ", &["claim C101"]);
    mistake(expression, "months_behind(CN, 2030) <= 6 and 1", &["claim C101"]);
}

#[test]
fn quantities_of_different_units_are_not_compared() {
    mistake(
        "months_behind(CN, 2030) <= 6",
        "months_behind(CN, 2030) <= compute_at_disposal(CN, 2030)",
        &["claim C101", "cannot be compared", "months"],
    );
}

#[test]
fn a_contrast_between_policies_that_do_not_exist_names_the_claim() {
    let arms = "kind = \"contrast\"\nband = 1.0\nbetter = \"lower\"\narms = { treated = \"full-deniel\", control = \"as-is\" }";
    let (text, errors) = refused(&[
        ("kind = \"outcome\"", arms),
        ("unit = \"truth\"", "unit = \"months\""),
        ("months_behind(CN, 2030) <= 6", "months_behind(CN, 2030)"),
    ]);
    says(&text, &["there is no policy `full-deniel`", "did you mean `full-denial`?"]);
    assert_eq!((errors.len(), &errors[0]["line"]), (1, &Value::from(line_of("[[claim]]"))));
}

#[test]
fn a_claim_that_is_not_whole_is_refused() {
    mistake_at("owner = \"me\"\n", "", line_of("[[claim]]"), &["`claim.owner` is missing"]);
    mistake("\"C101\"", "\"D101\"", &["`D101` is no claim id; write C and a number"]);
    mistake("[\"S6\"]", "[\"S66\"]", &["parts are S1 to S15"]);
    let kind = "kind = \"outcome\"";
    mistake_at(kind, "kind = \"outcome\"\nband = 1.0", line_of(kind) + 1, &["belongs to contrasts"]);
}

#[test]
fn a_claim_that_bears_the_name_of_another_is_refused() {
    mistake_at(
        "\"C101\"",
        "\"C1\"",
        line_of("[[claim]]"),
        &["claim C1 has been asked already", "such as C101"],
    );
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    // Of every kind: those seen while reading, those seen when joined to the evidence, those in expressions.
    let (text, errors) = refused(&[
        ("futures = 160", "futures = \"many\""),
        ("\"borrowing.rate\"", "\"borowing.rate\""),
        ("controls.enforcement.US", "controls.enforcment.US"),
        ("months_behind(CN", "month_behind(CN"),
        ("owner = \"me\"", "owner = \"me\"\nownr = \"me\""),
    ]);
    let lines: Vec<u64> = errors.iter().map(|e| e["line"].as_u64().expect("a line")).collect();
    assert_eq!(lines, [5, 9, 16, 23, 30], "{text}");
    says(&text, &["5 errors"]);
    says(
        &text,
        &["did you mean `borrowing.rate`?", "did you mean `controls.enforcement.US`?", "`claim.ownr`"],
    );
}

#[test]
fn text_that_is_no_toml_says_where_it_stops_being_some() {
    let home = Home::new();
    home.write("trial.toml", "name = \"trial\"\nmodel = \n");
    let told = home.call(&["run", "trial.toml"]);
    assert_eq!(told.code, Some(2));
    says(&told.err, &["trial.toml:2:"]);
    for (name, bytes) in [("empty.toml", &b""[..]), ("bytes.toml", &[0xff, 0xfe, 0x00][..])] {
        home.write(name, bytes);
        let told = home.call(&["run", name]);
        assert_eq!(told.code, Some(2), "{}", told.err);
        says(&told.err, &[name]);
    }
}

#[test]
fn what_the_command_line_sets_is_checked_like_a_file() {
    let home = Home::new();
    for (arguments, parts) in [
        (
            &["run", "--set", "borowing.rate=1"][..],
            &["--set", "borowing.rate", "did you mean `borrowing.rate`?"][..],
        ),
        (&["run", "--set", "borrowing.rate"], &["--set", "has no equals sign", "KEY=NUMBER"]),
        (&["run", "--set", "borrowing.rate=fast"], &["`fast` is no number"]),
        (&["run", "--set", "borrowing.rate=2..1"], &["the first number must be below the second"]),
        (&["run", "--set", "borrowing.rate=-1"], &["--set", "borrowing.rate"]),
        (&["run", "--set", "controls.enforcement.US=50"], &["cannot be 50", "allowed is"]),
        (
            &["run", "--policies", "as-iz"],
            &["--policies", "there is no policy `as-iz`", "did you mean `as-is`?"],
        ),
        (&["run", "as-iz"], &["there is no study `as-iz`", "did you mean `as-is`?"]),
        (&["run", "nowhere.toml"], &["nowhere.toml", "built-in study"]),
        (&["run", "--seed", "soon"], &["soon", "--seed"]),
        (&["run", "--seed", "-1"], &["-1", "--seed"]),
        (&["run", "-n", "many"], &["many", "--futures"]),
        (&["run", "-n", "0"], &["give a whole number from 1 to"]),
        (&["run", "--lanes", "3"], &["--lanes", "1, 4, 8, 16"]),
        (&["run", "--chunk", "100"], &["--chunk must be a multiple of 160"]),
        (&["run", "--sed", "1"], &["--sed", "--seed"]),
        (&["rum"], &["rum", "run"]),
        (&["schema", "studdy"], &["there is no schema `studdy`", "study"]),
        (&["new", "a/b"], &["`a/b` is no name for a study"]),
        (&["evidence", "borowing.rate"], &["borowing.rate"]),
        (&["evidence", "zzz"], &["`zzz`", "facts, sources, rules, chips, policies"]),
        (&["claims", "nowhere"], &["`nowhere` holds no run", "overtake run"]),
        (&["when", "mter"], &["`mter` is neither a number nor a threshold", "metr"]),
        (&["when", "-1"], &["a threshold of -1 FLOP is none", "a positive number of FLOP such as 1e36"]),
        (&["when", "-1e36"], &["a threshold of -1e36 FLOP is none"]),
        (&["when", "0"], &["a threshold of 0 FLOP is none", "1e36"]),
        (&["when", "1e36", "--policy", "as-si"], &["there is no policy `as-si`", "as-is"]),
        (&["when", "1e36", "--run", "nowhere"], &["`nowhere` holds no run"]),
        (&["when", "1e36", "--run", "out", "-n", "5"], &["cannot be used with"]),
        (&["when", "1e36", "--study", "textbook"], &["`textbook` has no outcome `effective_compute`"]),
        (&["when", "1e36", "--set", "schools.discovery=gate"], &["`gate` is no school of `discovery`"]),
        (&["explain", "nowhere", "1"], &["`nowhere` holds no run"]),
        (&["compare", "nowhere", "nowhere"], &["`nowhere` holds no run"]),
    ] {
        let told = home.call(arguments);
        assert_eq!(told.code, Some(2), "{arguments:?}: {}", told.err);
        assert_eq!(told.out, "", "{arguments:?}");
        says(&told.err, parts);
        let all: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        let told = home.call(&all);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{all:?}");
        errors(&told.err, 2);
    }
    // A letter or two stand in too many names to point to one.
    let told = home.call(&["run", "--set", "x=1"]);
    assert!(!told.err.contains("did you mean"), "{}", told.err);
    assert!(home.names(".").is_empty(), "nothing was begun");
}

#[test]
fn what_a_run_does_not_hold_is_named_with_what_it_holds() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "as-is,full-denial", "--out", "run"]);
    for (arguments, parts) in [
        (&["claims", "run", "C99"][..], &["there is no claim `C99`", "C1 to C30"][..]),
        (&["claims", "run", "--policy", "full-deniel"], &["`full-deniel`", "full-denial"]),
        (&["explain", "run", "160"], &["futures 0 to 159, not 160"]),
        (&["explain", "run", "99999999999"], &["futures 0 to 159, not 99999999999"]),
        (&["explain", "run", "many"], &["many"]),
        (&["explain", "run", "1", "--policy", "full-deniel"], &["`full-deniel`", "full-denial"]),
        (
            &["explain", "run", "1", "--outcome", "frontier_lag_month"],
            &["--outcome", "`frontier_lag_months`"],
        ),
    ] {
        let told = home.call(arguments);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{arguments:?}: {}", told.err);
        says(&told.err, parts);
    }
}

#[test]
fn a_broken_join_of_the_evidence_names_file_and_line() {
    let home = Home::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evidence"), &home.join("evidence"));
    home.done(&["evidence", "check", "--folder", "evidence"]);
    let line =
        |text: &str, piece: &str| text[..text.find(piece).expect("it is there")].matches('\n').count() + 1;

    let beliefs = home.read("evidence/beliefs/borrowing.toml");
    let claims = home.read("evidence/claims.toml");
    let targets = home.read("evidence/targets.toml");
    let (belief, spread) = ("[\"borrowing.fade\"]", "q95 = 3.5");
    assert!(beliefs.contains(belief) && beliefs.contains(spread), "the test spoils what is there");
    let money = home.read("evidence/beliefs/money.toml");
    let source = money.lines().find(|l| l.starts_with("source = ")).expect("a source").to_owned();
    home.write("evidence/beliefs/money.toml", money.replacen(&source, "source = [\"nobody2020\"]", 1));
    // A key, a range, a source; a type, a date; a unit.
    let spoilt = beliefs.replacen(belief, "[\"borrowing.faed\"]", 1).replacen(spread, "q95 = 0.1", 1);
    home.write("evidence/beliefs/borrowing.toml", spoilt);
    home.write("evidence/claims.toml", claims.replacen("check = true", "check = 1", 1));
    let date = targets.lines().find(|l| l.starts_with("date = ")).expect("a date").to_owned();
    let unit = targets.lines().find(|l| l.starts_with("unit = ")).expect("a unit").to_owned();
    home.write(
        "evidence/targets.toml",
        targets.replacen(&date, "date = \"2024Q5\"", 1).replacen(&unit, "unit = \"marks\"", 1),
    );

    let told = home.call(&["evidence", "check", "--folder", "evidence"]);
    assert_eq!(told.code, Some(1), "a check that fails: {}", told.err);
    assert_eq!(told.out, "");
    says(
        &told.err,
        &[
            &format!("beliefs/borrowing.toml:{}:", line(&beliefs, belief)),
            "did you mean `borrowing.fade`?",
            &format!("beliefs/borrowing.toml:{}:", line(&beliefs, "central = 1.2")),
            "q05 < central < q95",
            &format!("beliefs/money.toml:{}:", line(&money, &source)),
            "`nobody2020`",
            &format!("claims.toml:{}:", line(&claims, "check = true")),
            "not true or false",
            &format!("targets.toml:{}:", line(&targets, &date)),
            "2024Q5",
        ],
    );
    let as_json = home.call(&["evidence", "check", "--folder", "evidence", "--json"]);
    assert_eq!(as_json.code, Some(1));
    let document: Value = serde_json::from_str(&as_json.err).expect("one document");
    assert!(document["errors"].as_array().is_some_and(|e| e.len() >= 5), "{document}");
    assert_eq!(document["code"], 1, "the document says the code with which the program ends");
}

#[test]
fn evidence_that_joins_and_cannot_be_asked_fails_its_check() {
    let home = Home::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evidence"), &home.join("evidence"));
    for (file, from, to, parts) in [
        ("claims.toml", "eci_best(", "eci_bset(", &["did you mean `eci_best`?"][..]),
        (
            "claims.toml",
            "treated = \"us-opens-like-china\"",
            "treated = \"us-opens-like-chine\"",
            &["did you mean `us-opens-like-china`?"],
        ),
        ("targets.toml", "unit = \"points\"", "unit = \"marks\"", &["marks", "points"]),
    ] {
        let path = format!("evidence/{file}");
        let text = home.read(&path);
        let at =
            text.lines().position(|l| l.contains(from)).unwrap_or_else(|| panic!("no `{from}` in {file}"));
        home.write(&path, text.replacen(from, to, 1));
        let told = home.call(&["evidence", "check", "--folder", "evidence"]);
        assert_eq!((told.code, told.out.as_str()), (Some(1), ""), "{file}: {}", told.err);
        says(&told.err, parts);
        // The place is the line itself, or that of the entry in which it stands.
        let place =
            told.err.split(&format!("{file}:")).nth(1).expect("a place").split(':').next().expect("a line");
        let line: usize = place.parse().expect("a number");
        assert!((line.max(1)..line + 20).contains(&(at + 1)), "{file}:{line} for line {}", at + 1);
        home.write(&path, text);
    }
    home.done(&["evidence", "check", "--folder", "evidence"]);
    // What is found when the claims are asked is told beside what is found when the files are read.
    for (file, from, to) in [
        ("claims.toml", "eci_best(", "eci_bset("),
        ("beliefs/borrowing.toml", "central = 1.2", "central = 9.0"),
    ] {
        let path = format!("evidence/{file}");
        home.write(&path, home.read(&path).replacen(from, to, 1));
    }
    let told = home.call(&["evidence", "check", "--folder", "evidence"]).err;
    says(&told, &["did you mean `eci_best`?", "q05 < central < q95", "2 errors"]);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::write(&target, fs::read(&source).expect("read")).expect("written");
        }
    }
}

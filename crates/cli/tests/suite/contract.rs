//! The shapes that are promised to whoever reads the program's documents, and the path that a newcomer takes.

use crate::common::{Home, says, unbroken};
use serde_json::Value;
use std::collections::BTreeSet;

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap_or_else(|| panic!("no object: {value}")).keys().map(String::as_str).collect()
}

fn pair(value: &Value) -> (f64, f64) {
    match list(value).as_slice() {
        [low, high] => (number(low), number(high)),
        other => panic!("no pair: {other:?}"),
    }
}

/// Futures enough, of several schools, for effects of assumptions to be told from chance.
const TELLING: u64 = 640;

#[test]
fn claims_have_the_promised_shape() {
    let home = Home::new();
    let run = home.json(&["run", "-n", &TELLING.to_string()]);
    assert_eq!(run["schema"], "overtake/run/1");
    let document = home.json(&["claims", "out/as-is"]);
    assert_eq!(run["claims"], document);
    assert_eq!(keys(&document), ["claims", "digest", "futures", "schema", "seed", "study", "version"].into());
    assert_eq!(document["schema"], "overtake/claims/1");
    assert_eq!(document["futures"], TELLING);
    let claims = list(&document["claims"]);

    let mut names = BTreeSet::new();
    for claim in claims {
        let name = (text(&claim["id"]), claim["part"].as_str(), text(&claim["reading"]));
        assert!(names.insert(name), "{name:?} stands twice");
        assert!(["main", "alternative"].contains(&name.2));
        assert!(name.1.is_none_or(|part| part.len() == 1 && part.as_bytes()[0].is_ascii_lowercase()));
    }
    for number in 1..=30 {
        let id = format!("C{number}");
        assert!(names.iter().any(|n| n.0 == id && n.2 == "main"), "{id} has no main reading");
    }

    let mut statuses = BTreeSet::new();
    let (mut answers, mut effects, mut verdicts, mut deciding) = (0, 0, 0, 0);
    let mut split = Vec::new();
    for claim in claims {
        let mut expected: BTreeSet<&str> = [
            "id", "part", "reading", "origin", "owner", "check", "parts", "status", "text", "unit", "band",
            "answers", "fact", "verdict",
        ]
        .into();
        if text(&claim["status"]) == "by assumption" {
            expected.insert("by_assumption");
        }
        let mut found = keys(claim);
        let speculative = found.remove("speculative");
        deciding += usize::from(check_deciding(claim));
        found.remove("deciding");
        found.remove("explained");
        // What waits reads nothing yet.
        let reads = found.remove("reads") && !list(&claim["reads"]).is_empty();
        assert!(reads || list(&claim["answers"]).is_empty(), "{claim}");
        if found.remove("reading_decides") {
            assert_eq!(claim["reading_decides"], true, "{claim}");
            split.push((text(&claim["id"]), &claim["part"], text(&claim["reading"])));
        }
        // Why a sign is fixed may also be told of a claim whose status says something that comes first.
        if !expected.contains("by_assumption") {
            found.remove("by_assumption");
        }
        assert_eq!(found, expected, "{}", claim["id"]);
        assert!(["essay", "plan", "derived"].contains(&text(&claim["origin"])));
        assert!(!text(&claim["owner"]).is_empty() && !text(&claim["unit"]).is_empty());
        assert!(!text(&claim["text"]["en"]).is_empty() && !text(&claim["text"]["zh"]).is_empty());
        let parts: Vec<&str> = list(&claim["parts"]).iter().map(text).collect();
        assert!(!parts.is_empty() && parts.iter().all(|p| p.starts_with('S')));

        let status = text(&claim["status"]);
        let waits: Option<Vec<&str>> = status.strip_prefix("waits for ").map(|w| w.split(", ").collect());
        match &waits {
            Some(waits) => assert!(waits.iter().all(|w| parts.contains(w)), "{status} of {parts:?}"),
            None => assert!(
                ["too few", "not run", "by assumption", "in sample", "prior only"].contains(&status),
                "{status}: before calibration nothing is a finding"
            ),
        }
        statuses.insert(if waits.is_some() { "waits" } else { status });
        let given = list(&claim["answers"]);
        assert_eq!(given.is_empty(), waits.is_some() || status == "not run", "{status}: {given:?}");
        assert!(!claim["band"].is_null() || text(&claim["unit"]) == "truth", "an effect has a band");
        for answer in given {
            answers += 1;
            effects += usize::from(check_answer(answer, claim));
        }
        let verdict = given.first().and_then(expected_verdict).filter(|_| !speculative);
        assert_eq!(claim["verdict"].as_str(), verdict, "{claim}");
        verdicts += usize::from(verdict.is_some());
    }
    // Nothing above passed for want of cases.
    assert!(statuses.is_superset(&["in sample", "prior only"].into()), "{statuses:?}");
    assert!(answers > 10 && effects > 0 && verdicts > 3, "{answers} {effects} {verdicts}");
    assert!(deciding > 3, "{deciding} claims name what decides them");
}

/// Checks what decides a claim; says whether an assumption is named.
fn check_deciding(claim: &Value) -> bool {
    let Some(main) = list(&claim["answers"]).first() else {
        assert!(claim["deciding"].is_null() && claim["explained"].is_null(), "{claim}");
        return false;
    };
    let count = |key: &str| main[key].as_u64().unwrap_or_else(|| panic!("{key} of {main}"));
    let (holds, fails) = (count("true"), count("false") + count("within_band"));
    let asked = holds > 0 && fails > 0 && holds + fails >= 100;
    assert_eq!(claim["deciding"].is_null(), !asked, "{claim}");
    if !asked {
        return false;
    }
    let named = list(&claim["deciding"]);
    assert!(named.len() <= 5);
    let mut last = 1.0;
    for one in named {
        assert_eq!(keys(one), ["key", "effect", "low", "high"].into());
        assert!(text(&one["key"]).contains('.'));
        let (effect, low, high) = (number(&one["effect"]), number(&one["low"]), number(&one["high"]));
        assert!(0.0 < low && low <= effect && effect <= high && high <= 1.0, "{one}");
        assert!(effect <= last, "the strongest comes first: {named:?}");
        last = effect;
    }
    assert_eq!(claim["explained"].is_null(), named.is_empty(), "{claim}");
    if named.is_empty() {
        return false;
    }
    assert_eq!(keys(&claim["explained"]), ["held_out"].into());
    assert!(number(&claim["explained"]["held_out"]) <= 1.0);
    true
}

/// Checks one answer; says whether it is one of a contrast.
fn check_answer(answer: &Value, claim: &Value) -> bool {
    let expected = [
        "policy",
        "futures",
        "true",
        "false",
        "within_band",
        "undefined",
        "share",
        "sampling",
        "schools",
        "schools_named",
        "prior_band",
        "median_effect",
    ];
    assert_eq!(keys(answer), expected.into());
    let count = |key: &str| answer[key].as_u64().unwrap_or_else(|| panic!("{key} of {answer}"));
    let (holds, fails, within) = (count("true"), count("false"), count("within_band"));
    assert_eq!(
        holds + fails + within + count("undefined"),
        count("futures"),
        "counts sum to the arm's futures"
    );
    assert_eq!(count("futures"), TELLING);
    let contrast = !claim["band"].is_null();
    if !contrast {
        assert_eq!((within, answer["median_effect"].is_null()), (0, true));
    }
    let qualifying = holds + fails + within;
    if qualifying == 0 {
        assert!(answer["share"].is_null() && answer["prior_band"].is_null(), "{answer}");
        return contrast;
    }
    let share = number(&answer["share"]);
    // A decimal that is read back may differ in its last bit.
    assert!((share - holds as f64 / qualifying as f64).abs() < 1e-15, "{answer}");
    // A school that too few futures live in is in the share and not in the width.
    for width in ["sampling", "prior_band"] {
        if !answer[width].is_null() {
            let (low, high) = pair(&answer[width]);
            assert!(0.0 <= low && low <= share && share <= high && high <= 1.0, "{width} of {answer}");
        }
    }
    assert!(answer["schools"].is_null(), "no school is told from another in {TELLING} futures: {answer}");
    let (low, high) = pair(&answer["prior_band"]);
    let k = 1.5_f64 * 1.5;
    assert!((high - k * share / (k * share + 1.0 - share)).abs() < 1e-12, "{answer}");
    assert!((low - share / (share + k * (1.0 - share))).abs() < 1e-12, "{answer}");
    contrast
}

/// `holds` or `fails` where all three widths stay on one side of one half, `leans` where two do; one that is not known is on
/// neither. None where fewer than a hundred futures say something.
fn expected_verdict(answer: &Value) -> Option<&'static str> {
    let count = |key: &str| answer[key].as_u64().expect("a count");
    if count("true") + count("false") + count("within_band") < 100 {
        return None;
    }
    let sides = ["sampling", "schools", "prior_band"].map(|width| {
        if answer[width].is_null() {
            return 0;
        }
        let (low, high) = pair(&answer[width]);
        if low > 0.5 {
            1
        } else if high < 0.5 {
            -1
        } else {
            0
        }
    });
    let on = |side: i32| sides.iter().filter(|s| **s == side).count();
    Some(match (on(1), on(-1)) {
        (3, _) => "holds",
        (_, 3) => "fails",
        (2, _) | (_, 2) => "leans",
        _ => "open",
    })
}

#[test]
fn claims_are_chosen_by_id_and_policy() {
    let home = Home::new();
    home.done(&["run", "-n", &TELLING.to_string(), "--policies", "as-is,full-denial"]);
    let chosen = home.json(&["claims", "out/as-is", "c5b", "C1", "--policy", "full-denial"]);
    let ids: BTreeSet<&str> = list(&chosen["claims"]).iter().map(|c| text(&c["id"])).collect();
    assert_eq!(ids, ["C1", "C5"].into());
    for claim in list(&chosen["claims"]) {
        let policies: Vec<&str> = list(&claim["answers"]).iter().map(|a| text(&a["policy"])).collect();
        assert_eq!(policies, ["full-denial"]);
        assert_eq!(claim["part"].as_str(), if claim["id"] == "C5" { Some("b") } else { None });
    }
    // The verdict is on the answer that is shown.
    for claim in list(&home.json(&["claims", "--policy", "full-denial"])["claims"]) {
        let shown = list(&claim["answers"]).first();
        let verdict = shown.and_then(expected_verdict).filter(|_| claim["speculative"].is_null());
        assert_eq!(claim["verdict"].as_str(), verdict, "{claim}");
        let status = text(&claim["status"]);
        assert_eq!(shown.is_none(), status == "not run" || status.starts_with("waits for"), "{claim}");
    }
    // What decides is asked of the policy that is shown.
    let decides =
        |policy: &str| home.json(&["claims", "C23", "--policy", policy])["claims"][0]["deciding"].clone();
    assert!(!list(&decides("full-denial")).is_empty());
    let main = home.json(&["claims", "C23"])["claims"][0]["deciding"].clone();
    assert_eq!(decides("as-is"), main);
    let told = home.done(&["claims", "C23", "--policy", "full-denial"]).out;
    says(&told, &["Depends most on, under full-denial", text(&decides("full-denial")[0]["key"])]);
    says(&told, &["Schools cannot be compared: it takes 2,560 futures"]);
    // Shares of assumptions that go together overlap, so that no sum of them is told.
    let all = home.json(&["claims"]);
    let several = |c: &&Value| c["deciding"].as_array().is_some_and(|named| named.len() > 1);
    let claim = list(&all["claims"]).iter().find(several).expect("a claim with two assumptions named");
    let told = unbroken(&home.done(&["claims", text(&claim["id"])]).out);
    says(&told, &["Together they foretell", "Their own shares do not add up to that: where two go together"]);
    // Who asks for one claim reads its sentence first, and rows by policy after it.
    let told = home.done(&["claims", "C2"]).out;
    assert!(told.starts_with("C2 (main, "), "{told}");
    assert!(told.find("full-denial").is_some_and(|row| row > told.find("C2b (main, ").expect("a part")));
    // A claim on speculative measures has no verdict, and the screen says so.
    let told = home.done(&["claims"]).out;
    let row = told.lines().find(|line| line.split_whitespace().next() == Some("C11")).expect("a row");
    assert!(row.trim_end().ends_with('–'), "{row}");
    says(&unbroken(&told), &["A dash for a verdict: the claim rests on"]);
    // Contrasts whose arms were not run say so.
    assert!(list(&all["claims"]).iter().any(|c| c["status"] == "not run"));
}

#[test]
fn a_comparison_lists_exactly_the_inputs_that_were_changed() {
    let home = Home::new();
    let run = |out: &str, more: &[&str]| {
        home.done(&[&["run", "-n", "160", "--policies", "as-is,full-denial", "--out", out], more].concat());
    };
    run("a", &[]);
    run("parameter", &["--set", "borrowing.rate=0.3"]);
    run("member", &["--set", "power.growth.CN=0.1..0.3"]);
    run("lever", &["--set", "controls.enforcement.US=0.5"]);
    run("seed", &["--seed", "2"]);
    let changed = |b: &str| {
        let comparison = home.json(&["compare", "a", b]);
        assert_eq!(comparison["schema"], "overtake/compare/1");
        let keys: Vec<String> =
            list(&comparison["inputs"]).iter().map(|i| text(&i["key"]).to_owned()).collect();
        for input in list(&comparison["inputs"]) {
            assert_ne!(input["a"], input["b"]);
        }
        assert_eq!(comparison["paired"], b != "seed");
        (keys, comparison)
    };
    assert_eq!(changed("a").0, Vec::<String>::new());
    assert_eq!(changed("parameter").0, ["borrowing.rate"]);
    assert_eq!(changed("member").0, ["power.growth.CN"]);
    assert_eq!(changed("lever").0, ["controls.enforcement.US"]);
    assert_eq!(changed("seed").0, ["seed"]);

    for pair in list(&changed("a").1["claims"]) {
        assert!(pair["difference"].is_null() || number(&pair["difference"]) == 0.0, "{pair}");
    }
    let claims = changed("parameter").1["claims"].clone();
    assert!(list(&claims).iter().any(|c| c["difference"].as_f64().is_some_and(|d| d != 0.0)), "{claims}");
    for claim in list(&claims).iter().filter(|c| !c["difference"].is_null()) {
        let (a, b, difference) = (number(&claim["a"]), number(&claim["b"]), number(&claim["difference"]));
        assert!((b - a - difference).abs() < 1e-12, "{claim}");
        let (low, high) = interval_or(&claim["interval"], difference);
        assert!(low <= difference && difference <= high, "{claim}");
    }
}

/// An interval, or the number itself where none can be told.
fn interval_or(interval: &Value, otherwise: f64) -> (f64, f64) {
    if interval.is_null() { (otherwise, otherwise) } else { pair(interval) }
}

#[test]
fn every_command_prints_one_document_with_its_schema() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "as-is,full-denial"]);
    for (arguments, schema) in [
        (&["claims"][..], "overtake/claims/1"),
        (&["compare", "out/as-is", "out/as-is"], "overtake/compare/1"),
        (&["explain", "out/as-is", "17"], "overtake/story/1"),
        (&["explain", "out/as-is", "17", "--policy", "full-denial", "--lang", "zh"], "overtake/story/1"),
        (&["when", "1e33", "-n", "160"], "overtake/when/1"),
        (&["evidence"], "overtake/evidence/1"),
        (&["evidence", "borrowing.rate"], "overtake/found/1"),
        (&["evidence", "--latest"], "overtake/latest/1"),
        (&["evidence", "check"], "overtake/evidence-check/1"),
        (&["schema"], "overtake/schemas/1"),
        (&["new", "trial"], "overtake/new/1"),
        (&["run", "-n", "160", "--policies", "as-is,full-denial"], "overtake/run/1"),
    ] {
        assert_eq!(home.json(arguments)["schema"], schema, "{arguments:?}");
    }
}

#[test]
fn a_story_and_the_evidence_say_what_is_promised() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "as-is,full-denial"]);
    let story = home.json(&["explain", "out/as-is", "17", "--policy", "full-denial"]);
    assert_eq!((&story["future"], text(&story["policy"])), (&Value::from(17), "full-denial"));
    let years: Vec<i64> = list(&story["years"]).iter().map(|y| y["year"].as_i64().expect("a year")).collect();
    assert_eq!(years, (2015..=2040).collect::<Vec<i64>>());
    let lines: Vec<&Value> = list(&story["years"]).iter().flat_map(|y| list(&y["ledger"])).collect();
    assert!(!lines.is_empty() && lines.iter().all(|l| text(&l["part"]).starts_with('S')));

    let all = home.json(&["evidence"]);
    let belief = list(&all["beliefs"]).iter().find(|b| b["key"] == "borrowing.rate").expect("a belief");
    assert_eq!(list(&home.json(&["evidence", "borrowing.rate"])["found"]), &vec![belief.clone()]);
    for key in ["what", "unit", "central", "belief", "kind", "sources", "note", "file", "line"] {
        assert!(!belief[key].is_null(), "a belief has its {key}");
    }
    assert_eq!(
        home.json(&["evidence", "check"])["unused_sources"],
        serde_json::json!([]),
        "every work is cited"
    );
    let latest = home.json(&["evidence", "--latest"]);
    let latest = list(&latest["observables"]);
    assert!(!latest.is_empty());
    for point in latest {
        assert!(!text(&point["date"]).is_empty() && number(&point["value"]).is_finite());
    }
}

/// The commands under `TRY NEXT`, word for word.
fn suggested(out: &str) -> Vec<Vec<String>> {
    let commands = out.lines().filter_map(|line| line.strip_prefix("  overtake "));
    let alone = commands.map(|line| line.split("   ").next().expect("a command"));
    alone.map(|command| command.split_whitespace().map(str::to_owned).collect()).collect()
}

#[test]
fn the_commands_that_a_run_suggests_work_word_for_word() {
    for (first, changed) in [
        (&["run", "-n", "160"][..], "borrowing.rate"),
        (&["run", "textbook", "-n", "160", "--out", "mine"], "textbook.sigma"),
        (&["run", "trial.toml", "-n", "160"], "borrowing.rate"),
    ] {
        let home = Home::new();
        home.done(&["new", "trial"]);
        let commands = suggested(&home.done(first).out);
        let words = |n: usize| commands[n].iter().map(String::as_str).collect::<Vec<_>>();
        assert_eq!(commands.len(), 3, "{commands:?}");
        says(&home.done(&words(0)).out, &["Future 17 under as-is"]);
        home.done(&words(1));
        let comparison = home.json(&words(2));
        let inputs: Vec<&str> = list(&comparison["inputs"]).iter().map(|i| text(&i["key"])).collect();
        assert_eq!(inputs, [changed], "{commands:?}");
    }
}

//! What the program says of itself, and where it says it.

use crate::common::{Home, Told, fits, says, unbroken};
use serde_json::Value;
use std::collections::BTreeMap;

const COMMANDS: [&str; 11] = [
    "run",
    "claims",
    "compare",
    "explain",
    "evidence",
    "rules",
    "when",
    "audit",
    "schema",
    "new",
    "completions",
];

#[test]
fn every_command_has_a_short_and_a_long_help_with_examples() {
    let home = Home::new();
    let top = home.done(&["--help"]);
    assert_eq!(home.call(&["-V"]).out.trim(), format!("overtake {}", env!("CARGO_PKG_VERSION")));
    for command in COMMANDS {
        says(&top.out, &[&format!("\n  {command} ")]);
        let (short, long) = (home.done(&[command, "-h"]), home.done(&[command, "--help"]));
        for help in [&short, &long] {
            says(
                &help.out,
                &["Usage: overtake", command, "Examples:", &format!("\n  overtake {command}"), "--json"],
            );
            assert_eq!(help.err, "");
        }
        assert!(short.out.lines().count() < long.out.lines().count(), "{command}");
    }
    // A command that is added needs a line here.
    let listed = top.out.split("Commands:").nth(1).expect("a list").split("\n\n").next().expect("a list");
    let listed = listed.lines().filter(|l| l.starts_with("  ") && !l.starts_with("   "));
    assert_eq!(listed.count(), COMMANDS.len(), "{}", top.out);
    says(&home.done(&["-h"]).out, &["Examples:", "overtake compare", "Output:"]);
}

#[test]
fn every_shell_gets_completions_of_every_command() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let told = home.done(&["completions", shell]);
        says(&told.out, &["overtake"]);
        says(&told.out, &COMMANDS);
        says(&told.out, &["resume", "policies"]);
    }
    let told = home.call(&["completions", "csh"]);
    assert_eq!(told.code, Some(2));
    says(&told.err, &["csh", "bash", "fish", "zsh"]);
}

#[test]
fn a_new_study_runs_and_is_never_overwritten() {
    let home = Home::new();
    says(&home.done(&["new", "trial"]).out, &["Wrote trial.toml", "overtake run trial.toml"]);
    let text = home.read("trial.toml");
    let run = home.done(&["run", "trial.toml", "-n", "160"]);
    says(&run.out, &["C101", "160 plausible futures of the study trial"]);
    let study = home.document("out/trial/study.json");
    assert_eq!((&study["name"], study["text"].as_str()), (&Value::from("trial"), Some(text.as_str())));
    let told = home.call(&["new", "trial"]);
    assert_eq!((told.code, told.out.as_str()), (Some(1), ""));
    says(&told.err, &["cannot write `trial.toml`", "nothing is overwritten"]);
    assert_eq!(home.read("trial.toml"), text);
    assert_eq!(home.json(&["new", "second"])["file"], "second.toml");
}

#[test]
fn the_schema_of_studies_fits_the_studies_that_there_are() {
    let home = Home::new();
    home.done(&["new", "trial"]);
    let schema: Value = serde_json::from_str(&home.done(&["schema", "study"]).out).expect("a document");
    let studies = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../studies");
    let files = std::fs::read_dir(studies).expect("a folder").map(|e| e.expect("an entry").path());
    let read = files.map(|path| std::fs::read_to_string(path).expect("read"));
    let mut fitted = 0;
    for text in read.chain([home.read("trial.toml")]) {
        let study: toml::Table = toml::from_str(&text).expect("TOML");
        // Policies and figures lie beside the studies.
        if study.contains_key("model") {
            fits(&schema, &serde_json::to_value(study).expect("a document"));
            fitted += 1;
        }
    }
    assert!(fitted >= 6, "{fitted} studies");
    // The reader knows every key that the schema has: what it says of nonsense is never that the key is unknown.
    let every = schema["properties"].as_object().expect("properties").keys();
    home.write(
        "every.toml",
        every.map(|key| format!("{key} = 2024-13-45T\n").replace("2024-13-45T", "nan")).collect::<String>(),
    );
    let told = home.call(&["run", "every.toml"]);
    assert_eq!(told.code, Some(2));
    assert!(told.err.contains("error") && !told.err.contains("unknown"), "{}", told.err);
    // Editors complete what the starter uses.
    let study: toml::Table = toml::from_str(&home.read("trial.toml")).expect("TOML");
    let keys = |schema: &Value| -> Vec<String> {
        schema["properties"].as_object().expect("properties").keys().cloned().collect()
    };
    let known = |keys: &[String], key: &str| {
        let of = |declared: &String| {
            key == declared || key.strip_prefix(declared.as_str()).is_some_and(|r| r.starts_with('.'))
        };
        assert!(keys.iter().any(of), "`{key}` is not completed");
    };
    study.keys().for_each(|key| known(&keys(&schema), key));
    let set = keys(&schema["properties"]["set"]);
    study["set"].as_table().expect("a table").keys().for_each(|key| known(&set, key));
    let levers = keys(&schema["properties"]["policy"]["items"]["properties"]["levers"]);
    let policy = study["policy"][0].as_table().expect("a table");
    policy["levers"].as_table().expect("a table").keys().for_each(|key| known(&levers, key));
}

#[test]
fn the_schemas_of_documents_fit_the_documents() {
    let home = Home::new();
    let listed = home.json(&["schema"]);
    let names = ["study", "claims", "run", "compare", "story", "rules", "when", "audit", "error"];
    assert_eq!(listed["schemas"], serde_json::json!(names));
    let schema = |name: &str| -> Value {
        serde_json::from_str(&home.done(&["schema", name]).out).expect("a document")
    };
    fits(&schema("run"), &home.json(&["run", "-n", "160", "--policies", "as-is,full-denial"]));
    fits(&schema("claims"), &home.json(&["claims"]));
    fits(&schema("compare"), &home.json(&["compare", "out/as-is", "out/as-is"]));
    fits(&schema("story"), &home.json(&["explain", "out/as-is", "17", "--policy", "full-denial"]));
    fits(&schema("rules"), &home.json(&["rules", "-n", "160", "as-is", "full-denial"]));
    fits(&schema("when"), &home.json(&["when", "own", "--run", "out/as-is"]));
    for wrong in [&["run", "as-iz", "--json"][..], &["claims", "nowhere", "--json"], &["rum", "--json"]] {
        let error: Value = serde_json::from_str(&home.call(wrong).err).expect("a document");
        fits(&schema("error"), &error);
    }
}

#[test]
fn chinese_is_spoken_where_it_is_asked_for() {
    let home = Home::new();
    let run = ["run", "-n", "160", "--policies", "as-is,full-denial"];
    let english = home.done(&run).out;
    let chinese = home.done(&[&run[..], &["--lang", "zh"]].concat()).out;
    says(
        &chinese,
        &["以下是模拟未来中的占比，不是概率", "论断", "对照过去", "接下来可以", "可供对照的记录截至"],
    );
    let foreign = |text: &str| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    assert_eq!(foreign(&english), 0);
    says(
        &english,
        &["Shares of simulated futures, not probabilities", "CLAIMS", "CHECKS AGAINST THE PAST", "TRY NEXT"],
    );
    for command in [&["claims"][..], &["compare", "out/as-is", "out/as-is"], &["explain", "out/as-is", "17"]]
    {
        let told = home.done(&[command, &["--lang", "zh"]].concat());
        assert!(foreign(&told.out) > 20, "{command:?} says little in Chinese:\n{}", told.out);
    }
    // Errors stay English.
    assert_eq!(foreign(&home.call(&["claims", "nowhere", "--lang", "zh"]).err), 0);
}

#[test]
fn a_chinese_story_keeps_no_english_of_the_model() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "full-denial", "--out", "run"]);
    let story = home.json(&["explain", "run", "17"]);
    let chinese = home.done(&["explain", "run", "17", "--full", "--lang", "zh"]).out;
    let short = home.done(&["explain", "run", "17", "--lang", "zh"]).out;
    assert!(
        4 * short.lines().count() < chinese.lines().count()
            && short.lines().all(|l| l.contains("--full") || chinese.contains(l))
    );
    let years = story["years"].as_array().expect("years");
    let entries: Vec<&Value> = years.iter().flat_map(|y| y["ledger"].as_array().expect("a ledger")).collect();
    assert!(entries.len() > 100);
    for entry in entries {
        for key in ["stock", "line", "member"] {
            let text = entry[key].as_str().expect("a text");
            // Some laboratories are called alike in both.
            let same = ["xAI", "Mistral", "DeepSeek"].contains(&text);
            assert!(same || !chinese.contains(text), "`{text}` stands in:\n{chinese}");
        }
    }
    let marks =
        chinese.lines().find(|line| line.contains("; ") || line.contains(", ") || line.contains("(+"));
    assert_eq!(marks, None, "marks are Chinese");
    says(&chinese, &["前沿：美国", "百分位；中心值", "在用芯片：美国，"]);
    let belief = home.done(&["evidence", "borrowing.rate", "--lang", "zh"]).out;
    says(&belief, &["\n  先验", "\n  机制", "\n  来源", "中心值"]);
    assert!(!belief.contains("  belief") && !belief.contains("Rate at which"), "{belief}");
}

#[test]
fn what_a_laboratory_lacks_before_its_first_release_is_no_news() {
    let home = Home::new();
    home.done(&["run", "-n", "160", "--policies", "as-is", "--out", "run"]);
    let mut first = 0;
    for future in ["17", "18", "19"] {
        let of =
            |outcome: &str| home.json(&["explain", "run", future, "--outcome", outcome])["years"].clone();
        let (published, opened) = (of("laboratory_capability"), of("laboratory_opened"));
        // What each laboratory has opened, in the first year in which that is something and in the last one told.
        let mut span: BTreeMap<String, [f64; 2]> = BTreeMap::new();
        let years = |all: &Value| all.as_array().expect("years").clone();
        for (year, opened) in years(&published).iter().zip(years(&opened)) {
            let list = |year: &Value, key: &str| year[key].as_array().expect("a list").clone();
            for release in list(year, "releases") {
                first += usize::from(release["rise"].is_null());
                let (rise, capability) = (release["rise"].as_f64(), release["capability"].as_f64());
                let before = rise.map(|rise| capability.expect("a capability") - rise);
                assert!(before.is_none_or(|before| before > -59.0), "{release}");
            }
            for value in list(year, "values").iter().chain(&list(&opened, "values")) {
                assert!(value["value"].as_f64().is_some_and(|v| v > -59.0), "{value}");
            }
            for value in list(&opened, "values") {
                let (member, now) = (value["member"].as_str().expect("a name"), value["value"].as_f64());
                let now = now.expect("a number");
                span.entry(member.to_owned()).or_insert([now, now])[1] = now;
            }
            for entry in list(year, "ledger").iter().filter(|e| e["stock"] == "Capability in the commons") {
                let [from, to] = span[entry["member"].as_str().expect("a name")];
                let amount = entry["amount"].as_f64().expect("an amount");
                // What is within one of the first model opened counts as arrived; of the first year only its end is known.
                let most = if from == to { 25.0 } else { to - from + 1.0 };
                assert!(amount <= most, "{entry}, opened from {from} to {to}");
            }
        }
        let told = home.done(&["explain", "run", future]).out;
        says(&told, &["(first release, ", " percentile of the belief; centre "]);
    }
    assert!(first >= 3, "laboratories are founded on the way");
}

#[test]
fn a_check_shows_the_range_of_its_fact_and_where_the_record_lies_elsewhere() {
    let home = Home::new();
    let run = ["run", "-n", "160", "--policies", "as-is"];
    let english = unbroken(&home.done(&run).out);
    says(&english, &["months, range 4 to 14 (2025)", "observed points", "nine in ten simulated"]);
    says(
        &unbroken(&home.done(&[&run[..], &["--lang", "zh"]].concat()).out),
        &["7个月（4个月至14个月）（2025年）", "个观测点中"],
    );
    let observed = home.json(&run)["observed"].clone();
    assert_eq!(observed["policy"], "as-is");
    let sum = |key: &str| {
        let by = observed["by"].as_array().expect("series").iter();
        by.map(|s| s[key].as_u64().expect("a count")).sum::<u64>()
    };
    assert!(observed["points"] == sum("points") && sum("points") > 20, "{observed}");
    assert_eq!(observed["outside"], sum("below") + sum("above"));
}

#[test]
fn tables_of_claims_fit_the_screen_and_say_which_way_a_claim_leans() {
    let home = Home::new();
    home.done(&["run", "-n", "160"]);
    home.done(&["run", "-n", "160", "--set", "borrowing.rate=0.3"]);
    let rows = |all: &[&str]| home.done(&[&["claims"], all].concat()).out.lines().count();
    assert!(5 * rows(&[]) < rows(&["--all"]) && rows(&["--all"]) < rows(&["--all", "--full"]));
    for command in [&["claims"][..], &["claims", "--all"], &["compare", "out/as-is", "out/as-is-2"]] {
        let told = home.done(command).out;
        for line in told.lines() {
            assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
            assert!(!line.contains('─') && !line.contains('═'), "{line}");
            assert!(!line.trim_end().ends_with("leans"), "which way? {line}");
        }
        // Keys of policies are whole.
        says(&told, &["us-opens-like-china"]);
    }
}

#[test]
fn nothing_is_coloured_when_nobody_looks_on() {
    let home = Home::new();
    home.write("bad.toml", "name = 1\n");
    home.done(&["run", "-n", "160", "--policies", "as-is"]);
    for arguments in [
        &["--help"][..],
        &["run", "--help"],
        &["claims", "--all"],
        &["explain", "out/as-is", "17"],
        &["evidence"],
        &["run", "bad.toml"],
        &["run", "-n", "many"],
    ] {
        for no_color in [false, true] {
            let mut command = home.command(arguments);
            if no_color {
                command.env("NO_COLOR", "1");
            }
            let told = Told::of(command.output().expect("it starts"));
            assert!(!(told.out.clone() + &told.err).is_empty());
            assert!(!told.out.contains('\u{1b}') && !told.err.contains('\u{1b}'), "{arguments:?}");
        }
    }
}

#[test]
fn results_go_to_stdout_and_progress_to_stderr_unless_quiet() {
    let home = Home::new();
    // Plain lanes bring a note on speed.
    let run = ["run", "textbook", "-n", "160", "--lanes", "1"];
    let loud = home.done(&[&run[..], &["--out", "a"]].concat());
    let quiet = home.done(&[&run[..], &["--out", "b", "--quiet"]].concat());
    says(&loud.err, &["note:"]);
    assert_eq!(quiet.err, "");
    assert_eq!(loud.out.replace("a/", "b/").len(), quiet.out.len());
    says(&quiet.out, &["160 plausible futures"]);

    // Errors are told in any case.
    let told = home.call(&["claims", "nowhere", "--quiet"]);
    says(&told.err, &["holds no run"]);
}

#[test]
fn a_key_that_lies_elsewhere_is_told_with_the_command_that_knows_it() {
    let home = Home::new();
    for (key, parts) in [
        ("C23", &["`overtake claims C23`"][..]),
        ("c12a", &["`overtake claims C12a`"]),
        ("meter", &["did you mean `metr`?"]),
        ("compute_at_disposal", &["--outcome compute_at_disposal"]),
        ("controls.enforcement.US", &["is a lever"]),
        ("leadership.shared", &["leadership.shared is a lever"]),
        ("institutions.finanse", &["did you mean `institutions.finance`?"]),
        ("school.difusion", &["did you mean `school.diffusion`?"]),
        ("borowing.rate", &["did you mean `borrowing.rate`?"]),
    ] {
        let told = home.call(&["evidence", key]);
        assert_eq!((told.code, told.out.as_str()), (Some(2), ""), "{key}");
        says(&told.err, parts);
    }
    says(&home.done(&["evidence", "us-2026-01"]).out, &["91 FR 1684", "evidence/rules.toml:"]);
    let chinese = home.done(&["evidence", "push-spending", "--lang", "zh"]).out;
    // A command may stand on two lines.
    let chinese: Vec<&str> = chinese.split_whitespace().collect();
    says(&chinese.join(" "), &["政策情景", "overtake claims --policy"]);
}

#[test]
fn schools_are_found_by_list_switch_and_key() {
    let home = Home::new();
    let told = |arguments: &[&str]| unbroken(&home.done(&[&["evidence"], arguments].concat()).out);
    let list = told(&["schools"]);
    says(&list, &["school.discovery", "school.output", "Acemoglu 2024 (acemoglu2024): A seventh saved"]);
    says(&list, &["Source: acemoglu2024", "--set schools.discovery=ftm", "{ ftm = 3, aifm = 1 }"]);
    let one = told(&["school.diffusion"]);
    says(&one, &["which published model of diffusion", "Ding 2024 (ding2024)", "schools.diffusion=all"]);
    assert!(!one.contains("acemoglu2024"), "{one}");
    // A key that is a school's and a work's is both.
    let both = told(&["ding2024"]);
    says(
        &both,
        &["China invents more than it spreads", "--set schools.diffusion=ding2024", "evidence/schools.toml:"],
    );
    says(&both, &["Ding, Jeffrey. "]);
    says(&told(&["ding2024", "--lang", "zh"]), &["杰弗里·丁2024", "中国创新多、扩散少", "模型"]);
    let found = home.json(&["evidence", "school.diffusion"])["found"].clone();
    let keys: Vec<&str> =
        found.as_array().expect("a list").iter().filter_map(|s| s["key"].as_str()).collect();
    assert_eq!(keys, ["bass1969", "mansfield1961", "comin2010", "ding2024"]);
}

#[test]
fn counts_out_of_range_are_told_with_the_range() {
    let home = Home::new();
    for command in [
        &["run", "-n", "-5"][..],
        &["when", "own", "-n", "0"],
        &["rules", "-n", "many"],
        &["run", "--seed", "-1"],
    ] {
        let told = home.call(command);
        assert_eq!(told.code, Some(2), "{command:?}");
        says(&told.err, &["give a whole number from"]);
    }
}

/// A device that takes no byte.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let home = Home::new();
    for arguments in [&["evidence"][..], &["evidence", "--json"], &["--help"], &["--version"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let told = Told::of(home.command(arguments).stdout(full).output().expect("it starts"));
        assert_eq!(told.code, Some(1), "{arguments:?}");
        says(&told.err, &["cannot write the output"]);
    }
}

#[test]
fn a_reader_that_stops_reading_ends_the_program_quietly() {
    let home = Home::new();
    let mut child = home.command(&["evidence", "--json"]);
    let mut child = child
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let told = Told::of(child.wait_with_output().expect("it ends"));
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
}

//! One word for one thing: what the Chinese of the project does not say stands in `locales/zh/glossary.toml`.

use super::declared::sources;
use super::{EVIDENCE_ZH, MODEL_ZH, SCREEN_ZH};
use std::path::{Path, PathBuf};
use toml::Value;

/// A word that is not used, what is said instead, and the wider words in which it may stand.
struct Unused {
    word: String,
    instead: String,
    within: Vec<String>,
}

fn glossary() -> Vec<Unused> {
    let text = include_str!("../../locales/zh/glossary.toml");
    let table: toml::Table = text.parse().expect("it reads");
    let rows = table["unused"].as_array().expect("a list").iter();
    let word = |value: &Value| value.as_str().expect("a word").to_owned();
    let row = |row: &Value| Unused {
        word: word(&row["word"]),
        instead: word(&row["instead"]),
        within: row
            .get("within")
            .map_or_else(Vec::new, |list| list.as_array().expect("a list").iter().map(word).collect()),
    };
    rows.map(row).collect()
}

/// Words of a text that are not used, each with what is said instead.
fn odd(glossary: &[Unused], text: &str) -> Vec<String> {
    let stands = |it: &&Unused| {
        let bare = it.within.iter().fold(text.to_owned(), |text, wider| text.replace(wider, ""));
        bare.contains(&it.word)
    };
    glossary.iter().filter(stands).map(|it| format!("{}: say {}", it.word, it.instead)).collect()
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// The root of the workspace.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every text of a TOML value.
fn texts(value: &Value, all: &mut Vec<String>) {
    match value {
        Value::String(text) => all.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|value| texts(value, all)),
        Value::Table(table) => table.iter().for_each(|(_, value)| texts(value, all)),
        _ => {}
    }
}

#[test]
fn each_thing_has_one_word() {
    let glossary = glossary();
    let mut told = Vec::new();
    let ours = [("zh/screen.ftl", SCREEN_ZH), ("zh/model.ftl", MODEL_ZH)];
    for (name, file) in ours.into_iter().chain(EVIDENCE_ZH) {
        let entries = file.lines().filter(|line| !line.starts_with('#'));
        told.extend(
            entries.flat_map(|l| odd(&glossary, l).into_iter().map(move |o| format!("{name}: {o}: {l}"))),
        );
    }
    let mut read = 0;
    for folder in ["evidence", "evidence/beliefs", "studies"] {
        for entry in std::fs::read_dir(root().join(folder)).expect("it is there") {
            let path = entry.expect("an entry").path();
            if path.extension().is_none_or(|e| e != "toml") {
                continue;
            }
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let table: toml::Table = std::fs::read_to_string(&path).expect("read").parse().expect("it reads");
            let mut all = Vec::new();
            texts(&Value::Table(table), &mut all);
            for text in all.iter().filter(|text| text.chars().any(is_chinese)) {
                read += 1;
                told.extend(
                    odd(&glossary, text).into_iter().map(|o| format!("{folder}/{name}: {o}: {text}")),
                );
            }
        }
    }
    assert!(read > 500, "only {read} Chinese texts of the evidence were read");
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_word_is_found_unless_it_stands_in_a_wider_one() {
    let share = Unused { word: "b".to_owned(), instead: "d".to_owned(), within: vec!["abc".to_owned()] };
    assert_eq!(odd(&[share], "xabcx"), Vec::<String>::new());
    let share = Unused { word: "b".to_owned(), instead: "d".to_owned(), within: vec!["abc".to_owned()] };
    assert_eq!(odd(&[share], "abc, b"), ["b: say d"]);
}

#[test]
fn code_speaks_no_chinese() {
    let mut told = Vec::new();
    for entry in std::fs::read_dir(root().join("crates")).expect("it is there") {
        for file in sources(&entry.expect("an entry").path().join("src")) {
            let text = std::fs::read_to_string(&file).expect("read");
            // What tests are given and what they expect stands after the code.
            let (code, _) = text.split_once("#[cfg(test)]\nmod ").unwrap_or((&text, ""));
            let is_test = file.components().any(|part| part.as_os_str() == "tests");
            if !is_test && code.chars().any(is_chinese) {
                told.push(file.display().to_string());
            }
        }
    }
    assert!(told.is_empty(), "texts for people belong into crates/cli/locales: {told:#?}");
}

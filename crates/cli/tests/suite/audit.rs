//! The laws that the built-in study must keep, as a user asks for them. That they can fail is tested beside them, where
//! they can be spoilt.

use crate::common::{Home, Told, fits, says};
use serde_json::Value;
use std::process::Stdio;

const LAWS: [&str; 12] = [
    "conservation",
    "range",
    "swap",
    "nulls",
    "same bits",
    "split and merge",
    "limits",
    "steps",
    "loops",
    "starts",
    "tenfold",
    "inert",
];

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// What an audit says as a document, and each law's figures.
fn document(told: &Told) -> (Value, Vec<String>) {
    let document: Value = serde_json::from_str(&told.out).expect("one document");
    assert_eq!((&document["schema"], told.err.as_str()), (&Value::from("overtake/audit/1"), ""));
    let text = |law: &Value, key: &str| law[key].as_str().expect("a text").to_owned();
    let laws = list(&document["laws"]);
    let names: Vec<String> =
        laws.iter().map(|l| text(l, "law").split(':').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(names, LAWS);
    let seen = laws.iter().map(|law| text(law, "seen")).collect();
    (document, seen)
}

#[test]
#[ignore = "full: an audit, a minute"]
fn the_built_in_study_keeps_every_law() {
    let home = Home::new();
    let told = home.call(&["audit", "--quick", "--json"]);
    let (document, seen) = document(&told);
    fits(&serde_json::from_str(&home.done(&["schema", "audit"]).out).expect("a document"), &document);
    for (law, seen) in list(&document["laws"]).iter().zip(seen) {
        assert_eq!(law["holds"], true, "{law}");
        assert!(seen.chars().any(|c| c.is_ascii_digit() && c != '0'), "nothing was seen: {seen}");
    }
    assert_eq!(told.code, Some(0), "the code says what the laws do");
    assert!(!list(&document["steps"]).is_empty());
    assert_eq!((list(&document["parts"]).len(), list(&document["agreement"]).len()), (15, 4));
}

#[test]
#[ignore = "full: two audits side by side, a minute"]
fn text_and_document_of_an_audit_say_the_same() {
    let home = Home::new();
    let start = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
    };
    let of_json = start(&["audit", "--quick", "--json"]);
    let loud = Told::of(start(&["audit", "--quick"]).wait_with_output().expect("it ends"));
    let (_, seen) = document(&Told::of(of_json.wait_with_output().expect("it ends")));
    assert_eq!(loud.code, Some(0), "the code says what the laws do");
    // Each law is announced while it is tested, apart from the result.
    says(&loud.err, &LAWS.map(|law| format!("testing {law} …")).each_ref().map(String::as_str));
    assert!(!loud.out.contains("testing"));
    // Two audits see the same to the last digit.
    for seen in seen {
        let figures = seen.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_digit()));
        says(&loud.out, &figures.collect::<Vec<_>>());
    }
}

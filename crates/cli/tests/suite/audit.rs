//! The laws that the built-in study must keep, as a user asks for them. That they can fail is tested beside them, where
//! they can be spoilt. An audit takes minutes: it is run once as a document and once as text, side by side.

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

#[test]
fn the_built_in_study_keeps_every_law_and_text_and_document_say_so_alike() {
    let home = Home::new();
    let start = |arguments: &[&str]| {
        let mut command = home.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
    };
    let of_json = start(&["audit", "--quick", "--json"]);
    let loud = Told::of(start(&["audit", "--quick"]).wait_with_output().expect("it ends"));
    let told = Told::of(of_json.wait_with_output().expect("it ends"));

    let document: Value = serde_json::from_str(&told.out).expect("one document");
    assert_eq!((&document["schema"], told.err.as_str()), (&Value::from("overtake/audit/1"), ""));
    fits(&serde_json::from_str(&home.done(&["schema", "audit"]).out).expect("a document"), &document);
    let text = |law: &Value, key: &str| law[key].as_str().expect("a text").to_owned();
    let laws = list(&document["laws"]);
    let names: Vec<String> =
        laws.iter().map(|l| text(l, "law").split(':').next().unwrap_or_default().to_owned()).collect();
    assert_eq!(names, LAWS);
    for law in laws {
        let seen = text(law, "seen");
        assert_eq!(law["holds"], true, "{law}");
        assert!(seen.chars().any(|c| c.is_ascii_digit() && c != '0'), "nothing was seen: {seen}");
    }
    assert_eq!((told.code, loud.code), (Some(0), Some(0)), "the code says what the laws do");
    assert!(!list(&document["steps"]).is_empty());
    assert_eq!((list(&document["parts"]).len(), list(&document["agreement"]).len()), (15, 4));

    // Each law is announced while it is tested, apart from the result.
    says(&loud.err, &LAWS.map(|law| format!("testing {law} …")).each_ref().map(String::as_str));
    assert!(!loud.out.contains("testing"));
    // Two audits see the same to the last digit.
    for seen in laws.iter().map(|law| text(law, "seen")) {
        let figures = seen.split_whitespace().filter(|word| word.contains(|c: char| c.is_ascii_digit()));
        says(&loud.out, &figures.collect::<Vec<_>>());
    }
}

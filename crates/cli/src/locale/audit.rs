//! Whether each Chinese entry translates the English that stands today.
//!
//! Run by `cargo test` as tests and by `cargo xtask locales` as a list; one function finds both.

use super::declared::{self, Texts};
use super::{EVIDENCE_ZH, MODEL_ZH, SCREEN_EN, SCREEN_ZH};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Message, Pattern, PatternElement};
use fluent_syntax::parser::parse;
use fluent_syntax::serializer::serialize;
use proc_macro2::TokenTree;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// English without Chinese.
    Missing,
    /// The English has changed since it was translated.
    Stale,
    /// Nothing has its key any more.
    Orphaned,
}

/// First 8 hexadecimal digits of a text's BLAKE3: what `.of` holds.
fn digest(english: &str) -> String {
    blake3::hash(english.as_bytes()).to_hex()[..8].to_owned()
}

/// A pattern as it is written.
fn written(pattern: &Pattern<&str>) -> String {
    let mut message = String::new();
    let id = fluent_syntax::ast::Identifier { name: "x" };
    let entry = Message { id, value: Some(pattern.clone()), attributes: Vec::new(), comment: None };
    message += &serialize(&fluent_syntax::ast::Resource { body: vec![Entry::Message(entry)] });
    message.trim_start_matches("x =").trim().to_owned()
}

/// Messages of a file, which must be whole and have each key once.
fn messages<'f>(name: &str, file: &'f str) -> Vec<Message<&'f str>> {
    let resource = parse(file).unwrap_or_else(|(_, errors)| panic!("{name}: {errors:?}"));
    let mut seen = BTreeSet::new();
    let found = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(message),
        Entry::Term(_) | Entry::Junk { .. } => panic!("{name}: only messages and comments may stand here"),
        _ => None,
    });
    found.inspect(|m| assert!(seen.insert(m.id.name), "{name}: `{}` stands twice", m.id.name)).collect()
}

/// A pattern of plain text.
fn plain(pattern: &Pattern<&str>) -> String {
    let text = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { .. } => String::new(),
    };
    pattern.elements.iter().map(text).collect()
}

/// The digest that an entry carries.
fn of(message: &Message<&str>) -> Option<String> {
    message.attributes.iter().find(|a| a.id.name == "of").map(|a| plain(&a.value))
}

/// English texts of the screens.
fn screens() -> Texts {
    let messages = messages("en/screen.ftl", SCREEN_EN);
    let text = |m: &Message<&str>| written(m.value.as_ref().expect("a value"));
    messages.iter().map(|m| (m.id.name.to_owned(), text(m))).collect()
}

/// Chinese files with the English that they translate.
struct Side {
    files: Vec<(&'static str, &'static str)>,
    english: Texts,
    /// Whether all of it is translated. What is not is shown in English.
    whole: bool,
}

fn sides() -> [Side; 3] {
    [
        Side { files: vec![("zh/screen.ftl", SCREEN_ZH)], english: screens(), whole: true },
        Side { files: vec![("zh/model.ftl", MODEL_ZH)], english: declared::model(), whole: true },
        Side { files: EVIDENCE_ZH.to_vec(), english: declared::evidence(), whole: false },
    ]
}

/// What is wrong between Chinese files and their English, by key, each with its file.
fn faults<'n>(files: &[(&'n str, &str)], english: &Texts) -> BTreeMap<String, (Fault, &'n str)> {
    let mut seen = BTreeSet::new();
    let mut found = BTreeMap::new();
    for (name, file) in files {
        for message in messages(name, file) {
            let key = message.id.name;
            assert!(seen.insert(key.to_owned()), "{name}: `{key}` stands in another file too");
            match english.get(key) {
                None => drop(found.insert(key.to_owned(), (Fault::Orphaned, *name))),
                Some(text) if of(&message).as_deref() != Some(&digest(text)) => {
                    found.insert(key.to_owned(), (Fault::Stale, *name));
                }
                Some(_) => {}
            }
        }
    }
    let name = files.first().map_or("", |(name, _)| *name);
    let missing = english.keys().filter(|key| !seen.contains(*key));
    found.extend(missing.map(|key| (key.clone(), (Fault::Missing, name))));
    found
}

/// The file with today's digest in an entry.
fn restamped(file: &str, key: &str, english: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut inside = false;
    for line in file.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if inside {
                end(&mut lines, english);
            }
            inside = line.split_once(" =").is_some_and(|(id, _)| id == key);
        }
        if !(inside && line.trim_start().starts_with(".of =")) {
            lines.push(line.to_owned());
        }
    }
    if inside {
        end(&mut lines, english);
    }
    lines.join("\n") + "\n"
}

/// Puts the digest after the last line of an entry, before the blank lines and comments that follow it.
fn end(lines: &mut Vec<String>, english: &str) {
    let last = lines.iter().rposition(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.insert(last.map_or(0, |last| last + 1), format!("    .of = {}", digest(english)));
}

/// What `cargo xtask locales` runs: lists what is wrong, or restamps the entries of the keys in `OVERTAKE_LOCALES`.
#[test]
fn every_entry_translates_the_english_of_today() {
    let accepted = std::env::var("OVERTAKE_LOCALES").ok();
    let mut told = Vec::new();
    for Side { files, english, whole } in sides() {
        let found = faults(&files, &english);
        let Some(accepted) = &accepted else {
            let counts = found.iter().filter(|(_, (fault, _))| whole || *fault != Fault::Missing);
            told.extend(counts.map(|(key, (fault, name))| format!("{name}: {key}: {fault:?}")));
            continue;
        };
        for (key, (fault, name)) in &found {
            println!("{name}: {key}: {fault:?}: {}", english.get(key).map_or("", String::as_str));
        }
        let asked = |key: &str| accepted.split(',').any(|a| a == key || a == "all");
        for (name, file) in files {
            let stale = found.iter().filter(|(key, of)| **of == (Fault::Stale, name) && asked(key));
            let text = stale.fold(file.to_owned(), |text, (key, _)| restamped(&text, key, &english[key]));
            if text != file {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(name);
                std::fs::write(path, text).expect("written");
            }
        }
    }
    assert!(told.is_empty(), "`cargo xtask locales` tells more of these:\n{}", told.join("\n"));
}

#[test]
fn a_fault_is_found_by_its_key() {
    let english: Texts = [("a", "one"), ("b", "two"), ("c", "three")]
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .into();
    let file = format!(
        "a = 1\n    .of = {}\nb = 2\n    .of = {}\n\n## Rest\n\nd = 4\n",
        digest("one"),
        digest("twice")
    );
    let found = faults(&[("a test", &file)], &english);
    let expected = [("b", Fault::Stale), ("c", Fault::Missing), ("d", Fault::Orphaned)];
    assert_eq!(found, expected.map(|(key, fault)| (key.to_owned(), (fault, "a test"))).into());
    let mended = restamped(&file, "b", "two");
    assert!(!faults(&[("a test", &mended)], &english).contains_key("b"), "{mended}");
    assert!(mended.contains("\n\n## Rest\n\nd = 4\n"), "{mended}");
}

/// Names of the places of a text.
fn places(pattern: &Pattern<&str>) -> BTreeSet<String> {
    fn of_inline(inline: &InlineExpression<&str>, all: &mut BTreeSet<String>) {
        match inline {
            InlineExpression::VariableReference { id } => drop(all.insert(id.name.to_owned())),
            InlineExpression::Placeable { expression } => of_expression(expression, all),
            _ => {}
        }
    }
    fn of_expression(expression: &Expression<&str>, all: &mut BTreeSet<String>) {
        match expression {
            Expression::Inline(inline) => of_inline(inline, all),
            Expression::Select { selector, variants } => {
                of_inline(selector, all);
                variants.iter().for_each(|variant| all.extend(places(&variant.value)));
            }
        }
    }
    let mut all = BTreeSet::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, &mut all);
        }
    }
    all
}

/// Places that are filled for Chinese alone, which writes dates, amounts, leads and powers otherwise.
const ALSO: [&str; 12] = [
    "year",
    "month",
    "day",
    "size",
    "superscript",
    "hundredths",
    "amount",
    "amounts",
    "low_amount",
    "high_amount",
    "dollars",
    "count",
];

#[test]
fn a_chinese_text_has_no_place_that_its_english_lacks() {
    let english: BTreeMap<&str, BTreeSet<String>> = messages("en/screen.ftl", SCREEN_EN)
        .iter()
        .map(|m| (m.id.name, places(m.value.as_ref().expect("a value"))))
        .collect();
    for message in messages("zh/screen.ftl", SCREEN_ZH) {
        let (key, own) = (message.id.name, places(message.value.as_ref().expect("a value")));
        let known = english.get(key).cloned().unwrap_or_default();
        let odd: Vec<&String> = own.difference(&known).filter(|p| !ALSO.contains(&p.as_str())).collect();
        assert!(odd.is_empty(), "`{key}` has the places {odd:?}, which its English lacks");
    }
}

/// Keys of which one part is known when the program runs only; the functions of `keys` make them.
const FAMILIES: [&str; 10] = [
    "amount-",
    "bloc-",
    "date-quarter-",
    "family-",
    "kind-",
    "lack-",
    "mechanism-is-",
    "observable-",
    "part-",
    "status-",
];

#[test]
fn every_key_that_the_code_asks_for_is_there_and_every_one_that_is_there_is_asked_for() {
    let (mut asked, mut literals) = (BTreeSet::new(), BTreeSet::new());
    for file in declared::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = std::fs::read_to_string(&file).expect("read");
        declared::within(text.parse().expect("tokens"), &mut |tokens| match tokens {
            [TokenTree::Punct(dot), TokenTree::Ident(name), TokenTree::Group(given), ..]
                if dot.as_char() == '.' && (name == "text" || name == "told") =>
            {
                asked.extend(given.stream().into_iter().next().and_then(|first| declared::text(&first)));
            }
            [literal, ..] => literals.extend(declared::text(literal)),
            [] => {}
        });
    }
    let there = screens();
    let lost: Vec<&String> = asked.iter().filter(|key| !there.contains_key(*key)).collect();
    assert!(asked.len() > 200 && lost.is_empty(), "en/screen.ftl lacks {lost:#?}");
    let made = |key: &String| FAMILIES.iter().any(|family| key.starts_with(family));
    let idle: Vec<&String> = there.keys().filter(|key| !literals.contains(*key) && !made(key)).collect();
    assert!(idle.is_empty(), "nothing asks for {idle:#?}");
}

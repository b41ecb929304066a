//! The book under `book/src`: pages that are written from what the code declares, and that are not let go stale.
//! `cargo xtask book` writes them and a copy as HTML in `target/book`.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod arcs;
mod html;
mod links;
pub(crate) mod mechanism;
mod pages;
mod pictures;
pub(crate) mod source;
pub(crate) mod step;
pub(crate) mod table;

use overtake::evidence::Evidence;
use overtake::kernels::ModelKind;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file of the book by its path in `book/src`.
fn written() -> BTreeMap<String, String> {
    let evidence = Evidence::built_in().expect("the shipped evidence reads");
    let mut files = pages::all(&evidence);
    files.insert("pictures/step.svg".to_owned(), arcs::picture(&source::table()));
    files.insert("pictures/supply.svg".to_owned(), pictures::supply_picture());
    files
}

fn folder() -> PathBuf {
    source::root().join("book/src")
}

/// Every file that lies below a folder.
fn lying(folder: &Path, prefix: &str, all: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().map(|e| e.expect("a file")) {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            lying(&entry.path(), &format!("{name}/"), all);
        } else {
            all.insert(name, fs::read_to_string(entry.path()).expect("text"));
        }
    }
}

#[test]
fn every_page_says_what_the_code_declares() {
    let written = written();
    let mut there = BTreeMap::new();
    lying(&folder(), "", &mut there);
    if std::env::var("OVERTAKE_BOOK").is_ok_and(|v| v == "write") {
        for (name, text) in &written {
            let path = folder().join(name);
            fs::create_dir_all(path.parent().unwrap()).expect("a folder");
            fs::write(path, text).expect("written");
        }
        for name in there.keys().filter(|name| !written.contains_key(*name)) {
            fs::remove_file(folder().join(name)).expect("removed");
        }
        html::write(&written, &source::root().join("target/book"));
        return;
    }
    let names = |files: &BTreeMap<String, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&there),
        names(&written),
        "pages that are missing or left over; `cargo xtask book` writes them"
    );
    for (name, text) in &written {
        let lines = there[name].lines().zip(text.lines()).enumerate().find(|(_, (a, b))| a != b);
        assert!(
            there[name] == *text,
            "book/src/{name} is stale; `cargo xtask book` writes it anew. First difference: {lines:?}"
        );
    }
}

#[test]
fn every_mechanism_has_a_page_with_its_equations_parameters_and_sources() {
    let written = written();
    let evidence = Evidence::built_in().expect("the shipped evidence reads");
    for model in ModelKind::ALL {
        let declaration = model.declaration();
        for mechanism in &declaration.mechanisms {
            let page = &written[&pages::place(mechanism.key)];
            assert!(page.contains("```text\n"), "{} shows no equation", mechanism.key);
            assert!(page.contains(mechanism.sentence) && page.contains(mechanism.off), "{}", mechanism.key);
        }
        for parameter in &declaration.parameters {
            let page = &written[&pages::place(parameter.mechanism)];
            assert!(page.contains(&format!("`{}`", parameter.key)), "{} is on no page", parameter.key);
            let beliefs = evidence.beliefs().iter().filter(|b| pages::concerns(&b.key, &parameter.key));
            for source in beliefs.flat_map(|b| &b.provenance.source) {
                assert!(page.contains(&format!("#{source})")), "{}: {source} is not linked", parameter.key);
            }
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let written = written();
    let mut checked = 0;
    let mut broken = Vec::new();
    for (name, text) in written.iter().filter(|(name, _)| name.ends_with(".md")) {
        for link in links::of(text) {
            checked += 1;
            if let Err(reason) = links::follow(name, &link, &written, &folder()) {
                broken.push(format!("{name}: {link}: {reason}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    assert!(checked > 100, "only {checked} links were found");
}

#[test]
fn every_picture_is_a_document() {
    let written = written();
    let pictures: Vec<_> = written.iter().filter(|(name, _)| name.ends_with(".svg")).collect();
    assert!(pictures.len() >= 2);
    for (name, text) in pictures {
        let document = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(document.descendants().filter(|n| n.has_tag_name("text")).count() > 5, "{name} says nothing");
    }
}

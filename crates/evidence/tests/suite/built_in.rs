//! The evidence that the program carries can be read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use overtake_evidence::Evidence;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[test]
fn built_in_evidence_parses() {
    if let Err(problems) = Evidence::built_in() {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{} problems:\n{}", lines.len(), lines.join("\n"));
    }
}

#[test]
fn what_is_built_in_is_what_stands_in_the_folder() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evidence");
    let read = Evidence::lenient_from_folder(&folder).unwrap();
    assert_eq!(Evidence::lenient(Evidence::built_in_files()).digest(), read.digest());
}

#[test]
fn a_particle_stands_with_its_family_name() {
    // In capitals BibLaTeX takes it for a given name, unless the family name comes first.
    const PARTICLES: [&str; 8] = ["Van", "Von", "De", "Del", "Della", "Der", "Di", "La"];
    let evidence = Evidence::built_in().unwrap();
    for author in evidence.bibliography().entries().iter().flat_map(|e| &e.authors) {
        let last = author.split_once(", ").and_then(|(_, given)| given.split(' ').next_back());
        assert!(!last.is_some_and(|name| PARTICLES.contains(&name)), "{author}");
    }
}

#[test]
fn no_path_of_the_machine_that_built_it_is_carried() {
    for (name, _) in Evidence::built_in_files() {
        assert!(!name.starts_with('/') && !name.contains(".."), "{name}");
    }
}

#[test]
fn a_folder_that_does_not_exist_is_told() {
    let problems = Evidence::from_folder(Path::new("/nowhere/evidence")).unwrap_err();
    assert!(problems[0].to_string().contains("cannot be read"), "{problems:?}");
}

#[test]
fn every_belief_has_a_label_of_its_own_in_both_languages() {
    let evidence = Evidence::built_in().unwrap();
    for language in ["en", "zh"] {
        let mut labelled = BTreeMap::new();
        // What schools hold is labelled where the first of them holds it.
        let mut held = BTreeSet::new();
        let of_schools = evidence.schools().iter().flat_map(|s| &s.beliefs).filter(|b| held.insert(&b.key));
        for belief in evidence.beliefs().iter().chain(of_schools) {
            let label = belief.label.as_ref().and_then(|label| label.by_language().remove(language));
            let label = label.unwrap_or_default();
            assert!(!label.trim().is_empty(), "{} has no label in `{language}`", belief.key);
            if let Some(other) = labelled.insert(label, &belief.key) {
                panic!("{other} and {} have the same label in `{language}`", belief.key);
            }
        }
        assert!(!labelled.is_empty());
    }
}

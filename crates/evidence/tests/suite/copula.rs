//! Pairs of beliefs that go together: read with places, held against the model, told all at once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::fixture::{declaration, files};
use overtake_evidence::Evidence;

fn told(copula: &str) -> Vec<String> {
    let mut files = files();
    files.push(("copula.toml".to_owned(), copula.to_owned()));
    Evidence::lenient(&files).check(&declaration()).problems.iter().map(ToString::to_string).collect()
}

fn pair(a: &str, b: &str, spearman: f64) -> String {
    format!(
        "[[pair]]\nof = ['{a}', '{b}']\nspearman = {spearman:?}\nkind = 'judgement'\nsource = 'overtake_judgement'\nknown_from = 2025-01-01\nnote = 'They go together.'\n"
    )
}

#[test]
fn pairs_that_fit_are_counted_and_belong_to_the_digest() {
    let mut all = files();
    let before = Evidence::lenient(&all).digest();
    all.push(("copula.toml".to_owned(), pair("borrowing.rate", "money.scale.US", 0.5)));
    let evidence = Evidence::lenient(&all);
    let report = evidence.check(&declaration());
    assert_eq!(report.problems, []);
    assert_eq!(report.pairs, 1);
    assert_ne!(evidence.digest(), before);
}

#[test]
fn every_mistake_of_the_file_is_told_at_once_with_its_line() {
    let text = [
        pair("borrowing.rate", "borrowing.rat", 0.5),
        pair("borrowing.rate", "money.scale.CN", 1.0),
        pair("borrowing.rate", "borrowing.rate", 0.2),
        pair("money.scale.US", "borrowing.rate", 0.2),
        pair("borrowing.rate", "money.scale.US", 0.3),
        pair("money.scale", "borrowing.rate", 0.3),
        pair("borrowing.fade", "borrowing.rate", 0.3),
    ]
    .concat();
    let told = told(&text);
    let holds = |line: usize, what: &str| {
        let start = format!("copula.toml:{line}:");
        assert!(told.iter().any(|t| t.starts_with(&start) && t.contains(what)), "{line} {what}: {told:#?}");
    };
    holds(1, "`borrowing.rat` is no parameter of the model (did you mean `borrowing.rate`?)");
    holds(10, "not strictly between -1 and 1");
    holds(16, "goes with itself");
    holds(30, "stands twice, first in line 22");
    holds(36, "one number for each bloc: name the member");
    holds(43, "`borrowing.fade` is a constant");
    assert_eq!(told.len(), 6, "{told:#?}");
}

#[test]
fn correlations_that_contradict_each_other_are_told_with_a_share_that_would_do() {
    let text = [
        pair("borrowing.rate", "money.scale.CN", 0.9),
        pair("money.scale.CN", "money.scale.US", 0.9),
        pair("borrowing.rate", "money.scale.US", -0.9),
    ]
    .concat();
    let told = told(&text);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].contains("not positive definite") && told[0].contains("told at `money.scale."),
        "{told:?}"
    );
    assert!(told[0].contains("money.scale.US -0.9") && told[0].contains("multiplied by 0."), "{told:?}");
}

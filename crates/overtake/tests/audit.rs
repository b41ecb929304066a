//! The laws that the built-in study must keep. That they can fail is tested beside them, where they can be spoilt.

use overtake::audit::{Effort, audit};
use std::cell::RefCell;

#[test]
fn the_built_in_study_keeps_every_law() {
    let told = RefCell::new(Vec::new());
    let report = audit(Effort::quick(1), &|law| told.borrow_mut().push(law.to_owned())).expect("it reads");
    for law in &report.laws {
        assert!(law.holds, "{}: {}", law.law, law.seen);
        assert!(law.seen.chars().any(|c| c.is_ascii_digit() && c != '0'), "nothing was seen: {}", law.seen);
    }
    let names: Vec<&str> = report.laws.iter().filter_map(|l| l.law.split(':').next()).collect();
    let all = [
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
    assert_eq!(names, all);
    let told = told.into_inner();
    assert!(all.iter().all(|law| told.iter().any(|t| t == law)), "each law is announced: {told:?}");
    assert!(report.passed() && !report.steps.is_empty());
    assert_eq!((report.parts.len(), report.agreement.len()), (15, 4));
}

//! Texts that are too large, too deep or out of range are told, and nothing overflows.

use super::{errors, evaluate, same};

#[test]
fn a_chain_of_a_hundred_thousand_terms_is_told_where_it_goes_too_far() {
    for operator in ["+", "*", "-", "/", "and", "or"] {
        let text = vec!["1"; 100_000].join(&format!(" {operator} "));
        let all = errors(&text);
        let error = &all[0];
        assert!(error.message.contains("build on one another"), "{operator}: {error:?}");
        assert_eq!(&text[error.span.clone()], operator);
        assert!(error.help.as_ref().is_some_and(|h| h.contains("every")), "{error:?}");
    }
}

#[test]
fn a_hundred_thousand_parentheses_signs_or_nots_are_told() {
    for (open, close) in [("(", ")"), ("-", ""), ("not ", ""), ("abs(", ")"), ("1 - (", ")")] {
        let text = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
        let error = errors(&text).remove(0);
        assert!(error.message.contains("inside one another"), "{open}: {error:?}");
        assert!(error.span.end < 1000 && error.help.is_some(), "{open}: {error:?}");
    }
}

#[test]
fn chains_inside_parentheses_cannot_add_up_to_a_deep_tree() {
    let chain = " + 1".repeat(200);
    let text = format!("{}1{}", "(".repeat(60), format!("{chain})").repeat(60));
    assert!(errors(&text)[0].message.contains("build on one another"));
}

#[test]
fn a_chain_of_two_hundred_terms_is_read() {
    let text = vec!["1"; 200].join(" + ");
    assert!(same(&evaluate(&text, &[]), &[200.0; 3]));
}

#[test]
fn numbers_that_are_too_large_are_told_where_they_stand() {
    for text in ["1e999 > 0", "99999999999Q1 > 0", "lag(CN, 99999999999Q1) > 0"] {
        let error = errors(text).remove(0);
        assert!(error.message.contains("no number that can be used"), "{text}: {error:?}");
    }
    let long = format!("{} > 0", "9".repeat(400));
    assert!(errors(&long)[0].message.contains("no number that can be used"));
}

#[test]
fn digits_that_run_into_letters_are_told_as_one_piece() {
    for piece in ["2025Q9", "2024Q12", "2030q4", "12abc", "0x10", "1e5x", "2025Q", "3_000"] {
        for text in [format!("lag(CN, {piece}) > 0"), format!("{piece} > 0")] {
            let error = errors(&text).remove(0);
            assert_eq!(&text[error.span.clone()], piece, "{error:?}");
            assert!(error.help.is_some_and(|h| h.contains("2030Q4")));
        }
    }
}

#[test]
fn units_that_do_not_go_together_are_named() {
    let error = errors("1 / lag(CN, 2025) > 0").remove(0);
    assert!(error.message.contains("a number / a number (months)"), "{error:?}");
    let error = errors("min(lag(CN, 2025), capability(CN, 2025)) > 0").remove(0);
    assert!(error.message.contains("months") && error.message.contains("min"), "{error:?}");
}

#[test]
fn dates_outside_the_calendar_are_told_wherever_they_come_from() {
    for text in [
        "lag(CN, 2019Q4) > 0",
        "lag(CN, 2031Q1) > 0",
        "lag(CN, 0) > 0",
        "lag(CN, 9999) > 0",
        "imports(CN, 2019) > 0",
        "any(2029..2031, lag(CN, t) > 0)",
        "any(2020..2021, lag(CN, t - 1) > 0)",
        "any(2020..2021, lag(CN, t + 9999 + 9999) > 0)",
        "leader(frontier, 2050) == CN",
        "rank(frontier, CN, 1999) == 1",
    ] {
        let error = errors(text).remove(0);
        assert!(error.not_simulated && error.message.contains("not simulated"), "{text}: {error:?}");
        assert!(error.message.contains("2020Q1") && error.message.contains("2030Q4"), "{text}: {error:?}");
    }
    for text in ["lag(CN, 2025.5) > 0", "lag(CN, 10000) > 0", "lag(CN, -5) > 0", "lag(CN, 10000Q1) > 0"] {
        let error = errors(text).remove(0);
        assert!(error.message.contains("no date") && !error.not_simulated, "{text}: {error:?}");
    }
}

#[test]
fn letters_of_any_script_are_told_with_their_own_place() {
    for (text, piece) in
        [("滞后(CN, 2025) > 1", "滞"), ("1 > 0\u{a0}", "\u{a0}"), ("lag(CN，2025) > 1", "，")]
    {
        let error = errors(text).remove(0);
        assert_eq!(&text[error.span.clone()], piece, "{error:?}");
    }
    assert!(errors("leader(frontier, 2025) == CHN")[0].help.as_ref().is_some_and(|h| h.contains("`CN`")));
    assert!(errors("leader(frontier, 2025) == \"中国\"")[0].message.contains("中国"));
}

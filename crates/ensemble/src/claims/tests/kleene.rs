//! Random expressions against a second evaluator that knows no columns, only options.

use super::{Setting, evaluate, same};
use crate::claims::compile;
use proptest::prelude::*;

const NAN: f64 = f64::NAN;
const KEYS: [&str; 4] = ["lag.US.2025Q4", "lag.CN.2025Q4", "lag.CN.2026Q4", "lag.ROW.2025Q4"];
const TERMS: [&str; 4] = ["lag(US, 2025)", "lag(CN, 2025)", "lag(CN, 2026)", "lag(ROW, 2025)"];
const VALUES: [f64; 8] = [0.0, -0.0, 1.0, -2.5, NAN, f64::INFINITY, 1e308, 1e-308];

/// Reads bytes as choices; when they run out, the choice is the first.
struct Maker<'a> {
    bytes: &'a [u8],
    at: usize,
    row: [f64; 4],
}

/// What is undefined or infinite is nothing.
fn known(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

impl Maker<'_> {
    fn choose(&mut self, n: usize) -> usize {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(byte) % n
    }

    /// A number without unit.
    fn plain(&mut self) -> (String, Option<f64>) {
        let (text, value) = [("2", 2.0), ("0", 0.0), ("1e308", 1e308), ("1e-320", 1e-320)][self.choose(4)];
        (text.to_owned(), Some(value))
    }

    fn number(&mut self, depth: usize) -> (String, Option<f64>) {
        let kind = if depth == 0 { self.choose(2) } else { self.choose(7) };
        match kind {
            0 => {
                let place = self.choose(4);
                (TERMS[place].to_owned(), known(self.row[place]))
            }
            1 => self.plain(),
            2 => {
                let (text, value) = self.number(depth - 1);
                (format!("-({text})"), value.map(|v| -v))
            }
            3 => {
                let (text, value) = self.number(depth - 1);
                (format!("abs({text})"), value.map(f64::abs))
            }
            4 => {
                let (condition, holds) = self.truth(depth - 1);
                let (text, value) = self.number(depth - 1);
                (format!("given({condition}, {text})"), if holds == Some(true) { value } else { None })
            }
            5 => {
                let name = ["min", "max"][self.choose(2)];
                let ((a, x), (b, y)) = (self.number(depth - 1), self.number(depth - 1));
                let value = x.zip(y).map(|(x, y)| if name == "min" { x.min(y) } else { x.max(y) });
                (format!("{name}({a}, {b})"), value)
            }
            _ => {
                let symbol = ["+", "-", "*", "/"][self.choose(4)];
                let (a, x) = self.number(depth - 1);
                let (b, y) = if "*/".contains(symbol) { self.plain() } else { self.number(depth - 1) };
                let value = x.zip(y).and_then(|(x, y)| {
                    known(match symbol {
                        "+" => x + y,
                        "-" => x - y,
                        "*" => x * y,
                        _ => x / y,
                    })
                });
                (format!("({a} {symbol} {b})"), value)
            }
        }
    }

    fn truth(&mut self, depth: usize) -> (String, Option<bool>) {
        let kind = if depth == 0 { self.choose(2) } else { self.choose(7) };
        match kind {
            0 => ("true".to_owned(), Some(true)),
            1 => ("false".to_owned(), Some(false)),
            2 => {
                let (text, value) = self.truth(depth - 1);
                (format!("not ({text})"), value.map(|v| !v))
            }
            3 => {
                let ((a, x), (b, y)) = (self.truth(depth - 1), self.truth(depth - 1));
                let value = match (x, y) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                };
                (format!("({a}) and ({b})"), value)
            }
            4 => {
                let ((a, x), (b, y)) = (self.truth(depth - 1), self.truth(depth - 1));
                let value = match (x, y) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                };
                (format!("({a}) or ({b})"), value)
            }
            5 => {
                let symbol = ["==", "!="][self.choose(2)];
                let ((a, x), (b, y)) = (self.truth(depth - 1), self.truth(depth - 1));
                (format!("({a}) {symbol} ({b})"), x.zip(y).map(|(x, y)| (x == y) == (symbol == "==")))
            }
            _ => {
                let symbol = ["<", "<=", ">", ">=", "==", "!="][self.choose(6)];
                let ((a, x), (b, y)) = (self.number(depth - 1), self.number(depth - 1));
                let value = x.zip(y).map(|(x, y)| match symbol {
                    "<" => x < y,
                    "<=" => x <= y,
                    ">" => x > y,
                    ">=" => x >= y,
                    "==" => x == y,
                    _ => x != y,
                });
                (format!("{a} {symbol} {b}"), value)
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn every_expression_means_what_options_say(
        bytes in proptest::collection::vec(any::<u8>(), 0..120),
        places in proptest::array::uniform4(0usize..8),
    ) {
        let row = places.map(|p| VALUES[p]);
        let (text, expected) = Maker { bytes: &bytes, at: 0, row }.truth(6);
        let setting = Setting::new();
        let compiled = compile(&text, &setting.schema()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        let columns = row.map(|v| [v]);
        let place = |key: &str| KEYS.iter().position(|k| *k == key);
        let found = compiled.evaluate(1, &|key| place(key).map(|p| columns[p].as_slice()))[0];
        let found = (!found.is_nan()).then_some(found);
        prop_assert_eq!(found, expected.map(|e| f64::from(u8::from(e))), "{} in {:?}", text, row);
    }
}

#[test]
fn truths_in_parentheses_can_be_compared() {
    let x = [("lag.CN.2025Q4", [1.0, 20.0, NAN])];
    assert!(same(&evaluate("(lag(CN, 2025) < 12) == (2 > 1)", &x), &[1.0, 0.0, NAN]));
    assert!(same(&evaluate("(lag(CN, 2025) < 12) != true", &x), &[0.0, 1.0, NAN]));
}

#[test]
fn what_overflows_is_undefined_and_equals_nothing() {
    assert!(same(&evaluate("1e308 * 10 == 1e308 * 100", &[]), &[NAN; 3]));
    assert!(same(&evaluate("1e308 * 10 > 5", &[]), &[NAN; 3]));
    assert!(same(&evaluate("1 / 1e-320 > 5", &[]), &[NAN; 3]));
    assert!(same(&evaluate("mean(2025..2027, 1e308) > 5", &[]), &[NAN; 3]));
    let x = [("lag.CN.2025Q4", [f64::INFINITY, f64::NEG_INFINITY, 3.0])];
    assert!(same(&evaluate("lag(CN, 2025) > 2", &x), &[NAN, NAN, 1.0]));
}

#[test]
fn division_by_zero_is_undefined_whatever_is_divided() {
    let x = [("lag.CN.2025Q4", [0.0, -0.0, 1.0])];
    assert!(same(&evaluate("lag(CN, 2025) / lag(CN, 2025) + 0", &x), &[NAN, NAN, 1.0]));
    assert!(same(&evaluate("1 / 0 > 0 or true", &x), &[1.0; 3]));
    assert!(same(&evaluate("1 / 0 > 0 and false", &x), &[0.0; 3]));
}

#[test]
fn a_member_that_says_nothing_leaves_leader_and_rank_undefined() {
    let x = [
        ("capability.US.2025Q4", [3.0, NAN, NAN]),
        ("capability.CN.2025Q4", [1.0, 2.0, NAN]),
        ("capability.ROW.2025Q4", [NAN, 1.0, NAN]),
    ];
    assert!(same(&evaluate("leader(frontier, 2025) == US", &x), &[NAN; 3]));
    assert!(same(&evaluate("rank(frontier, CN, 2025) <= 3", &x), &[NAN; 3]));
    assert!(same(&evaluate("min(capability(US, 2025), capability(CN, 2025)) + 0", &x), &[1.0, NAN, NAN]));
}

#[test]
fn a_bare_name_is_the_member_of_the_axis_that_it_is_compared_with() {
    let mut setting = Setting::new();
    setting.add_axis("shop", &["ROW", "CN", "US"]);
    for (text, expected) in [
        ("leader(frontier, 2025) == CN", 1.0),
        ("CN == leader(frontier, 2025)", 1.0),
        ("leader(\"frontier\", 2025) == \"US\"", 0.0),
        ("leader(frontier, 2025) != ROW", 1.0),
    ] {
        let compiled = compile(text, &setting.schema()).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        let found = compiled.evaluate(1, &|key| Some(if key.contains("CN") { &[2.0] } else { &[1.0] }));
        assert!(same(&found, &[expected]), "{text}: {found:?}");
    }
    let text = "leader(frontier, 2025) == SHOP";
    let errors = compile(text, &setting.schema()).unwrap_err();
    assert!(errors[0].message.contains("SHOP"), "{errors:?}");
}

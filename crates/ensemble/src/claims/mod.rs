//! The claims language: small, typed, three-valued, compiled to operations on columns.
//!
//! ```text
//! expression = or
//! or         = and { "or" and }                 and        = not { "and" not }
//! not        = "not" not | comparison           comparison = sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ]
//! sum        = product { ( "+" | "-" ) product } product    = unary { ( "*" | "/" ) unary }
//! unary      = "-" unary | primary
//! primary    = number | "true" | "false" | member | text | "(" expression ")" | call
//! call       = OUTCOME "(" [ member "," ] date ")"          any declared outcome or observable
//!            | "leader" "(" dimension "," date ")"          the member that leads; undefined on a tie
//!            | "rank" "(" dimension "," member "," date ")" one plus the number of members strictly above
//!            | ( "every" | "any" ) "(" dates "," expression ")"   over `t`
//!            | ( "count" | "mean" | "min" | "max" ) "(" dates "," expression ")"
//!            | ( "min" | "max" ) "(" expression "," expression ")"   | ( "abs" | "ln" ) "(" expression ")"
//!            | "given" "(" expression "," expression ")"    undefined where the first does not hold
//! date       = YEAR | YEAR "Q" 1-4 | "t" [ ( "+" | "-" ) WHOLE ]
//! dates      = date ".." date                    all years or all quarters from one through the other
//! ```
//! A level at a year is its value at the year's end; a flow is the mean over the year's quarters. What is absent is
//! undefined, and undefined spreads by Kleene's rules: `false and undefined` is false, `true or undefined` is true. What
//! overflows or divides by zero is undefined too. A bare member is of the axis that it is compared with. An expression nests
//! no deeper than 64 and chains no more than 256 operations, so that no text can exhaust the stack.

mod check;
mod decide;
mod lex;
mod parse;
mod share;
mod tree;

pub use check::{Compiled, Language, Schema, Type, compile};
pub use decide::{Better, Truth, contrast, truth};
pub use share::{Decided, Facts, Share, TOO_FEW, paired, prior_band, share, status, verdict};

use std::ops::Range;

/// What is wrong with an expression, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ClaimError {
    /// Bytes of the expression.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Whether nothing is wrong but that a date is not simulated.
    pub not_simulated: bool,
}

impl ClaimError {
    fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, not_simulated: false }
    }

    fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

/// The name nearest to one that is unknown, if any is near.
fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let distance = |other: &str| {
        let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), other.chars().collect());
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut above = row[0];
            row[0] = i + 1;
            for (j, y) in b.iter().enumerate() {
                let change = above + usize::from(!x.eq_ignore_ascii_case(y));
                above = row[j + 1];
                row[j + 1] = change.min(row[j] + 1).min(above + 1);
            }
        }
        row[b.len()]
    };
    let best = known.into_iter().map(|k| (distance(k), k)).min()?;
    (best.0 <= 1 + name.chars().count() / 3).then(|| format!("did you mean `{}`?", best.1))
}

#[cfg(test)]
mod tests;

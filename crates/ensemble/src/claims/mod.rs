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
mod error;
mod lex;
mod parse;
mod share;
mod tree;
mod verdict;

pub use check::{Compiled, Language, Schema, Type, compile};
pub use decide::{Better, Truth, contrast, truth};
pub use error::ClaimError;
pub use share::{Decided, Share, TOO_FEW, paired, prior_band, share};
pub use verdict::{Facts, Status, Verdict, verdict};

#[cfg(test)]
mod tests;

//! What controls declare, and their luck.

use crate::luck::Streams;
use crate::world::Rule;
use overtake_model::{Declared, Domain, Lever, Mechanism, Row, Status, parameters};
use overtake_num::Real;

/// Key of the mechanism.
pub const KEY: &str = "controls";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Full,
    sentence: "Dated rules say what share of each chip may be sold to each bloc",
    off: "every rule is suspended",
};

parameters! {
    /// How rules that leave room are applied.
    pub struct Parameters in "controls" {
        /// Share of demand that licences let through where a rule decides case by case.
        licensing: "share" in 0.0..=1.0;
        /// Hazard at which the bloc reverses each regime of its rules.
        reversal[bloc]: "1/yr" in 0.0..=3.0;
    }
}

/// Levers on rules.
const LEVERS: &[Lever] = &[
    Lever {
        key: "controls.change",
        unit: "share",
        domain: Domain { low: -1.0, high: 1.0 },
        neutral: 0.0,
        axis: "rule",
        sentence: "Added to whether a rule is in force: -1 sets a law aside, 1 puts in force what is not law",
        mechanism: KEY,
    },
    Lever {
        key: "controls.reversals",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 100.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies the hazard that the bloc reverses its rules: 0 keeps them all",
        mechanism: KEY,
    },
];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared { levers: LEVERS, ..Declared::of(ABOUT) };

/// Stream of the draws that decide when rules are reversed, by rule.
pub const REVERSAL: &str = "reversal";

/// Luck: cumulative hazards at which laws are reversed.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Cumulative hazard by rule.
    pub reversal: Row<R, Rule>,
}

impl<R: Real> Luck<R> {
    /// Draws it.
    #[must_use]
    pub fn draw(_: &Parameters<R>, streams: &Streams<'_>) -> Self {
        Self { reversal: streams.once(REVERSAL, streams.rules()) }
    }
}

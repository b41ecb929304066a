//! **S10 · Software progress.** The efficiency with which compute becomes capability grows along a dated path.
//!
//! ```text
//! (ln S_b)′ = pace_b · g(t)         g(t) = g_0 before 2023,   g_∞ + (g_0 − g_∞) e^{−φ (t − 2023)} after
//! ln S_b(2023) = offset_b
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | S | software efficiency, 1 for the reference bloc in 2023-Q1 | ratio | bloc |
//! | g_0, g_∞ | growth until 2023; in the long run | 1/yr, log | – |
//! | φ | rate at which the first gives way to the second | 1/yr | – |
//! | pace | growth relative to the reference bloc | ratio | bloc |
//! | offset | efficiency in 2023-Q1 relative to the reference bloc | log | bloc |
//!
//! **Reads** `software.multiplier`. **Writes** ln S. **Time**: exact in t within a step at constant lever.
//! **Source**: Ho and others 2024 for the growth; the rest are judgements.
//! **Leaves out** what makes software improve: researchers, experiments, homework, jumps, AI that does research.
//! That makes it thin.
//! **Turned off when** `software.multiplier` is 0.

use crate::setting::Bloc;
use overtake_model::{
    Account, Domain, Index, Ledger, Lever, Line, Mechanism, Moment, Outcome, Row, Status, change, parameters,
};
use overtake_num::Real;

/// Key of the mechanism.
pub const KEY: &str = "software";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S10"],
    status: Status::Thin,
    sentence: "The efficiency with which compute becomes capability grows along a dated path",
    off: "software.multiplier is 0",
};

parameters! {
    /// How fast software improves.
    pub struct Software in "software" {
        /// Growth of software efficiency of the reference bloc until 2023.
        growth: "1/yr, log" in 0.0..=4.0;
        /// Growth of software efficiency in the long run.
        growth_long_run: "1/yr, log" in 0.0..=4.0;
        /// Rate at which growth passes from the first to the second.
        growth_fade: "1/yr" in 0.01..=3.0;
        /// Growth relative to the reference bloc.
        pace[bloc]: "ratio" in 0.0..=3.0;
        /// Software efficiency in 2023-Q1 relative to the reference bloc, in logs.
        offset[bloc]: "log" in -8.0..=4.0;
    }
}

/// Levers on software.
pub const LEVERS: &[Lever] = &[Lever {
    key: "software.multiplier",
    unit: "ratio",
    domain: Domain { low: 0.0, high: 10.0 },
    neutral: 1.0,
    axis: "bloc",
    sentence: "Multiplies the growth of the bloc's software efficiency",
    mechanism: KEY,
}];

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[Outcome::stock(
    "software_efficiency",
    "bloc",
    "log, 0 for the reference bloc in 2023-Q1",
    "Software efficiency in logs",
)
.linear(-40.0, 60.0)
.of(KEY)];

/// The date at which efficiency is one by definition.
const GAUGE: f64 = 2023.0;

static IMPROVED: Line = Line { part: "S10", key: "improved", sentence: "software improved" };

/// Software efficiency at the start of the calendar, in logs.
#[inline(always)]
pub fn initial<R: Real>(p: &Software<R>, bloc: Bloc, start: f64) -> R {
    p.offset[bloc.get()] - p.pace[bloc.get()] * grown(p, start, GAUGE)
}

/// Growth between two dates at pace one.
#[inline(always)]
fn grown<R: Real>(p: &Software<R>, from: f64, to: f64) -> R {
    let early = p.growth * R::splat(to.min(GAUGE) - from.min(GAUGE));
    let (begin, end) = (R::splat((from - GAUGE).max(0.0)), R::splat((to - GAUGE).max(0.0)));
    let faded = ((-(p.growth_fade * begin)).exp() - (-(p.growth_fade * end)).exp()) / p.growth_fade;
    let late = (p.growth - p.growth_long_run).mul_add(faded, p.growth_long_run * (end - begin));
    early + late
}

/// Moves software efficiency over one step; `multiplier` by bloc.
#[inline(always)]
pub fn improve<R: Real, L: Ledger<R>>(
    p: &Software<R>,
    now: Moment,
    multiplier: &[f64],
    ln_software: &mut Row<R, Bloc>,
    ledger: &mut L,
) {
    let common = grown(p, now.time, now.time + now.dt);
    for b in ln_software.places() {
        let account = Account { stock: "software", member: b.get(), item: 0 };
        let improved = p.pace[b.get()] * common * R::splat(multiplier[b.get()]);
        change(&mut ln_software[b], account, 1.0, [(&IMPROVED, improved)], ledger);
    }
}

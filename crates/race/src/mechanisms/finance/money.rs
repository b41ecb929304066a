//! **S3 · The record of money.** What each bloc spent on AI chips, as far as it is known.
//!
//! ```text
//! ln B_b(t) = ln history_b(t) + ln scale_b        t ≤ T
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | B | spent on accelerators | USD of 2024 a year | bloc |
//! | history | measured spending, last knot at T | USD of 2024 a year | bloc |
//! | scale | error of that history | ratio | bloc |
//!
//! **Time**: exact in t, so the step does not matter.
//! **Source**: sales and imports of accelerators, in `evidence/series.toml`.
//! **Leaves out** everything that makes money move: that is capital's (`capital.rs`).
//! **Turned off when** `money.multiplier` is 0: nothing is spent, then or later.

use crate::report::tell;
use crate::time::Step;
use crate::transition::Outcomes;
use crate::world::{Bloc, Setting};
use overtake_model::{
    Calendar, Declared, Domain, Index, Lever, Mechanism, Outcome, Row, SeriesDeclaration, Status, Table,
    World, parameters,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "money";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S3"],
    status: Status::Full,
    sentence: "What each bloc spent on AI chips, as far as it is known",
    off: "money.multiplier is 0",
};

parameters! {
    /// How far the history may be wrong.
    pub struct Parameters in "money" {
        /// Ratio of true to recorded spending on accelerators.
        scale[bloc]: "ratio" in 0.05..=20.0;
    }
}

/// Levers on money.
const LEVERS: &[Lever] = &[Lever {
    key: "money.multiplier",
    unit: "ratio",
    domain: Domain { low: 0.0, high: 100.0 },
    neutral: 1.0,
    axis: "bloc",
    sentence: "Multiplies what the bloc spends on accelerators",
    mechanism: KEY,
}];

/// Histories read.
const SERIES: &[SeriesDeclaration] = &[SeriesDeclaration {
    key: "money.accelerator_spending",
    unit: "USD of 2024 a year",
    axis: "bloc",
    sentence: "Spending on AI accelerators through every channel",
    optional: false,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[Outcome::flow(
    "accelerator_budget",
    "bloc",
    "USD of 2024 a year",
    "Money set aside for AI accelerators",
)
.positive()
.of(KEY)];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, series: SERIES, ..Declared::of(ABOUT) };

/// The measured part of the path, the same in all futures.
#[derive(Clone, Debug)]
pub struct History {
    /// Log of spending at the middle of each step; after the last knot its last value.
    pub ln_spending: Table<f64, Bloc, Step>,
    /// Years since the last knot at the middle of each step, zero before it.
    pub since_end: Table<f64, Bloc, Step>,
    /// Spending in the first year and its growth then: they fix the chips in use at the start.
    pub first: Row<(f64, f64), Bloc>,
}

impl History {
    /// Reads the series of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let series = |bloc: Bloc| world.history("money.accelerator_spending", &setting.blocs[bloc]);
        let middle = |step: Step| calendar.moment(step.get()).middle();
        let (blocs, steps) = (setting.blocs.len(), calendar.steps());
        let begin = calendar.start.begins();
        Self {
            ln_spending: Table::from_fn(blocs, steps, |b, s| {
                series(b).map_or(f64::NAN, |h| h.ln_at(middle(s)))
            }),
            since_end: Table::from_fn(blocs, steps, |b, s| {
                let past = series(b).map_or(0.0, |h| middle(s) - h.end());
                if past > 0.0 { past } else { 0.0 }
            }),
            first: Row::from_fn(blocs, |b| {
                series(b).map_or((f64::NAN, 0.0), |h| {
                    let (now, later) = (h.ln_at(begin), h.ln_at(begin + 1.0));
                    (Real::exp(now), later - now)
                })
            }),
        }
    }
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, (), &Row<[R; 3], Bloc>, ()> {
    type Done = ();

    /// Reports the money for accelerators that was set aside over the quarter.
    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: quarter, mut report, .. } = self;
        for b in one_by_one(quarter.places()) {
            tell!(report, "accelerator_budget", b => quarter[b][0]);
        }
    }
}

//! **S3 · Money for accelerators.** What each bloc spends on AI chips: measured, then growing ever more slowly.
//!
//! ```text
//! ln B_b(t) = ln history_b(t) + ln scale_b                                            t ≤ T
//! ln B_b(t) = ln B_b(T) + g_∞ (t − T) + (g_b − g_∞)(1 − e^{−κ(t − T)})/κ               t > T
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | B | budget | USD of 2024 a year | bloc |
//! | history | measured spending, last knot at T | USD of 2024 a year | bloc |
//! | scale | error of that history | ratio | bloc |
//! | g_b | growth just after T | 1/yr, log | bloc |
//! | g_∞ | growth in the long run | 1/yr, log | – |
//! | κ | rate at which the first gives way to the second | 1/yr | – |
//!
//! **Reads** the series `money.accelerator_spending` and the lever `money.multiplier`. **Writes** the budget.
//! **Time**: exact in t, so the step does not matter.
//! **Source**: sales and imports of accelerators, in `evidence/series.toml`.
//! **Leaves out** everything that makes money move: profit, cash flow, confidence, credit, the state. That makes it
//! thin, and the targets it rests on forced.
//! **Turned off when** `money.multiplier` is 0.

use crate::setting::{Bloc, Setting};
use overtake_model::{
    Calendar, Domain, Lever, Mechanism, Outcome, Row, SeriesDeclaration, Status, Table, World, parameters,
};
use overtake_num::Real;

/// Key of the mechanism.
pub const KEY: &str = "money";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S3", "S2"],
    status: Status::Thin,
    sentence: "What each bloc spends on AI chips: measured, then growing ever more slowly",
    off: "money.multiplier is 0",
};

parameters! {
    /// How far the history may be wrong, and how spending grows after it.
    pub struct Money in "money" {
        /// Ratio of true to recorded spending on accelerators.
        scale[bloc]: "ratio" in 0.05..=20.0;
        /// Growth of spending just after the last recorded year.
        growth[bloc]: "1/yr, log" in -1.0..=2.0;
        /// Growth of spending in the long run, the same for all.
        growth_long_run: "1/yr, log" in -0.2..=0.5;
        /// Rate at which early growth gives way to long-run growth.
        growth_fade: "1/yr" in 0.02..=3.0;
    }
}

/// Levers on money.
pub const LEVERS: &[Lever] = &[Lever {
    key: "money.multiplier",
    unit: "ratio",
    domain: Domain { low: 0.0, high: 100.0 },
    neutral: 1.0,
    axis: "bloc",
    sentence: "Multiplies what the bloc spends on accelerators",
    mechanism: KEY,
}];

/// Histories read.
pub const SERIES: &[SeriesDeclaration] = &[SeriesDeclaration {
    key: "money.accelerator_spending",
    unit: "USD of 2024 a year",
    axis: "bloc",
    sentence: "Spending on AI accelerators through every channel",
    optional: false,
}];

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[Outcome::flow(
    "accelerator_budget",
    "bloc",
    "USD of 2024 a year",
    "Money set aside for AI accelerators",
)
.positive()
.of(KEY)];

/// The measured part of the path, settled once.
#[derive(Clone, Debug)]
pub struct History {
    /// Log of spending at the middle of each step; after the last knot its last value.
    pub ln_spending: Table<f64, Bloc, crate::year::Step>,
    /// Years since the last knot at the middle of each step, zero before it.
    pub since_end: Table<f64, Bloc, crate::year::Step>,
    /// Spending in the first year and its growth then: they fix the chips in use at the start.
    pub first: Row<(f64, f64), Bloc>,
}

impl History {
    /// Reads the series of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let series = |bloc: Bloc| world.history("money.accelerator_spending", &setting.blocs[bloc]);
        let middle = |step: crate::year::Step| {
            let now = calendar.moment(overtake_model::Index::get(step));
            now.time + 0.5 * now.dt
        };
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

/// Budget of one bloc in one step.
#[inline(always)]
pub fn budget<R: Real>(
    p: &Money<R>,
    history: &History,
    bloc: Bloc,
    step: crate::year::Step,
    multiplier: f64,
) -> R {
    let b = overtake_model::Index::get(bloc);
    let since_end = R::splat(history.since_end[(bloc, step)]);
    let recorded = R::splat(history.ln_spending[(bloc, step)]);
    let paid = p.scale[b] * R::splat(multiplier);
    // Up to the record's end it stands for itself.
    if history.since_end[(bloc, step)] <= 0.0 {
        return R::splat(Real::exp(history.ln_spending[(bloc, step)])) * paid;
    }
    let faded = (R::one() - (-(p.growth_fade * since_end)).exp()) / p.growth_fade;
    let extra = (p.growth[b] - p.growth_long_run).mul_add(faded, p.growth_long_run * since_end);
    (recorded + extra).exp() * paid
}

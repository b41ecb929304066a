//! **S3 · Researchers.** How many people do research on models, in each bloc: a dated path until talent is built.
//!
//! ```text
//! L_b(t) = scale_b · exp( g_∞ (t − 2020) + (g_0 − g_∞)(1 − e^{−κ(t − 2020)})/κ )
//! T_b(t) = density_b · L_b(t)
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | L | researchers, those of the reference bloc in 2020-Q1 being one | ratio | bloc |
//! | T | elite researchers, likewise | ratio | bloc |
//! | scale | researchers in 2020-Q1 relative to the reference bloc | ratio | bloc |
//! | density | elite researchers among all, relative to the reference bloc | ratio | bloc |
//! | g_0, g_∞ | growth in 2020; in the long run | 1/yr, log | – |
//! | κ | rate at which the first gives way to the second | 1/yr | – |
//!
//! **Reads** nothing. **Writes** L, T. **Time**: exact in t.
//! **Source**: where the top fifth and the top two per cent of researchers work (MacroPolo); growth from METR's model and
//! staff of laboratories.
//! **Leaves out** all that moves people: training, pay, visas, opportunity, freedom. That makes it thin.
//! **Turned off when** `researchers.growth` and `researchers.growth_long_run` are 0.

use overtake_model::{Calendar, Mechanism, Status, parameters};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "researchers";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S3"],
    status: Status::Thin,
    sentence: "How many people do research on models, in each bloc",
    off: "researchers.growth and researchers.growth_long_run are 0",
};

parameters! {
    /// How many do research.
    pub struct Researchers in "researchers" {
        /// Researchers in 2020-Q1 relative to the reference bloc.
        scale[bloc]: "ratio" in 0.001..=20.0;
        /// Elite researchers among all researchers, relative to the reference bloc.
        density[bloc]: "ratio" in 0.0..=20.0;
        /// Growth of the number of researchers in 2020.
        growth: "1/yr, log" in -0.5..=2.0;
        /// Growth of the number of researchers in the long run.
        growth_long_run: "1/yr, log" in -0.2..=0.5;
        /// Rate at which early growth gives way to long-run growth.
        growth_fade: "1/yr" in 0.01..=3.0;
    }
}

/// The date at which they are counted.
const COUNTED: f64 = 2020.0;

/// What a future settles once: growth common to all blocs since 2020, in logs, at the start of each step.
#[derive(Clone, Debug)]
pub struct Settled<R> {
    /// By step.
    pub ln_grown: Vec<R>,
}

impl<R: Real> Settled<R> {
    /// Settles it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Researchers<R>, calendar: &Calendar) -> Self {
        let mut ln_grown = Vec::with_capacity(calendar.steps());
        for step in one_by_one(0..calendar.steps()) {
            let since = R::splat(calendar.moment(step).time - COUNTED);
            // Before the count the path is the line that leads to it.
            let faded = -(-(p.growth_fade * since.max(R::zero()))).exp_m1() / p.growth_fade;
            let late = (p.growth - p.growth_long_run).mul_add(faded, p.growth_long_run * since);
            ln_grown.push(R::select(since.lt(R::zero()), p.growth * since, late));
        }
        Self { ln_grown }
    }
}

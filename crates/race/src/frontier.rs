//! **S6 · The frontier.** Laboratories turn compute and software into models, and release them.
//!
//! ```text
//! C_l = H*_b · training_b · w_l(t) · D · U · F               largest run, FLOP
//! x_l = ln(C_l / G) + ln S_b + d_l                           capability
//! a release falls −D ln u before the end of the quarter, if that lies inside the quarter
//! P_l = running maximum of x_l at its releases               published capability;  P_b = max over its laboratories
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | H* | training capacity | H100 equivalents | bloc |
//! | training | share of capacity that goes into largest runs | share | bloc |
//! | w | share of a laboratory in its bloc; a newborn takes its part from another | share | laboratory |
//! | D | length of a run, and mean time between releases | yr | – |
//! | U | utilisation | share | – |
//! | F | work of an H100 in a year | FLOP | – |
//! | G | unit of capability | FLOP | – |
//! | S, d | software efficiency; borrowed capability | log | bloc; laboratory |
//!
//! **Reads** H*, ln S, d, `frontier.concentration`. **Writes** x, P. **Time**: releases at continuous times; their
//! capability is interpolated between the ends of the step. Of several releases in a quarter the last is the best,
//! and the time from it to the quarter's end is exponential whatever came before, so one draw a quarter is exact.
//! **Source**: F from dense 16-bit throughput; U, D from Epoch AI's training data.
//! **Leaves out** revenue that pays for the next model (with S7); training against serving is a fixed share.
//! **Turned off when** there are no chips: then nothing new is trained and published capability stays.

use crate::market::PRICED;
use crate::setting::{H100_TFLOPS, Laboratory, Setting};
use overtake_model::{Constraint, Domain, Index, Lever, Mechanism, Moment, Outcome, Row, Status, parameters};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "frontier";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S6"],
    status: Status::Full,
    sentence: "Laboratories turn compute and software into models, and release them",
    off: "there are no chips",
};

parameters! {
    /// How laboratories train.
    pub struct Frontier in "frontier" {
        /// Weight of a laboratory in its bloc's compute; for one that takes from another, the share it takes.
        weight[laboratory]: "share" in 0.0..=1.0;
        /// Share of the bloc's training capacity that its laboratories put into their largest runs.
        training_share[bloc]: "share" in 0.0001..=1.0;
        /// Share of peak arithmetic that a run achieves.
        utilisation: "share" in 0.05..=0.9;
        /// Length of a largest run, and mean time between a laboratory's releases.
        run_length: "yr" in 0.05..=2.0;
    }
}

/// Levers on laboratories.
pub const LEVERS: &[Lever] = &[Lever {
    key: "frontier.concentration",
    unit: "ratio",
    domain: Domain { low: 0.0, high: 20.0 },
    neutral: 1.0,
    axis: "bloc",
    sentence: "Multiplies the share of the bloc's capacity that goes into largest runs",
    mechanism: KEY,
}];

/// Unit of capabilities.
pub const CAPABILITY: &str = "log of compute times software over 1e25 FLOP, software of 2020-Q1";

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[
    Outcome::stock("frontier_capability", "bloc", CAPABILITY, "Best capability that the bloc has published")
        .linear(-50.0, 80.0)
        .headline()
        // That of effective compute, its exponential: AI that helps research makes of a small difference a larger one.
        .tolerance(0.05)
        .of(KEY),
    Outcome::stock(
        "frontier_unpublished",
        "bloc",
        CAPABILITY,
        "Best capability that the bloc has in its laboratories",
    )
    .linear(-50.0, 80.0)
    .of(KEY),
    Outcome::stock(
        "laboratory_capability",
        "laboratory",
        CAPABILITY,
        "Best capability that the laboratory has published",
    )
    .linear(-80.0, 80.0)
    .of(KEY),
    Outcome::stock(
        "laboratory_opened",
        "laboratory",
        CAPABILITY,
        "Best capability that the laboratory has decided to open",
    )
    .linear(-80.0, 80.0)
    .of(KEY),
    Outcome::stock(
        "largest_run",
        "bloc",
        "FLOP",
        "Largest training run that the bloc's laboratories can make",
    )
    .positive()
    .headline()
    .tolerance(PRICED)
    .of(KEY),
];

/// Limits that can bind.
pub static CONSTRAINTS: &[&Constraint] = &[&ALL_IN, &NO_CHIPS];
pub(crate) static ALL_IN: Constraint = Constraint {
    part: "S6",
    key: "frontier.all_in",
    axis: "bloc",
    sentence: "all of the bloc's capacity goes into largest runs",
};
pub(crate) static NO_CHIPS: Constraint = Constraint {
    part: "S6",
    key: "frontier.no_chips",
    axis: "laboratory",
    sentence: "the laboratory has no chips to speak of",
};

/// Work of an H100 in a year, FLOP.
pub const FLOP_PER_H100_YEAR: f64 = H100_TFLOPS * 1e12 * 31_557_600.0;
/// The unit of capability: ln(C/G) is zero for a run of this size with the software of 2023-Q1.
pub const GAUGE_FLOP: f64 = 1e25;
/// Capability of a laboratory that has nothing: below anything a chip can do.
pub const NOTHING: f64 = -60.0;
/// Log of a run that is none: just above the floor under which no run is counted.
pub const NO_RUN: f64 = -59.8;
/// Log of the run of a laboratory without chips, ln 1e-26.
const NO_CHIPS_AT_ALL: f64 = -59.867_212_417_845_19;

/// Share of its bloc that each laboratory has at a time; the shares of a bloc sum to one at all times.
#[inline(always)]
pub fn shares<R: Real>(p: &Frontier<R>, setting: &Setting, time: f64) -> Row<R, Laboratory> {
    let laboratories = &setting.laboratories;
    let mut alone = Row::filled(setting.blocs.len(), R::zero());
    let mut asked = Row::filled(laboratories.len(), R::zero());
    for (l, data) in laboratories.iter() {
        match data.takes_from {
            None => alone[data.bloc] += p.weight[l.get()],
            Some(parent) if time >= data.born => asked[parent] += p.weight[l.get()],
            Some(_) => {}
        }
    }
    let mut shares = Row::filled(laboratories.len(), R::zero());
    for (l, data) in one_by_one(laboratories.iter()) {
        let root = data.takes_from.unwrap_or(l);
        let of_bloc = p.weight[root.get()] / alone[data.bloc];
        shares[l] = match data.takes_from {
            None => of_bloc * (R::one() - asked[l].min(R::one())),
            Some(parent) if time >= data.born => of_bloc * p.weight[l.get()] / asked[parent].max(R::one()),
            Some(_) => R::zero(),
        };
    }
    shares
}

/// What the laboratories of all blocs put into their runs, kept until a laboratory is born or a policy moves concentration.
#[derive(Clone, Debug)]
pub struct Crews<R> {
    /// Share of its bloc that each laboratory has.
    pub shares: Row<R, Laboratory>,
    /// Log of a laboratory's largest run over the unit of capability for each unit of its bloc's compute at disposal.
    pub ln_runs: Row<R, Laboratory>,
    /// For how many born, and which concentrations, this holds.
    settled_for: Option<(usize, Vec<f64>)>,
}

impl<R: Real> Crews<R> {
    /// Settled for nothing yet.
    #[inline(always)]
    #[must_use]
    pub fn unsettled(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.laboratories.len(), R::zero());
        Self { shares: zeros.clone(), ln_runs: zeros, settled_for: None }
    }

    /// Settles them for a time and the concentrations of its policy, if they are not.
    #[inline(always)]
    pub fn settle(&mut self, p: &Frontier<R>, setting: &Setting, time: f64, concentration: &[f64]) {
        let mut born = 0;
        for laboratory in setting.laboratories.values() {
            born += usize::from(time >= laboratory.born);
        }
        if let Some((many, held)) = &self.settled_for
            && *many == born
            && held == concentration
        {
            return;
        }
        self.settled_for = Some((born, concentration.to_vec()));
        self.shares = shares(p, setting, time);
        for (l, data) in one_by_one(setting.laboratories.iter()) {
            let b = data.bloc.get();
            let put_in = (p.training_share[b] * R::splat(concentration[b])).min(R::one());
            let work = put_in * self.shares[l] * p.run_length * p.utilisation;
            self.ln_runs[l] = (work * R::splat(FLOP_PER_H100_YEAR / GAUGE_FLOP)).ln();
        }
    }
}

/// Log of a laboratory's largest run over the unit of capability.
#[inline(always)]
pub fn ln_run<R: Real>(ln_disposal: R, ln_per_unit: R) -> R {
    // A laboratory without chips has the log of almost nothing, not minus infinity.
    (ln_disposal + ln_per_unit).max(R::splat(NO_CHIPS_AT_ALL))
}

/// Ages of last releases in mean lengths, exponentially distributed, from numbers inside (0, 1).
#[inline(always)]
pub fn ages<R: Real>(uniforms: &mut [R]) {
    for value in one_by_one(uniforms) {
        *value = -value.ln();
    }
}

/// Size of a run from its log.
#[inline(always)]
pub fn flop<R: Real>(ln_run: R) -> R {
    ln_run.exp() * R::splat(GAUGE_FLOP)
}

/// Where a laboratory's last release of the quarter falls in a step, as a share of it; whether it falls there.
#[inline(always)]
pub fn release<R: Real>(p: &Frontier<R>, age: R, now: Moment) -> (R, R::Mask) {
    let into = R::splat(now.to_quarter_end) - age * p.run_length;
    (into * R::splat(1.0 / now.dt), into.ge(R::zero()) & into.lt(R::splat(now.dt)))
}

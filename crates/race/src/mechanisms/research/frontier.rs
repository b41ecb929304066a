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
//! **Time**: releases at continuous times; their capability is interpolated between the ends of the step. Of several releases in a
//! quarter the last is the best, and the time from it to the quarter's end is exponential whatever came before, so one draw a
//! quarter is exact.
//! **Source**: F from dense 16-bit throughput; U, D from Epoch AI's training data.
//! **Leaves out** a choice between training and serving: each has a fixed share.
//! **Turned off when** there are no chips: then nothing new is trained and published capability stays.

use super::laboratories::{best_by_bloc, best_of};
use super::lag::Paths;
use crate::luck::Streams;
use crate::math::{between, raise};
use crate::report::tell;
use crate::time::Step;
use crate::tolerances::OF_PRICES;
use crate::transition::{Outcomes, Transition};
use crate::units::{CAPABILITY, FLOP_PER_H100_YEAR, GAUGE_FLOP, NO_CAPABILITY, flop};
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::{
    Constraint, Declared, Domain, Held, Index, Ledger, Lever, Mechanism, Moment, Outcome, Row, Status, Table,
    parameters,
};
use overtake_num::level::Work;
use overtake_num::{Mask, Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "frontier";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S6"],
    status: Status::Full,
    sentence: "Laboratories turn compute and software into models, and release them",
    off: "there are no chips",
};

parameters! {
    /// How laboratories train.
    pub struct Parameters in "frontier" {
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
const LEVERS: &[Lever] = &[Lever {
    key: "frontier.concentration",
    unit: "ratio",
    domain: Domain { low: 0.0, high: 20.0 },
    neutral: 1.0,
    axis: "bloc",
    sentence: "Multiplies the share of the bloc's capacity that goes into largest runs",
    mechanism: KEY,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
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
    .tolerance(OF_PRICES)
    .of(KEY),
    Outcome::stock(
        "frontier_lag_months",
        "bloc",
        "months",
        "Months since the best other bloc first had what this bloc has published; negative when it leads",
    )
    .linear(-160.0, 160.0)
    .headline()
    // Each release is a jump, single decisions to open move the next ones, and investment answers what they earn.
    .tolerance(0.25)
    .of(KEY),
];

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&ALL_IN, &NO_CHIPS];
static ALL_IN: Constraint = Constraint {
    part: "S6",
    key: "frontier.all_in",
    axis: "bloc",
    sentence: "all of the bloc's capacity goes into largest runs",
};
static NO_CHIPS: Constraint = Constraint {
    part: "S6",
    key: "frontier.no_chips",
    axis: "laboratory",
    sentence: "the laboratory has no chips to speak of",
};

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, constraints: CONSTRAINTS, ..Declared::of(ABOUT) };

/// Log of the largest run that counts as none.
const NO_RUN: f64 = -59.8;
/// Log of the run of a laboratory without chips, ln 1e-26.
const NO_CHIPS_AT_ALL: f64 = -59.867_212_417_845_19;

/// Share of its bloc's compute that each laboratory has at a time; the shares of a bloc sum to one at all times.
#[inline(always)]
pub fn shares<R: Real>(p: &Parameters<R>, setting: &Setting, time: f64) -> Row<R, Laboratory> {
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

/// Concurrent training runs of all laboratories, kept until a laboratory is born or a policy moves concentration.
#[derive(Clone, Debug)]
pub struct Runs<R> {
    /// Share of its bloc's compute that each laboratory has.
    pub shares: Row<R, Laboratory>,
    /// Log of a laboratory's largest run over the unit of capability for each unit of its bloc's compute at disposal.
    pub ln_runs: Row<R, Laboratory>,
    /// Number of laboratories born, and concentrations by bloc, for which the runs hold.
    valid_for: Option<(usize, Vec<f64>)>,
}

impl<R: Real> Runs<R> {
    /// Runs that hold for no laboratories yet.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.laboratories.len(), R::zero());
        Self { shares: zeros.clone(), ln_runs: zeros, valid_for: None }
    }

    /// Works out the runs at a date and its concentrations, where those kept do not hold.
    #[inline(always)]
    pub fn update(&mut self, p: &Parameters<R>, setting: &Setting, time: f64, concentration: &[f64]) {
        let mut born = 0;
        for laboratory in setting.laboratories.values() {
            born += usize::from(time >= laboratory.born);
        }
        if let Some((many, held)) = &self.valid_for
            && *many == born
            && held == concentration
        {
            return;
        }
        self.valid_for = Some((born, concentration.to_vec()));
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
fn ln_run<R: Real>(ln_disposal: R, ln_per_unit: R) -> R {
    // A laboratory without chips has the log of almost nothing, not minus infinity.
    (ln_disposal + ln_per_unit).max(R::splat(NO_CHIPS_AT_ALL))
}

/// Date of a laboratory's last release of the quarter inside a step, as a share of the step, and whether it lies there.
#[inline(always)]
fn release<R: Real>(p: &Parameters<R>, age: R, now: Moment) -> (R, R::Mask) {
    let into = R::splat(now.to_quarter_end) - age * p.run_length;
    (into * R::splat(1.0 / now.dt), into.ge(R::zero()) & into.lt(R::splat(now.dt)))
}

/// Luck of laboratories by quarter.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Age of a laboratory's last release at the end of a quarter, in mean lengths.
    pub age: Table<R, Step, Laboratory>,
    /// Draw inside (0, 1) that decides whether its size is disclosed.
    pub disclosure_draw: Table<R, Step, Laboratory>,
}

impl<R: Real> Luck<R> {
    /// Draws it.
    #[must_use]
    pub fn draw(_: &Parameters<R>, streams: &Streams<'_>) -> Self {
        Self {
            age: streams.exponential("release", streams.laboratories()),
            disclosure_draw: streams.uniform("discloses", streams.laboratories()),
        }
    }
}

/// Training runs, capability and published models.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Concurrent training runs.
    pub runs: Runs<R>,
    /// Capability of each laboratory's best model, published or not.
    pub capability: Row<R, Laboratory>,
    /// Log of its largest run over the unit of capability.
    pub ln_run: Row<R, Laboratory>,
    /// Best capability that it has published, a log.
    pub published: Row<R, Laboratory>,
    /// Best capability that it has decided to open, a log.
    pub opened: Row<R, Laboratory>,
    /// Log of the largest run that each bloc's laboratories have disclosed.
    pub disclosed_run: Row<R, Bloc>,
    /// Published capability of each bloc after each step so far.
    pub paths: Paths<R>,
}

impl<R: Real> Stocks<R> {
    /// No runs and no models.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let laboratories = setting.laboratories.len();
        let (none, nothing) =
            (Row::filled(laboratories, R::zero()), Row::filled(laboratories, R::splat(NO_CAPABILITY)));
        Self {
            runs: Runs::empty(setting),
            capability: none.clone(),
            ln_run: none,
            published: nothing.clone(),
            opened: nothing,
            disclosed_run: Row::filled(setting.blocs.len(), R::zero()),
            paths: Paths::empty(setting.blocs.len(), 0),
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {}

/// Inputs of training.
#[derive(Clone, Copy, Debug)]
pub struct Training<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Log of training compute at each bloc's disposal.
    pub ln_disposal: &'a Row<R, Bloc>,
    /// Software efficiency, in logs.
    pub ln_software: &'a Row<R, Bloc>,
    /// Borrowed capability.
    pub borrowed: &'a Row<R, Laboratory>,
    /// `frontier.concentration` by bloc.
    pub concentration: &'a [f64],
    /// Date, a decimal year.
    pub time: f64,
}

/// Logs of largest runs, and capabilities, of all laboratories at a date.
#[inline(always)]
fn runs_and_capability<R: Real, L: Ledger<R>>(
    p: &Parameters<R>,
    reads: &Training<'_, R>,
    runs: &mut Runs<R>,
    ledger: &mut L,
) -> [Row<R, Laboratory>; 2] {
    let Training { setting, concentration, time, .. } = *reads;
    let laboratories = &setting.laboratories;
    runs.update(p, setting, time, concentration);
    let mut ln_runs = Row::filled(laboratories.len(), R::zero());
    let mut capability = Row::filled(laboratories.len(), R::splat(NO_CAPABILITY));
    for (l, data) in one_by_one(laboratories.iter()) {
        let bloc = data.bloc;
        ln_runs[l] = ln_run(reads.ln_disposal[bloc], runs.ln_runs[l]);
        if time >= data.born {
            // Without chips there is no run to which software and what was borrowed could add.
            if L::KEPT {
                let none = ln_runs[l].le(R::splat(NO_RUN));
                ledger.binds(&NO_CHIPS, l.get(), none);
                let concentration = R::splat(concentration[bloc.get()]);
                let put_in = p.training_share[bloc.get()] * concentration;
                ledger.binds(&ALL_IN, bloc.get(), put_in.ge(R::one()));
            }
            let able = ln_runs[l] + reads.ln_software[bloc] + reads.borrowed[l];
            capability[l] = R::select(ln_runs[l].gt(R::splat(NO_RUN)), able, capability[l]);
        }
    }
    [ln_runs, capability]
}

/// Inputs of laboratories at the start.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a, R> {
    /// Inputs of training.
    pub training: Training<'a, R>,
    /// Number of steps for which paths need room.
    pub steps: usize,
}

impl<R: Real> Work for Transition<'_, Parameters<R>, (), Start<'_, R>, Stocks<R>, ()> {
    type Done = ();

    /// Sets published and open capability at the start to capability.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, reads: Start { training: reads, steps }, stocks, ledger, .. } = self;
        stocks.paths = Paths::empty(reads.setting.blocs.len(), steps);
        let [ln_run, capability] = runs_and_capability(p, &reads, &mut stocks.runs, ledger);
        stocks.published = capability.clone();
        stocks.opened = capability.clone();
        stocks.paths.push(best_by_bloc(reads.setting, &capability).values());
        stocks.disclosed_run = best_by_bloc(reads.setting, &ln_run);
        (stocks.ln_run, stocks.capability) = (ln_run, capability);
    }
}

/// Inputs of training and release.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Inputs of training at the end of the step.
    pub training: Training<'a, R>,
    /// Chance that a laboratory opens a release, a share.
    pub chances: &'a Row<R, Laboratory>,
    /// Draw inside (0, 1) that decides whether a release is opened.
    pub opening_draw: &'a Table<R, Step, Laboratory>,
    /// Share of the largest runs whose size is disclosed.
    pub disclosure: R,
    /// Luck.
    pub luck: &'a Luck<R>,
    /// The step.
    pub now: Moment,
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, (), Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Trains and releases.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, reads, stocks, ledger, .. } = self;
        let (setting, now) = (reads.training.setting, reads.now);
        let [ln_run, capability] = runs_and_capability(p, &reads.training, &mut stocks.runs, ledger);
        let quarter = Step::new(now.quarter);
        for (l, data) in one_by_one(setting.laboratories.iter()) {
            if now.time < data.born {
                continue;
            }
            let (along, released) = release(p, reads.luck.age[(quarter, l)], now);
            if !released.any() {
                continue;
            }
            let model = between(stocks.capability[l], capability[l], along);
            let opens = released & reads.opening_draw[(quarter, l)].lt(reads.chances[l]);
            let known = released & reads.luck.disclosure_draw[(quarter, l)].lt(reads.disclosure);
            let run = between(stocks.ln_run[l], ln_run[l], along);
            raise(&mut stocks.published[l], released, model);
            raise(&mut stocks.opened[l], opens, model);
            raise(&mut stocks.disclosed_run[data.bloc], known, run);
        }
        stocks.paths.push(best_by_bloc(setting, &stocks.published).values());
        (stocks.ln_run, stocks.capability) = (ln_run, capability);
    }
}

/// Inputs of the report of laboratories.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a> {
    /// Members.
    pub setting: &'a Setting,
    /// Length of a step, years.
    pub dt: f64,
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, (), Reported<'_>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: Reported { setting, dt }, stocks, mut report, .. } = self;
        for l in setting.laboratories.places() {
            tell!(report, "laboratory_capability", l => stocks.published[l]);
            tell!(report, "laboratory_opened", l => stocks.opened[l]);
        }
        for b in one_by_one(setting.blocs.places()) {
            let (own, none) = (&setting.laboratories_of[b], R::splat(f64::NEG_INFINITY));
            tell!(report, "frontier_capability", b => stocks.paths.last(b));
            tell!(report, "frontier_unpublished", b => best_of(own, &stocks.capability, none));
            tell!(report, "largest_run", b => flop(best_of(own, &stocks.ln_run, none)));
            tell!(report, "frontier_lag_months", b => stocks.paths.months(b, dt));
        }
    }
}

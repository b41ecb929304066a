//! **S9 · Openness.** Each release is opened or kept, by what would be lost; what is opened takes time to reach others.
//!
//! ```text
//! P(open)_l = logistic([stance_b + shift_b − lost_l] / s)
//! lost_l    = rent · e^{−(X − x_l)⁺/w} · (1 − e^{−(x_l − x_open)⁺/w})
//! o_l       = running maximum of opened releases;  three stages of mean delay τ (1 − P(open)) carry it into the
//!             commons: those who open by habit do it at once, those who hesitate late
//! x_open    = max over laboratories of what has reached the commons
//! ```
//! The rent lost by opening is nil when an open rival is as good, and small for a model far behind the best, which earns
//! little in any case: one form yields closed leaders and open followers.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | stance | what the bloc's laboratories gain by opening, net of what the state wants | utility | bloc |
//! | shift | change of stance by policy | utility | bloc |
//! | rent | what the best model earns when it is far ahead of open ones | utility | – |
//! | X | best published capability of all | log | – |
//! | w | lead over open models, or distance to the best, that matters | log | – |
//! | s | scatter of decisions | utility | – |
//! | τ | longest delay of an opened release on its way into the commons | yr | – |
//!
//! **Time**: decided at each release.
//! **Source**: the pattern of open followers and closed leaders; figures are judgements.
//! **Leaves out** models opened long after a release that was kept; adoption and talent gained by opening (S7, S3), which are part
//! of the stance; revenue (S8), with which the rent does not move.
//! **Turned off when** `openness.shift` is far below zero: then nothing is opened.

use super::laboratories::best_by_bloc;
use crate::delay::{STAGES, missing, passes};
use crate::luck::Streams;
use crate::math::greatest;
use crate::mechanisms::society::institutions;
use crate::report::{outcome, tell};
use crate::time::Step;
use crate::transition::{Flow, Outcomes, Transition};
use crate::units::{CAPABILITY, NO_CAPABILITY};
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::{
    Account, Calendar, Constraint, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Outcome,
    Row, Status, Stock, Table, parameters, set,
};
use overtake_num::level::Work;
use overtake_num::{Mask, Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "openness";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S9"],
    status: Status::Full,
    sentence: "Each release is opened or kept, by what would be lost; what is opened takes time to reach others",
    off: "openness.shift is far below zero",
};

parameters! {
    /// What decides whether a release is opened.
    pub struct Parameters in "openness" {
        /// What the bloc's laboratories gain by opening, net of what the state wants.
        stance[bloc]: "utility" in -20.0..=20.0;
        /// Rent that the best model earns when it is far ahead of open ones.
        rent: "utility" in 0.0..=40.0;
        /// Lead over open models, and distance to the best, over which rent comes and goes.
        window: "log" in 0.01..=10.0;
        /// Scatter of decisions.
        scatter: "utility" in 0.05..=10.0;
        /// Longest delay of an opened release on its way into the commons.
        delay: "yr" in 0.05..=5.0;
    }
}

/// Levers on openness.
const LEVERS: &[Lever] = &[
    Lever {
        key: "openness.shift",
        unit: "utility",
        domain: Domain { low: -100.0, high: 100.0 },
        neutral: 0.0,
        axis: "bloc",
        sentence: "Shifts the stance of the bloc's laboratories towards opening",
        mechanism: KEY,
    },
    Lever {
        key: "openness.imitation",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 0.0,
        axis: "bloc",
        sentence: "How far the bloc's laboratories take on the stance of the bloc that it imitates, or of the most open one",
        mechanism: KEY,
    },
];

/// Tolerance of outcomes that single decisions settle: a shorter step moves a chance by a little, and now and then a
/// decision.
const DECIDED: f64 = 0.2;

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock(
        "open_capability",
        "bloc",
        CAPABILITY,
        "Best capability that the bloc has put into the commons",
    )
    .linear(-80.0, 80.0)
    .headline()
    .tolerance(DECIDED)
    .of(KEY),
    Outcome::stock(
        "openness_of_leader",
        "bloc",
        "share",
        "Chance that the bloc's best laboratory opens a release",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(DECIDED)
    .of(KEY),
];

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&AT_ONCE];
static AT_ONCE: Constraint = Constraint {
    part: "S9",
    key: "openness.at_once",
    axis: "laboratory",
    sentence: "so surely opened that the least delay holds",
};

const OPEN: Stock = Stock::new("open", "laboratory", "log", "Capability in the commons").signed();
/// Its stocks.
const STOCKS: &[Stock] = &[OPEN];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared {
    levers: LEVERS,
    outcomes: OUTCOMES,
    stocks: STOCKS,
    constraints: CONSTRAINTS,
    ..Declared::of(ABOUT)
};

static OPENED: Line = Line { part: "S9", key: "opened", sentence: "reached the commons" };

/// Least delay on the way into the commons, years.
const LEAST_DELAY: f64 = 1e-3;

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// One over the lead that is lost by opening.
    pub per_window: R,
    /// One over the scatter of stances.
    pub per_scatter: R,
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Setting, _: &Calendar) -> Self {
        Self { per_window: p.window.recip(), per_scatter: p.scatter.recip() }
    }
}

/// Stance of each bloc under a policy; `shift` and `imitation` by bloc.
#[inline(always)]
fn stances<R: Real>(p: &Parameters<R>, setting: &Setting, shift: &[f64], imitation: &[f64]) -> Row<R, Bloc> {
    let mut most = p.stance[0];
    for &stance in &p.stance {
        most = most.max(stance);
    }
    let mut stances = Row::filled(setting.blocs.len(), most);
    for (b, stance) in stances.values_mut().iter_mut().enumerate() {
        let own = p.stance[b];
        let model = match setting.imitates[Bloc::new(b)] {
            Some(other) => p.stance[other.get()],
            None => most,
        };
        *stance = institutions::blend(own, model, R::splat(imitation[b])) + R::splat(shift[b]);
    }
    stances
}

/// Share of the best model's rent that the best open one takes, e^{−(X − x_open)/w}.
#[inline(always)]
fn nearness<R: Real>(derived: &Derived<R>, open: R, best: R) -> R {
    ((open - best) * derived.per_window).exp()
}

/// Chance that a release of this capability is opened, from the best capability and the nearness of open ones to it.
#[inline(always)]
pub fn chance<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    stance: R,
    capability: R,
    best: R,
    near: R,
) -> R {
    // e^{−(X − x)⁺/w} (1 − e^{−(x − x_open)⁺/w}) in one exponential, u = e^{(x − X)/w}.
    let u = ((capability - best) * derived.per_window).exp();
    let lost = (u.min(R::one()) - near / u.max(R::one())).positive_part();
    ((stance - p.rent * lost) * derived.per_scatter).logistic()
}

/// Luck: draws inside (0, 1) that decide whether a laboratory's last release of a quarter is opened.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Draw by quarter and laboratory.
    pub opening_draw: Table<R, Step, Laboratory>,
}

impl<R: Real> Luck<R> {
    /// Draws it.
    #[must_use]
    pub fn draw(_: &Parameters<R>, streams: &Streams<'_>) -> Self {
        Self { opening_draw: streams.uniform("opens", streams.laboratories()) }
    }
}

/// Open capability on its way into the commons.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Open capability of each laboratory by stage, a log; the last stage is the commons.
    pub commons: [Row<R, Laboratory>; STAGES],
}

impl<R: Real> Stocks<R> {
    /// Nothing is open.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let nothing = Row::filled(setting.laboratories.len(), R::splat(NO_CAPABILITY));
        Self { commons: [nothing.clone(), nothing.clone(), nothing] }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        OPEN.show(&self.commons[STAGES - 1], visitor);
    }
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, &Row<R, Laboratory>, Stocks<R>, ()> {
    type Done = ();

    /// Sets the commons at the start to opened capability.
    #[inline(always)]
    fn run(self) {
        for stage in &mut self.stocks.commons {
            stage.clone_from(self.reads);
        }
    }
}

/// Inputs of decisions to open.
#[derive(Clone, Copy, Debug)]
pub struct Decisions<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Capability in the commons at the start of the step, a log.
    pub open: &'a Row<R, Laboratory>,
    /// Published capability.
    pub published: &'a Row<R, Laboratory>,
    /// Capability, published or not.
    pub capability: &'a Row<R, Laboratory>,
    /// `openness.shift` by bloc.
    pub shift: &'a [f64],
    /// `openness.imitation` by bloc.
    pub imitation: &'a [f64],
    /// Date, a decimal year; a laboratory not yet born releases nothing.
    pub time: f64,
}

impl<R: Real> Work for Flow<'_, Parameters<R>, Derived<R>, Decisions<'_, R>> {
    /// Chance that a laboratory opens a release, a share.
    type Done = Row<R, Laboratory>;

    #[inline(always)]
    fn run(self) -> Row<R, Laboratory> {
        let Flow { parameters: p, derived, reads } = self;
        let setting = reads.setting;
        let stances = stances(p, setting, reads.shift, reads.imitation);
        let frontier = greatest(reads.published.values());
        let near = nearness(derived, greatest(reads.open.values()), frontier);
        let mut chances = Row::filled(setting.laboratories.len(), R::zero());
        for (l, data) in one_by_one(setting.laboratories.iter()) {
            if reads.time >= data.born {
                let stance = stances[data.bloc];
                chances[l] = chance(p, derived, stance, reads.capability[l], frontier, near);
            }
        }
        chances
    }
}

/// Inputs of the commons.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Best capability that each laboratory has decided to open.
    pub opened: &'a Row<R, Laboratory>,
    /// Chance that a laboratory opens a release, a share.
    pub chances: &'a Row<R, Laboratory>,
    /// Length of the step, years.
    pub dt: f64,
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Carries opened models into the commons over one step.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, reads: Reads { opened, chances, dt }, stocks, ledger, .. } = self;
        let zero = R::zero();
        for l in one_by_one(opened.places()) {
            let [first, second, third] = &mut stocks.commons;
            let before = [opened[l] - first[l], opened[l] - second[l], opened[l] - third[l]];
            // Where all that was opened has arrived, or nothing ever was, nothing moves.
            let [a, b, c] = before;
            let rests = a.eq_to(zero) & b.eq_to(zero) & c.eq_to(zero);
            if !L::KEPT && rests.all() {
                continue;
            }
            let delay = (p.delay * (R::one() - chances[l])).max(R::splat(LEAST_DELAY));
            if L::KEPT {
                ledger.binds(&AT_ONCE, l.get(), delay.le(R::splat(LEAST_DELAY)));
            }
            let left = missing(before, passes(R::splat(dt), delay));
            first[l] = opened[l] - left[0];
            second[l] = opened[l] - left[1];
            // What is still on its way is in nobody's hands: the ledger keeps what has arrived.
            set(&mut third[l], OPEN.account(l.get(), 0), opened[l] - left[2], &OPENED, ledger);
        }
    }
}

/// Inputs of the report of openness.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Published capability.
    pub published: &'a Row<R, Laboratory>,
    /// Capability, published or not.
    pub capability: &'a Row<R, Laboratory>,
    /// `openness.shift` by bloc.
    pub shift: &'a [f64],
    /// `openness.imitation` by bloc.
    pub imitation: &'a [f64],
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_, R>, Stocks<R>> {
    type Done = ();

    /// Reports the commons, and the chance that each bloc's best laboratory opens a release at the quarter's end: chances of its
    /// last step belong to a date that hangs on the step's length.
    #[inline(always)]
    fn run(self) {
        let Outcomes { parameters: p, derived, reads, stocks, mut report } = self;
        let setting = reads.setting;
        let open = best_by_bloc(setting, &stocks.commons[STAGES - 1]);
        for b in one_by_one(setting.blocs.places()) {
            tell!(report, "open_capability", b => open[b]);
        }
        if report.asks_any(&[outcome!("openness_of_leader")], setting.blocs.len()) {
            let stances = stances(p, setting, reads.shift, reads.imitation);
            let frontier = greatest(reads.published.values());
            let near = nearness(derived, greatest(open.values()), frontier);
            let leaders = best_by_bloc(setting, reads.capability);
            for b in one_by_one(setting.blocs.places()) {
                let chance = chance(p, derived, stances[b], leaders[b], frontier, near);
                report.set(outcome!("openness_of_leader"), b, chance);
            }
        }
    }
}

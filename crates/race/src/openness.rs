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
//! **Reads** x, X, x_open, `openness.shift`, `openness.imitation`. **Writes** open capability. **Time**: decided at each
//! release. **Source**: the pattern of open followers and closed leaders; figures are judgements.
//! **Leaves out** models opened long after a release that was kept; adoption and talent gained by opening (S7, S3): they are part of the stance. Rent does not move with
//! revenue, which is not built.
//! **Turned off when** `openness.shift` is far below zero: then nothing is opened.

use crate::frontier::CAPABILITY;
use crate::institutions;
use crate::setting::{Bloc, Laboratory, Setting};
use overtake_model::{
    Account, Constraint, Domain, Index, Ledger, Lever, Line, Mechanism, Outcome, Row, Status, parameters, set,
};
use overtake_num::{Mask, Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "openness";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S9"],
    status: Status::Full,
    sentence: "Each release is opened or kept, by what would be lost; what is opened takes time to reach others",
    off: "openness.shift is far below zero",
};

parameters! {
    /// What decides whether a release is opened.
    pub struct Openness in "openness" {
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
pub const LEVERS: &[Lever] = &[
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

/// Tolerance of what single decisions settle: a shorter step moves a chance by a little and now and then a decision with it.
const DECIDED: f64 = 0.2;

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[
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
pub static CONSTRAINTS: &[&Constraint] = &[&AT_ONCE];
static AT_ONCE: Constraint = Constraint {
    part: "S9",
    key: "openness.at_once",
    axis: "laboratory",
    sentence: "so surely opened that the least delay holds",
};

static OPENED: Line = Line { part: "S9", key: "opened", sentence: "reached the commons" };

/// Least delay on the way into the commons, years.
const LEAST_DELAY: f64 = 1e-3;
/// Number of stages of the delay.
pub const STAGES: usize = 3;

/// What a future settles once.
#[derive(Clone, Debug)]
pub struct Settled<R> {
    /// One over the lead that is lost by opening.
    pub per_window: R,
    /// One over the scatter of stances.
    pub per_scatter: R,
}

impl<R: Real> Settled<R> {
    /// Settles it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Openness<R>) -> Self {
        Self { per_window: p.window.recip(), per_scatter: p.scatter.recip() }
    }
}

/// Stance of each bloc under a policy; `shift` and `imitation` by bloc.
#[inline(always)]
pub fn stances<R: Real>(
    p: &Openness<R>,
    setting: &Setting,
    shift: &[f64],
    imitation: &[f64],
) -> Row<R, Bloc> {
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
        *stance = institutions::taken(own, model, R::splat(imitation[b])) + R::splat(shift[b]);
    }
    stances
}

/// e^{−(X − x_open)/w}: what the best model keeps of its rent where the best open one is that far behind, is lost.
#[inline(always)]
pub fn nearness<R: Real>(settled: &Settled<R>, open: R, best: R) -> R {
    ((open - best) * settled.per_window).exp()
}

/// Chance that a release of this capability is opened, from the best capability and the nearness of open ones to it.
#[inline(always)]
pub fn chance<R: Real>(
    p: &Openness<R>,
    settled: &Settled<R>,
    stance: R,
    capability: R,
    best: R,
    near: R,
) -> R {
    // e^{−(X − x)⁺/w} (1 − e^{−(x − x_open)⁺/w}) in one exponential, u = e^{(x − X)/w}.
    let u = ((capability - best) * settled.per_window).exp();
    let lost = (u.min(R::one()) - near / u.max(R::one())).positive_part();
    ((stance - p.rent * lost) * settled.per_scatter).logistic()
}

/// Carries opened models into the commons over one step.
#[inline(always)]
pub fn spread<R: Real, L: Ledger<R>>(
    p: &Openness<R>,
    opened: &Row<R, Laboratory>,
    chances: &Row<R, Laboratory>,
    dt: f64,
    stages: &mut [Row<R, Laboratory>; STAGES],
    ledger: &mut L,
) {
    for l in one_by_one(opened.places()) {
        let mut missing = [R::zero(); STAGES];
        for (missing, stage) in missing.iter_mut().zip(&*stages) {
            *missing = opened[l] - stage[l];
        }
        let [first, second, third] = missing;
        let zero = R::zero();
        // Where all that was opened has arrived, or nothing ever was, nothing moves.
        let rests = first.eq_to(zero) & second.eq_to(zero) & third.eq_to(zero);
        if !L::KEPT && rests.all() {
            continue;
        }
        let delay = (p.delay * (R::one() - chances[l])).max(R::splat(LEAST_DELAY));
        if L::KEPT {
            ledger.binds(&AT_ONCE, l.get(), delay.le(R::splat(LEAST_DELAY)));
        }
        // Towards a constant the chain has a closed form: after a = 3Δ/τ what stage i misses is e^{−a} Σ_j a^j/j! of what
        // the stages j before it missed.
        let a = R::splat(STAGES as f64 * dt) / delay;
        let left = (-a).exp();
        for (number, stage) in stages.iter_mut().enumerate() {
            let stock = if number + 1 == STAGES { "open" } else { "opening" };
            let account = Account { stock, member: l.get(), item: number };
            let (mut after, mut term) = (missing[number], R::one());
            for j in 1..=number {
                term = term * a * R::splat(1.0 / j as f64);
                after = term.mul_add(missing[number - j], after);
            }
            let value = opened[l] - left * after;
            set(&mut stage[l], account, value, &OPENED, ledger);
        }
    }
}

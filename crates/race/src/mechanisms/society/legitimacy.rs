//! **S12 · Legitimacy.** People are content where growth exceeds what they have come to expect; discontent is answered with
//! repression, and with a harder push for AI.
//!
//! ```text
//! s_b′ = (s*_b − s_b)/τ_s        s*_b = λ_b(t) [β_g (g_b − ĝ_b) − β_d displaced_b + β_p (met_b − promised_b)]
//! ĝ_b′ = (g_b − ĝ_b)/τ_e
//! displaced_b = (n_b − n̂_b)⁺     n̂_b′ = (n_b − n̂_b)/τ_r     n_b = Σ_i w_i a_i cov_i exposure_k
//! r_b′ = (cap_b σ((s₀ − s_b)/w) − r_b)/τ,   τ = τ_↑ where r rises, τ_↓ where it falls
//! ```
//! Expectations follow what was lived through, so a decline of growth disappoints for as long as it lasts. Work that AI does is
//! displaced until people have found other work. A promise counts from the day on which it falls due, on its own measure.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | s, s* | satisfaction, and where it tends; zero where nothing pleases or disappoints | index points | bloc |
//! | g, ĝ | growth of output (economy), and what is expected | percent a year | bloc |
//! | n, n̂ | share of work that AI does (adoption); that which people have got over | share | bloc |
//! | met, promised | use on the measure of the state's plan, odds(use, k_t) (observation); the series `legitimacy.promised` | share | bloc |
//! | k_t | odds of a count of terminals by that measure over those of use weighted by output | ratio | – |
//! | β_g | points for a percentage point of growth above what is expected | points | bloc |
//! | β_d, β_p | points for a hundredth of work displaced, and of use above what was promised | points | bloc |
//! | λ | `legitimacy.sensitivity` | ratio | bloc |
//! | r | repression: share of the most that a state can do | share | bloc |
//! | s₀, w | satisfaction at which a state represses half as hard as it can; range over which it does | points | bloc; – |
//! | cap | `legitimacy.repression_cap` | share | bloc |
//!
//! **Time**: each law is exact at a constant target, which is taken in the middle of the step.
//! **Source**: expectations that follow experience, after Easterlin; every figure is a judgement.
//! **Leaves out** elections and parties, prices, shares of what is gained, what repression does to growth.
//! **Turned off when** `legitimacy.sensitivity` is 0: nothing pleases or disappoints.

use crate::math::{covered, odds};
use crate::report::tell;
use crate::time::Step;
use crate::transition::{Outcomes, Transition};
use crate::units::PERCENT;
use crate::world::{Bloc, Setting};
use overtake_model::{
    Calendar, Declared, Domain, Held, Index, Lever, Mechanism, Outcome, Row, SeriesDeclaration, Status,
    Table, World, parameters,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "legitimacy";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S12"],
    status: Status::Full,
    sentence: "Growth below what is expected, displaced work and broken promises disappoint; states answer with repression",
    off: "legitimacy.sensitivity is 0",
};

parameters! {
    /// What pleases and disappoints, and what a state does about it.
    pub struct Parameters in "legitimacy" {
        /// Points of satisfaction for a percentage point of growth above what is expected.
        growth_weight[bloc]: "points" in 0.0..=30.0;
        /// Points of satisfaction lost for each hundredth of all work that is displaced.
        displaced_weight[bloc]: "points" in 0.0..=20.0;
        /// Points of satisfaction for each hundredth by which use exceeds what the state promised.
        promise_weight[bloc]: "points" in 0.0..=5.0;
        /// Odds that a terminal or agent counts towards the Chinese plan's penetration, over those of output.
        terminals_odds: "ratio" in 0.02..=200.0;
        /// Time over which satisfaction follows what it answers to.
        memory: "yr" in 0.1..=20.0;
        /// Time over which expected growth follows what was lived through.
        expectation: "yr" in 0.5..=40.0;
        /// Time in which displaced people find other work.
        reabsorption: "yr" in 0.2..=20.0;
        /// Satisfaction at which the state represses half as hard as it can.
        threshold[bloc]: "points" in -100.0..=100.0;
        /// Range of satisfaction over which repression comes.
        breadth: "points" in 1.0..=60.0;
        /// Time over which repression tightens.
        tightening: "yr" in 0.1..=10.0;
        /// Time over which repression loosens.
        loosening: "yr" in 0.2..=40.0;
    }
}

/// Levers on legitimacy.
const LEVERS: &[Lever] = &[
    Lever {
        key: "legitimacy.repression_cap",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 1.0,
        axis: "bloc",
        sentence: "Most that the bloc's state represses, over the most that it can",
        mechanism: KEY,
    },
    Lever {
        key: "legitimacy.sensitivity",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 10.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies what pleases and disappoints the bloc's people",
        mechanism: KEY,
    },
];

/// Histories read.
const SERIES: &[SeriesDeclaration] = &[SeriesDeclaration {
    key: "legitimacy.promised",
    unit: "share",
    axis: "bloc",
    sentence: "Use of AI that the state has promised, from the date on which it falls due",
    optional: true,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock("satisfaction", "bloc", "index points", "Satisfaction of the public; zero is neutral")
        .linear(-100.0, 100.0)
        .headline()
        .of(KEY),
    Outcome::stock("repression", "bloc", "share", "Repression, over the most that the state can do")
        .linear(0.0, 1.0)
        .within(0.0, 1.0)
        .headline()
        .of(KEY),
];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, series: SERIES, ..Declared::of(ABOUT) };

/// Promises, the same in all futures.
#[derive(Clone, Debug)]
pub struct Promises {
    /// Share of use promised for the middle of each step, if any is.
    pub due: Table<Option<f64>, Step, Bloc>,
}

impl Promises {
    /// Reads the series of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let due = Table::from_fn(calendar.steps(), setting.blocs.len(), |s: Step, b: Bloc| {
            let now = calendar.moment(s.get());
            let middle = now.middle();
            let history = world.history("legitimacy.promised", &setting.blocs[b])?;
            let first = history.knots.first()?.0;
            (middle >= first).then(|| Real::exp(history.ln_at(middle)))
        });
        Self { due }
    }
}

/// Parameters derived once a future.
#[derive(Clone, Copy, Debug)]
pub struct Derived<R> {
    /// Share of the gap to its target that satisfaction closes in a step.
    satisfaction: R,
    /// Share of the gap to growth that expected growth closes in a step.
    expectation: R,
    /// Share of the gap to the share of work done by AI that people get used to in a step.
    adaptation: R,
    /// Share of the gap that repression closes in a step where it rises.
    tightening: R,
    /// Share of the gap that repression closes in a step where it falls.
    loosening: R,
    /// One over the range over which repression comes, one over index points.
    sharpness: R,
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Promises, _: &Setting, calendar: &Calendar) -> Self {
        let dt = calendar.dt();
        Self {
            satisfaction: covered(p.memory, dt),
            expectation: covered(p.expectation, dt),
            adaptation: covered(p.reabsorption, dt),
            tightening: covered(p.tightening, dt),
            loosening: covered(p.loosening, dt),
            sharpness: p.breadth.recip(),
        }
    }
}

/// The public's mood and expectations, and repression.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Satisfaction, index points.
    pub satisfaction: Row<R, Bloc>,
    /// Repression, a share.
    pub repression: Row<R, Bloc>,
    /// Growth expected, percent a year.
    expected: Row<R, Bloc>,
    /// Share of work done by AI that people are used to.
    accustomed_share: Row<R, Bloc>,
    /// Share of work done by AI at the end of the last step.
    work_share: Row<R, Bloc>,
    /// Use on the measure of the state's plan at the end of the last step, a share.
    plan_use: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// A public that is neither pleased nor displeased.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.blocs.len(), R::zero());
        Self {
            satisfaction: zeros.clone(),
            repression: zeros.clone(),
            expected: zeros.clone(),
            accustomed_share: zeros.clone(),
            work_share: zeros.clone(),
            plan_use: zeros,
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {}

/// Inputs of the public at the start.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// Members.
    pub setting: &'a Setting,
    /// Growth of output before the start, percent a year.
    pub growth: &'a Row<f64, Bloc>,
    /// `legitimacy.repression_cap` by bloc.
    pub caps: &'a [f64],
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, Start<'_>, Stocks<R>, ()> {
    type Done = ();

    /// Sets expected growth at the start to growth before it, and repression to that of a neutral public.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads: Start { setting, growth, caps }, stocks, .. } = self;
        for b in one_by_one(setting.blocs.places()) {
            stocks.expected[b] = R::splat(growth[b]);
            stocks.repression[b] = uncapped_repression(p, derived, b, R::zero()) * R::splat(caps[b.get()]);
        }
    }
}

/// Repression at a level of satisfaction without a cap, a share.
#[inline(always)]
fn uncapped_repression<R: Real>(p: &Parameters<R>, derived: &Derived<R>, b: Bloc, satisfaction: R) -> R {
    ((p.threshold[b.get()] - satisfaction) * derived.sharpness).logistic()
}

/// Inputs of legitimacy, each by bloc.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Output at the start of the step, a log.
    pub ln_output_before: &'a Row<R, Bloc>,
    /// Output at the end of the step, a log.
    pub ln_output: &'a Row<R, Bloc>,
    /// Share of all work that AI does.
    pub work_share: &'a Row<R, Bloc>,
    /// Use weighted by output, a share.
    pub used: &'a Row<R, Bloc>,
    /// Odds of use on the measure of the state's plan over those of use weighted by output.
    pub terminals_odds: R,
    /// Share of use promised for this step, if any is.
    pub due: &'a [Option<f64>],
    /// `legitimacy.repression_cap`.
    pub caps: &'a [f64],
    /// `legitimacy.sensitivity`.
    pub sensitivity: &'a [f64],
    /// Length of the step, years.
    pub dt: f64,
}

/// Moves a value on its way to a target; returns its mean of before and after.
#[inline(always)]
fn move_towards<R: Real>(value: &mut R, target: R, share: R) -> R {
    let before = *value;
    *value = (target - before).mul_add(share, before);
    (before + *value) * R::splat(0.5)
}

impl<R: Real, L> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Moves satisfaction and repression over a step.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, .. } = self;
        let half = R::splat(0.5);
        for b in one_by_one(reads.setting.blocs.places()) {
            let n = b.get();
            let grown = reads.ln_output[b] - reads.ln_output_before[b];
            let growth = grown * R::splat(PERCENT / reads.dt);
            let met = odds(reads.used[b].min(R::one()), reads.terminals_odds);
            let expected = move_towards(&mut stocks.expected[b], growth, derived.expectation);
            let worked = (stocks.work_share[b] + reads.work_share[b]) * half;
            let displaced = (worked
                - move_towards(&mut stocks.accustomed_share[b], worked, derived.adaptation))
            .positive_part();
            let pleased = p.growth_weight[n] * (growth - expected);
            let mut target = pleased - p.displaced_weight[n] * displaced * R::splat(PERCENT);
            if let Some(due) = reads.due[n] {
                let beyond = (stocks.plan_use[b] + met).mul_add(half, -R::splat(due));
                target = (p.promise_weight[n] * R::splat(PERCENT)).mul_add(beyond, target);
            }
            target *= R::splat(reads.sensitivity[n]);
            let felt = move_towards(&mut stocks.satisfaction[b], target, derived.satisfaction);
            let wanted = uncapped_repression(p, derived, b, felt) * R::splat(reads.caps[n]);
            let rises = wanted.gt(stocks.repression[b]);
            let share = R::select(rises, derived.tightening, derived.loosening);
            move_towards(&mut stocks.repression[b], wanted, share);
            stocks.work_share[b] = reads.work_share[b];
            stocks.plan_use[b] = met;
        }
    }
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { stocks, mut report, .. } = self;
        for b in one_by_one(stocks.satisfaction.places()) {
            tell!(report, "satisfaction", b => stocks.satisfaction[b]);
            tell!(report, "repression", b => stocks.repression[b]);
        }
    }
}

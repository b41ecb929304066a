//! **S2 · The state.** Public money for AI by purpose: planned, delivered late, and good for some things more than for others.
//!
//! ```text
//! plan_bp = money_bp Y_b e^{G(t)}        G = past · (t − 2025) before, growth (1 − e^{−κ(t − 2025)})/κ after     what is planned
//! s_1′ = 3(x − s_1)/τ   s_2′ = 3(s_1 − s_2)/τ   r′ = 3(s_2 − r)/τ      x = budget_b · purpose_bp · money*_bp/money_bp   delivered late
//! e_p    = 1 − (1 − e_p⁰)(1 − effectiveness_b) e^{−learning (t − 2025)⁺}                                       what a dollar is good for
//! infrastructure: e plan r is built and stands in the capital           funds: e plan r is added to what firms can find
//! private  wants χ_c (e plan r) more or less, as state money crowds in or out
//! chips:    makers' orders × (1 + h e (r − 1))⁺      research: progress × (1 + h e (r − 1))⁺      h = min(1, hang (1 + χ_c))
//! ```
//! The record and the paths of makers and researchers include the bloc's own plan. So money for them acts through its deviation
//! r − 1 from that plan, on the share h of orders or research that depends on state money and on the private money that follows
//! it; h is at most one. money* is the plan in force: the bloc's own, or another's where a state plans as another does (S15).
//! Where a bloc plans nothing of its own, its makers and researchers depend on no state money.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | money | planned in 2025 over value added | share | bloc × purpose |
//! | Y | value added | USD of 2024 a year | bloc |
//! | r | delivered over what the plan delivers | ratio | bloc × purpose |
//! | τ | lag from decision to delivery | yr | – |
//! | e | effectiveness by task | share | purpose |
//! | hang | share of makers' orders, or of research, that state money pays for | share | bloc |
//! | χ_c | private investment that follows a dollar of state money; negative where it is driven out | ratio | – |
//!
//! **Time**: lags exact at constant levers, which change at a step's start.
//! **Source**: AI spending of states from the facts of the evidence; ranges of effectiveness from the plan of the model. What χ_c
//! is, published studies disagree on: they are the schools of `substitution`. Money for adoption is adoption's, programmes of cities are theirs (S1).
//! **Leaves out** fiscal room (S12), plans that answer rivals, protection of the home market beyond `chips.acceptance` and
//! `borrowing.access`, and corruption.
//! **Turned off when** `state.budget` is 0: nothing is planned or delivered.

use crate::delay::{STAGES, passes, relax};
use crate::math::NOTHING;
use crate::report::tell;
use crate::transition::{Outcomes, Transition};
use crate::world::{Bloc, City, Setting};
use overtake_model::{
    Calendar, Declared, Domain, Held, Index, Lever, Mechanism, Moment, Outcome, Row, Status, parameters,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "state";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S2"],
    status: Status::Full,
    sentence: "Public money for AI by purpose: planned, delivered late, good for some things more than for others",
    off: "state.budget is 0",
};

parameters! {
    /// What states spend on AI and what it is good for.
    pub struct Parameters in "state" {
        /// Planned for infrastructure in 2025 over value added.
        infrastructure[bloc]: "share" in 0.0..=0.05;
        /// Planned for equity funds in 2025 over value added.
        funds[bloc]: "share" in 0.0..=0.05;
        /// Planned for chip making in 2025 over value added.
        chips[bloc]: "share" in 0.0..=0.05;
        /// Planned for research in 2025 over value added.
        research[bloc]: "share" in 0.0..=0.05;
        /// Growth of these shares up to 2025.
        past: "1/yr, log" in -0.1..=0.8;
        /// Growth of these shares in 2025.
        growth: "1/yr, log" in -0.3..=0.8;
        /// Rate at which that growth fades.
        fade: "1/yr" in 0.02..=2.0;
        /// Mean time from decision to delivery.
        lag: "yr" in 0.25..=6.0;
        /// Infrastructure that a dollar for it builds.
        effect_infrastructure: "share" in 0.0..=1.0;
        /// Finance that a dollar of an equity fund brings to firms that can use it.
        effect_funds: "share" in 0.0..=1.0;
        /// What a dollar for chip making does of what it would do in able hands.
        effect_chips: "share" in 0.0..=1.0;
        /// What a dollar for research does of what it would do in able hands.
        effect_research: "share" in 0.0..=1.0;
        /// Rate at which states learn what their money is good for.
        learning: "1/yr" in 0.0..=0.5;
        /// Share of the orders of the bloc's chip makers that state money pays for.
        hang_chips[bloc]: "share" in 0.0..=1.0;
        /// Share of the bloc's research on models that state money pays for.
        hang_research[bloc]: "share" in 0.0..=1.0;
        /// Private investment that follows a dollar of state money; negative where it is driven out.
        crowding: "ratio" in -1.0..=1.0;
    }
}

/// Purposes of state money, in order.
pub const PURPOSES: usize = 4;
const INFRASTRUCTURE: usize = 0;
const FUNDS: usize = 1;
const CHIPS: usize = 2;
const RESEARCH: usize = 3;

const fn multiplier(key: &'static str, sentence: &'static str) -> Lever {
    Lever {
        key,
        unit: "ratio",
        domain: Domain { low: 0.0, high: 100.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence,
        mechanism: KEY,
    }
}

/// Levers on the state.
const LEVERS: &[Lever] = &[
    multiplier("state.budget", "Multiplies all that the bloc's state plans to spend on AI"),
    multiplier("state.infrastructure", "Multiplies what the bloc's state plans to spend on infrastructure"),
    multiplier("state.funds", "Multiplies what the bloc's state plans to put into equity funds"),
    multiplier("state.chips", "Multiplies what the bloc's state plans to spend on chip making"),
    multiplier("state.research", "Multiplies what the bloc's state plans to spend on research"),
    Lever {
        key: "state.effectiveness",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 0.0,
        axis: "bloc",
        sentence: "Share of what the bloc's state money fails to do that it does after all",
        mechanism: KEY,
    },
];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::flow(
        "state_ai_spending",
        "bloc",
        "USD of 2024 a year",
        "What the bloc's state spends on AI: infrastructure, funds, chips, research, adoption and programmes of cities",
    )
    .positive()
    .headline()
    .of(KEY),
    Outcome::flow(
        "state_infrastructure",
        "bloc",
        "USD of 2024 a year",
        "AI infrastructure that state money builds",
    )
    .positive()
    .headline()
    .of(KEY),
];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared { levers: LEVERS, outcomes: OUTCOMES, ..Declared::of(ABOUT) };

/// Date at which plans are counted, a decimal year.
const PLAN_DATE: f64 = 2025.0;

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Share of its gap that a stage of delivery closes in a step.
    pub delivery: R,
    /// The bloc's own plan over value added by purpose, a share: its paths of makers and researchers include it.
    pub planned: Row<[R; PURPOSES], Bloc>,
    /// State dependence: share of makers' orders, and of research, that state money pays for, with the private money that
    /// follows it.
    pub dependence: Row<[R; 2], Bloc>,
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Setting, calendar: &Calendar) -> Self {
        let mut planned: Row<[R; PURPOSES], Bloc> =
            Row::filled(p.infrastructure.len(), [R::zero(); PURPOSES]);
        let mut dependence: Row<[R; 2], Bloc> = Row::filled(p.infrastructure.len(), [R::zero(); 2]);
        let all = R::one() + p.crowding;
        for b in one_by_one(planned.places()) {
            planned[b] = plan(p, b);
            // What follows is private, so that with it no more hangs on the state's money than there is.
            let (orders, research) = (p.hang_chips[b.get()] * all, p.hang_research[b.get()] * all);
            dependence[b] = [orders.min(R::one()), research.min(R::one())];
        }
        Self { delivery: -(-passes(R::splat(calendar.dt()), p.lag)).exp_m1(), planned, dependence }
    }
}

/// Plan of a bloc over value added, a share by purpose.
#[inline(always)]
fn plan<R: Real>(p: &Parameters<R>, b: Bloc) -> [R; PURPOSES] {
    let n = b.get();
    [p.infrastructure[n], p.funds[n], p.chips[n], p.research[n]]
}

/// Inputs of a step, each by bloc.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Value added, USD of 2024 a year.
    pub value_added: &'a Row<R, Bloc>,
    /// `state.budget`: factor of every purpose.
    pub budget: &'a [f64],
    /// Factor of each purpose.
    pub purposes: [&'a [f64]; PURPOSES],
    /// `state.effectiveness`: share of failing money that works after all.
    pub effectiveness: &'a [f64],
    /// The step.
    pub now: Moment,
}

/// State money under way, and its effects in a step.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Money over value added at the plans of 2025, a share by stage; the last stage is delivered.
    stages: Row<[[R; STAGES]; PURPOSES], Bloc>,
    /// Spending on all purposes, USD of 2024 a year.
    pub spending: Row<R, Bloc>,
    /// Infrastructure that the state builds, USD of 2024 a year.
    pub infrastructure: Row<R, Bloc>,
    /// Finance that the state brings to firms, USD of 2024 a year.
    pub finance: Row<R, Bloc>,
    /// Private investment that follows state money, USD of 2024 a year; negative where it is driven out.
    pub following: Row<R, Bloc>,
    /// Factor of makers' orders.
    pub order_factor: Row<R, Bloc>,
    /// Factor of progress of software.
    pub progress_factor: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// Nothing spent yet.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let blocs = setting.blocs.len();
        let (zeros, ones) = (Row::filled(blocs, R::zero()), Row::filled(blocs, R::one()));
        Self {
            stages: Row::filled(blocs, [[R::zero(); STAGES]; PURPOSES]),
            spending: zeros.clone(),
            infrastructure: zeros.clone(),
            finance: zeros.clone(),
            following: zeros,
            order_factor: ones.clone(),
            progress_factor: ones,
        }
    }
}

/// Plans over those of 2025 for the same value added, a ratio.
#[inline(always)]
pub fn plan_growth<R: Real>(p: &Parameters<R>, time: f64) -> R {
    let since = time - PLAN_DATE;
    if since < 0.0 {
        return (p.past * R::splat(since)).exp();
    }
    (p.growth * (-(-(p.fade * R::splat(since))).exp_m1() / p.fade)).exp()
}

/// Effectiveness of a dollar, a share, where `failing` of what would fail still does.
#[inline(always)]
fn effect<R: Real>(able: R, failing: R) -> R {
    R::one() - (R::one() - able) * failing
}

/// Factor of a path of which a share depends on state money.
#[inline(always)]
pub fn state_dependence<R: Real>(share: R, able: R, delivered: R) -> R {
    (share * able).mul_add(delivered - R::one(), R::one()).positive_part()
}

/// Delivery over that of the bloc's own plan, a ratio; one where it plans nothing.
#[inline(always)]
fn delivery_ratio<R: Real>(delivered: R, planned: R) -> R {
    let nothing = R::splat(NOTHING);
    R::select(planned.gt(nothing), delivered / planned.max(nothing), R::one())
}

impl<R: Real, L> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Spends and delivers over a step, and works out the effects.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, .. } = self;
        let time = reads.now.middle();
        let growth = plan_growth(p, time);
        let learnt = (-(p.learning * R::splat((time - PLAN_DATE).max(0.0)))).exp();
        for b in one_by_one(reads.value_added.places()) {
            let n = b.get();
            let failing = learnt * R::splat(1.0 - reads.effectiveness[n]);
            let mut spent = R::zero();
            let in_force = plan(p, b);
            let mut delivered = in_force;
            for (k, stages) in one_by_one(stocks.stages[b].iter_mut().enumerate()) {
                let decided = in_force[k] * R::splat(reads.budget[n] * reads.purposes[k][n]);
                // A programme that stands at the start has been delivered as long as it stood.
                let share = if reads.now.first() { R::one() } else { derived.delivery };
                let arriving = relax(stages, decided, share);
                delivered[k] = arriving;
                spent += arriving;
            }
            let money = growth * reads.value_added[b];
            stocks.spending[b] = spent * money;
            let built = effect(p.effect_infrastructure, failing) * delivered[INFRASTRUCTURE];
            let brought = effect(p.effect_funds, failing) * delivered[FUNDS];
            stocks.infrastructure[b] = built * money;
            stocks.finance[b] = brought * money;
            stocks.following[b] = p.crowding * (built + brought) * money;
            let chips = effect(p.effect_chips, failing);
            let research = effect(p.effect_research, failing);
            let planned = derived.planned[b];
            let (ordered, researched) = (
                delivery_ratio(delivered[CHIPS], planned[CHIPS]),
                delivery_ratio(delivered[RESEARCH], planned[RESEARCH]),
            );
            stocks.order_factor[b] = state_dependence(derived.dependence[b][0], chips, ordered);
            stocks.progress_factor[b] = state_dependence(derived.dependence[b][1], research, researched);
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {}

/// Inputs of the report of the state, each by bloc.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Spending on pushing use, USD of 2024 a year.
    pub pushing: &'a Row<R, Bloc>,
    /// Subsidies of users' cost, USD of 2024 a year.
    pub subsidies: &'a Row<R, Bloc>,
    /// Support that each city pays, USD of 2024 a year.
    pub support: &'a Row<R, City>,
    /// Public investment in AI infrastructure, USD of 2024 a year.
    pub public_investment: &'a Row<R, Bloc>,
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_, R>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads, stocks, mut report, .. } = self;
        for b in one_by_one(reads.setting.blocs.places()) {
            tell!(report, "state_ai_spending", b => {
                let mut support = R::zero();
                for &c in one_by_one(&reads.setting.cities_of[b]) {
                    support += reads.support[c];
                }
                stocks.spending[b] + (reads.pushing[b] + reads.subsidies[b]) + support
            });
            tell!(report, "state_infrastructure", b => reads.public_investment[b]);
        }
    }
}

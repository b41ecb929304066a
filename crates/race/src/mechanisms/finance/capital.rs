//! **S3/S4 · Capital.** Expected income of AI makes its capital worth more or less than it costs; firms invest what pays, as
//! far as they can find the money.
//!
//! ```text
//! ĝ′     = (d ln Z/dt − ĝ)/τ_e        Z = income of models + seed · Y                       growth that is expected to go on
//! E Z(h) = 1/(1/(Z e^{g_∞ h + ĝ(1−e^{−κh})/κ}) + 1/(ceiling · Y e^{g_∞ h}))                 what they will earn
//! V      = run · π (Z₀ annuity₀ + Σ_n w_n E Z(h_n) e^{−r h_n})                              value of capital, run: share with power
//! q      = e^{m+ρ} V/K        n = max(n_min, δ + (q − 1)/χ)        want = (1 − φ) n K          investment that pays
//! E      = d q K + v Y e^m                                                                 equity that AI firms raise
//! funds  = e^f (s · cash + E + π income + brought)                                         what firms can find
//! I      = min(want + followed, funds) + built by the state        K(t+Δ) = K e^{−δΔ} + I (1 − e^{−δΔ})/δ
//! m′     = −m/τ_m + γ(ĝ − g_∞)         crash at h₀ max(1, q)^b: m falls by ln(1/(1 − loss))
//! φ      = φ_b − lib (φ_b − min φ) + distrust (1 − φ_b)        d and v likewise towards the deepest market
//! B      = a I                                                                             money for accelerators
//! ```
//! Up to the end of the record, investment is that which recorded spending on accelerators implies. The investment residual ρ is
//! the log of the valuation at which it pays over the law's; the funding residual f is the log of firms' spending over the law's
//! funds, at least zero. After the record both fade. `capital.record` at 0 lets the law run alone from 2020: then the record
//! tests it. No crash is drawn where the record stands: whatever befell valuations then is in ρ.
//!
//! Extrapolated growth fades at κ and income meets a ceiling. Without either, expectations explode and nothing else matters.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | income, Z | what models earn for those who own the bloc's capital (usage) | USD of 2024 a year | bloc |
//! | Z₀ | income of older uses of AI, such that capital at the start was worth what made it grow as it did | USD of 2024 a year | bloc |
//! | Y | value added | USD of 2024 a year | bloc |
//! | V, K | value of AI capital and what it cost to build, less wear | USD of 2024 | bloc |
//! | m | mood: log of valuation over value | log | bloc |
//! | φ | share of paying projects left unfunded | share | bloc |
//! | d, v | equity raised a year over the value of AI capital; that raised on none, over value added | 1/yr; share | bloc |
//! | χ | cost of adjusting | yr | – |
//! | cash | cash flow of the firms that could invest | USD of 2024 a year | bloc |
//! | a | share of investment that buys accelerators | share | – |
//!
//! **Time**: expectations, mood and capital exact at constant growth; what is invested answers value at the step's start.
//! **Source**: investment by q with quadratic adjustment (Hayashi 1982); χ as in GATE; hazard and loss of a crash as of
//! valuations in 2000–02. Ceiling, seed and margins are judgements.
//! **Leaves out** debt, the price of chips in what capital costs, world markets that fall together, and buyers of AI firms.
//! **Turned off when** `money.multiplier` is 0: nothing is invested.

use super::{money, state};
use crate::luck::Streams;
use crate::math::{NOTHING, over_quarter};
use crate::report::tell;
use crate::time::Step;
use crate::tolerances::OF_INVESTMENT;
use crate::transition::{Outcomes, Transition};
use crate::units::QUARTER;
use crate::world::{Bloc, Setting};
use overtake_model::{
    Account, Calendar, Constraint, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment,
    Outcome, Row, SeriesDeclaration, Status, Stock, Table, World, change, parameters, set,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "capital";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S3", "S4"],
    status: Status::Full,
    sentence: "Expected income values AI capital; firms invest what pays, as far as they find the money",
    off: "money.multiplier is 0",
};

parameters! {
    /// What makes firms invest, and what holds them back.
    pub struct Parameters in "capital" {
        /// Time over which investors learn how fast income grows.
        learning_time: "yr" in 0.25..=10.0;
        /// Rate at which growth that is expected to go on is expected to fade.
        damping: "1/yr" in 0.1..=3.0;
        /// Growth of AI income that is expected in the long run.
        long_run: "1/yr, log" in -0.05..=0.2;
        /// Return that investors ask, risk included.
        discount: "1/yr" in 0.02..=0.4;
        /// Profit on a dollar of AI income.
        margin: "share" in 0.01..=0.9;
        /// Market that investors see before models earn anything, over value added.
        seed: "share" in 1e-7..=0.01;
        /// Most that investors think models can come to earn, over value added.
        ceiling: "share" in 0.0005..=1.0;
        /// Growth of the income of older uses of AI in 2020.
        older_growth: "1/yr, log" in -0.1..=0.8;
        /// Rate at which that growth gives way to that of the long run.
        older_fade: "1/yr" in 0.01..=2.0;
        /// Years of net growth that a unit of value above cost buys: cost of adjusting.
        adjustment: "yr" in 0.5..=30.0;
        /// Rate at which AI capital wears out and falls behind.
        wear: "1/yr" in 0.05..=1.0;
        /// Share of investment in AI infrastructure that buys accelerators.
        accelerators: "share" in 0.1..=1.0;
        /// Share of paying projects left unfunded.
        friction[bloc]: "share" in 0.0..=0.95;
        /// Equity that AI firms raise in a year on their infrastructure, over what it is valued at.
        depth[bloc]: "1/yr" in 0.0..=1.0;
        /// Equity that AI firms raise in a year whatever infrastructure they have, over value added.
        venture[bloc]: "share" in 0.0..=0.1;
        /// What may go into AI, debt included, over the cash flow of those who could invest.
        cash_share: "ratio" in 0.0..=5.0;
        /// Growth of that cash flow after the record.
        cash_growth: "1/yr, log" in -0.1..=0.4;
        /// Time over which mood wears off.
        mood_time: "yr" in 0.5..=10.0;
        /// How fast expected growth above that of the long run lifts the mood.
        mood_pull: "1" in 0.0..=2.0;
        /// Hazard of a crash where capital is valued at no more than its cost.
        crash_rate: "1/yr" in 0.0..=0.5;
        /// How much faster a crash comes the higher the valuation.
        crash_slope: "1" in 0.0..=4.0;
        /// Share of valuation that a crash takes.
        crash_loss: "share" in 0.01..=0.95;
        /// Rate at which what the record shows beyond the law fades after it.
        record_fade: "1/yr" in 0.0..=2.0;
    }
}

/// Levers on capital.
const LEVERS: &[Lever] = &[
    Lever {
        key: "capital.liberalisation",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 0.0,
        axis: "bloc",
        sentence: "How far the bloc's financing comes to the least friction and the deepest market of all blocs",
        mechanism: KEY,
    },
    Lever {
        key: "capital.distrust",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 0.0,
        axis: "bloc",
        sentence: "Share of the projects that would be funded from which distrust of private firms keeps investors away",
        mechanism: KEY,
    },
    Lever {
        key: "capital.crash",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 1000.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies the hazard of a crash of valuations",
        mechanism: KEY,
    },
    Lever {
        key: "capital.record",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 1.0,
        axis: "bloc",
        sentence: "Whether what was spent on record stands from 2020 on (above a half) or the law runs alone",
        mechanism: KEY,
    },
];

/// Histories read.
const SERIES: &[SeriesDeclaration] = &[SeriesDeclaration {
    key: "capital.cash_flow",
    unit: "USD of 2024 a year",
    axis: "bloc",
    sentence: "Operating cash flow of the firms that could invest in AI",
    optional: false,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::flow("ai_investment", "bloc", "USD of 2024 a year", "Private investment in AI infrastructure")
        .positive()
        .headline()
        .tolerance(OF_INVESTMENT)
        .of(KEY),
    Outcome::stock(
        "ai_capital",
        "bloc",
        "USD of 2024",
        "AI infrastructure at what it cost to build, less wear",
    )
    .positive()
    .headline()
    .tolerance(OF_INVESTMENT)
    .of(KEY),
    Outcome::stock(
        "ai_valuation",
        "bloc",
        "ratio",
        "What AI capital is valued at over what it cost to build",
    )
    .positive()
    .headline()
    .tolerance(OF_INVESTMENT)
    .of(KEY),
    Outcome::stock(
        "expected_growth",
        "bloc",
        "1/yr, log",
        "Growth of what models earn that investors expect to go on",
    )
    .linear(-5.0, 10.0)
    .headline()
    .tolerance(OF_INVESTMENT)
    .of(KEY),
    Outcome::stock(
        "unfunded_share",
        "bloc",
        "share",
        "Share of the investment that would pay for which no money is found",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(OF_INVESTMENT)
    .of(KEY),
    Outcome::flow("equity_raised", "bloc", "USD of 2024 a year", "Equity that AI firms raise")
        .positive()
        .headline()
        .tolerance(OF_INVESTMENT)
        .of(KEY),
    Outcome::stock("market_mood", "bloc", "log", "Log of the valuation of AI firms over what they are worth")
        .linear(-10.0, 10.0)
        .headline()
        .tolerance(OF_INVESTMENT)
        .of(KEY),
];

static INVESTED: Line =
    Line { part: "S3", key: "invested", sentence: "built of what was invested, less wear" };
static HOPED: Line = Line { part: "S3", key: "hopes", sentence: "moved by the growth that is expected" };
static CALMED: Line = Line { part: "S3", key: "recovery", sentence: "worn off" };
static CRASHED: Line = Line { part: "S3", key: CRASH, sentence: "lost in a crash" };

/// Key of the ledger's line for a crash.
pub const CRASH: &str = "crash";

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&SHORT, &IDLE];
static SHORT: Constraint = Constraint {
    part: "S4",
    key: "capital.short",
    axis: "bloc",
    sentence: "firms find less money than pays",
};
static IDLE: Constraint = Constraint {
    part: "S3",
    key: "capital.idle",
    axis: "bloc",
    sentence: "capital is worth so little that only the least is invested",
};

/// Least gross investment over capital, 1/yr: projects under way are finished.
const LEAST_INVESTMENT: f64 = 0.02;
/// Least share of recorded spending that is private, whatever the state is thought to have paid.
const LEAST_PRIVATE: f64 = 0.1;
/// Least valuation over cost that recorded spending implies, a ratio.
const LEAST_VALUATION: f64 = 0.05;
/// Greatest growth that is expected, in logs a year: records of a market that has just begun are no trend.
const MOST_GROWTH: f64 = 3.0;
/// Date from which the law can run alone, a decimal year.
const LAW_START: f64 = 2020.0;
/// Nodes of the integral over expected income: years ahead, and weight in years. Four points of Gauss and Legendre over
/// thirty years, in the logarithm of two years and those ahead.
const NODES: [(f64, f64); 4] = [
    (0.424_567_429_187_553_2, 1.169_197_236_701_754_2),
    (2.993_453_417_700_581_4, 4.514_407_217_174_165),
    (10.816_781_222_617_5, 11.587_205_249_021_949),
    (24.396_461_170_579_073, 12.729_144_625_063_267),
];

const CAPITAL: Stock =
    Stock::new("ai-capital", "bloc", "USD of 2024", "AI infrastructure at what it cost to build, less wear");
/// Mood of investors in AI.
pub const MOOD: Stock = Stock::new("mood", "bloc", "log", "Mood of investors in AI").signed();
/// Its stocks.
const STOCKS: &[Stock] = &[CAPITAL, MOOD];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared {
    levers: LEVERS,
    outcomes: OUTCOMES,
    series: SERIES,
    stocks: STOCKS,
    constraints: CONSTRAINTS,
    ..Declared::of(ABOUT)
};

/// Dated paths, the same in all futures.
#[derive(Clone, Debug)]
pub struct History {
    /// Cash flow at the middle of each step, after the record its last value.
    pub cash: Table<f64, Step, Bloc>,
    /// Years since the end of that record.
    pub since_end: Table<f64, Step, Bloc>,
}

impl History {
    /// Reads the series of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let series = |bloc: Bloc| world.history("capital.cash_flow", &setting.blocs[bloc]);
        let middle = |step: Step| calendar.moment(step.get()).middle();
        let (steps, blocs) = (calendar.steps(), setting.blocs.len());
        Self {
            cash: Table::from_fn(steps, blocs, |s, b| {
                series(b).map_or(f64::NAN, |h| Real::exp(h.ln_at(middle(s))))
            }),
            since_end: Table::from_fn(steps, blocs, |s, b| {
                series(b).map_or(0.0, |h| (middle(s) - h.end()).max(0.0))
            }),
        }
    }
}

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Share of the gap to observed growth that expectations close in a step.
    pub learning: R,
    /// Share of a mood left after a step, and log that a step adds to it for each unit of growth above the long run's.
    pub mood: (R, R),
    /// Share of capital left after a step, and years' worth of investment that a step adds to it.
    pub accumulation: (R, R),
    /// Nodes of the integral over expected income: growth in the long run, a factor; log of income for each unit of expected
    /// growth, yr; discounted weight, yr.
    pub nodes: Vec<(R, R, R)>,
    /// Present value of older income that grows as in the long run, years of it.
    pub annuity: R,
    /// Share of valuation that a crash leaves, a log.
    pub ln_crash: R,
    /// Share of a residual of the record left after a step.
    pub residual_retention: R,
    /// Best terms of all blocs: the least friction, the deepest market, the most venture.
    pub best: Terms<R>,
    /// Income of older uses of AI in the middle of each step over that of the start, a ratio.
    pub older_income: Row<R, Step>,
    /// Cash flow in each step, USD a year.
    pub cash: Table<R, Step, Bloc>,
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, history: &History, _: &Setting, calendar: &Calendar) -> Self {
        let step = R::splat(calendar.dt());
        let start = calendar.start.begins();
        let mut older_income: Row<R, Step> = Row::filled(calendar.steps(), R::zero());
        let mut cash = Table::filled(calendar.steps(), p.friction.len(), R::zero());
        for s in one_by_one(older_income.places()) {
            older_income[s] = older_income_factor(p, calendar.moment(s.get()).middle() - start);
            for (b, cash) in one_by_one(cash.row_mut(s).iter_mut().enumerate()) {
                let since = R::splat(history.since_end[(s, Bloc::new(b))]);
                *cash = R::splat(history.cash[(s, Bloc::new(b))]) * (p.cash_growth * since).exp();
            }
        }
        let mut nodes = Vec::with_capacity(NODES.len());
        let mut annuity = R::zero();
        for (years, weight) in one_by_one(NODES) {
            let ahead = R::splat(years);
            let gained = -(-(p.damping * ahead)).exp_m1() / p.damping;
            let discounted = (-(p.discount * ahead)).exp() * R::splat(weight);
            let long_run = (p.long_run * ahead).exp();
            annuity = long_run.mul_add(discounted, annuity);
            nodes.push((long_run, gained, discounted));
        }
        let kept = (-(step / p.mood_time)).exp();
        let left = (-(p.wear * step)).exp();
        let mut best = Terms::own(p, 0);
        for bloc in one_by_one(0..p.friction.len()) {
            let own = Terms::own(p, bloc);
            best = Terms {
                friction: best.friction.min(own.friction),
                depth: best.depth.max(own.depth),
                venture: best.venture.max(own.venture),
            };
        }
        Self {
            learning: -(-(step / p.learning_time)).exp_m1(),
            mood: (kept, p.mood_pull * p.mood_time * (R::one() - kept)),
            accumulation: (left, (R::one() - left) / p.wear),
            nodes,
            annuity,
            ln_crash: (R::one() - p.crash_loss).ln(),
            residual_retention: (-(p.record_fade * step)).exp(),
            best,
            older_income,
            cash,
        }
    }
}

/// Terms on which a bloc's firms find money.
#[derive(Clone, Copy, Debug)]
pub struct Terms<R> {
    /// Share of paying projects left unfunded.
    pub friction: R,
    /// Equity raised in a year over the value of AI capital.
    pub depth: R,
    /// Equity raised in a year on none, over value added.
    pub venture: R,
}

impl<R: Real> Terms<R> {
    /// The bloc's own.
    #[inline(always)]
    fn own(p: &Parameters<R>, bloc: usize) -> Self {
        Self { friction: p.friction[bloc], depth: p.depth[bloc], venture: p.venture[bloc] }
    }
}

/// Luck: the cumulative hazard at which valuations crash in a quarter.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Cumulative hazard by quarter and bloc.
    pub crash: Table<R, Step, Bloc>,
}

impl<R: Real> Luck<R> {
    /// Draws it.
    #[must_use]
    pub fn draw(_: &Parameters<R>, streams: &Streams<'_>) -> Self {
        Self { crash: streams.exponential(CRASH, streams.blocs()) }
    }
}

/// Inputs of investment, each by bloc.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Ratio of true to recorded spending on accelerators.
    pub scale: &'a [R],
    /// Recorded spending on accelerators.
    pub record: &'a money::History,
    /// Income of models, USD of 2024 a year.
    pub income: &'a Row<R, Bloc>,
    /// Value added, USD of 2024 a year.
    pub value_added: &'a Row<R, Bloc>,
    /// Share of the chips in use that have power.
    pub power_share: &'a Row<R, Bloc>,
    /// `capital.liberalisation`: share of the way to the best terms.
    pub liberalisation: &'a [f64],
    /// `capital.distrust`: share of projects that distrust leaves unfunded.
    pub distrust: &'a [f64],
    /// `capital.record`: above a half the record stands.
    pub recorded: &'a [f64],
    /// `money.multiplier`: factor of investment.
    pub multiplier: &'a [f64],
    /// State money: infrastructure, finance of firms and private investment that follows, USD of 2024 a year.
    pub state: &'a state::Stocks<R>,
    /// The step.
    pub now: Moment,
}

/// Capital, expectations and mood of investors.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// AI capital at cost less wear, USD of 2024.
    pub capital: Row<R, Bloc>,
    /// Income of models and its seed at the end of the last step, a log.
    ln_income: Row<R, Bloc>,
    /// Growth of income that is expected to go on, 1/yr, log.
    pub growth: Row<R, Bloc>,
    /// Mood, log of valuation over value.
    pub mood: Row<R, Bloc>,
    /// Income of older uses of AI at the start, USD of 2024 a year.
    older_income: Row<R, Bloc>,
    /// Investment residual ρ: log of the valuation that recorded spending implies over the law's.
    investment_residual: Row<R, Bloc>,
    /// Funding residual f: log of recorded private spending over the law's funds, at least zero.
    funding_residual: Row<R, Bloc>,
    /// Whether the step's spending is on record.
    on_record: Row<bool, Bloc>,
    /// Cumulative hazard of a crash in this quarter.
    hazard: Row<R, Bloc>,
    /// Private investment in AI infrastructure, USD of 2024 a year.
    pub private_investment: Row<R, Bloc>,
    /// Public investment in AI infrastructure, USD of 2024 a year.
    pub public_investment: Row<R, Bloc>,
    /// Valuation of capital over its cost, a ratio.
    pub valuation: Row<R, Bloc>,
    /// Share of the investment that would pay for which no money is found.
    pub unfunded: Row<R, Bloc>,
    /// Equity raised, USD of 2024 a year.
    pub equity: Row<R, Bloc>,
    /// Money for accelerators in the step, USD of 2024 a year.
    pub budget: Row<R, Bloc>,
    /// Means over the quarter, USD of 2024 a year: money for accelerators, private investment, equity raised.
    pub quarter: Row<[R; 3], Bloc>,
}

impl<R: Real> Stocks<R> {
    /// No capital and no expectations.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.blocs.len(), R::zero());
        Self {
            capital: zeros.clone(),
            ln_income: zeros.clone(),
            growth: zeros.clone(),
            mood: zeros.clone(),
            older_income: zeros.clone(),
            investment_residual: zeros.clone(),
            funding_residual: zeros.clone(),
            on_record: Row::filled(setting.blocs.len(), false),
            hazard: zeros.clone(),
            private_investment: zeros.clone(),
            public_investment: zeros.clone(),
            valuation: zeros.clone(),
            unfunded: zeros.clone(),
            equity: zeros.clone(),
            budget: zeros,
            quarter: Row::filled(setting.blocs.len(), [R::zero(); 3]),
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        for b in self.capital.places() {
            visitor(CAPITAL.account(b.get(), 0), CAPITAL.domain, self.capital[b]);
            visitor(MOOD.account(b.get(), 0), MOOD.domain, self.mood[b]);
        }
    }
}

/// Inputs of capital at the start.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Ratio of true to recorded spending on accelerators.
    pub scale: &'a [R],
    /// Recorded spending on accelerators.
    pub record: &'a money::History,
    /// `money.multiplier` by bloc.
    pub multiplier: &'a [f64],
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, Start<'_, R>, Stocks<R>, ()> {
    type Done = ();

    /// Sets capital to what the first year's investment and its growth imply, and income of older uses to what made that
    /// investment pay.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, .. } = self;
        let Start { setting, scale, record, multiplier } = reads;
        for b in one_by_one(setting.blocs.places()) {
            let (spending, growth) = record.first[b];
            let invested = R::splat(spending * multiplier[b.get()]) * scale[b.get()] / p.accelerators;
            // Growth of the first year: capital grows with it, and was worth what made it grow.
            let rate = (R::splat(growth) + p.wear).max(R::splat(0.05));
            let capital = invested / rate;
            let pays = R::one() + p.adjustment * (rate / (R::one() - p.friction[b.get()]) - p.wear);
            let worth = capital * pays.max(R::splat(0.1));
            stocks.capital[b] = capital;
            stocks.older_income[b] = worth / (p.margin * derived.annuity);
        }
    }
}

/// Income of older uses of AI so many years after the start over that of the start, a ratio.
#[inline(always)]
fn older_income_factor<R: Real>(p: &Parameters<R>, since: f64) -> R {
    let since = R::splat(since);
    let faded = -(-(p.older_fade * since)).exp_m1() / p.older_fade;
    (p.older_growth - p.long_run).mul_add(faded, p.long_run * since).exp()
}

/// Value of a bloc's AI capital without mood, USD of 2024.
#[inline(always)]
pub fn value<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    older_income: R,
    income: R,
    growth: R,
    most: R,
) -> R {
    let mut worth = older_income * derived.annuity;
    for &(long_run, gained, weight) in one_by_one(&derived.nodes) {
        let ahead = income * long_run * (growth * gained).exp();
        let most = most * long_run;
        // Half of the ceiling where extrapolation alone would reach it.
        worth = (ahead * most / (ahead + most)).mul_add(weight, worth);
    }
    worth * p.margin
}

/// Terms of a bloc under a policy: its own, moved towards the best by liberalisation and cut by distrust.
#[inline(always)]
pub fn terms<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    bloc: usize,
    liberalisation: f64,
    distrust: f64,
) -> Terms<R> {
    let (own, best) = (Terms::own(p, bloc), derived.best);
    if liberalisation == 0.0 && distrust == 0.0 {
        return own;
    }
    let (liberalisation, trusted) = (R::splat(liberalisation), R::one() - R::splat(distrust));
    let friction = (best.friction - own.friction).mul_add(liberalisation, own.friction);
    Terms {
        friction: R::one() - (R::one() - friction) * trusted,
        depth: (best.depth - own.depth).mul_add(liberalisation, own.depth) * trusted,
        venture: (best.venture - own.venture).mul_add(liberalisation, own.venture) * trusted,
    }
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Invests, and moves capital over a step.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let step = Step::new(reads.now.step);
        let (share, begins) = (reads.now.dt / QUARTER, reads.now.begins_quarter);
        for b in one_by_one(reads.setting.blocs.places()) {
            let n = b.get();
            let (income, added) = (reads.income[b], reads.value_added[b]);
            let growth = stocks.growth[b].clamp(R::splat(-MOST_GROWTH), R::splat(MOST_GROWTH));
            let z = p.seed.mul_add(added, income);
            let older_income = stocks.older_income[b] * derived.older_income[step];
            let worth = value(p, derived, older_income, z, growth, p.ceiling * added) * reads.power_share[b];
            let capital = stocks.capital[b];
            let mood = stocks.mood[b].exp();
            let law_valuation = mood * worth / capital.max(R::splat(NOTHING));
            let terms = terms(p, derived, n, reads.liberalisation[n], reads.distrust[n]);
            let funded = R::one() - terms.friction;

            let past = reads.record.since_end[(b, step)];
            let stands = reads.recorded[n] > 0.5;
            let recorded = past <= 0.0 && (stands || reads.now.time < LAW_START);
            stocks.on_record[b] = recorded;
            let known =
                R::splat(Real::exp(reads.record.ln_spending[(b, step)])) * reads.scale[n] / p.accelerators;
            // The record does not say who paid; what the state paid beyond it was for something else.
            let most = known * R::splat(1.0 - LEAST_PRIVATE);
            let public = if recorded {
                reads.state.infrastructure[b].min(most)
            } else {
                reads.state.infrastructure[b]
            };
            let spent = known - public.min(most);
            if recorded || reads.now.first() {
                // The valuation at which what was spent pays.
                let own = (spent - reads.state.following[b]).max(known * R::splat(LEAST_PRIVATE));
                let gross = own / (funded * capital).max(R::splat(NOTHING));
                let seen = p.adjustment.mul_add(gross - p.wear, R::one()).max(R::splat(LEAST_VALUATION));
                stocks.investment_residual[b] = (seen / law_valuation.max(R::splat(NOTHING))).ln();
                // Nobody knows what the law would have seen beyond itself where the record does not stand.
                if !stands {
                    stocks.investment_residual[b] = R::zero();
                }
            } else {
                stocks.investment_residual[b] *= derived.residual_retention;
            }
            stocks.valuation[b] = law_valuation * stocks.investment_residual[b].exp();
            let venture = terms.venture * added * mood;
            stocks.equity[b] = (terms.depth * stocks.valuation[b]).mul_add(capital, venture);
            let rate = p.wear + (stocks.valuation[b] - R::one()) / p.adjustment;
            let pays = rate.max(R::splat(LEAST_INVESTMENT)) * capital;
            let own = derived.cash[(step, b)].mul_add(p.cash_share, stocks.equity[b]) + p.margin * income;
            let law_funds = own + reads.state.finance[b];
            let invested = if recorded {
                let more = (spent / law_funds.max(R::splat(NOTHING))).max(R::one()).ln();
                stocks.funding_residual[b] = if stands { more } else { R::zero() };
                spent
            } else {
                stocks.funding_residual[b] *= derived.residual_retention;
                let funds = law_funds * stocks.funding_residual[b].exp();
                // What is under way is finished, whoever is driven out.
                let least = funded * capital * R::splat(LEAST_INVESTMENT);
                let want = (funded * pays + reads.state.following[b]).max(least);
                if L::KEPT {
                    ledger.binds(&IDLE, n, rate.le(R::splat(LEAST_INVESTMENT)));
                    ledger.binds(&SHORT, n, want.gt(funds));
                }
                want.min(funds)
            };
            stocks.unfunded[b] = R::one() - (invested / pays.max(R::splat(NOTHING))).min(R::one());
            let multiplier = R::splat(reads.multiplier[n]);
            let private = invested * multiplier;
            stocks.private_investment[b] = private;
            stocks.public_investment[b] = public * multiplier;
            let all = if recorded { known * multiplier } else { private + stocks.public_investment[b] };
            let account = CAPITAL.account(n, 0);
            let next = all.mul_add(derived.accumulation.1, capital * derived.accumulation.0);
            set(&mut stocks.capital[b], account, next, &INVESTED, ledger);
            stocks.budget[b] = all * p.accelerators;
            let rates = [stocks.budget[b], stocks.private_investment[b], stocks.equity[b]];
            for (mean, rate) in one_by_one(stocks.quarter[b].iter_mut().zip(rates)) {
                *mean = over_quarter(*mean, rate, share, begins);
            }
        }
    }
}

/// Inputs of expectations at a step's end.
#[derive(Clone, Copy, Debug)]
pub struct Expectations<'a, R> {
    /// Income of models, USD of 2024 a year.
    pub income: &'a Row<R, Bloc>,
    /// Value added, USD of 2024 a year.
    pub value_added: &'a Row<R, Bloc>,
    /// `capital.crash`: factor of the hazard of a crash.
    pub crash: &'a [f64],
    /// Luck.
    pub luck: &'a Luck<R>,
    /// The step.
    pub now: Moment,
}

impl<R: Real, L: Ledger<R>> Work
    for Transition<'_, Parameters<R>, Derived<R>, Expectations<'_, R>, Stocks<R>, L>
{
    type Done = ();

    /// Moves expectations and mood by the income of a step.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        for b in one_by_one(reads.income.places()) {
            let z = p.seed.mul_add(reads.value_added[b], reads.income[b]);
            let ln_z = z.max(R::splat(NOTHING)).ln();
            if !reads.now.first() {
                let seen = (ln_z - stocks.ln_income[b]) * R::splat(1.0 / reads.now.dt);
                stocks.growth[b] = (seen - stocks.growth[b]).mul_add(derived.learning, stocks.growth[b]);
            }
            stocks.ln_income[b] = ln_z;
            let growth = stocks.growth[b].clamp(R::splat(-MOST_GROWTH), R::splat(MOST_GROWTH));
            let (kept, pull) = derived.mood;
            let flows = [
                (&CALMED, stocks.mood[b] * (kept - R::one())),
                (&HOPED, (growth - p.long_run) * pull),
                (&CRASHED, crash(p, derived, &reads, b, stocks)),
            ];
            change(&mut stocks.mood[b], MOOD.account(b.get(), 0), 1.0, flows, ledger);
        }
    }
}

/// Change of mood by a crash in a step, a log, zero where none comes: one comes where the quarter's hazard, summed up,
/// reaches its draw.
#[inline(always)]
fn crash<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Expectations<'_, R>,
    b: Bloc,
    stocks: &mut Stocks<R>,
) -> R {
    if reads.now.begins_quarter {
        stocks.hazard[b] = R::zero();
    }
    // A crash drawn where the record stands would be one that history did not have.
    if stocks.on_record[b] {
        return R::zero();
    }
    let high = stocks.valuation[b].max(R::one()).ln();
    let rate = p.crash_rate * R::splat(reads.crash[b.get()]) * (p.crash_slope * high).exp();
    let threshold = reads.luck.crash[(Step::new(reads.now.quarter), b)];
    let before = stocks.hazard[b];
    let after = rate.mul_add(R::splat(reads.now.dt), before);
    let falls = before.lt(threshold) & after.ge(threshold);
    stocks.hazard[b] = after;
    R::select(falls, derived.ln_crash, R::zero())
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: setting, stocks, mut report, .. } = self;
        for b in one_by_one(setting.blocs.places()) {
            let [_, invested, equity] = stocks.quarter[b];
            tell!(report, "ai_investment", b => invested);
            tell!(report, "ai_capital", b => stocks.capital[b]);
            tell!(report, "ai_valuation", b => stocks.valuation[b]);
            tell!(report, "expected_growth", b => stocks.growth[b]);
            tell!(report, "unfunded_share", b => stocks.unfunded[b]);
            tell!(report, "equity_raised", b => equity);
            tell!(report, "market_mood", b => stocks.mood[b]);
        }
    }
}

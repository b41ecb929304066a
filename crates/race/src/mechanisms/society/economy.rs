//! **S12 · Economy.** Output from capital, people and what they know; AI adds to what they know, slowly.
//!
//! ```text
//! ln Y_b  = ln A_b + α ln K_b + (1 − α) ln L_b + (1 − α) f_b (ln K_b/L_b − ln K_b(0)/L_b(0))     from 2020 on; before, the record
//! ln A_b′ = g_∞ + (g_b − g_∞) e^{−φ_b (t − 2020)} + (1 − α) h_b + (λ_b(t) G_b)′
//! K_b′    = s_b(t) Y_b − δ K_b         s_b = s_b∞ + (s_b − s_b∞) e^{−ς (t − 2020)⁺}
//! G_b     = Erlang chain of three stages, mean T, of  d Σ_i w_i ln(1 + x_i)          x_i = m_b v_k a_i cov_i
//! f_b     = min(1, automation · λ_b G_b/(d v))⁺                                        labour's work that capital does
//! room_b  = Y_b (tax_b − obligations_b − care (aged_b(t) − aged_b(2020)))
//! ```
//! A_b is set so that Y_b meets the record where it ends. Beside it runs the same economy without G, with the capital that it
//! would have saved: what AI adds to growth is the difference of the two, what more capital it calls forth included.
//!
//! What AI saves on the work that it does raises productivity by as much, over value added (Hulten): that is `adoption`'s
//! worth of use times who uses it. It takes a chain of years to be seen in output, since work is reorganised first. ln(1 + x) is
//! its Padé approximant of order two: too low by a thousandth at x = 1, at a tenth of the operations.
//!
//! G/(d v) is the share of all work for which AI is used and that it covers, as far as it is seen in output. Where capital then does
//! that work in labour's place (Zeira 1998), labour's exponent falls by (1 − α) f and capital's rises by as much: whoever saves much or
//! ages gains more, and at f = 1 output grows as capital does. What the first such work gains at given capital is G itself, so that
//! the ratio K/L counts from the end of the record, (0). `automation` is 0 where AI saves labour and replaces none for good.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | Y | output, at market rates | USD of 2024 a year | bloc |
//! | A, g, φ | what people know; its growth in 2020 and the rate at which that fades | –; 1/yr | bloc |
//! | g_∞ | growth of what people know in the long run | 1/yr, log | – |
//! | K, δ | capital; its ageing | USD of 2024; 1/yr | bloc; – |
//! | α | capital's share | share | – |
//! | L, h | people of working age; growth of what one of them does: schooling, taking part | –; 1/yr, log | bloc |
//! | s, s_∞ | share of output invested in 2020 and in the long run | share | bloc |
//! | ς | rate at which the first gives way to the second | 1/yr | – |
//! | w, a, cov, v, m | weight, use, coverage, worth of use, `adoption.multiplier` (adoption) | | industry |
//! | d | output gained over what users save: Domar's weights | ratio | – |
//! | automation, f | share of labour's work that capital does where AI covers all and all use it; what it does of it | share | –; bloc |
//! | T | mean time until what is saved is seen in output | yr | – |
//! | λ | `economy.ai_gain` | ratio | bloc |
//! | tax, obligations | the state's share of output; what it was bound to spend in 2020 | share | bloc |
//! | care | what a state must spend for one more of the aged among all, over output | ratio | – |
//!
//! **Time**: the chain is exact at constant input, capital at constant growth of output; the input is the mean of both ends of
//! a step, and output carries its last growth on to the middle of the next.
//! **Source**: Hulten 1978 and Acemoglu 2024 for the gain; Zeira 1998, Korinek and Suh 2024 for automation; Brynjolfsson and others
//! 2021 for the lag; growth accounts from the Penn World Table, people from the UN. How large v, d and automation are, published
//! studies disagree on: they are the schools of `output`.
//! **Leaves out** tasks that complement each other by less or more than Cobb and Douglas's one, wages, AI's own capital beside other
//! capital, demand, prices, the pandemic, trade, and costs of change, which users bear in adoption.
//! **Turned off when** `economy.ai_gain` is 0: AI adds nothing, to the bit.

use crate::delay::{STAGES, passes, seep};
use crate::math::NOTHING;
use crate::mechanisms::diffusion::adoption;
use crate::report::tell;
use crate::time::Step;
use crate::transition::{Outcomes, Transition};
use crate::units::PERCENT;
use crate::world::{Bloc, Industry, Setting};
use overtake_model::{
    Account, Calendar, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment, Outcome, Row,
    SeriesDeclaration, Status, Stock, Table, World, change, parameters,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "economy";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S12", "S7"],
    status: Status::Full,
    sentence: "Output comes from capital, people and what they know, to which AI adds slowly",
    off: "economy.ai_gain is 0",
};

parameters! {
    /// How output grows.
    pub struct Parameters in "economy" {
        /// Share of output that capital earns.
        capital_share: "share" in 0.05..=0.8;
        /// Yearly rate at which capital wears out.
        depreciation: "1/yr" in 0.01..=0.2;
        /// Growth of the bloc's capital when the study begins, in 2015.
        capital_growth[bloc]: "1/yr, log" in 0.0..=0.2;
        /// Share of output invested in 2020.
        investment[bloc]: "share" in 0.02..=0.7;
        /// Share of output invested in the long run.
        investment_long_run[bloc]: "share" in 0.02..=0.7;
        /// Rate at which the first of these shares gives way to the second.
        investment_fade: "1/yr" in 0.001..=2.0;
        /// Growth of productivity in 2020, AI left out.
        productivity[bloc]: "1/yr, log" in -0.1..=0.15;
        /// Growth of productivity in the long run, AI left out, the same for all.
        productivity_long_run: "1/yr, log" in -0.05..=0.1;
        /// Rate at which growth of productivity comes down to its long run.
        productivity_fade[bloc]: "1/yr" in 0.001..=2.0;
        /// Growth of what a person of working age does: schooling and taking part.
        skills[bloc]: "1/yr, log" in -0.05..=0.05;
        /// Output gained over what users of AI save.
        domar: "ratio" in 0.0..=5.0;
        /// Share of labour's work that capital does in its place where AI covers all work and everyone uses it.
        automation: "share" in 0.0..=1.0;
        /// Mean time until what AI saves is seen in output.
        lag: "yr" in 0.1..=30.0;
        /// Share of output that the state takes.
        tax[bloc]: "share" in 0.0..=0.8;
        /// Share of output that the state was bound to spend in 2020.
        obligations[bloc]: "share" in 0.0..=0.8;
        /// What the state must spend for each point by which the share of the aged rises, in points of output.
        care: "ratio" in 0.0..=3.0;
    }
}

/// Levers on the economy.
const LEVERS: &[Lever] = &[Lever {
    key: "economy.ai_gain",
    unit: "ratio",
    domain: Domain { low: 0.0, high: 10.0 },
    neutral: 1.0,
    axis: "bloc",
    sentence: "Multiplies what use of AI adds to the bloc's productivity",
    mechanism: KEY,
}];

/// Histories read.
const SERIES: &[SeriesDeclaration] = &[
    SeriesDeclaration {
        key: "economy.value_added",
        unit: "USD of 2024 a year",
        axis: "bloc",
        sentence: "Value added at market rates, to the beginning of 2020",
        optional: false,
    },
    SeriesDeclaration {
        key: "economy.labour",
        unit: "people",
        axis: "bloc",
        sentence: "People of working age",
        optional: false,
    },
];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::flow("gdp", "bloc", "USD of 2024 a year", "Output at market rates and prices of 2024")
        .positive()
        .observable()
        .headline()
        .of(KEY),
    Outcome::flow(
        "gdp_without_ai",
        "bloc",
        "USD of 2024 a year",
        "Output of the same economy if AI had added nothing to productivity since 2020",
    )
    .positive()
    .of(KEY),
    Outcome::flow(
        "gdp_per_worker",
        "bloc",
        "USD of 2024 a year per person",
        "Output over people of working age",
    )
    .positive()
    .of(KEY),
    Outcome::flow("gdp_growth", "bloc", "percent a year", "Growth of output, in logs")
        .linear(-10.0, 30.0)
        .headline()
        .of(KEY),
    Outcome::flow(
        "gdp_growth_from_ai",
        "bloc",
        "percentage points a year",
        "What AI adds to growth, the capital that it calls forth included",
    )
    .headline()
    .of(KEY),
    Outcome::flow(
        "fiscal_room",
        "bloc",
        "USD of 2024 a year",
        "What the state takes less what it is bound to spend",
    )
    .headline()
    .of(KEY),
];

static INVESTED: Line = Line { part: "S12", key: "invested", sentence: "invested" };
static WORN_OUT: Line = Line { part: "S12", key: "worn-out", sentence: "worn out" };

const CAPITAL: Stock = Stock::new("capital", "bloc", "USD of 2024", "Capital");
/// Its stocks.
const STOCKS: &[Stock] = &[CAPITAL];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, series: SERIES, stocks: STOCKS, ..Declared::of(ABOUT) };

/// End of the record of output, a decimal year: from then on output is the mechanism's own.
pub const RECORD_END: f64 = 2020.0;
/// Least rate that a division takes, 1/yr.
const LEAST_RATE: f64 = 1e-6;
/// Coefficients of the approximant of ln(1 + x).
const PADE: [f64; 2] = [6.0, 3.0];

/// Record and projections, the same in all futures.
#[derive(Clone, Debug)]
pub struct Record {
    /// Output at the start of each step and the end of the last, a log.
    ln_output: Table<f64, Step, Bloc>,
    /// Growth of output over each step, a log.
    ln_growth: Table<f64, Step, Bloc>,
    /// Growth of output over the step before the first, a log.
    ln_growth_before: Row<f64, Bloc>,
    /// Yearly growth of output before the start, in percent.
    pub growth_before: Row<f64, Bloc>,
    /// People of working age at the end of each step, a log.
    ln_labour: Table<f64, Step, Bloc>,
    /// People of working age at the start, a log.
    ln_labour_first: Row<f64, Bloc>,
    /// Share of the aged at the end of each step, less that of 2020.
    ageing: Table<f64, Step, Bloc>,
    /// Number of steps that the record covers.
    pub steps: usize,
    /// Years from 2020 to the start; zero where it begins before.
    years_since: f64,
    /// Length of a step, years.
    dt: f64,
}

impl Record {
    /// Reads the series of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let (steps, blocs, dt) = (calendar.steps(), setting.blocs.len(), calendar.dt());
        let start = calendar.start.begins();
        let ln = |series: &str, b: Bloc, time: f64| {
            world.history(series, &setting.blocs[b]).map_or(f64::NAN, |h| h.ln_at(time))
        };
        let time = |s: Step| start + s.get() as f64 * dt;
        let output = |b: Bloc, time: f64| ln("economy.value_added", b, time);
        let aged = |b: Bloc, time: f64| Real::exp(ln("adoption.aged_share", b, time));
        let recorded = (0..steps).take_while(|&s| time(Step::new(s)) < RECORD_END - 0.5 * dt).count();
        Self {
            ln_output: Table::from_fn(steps + 1, blocs, |s, b| output(b, time(s))),
            ln_growth: Table::from_fn(steps, blocs, |s, b| output(b, time(s) + dt) - output(b, time(s))),
            ln_growth_before: Row::from_fn(blocs, |b| output(b, start) - output(b, start - dt)),
            growth_before: Row::from_fn(blocs, |b| PERCENT * (output(b, start) - output(b, start - dt)) / dt),
            ln_labour: Table::from_fn(steps, blocs, |s, b| ln("economy.labour", b, time(s) + dt)),
            ln_labour_first: Row::from_fn(blocs, |b| ln("economy.labour", b, start)),
            ageing: Table::from_fn(steps, blocs, |s, b| aged(b, time(s) + dt) - aged(b, RECORD_END)),
            steps: recorded,
            years_since: (start - RECORD_END).max(0.0),
            dt,
        }
    }

    /// People of working age at the start of a step, a log.
    #[inline(always)]
    fn ln_labour(&self, step: usize, b: Bloc) -> f64 {
        if step == 0 { self.ln_labour_first[b] } else { self.ln_labour[(Step::new(step - 1), b)] }
    }

    /// People of working age at the end of a step.
    #[must_use]
    pub fn labour(&self, step: Step, b: Bloc) -> f64 {
        Real::exp(self.ln_labour[(step, b)])
    }
}

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Share of capital left after a step.
    retention: R,
    /// Share of the excess of investment left after half a step, and after a step.
    investment_retention: [R; 2],
    /// Share of the excess of productivity's growth left after a step.
    growth_retention: Row<R, Bloc>,
    /// Growth of productivity in a step for each unit of the excess, yr.
    excess_years: Row<R, Bloc>,
    /// Growth of productivity in a step that does not fade, a log.
    steady_growth: Row<R, Bloc>,
    /// Stages that a step passes.
    passes: R,
    /// Share of a stage left after a step.
    leaves: R,
    /// Exponent of labour.
    labour: R,
    /// Shift of the exponent of labour to capital for each unit that AI adds to the log of productivity.
    labour_shift: R,
    /// Share left at the start of the excess of 2020, of investment and of productivity's growth.
    initial_excess: (R, Row<R, Bloc>),
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(
        p: &Parameters<R>,
        q: &adoption::Parameters<R>,
        record: &Record,
        setting: &Setting,
        _: &Calendar,
    ) -> Self {
        let dt = R::splat(record.dt);
        let since = R::splat(record.years_since);
        let labour = R::one() - p.capital_share;
        let zeros = Row::filled(setting.blocs.len(), R::zero());
        let (mut growth_retention, mut excess_years) = (zeros.clone(), zeros.clone());
        let (mut steady_growth, mut first) = (zeros.clone(), zeros);
        for b in one_by_one(setting.blocs.places()) {
            let fade = p.productivity_fade[b.get()];
            let gone = -(-(fade * dt)).exp_m1();
            growth_retention[b] = R::one() - gone;
            excess_years[b] = gone / fade;
            let skills = labour * p.skills[b.get()];
            steady_growth[b] = (p.productivity_long_run + skills) * dt;
            first[b] = (-(fade * since)).exp();
        }
        let half = (-(p.investment_fade * dt * R::splat(0.5))).exp();
        let passes = passes(dt, p.lag);
        Self {
            retention: (-(p.depreciation * dt)).exp(),
            investment_retention: [half, half * half],
            growth_retention,
            excess_years,
            steady_growth,
            passes,
            leaves: (-passes).exp(),
            labour,
            labour_shift: labour * p.automation / (p.domar * q.value).max(R::splat(NOTHING)),
            initial_excess: ((-(p.investment_fade * since)).exp(), first),
        }
    }
}

/// Path of the economies, with AI or in the counterfactual without it.
#[derive(Clone, Debug)]
pub struct Course<R> {
    /// Output at the end of the last step, a log.
    pub ln_output: Row<R, Bloc>,
    /// Output at the end of the last step, USD of 2024 a year.
    pub output: Row<R, Bloc>,
    /// Capital at the end of the last step, USD of 2024.
    pub capital: Row<R, Bloc>,
    /// Growth of output expected over the next step, a factor.
    growth_ahead: Row<R, Bloc>,
    /// Growth of output expected over the next step, a log.
    ln_growth_ahead: Row<R, Bloc>,
    /// Output at the quarter's beginning, a log.
    pub ln_quarter_start: Row<R, Bloc>,
    /// Output at the quarter's beginning, USD of 2024 a year.
    pub quarter_start: Row<R, Bloc>,
}

impl<R: Real> Course<R> {
    #[inline(always)]
    fn none(zeros: &Row<R, Bloc>) -> Self {
        Self {
            ln_output: zeros.clone(),
            output: zeros.clone(),
            capital: zeros.clone(),
            growth_ahead: zeros.clone(),
            ln_growth_ahead: zeros.clone(),
            ln_quarter_start: zeros.clone(),
            quarter_start: zeros.clone(),
        }
    }

    /// Yearly growth of output over a quarter, in percent.
    #[inline(always)]
    pub fn growth(&self, b: Bloc) -> R {
        (self.ln_output[b] - self.ln_quarter_start[b]) * R::splat(4.0 * PERCENT)
    }

    /// Output in the middle of the quarter, USD of 2024 a year.
    #[inline(always)]
    pub fn over_quarter(&self, b: Bloc) -> R {
        (self.quarter_start[b] * self.output[b]).sqrt()
    }
}

/// Economies of all blocs.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Economies as they are.
    pub actual: Course<R>,
    /// Economies as they would be without AI.
    pub counterfactual: Course<R>,
    /// Output in the middle of the coming step, USD of 2024 a year.
    pub middle: Row<R, Bloc>,
    /// Gain from use of AI on its way into output by stage, a log of productivity; the last stage is seen in output.
    stages: [Row<R, Bloc>; STAGES],
    /// Gain from use of AI if all of it were seen at once, a log of productivity.
    potential: Row<R, Bloc>,
    /// Gain seen in output at the end of the record, a log of productivity.
    recorded_gain: Row<R, Bloc>,
    /// Productivity without AI, a log.
    ln_productivity: Row<R, Bloc>,
    /// Capital per person of working age at the end of the record, a log.
    ln_capital_per_worker: Row<R, Bloc>,
    /// Share left of the excess of productivity's growth of 2020.
    growth_excess: Row<R, Bloc>,
    /// Share left of the excess of investment of 2020.
    investment_excess: R,
    /// Fiscal room: what the state takes less what it is bound to spend, USD of 2024 a year.
    pub room: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// Economies without output.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.blocs.len(), R::zero());
        Self {
            actual: Course::none(&zeros),
            counterfactual: Course::none(&zeros),
            middle: zeros.clone(),
            stages: [zeros.clone(), zeros.clone(), zeros.clone()],
            potential: zeros.clone(),
            recorded_gain: zeros.clone(),
            ln_productivity: zeros.clone(),
            ln_capital_per_worker: zeros.clone(),
            growth_excess: zeros.clone(),
            investment_excess: R::zero(),
            room: zeros,
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        CAPITAL.show(&self.actual.capital, visitor);
    }
}

/// Inputs of economies at the start.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// Members.
    pub setting: &'a Setting,
    /// Record and projections.
    pub record: &'a Record,
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, Start<'_>, Stocks<R>, ()> {
    type Done = ();

    /// Sets economies at the start to the record, with the capital that investment and its growth imply, K = I/(g + δ).
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads: Start { setting, record }, stocks, .. } = self;
        stocks.growth_excess.clone_from(&derived.initial_excess.1);
        stocks.investment_excess = derived.initial_excess.0;
        for b in one_by_one(setting.blocs.places()) {
            let n = b.get();
            let course = &mut stocks.actual;
            course.ln_output[b] = R::splat(record.ln_output[(Step::new(0), b)]);
            course.output[b] = course.ln_output[b].exp();
            let excess = p.investment[n] - p.investment_long_run[n];
            let share = excess.mul_add(stocks.investment_excess, p.investment_long_run[n]);
            course.capital[b] = share * course.output[b] / (p.capital_growth[n] + p.depreciation);
            let ahead = if record.steps == 0 {
                record.ln_growth_before[b]
            } else {
                record.ln_growth[(Step::new(0), b)]
            };
            expect_growth(course, b, R::splat(ahead), R::splat(Real::exp(ahead)));
            stocks.middle[b] = course.output[b] * course.growth_ahead[b].sqrt();
            let taken = p.tax[n] - p.obligations[n];
            stocks.room[b] = course.output[b] * taken;
        }
        stocks.counterfactual = stocks.actual.clone();
        if record.steps == 0 {
            meet_record(p, record, setting, 0, stocks);
        }
    }
}

/// Sets growth expected over the next step.
#[inline(always)]
fn expect_growth<R: Real>(course: &mut Course<R>, b: Bloc, ln_grown: R, grown: R) {
    course.ln_growth_ahead[b] = ln_grown;
    course.growth_ahead[b] = grown;
}

/// Sets productivity so that output meets the record at the start of a step, from where gains by AI count.
#[inline(always)]
fn meet_record<R: Real>(
    p: &Parameters<R>,
    record: &Record,
    setting: &Setting,
    step: usize,
    stocks: &mut Stocks<R>,
) {
    for b in one_by_one(setting.blocs.places()) {
        let (ln_capital, ln_labour) = (stocks.actual.capital[b].ln(), R::splat(record.ln_labour(step, b)));
        let people = (R::one() - p.capital_share) * ln_labour;
        stocks.ln_productivity[b] = stocks.actual.ln_output[b] - ln_factors(p, ln_capital, people);
        stocks.ln_capital_per_worker[b] = ln_capital - ln_labour;
        stocks.recorded_gain[b] = stocks.stages[STAGES - 1][b];
    }
}

/// Output at productivity one, a log; `people` is their log times their exponent.
#[inline(always)]
fn ln_factors<R: Real>(p: &Parameters<R>, ln_capital: R, people: R) -> R {
    p.capital_share.mul_add(ln_capital, people)
}

/// Gain in productivity by a saving x over value added, ln(1 + x) by its Padé approximant of order two.
#[inline(always)]
pub fn productivity_gain<R: Real>(x: R) -> R {
    let (six, three) = (R::splat(PADE[0]), R::splat(PADE[1]));
    let square = x * x;
    six.mul_add(x, three * square) / six.mul_add(x, six + square)
}

/// Gain from use of AI if all of it were seen at once, a log of productivity: from industries' savings over their value
/// added, weighted by it.
#[inline(always)]
pub fn potential_gain<R: Real>(
    p: &Parameters<R>,
    setting: &Setting,
    saving: &Row<R, Industry>,
) -> Row<R, Bloc> {
    let mut sums = Row::filled(setting.blocs.len(), R::zero());
    for b in setting.blocs.places() {
        let mut sum = R::zero();
        for &i in one_by_one(&setting.industries_of[b]) {
            sum = productivity_gain(saving[i]).mul_add(R::splat(setting.industries[i].weight), sum);
        }
        sums[b] = sum * p.domar;
    }
    sums
}

/// Addition of a step's investment to capital, USD of 2024, while output grows as expected.
#[inline(always)]
fn investment_addition<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    course: &Course<R>,
    b: Bloc,
    share: R,
    dt: R,
) -> R {
    let rate = course.ln_growth_ahead[b] / dt + p.depreciation;
    let none = rate.abs().lt(R::splat(LEAST_RATE));
    let years = (course.growth_ahead[b] - derived.retention) / R::select(none, R::one(), rate);
    share * course.output[b] * R::select(none, derived.retention * dt, years)
}

/// Inputs of economies.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Record and projections.
    pub record: &'a Record,
    /// Saving by use of AI over the industry's value added, a ratio.
    pub saving: &'a Row<R, Industry>,
    /// `economy.ai_gain` by bloc.
    pub gain: &'a [f64],
    /// The step.
    pub now: Moment,
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    /// Output at the start of the step, a log.
    type Done = Row<R, Bloc>;

    /// Moves the economies over a step.
    #[inline(always)]
    fn run(self) -> Row<R, Bloc> {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let ln_output_before = stocks.actual.ln_output.clone();
        let reads = &reads;
        let Reads { setting, record, .. } = *reads;
        let step = reads.now.step;
        if reads.now.begins_quarter {
            for course in [&mut stocks.actual, &mut stocks.counterfactual] {
                course.ln_quarter_start.clone_from(&course.ln_output);
                course.quarter_start.clone_from(&course.output);
            }
        }
        let potential = potential_gain(p, setting, reads.saving);
        let excess_left = if step < record.steps { R::one() } else { stocks.investment_excess };
        let middle =
            if step < record.steps { R::one() } else { excess_left * derived.investment_retention[0] };
        for b in one_by_one(setting.blocs.places()) {
            let n = b.get();
            let mean = (potential[b] + stocks.potential[b]) * R::splat(0.5);
            let [first, second, third] = &mut stocks.stages;
            [first[b], second[b], third[b]] =
                seep([first[b], second[b], third[b]], mean, derived.passes, derived.leaves);
            let excess = p.investment[n] - p.investment_long_run[n];
            let share = excess.mul_add(middle, p.investment_long_run[n]);
            move_capital(p, derived, reads, b, share, stocks, ledger);
            move_output(p, derived, reads, b, stocks);
            let taken = p.tax[n] - p.obligations[n];
            let free = taken - p.care * R::splat(record.ageing[(Step::new(step), b)]);
            stocks.room[b] = stocks.actual.output[b] * free;
        }
        stocks.potential = potential;
        stocks.investment_excess = excess_left;
        if step >= record.steps {
            stocks.investment_excess *= derived.investment_retention[1];
        }
        if step + 1 == record.steps {
            meet_record(p, record, setting, step + 1, stocks);
        }
        ln_output_before
    }
}

/// Moves the capital of a bloc over a step.
#[inline(always)]
fn move_capital<R: Real, L: Ledger<R>>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    b: Bloc,
    share: R,
    stocks: &mut Stocks<R>,
    ledger: &mut L,
) {
    let dt = R::splat(reads.now.dt);
    let lost = R::one() - derived.retention;
    let put_in = investment_addition(p, derived, &stocks.actual, b, share, dt);
    let account = CAPITAL.account(b.get(), 0);
    let capital = &mut stocks.actual.capital[b];
    let lines = [(&INVESTED, put_in), (&WORN_OUT, -(*capital * lost))];
    change(capital, account, 1.0, lines, ledger);
    if reads.now.step < reads.record.steps {
        stocks.counterfactual.capital[b] = stocks.actual.capital[b];
    } else {
        let put_in = investment_addition(p, derived, &stocks.counterfactual, b, share, dt);
        let capital = &mut stocks.counterfactual.capital[b];
        // What `change` does, in its order: without AI's gain both economies are the same to the bit.
        let worn = *capital * lost;
        *capital += put_in;
        *capital += -worn;
    }
}

/// Moves output of a bloc over a step.
#[inline(always)]
fn move_output<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    b: Bloc,
    stocks: &mut Stocks<R>,
) {
    let (record, step) = (reads.record, Step::new(reads.now.step));
    let before = [stocks.actual.output[b], stocks.counterfactual.output[b]];
    let ln_before = [stocks.actual.ln_output[b], stocks.counterfactual.ln_output[b]];
    let recorded = step.get() < record.steps;
    if recorded {
        let ln_output = R::splat(record.ln_output[(Step::new(step.get() + 1), b)]);
        let output = ln_output.exp();
        for course in [&mut stocks.actual, &mut stocks.counterfactual] {
            course.ln_output[b] = ln_output;
            course.output[b] = output;
        }
    } else {
        let excess = (p.productivity[b.get()] - p.productivity_long_run) * stocks.growth_excess[b];
        stocks.ln_productivity[b] += excess.mul_add(derived.excess_years[b], derived.steady_growth[b]);
        stocks.growth_excess[b] *= derived.growth_retention[b];
        let gained = stocks.stages[STAGES - 1][b] - stocks.recorded_gain[b];
        let gain = gained * R::splat(reads.gain[b.get()]);
        let replaced = (derived.labour_shift * gain).clamp(R::zero(), derived.labour);
        let ln_labour = R::splat(record.ln_labour[(step, b)]);
        let people = derived.labour * ln_labour;
        let [ln_capital, ln_without] = [stocks.actual.capital[b].ln(), stocks.counterfactual.capital[b].ln()];
        let deepened = ln_capital - ln_labour - stocks.ln_capital_per_worker[b];
        let known = stocks.ln_productivity[b] + gain + ln_factors(p, ln_capital, people);
        stocks.actual.ln_output[b] = replaced.mul_add(deepened, known);
        stocks.counterfactual.ln_output[b] = stocks.ln_productivity[b] + ln_factors(p, ln_without, people);
        for course in [&mut stocks.actual, &mut stocks.counterfactual] {
            course.output[b] = course.ln_output[b].exp();
        }
    }
    let courses = [&mut stocks.actual, &mut stocks.counterfactual];
    for ((course, before), ln_before) in one_by_one(courses.into_iter().zip(before).zip(ln_before)) {
        if step.get() + 1 < record.steps {
            let ahead = record.ln_growth[(Step::new(step.get() + 1), b)];
            expect_growth(course, b, R::splat(ahead), R::splat(Real::exp(ahead)));
        } else {
            expect_growth(course, b, course.ln_output[b] - ln_before, course.output[b] / before);
        }
    }
    stocks.middle[b] = stocks.actual.output[b] * stocks.actual.growth_ahead[b].sqrt();
}

/// Inputs of the report of the economy.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a> {
    /// Record and projections.
    pub record: &'a Record,
    /// The quarter's last step.
    pub step: Step,
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: Reported { record, step }, stocks, mut report, .. } = self;
        let (actual, counterfactual) = (&stocks.actual, &stocks.counterfactual);
        for b in one_by_one(stocks.room.places()) {
            let gdp = actual.over_quarter(b);
            tell!(report, "gdp", b => gdp);
            tell!(report, "gdp_without_ai", b => counterfactual.over_quarter(b));
            tell!(report, "gdp_per_worker", b => gdp * R::splat(1.0 / record.labour(step, b)));
            let growth = actual.growth(b);
            tell!(report, "gdp_growth", b => growth);
            tell!(report, "gdp_growth_from_ai", b => growth - counterfactual.growth(b));
            tell!(report, "fiscal_room", b => stocks.room[b]);
        }
    }
}

//! **S5 · Foundries.** What makers can make: recorded, then built with a lag, learnt with experience, and bounded by memory
//! and tools that others may deny.
//!
//! ```text
//! J_m   = (g_m(t) + δ) K_m · pipeline(g) · P_m^ζ · state_b · (1 − ρ T_m(t)) / (1 − ρ T_m at the end of the record)     capacity ordered
//! s_1′  = 3(J − s_1)/τ     s_2′ = 3(s_1 − s_2)/τ     s_3′ = 3(s_2 − s_3)/τ                           under construction
//! K_m′  = s_3 − δ K_m                                                                      capacity at the recorded yield
//! E_m′  = Q_m + λ (1 − T_m) Σ_{o≠m} Q_o                                                     experience, others' at λ
//! y_m   = 1 − (1 − y⁰_m) (E_m/E_m at the end of the record)^{log₂(1 − learning)}                       yield
//! Q_m   = K_m · min(y_m / y⁰_m, memory_m / M_m(t))                                                     output
//! g_m(t) = g_∞ + (g_m − g_∞) e^{−κ(t − end of the record)}
//! ```
//! Where the record reaches, K and Q are the record; a calendar that begins after it finds K on the path of g. `pipeline` is what makes a maker that goes on ordering as it did grow at
//! g: capacity that arrives after τ was ordered for the output of then. Dear chips draw more of it, cheap ones less.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | K, Q | capacity at the recorded yield; output | H100 equivalents/yr | maker |
//! | J, s | capacity ordered; under construction, three stages | H100 equivalents/yr² | maker |
//! | g, g_∞, κ | growth after the record, in the long run; rate between them | 1/yr, log; 1/yr | maker; –; – |
//! | τ, δ | lag from order to output; rate at which capacity is retired | yr; 1/yr | – |
//! | P, ζ | list price over the catalogue's; response of orders to it | ratio; – | maker; – |
//! | E, λ | experience; what others' counts | H100 equivalents; ratio | maker; – |
//! | y, y⁰, learning | yield; at the end of the record; fall of its gap per doubling of experience | share | maker; maker; – |
//! | T, ρ | share of tools denied to the maker's bloc; share of capacity that hangs on them | share | maker; – |
//! | M, memory | share of memory denied; chips for which there is memory at home, over capacity | share; ratio | maker |
//!
//! **Time**: prices, capacity and stages are carried to the middle of what they act on (second order); growth that does not change is
//! exact whatever the step.
//! **Source**: Wright's law with others' experience as Irwin and Klenow 1994 measured it; lags from fab construction.
//! **Leaves out** profit: what is ordered follows a dated growth path, the price and the state; packaging as a limit of its
//! own; new makers. That makes it thin.
//! **Turned off when** `fabs.response`, `fabs.learning` and `fabs.tools` are 0 and `fabs.memory` is 100: then output follows
//! its path. Setting laws aside alone does not: a record made under denied tools goes on faster without the denial.

use super::controls::{Denials, DenialsInForce};
use crate::delay::{STAGES, passes, relax_by_mean};
use crate::loops;
use crate::math::{NOTHING, over_quarter};
use crate::report::tell;
use crate::time::Step;
use crate::tolerances::OF_PRICES;
use crate::transition::{Outcomes, Transition};
use crate::units::QUARTER;
use crate::world::{Bloc, Maker, Setting};
use overtake_model::{
    Calendar, Constraint, Declared, Held, Index, Ledger, Mechanism, Moment, Outcome, Row, SeriesDeclaration,
    Status, Table, World, parameters, value_past,
};
use overtake_num::level::Work;
use overtake_num::order::{Few, sum_by_value};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "fabs";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Thin,
    sentence: "What makers can make: built with a lag, learnt with experience, bounded by memory and tools",
    off: "fabs.response, fabs.learning and fabs.tools are 0 and fabs.memory is 100",
};

parameters! {
    /// How makers' output grows.
    pub struct Parameters in "fabs" {
        /// Ratio of a maker's true to recorded output.
        scale[maker]: "ratio" in 0.05..=20.0;
        /// Growth of a maker's capacity just after the last recorded year, at the catalogue's prices.
        growth[maker]: "1/yr, log" in -1.0..=2.0;
        /// Growth of makers' capacity in the long run, the same for all.
        growth_long_run: "1/yr, log" in -0.2..=0.8;
        /// Rate at which early growth gives way to long-run growth.
        growth_fade: "1/yr" in 0.02..=3.0;
        /// Mean time from an order of capacity to its output.
        lag: "yr" in 0.5..=10.0;
        /// Rate at which capacity is retired.
        ageing: "1/yr" in 0.01..=1.0;
        /// Elasticity of orders of capacity to the price of chips.
        response: "1" in 0.0..=3.0;
        /// Fall of the gap in yield with each doubling of experience.
        learning: "share" in 0.0..=0.6;
        /// What a chip made by others adds to experience, next to one's own.
        spillover: "ratio" in 0.0..=1.0;
        /// Yield at the end of the record.
        yielded[maker]: "share" in 0.05..=0.99;
        /// Chips for which there is memory from home and stock, over those that could be made at the end of the record.
        memory[maker]: "ratio" in 0.2..=100.0;
        /// Share of new capacity that hangs on foreign tools.
        tools: "share" in 0.0..=0.95;
    }
}

/// Histories read.
const SERIES: &[SeriesDeclaration] = &[SeriesDeclaration {
    key: "chips.output",
    unit: "H100 equivalents a year",
    axis: "maker",
    sentence: "Accelerators produced",
    optional: false,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[Outcome::flow(
    "chip_output",
    "maker",
    "H100 equivalents a year",
    "Chips that the maker can make, in foundry work",
)
.positive()
.headline()
.tolerance(OF_PRICES)
.of(KEY)];

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&MEMORY, &IDLE];
static MEMORY: Constraint = Constraint {
    part: "S5",
    key: "fabs.memory",
    axis: "maker",
    sentence: "there is less memory than chips could be made",
};
static IDLE: Constraint = Constraint {
    part: "S5",
    key: "fabs.idle",
    axis: "maker",
    sentence: "no capacity is ordered, so fast is it to shrink",
};

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { outcomes: OUTCOMES, series: SERIES, constraints: CONSTRAINTS, ..Declared::of(ABOUT) };

/// The record, the same in all futures.
#[derive(Clone, Debug)]
pub struct History {
    /// Log of each maker's output at the middle of each step; after the last knot its last value.
    pub ln_output: Table<f64, Step, Maker>,
    /// Years since the last knot.
    pub since: Table<f64, Step, Maker>,
    /// Denials by law to the maker's bloc at the last knot.
    pub denied: Row<Denials, Maker>,
}

impl History {
    /// Reads the record of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let (steps, makers) = (calendar.steps(), setting.makers.len());
        let middle = |s: Step| calendar.moment(s.get()).middle();
        let output = |m: Maker| world.history("chips.output", &world.members("maker")[m.get()].key);
        Self {
            ln_output: Table::from_fn(steps, makers, |s, m| {
                output(m).map_or(f64::NAN, |h| h.ln_at(middle(s)))
            }),
            since: Table::from_fn(steps, makers, |s, m| {
                output(m).map_or(0.0, |h| (middle(s) - h.end()).max(0.0))
            }),
            denied: Row::from_fn(makers, |m| {
                let end = output(m).map_or(0.0, |h| h.end());
                Denials::by_law(setting, setting.makers[m].bloc, end)
            }),
        }
    }
}

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Share of its gap that a stage of construction closes in a step.
    pub completion: R,
    /// Share of capacity left after a step.
    pub retention: R,
    /// Years of arrivals that a step adds, net of ageing within it.
    pub arrivals: R,
    /// Exponent of experience in the gap of yield.
    pub learning: R,
    /// By step and maker: share of the excess of growth left, and growth of capacity in a step, a factor.
    pub growth: Table<[R; 2], Step, Maker>,
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, history: &History, _: &Setting, calendar: &Calendar) -> Self {
        let dt = R::splat(calendar.dt());
        let retention = (-(p.ageing * dt)).exp();
        let steps = history.since.rows();
        let mut growth = Table::filled(steps, p.growth.len(), [R::one(); 2]);
        for s in one_by_one(0..steps) {
            for m in one_by_one(0..p.growth.len()) {
                let place = (Step::new(s), Maker::new(m));
                let since = history.since[place];
                // Up to the record's end nothing has faded.
                let mut early = R::one();
                if since > 0.0 {
                    early = (-(p.growth_fade * R::splat(since))).exp();
                }
                let growing = (p.growth[m] - p.growth_long_run).mul_add(early, p.growth_long_run);
                growth[place] = [early, (growing * dt).exp()];
            }
        }
        Self {
            completion: R::one() - (-passes(dt, p.lag)).exp(),
            retention,
            arrivals: (R::one() - retention) / p.ageing,
            learning: learning_exponent(p.learning),
            growth,
        }
    }
}

/// Capacity, construction and experience.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Capacity at the recorded yield, H100 equivalents a year.
    capacity: Row<R, Maker>,
    /// Capacity under construction by stage, H100 equivalents a year.
    construction: [Row<R, Maker>; STAGES],
    /// Experience, H100 equivalents.
    experience: Row<R, Maker>,
    /// Experience at the end of the record, H100 equivalents.
    recorded_experience: Row<R, Maker>,
    /// Capacity, H100 equivalents a year, and list price, a log, a step ago.
    last_step: Row<[R; 2], Maker>,
    /// Output over the quarter, H100 equivalents a year.
    pub output: Row<R, Maker>,
}

impl<R: Real> Stocks<R> {
    /// No capacity and no experience; the first step reads the record.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.makers.len(), R::zero());
        Self {
            capacity: zeros.clone(),
            construction: [zeros.clone(), zeros.clone(), zeros.clone()],
            experience: zeros.clone(),
            recorded_experience: zeros.clone(),
            output: zeros,
            last_step: Row::filled(setting.makers.len(), [R::zero(); 2]),
        }
    }
}

/// Inputs of a step.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// The record.
    pub history: &'a History,
    /// Denials in force to each maker's bloc in the step.
    pub denied: &'a [DenialsInForce<R>],
    /// List price over the catalogue's, a log.
    pub ln_price: &'a Row<R, Maker>,
    /// Factor of orders from state money, by bloc.
    pub state: &'a Row<R, Bloc>,
    /// The step.
    pub now: Moment,
}

impl<R: Real> Held<R> for Stocks<R> {}

impl<R> Reads<'_, R> {
    /// Whether a maker's output is that of the record in this step; in the first it always is.
    #[inline(always)]
    fn on_record(&self, m: Maker) -> bool {
        self.now.first() || self.history.since[(Step::new(self.now.step), m)] <= 0.0
    }
}

/// Share of a cost or a gap left when experience has grown by this ratio, falling by `rate` per doubling.
#[inline(always)]
pub fn learning_factor<R: Real>(ratio: R, rate: R) -> R {
    (ratio.ln() * learning_exponent(rate)).exp()
}

/// Exponent of experience that makes costs fall by `rate` per doubling.
#[inline(always)]
fn learning_exponent<R: Real>(rate: R) -> R {
    (-rate).ln_1p() / R::splat(std::f64::consts::LN_2)
}

/// Experience from the maker's own output and others', H100 equivalents a year.
#[inline(always)]
pub fn experience<R: Real>(own: R, others: R, spillover: R) -> R {
    others.mul_add(spillover, own)
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    /// Output of each maker in the step, H100 equivalents a year.
    type Done = Row<R, Maker>;

    /// Makes chips, and moves capacity and experience to the step's end.
    #[inline(always)]
    fn run(self) -> Row<R, Maker> {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let step = Step::new(reads.now.step);
        let makers = stocks.capacity.len();
        let (dt, one) = (R::splat(reads.now.dt), R::one());
        let Derived { completion, retention, arrivals, learning, .. } = *derived;
        let mut output = Row::filled(makers, R::zero());
        for m in one_by_one(reads.setting.makers.places()) {
            let n = m.get();
            let since = reads.history.since[(step, m)];
            let [early, grown] = derived.growth[(step, m)];
            // Each stage takes what the one before it holds at both ends of the step, in the mean.
            let mean = R::splat(0.5) * (one + grown);
            let pipeline = one + (grown - one) / completion;
            let held = (grown - retention) / (arrivals * mean);
            let denied = reads.denied[n];
            if !reads.on_record(m) {
                let learnt = value_past(
                    stocks.experience[m] / stocks.recorded_experience[m],
                    &loops::LEARNING,
                    ledger,
                );
                let gap = (learnt.ln() * learning).exp();
                let better = (one - (one - p.yielded[n]) * gap) / p.yielded[n];
                let mut share = better;
                if let Some(memory) = denied.memory {
                    share = share.min(p.memory[n] / memory.max(R::splat(NOTHING)));
                    if L::KEPT {
                        ledger.binds(&MEMORY, n, share.lt(better));
                    }
                }
                output[m] = stocks.capacity[m] * share;
            } else {
                // The path from the record's end, should the calendar begin later.
                let faded = (one - early) / p.growth_fade;
                let since = p.growth_long_run * R::splat(since);
                let later = (p.growth[n] - p.growth_long_run).mul_add(faded, since);
                let ln_output = R::splat(reads.history.ln_output[(step, m)]) + later;
                stocks.capacity[m] = ln_output.exp() * p.scale[n];
                output[m] = stocks.capacity[m];
                stocks.construction[2][m] = (stocks.capacity[m] * held).positive_part();
                stocks.construction[1][m] = stocks.construction[2][m] * pipeline / mean;
                stocks.construction[0][m] = stocks.construction[1][m] * pipeline / mean;
            }
            // Capacity is that of the step's middle: what is ordered until the next one's is ordered, in the mean, at the step's
            // end, to which capacity and price are carried along their last change; at constant growth capacity exactly.
            let then = reads.history.denied[m];
            let tools = (one - p.tools * denied.tools) / (one - p.tools * R::splat(then.tools));
            let (capacity, ln_price) = (stocks.capacity[m], reads.ln_price[m]);
            let first = reads.now.first();
            let [was, ln_was] = if first { [capacity / grown, ln_price] } else { stocks.last_step[m] };
            stocks.last_step[m] = [capacity, ln_price];
            let half = R::splat(0.5);
            let ahead = (capacity - was).mul_add(half, capacity) / (one - one / grown).mul_add(half, one);
            let due = (ahead * held).positive_part();
            if L::KEPT {
                ledger.binds(&IDLE, n, due.le(R::zero()));
            }
            let priced = (p.response * (ln_price + (ln_price - ln_was))).exp();
            let paid = reads.state[reads.setting.makers[m].bloc];
            let ordering = due * pipeline * pipeline * pipeline / (mean * mean) * priced * tools * paid;
            let [ordered, begun, finishing] = &mut stocks.construction;
            let stages = [&mut ordered[m], &mut begun[m], &mut finishing[m]];
            let arriving = relax_by_mean(stages, ordering, completion);
            stocks.capacity[m] = arriving.mul_add(arrivals, capacity * retention);
        }
        for m in one_by_one(reads.setting.makers.places()) {
            let mut others = Few::new();
            for o in reads.setting.makers.places() {
                if o != m {
                    others.push(output[o]);
                }
            }
            let spillover = p.spillover * (one - reads.denied[m.get()].tools);
            let added = experience(output[m], sum_by_value(&others), spillover) * dt;
            // Before the record begins a maker has made what its first output makes in a year.
            let first = R::select(stocks.experience[m].gt(R::zero()), R::zero(), output[m]);
            stocks.experience[m] += first + added;
            if reads.on_record(m) {
                stocks.recorded_experience[m] = stocks.experience[m];
            }
        }
        let (share, begins) = (reads.now.dt / QUARTER, reads.now.begins_quarter);
        for (mean, &rate) in one_by_one(stocks.output.values_mut().iter_mut().zip(output.values())) {
            *mean = over_quarter(*mean, rate, share, begins);
        }
        output
    }
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { stocks, mut report, .. } = self;
        for m in one_by_one(stocks.output.places()) {
            tell!(report, "chip_output", m => stocks.output[m]);
        }
    }
}

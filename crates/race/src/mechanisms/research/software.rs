//! **S10 · Discovery.** People, computers and openness find ways to get more from the same compute.
//!
//! ```text
//! (ln S_b)′ = θ_b R_b^λ s_b^{−φ} (1 − ln s_b / ln s̄)  + jumps          φ = λ/r,   s_b = S_b / S_ref(2020-Q1)
//! R_b  = CES_ρ[ a : (L_b e^{A_b} / L_0)^p,  1 − a : (X_b / X_0)^ζ ] · (1 + h O_b)/(1 + h O_0)
//! CES_ρ[a : l, 1 − a : c] = (a l^ρ + (1 − a) c^ρ)^{1/ρ}                 elasticity of substitution 1/(1 − ρ)
//! e^{A} = 1/(1 − f)                                                    f = σ(v (ln E − ln E_h)) from 2023-Q1 on, 0 before
//! rare jumps: rate η T_b, S times e^{y_m} u^{−1/α} (Pareto);   efficiency jumps: rate ε L_b, S times e^{y_e}
//! θ_ref = g_0 − what jumps are expected to add in 2020                  until 2020-Q1: (ln S_b)′ = pace_b g_0
//! whoever has the technique of a breakthrough (S13) has γ R_b in place of R_b
//! ```
//! Until 2020-Q1 software is a spin-up on measured growth; there the law is normalised: L_0, X_0, O_0 are the
//! reference bloc's researchers, experiments and openness of that date, so its growth is the belief g_0. E is gauged by
//! the reference's S of 2023-Q1, and nothing before that date reads it.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | S | software efficiency, 1 for the reference bloc in 2020-Q1 | ratio | bloc |
//! | θ | growth at the inputs of 2020: pace_b of the reference's | 1/yr, log | bloc |
//! | R | research input, 1 for the reference bloc in 2020-Q1 | ratio | bloc |
//! | r, λ, φ | returns: doublings of S for a doubling of all input ever made; how growth rises with input, falls with S | – | – |
//! | s̄ | ceiling of S | orders of magnitude | – |
//! | a, ρ | weight of labour; substitution | share; – | – |
//! | p, ζ | exponents of labour and of experiments | – | – |
//! | L, T | researchers; elite researchers | ratio | bloc |
//! | X | compute for experiments: a share of the compute at disposal | H100 equivalents | bloc |
//! | A, f | what AI adds to labour; share of research tasks that AI does | log; share | bloc |
//! | v, E_h | slope of that share; effective compute at which it is one half | –; log10 FLOP | – |
//! | E | effective compute of the bloc's best model, borrowed capability included | FLOP of 2023-Q1 | bloc |
//! | h, O | gain of a laboratory inside the open community; share of the bloc's research inside it | –; share | –; bloc |
//! | η, y_m, α | rate, least size and tail of rare jumps | 1/yr, log, – | – |
//! | ε, y_e | rate and size of efficiency jumps | 1/yr, log | – |
//!
//! **Time**: R is carried to the middle of the step along its last change, then the law is stepped in ln S by the exponential of its
//! own slope (second order; the ceiling is never passed). Jumps come at exponential times after each quarter begins, at most one of
//! a kind a quarter, and close the way to the ceiling by a share.
//! **Source**: the law of Jones 1995 as GATE, FTM, the AI Futures Model and METR write it; each of these is a bundle of
//! returns, λ, ρ, a, p, ζ, v, E_h and ceiling in `evidence/schools.toml`, and the form is the same for all. Growth from
//! Ho and others 2024.
//! **Leaves out** taste; AI of others that a bloc's laboratories use; S that flows between blocs
//! otherwise than by borrowed capability.
//! **Turned off when** `software.multiplier` is 0.

use super::laboratories::{best_capability, open_share};
use super::lag::Paths;
use super::researchers;
use crate::loops;
use crate::luck::Streams;
use crate::mechanisms::diffusion::applications;
use crate::report::tell;
use crate::time::Step;
use crate::transition::{Outcomes, Transition};
use crate::units::{GAUGE_DATE, GAUGE_FLOP, flop};
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::{
    Account, Calendar, Constraint, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment,
    Outcome, Row, Status, Stock, Table, change, parameters, set_by,
};
use overtake_num::level::Work;
use overtake_num::{Mask, Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "software";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S10"],
    status: Status::Full,
    sentence: "People, computers and openness find ways to get more from the same compute",
    off: "software.multiplier is 0",
};

parameters! {
    /// How software improves.
    pub struct Parameters in "software" {
        /// Growth of software efficiency of the reference bloc in 2020-Q1, jumps included.
        growth: "1/yr, log" in 0.0..=4.0;
        /// Growth at equal research and software, relative to the reference bloc.
        pace[bloc]: "ratio" in 0.0..=3.0;
        /// Software efficiency in 2020-Q1 relative to the reference bloc, in logs.
        offset[bloc]: "log" in -8.0..=4.0;
        /// Returns to research: doublings of efficiency for each doubling of all research ever done.
        returns: "ratio" in 0.05..=20.0;
        /// How the growth of software rises with research input: its elasticity.
        input_exponent: "ratio" in 0.0..=3.0;
        /// Substitution between labour and experiments: the elasticity is 1/(1 − this).
        substitution: "ratio" in -5.0..=-0.001;
        /// Weight of labour in research, the rest being that of experiments.
        labour_weight: "share" in 0.0..=1.0;
        /// How research labour counts: less than one where many hinder each other.
        labour_exponent: "ratio" in 0.0..=1.0;
        /// How compute for experiments counts.
        compute_exponent: "ratio" in 0.0..=1.0;
        /// Slope of the share of research tasks that AI does, in effective compute.
        assistance_slope: "1/log" in 0.0..=3.0;
        /// Effective compute at which AI does half of all research tasks.
        assistance_midpoint: "log10 FLOP" in 20.0..=1000.0;
        /// Most that software can ever improve on that of the reference bloc in 2020-Q1.
        ceiling: "orders of magnitude" in 0.5..=1e300;
        /// Share of the compute at disposal that goes into experiments.
        experiment_share[bloc]: "share" in 0.001..=1.0;
        /// Gain in research input of a laboratory inside the open community.
        homework: "ratio" in 0.0..=5.0;
        /// Rare jumps a year for as many elite researchers as the reference bloc had in 2020.
        genius_rate: "1/yr" in 0.0..=2.0;
        /// Least size of a rare jump.
        genius_size: "log" in 0.0..=5.0;
        /// Exponent of the Pareto tail of rare jumps: the less, the heavier.
        genius_tail: "ratio" in 0.2..=20.0;
        /// Efficiency jumps a year for as many researchers as the reference bloc had in 2020.
        efficiency_rate: "1/yr" in 0.0..=2.0;
        /// Size of an efficiency jump.
        efficiency_size: "log" in 0.0..=5.0;
    }
}

/// Levers on discovery.
const LEVERS: &[Lever] = &[
    Lever {
        key: "software.multiplier",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 10.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies the growth of the bloc's software efficiency",
        mechanism: KEY,
    },
    Lever {
        key: "software.homework",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 10.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies what the bloc's laboratories gain from research shared in the open",
        mechanism: KEY,
    },
    Lever {
        key: "software.jumps",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 10.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies how often the bloc's researchers make a rare discovery",
        mechanism: KEY,
    },
    Lever {
        key: "software.efficiency_jumps",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 10.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies how often the bloc's researchers make a jump in efficiency",
        mechanism: KEY,
    },
];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock(
        "software_efficiency",
        "bloc",
        "log, 0 for the reference bloc in 2020-Q1",
        "Software efficiency in logs",
    )
    .linear(-40.0, 60.0)
    .headline()
    // Researchers go after investment, which a shorter step lets answer sooner.
    .tolerance(0.04)
    .of(KEY),
    Outcome::stock(
        "software_progress",
        "bloc",
        "share",
        "Share of the way from the software of 2020-Q1 to its ceiling, in logs; 0 below the start",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .of(KEY),
    Outcome::stock("research_automated", "bloc", "share", "Share of the bloc's research tasks that AI does")
        .linear(0.0, 1.0)
        .within(0.0, 1.0)
        .of(KEY),
    Outcome::stock(
        "effective_compute",
        "bloc",
        "FLOP with software of 2023-Q1",
        "Best effective compute that the bloc has published; 0 before 2023-Q1",
    )
    .positive()
    .headline()
    // AI that helps research makes of a small difference a larger one.
    .tolerance(0.05)
    .of(KEY),
];

/// The date at which the law is normalised, and the reference's software is one.
pub const ORIGIN: f64 = 2020.0;
/// Log of experiments, H100 equivalents, that stands for none: it must be a number.
const NO_EXPERIMENT: f64 = -69.0;

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&CEILING, &JUMPS_ALONE, &NO_EXPERIMENTS];
static CEILING: Constraint = Constraint {
    part: "S10",
    key: "software.ceiling",
    axis: "bloc",
    sentence: "the ceiling takes all but a twentieth of growth",
};
static JUMPS_ALONE: Constraint = Constraint {
    part: "S10",
    key: "software.jumps_alone",
    axis: "bloc",
    sentence: "expected jumps leave nothing of measured growth",
};
static NO_EXPERIMENTS: Constraint = Constraint {
    part: "S10",
    key: "software.no_experiments",
    axis: "bloc",
    sentence: "there is no compute for experiments",
};

static MEASURED: Line = Line { part: "S10", key: "measured", sentence: "software improved as measured" };
static RESEARCH: Line =
    Line { part: "S10", key: "research", sentence: "people and experiments improved software" };
static ASSISTED: Line =
    Line { part: "S10", key: "assisted", sentence: "AI that helped research improved software" };
static QUICKENED: Line =
    Line { part: "S13", key: "quickened", sentence: "the technique of the breakthrough improved software" };
static HOMEWORK: Line =
    Line { part: "S10", key: "homework", sentence: "research shared in the open improved software" };
static GENIUS: Line = Line { part: "S10", key: "genius", sentence: "a rare discovery" };
static EFFICIENCY: Line = Line { part: "S10", key: "efficiency", sentence: "a jump in efficiency" };

const SOFTWARE: Stock = Stock::new("software", "bloc", "log", "Software efficiency").signed();
/// Its stocks.
const STOCKS: &[Stock] = &[SOFTWARE];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared {
    levers: LEVERS,
    outcomes: OUTCOMES,
    stocks: STOCKS,
    constraints: CONSTRAINTS,
    ..Declared::of(ABOUT)
};

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// φ: fall of the log of growth for each unit of ln S.
    pub fishing_out: R,
    /// 1 / ln s̄, zero where there is no ceiling.
    pub per_ceiling: R,
    /// ln s̄, the ceiling of ln S.
    pub ceiling: R,
    /// Growth of ln S at the inputs of 2020, 1/yr by bloc.
    pub theta: Row<R, Bloc>,
    /// ln E_h over the unit of capability.
    pub midpoint: R,
    /// Rates of rare and of efficiency jumps for a unit of researchers, 1/yr by bloc.
    pub rates: Row<[R; 2], Bloc>,
    /// Share of compute for experiments, a log.
    pub ln_experiment_share: Row<R, Bloc>,
}

impl<R: Real> Derived<R> {
    /// Derives them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, q: &researchers::Parameters<R>, setting: &Setting, _: &Calendar) -> Self {
        let (blocs, ln_ten) = (setting.blocs.len(), R::splat(std::f64::consts::LN_10));
        let mut rates: Row<[R; 2], Bloc> = Row::filled(blocs, [R::zero(); 2]);
        let mut theta: Row<R, Bloc> = Row::filled(blocs, R::zero());
        let mut ln_experiment_share = theta.clone();
        for b in one_by_one(rates.places()) {
            rates[b] = [p.genius_rate * q.density[b.get()], p.efficiency_rate];
            ln_experiment_share[b] = p.experiment_share[b.get()].ln();
        }
        // The log of a Pareto is exponential: its mean is its least value and 1/α.
        let genius = p.genius_size + R::one() / p.genius_tail;
        let [rare, often] = rates[setting.reference];
        let jumps = q.scale[setting.reference.get()] * (rare * genius + often * p.efficiency_size);
        let continuous = (p.growth - jumps).positive_part();
        for (b, theta) in theta.values_mut().iter_mut().enumerate() {
            *theta = p.pace[b] * continuous;
        }
        Self {
            fishing_out: p.input_exponent / p.returns,
            per_ceiling: R::one() / (p.ceiling * ln_ten),
            ceiling: p.ceiling * ln_ten,
            theta,
            midpoint: p.assistance_midpoint.mul_add(ln_ten, -R::splat(GAUGE_FLOP).ln()),
            rates,
            ln_experiment_share,
        }
    }
}

/// Software efficiency, and the memory of discovery.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Software efficiency, in logs.
    pub ln_software: Row<R, Bloc>,
    /// Compute for experiments of the reference when the law began, a log.
    origin_compute: R,
    /// ln(1 + h O), the community's help to the reference, then.
    origin_homework: R,
    /// ln S of the reference then.
    origin_software: R,
    /// Research input of the last step, ln R.
    ln_research: Row<R, Bloc>,
    /// ln S of the reference in 2023-Q1; until then at the growth of 2020.
    pub gauge: R,
    /// AI's assistance to labour, a log.
    pub assistance: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// Software of none.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let none = Row::filled(setting.blocs.len(), R::zero());
        Self {
            ln_software: none.clone(),
            origin_compute: R::zero(),
            origin_homework: R::zero(),
            origin_software: R::zero(),
            ln_research: none.clone(),
            gauge: R::zero(),
            assistance: none,
        }
    }

    /// Share of the way to the ceiling.
    #[inline(always)]
    fn progress(&self, derived: &Derived<R>, b: Bloc) -> R {
        ((self.ln_software[b] - self.origin_software) * derived.per_ceiling).clamp(R::zero(), R::one())
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        SOFTWARE.show(&self.ln_software, visitor);
    }
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, (&Setting, f64), Stocks<R>, ()> {
    type Done = ();

    /// Sets software to what it was at the start of the calendar, a decimal year.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, reads: (setting, start), stocks, .. } = self;
        for b in setting.blocs.places() {
            stocks.ln_software[b] = initial(p, b, start);
        }
        stocks.origin_software = initial(p, setting.reference, ORIGIN);
        stocks.gauge = initial(p, setting.reference, GAUGE_DATE);
    }
}

/// Luck of discovery by bloc and quarter.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Time from the quarter's beginning to a rare jump, in mean intervals.
    pub genius: Table<R, Step, Bloc>,
    /// Draw u inside (0, 1) of its size, a Pareto's e^y u^{−1/α}.
    pub size: Table<R, Step, Bloc>,
    /// Time from the quarter's beginning to an efficiency jump, in mean intervals.
    pub efficiency: Table<R, Step, Bloc>,
}

impl<R: Real> Luck<R> {
    /// Draws it.
    #[must_use]
    pub fn draw(_: &Parameters<R>, streams: &Streams<'_>) -> Self {
        Self {
            genius: streams.exponential("genius", streams.blocs()),
            size: streams.uniform("genius-size", streams.blocs()),
            efficiency: streams.exponential("efficiency", streams.blocs()),
        }
    }
}

/// Inputs of discovery in a step.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Log of compute at disposal.
    pub ln_disposal: &'a Row<R, Bloc>,
    /// Capability at the start of the step, published or not.
    pub capability: &'a Row<R, Laboratory>,
    /// Share of its bloc's compute that each laboratory has.
    pub shares: &'a Row<R, Laboratory>,
    /// Chance that a laboratory opens a release, a share.
    pub chances: &'a Row<R, Laboratory>,
    /// `software.multiplier` by bloc.
    pub multiplier: &'a [f64],
    /// Factor of progress from state money.
    pub state: &'a Row<R, Bloc>,
    /// `software.homework` by bloc.
    pub homework: &'a [f64],
    /// `software.jumps` by bloc.
    pub jumps: &'a [f64],
    /// `software.efficiency_jumps` by bloc.
    pub efficiency_jumps: &'a [f64],
    /// Parameters of applications: shares of researchers between them and the frontier.
    pub applications: &'a applications::Parameters<R>,
    /// `applications.effort` by bloc.
    pub effort: &'a [f64],
    /// Growth that the technique of a breakthrough adds over growth without it, a ratio.
    pub technique_gain: R,
    /// Holders of the technique: 1 where a bloc has it, else 0.
    pub technique_held: &'a Row<R, Bloc>,
    /// Date of getting the technique, a decimal year.
    pub technique_since: &'a Row<R, Bloc>,
    /// Luck.
    pub luck: &'a Luck<R>,
    /// Researchers at the step's start, and at the quarter's, who make its jumps.
    pub researchers: [&'a Row<R, Bloc>; 2],
    /// The step.
    pub now: Moment,
}

/// Software efficiency at the start of the calendar, in logs.
#[inline(always)]
pub fn initial<R: Real>(p: &Parameters<R>, bloc: Bloc, start: f64) -> R {
    p.offset[bloc.get()] + measured_growth(p, bloc, start - ORIGIN)
}

/// Growth of ln S in so many years at the measured rate.
#[inline(always)]
fn measured_growth<R: Real>(p: &Parameters<R>, bloc: Bloc, years: f64) -> R {
    p.pace[bloc.get()] * p.growth * R::splat(years)
}

/// Share of research tasks that AI does, from its assistance to labour.
#[inline(always)]
pub fn automation_share<R: Real>(assistance: R) -> R {
    -(-assistance).exp_m1()
}

/// Log of a CES aggregate of two inputs in logs, the first with this weight.
#[inline(always)]
pub fn ln_ces<R: Real>(weight: R, rho: R, ln_first: R, ln_second: R) -> R {
    let first = weight * (rho * ln_first).exp();
    ((R::one() - weight).mul_add((rho * ln_second).exp(), first)).ln() / rho
}

/// ln(1 + e^z): AI's assistance to labour, a log.
#[inline(always)]
pub fn softplus<R: Real>(z: R) -> R {
    z.positive_part() + (-z.abs()).exp().ln_1p()
}

/// Growth of ln S over `dt` years, a log, at the research input of the middle of the step: the law stepped by its own slope.
#[inline(always)]
pub fn growth<R: Real>(
    theta: R,
    ln_research: R,
    p: &Parameters<R>,
    derived: &Derived<R>,
    ln_s: R,
    dt: f64,
) -> R {
    let driven = theta * (p.input_exponent * ln_research - derived.fishing_out * ln_s).exp();
    // Rounding may carry software past its ceiling by a last bit; what is found is not lost for that.
    let left = (R::one() - ln_s * derived.per_ceiling).positive_part();
    // The rate falls by this much for each unit of ln S; at the ceiling it still leads towards it.
    let slope = driven * derived.fishing_out.mul_add(left, derived.per_ceiling);
    let steep = slope.max(R::splat(1e-30));
    driven * left * -(-(steep * R::splat(dt))).exp_m1() / steep
}

/// Growth of ln S by a jump of this size: below the ceiling a jump covers less, and never all of the way.
#[inline(always)]
pub fn jump<R: Real>(derived: &Derived<R>, ln_s: R, size: R) -> R {
    let room = (derived.ceiling - ln_s).max(R::splat(1e-12));
    room * -(-(size / room)).exp_m1()
}

/// Research input of people and experiments alone, and what AI adds to it, in logs.
#[inline(always)]
pub fn research_input<R: Real>(p: &Parameters<R>, ln_labour: R, assistance: R, ln_compute: R) -> (R, R) {
    let rho = p.substitution;
    // The terms of a CES aggregate in which AI multiplies the first.
    let labour = p.labour_weight * (rho * p.labour_exponent * ln_labour).exp();
    // Where AI adds nothing yet, labour is all there is.
    let helps = assistance.gt(R::zero()).any();
    let mut helped = labour;
    if helps {
        helped = labour * (rho * p.labour_exponent * assistance).exp();
    }
    let compute = (R::one() - p.labour_weight) * (rho * p.compute_exponent * ln_compute).exp();
    let alone = (labour + compute).ln();
    let assisted = if helps { ((helped + compute).ln() - alone) / rho } else { R::zero() };
    (alone / rho, assisted)
}

/// Log of compute for experiments.
#[inline(always)]
fn ln_experiments<R: Real>(derived: &Derived<R>, reads: &Reads<'_, R>, bloc: Bloc) -> R {
    (reads.ln_disposal[bloc] + derived.ln_experiment_share[bloc]).max(R::splat(NO_EXPERIMENT))
}

/// ln(1 + h O): the community's addition to research input, a log.
#[inline(always)]
fn community_gain<R: Real>(p: &Parameters<R>, reads: &Reads<'_, R>, inputs: &Inputs<R>, bloc: Bloc) -> R {
    (p.homework * R::splat(reads.homework[bloc.get()])).mul_add(inputs.open[bloc], R::one()).ln()
}

/// Whether a first event after the quarter's beginning falls into the step.
#[inline(always)]
fn event_in_step<R: Real>(mean_intervals: R, rate: R, now: Moment) -> R::Mask {
    let after = mean_intervals / rate;
    let begin = 0.25 - now.to_quarter_end;
    after.ge(R::splat(begin)) & after.lt(R::splat(begin + now.dt))
}

/// Whether a step is the first from a date on.
fn first_step_from(now: Moment, date: f64) -> bool {
    now.time >= date && (now.step == 0 || now.time - 0.5 * now.dt < date)
}

/// Growth of software in a step over growth without the technique, a factor by bloc, 1 where it is not held: from its gain,
/// its holders and the dates at which they got it.
#[inline(always)]
pub fn technique_growth<R: Real>(
    gain: R,
    has: &Row<R, Bloc>,
    since: &Row<R, Bloc>,
    now: Moment,
) -> Row<R, Bloc> {
    let mut factors = Row::filled(has.len(), R::one());
    for b in one_by_one(has.places()) {
        if !has[b].gt(R::zero()).any() {
            continue;
        }
        let (begins, since) = (R::splat(now.time), since[b]);
        // Found within the last step: what was left of it is made up for.
        let late = since.gt(R::splat(now.time - now.dt)) & since.le(begins);
        let owed = R::select(late, (begins - since) * R::splat(1.0 / now.dt), R::zero());
        let used = R::select(since.le(begins), R::one() + owed, R::zero());
        factors[b] = gain.mul_add(used, R::one());
    }
    factors
}

/// Inputs of research found once a step, each by bloc.
#[derive(Clone, Debug)]
struct Inputs<R> {
    /// Best capability of the bloc's laboratories, a log, software of 2020-Q1.
    best_capability: Row<R, Bloc>,
    /// Share of the bloc's research inside the open community.
    open: Row<R, Bloc>,
    /// Researchers at the frontier over those without a policy on applications, a log.
    ln_frontier_share: Row<R, Bloc>,
    /// Growth with the technique over growth without it, a factor, 1 where it is not held.
    technique_growth: Row<R, Bloc>,
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Moves software efficiency over one step.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let (now, reference) = (reads.now, reads.setting.reference);
        let mut inputs = Inputs {
            best_capability: best_capability(reads.setting, reads.capability, R::zero()),
            open: open_share(reads.setting, reads.shares, reads.chances),
            ln_frontier_share: applications::ln_frontier_share(reads.applications, reads.effort),
            technique_growth: technique_growth(
                reads.technique_gain,
                reads.technique_held,
                reads.technique_since,
                now,
            ),
        };
        ledger.passes(&loops::RESEARCH, inputs.best_capability.values_mut());
        ledger.passes(&loops::BREAKTHROUGH, inputs.technique_growth.values_mut());
        let (reads, inputs) = (&reads, &inputs);
        if first_step_from(now, ORIGIN) {
            stocks.origin_compute = ln_experiments(derived, reads, reference);
            stocks.origin_homework = community_gain(p, reads, inputs, reference);
            stocks.origin_software =
                stocks.ln_software[reference] - measured_growth(p, reference, now.time - ORIGIN);
        }
        if first_step_from(now, GAUGE_DATE) {
            // A calendar that starts later finds the reference on its measured path.
            stocks.gauge =
                stocks.ln_software[reference] - measured_growth(p, reference, now.time - GAUGE_DATE);
        }
        for b in one_by_one(reads.ln_disposal.places()) {
            let account = SOFTWARE.account(b.get(), 0);
            let multiplier = R::splat(reads.multiplier[b.get()]) * reads.state[b];
            if now.time < ORIGIN {
                let lines = [(&MEASURED, measured_growth(p, b, now.dt) * multiplier)];
                change(&mut stocks.ln_software[b], account, 1.0, lines, ledger);
                continue;
            }
            let (alone, assisted, community_gain) = input_parts(p, derived, reads, inputs, stocks, b);
            let ln_research = alone + assisted + community_gain - stocks.origin_homework;
            let before = if first_step_from(now, ORIGIN) { ln_research } else { stocks.ln_research[b] };
            stocks.ln_research[b] = ln_research;
            let middle = (ln_research - before).mul_add(R::splat(0.5), ln_research);
            let ln_s = stocks.ln_software[b] - stocks.origin_software;
            if L::KEPT {
                let left = R::one() - ln_s * derived.per_ceiling;
                ledger.binds(&CEILING, b.get(), left.lt(R::splat(0.05)));
                ledger.binds(&JUMPS_ALONE, b.get(), derived.theta[b].le(R::zero()));
                ledger.binds(
                    &NO_EXPERIMENTS,
                    b.get(),
                    ln_experiments(derived, reads, b).le(R::splat(NO_EXPERIMENT)),
                );
            }
            let technique = inputs.technique_growth[b];
            let total = growth(derived.theta[b] * multiplier * technique, middle, p, derived, ln_s, now.dt);
            let [rare, frequent] = jumps(p, derived, reads, b);
            let size = (rare + frequent) * multiplier;
            let mut leap = R::zero();
            // Of no jump comes nothing.
            if size.gt(R::zero()).any() {
                leap = jump(derived, ln_s + total, size);
            }
            let lines = || {
                // Growth without the technique, without what AI adds, then without what the community adds either.
                let without_technique = total / technique;
                let unassisted = without_technique * (-(p.input_exponent * assisted)).exp();
                let alone = unassisted * (-(p.input_exponent * community_gain)).exp();
                let rarely = leap * rare / (rare + frequent).max(R::splat(1e-30));
                [
                    (&RESEARCH, alone),
                    (&HOMEWORK, unassisted - alone),
                    (&ASSISTED, without_technique - unassisted),
                    (&QUICKENED, total - without_technique),
                    (&GENIUS, rarely),
                    (&EFFICIENCY, leap - rarely),
                ]
            };
            let after = stocks.ln_software[b] + (total + leap);
            set_by(&mut stocks.ln_software[b], account, after, lines, ledger);
        }
    }
}

/// Research input of a bloc in parts, in logs: people and experiments, AI's addition, the community's.
#[inline(always)]
fn input_parts<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    inputs: &Inputs<R>,
    stocks: &mut Stocks<R>,
    b: Bloc,
) -> (R, R, R) {
    if reads.now.time >= GAUGE_DATE {
        let ln_e = inputs.best_capability[b] - stocks.gauge;
        stocks.assistance[b] = softplus(p.assistance_slope * (ln_e - derived.midpoint));
    }
    let ln_labour = reads.researchers[0][b].ln() + inputs.ln_frontier_share[b];
    let ln_compute = ln_experiments(derived, reads, b) - stocks.origin_compute;
    let (alone, assisted) = research_input(p, ln_labour, stocks.assistance[b], ln_compute);
    (alone, assisted, community_gain(p, reads, inputs, b))
}

/// Sizes of the jumps that a bloc makes in the step, in logs: rare ones, and those in efficiency.
#[inline(always)]
fn jumps<R: Real>(p: &Parameters<R>, derived: &Derived<R>, reads: &Reads<'_, R>, b: Bloc) -> [R; 2] {
    let (quarter, labour) = (Step::new(reads.now.quarter), reads.researchers[1][b]);
    let rare = derived.rates[b][0] * labour * R::splat(reads.jumps[b.get()]);
    let frequent = derived.rates[b][1] * labour * R::splat(reads.efficiency_jumps[b.get()]);
    let rare = event_in_step(reads.luck.genius[(quarter, b)], rare, reads.now);
    let frequent = event_in_step(reads.luck.efficiency[(quarter, b)], frequent, reads.now);
    let mut size = R::zero();
    // Few quarters have a rare jump, and only such a one has a size.
    if rare.any() {
        size = p.genius_size - reads.luck.size[(quarter, b)].ln() / p.genius_tail;
    }
    [R::select(rare, size, R::zero()), R::select(frequent, p.efficiency_size, R::zero())]
}

/// Inputs of the report of software.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Published capability over time.
    pub paths: &'a Paths<R>,
    /// The quarter's last step.
    pub now: Moment,
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_, R>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { derived, reads: Reported { setting, paths, now }, stocks, mut report, .. } = self;
        let gauge = now.time >= GAUGE_DATE;
        for b in one_by_one(setting.blocs.places()) {
            tell!(report, "software_efficiency", b => stocks.ln_software[b]);
            tell!(report, "software_progress", b => stocks.progress(derived, b));
            tell!(report, "research_automated", b => automation_share(stocks.assistance[b]));
            let gauged = paths.last(b) - stocks.gauge;
            tell!(report, "effective_compute", b => if gauge { flop(gauged) } else { R::zero() });
        }
    }
}

//! **S13 · The breakthrough.** A bloc whose best model comes near an uncertain threshold may find a technique that speeds its
//! research; the technique is secret and leaks.
//!
//! ```text
//! h_b   = e_b h σ((ln E_b − ln T)/w)          0 where nothing is to be found (reachable = 0)
//! b crosses when ∫ h_b dt = −ln u_b                                one uniform a (future, bloc)
//! λ_ob  = ℓ (1 + o O_o)/s_o  while o has the technique and b has not
//! b gets it from others when ∫ max_o λ_ob dt = −ln v_b             one uniform a (future, bloc)
//! R_b   → γ R_b in discovery from the day on which b has it, so (ln S_b)′ is γ^λ times what it would be
//! ```
//! One form for all blocs. A bloc stands for its laboratories by the best of them, published or not, so that a laboratory
//! in two halves does not double the hazard. Of those who have the technique the leakiest counts, for the same reason. A
//! follower close to the threshold can also find the technique itself, by the same hazard.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | E | effective compute of the bloc's best model | FLOP of 2023-Q1 | bloc |
//! | T | threshold: each school of discovery has its own | FLOP of 2023-Q1 | – |
//! | reachable | whether there is anything to be found by scaling models: 1 or 0 | – | – |
//! | h, w | hazard far above the threshold; distance over which it comes | 1/yr; log | – |
//! | e | `breakthrough.hazard` | ratio | bloc |
//! | ℓ, o | leak from one bloc to another; how much more leaks where all research is open | 1/yr; ratio | – |
//! | O | share of the holder's research inside the open community (openness) | share | bloc |
//! | s | `breakthrough.secrecy` | ratio | bloc |
//! | γ | what the technique multiplies research input by | ratio | – |
//! | λ | elasticity of growth to research input (discovery) | – | – |
//!
//! **Time**: the hazard is linear between the ends of a step (trapezoid) and the event lies where its integral meets the draw.
//! Discovery of the next step makes up for the part of the step in which the technique was held and not yet used; second order in
//! the step. Nothing is looked for before 2023, whose software gauges E. Days of release are not told apart: what a laboratory has
//! counts, released or not.
//! **Source**: thresholds of the Full Takeoff Model, the AI Futures Model and METR (`evidence/schools.toml`); two blocs with
//! hazards h_A and h_B are a Poisson race, P(A first) = h_A/(h_A + h_B), which a test holds it to. Hazard, leak and
//! gain are judgements.
//! **Leaves out** a step in usable capability at the crossing; safety, theft as an act of policy, and what states do about
//! a rival's crossing. *Not censored*: futures go on to the horizon after a crossing, kept finite by software's ceiling;
//! what they say more than five years after it is beyond what the sources claim to know. `first_to_cross` and
//! `technique_held` let a claim leave such years out, and keep futures in which nobody crosses apart.
//! **Turned off when** `breakthrough.hazard` is 0 for every bloc.

use super::laboratories::{best_capability, open_share};
use super::software;
use crate::luck::Streams;
use crate::math::LEAST;
use crate::report::tell;
use crate::transition::{Outcomes, Transition};
use crate::units::{GAUGE_DATE, GAUGE_FLOP};
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::{
    Account, Calendar, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment, Outcome, Row,
    Status, Stock, change, parameters,
};
use overtake_num::level::Work;
use overtake_num::{Mask, Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "breakthrough";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S13"],
    status: Status::Full,
    sentence: "Near an uncertain threshold a laboratory may find a technique that speeds its research, until it leaks",
    off: "breakthrough.hazard is 0",
};

parameters! {
    /// What a breakthrough takes and does.
    pub struct Parameters in "breakthrough" {
        /// Effective compute around which general intelligence is found.
        threshold: "log10 FLOP" in 20.0..=1000.0;
        /// Whether general intelligence is to be found by scaling models at all: 1 or 0.
        reachable: "share" in 0.0..=1.0;
        /// Hazard of a crossing far above the threshold.
        hazard: "1/yr" in 0.0..=50.0;
        /// Distance from the threshold over which the hazard comes.
        width: "log" in 0.01..=20.0;
        /// What the technique multiplies research input by.
        gain: "ratio" in 1.0..=1000.0;
        /// Rate at which the technique leaks from one bloc to another.
        leak: "1/yr" in 0.0..=50.0;
        /// How much more leaks where all of the holder's research is open.
        leak_open: "ratio" in 0.0..=100.0;
    }
}

/// Levers on the breakthrough.
const LEVERS: &[Lever] = &[
    Lever {
        key: "breakthrough.hazard",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 10.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies the hazard at which the bloc's laboratories cross the threshold",
        mechanism: KEY,
    },
    Lever {
        key: "breakthrough.secrecy",
        unit: "ratio",
        domain: Domain { low: 0.1, high: 10.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Divides the rate at which the technique leaks from the bloc to others",
        mechanism: KEY,
    },
];

/// Tolerance of outcomes that a single date decides: a shorter step moves the date by a little, and what follows with it.
const DATED: f64 = 0.05;

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock("technique_held", "bloc", "share", "Whether the bloc has the technique: 1 or 0")
        .linear(0.0, 1.0)
        .within(0.0, 1.0)
        .headline()
        .tolerance(DATED)
        .of(KEY),
    Outcome::stock(
        "threshold_crossed",
        "bloc",
        "share",
        "Whether the bloc's laboratories have crossed the threshold themselves: 1 or 0",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .of(KEY),
    Outcome::stock(
        "first_to_cross",
        "bloc",
        "share",
        "Whether a threshold has been crossed and the bloc was the first of all: 1 or 0",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .of(KEY),
    Outcome::stock(
        "crossing_chance",
        "bloc",
        "share",
        "Chance that the bloc's laboratories would have crossed by then, on the path that was run",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(DATED)
    .of(KEY),
];

static FOUND: Line = Line { part: "S13", key: "found", sentence: "crossed the threshold" };
static LEAKED: Line = Line { part: "S13", key: "leaked", sentence: "leaked from others" };

/// Date of an event that has not come, a decimal year.
pub const NEVER: f64 = 1e9;

/// The technique of the breakthrough: 1 where a bloc has it.
pub const TECHNIQUE: Stock = Stock::new("technique", "bloc", "share", "The technique of the breakthrough");
/// Its stocks.
const STOCKS: &[Stock] = &[TECHNIQUE];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, stocks: STOCKS, ..Declared::of(ABOUT) };

/// Parameters derived once a future.
#[derive(Clone, Copy, Debug)]
pub struct Derived<R> {
    /// ln T over the unit of capability, a log.
    pub ln_threshold: R,
    /// 1/w, one over a log.
    pub per_width: R,
    /// Hazard far above the threshold, 1/yr; zero where nothing is to be found.
    pub hazard: R,
    /// γ^λ − 1: growth that the technique adds over growth without it, a ratio.
    pub gain: R,
}

impl<R: Real> Derived<R> {
    /// Derives them; of software it takes the elasticity of growth to research input.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, q: &software::Parameters<R>, _: &Setting, _: &Calendar) -> Self {
        let ln_ten = R::splat(std::f64::consts::LN_10);
        Self {
            ln_threshold: p.threshold.mul_add(ln_ten, -R::splat(GAUGE_FLOP).ln()),
            per_width: p.width.recip(),
            hazard: p.hazard * p.reachable,
            gain: (q.input_exponent * p.gain.ln()).exp_m1(),
        }
    }
}

/// Luck by bloc: cumulative hazards at which an event comes.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Cumulative hazard at which a bloc crosses the threshold.
    pub crossing: Row<R, Bloc>,
    /// Cumulative hazard at which the technique leaks to a bloc.
    pub leak: Row<R, Bloc>,
}

impl<R: Real> Luck<R> {
    /// Draws it.
    #[must_use]
    pub fn draw(_: &Parameters<R>, streams: &Streams<'_>) -> Self {
        Self {
            crossing: streams.once("crossing", streams.blocs()),
            leak: streams.once("leak", streams.blocs()),
        }
    }
}

/// Holders of the technique, and the hazards that have run up.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// The technique, 1 in blocs that have it and 0 elsewhere.
    pub technique: Row<R, Bloc>,
    /// Date of getting the technique, a decimal year.
    pub acquisition_date: Row<R, Bloc>,
    /// Date at which the bloc's own laboratories crossed the threshold, a decimal year.
    pub crossing_date: Row<R, Bloc>,
    /// Cumulative hazard of crossing.
    pub crossing_exposure: Row<R, Bloc>,
    /// Cumulative hazard of leaks.
    leak_exposure: Row<R, Bloc>,
    /// Hazard of crossing at the end of the last step.
    hazard: Row<R, Bloc>,
    /// Whether the search has begun, so that there is a hazard of the last step.
    begun: bool,
}

impl<R: Real> Stocks<R> {
    /// Nobody has it.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let (zeros, never) =
            (Row::filled(setting.blocs.len(), R::zero()), Row::filled(setting.blocs.len(), R::splat(NEVER)));
        Self {
            technique: zeros.clone(),
            acquisition_date: never.clone(),
            crossing_date: never,
            crossing_exposure: zeros.clone(),
            leak_exposure: zeros.clone(),
            hazard: zeros,
            begun: false,
        }
    }
}

/// Inputs of the search in a step.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Capability at the end of the step, published or not.
    pub capability: &'a Row<R, Laboratory>,
    /// ln S of the reference in 2023-Q1.
    pub gauge: R,
    /// Share of its bloc that each laboratory has.
    pub shares: &'a Row<R, Laboratory>,
    /// Chance of each laboratory to open what it releases.
    pub chances: &'a Row<R, Laboratory>,
    /// `breakthrough.hazard` by bloc.
    pub multiplier: &'a [f64],
    /// `breakthrough.secrecy` by bloc.
    pub secrecy: &'a [f64],
    /// Luck.
    pub luck: &'a Luck<R>,
    /// The step.
    pub now: Moment,
}

/// Hazard of crossing, 1/yr, at a capability above the reference's software of 2023-Q1.
#[inline(always)]
pub fn hazard<R: Real>(derived: &Derived<R>, best_capability: R) -> R {
    derived.hazard * ((best_capability - derived.ln_threshold) * derived.per_width).logistic()
}

/// Date of an event inside a step, as a share of the step: where a hazard that is linear from `from` to `to` has summed to
/// what is missing.
#[inline(always)]
pub fn event_place<R: Real>(from: R, to: R, missing: R, dt: f64) -> R {
    // f = c/(½ (h₀ + √(h₀² + 2 (h₁ − h₀) c))), the root of h₀ f + (h₁ − h₀) f²/2 = c that is right where h₀ = h₁ too.
    let c = missing * R::splat(1.0 / dt);
    let root = ((to - from) * R::splat(2.0)).mul_add(c, from * from).positive_part().sqrt();
    (c * R::splat(2.0) / (from + root).max(R::splat(LEAST))).clamp(R::zero(), R::one())
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let now = reads.now;
        if now.middle() < GAUGE_DATE {
            return;
        }
        let best_capability = best_capability(reads.setting, reads.capability, reads.gauge);
        let open = open_share(reads.setting, reads.shares, reads.chances);
        let before = stocks.acquisition_date.clone();
        for b in one_by_one(reads.setting.blocs.places()) {
            add_crossing_hazard(derived, &reads, best_capability[b], b, stocks);
        }
        // Whoever crossed within the step can be learnt from for the rest of it.
        let holders = stocks.acquisition_date.clone();
        for b in one_by_one(reads.setting.blocs.places()) {
            add_leak_hazard(p, &reads, &open, &holders, b, stocks);
            let end = R::splat(NEVER);
            let (came, own) = (before[b].ge(end), stocks.crossing_date[b].le(stocks.acquisition_date[b]));
            let gained = R::select(came & stocks.acquisition_date[b].lt(end), R::one(), R::zero());
            let found = R::select(own, gained, R::zero());
            let account = TECHNIQUE.account(b.get(), 0);
            change(
                &mut stocks.technique[b],
                account,
                1.0,
                [(&FOUND, found), (&LEAKED, gained - found)],
                ledger,
            );
        }
        stocks.begun = true;
    }
}

/// Adds the step's hazard of one bloc, and crosses where its sum meets the draw.
#[inline(always)]
fn add_crossing_hazard<R: Real>(
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    best_capability: R,
    b: Bloc,
    stocks: &mut Stocks<R>,
) {
    let now = reads.now;
    let to = hazard(derived, best_capability) * R::splat(reads.multiplier[b.get()]);
    let from = if stocks.begun { stocks.hazard[b] } else { to };
    stocks.hazard[b] = to;
    let (before, drawn) = (stocks.crossing_exposure[b], reads.luck.crossing[b]);
    stocks.crossing_exposure[b] = (from + to).mul_add(R::splat(0.5 * now.dt), before);
    let fires = before.lt(drawn)
        & stocks.crossing_exposure[b].ge(drawn)
        & stocks.acquisition_date[b].ge(R::splat(NEVER));
    if fires.any() {
        let along = event_place(from, to, (drawn - before).positive_part(), now.dt);
        let date = along.mul_add(R::splat(now.dt), R::splat(now.time));
        stocks.crossing_date[b] = R::select(fires, date, stocks.crossing_date[b]);
        stocks.acquisition_date[b] = R::select(fires, date, stocks.acquisition_date[b]);
    }
}

/// Adds the step's hazard of leaks to one bloc, and hands it the technique where their sum meets the draw.
#[inline(always)]
fn add_leak_hazard<R: Real>(
    p: &Parameters<R>,
    reads: &Reads<'_, R>,
    open: &Row<R, Bloc>,
    holders: &Row<R, Bloc>,
    b: Bloc,
    stocks: &mut Stocks<R>,
) {
    let now = reads.now;
    let (begins, ends) = (R::splat(now.time), R::splat(now.time + now.dt));
    // Exposure to the leakiest, its rate, and from when on.
    let (mut most, mut rate, mut from) = (R::zero(), R::zero(), ends);
    for o in reads.setting.blocs.places() {
        if o == b || !holders[o].lt(ends).any() {
            continue;
        }
        let leaks = p.leak * p.leak_open.mul_add(open[o], R::one()) * R::splat(1.0 / reads.secrecy[o.get()]);
        let start = holders[o].max(begins).min(ends);
        let exposure = leaks * (ends - start);
        let more = exposure.gt(most);
        most = R::select(more, exposure, most);
        rate = R::select(more, leaks, rate);
        from = R::select(more, start, from);
    }
    if !most.gt(R::zero()).any() {
        return;
    }
    let (before, drawn) = (stocks.leak_exposure[b], reads.luck.leak[b]);
    stocks.leak_exposure[b] = before + most;
    let fires = before.lt(drawn) & stocks.leak_exposure[b].ge(drawn);
    if fires.any() {
        let date = from + (drawn - before).positive_part() / rate.max(R::splat(LEAST));
        let first = fires & date.lt(stocks.acquisition_date[b]);
        stocks.acquisition_date[b] = R::select(first, date, stocks.acquisition_date[b]);
        // Who heard of it first has not crossed.
        let own = stocks.crossing_date[b].le(stocks.acquisition_date[b]);
        stocks.crossing_date[b] = R::select(own, stocks.crossing_date[b], R::splat(NEVER));
    }
}

/// First crossing: 1 for the bloc that crossed before all others, else 0.
#[inline(always)]
pub fn first_crossing<R: Real>(stocks: &Stocks<R>) -> Row<R, Bloc> {
    let mut earliest = R::splat(NEVER);
    for &crossed in stocks.crossing_date.values() {
        earliest = earliest.min(crossed);
    }
    let mut first = stocks.crossing_date.clone();
    for value in first.values_mut() {
        let is = value.le(earliest) & value.lt(R::splat(NEVER));
        *value = R::select(is, R::one(), R::zero());
    }
    first
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        TECHNIQUE.show(&self.technique, visitor);
    }
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: setting, stocks, mut report, .. } = self;
        let first = first_crossing(stocks);
        for b in one_by_one(setting.blocs.places()) {
            tell!(report, "technique_held", b => stocks.technique[b]);
            let crossed = stocks.crossing_date[b].lt(R::splat(NEVER));
            tell!(report, "threshold_crossed", b => R::select(crossed, R::one(), R::zero()));
            tell!(report, "first_to_cross", b => first[b]);
            tell!(report, "crossing_chance", b => -(-stocks.crossing_exposure[b]).exp_m1());
        }
    }
}

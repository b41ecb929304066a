//! **S5 · Power.** Chips run only as far as there is power for them; power follows requests, slowly, up to what is permitted.
//!
//! ```text
//! D_b(t+Δ) = D_b e^{−δΔ} + Σ_i arrivals_ib w_i e^{−ε(t − released_i)⁺} (1−e^{−δΔ})/δ       rating of the chips in use
//! W_b  = D_b · server · PUE_b                                                         what they need
//! V_b′ = (W_b − V_b)/τ        request_b = W_b · W_b/V_b                                what is asked for
//! P_b′ = (min(request_b, cap_b) − P_b)/τ                                              what is connected
//! cap_b = permits_b · permitted_b · G_b(t)      spare_b = permits_b · spare · G_b(t)
//! run_b = min(1, max(P_b, min(spare_b, cap_b))/W_b)                                   share of the chips that runs
//! ```
//! Who asks for power plans ahead: W²/V is the need of the time at which power comes, τ later, if chips go on multiplying
//! as they did over the last τ. At any constant growth power is then what is needed; it runs short where growth quickens or
//! permits end, and training and serving run short alike. ε acts on projected lines alone: later generations of them get
//! more out of a watt, as they get more out of a dollar; what has been bought keeps the rating of its time.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | w | rated power of a chip | kW | chip |
//! | D, W | rating of the chips in use; power that they need at the site's meter | kW | bloc |
//! | server | power of servers and network over that of the chips in them | ratio | – |
//! | PUE | power of a site over that of its servers | ratio | bloc |
//! | ε, δ | fall of power at equal performance from generation to generation; ageing of chips | 1/yr | – |
//! | V | need in the recent past | kW | bloc |
//! | P | power connected for AI | kW | bloc |
//! | τ | time from request to power | yr | – |
//! | G | electricity generated | kW | bloc |
//! | permitted, spare | most of it that permits let AI draw; what it finds at old sites without waiting | share | bloc; – |
//!
//! **Time**: requests from start-of-step needs; what grows at a constant rate is exact whatever the step.
//! **Source**: ratings and their fall from Epoch AI's hardware data; the lag from RAND 2026; generation from Ember.
//! **Leaves out** the price of power, its place within a bloc, and requests that compete with other uses; chips are never
//! ordered later because power is short.
//! **Turned off when** `power.server` is 0: then chips need none.

use super::chips::{self, Trade};
use crate::math::{NOTHING, covered};
use crate::report::tell;
use crate::time::Step;
use crate::tolerances::OF_PRICES;
use crate::transition::{Outcomes, Transition};
use crate::units::{KW_PER_TWH, TWH_PER_KW};
use crate::world::{Bloc, Chip, Setting};
use overtake_model::{
    Account, Calendar, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Outcome, Row,
    SeriesDeclaration, Status, Stock, Table, World, change, parameters,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "power";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Full,
    sentence: "Chips run only as far as there is power, which follows requests slowly up to what is permitted",
    off: "power.server is 0",
};

parameters! {
    /// What chips need and what they get.
    pub struct Parameters in "power" {
        /// Power of servers and network over the rated power of the chips in them.
        server: "ratio" in 0.0..=4.0;
        /// Power of a site over that of its servers.
        pue[bloc]: "ratio" in 1.0..=3.0;
        /// Yearly fall, in logs, of the power of projected generations at equal performance.
        efficiency: "1/yr, log" in 0.0..=1.0;
        /// Mean time from a request for power to its connection.
        lag: "yr" in 0.25..=10.0;
        /// Most of the electricity generated in the bloc that permits let AI draw.
        permitted[bloc]: "share" in 0.0..=1.0;
        /// Share of the electricity generated that AI finds at old sites without waiting.
        spare: "share" in 0.0..=0.2;
        /// Growth of the bloc's generation after the record.
        growth[bloc]: "1/yr, log" in -0.1..=0.3;
    }
}

/// Levers on power.
const LEVERS: &[Lever] = &[Lever {
    key: "power.permits",
    unit: "ratio",
    domain: Domain { low: 0.0, high: 1e6 },
    neutral: 1.0,
    axis: "bloc",
    sentence: "Multiplies the electricity that the bloc permits AI to draw",
    mechanism: KEY,
}];

/// Histories read.
const SERIES: &[SeriesDeclaration] = &[SeriesDeclaration {
    key: "power.generation",
    unit: "TWh a year",
    axis: "bloc",
    sentence: "Electricity generated",
    optional: false,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock("power_used", "bloc", "kW", "Power that the chips which run draw at the sites' meters")
        .positive()
        .headline()
        .tolerance(OF_PRICES)
        .of(KEY),
    Outcome::stock(
        "power_short",
        "bloc",
        "share",
        "Share of the chips in use that cannot run for want of power",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(OF_PRICES)
    .of(KEY),
    Outcome::flow("electricity_twh", "bloc", "TWh a year", "Electricity generated in the bloc")
        .positive()
        .observable()
        .of(KEY),
];

static BOUGHT: Line = Line { part: "S5", key: "bought", sentence: "of chips bought" };
static SMUGGLED: Line = Line { part: "S5", key: "smuggled", sentence: "of chips smuggled in" };
static RETIRED: Line = Line { part: "S5", key: "retired", sentence: "of chips aged out" };
static CONNECTED: Line = Line { part: "S5", key: "connected", sentence: "connected on request" };
static LEFT: Line = Line { part: "S5", key: "left", sentence: "left to others" };

const CONNECTED_POWER: Stock = Stock::new("power", "bloc", "kW", "Power connected for AI");
const RATING: Stock = Stock::new("rating", "bloc", "kW", "Rated power of the chips in use");
/// Its stocks.
const STOCKS: &[Stock] = &[CONNECTED_POWER, RATING];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, series: SERIES, stocks: STOCKS, ..Declared::of(ABOUT) };

/// Generation, the same in all futures.
#[derive(Clone, Debug)]
pub struct History {
    /// Generation in kW, a log, at the start of each step and the end of the last; after the last knot its last value.
    pub ln_generation: Table<f64, Step, Bloc>,
    /// Years since the last knot.
    pub since: Table<f64, Step, Bloc>,
    /// Length of a step, years.
    pub dt: f64,
}

impl History {
    /// Reads the record of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let (moments, blocs) = (calendar.steps() + 1, setting.blocs.len());
        let time = |s: Step| calendar.moment(0).time + s.get() as f64 * calendar.dt();
        let record = |b: Bloc| world.history("power.generation", &setting.blocs[b]);
        Self {
            ln_generation: Table::from_fn(moments, blocs, |s, b| {
                record(b).map_or(f64::NAN, |h| h.ln_at(time(s)) + Real::ln(KW_PER_TWH))
            }),
            since: Table::from_fn(moments, blocs, |s, b| {
                record(b).map_or(0.0, |h| (time(s) - h.end()).max(0.0))
            }),
            dt: calendar.dt(),
        }
    }

    /// Generation at the start of a step, kW.
    #[inline(always)]
    pub fn generation<R: Real>(&self, p: &Parameters<R>, step: Step, b: Bloc) -> R {
        let grown = p.growth[b.get()] * R::splat(self.since[(step, b)]);
        (R::splat(self.ln_generation[(step, b)]) + grown).exp()
    }
}

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Share of the gap to the request that a step closes.
    pub connection: R,
    /// Power of a site over the rating of its chips, a ratio.
    pub overhead: Row<R, Bloc>,
}

impl<R: Real> Derived<R> {
    /// Derives them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &History, setting: &Setting, calendar: &Calendar) -> Self {
        let mut overhead = Row::filled(setting.blocs.len(), R::zero());
        for b in setting.blocs.places() {
            overhead[b] = p.server * p.pue[b.get()];
        }
        Self { connection: covered(p.lag, calendar.dt()), overhead }
    }
}

/// Rating of the chips in use and power connected for them.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Rating of the chips in use, kW.
    pub rating: Row<R, Bloc>,
    /// Mean need of the recent past, kW.
    recent_need: Row<R, Bloc>,
    /// Power connected, kW.
    connected: Row<R, Bloc>,
    /// Electricity generated, kW.
    pub generation: Row<R, Bloc>,
    /// Share of the chips in use that has power.
    pub power_share: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// Nothing is in use.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.blocs.len(), R::zero());
        let power_share = Row::filled(setting.blocs.len(), R::one());
        Self {
            rating: zeros.clone(),
            recent_need: zeros.clone(),
            connected: zeros.clone(),
            generation: zeros,
            power_share,
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        for b in self.rating.places() {
            visitor(CONNECTED_POWER.account(b.get(), 0), CONNECTED_POWER.domain, self.connected[b]);
            visitor(RATING.account(b.get(), 0), RATING.domain, self.rating[b]);
        }
    }
}

/// Inputs of the grid at the start.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Generation.
    pub history: &'a History,
    /// `power.permits` by bloc.
    pub permits: &'a [f64],
    /// Chips in use.
    pub units: &'a Table<R, Bloc, Chip>,
    /// Spending on accelerators in the first year, and its growth.
    pub spending: &'a Row<(f64, f64), Bloc>,
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, Start<'_, R>, Stocks<R>, ()> {
    type Done = ();

    /// Sets connections at the start to the chips' need, as far as permitted, as if it had grown as spending did then.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, .. } = self;
        let Start { setting, history, permits, units, spending } = reads;
        for b in one_by_one(setting.blocs.places()) {
            stocks.generation[b] = history.generation(p, Step::new(0), b);
            for (&n, chip) in one_by_one(units.row(b).iter().zip(setting.chips.values())) {
                stocks.rating[b] = n.mul_add(R::splat(chip.kilowatts), stocks.rating[b]);
            }
            let needed = stocks.rating[b] * derived.overhead[b];
            // The past of a need that grew so: V = W (1 − k)/(G − k), k being what a step keeps.
            let grown = derived.connection + R::splat(Real::exp(spending[b].1 * history.dt) - 1.0);
            stocks.recent_need[b] = needed * derived.connection / grown.max(R::splat(NOTHING));
            let cap = p.permitted[b.get()] * R::splat(permits[b.get()]) * stocks.generation[b];
            stocks.connected[b] = needed.min(cap);
        }
        set_power_share(p, derived, permits, setting, stocks);
    }
}

/// Power requested, kW: today's need, grown once more as it grew over the recent past.
#[inline(always)]
pub fn request<R: Real>(needed: R, recent: R) -> R {
    needed * R::select(recent.gt(R::zero()), needed / recent.max(R::splat(NOTHING)), R::one())
}

/// Sets the share of the chips in use that has power.
#[inline(always)]
fn set_power_share<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    permits: &[f64],
    setting: &Setting,
    stocks: &mut Stocks<R>,
) {
    for b in setting.blocs.places() {
        let allowed = stocks.generation[b] * R::splat(permits[b.get()]);
        let spare = allowed * p.spare.min(p.permitted[b.get()]);
        let needed = stocks.rating[b] * derived.overhead[b];
        let met = (stocks.connected[b].max(spare) / needed.max(R::splat(NOTHING))).min(R::one());
        stocks.power_share[b] = R::select(needed.gt(R::zero()), met, R::one());
    }
}

/// Inputs of a step.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Terms of trade: members, contraband, the step.
    pub trade: &'a Trade<'a, R>,
    /// Ageing of chips.
    pub ageing: &'a chips::Derived<R>,
    /// Purchases in the step.
    pub purchases: &'a chips::Purchases<R>,
    /// Generation.
    pub history: &'a History,
    /// `power.permits` by bloc.
    pub permits: &'a [f64],
}

/// Rated power of each chip that arrives in a step, kW.
#[inline(always)]
fn arrival_rating<R: Real>(p: &Parameters<R>, trade: &Trade<'_, R>) -> Row<R, Chip> {
    let Trade { setting, catalogue, step, time, .. } = *trade;
    let mut arrival_rating = Row::filled(setting.chips.len(), R::zero());
    for &i in one_by_one(catalogue.all_traded_chips(step)) {
        let chip = &setting.chips[i];
        arrival_rating[i] = R::splat(chip.kilowatts);
        if chip.projected && time > chip.released {
            arrival_rating[i] *= (-(p.efficiency * R::splat(time - chip.released))).exp();
        }
    }
    arrival_rating
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Connects power, ages the chips' rating, adds that of arrivals and works out the share that has power.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let Trade { setting, catalogue, step, .. } = *reads.trade;
        let arrival_rating = arrival_rating(p, reads.trade);
        for b in setting.blocs.places() {
            let account = CONNECTED_POWER.account(b.get(), 0);
            let needed = stocks.rating[b] * derived.overhead[b];
            let permits = R::splat(reads.permits[b.get()]);
            let cap = p.permitted[b.get()] * permits * stocks.generation[b];
            let asked = request(needed, stocks.recent_need[b]).min(cap);
            let (more, less) = (
                (asked - stocks.connected[b]).positive_part(),
                (stocks.connected[b] - asked).positive_part(),
            );
            let lines = [(&CONNECTED, more * derived.connection), (&LEFT, -(less * derived.connection))];
            change(&mut stocks.connected[b], account, 1.0, lines, ledger);
            stocks.recent_need[b] =
                (needed - stocks.recent_need[b]).mul_add(derived.connection, stocks.recent_need[b]);

            let mut bought = R::zero();
            for &(i, deal) in one_by_one(catalogue.held_chips(step, b)) {
                if let Some(deal) = deal {
                    bought = reads.purchases.bought[deal].mul_add(arrival_rating[i], bought);
                }
            }
            let smuggled = match catalogue.contraband(step, b) {
                Some(chip) => reads.purchases.flows[b].smuggled * arrival_rating[chip],
                None => R::zero(),
            };
            let lines = [
                (&RETIRED, -(stocks.rating[b] * reads.ageing.retirement)),
                (&BOUGHT, bought * reads.ageing.arrivals),
                (&SMUGGLED, smuggled * reads.ageing.arrivals),
            ];
            change(&mut stocks.rating[b], RATING.account(b.get(), 0), 1.0, lines, ledger);
            stocks.generation[b] = reads.history.generation(p, Step::new(step.get() + 1), b);
        }
        set_power_share(p, derived, reads.permits, setting, stocks);
    }
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { derived, reads: setting, stocks, mut report, .. } = self;
        for b in one_by_one(setting.blocs.places()) {
            let powered = stocks.power_share[b];
            tell!(report, "power_used", b => stocks.rating[b] * derived.overhead[b] * powered);
            tell!(report, "power_short", b => R::one() - powered);
            tell!(report, "electricity_twh", b => stocks.generation[b] * R::splat(TWH_PER_KW));
        }
    }
}

//! **S8 · The price of use.** Chips that serve, and what others offer, decide what a million tokens cost.
//!
//! ```text
//! X_b    = max(published_b, open, max_{o≠b} published_o − access_b)                    what users can reach
//! k_b    = F u e^{η (ln S − G)} / (2 N e^{ν (X_b − G)})                                tokens of one chip a year
//! cost_b = h e^{−d (t − 2023)} / k_b          capacity_b = V_b · serving · k_b
//! μ_b    = μ₀ (1 − o e^{−(X_b − open)⁺/w})                                            margin over cost
//! D_b    = Y_b Σ_i w_i a_i cov_i min(κ exposure_i P_b^{−ε}, v_i/P_b)  (each summed)    tokens wanted
//! (ln P_b)′ = a (ln max(cost_b (1 + μ_b), P*_b) − ln P_b),   D_b(P*_b) = capacity_b    price
//! served_b  = min(D_b, capacity_b)                                                     what is left is turned away
//! part_bo   ∝ V_o/ΣV · e^{(published_o − access_b [o≠b])/c} for o's own models,  (1 + μ_b) e^{open/c} for open ones
//! ```
//! Users spend no more than use is worth to them, however many tokens they would take at a low price: so revenue stays below
//! value added. Open models earn nothing for those who made them: their part of what users spend stays with whoever runs them.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | X | best capability that users can reach | log | bloc |
//! | access | what is lost in using a foreign model that is not open: language, trust, barriers | log | bloc |
//! | S, G | best software of all; that of the reference at 2023-Q1 | log | – |
//! | F, u | work of an H100 in a year; share of it that serving achieves | FLOP; share | – |
//! | η | share of progress in software that makes serving cheaper too | – | – |
//! | N, ν | active parameters of a typical model; their growth with capability | 1; – | – |
//! | h, d | cost of a serving chip for a year, power included, in 2023; its fall | USD of 2024; 1/yr | – |
//! | V | serving capacity: memory bandwidth over an H100's | H100 equivalents | bloc |
//! | κ | tokens per dollar of value added where AI covers all, at a dollar a million | 1/USD | – |
//! | Y | value added (economy) | USD of 2024 a year | bloc |
//! | a, cov, exposure, w | use, coverage, exposure and weight (adoption) | share | industry |
//! | v | what use is worth over value added (adoption) | share | industry |
//! | ε | elasticity of users' tokens to the price | – | – |
//! | c | capability over which choice between models scatters | log | – |
//!
//! **Time**: the price is exact at a constant target, that of the middle of the step: cost and capacity are means of both ends, and
//! what is wanted goes on growing as in the step before.
//! **Source**: serving as arithmetic, 2 operations a parameter and token; figures from DeepSeek's disclosure and rents of
//! chips. Software for serving spreads in the open, so the best is everybody's.
//! **Leaves out** serving across borders, a market of many models, training against serving, `borrowing.access` (S11).
//! **Turned off when** `usage.serving_share` is 0: nothing is served, and the price is out of anybody's reach.

use crate::math::{LEAST, NOTHING, greatest};
use crate::mechanisms::research::lag::Paths;
use crate::report::tell;
use crate::tolerances::OF_PRICES;
use crate::transition::{Outcomes, Transition};
use crate::units::{FLOP_PER_H100_YEAR, MILLION};
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::{
    Calendar, Declared, Held, Index, Mechanism, Moment, Outcome, Row, Status, Table, parameters,
};
use overtake_num::level::Work;
use overtake_num::order::{Few, sum_by_value};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "usage";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S8"],
    status: Status::Full,
    sentence: "Chips that serve, and what others offer, decide what a million tokens cost",
    off: "usage.serving_share is 0",
};

parameters! {
    /// What use costs.
    pub struct Parameters in "usage" {
        /// Share of a bloc's serving capacity that serves models.
        serving_share: "share" in 0.0..=1.0;
        /// Share of peak arithmetic that serving achieves, idle hours included, software of 2023-Q1.
        efficiency: "share" in 0.001..=1.0;
        /// Active parameters of a typical model of capability zero.
        size: "parameters" in 1e9..=1e13;
        /// Growth of active parameters with capability.
        size_growth: "1" in -0.5..=0.5;
        /// Share of progress in software that makes serving cheaper too.
        inference_gain: "share" in 0.0..=1.0;
        /// Cost of a serving chip for a year, power included, in 2023.
        chip_cost: "USD of 2024 a year" in 1000.0..=100000.0;
        /// Fall of that cost.
        cost_decline: "1/yr, log" in -0.2..=0.6;
        /// Margin over cost where no open model is near.
        markup: "ratio" in 0.0..=20.0;
        /// Share of that margin that an open model as good takes away.
        open_pressure: "share" in 0.0..=1.0;
        /// Lead over open models over which the margin comes back.
        window: "log" in 0.05..=10.0;
        /// Capability that the bloc's users lose in using a foreign model that is not open.
        access[bloc]: "log" in 0.0..=20.0;
        /// Capability over which choice between models scatters.
        choice: "log" in 0.05..=10.0;
        /// Tokens per dollar of value added where AI covers all, at a dollar a million.
        need: "1/USD" in 100.0..=1e8;
        /// Elasticity of users' tokens to the price.
        elasticity: "1" in 0.2..=3.0;
        /// Rate at which the price follows cost and scarcity.
        adjustment: "1/yr" in 0.1..=8.0;
    }
}

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock(
        "use_price",
        "bloc",
        "USD per million tokens",
        "Price of a million tokens to the bloc's users",
    )
    .positive()
    .headline()
    .tolerance(OF_PRICES)
    .of(KEY),
    Outcome::flow("tokens_used", "bloc", "tokens a year", "Tokens that the bloc's users get")
        .positive()
        .headline()
        .tolerance(OF_PRICES)
        .of(KEY),
    Outcome::flow("use_revenue", "bloc", "USD of 2024 a year", "What the bloc's users spend on tokens")
        .positive()
        .headline()
        .tolerance(OF_PRICES)
        .of(KEY),
    Outcome::flow(
        "laboratory_revenue",
        "bloc",
        "USD of 2024 a year",
        "What users of all blocs spend on models that the bloc's laboratories have not opened",
    )
    .positive()
    .headline()
    .tolerance(OF_PRICES)
    .of(KEY),
    Outcome::stock(
        "serving_used_share",
        "bloc",
        "share",
        "Share of what the bloc's serving chips could serve that is used",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .of(KEY),
];

/// Date at which a chip's cost is given, a decimal year.
const COST_DATE: f64 = 2023.0;
/// Greatest growth of demand that is taken to go on, in logs a year.
const GREATEST_GROWTH: f64 = 2.0;

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared { outcomes: OUTCOMES, ..Declared::of(ABOUT) };

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Tokens that an H100 serves in a year, a log, of a model of capability zero with software of 2023-Q1.
    pub ln_tokens: R,
    /// Cost of a chip for a year times a million, a log of USD of 2024.
    pub ln_cost: R,
    /// Share of the gap to its target that the price closes in a step.
    pub adjustment: R,
    /// Greatest growth of demand that is taken to go on over half a step, a log: demand that has just begun does not go on as
    /// it began.
    pub greatest_growth: R,
    /// Weight of a foreign model over one at home of the same capability, a ratio.
    pub foreign: Row<R, Bloc>,
    /// One over the lead at which users prefer a model, one over a log.
    pub per_choice: R,
    /// One over the elasticity of use.
    pub per_elasticity: R,
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Setting, calendar: &Calendar) -> Self {
        let dt = calendar.dt();
        let mut foreign = Row::filled(p.access.len(), R::zero());
        for (weight, &lost) in one_by_one(foreign.values_mut().iter_mut().zip(&p.access)) {
            *weight = (-(lost / p.choice)).exp();
        }
        let each = p.efficiency * R::splat(0.5 * FLOP_PER_H100_YEAR) / p.size;
        Self {
            ln_tokens: each.ln(),
            ln_cost: (p.chip_cost * R::splat(MILLION)).ln(),
            foreign,
            per_choice: p.choice.recip(),
            per_elasticity: p.elasticity.recip(),
            greatest_growth: R::splat(0.5 * GREATEST_GROWTH * dt),
            adjustment: -(-(p.adjustment * R::splat(dt))).exp_m1(),
        }
    }
}

/// Inputs of serving.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Serving capacity of the chips in use, H100 equivalents.
    pub serving: &'a Row<R, Bloc>,
    /// Software efficiency, in logs.
    pub ln_software: &'a Row<R, Bloc>,
    /// ln S of the reference in 2023-Q1.
    pub gauge: R,
    /// Published capability over time.
    pub paths: &'a Paths<R>,
    /// Capability in the commons, a log.
    pub open: &'a Row<R, Laboratory>,
    /// Share of all work that AI does.
    pub need: &'a Row<R, Bloc>,
    /// Worth of use to users over value added, a ratio.
    pub worth: &'a Row<R, Bloc>,
    /// Value added in the middle of the step, USD of 2024 a year.
    pub value_added: &'a Row<R, Bloc>,
    /// The step; what follows the stocks is served at its end.
    pub now: Moment,
}

/// Tokens served, their price, and who earns it.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Price of a million tokens, a log of USD of 2024.
    ln_price: Row<R, Bloc>,
    /// Price of a million tokens, USD of 2024.
    pub price: Row<R, Bloc>,
    /// Cost with margin of a million tokens at the end of the last step, a log of USD of 2024.
    ln_paid: Row<R, Bloc>,
    /// Capacity at the end of the last step, a log of tokens a year.
    ln_capacity: Row<R, Bloc>,
    /// Demand at a dollar a million at the end of the last step, a log of tokens a year.
    ln_wanted: Row<R, Bloc>,
    /// Best capability that users can reach, a log above the reference's software of 2023-Q1.
    pub usable: Row<R, Bloc>,
    /// Tokens used, a year.
    pub tokens: Row<R, Bloc>,
    /// Share of capacity in use.
    pub capacity_used: Row<R, Bloc>,
    /// Spending of users, USD of 2024 a year.
    pub spending: Row<R, Bloc>,
    /// Revenue of laboratories, USD of 2024 a year.
    pub revenue: Row<R, Bloc>,
    /// Income of a bloc's AI capital, USD of 2024 a year: of its laboratories and of whoever runs open models at home.
    pub income: Row<R, Bloc>,
    /// Share of closed models in users' spending: by the users' bloc, and by the models'.
    pub closed: Table<R, Bloc, Bloc>,
    /// Share of open models in users' spending, by the users' bloc.
    pub open: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// Nothing served yet; the price stands at its target from the first step on.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.blocs.len(), R::zero());
        Self {
            ln_price: zeros.clone(),
            price: zeros.clone(),
            ln_paid: zeros.clone(),
            ln_capacity: zeros.clone(),
            ln_wanted: zeros.clone(),
            usable: zeros.clone(),
            tokens: zeros.clone(),
            capacity_used: zeros.clone(),
            spending: zeros.clone(),
            revenue: zeros.clone(),
            income: zeros.clone(),
            closed: Table::filled(setting.blocs.len(), setting.blocs.len(), R::zero()),
            open: zeros,
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {}

/// Best capability that each bloc's users can reach, a log.
#[inline(always)]
pub fn usable<R: Real>(p: &Parameters<R>, published: &Row<R, Bloc>, open: R) -> Row<R, Bloc> {
    let mut best = published.clone();
    for b in published.places() {
        for o in published.places() {
            if o != b {
                best[b] = best[b].max(published[o] - p.access[b.get()]);
            }
        }
        best[b] = best[b].max(open);
    }
    best
}

/// Margin over cost of models with this lead over open ones, a ratio.
#[inline(always)]
pub fn margin<R: Real>(p: &Parameters<R>, lead: R) -> R {
    let pressed = p.open_pressure * (-(lead.positive_part() / p.window)).exp();
    p.markup * (R::one() - pressed)
}

/// Sets some values and returns what they were.
#[inline(always)]
fn replaced<R: Real>(places: [&mut R; 3], values: [R; 3]) -> [R; 3] {
    let mut before = values;
    for ((place, value), old) in places.into_iter().zip(values).zip(&mut before) {
        *old = *place;
        *place = value;
    }
    before
}

/// Value in the middle of a step from those at its ends; in the first step that at its end.
#[inline(always)]
fn middle_value<R: Real>(now: R, before: R, first: bool) -> R {
    if first { now } else { (now + before) * R::splat(0.5) }
}

impl<R: Real, L> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Serves demand and moves prices over a step; in the first, prices are at their targets.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, .. } = self;
        let first = reads.now.first();
        let mut published = Row::filled(reads.setting.blocs.len(), R::zero());
        for b in reads.setting.blocs.places() {
            published[b] = reads.paths.last(b) - reads.gauge;
        }
        let software = greatest(reads.ln_software.values()) - reads.gauge;
        let open = greatest(reads.open.values()) - reads.gauge;
        let share = if first { R::one() } else { derived.adjustment };
        stocks.usable = usable(p, &published, open);
        let ln_chip = derived.ln_cost - p.cost_decline * R::splat(reads.now.end() - COST_DATE);
        let ln_software = p.inference_gain.mul_add(software, derived.ln_tokens);
        let mut margins = stocks.usable.clone();
        for b in one_by_one(reads.setting.blocs.places()) {
            let ln_each = ln_software - p.size_growth * stocks.usable[b];
            margins[b] = margin(p, stocks.usable[b] - open);
            let paid = ln_chip - ln_each + (R::one() + margins[b]).ln();
            let ln_capacity = (reads.serving[b] * p.serving_share).max(R::splat(NOTHING)).ln() + ln_each;
            let wanted = reads.need[b] * p.need * reads.value_added[b];
            let afford = reads.worth[b] * reads.value_added[b] * R::splat(MILLION);
            // Where nobody asks, the price is that of one token a year.
            let ln_wanted = wanted.max(R::one()).ln();
            let ln_afford = afford.max(R::one()).ln();
            let last = [&mut stocks.ln_paid[b], &mut stocks.ln_capacity[b], &mut stocks.ln_wanted[b]];
            let [paid_before, capacity_before, wanted_before] =
                replaced(last, [paid, ln_capacity, ln_wanted]);
            let (middle, paid) =
                (middle_value(ln_capacity, capacity_before, first), middle_value(paid, paid_before, first));
            let grown = if first { R::zero() } else { (ln_wanted - wanted_before) * R::splat(0.5) };
            let grown = grown.clamp(-derived.greatest_growth, derived.greatest_growth);
            // Of two demands that fall with the price, the less clears at the less of their prices.
            let by_need = (ln_wanted + grown - middle) * derived.per_elasticity;
            let target = paid.max(by_need.min(ln_afford + grown - middle));
            stocks.ln_price[b] = (target - stocks.ln_price[b]).mul_add(share, stocks.ln_price[b]);
            stocks.price[b] = stocks.ln_price[b].exp();
            let capacity = ln_capacity.exp();
            let asked = (wanted * (-(p.elasticity * stocks.ln_price[b])).exp()).min(afford / stocks.price[b]);
            stocks.tokens[b] = asked.min(capacity);
            stocks.capacity_used[b] = stocks.tokens[b] / capacity;
            stocks.spending[b] = stocks.tokens[b] * stocks.price[b] * R::splat(1.0 / MILLION);
        }
        split_spending(derived, &reads, &published, open, &margins, stocks);
    }
}

/// Splits users' spending among closed and open models, and sets who earns it.
#[inline(always)]
fn split_spending<R: Real>(
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    published: &Row<R, Bloc>,
    open: R,
    margins: &Row<R, Bloc>,
    stocks: &mut Stocks<R>,
) {
    let blocs = reads.setting.blocs.len();
    let mut best = open;
    for &published in published.values() {
        best = best.max(published);
    }
    // Weights over that of the best model, with users who lose nothing in using it.
    let mut closed = published.clone();
    let able = sum_by_value(reads.serving.values()).max(R::splat(NOTHING));
    for (weight, &serving) in one_by_one(closed.values_mut().iter_mut().zip(reads.serving.values())) {
        *weight = ((*weight - best) * derived.per_choice).exp() * serving / able;
    }
    let open = ((open - best) * derived.per_choice).exp();
    // Earned by a bloc, from users of each bloc.
    let mut earned = vec![R::zero(); blocs * blocs];
    let mut all = Few::new();
    for b in one_by_one(reads.setting.blocs.places()) {
        all.clear();
        for o in reads.setting.blocs.places() {
            let foreign = if o == b { R::one() } else { derived.foreign[b] };
            all.push(closed[o] * foreign);
        }
        all.push(open * (R::one() + margins[b]));
        let sum = sum_by_value(&all).max(R::splat(LEAST));
        let (per_weight, part) = (stocks.spending[b] / sum, sum.recip());
        for (o, &weight) in all[..blocs].iter().enumerate() {
            earned[o * blocs + b.get()] = weight * per_weight;
            stocks.closed[(b, Bloc::new(o))] = weight * part;
        }
        stocks.income[b] = all[blocs] * per_weight;
        stocks.open[b] = all[blocs] * part;
    }
    for o in reads.setting.blocs.places() {
        stocks.revenue[o] = sum_by_value(&earned[o.get() * blocs..(o.get() + 1) * blocs]);
        stocks.income[o] += stocks.revenue[o];
    }
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { stocks, mut report, .. } = self;
        for b in one_by_one(stocks.price.places()) {
            tell!(report, "use_price", b => stocks.price[b]);
            tell!(report, "tokens_used", b => stocks.tokens[b]);
            tell!(report, "use_revenue", b => stocks.spending[b]);
            tell!(report, "laboratory_revenue", b => stocks.revenue[b]);
            tell!(report, "serving_used_share", b => stocks.capacity_used[b]);
        }
    }
}

//! **S11 · Applications and world markets.** Effort makes applications better; products compete at home and abroad, also those
//! built into things; good products at hand bring use.
//!
//! ```text
//! A_b′   = α ε_b u_b/(u_b + u₀) − δ A_b                      quality of applications;  ε_b = effort_b m_b
//! V_ob   = ln N_b + k X_b + A_b − barrier_o [b≠o]            draw of b's products in the market of o
//! N_b    = ε_b Y_b  of plain products,   ε_b f_b Y_b  of embodied ones          entrants: effort, and things to build into;
//!                                                                     cities add those they found (S1)
//! s_ob   = e^{z V_ob} / Σ_j e^{z V_oj}    z = (1 + n)/(1 + v)                   shares of the market of o, for each kind
//! D_o    = τ Y_o Σ_i w_i a_i cov_i v_i (1 − physical_i)      spent on plain products; physical_i for embodied ones
//! R_b    = Σ_o s_ob D_o, both kinds                          revenue of the bloc's application firms
//! lift_i = (1 − physical_k) ψ Q_o + physical_k (ψ Q*_o + ω ln(f_o/f̄))          Q = Σ_b s_ob A_b, Q* of embodied products
//! P_i    reads v_k e^{lift_i} in place of v_k (adoption)
//! open part of b in the use of o ∝ e^{open_b/c}, of what open models serve there (usage)
//! ```
//! At n = v = 0 shares are those of a logit; the network raises them to the power 1 + n, which favours the larger, variety of
//! uses takes the power back. Quality is that of a firm, so a bloc in two halves has the same; entrants and things to build
//! into add up.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | A | quality of applications, in logs of the odds that a user takes them | log | bloc |
//! | effort | share of work on AI that goes into applications and not the frontier | share | bloc |
//! | m | `applications.effort` | ratio | bloc |
//! | α, δ | rate at which all effort with users at hand improves applications; fading of the lead | 1/yr | – |
//! | u, u₀ | use at home (adoption); use at which half of what effort can do is done | share | bloc; – |
//! | k, X | worth of capability in a product; best capability the bloc's firms can reach (usage) | 1/log; log | –; bloc |
//! | barrier | what foreign products lose: law, trust, language, tariffs; lever `applications.barrier` adds | log | bloc |
//! | n, v | network strength; variety of uses | share | – |
//! | f, f̄ | manufacturing in value added; in that of all blocs | share | bloc |
//! | Y | value added | USD of 2024 a year | bloc |
//! | τ | share of what use is worth that users pay for applications | share | – |
//! | ψ, ω | what products at hand, and makers at hand, add to the worth of use | 1 | – |
//! | c | capability over which choice between models scatters (usage) | log | – |
//!
//! **Time**: quality is exact at constant use. Researchers who leave the frontier for applications, or come back, are missed, or
//! gained, there from the same day: discovery reads (1 − ε_b)/(1 − effort_b) of the bloc's researchers.
//! **Source**: discrete choice with network effects as in the economics of platforms; manufacturing from national accounts;
//! the rest are judgements. That a network concentrates is the one sign on which the literature agrees; a test holds it.
//! **Leaves out** prices of products, which would need their costs: tokens cost the same whoever makes the product, and what
//! makers do cheaper is in f; single products and firms; what users could pay for tokens out of the lift; data from users abroad.
//! **Turned off when** `applications.effort` is 0 for all: then nothing is sold and nothing lifted but by makers at hand.

use crate::math::{LEAST, NOTHING, greatest};
use crate::mechanisms::research::laboratories::best_by_bloc;
use crate::report::{outcome, tell};
use crate::tolerances::OF_USE;
use crate::transition::{Outcomes, Transition};
use crate::units::TRILLION;
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::{
    Account, Calendar, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Outcome, Row, Status,
    Stock, Table, change, parameters,
};
use overtake_num::level::Work;
use overtake_num::order::{Few, sum_by_value};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "applications";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S11"],
    status: Status::Full,
    sentence: "Effort makes applications better; products compete at home and abroad, and those at hand bring use",
    off: "applications.effort is 0",
};

parameters! {
    /// How applications get better and where they sell.
    pub struct Parameters in "applications" {
        /// Share of the bloc's work on AI that goes into applications.
        effort[bloc]: "share" in 0.0..=0.95;
        /// Rate at which all effort, with users at hand, improves applications.
        quality_gain: "1/yr" in 0.0..=20.0;
        /// Use at home at which half of what effort can do is done.
        practice: "share" in 0.0001..=1.0;
        /// Rate at which the quality of applications fades into what everybody has.
        fade: "1/yr" in 0.01..=5.0;
        /// What a unit of reachable capability counts in the choice of a product.
        capability_weight: "1/log" in 0.0..=5.0;
        /// What foreign products lose in the bloc's market: law, trust, language, tariffs.
        barrier[bloc]: "log" in 0.0..=20.0;
        /// Network strength: how far a product draws users by having them.
        network: "share" in 0.0..=1.0;
        /// Variety of uses, which takes from the pull of the largest.
        variety: "share" in 0.0..=1.0;
        /// Manufacturing in the bloc's value added.
        manufacturing[bloc]: "share" in 0.001..=1.0;
        /// Share of what use is worth that users pay for applications.
        take: "share" in 0.0..=1.0;
        /// What the quality of products at hand adds to the worth of use.
        pull: "1" in 0.0..=2.0;
        /// What makers at hand add to the worth of use that needs equipment.
        closeness: "1" in 0.0..=2.0;
    }
}

/// Levers on applications.
const LEVERS: &[Lever] = &[
    Lever {
        key: "applications.effort",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 3.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies the share of the bloc's work on AI that goes into applications and not the frontier",
        mechanism: KEY,
    },
    Lever {
        key: "applications.barrier",
        unit: "log",
        domain: Domain { low: -20.0, high: 20.0 },
        neutral: 0.0,
        axis: "bloc",
        sentence: "Adds to what foreign products lose in the bloc's market",
        mechanism: KEY,
    },
];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock("application_quality", "bloc", "log", "Quality of the bloc's applications")
        .linear(0.0, 20.0)
        .within(0.0, 1000.0)
        .tolerance(OF_USE)
        .of(KEY),
    Outcome::stock(
        "application_share",
        "bloc",
        "share",
        "Share of the bloc's firms in what all users spend on applications that need no equipment",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::stock(
        "application_share_abroad",
        "bloc",
        "share",
        "The same among users in neither the bloc nor its rival, or anywhere abroad where no rival is named",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::stock(
        "embodied_share",
        "bloc",
        "share",
        "Share of the bloc's makers in what all users spend on AI built into things",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::flow(
        "application_revenue",
        "bloc",
        "USD of 2024 a year",
        "What users of all blocs spend on applications of the bloc's firms, built into things or not",
    )
    .positive()
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::stock(
        "application_concentration",
        "bloc",
        "index",
        "Herfindahl index of the bloc's market for applications, each bloc's firms being one seller",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::stock(
        "models_used_closed",
        "bloc",
        "share",
        "Part of AI use in neither the bloc nor its rival that runs on the bloc's closed models",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .of(KEY),
    Outcome::stock(
        "models_used_open",
        "bloc",
        "share",
        "Part of AI use in neither the bloc nor its rival that runs on the bloc's open models",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .of(KEY),
];

static DEVELOPED: Line = Line { part: "S11", key: "developed", sentence: "developed for users at hand" };
static FADED: Line = Line { part: "S11", key: "application-faded", sentence: "became what everybody has" };

const QUALITY: Stock = Stock::new("applications", "bloc", "log", "Quality of applications");
/// Its stocks.
const STOCKS: &[Stock] = &[QUALITY];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, stocks: STOCKS, ..Declared::of(ABOUT) };

/// Greatest share of a bloc's work that goes into applications: somebody stays at the frontier.
const MOST_EFFORT: f64 = 0.95;

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Exponent (1 + n)/(1 + v) of entrants and quality in a market's weights.
    pub exponent: R,
    /// Weight of a foreign product over one at home, a ratio.
    pub foreign: Row<R, Bloc>,
    /// Share of the bloc's work in applications, a log.
    ln_effort: Row<R, Bloc>,
    /// Share of manufacturing in value added, a log.
    ln_made: Row<R, Bloc>,
    /// Weight of makers at hand in markets of embodied products, a ratio.
    makers_weight: Row<R, Bloc>,
    /// Share of quality left after a step.
    retention: R,
    /// Addition to quality in a step by a bloc whose every effort goes there with users at hand, a log.
    addition: R,
}

impl<R: Real> Derived<R> {
    /// Derives them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Setting, calendar: &Calendar) -> Self {
        let dt = calendar.dt();
        let exponent = (R::one() + p.network) / (R::one() + p.variety);
        let blocs = p.effort.len();
        let mut foreign = Row::filled(blocs, R::zero());
        let (mut ln_effort, mut ln_made, mut made) = (foreign.clone(), foreign.clone(), foreign.clone());
        for b in one_by_one(foreign.places()) {
            let n = Index::get(b);
            foreign[b] = (-(exponent * p.barrier[n])).exp();
            ln_made[b] = p.manufacturing[n].ln();
            made[b] = (exponent * ln_made[b]).exp();
            ln_effort[b] = p.effort[n].max(R::splat(NOTHING)).ln();
        }
        let retention = (-(p.fade * R::splat(dt))).exp();
        Self {
            exponent,
            foreign,
            ln_effort,
            ln_made,
            makers_weight: made,
            retention,
            addition: p.quality_gain * (R::one() - retention) / p.fade,
        }
    }
}

/// Inputs of applications.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Best capability that each bloc's firms can reach, a log.
    pub usable: &'a Row<R, Bloc>,
    /// Use weighted by output, a share.
    pub used: &'a Row<R, Bloc>,
    /// Worth of use to users over value added, a ratio.
    pub worth: &'a Row<R, Bloc>,
    /// Worth of use that comes with equipment over value added, a ratio.
    pub worth_embodied: &'a Row<R, Bloc>,
    /// Value added, USD of 2024 a year, by bloc.
    pub value_added: &'a Row<R, Bloc>,
    /// Addition of cities' support to the log of entrants.
    pub ln_entrants: &'a Row<R, Bloc>,
    /// `applications.effort` by bloc.
    pub effort: &'a [f64],
    /// `applications.barrier` by bloc.
    pub barrier: &'a [f64],
}

/// Quality of applications, and their markets.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Quality of applications, a log.
    pub quality: Row<R, Bloc>,
    /// Shares by market and seller, of plain products and of embodied ones.
    pub shares: [Table<R, Bloc, Bloc>; 2],
    /// Spending in each market on plain and on embodied products, USD of 2024 a year.
    pub spending: [Row<R, Bloc>; 2],
    /// Revenue of each bloc's application firms, USD of 2024 a year.
    pub revenue: Row<R, Bloc>,
    /// Quality premium: addition of products and makers at hand to the worth of use, a log, for use that needs no equipment
    /// and for use that needs nothing else.
    pub quality_premium: [Row<R, Bloc>; 2],
}

impl<R: Real> Stocks<R> {
    /// No applications and no sales.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let blocs = setting.blocs.len();
        let (zeros, shares) = (Row::filled(blocs, R::zero()), Table::filled(blocs, blocs, R::zero()));
        Self {
            quality: zeros.clone(),
            shares: [shares.clone(), shares],
            spending: [zeros.clone(), zeros.clone()],
            revenue: zeros.clone(),
            quality_premium: [zeros.clone(), zeros],
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        QUALITY.show(&self.quality, visitor);
    }
}

/// Share of the bloc's work that goes into applications under a policy.
#[inline(always)]
fn effort<R: Real>(p: &Parameters<R>, multiplier: &[f64], b: Bloc) -> R {
    (p.effort[b.get()] * R::splat(multiplier[b.get()])).min(R::splat(MOST_EFFORT))
}

/// Researchers at the frontier under a policy over those without it, a log.
#[inline(always)]
pub fn ln_frontier_share<R: Real>(p: &Parameters<R>, multiplier: &[f64]) -> Row<R, Bloc> {
    let mut left = Row::filled(multiplier.len(), R::zero());
    for b in one_by_one(left.places()) {
        if multiplier[Index::get(b)] != 1.0 {
            let there = R::one() - p.effort[Index::get(b)];
            left[b] = ((R::one() - effort(p, multiplier, b)) / there).ln();
        }
    }
    left
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Develops applications and sells them, over one step.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        for b in one_by_one(reads.setting.blocs.places()) {
            let practised = reads.used[b] / (reads.used[b] + p.practice);
            let account = QUALITY.account(b.get(), 0);
            let lines = [
                (&DEVELOPED, derived.addition * effort(p, reads.effort, b) * practised),
                (&FADED, -(stocks.quality[b] * (R::one() - derived.retention))),
            ];
            change(&mut stocks.quality[b], account, 1.0, lines, ledger);
        }
        set_shares(p, derived, &reads, stocks);
        set_revenue(p, &reads, stocks);
        set_quality_premium(p, derived, &reads, stocks);
    }
}

/// Sets shares by market and seller.
#[inline(always)]
fn set_shares<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    stocks: &mut Stocks<R>,
) {
    let mut best = R::splat(f64::NEG_INFINITY);
    for &usable in reads.usable.values() {
        best = best.max(usable);
    }
    let (mut draw, mut foreign) = (reads.usable.clone(), derived.foreign.clone());
    for b in one_by_one(reads.setting.blocs.places()) {
        let (n, put_in) = (b.get(), effort(p, reads.effort, b));
        let mut ln_entrants = derived.ln_effort[b];
        if reads.effort[n] != 1.0 {
            ln_entrants = put_in.max(R::splat(NOTHING)).ln();
        }
        ln_entrants += (reads.value_added[b] * R::splat(1.0 / TRILLION)).ln() + reads.ln_entrants[b];
        let better = p.capability_weight.mul_add(reads.usable[b] - best, stocks.quality[b]);
        let drawn = (derived.exponent * (ln_entrants + better)).exp();
        // Where nobody works on applications there are none.
        draw[b] = R::select(put_in.gt(R::zero()), drawn, R::zero());
        let moved = reads.barrier[n];
        if moved != 0.0 {
            // A market opened wide favours nobody: foreign products lose nothing, they do not gain.
            foreign[b] = (foreign[b] * (-(derived.exponent * R::splat(moved))).exp()).min(R::one());
        }
    }
    for (kind, shares) in stocks.shares.iter_mut().enumerate() {
        if kind == 1 {
            for b in one_by_one(reads.setting.blocs.places()) {
                draw[b] *= derived.makers_weight[b];
            }
        }
        for o in one_by_one(reads.setting.blocs.places()) {
            let mut all = Few::new();
            for b in reads.setting.blocs.places() {
                all.push(if b == o { draw[b] } else { draw[b] * foreign[o] });
            }
            let part = sum_by_value(&all).max(R::splat(LEAST)).recip();
            for (b, &weight) in reads.setting.blocs.places().zip(&all) {
                shares[(o, b)] = (weight * part).min(R::one());
            }
        }
    }
}

/// Sets spending by market and revenue of firms.
#[inline(always)]
fn set_revenue<R: Real>(p: &Parameters<R>, reads: &Reads<'_, R>, stocks: &mut Stocks<R>) {
    for o in one_by_one(reads.setting.blocs.places()) {
        let taken = p.take * reads.value_added[o];
        let embodied = reads.worth_embodied[o].min(reads.worth[o]);
        stocks.spending[0][o] = taken * (reads.worth[o] - embodied);
        stocks.spending[1][o] = taken * embodied;
    }
    for b in one_by_one(reads.setting.blocs.places()) {
        let mut all = Few::new();
        for o in reads.setting.blocs.places() {
            let plain = stocks.shares[0][(o, b)] * stocks.spending[0][o];
            all.push(stocks.shares[1][(o, b)].mul_add(stocks.spending[1][o], plain));
        }
        stocks.revenue[b] = sum_by_value(&all);
    }
}

/// Sets the quality premium that products and makers at hand add to the worth of use.
#[inline(always)]
fn set_quality_premium<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    stocks: &mut Stocks<R>,
) {
    let (mut made, mut all) = (Few::new(), Few::new());
    for b in reads.setting.blocs.places() {
        let value_added = reads.value_added[b] * R::splat(1.0 / TRILLION);
        made.push(p.manufacturing[b.get()] * value_added);
        all.push(value_added);
    }
    let ln_mean = (sum_by_value(&made) / sum_by_value(&all)).ln();
    for o in one_by_one(reads.setting.blocs.places()) {
        for (kind, shares) in stocks.shares.iter().enumerate() {
            let mut met = Few::new();
            for b in reads.setting.blocs.places() {
                met.push(shares[(o, b)] * stocks.quality[b]);
            }
            stocks.quality_premium[kind][o] = p.pull * sum_by_value(&met);
        }
        stocks.quality_premium[1][o] =
            p.closeness.mul_add(derived.ln_made[o] - ln_mean, stocks.quality_premium[1][o]);
    }
}

/// Whether a market is a third one to a bloc, neither its own nor its rival's.
#[inline(always)]
#[must_use]
pub fn is_third_market(setting: &Setting, bloc: Bloc, market: Bloc) -> bool {
    market != bloc && setting.rival[bloc] != Some(market)
}

/// Share of a bloc in its markets, or in third ones alone, weighted by spending; zero where nothing is spent.
#[inline(always)]
pub fn share<R: Real>(
    setting: &Setting,
    shares: &Table<R, Bloc, Bloc>,
    spent: &Row<R, Bloc>,
    bloc: Bloc,
    abroad: bool,
) -> R {
    let (mut own, mut all) = (Few::new(), Few::new());
    for o in setting.blocs.places() {
        if !abroad || is_third_market(setting, bloc, o) {
            own.push(shares[(o, bloc)] * spent[o]);
            all.push(spent[o]);
        }
    }
    let sum = sum_by_value(&all);
    // What is left of use that was given up may be too little to be divided by.
    (sum_by_value(&own) / sum.max(R::splat(LEAST))).min(R::one())
}

/// Herfindahl index of a market, between zero and one.
#[inline(always)]
pub fn concentration<R: Real>(setting: &Setting, shares: &Table<R, Bloc, Bloc>, market: Bloc) -> R {
    let mut squares = Few::new();
    for b in setting.blocs.places() {
        squares.push(shares[(market, b)] * shares[(market, b)]);
    }
    sum_by_value(&squares).min(R::one())
}

/// Models used in each market.
#[derive(Clone, Copy, Debug)]
pub struct ModelsUsed<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// One over the lead at which users prefer a model, one over a log.
    pub per_choice: R,
    /// Capability in the commons, a log.
    pub commons: &'a Row<R, Laboratory>,
    /// Share of closed models in users' spending: by the users' bloc, and by the models'.
    pub closed: &'a Table<R, Bloc, Bloc>,
    /// Share of open models in users' spending, by the users' bloc.
    pub open: &'a Row<R, Bloc>,
    /// Tokens used, a year.
    pub tokens: &'a Row<R, Bloc>,
}

impl<R: Real> ModelsUsed<'_, R> {
    /// Share of each bloc's models, closed and open, in third markets, each weighted by its tokens.
    #[inline(always)]
    #[must_use]
    pub fn abroad(&self) -> [Row<R, Bloc>; 2] {
        let setting = self.setting;
        let mut parts = best_by_bloc(setting, self.commons);
        let best = greatest(parts.values());
        for part in one_by_one(parts.values_mut()) {
            *part = ((*part - best) * self.per_choice).exp();
        }
        let per_part = sum_by_value(parts.values()).recip();
        let mut opened = Table::filled(setting.blocs.len(), setting.blocs.len(), R::zero());
        for o in setting.blocs.places() {
            for b in setting.blocs.places() {
                opened[(o, b)] = self.open[o] * parts[b] * per_part;
            }
        }
        let (mut closed, mut open) = (parts.clone(), parts);
        for b in one_by_one(setting.blocs.places()) {
            closed[b] = share(setting, self.closed, self.tokens, b, true);
            open[b] = share(setting, &opened, self.tokens, b, true);
        }
        [closed, open]
    }
}

/// Inputs of the report of applications.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Models used in each market.
    pub models: ModelsUsed<'a, R>,
}

/// Outcomes of the models used abroad, which are worked out together.
const ABROAD: [usize; 2] = [outcome!("models_used_closed"), outcome!("models_used_open")];

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_, R>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: Reported { setting, models }, stocks, mut report, .. } = self;
        let [plain, embodied] = &stocks.shares;
        if report.asks_any(&ABROAD, setting.blocs.len()) {
            for (outcome, shares) in ABROAD.into_iter().zip(&models.abroad()) {
                for b in setting.blocs.places() {
                    report.set(outcome, b, shares[b]);
                }
            }
        }
        for b in one_by_one(setting.blocs.places()) {
            tell!(report, "application_quality", b => stocks.quality[b]);
            tell!(report, "application_share", b => share(setting, plain, &stocks.spending[0], b, false));
            tell!(report, "application_share_abroad", b => share(setting, plain, &stocks.spending[0], b, true));
            tell!(report, "embodied_share", b => share(setting, embodied, &stocks.spending[1], b, false));
            tell!(report, "application_revenue", b => stocks.revenue[b]);
            tell!(report, "application_concentration", b => concentration(setting, plain, b));
        }
    }
}

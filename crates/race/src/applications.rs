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
//! **Reads** use, coverage and worth (adoption), reachable capability, what models serve (usage), value added. **Writes**
//! quality, shares, revenue, lift. **Time**: quality is exact at constant use; adoption reads the lift of the step before.
//! Researchers who leave the frontier for applications, or come back, are missed, or gained, there from the same day: discovery
//! reads (1 − ε_b)/(1 − effort_b) of the bloc's researchers.
//! **Source**: discrete choice with network effects as in the economics of platforms; manufacturing from national accounts;
//! the rest are judgements. That a network concentrates is the one sign on which the literature agrees; a test holds it.
//! **Leaves out** prices of products, which would need their costs: tokens cost the same whoever makes the product, and what
//! makers do cheaper is in f; single products and firms; what users could pay for tokens out of the lift; data from users abroad.
//! **Turned off when** `applications.effort` is 0 for all: then nothing is sold and nothing lifted but by makers at hand.

use crate::adoption::FOLLOWS;
use crate::setting::{Bloc, Setting};
use overtake_model::{
    Account, Domain, Index, Ledger, Lever, Line, Mechanism, Outcome, Row, Status, Table, change, parameters,
};
use overtake_num::order::{Few, sum_by_value};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "applications";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S11"],
    status: Status::Full,
    sentence: "Effort makes applications better; products compete at home and abroad, and those at hand bring use",
    off: "applications.effort is 0",
};

parameters! {
    /// How applications get better and where they sell.
    pub struct Applications in "applications" {
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
pub const LEVERS: &[Lever] = &[
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

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[
    Outcome::stock("application_quality", "bloc", "log", "Quality of the bloc's applications")
        .linear(0.0, 20.0)
        .within(0.0, 1000.0)
        .tolerance(FOLLOWS)
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
    .tolerance(FOLLOWS)
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
    .tolerance(FOLLOWS)
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
    .tolerance(FOLLOWS)
    .of(KEY),
    Outcome::flow(
        "application_revenue",
        "bloc",
        "USD of 2024 a year",
        "What users of all blocs spend on applications of the bloc's firms, built into things or not",
    )
    .positive()
    .headline()
    .tolerance(FOLLOWS)
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
    .tolerance(FOLLOWS)
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

/// Stock of application quality.
pub const STOCK: &str = "applications";
static DEVELOPED: Line = Line { part: "S11", key: "developed", sentence: "developed for users at hand" };
static FADED: Line = Line { part: "S11", key: "application-faded", sentence: "became what everybody has" };

/// What stands for nothing in a division or a logarithm.
const NOTHING: f64 = 1e-30;
/// Least weight of all products of a market: its inverse is a number.
const LEAST: f64 = 1e-300;
/// Most of a bloc's work that can go into applications: somebody stays at the frontier.
const MOST: f64 = 0.95;
/// Value added is counted in trillions, so that powers of it stay small.
const TRILLION: f64 = 1e12;

/// What a future settles once.
#[derive(Clone, Debug)]
pub struct Settled<R> {
    /// (1 + n)/(1 + v).
    pub exponent: R,
    /// Weight of a foreign product over one at home.
    pub foreign: Row<R, Bloc>,
    /// Log of effort.
    ln_effort: Row<R, Bloc>,
    /// Log of manufacturing in value added.
    ln_made: Row<R, Bloc>,
    /// What there is to build into, as the market counts it.
    made: Row<R, Bloc>,
    /// Share of quality that is left after a step.
    kept: R,
    /// What all effort with users at hand adds in a step.
    gained: R,
}

impl<R: Real> Settled<R> {
    /// Settles them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Applications<R>, dt: f64) -> Self {
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
        let kept = (-(p.fade * R::splat(dt))).exp();
        Self {
            exponent,
            foreign,
            ln_effort,
            ln_made,
            made,
            kept,
            gained: p.quality_gain * (R::one() - kept) / p.fade,
        }
    }
}

/// What applications read.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Best capability that each bloc's firms can reach.
    pub usable: &'a Row<R, Bloc>,
    /// Use, weighted by output.
    pub used: &'a Row<R, Bloc>,
    /// What use is worth to those who use, over value added.
    pub worth: &'a Row<R, Bloc>,
    /// The part of it that comes with equipment.
    pub worth_embodied: &'a Row<R, Bloc>,
    /// Value added, USD of 2024 a year, by bloc.
    pub value_added: &'a Row<R, Bloc>,
    /// What support by cities adds to the log of entrants.
    pub founded: &'a Row<R, Bloc>,
    /// `applications.effort` by bloc.
    pub effort: &'a [f64],
    /// `applications.barrier` by bloc.
    pub barrier: &'a [f64],
}

/// Quality, and who sells what where.
#[derive(Clone, Debug)]
pub struct Sold<R> {
    /// Quality of applications.
    pub quality: Row<R, Bloc>,
    /// Shares by market and seller, of plain products and of embodied ones.
    pub shares: [Table<R, Bloc, Bloc>; 2],
    /// Spent in each market on plain and on embodied products.
    pub spent: [Row<R, Bloc>; 2],
    /// Revenue of each bloc's firms.
    pub revenue: Row<R, Bloc>,
    /// What is added to the log of the worth of use that needs no equipment, and of use that needs nothing else.
    pub lift: [Row<R, Bloc>; 2],
}

impl<R: Real> Sold<R> {
    /// Nothing developed, nothing sold.
    #[inline(always)]
    #[must_use]
    pub fn none(setting: &Setting) -> Self {
        let blocs = setting.blocs.len();
        let (zeros, shares) = (Row::filled(blocs, R::zero()), Table::filled(blocs, blocs, R::zero()));
        Self {
            quality: zeros.clone(),
            shares: [shares.clone(), shares],
            spent: [zeros.clone(), zeros.clone()],
            revenue: zeros.clone(),
            lift: [zeros.clone(), zeros],
        }
    }
}

/// Share of the bloc's work that goes into applications under a policy.
#[inline(always)]
fn effort<R: Real>(p: &Applications<R>, multiplier: &[f64], b: Bloc) -> R {
    (p.effort[b.get()] * R::splat(multiplier[b.get()])).min(R::splat(MOST))
}

/// Log of researchers at the frontier over those who are there as things are: what a policy moves to applications is gone.
#[inline(always)]
pub fn ln_left<R: Real>(p: &Applications<R>, multiplier: &[f64]) -> Row<R, Bloc> {
    let mut left = Row::filled(multiplier.len(), R::zero());
    for b in one_by_one(left.places()) {
        if multiplier[Index::get(b)] != 1.0 {
            let there = R::one() - p.effort[Index::get(b)];
            left[b] = ((R::one() - effort(p, multiplier, b)) / there).ln();
        }
    }
    left
}

/// Develops applications and sells them, over one step.
#[inline(always)]
pub fn sell<R: Real, L: Ledger<R>>(
    p: &Applications<R>,
    settled: &Settled<R>,
    reads: &Reads<'_, R>,
    sold: &mut Sold<R>,
    ledger: &mut L,
) {
    for b in one_by_one(reads.setting.blocs.places()) {
        let practised = reads.used[b] / (reads.used[b] + p.practice);
        let account = Account { stock: STOCK, member: b.get(), item: 0 };
        let lines = [
            (&DEVELOPED, settled.gained * effort(p, reads.effort, b) * practised),
            (&FADED, -(sold.quality[b] * (R::one() - settled.kept))),
        ];
        change(&mut sold.quality[b], account, 1.0, lines, ledger);
    }
    compete(p, settled, reads, sold);
    earn(p, reads, sold);
    lift(p, settled, reads, sold);
}

/// Shares of all markets.
#[inline(always)]
fn compete<R: Real>(p: &Applications<R>, settled: &Settled<R>, reads: &Reads<'_, R>, sold: &mut Sold<R>) {
    let mut best = R::splat(f64::NEG_INFINITY);
    for &usable in reads.usable.values() {
        best = best.max(usable);
    }
    let (mut draw, mut foreign) = (reads.usable.clone(), settled.foreign.clone());
    for b in one_by_one(reads.setting.blocs.places()) {
        let (n, put_in) = (b.get(), effort(p, reads.effort, b));
        let mut ln_entrants = settled.ln_effort[b];
        if reads.effort[n] != 1.0 {
            ln_entrants = put_in.max(R::splat(NOTHING)).ln();
        }
        ln_entrants += (reads.value_added[b] * R::splat(1.0 / TRILLION)).ln() + reads.founded[b];
        let better = p.capability_weight.mul_add(reads.usable[b] - best, sold.quality[b]);
        let drawn = (settled.exponent * (ln_entrants + better)).exp();
        // Where nobody works on applications there are none.
        draw[b] = R::select(put_in.gt(R::zero()), drawn, R::zero());
        let moved = reads.barrier[n];
        if moved != 0.0 {
            // A market opened wide favours nobody: foreign products lose nothing, they do not gain.
            foreign[b] = (foreign[b] * (-(settled.exponent * R::splat(moved))).exp()).min(R::one());
        }
    }
    for (kind, shares) in sold.shares.iter_mut().enumerate() {
        if kind == 1 {
            for b in one_by_one(reads.setting.blocs.places()) {
                draw[b] *= settled.made[b];
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

/// What is spent, and what firms earn.
#[inline(always)]
fn earn<R: Real>(p: &Applications<R>, reads: &Reads<'_, R>, sold: &mut Sold<R>) {
    for o in one_by_one(reads.setting.blocs.places()) {
        let taken = p.take * reads.value_added[o];
        let embodied = reads.worth_embodied[o].min(reads.worth[o]);
        sold.spent[0][o] = taken * (reads.worth[o] - embodied);
        sold.spent[1][o] = taken * embodied;
    }
    for b in one_by_one(reads.setting.blocs.places()) {
        let mut all = Few::new();
        for o in reads.setting.blocs.places() {
            let plain = sold.shares[0][(o, b)] * sold.spent[0][o];
            all.push(sold.shares[1][(o, b)].mul_add(sold.spent[1][o], plain));
        }
        sold.revenue[b] = sum_by_value(&all);
    }
}

/// What products and makers at hand add to the worth of use.
#[inline(always)]
fn lift<R: Real>(p: &Applications<R>, settled: &Settled<R>, reads: &Reads<'_, R>, sold: &mut Sold<R>) {
    let (mut made, mut all) = (Few::new(), Few::new());
    for b in reads.setting.blocs.places() {
        let value_added = reads.value_added[b] * R::splat(1.0 / TRILLION);
        made.push(p.manufacturing[b.get()] * value_added);
        all.push(value_added);
    }
    let ln_mean = (sum_by_value(&made) / sum_by_value(&all)).ln();
    for o in one_by_one(reads.setting.blocs.places()) {
        for (kind, shares) in sold.shares.iter().enumerate() {
            let mut met = Few::new();
            for b in reads.setting.blocs.places() {
                met.push(shares[(o, b)] * sold.quality[b]);
            }
            sold.lift[kind][o] = p.pull * sum_by_value(&met);
        }
        sold.lift[1][o] = p.closeness.mul_add(settled.ln_made[o] - ln_mean, sold.lift[1][o]);
    }
}

/// Whether a market is a third one to a bloc: neither its own nor its rival's.
#[inline(always)]
#[must_use]
pub fn third(setting: &Setting, bloc: Bloc, market: Bloc) -> bool {
    market != bloc && setting.rival[bloc] != Some(market)
}

/// Share of a bloc in some markets, each weighted by what is spent there: zero where nothing is.
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
        if !abroad || third(setting, bloc, o) {
            own.push(shares[(o, bloc)] * spent[o]);
            all.push(spent[o]);
        }
    }
    let sum = sum_by_value(&all);
    // What is left of use that was given up may be too little to be divided by.
    (sum_by_value(&own) / sum.max(R::splat(LEAST))).min(R::one())
}

/// Herfindahl index of a market.
#[inline(always)]
pub fn concentration<R: Real>(setting: &Setting, shares: &Table<R, Bloc, Bloc>, market: Bloc) -> R {
    let mut squares = Few::new();
    for b in setting.blocs.places() {
        squares.push(shares[(market, b)] * shares[(market, b)]);
    }
    sum_by_value(&squares).min(R::one())
}

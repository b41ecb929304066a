//! **S5 · Compute.** Chips in use that have power become training and serving capacity, some of it rented abroad; for
//! training, chips of several makers count less together than apart.
//!
//! ```text
//! H_bm = run_b Σ_{i of m} N_ib training_i      H_b = Σ_m H_bm      V_b = run_b Σ_i N_ib serving_i
//! X_b  = (Σ_m H_bm^r)^{1/r}                                        worth of H_b where one run spans makers
//! lent_b = (1 − scope_b) H_b / max(1, Σ_{o≠b} rented_o)
//! H*_b = X_b/H_b (H_b − lent_b Σ_{o≠b} rented_o) + rented_b Σ_{o≠b} lent_o X_o/H_o
//! ```
//! X has the elasticity of substitution 1/(1 − r), which at r = 1 is without bound: then makers' chips simply add up. With
//! r < 1 a mixture would be worth *more* than its parts together; code, links and faults of two kinds of chip can only cost,
//! so r is one or above, and two equal halves are worth 2^{1/r − 1} of their sum.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | N | chips in use | chips | bloc × chip |
//! | training, serving | two conversions per chip | H100 equivalents | chip |
//! | run | share of the chips for which there is power | share | bloc |
//! | H, V | training and serving capacity that runs | H100 equivalents | bloc |
//! | r | exponent by which makers add up | – | – |
//! | rented | share of others' capacity that the bloc's firms rent | share | bloc |
//! | scope | share of rentals to others that the bloc forbids | share | bloc |
//! | H* | training capacity at the disposal of the bloc's firms | H100 equivalents | bloc |
//!
//! **Time**: stocks as they stand after purchases.
//! **Source**: conversions from the catalogue (dense 16-bit arithmetic, memory bandwidth); rentals from reports on
//! Chinese firms abroad, a judgement; the power mean is ours, what mixing costs nobody has measured.
//! **Leaves out** a market for rentals: rented shares are fixed, which makes it thin; mixing in serving, where chips
//! answer one by one, and between what is owned and what is rented.
//! **Turned off when** there are no chips; mixing, when `compute.mixing` is 1.

use super::catalogue::Catalogue;
use crate::math::LEAST;
use crate::report::tell;
use crate::time::Step;
use crate::tolerances::OF_PRICES;
use crate::transition::{Outcomes, Transition};
use crate::world::{Bloc, Chip, Maker, Setting};
use overtake_model::{
    Constraint, Declared, Domain, Held, Index, Ledger, Lever, Mechanism, Outcome, Row, Status, Table,
    parameters,
};
use overtake_num::level::Work;
use overtake_num::order::{Few, sum_by_value};
use overtake_num::{Mask, Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "compute";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Thin,
    sentence: "Chips that have power become training and serving capacity, some of it rented abroad",
    off: "there are no chips",
};

parameters! {
    /// How capacity is shared out.
    pub struct Parameters in "compute" {
        /// Share of other blocs' training capacity that the bloc's firms rent.
        rented[bloc]: "share" in 0.0..=0.2;
        /// Exponent by which capacities of several makers add up in training: at one they do, above it they count less.
        mixing: "1" in 1.0..=10.0;
    }
}

/// Levers on rentals.
const LEVERS: &[Lever] = &[Lever {
    key: "compute.overseas_scope",
    unit: "share",
    domain: Domain::SHARE,
    neutral: 0.0,
    axis: "bloc",
    sentence: "Share of rentals of its capacity by foreigners that the bloc forbids",
    mechanism: KEY,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock("compute_training", "bloc", "H100 equivalents", "Training capacity of the chips in use that have power")
        .positive()
        .headline()
        .tolerance(OF_PRICES)
        .of(KEY),
    Outcome::stock("compute_serving", "bloc", "H100 equivalents", "Serving capacity of the chips in use that have power")
        .positive()
        .headline()
        .tolerance(OF_PRICES)
        .of(KEY),
    Outcome::stock(
        "compute_rented",
        "bloc",
        "H100 equivalents",
        "Training capacity that the bloc's firms rent abroad",
    )
    .positive()
    .of(KEY),
    Outcome::stock(
        "compute_at_disposal",
        "bloc",
        "H100 equivalents",
        "Training capacity at the disposal of the bloc's firms, rentals included, less what mixing makers costs",
    )
    .positive()
    .headline()
    .tolerance(OF_PRICES)
    .of(KEY),
];

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&OVER_ASKED];
static OVER_ASKED: Constraint = Constraint {
    part: "S5",
    key: "compute.over_asked",
    axis: "bloc",
    sentence: "others ask to rent more than there is",
};

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, constraints: CONSTRAINTS, ..Declared::of(ABOUT) };

/// Capacities of all blocs.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Training capacity of chips owned, H100 equivalents.
    pub training: Row<R, Bloc>,
    /// Serving capacity of chips owned, H100 equivalents.
    pub serving: Row<R, Bloc>,
    /// Training capacity rented abroad, H100 equivalents.
    pub rented: Row<R, Bloc>,
    /// Training capacity at disposal, rentals included, H100 equivalents.
    pub disposal: Row<R, Bloc>,
    /// Training capacity at disposal, a log; minus infinity where there is none.
    pub ln_disposal: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// No capacity.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let zeros = Row::filled(setting.blocs.len(), R::zero());
        Self {
            training: zeros.clone(),
            serving: zeros.clone(),
            rented: zeros.clone(),
            disposal: zeros.clone(),
            ln_disposal: zeros,
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {}

/// Inputs of capacities.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Catalogue.
    pub catalogue: &'a Catalogue,
    /// Chips in use.
    pub units: &'a Table<R, Bloc, Chip>,
    /// Share of them that has power.
    pub power_share: &'a Row<R, Bloc>,
    /// `compute.overseas_scope` by bloc.
    pub scope: &'a [f64],
    /// The step.
    pub step: Step,
}

/// Puts the greatest of some parts first, lane by lane; the rest in no order.
#[inline(always)]
fn greatest_first<R: Real>(parts: &mut [R]) {
    for other in 1..parts.len() {
        let (first, next) = (parts[0], parts[other]);
        (parts[0], parts[other]) = (next.max(first), first.min(next));
    }
}

/// The power mean without weights, (Σ x^r)^{1/r}: an aggregate of constant elasticity of substitution 1/(1 − r). Parts come back in
/// another order.
#[inline(always)]
pub fn ces_aggregate<R: Real>(parts: &mut [R], exponent: R) -> R {
    greatest_first(parts);
    let most = parts[0].max(R::splat(LEAST));
    // The greatest, by itself, is one to any power.
    let mut terms = Few::new();
    for &part in one_by_one(&parts[1..]) {
        // Nothing is nothing to any power.
        if part.gt(R::zero()).any() {
            terms.push((exponent * (part / most).max(R::splat(LEAST)).ln()).exp());
        }
    }
    if terms.is_empty() {
        return parts[0];
    }
    terms.push(R::one());
    parts[0] * (sum_by_value(&terms).ln() / exponent).exp()
}

/// Chips of a bloc as others may rent them.
#[derive(Clone, Copy)]
struct Loan<R> {
    /// Compute at disposal over the sum of all chips, a ratio: less than one where makers are mixed.
    worth: R,
    /// Capacity lent for each share asked for, H100 equivalents.
    capacity: R,
    /// Sum of the shares that others ask for.
    shares_asked: R,
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, (), Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Works out capacities from the chips in use that have power.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, reads, stocks, ledger, .. } = self;
        let Reads { setting, catalogue, units, power_share, scope, step } = reads;
        let Stocks { training, serving, rented, disposal, ln_disposal } = stocks;
        let none = Loan { worth: R::zero(), capacity: R::zero(), shares_asked: R::zero() };
        let mut loans: Row<Loan<R>, Bloc> = Row::filled(setting.blocs.len(), none);
        let mut made: Row<R, Maker> = Row::filled(setting.makers.len(), R::zero());
        for b in setting.blocs.places() {
            let (held, units) = (catalogue.held_chips(step, b), units.row(b));
            let mut serves = R::zero();
            for &(i, _) in one_by_one(held) {
                serves = units[i.get()].mul_add(R::splat(setting.chips[i].serving), serves);
            }
            for m in setting.makers.places() {
                let mut trains = R::zero();
                for &(i, _) in one_by_one(held) {
                    let chip = &setting.chips[i];
                    if chip.maker == m {
                        trains = units[i.get()].mul_add(R::splat(chip.training), trains);
                    }
                }
                made[m] = trains;
            }
            let sum = sum_by_value(made.values());
            (training[b], serving[b]) = (sum * power_share[b], serves * power_share[b]);
            loans[b].worth =
                (ces_aggregate(made.values_mut(), p.mixing) / sum.max(R::splat(LEAST))).min(R::one());
        }
        let mut others = Few::new();
        for b in setting.blocs.places() {
            others.clear();
            for o in setting.blocs.places() {
                if o != b {
                    others.push(p.rented[o.get()]);
                }
            }
            let asked = sum_by_value(&others);
            if L::KEPT {
                ledger.binds(&OVER_ASKED, b.get(), asked.gt(R::one()));
            }
            // Where more is asked for than there is, each taker gets its part of all.
            loans[b].capacity = training[b] * R::splat(1.0 - scope[b.get()]) / asked.max(R::one());
            loans[b].shares_asked = asked;
        }
        for b in setting.blocs.places() {
            others.clear();
            for o in setting.blocs.places() {
                if o != b {
                    others.push(loans[o].capacity);
                }
            }
            rented[b] = p.rented[b.get()] * sum_by_value(&others);
            // What is rented is of the lender's mixture.
            others.clear();
            for o in setting.blocs.places() {
                if o != b {
                    others.push(loans[o].capacity * loans[o].worth);
                }
            }
            let kept = (training[b] - loans[b].capacity * loans[b].shares_asked).positive_part();
            disposal[b] = p.rented[b.get()].mul_add(sum_by_value(&others), loans[b].worth * kept);
            ln_disposal[b] = disposal[b].ln();
        }
    }
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, (), &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: setting, stocks, mut report, .. } = self;
        for b in one_by_one(setting.blocs.places()) {
            tell!(report, "compute_training", b => stocks.training[b]);
            tell!(report, "compute_serving", b => stocks.serving[b]);
            tell!(report, "compute_rented", b => stocks.rented[b]);
            tell!(report, "compute_at_disposal", b => stocks.disposal[b]);
        }
    }
}

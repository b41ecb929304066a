//! **S5 · Compute.** Chips in use become training and serving capacity, some of it rented abroad.
//!
//! ```text
//! H_b = Σ_i N_ib training_i        V_b = Σ_i N_ib serving_i
//! lent_b = (1 − scope_b) H_b / max(1, Σ_{o≠b} rented_o)
//! H*_b = H_b + rented_b Σ_{o≠b} lent_o − lent_b Σ_{o≠b} rented_o
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | N | chips in use | chips | bloc × chip |
//! | training, serving | two conversions per chip | H100 equivalents | chip |
//! | H, V | training and serving capacity | H100 equivalents | bloc |
//! | rented | share of others' capacity that the bloc's firms rent | share | bloc |
//! | scope | share of rentals to others that the bloc forbids | share | bloc |
//! | H* | training capacity at the disposal of the bloc's firms | H100 equivalents | bloc |
//!
//! **Reads** chips in use and `compute.overseas_scope`. **Writes** H, V, H*. **Time**: stocks as they stand after purchases.
//! **Source**: conversions from the catalogue (dense 16-bit arithmetic, memory bandwidth); rentals from reports on
//! Chinese firms abroad, a judgement.
//! **Leaves out** power, vintages' efficiency and a market for rentals: rented shares are fixed, which makes it thin.
//! **Turned off when** there are no chips.

use crate::market::PRICED;
use crate::setting::{Bloc, Chip, Setting};
use crate::year::Step;
use overtake_model::{
    Constraint, Domain, Index, Ledger, Lever, Mechanism, Outcome, Row, Status, Table, parameters,
};
use overtake_num::order::sum_by_value;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "compute";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Thin,
    sentence: "Chips in use become training and serving capacity, some of it rented abroad",
    off: "there are no chips",
};

parameters! {
    /// How capacity is shared out.
    pub struct Compute in "compute" {
        /// Share of other blocs' training capacity that the bloc's firms rent.
        rented[bloc]: "share" in 0.0..=0.2;
    }
}

/// Levers on rentals.
pub const LEVERS: &[Lever] = &[Lever {
    key: "compute.overseas_scope",
    unit: "share",
    domain: Domain::SHARE,
    neutral: 0.0,
    axis: "bloc",
    sentence: "Share of rentals of its capacity by foreigners that the bloc forbids",
    mechanism: KEY,
}];

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[
    Outcome::stock("compute_training", "bloc", "H100 equivalents", "Training capacity of the chips in use")
        .positive()
        .headline()
        .tolerance(PRICED)
        .of(KEY),
    Outcome::stock("compute_serving", "bloc", "H100 equivalents", "Serving capacity of the chips in use")
        .positive()
        .headline()
        .tolerance(PRICED)
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
        "Training capacity at the disposal of the bloc's firms, rentals included",
    )
    .positive()
    .headline()
    .tolerance(PRICED)
    .of(KEY),
];

/// Limits that can bind.
pub static CONSTRAINTS: &[&Constraint] = &[&OVER_ASKED];
static OVER_ASKED: Constraint = Constraint {
    part: "S5",
    key: "compute.over_asked",
    axis: "bloc",
    sentence: "others ask to rent more than there is",
};

/// Capacities of all blocs.
#[derive(Clone, Debug)]
pub struct Capacity<R> {
    /// Training, chips owned.
    pub training: Row<R, Bloc>,
    /// Serving, chips owned.
    pub serving: Row<R, Bloc>,
    /// Training, rented abroad.
    pub rented: Row<R, Bloc>,
    /// Training, rentals included.
    pub disposal: Row<R, Bloc>,
}

/// Capacities from chips in use.
#[inline(always)]
pub fn capacity<R: Real, L: Ledger<R>>(
    p: &Compute<R>,
    setting: &Setting,
    units: &Table<R, Bloc, Chip>,
    scope: &Table<f64, Step, Bloc>,
    step: Step,
    ledger: &mut L,
) -> Capacity<R> {
    let blocs = setting.blocs.len();
    let (mut training, mut serving) = (Row::filled(blocs, R::zero()), Row::filled(blocs, R::zero()));
    for b in setting.blocs.places() {
        let (mut trains, mut serves) = (R::zero(), R::zero());
        for (&n, chip) in one_by_one(units.row(b).iter().zip(setting.chips.values())) {
            trains = n.mul_add(R::splat(chip.training), trains);
            serves = n.mul_add(R::splat(chip.serving), serves);
        }
        (training[b], serving[b]) = (trains, serves);
    }
    let (mut disposal, mut rented) = (training.clone(), training.clone());
    let (mut lent, mut asked) = (training.clone(), training.clone());
    let mut others = Vec::with_capacity(blocs);
    for b in setting.blocs.places() {
        others.clear();
        for o in setting.blocs.places() {
            if o != b {
                others.push(p.rented[o.get()]);
            }
        }
        asked[b] = sum_by_value(&others);
        if L::KEPT {
            ledger.binds(&OVER_ASKED, b.get(), asked[b].gt(R::one()));
        }
        // Where more is asked for than there is, each taker gets its part of all.
        lent[b] = training[b] * R::splat(1.0 - scope[(step, b)]) / asked[b].max(R::one());
    }
    for b in setting.blocs.places() {
        others.clear();
        for o in setting.blocs.places() {
            if o != b {
                others.push(lent[o]);
            }
        }
        let sum = sum_by_value(&others);
        rented[b] = p.rented[b.get()] * sum;
        disposal[b] = p.rented[b.get()].mul_add(sum, training[b]) - lent[b] * asked[b];
    }
    Capacity { training, serving, rented, disposal }
}

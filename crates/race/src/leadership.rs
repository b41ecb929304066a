//! **S14 · Leadership on seven dimensions.** What each bloc has of the whole, dimension by dimension, and of all together.
//!
//! ```text
//! I_kb = 100 x_kb / Σ_j x_kj                                index of bloc b on dimension k; equal parts where nobody has any
//!   frontier   x = e^{θ X_b}            X best published capability
//!   diffusion  x = use, weighted by output
//!   economy    x = (output − output without AI)⁺
//!   market     x = revenue of laboratories and of application firms, built into things or not
//!   military   x = Σ_i v_i s_i          s shares in: frontier, compute at home, manufacturing, use in the public sector
//!   diplomacy  x = Σ_i v_i s_i          s shares in: closed and open models used abroad, products sold abroad, freedom 1 − r
//!   science    x = Σ_i v_i s_i          s shares in: elite researchers, e^{θ S_b} software, quality of applications, freedom
//! T_kb = (1 − κ) I_kb + κ 100 I_kb²/Σ_j I_kj²              what is taken of the stakes
//! C_b  = Σ_k w_k T_kb / Σ_k w_k                             composite
//! led_b = number of k with I_kb > 1.05 max I_kj             over the bloc's rival, or every other bloc where it has none
//! ```
//! The first four are *solid*: each rests on a number of its own that can be counted. The last three are *speculative*: mixtures
//! whose weights are judgements. Independent are seven numbers at most and about five in fact: the military takes up the frontier
//! and diffusion, diplomacy what the market counts, science the software inside the frontier; and economic gain comes of use,
//! times the size of the economy. A lead in one of these says little that the other does not.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | θ | worth of a log unit of capability or software | 1/log | – |
//! | v | weights of inputs in a speculative dimension, over their sum | weight | input |
//! | w | weights of dimensions | weight | dimension |
//! | κ | how far the strongest takes more than its share: by squares where it is one | share | – |
//! | r | repression | share | bloc |
//!
//! **Reads** published capability, software, capacities, use, output, revenue, models and products abroad, repression,
//! researchers. **Writes** nothing: no mechanism reads it. **Time**: a quarter's end, from what is reported there.
//! **Source**: the dimensions are the essay's; that the composite is a matter of weights is why they are drawn.
//! **Leaves out** arms, alliances, treaties and standards themselves; talent that policy moves to applications; art.
//! Blocs without a rival, such as a rest of the world, are in the sums: they hold parts of what there is.
//! **Turned off when** every weight of a dimension is 0: the composite is nothing.

use crate::adoption::FOLLOWS;
use crate::setting::{Bloc, Industry, Setting};
use overtake_model::{Mechanism, Outcome, Row, Status, parameters};
use overtake_num::order::{Few, sum_by_value};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "leadership";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S14"],
    status: Status::Full,
    sentence: "What each bloc has of the whole on seven dimensions, and of all together by weights",
    off: "every weight of a dimension is 0",
};

parameters! {
    /// What counts as leading.
    pub struct Leadership in "leadership" {
        /// What a log unit of capability, or of software, is worth in an index.
        worth: "1/log" in 0.01..=2.0;
        /// How far the strongest takes more of the stakes than its share.
        winner: "share" in 0.0..=1.0;
        /// Weight of the frontier in the composite.
        weight_frontier: "weight" in 0.0..=100.0;
        /// Weight of diffusion in the composite.
        weight_diffusion: "weight" in 0.0..=100.0;
        /// Weight of economic gain in the composite.
        weight_economy: "weight" in 0.0..=100.0;
        /// Weight of the world market in the composite.
        weight_market: "weight" in 0.0..=100.0;
        /// Weight of the military in the composite.
        weight_military: "weight" in 0.0..=100.0;
        /// Weight of diplomacy and standards in the composite.
        weight_diplomacy: "weight" in 0.0..=100.0;
        /// Weight of creative and scientific output in the composite.
        weight_science: "weight" in 0.0..=100.0;
        /// Weight of the frontier in military strength.
        military_frontier: "weight" in 0.001..=100.0;
        /// Weight of compute at home in military strength.
        military_compute: "weight" in 0.001..=100.0;
        /// Weight of manufacturing in military strength.
        military_manufacturing: "weight" in 0.001..=100.0;
        /// Weight of use in the public sector in military strength.
        military_use: "weight" in 0.001..=100.0;
        /// Weight of closed models used abroad in diplomacy.
        diplomacy_closed: "weight" in 0.001..=100.0;
        /// Weight of open models used abroad in diplomacy.
        diplomacy_open: "weight" in 0.001..=100.0;
        /// Weight of products sold abroad in diplomacy.
        diplomacy_products: "weight" in 0.001..=100.0;
        /// Weight of freedom at home, as others see it, in diplomacy.
        diplomacy_freedom: "weight" in 0.001..=100.0;
        /// Weight of elite researchers in creative and scientific output.
        science_researchers: "weight" in 0.001..=100.0;
        /// Weight of software efficiency in creative and scientific output.
        science_software: "weight" in 0.001..=100.0;
        /// Weight of the quality of applications in creative and scientific output.
        science_products: "weight" in 0.001..=100.0;
        /// Weight of freedom at home in creative and scientific output.
        science_freedom: "weight" in 0.001..=100.0;
    }
}

/// Number of dimensions, in the order of the page.
pub const DIMENSIONS: usize = 7;
/// Of these so many come first that are not speculative.
pub const SOLID: usize = 4;
/// An index leads that exceeds the next by this ratio.
pub const MARGIN: f64 = 1.05;
/// An index is counted in parts of a hundred.
pub const HUNDRED: f64 = 100.0;
/// What stands for nothing in a division.
const NOTHING: f64 = 1e-30;

/// Parts in capability go with the distance of two paths, each of which moves by half as much when steps are shorter, and
/// with researchers, who go after investment.
const APART: f64 = 0.12;
/// Parts in revenue move as that of laboratories does, which hangs on whose model is best.
const EARNED: f64 = 0.15;
/// Parts in models used abroad move as openness does, which hangs on dates of release.
const OPENED: f64 = 0.2;

/// Parts in elite researchers go after investment, which a shorter step lets answer sooner.
const STAFFED: f64 = 0.1;

const fn index(key: &'static str, tolerance: f64, sentence: &'static str) -> Outcome {
    Outcome::stock(key, "bloc", "index points", sentence)
        .linear(0.0, HUNDRED)
        // Parts of a whole overshoot it by rounding.
        .within(0.0, HUNDRED + 1e-6)
        .headline()
        .tolerance(tolerance)
        .of(KEY)
}

const fn count(key: &'static str, most: f64, sentence: &'static str) -> Outcome {
    Outcome::stock(key, "bloc", "dimensions", sentence).linear(0.0, most).within(0.0, most).of(KEY)
}

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[
    index("leadership_frontier", APART, "The bloc's part in the strength of all best published models"),
    index("leadership_diffusion", FOLLOWS, "The bloc's part in the sum of all blocs' rates of use"),
    index("leadership_economy", FOLLOWS, "The bloc's part in the output that AI adds"),
    index(
        "leadership_market",
        EARNED,
        "The bloc's part in the revenue of all laboratories and application firms",
    ),
    index(
        "leadership_military",
        APART,
        "Speculative: the bloc's part in what military strength from AI is made of",
    ),
    index(
        "leadership_diplomacy",
        OPENED,
        "Speculative: the bloc's part in what gives weight abroad and sets standards",
    ),
    index(
        "leadership_science",
        STAFFED,
        "Speculative: the bloc's part in what creative and scientific output is made of",
    ),
    index(
        "leadership",
        EARNED,
        "Composite of the seven dimensions: what the bloc takes of the stakes, by weights",
    ),
    count(
        "dimensions_led",
        DIMENSIONS as f64,
        "Dimensions on which the bloc is ahead of its rival, or of each other bloc, by 5%",
    ),
    count(
        "solid_dimensions_led",
        SOLID as f64,
        "Those of them that are not speculative: frontier, diffusion, economic gain, world market",
    ),
];

/// What a future settles once.
#[derive(Clone, Debug)]
pub struct Settled<R> {
    /// Weights of the dimensions, over their sum.
    weights: [R; DIMENSIONS],
    /// Weights of inputs of the military, diplomacy and science, over their sums.
    mixtures: [[R; 4]; 3],
}

impl<R: Real> Settled<R> {
    /// Settles it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Leadership<R>) -> Self {
        let military = [p.military_frontier, p.military_compute, p.military_manufacturing, p.military_use];
        let diplomacy = [p.diplomacy_closed, p.diplomacy_open, p.diplomacy_products, p.diplomacy_freedom];
        let science = [p.science_researchers, p.science_software, p.science_products, p.science_freedom];
        Self {
            weights: over_sum([
                p.weight_frontier,
                p.weight_diffusion,
                p.weight_economy,
                p.weight_market,
                p.weight_military,
                p.weight_diplomacy,
                p.weight_science,
            ]),
            mixtures: [over_sum(military), over_sum(diplomacy), over_sum(science)],
        }
    }
}

/// Weights over their sum; all nothing where they are nothing.
#[inline(always)]
fn over_sum<R: Real, const N: usize>(weights: [R; N]) -> [R; N] {
    let mut sum = R::zero();
    for &weight in &weights {
        sum += weight;
    }
    let per_sum = sum.max(R::splat(NOTHING)).recip();
    let mut shares = weights;
    for share in one_by_one(&mut shares) {
        *share *= per_sum;
    }
    shares
}

/// What leadership is counted from, each by bloc.
#[derive(Clone, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Best published capability.
    pub capability: Row<R, Bloc>,
    /// Software efficiency, in logs.
    pub ln_software: Row<R, Bloc>,
    /// Use, weighted by output.
    pub used: Row<R, Bloc>,
    /// Use by industry.
    pub use_by_industry: &'a Row<R, Industry>,
    /// Output that AI adds, USD a year.
    pub gain: Row<R, Bloc>,
    /// Revenue of laboratories and application firms, USD a year.
    pub revenue: Row<R, Bloc>,
    /// Compute of chips at home, H100 equivalents.
    pub compute: Row<R, Bloc>,
    /// Value added of manufacturing, USD a year.
    pub made: Row<R, Bloc>,
    /// Closed and open models used abroad, as shares.
    pub models: [Row<R, Bloc>; 2],
    /// Products sold abroad, as a share.
    pub products: Row<R, Bloc>,
    /// Quality of applications.
    pub quality: Row<R, Bloc>,
    /// Repression.
    pub repression: Row<R, Bloc>,
    /// Elite researchers.
    pub elite: Row<R, Bloc>,
}

/// Where blocs stand.
#[derive(Clone, Debug)]
pub struct Standing<R> {
    /// Index on each dimension.
    pub indices: [Row<R, Bloc>; DIMENSIONS],
    /// Composite.
    pub composite: Row<R, Bloc>,
    /// Dimensions led, all and solid ones.
    pub led: [Row<R, Bloc>; 2],
}

/// Parts of a whole of what is not negative; equal ones where there is nothing.
#[inline(always)]
fn parts<R: Real>(mut parts: Row<R, Bloc>) -> Row<R, Bloc> {
    let sum = sum_by_value(parts.values());
    let (some, per_sum) = (sum.gt(R::splat(NOTHING)), sum.max(R::splat(NOTHING)).recip());
    let equal = R::splat(1.0 / parts.len() as f64);
    for part in one_by_one(parts.values_mut()) {
        *part = R::select(some, *part * per_sum, equal);
    }
    parts
}

/// e to what logs are worth, over that of the greatest: parts of it are what counts.
#[inline(always)]
fn strength<R: Real>(worth: R, mut logs: Row<R, Bloc>) -> Row<R, Bloc> {
    let mut greatest = R::splat(f64::NEG_INFINITY);
    for &log in logs.values() {
        greatest = greatest.max(log);
    }
    for value in one_by_one(logs.values_mut()) {
        *value = (worth * (*value - greatest)).exp();
    }
    logs
}

/// Use in the public sector, by bloc.
#[inline(always)]
fn public_use<R: Real>(setting: &Setting, share: &Row<R, Industry>) -> Row<R, Bloc> {
    let mut used = Row::filled(setting.blocs.len(), R::zero());
    for (i, industry) in one_by_one(setting.industries.iter()) {
        let public = industry.weight * (1.0 - setting.sectors[industry.sector].private);
        let sum: &mut R = &mut used[industry.bloc];
        // Weighted inside the public sector: how large it is does not count.
        *sum = share[i].mul_add(R::splat(public / (1.0 - setting.firms[industry.bloc]).max(NOTHING)), *sum);
    }
    used
}

/// A mixture of parts in four things.
#[inline(always)]
fn mixture<R: Real>(weights: [R; 4], inputs: [&Row<R, Bloc>; 4]) -> Row<R, Bloc> {
    let mut sum = Row::filled(inputs[0].len(), R::zero());
    for (weight, input) in one_by_one(weights.into_iter().zip(inputs)) {
        for (sum, &part) in one_by_one(sum.values_mut().iter_mut().zip(input.values())) {
            *sum = weight.mul_add(part, *sum);
        }
    }
    sum
}

/// Where all blocs stand.
#[inline(always)]
pub fn stand<R: Real>(p: &Leadership<R>, settled: &Settled<R>, reads: Reads<'_, R>) -> Standing<R> {
    let Reads { setting, models: [closed, open], repression: mut freedom, mut gain, .. } = reads;
    for free in one_by_one(freedom.values_mut()) {
        *free = R::one() - *free;
    }
    let freedom = parts(freedom);
    let frontier = parts(strength(p.worth, reads.capability));
    let public = parts(public_use(setting, reads.use_by_industry));
    let (compute, made) = (parts(reads.compute), parts(reads.made));
    let (closed, open, products) = (parts(closed), parts(open), parts(reads.products));
    let software = parts(strength(p.worth, reads.ln_software));
    let [military, diplomacy, science] = settled.mixtures;
    let military = mixture(military, [&frontier, &compute, &made, &public]);
    let diplomacy = mixture(diplomacy, [&closed, &open, &products, &freedom]);
    let science = mixture(science, [&parts(reads.elite), &software, &parts(reads.quality), &freedom]);
    for gain in one_by_one(gain.values_mut()) {
        *gain = gain.positive_part();
    }
    let solid = [frontier, parts(reads.used), parts(gain), parts(reads.revenue)];
    let [frontier, diffusion, gain, market] = solid;
    let mut indices = [frontier, diffusion, gain, market, military, diplomacy, science];
    let mut composite = Row::filled(setting.blocs.len(), R::zero());
    let mut led = [composite.clone(), composite.clone()];
    for (k, index) in one_by_one(indices.iter_mut().enumerate()) {
        take(p, settled.weights[k], index, &mut composite);
        for value in one_by_one(index.values_mut()) {
            *value *= R::splat(HUNDRED);
        }
        for b in one_by_one(setting.blocs.places()) {
            let leads = leads(setting, index, b);
            led[0][b] += leads;
            if k < SOLID {
                led[1][b] += leads;
            }
        }
    }
    Standing { indices, composite, led }
}

/// Adds what each bloc takes of the stakes of a dimension.
#[inline(always)]
fn take<R: Real>(p: &Leadership<R>, weight: R, parts: &Row<R, Bloc>, composite: &mut Row<R, Bloc>) {
    let mut squares = Few::new();
    for &part in one_by_one(parts.values()) {
        squares.push(part * part);
    }
    let per_sum = sum_by_value(&squares).recip();
    let weight = weight * R::splat(HUNDRED);
    for ((b, &part), &square) in one_by_one(parts.iter().zip(&squares)) {
        let taken = p.winner.mul_add(square * per_sum - part, part);
        composite[b] = weight.mul_add(taken, composite[b]);
    }
}

/// One where a bloc leads a dimension by the margin, else zero.
#[inline(always)]
fn leads<R: Real>(setting: &Setting, index: &Row<R, Bloc>, b: Bloc) -> R {
    let mut next = R::zero();
    for o in setting.blocs.places() {
        if setting.compares(b, o) {
            next = next.max(index[o]);
        }
    }
    R::select(index[b].gt(next * R::splat(MARGIN)), R::one(), R::zero())
}

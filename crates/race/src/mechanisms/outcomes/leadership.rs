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
//! D_kb = 100 I_kb²/Σ_j I_kj² − I_kb                         what squares give more than the part, or less
//! T_kb = I_kb + κ D_kb · (1 − z_b if D_kb > 0, else Σ_j (1 − z_j) D⁺_kj/Σ_j D⁺_kj)         what is taken of the stakes
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
//! | z | `leadership.shared`: how much of that the bloc leaves to those who get less than their share | share | bloc |
//! | r | repression | share | bloc |
//!
//! **Time**: a quarter's end, from what is reported there.
//! **Source**: the dimensions are the essay's; that the composite is a matter of weights is why they are drawn. That who wins may
//! bind itself to share is the windfall clause (O'Keefe and others 2020), of a bloc instead of a firm and of every stake. What is
//! shared goes to all who get less than their part, those included who follow no policy, and is nothing where κ is 0.
//! **Leaves out** arms, alliances, treaties and standards themselves; what it costs to share, and what it buys; talent that policy moves to applications; art.
//! Blocs without a rival, such as a rest of the world, are in the sums: they hold parts of what there is.
//! **Turned off when** every weight of a dimension is 0: the composite is nothing.

use crate::math::{NOTHING, moved};
use crate::mechanisms::diffusion::applications::{self, ModelsUsed};
use crate::mechanisms::research::lag::Paths;
use crate::mechanisms::society::economy::Course;
use crate::report::outcome;
use crate::tolerances::OF_USE;
use crate::transition::Outcomes;
use crate::world::{Bloc, Industry, Setting};
use overtake_model::{
    Calendar, Declared, Domain, Index, Lever, Mechanism, Outcome, Row, Status, Table, index, parameters,
};
use overtake_num::level::Work;
use overtake_num::order::{Few, sum_by_value};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "leadership";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S14"],
    status: Status::Full,
    sentence: "What each bloc has of the whole on seven dimensions, and of all together by weights",
    off: "every weight of a dimension is 0",
};

parameters! {
    /// What counts as leading.
    pub struct Parameters in "leadership" {
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

/// Levers on what is taken of the stakes.
const LEVERS: &[Lever] = &[Lever {
    key: "leadership.shared",
    unit: "share",
    domain: Domain::SHARE,
    neutral: 0.0,
    axis: "bloc",
    sentence: "How much of what the bloc takes of the stakes beyond its part it leaves to all who get less than theirs",
    mechanism: KEY,
}];

/// Number of dimensions, in the order of the page.
pub const DIMENSIONS: usize = 7;
/// Number of dimensions that are not speculative; they come first.
pub const SOLID: usize = 4;
/// Ratio by which an index that leads exceeds the next.
pub const MARGIN: f64 = 1.05;
/// Scale of an index: the sum over blocs.
pub const HUNDRED: f64 = 100.0;

/// Tolerance of parts in capability: they go with the distance of two paths, each of which moves by half as much when steps
/// are shorter, and with researchers, who go after investment.
const APART: f64 = 0.12;
/// Tolerance of parts in revenue: they move with that of laboratories, which depends on whose model is best.
const EARNED: f64 = 0.15;
/// Tolerance of parts in models used abroad: they move with openness, which depends on dates of release.
const OPENED: f64 = 0.2;

/// Tolerance of parts in elite researchers: they go after investment, which a shorter step lets respond sooner.
const STAFFED: f64 = 0.1;

const fn dimension(key: &'static str, tolerance: f64, sentence: &'static str) -> Outcome {
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

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    dimension("leadership_frontier", APART, "The bloc's part in the strength of all best published models"),
    dimension("leadership_diffusion", OF_USE, "The bloc's part in the sum of all blocs' rates of use"),
    dimension("leadership_economy", OF_USE, "The bloc's part in the output that AI adds"),
    dimension(
        "leadership_market",
        EARNED,
        "The bloc's part in the revenue of all laboratories and application firms",
    ),
    dimension(
        "leadership_military",
        APART,
        "Speculative: the bloc's part in what military strength from AI is made of",
    ),
    dimension(
        "leadership_diplomacy",
        OPENED,
        "Speculative: the bloc's part in what gives weight abroad and sets standards",
    ),
    dimension(
        "leadership_science",
        STAFFED,
        "Speculative: the bloc's part in what creative and scientific output is made of",
    ),
    dimension(
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

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared { levers: LEVERS, outcomes: OUTCOMES, ..Declared::of(ABOUT) };

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Weights of the dimensions, over their sum.
    weights: [R; DIMENSIONS],
    /// Weights of inputs of the military, diplomacy and science, over their sums.
    mixtures: [[R; 4]; 3],
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Setting, _: &Calendar) -> Self {
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

/// Weights over their sum; all zero where the sum is.
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

index! {
    /// An input of leadership.
    pub struct Input;
}

impl Input {
    /// Best published capability.
    pub const CAPABILITY: Self = Self(0);
    /// Software efficiency, in logs.
    pub const SOFTWARE: Self = Self(1);
    /// Use, weighted by output.
    pub const USED: Self = Self(2);
    /// Output that AI adds, USD a year.
    pub const GAIN: Self = Self(3);
    /// Revenue of laboratories and application firms, USD a year.
    pub const REVENUE: Self = Self(4);
    /// Compute of chips at home, H100 equivalents.
    pub const COMPUTE: Self = Self(5);
    /// Value added of manufacturing, USD a year.
    pub const MADE: Self = Self(6);
    /// Closed models used abroad, as a share.
    pub const CLOSED: Self = Self(7);
    /// Open models used abroad, as a share.
    pub const OPEN: Self = Self(8);
    /// Products sold abroad, as a share.
    pub const PRODUCTS: Self = Self(9);
    /// Quality of applications.
    pub const QUALITY: Self = Self(10);
    /// Repression; what is counted is its absence.
    pub const REPRESSION: Self = Self(11);
    /// Elite researchers.
    pub const ELITE: Self = Self(12);
    /// Use in the public sector, a share, which is counted here.
    const PUBLIC: Self = Self(13);
    /// Number of them.
    const ALL: usize = 14;
}

/// Inputs of leadership by bloc, all zero.
#[inline(always)]
#[must_use]
pub fn inputs<R: Real>(setting: &Setting) -> Table<R, Input, Bloc> {
    Table::filled(Input::ALL, setting.blocs.len(), R::zero())
}

index! {
    /// A measure of leadership: the index on a dimension, or what follows from all.
    pub struct Measure;
}

impl Measure {
    /// The composite.
    pub const COMPOSITE: Self = Self(DIMENSIONS);
    /// Dimensions led.
    pub const LED: Self = Self(DIMENSIONS + 1);
    /// Solid ones among them.
    pub const LED_SOLID: Self = Self(DIMENSIONS + 2);
    /// Number of them.
    const ALL: usize = DIMENSIONS + 3;
}

/// Turns non-negative values into parts of their sum; equal parts where the sum is zero.
#[inline(always)]
fn parts<R: Real>(parts: &mut [R]) {
    let sum = sum_by_value(parts);
    let (some, per_sum) = (sum.gt(R::splat(NOTHING)), sum.max(R::splat(NOTHING)).recip());
    let equal = R::splat(1.0 / parts.len() as f64);
    for part in one_by_one(parts) {
        *part = R::select(some, *part * per_sum, equal);
    }
}

/// Turns logs into strengths: e to their worth, over that of the greatest.
#[inline(always)]
fn strength<R: Real>(worth: R, logs: &mut [R]) {
    let mut greatest = R::splat(f64::NEG_INFINITY);
    for &log in &*logs {
        greatest = greatest.max(log);
    }
    for value in one_by_one(logs) {
        *value = (worth * (*value - greatest)).exp();
    }
}

/// Use in the public sector, a share by bloc.
#[inline(always)]
fn public_use<R: Real>(setting: &Setting, share: &Row<R, Industry>, used: &mut [R]) {
    for b in setting.blocs.places() {
        let all = (1.0 - setting.firms[b]).max(NOTHING);
        let mut sum = R::zero();
        for &i in one_by_one(&setting.industries_of[b]) {
            let industry = &setting.industries[i];
            let public = industry.weight * (1.0 - setting.sectors[industry.sector].private);
            // Weighted inside the public sector: how large it is does not count.
            sum = share[i].mul_add(R::splat(public / all), sum);
        }
        used[b.get()] = sum;
    }
}

/// Measures of leadership of all blocs, from its inputs, use by industry and the share of surplus stakes that each bloc
/// leaves to others.
#[inline(always)]
pub fn measures<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    setting: &Setting,
    share: &Row<R, Industry>,
    shared: &[f64],
    mut inputs: Table<R, Input, Bloc>,
) -> Table<R, Measure, Bloc> {
    for free in one_by_one(inputs.row_mut(Input::REPRESSION)) {
        *free = R::one() - *free;
    }
    for gain in one_by_one(inputs.row_mut(Input::GAIN)) {
        *gain = gain.positive_part();
    }
    for logs in [Input::CAPABILITY, Input::SOFTWARE] {
        strength(p.worth, inputs.row_mut(logs));
    }
    public_use(setting, share, inputs.row_mut(Input::PUBLIC));
    for input in 0..Input::ALL {
        parts(inputs.row_mut(Input(input)));
    }
    let mut measures: Table<R, Measure, Bloc> = Table::filled(Measure::ALL, setting.blocs.len(), R::zero());
    let solid = [Input::CAPABILITY, Input::USED, Input::GAIN, Input::REVENUE];
    for (k, input) in solid.into_iter().enumerate() {
        measures.row_mut(Measure(k)).copy_from_slice(inputs.row(input));
    }
    let mixed = [
        [Input::CAPABILITY, Input::COMPUTE, Input::MADE, Input::PUBLIC],
        [Input::CLOSED, Input::OPEN, Input::PRODUCTS, Input::REPRESSION],
        [Input::ELITE, Input::SOFTWARE, Input::QUALITY, Input::REPRESSION],
    ];
    for (k, (of, weights)) in mixed.into_iter().zip(&derived.mixtures).enumerate() {
        for b in one_by_one(setting.blocs.places()) {
            let mut sum = R::zero();
            for (input, &weight) in of.into_iter().zip(weights) {
                sum = weight.mul_add(inputs[(input, b)], sum);
            }
            measures[(Measure(SOLID + k), b)] = sum;
        }
    }
    let shared = if moved(shared) { Some(shared) } else { None };
    for k in one_by_one(0..DIMENSIONS) {
        add_to_composite(p, derived.weights[k], shared, Measure(k), &mut measures);
        for value in one_by_one(measures.row_mut(Measure(k))) {
            *value *= R::splat(HUNDRED);
        }
        for b in one_by_one(setting.blocs.places()) {
            let lead = lead(setting, measures.row(Measure(k)), b);
            measures[(Measure::LED, b)] += lead;
            if k < SOLID {
                measures[(Measure::LED_SOLID, b)] += lead;
            }
        }
    }
    measures
}

/// Adds each bloc's part of the stakes of a dimension to the composite.
#[inline(always)]
fn add_to_composite<R: Real>(
    p: &Parameters<R>,
    weight: R,
    shared: Option<&[f64]>,
    dimension: Measure,
    measures: &mut Table<R, Measure, Bloc>,
) {
    let mut surplus = Few::new();
    for &part in one_by_one(measures.row(dimension)) {
        surplus.push(part * part);
    }
    let per_sum = sum_by_value(&surplus).recip();
    for (surplus, &part) in one_by_one(surplus.iter_mut().zip(measures.row(dimension))) {
        *surplus = *surplus * per_sum - part;
    }
    if let Some(shared) = shared {
        redistribute(shared, &mut surplus);
    }
    let weight = weight * R::splat(HUNDRED);
    for (b, &surplus) in one_by_one(surplus.iter().enumerate()) {
        let b = Bloc::new(b);
        let taken = p.winner.mul_add(surplus, measures[(dimension, b)]);
        measures[(Measure::COMPOSITE, b)] = weight.mul_add(taken, measures[(Measure::COMPOSITE, b)]);
    }
}

/// Moves the shared part of some blocs' surplus over their parts to those that fall short, in proportion to how far each
/// does.
#[inline(always)]
fn redistribute<R: Real>(shared: &[f64], surplus: &mut [R]) {
    let (mut gains, mut kept) = (Few::new(), Few::new());
    for (&surplus, &share) in one_by_one(surplus.iter().zip(shared)) {
        gains.push(surplus.positive_part());
        kept.push(surplus.positive_part() * R::splat(1.0 - share));
    }
    // Where nobody gains nobody falls short.
    let left = sum_by_value(&kept) / sum_by_value(&gains).max(R::splat(NOTHING));
    for (surplus, &kept) in one_by_one(surplus.iter_mut().zip(&kept)) {
        *surplus = R::select(surplus.gt(R::zero()), kept, *surplus * left);
    }
}

/// Lead on a dimension: 1 where a bloc exceeds others by the margin, else 0.
#[inline(always)]
fn lead<R: Real>(setting: &Setting, index: &[R], b: Bloc) -> R {
    let mut next = R::zero();
    for o in setting.blocs.places() {
        if setting.compares(b, o) {
            next = next.max(index[o.get()]);
        }
    }
    R::select(index[b.get()].gt(next * R::splat(MARGIN)), R::one(), R::zero())
}

/// Inputs of the report of leadership, by bloc where nothing else is said.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// `leadership.shared`: share of surplus stakes that each bloc leaves to others.
    pub shared: &'a [f64],
    /// Models used in each market.
    pub models: ModelsUsed<'a, R>,
    /// Published capability over time.
    pub paths: &'a Paths<R>,
    /// Software efficiency, in logs.
    pub ln_software: &'a Row<R, Bloc>,
    /// Use among potential users, by industry.
    pub share: &'a Row<R, Industry>,
    /// Use weighted by output.
    pub used: &'a Row<R, Bloc>,
    /// Economies as they are.
    pub actual: &'a Course<R>,
    /// Economies as they would be without AI.
    pub counterfactual: &'a Course<R>,
    /// Revenue of laboratories, USD a year.
    pub laboratories: &'a Row<R, Bloc>,
    /// Revenue of application firms, USD a year.
    pub applications: &'a Row<R, Bloc>,
    /// Training capacity of chips at home, H100 equivalents.
    pub training: &'a Row<R, Bloc>,
    /// Serving capacity of chips at home, H100 equivalents.
    pub serving: &'a Row<R, Bloc>,
    /// Share of manufacturing in value added.
    pub manufacturing: &'a [R],
    /// Shares of plain products by market and seller.
    pub products: &'a Table<R, Bloc, Bloc>,
    /// Spending in each market on plain products, USD of 2024 a year.
    pub spending: &'a Row<R, Bloc>,
    /// Quality of applications.
    pub quality: &'a Row<R, Bloc>,
    /// Repression.
    pub repression: &'a Row<R, Bloc>,
    /// Elite researchers among all, relative to the reference bloc, a ratio.
    pub density: &'a [R],
    /// Researchers.
    pub heads: &'a Row<R, Bloc>,
}

impl<R: Real> Reported<'_, R> {
    /// Inputs of leadership at the end of the quarter.
    #[inline(always)]
    fn inputs(&self) -> Table<R, Input, Bloc> {
        let setting = self.setting;
        let mut inputs = inputs(setting);
        let [closed, open] = self.models.abroad();
        for b in one_by_one(setting.blocs.places()) {
            let output = self.actual.over_quarter(b);
            for (input, value) in [
                (Input::CLOSED, closed[b]),
                (Input::OPEN, open[b]),
                (Input::CAPABILITY, self.paths.last(b)),
                (Input::SOFTWARE, self.ln_software[b]),
                (Input::USED, self.used[b]),
                (Input::GAIN, output - self.counterfactual.over_quarter(b)),
                (Input::REVENUE, self.applications[b] + self.laboratories[b]),
                (Input::COMPUTE, self.training[b] + self.serving[b]),
                (Input::MADE, output * self.manufacturing[b.get()]),
                (Input::PRODUCTS, applications::share(setting, self.products, self.spending, b, true)),
                (Input::QUALITY, self.quality[b]),
                (Input::REPRESSION, self.repression[b]),
                (Input::ELITE, self.density[b.get()] * self.heads[b]),
            ] {
                inputs[(input, b)] = value;
            }
        }
        inputs
    }
}

/// Outcomes in the order of the measures.
const MEASURES: [usize; Measure::ALL] = [
    outcome!("leadership_frontier"),
    outcome!("leadership_diffusion"),
    outcome!("leadership_economy"),
    outcome!("leadership_market"),
    outcome!("leadership_military"),
    outcome!("leadership_diplomacy"),
    outcome!("leadership_science"),
    outcome!("leadership"),
    outcome!("dimensions_led"),
    outcome!("solid_dimensions_led"),
];

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_, R>, ()> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { parameters: p, derived, reads, mut report, .. } = self;
        let setting = reads.setting;
        if !report.asks_any(&MEASURES, setting.blocs.len()) {
            return;
        }
        let measures = measures(p, derived, setting, reads.share, reads.shared, reads.inputs());
        for (k, outcome) in MEASURES.into_iter().enumerate() {
            for b in setting.blocs.places() {
                if report.asks(outcome, b) {
                    report.set(outcome, b, measures[(Measure::new(k), b)]);
                }
            }
        }
    }
}

//! **S3 · Researchers.** How many people do research on models, in each bloc: they are trained, with a lag, they leave, and they
//! move to where there is money for research and freedom.
//!
//! ```text
//! N_b′ = [(g + r) z_b (1 − (N_b/K_b)²)⁺ − r] N_b + M_b                   N_b(2020-Q1) = scale_b
//! g(t) = g_∞ + (g_0 − g_∞) e^{−κ(t − 2020)}                              of it r leave, and g + r come out of training
//! z_b  = Erlang chain of three stages, mean τ, of  u_b (1 + ε ln ρ_b)⁺
//! M_b  = m N_b (v_b a_b − Σ_k N_k v_k a_k / Σ_k N_k)                       a_b = A_b Σ_k N_k / Σ_k N_k A_k
//! A_b  = ρ_b^η (1 − χ q_b)
//! K_b  = share · fields_b · L_b(t) / counted                             the ceiling, from 2020-Q1 on
//! ρ_b  = (I_b / N_b) / (Σ_k I_k / Σ_k N_k)         ρ and A are taken over what they were in 2020-Q1: until then they are 1
//! T_b  = density_b N_b
//! ```
//! A researcher looks for another post at rate m. Posts are as many as researchers are, and the better liked the more count, at home
//! and abroad; one abroad is had by as many as are let in. What comes to a bloc less what goes is M_b: it is nothing while all
//! are liked as in 2020, and sums to nothing over blocs. So where money keeps pace everywhere, growth is g in all blocs.
//!
//! Researchers are people, and those who could be are a share of those who work. The more of them do research on models, the
//! fewer are left to train, as in Richards' law of growth with exponent two: at a tenth of the ceiling a hundredth of training is
//! lost, at the ceiling all of it. What g and its fading say of the years in which there are people enough stays as believed.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | N, T | researchers, elite researchers; those of the reference bloc in 2020-Q1, `counted` people, are one | ratio | bloc |
//! | scale | researchers in 2020-Q1 relative to the reference bloc | ratio | bloc |
//! | density | elite researchers among all, relative to the reference bloc | ratio | bloc |
//! | g_0, g_∞, κ | growth in 2020; in the long run; rate at which the first gives way to the second | 1/yr, log; 1/yr | – |
//! | r | rate at which researchers leave research | 1/yr | – |
//! | z | those who come out of training, over those who would where all is as it was in 2020 | ratio | bloc |
//! | τ | mean time from a decision to train to research | yr | – |
//! | u, v | `researchers.training`, `researchers.immigration` | ratio | bloc |
//! | I, ρ | investment in AI; what there is of it for a researcher, over the world's mean | USD of 2024 a year; ratio | bloc |
//! | ε, η | elasticities to ρ: of those who begin to train, where ρ = 1; of what a post is worth to those who look | – | – |
//! | K | most researchers that the bloc can train | ratio | bloc |
//! | L, fields | people of working age; most of them who can be researchers of any field | people; share | bloc |
//! | share | most of the researchers of all fields who can do research on models | share | – |
//! | m | rate at which a researcher looks for another post | 1/yr | – |
//! | A, a | how well posts are liked, absolutely and over the mean | ratio | bloc |
//! | q, χ | repression; share of a post's worth that the most of it takes | share | bloc; – |
//!
//! **Time**: g is exact in t, alone and under a ceiling where nobody leaves, and the chain at constant input; what z adds is of second
//! order; who moves is counted at the step's start.
//! **Source**: where the top fifth and the top two per cent of researchers work (MacroPolo); growth from METR's model and
//! staff of laboratories; supply that answers late, as in markets for engineers (Ryoo and Rosen 2004); how many Chinese
//! researchers have left US institutions (Carnegie); researchers of all fields by country (UNESCO); the law of the ceiling
//! (Richards 1959).
//! **Leaves out** money for research in the world as a whole, which g holds; pay apart from it; students abroad, who count where
//! they train; people who come from other fields at once; that a bloc at its ceiling may draw people in from abroad beyond it; whom a researcher leaves behind; that the elite moves more than others.
//! **Turned off when** `researchers.training_elasticity` and `researchers.mobility` are 0: in every bloc researchers grow by g, as
//! far as there are people. The ceiling is out of reach when `researchers.counted` is 1.

use crate::delay::{STAGES, passes, seep};
use crate::loops;
use crate::mechanisms::society::economy;
use crate::report::tell;
use crate::time::Step;
use crate::transition::{Outcomes, Transition};
use crate::units::QUARTER;
use crate::world::{Bloc, Setting};
use overtake_model::{
    Account, Calendar, Constraint, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment,
    Outcome, Row, Status, Stock, change, parameters,
};
use overtake_num::level::Work;
use overtake_num::order::sum_by_value;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "researchers";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S3"],
    status: Status::Full,
    sentence: "People are trained to do research, leave it, and move to where there is money and freedom for it",
    off: "researchers.training_elasticity and researchers.mobility are 0",
};

parameters! {
    /// How many do research.
    pub struct Parameters in "researchers" {
        /// Researchers on models in 2020-Q1, over those of the reference bloc.
        scale[bloc]: "ratio" in 0.001..=20.0;
        /// Elite researchers among all researchers, relative to the reference bloc.
        density[bloc]: "ratio" in 0.0..=20.0;
        /// Researchers on models in the reference bloc in 2020-Q1: the unit in which all others are counted.
        counted: "people" in 1.0..=10_000_000.0;
        /// Most of the people of working age who can be researchers, in all fields together.
        all_fields[bloc]: "share" in 0.000_001..=1.0;
        /// Most of the researchers of all fields who can do research on models.
        on_models: "share" in 0.001..=1.0;
        /// Growth of the number of researchers in 2020.
        growth: "1/yr, log" in -0.5..=2.0;
        /// Growth of the number of researchers in the long run.
        growth_long_run: "1/yr, log" in -0.2..=0.5;
        /// Rate at which early growth gives way to long-run growth.
        growth_fade: "1/yr" in 0.01..=3.0;
        /// Rate at which researchers leave research.
        leaving: "1/yr" in 0.0..=0.5;
        /// Mean time from the decision to become a researcher to research.
        training_lag: "yr" in 0.25..=15.0;
        /// How many more begin to train for a log unit more of money for a researcher, relative to the world.
        training_elasticity: "ratio" in 0.0..=3.0;
        /// Rate at which a researcher looks for another post.
        mobility: "1/yr" in 0.0..=0.5;
        /// How what a post is worth answers money for a researcher, relative to the world: an elasticity.
        pull: "ratio" in 0.0..=5.0;
        /// Share of what a post is worth that the most repression takes.
        freedom: "share" in 0.0..=0.99;
    }
}

const fn multiplier(key: &'static str, sentence: &'static str) -> Lever {
    // With the greatest mobility as many as look in a step of a quarter may come, and none leaves who is not there.
    let domain = Domain { low: 0.0, high: 4.0 };
    Lever { key, unit: "ratio", domain, neutral: 1.0, axis: "bloc", sentence, mechanism: KEY }
}

/// Levers on researchers.
const LEVERS: &[Lever] = &[
    multiplier("researchers.training", "Multiplies how many begin to train as researchers in the bloc"),
    multiplier("researchers.immigration", "Multiplies how many researchers from abroad the bloc lets in"),
];

/// Unit of researchers: those of the reference bloc in 2020-Q1 are one.
pub const UNIT: &str = "times the reference's of 2020";

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock(
        "researchers",
        "bloc",
        UNIT,
        "Researchers on models: those of the reference bloc in 2020-Q1 are one",
    )
    .positive()
    .of(KEY),
    Outcome::flow(
        "researcher_migration",
        "bloc",
        "times the reference's of 2020 a year",
        "Researchers who come from other blocs less those who go: those of the reference bloc in 2020-Q1 are one",
    )
    .of(KEY),
];

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&FEW_LEFT];
static FEW_LEFT: Constraint = Constraint {
    part: "S3",
    key: "researchers.few_left",
    axis: "bloc",
    sentence: "too few are left who could be trained: half of training is lost",
};

static TRAINED: Line = Line { part: "S3", key: "researchers-trained", sentence: "came out of training" };
static LEFT: Line = Line { part: "S3", key: "researchers-left", sentence: "left research" };
static MOVED: Line = Line { part: "S3", key: "researchers-moved", sentence: "moved between blocs" };

const HEADS: Stock = Stock::new("researchers", "bloc", UNIT, "Researchers");
/// Its stocks.
const STOCKS: &[Stock] = &[HEADS];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared {
    levers: LEVERS,
    outcomes: OUTCOMES,
    stocks: STOCKS,
    constraints: CONSTRAINTS,
    ..Declared::of(ABOUT)
};

/// Date of the count of researchers, from which on they respond, a decimal year.
const COUNT_DATE: f64 = 2020.0;
/// Least money for a researcher over the world's mean, a ratio; it also stands for no money in a division.
const NOTHING: f64 = 1e-6;

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Date from which researchers respond, a decimal year: the end of the quarter of the count.
    response_date: f64,
    /// Researchers at the start of the calendar over those of 2020, a ratio.
    initial: R,
    /// By step, on the path without responses: growth of researchers, a factor, and entry from training, a share.
    path: Vec<[R; 2]>,
    /// Retention: share of researchers who stay over a step.
    retention: R,
    /// Square of the retention.
    retention_squared: R,
    /// Stages of training that a step passes.
    passes: R,
    /// Share of a stage of training left after a step.
    leaves: R,
    /// People of working age for whom the ceiling is one unit of researchers.
    per_unit: Row<R, Bloc>,
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Setting, calendar: &Calendar) -> Self {
        let dt = R::splat(calendar.dt());
        let since = calendar.start.begins() - COUNT_DATE;
        let (fast, slow) = (p.growth, p.growth_long_run);
        // Before the count the path is the line that leads to it.
        let mut fading = (-(p.growth_fade * R::splat(since.max(0.0)))).exp();
        let faded = (fast - slow) * (R::one() - fading) / p.growth_fade;
        let first = if since < 0.0 { fast } else { slow } * R::splat(since) + faded;
        let kept = (-(p.growth_fade * dt)).exp();
        let leaving = p.leaving * dt;
        let mut path = Vec::with_capacity(calendar.steps());
        for step in one_by_one(0..calendar.steps()) {
            let mut by = fast * dt;
            if calendar.moment(step).time >= COUNT_DATE {
                by = slow * dt + (fast - slow) * fading * (R::one() - kept) / p.growth_fade;
                fading *= kept;
            }
            path.push([by.exp(), (by + leaving).positive_part()]);
        }
        let passes = passes(dt, p.training_lag);
        let mut per_unit = Row::filled(p.scale.len(), R::zero());
        for b in one_by_one(per_unit.places()) {
            per_unit[b] = p.counted / (p.on_models * p.all_fields[Index::get(b)]);
        }
        let retention = (-leaving).exp();
        Self {
            response_date: calendar.start.begins().max(COUNT_DATE) + QUARTER,
            initial: first.exp(),
            path,
            retention,
            retention_squared: retention * retention,
            passes,
            leaves: (-passes).exp(),
            per_unit,
        }
    }
}

impl<R: Real> Derived<R> {
    /// Share of the bloc's ceiling that one unit of researchers takes.
    #[inline(always)]
    fn ceiling_share(&self, record: &economy::Record, step: Step, b: Bloc) -> R {
        self.per_unit[b] * R::splat(1.0 / record.labour(step, b))
    }
}

/// Researchers, and those in training.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Researchers, times the reference's of 2020.
    pub heads: Row<R, Bloc>,
    /// Researchers at the quarter's beginning, in the same unit.
    pub at_quarter_start: Row<R, Bloc>,
    /// Net migration over the quarter, a yearly rate.
    pub migration: Row<R, Bloc>,
    /// People in training by stage, over those on the path without responses, a ratio.
    stages: Row<[R; STAGES], Bloc>,
    /// Money for a researcher over the world's mean, a log, and the share of a post's worth that repression leaves: means
    /// over the quarter of the count.
    count_means: Row<[R; 2], Bloc>,
}

impl<R: Real> Stocks<R> {
    /// No researchers.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let blocs = setting.blocs.len();
        let zeros = Row::filled(blocs, R::zero());
        Self {
            at_quarter_start: zeros.clone(),
            heads: zeros.clone(),
            migration: zeros,
            stages: Row::filled(blocs, [R::one(); STAGES]),
            count_means: Row::filled(blocs, [R::zero(); 2]),
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        HEADS.show(&self.heads, visitor);
    }
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, &economy::Record, Stocks<R>, ()> {
    type Done = ();

    /// Sets researchers to the count carried to the start of the calendar.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads: record, stocks, .. } = self;
        for b in one_by_one(stocks.heads.places()) {
            let counted = p.scale[Index::get(b)];
            let part = counted * derived.ceiling_share(record, Step::new(0), b);
            // A calendar that begins after the count finds as many as the path alone left below the ceiling.
            stocks.heads[b] = counted * growth_below_ceiling(derived.initial, R::one(), part * part);
        }
        stocks.at_quarter_start.clone_from(&stocks.heads);
    }
}

/// Inputs of researchers, each by bloc.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Private investment in AI infrastructure, USD a year.
    pub private_investment: &'a Row<R, Bloc>,
    /// The state's part of it, USD a year.
    pub public_investment: &'a Row<R, Bloc>,
    /// Repression.
    pub repression: &'a Row<R, Bloc>,
    /// `researchers.training`.
    pub training: &'a [f64],
    /// `researchers.immigration`.
    pub immigration: &'a [f64],
    /// People of working age.
    pub record: &'a economy::Record,
    /// The step.
    pub now: Moment,
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Trains researchers and moves them.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let mut money = reads.private_investment.clone();
        for b in one_by_one(money.places()) {
            money[b] += reads.public_investment[b];
        }
        ledger.passes(&loops::TALENT, money.values_mut());
        let all = sum_by_value(stocks.heads.values());
        let [entrants, appeal] = responses(p, derived, &reads, &money, all, stocks);
        // Researchers by how well their posts are liked; by that and by who is let in.
        let (mut posts, mut open) = (appeal.clone(), appeal);
        for b in one_by_one(posts.places()) {
            posts[b] *= stocks.heads[b];
            open[b] = posts[b] * R::splat(reads.immigration[b.get()]);
        }
        let per_post = sum_by_value(posts.values()).recip();
        let (all, let_in) = (all * per_post, sum_by_value(open.values()) * per_post);
        let [grown, entering] = derived.path[reads.now.step];
        let (half, per_year) = (R::splat(0.5), R::splat(1.0 / QUARTER));
        // In the middle of the step there are more of them.
        let looking = p.mobility * R::splat(reads.now.dt) * (grown + R::one()) * half;
        for b in one_by_one(open.places()) {
            let heads = stocks.heads[b];
            let before = stocks.stages[b][STAGES - 1];
            let training = entrants[b] * R::splat(reads.training[b.get()]);
            stocks.stages[b] = seep(stocks.stages[b], training, derived.passes, derived.leaves);
            let more = entering * ((before + stocks.stages[b][STAGES - 1]) * half - R::one());
            // e^{more} as far as its square.
            let mut growth = grown * more.mul_add(more.mul_add(half, R::one()), R::one());
            let moved = looking * (open[b] * all - heads * let_in);
            if reads.now.time >= COUNT_DATE {
                let part = heads * derived.ceiling_share(reads.record, Step::new(reads.now.step), b);
                let taken = part * part;
                ledger.binds(&FEW_LEFT, b.get(), taken.gt(half));
                growth = growth_below_ceiling(growth, derived.retention_squared, taken);
            }
            let flows = [
                (&TRAINED, heads * (growth - derived.retention)),
                (&LEFT, heads * (derived.retention - R::one())),
                (&MOVED, moved),
            ];
            let account = HEADS.account(b.get(), 0);
            change(&mut stocks.heads[b], account, 1.0, flows, ledger);
            let earlier = if reads.now.begins_quarter { R::zero() } else { stocks.migration[b] };
            stocks.migration[b] = moved.mul_add(per_year, earlier);
        }
        if reads.now.ends_quarter {
            stocks.at_quarter_start.clone_from(&stocks.heads);
        }
    }
}

/// Growth of researchers over a step below the ceiling, a factor: n = g/√(1 + z₀² (g² − s²)⁺), where g is growth without a
/// ceiling, s the retention and z₀ the share of the ceiling taken at the start, at most one. Nobody is trained beyond the
/// ceiling, however long the step.
#[inline(always)]
fn growth_below_ceiling<R: Real>(growth: R, retention_squared: R, taken: R) -> R {
    let trained = growth.mul_add(growth, -retention_squared).positive_part();
    growth / taken.min(R::one()).mul_add(trained, R::one()).sqrt()
}

/// Entrants into training over those of 2020 and appeal of a bloc's posts, both ratios.
#[inline(always)]
fn responses<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    money: &Row<R, Bloc>,
    all: R,
    stocks: &mut Stocks<R>,
) -> [Row<R, Bloc>; 2] {
    let ones = Row::filled(stocks.heads.len(), R::one());
    if reads.now.time < COUNT_DATE {
        return [ones.clone(), ones];
    }
    let nothing = R::splat(NOTHING);
    let mean = all / sum_by_value(money.values()).max(nothing);
    let mut responses = Row::filled(stocks.heads.len(), [R::zero(); 2]);
    for b in one_by_one(responses.places()) {
        let each = money[b] * mean / stocks.heads[b];
        responses[b] = [each.max(nothing).ln(), R::one() - p.freedom * reads.repression[b]];
    }
    let (mut entrants, mut appeal) = (ones.clone(), ones);
    for b in one_by_one(responses.places()) {
        let ([money, freedom], counted) = (responses[b], &mut stocks.count_means[b]);
        if reads.now.time < derived.response_date {
            let share = R::splat(reads.now.dt / QUARTER);
            *counted = [money.mul_add(share, counted[0]), freedom.mul_add(share, counted[1])];
            continue;
        }
        let richer = money - counted[0];
        entrants[b] = p.training_elasticity.mul_add(richer, R::one()).positive_part();
        appeal[b] = (p.pull * richer).exp() * freedom / counted[1];
    }
    [entrants, appeal]
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { stocks, mut report, .. } = self;
        for b in one_by_one(stocks.heads.places()) {
            tell!(report, "researchers", b => stocks.heads[b]);
            tell!(report, "researcher_migration", b => stocks.migration[b]);
        }
    }
}

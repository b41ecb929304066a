//! **Observation.** What an observer would have measured: every observable as a function of state and nuisance.
//!
//! ```text
//! eci_b     = level + slope_e P_b + σ_e ε               rating_b = slope_r P_b + σ_r ε'        gap_b = max_{o≠b} rating_o − rating_b
//! eci lag_b = lag_b + σ_l ε''                           open gap_b = max_{o≠b} open rating_o − open rating_b
//!                                                       open rating_b = slope_r o_b + σ_r ε'''
//! firms_b   = odds(use of firms, k_f e^{σ_u ε})          people_b = odds(use, k_p e^{σ_u ε'})      odds(a, k) = k a/(1 + (k − 1) a)
//! terminals_b = odds(use, k_t)                          token price_b = list · price_b e^{σ_p ε}
//! laboratory revenue_b = counted · revenue_b e^{σ_m ε}
//! giants' AI_b = giants · I_b                            giants' capex_b = giants · I_b + other_b e^{g (t − 2025)}
//! published run_b = running maximum of the runs behind releases whose size is disclosed
//! ```
//! ε are logistic with unit deviation: heavier tails than a normal, as measurements of few models have.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | P | published capability | log | bloc |
//! | o | open capability | log | bloc |
//! | slope, level | units of an index per unit of capability; its value at capability zero | points | – |
//! | k | odds of a count of firms, people or terminals over those of use weighted by output; k_t is `legitimacy.terminals_odds` | ratio | – |
//! | giants, other, g | share of private AI infrastructure that the named giants build; what else they spend on capital in 2025; its growth | share; billion USD; 1/yr | bloc; bloc; – |
//! | list, counted | list price over price paid; share of laboratories' revenue that reports cover | ratio; share | – |
//! | σ | measurement errors | points, months | – |
//!
//! **Time**: end of quarter. Its parameters decide no claim that reads no observable of its own; k_t, by which a promise is met, is
//! legitimacy's.
//! **Source**: Epoch AI capabilities index, LMArena ratings, Epoch AI chip data, the Census survey of
//! firms, telemetry, price lists, reported revenue. Surveys differ in whom they count: one factor on the odds keeps shares
//! inside zero and one.
//! **Leaves out** drift of the rating scale: gaps are free of it, levels are not to be used.
//! **Turned off when** every error is 0: then observables follow the state exactly.

use crate::luck::Streams;
use crate::math::{greatest_other, odds};
use crate::mechanisms::hardware::catalogue::Catalogue;
use crate::mechanisms::hardware::chips::{Origin, purchases_of_origin};
use crate::mechanisms::research::laboratories::best_by_bloc;
use crate::mechanisms::research::lag::Paths;
use crate::report::{Report, outcome, tell};
use crate::time::Step;
use crate::tolerances::OF_USE;
use crate::transition::Outcomes;
use crate::units::{BILLION, QUARTER, flop};
use crate::world::{Bloc, Chip, Laboratory, Setting};
use overtake_model::{Declared, Index, Mechanism, Moment, Outcome, Row, Status, Table, parameters};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "observation";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S6", "S9", "S5", "S7", "S8", "S3"],
    status: Status::Full,
    sentence: "What an observer would have measured: every observable as a function of state and nuisance",
    off: "every error is 0",
};

parameters! {
    /// How indices read capability, and how badly.
    pub struct Parameters in "observation" {
        /// Value of the capabilities index for capability zero (a run of 1e25 FLOP with software of 2023-Q1).
        eci_level: "points" in 0.0..=400.0;
        /// Points of the capabilities index for one unit of capability.
        eci_slope: "points" in 0.1..=40.0;
        /// Error of a bloc's best score on the capabilities index, one standard deviation.
        eci_error: "points" in 0.0..=30.0;
        /// Rating points for one unit of capability.
        rating_slope: "points" in 1.0..=200.0;
        /// Error of a bloc's best rating, one standard deviation.
        rating_error: "points" in 0.0..=100.0;
        /// Error of an observed lag, one standard deviation.
        lag_error: "months" in 0.0..=24.0;
        /// Chance that the size of a release's training run becomes known.
        disclosure: "share" in 0.0..=1.0;
        /// Odds that a firm counts as using AI in the Census survey, over those of output.
        firms_odds: "ratio" in 0.02..=20.0;
        /// Odds that a person of working age counts as a user by telemetry, over those of output.
        people_odds: "ratio" in 0.02..=50.0;
        /// Error of the odds of surveys and telemetry, one standard deviation.
        use_error: "log" in 0.0..=2.0;
        /// Share of the bloc's private investment in AI infrastructure that its named giants make.
        giants_share[bloc]: "share" in 0.0..=1.0;
        /// What those giants spend on capital for other purposes in 2025.
        giants_other[bloc]: "billion USD of 2024 a year" in 0.0..=2000.0;
        /// Growth of that.
        giants_growth: "1/yr, log" in -0.2..=0.4;
        /// List price of a typical model over what users pay.
        list_ratio: "ratio" in 0.1..=20.0;
        /// Error of a typical list price, one standard deviation.
        price_error: "log" in 0.0..=3.0;
        /// Share of laboratories' revenue that reports cover.
        revenue_counted: "share" in 0.05..=1.0;
        /// Error of reported revenue, one standard deviation.
        revenue_error: "log" in 0.0..=2.0;
    }
}

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock("eci_best", "bloc", "points", "Best score of the bloc on the capabilities index")
        .linear(-200.0, 600.0)
        .observable()
        .of(KEY),
    Outcome::stock("eci_lag_months", "bloc", "months", "Observed lag of the bloc on the capabilities index")
        .linear(-160.0, 160.0)
        .observable()
        .of(KEY),
    Outcome::stock(
        "arena_rating",
        "bloc",
        "points",
        "Best rating of the bloc by users' votes, origin arbitrary",
    )
    .linear(-2000.0, 4000.0)
    .observable()
    .of(KEY),
    Outcome::stock(
        "arena_gap_points",
        "bloc",
        "points",
        "Best rating of the other blocs less the bloc's best, by users' votes",
    )
    .linear(-800.0, 1600.0)
    .observable()
    .of(KEY),
    Outcome::stock(
        "open_arena_gap_points",
        "bloc",
        "points",
        "Best open rating of the other blocs less the bloc's best open one",
    )
    .linear(-800.0, 1600.0)
    .observable()
    .of(KEY),
    Outcome::stock(
        "compute_stock_h100e",
        "bloc",
        "H100 equivalents",
        "Chips that public sales series count as the bloc's, summed without retirement",
    )
    .positive()
    .observable()
    .of(KEY),
    Outcome::flow(
        "chip_imports_h100e",
        "bloc",
        "H100 equivalents a quarter",
        "Chips of counted makers abroad that the bloc bought legally",
    )
    .positive()
    .observable()
    .of(KEY),
    Outcome::flow(
        "giants_ai_investment",
        "bloc",
        "USD of 2024 a year",
        "Investment of the bloc's named giants in AI infrastructure: four firms of the US, seven of China",
    )
    .positive()
    .observable()
    .of(KEY),
    Outcome::flow(
        "giants_capex",
        "bloc",
        "USD of 2024 a year",
        "All capital spending of the bloc's named giants",
    )
    .positive()
    .observable()
    .of(KEY),
    Outcome::stock(
        "training_compute_max_flop",
        "bloc",
        "FLOP",
        "Largest training run of the bloc whose size became known",
    )
    .positive()
    .observable()
    .of(KEY),
    Outcome::stock(
        "firms_using_ai_share",
        "bloc",
        "share",
        "Share of firms that use AI, by a survey like the US Census's",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .observable()
    .of(KEY),
    Outcome::stock(
        "people_using_ai_share",
        "bloc",
        "share",
        "Share of people of working age who use AI, by telemetry",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .observable()
    .of(KEY),
    Outcome::stock(
        "token_price_usd",
        "bloc",
        "USD per million tokens",
        "List price of a typical model in the bloc",
    )
    .positive()
    .observable()
    .of(KEY),
    Outcome::flow(
        "laboratory_revenue_usd",
        "bloc",
        "USD of 2024 a year",
        "Revenue of the bloc's laboratories as reported",
    )
    .positive()
    .observable()
    .of(KEY),
    Outcome::stock(
        "intelligent_terminals_share",
        "bloc",
        "share",
        "Penetration of intelligent terminals and agents, as the Chinese plan counts it",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared { outcomes: OUTCOMES, ..Declared::of(ABOUT) };

/// Score on the capabilities index, points.
#[inline(always)]
fn eci<R: Real>(p: &Parameters<R>, published: R, error: R) -> R {
    p.eci_slope.mul_add(published, p.eci_level) + p.eci_error * error
}

/// Rating by users' votes, points; zero at capability zero, so that only gaps have meaning.
#[inline(always)]
fn rating<R: Real>(p: &Parameters<R>, capability: R, error: R) -> R {
    p.rating_slope.mul_add(capability, p.rating_error * error)
}

/// Date at which giants' spending for other purposes is counted, a decimal year.
const COUNTED: f64 = 2025.0;

/// Giants' spending for other purposes over that at its date, a ratio.
#[inline(always)]
fn other_capex<R: Real>(p: &Parameters<R>, time: f64) -> R {
    (p.giants_growth * R::splat(time - COUNTED)).exp()
}

/// Giants' investment in AI infrastructure and all of their capital spending, USD of 2024 a year, from private investment in
/// their bloc.
#[inline(always)]
fn giants_spending<R: Real>(p: &Parameters<R>, bloc: usize, invested: R, others: R) -> [R; 2] {
    let ai = p.giants_share[bloc] * invested;
    [ai, (p.giants_other[bloc] * R::splat(BILLION)).mul_add(others, ai)]
}

/// Luck: measurement errors by quarter and bloc, in deviations where they add and as factors where they multiply.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    eci: Table<R, Step, Bloc>,
    rating: Table<R, Step, Bloc>,
    open_rating: Table<R, Step, Bloc>,
    lag: Table<R, Step, Bloc>,
    firms: Table<R, Step, Bloc>,
    people: Table<R, Step, Bloc>,
    token_price: Table<R, Step, Bloc>,
    revenue: Table<R, Step, Bloc>,
}

impl<R: Real> Luck<R> {
    /// Draws it.
    #[must_use]
    pub fn draw(p: &Parameters<R>, streams: &Streams<'_>) -> Self {
        Self {
            eci: streams.errors("eci"),
            rating: streams.errors("rating"),
            open_rating: streams.errors("open-rating"),
            lag: streams.errors("lag"),
            firms: streams.error_factors("firms", p.use_error),
            people: streams.error_factors("people", p.use_error),
            token_price: streams.error_factors("token-price", p.price_error),
            revenue: streams.error_factors("revenue", p.revenue_error),
        }
    }
}

/// Inputs of the report of observation, by bloc where nothing else is said.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Catalogue.
    pub catalogue: &'a Catalogue,
    /// Published capability over time.
    pub paths: &'a Paths<R>,
    /// ln S of the reference in 2023-Q1.
    pub gauge: R,
    /// Capability in the commons by laboratory, a log.
    pub commons: &'a Row<R, Laboratory>,
    /// Largest run that has been disclosed, a log over the unit of capability.
    pub disclosed_run: &'a Row<R, Bloc>,
    /// Legal purchases over the quarter, chips a year.
    pub bought: &'a Table<R, Bloc, Chip>,
    /// Chips sold so far by makers that public series count, H100 equivalents.
    pub counted_sales: &'a Row<R, Bloc>,
    /// Means over the quarter, USD of 2024 a year, of which the second is private investment.
    pub investment: &'a Row<[R; 3], Bloc>,
    /// Use weighted by output, a share.
    pub used: &'a Row<R, Bloc>,
    /// Use of firms weighted by output, a share.
    pub firms: &'a Row<R, Bloc>,
    /// Price of a million tokens, USD of 2024.
    pub price: &'a Row<R, Bloc>,
    /// Revenue of laboratories, USD of 2024 a year.
    pub revenue: &'a Row<R, Bloc>,
    /// Odds of use on the measure of the state's plan over those of use weighted by output.
    pub terminals_odds: R,
    /// Luck.
    pub luck: &'a Luck<R>,
    /// The quarter's last step.
    pub now: Moment,
}

/// Outcomes of users' ratings, which are worked out together: a rating, the gap to the best, that of open models.
const RATINGS: [usize; 3] =
    [outcome!("arena_rating"), outcome!("arena_gap_points"), outcome!("open_arena_gap_points")];

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, (), Reported<'_, R>, ()> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { parameters: p, reads, mut report, .. } = self;
        let (setting, errors, now) = (reads.setting, reads.luck, reads.now);
        let (step, quarter) = (Step::new(now.step), Step::new(now.quarter));
        let mut others = R::one();
        if report.asks_any(&[outcome!("giants_capex")], setting.blocs.len()) {
            others = other_capex(p, now.middle());
        }
        if report.asks_any(&RATINGS, setting.blocs.len()) {
            ratings(p, &reads, &mut report);
        }
        for b in one_by_one(setting.blocs.places()) {
            let at = (quarter, b);
            let [_, invested, _] = reads.investment[b];
            let [ai, all] = giants_spending(p, b.get(), invested, others);
            tell!(report, "giants_ai_investment", b => ai);
            tell!(report, "giants_capex", b => all);
            let gauged = reads.paths.last(b) - reads.gauge;
            tell!(report, "eci_best", b => eci(p, gauged, errors.eci[at]));
            tell!(report, "eci_lag_months", b => {
                p.lag_error.mul_add(errors.lag[at], reads.paths.months(b, now.dt))
            });
            tell!(report, "compute_stock_h100e", b => reads.counted_sales[b]);
            tell!(report, "chip_imports_h100e", b => {
                let lately = reads.catalogue.recent_chips(step, b);
                purchases_of_origin(setting, lately, reads.bought, b, Origin::CountedAbroad) * R::splat(QUARTER)
            });
            tell!(report, "training_compute_max_flop", b => flop(reads.disclosed_run[b]));
            let all = reads.used[b].min(R::one());
            tell!(report, "firms_using_ai_share", b => odds(reads.firms[b], p.firms_odds * errors.firms[at]));
            tell!(report, "people_using_ai_share", b => odds(all, p.people_odds * errors.people[at]));
            tell!(report, "intelligent_terminals_share", b => odds(all, reads.terminals_odds));
            tell!(report, "token_price_usd", b => reads.price[b] * p.list_ratio * errors.token_price[at]);
            tell!(report, "laboratory_revenue_usd", b => {
                reads.revenue[b] * p.revenue_counted * errors.revenue[at]
            });
        }
    }
}

/// Reports ratings by users' votes and the distances between them.
#[inline(always)]
fn ratings<R: Real>(p: &Parameters<R>, reads: &Reported<'_, R>, report: &mut Report<'_, '_, R>) {
    let (setting, quarter) = (reads.setting, Step::new(reads.now.quarter));
    let open = best_by_bloc(setting, reads.commons);
    let (mut best, mut best_open) = (open.clone(), open.clone());
    for b in setting.blocs.places() {
        best[b] = rating(p, reads.paths.last(b), reads.luck.rating[(quarter, b)]);
        best_open[b] = rating(p, open[b], reads.luck.open_rating[(quarter, b)]);
    }
    for b in setting.blocs.places() {
        let gap = greatest_other(best.values(), b.get()) - best[b];
        let open_gap = greatest_other(best_open.values(), b.get()) - best_open[b];
        let values = [best[b], gap, open_gap];
        for (outcome, value) in RATINGS.into_iter().zip(values) {
            report.set(outcome, b, value);
        }
    }
}

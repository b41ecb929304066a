//! **S7 · Adoption.** Those for whom use pays take it up, faster where others have and where the state pushes.
//!
//! ```text
//! cov_i  = logistic((X_b − X_k)/s_x)        X_k = reach + embodiment · physical_k          share of work that AI can do
//! P_i    = logistic([ln(v_k m_b e^{lift_i} cov_i) − ln((1 − r_b)(price_b · use_i + c_b))]/s)          for whom it pays
//! use_i  = κ exposure_k cov_i       v_k = v e^{slope (exposure_k − 0.4)}
//! c_b    = c (1 + E_b/E₀)^{−λ}      E_b′ = Σ_i w_i a_i                                     cost of change, experience
//! a_i′   = A_b (p + π_b + q a_i/P_i)(P_i − a_i)⁺ − δ (a_i − P_i)⁺                          use
//! π_b    = e · (push_b/Y_b)/(c_b L)                                                         what pushing adds
//! push_b = base_b (1 + urgency (aged_b(t)/aged_b(2020) − 1) + discontent (−s_b)⁺)⁺ + lever
//! r_b    = min(0.9, subsidy_b / (Y_b Σ_i w_i a_i (price_b · use_i + c_b)))                  share of users' cost paid
//! ```
//! Pushing and subsidy are counted in the same dollars. A dollar of pushing would change over as much value added as it pays
//! for at the one-off cost of change, c L, if none were left to persuade; of that the *effectiveness* e comes about, and the
//! nearer to the ceiling the less. A dollar of subsidy takes a dollar off what users pay, those of today included. Pushing
//! cannot raise use above what pays.
//!
//! P is logistic and not normal in its logs: a third of the operations, and heavier tails. The price counts at a fixed
//! quantity: what users buy more at a lower price is worth it to them, and must not make use look dearer.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | a, P | use and those for whom it pays | share of potential users | industry |
//! | X | best capability that users can reach (usage), above the reference's software of 2023-Q1 | log | bloc |
//! | exposure, physical | share of tasks exposed; how far use needs embodied equipment | share | sector |
//! | w | share of the bloc's value added | share | industry |
//! | v | saving over value added where AI does all it can, at an exposure of 0.4 | share | – |
//! | m, lift | `adoption.multiplier`; what products at hand add (applications) | ratio; log | bloc; industry |
//! | c, L | yearly cost of change over value added; years over which a change is written off | share; yr | – |
//! | κ, price | tokens per dollar of value added; price of use (usage) | | |
//! | s, s_x | scatter among users; capability over which coverage comes | log | – |
//! | p, q, δ | take-up on one's own account, by example; giving up | 1/yr | – |
//! | A | absorptive capacity | ratio | bloc |
//! | e | effectiveness of push | share | – |
//! | aged | share of people of 65 and more | share | bloc |
//! | s | satisfaction (legitimacy) | index points | bloc |
//! | Y | value added (economy) | USD of 2024 a year | bloc |
//!
//! **Time**: exact at a constant ceiling (Bass in closed form); the ceiling is the mean of those at both ends of the step.
//! **Source**: Bass 1969; for the ceiling that moves, the benefit against price and cost of change, Ding's argument. Published rivals
//! on p, q, A and e are the schools of `diffusion`.
//! **Leaves out** that a state may lack the money, since fiscal room (S12) bounds nothing; skills beside experience. Age is a dated
//! path: the UN's projection.
//! **Turned off when** `adoption.multiplier` is 0: use is worth nothing, and is given up.

use crate::loops;
use crate::math::NOTHING;
use crate::report::{outcome, tell};
use crate::time::Step;
use crate::tolerances::OF_USE;
use crate::transition::{Outcomes, Transition};
use crate::units::{BILLION, MILLION};
use crate::world::{Bloc, Industry, Sector, Setting};
use overtake_model::{
    Account, Calendar, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment, Outcome, Row,
    SeriesDeclaration, Status, Stock, Table, World, change, parameters, set_by, value_past,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "adoption";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S7", "S8"],
    status: Status::Full,
    sentence: "Those for whom use pays take it up, faster where others have and where the state pushes",
    off: "adoption.multiplier is 0",
};

parameters! {
    /// Who takes up use, and how fast.
    pub struct Parameters in "adoption" {
        /// Saving over value added where AI does all it can, at an exposure of 0.4.
        value: "share" in 0.001..=2.0;
        /// How much more use is worth where more tasks are exposed.
        value_slope: "1" in 0.0..=10.0;
        /// Capability at which half of the work that needs no equipment is covered.
        reach: "log" in 0.0..=60.0;
        /// Capability that is needed more where all work needs equipment.
        embodiment: "log" in 0.0..=40.0;
        /// Capability over which coverage comes.
        breadth: "log" in 1.0..=20.0;
        /// Scatter among users of what use is worth to them.
        scatter: "log" in 0.3..=4.0;
        /// Yearly cost of change over value added, before experience.
        change_cost: "share" in 0.0005..=0.5;
        /// How fast experience lowers the cost of change.
        learning: "1" in 0.0..=1.0;
        /// Years over which a change is written off.
        payback: "yr" in 0.5..=15.0;
        /// Rate of take-up on one's own account.
        innovation: "1/yr" in 0.0005..=0.3;
        /// Rate of take-up by example.
        imitation: "1/yr" in 0.0..=2.0;
        /// Rate at which use that does not pay is given up.
        giving_up: "1/yr" in 0.01..=3.0;
        /// Speed at which the bloc's users absorb a new technology.
        absorption[bloc]: "ratio" in 0.05..=10.0;
        /// Effectiveness of push: share of the change it would pay for that comes about.
        push_effect: "share" in 0.0..=1.0;
        /// How far an ageing society raises what its state spends on pushing.
        urgency: "1" in 0.0..=5.0;
        /// How far each point of discontent raises what the state spends on pushing.
        discontent: "1/point" in 0.0..=1.0;
        /// What the state spends on pushing adoption, at the age structure of 2020 and without discontent.
        push_money[bloc]: "billion USD of 2024 a year" in 0.0..=1000.0;
        /// What the state spends on lowering users' cost.
        subsidy_money[bloc]: "billion USD of 2024 a year" in 0.0..=1000.0;
    }
}

/// Levers on adoption.
const LEVERS: &[Lever] = &[
    Lever {
        key: "adoption.push",
        unit: "billion USD of 2024 a year",
        domain: Domain { low: 0.0, high: 2000.0 },
        neutral: 0.0,
        axis: "bloc",
        sentence: "Adds to what the bloc's state spends on pushing adoption",
        mechanism: KEY,
    },
    Lever {
        key: "adoption.subsidy",
        unit: "billion USD of 2024 a year",
        domain: Domain { low: 0.0, high: 2000.0 },
        neutral: 0.0,
        axis: "bloc",
        sentence: "Adds to what the bloc's state spends on lowering users' cost",
        mechanism: KEY,
    },
    Lever {
        key: "adoption.multiplier",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 10.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies what use is worth to the bloc's users",
        mechanism: KEY,
    },
];

/// Histories read.
const SERIES: &[SeriesDeclaration] = &[SeriesDeclaration {
    key: "adoption.aged_share",
    unit: "share",
    axis: "bloc",
    sentence: "Share of people of 65 and more",
    optional: false,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock("ai_use_share", "bloc", "share", "Use of AI among potential users, weighted by output")
        .linear(0.0, 1.0)
        .within(0.0, 1.0)
        .headline()
        .tolerance(OF_USE)
        .of(KEY),
    Outcome::stock("ai_use_firms", "bloc", "share", "The same among firms, the state's own sectors left out")
        .linear(0.0, 1.0)
        .within(0.0, 1.0)
        .headline()
        .tolerance(OF_USE)
        .of(KEY),
    Outcome::stock("industry_ai_use", "industry", "share", "Use of AI among the industry's potential users")
        .linear(0.0, 1.0)
        .within(0.0, 1.0)
        .of(KEY),
    Outcome::stock(
        "sectors_led",
        "bloc",
        "sectors",
        "Sectors in which the bloc's use exceeds that of its rival, or of each other bloc where none is named",
    )
    .linear(0.0, 20.0)
    .within(0.0, 1000.0)
    .of(KEY),
    Outcome::stock("output_led", "bloc", "share", "Share of the bloc's output in such sectors")
        .linear(0.0, 1.0)
        .within(0.0, 1.001)
        .of(KEY),
    Outcome::stock(
        "ai_use_manufacturing",
        "bloc",
        "share",
        "Use of AI in sectors that make things, weighted by output; zero where there are none",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .of(KEY),
    Outcome::flow("adoption_push", "bloc", "USD of 2024 a year", "What the bloc's state spends on pushing adoption")
        .positive()
        .of(KEY),
    Outcome::flow(
        "adoption_subsidy",
        "bloc",
        "USD of 2024 a year",
        "What the bloc's state pays of its users' cost",
    )
    .positive()
    .of(KEY),
];

static OWN: Line = Line { part: "S8", key: "adopted", sentence: "taken up on users' own account" };
static PUSHED: Line = Line { part: "S7", key: "pushed", sentence: "taken up because the state pushed" };
static GIVEN_UP: Line = Line { part: "S8", key: "given-up", sentence: "given up because it does not pay" };
static USED: Line = Line { part: "S7", key: "used", sentence: "gained by use" };

/// Experience at which the cost of change is `change_cost`, years of use by all.
const EXPERIENCE_SCALE: f64 = 0.1;
/// Exposure at which the worth of use is `value`, a share.
const EXPOSURE_SCALE: f64 = 0.4;
/// Greatest share of users' cost that a state pays.
const MOST_SUBSIDISED: f64 = 0.9;
/// Greatest share of potential users for whom use pays: below one, so that rounding never takes use above all.
const MOST_USERS: f64 = 1.0 - 1e-9;
/// Date at whose age structure spending on pushing is counted, a decimal year.
const AGE_DATE: f64 = 2020.0;

const USE: Stock = Stock::new("use", "industry", "share", "Use of AI");
const EXPERIENCE: Stock = Stock::new("experience", "bloc", "years of use by all", "Experience of use");
/// Its stocks.
const STOCKS: &[Stock] = &[USE, EXPERIENCE];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, series: SERIES, stocks: STOCKS, ..Declared::of(ABOUT) };

/// Dated paths, the same in all futures.
#[derive(Clone, Debug)]
pub struct Paths {
    /// Ageing: share of the aged over that of 2020, less one, a ratio.
    pub ageing: Table<f64, Step, Bloc>,
}

impl Paths {
    /// Reads the series of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let ln = |series: &str, b: Bloc, time: f64| {
            world.history(series, &setting.blocs[b]).map_or(f64::NAN, |h| h.ln_at(time))
        };
        let middle = |s: Step| calendar.moment(s.get()).middle();
        let (steps, blocs) = (calendar.steps(), setting.blocs.len());
        Self {
            ageing: Table::from_fn(steps, blocs, |s, b| {
                let aged = |time| ln("adoption.aged_share", b, time);
                Real::exp(aged(middle(s)) - aged(AGE_DATE)) - 1.0
            }),
        }
    }
}

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Worth of use over value added, a log.
    pub ln_worth: Row<R, Sector>,
    /// Worth of use over value added, a ratio.
    pub worth: Row<R, Sector>,
    /// Reach of coverage: e to the capability at which half of the work is covered, over breadth.
    pub reach: Row<R, Sector>,
    /// Share of use above the ceiling left after a step.
    pub retention: R,
    /// One over the scatter among users, one over a log.
    pub sharpness: R,
    /// One over the breadth of capability over which coverage comes, one over a log.
    pub slope: R,
    /// Length of a step, years.
    pub dt: R,
}

impl<R: Real> Derived<R> {
    /// Derives it.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Paths, setting: &Setting, calendar: &Calendar) -> Self {
        let dt = calendar.dt();
        let mut ln_worth = Row::filled(setting.sectors.len(), p.value.ln());
        let (mut worth, mut reach) = (ln_worth.clone(), ln_worth.clone());
        for (k, sector) in one_by_one(setting.sectors.iter()) {
            ln_worth[k] = p.value_slope.mul_add(R::splat(sector.exposure - EXPOSURE_SCALE), ln_worth[k]);
            worth[k] = ln_worth[k].exp();
            reach[k] = (p.embodiment.mul_add(R::splat(sector.physical), p.reach) / p.breadth).exp();
        }
        Self {
            ln_worth,
            worth,
            reach,
            retention: (-(p.giving_up * R::splat(dt))).exp(),
            sharpness: p.scatter.recip(),
            slope: p.breadth.recip(),
            dt: R::splat(dt),
        }
    }
}

/// Inputs of adoption, each by bloc.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Best capability that users can reach, a log above the reference's software of 2023-Q1.
    pub usable: &'a Row<R, Bloc>,
    /// Price of a million tokens, USD of 2024.
    pub price: &'a Row<R, Bloc>,
    /// Tokens per dollar of value added where AI covers all.
    pub need: R,
    /// Value added in the middle of the step, USD of 2024 a year.
    pub value_added: &'a Row<R, Bloc>,
    /// Satisfaction, index points.
    pub satisfaction: &'a Row<R, Bloc>,
    /// Ageing since 2020, a ratio.
    pub ageing: &'a [f64],
    /// `state.budget`: factor of spending on pushing and subsidies before the levers' additions.
    pub programmes: &'a [f64],
    /// `adoption.push`: addition to pushing, billion USD of 2024 a year.
    pub push: &'a [f64],
    /// `adoption.subsidy`: addition to subsidies, billion USD of 2024 a year.
    pub subsidy: &'a [f64],
    /// `adoption.multiplier`: factor of the worth of use.
    pub multiplier: &'a [f64],
    /// Quality premium: addition of products at hand to the worth of use, a log, for use that needs no equipment and for use
    /// that needs nothing else.
    pub quality_premium: [&'a Row<R, Bloc>; 2],
    /// The step.
    pub now: Moment,
}

/// Use, its worth, and experience.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Use among potential users, a share.
    pub share: Row<R, Industry>,
    /// Potential: share of potential users for whom use pays.
    potential: Row<R, Industry>,
    /// Experience: cumulative use, years of use by all.
    experience: Row<R, Bloc>,
    /// Use weighted by output, a share.
    pub used: Row<R, Bloc>,
    /// Use of firms weighted by output, a share.
    pub firms: Row<R, Bloc>,
    /// Share of all work that AI does: use weighted by output, coverage and exposure.
    pub need: Row<R, Bloc>,
    /// Worth of use to users over value added, a ratio.
    pub worth: Row<R, Bloc>,
    /// Saving by use in each industry over its own value added, a ratio.
    pub saving: Row<R, Industry>,
    /// Worth of use that comes with equipment over value added, a ratio.
    pub worth_embodied: Row<R, Bloc>,
    /// Use in sectors that make things weighted by output, a share; zero where there are none.
    pub manufacturing_use: Row<R, Bloc>,
    /// Spending on pushing use, USD of 2024 a year.
    pub pushing: Row<R, Bloc>,
    /// Subsidies of users' cost, USD of 2024 a year.
    pub subsidies: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// No use anywhere.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let blocs = Row::filled(setting.blocs.len(), R::zero());
        let industries = Row::filled(setting.industries.len(), R::zero());
        Self {
            share: industries.clone(),
            saving: industries.clone(),
            potential: industries,
            experience: blocs.clone(),
            used: blocs.clone(),
            firms: blocs.clone(),
            need: blocs.clone(),
            worth: blocs.clone(),
            worth_embodied: blocs.clone(),
            manufacturing_use: blocs.clone(),
            pushing: blocs.clone(),
            subsidies: blocs,
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        USE.show(&self.share, visitor);
        EXPERIENCE.show(&self.experience, visitor);
    }
}

/// Terms on which the users of a bloc decide.
#[derive(Clone, Copy)]
struct Terms<R> {
    /// Share of their cost that users bear.
    borne: R,
    /// Cost of tokens over value added, a ratio, where AI covers all and every task is exposed.
    token_cost: R,
    /// Yearly cost of change over value added, a ratio.
    change: R,
    /// Rate of take-up by pushing, 1/yr.
    push_rate: R,
    /// Rate of take-up without any example, 1/yr: on one's own account and by pushing.
    first: R,
    /// Share of the gap to the ceiling left after a step at the ceiling's own example, e^{−A (p + π + q) Δ}.
    gap_retention: R,
    /// Factor of the worth of use that needs no equipment, a log.
    ln_multiplier: R,
    /// Further quality premium of use that needs nothing but equipment, a log.
    premium: R,
    /// Shortfall of capability: one over e to reachable capability over breadth, so that coverage is 1/(1 + shortfall ·
    /// reach).
    shortfall: R,
}

/// Use after a step towards a ceiling above it, a share: Bass in closed form, exact while the ceiling stands. `first` is the
/// rate without any example, `left` is e^{−A (first + imitation) Δ}. Nothing is divided by the ceiling, which may be zero.
#[inline(always)]
pub fn use_after_step<R: Real>(share: R, ceiling: R, first: R, imitation: R, left: R) -> R {
    let missing = (ceiling - share) * left;
    let pace = imitation.mul_add(share, first * ceiling);
    ceiling * (pace - first * missing) / imitation.mul_add(missing, pace)
}

/// Terms of a bloc's users; sets the state's spending on them.
#[inline(always)]
fn terms<R: Real, L: Ledger<R>>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    b: Bloc,
    stocks: &mut Stocks<R>,
    ledger: &mut L,
) -> Terms<R> {
    let n = b.get();
    let experience =
        value_past(stocks.experience[b], &loops::EXPERIENCE, ledger) * R::splat(1.0 / EXPERIENCE_SCALE);
    let change = p.change_cost * (-(p.learning * (R::one() + experience).ln())).exp();
    let token_cost = reads.price[b] * reads.need * R::splat(1.0 / MILLION);
    let aged = p.urgency.mul_add(R::splat(reads.ageing[n]), R::one());
    let urgent = p.discontent.mul_add((-reads.satisfaction[b]).positive_part(), aged).positive_part();
    let billions = R::splat(BILLION) / reads.value_added[b];
    let programmes = R::splat(reads.programmes[n]);
    let push = (p.push_money[n] * programmes).mul_add(urgent, R::splat(reads.push[n]));
    let subsidy = p.subsidy_money[n].mul_add(programmes, R::splat(reads.subsidy[n])) * billions;
    let cost = change.mul_add(stocks.used[b], token_cost * stocks.need[b]);
    let paid = subsidy.min(cost * R::splat(MOST_SUBSIDISED));
    stocks.pushing[b] = push * R::splat(BILLION);
    stocks.subsidies[b] = paid * reads.value_added[b];
    // Where nobody uses anything yet, the first would be paid in full.
    let share = (subsidy / cost.max(R::splat(NOTHING))).min(R::splat(MOST_SUBSIDISED));
    let pushed = p.push_effect * push * billions / (change * p.payback);
    let first = p.innovation + pushed;
    Terms {
        borne: R::one() - share,
        token_cost,
        change,
        push_rate: pushed,
        first,
        gap_retention: (-(p.absorption[n] * (first + p.imitation) * derived.dt)).exp(),
        shortfall: (-(reads.usable[b] * derived.slope)).exp(),
        ln_multiplier: R::splat(Real::ln(Real::max(reads.multiplier[n], NOTHING)))
            + reads.quality_premium[0][b],
        premium: reads.quality_premium[1][b] - reads.quality_premium[0][b],
    }
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Moves use over a step.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let setting = reads.setting;
        for b in one_by_one(setting.blocs.places()) {
            let terms = terms(p, derived, &reads, b, stocks, ledger);
            let borne = [terms.change * terms.borne, terms.token_cost * terms.borne];
            let multiplier = reads.multiplier[b.get()];
            let (mut used, mut firms) = (R::zero(), R::zero());
            let (mut need, mut worth, mut embodied) = (R::zero(), R::zero(), R::zero());
            let mut made = R::zero();
            for &i in one_by_one(&setting.industries_of[b]) {
                let industry = &setting.industries[i];
                let sector = &setting.sectors[industry.sector];
                // One over coverage: cost and tokens over what use is worth.
                let uncovered = terms.shortfall.mul_add(derived.reach[industry.sector], R::one());
                let cost = borne[0].mul_add(uncovered, borne[1] * R::splat(sector.exposure));
                let premium = terms.premium.mul_add(R::splat(sector.physical), terms.ln_multiplier);
                let ln_gain = derived.ln_worth[industry.sector] + premium - cost.ln();
                let potential = (ln_gain * derived.sharpness).logistic() * R::splat(MOST_USERS);
                let before = if reads.now.first() { potential } else { stocks.potential[i] };
                let ceiling = (potential + before) * R::splat(0.5);
                stocks.potential[i] = potential;
                move_use(p, derived, &terms, i, ceiling, &mut stocks.share[i], ledger);
                let weighted = stocks.share[i] * R::splat(industry.weight);
                used += weighted;
                firms = weighted.mul_add(R::splat(sector.private), firms);
                let covered = weighted / uncovered;
                need = covered.mul_add(R::splat(sector.exposure), need);
                let saved = covered * derived.worth[industry.sector];
                worth += saved;
                stocks.saving[i] = saved * R::splat(multiplier / industry.weight);
                embodied = saved.mul_add(R::splat(sector.physical), embodied);
                if sector.manufacturing {
                    made += weighted;
                }
            }
            stocks.firms[b] = (firms * R::splat(1.0 / setting.firms[b])).min(R::one());
            stocks.need[b] = need;
            stocks.worth[b] = worth * R::splat(multiplier);
            stocks.worth_embodied[b] = embodied * R::splat(multiplier);
            stocks.manufacturing_use[b] = (made * R::splat(1.0 / setting.makes[b])).min(R::one());
            let account = EXPERIENCE.account(b.get(), 0);
            let gained = (stocks.used[b] + used) * derived.dt * R::splat(0.5);
            change(&mut stocks.experience[b], account, 1.0, [(&USED, gained)], ledger);
            stocks.used[b] = used;
        }
    }
}

/// Moves the use of one industry.
#[inline(always)]
fn move_use<R: Real, L: Ledger<R>>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    terms: &Terms<R>,
    i: Industry,
    ceiling: R,
    share: &mut R,
    ledger: &mut L,
) {
    let before = *share;
    let pays = before.lt(ceiling);
    let up = use_after_step(before, ceiling, terms.first, p.imitation, terms.gap_retention);
    let down = (before - ceiling).mul_add(derived.retention, ceiling);
    let after = R::select(pays, up, down);
    let account = USE.account(i.get(), 0);
    let lines = || {
        let gained = R::select(pays, after - before, R::zero());
        // What pushing is due of the gain goes by its part of the pace half-way through.
        let reached = ((before + after) * R::splat(0.5) / ceiling.max(R::splat(NOTHING))).min(R::one());
        let pushed = gained * terms.push_rate / p.imitation.mul_add(reached, terms.first);
        [(&OWN, gained - pushed), (&PUSHED, pushed), (&GIVEN_UP, after - before - gained)]
    };
    set_by(share, account, after, lines, ledger);
}

/// Sectors in which each bloc's use exceeds that of its rival, or of each other bloc, and their share of its output.
#[inline(always)]
fn leads<R: Real>(setting: &Setting, share: &Row<R, Industry>) -> [Row<R, Bloc>; 2] {
    let mut led = Row::filled(setting.blocs.len(), R::zero());
    let mut output = led.clone();
    let mut uses = Table::filled(setting.sectors.len(), setting.blocs.len(), R::zero());
    for (i, industry) in one_by_one(setting.industries.iter()) {
        let part = R::splat(industry.weight / setting.sector_weight[(industry.sector, industry.bloc)]);
        let sum: &mut R = &mut uses[(industry.sector, industry.bloc)];
        *sum = share[i].mul_add(part, *sum);
    }
    for k in setting.sectors.places() {
        for b in setting.blocs.places() {
            let mut most = R::zero();
            for o in setting.blocs.places() {
                if setting.compares(b, o) {
                    most = most.max(uses[(k, o)]);
                }
            }
            let ahead = R::select(uses[(k, b)].gt(most), R::one(), R::zero());
            led[b] += ahead;
            output[b] = ahead.mul_add(R::splat(setting.sector_weight[(k, b)]), output[b]);
        }
    }
    [led, output]
}

/// Outcomes of sectors, which are worked out together.
const LED: [usize; 2] = [outcome!("sectors_led"), outcome!("output_led")];

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: setting, stocks, mut report, .. } = self;
        for i in one_by_one(setting.industries.places()) {
            tell!(report, "industry_ai_use", i => stocks.share[i]);
        }
        if report.asks_any(&LED, setting.blocs.len()) {
            for (outcome, led) in LED.into_iter().zip(leads(setting, &stocks.share)) {
                for b in setting.blocs.places() {
                    report.set(outcome, b, led[b]);
                }
            }
        }
        for b in one_by_one(setting.blocs.places()) {
            tell!(report, "ai_use_share", b => stocks.used[b].min(R::one()));
            tell!(report, "ai_use_firms", b => stocks.firms[b]);
            tell!(report, "adoption_push", b => stocks.pushing[b]);
            tell!(report, "adoption_subsidy", b => stocks.subsidies[b]);
            tell!(report, "ai_use_manufacturing", b => stocks.manufacturing_use[b]);
        }
    }
}

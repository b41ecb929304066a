//! **S1 · City programmes.** Cities pay AI firms to be there and answer each other's offers; some firms are founded, some only
//! move.
//!
//! ```text
//! plan_c   = money m_b [(1 − x_b) promised_c [t ≥ begins_c] + x_b others_c]                 what the city means to pay
//! others_c = Y_b f⁰_c/Σ_b f⁰ · Σ_i promised [t ≥ begins]/Y_i                                as cities of the imitated bloc i do (S15)
//! a_c′     = (answer (mean of rivals' S − plan_c)⁺ − a_c)/τ    S_c = plan_c + a_c ≤ ceiling · plan_c      what it pays
//! z_c      = S_c/(f_c Y_b · scale)                                                          support of a firm there
//! U_c      = ln(1 + z_c) + ln(1 − β + β f_c/f⁰_c)             z = 0 outside the cities     knowledge, beside what was there
//! m_dc     = ρ f_d f⁰_c e^{U_c}/(e^{U_c} + e^{U_d + k})                                     moves from d to c a year
//! f_c′     = Σ_d (m_dc − m_cd) + ν f_c φ_c z_c/(1 + z_c) − δ f_c (F − 1)/F                  F = Σ_c f_c, places outside included
//! moved_c  = (Σ_d m_dc − Σ_d m⁰_dc)⁺                           m⁰: the same equations at S = 0: f stays f⁰, U is 0
//! R_c′     = Σ_d m_dc − R_c/2 yr      E_c′ = moved_c − E_c/2 yr                             who came lately, and because of money
//! M_c′     = moved_c − M_c Σ_d m_cd/f_c                        who is there because of money, whenever they came
//! paid to those who only moved = S_c (w E_c + M_c − E_c)/(w R_c + f_c − R_c)
//! ln N_b  += ln(1 + n (F − 1))                                                              entrants of applications
//! ```
//! What support counts, α in α ln(1 + z), and the scale can hardly be told apart where support is small: α is one and the scale
//! carries the doubt; so odds need no logarithm. A place's share at the start stands for all that its attraction rests on, so
//! without support as many firms leave a place as come: the counterfactual under the same luck is at rest, and its moves are
//! settled once. Firms that support keeps from leaving have not moved.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | f, f⁰ | firms, over those of the bloc without support; the same at the start | share | city, and outside the cities |
//! | S, promised | what a city pays; what data says that it does | USD of 2024 a year | city |
//! | m, money | `cities.support`; what is paid of what is promised | ratio | bloc; – |
//! | x | `institutions.cities` | share | bloc |
//! | answer, τ, ceiling | how far a city makes up for rivals that pay more; its lag; most that it pays over its plan | share; yr; ratio | – |
//! | scale | support over the value added that falls to a firm, at which support doubles the odds of a place | share | – |
//! | β, k | part of a place's draw that goes with the firms there; cost of moving | share; log | – |
//! | ρ | rate at which firms look at another place | 1/yr | – |
//! | ν, φ, δ | founding by support; what an instrument founds, mixed by what the city pays; closing of what was founded | 1/yr; share; 1/yr | – |
//! | w | how much likelier a firm that came lately is to be paid | ratio | – |
//! | n | what a firm founded on support counts among entrants | share | – |
//! | Y | value added | USD of 2024 a year | bloc |
//!
//! **Time**: firms by flows at the step's start, answers and newcomers exact. A programme counts from the quarter in which it begins.
//! **Source**: sums and dates from the essay and press (`evidence/cities.toml`); all rates are judgements.
//! **Leaves out** moves between blocs, talent by city, ruin by debt, and the state's own money (S2). Cities of a bloc that pays
//! nothing rest, so they cost no time.
//! **Turned off when** `cities.support` is 0: nothing is paid, nobody moves because of it.

use crate::math::NOTHING;
use crate::mechanisms::society::institutions;
use crate::report::{outcome, tell};
use crate::tolerances::OF_USE;
use crate::transition::{Outcomes, Transition};
use crate::world::{Bloc, City, INSTRUMENTS, Setting};
use overtake_model::{
    Account, Calendar, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment, Outcome, Row,
    Status, Stock, change, parameters,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "cities";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S1"],
    status: Status::Full,
    sentence: "Cities pay AI firms to be there and answer each other; some firms are founded, some only move",
    off: "cities.support is 0",
};

parameters! {
    /// What cities pay, and what firms do for it.
    pub struct Parameters in "cities" {
        /// What cities pay of what they promise.
        money: "ratio" in 0.0..=3.0;
        /// How far a city makes up for rivals that pay more.
        answer: "share" in 0.0..=1.0;
        /// Mean time until a city answers.
        answer_lag: "yr" in 0.1..=10.0;
        /// Most that a city pays over what it meant to.
        ceiling: "ratio" in 1.0..=10.0;
        /// Support over a firm's part of value added at which support doubles the odds of a place.
        scale: "share" in 1e-7..=1.0;
        /// Part of a place's draw that goes with the firms there.
        knowledge: "share" in 0.0..=0.95;
        /// Cost of moving.
        moving_cost: "log" in 0.0..=10.0;
        /// Rate at which a firm looks at another place.
        looking: "1/yr" in 0.0..=1.0;
        /// How much likelier a firm that came lately is to be paid.
        welcome: "ratio" in 1.0..=20.0;
        /// Rate at which firms found others where support is ample and all of it can found.
        founding: "1/yr" in 0.0..=1.0;
        /// What a grant founds of what money can.
        founds_grants: "share" in 0.0..=1.0;
        /// What money for research founds of what money can.
        founds_research: "share" in 0.0..=1.0;
        /// What cheap space founds of what money can.
        founds_space: "share" in 0.0..=1.0;
        /// What equity founds of what money can.
        founds_equity: "share" in 0.0..=1.0;
        /// What training centres found of what money can.
        founds_training: "share" in 0.0..=1.0;
        /// Rate at which firms founded on support close, or others in their place.
        closing: "1/yr" in 0.0..=1.0;
        /// What a firm founded on support counts among entrants.
        counts: "share" in 0.0..=1.0;
    }
}

/// Levers on cities.
const LEVERS: &[Lever] = &[Lever {
    key: "cities.support",
    unit: "ratio",
    domain: Domain { low: 0.0, high: 100.0 },
    neutral: 1.0,
    axis: "bloc",
    sentence: "Multiplies what the bloc's cities mean to pay AI firms",
    mechanism: KEY,
}];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::flow(
        "city_support",
        "bloc",
        "USD of 2024 a year",
        "What the bloc's cities pay in programmes for AI firms",
    )
    .positive()
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::flow(
        "city_money_moved",
        "bloc",
        "USD of 2024 a year",
        "Part of it that goes to firms that only moved: without support they would be elsewhere",
    )
    .positive()
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::stock(
        "city_recipients_moved",
        "bloc",
        "share",
        "Firms that moved to the city within two years, among those that its programme pays",
    )
    .linear(0.0, 1.0)
    .within(0.0, 1.0)
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::stock(
        "ai_firms",
        "bloc",
        "ratio",
        "AI firms of the bloc over those there would be without support",
    )
    .linear(1.0, 2.0)
    .within(0.0, 1e3)
    .headline()
    .tolerance(OF_USE)
    .of(KEY),
    Outcome::stock("city_firms", "city", "share", "Share of its bloc's AI firms that are in the city")
        .linear(0.0, 1.0)
        .within(0.0, 1.0)
        .of(KEY),
];

static CAME: Line = Line { part: "S1", key: "firms-came", sentence: "moved in" };
static LEFT: Line = Line { part: "S1", key: "firms-left", sentence: "moved away" };
static FOUNDED: Line = Line { part: "S1", key: "firms-founded", sentence: "founded on support" };
static CLOSED: Line = Line { part: "S1", key: "firms-closed", sentence: "closed" };

const FIRMS: Stock = Stock::new("city-firms", "city", "share", "AI firms in the city");
const ELSEWHERE: Stock = Stock::new("firms-elsewhere", "bloc", "share", "AI firms outside the cities");
/// Its stocks.
const STOCKS: &[Stock] = &[FIRMS, ELSEWHERE];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, stocks: STOCKS, ..Declared::of(ABOUT) };

/// Time for which a firm counts as a newcomer, years.
const NEWCOMER_YEARS: f64 = 2.0;

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Share of the effect of money on founding that a city's mix of instruments has.
    founding: Row<R, City>,
    /// Arrivals in a city without any support, share of the bloc's firms a year.
    arrivals: Row<R, City>,
    /// Share of the gap to its answer that a city closes in a step.
    adjustment: R,
    /// Share of newcomers who still count so after a step.
    retention: R,
    /// Odds of staying where both places draw alike, a ratio.
    staying_odds: R,
}

impl<R: Real> Derived<R> {
    /// Derives them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, setting: &Setting, calendar: &Calendar) -> Self {
        let dt = calendar.dt();
        let by: [R; INSTRUMENTS] =
            [p.founds_grants, p.founds_research, p.founds_space, p.founds_equity, p.founds_training];
        let staying_odds = p.moving_cost.exp();
        let mut founding = Row::filled(setting.cities.len(), R::zero());
        let mut arrivals = founding.clone();
        for (c, city) in one_by_one(setting.cities.iter()) {
            for (&able, &share) in by.iter().zip(&city.instruments) {
                founding[c] = able.mul_add(R::splat(share), founding[c]);
            }
            arrivals[c] = p.looking * R::splat(city.firms * (1.0 - city.firms)) / (R::one() + staying_odds);
        }
        Self {
            founding,
            arrivals,
            adjustment: -(-(R::splat(dt) / p.answer_lag)).exp_m1(),
            retention: R::splat(-dt / NEWCOMER_YEARS).exp(),
            staying_odds,
        }
    }
}

/// Inputs of cities.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Value added, USD of 2024 a year.
    pub value_added: &'a Row<R, Bloc>,
    /// `cities.support` by bloc.
    pub support: &'a [f64],
    /// `institutions.cities` by bloc.
    pub imitation: &'a [f64],
    /// Share of imitated institutions that takes hold.
    pub takes_hold: R,
    /// The step.
    pub now: Moment,
}

/// Firms by place, and support by cities.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Whether some city of the bloc has paid: until then every place is at rest.
    begun: Row<bool, Bloc>,
    /// Firms in each city over those of its bloc without support, a share.
    pub firms: Row<R, City>,
    /// Firms outside the cities, in the same unit.
    elsewhere: Row<R, Bloc>,
    /// Support in answer to rivals, USD of 2024 a year.
    answers: Row<R, City>,
    /// Support that each city pays, USD of 2024 a year.
    pub support: Row<R, City>,
    /// Newcomers: firms that came to a city lately, in the unit of firms.
    pub newcomers: Row<R, City>,
    /// Newcomers that would not have come without support, in the unit of firms.
    pub drawn_newcomers: Row<R, City>,
    /// Firms in a city, whenever they came, that would not have come without support, in the unit of firms.
    pub drawn_firms: Row<R, City>,
    /// Firms of a bloc founded on support and not closed, in the unit of firms.
    pub founded_firms: Row<R, Bloc>,
    /// Addition to the log of entrants by firms founded on support.
    pub ln_entrants: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// No firms anywhere.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let (cities, blocs) = (setting.cities.len(), setting.blocs.len());
        let (none, zeros) = (Row::filled(cities, R::zero()), Row::filled(blocs, R::zero()));
        Self {
            begun: Row::filled(blocs, false),
            firms: none.clone(),
            elsewhere: zeros.clone(),
            answers: none.clone(),
            support: none.clone(),
            newcomers: none.clone(),
            drawn_newcomers: none.clone(),
            drawn_firms: none,
            founded_firms: zeros.clone(),
            ln_entrants: zeros,
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        FIRMS.show(&self.firms, visitor);
        ELSEWHERE.show(&self.elsewhere, visitor);
    }
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, &Setting, Stocks<R>, ()> {
    type Done = ();

    /// Sets firms to where they were before any support.
    #[inline(always)]
    fn run(self) {
        let Transition { derived, reads: setting, stocks: all, .. } = self;
        for (c, city) in one_by_one(setting.cities.iter()) {
            all.firms[c] = R::splat(city.firms);
            all.newcomers[c] = derived.arrivals[c] * R::splat(NEWCOMER_YEARS);
        }
        for b in setting.blocs.places() {
            all.elsewhere[b] = R::splat(setting.outside[b]);
        }
    }
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Pays, moves and founds, over one step.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        for b in one_by_one(reads.setting.blocs.places()) {
            let mut begins = reads.setting.programmes_begin[b];
            if let Some(other) = imitated_bloc(&reads, b) {
                begins = begins.min(reads.setting.programmes_begin[other]);
            }
            stocks.begun[b] |= reads.now.middle() >= begins;
            if stocks.begun[b] {
                set_support(p, derived, &reads, b, stocks);
                move_firms(p, derived, &reads, b, stocks, ledger);
            }
        }
    }
}

/// The bloc whose cities' programmes those of a bloc imitate, if any.
#[inline(always)]
fn imitated_bloc<R: Real>(reads: &Reads<'_, R>, b: Bloc) -> Option<Bloc> {
    if reads.imitation[b.get()] > 0.0 { reads.setting.imitates[b] } else { None }
}

/// Money of a city's programme, USD of 2024 a year: zero until it begins.
#[inline(always)]
fn programme_money<R: Real>(reads: &Reads<'_, R>, c: City) -> f64 {
    let city = &reads.setting.cities[c];
    if reads.now.middle() >= city.begins { city.money } else { 0.0 }
}

/// Sets the support that the cities of a bloc pay in a step.
#[inline(always)]
fn set_support<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    b: Bloc,
    stocks: &mut Stocks<R>,
) {
    let cities = &reads.setting.cities_of[b];
    let (mut all, mut sum) = (Vec::with_capacity(cities.len()), R::zero());
    for &c in cities {
        all.push(stocks.support[c]);
        sum += stocks.support[c];
    }
    let per_rival = 1.0 / (cities.len() as f64 - 1.0).max(1.0);
    let mut others = None;
    if let Some(other) = imitated_bloc(reads, b) {
        let (mut promised, mut firms) = (0.0, 0.0);
        for &c in &reads.setting.cities_of[other] {
            promised += programme_money(reads, c);
        }
        for &c in cities {
            firms += reads.setting.cities[c].firms;
        }
        others = Some(R::splat(promised / firms) * (reads.value_added[b] / reads.value_added[other]));
    }
    for (&c, &own) in one_by_one(cities.iter().zip(&all)) {
        let mut promised = R::splat(programme_money(reads, c));
        if let Some(others) = others {
            let as_others = others * R::splat(reads.setting.cities[c].firms);
            let share = reads.takes_hold * R::splat(reads.imitation[b.get()]);
            promised = institutions::blend(promised, as_others, share);
        }
        let plan = p.money * promised * R::splat(reads.support[b.get()]);
        let rivals = (sum - own) * R::splat(per_rival);
        let wanted = p.answer * (rivals - plan).positive_part();
        let moved = (wanted - stocks.answers[c]).mul_add(derived.adjustment, stocks.answers[c]);
        stocks.answers[c] = moved.min(plan * (p.ceiling - R::one())).positive_part();
        stocks.support[c] = plan + stocks.answers[c];
    }
}

/// Draw of a place by its firms over that before any programme, a ratio.
#[inline(always)]
fn firms_draw<R: Real>(p: &Parameters<R>, firms: R, start: f64) -> R {
    p.knowledge.mul_add(firms.mul_add(R::splat(1.0 / start), -R::one()), R::one())
}

/// Moves and founds firms of a bloc over a step; what is outside its cities comes last.
#[inline(always)]
fn move_firms<R: Real, L: Ledger<R>>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    reads: &Reads<'_, R>,
    b: Bloc,
    stocks: &mut Stocks<R>,
    ledger: &mut L,
) {
    let setting = reads.setting;
    let cities = &setting.cities_of[b];
    let count = cities.len() + 1;
    let per_firm = (reads.value_added[b] * p.scale).recip();
    let (mut there, mut size, mut pull, mut born) = (
        Vec::with_capacity(count),
        Vec::with_capacity(count),
        Vec::with_capacity(count),
        Vec::with_capacity(count),
    );
    let mut founded = R::zero();
    for &c in one_by_one(cities) {
        let (firms, start) = (stocks.firms[c], setting.cities[c].firms);
        let z = stocks.support[c] * per_firm / firms;
        let supported = R::one() + z;
        pull.push(supported * firms_draw(p, firms, start));
        let founding = p.founding * derived.founding[c] * firms * z / supported;
        born.push(founding);
        founded += founding;
        there.push(firms);
        size.push(start);
    }
    let (outside, start) = (stocks.elsewhere[b], setting.outside[b]);
    pull.push(firms_draw(p, outside, start));
    there.push(outside);
    size.push(start);
    let mut sized = pull.clone();
    for (sized, &start) in one_by_one(sized.iter_mut().zip(&size)) {
        *sized *= R::splat(start);
    }
    let mut came = vec![R::zero(); count];
    let mut left = came.clone();
    for d in 0..count {
        let staying_odds = derived.staying_odds * pull[d];
        let looking = p.looking * there[d];
        let mut leave = R::zero();
        for c in one_by_one(0..count) {
            if c != d {
                let moves = looking * sized[c] / (pull[c] + staying_odds);
                came[c] += moves;
                leave += moves;
            }
        }
        left[d] = leave;
    }
    let closing = p.closing * stocks.founded_firms[b] / (R::one() + stocks.founded_firms[b]);
    let fresh = R::splat(NEWCOMER_YEARS) * (R::one() - derived.retention);
    for (n, &c) in one_by_one(cities.iter().enumerate()) {
        let lines =
            [(&CAME, came[n]), (&LEFT, -left[n]), (&FOUNDED, born[n]), (&CLOSED, -(closing * there[n]))];
        let account = FIRMS.account(c.get(), 0);
        change(&mut stocks.firms[c], account, reads.now.dt, lines, ledger);
        // Of those who leave as many came for money as of those who are there.
        let stays = R::one() - R::splat(reads.now.dt) * left[n] / there[n];
        let drawn = (came[n] - derived.arrivals[c]).positive_part();
        stocks.newcomers[c] = stocks.newcomers[c].mul_add(derived.retention, came[n] * fresh);
        stocks.drawn_firms[c] = stocks.drawn_firms[c].mul_add(stays, drawn * R::splat(reads.now.dt));
        stocks.drawn_newcomers[c] = stocks.drawn_newcomers[c].mul_add(derived.retention, drawn * fresh);
    }
    let last = count - 1;
    let lines = [(&CAME, came[last]), (&LEFT, -left[last]), (&CLOSED, -(closing * there[last]))];
    let account = ELSEWHERE.account(b.get(), 0);
    change(&mut stocks.elsewhere[b], account, reads.now.dt, lines, ledger);
    let growth = founded - p.closing * stocks.founded_firms[b];
    stocks.founded_firms[b] = growth.mul_add(R::splat(reads.now.dt), stocks.founded_firms[b]).positive_part();
    stocks.ln_entrants[b] = (p.counts * stocks.founded_firms[b]).ln_1p();
}

/// Support of a bloc's cities, USD of 2024 a year: all of it and that to firms which only moved; then the share of newcomers
/// among recipients.
#[inline(always)]
pub fn support_shares<R: Real>(p: &Parameters<R>, setting: &Setting, stocks: &Stocks<R>, b: Bloc) -> [R; 3] {
    let zero = R::zero();
    let (mut all, mut moved, mut newcomers, mut recipients) = (zero, zero, zero, zero);
    for &c in one_by_one(&setting.cities_of[b]) {
        let support = stocks.support[c];
        let welcomed = p.welcome * stocks.newcomers[c];
        let everybody = welcomed + (stocks.firms[c] - stocks.newcomers[c]).positive_part();
        let pays = support.gt(R::zero());
        all += support;
        let older = (stocks.drawn_firms[c] - stocks.drawn_newcomers[c]).positive_part();
        let only_moved = p.welcome.mul_add(stocks.drawn_newcomers[c], older);
        moved += support * (only_moved / everybody.max(R::splat(NOTHING))).min(R::one());
        newcomers += R::select(pays, welcomed, zero);
        recipients += R::select(pays, everybody, zero);
    }
    let share = newcomers / recipients.max(R::splat(NOTHING));
    [all, moved, share.min(R::one())]
}

/// Outcomes of cities' support, which are worked out together.
const SUPPORT: [usize; 3] =
    [outcome!("city_support"), outcome!("city_money_moved"), outcome!("city_recipients_moved")];

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, &Setting, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { parameters: p, reads: setting, stocks, mut report, .. } = self;
        for (c, city) in one_by_one(setting.cities.iter()) {
            let all = R::one() + stocks.founded_firms[city.bloc];
            tell!(report, "city_firms", c => (stocks.firms[c] / all).min(R::one()));
        }
        let asked = report.asks_any(&SUPPORT, setting.blocs.len());
        for b in one_by_one(setting.blocs.places()) {
            if asked {
                for (outcome, value) in SUPPORT.into_iter().zip(support_shares(p, setting, stocks, b)) {
                    report.set(outcome, b, value);
                }
            }
            tell!(report, "ai_firms", b => R::one() + stocks.founded_firms[b]);
        }
    }
}

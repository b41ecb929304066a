//! **S5 · Chips chosen, smuggled and aged.** Budgets go to the permitted chips by performance per dollar; some of what
//! is denied leaks; chips in use age.
//!
//! ```text
//! σ_b    = smuggled share · denied_b · (1 − enforcement)                    share of the budget that goes round the rules
//! v_i    = (α_i training_i^{1−w} serving_i^{w} / (price_i(t) P_m (1 + β f_ib)))^η     price of a projected line falls at rate ι
//! s_ib   = a_i π_ib v_i / (Σ_i a_i π_ib v_i + reserve · max_i a_i v_i)      share of the open budget that orders i
//! A_ib   = π_ib (1 − σ_b) B_b s_ib / (price_i (1 + β f_ib))                 demand at the price of the catalogue
//! x_mb   = η (1 − Σ_{i of m} s_ib − [m makes the best] s_b,reserve)          how much a bloc turns from a maker whose prices rise
//! N_ib(t+Δ) = N_ib e^{−δΔ} + (shipped_ib + smuggled_ib)(1 − e^{−δΔ})/δ
//! ```
//! Rules act twice: buyers turn to chips that they may have, and of those that they order only π_ib is let through.
//! What demand becomes, at which price and when, is the market's (`market.rs`).
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | B | budget | USD/yr | bloc |
//! | a, π | on sale; permitted and accepted | share | chip; bloc × chip |
//! | α | appeal: what listed performance counts with buyers | ratio | chip |
//! | w, η | weight of serving in value; how sharply buyers choose | – | – |
//! | reserve | pull of keeping the money, relative to the best chip in the world; s_b,reserve is its share | ratio | – |
//! | ι | fall of the price of projected lines | 1/yr, log | – |
//! | generation | rise of the performance of one chip along a projected line: for what is reported of the best chip, not for what is bought | 1/yr, log | maker |
//! | P, f, β | price over the catalogue's; fee on a licence; share of it that buyers bear | ratio; share | maker; bloc × chip; – |
//! | A, N | demand; in use | chips/yr; chips | bloc × chip |
//! | x | elasticity of what is chosen of a maker's chips to all of its prices | – | maker × bloc |
//! | δ | ageing | 1/yr | – |
//!
//! **Reads** the budget, `permitted` and fees, list prices, `chips.acceptance`, `controls.enforcement`. **Writes** demand,
//! chips in use and unspent money. **Time**: demand from start-of-step budgets and prices; ageing exact.
//! **Source**: Epoch AI chip sales and owners; smuggling from CNAS 2025.
//! **Leaves out** what ties buyers to a maker beyond its appeal, and resale.
//! **Turned off when** `money.multiplier` is 0: then nothing is bought and chips only age.

use crate::rules::{Permits, Sale};
use crate::setting::{Bloc, Chip, Maker, Setting, place};
use crate::year::Step;
use overtake_model::{
    Account, Calendar, Domain, Index, Ledger, Lever, Line, Mechanism, Outcome, Row, Status, Table, World,
    change, parameters, set_by,
};
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "chips";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Full,
    sentence: "Budgets buy the permitted chips by performance per dollar; some of what is denied leaks; chips age",
    off: "money.multiplier is 0",
};

parameters! {
    /// How buyers choose, what leaks and how fast chips age.
    pub struct Chips in "chips" {
        /// Elasticity of a chip's share to its performance per dollar.
        choice: "1" in 0.0..=12.0;
        /// Weight of serving (memory bandwidth) against training (arithmetic) in what buyers value.
        serving_weight: "share" in 0.0..=1.0;
        /// Pull of keeping the money, relative to the best chip on the world market.
        reserve: "ratio" in 0.0001..=10.0;
        /// Yearly fall, in logs, of the price of projected generations at equal performance.
        improvement: "1/yr, log" in 0.0..=1.5;
        /// Yearly rise, in logs, of the performance of one chip along the maker's projected line.
        generation[maker]: "1/yr, log" in -0.2..=1.5;
        /// Yearly rate at which chips in use are retired or fail.
        ageing: "1/yr" in 0.02..=2.0;
        /// Share of the budget that buys denied chips when all of the best are denied.
        smuggled_share: "share" in 0.0..=0.9;
        /// Extra price paid for smuggled chips.
        smuggling_premium: "ratio" in 0.0..=10.0;
    }
}

/// Levers on buying and smuggling.
pub const LEVERS: &[Lever] = &[
    Lever {
        key: "chips.acceptance",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 1.0,
        axis: "bloc",
        sentence: "Share of the bloc's buyers that may take chips made abroad",
        mechanism: KEY,
    },
    Lever {
        key: "controls.enforcement",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 0.0,
        axis: "bloc",
        sentence: "Share of smuggling of the bloc's own chips that it stops",
        mechanism: KEY,
    },
];

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[
    Outcome::flow(
        "chips_imported",
        "bloc",
        "H100 equivalents a year",
        "Chips bought legally from makers abroad",
    )
    .positive()
    .of(KEY),
    Outcome::flow("chips_home_made", "bloc", "H100 equivalents a year", "Chips bought from makers at home")
        .positive()
        .of(KEY),
    Outcome::flow(
        "chips_smuggled",
        "bloc",
        "H100 equivalents a year",
        "Denied chips that were bought all the same",
    )
    .positive()
    .of(KEY),
    Outcome::flow("chip_spending", "bloc", "USD of 2024 a year", "Paid for AI chips, smuggled ones included")
        .positive()
        .of(KEY),
    Outcome::flow(
        "chip_spending_home",
        "bloc",
        "USD of 2024 a year",
        "Paid for AI chips to makers of the bloc itself",
    )
    .positive()
    .of(KEY),
    Outcome::stock(
        "best_chip",
        "bloc",
        "H100 equivalents",
        "Dense 16-bit arithmetic of the best chip on sale by makers of the bloc; 0 where they have none",
    )
    .positive()
    .headline()
    .of(KEY),
    Outcome::stock(
        "best_chip_memory",
        "bloc",
        "H100 equivalents",
        "Memory bandwidth of the chip on sale by makers of the bloc that has most; 0 where they have none",
    )
    .positive()
    .of(KEY),
    Outcome::stock(
        "money_unspent",
        "bloc",
        "USD of 2024",
        "Money set aside for chips that bought none, summed",
    )
    .positive()
    .of(KEY),
];

static BOUGHT: Line = Line { part: "S5", key: "bought", sentence: "bought" };
static SMUGGLED: Line = Line { part: "S5", key: "smuggled", sentence: "smuggled in" };
static RETIRED: Line = Line { part: "S5", key: "retired", sentence: "aged out" };
static BUDGET: Line = Line { part: "S3", key: "budget", sentence: "set aside" };
static PAID: Line = Line { part: "S5", key: "paid", sentence: "paid to makers" };
static PAID_ROUND: Line = Line { part: "S5", key: "paid-round", sentence: "paid to smugglers" };

place!(
    /// A bloc's orders for a chip: their place among those that there may be in a step.
    Deal
);

/// What is the same in all futures: availability, permits, what smugglers carry.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Share of full availability, by chip.
    pub on_sale: Table<f64, Step, Chip>,
    /// Whether a chip is offered to a bloc at all.
    pub offered: Table<f64, Bloc, Chip>,
    /// The first chip sold, which stands for all in use at the start.
    pub first: Chip,
    /// Who can buy what, each for some steps in a row: what is read again and again stays at hand.
    offers: Vec<Offers>,
    /// Which of them holds in a step.
    offer: Row<usize, Step>,
}

/// Who can buy what for some steps in a row.
#[derive(Clone, Debug, PartialEq)]
struct Offers {
    /// Chips for which there are orders to take or to ship, by maker and by who buys.
    traded: Table<Vec<(Deal, Chip)>, Maker, Bloc>,
    /// How many such orders there are.
    deals: usize,
    /// Chips for which there are orders of anybody to take or to ship.
    trading: Vec<Chip>,
    /// Chips that a bloc may want: on sale and offered there.
    sold: Row<Vec<(Deal, Chip)>, Bloc>,
    /// The best chip made outside a bloc that is on sale, if there is one: what smugglers carry.
    carried: Row<Option<Chip>, Bloc>,
    /// Chips that a bloc can have had by then, with its orders: of others it has neither orders nor any in use.
    held: Row<Vec<(Chip, Option<Deal>)>, Bloc>,
    /// Those offered to it that are traded or were within the year before.
    lately: Row<Vec<(Chip, Option<Deal>)>, Bloc>,
}

impl Catalogue {
    /// Reads the catalogue of a checked world.
    #[must_use]
    pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
        let steps = calendar.steps();
        let middle = |s: Step| calendar.moment(s.get()).middle();
        // A new chip reaches full supply over a year, and one that goes out of production leaves over a year.
        let leaves = |s: Step, i: Chip| (setting.chips[i].withdrawn + 0.5 - middle(s)).clamp(0.0, 1.0);
        let on_sale =
            |s: Step, i: Chip| (middle(s) - setting.chips[i].released + 0.125).clamp(0.0, 1.0) * leaves(s, i);
        let offered_to = |i: Chip, b: Bloc| {
            let to = world.members("chip")[i.get()].references.get("offered_to");
            to.is_none_or(|blocs| blocs.contains(&setting.blocs[b]))
        };
        let mut first = Chip::new(0);
        for (i, chip) in setting.chips.iter() {
            if chip.released < setting.chips[first].released {
                first = i;
            }
        }
        let on_sale: Table<f64, Step, Chip> = Table::from_fn(steps, setting.chips.len(), |s, i| {
            // Whatever the calendar's start, the first chip is on sale then: somebody must be able to buy one.
            if i == first { leaves(s, i) } else { on_sale(s, i) }
        });
        let came = |i: Chip| {
            if i == first {
                return 0;
            }
            (0..steps).find(|&s| on_sale[(Step::new(s), i)] > 0.0).unwrap_or(usize::MAX)
        };
        let came: Row<usize, Chip> = Row::from_fn(setting.chips.len(), came);
        // Come on sale, and not longer than so many years past its last orders.
        let within = |s: Step, i: Chip, years: f64| {
            came[i] <= s.get() && middle(s) <= setting.chips[i].withdrawn + WORKED_OFF + years
        };
        let places = || setting.chips.places();
        let blocs = setting.blocs.len();
        let carried: Table<Option<Chip>, Step, Bloc> = Table::from_fn(steps, blocs, |s, b| {
            let abroad = places().filter(|&i| setting.chips[i].bloc != b && on_sale[(s, i)] > 0.25);
            abroad.reduce(|a, i| if setting.chips[i].training > setting.chips[a].training { i } else { a })
        });
        let ever_carried: Table<bool, Bloc, Chip> = Table::from_fn(blocs, setting.chips.len(), |b, i| {
            (0..steps).any(|s| carried[(Step::new(s), b)] == Some(i))
        });
        let may_hold = |i: Chip, b: Bloc| i == first || offered_to(i, b) || ever_carried[(b, i)];
        let offers_in = |s: Step| {
            let mut deals = 0;
            let traded: Table<Vec<(Deal, Chip)>, Maker, Bloc> =
                Table::from_fn(setting.makers.len(), blocs, |m, b| {
                    let of =
                        |i: &Chip| setting.chips[*i].maker == m && within(s, *i, 0.0) && offered_to(*i, b);
                    let chips: Vec<Chip> = places().filter(of).collect();
                    deals += chips.len();
                    (deals - chips.len()..).map(Deal).zip(chips).collect()
                });
            let deal = |b: Bloc, i: Chip| {
                let mut of_maker = traded[(setting.chips[i].maker, b)].iter();
                of_maker.find(|(_, of)| *of == i).map(|(deal, _)| *deal)
            };
            Offers {
                deals,
                trading: places().filter(|&i| within(s, i, 0.0)).collect(),
                sold: Row::from_fn(blocs, |b| {
                    // What is on sale is traded.
                    let deal = |i: Chip| deal(b, i).map(|deal| (deal, i));
                    places().filter(|&i| on_sale[(s, i)] > 0.0).filter_map(deal).collect()
                }),
                carried: Row::from_values(carried.row(s).iter().copied()),
                held: Row::from_fn(blocs, |b| {
                    let held = |&i: &Chip| within(s, i, f64::INFINITY) && may_hold(i, b);
                    places().filter(held).map(|i| (i, deal(b, i))).collect()
                }),
                lately: Row::from_fn(blocs, |b| {
                    let lately = |&i: &Chip| within(s, i, 1.0) && offered_to(i, b);
                    places().filter(lately).map(|i| (i, deal(b, i))).collect()
                }),
                traded,
            }
        };
        let mut offers: Vec<Offers> = Vec::new();
        let offer = Row::from_fn(steps, |s| {
            let next = offers_in(s);
            if offers.last() != Some(&next) {
                offers.push(next);
            }
            offers.len() - 1
        });
        Self {
            offers,
            offer,
            on_sale,
            offered: Table::from_fn(blocs, setting.chips.len(), |b, i| f64::from(u8::from(offered_to(i, b)))),
            first,
        }
    }

    #[inline(always)]
    fn offers(&self, step: Step) -> &Offers {
        &self.offers[self.offer[step]]
    }

    /// A maker's chips for which there are orders of a bloc to take or to ship in a step.
    #[inline(always)]
    #[must_use]
    pub fn traded(&self, step: Step, maker: Maker, bloc: Bloc) -> &[(Deal, Chip)] {
        &self.offers(step).traded[(maker, bloc)]
    }

    /// How many blocs' orders for chips there are to take or to ship in a step.
    #[inline(always)]
    #[must_use]
    pub fn deals(&self, step: Step) -> usize {
        self.offers(step).deals
    }

    /// Chips for which there are orders to take or to ship in a step.
    #[inline(always)]
    #[must_use]
    pub fn trading(&self, step: Step) -> &[Chip] {
        &self.offers(step).trading
    }

    /// Chips that a bloc may want in a step: on sale and offered there.
    #[inline(always)]
    fn sold(&self, step: Step, bloc: Bloc) -> &[(Deal, Chip)] {
        &self.offers(step).sold[bloc]
    }

    /// Chips that a bloc can have or have ordered in a step, with its orders in it.
    #[inline(always)]
    #[must_use]
    pub fn held(&self, step: Step, bloc: Bloc) -> &[(Chip, Option<Deal>)] {
        &self.offers(step).held[bloc]
    }

    /// Chips of which a bloc can have bought any in a step or within the year before it, with its orders in the step.
    #[inline(always)]
    #[must_use]
    pub fn lately(&self, step: Step, bloc: Bloc) -> &[(Chip, Option<Deal>)] {
        &self.offers(step).lately[bloc]
    }

    /// The best chip made outside a bloc that is on sale, if there is one.
    #[inline(always)]
    #[must_use]
    pub fn carried(&self, step: Step, bloc: Bloc) -> Option<Chip> {
        self.offers(step).carried[bloc]
    }
}

/// What of the best foreign chip gets past, by policy.
#[derive(Clone, Debug)]
pub struct Contraband {
    /// Share of what is denied that enforcement does not stop.
    pub leak: Table<f64, Step, Bloc>,
}

impl Contraband {
    /// Settles it for every step; `enforcement` by bloc and step.
    #[must_use]
    pub fn new(
        setting: &Setting,
        catalogue: &Catalogue,
        steps: usize,
        enforcement: impl Fn(Bloc, usize) -> f64,
    ) -> Self {
        let leak = |s: Step, b: Bloc| {
            catalogue.carried(s, b).map_or(0.0, |i| 1.0 - enforcement(setting.chips[i].bloc, s.get()))
        };
        Self { leak: Table::from_fn(steps, setting.blocs.len(), leak) }
    }
}

/// Parameters that a future settles once: exponentials taken out of the year.
#[derive(Clone, Debug)]
pub struct Settled<R> {
    /// Value per dollar of each chip at release, to the power of choice.
    pub value: Row<R, Chip>,
    /// Share of chips retired in a step.
    pub retired: R,
    /// Years of arrivals that a step adds, net of ageing on the way.
    pub carried: R,
    /// By step, of a chip that is projected: how far more a dollar buys since its release, and what that does to its value.
    pub risen: Row<Vec<[R; 2]>, Chip>,
}

impl<R: Real> Settled<R> {
    /// Settles them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Chips<R>, setting: &Setting, calendar: &Calendar) -> Self {
        let retired = R::one() - (-(p.ageing * R::splat(calendar.dt()))).exp();
        let mut risen = Row::filled(setting.chips.len(), Vec::new());
        let mut value = Row::filled(setting.chips.len(), R::zero());
        for (i, chip) in one_by_one(setting.chips.iter()) {
            let (training, serving) = (Real::ln(chip.training), Real::ln(chip.serving));
            let performance = p.serving_weight.mul_add(R::splat(serving - training), R::splat(training))
                + R::splat(Real::ln(chip.appeal));
            // Prices are taken relative to a typical one, so that powers stay near one.
            value[i] = (p.choice * (performance - R::splat(Real::ln(chip.price / 30_000.0)))).exp();
            if chip.projected {
                for step in one_by_one(0..calendar.steps()) {
                    let since = (calendar.moment(step).middle() - chip.released).max(0.0);
                    let rise = p.improvement * R::splat(since);
                    risen[i].push([rise.exp(), (p.choice * rise).exp()]);
                }
            }
        }
        Self { value, retired, carried: retired / p.ageing, risen }
    }
}

/// Years after a chip goes out of production in which its last orders are shipped; what is left of them then stays.
const WORKED_OFF: f64 = 3.0;
/// What is spent of a budget: less by a few units in the last place, so that rounding never spends more than there is.
const ROUNDED: f64 = 1.0 - 16.0 * f64::EPSILON;

/// A chip as the catalogue lists it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<R> {
    /// Its price, USD.
    pub price: R,
    /// Chips for a dollar.
    pub per_price: R,
    /// What a buyer makes of a dollar's worth.
    pub value: R,
}

/// What buyers would order at the catalogue's prices.
#[derive(Clone, Debug)]
pub struct Demand<R> {
    /// Chips as the catalogue lists them.
    pub listed: Row<Listed<R>, Chip>,
    /// Legally, chips a year.
    pub legal: Row<R, Deal>,
    /// Round the rules, chips a year of the contraband chip.
    pub round: Row<R, Bloc>,
    /// Price of a smuggled chip over that of a legal one.
    pub premium: R,
    /// How much the bloc turns from a maker whose prices rise: the elasticity of its share in what is spent.
    pub turning: Table<R, Maker, Bloc>,
}

/// What was bought in a step, as yearly rates.
#[derive(Clone, Debug)]
pub struct Purchases<R> {
    /// Shipped of legal orders, chips a year.
    pub bought: Row<R, Deal>,
    /// What else moved.
    pub flows: Row<Flows<R>, Bloc>,
}

impl<R: Real> Purchases<R> {
    /// Nothing bought in a step.
    #[inline(always)]
    #[must_use]
    pub fn none(setting: &Setting, catalogue: &Catalogue, step: Step) -> Self {
        Self {
            bought: Row::filled(catalogue.deals(step), R::zero()),
            flows: Row::filled(setting.blocs.len(), Flows::none()),
        }
    }
}

/// What moves with a bloc's purchases, and with its makers' sales, as yearly rates.
#[derive(Clone, Copy, Debug)]
pub struct Flows<R> {
    /// Round the rules, chips a year of the contraband chip.
    pub smuggled: R,
    /// Paid to makers for orders placed, USD a year.
    pub paid: R,
    /// The same, to makers of the bloc itself.
    pub paid_home: R,
    /// Paid to smugglers, USD a year.
    pub paid_round: R,
    /// What the bloc's makers take for orders, USD a year.
    pub sales: R,
    /// What the bloc's makers earn above cost, USD a year.
    pub margin: R,
    /// What the bloc's state takes on licences, USD a year.
    pub fees: R,
}

impl<R: Real> Flows<R> {
    /// Nothing.
    #[inline(always)]
    #[must_use]
    pub fn none() -> Self {
        let none = R::zero();
        Self {
            smuggled: none,
            paid: none,
            paid_home: none,
            paid_round: none,
            sales: none,
            margin: none,
            fees: none,
        }
    }
}

/// Everything a step of buying reads besides parameters.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Catalogue over time.
    pub catalogue: &'a Catalogue,
    /// Rules of the policy.
    pub permits: &'a Permits,
    /// On what terms they let chips of each kind be sold.
    pub sales: &'a [Sale<R>],
    /// What leaks under the policy.
    pub contraband: &'a Contraband,
    /// Share of buyers that may take foreign chips.
    pub acceptance: &'a [f64],
    /// Budgets.
    pub budget: &'a Row<R, Bloc>,
    /// Log of the price of each maker's chips over the catalogue's.
    pub ln_price: &'a Row<R, Maker>,
    /// Share of a fee that buyers bear.
    pub fee_borne: R,
    /// The step.
    pub step: Step,
    /// Its middle, a decimal year.
    pub time: f64,
}

/// What stands for no pull at all in a division.
const NO_PULL: f64 = 1e-280;

/// What each bloc would buy in one step at the catalogue's prices, given what chips cost.
#[inline(always)]
pub fn demand<R: Real>(p: &Chips<R>, settled: &Settled<R>, reads: &Reads<'_, R>) -> Demand<R> {
    let Reads { setting, catalogue, contraband, budget, step, time, .. } = *reads;
    let (blocs, chips) = (setting.blocs.len(), setting.chips.len());
    let mut pull = Row::filled(setting.makers.len(), R::zero());
    for m in one_by_one(setting.makers.places()) {
        pull[m] = (-(p.choice * reads.ln_price[m])).exp();
    }
    let mut listed = Row::filled(chips, Listed { price: R::zero(), per_price: R::zero(), value: R::zero() });
    let (mut best, mut best_of) = (R::zero(), Row::filled(setting.makers.len(), R::zero()));
    for &i in one_by_one(catalogue.trading(step)) {
        let (chip, on_sale) = (&setting.chips[i], catalogue.on_sale[(step, i)]);
        let Listed { price, per_price, value } = &mut listed[i];
        (*price, *per_price) = (R::splat(chip.price), R::splat(1.0 / chip.price));
        if on_sale > 0.0 {
            *value = R::splat(on_sale) * settled.value[i] * pull[chip.maker];
        }
        if let Some(&[rise, valued]) = settled.risen[i].get(step.get())
            && time > chip.released
        {
            *price = *price / rise;
            *per_price *= rise;
            *value *= valued;
        }
        if on_sale > 0.0 {
            best_of[chip.maker] = best_of[chip.maker].max(*value);
            best = best.max(*value);
        }
    }
    let mut out = Demand {
        listed,
        legal: Row::filled(catalogue.deals(step), R::zero()),
        round: Row::filled(blocs, R::zero()),
        premium: R::one() + p.smuggling_premium,
        turning: Table::filled(setting.makers.len(), blocs, R::zero()),
    };
    let mut may = out.legal.clone();
    for b in setting.blocs.places() {
        let mut open = budget[b];
        if let Some(chip) = catalogue.carried(step, b) {
            let denied = R::one() - reads.sale(b, chip).through;
            let round = p.smuggled_share * denied * R::splat(contraband.leak[(step, b)]);
            let set_aside = budget[b] * round;
            out.round[b] = set_aside * out.listed[chip].per_price / out.premium;
            open -= set_aside;
        }
        let mut total = p.reserve * best;
        // The money that is kept looks at the best chip: it goes with the maker that has it.
        for m in one_by_one(setting.makers.places()) {
            out.turning[(m, b)] = R::select(best_of[m].ge(best), total, R::zero());
        }
        // Of the kind of sale before: what its price is with the fee, and what that leaves of its pull.
        let mut charged = (None, R::one(), R::one());
        for &(deal, i) in one_by_one(catalogue.sold(step, b)) {
            let mut open = open_to(reads, b, i);
            let mut pull = out.listed[i].value * open;
            if let Some(fee) = reads.sale(b, i).fee {
                let kind = Some(reads.permits.kind(step.get(), b, i));
                if charged.0 != kind {
                    let price = reads.fee_borne.mul_add(fee, R::one());
                    charged = (kind, price, (-(p.choice * price.ln())).exp());
                }
                pull *= charged.2;
                // Of a fee's part of the price no chip is had.
                open = open / charged.1;
            }
            total += pull;
            out.turning[(setting.chips[i].maker, b)] += pull;
            (out.legal[deal], may[deal]) = (pull, open);
        }
        let per_total = total.max(R::splat(NO_PULL)).recip();
        for m in one_by_one(setting.makers.places()) {
            let own = out.turning[(m, b)] * per_total;
            out.turning[(m, b)] = p.choice * (R::one() - own).positive_part();
        }
        let per_pull = open * R::splat(ROUNDED) * per_total;
        for &(deal, i) in one_by_one(catalogue.sold(step, b)) {
            // Buyers who may, of the orders of those who may.
            out.legal[deal] = per_pull * out.legal[deal] * out.listed[i].per_price * may[deal];
        }
    }
    out
}

impl<R: Real> Reads<'_, R> {
    /// On what terms rules let a chip be sold to a bloc.
    #[inline(always)]
    #[must_use]
    pub fn sale(&self, bloc: Bloc, chip: Chip) -> &Sale<R> {
        &self.sales[self.permits.kind(self.step.get(), bloc, chip).get()]
    }
}

/// Share of a bloc's buyers to whom a chip is offered, permitted and acceptable.
#[inline(always)]
fn open_to<R: Real>(reads: &Reads<'_, R>, b: Bloc, i: Chip) -> R {
    let abroad = reads.setting.chips[i].bloc != b;
    let accepted = if abroad { reads.acceptance[b.get()] } else { 1.0 };
    reads.sale(b, i).through * R::splat(reads.catalogue.offered[(b, i)] * accepted)
}

/// Chips in use at the start: what the first year's spending and its growth imply, all of the first chip.
#[inline(always)]
pub fn initial<R: Real>(p: &Chips<R>, setting: &Setting, catalogue: &Catalogue, first: R, growth: f64) -> R {
    let rate = (R::splat(growth) + p.ageing).max(R::splat(0.05));
    first / (R::splat(setting.chips[catalogue.first].price) * rate)
}

/// Arithmetic and memory bandwidth of the best chips that a bloc's makers have on sale at a moment, in H100 equivalents.
#[inline(always)]
pub fn best<R: Real>(p: &Chips<R>, setting: &Setting, bloc: Bloc, time: f64) -> [R; 2] {
    let mut best = [R::zero(); 2];
    for chip in one_by_one(setting.chips.values()) {
        if chip.bloc != bloc || chip.released > time || chip.withdrawn <= time {
            continue;
        }
        let (mut trains, mut serves) = (R::splat(chip.training), R::splat(chip.serving));
        if chip.projected {
            let risen = (p.generation[chip.maker.get()] * R::splat(time - chip.released)).exp();
            (trains, serves) = (trains * risen, serves * risen);
        }
        best = [best[0].max(trains), best[1].max(serves)];
    }
    best
}

/// Ages the chips in use, adds what was bought, and books the money.
#[inline(always)]
pub fn settle<R: Real, L: Ledger<R>>(
    settled: &Settled<R>,
    reads: &Reads<'_, R>,
    purchases: &Purchases<R>,
    dt: f64,
    units: &mut Table<R, Bloc, Chip>,
    unspent: &mut Row<R, Bloc>,
    ledger: &mut L,
) {
    let kept = R::one() - settled.retired;
    for b in reads.setting.blocs.places() {
        let contraband = reads.catalogue.carried(reads.step, b);
        for &(i, deal) in one_by_one(reads.catalogue.held(reads.step, b)) {
            let account = Account { stock: "chips", member: b.get(), item: i.get() };
            let before = units[(b, i)];
            let mut after = before * kept;
            let [mut bought, mut smuggled] = [R::zero(); 2];
            // Of what is no longer traded nothing arrives.
            if let Some(deal) = deal {
                bought = purchases.bought[deal];
                after = bought.mul_add(settled.carried, after);
            }
            if contraband == Some(i) {
                smuggled = purchases.flows[b].smuggled;
                after = smuggled.mul_add(settled.carried, after);
            }
            let lines = || {
                [
                    (&RETIRED, -(before * settled.retired)),
                    (&BOUGHT, bought * settled.carried),
                    (&SMUGGLED, smuggled * settled.carried),
                ]
            };
            set_by(&mut units[(b, i)], account, after, lines, ledger);
        }
        let account = Account { stock: "unspent", member: b.get(), item: 0 };
        let lines = [
            (&BUDGET, reads.budget[b]),
            (&PAID, -purchases.flows[b].paid),
            (&PAID_ROUND, -purchases.flows[b].paid_round),
        ];
        change(&mut unspent[b], account, dt, lines, ledger);
    }
}

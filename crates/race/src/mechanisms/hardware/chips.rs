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
//! **Time**: demand from start-of-step budgets and prices; ageing exact.
//! **Source**: Epoch AI chip sales and owners; smuggling from CNAS 2025.
//! **Leaves out** what ties buyers to a maker beyond its appeal, and resale.
//! **Turned off when** `money.multiplier` is 0: then nothing is bought and chips only age.

use super::catalogue::{Contraband, Deal};
use super::controls::{Permits, TermsInForce};
use crate::mechanisms::finance::money;
use crate::report::{outcome, tell};
use crate::time::Step;
use crate::transition::{Flow, Outcomes, Transition};
use crate::world::{Bloc, Chip, Maker, Setting};
use overtake_model::{
    Account, Calendar, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment, Outcome, Row,
    Status, Stock, Table, change, parameters, set_by,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

pub use super::catalogue::Catalogue;

/// Key of the mechanism.
pub const KEY: &str = "chips";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Full,
    sentence: "Budgets buy the permitted chips by performance per dollar; some of what is denied leaks; chips age",
    off: "money.multiplier is 0",
};

parameters! {
    /// How buyers choose, what leaks and how fast chips age.
    pub struct Parameters in "chips" {
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
const LEVERS: &[Lever] = &[
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

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
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

const CHIPS: Stock = Stock::new("chips", "bloc", "chips", "Chips in use").by("chip");
const UNSPENT: Stock = Stock::new("unspent", "bloc", "USD of 2024", "Money set aside and not spent");
/// Its stocks.
const STOCKS: &[Stock] = &[CHIPS, UNSPENT];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { levers: LEVERS, outcomes: OUTCOMES, stocks: STOCKS, ..Declared::of(ABOUT) };

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Value per dollar of each chip at release, to the power of choice.
    pub value: Row<R, Chip>,
    /// Share of chips retired in a step.
    pub retirement: R,
    /// Years of arrivals that a step adds, net of ageing within it.
    pub arrivals: R,
    /// By step, of a projected chip: rise of performance per dollar since its release, and of its value, as factors.
    pub improvement: Row<Vec<[R; 2]>, Chip>,
}

impl<R: Real> Derived<R> {
    /// Derives them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Catalogue, setting: &Setting, calendar: &Calendar) -> Self {
        let retirement = R::one() - (-(p.ageing * R::splat(calendar.dt()))).exp();
        let mut improvement = Row::filled(setting.chips.len(), Vec::new());
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
                    improvement[i].push([rise.exp(), (p.choice * rise).exp()]);
                }
            }
        }
        Self { value, retirement, arrivals: retirement / p.ageing, improvement }
    }
}

/// Share of a budget that is spent: short of one by a few units in the last place, so that rounding never spends more than
/// there is.
const SPENT_SHARE: f64 = 1.0 - 16.0 * f64::EPSILON;

/// A chip as the catalogue lists it.
#[derive(Clone, Copy, Debug)]
pub struct Listed<R> {
    /// Its price, USD.
    pub price: R,
    /// Chips for a dollar: one over the price.
    pub per_price: R,
    /// Value per dollar to the power of choice, times availability.
    pub value: R,
}

/// Demand of buyers at the catalogue's prices.
#[derive(Clone, Debug)]
pub struct Demand<R> {
    /// Chips as the catalogue lists them.
    pub listed: Row<Listed<R>, Chip>,
    /// Legal demand, chips a year.
    pub legal: Row<R, Deal>,
    /// Smuggled demand, chips a year of the contraband chip.
    pub smuggled: Row<R, Bloc>,
    /// Price of a smuggled chip over that of a legal one.
    pub premium: R,
    /// Elasticity of a maker's share in what the bloc spends to the maker's own price, positive where it falls.
    pub own_price_elasticity: Table<R, Maker, Bloc>,
}

/// Purchases in a step, as yearly rates.
#[derive(Clone, Debug)]
pub struct Purchases<R> {
    /// Shipments of legal orders, chips a year.
    pub bought: Row<R, Deal>,
    /// Other flows, by bloc.
    pub flows: Row<Flows<R>, Bloc>,
}

impl<R: Real> Purchases<R> {
    /// No purchases in a step.
    #[inline(always)]
    #[must_use]
    pub fn none(setting: &Setting, catalogue: &Catalogue, step: Step) -> Self {
        Self {
            bought: Row::filled(catalogue.deals(step), R::zero()),
            flows: Row::filled(setting.blocs.len(), Flows::none()),
        }
    }
}

/// Flows that go with a bloc's purchases and with its makers' sales, as yearly rates.
#[derive(Clone, Copy, Debug)]
pub struct Flows<R> {
    /// Smuggled chips, chips a year of the contraband chip.
    pub smuggled: R,
    /// Payments to makers for orders placed, USD of 2024 a year.
    pub paid: R,
    /// Payments to makers of the bloc itself, USD of 2024 a year.
    pub paid_home: R,
    /// Payments to smugglers, USD of 2024 a year.
    pub paid_smugglers: R,
    /// Sales of the bloc's makers, USD of 2024 a year.
    pub sales: R,
    /// Margin of the bloc's makers above cost, USD of 2024 a year.
    pub margin: R,
    /// Fees of the bloc's state on licences, USD of 2024 a year.
    pub fees: R,
}

impl<R: Real> Flows<R> {
    /// No flows.
    #[inline(always)]
    #[must_use]
    pub fn none() -> Self {
        let none = R::zero();
        Self {
            smuggled: none,
            paid: none,
            paid_home: none,
            paid_smugglers: none,
            sales: none,
            margin: none,
            fees: none,
        }
    }
}

/// Terms of trade in a step: offers, rules and budgets.
#[derive(Clone, Copy, Debug)]
pub struct Trade<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Catalogue over time.
    pub catalogue: &'a Catalogue,
    /// Rules of the policy.
    pub permits: &'a Permits,
    /// Terms in force of each kind of sale.
    pub sales: &'a [TermsInForce<R>],
    /// Leaks under the policy.
    pub contraband: &'a Contraband,
    /// `chips.acceptance`: share of buyers that may take foreign chips.
    pub acceptance: &'a [f64],
    /// Budgets, USD of 2024 a year.
    pub budget: &'a Row<R, Bloc>,
    /// Share of a fee that buyers bear.
    pub fee_borne: R,
    /// The step.
    pub step: Step,
    /// Its middle, a decimal year.
    pub time: f64,
}

/// Inputs of demand.
#[derive(Clone, Copy, Debug)]
pub struct Prices<'a, R> {
    /// Terms of trade.
    pub trade: &'a Trade<'a, R>,
    /// Log of the price of each maker's chips over the catalogue's.
    pub ln_price: &'a Row<R, Maker>,
}

/// Value that stands for none in a division.
const NO_VALUE: f64 = 1e-280;

impl<R: Real> Work for Flow<'_, Parameters<R>, Derived<R>, Prices<'_, R>> {
    type Done = Demand<R>;

    /// Demand of each bloc in a step at the catalogue's prices, split between chips by list prices.
    #[inline(always)]
    fn run(self) -> Demand<R> {
        let Flow { parameters: p, derived, reads: Prices { trade, ln_price } } = self;
        let Trade { setting, catalogue, contraband, budget, step, time, .. } = *trade;
        let (blocs, chips) = (setting.blocs.len(), setting.chips.len());
        let mut pull = Row::filled(setting.makers.len(), R::zero());
        for m in one_by_one(setting.makers.places()) {
            pull[m] = (-(p.choice * ln_price[m])).exp();
        }
        let mut listed =
            Row::filled(chips, Listed { price: R::zero(), per_price: R::zero(), value: R::zero() });
        let (mut best, mut best_of) = (R::zero(), Row::filled(setting.makers.len(), R::zero()));
        for &i in one_by_one(catalogue.all_traded_chips(step)) {
            let (chip, on_sale) = (&setting.chips[i], catalogue.on_sale[(step, i)]);
            let Listed { price, per_price, value } = &mut listed[i];
            (*price, *per_price) = (R::splat(chip.price), R::splat(1.0 / chip.price));
            if on_sale > 0.0 {
                *value = R::splat(on_sale) * derived.value[i] * pull[chip.maker];
            }
            if let Some(&[rise, valued]) = derived.improvement[i].get(step.get())
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
            smuggled: Row::filled(blocs, R::zero()),
            premium: R::one() + p.smuggling_premium,
            own_price_elasticity: Table::filled(setting.makers.len(), blocs, R::zero()),
        };
        let mut may = out.legal.clone();
        for b in setting.blocs.places() {
            let mut open = budget[b];
            if let Some(chip) = catalogue.contraband(step, b) {
                let denied = R::one() - trade.sale(b, chip).through;
                let smuggled = p.smuggled_share * denied * R::splat(contraband.leak[(step, b)]);
                let set_aside = budget[b] * smuggled;
                out.smuggled[b] = set_aside * out.listed[chip].per_price / out.premium;
                open -= set_aside;
            }
            let mut total = p.reserve * best;
            // The money that is kept looks at the best chip: it goes with the maker that has it.
            for m in one_by_one(setting.makers.places()) {
                out.own_price_elasticity[(m, b)] = R::select(best_of[m].ge(best), total, R::zero());
            }
            // Of the kind of sale before: what its price is with the fee, and what that leaves of its pull.
            let mut charged = (None, R::one(), R::one());
            for &(deal, i) in one_by_one(catalogue.chips_on_sale(step, b)) {
                let mut open = open_share(trade, b, i);
                let mut pull = out.listed[i].value * open;
                if let Some(fee) = trade.sale(b, i).fee {
                    let kind = Some(trade.permits.kind(step.get(), b, i));
                    if charged.0 != kind {
                        let price = trade.fee_borne.mul_add(fee, R::one());
                        charged = (kind, price, (-(p.choice * price.ln())).exp());
                    }
                    pull *= charged.2;
                    // Of a fee's part of the price no chip is had.
                    open = open / charged.1;
                }
                total += pull;
                out.own_price_elasticity[(setting.chips[i].maker, b)] += pull;
                (out.legal[deal], may[deal]) = (pull, open);
            }
            let per_total = total.max(R::splat(NO_VALUE)).recip();
            for m in one_by_one(setting.makers.places()) {
                let own = out.own_price_elasticity[(m, b)] * per_total;
                out.own_price_elasticity[(m, b)] = p.choice * (R::one() - own).positive_part();
            }
            let per_pull = open * R::splat(SPENT_SHARE) * per_total;
            for &(deal, i) in one_by_one(catalogue.chips_on_sale(step, b)) {
                // Buyers who may, of the orders of those who may.
                out.legal[deal] = per_pull * out.legal[deal] * out.listed[i].per_price * may[deal];
            }
        }
        out
    }
}

impl<R: Real> Trade<'_, R> {
    /// Terms in force of the sale of a chip to a bloc.
    #[inline(always)]
    #[must_use]
    pub fn sale(&self, bloc: Bloc, chip: Chip) -> &TermsInForce<R> {
        &self.sales[self.permits.kind(self.step.get(), bloc, chip).get()]
    }
}

/// Openness of a bloc to a chip: share of its buyers to whom it is offered, permitted and acceptable.
#[inline(always)]
fn open_share<R: Real>(trade: &Trade<'_, R>, b: Bloc, i: Chip) -> R {
    let abroad = trade.setting.chips[i].bloc != b;
    let accepted = if abroad { trade.acceptance[b.get()] } else { 1.0 };
    trade.sale(b, i).through * R::splat(trade.catalogue.offered[(b, i)] * accepted)
}

/// Chips in use, and money set aside and not spent.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Chips in use.
    pub units: Table<R, Bloc, Chip>,
    /// Money not spent, USD of 2024.
    pub unspent: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// No chips and no money.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let blocs = setting.blocs.len();
        Self {
            units: Table::filled(blocs, setting.chips.len(), R::zero()),
            unspent: Row::filled(blocs, R::zero()),
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        for (b, &unspent) in self.unspent.iter() {
            for (i, &units) in self.units.row(b).iter().enumerate() {
                visitor(CHIPS.account(b.get(), i), CHIPS.domain, units);
            }
            visitor(UNSPENT.account(b.get(), 0), UNSPENT.domain, unspent);
        }
    }
}

/// Inputs of chips at the start.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Catalogue.
    pub catalogue: &'a Catalogue,
    /// Ratio of true to recorded spending on accelerators.
    pub scale: &'a [R],
    /// Recorded spending on accelerators.
    pub record: &'a money::History,
    /// `money.multiplier` by bloc.
    pub multiplier: &'a [f64],
}

impl<R: Real> Work for Transition<'_, Parameters<R>, Derived<R>, Start<'_, R>, Stocks<R>, ()> {
    type Done = ();

    /// Sets chips in use to what the first year's spending and its growth imply, all of the first chip.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, reads, stocks, .. } = self;
        let Start { setting, catalogue, scale, record, multiplier } = reads;
        for b in setting.blocs.places() {
            let (spending, growth) = record.first[b];
            let first = R::splat(spending * multiplier[b.get()]) * scale[b.get()];
            let rate = (R::splat(growth) + p.ageing).max(R::splat(0.05));
            stocks.units[(b, catalogue.first)] =
                first / (R::splat(setting.chips[catalogue.first].price) * rate);
        }
    }
}

/// Arithmetic and memory bandwidth of the best chips that a bloc's makers have on sale at a moment, in H100 equivalents.
#[inline(always)]
pub fn best<R: Real>(p: &Parameters<R>, setting: &Setting, bloc: Bloc, time: f64) -> [R; 2] {
    let mut best = [R::zero(); 2];
    for chip in one_by_one(setting.chips.values()) {
        if chip.bloc != bloc || chip.released > time || chip.withdrawn <= time {
            continue;
        }
        let (mut trains, mut serves) = (R::splat(chip.training), R::splat(chip.serving));
        if chip.projected {
            let improvement = (p.generation[chip.maker.get()] * R::splat(time - chip.released)).exp();
            (trains, serves) = (trains * improvement, serves * improvement);
        }
        best = [best[0].max(trains), best[1].max(serves)];
    }
    best
}

/// Inputs of chips in use and money.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Terms of trade.
    pub trade: &'a Trade<'a, R>,
    /// Purchases in the step.
    pub purchases: &'a Purchases<R>,
    /// Length of the step, years.
    pub dt: f64,
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Ages the chips in use, adds purchases and books the money.
    #[inline(always)]
    fn run(self) {
        let Transition { derived, reads, stocks: Stocks { units, unspent }, ledger, .. } = self;
        let Reads { trade, purchases, dt } = reads;
        let kept = R::one() - derived.retirement;
        for b in trade.setting.blocs.places() {
            let contraband = trade.catalogue.contraband(trade.step, b);
            for &(i, deal) in one_by_one(trade.catalogue.held_chips(trade.step, b)) {
                let account = CHIPS.account(b.get(), i.get());
                let before = units[(b, i)];
                let mut after = before * kept;
                let [mut bought, mut smuggled] = [R::zero(); 2];
                // Of what is no longer traded nothing arrives.
                if let Some(deal) = deal {
                    bought = purchases.bought[deal];
                    after = bought.mul_add(derived.arrivals, after);
                }
                if contraband == Some(i) {
                    smuggled = purchases.flows[b].smuggled;
                    after = smuggled.mul_add(derived.arrivals, after);
                }
                let lines = || {
                    [
                        (&RETIRED, -(before * derived.retirement)),
                        (&BOUGHT, bought * derived.arrivals),
                        (&SMUGGLED, smuggled * derived.arrivals),
                    ]
                };
                set_by(&mut units[(b, i)], account, after, lines, ledger);
            }
            let account = UNSPENT.account(b.get(), 0);
            let lines = [
                (&BUDGET, trade.budget[b]),
                (&PAID, -purchases.flows[b].paid),
                (&PAID_ROUND, -purchases.flows[b].paid_smugglers),
            ];
            change(&mut unspent[b], account, dt, lines, ledger);
        }
    }
}

/// Inputs of the report of chips.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Catalogue.
    pub catalogue: &'a Catalogue,
    /// Legal purchases over the quarter, chips a year.
    pub bought: &'a Table<R, Bloc, Chip>,
    /// Other flows over the quarter, by bloc.
    pub flows: &'a Row<Flows<R>, Bloc>,
    /// The quarter's last step.
    pub now: Moment,
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_, R>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { parameters: p, reads, stocks, mut report, .. } = self;
        let Reported { setting, catalogue, bought, flows, now } = reads;
        let step = Step::new(now.step);
        for b in one_by_one(setting.blocs.places()) {
            let lately = catalogue.recent_chips(step, b);
            tell!(report, "chips_imported", b => purchases_of_origin(setting, lately, bought, b, Origin::Abroad));
            tell!(report, "chips_home_made", b => purchases_of_origin(setting, lately, bought, b, Origin::Home));
            // H100 equivalents of one contraband chip.
            let carried = match catalogue.contraband(step, b) {
                Some(chip) => setting.chips[chip].training,
                None => 0.0,
            };
            tell!(report, "chips_smuggled", b => flows[b].smuggled * R::splat(carried));
            tell!(report, "chip_spending", b => flows[b].paid + flows[b].paid_smugglers);
            tell!(report, "chip_spending_home", b => flows[b].paid_home);
            if report.asks(BEST[0], b) || report.asks(BEST[1], b) {
                for (outcome, value) in BEST.into_iter().zip(best(p, setting, b, now.end())) {
                    report.set(outcome, b, value);
                }
            }
            tell!(report, "money_unspent", b => stocks.unspent[b]);
        }
    }
}

/// Outcomes of the best chips, which are worked out together.
const BEST: [usize; 2] = [outcome!("best_chip"), outcome!("best_chip_memory")];

/// Chips chosen by where they come from.
#[derive(Clone, Copy, Debug)]
pub enum Origin {
    /// Made at home.
    Home,
    /// Made abroad.
    Abroad,
    /// Made by makers that public series count.
    Counted,
    /// Made abroad by makers that public series count.
    CountedAbroad,
}

impl Origin {
    /// Whether a chip that a bloc buys is of this origin.
    #[inline(always)]
    #[must_use]
    pub fn holds(self, setting: &Setting, i: Chip, buyer: Bloc) -> bool {
        let chip = &setting.chips[i];
        let (home, counted) = (chip.bloc == buyer, setting.makers[chip.maker].counted);
        match self {
            Self::Home => home,
            Self::Abroad => !home,
            Self::Counted => counted,
            Self::CountedAbroad => counted && !home,
        }
    }
}

/// Chips of an origin that a bloc bought legally over a quarter, H100 equivalents a year.
#[inline(always)]
pub fn purchases_of_origin<R: Real>(
    setting: &Setting,
    lately: &[(Chip, Option<Deal>)],
    bought: &Table<R, Bloc, Chip>,
    bloc: Bloc,
    origin: Origin,
) -> R {
    let mut sum = R::zero();
    for &(i, _) in one_by_one(lately) {
        if origin.holds(setting, i, bloc) {
            sum = bought[(bloc, i)].mul_add(R::splat(setting.chips[i].training), sum);
        }
    }
    sum
}

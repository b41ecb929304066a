//! **S5 · The chip market.** What a maker can make goes to those who order it, at a list price that moves slowly
//! towards the one that would clear; what cannot be shipped at once waits in an order book.
//!
//! ```text
//! h(P)   = min(P^{−ε}, P^{−1})                                              demand at a price, over that at price one
//! o_ib   = min(quota_ib, A_ib h(P_m))                                       orders
//! Σ_{b, i of m} w_i min(quota_ib, A_ib h(P*_m)) = Q_m (1 + aτ) − a Σ w_i K_ib       the price that clears
//! ln P°  = ln P_m + (ln P* − ln P_m) e/(e + x_m)                            the same once buyers have chosen anew
//! (ln P_m)′ = a (ln max(P°_m, c) − ln P_m)                                  list price
//! K_ib′  = o_ib − shipped_ib        shipped_ib = K_ib/τ · min(1, Q_m / Σ w_i K_ib/τ)
//! margin = Σ o_ib price_i (P_m (1 + βf_ib − f_ib) − c)                      of the maker's bloc
//! ```
//! A quota is the least of a rule's number and its share of what the maker ships at home. Demand falls at a price by one
//! elasticity for all buyers, and never so little that more is paid than was set aside. A clearing price aims at an
//! order book of its usual length, so that a shortage, once worked off, leaves no queue behind. P* takes buyers' choice among
//! chips as it stands at the list price; a maker knows that a lower price wins buyers of other chips and a higher one loses its
//! own, so that a smaller move clears: P°, to first order in the way that is left, at the prices of other makers as they stand.
//! A price that went after P* would overshoot from quarter to quarter wherever buyers choose sharply.
//!
//! Σ min(quota, A h) is concave and piecewise linear in h: from below, Newton's method reaches its root after as many steps
//! as there are kinks and one more, exactly, whatever their order.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | P, P* | list price and clearing price over the catalogue's | ratio | maker |
//! | ε | elasticity of demand to the price, for all buyers | – | – |
//! | A | demand at the price of the catalogue | chips/yr | bloc × chip |
//! | e | exponent of h at P*: the greater of ε and 1 above the price of the catalogue, the lesser below | – | – |
//! | x | mean of x_mb (chips) over blocs, by the maker's demand that no quota binds; smugglers do not turn | – | maker |
//! | o, K | orders placed; orders not yet shipped | chips/yr; chips | bloc × chip |
//! | Q | what a maker's foundry yields | H100 equivalents/yr | maker |
//! | w | foundry work in a chip: an H100's is one | H100 equivalents | chip |
//! | a | rate at which the list price follows | 1/yr | – |
//! | τ | time from order to shipment | yr | – |
//! | c | cost of making a chip over the price of the catalogue | ratio | – |
//! | f, β | fee on a licence; share of it that buyers bear | share | bloc × chip; – |
//!
//! **Time**: orders at the list price of the middle of the step, paid when placed; the order book is exact at constant orders.
//! **Source**: kinked demand and slow list prices are ours; NVIDIA's margins from its annual reports.
//! Prices that follow faster than three times a year would overshoot from quarter to quarter: the domain ends there.
//! **Leaves out** memory and packaging as limits of their own, cancelled orders, and a price per buyer.
//! **Turned off when** `market.adjustment` and `market.delivery` are 0: list prices stand still and all ships at once.

use super::catalogue::{Catalogue, Deal};
use super::chips::{Demand, Flows, Origin, Purchases, Trade};
use super::controls::{TermsInForce, UNBOUNDED};
use crate::loops;
use crate::math::{NOTHING, over_quarter};
use crate::report::tell;
use crate::time::Step;
use crate::tolerances::OF_PRICES;
use crate::transition::{Outcomes, Transition};
use crate::units::QUARTER;
use crate::world::{Bloc, Chip, Maker, Setting};
use overtake_model::{
    Account, Calendar, Constraint, Declared, Domain, Held, Index, Ledger, Line, Mechanism, Moment, Outcome,
    Row, Status, Stock, Table, parameters, set_by, value_past,
};
use overtake_num::level::Work;
use overtake_num::order::{Few, sum_by_value};
use overtake_num::{Mask, Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "market";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Full,
    sentence: "What makers can make goes to those who order it, at a list price that slowly clears",
    off: "market.adjustment and market.delivery are 0",
};

parameters! {
    /// How demand and prices answer each other.
    pub struct Parameters in "market" {
        /// Elasticity of the demand for chips to their price, the same for all buyers.
        elasticity: "1" in 0.3..=4.0;
        /// Rate at which list prices move to the price that clears.
        adjustment: "1/yr" in 0.0..=3.0;
        /// Mean time from order to shipment.
        delivery: "yr" in 0.0..=1.0;
        /// Cost of making a chip over its price in the catalogue.
        cost: "ratio" in 0.02..=1.0;
        /// Share of a fee on licences that buyers bear.
        fee_borne: "share" in 0.0..=1.0;
    }
}

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[
    Outcome::stock("chip_price", "maker", "ratio", "Price of the maker's chips over that of the catalogue")
        .positive()
        .headline()
        .tolerance(OF_PRICES)
        .of(KEY),
    Outcome::stock("chips_on_order", "bloc", "H100 equivalents", "Chips ordered and not yet shipped")
        .positive()
        .of(KEY),
    Outcome::flow(
        "chip_sales",
        "bloc",
        "USD of 2024 a year",
        "What the bloc's makers take for chips, fees left out",
    )
    .positive()
    .headline()
    .tolerance(OF_PRICES)
    .of(KEY),
    Outcome::flow("chip_margin", "bloc", "USD of 2024 a year", "What the bloc's makers earn above cost")
        .headline()
        .tolerance(OF_PRICES)
        .of(KEY),
    Outcome::flow("chip_fees", "bloc", "USD of 2024 a year", "What the bloc's state takes on licences")
        .positive()
        .of(KEY),
];

static ORDERED: Line = Line { part: "S5", key: "ordered", sentence: "ordered" };
static SHIPPED: Line = Line { part: "S5", key: "shipped", sentence: "shipped" };

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&QUOTA, &SHORT, &AT_COST, &QUEUED];
static QUOTA: Constraint = Constraint {
    part: "S5",
    key: "market.quota",
    axis: "bloc",
    sentence: "a rule lets no more of a chip through than was ordered",
};
static SHORT: Constraint =
    Constraint { part: "S5", key: "market.short", axis: "maker", sentence: "less can be made than is due" };
static AT_COST: Constraint = Constraint {
    part: "S5",
    key: "market.at_cost",
    axis: "maker",
    sentence: "no lower price than cost clears",
};
static QUEUED: Constraint = Constraint {
    part: "S5",
    key: "market.queued",
    axis: "maker",
    sentence: "the queue takes all but the least part of output",
};

const ORDERS: Stock = Stock::new("orders", "bloc", "chips", "Chips ordered and not yet shipped").by("chip");
/// Its stocks.
const STOCKS: &[Stock] = &[ORDERS];

/// Its declaration, parameters apart.
pub const DECLARED: Declared =
    Declared { outcomes: OUTCOMES, stocks: STOCKS, constraints: CONSTRAINTS, ..Declared::of(ABOUT) };

/// Least share of its output that a maker keeps for new orders while it works off a queue.
const LEAST_OPEN: f64 = 0.05;

/// Parameters derived once a future.
#[derive(Clone, Debug)]
pub struct Derived<R> {
    /// Share of the order book left after a step.
    pub book_retention: R,
    /// Backlog of a step's orders at its end, years of them.
    pub backlog: R,
    /// Share of the gap to the clearing price that half a step closes.
    pub half_adjustment: R,
    /// Share of the gap to the clearing price that a step closes.
    pub adjustment: R,
    /// Exponent of demand above the catalogue's price, at least one.
    pub exponent_above: R,
    /// Exponent of demand below it, at most one.
    pub exponent_below: R,
    /// Cost over the catalogue's price, a log: no price stays below it.
    pub ln_cost: R,
}

impl<R: Real> Derived<R> {
    /// Derives them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Setting, calendar: &Calendar) -> Self {
        let dt = calendar.dt();
        let kept = (-(R::splat(dt) / p.delivery)).exp();
        Self {
            book_retention: kept,
            backlog: p.delivery * (R::one() - kept),
            half_adjustment: R::one() - (-(p.adjustment * R::splat(0.5 * dt))).exp(),
            adjustment: R::one() - (-(p.adjustment * R::splat(dt))).exp(),
            exponent_above: p.elasticity.max(R::one()),
            exponent_below: p.elasticity.min(R::one()),
            ln_cost: p.cost.ln(),
        }
    }
}

/// List prices, the order book and flows over the quarter.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// List price over the catalogue's, a log.
    pub ln_price: Row<R, Maker>,
    /// Orders not yet shipped, chips.
    pub orders: Table<R, Bloc, Chip>,
    /// Shipments of the last step, chips a year: a cap at a share of home sales is measured by them.
    shipments: Table<R, Bloc, Chip>,
    /// Legal purchases over the quarter, chips a year.
    pub bought: Table<R, Bloc, Chip>,
    /// Other flows over the quarter, by bloc.
    pub flows: Row<Flows<R>, Bloc>,
    /// Chips sold so far by makers that public series count, H100 equivalents.
    pub counted_sales: Row<R, Bloc>,
}

impl<R: Real> Stocks<R> {
    /// An empty book at the catalogue's prices.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        let blocs = setting.blocs.len();
        let none = Table::filled(blocs, setting.chips.len(), R::zero());
        Self {
            ln_price: Row::filled(setting.makers.len(), R::zero()),
            orders: none.clone(),
            shipments: none.clone(),
            bought: none,
            flows: Row::filled(blocs, Flows::none()),
            counted_sales: Row::filled(blocs, R::zero()),
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        for b in self.counted_sales.places() {
            for (i, &orders) in self.orders.row(b).iter().enumerate() {
                visitor(ORDERS.account(b.get(), i), ORDERS.domain, orders);
            }
        }
    }
}

/// Inputs of the market.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Terms of trade.
    pub trade: &'a Trade<'a, R>,
    /// Demand of buyers at the catalogue's prices.
    pub demand: &'a Demand<R>,
    /// Output of each maker, H100 equivalents a year.
    pub output: &'a Row<R, Maker>,
    /// The step.
    pub now: Moment,
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    /// Purchases in the step, as yearly rates.
    type Done = Purchases<R>;

    /// Takes orders, ships what can be made, and moves list prices.
    #[inline(always)]
    fn run(self) -> Purchases<R> {
        let Transition { parameters: p, derived, reads, stocks, ledger } = self;
        let Reads { trade, demand, output, now } = reads;
        let setting = trade.setting;
        let mut out = Purchases::none(setting, trade.catalogue, trade.step);
        let mut orders = out.bought.clone();
        for m in one_by_one(setting.makers.places()) {
            let (cleared, queued) = clearing_price(p, derived, trade, demand, m, output[m], stocks);
            if L::KEPT {
                ledger.binds(&AT_COST, m.get(), cleared.le(derived.ln_cost));
                ledger.binds(&QUEUED, m.get(), queued);
            }
            let towards = cleared.max(derived.ln_cost) - stocks.ln_price[m];
            let price = towards.mul_add(derived.half_adjustment, stocks.ln_price[m]);
            // h(P) from the logarithm, one exponent on either side of the catalogue's price.
            let asked = value_past(price, &loops::SHORTAGE, ledger);
            let (up, down) = (asked.max(R::zero()), asked.min(R::zero()));
            let level = (-(derived.exponent_above.mul_add(up, derived.exponent_below * down))).exp();
            set_orders(trade, demand, m, level, stocks, &mut orders, &mut out);
            if L::KEPT {
                tell_quotas(trade, demand, m, level, &orders, ledger);
            }
            add_payments(p, trade, demand, m, price.exp(), &orders, &mut out);
            ship_orders(derived, trade, m, output[m], &orders, now.dt, stocks, &mut out, ledger);
            stocks.ln_price[m] = towards.mul_add(derived.adjustment, stocks.ln_price[m]);
        }
        add_to_quarter(trade, now, &out, stocks);
        out
    }
}

/// Adds a step's purchases to the quarter's means, and those that public series count to their sum.
#[inline(always)]
fn add_to_quarter<R: Real>(
    trade: &Trade<'_, R>,
    now: Moment,
    purchases: &Purchases<R>,
    stocks: &mut Stocks<R>,
) {
    let (setting, share, begins) = (trade.setting, now.dt / QUARTER, now.begins_quarter);
    for b in setting.blocs.places() {
        let (means, rates) = (&mut stocks.flows[b], &purchases.flows[b]);
        for (mean, rate) in one_by_one([
            (&mut means.smuggled, rates.smuggled),
            (&mut means.sales, rates.sales),
            (&mut means.margin, rates.margin),
            (&mut means.fees, rates.fees),
            (&mut means.paid, rates.paid),
            (&mut means.paid_home, rates.paid_home),
            (&mut means.paid_smugglers, rates.paid_smugglers),
        ]) {
            *mean = over_quarter(*mean, rate, share, begins);
        }
        let mut counted = R::zero();
        for &(i, deal) in one_by_one(trade.catalogue.recent_chips(trade.step, b)) {
            let rate = match deal {
                Some(deal) => purchases.bought[deal],
                None => R::zero(),
            };
            let mean = &mut stocks.bought[(b, i)];
            *mean = over_quarter(*mean, rate, share, begins);
            if Origin::Counted.holds(setting, i, b) {
                counted = rate.mul_add(R::splat(setting.chips[i].training), counted);
            }
        }
        stocks.counted_sales[b] += counted * R::splat(now.dt);
    }
}

/// Most of a chip that a bloc may order, chips a year; none where no rule limits it.
#[inline(always)]
fn quota<R: Real>(trade: &Trade<'_, R>, b: Bloc, i: Chip, stocks: &Stocks<R>) -> Option<R> {
    let &TermsInForce { quota: fixed, cap, .. } = trade.sale(b, i);
    match (fixed, cap) {
        (fixed, Some(cap)) => {
            // A cap that is none in a future stays none where nothing is sold at home.
            let unbounded = R::splat(UNBOUNDED);
            let home = stocks.shipments[(trade.setting.chips[i].bloc, i)];
            let most = R::select(cap.lt(unbounded), home * cap, unbounded);
            Some(match fixed {
                Some(fixed) => most.min(fixed),
                None => most,
            })
        }
        (fixed, None) => fixed,
    }
}

/// Sets orders of a maker's chips at its list price.
#[inline(always)]
fn set_orders<R: Real>(
    trade: &Trade<'_, R>,
    demand: &Demand<R>,
    m: Maker,
    level: R,
    stocks: &Stocks<R>,
    orders: &mut Row<R, Deal>,
    out: &mut Purchases<R>,
) {
    for b in trade.setting.blocs.places() {
        for &(deal, i) in one_by_one(trade.catalogue.traded_chips(trade.step, m, b)) {
            let wanted = demand.legal[deal] * level;
            orders[deal] = match quota(trade, b, i, stocks) {
                Some(most) => wanted.min(most),
                None => wanted,
            };
        }
        if contraband_of(trade, b, m).is_some() {
            out.flows[b].smuggled = demand.smuggled[b] * level;
        }
    }
}

/// Tells the ledger whose orders of a maker's chips a quota cut.
#[inline(always)]
fn tell_quotas<R: Real, L: Ledger<R>>(
    trade: &Trade<'_, R>,
    demand: &Demand<R>,
    m: Maker,
    level: R,
    orders: &Row<R, Deal>,
    ledger: &mut L,
) {
    for b in trade.setting.blocs.places() {
        for &(deal, _) in one_by_one(trade.catalogue.traded_chips(trade.step, m, b)) {
            ledger.binds(&QUOTA, b.get(), orders[deal].lt(demand.legal[deal] * level));
        }
    }
}

/// The chip of a maker that a bloc's smugglers carry.
#[inline(always)]
fn contraband_of<R: Real>(trade: &Trade<'_, R>, b: Bloc, m: Maker) -> Option<Chip> {
    let chip = trade.catalogue.contraband(trade.step, b)?;
    (trade.setting.chips[chip].maker == m).then_some(chip)
}

/// Adds payments, makers' margins and states' fees to the flows of a step.
#[inline(always)]
fn add_payments<R: Real>(
    p: &Parameters<R>,
    trade: &Trade<'_, R>,
    demand: &Demand<R>,
    m: Maker,
    price: R,
    orders: &Row<R, Deal>,
    out: &mut Purchases<R>,
) {
    let home = trade.setting.makers[m].bloc;
    let (mut sales, mut margins, mut fees) = (Few::new(), Few::new(), Few::new());
    for b in trade.setting.blocs.places() {
        let (mut units, mut taken) = (R::zero(), R::zero());
        for &(deal, i) in one_by_one(trade.catalogue.traded_chips(trade.step, m, b)) {
            let listed = orders[deal] * demand.listed[i].price;
            if let Some(share) = trade.sale(b, i).fee {
                taken = (listed * price).mul_add(share, taken);
            }
            units += listed;
        }
        let paid = units.mul_add(price, p.fee_borne * taken);
        let mut sold = paid - taken;
        out.flows[b].paid += paid;
        if home == b {
            out.flows[b].paid_home += paid;
        }
        if let Some(chip) = contraband_of(trade, b, m) {
            // Makers get the list price; the premium stays with those who carry.
            let listed = out.flows[b].smuggled * demand.listed[chip].price;
            out.flows[b].paid_smugglers = listed * price * demand.premium;
            sold = listed.mul_add(price, sold);
            units += listed;
        }
        sales.push(sold);
        margins.push(sold - units * p.cost);
        fees.push(taken);
    }
    out.flows[home].sales += sum_by_value(&sales);
    out.flows[home].margin += sum_by_value(&margins);
    out.flows[home].fees += sum_by_value(&fees);
}

/// Clearing price of a maker over the catalogue's, a log, and whether its queue takes all but the least share of output. It
/// clears where orders and a due part of the queue equal output, once buyers have moved from this maker to others or back.
#[inline(always)]
fn clearing_price<R: Real>(
    p: &Parameters<R>,
    derived: &Derived<R>,
    trade: &Trade<'_, R>,
    demand: &Demand<R>,
    m: Maker,
    output: R,
    stocks: &Stocks<R>,
) -> (R, R::Mask) {
    let setting = trade.setting;
    let (mut queue, mut free) = (Few::new(), Few::new());
    // Work of what a bloc wants at the catalogue's price of a chip that a quota binds, and most of it.
    let mut bounded = Vec::new();
    for b in setting.blocs.places() {
        // What a bloc would take of what no quota binds goes with the level throughout.
        let (mut waiting, mut slope) = (R::zero(), R::zero());
        for &(deal, i) in one_by_one(trade.catalogue.traded_chips(trade.step, m, b)) {
            let work = R::splat(setting.chips[i].foundry);
            waiting = stocks.orders[(b, i)].mul_add(work, waiting);
            match quota(trade, b, i, stocks) {
                Some(most) => bounded.push((b, demand.legal[deal] * work, most * work)),
                None => slope = demand.legal[deal].mul_add(work, slope),
            }
        }
        if let Some(chip) = contraband_of(trade, b, m) {
            slope = demand.smuggled[b].mul_add(R::splat(setting.chips[chip].foundry), slope);
        }
        queue.push(waiting);
        free.push(slope);
    }
    let usual = p.adjustment.mul_add(p.delivery, R::one());
    let due = usual.mul_add(output, -(p.adjustment * sum_by_value(&queue)));
    let target = due.max(output * R::splat(LEAST_OPEN));
    let mut level = R::zero();
    // From below, each step passes at least one kink; the last one lands on the root.
    for _ in 0..=bounded.len() {
        let (mut slopes, mut bound) = (Few::new(), Few::new());
        for &slope in one_by_one(&free) {
            slopes.push(slope);
            bound.push(R::zero());
        }
        for &(b, wanted, most) in one_by_one(&bounded) {
            let full = (wanted * level).ge(most);
            slopes[b.get()] += R::select(full, R::zero(), wanted);
            bound[b.get()] += R::select(full, most, R::zero());
        }
        let next = (target - sum_by_value(&bound)) / sum_by_value(&slopes).max(R::splat(NOTHING));
        // Once no future's level rises it is the root.
        if !next.gt(level).any() {
            break;
        }
        level = level.max(next);
    }
    // What no quota binds at that level, and how much of it turns with the price.
    for &(b, wanted, most) in one_by_one(&bounded) {
        free[b.get()] += R::select((wanted * level).ge(most), R::zero(), wanted);
    }
    let mut answers = Few::new();
    for (b, &slope) in one_by_one(free.iter().enumerate()) {
        let b = Bloc::new(b);
        let smuggled = match contraband_of(trade, b, m) {
            Some(chip) => demand.smuggled[b] * R::splat(setting.chips[chip].foundry),
            None => R::zero(),
        };
        answers.push((slope - smuggled).positive_part() * demand.own_price_elasticity[(m, b)]);
    }
    let elasticity = sum_by_value(&answers) / sum_by_value(&free).max(R::splat(NOTHING));
    let ln_level = level.max(R::splat(NOTHING)).ln();
    let exponent = R::select(ln_level.lt(R::zero()), derived.exponent_above, derived.exponent_below);
    let towards = -(exponent.mul_add(stocks.ln_price[m], ln_level)) / (exponent + elasticity);
    (stocks.ln_price[m] + towards, target.gt(due))
}

/// Ships what is due, all by the same share where the foundry cannot make it.
#[inline(always)]
fn ship_orders<R: Real, L: Ledger<R>>(
    derived: &Derived<R>,
    trade: &Trade<'_, R>,
    m: Maker,
    output: R,
    orders: &Row<R, Deal>,
    dt: f64,
    stocks: &mut Stocks<R>,
    out: &mut Purchases<R>,
    ledger: &mut L,
) {
    let setting = trade.setting;
    let (on_time, leaves) = (R::splat(dt) - derived.backlog, R::one() - derived.book_retention);
    let mut work = Few::new();
    for b in setting.blocs.places() {
        let mut sum = R::zero();
        for &(deal, i) in one_by_one(trade.catalogue.traded_chips(trade.step, m, b)) {
            let due = orders[deal].mul_add(on_time, stocks.orders[(b, i)] * leaves);
            sum = due.mul_add(R::splat(setting.chips[i].foundry), sum);
            out.bought[deal] = due;
        }
        if let Some(chip) = contraband_of(trade, b, m) {
            sum = (out.flows[b].smuggled * R::splat(dt)).mul_add(R::splat(setting.chips[chip].foundry), sum);
        }
        work.push(sum);
    }
    let able = output * R::splat(dt);
    let met = able / sum_by_value(&work).max(able);
    if L::KEPT {
        ledger.binds(&SHORT, m.get(), met.lt(R::one()));
    }
    for b in setting.blocs.places() {
        for &(deal, i) in one_by_one(trade.catalogue.traded_chips(trade.step, m, b)) {
            let account = ORDERS.account(b.get(), i.get());
            let ordered = orders[deal] * R::splat(dt);
            let waiting = stocks.orders[(b, i)] + ordered;
            // Rounding may not ship more than there is.
            let shipped = (out.bought[deal] * met).min(waiting);
            let lines = || [(&ORDERED, ordered), (&SHIPPED, -shipped)];
            set_by(&mut stocks.orders[(b, i)], account, waiting - shipped, lines, ledger);
            out.bought[deal] = shipped * R::splat(1.0 / dt);
            stocks.shipments[(b, i)] = out.bought[deal];
        }
        if contraband_of(trade, b, m).is_some() {
            out.flows[b].smuggled *= met;
            out.flows[b].paid_smugglers *= met;
        }
    }
}

/// Inputs of the report of the market.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a> {
    /// Members.
    pub setting: &'a Setting,
    /// Catalogue.
    pub catalogue: &'a Catalogue,
    /// The quarter's last step.
    pub step: Step,
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: Reported { setting, catalogue, step }, stocks, mut report, .. } = self;
        for m in one_by_one(setting.makers.places()) {
            tell!(report, "chip_price", m => stocks.ln_price[m].exp());
        }
        for b in one_by_one(setting.blocs.places()) {
            tell!(report, "chips_on_order", b => {
                let mut sum = R::zero();
                for &(i, _) in one_by_one(catalogue.held_chips(step, b)) {
                    sum = stocks.orders[(b, i)].mul_add(R::splat(setting.chips[i].training), sum);
                }
                sum
            });
            tell!(report, "chip_sales", b => stocks.flows[b].sales);
            tell!(report, "chip_margin", b => stocks.flows[b].margin);
            tell!(report, "chip_fees", b => stocks.flows[b].fees);
        }
    }
}

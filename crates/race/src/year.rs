//! One step of the race, in order.
//!
//! | # | what | reads | writes |
//! |---|---|---|---|
//! | 1 | money | recorded spending, `money.multiplier` | budget |
//! | 2 | rules | the plan, luck | terms of each sale, what makers are denied |
//! | 2 | chips | budget, terms, list prices | demand |
//! | 3 | fabs | the record, list prices, what is denied | output, capacity, experience |
//! | 3 | market | demand, rules, output, order book | purchases, order book, list prices |
//! | 4 | openness | capability, open capability | chances of opening |
//! | 5 | borrowing | capability, published and open capability | borrowed capability |
//! | 6 | discovery | compute at disposal, capability, chances of opening | software efficiency |
//! | 7 | chips in use, money | purchases | chips in use, unspent money |
//! | 7 | power | purchases, chips in use, permits | what is connected, share that runs |
//! | 8 | compute | chips in use, share that runs | capacities |
//! | 9 | frontier | capacities, software, borrowed | capability at the end of the step |
//! | 10 | releases | capability at both ends, chances | published, opened, disclosed |
//! | 11 | commons | opened | open capability |
//! | 12 | path | published | the path that lags read |
//! | 13 | usage | capacities, software, published and open capability, use | price, tokens, spending, revenue |
//! | 14 | adoption | price, reachable capability, state money | use, experience |
//!
//! Everything in 1–7 reads the state at the start of the step, what follows the stocks at its end; all members move
//! together.

use crate::adoption::{self, Adoption, Uptake};
use crate::borrowing::{self, Borrowing};
use crate::chips::{self, Catalogue, Chips, Contraband};
use crate::compute::{self, Capacity, Compute};
use crate::discovery::{self, Software};
use crate::fabs::{self, Fabs};
use crate::frontier::{self, Frontier};
use crate::lag;
use crate::market::{self, Market};
use crate::money::{self, Money};
use crate::observation::{self, Observing};
use crate::openness::{self, Openness, STAGES};
use crate::power::{self, Power};
use crate::researchers::{self, Researchers};
use crate::rules::{self, Controls, MECHANISM as RULES, Permits};
use crate::setting::{self, Bloc, Chip, Laboratory, Maker, Rule, Setting};
use crate::usage::{self, Served, Usage};
use overtake_model::{
    Account, Calendar, Declaration, Draws, Dynamics, Index, Layout, Ledger, LeverTable, Model, Moment,
    Observation, Row, Stock, Table, Values, World, WorldError,
};
use overtake_num::{Mask, Real, one_by_one, trampolines};

/// Stocks that the ledger keeps.
const STOCKS: &[Stock] = &[
    Stock { key: "chips", unit: "chips", axis: "bloc", items: "chip", sentence: "Chips in use" },
    Stock {
        key: "orders",
        unit: "chips",
        axis: "bloc",
        items: "chip",
        sentence: "Chips ordered and not yet shipped",
    },
    Stock { key: "power", unit: "kW", axis: "bloc", items: "", sentence: "Power connected for AI" },
    Stock { key: "rating", unit: "kW", axis: "bloc", items: "", sentence: "Rated power of the chips in use" },
    Stock {
        key: "unspent",
        unit: "USD of 2024",
        axis: "bloc",
        items: "",
        sentence: "Money set aside and not spent",
    },
    Stock { key: "software", unit: "log", axis: "bloc", items: "", sentence: "Software efficiency" },
    Stock { key: "borrowed", unit: "log", axis: "laboratory", items: "", sentence: "Borrowed capability" },
    Stock { key: "open", unit: "log", axis: "laboratory", items: "", sentence: "Capability in the commons" },
    Stock { key: "use", unit: "share", axis: "industry", items: "", sentence: "Use of AI" },
    Stock {
        key: "experience",
        unit: "years of use by all",
        axis: "bloc",
        items: "",
        sentence: "Experience of use",
    },
];

/// A step of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step(usize);

impl Index for Step {
    #[inline(always)]
    fn new(place: usize) -> Self {
        Self(place)
    }
    #[inline(always)]
    fn get(self) -> usize {
        self.0
    }
}

/// The race, built for one world and calendar.
#[derive(Clone, Debug)]
pub struct Race {
    setting: Setting,
    calendar: Calendar,
    history: money::History,
    catalogue: Catalogue,
    built: fabs::History,
    generated: power::History,
    society: adoption::Paths,
    slots: Slots,
}

/// Places of the reported outcomes, each the first of its bloc's.
#[derive(Clone, Debug)]
struct Slots {
    budget: usize,
    imported: usize,
    home_made: usize,
    smuggled: usize,
    spending: usize,
    spending_home: usize,
    best_chip: usize,
    best_memory: usize,
    power: usize,
    power_short: usize,
    electricity: usize,
    unspent: usize,
    price: usize,
    output: usize,
    on_order: usize,
    margin: usize,
    fees: usize,
    training: usize,
    serving: usize,
    rented: usize,
    disposal: usize,
    software: usize,
    progress: usize,
    automated: usize,
    effective: usize,
    published: usize,
    unpublished: usize,
    largest_run: usize,
    lag: usize,
    borrowed: usize,
    open: usize,
    openness: usize,
    eci: usize,
    eci_lag: usize,
    rating: usize,
    rating_gap: usize,
    open_gap: usize,
    stock: usize,
    imports: usize,
    known_run: usize,
    laboratory: usize,
    laboratory_opened: usize,
    use_price: usize,
    tokens: usize,
    use_spending: usize,
    revenue: usize,
    serving_used: usize,
    ai_use: usize,
    firms: usize,
    industry: usize,
    led: usize,
    push: usize,
    subsidy: usize,
    firms_seen: usize,
    people_seen: usize,
    price_seen: usize,
    revenue_seen: usize,
    terminals: usize,
}

impl Slots {
    fn new(layout: &Layout) -> Self {
        let first = |key: &str| layout.outcome_range(key).map_or(usize::MAX, |r| r.start);
        Self {
            budget: first("accelerator_budget"),
            imported: first("chips_imported"),
            home_made: first("chips_home_made"),
            smuggled: first("chips_smuggled"),
            spending: first("chip_spending"),
            spending_home: first("chip_spending_home"),
            best_chip: first("best_chip"),
            best_memory: first("best_chip_memory"),
            power: first("power_used"),
            power_short: first("power_short"),
            electricity: first("electricity_twh"),
            unspent: first("money_unspent"),
            price: first("chip_price"),
            output: first("chip_output"),
            on_order: first("chips_on_order"),
            margin: first("chip_margin"),
            fees: first("chip_fees"),
            training: first("compute_training"),
            serving: first("compute_serving"),
            rented: first("compute_rented"),
            disposal: first("compute_at_disposal"),
            software: first("software_efficiency"),
            progress: first("software_progress"),
            automated: first("research_automated"),
            effective: first("effective_compute"),
            published: first("frontier_capability"),
            unpublished: first("frontier_unpublished"),
            largest_run: first("largest_run"),
            lag: first("frontier_lag_months"),
            borrowed: first("borrowed_capability"),
            open: first("open_capability"),
            openness: first("openness_of_leader"),
            eci: first("eci_best"),
            eci_lag: first("eci_lag_months"),
            rating: first("arena_rating"),
            rating_gap: first("arena_gap_points"),
            open_gap: first("open_arena_gap_points"),
            stock: first("compute_stock_h100e"),
            imports: first("chip_imports_h100e"),
            known_run: first("training_compute_max_flop"),
            laboratory: first("laboratory_capability"),
            laboratory_opened: first("laboratory_opened"),
            use_price: first("use_price"),
            tokens: first("tokens_used"),
            use_spending: first("use_revenue"),
            revenue: first("laboratory_revenue"),
            serving_used: first("serving_used_share"),
            ai_use: first("ai_use_share"),
            firms: first("ai_use_firms"),
            industry: first("industry_ai_use"),
            led: first("sectors_led"),
            push: first("adoption_push"),
            subsidy: first("adoption_subsidy"),
            firms_seen: first("firms_using_ai_share"),
            people_seen: first("people_using_ai_share"),
            price_seen: first("token_price_usd"),
            revenue_seen: first("laboratory_revenue_usd"),
            terminals: first("intelligent_terminals_share"),
        }
    }
}

/// A policy, settled for every step.
#[derive(Clone, Debug)]
pub struct Plan {
    permits: Permits,
    contraband: Contraband,
    money: Table<f64, Step, Bloc>,
    acceptance: Table<f64, Step, Bloc>,
    power: Table<f64, Step, Bloc>,
    scope: Table<f64, Step, Bloc>,
    software: Table<f64, Step, Bloc>,
    homework: Table<f64, Step, Bloc>,
    jumps: Table<f64, Step, Bloc>,
    efficiency_jumps: Table<f64, Step, Bloc>,
    papers: Table<f64, Step, Bloc>,
    concentration: Table<f64, Step, Bloc>,
    commons: Table<f64, Step, Bloc>,
    access: Table<f64, Step, Bloc>,
    shift: Table<f64, Step, Bloc>,
    imitation: Table<f64, Step, Bloc>,
    push: Table<f64, Step, Bloc>,
    subsidy: Table<f64, Step, Bloc>,
    worth: Table<f64, Step, Bloc>,
}

/// All parameters, with what a future settles once.
#[derive(Clone, Debug)]
pub struct Parameters<R> {
    money: Money<R>,
    controls: Controls<R>,
    chips: Chips<R>,
    chosen: chips::Settled<R>,
    fabs: Fabs<R>,
    market: Market<R>,
    clears: market::Settled<R>,
    power: Power<R>,
    draws: power::Settled<R>,
    compute: Compute<R>,
    software: Software<R>,
    discovery: discovery::Settled<R>,
    frontier: Frontier<R>,
    borrowing: Borrowing<R>,
    closes: borrowing::Settled<R>,
    openness: Openness<R>,
    usage: Usage<R>,
    serves: usage::Settled<R>,
    adoption: Adoption<R>,
    decides: adoption::Settled<R>,
    observing: Observing<R>,
}

/// Streams of the errors of measures.
const ERRORS: [&str; 8] =
    ["eci", "rating", "open-rating", "lag", "firms", "people", "token-price", "revenue"];

/// All draws of a future.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Cumulative hazard at which each law is reversed.
    patience: Row<R, Rule>,
    /// Age of a laboratory's last release at the end of a quarter, in mean lengths.
    age: Table<R, Laboratory, Step>,
    /// Decides whether that release is opened.
    opens: Table<R, Laboratory, Step>,
    /// Decides whether its size is disclosed.
    discloses: Table<R, Laboratory, Step>,
    /// Jumps of discovery.
    discovery: discovery::Chance<R>,
    /// Errors of the measures, by bloc and quarter.
    errors: [Table<R, Bloc, Step>; ERRORS.len()],
}

/// All stocks.
#[derive(Clone, Debug)]
pub struct State<R> {
    units: Table<R, Bloc, Chip>,
    book: market::Book<R>,
    works: fabs::Works<R>,
    grid: power::Grid<R>,
    unspent: Row<R, Bloc>,
    ln_software: Row<R, Bloc>,
    discovery: discovery::Memory<R>,
    borrowed: Row<R, Laboratory>,
    crews: frontier::Crews<R>,
    capability: Row<R, Laboratory>,
    ln_run: Row<R, Laboratory>,
    published: Row<R, Laboratory>,
    opened: Row<R, Laboratory>,
    commons: [Row<R, Laboratory>; STAGES],
    known_run: Row<R, Bloc>,
    paths: lag::Paths<R>,
    served: Served<R>,
    uptake: Uptake<R>,
    // What the quarter did, for reports; nothing in a step reads it.
    capacity: Capacity<R>,
    budget: Row<R, Bloc>,
    output: Row<R, Maker>,
    purchases: chips::Purchases<R>,
    chances: Row<R, Laboratory>,
    counted: Row<R, Bloc>,
}

impl Model for Race {
    type Plan = Plan;

    fn declaration() -> Declaration {
        let parameters = [
            Money::<f64>::declare(),
            Controls::<f64>::declare(),
            Chips::<f64>::declare(),
            Fabs::<f64>::declare(),
            Market::<f64>::declare(),
            Power::<f64>::declare(),
            Compute::<f64>::declare(),
            Researchers::<f64>::declare(),
            Software::<f64>::declare(),
            Frontier::<f64>::declare(),
            Borrowing::<f64>::declare(),
            Openness::<f64>::declare(),
            Usage::<f64>::declare(),
            Adoption::<f64>::declare(),
            Observing::<f64>::declare(),
        ];
        let levers = [
            money::LEVERS,
            rules::LEVERS,
            chips::LEVERS,
            power::LEVERS,
            compute::LEVERS,
            discovery::LEVERS,
            frontier::LEVERS,
            borrowing::LEVERS,
            openness::LEVERS,
            adoption::LEVERS,
        ];
        let outcomes = [
            money::OUTCOMES,
            chips::OUTCOMES,
            fabs::OUTCOMES,
            market::OUTCOMES,
            power::OUTCOMES,
            compute::OUTCOMES,
            discovery::OUTCOMES,
            frontier::OUTCOMES,
            lag::OUTCOMES,
            borrowing::OUTCOMES,
            openness::OUTCOMES,
            usage::OUTCOMES,
            adoption::OUTCOMES,
            observation::OUTCOMES,
        ];
        let constraints = [
            fabs::CONSTRAINTS,
            market::CONSTRAINTS,
            compute::CONSTRAINTS,
            discovery::CONSTRAINTS,
            frontier::CONSTRAINTS,
            borrowing::CONSTRAINTS,
            openness::CONSTRAINTS,
        ];
        Declaration {
            name: "race",
            axes: setting::axes(),
            mechanisms: vec![
                money::MECHANISM,
                RULES,
                chips::MECHANISM,
                fabs::MECHANISM,
                market::MECHANISM,
                power::MECHANISM,
                compute::MECHANISM,
                researchers::MECHANISM,
                discovery::MECHANISM,
                frontier::MECHANISM,
                borrowing::MECHANISM,
                openness::MECHANISM,
                usage::MECHANISM,
                adoption::MECHANISM,
                observation::MECHANISM,
            ],
            parameters: parameters.concat(),
            levers: levers.concat(),
            outcomes: outcomes.concat(),
            series: [money::SERIES, fabs::SERIES, power::SERIES, adoption::SERIES].concat(),
            stocks: STOCKS.to_vec(),
            constraints: constraints.concat(),
        }
    }

    fn build(world: &World, calendar: &Calendar) -> Result<Self, Vec<WorldError>> {
        let declaration = Self::declaration();
        let errors = world.check(&declaration);
        if !errors.is_empty() {
            return Err(errors);
        }
        let setting = Setting::new(world)?;
        let layout = Layout::new(&declaration, world);
        Ok(Self {
            history: money::History::new(&setting, world, calendar),
            catalogue: Catalogue::new(&setting, world, calendar),
            built: fabs::History::new(&setting, world, calendar),
            generated: power::History::new(&setting, world, calendar),
            society: adoption::Paths::new(&setting, world, calendar),
            slots: Slots::new(&layout),
            calendar: *calendar,
            setting,
        })
    }

    fn plan(&self, layout: &Layout, levers: &LeverTable) -> Plan {
        let (steps, blocs) = (self.calendar.steps(), self.setting.blocs.len());
        let path = |key: &str| {
            let first = layout.lever_range(key).map_or(0, |r| r.start);
            Table::from_fn(steps, blocs, |s: Step, b: Bloc| levers.get(first + b.get(), s.get()))
        };
        let permits = Permits::new(&self.setting, &self.calendar, layout, levers);
        let enforcement = path("controls.enforcement");
        Plan {
            contraband: Contraband::new(&self.setting, &self.catalogue, steps, |b, s| {
                enforcement[(Step::new(s), b)]
            }),
            permits,
            money: path("money.multiplier"),
            acceptance: path("chips.acceptance"),
            power: path("power.permits"),
            scope: path("compute.overseas_scope"),
            software: path("software.multiplier"),
            homework: path("software.homework"),
            jumps: path("software.jumps"),
            efficiency_jumps: path("software.efficiency_jumps"),
            papers: path("borrowing.papers"),
            concentration: path("frontier.concentration"),
            commons: path("borrowing.commons"),
            access: path("borrowing.access"),
            shift: path("openness.shift"),
            imitation: path("openness.imitation"),
            push: path("adoption.push"),
            subsidy: path("adoption.subsidy"),
            worth: path("adoption.multiplier"),
        }
    }
}

impl<R: Real> Dynamics<R> for Race {
    type Parameters = Parameters<R>;
    type Luck = Luck<R>;
    type State = State<R>;

    fn parameters(&self, values: &Values<'_, R>) -> Parameters<R> {
        let dt = self.calendar.dt();
        let (chips, market, borrowing) = (Chips::read(values), Market::read(values), Borrowing::read(values));
        let power = Power::read(values);
        let (software, researchers) = (Software::read(values), Researchers::read(values));
        let (usage, adoption) = (Usage::read(values), Adoption::read(values));
        Parameters {
            chosen: settle_choice(&chips, &self.setting, dt),
            clears: settle_market(&market, dt),
            closes: settle_borrowing(&borrowing, dt),
            draws: settle_power(&power, &self.setting, dt),
            power,
            money: Money::read(values),
            controls: Controls::read(values),
            chips,
            fabs: Fabs::read(values),
            market,
            compute: Compute::read(values),
            discovery: settle_discovery(&software, &researchers, &self.setting, &self.calendar),
            software,
            frontier: Frontier::read(values),
            borrowing,
            openness: Openness::read(values),
            serves: settle_usage(&usage, dt),
            usage,
            decides: settle_adoption(&adoption, &self.setting, dt),
            adoption,
            observing: Observing::read(values),
        }
    }

    fn luck(&self, _: &Parameters<R>, draws: &Draws<'_>) -> Luck<R> {
        let quarters = self.calendar.quarters;
        // Streams are keyed by the calendar's own quarters, so neither its start nor its step moves them.
        let first = u32::try_from(self.calendar.start.year() * 4 + self.calendar.start.number()).unwrap_or(0);
        let laboratories: Vec<&str> =
            self.setting.laboratories.values().iter().map(|l| l.key.as_str()).collect();
        let blocs: Vec<&str> = self.setting.blocs.values().iter().map(String::as_str).collect();
        let uniforms = |name: &str, members: &[&str]| {
            let mut values = Vec::with_capacity(members.len() * quarters);
            for member in members {
                let stream = draws.stream(name, member);
                values.extend((first..).take(quarters).map(|index| draws.uniform::<R>(&stream, index)));
            }
            values
        };
        let by_laboratory = |values: Vec<R>| Table::from_values(values, quarters);
        let once =
            |rule: &setting::RuleData| draws.uniform::<R>(&draws.stream(rules::REVERSAL, &rule.key), 0);
        let mut patience: Vec<R> = self.setting.rules.values().iter().map(once).collect();
        exponentials(&mut patience);
        let mut age: Vec<R> = uniforms("release", &laboratories);
        exponentials(&mut age);
        let errors = ERRORS.map(|name| {
            let mut values: Vec<R> = uniforms(name, &blocs);
            errors(&mut values);
            Table::from_values(values, quarters)
        });
        let by_bloc = |values: Vec<R>| Table::from_values(values, quarters);
        let [mut genius, size, mut efficiency] =
            ["genius", "genius-size", "efficiency"].map(|name| uniforms(name, &blocs));
        exponentials(&mut genius);
        exponentials(&mut efficiency);
        Luck {
            patience: Row::from_values(patience),
            discovery: discovery::Chance {
                genius: by_bloc(genius),
                size: by_bloc(size),
                efficiency: by_bloc(efficiency),
            },
            age: by_laboratory(age),
            opens: by_laboratory(uniforms("opens", &laboratories)),
            discloses: by_laboratory(uniforms("discloses", &laboratories)),
            errors,
        }
    }

    fn start(&self, p: &Parameters<R>, plan: &Plan, _: &Luck<R>) -> State<R> {
        begin(self, p, plan)
    }

    fn step<L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let setting = &self.setting;
        let step = Step(now.step);
        let budget = spend(self, p, plan, step);
        let said = enact(&p.controls, setting, &self.catalogue, &plan.permits, now.step, &luck.patience);
        let ln_price = state.book.ln_price.clone();
        let reads = chips::Reads {
            setting,
            catalogue: &self.catalogue,
            sales: &said.sales,
            contraband: &plan.contraband,
            acceptance: &plan.acceptance,
            budget: &budget,
            ln_price: &ln_price,
            fee_borne: p.market.fee_borne,
            step,
            time: now.time + 0.5 * now.dt,
        };
        let demand = want(&p.chips, &p.chosen, &reads);
        let building = fabs::Reads {
            setting,
            history: &self.built,
            denied: &said.refused,
            ln_price: &ln_price,
            step,
            dt: now.dt,
        };
        let output = make(&p.fabs, &building, &mut state.works, ledger);
        let purchases =
            clear(&p.market, &p.clears, &reads, &demand, &output, now.dt, &mut state.book, ledger);
        let open = best(state.commons[STAGES - 1].values());
        let chances = choose(self, p, plan, step, open, state);
        let sources = borrowing::Sources {
            setting,
            capability: &state.capability,
            published: &state.published,
            open,
            time: now.time,
            commons: plan.commons.row(step),
            access: plan.access.row(step),
            papers: plan.papers.row(step),
        };
        borrow(&p.borrowing, &p.closes, &sources, &mut state.borrowed, ledger);
        improve(self, p, plan, luck, now, &chances, state, ledger);
        settle(&p.chosen, &reads, &purchases, now.dt, &mut state.units, &mut state.unspent, ledger);
        let connecting = power::Reads {
            buying: &reads,
            ageing: &p.chosen,
            purchases: &purchases,
            history: &self.generated,
            permits: plan.power.row(step),
        };
        connect(&p.power, &p.draws, &connecting, &mut state.grid, ledger);
        note(self, now, &budget, &output, &purchases, state);
        state.chances = chances;
        race(self, p, plan, luck, now, state, ledger);
        open_up(self, p, now, state, ledger);
        serve(self, p, now, state);
        take_up(self, p, plan, now, state, ledger);
    }

    fn observe(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        report(self, p, plan, luck, now, state, out);
    }

    fn visit(&self, state: &State<R>, visitor: &mut dyn FnMut(Account, R)) {
        for b in self.setting.blocs.places() {
            for i in self.setting.chips.places() {
                visitor(Account { stock: "chips", member: b.get(), item: i.get() }, state.units[(b, i)]);
                visitor(
                    Account { stock: "orders", member: b.get(), item: i.get() },
                    state.book.orders[(b, i)],
                );
            }
            let account = |stock| Account { stock, member: b.get(), item: 0 };
            visitor(account("unspent"), state.unspent[b]);
            visitor(account("power"), state.grid.connected[b]);
            visitor(account("rating"), state.grid.rating[b]);
            visitor(account("experience"), state.uptake.experience[b]);
        }
        for l in self.setting.laboratories.places() {
            visitor(Account { stock: "borrowed", member: l.get(), item: 0 }, state.borrowed[l]);
        }
        for i in self.setting.industries.places() {
            visitor(Account { stock: "use", member: i.get(), item: 0 }, state.uptake.share[i]);
        }
    }
}

// One trampoline a mechanism: a whole step in one would take five times as long to compile, at the same speed.
trampolines! {
    fn settle_choice<R>(p: &Chips<R>, setting: &Setting, dt: f64) -> chips::Settled<R> = chips::Settled::new;
    fn settle_market<R>(p: &Market<R>, dt: f64) -> market::Settled<R> = market::Settled::new;
    fn settle_power<R>(p: &Power<R>, setting: &Setting, dt: f64) -> power::Settled<R> = power::Settled::new;
    fn settle_borrowing<R>(p: &Borrowing<R>, dt: f64) -> borrowing::Settled<R> = borrowing::Settled::new;
    fn settle_discovery<R>(p: &Software<R>, q: &Researchers<R>, setting: &Setting, calendar: &Calendar)
        -> discovery::Settled<R> = discovery::Settled::new;
    fn settle_usage<R>(p: &Usage<R>, dt: f64) -> usage::Settled<R> = usage::Settled::new;
    fn settle_adoption<R>(p: &Adoption<R>, setting: &Setting, dt: f64) -> adoption::Settled<R> = adoption::Settled::new;
    fn exponentials<R>(uniforms: &mut [R]) = frontier::ages;
    fn errors<R>(uniforms: &mut [R]) = observation::errors;
    fn best<R>(values: &[R]) -> R = greatest as openness;
    fn begin<R>(race: &Race, p: &Parameters<R>, plan: &Plan) -> State<R> = Race::first as start;
    fn spend<R>(race: &Race, p: &Parameters<R>, plan: &Plan, step: Step) -> Row<R, Bloc> = Race::budgets as money;
    fn enact<R>(
        p: &Controls<R>,
        setting: &Setting,
        catalogue: &Catalogue,
        permits: &Permits,
        step: usize,
        patience: &Row<R, Rule>,
    ) -> rules::Said<R> = rules::said;
    fn want<R>(p: &Chips<R>, settled: &chips::Settled<R>, reads: &chips::Reads<'_, R>) -> chips::Demand<R> = chips::demand;
    fn make<R, L: Ledger<R>>(
        p: &Fabs<R>,
        reads: &fabs::Reads<'_, R>,
        works: &mut fabs::Works<R>,
        ledger: &mut L,
    ) -> Row<R, Maker> = fabs::make;
    fn clear<R, L: Ledger<R>>(
        p: &Market<R>,
        settled: &market::Settled<R>,
        reads: &chips::Reads<'_, R>,
        demand: &chips::Demand<R>,
        output: &Row<R, Maker>,
        dt: f64,
        book: &mut market::Book<R>,
        ledger: &mut L,
    ) -> chips::Purchases<R> = market::clear;
    fn choose<R>(race: &Race, p: &Parameters<R>, plan: &Plan, step: Step, open: R, state: &State<R>) -> Row<R, Laboratory>
        = Race::chances as openness;
    fn borrow<R, L: Ledger<R>>(
        p: &Borrowing<R>,
        settled: &borrowing::Settled<R>,
        sources: &borrowing::Sources<'_, R>,
        borrowed: &mut Row<R, Laboratory>,
        ledger: &mut L,
    ) = borrowing::borrow;
    fn improve<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        chances: &Row<R, Laboratory>,
        state: &mut State<R>,
        ledger: &mut L,
    ) = Race::improve as discovery;
    fn settle<R, L: Ledger<R>>(
        settled: &chips::Settled<R>,
        reads: &chips::Reads<'_, R>,
        purchases: &chips::Purchases<R>,
        dt: f64,
        units: &mut Table<R, Bloc, Chip>,
        unspent: &mut Row<R, Bloc>,
        ledger: &mut L,
    ) = chips::settle;
    fn connect<R, L: Ledger<R>>(
        p: &Power<R>,
        settled: &power::Settled<R>,
        reads: &power::Reads<'_, R>,
        grid: &mut power::Grid<R>,
        ledger: &mut L,
    ) = power::connect;
    fn note<R>(
        race: &Race,
        now: Moment,
        budget: &Row<R, Bloc>,
        output: &Row<R, Maker>,
        purchases: &chips::Purchases<R>,
        state: &mut State<R>,
    ) = Race::note as reports;
    fn race<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) = Race::run as frontier;
    fn open_up<R, L: Ledger<R>>(race: &Race, p: &Parameters<R>, now: Moment, state: &mut State<R>, ledger: &mut L)
        = Race::open_up as openness;
    fn serve<R>(race: &Race, p: &Parameters<R>, now: Moment, state: &mut State<R>) = Race::serve as usage;
    fn take_up<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) = Race::take_up as adoption;
    fn report<R>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) = Race::report as reports;
}

/// The greatest of some values.
#[inline(always)]
fn greatest<R: Real>(values: &[R]) -> R {
    let mut best = R::splat(f64::NEG_INFINITY);
    for &value in values {
        best = best.max(value);
    }
    best
}

/// The best value among the laboratories of each bloc.
#[inline(always)]
fn best_by_bloc<R: Real>(setting: &Setting, values: &Row<R, Laboratory>) -> Row<R, Bloc> {
    let mut best = Row::filled(setting.blocs.len(), R::splat(f64::NEG_INFINITY));
    for (l, data) in setting.laboratories.iter() {
        best[data.bloc] = best[data.bloc].max(values[l]);
    }
    best
}

/// Chips chosen by where they come from.
#[derive(Clone, Copy, Debug)]
enum Origin {
    /// Made at home.
    Home,
    /// Made abroad.
    Abroad,
    /// Made by makers that public series count.
    Counted,
    /// The same, abroad.
    CountedAbroad,
}

/// The point that lies this share of the way between two values.
#[inline(always)]
fn between<R: Real>(from: R, to: R, along: R) -> R {
    (to - from).mul_add(along, from)
}

/// Raises a record to a value where the mask holds.
#[inline(always)]
fn raise<R: Real>(record: &mut R, mask: R::Mask, value: R) {
    *record = R::select(mask, record.max(value), *record);
}

impl Race {
    /// The setting that it was built from.
    #[must_use]
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    #[inline(always)]
    fn first<R: Real>(&self, p: &Parameters<R>, plan: &Plan) -> State<R> {
        let setting = &self.setting;
        let (blocs, laboratories) = (setting.blocs.len(), setting.laboratories.len());
        let start = self.calendar.start.begins();
        let zeros = Row::filled(blocs, R::zero());
        let none = Row::filled(laboratories, R::zero());
        let nothing = Row::filled(laboratories, R::splat(frontier::NOTHING));
        let mut units = Table::filled(blocs, setting.chips.len(), R::zero());
        let mut ln_software = zeros.clone();
        for b in setting.blocs.places() {
            let (spending, growth) = self.history.first[b];
            let spent = R::splat(spending * plan.money[(Step(0), b)]) * p.money.scale[b.get()];
            units[(b, self.catalogue.first)] =
                chips::initial(&p.chips, setting, &self.catalogue, spent, growth);
            ln_software[b] = discovery::initial(&p.software, b, start);
        }
        let grid = power::begin(
            &p.power,
            &p.draws,
            &self.generated,
            plan.power.row(Step(0)),
            &units,
            setting,
            &self.history.first,
        );
        let mut state = State {
            grid,
            units,
            book: market::Book::empty(setting),
            works: fabs::Works::none(setting),
            output: Row::filled(setting.makers.len(), R::zero()),
            unspent: zeros.clone(),
            ln_software,
            discovery: discovery::Memory::new(&p.software, setting),
            borrowed: none.clone(),
            crews: frontier::Crews::unsettled(setting),
            capability: none.clone(),
            ln_run: none.clone(),
            published: nothing.clone(),
            opened: nothing.clone(),
            commons: [nothing.clone(), nothing.clone(), nothing],
            known_run: zeros.clone(),
            paths: lag::Paths::empty(blocs),
            served: Served::none(setting),
            uptake: Uptake::none(setting),
            capacity: Capacity {
                training: zeros.clone(),
                serving: zeros.clone(),
                rented: zeros.clone(),
                disposal: zeros.clone(),
                ln_disposal: zeros.clone(),
            },
            budget: zeros.clone(),
            purchases: chips::Purchases::none(setting),
            chances: none,
            counted: zeros,
        };
        let (capacity, ln_run, capability) = self.train(p, plan, start, Step(0), &mut state, &mut ());
        // At the start every laboratory has published, and opened, what it can do.
        state.published = capability.clone();
        state.opened = capability.clone();
        state.commons = [capability.clone(), capability.clone(), capability.clone()];
        state.paths.push(best_by_bloc(setting, &capability).values());
        state.known_run = best_by_bloc(setting, &ln_run);
        (state.capacity, state.ln_run, state.capability) = (capacity, ln_run, capability);
        state
    }

    /// Capacities, runs and capabilities of the stocks as they stand.
    #[inline(always)]
    fn train<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        time: f64,
        step: Step,
        state: &mut State<R>,
        ledger: &mut L,
    ) -> (Capacity<R>, Row<R, Laboratory>, Row<R, Laboratory>) {
        let laboratories = &self.setting.laboratories;
        let capacity = compute::capacity(
            &p.compute,
            &self.setting,
            &state.units,
            self.catalogue.held(step),
            &state.grid.run,
            &plan.scope,
            step,
            ledger,
        );
        state.crews.settle(&p.frontier, &self.setting, time, plan.concentration.row(step));
        let mut ln_run = Row::filled(laboratories.len(), R::zero());
        let mut capability = Row::filled(laboratories.len(), R::splat(frontier::NOTHING));
        for (l, data) in one_by_one(laboratories.iter()) {
            let bloc = data.bloc;
            ln_run[l] = frontier::ln_run(capacity.ln_disposal[bloc], state.crews.ln_runs[l]);
            if time >= data.born {
                // Without chips there is no run to which software and what was borrowed could add.
                if L::KEPT {
                    let none = ln_run[l].le(R::splat(frontier::NO_RUN));
                    ledger.binds(&frontier::NO_CHIPS, l.get(), none);
                    let concentration = R::splat(plan.concentration[(step, bloc)]);
                    let put_in = p.frontier.training_share[bloc.get()] * concentration;
                    ledger.binds(&frontier::ALL_IN, bloc.get(), put_in.ge(R::one()));
                }
                let able = ln_run[l] + state.ln_software[bloc] + state.borrowed[l];
                capability[l] = R::select(ln_run[l].gt(R::splat(frontier::NO_RUN)), able, capability[l]);
            }
        }
        (capacity, ln_run, capability)
    }

    /// Money set aside by each bloc in a step.
    #[inline(always)]
    fn budgets<R: Real>(&self, p: &Parameters<R>, plan: &Plan, step: Step) -> Row<R, Bloc> {
        let mut budgets = Row::filled(self.setting.blocs.len(), R::zero());
        for b in self.setting.blocs.places() {
            budgets[b] = money::budget(&p.money, &self.history, b, step, plan.money[(step, b)]);
        }
        budgets
    }

    /// Chance of each laboratory to open what it releases.
    #[inline(always)]
    fn chances<R: Real>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        step: Step,
        open: R,
        state: &State<R>,
    ) -> Row<R, Laboratory> {
        let (shift, imitation) = (plan.shift.row(step), plan.imitation.row(step));
        let stances = openness::stances(&p.openness, &self.setting, shift, imitation);
        let frontier = greatest(state.published.values());
        let near = openness::nearness(&p.openness, open, frontier);
        let time = self.calendar.moment(step.get()).time;
        let mut chances = Row::filled(self.setting.laboratories.len(), R::zero());
        for (l, data) in one_by_one(self.setting.laboratories.iter()) {
            // One not yet born releases nothing.
            if time >= data.born {
                chances[l] =
                    openness::chance(&p.openness, stances[data.bloc], state.capability[l], frontier, near);
            }
        }
        chances
    }

    /// Improves software.
    #[inline(always)]
    fn improve<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        chances: &Row<R, Laboratory>,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let (setting, step) = (&self.setting, Step(now.step));
        let shares = &state.crews.shares;
        let mut open = Row::filled(setting.blocs.len(), R::zero());
        let mut capable = Row::filled(setting.blocs.len(), R::splat(frontier::NOTHING));
        for (l, data) in one_by_one(setting.laboratories.iter()) {
            open[data.bloc] = shares[l].mul_add(chances[l], open[data.bloc]);
            capable[data.bloc] = capable[data.bloc].max(state.capability[l]);
        }
        let reads = discovery::Reads {
            setting,
            ln_disposal: &state.capacity.ln_disposal,
            capable: &capable,
            open: &open,
            multiplier: plan.software.row(step),
            homework: plan.homework.row(step),
            jumps: plan.jumps.row(step),
            efficiency_jumps: plan.efficiency_jumps.row(step),
            luck: &luck.discovery,
            quarter_begins: now.quarter * self.calendar.steps_per_quarter,
            now,
        };
        let State { discovery, ln_software, .. } = state;
        discovery::discover(&p.software, &p.discovery, &reads, discovery, ln_software, ledger);
    }

    /// Adds a step's rates to those of its quarter, by its share of the quarter, and what public series count to their sum.
    #[inline(always)]
    fn note<R: Real>(
        &self,
        now: Moment,
        budget: &Row<R, Bloc>,
        output: &Row<R, Maker>,
        purchases: &chips::Purchases<R>,
        state: &mut State<R>,
    ) {
        let share = R::splat(now.dt / 0.25);
        // What an earlier quarter left is forgotten.
        let kept = R::splat(if now.step.is_multiple_of(self.calendar.steps_per_quarter) { 0.0 } else { 1.0 });
        for (sum, &rate) in one_by_one(state.output.values_mut().iter_mut().zip(output.values())) {
            *sum = rate.mul_add(share, kept * *sum);
        }
        for b in self.setting.blocs.places() {
            let counted = self.bought(purchases, now, b, Origin::Counted);
            state.counted[b] += counted * R::splat(now.dt);
            state.budget[b] = budget[b].mul_add(share, kept * state.budget[b]);
            for (sum, rate) in one_by_one([
                (&mut state.purchases.smuggled[b], purchases.smuggled[b]),
                (&mut state.purchases.margin[b], purchases.margin[b]),
                (&mut state.purchases.fees[b], purchases.fees[b]),
                (&mut state.purchases.paid[b], purchases.paid[b]),
                (&mut state.purchases.paid_home[b], purchases.paid_home[b]),
                (&mut state.purchases.paid_round[b], purchases.paid_round[b]),
            ]) {
                *sum = rate.mul_add(share, kept * *sum);
            }
            for &i in one_by_one(self.catalogue.lately(Step(now.step))) {
                let sum = &mut state.purchases.bought[(b, i)];
                *sum = purchases.bought[(b, i)].mul_add(share, kept * *sum);
            }
        }
    }

    /// Trains and releases.
    #[inline(always)]
    fn run<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let (capacity, ln_run, capability) =
            self.train(p, plan, now.time + now.dt, Step(now.step), state, ledger);
        let quarter = Step(now.quarter);
        for (l, data) in one_by_one(self.setting.laboratories.iter()) {
            if now.time < data.born {
                continue;
            }
            let (along, released) = frontier::release(&p.frontier, luck.age[(l, quarter)], now);
            if !released.any() {
                continue;
            }
            let model = between(state.capability[l], capability[l], along);
            let opens = released & luck.opens[(l, quarter)].lt(state.chances[l]);
            let known = released & luck.discloses[(l, quarter)].lt(p.observing.disclosure);
            let run = between(state.ln_run[l], ln_run[l], along);
            raise(&mut state.published[l], released, model);
            raise(&mut state.opened[l], opens, model);
            raise(&mut state.known_run[data.bloc], known, run);
        }
        state.capacity = capacity;
        state.ln_run = ln_run;
        state.capability = capability;
    }

    /// Carries opened models into the commons and writes the path that lags read.
    #[inline(always)]
    fn open_up<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        openness::spread(&p.openness, &state.opened, &state.chances, now.dt, &mut state.commons, ledger);
        state.paths.push(best_by_bloc(&self.setting, &state.published).values());
    }

    /// Serves what users want, of what there is at the end of the step.
    #[inline(always)]
    fn serve<R: Real>(&self, p: &Parameters<R>, now: Moment, state: &mut State<R>) {
        let gauge = state.discovery.gauge;
        let mut published = Row::filled(self.setting.blocs.len(), R::zero());
        for b in self.setting.blocs.places() {
            published[b] = state.paths.last(b) - gauge;
        }
        let reads = usage::Reads {
            setting: &self.setting,
            serving: &state.capacity.serving,
            software: greatest(state.ln_software.values()) - gauge,
            published: &published,
            open: greatest(state.commons[STAGES - 1].values()) - gauge,
            need: &state.uptake.need,
            worth: &state.uptake.worth,
            value_added: self.society.value_added.row(Step(now.step)),
            time: now.time + now.dt,
        };
        usage::serve(&p.usage, &p.serves, &reads, now.step == 0, &mut state.served);
    }

    /// Moves use.
    #[inline(always)]
    fn take_up<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let step = Step(now.step);
        let reads = adoption::Reads {
            setting: &self.setting,
            usable: &state.served.usable,
            price: &state.served.price,
            need: p.usage.need,
            value_added: self.society.value_added.row(step),
            ageing: self.society.ageing.row(step),
            push: plan.push.row(step),
            subsidy: plan.subsidy.row(step),
            multiplier: plan.worth.row(step),
            first: now.step == 0,
        };
        adoption::adopt(&p.adoption, &p.decides, &reads, &mut state.uptake, ledger);
    }

    /// H100 equivalents a year that a bloc bought legally of the chips of an origin.
    #[inline(always)]
    fn bought<R: Real>(&self, purchases: &chips::Purchases<R>, now: Moment, bloc: Bloc, origin: Origin) -> R {
        let mut sum = R::zero();
        for &i in one_by_one(self.catalogue.lately(Step(now.step))) {
            let (q, chip) = (purchases.bought[(bloc, i)], &self.setting.chips[i]);
            let (home, counted) = (chip.bloc == bloc, self.setting.makers[chip.maker].counted);
            let chosen = match origin {
                Origin::Home => home,
                Origin::Abroad => !home,
                Origin::Counted => counted,
                Origin::CountedAbroad => counted && !home,
            };
            if chosen {
                sum = q.mul_add(R::splat(chip.training), sum);
            }
        }
        sum
    }

    /// H100 equivalents that a bloc has ordered and not yet got.
    #[inline(always)]
    fn on_order<R: Real>(&self, state: &State<R>, now: Moment, bloc: Bloc) -> R {
        let mut sum = R::zero();
        for &i in one_by_one(self.catalogue.held(Step(now.step))) {
            sum = state.book.orders[(bloc, i)].mul_add(R::splat(self.setting.chips[i].training), sum);
        }
        sum
    }

    #[inline(always)]
    fn report<R: Real>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        let (setting, s, quarter) = (&self.setting, &self.slots, Step(now.quarter));
        for l in setting.laboratories.places() {
            out.set(s.laboratory + l.get(), state.published[l]);
            out.set(s.laboratory_opened + l.get(), state.opened[l]);
        }
        for m in one_by_one(setting.makers.places()) {
            out.set(s.price + m.get(), state.book.ln_price[m].exp());
            out.set(s.output + m.get(), state.output[m]);
        }
        for i in one_by_one(setting.industries.places()) {
            out.set(s.industry + i.get(), state.uptake.share[i]);
        }
        let led = adoption::led(setting, &state.uptake.share);
        for b in one_by_one(setting.blocs.places()) {
            self.report_use(p, luck, quarter, b, state, out);
            out.set(s.led + b.get(), led[b]);
        }
        let open = best_by_bloc(setting, &state.commons[STAGES - 1]);
        let run = best_by_bloc(setting, &state.ln_run);
        let (mut rating, mut open_rating) = (open.clone(), open.clone());
        for b in setting.blocs.places() {
            let published = state.paths.last(b);
            rating[b] = observation::rating(&p.observing, published, luck.errors[1][(b, quarter)]);
            open_rating[b] = observation::rating(&p.observing, open[b], luck.errors[2][(b, quarter)]);
        }
        // Chances of the quarter's end: those of its last step belong to a date that hangs on the step's length.
        let (shift, imitation) = (plan.shift.row(Step(now.step)), plan.imitation.row(Step(now.step)));
        let stances = openness::stances(&p.openness, setting, shift, imitation);
        let frontier = greatest(state.published.values());
        let near = openness::nearness(&p.openness, greatest(open.values()), frontier);
        for b in one_by_one(setting.blocs.places()) {
            let n = b.get();
            let carried = self.contraband_training(now, b);
            let lag = state.paths.months(b, now.dt);
            let (mut leader, mut borrowed) = (R::splat(f64::NEG_INFINITY), R::zero());
            for (l, data) in setting.laboratories.iter() {
                if data.bloc == b {
                    let ahead = state.capability[l].gt(leader);
                    leader = R::select(ahead, state.capability[l], leader);
                    borrowed = R::select(ahead, state.borrowed[l], borrowed);
                }
            }
            let chance = openness::chance(&p.openness, stances[b], leader, frontier, near);
            let published = state.paths.last(b);
            out.set(s.budget + n, state.budget[b]);
            out.set(s.imported + n, self.bought(&state.purchases, now, b, Origin::Abroad));
            out.set(s.home_made + n, self.bought(&state.purchases, now, b, Origin::Home));
            out.set(s.smuggled + n, state.purchases.smuggled[b] * R::splat(carried));
            out.set(s.spending + n, state.purchases.paid[b] + state.purchases.paid_round[b]);
            out.set(s.spending_home + n, state.purchases.paid_home[b]);
            let [trains, serves] = chips::best(&p.chips, setting, b, now.time + now.dt);
            out.set(s.best_chip + n, trains);
            out.set(s.best_memory + n, serves);
            let powered = state.grid.run[b];
            out.set(s.power + n, state.grid.rating[b] * p.draws.overhead[b] * powered);
            out.set(s.power_short + n, R::one() - powered);
            out.set(s.electricity + n, state.grid.generated[b] * R::splat(power::TWH_PER_KW));
            out.set(s.unspent + n, state.unspent[b]);
            out.set(s.on_order + n, self.on_order(state, now, b));
            out.set(s.margin + n, state.purchases.margin[b]);
            out.set(s.fees + n, state.purchases.fees[b]);
            out.set(s.training + n, state.capacity.training[b]);
            out.set(s.serving + n, state.capacity.serving[b]);
            out.set(s.rented + n, state.capacity.rented[b]);
            out.set(s.disposal + n, state.capacity.disposal[b]);
            out.set(s.software + n, state.ln_software[b]);
            out.set(s.progress + n, state.discovery.progress(&p.discovery, state.ln_software[b]));
            out.set(s.automated + n, discovery::automated(state.discovery.assistance[b]));
            let gauged = published - state.discovery.gauge;
            let told = if now.time >= discovery::GAUGE { frontier::flop(gauged) } else { R::zero() };
            out.set(s.effective + n, told);
            out.set(s.published + n, published);
            out.set(s.unpublished + n, leader);
            out.set(s.largest_run + n, frontier::flop(run[b]));
            out.set(s.lag + n, lag);
            out.set(s.borrowed + n, borrowed);
            out.set(s.open + n, open[b]);
            out.set(s.openness + n, chance);
            out.set(s.eci + n, observation::eci(&p.observing, gauged, luck.errors[0][(b, quarter)]));
            out.set(s.eci_lag + n, p.observing.lag_error.mul_add(luck.errors[3][(b, quarter)], lag));
            out.set(s.rating + n, rating[b]);
            out.set(s.rating_gap + n, observation::best_other(rating.values(), b) - rating[b]);
            out.set(s.open_gap + n, observation::best_other(open_rating.values(), b) - open_rating[b]);
            out.set(s.stock + n, state.counted[b]);
            out.set(
                s.imports + n,
                self.bought(&state.purchases, now, b, Origin::CountedAbroad) * R::splat(0.25),
            );
            out.set(s.known_run + n, frontier::flop(state.known_run[b]));
        }
    }

    /// Reports what a bloc's users do and pay, and what an observer sees of it.
    #[inline(always)]
    fn report_use<R: Real>(
        &self,
        p: &Parameters<R>,
        luck: &Luck<R>,
        quarter: Step,
        b: Bloc,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        let (s, n, observing, at) = (&self.slots, b.get(), &p.observing, (b, quarter));
        let (served, uptake) = (&state.served, &state.uptake);
        out.set(s.use_price + n, served.price[b]);
        out.set(s.tokens + n, served.tokens[b]);
        out.set(s.use_spending + n, served.spending[b]);
        out.set(s.revenue + n, served.revenue[b]);
        out.set(s.serving_used + n, served.used[b]);
        let (all, firms) = (uptake.used[b].min(R::one()), uptake.firms[b]);
        out.set(s.ai_use + n, all);
        out.set(s.firms + n, firms);
        out.set(s.push + n, uptake.pushing[b]);
        out.set(s.subsidy + n, uptake.paid[b]);
        let firms_odds = observing.firms_odds * observation::slip(luck.errors[4][at], observing.use_error);
        let people_odds = observing.people_odds * observation::slip(luck.errors[5][at], observing.use_error);
        out.set(s.firms_seen + n, observation::odds(firms, firms_odds));
        out.set(s.people_seen + n, observation::odds(all, people_odds));
        out.set(s.terminals + n, observation::odds(all, observing.terminals_odds));
        let list = observing.list_ratio * observation::slip(luck.errors[6][at], observing.price_error);
        out.set(s.price_seen + n, served.price[b] * list);
        let counted =
            observing.revenue_counted * observation::slip(luck.errors[7][at], observing.revenue_error);
        out.set(s.revenue_seen + n, served.revenue[b] * counted);
    }

    /// Training of one contraband chip, in H100 equivalents; zero where there is none.
    fn contraband_training(&self, now: Moment, bloc: Bloc) -> f64 {
        let mut most: f64 = 0.0;
        for (i, chip) in self.setting.chips.iter() {
            if chip.bloc != bloc && self.catalogue.on_sale[(Step(now.step), i)] > 0.25 {
                most = most.max(chip.training);
            }
        }
        most
    }
}

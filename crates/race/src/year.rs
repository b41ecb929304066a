//! One step of the race, in order.
//!
//! | # | what | reads | writes |
//! |---|---|---|---|
//! | 1 | institutions | value added, `institutions.*` | parameters in force |
//! | 1 | state | value added, `state.*` | infrastructure, funds, what orders and progress are multiplied by |
//! | 1 | capital | income, recorded spending, power, state | investment, budget |
//! | 2 | rules | the plan, luck | terms of each sale, what makers are denied |
//! | 2 | chips | budget, terms, list prices | demand |
//! | 3 | fabs | the record, list prices, what is denied | output, capacity, experience |
//! | 3 | market | demand, rules, output, order book | purchases, order book, list prices |
//! | 4 | openness | capability, open capability | chances of opening |
//! | 5 | borrowing | capability, published and open capability | borrowed capability |
//! | 6 | discovery | compute at disposal, researchers, capability, chances of opening, the technique | software efficiency |
//! | 7 | chips in use, money | purchases | chips in use, unspent money |
//! | 7 | power | purchases, chips in use, permits | what is connected, share that runs |
//! | 8 | compute | chips in use, share that runs | capacities |
//! | 9 | frontier | capacities, software, borrowed | capability at the end of the step |
//! | 10 | releases | capability at both ends, chances | published, opened, disclosed |
//! | 10 | breakthrough | capability, chances | who has the technique |
//! | 11 | commons | opened | open capability |
//! | 12 | path | published | the path that lags read |
//! | 13 | usage | capacities, software, published and open capability, use | price, tokens, spending, revenue |
//! | 13 | capital | income | expected growth, mood |
//! | 14 | adoption | price, reachable capability, state money, output, satisfaction | use, experience |
//! | 15 | economy | use | output, capital, fiscal room |
//! | 16 | legitimacy | growth, use | satisfaction, repression |
//! | 17 | cities | value added, `cities.support` | support, firms by city, entrants |
//! | 18 | applications | use, reachable capability | quality, shares of markets, revenue, lift |
//! | 19 | researchers | investment, repression | researchers |
//! | – | leadership | all that a quarter's end reports | indices that nothing reads |
//!
//! Everything in 1–7 reads the state at the start of the step, what follows the stocks at its end; all members move
//! together.

mod luck;
mod plan;
mod report;

pub use luck::Luck;
pub use plan::Plan;
pub(crate) use plan::moved;

use crate::adoption::{self, Adoption, Uptake};
use crate::applications::{self, Applications, Sold};
use crate::borrowing::{self, Borrowing};
use crate::breakthrough::{self, Breakthrough};
use crate::capital::{self, Capital};
use crate::chips::{self, Catalogue, Chips};
use crate::cities::{self, Cities};
use crate::compute::{self, Capacity, Compute};
use crate::discovery::{self, Software};
use crate::economy::{self, Economy};
use crate::fabs::{self, Fabs};
use crate::frontier::{self, Frontier};
use crate::institutions::{self, InForce, Institutions};
use crate::lag;
use crate::leadership::{self, Leadership};
use crate::legitimacy::{self, Legitimacy};
use crate::loops;
use crate::market::{self, Market};
use crate::money::{self, Money};
use crate::observation::{self, Observing};
use crate::openness::{self, Openness, STAGES};
use crate::power::{self, Power};
use crate::researchers::{self, Researchers};
use crate::rules::{self, Controls, MECHANISM as RULES, Permits};
use crate::setting::{self, Bloc, Chip, Industry, Laboratory, Maker, Rule, Setting};
use crate::state as purse;
use crate::usage::{self, Served, Usage};
use overtake_model::{
    Account, Calendar, Declaration, Draws, Dynamics, Index, Layout, Ledger, LeverTable, Loop, Model, Moment,
    Observation, Row, Stock, Table, Values, World, WorldError, past,
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
        key: "ai-capital",
        unit: "USD of 2024",
        axis: "bloc",
        items: "",
        sentence: "AI infrastructure at what it cost to build, less wear",
    },
    Stock { key: capital::MOOD, unit: "log", axis: "bloc", items: "", sentence: "Mood of investors in AI" },
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
    Stock {
        key: breakthrough::STOCK,
        unit: "share",
        axis: "bloc",
        items: "",
        sentence: "The technique of the breakthrough",
    },
    Stock { key: "use", unit: "share", axis: "industry", items: "", sentence: "Use of AI" },
    Stock {
        key: applications::STOCK,
        unit: "log",
        axis: "bloc",
        items: "",
        sentence: "Quality of applications",
    },
    Stock { key: cities::STOCK, unit: "share", axis: "city", items: "", sentence: "AI firms in the city" },
    Stock {
        key: cities::ELSEWHERE,
        unit: "share",
        axis: "bloc",
        items: "",
        sentence: "AI firms outside the cities",
    },
    Stock {
        key: "experience",
        unit: "years of use by all",
        axis: "bloc",
        items: "",
        sentence: "Experience of use",
    },
    Stock { key: "capital", unit: "USD of 2024", axis: "bloc", items: "", sentence: "Capital" },
    Stock {
        key: researchers::STOCK,
        unit: researchers::UNIT,
        axis: "bloc",
        items: "",
        sentence: "Researchers",
    },
];

setting::place!(
    /// A step of the calendar.
    Step
);

/// The race, built for one world and calendar.
#[derive(Clone, Debug)]
pub struct Race {
    setting: Setting,
    calendar: Calendar,
    history: money::History,
    funds: capital::History,
    catalogue: Catalogue,
    built: fabs::History,
    generated: power::History,
    society: adoption::Paths,
    record: economy::Record,
    promises: legitimacy::Promises,
    slots: report::Slots,
}

/// All parameters, with what a future settles once.
#[derive(Clone, Debug)]
pub struct Parameters<R> {
    money: Money<R>,
    institutions: Institutions<R>,
    own: InForce<R>,
    invests: capital::Settled<R>,
    pays: purse::Settled<R>,
    controls: Controls<R>,
    chips: Chips<R>,
    chosen: chips::Settled<R>,
    fabs: Fabs<R>,
    builds: fabs::Settled<R>,
    market: Market<R>,
    clears: market::Settled<R>,
    power: Power<R>,
    draws: power::Settled<R>,
    compute: Compute<R>,
    researchers: Researchers<R>,
    trains: researchers::Settled<R>,
    software: Software<R>,
    discovery: discovery::Settled<R>,
    breakthrough: Breakthrough<R>,
    seeks: breakthrough::Settled<R>,
    frontier: Frontier<R>,
    borrowing: Borrowing<R>,
    closes: borrowing::Settled<R>,
    openness: Openness<R>,
    opens: openness::Settled<R>,
    usage: Usage<R>,
    serves: usage::Settled<R>,
    decides: adoption::Settled<R>,
    economy: Economy<R>,
    grows: economy::Settled<R>,
    feels: legitimacy::Settled<R>,
    applications: Applications<R>,
    sells: applications::Settled<R>,
    cities: Cities<R>,
    houses: cities::Settled<R>,
    leadership: Leadership<R>,
    counts: leadership::Settled<R>,
    observing: Observing<R>,
}

/// All stocks.
#[derive(Clone, Debug)]
pub struct State<R> {
    institutions: InForce<R>,
    market: capital::Market<R>,
    treasury: purse::Treasury<R>,
    units: Table<R, Bloc, Chip>,
    book: market::Book<R>,
    works: fabs::Works<R>,
    grid: power::Grid<R>,
    unspent: Row<R, Bloc>,
    ln_software: Row<R, Bloc>,
    discovery: discovery::Memory<R>,
    technique: breakthrough::Known<R>,
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
    accounts: economy::Accounts<R>,
    public: legitimacy::Public<R>,
    sold: Sold<R>,
    places: cities::Places<R>,
    staff: researchers::Staff<R>,
    // What the quarter did, for reports; nothing in a step reads it.
    capacity: Capacity<R>,
    budget: Row<R, Bloc>,
    invested: Row<R, Bloc>,
    raised: Row<R, Bloc>,
    output: Row<R, Maker>,
    bought: Table<R, Bloc, Chip>,
    flows: Row<chips::Flows<R>, Bloc>,
    chances: Row<R, Laboratory>,
    counted: Row<R, Bloc>,
}

impl Model for Race {
    type Plan = Plan;

    fn declaration() -> Declaration {
        let parameters = [
            Money::<f64>::declare(),
            Capital::<f64>::declare(),
            purse::State::<f64>::declare(),
            Controls::<f64>::declare(),
            Chips::<f64>::declare(),
            Fabs::<f64>::declare(),
            Market::<f64>::declare(),
            Power::<f64>::declare(),
            Compute::<f64>::declare(),
            Researchers::<f64>::declare(),
            Software::<f64>::declare(),
            Breakthrough::<f64>::declare(),
            Frontier::<f64>::declare(),
            Borrowing::<f64>::declare(),
            Openness::<f64>::declare(),
            Usage::<f64>::declare(),
            Adoption::<f64>::declare(),
            Economy::<f64>::declare(),
            Legitimacy::<f64>::declare(),
            Applications::<f64>::declare(),
            Cities::<f64>::declare(),
            Institutions::<f64>::declare(),
            Leadership::<f64>::declare(),
            Observing::<f64>::declare(),
        ];
        let levers = [
            money::LEVERS,
            capital::LEVERS,
            purse::LEVERS,
            rules::LEVERS,
            chips::LEVERS,
            power::LEVERS,
            compute::LEVERS,
            researchers::LEVERS,
            discovery::LEVERS,
            breakthrough::LEVERS,
            frontier::LEVERS,
            borrowing::LEVERS,
            openness::LEVERS,
            adoption::LEVERS,
            economy::LEVERS,
            legitimacy::LEVERS,
            applications::LEVERS,
            cities::LEVERS,
            institutions::LEVERS,
            leadership::LEVERS,
        ];
        let outcomes = [
            money::OUTCOMES,
            capital::OUTCOMES,
            purse::OUTCOMES,
            chips::OUTCOMES,
            fabs::OUTCOMES,
            market::OUTCOMES,
            power::OUTCOMES,
            compute::OUTCOMES,
            researchers::OUTCOMES,
            discovery::OUTCOMES,
            breakthrough::OUTCOMES,
            frontier::OUTCOMES,
            lag::OUTCOMES,
            borrowing::OUTCOMES,
            openness::OUTCOMES,
            usage::OUTCOMES,
            adoption::OUTCOMES,
            economy::OUTCOMES,
            legitimacy::OUTCOMES,
            applications::OUTCOMES,
            cities::OUTCOMES,
            institutions::OUTCOMES,
            leadership::OUTCOMES,
            observation::OUTCOMES,
        ];
        let constraints = [
            capital::CONSTRAINTS,
            fabs::CONSTRAINTS,
            market::CONSTRAINTS,
            compute::CONSTRAINTS,
            discovery::CONSTRAINTS,
            frontier::CONSTRAINTS,
            borrowing::CONSTRAINTS,
            openness::CONSTRAINTS,
            researchers::CONSTRAINTS,
        ];
        Declaration {
            name: "race",
            axes: setting::axes(),
            mechanisms: vec![
                money::MECHANISM,
                purse::MECHANISM,
                capital::MECHANISM,
                RULES,
                chips::MECHANISM,
                fabs::MECHANISM,
                market::MECHANISM,
                power::MECHANISM,
                compute::MECHANISM,
                researchers::MECHANISM,
                discovery::MECHANISM,
                breakthrough::MECHANISM,
                frontier::MECHANISM,
                borrowing::MECHANISM,
                openness::MECHANISM,
                usage::MECHANISM,
                adoption::MECHANISM,
                economy::MECHANISM,
                legitimacy::MECHANISM,
                applications::MECHANISM,
                cities::MECHANISM,
                institutions::MECHANISM,
                leadership::MECHANISM,
                observation::MECHANISM,
            ],
            parameters: parameters.concat(),
            levers: levers.concat(),
            outcomes: outcomes.concat(),
            series: [
                money::SERIES,
                capital::SERIES,
                fabs::SERIES,
                power::SERIES,
                adoption::SERIES,
                economy::SERIES,
                legitimacy::SERIES,
            ]
            .concat(),
            stocks: STOCKS.to_vec(),
            constraints: constraints.concat(),
            loops: loops::LOOPS.to_vec(),
        }
    }

    fn build(world: &World, calendar: &Calendar) -> Result<Self, Vec<WorldError>> {
        let declaration = Self::declaration();
        let mut errors = world.check(&declaration);
        // Who there is does not hang on histories: what lacks one is told with what does not fit together.
        let settled = errors.iter().all(WorldError::is_of_series).then(|| Setting::new(world));
        let setting = match settled {
            Some(Ok(setting)) if errors.is_empty() => setting,
            Some(Err(more)) => {
                errors.extend(more);
                return Err(errors);
            }
            _ => return Err(errors),
        };
        let layout = Layout::new(&declaration, world);
        Ok(Self {
            history: money::History::new(&setting, world, calendar),
            funds: capital::History::new(&setting, world, calendar),
            catalogue: Catalogue::new(&setting, world, calendar),
            built: fabs::History::new(&setting, world, calendar),
            generated: power::History::new(&setting, world, calendar),
            society: adoption::Paths::new(&setting, world, calendar),
            record: economy::Record::new(&setting, world, calendar),
            promises: legitimacy::Promises::new(&setting, world, calendar),
            slots: report::Slots::new(&layout),
            calendar: *calendar,
            setting,
        })
    }

    fn plan(&self, layout: &Layout, levers: &LeverTable) -> Plan {
        Plan::new(self, layout, levers)
    }
}

impl<R: Real> Dynamics<R> for Race {
    type Parameters = Parameters<R>;
    type Luck = Luck<R>;
    type State = State<R>;

    fn parameters(&self, values: &Values<'_, R>) -> Parameters<R> {
        let dt = self.calendar.dt();
        let (chips, market, borrowing) = (Chips::read(values), Market::read(values), Borrowing::read(values));
        let (power, fabs) = (Power::read(values), Fabs::read(values));
        let (software, researchers) = (Software::read(values), Researchers::read(values));
        let (capital, purse) = (Capital::read(values), purse::State::read(values));
        let (usage, adoption) = (Usage::read(values), Adoption::read(values));
        let (economy, legitimacy) = (Economy::read(values), Legitimacy::read(values));
        let (openness, leadership) = (Openness::read(values), Leadership::read(values));
        let (breakthrough, applications) = (Breakthrough::read(values), Applications::read(values));
        let cities = Cities::read(values);
        Parameters {
            houses: settle_cities(&cities, &self.setting, dt),
            cities,
            chosen: settle_choice(&chips, &self.setting, &self.calendar),
            clears: settle_market(&market, dt),
            closes: settle_borrowing(&borrowing, dt),
            draws: settle_power(&power, &self.setting, dt),
            power,
            money: Money::read(values),
            pays: settle_state(&purse, dt),
            invests: settle_capital(&capital, &self.funds, &self.calendar),
            controls: Controls::read(values),
            chips,
            builds: settle_fabs(&fabs, &self.built, dt),
            fabs,
            market,
            compute: Compute::read(values),
            discovery: settle_discovery(&software, &researchers, &self.setting),
            trains: settle_training(&researchers, &self.calendar),
            researchers,
            seeks: settle_search(&breakthrough, software.input_exponent),
            breakthrough,
            software,
            frontier: Frontier::read(values),
            borrowing,
            opens: settle_openness(&openness),
            openness,
            serves: settle_usage(&usage, dt),
            usage,
            decides: settle_adoption(&adoption, &self.setting, dt),
            grows: settle_economy(&economy, &self.setting, &self.record, adoption.value),
            economy,
            feels: settle_legitimacy(&legitimacy, dt),
            institutions: Institutions::read(values),
            own: InForce::own(capital, purse, adoption, legitimacy),
            sells: settle_sales(&applications, dt),
            applications,
            counts: settle_leadership(&leadership),
            leadership,
            observing: Observing::read(values),
        }
    }

    fn luck(&self, p: &Parameters<R>, draws: &Draws<'_>) -> Luck<R> {
        Luck::new(self, &p.observing, draws)
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
        institute(
            &p.institutions,
            &p.own,
            setting,
            plan,
            step,
            &state.accounts.middle,
            &mut state.institutions,
        );
        let links: [Link<R>; 2] = [
            (&loops::REVENUE, |state| state.served.income.values_mut()),
            (&loops::POWER, |state| state.grid.run.values_mut()),
        ];
        let budget = through(&links, state, ledger, |state, ledger| spend(self, p, plan, now, state, ledger));
        let said = enact(&p.controls, setting, &plan.permits, now.step, &luck.patience);
        let mut ln_price = state.book.ln_price.clone();
        ledger.passes(&loops::SUBSTITUTION, ln_price.values_mut());
        let reads = chips::Reads {
            setting,
            catalogue: &self.catalogue,
            permits: &plan.permits,
            sales: &said.sales,
            contraband: &plan.contraband,
            acceptance: plan.acceptance(step),
            budget: &budget,
            ln_price: &ln_price,
            fee_borne: p.market.fee_borne,
            step,
            time: now.middle(),
        };
        let demand = want(&p.chips, &p.chosen, &reads);
        let links: [Link<R>; 1] = [(&loops::INDEPENDENCE, |state| state.book.ln_price.values_mut())];
        let output = through(&links, state, ledger, |state, ledger| {
            let building = fabs::Reads {
                setting,
                history: &self.built,
                denied: &said.refused,
                ln_price: &state.book.ln_price,
                state: &state.treasury.orders,
                step,
                dt: now.dt,
            };
            make(&p.fabs, &p.builds, &building, &mut state.works, ledger)
        });
        let purchases =
            clear(&p.market, &p.clears, &reads, &demand, &output, now.dt, &mut state.book, ledger);
        let open = best(state.commons[STAGES - 1].values());
        let chances = choose(self, p, plan, step, past(open, &loops::RENT, ledger), state);
        let sources = borrowing::Sources {
            setting,
            capability: &state.capability,
            published: &state.published,
            open: past(open, &loops::COMMONS, ledger),
            time: now.time,
            commons: plan.commons(step),
            access: plan.access(step),
            papers: plan.papers(step),
        };
        borrow(&p.borrowing, &p.closes, &sources, &mut state.borrowed, ledger);
        improve(self, p, plan, luck, now, &chances, state, ledger);
        settle(&p.chosen, &reads, &purchases, now.dt, &mut state.units, &mut state.unspent, ledger);
        let connecting = power::Reads {
            buying: &reads,
            ageing: &p.chosen,
            purchases: &purchases,
            history: &self.generated,
            permits: plan.power(step),
        };
        connect(&p.power, &p.draws, &connecting, &mut state.grid, ledger);
        note(self, now, &budget, &output, &purchases, state);
        state.chances = chances;
        race(self, p, plan, luck, now, state, ledger);
        search(self, p, plan, luck, now, state, ledger);
        open_up(self, p, now, state, ledger);
        let links: [Link<R>; 1] = [(&loops::CHEAPER, |state| state.commons[STAGES - 1].values_mut())];
        through(&links, state, ledger, |state, _| serve(self, p, now, state));
        let links: [Link<R>; 1] = [(&loops::EXPECTATIONS, |state| state.served.income.values_mut())];
        through(&links, state, ledger, |state, ledger| learn(self, p, plan, luck, now, state, ledger));
        let links: [Link<R>; 4] = [
            (&loops::DEARER, |state| state.served.price.values_mut()),
            (&loops::DISCONTENT, |state| state.public.satisfaction.values_mut()),
            (&loops::PRODUCTS, |state| state.sold.lift[0].values_mut()),
            (&loops::PRODUCTS, |state| state.sold.lift[1].values_mut()),
        ];
        through(&links, state, ledger, |state, ledger| take_up(self, p, plan, now, state, ledger));
        let before = grow(self, p, plan, now, state, ledger);
        feel(self, p, plan, now, &before, state);
        house(self, p, plan, now, state, ledger);
        sell(self, p, plan, now, state, ledger);
        hire(self, p, plan, now, state, ledger);
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
            visitor(account("ai-capital"), state.market.capital[b]);
            visitor(account("power"), state.grid.connected[b]);
            visitor(account("rating"), state.grid.rating[b]);
            visitor(account("experience"), state.uptake.experience[b]);
            visitor(account("capital"), state.accounts.actual.capital[b]);
            visitor(account(breakthrough::STOCK), state.technique.has[b]);
            visitor(account(applications::STOCK), state.sold.quality[b]);
            visitor(account(cities::ELSEWHERE), state.places.elsewhere[b]);
            visitor(account(researchers::STOCK), state.staff.heads[b]);
        }
        for l in self.setting.laboratories.places() {
            visitor(Account { stock: "borrowed", member: l.get(), item: 0 }, state.borrowed[l]);
        }
        for c in self.setting.cities.places() {
            visitor(Account { stock: cities::STOCK, member: c.get(), item: 0 }, state.places.firms[c]);
        }
        for i in self.setting.industries.places() {
            visitor(Account { stock: "use", member: i.get(), item: 0 }, state.uptake.share[i]);
        }
    }
}

// One trampoline a mechanism: a whole step in one would take five times as long to compile, at the same speed.
trampolines! {
    fn settle_choice<R>(p: &Chips<R>, setting: &Setting, calendar: &Calendar) -> chips::Settled<R> = chips::Settled::new;
    fn settle_fabs<R>(p: &Fabs<R>, history: &fabs::History, dt: f64) -> fabs::Settled<R> = fabs::Settled::new;
    fn settle_market<R>(p: &Market<R>, dt: f64) -> market::Settled<R> = market::Settled::new;
    fn settle_capital<R>(p: &Capital<R>, history: &capital::History, calendar: &Calendar) -> capital::Settled<R>
        = capital::Settled::new;
    fn settle_state<R>(p: &purse::State<R>, dt: f64) -> purse::Settled<R> = purse::Settled::new as state;
    fn settle_power<R>(p: &Power<R>, setting: &Setting, dt: f64) -> power::Settled<R> = power::Settled::new;
    fn settle_borrowing<R>(p: &Borrowing<R>, dt: f64) -> borrowing::Settled<R> = borrowing::Settled::new;
    fn settle_training<R>(p: &Researchers<R>, calendar: &Calendar) -> researchers::Settled<R> = researchers::Settled::new;
    fn settle_discovery<R>(p: &Software<R>, q: &Researchers<R>, setting: &Setting) -> discovery::Settled<R>
        = discovery::Settled::new;
    fn settle_search<R>(p: &Breakthrough<R>, input_exponent: R) -> breakthrough::Settled<R> = breakthrough::Settled::new;
    fn settle_openness<R>(p: &Openness<R>) -> openness::Settled<R> = openness::Settled::new;
    fn settle_usage<R>(p: &Usage<R>, dt: f64) -> usage::Settled<R> = usage::Settled::new;
    fn settle_adoption<R>(p: &Adoption<R>, setting: &Setting, dt: f64) -> adoption::Settled<R> = adoption::Settled::new;
    fn settle_economy<R>(p: &Economy<R>, setting: &Setting, record: &economy::Record, worth: R) -> economy::Settled<R>
        = economy::Settled::new;
    fn settle_legitimacy<R>(p: &Legitimacy<R>, dt: f64) -> legitimacy::Settled<R> = legitimacy::Settled::new;
    fn settle_sales<R>(p: &Applications<R>, dt: f64) -> applications::Settled<R> = applications::Settled::new;
    fn settle_cities<R>(p: &Cities<R>, setting: &Setting, dt: f64) -> cities::Settled<R> = cities::Settled::new;
    fn settle_leadership<R>(p: &Leadership<R>) -> leadership::Settled<R> = leadership::Settled::new;
    fn exponentials<R>(uniforms: &mut [R]) = frontier::ages;
    fn errors<R>(uniforms: &mut [R]) = observation::errors;
    fn slips<R>(deviations: &mut [R], error: R) = observation::slips;
    fn best<R>(values: &[R]) -> R = greatest as openness;
    fn begin<R>(race: &Race, p: &Parameters<R>, plan: &Plan) -> State<R> = Race::first as start;
    fn learn<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) = Race::learn as capital;
    fn institute<R>(
        p: &Institutions<R>,
        own: &InForce<R>,
        setting: &Setting,
        plan: &Plan,
        step: Step,
        value_added: &Row<R, Bloc>,
        in_force: &mut InForce<R>,
    ) = settle_institutions as institutions;
    fn spend<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) -> Row<R, Bloc> = Race::invest as capital;
    fn enact<R>(
        p: &Controls<R>,
        setting: &Setting,
        permits: &Permits,
        step: usize,
        patience: &Row<R, Rule>,
    ) -> rules::Said<R> = rules::said;
    fn want<R>(p: &Chips<R>, settled: &chips::Settled<R>, reads: &chips::Reads<'_, R>) -> chips::Demand<R> = chips::demand;
    fn make<R, L: Ledger<R>>(
        p: &Fabs<R>,
        settled: &fabs::Settled<R>,
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
    fn search<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) = Race::search as breakthrough;
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
    fn house<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) = Race::house as cities;
    fn sell<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) = Race::sell as applications;
    fn hire<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) = Race::hire as researchers;
    fn grow<R, L: Ledger<R>>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) -> Row<R, Bloc> = Race::grow as economy;
    fn feel<R>(
        race: &Race,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        before: &Row<R, Bloc>,
        state: &mut State<R>,
    ) = Race::feel as legitimacy;
    fn stand<R>(
        p: &Leadership<R>,
        settled: &leadership::Settled<R>,
        setting: &Setting,
        share: &Row<R, Industry>,
        shared: &[f64],
        inputs: Table<R, leadership::Input, Bloc>,
    ) -> Table<R, leadership::Told, Bloc> = leadership::stand;
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

/// A loop, and where in the state what passes its link stands.
type Link<R> = (&'static Loop, fn(&mut State<R>) -> &mut [R]);

/// Runs a mechanism past links of loops: what it reads there is what the ledger lets pass; afterwards the state is itself again.
#[inline(always)]
fn through<R: Real, L: Ledger<R>, T>(
    links: &[Link<R>],
    state: &mut State<R>,
    ledger: &mut L,
    mechanism: impl FnOnce(&mut State<R>, &mut L) -> T,
) -> T {
    if !L::LOOPS {
        return mechanism(state, ledger);
    }
    let mut own = Vec::with_capacity(links.len());
    for (link, of) in links {
        own.push(ledger.passes(link, of(state)));
    }
    let done = mechanism(state, ledger);
    for ((_, of), own) in links.iter().zip(own) {
        if let Some(own) = own {
            of(state).copy_from_slice(&own);
        }
    }
    done
}

/// Brings in force what a policy says of institutions in a step.
#[inline(always)]
fn settle_institutions<R: Real>(
    p: &Institutions<R>,
    own: &InForce<R>,
    setting: &Setting,
    plan: &Plan,
    step: Step,
    value_added: &Row<R, Bloc>,
    in_force: &mut InForce<R>,
) {
    let levers = institutions::Levers {
        finance: plan.as_finance(step),
        state: plan.as_state(step),
        push: plan.as_push(step),
        society: plan.as_society(step),
    };
    in_force.settle(p, own, setting, &levers, value_added);
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
    for b in setting.blocs.places() {
        best[b] = best_of(&setting.laboratories_of[b], values, best[b]);
    }
    best
}

/// The best value among some laboratories, and at least the least.
#[inline(always)]
fn best_of<R: Real>(laboratories: &[Laboratory], values: &Row<R, Laboratory>, least: R) -> R {
    let mut best = least;
    for &l in one_by_one(laboratories) {
        best = best.max(values[l]);
    }
    best
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
            let spent = R::splat(spending * plan.money(Step(0))[b.get()]) * p.money.scale[b.get()];
            units[(b, self.catalogue.first)] =
                chips::initial(&p.chips, setting, &self.catalogue, spent, growth);
            ln_software[b] = discovery::initial(&p.software, b, start);
        }
        let grid = power::begin(
            &p.power,
            &p.draws,
            &self.generated,
            plan.power(Step(0)),
            &units,
            setting,
            &self.history.first,
        );
        let accounts = economy::begin(&p.economy, &p.grows, setting, &self.record);
        let mut institutions = p.own.clone();
        let travels = &p.institutions;
        settle_institutions(travels, &p.own, setting, plan, Step(0), &accounts.middle, &mut institutions);
        let market = capital::Market::begin(
            &institutions.capital,
            &p.invests,
            setting,
            &p.money.scale,
            &self.history,
            plan.money(Step(0)),
        );
        let mut state = State {
            market,
            treasury: purse::Treasury::none(blocs),
            invested: zeros.clone(),
            raised: zeros.clone(),
            public: legitimacy::begin(
                &institutions.legitimacy,
                &p.feels,
                setting,
                &self.record.growth_before,
                plan.repression_cap(Step(0)),
            ),
            accounts,
            institutions,
            grid,
            units,
            book: market::Book::empty(setting),
            works: fabs::Works::none(setting),
            output: Row::filled(setting.makers.len(), R::zero()),
            unspent: zeros.clone(),
            ln_software,
            discovery: discovery::Memory::new(&p.software, setting),
            technique: breakthrough::Known::none(setting),
            borrowed: none.clone(),
            crews: frontier::Crews::unsettled(setting),
            capability: none.clone(),
            ln_run: none.clone(),
            published: nothing.clone(),
            opened: nothing.clone(),
            commons: [nothing.clone(), nothing.clone(), nothing],
            known_run: zeros.clone(),
            paths: lag::Paths::empty(blocs, self.calendar.steps()),
            served: Served::none(setting),
            uptake: Uptake::none(setting),
            sold: Sold::none(setting),
            places: cities::Places::begin(&p.houses, setting),
            staff: researchers::Staff::begin(&p.researchers, &p.trains, &self.record),
            capacity: Capacity {
                training: zeros.clone(),
                serving: zeros.clone(),
                rented: zeros.clone(),
                disposal: zeros.clone(),
                ln_disposal: zeros.clone(),
            },
            budget: zeros.clone(),
            bought: Table::filled(blocs, setting.chips.len(), R::zero()),
            flows: Row::filled(blocs, chips::Flows::none()),
            chances: none,
            counted: zeros,
        };
        let (ln_run, capability) = self.train(p, plan, start, Step(0), &mut state, &mut ());
        // At the start every laboratory has published, and opened, what it can do.
        state.published = capability.clone();
        state.opened = capability.clone();
        state.commons = [capability.clone(), capability.clone(), capability.clone()];
        state.paths.push(best_by_bloc(setting, &capability).values());
        state.known_run = best_by_bloc(setting, &ln_run);
        (state.ln_run, state.capability) = (ln_run, capability);
        state
    }

    /// Settles capacities of the stocks as they stand, and hands back runs and capabilities.
    #[inline(always)]
    fn train<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        time: f64,
        step: Step,
        state: &mut State<R>,
        ledger: &mut L,
    ) -> (Row<R, Laboratory>, Row<R, Laboratory>) {
        let laboratories = &self.setting.laboratories;
        compute::capacity(
            &p.compute,
            &self.setting,
            &state.units,
            &self.catalogue,
            &state.grid.run,
            plan.scope(step),
            step,
            &mut state.capacity,
            ledger,
        );
        state.crews.settle(&p.frontier, &self.setting, time, plan.concentration(step));
        let mut ln_run = Row::filled(laboratories.len(), R::zero());
        let mut capability = Row::filled(laboratories.len(), R::splat(frontier::NOTHING));
        for (l, data) in one_by_one(laboratories.iter()) {
            let bloc = data.bloc;
            ln_run[l] = frontier::ln_run(state.capacity.ln_disposal[bloc], state.crews.ln_runs[l]);
            if time >= data.born {
                // Without chips there is no run to which software and what was borrowed could add.
                if L::KEPT {
                    let none = ln_run[l].le(R::splat(frontier::NO_RUN));
                    ledger.binds(&frontier::NO_CHIPS, l.get(), none);
                    let concentration = R::splat(plan.concentration(step)[bloc.get()]);
                    let put_in = p.frontier.training_share[bloc.get()] * concentration;
                    ledger.binds(&frontier::ALL_IN, bloc.get(), put_in.ge(R::one()));
                }
                let able = ln_run[l] + state.ln_software[bloc] + state.borrowed[l];
                capability[l] = R::select(ln_run[l].gt(R::splat(frontier::NO_RUN)), able, capability[l]);
            }
        }
        (ln_run, capability)
    }

    /// Money for accelerators in a step, of what is invested.
    #[inline(always)]
    fn invest<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) -> Row<R, Bloc> {
        let (setting, step) = (&self.setting, Step(now.step));
        let mut value_added = state.accounts.middle.clone();
        ledger.passes(&loops::GROWTH, value_added.values_mut());
        let pays = purse::Reads {
            value_added: &value_added,
            budget: plan.state_budget(step),
            purposes: [
                plan.state_infrastructure(step),
                plan.state_funds(step),
                plan.state_chips(step),
                plan.state_research(step),
            ],
            effectiveness: plan.state_effectiveness(step),
            time: now.middle(),
            first: now.step == 0,
        };
        let State { market, treasury, institutions, .. } = state;
        purse::spend(&institutions.state, &p.pays, &pays, treasury);
        let reads = capital::Reads {
            setting,
            record: &self.history,
            income: &state.served.income,
            value_added: &value_added,
            run: &state.grid.run,
            liberalisation: plan.liberalisation(step),
            distrust: plan.distrust(step),
            recorded: plan.recorded(step),
            multiplier: plan.money(step),
            state: treasury,
            step,
            time: now.time,
            dt: now.dt,
        };
        capital::invest(&institutions.capital, &p.money.scale, &p.invests, &reads, market, ledger)
    }

    /// Moves what investors expect.
    #[inline(always)]
    fn learn<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let step = Step(now.step);
        let reads = capital::Learns {
            income: &state.served.income,
            value_added: &state.accounts.middle,
            crash: plan.crash(step),
            patience: luck.crash.row(Step(now.quarter)),
            dt: now.dt,
            first: now.step == 0,
            quarter_begins: now.step.is_multiple_of(self.calendar.steps_per_quarter),
        };
        capital::learn(&state.institutions.capital, &p.invests, &reads, &mut state.market, ledger);
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
        let (shift, imitation) = (plan.shift(step), plan.imitation(step));
        let stances = openness::stances(&p.openness, &self.setting, shift, imitation);
        let frontier = greatest(state.published.values());
        let near = openness::nearness(&p.opens, open, frontier);
        let time = self.calendar.moment(step.get()).time;
        let mut chances = Row::filled(self.setting.laboratories.len(), R::zero());
        for (l, data) in one_by_one(self.setting.laboratories.iter()) {
            // One not yet born releases nothing.
            if time >= data.born {
                chances[l] = openness::chance(
                    &p.openness,
                    &p.opens,
                    stances[data.bloc],
                    state.capability[l],
                    frontier,
                    near,
                );
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
        let open = self.community(&state.crews.shares, chances);
        let mut capable = self.capable(R::zero(), &state.capability);
        ledger.passes(&loops::RESEARCH, capable.values_mut());
        let mut quickens = breakthrough::quickens(&p.seeks, &state.technique, now);
        ledger.passes(&loops::BREAKTHROUGH, quickens.values_mut());
        let reads = discovery::Reads {
            setting,
            ln_disposal: &state.capacity.ln_disposal,
            capable: &capable,
            open: &open,
            multiplier: plan.software(step),
            state: &state.treasury.progress,
            homework: plan.homework(step),
            jumps: plan.jumps(step),
            efficiency_jumps: plan.efficiency_jumps(step),
            ln_left: &applications::ln_left(&p.applications, plan.effort(step)),
            quickens: &quickens,
            luck: &luck.discovery,
            researchers: [&state.staff.heads, &state.staff.of_quarter],
            now,
        };
        let State { discovery, ln_software, .. } = state;
        discovery::discover(&p.software, &p.discovery, &reads, discovery, ln_software, ledger);
    }

    /// Share of each bloc's research inside the open community.
    #[inline(always)]
    fn community<R: Real>(&self, shares: &Row<R, Laboratory>, chances: &Row<R, Laboratory>) -> Row<R, Bloc> {
        let mut open = Row::filled(self.setting.blocs.len(), R::zero());
        for b in self.setting.blocs.places() {
            let mut sum = R::zero();
            for &l in one_by_one(&self.setting.laboratories_of[b]) {
                sum = shares[l].mul_add(chances[l], sum);
            }
            open[b] = sum;
        }
        open
    }

    /// Capability of each bloc's best laboratory, released or not, above a gauge.
    #[inline(always)]
    fn capable<R: Real>(&self, gauge: R, capability: &Row<R, Laboratory>) -> Row<R, Bloc> {
        let mut best = Row::filled(self.setting.blocs.len(), R::splat(frontier::NOTHING));
        for b in self.setting.blocs.places() {
            best[b] = best_of(&self.setting.laboratories_of[b], capability, best[b]) - gauge;
        }
        best
    }

    /// Looks for the technique of a breakthrough.
    #[inline(always)]
    fn search<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let step = Step(now.step);
        let reads = breakthrough::Reads {
            setting: &self.setting,
            capable: &self.capable(state.discovery.gauge, &state.capability),
            open: &self.community(&state.crews.shares, &state.chances),
            multiplier: plan.search(step),
            secrecy: plan.secrecy(step),
            luck: &luck.breakthrough,
            now,
        };
        breakthrough::seek(&p.breakthrough, &p.seeks, &reads, &mut state.technique, ledger);
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
        let (ln_run, capability) = self.train(p, plan, now.time + now.dt, Step(now.step), state, ledger);
        let quarter = Step(now.quarter);
        for (l, data) in one_by_one(self.setting.laboratories.iter()) {
            if now.time < data.born {
                continue;
            }
            let (along, released) = frontier::release(&p.frontier, luck.age[(quarter, l)], now);
            if !released.any() {
                continue;
            }
            let model = between(state.capability[l], capability[l], along);
            let opens = released & luck.opens[(quarter, l)].lt(state.chances[l]);
            let known = released & luck.discloses[(quarter, l)].lt(p.observing.disclosure);
            let run = between(state.ln_run[l], ln_run[l], along);
            raise(&mut state.published[l], released, model);
            raise(&mut state.opened[l], opens, model);
            raise(&mut state.known_run[data.bloc], known, run);
        }
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
            value_added: &state.accounts.middle,
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
            value_added: &state.accounts.middle,
            satisfaction: &state.public.satisfaction,
            ageing: self.society.ageing.row(step),
            programmes: plan.state_budget(step),
            push: plan.push(step),
            subsidy: plan.subsidy(step),
            multiplier: plan.worth(step),
            lift: &state.sold.lift,
            first: now.step == 0,
        };
        adoption::adopt(&state.institutions.adoption, &p.decides, &reads, &mut state.uptake, ledger);
    }

    /// Cities pay, firms move and are founded.
    #[inline(always)]
    fn house<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let step = Step(now.step);
        let reads = cities::Reads {
            setting: &self.setting,
            value_added: &state.accounts.middle,
            support: plan.city_support(step),
            imitation: plan.as_cities(step),
            takes_hold: p.institutions.takes_hold,
            time: now.middle(),
            dt: now.dt,
        };
        cities::settle(&p.cities, &p.houses, &reads, &mut state.places, ledger);
    }

    /// Develops applications and sells them.
    #[inline(always)]
    fn sell<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let step = Step(now.step);
        let value_added = state.accounts.middle.clone();
        let mut founded = state.places.ln_entrants.clone();
        ledger.passes(&loops::FOUNDING, founded.values_mut());
        let reads = applications::Reads {
            setting: &self.setting,
            usable: &state.served.usable,
            used: &state.uptake.used,
            worth: &state.uptake.worth,
            worth_embodied: &state.uptake.worth_embodied,
            value_added: &value_added,
            founded: &founded,
            effort: plan.effort(step),
            barrier: plan.barrier(step),
        };
        applications::sell(&p.applications, &p.sells, &reads, &mut state.sold, ledger);
    }

    /// Trains researchers and moves them.
    #[inline(always)]
    fn hire<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) {
        let step = Step(now.step);
        let mut money = state.market.invested.clone();
        for b in one_by_one(money.places()) {
            money[b] += state.market.public[b];
        }
        ledger.passes(&loops::TALENT, money.values_mut());
        let reads = researchers::Reads {
            money: &money,
            repression: &state.public.repression,
            training: plan.training(step),
            immigration: plan.immigration(step),
            record: &self.record,
            begins: now.step.is_multiple_of(self.calendar.steps_per_quarter),
            now,
        };
        researchers::staff(&p.researchers, &p.trains, &reads, &mut state.staff, ledger);
    }

    /// Moves output and capital; returns the log of output before.
    #[inline(always)]
    fn grow<R: Real, L: Ledger<R>>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        state: &mut State<R>,
        ledger: &mut L,
    ) -> Row<R, Bloc> {
        let before = state.accounts.actual.ln_output.clone();
        let reads = economy::Reads {
            setting: &self.setting,
            record: &self.record,
            saving: &state.uptake.saving,
            gain: plan.ai_gain(Step(now.step)),
            begins: now.step.is_multiple_of(self.calendar.steps_per_quarter),
            now,
        };
        economy::grow(&p.economy, &p.grows, &reads, &mut state.accounts, ledger);
        before
    }

    /// Moves what the public feels.
    #[inline(always)]
    fn feel<R: Real>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        before: &Row<R, Bloc>,
        state: &mut State<R>,
    ) {
        let step = Step(now.step);
        let mut growth = before.clone();
        let mut met = before.clone();
        for b in self.setting.blocs.places() {
            let grown = state.accounts.actual.ln_output[b] - before[b];
            growth[b] = grown * R::splat(economy::PERCENT / now.dt);
            let used = state.uptake.used[b].min(R::one());
            met[b] = observation::odds(used, p.own.legitimacy.terminals_odds);
        }
        let reads = legitimacy::Reads {
            setting: &self.setting,
            growth: &growth,
            worked: &state.uptake.need,
            met: &met,
            due: self.promises.due.row(step),
            caps: plan.repression_cap(step),
            sensitivity: plan.sensitivity(step),
        };
        legitimacy::feel(&state.institutions.legitimacy, &p.feels, &reads, &mut state.public);
    }
}

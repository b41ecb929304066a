//! One step of the race, in order.
//!
//! | # | what | reads | writes |
//! |---|---|---|---|
//! | 1 | money | recorded spending, `money.multiplier` | budget |
//! | 2 | chips | budget, rules | purchases |
//! | 3 | compute | chips in use | capacities |
//! | 4 | openness | capability, open capability | chances of opening |
//! | 5 | borrowing | capability, published and open capability | borrowed capability |
//! | 6 | software | – | software efficiency |
//! | 7 | chips in use, money | purchases | chips in use, unspent money |
//! | 8 | frontier | capacities, software, borrowed | capability at the end of the step |
//! | 9 | releases | capability at both ends, chances | published, opened, disclosed |
//! | 10 | commons | opened | open capability |
//! | 11 | path | published | the path that lags read |
//!
//! Everything in 1–6 reads the state at the start of the step; all members move together.

use crate::borrowing::{self, Borrowing};
use crate::chips::{self, Chips, Contraband, Market};
use crate::compute::{self, Capacity, Compute};
use crate::frontier::{self, Frontier};
use crate::money::{self, Money};
use crate::observation::{self, Observing};
use crate::openness::{self, Openness, STAGES};
use crate::rules::{self, Controls, MECHANISM as RULES, Permits};
use crate::setting::{self, Bloc, Chip, Laboratory, Setting};
use crate::software::{self, Software};
use crate::lag;
use overtake_model::{
    Account, Calendar, Declaration, Draws, Dynamics, Index, Layout, Ledger, LeverTable, Model, Moment,
    Observation, Row, Stock, Table, Values, World, WorldError,
};
use overtake_num::{Inlined, Level, Real};

/// Stocks that the ledger keeps.
const STOCKS: &[Stock] = &[
    Stock { key: "chips", unit: "chips", axis: "bloc", items: "chip", sentence: "Chips in use" },
    Stock { key: "unspent", unit: "USD of 2024", axis: "bloc", items: "", sentence: "Money set aside and not spent" },
    Stock { key: "software", unit: "log", axis: "bloc", items: "", sentence: "Software efficiency" },
    Stock { key: "borrowed", unit: "log", axis: "laboratory", items: "", sentence: "Borrowed capability" },
    Stock { key: "open", unit: "log", axis: "laboratory", items: "", sentence: "Capability in the commons" },
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
    market: Market,
    slots: Slots,
}

/// Places of the reported outcomes, each the first of its bloc's.
#[derive(Clone, Debug)]
struct Slots {
    budget: usize,
    imported: usize,
    home_made: usize,
    smuggled: usize,
    unspent: usize,
    training: usize,
    serving: usize,
    disposal: usize,
    software: usize,
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
}

impl Slots {
    fn new(layout: &Layout) -> Self {
        let first = |key: &str| layout.outcome_range(key).map_or(usize::MAX, |r| r.start);
        Self {
            budget: first("accelerator_budget"),
            imported: first("chips_imported"),
            home_made: first("chips_home_made"),
            smuggled: first("chips_smuggled"),
            unspent: first("money_unspent"),
            training: first("compute_training"),
            serving: first("compute_serving"),
            disposal: first("compute_at_disposal"),
            software: first("software_efficiency"),
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
    scope: Table<f64, Step, Bloc>,
    software: Table<f64, Step, Bloc>,
    concentration: Table<f64, Step, Bloc>,
    commons: Table<f64, Step, Bloc>,
    access: Table<f64, Step, Bloc>,
    shift: Table<f64, Step, Bloc>,
    imitation: Table<f64, Step, Bloc>,
}

/// All parameters, with what a future settles once.
#[derive(Clone, Debug)]
pub struct Parameters<R> {
    money: Money<R>,
    controls: Controls<R>,
    chips: Chips<R>,
    market: chips::Settled<R>,
    compute: Compute<R>,
    software: Software<R>,
    frontier: Frontier<R>,
    borrowing: Borrowing<R>,
    closes: borrowing::Settled<R>,
    openness: Openness<R>,
    observing: Observing<R>,
}

/// All draws of a future.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Age of a laboratory's last release at the end of a quarter, in mean lengths.
    age: Table<R, Laboratory, Step>,
    /// Decides whether that release is opened.
    opens: Table<R, Laboratory, Step>,
    /// Decides whether its size is disclosed.
    discloses: Table<R, Laboratory, Step>,
    /// Errors of the four measures, by bloc and quarter.
    errors: [Table<R, Bloc, Step>; 4],
}

/// All stocks.
#[derive(Clone, Debug)]
pub struct State<R> {
    units: Table<R, Bloc, Chip>,
    unspent: Row<R, Bloc>,
    ln_software: Row<R, Bloc>,
    borrowed: Row<R, Laboratory>,
    capability: Row<R, Laboratory>,
    ln_run: Row<R, Laboratory>,
    published: Row<R, Laboratory>,
    opened: Row<R, Laboratory>,
    commons: [Row<R, Laboratory>; STAGES],
    known_run: Row<R, Bloc>,
    path: Table<R, Step, Bloc>,
    // What the last step did, for reports; nothing in a step reads it.
    capacity: Capacity<R>,
    budget: Row<R, Bloc>,
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
            Compute::<f64>::declare(),
            Software::<f64>::declare(),
            Frontier::<f64>::declare(),
            Borrowing::<f64>::declare(),
            Openness::<f64>::declare(),
            Observing::<f64>::declare(),
        ];
        let levers = [
            money::LEVERS,
            rules::LEVERS,
            chips::LEVERS,
            compute::LEVERS,
            software::LEVERS,
            frontier::LEVERS,
            borrowing::LEVERS,
            openness::LEVERS,
        ];
        let outcomes = [
            money::OUTCOMES,
            chips::OUTCOMES,
            compute::OUTCOMES,
            software::OUTCOMES,
            frontier::OUTCOMES,
            lag::OUTCOMES,
            borrowing::OUTCOMES,
            openness::OUTCOMES,
            observation::OUTCOMES,
        ];
        Declaration {
            name: "race",
            axes: setting::axes(),
            mechanisms: vec![
                money::MECHANISM,
                RULES,
                chips::MECHANISM,
                compute::MECHANISM,
                software::MECHANISM,
                frontier::MECHANISM,
                borrowing::MECHANISM,
                openness::MECHANISM,
                observation::MECHANISM,
            ],
            parameters: parameters.concat(),
            levers: levers.concat(),
            outcomes: outcomes.concat(),
            series: [money::SERIES, chips::SERIES].concat(),
            stocks: STOCKS.to_vec(),
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
            market: Market::new(&setting, world, calendar),
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
            contraband: Contraband::new(&self.setting, &self.market, &permits, steps, |b, s| {
                enforcement[(Step::new(s), b)]
            }),
            permits,
            money: path("money.multiplier"),
            acceptance: path("chips.acceptance"),
            scope: path("compute.overseas_scope"),
            software: path("software.multiplier"),
            concentration: path("frontier.concentration"),
            commons: path("borrowing.commons"),
            access: path("borrowing.access"),
            shift: path("openness.shift"),
            imitation: path("openness.imitation"),
        }
    }
}

impl<R: Real> Dynamics<R> for Race {
    type Parameters = Parameters<R>;
    type Luck = Luck<R>;
    type State = State<R>;

    fn parameters(&self, values: &Values<'_, R>) -> Parameters<R> {
        let dt = self.calendar.dt();
        let (chips, borrowing) = (Chips::read(values), Borrowing::read(values));
        Parameters {
            market: R::Level::call(|| chips::Settled::new(&chips, &self.setting, dt)),
            closes: R::Level::call(|| borrowing::Settled::new(&borrowing, dt)),
            money: Money::read(values),
            controls: Controls::read(values),
            chips,
            compute: Compute::read(values),
            software: Software::read(values),
            frontier: Frontier::read(values),
            borrowing,
            openness: Openness::read(values),
            observing: Observing::read(values),
        }
    }

    fn luck(&self, _: &Parameters<R>, draws: &Draws<'_>) -> Luck<R> {
        let quarters = self.calendar.quarters;
        let laboratories = &self.setting.laboratories;
        // Streams are keyed by the calendar's own quarters, so neither its start nor its step moves them.
        let first = u32::try_from(self.calendar.start.year() * 4 + self.calendar.start.number()).unwrap_or(0);
        let index = |q: Step| first + u32::try_from(q.get()).unwrap_or(0);
        let by_laboratory = |name: &str| {
            let streams: Vec<_> = laboratories.values().iter().map(|l| draws.stream(name, &l.key)).collect();
            Table::from_fn(laboratories.len(), quarters, |l: Laboratory, q| {
                draws.uniform::<R>(&streams[l.get()], index(q))
            })
        };
        let by_bloc = |name: &str| {
            let streams: Vec<_> = self.setting.blocs.values().iter().map(|b| draws.stream(name, b)).collect();
            let uniform: Table<R, Bloc, Step> = Table::from_fn(streams.len(), quarters, |b: Bloc, q| {
                draws.uniform::<R>(&streams[b.get()], index(q))
            });
            R::Level::call(|| {
                Table::from_fn(streams.len(), quarters, |b, q| observation::error(uniform[(b, q)]))
            })
        };
        let age = by_laboratory("release");
        Luck {
            age: R::Level::call(|| {
                Table::from_fn(laboratories.len(), quarters, |l, q| -age[(l, q)].ln())
            }),
            opens: by_laboratory("opens"),
            discloses: by_laboratory("discloses"),
            errors: ["eci", "rating", "open-rating", "lag"].map(by_bloc),
        }
    }

    fn start(&self, p: &Parameters<R>, plan: &Plan, _: &Luck<R>) -> State<R> {
        R::Level::call(|| self.first(p, plan))
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
        let middle = now.time + 0.5 * now.dt;

        let budget = R::Level::call(|| {
            Row::from_fn(setting.blocs.len(), |b| {
                money::budget(&p.money, &self.history, b, step, plan.money[(step, b)])
            })
        });
        let reads = chips::Reads {
            setting,
            market: &self.market,
            permits: &plan.permits,
            contraband: &plan.contraband,
            licensing: p.controls.licensing,
            acceptance: &plan.acceptance,
            budget: &budget,
            step,
            time: middle,
        };
        let purchases = R::Level::call(|| chips::buy(&p.chips, &p.market, &reads));
        let open = R::Level::call(|| state.open());
        let frontier = R::Level::call(|| state.frontier());
        let chances = R::Level::call(|| {
            let stances = openness::stances(
                &p.openness,
                setting,
                |b| plan.shift[(step, b)],
                |b| plan.imitation[(step, b)],
            );
            Row::from_fn(setting.laboratories.len(), |l| {
                let bloc = setting.laboratories[l].bloc;
                openness::chance(&p.openness, stances[bloc], state.capability[l], open, frontier)
            })
        });
        let sources = borrowing::Sources {
            setting,
            capability: &state.capability,
            published: &state.published,
            open,
            time: now.time,
        };
        let (commons, access) = (|b| plan.commons[(step, b)], |b| plan.access[(step, b)]);
        R::Level::call(|| {
            borrowing::borrow(&p.borrowing, &p.closes, &sources, commons, access, &mut state.borrowed, ledger);
        });
        R::Level::call(|| {
            software::improve(&p.software, now, |b| plan.software[(step, b)], &mut state.ln_software, ledger);
        });
        R::Level::call(|| {
            let (units, unspent) = (&mut state.units, &mut state.unspent);
            chips::settle(&p.market, &reads, &purchases, now.dt, units, unspent, ledger);
        });
        R::Level::call(|| {
            self.count(&purchases, now.dt, &mut state.counted);
            let (capacity, ln_run, capability) = self.train(p, plan, now.time + now.dt, step, state);
            self.release(p, luck, now, &chances, (&ln_run, &capability), state);
            state.capacity = capacity;
            state.ln_run = ln_run;
            state.capability = capability;
        });
        R::Level::call(|| {
            openness::spread(&p.openness, &state.opened, &chances, now.dt, &mut state.commons, ledger);
            let row = state.path.row_mut(Step(now.step + 1));
            for (b, end) in row.iter_mut().enumerate() {
                *end = best_of(setting, &state.published, Bloc::new(b));
            }
        });
        state.budget = budget;
        state.purchases = purchases;
        state.chances = chances;
    }

    fn observe(
        &self,
        p: &Parameters<R>,
        _: &Plan,
        luck: &Luck<R>,
        now: Moment,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        R::Level::call(|| self.report(p, luck, now, state, out));
    }

    fn visit(&self, state: &State<R>, visitor: &mut dyn FnMut(Account, R)) {
        for b in self.setting.blocs.places() {
            for i in self.setting.chips.places() {
                visitor(Account { stock: "chips", member: b.get(), item: i.get() }, state.units[(b, i)]);
            }
            visitor(Account { stock: "unspent", member: b.get(), item: 0 }, state.unspent[b]);
        }
        for l in self.setting.laboratories.places() {
            visitor(Account { stock: "borrowed", member: l.get(), item: 0 }, state.borrowed[l]);
        }
    }
}

/// The best value among a bloc's laboratories.
#[inline(always)]
fn best_of<R: Real>(setting: &Setting, values: &Row<R, Laboratory>, bloc: Bloc) -> R {
    let own = setting.laboratories.iter().filter(|(_, l)| l.bloc == bloc);
    own.folded(R::splat(f64::NEG_INFINITY), |best, (l, _)| best.max(values[l]))
}

impl<R: Real> State<R> {
    /// Best capability in the commons.
    #[inline(always)]
    fn open(&self) -> R {
        let last = self.commons[STAGES - 1].values();
        last.iter().folded(R::splat(f64::NEG_INFINITY), |best, &v| best.max(v))
    }

    /// Best published capability of all.
    #[inline(always)]
    fn frontier(&self) -> R {
        self.published.values().iter().folded(R::splat(f64::NEG_INFINITY), |best, &v| best.max(v))
    }
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
        let zero = |n: usize| Row::from_fn(n, |_| R::zero());
        let units = Table::from_fn(blocs, setting.chips.len(), |b: Bloc, i: Chip| {
            let (spending, growth) = self.history.first[b];
            let first = R::splat(spending * plan.money[(Step(0), b)]) * p.money.scale[b.get()];
            let initial = chips::initial(&p.chips, setting, &self.market, first, growth);
            if i == self.market.first { initial } else { R::zero() }
        });
        let mut state = State {
            units,
            unspent: Row::from_fn(blocs, |_| R::zero()),
            ln_software: Row::from_fn(blocs, |b| software::initial(&p.software, b, start)),
            borrowed: Row::from_fn(laboratories, |_| R::zero()),
            capability: Row::from_fn(laboratories, |_| R::zero()),
            ln_run: Row::from_fn(laboratories, |_| R::zero()),
            published: Row::from_fn(laboratories, |_| R::splat(frontier::NOTHING)),
            opened: Row::from_fn(laboratories, |_| R::splat(frontier::NOTHING)),
            commons: std::array::from_fn(|_| Row::from_fn(laboratories, |_| R::splat(frontier::NOTHING))),
            known_run: Row::from_fn(blocs, |_| R::splat(frontier::NOTHING)),
            path: Table::from_fn(self.calendar.steps() + 1, blocs, |_, _| R::splat(frontier::NOTHING)),
            capacity: Capacity { training: zero(blocs), serving: zero(blocs), disposal: zero(blocs) },
            budget: zero(blocs),
            purchases: chips::Purchases {
                bought: Table::from_fn(blocs, setting.chips.len(), |_, _| R::zero()),
                smuggled: zero(blocs),
                paid: zero(blocs),
                paid_round: zero(blocs),
            },
            chances: Row::from_fn(laboratories, |_| R::zero()),
            counted: zero(blocs),
        };
        let (capacity, ln_run, capability) = self.train(p, plan, start, Step(0), &state);
        // At the start every laboratory has published, and opened, what it can do.
        state.published = capability.clone();
        state.opened = capability.clone();
        state.commons = std::array::from_fn(|_| capability.clone());
        for (b, end) in state.path.row_mut(Step(0)).iter_mut().enumerate() {
            *end = best_of(setting, &capability, Bloc::new(b));
        }
        for b in setting.blocs.places() {
            state.known_run[b] = best_of(setting, &ln_run, b);
        }
        (state.capacity, state.ln_run, state.capability) = (capacity, ln_run, capability);
        state
    }

    /// Capacities, runs and capabilities of the stocks as they stand.
    #[inline(always)]
    fn train<R: Real>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        time: f64,
        step: Step,
        state: &State<R>,
    ) -> (Capacity<R>, Row<R, Laboratory>, Row<R, Laboratory>) {
        let laboratories = &self.setting.laboratories;
        let capacity = compute::capacity(&p.compute, &self.setting, &state.units, &plan.scope, step);
        let shares = frontier::shares(&p.frontier, &self.setting, time);
        let ln_run: Row<R, Laboratory> = Row::from_fn(laboratories.len(), |l| {
            let bloc = laboratories[l].bloc;
            let concentration = plan.concentration[(step, bloc)];
            frontier::ln_run(&p.frontier, bloc, capacity.disposal[bloc], shares[l], concentration)
        });
        let capability = Row::from_fn(laboratories.len(), |l| {
            let able = ln_run[l] + state.ln_software[laboratories[l].bloc] + state.borrowed[l];
            if time >= laboratories[l].born { able } else { R::splat(frontier::NOTHING) }
        });
        (capacity, ln_run, capability)
    }

    #[inline(always)]
    fn release<R: Real>(
        &self,
        p: &Parameters<R>,
        luck: &Luck<R>,
        now: Moment,
        chances: &Row<R, Laboratory>,
        (ln_run, capability): (&Row<R, Laboratory>, &Row<R, Laboratory>),
        state: &mut State<R>,
    ) {
        let quarter = Step(now.quarter);
        for (l, data) in self.setting.laboratories.iter().filter(|(_, l)| now.time >= l.born) {
            let (along, released) = frontier::release(&p.frontier, luck.age[(l, quarter)], now);
            let between = |from: R, to: R| (to - from).mul_add(along, from);
            let model = between(state.capability[l], capability[l]);
            let better = |mask: R::Mask, old: R, new: R| R::select(mask, old.max(new), old);
            state.published[l] = better(released, state.published[l], model);
            let opens = released & luck.opens[(l, quarter)].lt(chances[l]);
            state.opened[l] = better(opens, state.opened[l], model);
            let known = released & luck.discloses[(l, quarter)].lt(p.observing.disclosure);
            let run = between(state.ln_run[l], ln_run[l]);
            state.known_run[data.bloc] = better(known, state.known_run[data.bloc], run);
        }
    }

    /// Adds to what public series count: chips of counted makers that were bought legally.
    #[inline(always)]
    fn count<R: Real>(&self, purchases: &chips::Purchases<R>, dt: f64, counted: &mut Row<R, Bloc>) {
        for b in self.setting.blocs.places() {
            let bought = self.bought(purchases, b, |chip| self.setting.makers[chip.maker].counted);
            counted[b] += bought * R::splat(dt);
        }
    }

    /// H100 equivalents a year that a bloc bought legally of the chips chosen.
    #[inline(always)]
    fn bought<R: Real>(
        &self,
        purchases: &chips::Purchases<R>,
        bloc: Bloc,
        chosen: impl Fn(&setting::ChipData) -> bool,
    ) -> R {
        let pairs = purchases.bought.row(bloc).iter().zip(self.setting.chips.values());
        pairs.filter(|(_, chip)| chosen(chip)).folded(R::zero(), |sum, (&q, chip)| {
            q.mul_add(R::splat(chip.training), sum)
        })
    }

    #[inline(always)]
    fn report<R: Real>(
        &self,
        p: &Parameters<R>,
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
        let blocs = setting.blocs.len();
        let path = state.path.row(Step(now.step + 1));
        let open = setting.blocs.places().gathered(|b| best_of(setting, &state.commons[STAGES - 1], b));
        let ratings = |values: &[R], errors: &Table<R, Bloc, Step>| {
            let each = values.iter().enumerate();
            each.gathered(|(b, &v)| observation::rating(&p.observing, v, errors[(Bloc::new(b), quarter)]))
        };
        let rating = ratings(path, &luck.errors[1]);
        let open_rating = ratings(&open, &luck.errors[2]);
        for b in setting.blocs.places() {
            let n = b.get();
            let contraband = state.purchases.smuggled[b];
            let carried = self.contraband_training(now, b);
            let lag = lag::months(&state.path, blocs, b, now.step + 1, now.dt);
            let (mut leader, mut chance, mut borrowed) = (R::splat(f64::NEG_INFINITY), R::zero(), R::zero());
            for (l, _) in setting.laboratories.iter().filter(|(_, l)| l.bloc == b) {
                let ahead = state.capability[l].gt(leader);
                leader = R::select(ahead, state.capability[l], leader);
                chance = R::select(ahead, state.chances[l], chance);
                borrowed = R::select(ahead, state.borrowed[l], borrowed);
            }
            let run = best_of(setting, &state.ln_run, b);
            let flop = |ln: R| ln.exp() * R::splat(frontier::GAUGE_FLOP);
            let imported = |counted: bool| {
                self.bought(&state.purchases, b, |c| {
                    c.bloc != b && (!counted || setting.makers[c.maker].counted)
                })
            };
            out.set(s.budget + n, state.budget[b]);
            out.set(s.imported + n, imported(false));
            out.set(s.home_made + n, self.bought(&state.purchases, b, |c| c.bloc == b));
            out.set(s.smuggled + n, contraband * R::splat(carried));
            out.set(s.unspent + n, state.unspent[b]);
            out.set(s.training + n, state.capacity.training[b]);
            out.set(s.serving + n, state.capacity.serving[b]);
            out.set(s.disposal + n, state.capacity.disposal[b]);
            out.set(s.software + n, state.ln_software[b]);
            out.set(s.published + n, path[n]);
            out.set(s.unpublished + n, leader);
            out.set(s.largest_run + n, flop(run));
            out.set(s.lag + n, lag);
            out.set(s.borrowed + n, borrowed);
            out.set(s.open + n, open[n]);
            out.set(s.openness + n, chance);
            out.set(s.eci + n, observation::eci(&p.observing, path[n], luck.errors[0][(b, quarter)]));
            out.set(s.eci_lag + n, p.observing.lag_error.mul_add(luck.errors[3][(b, quarter)], lag));
            out.set(s.rating + n, rating[n]);
            out.set(s.rating_gap + n, observation::best_other(&rating, b) - rating[n]);
            out.set(s.open_gap + n, observation::best_other(&open_rating, b) - open_rating[n]);
            out.set(s.stock + n, state.counted[b]);
            out.set(s.imports + n, imported(true) * R::splat(0.25));
            out.set(s.known_run + n, flop(state.known_run[b]));
        }
    }

    /// Training of one contraband chip, in H100 equivalents; zero where there is none.
    fn contraband_training(&self, now: Moment, bloc: Bloc) -> f64 {
        let chips = self.setting.chips.iter();
        let foreign = chips.filter(|(i, c)| c.bloc != bloc && self.market.on_sale[(Step(now.step), *i)] > 0.25);
        foreign.folded(0.0, |most, (_, c)| if c.training > most { c.training } else { most })
    }
}

//! What a quarter did and what an observer sees of it: nothing in a step reads it.

use super::{Luck, Parameters, Plan, Race, State, Step, best_by_bloc, best_of, greatest, stand};
use crate::leadership::{self, Input, Told};
use crate::openness::{self, STAGES};
use crate::setting::{Bloc, Chip, Maker};
use crate::{
    adoption, applications, breakthrough, chips, cities, discovery, frontier, institutions, observation,
    power,
};
use overtake_model::{Index, Layout, Moment, Observation, Row, Table};
use overtake_num::order::sum_by_value;
use overtake_num::{Real, one_by_one};

macro_rules! slots {
    ($($field:ident: $outcome:literal),* $(,)?) => {
        /// Places of the reported outcomes, each the first of its members'.
        #[derive(Clone, Debug)]
        pub(super) struct Slots {
            $($field: usize,)*
        }

        impl Slots {
            pub(super) fn new(layout: &Layout) -> Self {
                let first = |key: &str| layout.outcome_range(key).map_or(usize::MAX, |r| r.start);
                Self { $($field: first($outcome),)* }
            }
        }
    };
}

slots! {
    budget: "accelerator_budget",
    imported: "chips_imported",
    home_made: "chips_home_made",
    smuggled: "chips_smuggled",
    spending: "chip_spending",
    spending_home: "chip_spending_home",
    best_chip: "best_chip",
    best_memory: "best_chip_memory",
    power: "power_used",
    power_short: "power_short",
    electricity: "electricity_twh",
    unspent: "money_unspent",
    price: "chip_price",
    output: "chip_output",
    on_order: "chips_on_order",
    sales: "chip_sales",
    margin: "chip_margin",
    fees: "chip_fees",
    training: "compute_training",
    serving: "compute_serving",
    rented: "compute_rented",
    disposal: "compute_at_disposal",
    software: "software_efficiency",
    progress: "software_progress",
    automated: "research_automated",
    effective: "effective_compute",
    technique: "technique_held",
    crossed: "threshold_crossed",
    first_to_cross: "first_to_cross",
    crossing: "crossing_chance",
    published: "frontier_capability",
    unpublished: "frontier_unpublished",
    largest_run: "largest_run",
    lag: "frontier_lag_months",
    borrowed: "borrowed_capability",
    open: "open_capability",
    openness: "openness_of_leader",
    eci: "eci_best",
    eci_lag: "eci_lag_months",
    rating: "arena_rating",
    rating_gap: "arena_gap_points",
    open_gap: "open_arena_gap_points",
    stock: "compute_stock_h100e",
    imports: "chip_imports_h100e",
    known_run: "training_compute_max_flop",
    laboratory: "laboratory_capability",
    laboratory_opened: "laboratory_opened",
    use_price: "use_price",
    tokens: "tokens_used",
    use_spending: "use_revenue",
    revenue: "laboratory_revenue",
    serving_used: "serving_used_share",
    ai_use: "ai_use_share",
    firms: "ai_use_firms",
    industry: "industry_ai_use",
    led: "sectors_led",
    output_led: "output_led",
    made: "ai_use_manufacturing",
    quality: "application_quality",
    application_share: "application_share",
    application_abroad: "application_share_abroad",
    embodied_share: "embodied_share",
    application_revenue: "application_revenue",
    concentration: "application_concentration",
    used_closed: "models_used_closed",
    used_open: "models_used_open",
    push: "adoption_push",
    subsidy: "adoption_subsidy",
    gdp: "gdp",
    gdp_plain: "gdp_without_ai",
    gdp_per_worker: "gdp_per_worker",
    growth: "gdp_growth",
    growth_from_ai: "gdp_growth_from_ai",
    room: "fiscal_room",
    satisfaction: "satisfaction",
    innovation: "innovation_output",
    repression: "repression",
    lead_frontier: "leadership_frontier",
    lead_diffusion: "leadership_diffusion",
    lead_economy: "leadership_economy",
    lead_market: "leadership_market",
    lead_military: "leadership_military",
    lead_diplomacy: "leadership_diplomacy",
    lead_science: "leadership_science",
    composite: "leadership",
    dimensions: "dimensions_led",
    solid: "solid_dimensions_led",
    firms_seen: "firms_using_ai_share",
    people_seen: "people_using_ai_share",
    price_seen: "token_price_usd",
    revenue_seen: "laboratory_revenue_usd",
    terminals: "intelligent_terminals_share",
    investment: "ai_investment",
    capital: "ai_capital",
    valuation: "ai_valuation",
    expected: "expected_growth",
    unfunded: "unfunded_share",
    equity: "equity_raised",
    mood: "market_mood",
    giants_ai: "giants_ai_investment",
    giants_capex: "giants_capex",
    state_spending: "state_ai_spending",
    state_built: "state_infrastructure",
    city_support: "city_support",
    city_moved: "city_money_moved",
    city_recipients: "city_recipients_moved",
    ai_firms: "ai_firms",
    city_firms: "city_firms",
    researchers: "researchers",
    migration: "researcher_migration",
}

/// Sets an outcome if anybody reads it: what nobody reads is not worked out.
macro_rules! tell {
    ($out:ident, $slot:expr => $value:expr) => {{
        let slot = $slot;
        if $out.asks(slot) {
            let value = $value;
            $out.set(slot, value);
        }
    }};
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

/// The rate over a quarter with a step's part of it; what an earlier quarter left is forgotten where one begins.
#[inline(always)]
fn over_quarter<R: Real>(sum: R, rate: R, share: f64, begins: bool) -> R {
    match (share == 1.0, begins) {
        (true, _) => rate,
        (false, true) => rate * R::splat(share),
        (false, false) => rate.mul_add(R::splat(share), sum),
    }
}

impl Race {
    /// Adds a step's rates to those of its quarter, by its share of the quarter, and what public series count to their sum.
    #[inline(always)]
    pub(super) fn note<R: Real>(
        &self,
        now: Moment,
        budget: &Row<R, Bloc>,
        output: &Row<R, Maker>,
        purchases: &chips::Purchases<R>,
        state: &mut State<R>,
    ) {
        let share = now.dt / 0.25;
        let begins = now.step.is_multiple_of(self.calendar.steps_per_quarter);
        for (sum, &rate) in one_by_one(state.output.values_mut().iter_mut().zip(output.values())) {
            *sum = over_quarter(*sum, rate, share, begins);
        }
        for b in self.setting.blocs.places() {
            let (sums, rates) = (&mut state.flows[b], &purchases.flows[b]);
            for (sum, rate) in one_by_one([
                (&mut state.budget[b], budget[b]),
                (&mut state.invested[b], state.market.invested[b]),
                (&mut state.raised[b], state.market.equity[b]),
                (&mut sums.smuggled, rates.smuggled),
                (&mut sums.sales, rates.sales),
                (&mut sums.margin, rates.margin),
                (&mut sums.fees, rates.fees),
                (&mut sums.paid, rates.paid),
                (&mut sums.paid_home, rates.paid_home),
                (&mut sums.paid_round, rates.paid_round),
            ]) {
                *sum = over_quarter(*sum, rate, share, begins);
            }
            let mut counted = R::zero();
            for &(i, deal) in one_by_one(self.catalogue.lately(Step(now.step), b)) {
                let rate = match deal {
                    Some(deal) => purchases.bought[deal],
                    None => R::zero(),
                };
                let sum = &mut state.bought[(b, i)];
                *sum = over_quarter(*sum, rate, share, begins);
                if self.comes(i, b, Origin::Counted) {
                    counted = rate.mul_add(R::splat(self.setting.chips[i].training), counted);
                }
            }
            state.counted[b] += counted * R::splat(now.dt);
        }
    }

    /// Whether a chip that a bloc buys is of an origin.
    #[inline(always)]
    fn comes(&self, i: Chip, buyer: Bloc, origin: Origin) -> bool {
        let chip = &self.setting.chips[i];
        let (home, counted) = (chip.bloc == buyer, self.setting.makers[chip.maker].counted);
        match origin {
            Origin::Home => home,
            Origin::Abroad => !home,
            Origin::Counted => counted,
            Origin::CountedAbroad => counted && !home,
        }
    }

    /// H100 equivalents a year that a bloc bought legally in the quarter of the chips of an origin.
    #[inline(always)]
    fn bought<R: Real>(&self, state: &State<R>, now: Moment, bloc: Bloc, origin: Origin) -> R {
        let mut sum = R::zero();
        for &(i, _) in one_by_one(self.catalogue.lately(Step(now.step), bloc)) {
            if self.comes(i, bloc, origin) {
                sum = state.bought[(bloc, i)].mul_add(R::splat(self.setting.chips[i].training), sum);
            }
        }
        sum
    }

    /// H100 equivalents that a bloc has ordered and not yet got.
    #[inline(always)]
    fn on_order<R: Real>(&self, state: &State<R>, now: Moment, bloc: Bloc) -> R {
        let mut sum = R::zero();
        for &(i, _) in one_by_one(self.catalogue.held(Step(now.step), bloc)) {
            sum = state.book.orders[(bloc, i)].mul_add(R::splat(self.setting.chips[i].training), sum);
        }
        sum
    }

    #[inline(always)]
    pub(super) fn report<R: Real>(
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
            tell!(out, s.laboratory + l.get() => state.published[l]);
            tell!(out, s.laboratory_opened + l.get() => state.opened[l]);
        }
        for m in one_by_one(setting.makers.places()) {
            tell!(out, s.price + m.get() => state.book.ln_price[m].exp());
            tell!(out, s.output + m.get() => state.output[m]);
        }
        for i in one_by_one(setting.industries.places()) {
            tell!(out, s.industry + i.get() => state.uptake.share[i]);
        }
        for (c, city) in one_by_one(setting.cities.iter()) {
            let all = R::one() + state.places.added[city.bloc];
            tell!(out, s.city_firms + c.get() => (state.places.firms[c] / all).min(R::one()));
        }
        if self.any(out, &[s.led, s.output_led]) {
            let [led, output_led] = adoption::led(setting, &state.uptake.share);
            for b in setting.blocs.places() {
                out.set(s.led + b.get(), led[b]);
                out.set(s.output_led + b.get(), output_led[b]);
            }
        }
        let first = breakthrough::first(&state.technique);
        let mut others = R::one();
        if self.any(out, &[s.giants_capex]) {
            others = observation::other_capex(&p.observing, now.middle());
        }
        for b in one_by_one(setting.blocs.places()) {
            let (known, n) = (&state.technique, b.get());
            tell!(out, s.technique + n => known.has[b]);
            let crossed = known.crossed[b].lt(R::splat(breakthrough::NEVER));
            tell!(out, s.crossed + n => R::select(crossed, R::one(), R::zero()));
            tell!(out, s.first_to_cross + n => first[b]);
            tell!(out, s.crossing + n => -(-known.tried[b]).exp_m1());
            self.report_use(p, luck, quarter, b, state, out);
            self.report_capital(p, others, b, state, out);
            self.report_society(now, b, state, out);
            tell!(out, s.made + n => state.uptake.made[b]);
            tell!(out, s.researchers + n => state.staff.heads[b]);
            tell!(out, s.migration + n => state.staff.moved[b]);
            self.report_sales(b, state, out);
        }
        let open = best_by_bloc(setting, &state.commons[STAGES - 1]);
        self.report_standing(p, plan.shared(Step(now.step)), &open, state, out);
        if self.any(out, &[s.rating, s.rating_gap, s.open_gap]) {
            self.report_ratings(p, luck, quarter, &open, state, out);
        }
        if self.any(out, &[s.openness]) {
            self.report_openness(p, plan, now, &open, state, out);
        }
        let mut run = R::zero();
        for b in one_by_one(setting.blocs.places()) {
            let n = b.get();
            // H100 equivalents of one contraband chip.
            let carried = match self.catalogue.carried(Step(now.step), b) {
                Some(chip) => setting.chips[chip].training,
                None => 0.0,
            };
            if out.asks(s.lag + n) || out.asks(s.eci_lag + n) {
                let (lag, error) = (state.paths.months(b, now.dt), luck.errors.lag[(quarter, b)]);
                out.set(s.lag + n, lag);
                out.set(s.eci_lag + n, p.observing.lag_error.mul_add(error, lag));
            }
            if out.asks(s.unpublished + n) || out.asks(s.borrowed + n) {
                let (mut leader, mut borrowed) = (R::splat(f64::NEG_INFINITY), R::zero());
                for &l in one_by_one(&setting.laboratories_of[b]) {
                    let ahead = state.capability[l].gt(leader);
                    leader = R::select(ahead, state.capability[l], leader);
                    borrowed = R::select(ahead, state.borrowed[l], borrowed);
                }
                out.set(s.unpublished + n, leader);
                out.set(s.borrowed + n, borrowed);
            }
            if out.asks(s.largest_run + n) || out.asks(s.innovation + n) {
                run = best_of(&setting.laboratories_of[b], &state.ln_run, R::splat(f64::NEG_INFINITY));
            }
            let published = state.paths.last(b);
            tell!(out, s.budget + n => state.budget[b]);
            tell!(out, s.imported + n => self.bought(state, now, b, Origin::Abroad));
            tell!(out, s.home_made + n => self.bought(state, now, b, Origin::Home));
            tell!(out, s.smuggled + n => state.flows[b].smuggled * R::splat(carried));
            tell!(out, s.spending + n => state.flows[b].paid + state.flows[b].paid_round);
            tell!(out, s.spending_home + n => state.flows[b].paid_home);
            if out.asks(s.best_chip + n) || out.asks(s.best_memory + n) {
                let [trains, serves] = chips::best(&p.chips, setting, b, now.time + now.dt);
                out.set(s.best_chip + n, trains);
                out.set(s.best_memory + n, serves);
            }
            let powered = state.grid.run[b];
            tell!(out, s.power + n => state.grid.rating[b] * p.draws.overhead[b] * powered);
            tell!(out, s.power_short + n => R::one() - powered);
            tell!(out, s.electricity + n => state.grid.generated[b] * R::splat(power::TWH_PER_KW));
            tell!(out, s.unspent + n => state.unspent[b]);
            tell!(out, s.on_order + n => self.on_order(state, now, b));
            tell!(out, s.sales + n => state.flows[b].sales);
            tell!(out, s.margin + n => state.flows[b].margin);
            tell!(out, s.fees + n => state.flows[b].fees);
            tell!(out, s.training + n => state.capacity.training[b]);
            tell!(out, s.serving + n => state.capacity.serving[b]);
            tell!(out, s.rented + n => state.capacity.rented[b]);
            tell!(out, s.disposal + n => state.capacity.disposal[b]);
            tell!(out, s.software + n => state.ln_software[b]);
            tell!(out, s.progress + n => state.discovery.progress(&p.discovery, state.ln_software[b]));
            tell!(out, s.automated + n => discovery::automated(state.discovery.assistance[b]));
            let gauged = published - state.discovery.gauge;
            let gauge = now.time >= discovery::GAUGE;
            tell!(out, s.effective + n => if gauge { frontier::flop(gauged) } else { R::zero() });
            tell!(out, s.published + n => published);
            tell!(out, s.largest_run + n => frontier::flop(run));
            let (software, quality) = (state.ln_software[b], state.sold.quality[b]);
            let weight = p.applications.capability_weight;
            tell!(out, s.innovation + n => institutions::innovation(weight, run, software, quality));
            tell!(out, s.open + n => open[b]);
            tell!(out, s.eci + n => observation::eci(&p.observing, gauged, luck.errors.eci[(quarter, b)]));
            tell!(out, s.stock + n => state.counted[b]);
            let quarter = R::splat(0.25);
            tell!(out, s.imports + n => self.bought(state, now, b, Origin::CountedAbroad) * quarter);
            tell!(out, s.known_run + n => frontier::flop(state.known_run[b]));
        }
    }

    /// Whether anybody reads one of these outcomes, each the first of its blocs', of any bloc.
    #[inline(always)]
    fn any<R: Real>(&self, out: &Observation<'_, R>, firsts: &[usize]) -> bool {
        let mut any = false;
        for &first in firsts {
            for b in self.setting.blocs.places() {
                any |= out.asks(first + b.get());
            }
        }
        any
    }

    /// Reports ratings by users' votes and the distances between them.
    #[inline(always)]
    fn report_ratings<R: Real>(
        &self,
        p: &Parameters<R>,
        luck: &Luck<R>,
        quarter: Step,
        open: &Row<R, Bloc>,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        let (setting, s) = (&self.setting, &self.slots);
        let (mut best, mut best_open) = (open.clone(), open.clone());
        for b in setting.blocs.places() {
            let published = state.paths.last(b);
            best[b] = observation::rating(&p.observing, published, luck.errors.rating[(quarter, b)]);
            best_open[b] = observation::rating(&p.observing, open[b], luck.errors.open_rating[(quarter, b)]);
        }
        for b in setting.blocs.places() {
            let n = b.get();
            out.set(s.rating + n, best[b]);
            out.set(s.rating_gap + n, observation::best_other(best.values(), b) - best[b]);
            out.set(s.open_gap + n, observation::best_other(best_open.values(), b) - best_open[b]);
        }
    }

    /// Reports the chance that each bloc's best laboratory opens a release, at the quarter's end: chances of its last step
    /// belong to a date that hangs on the step's length.
    #[inline(always)]
    fn report_openness<R: Real>(
        &self,
        p: &Parameters<R>,
        plan: &Plan,
        now: Moment,
        open: &Row<R, Bloc>,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        let (setting, step) = (&self.setting, Step(now.step));
        let stances = openness::stances(&p.openness, setting, plan.shift(step), plan.imitation(step));
        let frontier = greatest(state.published.values());
        let near = openness::nearness(&p.opens, greatest(open.values()), frontier);
        let leaders = best_by_bloc(setting, &state.capability);
        for b in one_by_one(setting.blocs.places()) {
            let chance = openness::chance(&p.openness, &p.opens, stances[b], leaders[b], frontier, near);
            out.set(self.slots.openness + b.get(), chance);
        }
    }

    /// Reports whose models serve third markets, and where blocs stand on each dimension of leadership.
    #[inline(always)]
    fn report_standing<R: Real>(
        &self,
        p: &Parameters<R>,
        shared: &[f64],
        open: &Row<R, Bloc>,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        let s = &self.slots;
        let dimensions = [
            s.lead_frontier,
            s.lead_diffusion,
            s.lead_economy,
            s.lead_market,
            s.lead_military,
            s.lead_diplomacy,
            s.lead_science,
        ];
        let stand = self.any(out, &dimensions) || self.any(out, &[s.composite, s.dimensions, s.solid]);
        if stand || self.any(out, &[s.used_closed, s.used_open]) {
            let mut inputs = leadership::inputs(&self.setting);
            self.report_models(p, open, state, &mut inputs, out);
            if stand {
                self.report_leadership(p, shared, inputs, dimensions, state, out);
            }
        }
    }

    /// Reports what a bloc's application firms sell.
    #[inline(always)]
    fn report_sales<R: Real>(&self, b: Bloc, state: &State<R>, out: &mut Observation<'_, R>) {
        let (setting, s, n, sold) = (&self.setting, &self.slots, b.get(), &state.sold);
        let [plain, embodied] = &sold.shares;
        tell!(out, s.quality + n => sold.quality[b]);
        tell!(out, s.application_share + n => applications::share(setting, plain, &sold.spent[0], b, false));
        tell!(out, s.application_abroad + n => applications::share(setting, plain, &sold.spent[0], b, true));
        tell!(out, s.embodied_share + n => applications::share(setting, embodied, &sold.spent[1], b, false));
        tell!(out, s.application_revenue + n => sold.revenue[b]);
        tell!(out, s.concentration + n => applications::concentration(setting, plain, b));
    }

    /// Reports whose models, closed and open, serve use in third markets, each weighted by its tokens.
    #[inline(always)]
    fn report_models<R: Real>(
        &self,
        p: &Parameters<R>,
        open: &Row<R, Bloc>,
        state: &State<R>,
        inputs: &mut Table<R, Input, Bloc>,
        out: &mut Observation<'_, R>,
    ) {
        let (setting, s, served) = (&self.setting, &self.slots, &state.served);
        let best = greatest(open.values());
        let mut parts = open.clone();
        for part in one_by_one(parts.values_mut()) {
            *part = ((*part - best) * p.serves.per_choice).exp();
        }
        let per_part = sum_by_value(parts.values()).recip();
        let mut opened = Table::filled(setting.blocs.len(), setting.blocs.len(), R::zero());
        for o in setting.blocs.places() {
            for b in setting.blocs.places() {
                opened[(o, b)] = served.open[o] * parts[b] * per_part;
            }
        }
        for b in one_by_one(setting.blocs.places()) {
            let closed = applications::share(setting, &served.closed, &served.tokens, b, true);
            let open = applications::share(setting, &opened, &served.tokens, b, true);
            (inputs[(Input::CLOSED, b)], inputs[(Input::OPEN, b)]) = (closed, open);
            tell!(out, s.used_closed + b.get() => closed);
            tell!(out, s.used_open + b.get() => open);
        }
    }

    /// Reports where blocs stand on each dimension.
    #[inline(always)]
    fn report_leadership<R: Real>(
        &self,
        p: &Parameters<R>,
        shared: &[f64],
        mut inputs: Table<R, Input, Bloc>,
        dimensions: [usize; leadership::DIMENSIONS],
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        let (setting, s, sold) = (&self.setting, &self.slots, &state.sold);
        let (actual, plain) = (&state.accounts.actual, &state.accounts.plain);
        for b in one_by_one(setting.blocs.places()) {
            let output = actual.over_quarter(b);
            let products = applications::share(setting, &sold.shares[0], &sold.spent[0], b, true);
            for (input, value) in [
                (Input::CAPABILITY, state.paths.last(b)),
                (Input::SOFTWARE, state.ln_software[b]),
                (Input::USED, state.uptake.used[b]),
                (Input::GAIN, output - plain.over_quarter(b)),
                (Input::REVENUE, sold.revenue[b] + state.served.revenue[b]),
                (Input::COMPUTE, state.capacity.training[b] + state.capacity.serving[b]),
                (Input::MADE, output * p.applications.manufacturing[b.get()]),
                (Input::PRODUCTS, products),
                (Input::QUALITY, sold.quality[b]),
                (Input::REPRESSION, state.public.repression[b]),
                (Input::ELITE, p.researchers.density[b.get()] * state.staff.heads[b]),
            ] {
                inputs[(input, b)] = value;
            }
        }
        let told = stand(&p.leadership, &p.counts, setting, &state.uptake.share, shared, inputs);
        for b in setting.blocs.places() {
            for (k, place) in dimensions.into_iter().enumerate() {
                tell!(out, place + b.get() => told[(Told::new(k), b)]);
            }
            tell!(out, s.composite + b.get() => told[(Told::COMPOSITE, b)]);
            tell!(out, s.dimensions + b.get() => told[(Told::LED, b)]);
            tell!(out, s.solid + b.get() => told[(Told::LED_SOLID, b)]);
        }
    }

    /// Reports what investors do and think; `others` is what giants spend for other purposes, over that of the year in which it is
    /// counted.
    #[inline(always)]
    fn report_capital<R: Real>(
        &self,
        p: &Parameters<R>,
        others: R,
        b: Bloc,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        let (s, n, market) = (&self.slots, b.get(), &state.market);
        tell!(out, s.investment + n => state.invested[b]);
        tell!(out, s.capital + n => market.capital[b]);
        tell!(out, s.valuation + n => market.valuation[b]);
        tell!(out, s.expected + n => market.growth[b]);
        tell!(out, s.unfunded + n => market.unfunded[b]);
        tell!(out, s.equity + n => state.raised[b]);
        tell!(out, s.mood + n => market.mood[b]);
        let [ai, all] = observation::giants(&p.observing, n, state.invested[b], others);
        tell!(out, s.giants_ai + n => ai);
        tell!(out, s.giants_capex + n => all);
        let adopting = state.uptake.pushing[b] + state.uptake.paid[b];
        if self.any(out, &[s.city_support, s.city_moved, s.city_recipients, s.state_spending]) {
            let [support, moved, lately] = cities::paid(&p.cities, &self.setting, &state.places, b);
            out.set(s.city_support + n, support);
            out.set(s.city_moved + n, moved);
            out.set(s.city_recipients + n, lately);
            out.set(s.state_spending + n, state.treasury.spent[b] + adopting + support);
        }
        tell!(out, s.ai_firms + n => R::one() + state.places.added[b]);
        tell!(out, s.state_built + n => state.market.public[b]);
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
        let (s, n, observing, at) = (&self.slots, b.get(), &p.observing, (quarter, b));
        let (served, uptake) = (&state.served, &state.uptake);
        tell!(out, s.use_price + n => served.price[b]);
        tell!(out, s.tokens + n => served.tokens[b]);
        tell!(out, s.use_spending + n => served.spending[b]);
        tell!(out, s.revenue + n => served.revenue[b]);
        tell!(out, s.serving_used + n => served.used[b]);
        let (all, firms) = (uptake.used[b].min(R::one()), uptake.firms[b]);
        tell!(out, s.ai_use + n => all);
        tell!(out, s.firms + n => firms);
        tell!(out, s.push + n => uptake.pushing[b]);
        tell!(out, s.subsidy + n => uptake.paid[b]);
        let slips = &luck.errors;
        tell!(out, s.firms_seen + n => observation::odds(firms, observing.firms_odds * slips.firms[at]));
        tell!(out, s.people_seen + n => observation::odds(all, observing.people_odds * slips.people[at]));
        tell!(out, s.terminals + n => observation::odds(all, p.own.legitimacy.terminals_odds));
        tell!(out, s.price_seen + n => served.price[b] * observing.list_ratio * slips.token_price[at]);
        tell!(out, s.revenue_seen + n => served.revenue[b] * observing.revenue_counted * slips.revenue[at]);
    }

    /// Reports a bloc's economy and what its people feel.
    #[inline(always)]
    fn report_society<R: Real>(&self, now: Moment, b: Bloc, state: &State<R>, out: &mut Observation<'_, R>) {
        let (s, n) = (&self.slots, b.get());
        let (actual, plain) = (&state.accounts.actual, &state.accounts.plain);
        let gdp = actual.over_quarter(b);
        tell!(out, s.gdp + n => gdp);
        tell!(out, s.gdp_plain + n => plain.over_quarter(b));
        tell!(out, s.gdp_per_worker + n => gdp * R::splat(1.0 / self.record.labour(Step(now.step), b)));
        let growth = actual.growth(b);
        tell!(out, s.growth + n => growth);
        tell!(out, s.growth_from_ai + n => growth - plain.growth(b));
        tell!(out, s.room + n => state.accounts.room[b]);
        tell!(out, s.satisfaction + n => state.public.satisfaction[b]);
        tell!(out, s.repression + n => state.public.repression[b]);
    }
}

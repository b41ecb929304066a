//! One step of the race, in order, and what is reported after the last of a quarter.
//!
//! Every piece of work is a literal that shows all it reads. What stands above the work that writes it is read as the step before
//! left it; what stands below, as this step leaves it. Loops close through links, `past(…)`, which let everything by unless
//! somebody asks what a loop does.

use crate::delay::STAGES;
use crate::loops;
use crate::mechanisms::diffusion::applications::ModelsUsed;
use crate::mechanisms::diffusion::{adoption, applications, usage};
use crate::mechanisms::finance::{capital, cities, money, state};
use crate::mechanisms::hardware::{chips, compute, controls, fabs, market, power};
use crate::mechanisms::outcomes::{leadership, observation};
use crate::mechanisms::research::{borrowing, breakthrough, frontier, openness, researchers, software};
use crate::mechanisms::society::{economy, institutions, legitimacy};
use crate::mechanisms::{Data, Derived, Luck, Parameters, Slots, Stocks, report_own};
use crate::plan::{Plan, lever};
use crate::report::Report;
use crate::time::Step;
use crate::transition::{Flow, Outcomes, Transition, at_level};
use crate::world::Setting;
use overtake_model::{Index, Ledger, Moment, Observation, past};
use overtake_num::Real;

/// What every step of a trajectory shares.
#[derive(Clone, Copy, Debug)]
pub struct Trajectory<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Data of mechanisms.
    pub data: &'a Data,
    /// Parameters.
    pub p: &'a Parameters<R>,
    /// Derived parameters.
    pub d: &'a Derived<R>,
    /// The policy.
    pub plan: &'a Plan,
}

impl<R: Real> Trajectory<'_, R> {
    /// Brings institutions in force.
    pub(crate) fn institute(&self, step: Step, stocks: &mut Stocks<R>) {
        let Self { setting, p, d, plan, .. } = *self;
        at_level::<R, _>(
            institutions::KEY,
            Transition {
                parameters: &p.institutions,
                derived: &d.institutions,
                reads: institutions::Reads {
                    setting,
                    own: institutions::Own {
                        capital: &p.capital,
                        state: &p.state,
                        adoption: &p.adoption,
                        legitimacy: &p.legitimacy,
                    },
                    finance: plan.of(lever!("institutions.finance"), step),
                    state: plan.of(lever!("institutions.state"), step),
                    push: plan.of(lever!("institutions.push"), step),
                    society: plan.of(lever!("institutions.society"), step),
                    value_added: &stocks.economy.middle,
                },
                stocks: &mut stocks.institutions,
                ledger: &mut (),
            },
        );
    }

    /// Works out capacities of the chips in use.
    pub(crate) fn equip<L: Ledger<R>>(&self, step: Step, stocks: &mut Stocks<R>, ledger: &mut L) {
        let Self { setting, data, p, d, plan } = *self;
        at_level::<R, _>(
            compute::KEY,
            Transition {
                parameters: &p.compute,
                derived: &d.compute,
                reads: compute::Reads {
                    setting,
                    catalogue: &data.chips,
                    units: &stocks.chips.units,
                    power_share: &stocks.power.power_share,
                    scope: plan.of(lever!("compute.overseas_scope"), step),
                    step,
                },
                stocks: &mut stocks.compute,
                ledger,
            },
        );
    }

    /// Takes one step: reads the stocks at its start, leaves them at its end.
    pub fn step<L: Ledger<R>>(&self, luck: &Luck<R>, now: Moment, stocks: &mut Stocks<R>, ledger: &mut L) {
        let Self { setting, data, p, d, plan } = *self;
        let step = Step::new(now.step);
        self.institute(step, stocks);
        let value_added = past(&stocks.economy.middle, &loops::GROWTH, ledger);
        at_level::<R, _>(
            state::KEY,
            Transition {
                parameters: &stocks.institutions.state,
                derived: &d.state,
                reads: state::Reads {
                    value_added: &value_added,
                    budget: plan.of(lever!("state.budget"), step),
                    purposes: [
                        plan.of(lever!("state.infrastructure"), step),
                        plan.of(lever!("state.funds"), step),
                        plan.of(lever!("state.chips"), step),
                        plan.of(lever!("state.research"), step),
                    ],
                    effectiveness: plan.of(lever!("state.effectiveness"), step),
                    now,
                },
                stocks: &mut stocks.state,
                ledger,
            },
        );
        at_level::<R, _>(
            capital::KEY,
            Transition {
                parameters: &stocks.institutions.capital,
                derived: &d.capital,
                reads: capital::Reads {
                    setting,
                    scale: &p.money.scale,
                    record: &data.money,
                    income: &past(&stocks.usage.income, &loops::REVENUE, ledger),
                    value_added: &value_added,
                    power_share: &past(&stocks.power.power_share, &loops::POWER, ledger),
                    liberalisation: plan.of(lever!("capital.liberalisation"), step),
                    distrust: plan.of(lever!("capital.distrust"), step),
                    recorded: plan.of(lever!("capital.record"), step),
                    multiplier: plan.of(lever!("money.multiplier"), step),
                    state: &stocks.state,
                    now,
                },
                stocks: &mut stocks.capital,
                ledger,
            },
        );
        let in_force = at_level::<R, _>(
            controls::KEY,
            Flow {
                parameters: &p.controls,
                derived: &d.controls,
                reads: controls::Reads {
                    setting,
                    permits: &plan.permits,
                    luck: &luck.controls,
                    step: now.step,
                },
            },
        );
        let trade = chips::Trade {
            setting,
            catalogue: &data.chips,
            permits: &plan.permits,
            sales: &in_force.sales,
            contraband: &plan.contraband,
            acceptance: plan.of(lever!("chips.acceptance"), step),
            budget: &stocks.capital.budget,
            fee_borne: p.market.fee_borne,
            step,
            time: now.middle(),
        };
        let demand = at_level::<R, _>(
            chips::KEY,
            Flow {
                parameters: &p.chips,
                derived: &d.chips,
                reads: chips::Prices {
                    trade: &trade,
                    ln_price: &past(&stocks.market.ln_price, &loops::SUBSTITUTION, ledger),
                },
            },
        );
        let output = at_level::<R, _>(
            fabs::KEY,
            Transition {
                parameters: &p.fabs,
                derived: &d.fabs,
                reads: fabs::Reads {
                    setting,
                    history: &data.fabs,
                    denied: &in_force.denials,
                    ln_price: &past(&stocks.market.ln_price, &loops::INDEPENDENCE, ledger),
                    state: &stocks.state.order_factor,
                    now,
                },
                stocks: &mut stocks.fabs,
                ledger,
            },
        );
        let purchases = at_level::<R, _>(
            market::KEY,
            Transition {
                parameters: &p.market,
                derived: &d.market,
                reads: market::Reads { trade: &trade, demand: &demand, output: &output, now },
                stocks: &mut stocks.market,
                ledger,
            },
        );
        let chances = at_level::<R, _>(
            openness::KEY,
            Flow {
                parameters: &p.openness,
                derived: &d.openness,
                reads: openness::Decisions {
                    setting,
                    open: &past(&stocks.openness.commons[STAGES - 1], &loops::RENT, ledger),
                    published: &stocks.frontier.published,
                    capability: &stocks.frontier.capability,
                    shift: plan.of(lever!("openness.shift"), step),
                    imitation: plan.of(lever!("openness.imitation"), step),
                    time: now.time,
                },
            },
        );
        at_level::<R, _>(
            borrowing::KEY,
            Transition {
                parameters: &p.borrowing,
                derived: &d.borrowing,
                reads: borrowing::Reads {
                    setting,
                    now,
                    capability: &stocks.frontier.capability,
                    published: &stocks.frontier.published,
                    open: &past(&stocks.openness.commons[STAGES - 1], &loops::COMMONS, ledger),
                    commons: plan.of(lever!("borrowing.commons"), step),
                    access: plan.of(lever!("borrowing.access"), step),
                    papers: plan.of(lever!("borrowing.papers"), step),
                },
                stocks: &mut stocks.borrowing,
                ledger,
            },
        );
        at_level::<R, _>(
            software::KEY,
            Transition {
                parameters: &p.software,
                derived: &d.software,
                reads: software::Reads {
                    setting,
                    ln_disposal: &stocks.compute.ln_disposal,
                    capability: &stocks.frontier.capability,
                    shares: &stocks.frontier.runs.shares,
                    chances: &chances,
                    multiplier: plan.of(lever!("software.multiplier"), step),
                    state: &stocks.state.progress_factor,
                    homework: plan.of(lever!("software.homework"), step),
                    jumps: plan.of(lever!("software.jumps"), step),
                    efficiency_jumps: plan.of(lever!("software.efficiency_jumps"), step),
                    applications: &p.applications,
                    effort: plan.of(lever!("applications.effort"), step),
                    technique_gain: d.breakthrough.gain,
                    technique_held: &stocks.breakthrough.technique,
                    technique_since: &stocks.breakthrough.acquisition_date,
                    luck: &luck.software,
                    researchers: [&stocks.researchers.heads, &stocks.researchers.at_quarter_start],
                    now,
                },
                stocks: &mut stocks.software,
                ledger,
            },
        );
        at_level::<R, _>(
            chips::KEY,
            Transition {
                parameters: &p.chips,
                derived: &d.chips,
                reads: chips::Reads { trade: &trade, purchases: &purchases, dt: now.dt },
                stocks: &mut stocks.chips,
                ledger,
            },
        );
        at_level::<R, _>(
            power::KEY,
            Transition {
                parameters: &p.power,
                derived: &d.power,
                reads: power::Reads {
                    trade: &trade,
                    ageing: &d.chips,
                    purchases: &purchases,
                    history: &data.power,
                    permits: plan.of(lever!("power.permits"), step),
                },
                stocks: &mut stocks.power,
                ledger,
            },
        );
        self.equip(step, stocks, ledger);
        at_level::<R, _>(
            frontier::KEY,
            Transition {
                parameters: &p.frontier,
                derived: &d.frontier,
                reads: frontier::Reads {
                    training: frontier::Training {
                        setting,
                        ln_disposal: &stocks.compute.ln_disposal,
                        ln_software: &stocks.software.ln_software,
                        borrowed: &stocks.borrowing.borrowed,
                        concentration: plan.of(lever!("frontier.concentration"), step),
                        time: now.end(),
                    },
                    chances: &chances,
                    opening_draw: &luck.openness.opening_draw,
                    disclosure: p.observation.disclosure,
                    luck: &luck.frontier,
                    now,
                },
                stocks: &mut stocks.frontier,
                ledger,
            },
        );
        at_level::<R, _>(
            breakthrough::KEY,
            Transition {
                parameters: &p.breakthrough,
                derived: &d.breakthrough,
                reads: breakthrough::Reads {
                    setting,
                    capability: &stocks.frontier.capability,
                    gauge: stocks.software.gauge,
                    shares: &stocks.frontier.runs.shares,
                    chances: &chances,
                    multiplier: plan.of(lever!("breakthrough.hazard"), step),
                    secrecy: plan.of(lever!("breakthrough.secrecy"), step),
                    luck: &luck.breakthrough,
                    now,
                },
                stocks: &mut stocks.breakthrough,
                ledger,
            },
        );
        at_level::<R, _>(
            openness::KEY,
            Transition {
                parameters: &p.openness,
                derived: &d.openness,
                reads: openness::Reads { opened: &stocks.frontier.opened, chances: &chances, dt: now.dt },
                stocks: &mut stocks.openness,
                ledger,
            },
        );
        at_level::<R, _>(
            usage::KEY,
            Transition {
                parameters: &p.usage,
                derived: &d.usage,
                reads: usage::Reads {
                    setting,
                    serving: &stocks.compute.serving,
                    ln_software: &stocks.software.ln_software,
                    gauge: stocks.software.gauge,
                    paths: &stocks.frontier.paths,
                    open: &past(&stocks.openness.commons[STAGES - 1], &loops::CHEAPER, ledger),
                    need: &stocks.adoption.need,
                    worth: &stocks.adoption.worth,
                    value_added: &stocks.economy.middle,
                    now,
                },
                stocks: &mut stocks.usage,
                ledger,
            },
        );
        at_level::<R, _>(
            capital::KEY,
            Transition {
                parameters: &stocks.institutions.capital,
                derived: &d.capital,
                reads: capital::Expectations {
                    income: &past(&stocks.usage.income, &loops::EXPECTATIONS, ledger),
                    value_added: &stocks.economy.middle,
                    crash: plan.of(lever!("capital.crash"), step),
                    luck: &luck.capital,
                    now,
                },
                stocks: &mut stocks.capital,
                ledger,
            },
        );
        at_level::<R, _>(
            adoption::KEY,
            Transition {
                parameters: &stocks.institutions.adoption,
                derived: &d.adoption,
                reads: adoption::Reads {
                    setting,
                    usable: &stocks.usage.usable,
                    price: &past(&stocks.usage.price, &loops::DEARER, ledger),
                    need: p.usage.need,
                    value_added: &stocks.economy.middle,
                    satisfaction: &past(&stocks.legitimacy.satisfaction, &loops::DISCONTENT, ledger),
                    ageing: data.adoption.ageing.row(step),
                    programmes: plan.of(lever!("state.budget"), step),
                    push: plan.of(lever!("adoption.push"), step),
                    subsidy: plan.of(lever!("adoption.subsidy"), step),
                    multiplier: plan.of(lever!("adoption.multiplier"), step),
                    quality_premium: [
                        &past(&stocks.applications.quality_premium[0], &loops::PRODUCTS, ledger),
                        &past(&stocks.applications.quality_premium[1], &loops::PRODUCTS, ledger),
                    ],
                    now,
                },
                stocks: &mut stocks.adoption,
                ledger,
            },
        );
        let ln_output_before = at_level::<R, _>(
            economy::KEY,
            Transition {
                parameters: &p.economy,
                derived: &d.economy,
                reads: economy::Reads {
                    setting,
                    record: &data.economy,
                    saving: &stocks.adoption.saving,
                    gain: plan.of(lever!("economy.ai_gain"), step),
                    now,
                },
                stocks: &mut stocks.economy,
                ledger,
            },
        );
        at_level::<R, _>(
            legitimacy::KEY,
            Transition {
                parameters: &stocks.institutions.legitimacy,
                derived: &d.legitimacy,
                reads: legitimacy::Reads {
                    setting,
                    ln_output_before: &ln_output_before,
                    ln_output: &stocks.economy.actual.ln_output,
                    work_share: &stocks.adoption.need,
                    used: &stocks.adoption.used,
                    terminals_odds: p.legitimacy.terminals_odds,
                    due: data.legitimacy.due.row(step),
                    caps: plan.of(lever!("legitimacy.repression_cap"), step),
                    sensitivity: plan.of(lever!("legitimacy.sensitivity"), step),
                    dt: now.dt,
                },
                stocks: &mut stocks.legitimacy,
                ledger,
            },
        );
        at_level::<R, _>(
            cities::KEY,
            Transition {
                parameters: &p.cities,
                derived: &d.cities,
                reads: cities::Reads {
                    setting,
                    value_added: &stocks.economy.middle,
                    support: plan.of(lever!("cities.support"), step),
                    imitation: plan.of(lever!("institutions.cities"), step),
                    takes_hold: p.institutions.takes_hold,
                    now,
                },
                stocks: &mut stocks.cities,
                ledger,
            },
        );
        at_level::<R, _>(
            applications::KEY,
            Transition {
                parameters: &p.applications,
                derived: &d.applications,
                reads: applications::Reads {
                    setting,
                    usable: &stocks.usage.usable,
                    used: &stocks.adoption.used,
                    worth: &stocks.adoption.worth,
                    worth_embodied: &stocks.adoption.worth_embodied,
                    value_added: &stocks.economy.middle,
                    ln_entrants: &past(&stocks.cities.ln_entrants, &loops::FOUNDING, ledger),
                    effort: plan.of(lever!("applications.effort"), step),
                    barrier: plan.of(lever!("applications.barrier"), step),
                },
                stocks: &mut stocks.applications,
                ledger,
            },
        );
        at_level::<R, _>(
            researchers::KEY,
            Transition {
                parameters: &p.researchers,
                derived: &d.researchers,
                reads: researchers::Reads {
                    private_investment: &stocks.capital.private_investment,
                    public_investment: &stocks.capital.public_investment,
                    repression: &stocks.legitimacy.repression,
                    training: plan.of(lever!("researchers.training"), step),
                    immigration: plan.of(lever!("researchers.immigration"), step),
                    record: &data.economy,
                    now,
                },
                stocks: &mut stocks.researchers,
                ledger,
            },
        );
    }

    /// Reports the outcomes that are asked for at the end of a quarter; `now` is its last step.
    pub fn report(
        &self,
        luck: &Luck<R>,
        now: Moment,
        stocks: &Stocks<R>,
        slots: &Slots,
        out: &mut Observation<'_, R>,
    ) {
        let Self { setting, data, p, d, plan } = *self;
        let step = Step::new(now.step);
        report_own(p, d, setting, stocks, slots, out);
        let models = ModelsUsed {
            setting,
            per_choice: d.usage.per_choice,
            commons: &stocks.openness.commons[STAGES - 1],
            closed: &stocks.usage.closed,
            open: &stocks.usage.open,
            tokens: &stocks.usage.tokens,
        };
        at_level::<R, _>(
            money::KEY,
            Outcomes {
                parameters: &p.money,
                derived: &d.money,
                reads: &stocks.capital.quarter,
                stocks: &stocks.money,
                report: Report::new(out, &slots.money),
            },
        );
        at_level::<R, _>(
            state::KEY,
            Outcomes {
                parameters: &p.state,
                derived: &d.state,
                reads: state::Reported {
                    setting,
                    pushing: &stocks.adoption.pushing,
                    subsidies: &stocks.adoption.subsidies,
                    support: &stocks.cities.support,
                    public_investment: &stocks.capital.public_investment,
                },
                stocks: &stocks.state,
                report: Report::new(out, &slots.state),
            },
        );
        at_level::<R, _>(
            chips::KEY,
            Outcomes {
                parameters: &p.chips,
                derived: &d.chips,
                reads: chips::Reported {
                    setting,
                    catalogue: &data.chips,
                    bought: &stocks.market.bought,
                    flows: &stocks.market.flows,
                    now,
                },
                stocks: &stocks.chips,
                report: Report::new(out, &slots.chips),
            },
        );
        at_level::<R, _>(
            market::KEY,
            Outcomes {
                parameters: &p.market,
                derived: &d.market,
                reads: market::Reported { setting, catalogue: &data.chips, step },
                stocks: &stocks.market,
                report: Report::new(out, &slots.market),
            },
        );
        at_level::<R, _>(
            software::KEY,
            Outcomes {
                parameters: &p.software,
                derived: &d.software,
                reads: software::Reported { setting, paths: &stocks.frontier.paths, now },
                stocks: &stocks.software,
                report: Report::new(out, &slots.software),
            },
        );
        at_level::<R, _>(
            frontier::KEY,
            Outcomes {
                parameters: &p.frontier,
                derived: &d.frontier,
                reads: frontier::Reported { setting, dt: now.dt },
                stocks: &stocks.frontier,
                report: Report::new(out, &slots.frontier),
            },
        );
        at_level::<R, _>(
            borrowing::KEY,
            Outcomes {
                parameters: &p.borrowing,
                derived: &d.borrowing,
                reads: borrowing::Reported { setting, capability: &stocks.frontier.capability },
                stocks: &stocks.borrowing,
                report: Report::new(out, &slots.borrowing),
            },
        );
        at_level::<R, _>(
            openness::KEY,
            Outcomes {
                parameters: &p.openness,
                derived: &d.openness,
                reads: openness::Reported {
                    setting,
                    published: &stocks.frontier.published,
                    capability: &stocks.frontier.capability,
                    shift: plan.of(lever!("openness.shift"), step),
                    imitation: plan.of(lever!("openness.imitation"), step),
                },
                stocks: &stocks.openness,
                report: Report::new(out, &slots.openness),
            },
        );
        at_level::<R, _>(
            economy::KEY,
            Outcomes {
                parameters: &p.economy,
                derived: &d.economy,
                reads: economy::Reported { record: &data.economy, step },
                stocks: &stocks.economy,
                report: Report::new(out, &slots.economy),
            },
        );
        at_level::<R, _>(
            applications::KEY,
            Outcomes {
                parameters: &p.applications,
                derived: &d.applications,
                reads: applications::Reported { setting, models },
                stocks: &stocks.applications,
                report: Report::new(out, &slots.applications),
            },
        );
        at_level::<R, _>(
            institutions::KEY,
            Outcomes {
                parameters: &p.institutions,
                derived: &d.institutions,
                reads: institutions::Reported {
                    setting,
                    worth: p.applications.capability_weight,
                    ln_run: &stocks.frontier.ln_run,
                    ln_software: &stocks.software.ln_software,
                    quality: &stocks.applications.quality,
                },
                stocks: &stocks.institutions,
                report: Report::new(out, &slots.institutions),
            },
        );
        at_level::<R, _>(
            leadership::KEY,
            Outcomes {
                parameters: &p.leadership,
                derived: &d.leadership,
                reads: leadership::Reported {
                    setting,
                    shared: plan.of(lever!("leadership.shared"), step),
                    models,
                    paths: &stocks.frontier.paths,
                    ln_software: &stocks.software.ln_software,
                    share: &stocks.adoption.share,
                    used: &stocks.adoption.used,
                    actual: &stocks.economy.actual,
                    counterfactual: &stocks.economy.counterfactual,
                    laboratories: &stocks.usage.revenue,
                    applications: &stocks.applications.revenue,
                    training: &stocks.compute.training,
                    serving: &stocks.compute.serving,
                    manufacturing: &p.applications.manufacturing,
                    products: &stocks.applications.shares[0],
                    spending: &stocks.applications.spending[0],
                    quality: &stocks.applications.quality,
                    repression: &stocks.legitimacy.repression,
                    density: &p.researchers.density,
                    heads: &stocks.researchers.heads,
                },
                stocks: &stocks.leadership,
                report: Report::new(out, &slots.leadership),
            },
        );
        at_level::<R, _>(
            observation::KEY,
            Outcomes {
                parameters: &p.observation,
                derived: &d.observation,
                reads: observation::Reported {
                    setting,
                    catalogue: &data.chips,
                    paths: &stocks.frontier.paths,
                    gauge: stocks.software.gauge,
                    commons: &stocks.openness.commons[STAGES - 1],
                    disclosed_run: &stocks.frontier.disclosed_run,
                    bought: &stocks.market.bought,
                    counted_sales: &stocks.market.counted_sales,
                    investment: &stocks.capital.quarter,
                    used: &stocks.adoption.used,
                    firms: &stocks.adoption.firms,
                    price: &stocks.usage.price,
                    revenue: &stocks.usage.revenue,
                    terminals_odds: p.legitimacy.terminals_odds,
                    luck: &luck.observation,
                    now,
                },
                stocks: &stocks.observation,
                report: Report::new(out, &slots.observation),
            },
        );
    }
}

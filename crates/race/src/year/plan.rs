//! A policy, settled for every step: what rules say, and the path of each lever.

use super::{Race, Step};
use crate::chips::Contraband;
use crate::rules::Permits;
use crate::setting::Bloc;
use overtake_model::{Index, Layout, LeverTable, Table};

macro_rules! plan {
    ($($field:ident: $lever:literal),* $(,)?) => {
        /// A policy, settled for every step.
        #[derive(Clone, Debug)]
        pub struct Plan {
            pub(super) permits: Permits,
            pub(super) contraband: Contraband,
            $(pub(super) $field: Table<f64, Step, Bloc>,)*
        }

        impl Plan {
            pub(super) fn new(race: &Race, layout: &Layout, levers: &LeverTable) -> Self {
                let (steps, blocs) = (race.calendar.steps(), race.setting.blocs.len());
                let path = |key: &str| {
                    let first = layout.lever_range(key).map_or(0, |r| r.start);
                    Table::from_fn(steps, blocs, |s: Step, b: Bloc| levers.get(first + b.get(), s.get()))
                };
                let enforcement: Table<f64, Step, Bloc> = path("controls.enforcement");
                Self {
                    permits: Permits::new(&race.setting, &race.calendar, layout, levers),
                    contraband: Contraband::new(&race.setting, &race.catalogue, steps, |b, s| {
                        enforcement[(Step::new(s), b)]
                    }),
                    $($field: path($lever),)*
                }
            }
        }
    };
}

// A lever's path by step and bloc.
plan! {
    money: "money.multiplier",
    acceptance: "chips.acceptance",
    power: "power.permits",
    scope: "compute.overseas_scope",
    software: "software.multiplier",
    homework: "software.homework",
    jumps: "software.jumps",
    efficiency_jumps: "software.efficiency_jumps",
    search: "breakthrough.hazard",
    secrecy: "breakthrough.secrecy",
    papers: "borrowing.papers",
    concentration: "frontier.concentration",
    commons: "borrowing.commons",
    access: "borrowing.access",
    shift: "openness.shift",
    imitation: "openness.imitation",
    push: "adoption.push",
    subsidy: "adoption.subsidy",
    worth: "adoption.multiplier",
    liberalisation: "capital.liberalisation",
    distrust: "capital.distrust",
    crash: "capital.crash",
    recorded: "capital.record",
    state_budget: "state.budget",
    state_infrastructure: "state.infrastructure",
    state_funds: "state.funds",
    state_chips: "state.chips",
    state_research: "state.research",
    state_effectiveness: "state.effectiveness",
    ai_gain: "economy.ai_gain",
    repression_cap: "legitimacy.repression_cap",
    sensitivity: "legitimacy.sensitivity",
    city_support: "cities.support",
    effort: "applications.effort",
    barrier: "applications.barrier",
    training: "researchers.training",
    immigration: "researchers.immigration",
    as_finance: "institutions.finance",
    as_state: "institutions.state",
    as_cities: "institutions.cities",
    as_push: "institutions.push",
    as_society: "institutions.society",
}

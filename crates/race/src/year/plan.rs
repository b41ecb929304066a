//! A policy, settled for every step: what rules say, and the path of each lever.

use super::{Race, Step};
use crate::chips::Contraband;
use crate::rules::Permits;
use overtake_model::{Index, Layout, LeverTable};

macro_rules! plan {
    ($($field:ident: $lever:literal),* $(,)?) => {
        /// A policy, settled for every step.
        #[derive(Clone, Debug)]
        pub struct Plan {
            pub(super) permits: Permits,
            pub(super) contraband: Contraband,
            /// Levers by bloc, one after the other, those of a step side by side: they are read together.
            levers: Vec<f64>,
            blocs: usize,
        }

        /// Levers that blocs have, each with its place among them.
        #[allow(non_camel_case_types, reason = "each is the name of a method")]
        #[derive(Clone, Copy)]
        enum Place { $($field),* }

        const LEVERS: &[&str] = &[$($lever),*];

        impl Plan {
            $(
                #[doc = concat!("`", $lever, "` by bloc.")]
                #[inline(always)]
                pub(super) fn $field(&self, step: Step) -> &[f64] {
                    &self.levers[(step.get() * LEVERS.len() + Place::$field as usize) * self.blocs..][..self.blocs]
                }
            )*
        }
    };
}

/// Whether a lever whose neutral value is zero does anything to any bloc.
#[inline(always)]
pub(crate) fn moved(lever: &[f64]) -> bool {
    let mut moved = false;
    for &value in lever {
        moved |= value != 0.0;
    }
    moved
}

impl Plan {
    pub(super) fn new(race: &Race, layout: &Layout, levers: &LeverTable) -> Self {
        let (steps, blocs) = (race.calendar.steps(), race.setting.blocs.len());
        let first = |key: &str| layout.lever_range(key).map_or(0, |r| r.start);
        let places: Vec<usize> = LEVERS.iter().flat_map(|key| (0..blocs).map(|b| first(key) + b)).collect();
        let enforcement = first("controls.enforcement");
        Self {
            permits: Permits::new(&race.setting, &race.calendar, layout, levers),
            contraband: Contraband::new(&race.setting, &race.catalogue, steps, |b, s| {
                levers.get(enforcement + b.get(), s)
            }),
            levers: (0..steps).flat_map(|s| places.iter().map(move |&place| levers.get(place, s))).collect(),
            blocs,
        }
    }
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
    shared: "leadership.shared",
}

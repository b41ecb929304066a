//! A policy, settled for every step: what rules say, and the path of each lever.

use crate::mechanisms::DECLARED;
use crate::mechanisms::hardware::catalogue::{Catalogue, Contraband};
use crate::mechanisms::hardware::controls::Permits;
use crate::time::Step;
use crate::world::{Bloc, Setting};
use overtake_model::{Calendar, Index, Layout, LeverTable, levers_of};

/// A policy in every step.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Rules of the policy.
    pub permits: Permits,
    /// Leaks of the best foreign chips past them.
    pub contraband: Contraband,
    /// Levers by bloc, one after the other, those of a step side by side: they are read together.
    levers: Vec<f64>,
    blocs: usize,
}

/// The place of a lever among those that blocs have; a key that is not there does not compile.
macro_rules! lever {
    ($key:literal) => {
        const { overtake_model::lever($crate::mechanisms::DECLARED, "bloc", $key) }
    };
}
pub(crate) use lever;

/// Number of levers of a bloc.
const LEVERS: usize = levers_of(DECLARED, "bloc");

impl Plan {
    /// Works out a policy in every step.
    #[must_use]
    pub fn new(
        setting: &Setting,
        catalogue: &Catalogue,
        calendar: &Calendar,
        layout: &Layout,
        table: &LeverTable,
    ) -> Self {
        let (steps, blocs) = (calendar.steps(), setting.blocs.len());
        let of_blocs = DECLARED.iter().flat_map(|d| d.levers).filter(|lever| lever.axis == "bloc");
        let places: Vec<usize> = of_blocs.filter_map(|l| layout.lever_range(l.key)).flatten().collect();
        let levers: Vec<f64> =
            (0..steps).flat_map(|s| places.iter().map(move |&place| table.get(place, s))).collect();
        let enforcement =
            |b: Bloc, s: usize| levers[(s * LEVERS + lever!("controls.enforcement")) * blocs + b.get()];
        Self {
            permits: Permits::new(setting, calendar, layout, table),
            contraband: Contraband::new(setting, catalogue, steps, enforcement),
            levers,
            blocs,
        }
    }

    /// A lever by bloc in a step; `lever` is its place among those that blocs have.
    #[inline(always)]
    #[must_use]
    pub fn of(&self, lever: usize, step: Step) -> &[f64] {
        &self.levers[(step.get() * LEVERS + lever) * self.blocs..][..self.blocs]
    }
}

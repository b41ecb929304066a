//! The race behind the traits of a model.

use crate::loops::LOOPS;
use crate::luck::Streams;
use crate::mechanisms::{self, DECLARED, Data, Derived, Luck, Parameters, Slots, Stocks};
use crate::plan::Plan;
use crate::step::Trajectory;
use crate::world::{self, Setting};
use overtake_model::{
    Account, Calendar, Declaration, Domain, Draws, Dynamics, Layout, Ledger, LeverTable, Model, Moment,
    Observation, Values, World, WorldError,
};
use overtake_num::Real;

/// The race, built for one world and calendar.
#[derive(Clone, Debug)]
pub struct Race {
    setting: Setting,
    calendar: Calendar,
    data: Data,
    slots: Slots,
}

impl Race {
    /// The setting that it was built from.
    #[must_use]
    pub fn setting(&self) -> &Setting {
        &self.setting
    }
}

/// Parameters of a batch of futures, with what is derived from them once.
#[derive(Clone, Debug)]
pub struct Batch<R> {
    parameters: Parameters<R>,
    derived: Derived<R>,
}

impl Model for Race {
    type Plan = Plan;

    fn declaration() -> Declaration {
        Declaration {
            axes: world::axes(),
            loops: LOOPS.to_vec(),
            ..Declaration::of("race", DECLARED, mechanisms::parameters())
        }
    }

    fn build(world: &World, calendar: &Calendar) -> Result<Self, Vec<WorldError>> {
        let declaration = Self::declaration();
        let mut errors = world.check(&declaration);
        // Who there is does not hang on histories: what lacks one is told with what does not fit together.
        let members = errors.iter().all(WorldError::is_of_series).then(|| Setting::new(world));
        let setting = match members {
            Some(Ok(setting)) if errors.is_empty() => setting,
            Some(Err(more)) => {
                errors.extend(more);
                return Err(errors);
            }
            _ => return Err(errors),
        };
        Ok(Self {
            data: Data::new(&setting, world, calendar),
            slots: Slots::new(&Layout::new(&declaration, world)),
            calendar: *calendar,
            setting,
        })
    }

    fn plan(&self, layout: &Layout, levers: &LeverTable) -> Plan {
        Plan::new(&self.setting, &self.data.chips, &self.calendar, layout, levers)
    }
}

impl Race {
    fn trajectory<'a, R>(&'a self, batch: &'a Batch<R>, plan: &'a Plan) -> Trajectory<'a, R> {
        Trajectory { setting: &self.setting, data: &self.data, p: &batch.parameters, d: &batch.derived, plan }
    }
}

impl<R: Real> Dynamics<R> for Race {
    type Parameters = Batch<R>;
    type Luck = Luck<R>;
    type State = Stocks<R>;

    fn parameters(&self, values: &Values<'_, R>) -> Batch<R> {
        let parameters = Parameters::read(values);
        let derived = Derived::new(&parameters, &self.data, &self.setting, &self.calendar);
        Batch { parameters, derived }
    }

    fn luck(&self, batch: &Batch<R>, draws: &Draws<'_>) -> Luck<R> {
        Luck::draw(&batch.parameters, &Streams::new(draws, &self.setting, &self.calendar))
    }

    fn start(&self, batch: &Batch<R>, plan: &Plan, _: &Luck<R>) -> Stocks<R> {
        self.trajectory(batch, plan).start(&self.calendar)
    }

    fn step<L: Ledger<R>>(
        &self,
        batch: &Batch<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        stocks: &mut Stocks<R>,
        ledger: &mut L,
    ) {
        self.trajectory(batch, plan).step(luck, now, stocks, ledger);
    }

    fn observe(
        &self,
        batch: &Batch<R>,
        plan: &Plan,
        luck: &Luck<R>,
        now: Moment,
        stocks: &Stocks<R>,
        out: &mut Observation<'_, R>,
    ) {
        self.trajectory(batch, plan).report(luck, now, stocks, &self.slots, out);
    }

    fn visit(&self, stocks: &Stocks<R>, visitor: &mut dyn FnMut(Account, Domain, R)) {
        stocks.visit(visitor);
    }
}

//! A model over one number type behind the object-safe boundary.

use crate::{Cutter, Setup, Trace};
use overtake_ensemble::kernel::{Batch, Break, Cube, Kernel};
use overtake_model::{
    Calendar, Domain, Draws, Dynamics, Layout, Ledger, Moment, Observation, Recorder, Tape, Values,
    WorldError,
};
use overtake_num::{Level, Mask, Real, trampolines};
use std::marker::PhantomData;

trampolines! {
    fn all_sound<R>(values: &[R], domain: Domain) -> bool = within;
}

/// Whether every value is finite and inside a domain.
#[inline(always)]
fn within<R: Real>(values: &[R], domain: Domain) -> bool {
    // Within finite bounds lies nothing infinite, and no NaN.
    let (low, high) = (R::splat(domain.low.max(f64::MIN)), R::splat(domain.high.min(f64::MAX)));
    let mut sound = R::Mask::splat(true);
    for &value in values {
        sound = sound & value.ge(low) & value.le(high);
    }
    sound.all()
}

/// A model built for a run.
pub(crate) struct Compiled<M: Dynamics<R>, R: Real> {
    model: M,
    plans: Vec<M::Plan>,
    layout: Layout,
    calendar: Calendar,
    seed: u64,
    number: PhantomData<R>,
}

impl<M: Dynamics<R>, R: Real> Compiled<M, R> {
    /// Builds the model and settles every policy.
    pub(crate) fn new(setup: &Setup<'_>) -> Result<Self, Vec<WorldError>> {
        let model = M::build(setup.world, &setup.calendar)?;
        let layout = Layout::new(&M::declaration(), setup.world);
        let plans = setup.policies.iter().map(|levers| model.plan(&layout, levers)).collect();
        Ok(Self { model, plans, layout, calendar: setup.calendar, seed: setup.seed, number: PhantomData })
    }

    fn parameters(&self, batch: &Batch<'_>) -> M::Parameters {
        let slots = self.layout.parameters().len();
        let values: Vec<R> =
            (0..slots).map(|s| R::from_lanes(|lane| batch.parameters[s * R::LANES + lane])).collect();
        self.model.parameters(&Values { layout: &self.layout, values: &values })
    }

    fn luck(&self, parameters: &M::Parameters, futures: &[u64]) -> M::Luck {
        self.model.luck(parameters, &Draws { seed: self.seed, futures })
    }

    /// One trajectory a lane under one policy; `each` is shown every step before it is taken.
    fn trajectory<L: Ledger<R>>(
        &self,
        parameters: &M::Parameters,
        luck: &M::Luck,
        plan: &M::Plan,
        mut state: M::State,
        ledger: &mut L,
        mut each: impl FnMut(&mut L, Moment),
    ) -> (M::State, Cube) {
        let (slots, quarters) = (self.layout.outcomes().len(), self.calendar.quarters);
        let mut cells = vec![R::zero(); slots * quarters];
        let mut broken = vec![None; R::LANES];
        for step in 0..self.calendar.steps() {
            let now = self.calendar.moment(step);
            each(ledger, now);
            self.model.step(parameters, plan, luck, now, &mut state, ledger);
            if !now.ends_quarter {
                continue;
            }
            let mut out = Observation::new(&self.layout, &mut cells, quarters, now.quarter);
            self.model.observe(parameters, plan, luck, now, &state, &mut out);
            // Once a year is enough to catch a stock that broke: it stays broken.
            if now.quarter % 4 == 3 || now.quarter + 1 == quarters {
                self.inspect(&state, now.quarter, &mut broken);
            }
        }
        self.inspect_outcomes(&cells, &mut broken);
        let mut values = vec![0.0; cells.len() * R::LANES];
        for (cell, lanes) in cells.iter().zip(values.chunks_exact_mut(R::LANES)) {
            for (lane, value) in lanes.iter_mut().enumerate() {
                *value = cell.lane(lane);
            }
        }
        (state, Cube { values, broken, slots, quarters, lanes: R::LANES })
    }

    fn inspect(&self, state: &M::State, quarter: usize, broken: &mut [Option<Break>]) {
        self.model.visit(state, &mut |account, value| {
            if value.ge(R::zero()).all() && value.is_finite().all() {
                return;
            }
            for (lane, slot) in broken.iter_mut().enumerate() {
                let value = value.lane(lane);
                if slot.is_none() && !(value.is_finite() && value >= 0.0) {
                    let reason = if value < 0.0 { "negative" } else { "not finite" };
                    let what = format!("stock {} {}.{}", account.stock, account.member, account.item);
                    *slot = Some(Break { what, quarter, reason });
                }
            }
        });
    }

    fn inspect_outcomes(&self, cells: &[R], broken: &mut [Option<Break>]) {
        for (slot, row) in self.layout.outcomes().iter().zip(cells.chunks_exact(self.calendar.quarters)) {
            if all_sound(row, slot.domain) {
                continue;
            }
            for (quarter, &value) in row.iter().enumerate() {
                for (lane, first) in broken.iter_mut().enumerate() {
                    let value = value.lane(lane);
                    let sound = value.is_finite() && slot.domain.contains(value);
                    if !sound && first.as_ref().is_none_or(|b| b.quarter > quarter) {
                        let reason = if value.is_finite() { "outside its domain" } else { "not finite" };
                        *first = Some(Break { what: slot.key.clone(), quarter, reason });
                    }
                }
            }
        }
    }
}

impl<M: Dynamics<f64>> Compiled<M, f64> {
    /// One trajectory with its ledger.
    pub(crate) fn trace(&self, future: u64, policy: usize, parameters: &[f64]) -> Trace {
        let batch = Batch { futures: &[future], parameters };
        let p = self.parameters(&batch);
        let luck = self.luck(&p, batch.futures);
        let plan = &self.plans[policy];
        let start = self.model.start(&p, plan, &luck);
        let mut stocks = Vec::new();
        self.model.visit(&start, &mut |account, value| stocks.push((account, value, f64::NAN)));
        let mut ledger = Recorder::default();
        let (end, cube) =
            self.trajectory(&p, &luck, plan, start, &mut ledger, |ledger, now| ledger.step = now.step);
        let mut rest = stocks.iter_mut();
        self.model.visit(&end, &mut |_, value| {
            if let Some(stock) = rest.next() {
                stock.2 = value;
            }
        });
        Trace { cube, ledger, stocks }
    }
}

impl<M: Dynamics<f64>> Cutter for Compiled<M, f64> {
    fn run(
        &self,
        future: u64,
        parameters: &[f64],
        runs: &[(usize, Option<&str>)],
        show: &mut dyn FnMut(usize, &Cube),
    ) {
        let batch = Batch { futures: &[future], parameters };
        let p = self.parameters(&batch);
        let luck = self.luck(&p, batch.futures);
        let start = |policy: usize| self.model.start(&p, &self.plans[policy], &luck);
        let mut tape = Tape::default();
        let (_, cube) = self.trajectory(&p, &luck, &self.plans[0], start(0), &mut tape, |_, _| {});
        show(0, &cube);
        for (place, &(policy, key)) in runs.iter().enumerate() {
            let (plan, state) = (&self.plans[policy], start(policy));
            let mut cut = tape.cut(key.unwrap_or_default());
            let (_, cube) = self.trajectory(&p, &luck, plan, state, &mut cut, |_, _| {});
            show(1 + place, &cube);
        }
    }
}

impl<M: Dynamics<R>, R: Real> Kernel for Compiled<M, R> {
    fn lanes(&self) -> usize {
        R::LANES
    }

    fn label(&self) -> String {
        format!("{} lane{} of {}", R::LANES, if R::LANES == 1 { "" } else { "s" }, R::Level::NAME)
    }

    fn policies(&self) -> usize {
        self.plans.len()
    }

    fn run(&self, batch: Batch<'_>, policies: &[usize], show: &mut dyn FnMut(usize, &Cube)) {
        let parameters = self.parameters(&batch);
        let luck = self.luck(&parameters, batch.futures);
        for &policy in policies {
            let plan = &self.plans[policy];
            let state = self.model.start(&parameters, plan, &luck);
            let (_, cube) = self.trajectory(&parameters, &luck, plan, state, &mut (), |(), _| {});
            show(policy, &cube);
        }
    }
}

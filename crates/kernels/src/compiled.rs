//! A model over one number type behind the object-safe boundary.

use crate::setup::Setup;
use crate::trace::{FrozenLoops, Trace, Tracer};
use overtake_ensemble::kernel::{Batch, Break, Cube, Kernel};
use overtake_model::{
    Asked, Calendar, Domain, Draws, Dynamics, Layout, Ledger, LeverTable, Moment, Observation, Recorder,
    Tape, Values, WorldError,
};
use overtake_num::{Level, Mask, Real, trampolines};
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Finite bounds of a domain: neither an infinity nor a NaN lies inside.
#[inline(always)]
fn finite(domain: Domain) -> [f64; 2] {
    [domain.low.max(f64::MIN), domain.high.min(f64::MAX)]
}

trampolines! {
    fn all_sound<R>(values: &[R], domain: Domain) -> bool = within;
    fn all_reported<R>(number: PhantomData<R>, cells: &[f64], bounds: &[[f64; 2]], asked: &[usize]) -> bool = reported;
}

/// Whether every value is finite and inside a domain.
#[inline(always)]
fn within<R: Real>(values: &[R], domain: Domain) -> bool {
    let [low, high] = finite(domain).map(R::splat);
    let mut sound = R::Mask::splat(true);
    for &value in values {
        sound = sound & value.ge(low) & value.le(high);
    }
    sound.all()
}

/// Whether every outcome that is asked for in a quarter lies inside its finite bounds.
#[inline(always)]
fn reported<R: Real>(_: PhantomData<R>, cells: &[f64], bounds: &[[f64; 2]], asked: &[usize]) -> bool {
    let mut sound = R::Mask::splat(true);
    for &slot in asked {
        let (row, [least, greatest]) = (&cells[slot * R::LANES..][..R::LANES], bounds[slot]);
        let value = R::from_lanes(|lane| row[lane]);
        sound = sound & value.ge(R::splat(least)) & value.le(R::splat(greatest));
    }
    sound.all()
}

/// A model built for a run.
pub(crate) struct Compiled<M: Dynamics<R>, R: Real> {
    model: M,
    plans: Vec<M::Plan>,
    /// First step in which a policy departs from another, by policy and policy.
    departs: Vec<Vec<usize>>,
    layout: Layout,
    /// Least and greatest finite value of each outcome.
    bounds: Vec<[f64; 2]>,
    /// Outcomes that are asked for, where not all are.
    asked: Option<Asked>,
    /// Places of all outcomes, where all are asked for.
    all: Vec<usize>,
    /// Memory of outcomes that no batch uses: it exceeds a processor's caches, and clearing it for every trajectory would
    /// take as long as the trajectory.
    spare: Mutex<Vec<Vec<f64>>>,
    calendar: Calendar,
    seed: u64,
    number: PhantomData<R>,
}

impl<M: Dynamics<R>, R: Real> Compiled<M, R> {
    /// Builds the model and a plan for every policy.
    pub(crate) fn new(setup: &Setup<'_>) -> Result<Self, Vec<WorldError>> {
        let model = M::build(setup.world, &setup.calendar)?;
        let layout = Layout::new(&M::declaration(), setup.world);
        let plans = setup.policies.iter().map(|levers| model.plan(&layout, levers)).collect();
        let from = |a: &LeverTable| setup.policies.iter().map(|b| a.departs(b)).collect();
        let departs = setup.policies.iter().map(from).collect();
        let bounds: Vec<[f64; 2]> = layout.outcomes().iter().map(|slot| finite(slot.domain)).collect();
        let all = (0..bounds.len()).collect();
        Ok(Self {
            model,
            plans,
            departs,
            layout,
            bounds,
            asked: setup.asked.cloned(),
            all,
            spare: Mutex::default(),
            calendar: setup.calendar,
            seed: setup.seed,
            number: PhantomData,
        })
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
        future: Future<'_, M, R>,
        policy: usize,
        cube: &mut Cube,
        ledger: &mut L,
        each: impl FnMut(&mut L, Moment),
    ) -> M::State {
        let mut trajectories = self.start(future, policy);
        self.advance(future, policy, 0..self.calendar.steps(), &mut trajectories, cube, ledger, each);
        self.arrive(&trajectories, cube);
        trajectories.state
    }

    fn start(&self, future: Future<'_, M, R>, policy: usize) -> Trajectories<M::State> {
        let state = self.model.start(future.parameters, &self.plans[policy], future.luck);
        Trajectories { state, broken: vec![None; R::LANES], sound: true }
    }

    /// Takes some steps.
    fn advance<L: Ledger<R>>(
        &self,
        Future { parameters, luck }: Future<'_, M, R>,
        policy: usize,
        steps: Range<usize>,
        Trajectories { state, broken, sound }: &mut Trajectories<M::State>,
        cube: &mut Cube,
        ledger: &mut L,
        mut each: impl FnMut(&mut L, Moment),
    ) {
        let (plan, quarters) = (&self.plans[policy], self.calendar.quarters);
        for step in steps {
            let now = self.calendar.moment(step);
            each(ledger, now);
            self.model.step(parameters, plan, luck, now, state, ledger);
            if !now.ends_quarter {
                continue;
            }
            let length = cube.slots * cube.lanes;
            let cells = &mut cube.values[now.quarter * length..][..length];
            let asked = self.asked.as_ref().map(|asked| asked.of(now.quarter));
            let mut out = Observation::new(&self.layout, cells, asked);
            self.model.observe(parameters, plan, luck, now, state, &mut out);
            let cells = &cube.values[now.quarter * length..][..length];
            let asked = self.asked.as_ref().map_or(&self.all[..], |asked| asked.list(now.quarter));
            *sound &= all_reported(self.number, cells, &self.bounds, asked);
            // Once a year is enough to catch a stock that broke: it stays broken.
            if now.quarter % 4 == 3 || now.quarter + 1 == quarters {
                self.inspect(state, now.quarter, broken);
            }
        }
    }

    /// Sets what broke on the way.
    fn arrive(&self, trajectories: &Trajectories<M::State>, cube: &mut Cube) {
        cube.broken.clone_from(&trajectories.broken);
        if !trajectories.sound {
            self.inspect_outcomes(cube);
        }
    }

    /// A cube to be filled in, in spare memory if there is any.
    fn cube(&self) -> Cube {
        let (slots, quarters, lanes) = (self.layout.outcomes().len(), self.calendar.quarters, R::LANES);
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        // A model sets every outcome that is asked for, so that nothing that is read is of an earlier batch.
        let values = spare.unwrap_or_else(|| vec![f64::NAN; slots * quarters * lanes]);
        Cube { values, broken: vec![None; lanes], slots, quarters, lanes }
    }

    fn give_back(&self, cube: Cube) {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).push(cube.values);
    }

    fn inspect(&self, state: &M::State, quarter: usize, broken: &mut [Option<Break>]) {
        // Stocks by the one bound that there is to any: none is below nothing, or each is finite.
        let (mut positive, mut signed) = (Vec::new(), Vec::new());
        self.model.visit(state, &mut |_, domain, value| {
            if domain.low >= 0.0 { positive.push(value) } else { signed.push(value) }
        });
        if all_sound(&positive, Domain::NON_NEGATIVE) && all_sound(&signed, Domain::REAL) {
            return;
        }
        self.model.visit(state, &mut |account, domain, value| {
            for (lane, slot) in broken.iter_mut().enumerate() {
                let value = value.lane(lane);
                if slot.is_none() && !(value.is_finite() && domain.contains(value)) {
                    let reason = if value < domain.low { "negative" } else { "not finite" };
                    let what = format!("stock {} {}.{}", account.stock, account.member, account.item);
                    *slot = Some(Break { what, quarter, reason });
                }
            }
        });
    }

    fn inspect_outcomes(&self, cube: &mut Cube) {
        for (quarter, row) in cube.values.chunks_exact(cube.slots * cube.lanes).enumerate() {
            let asked = self.asked.as_ref().map(|asked| asked.of(quarter));
            let slots = self.layout.outcomes().iter().zip(row.chunks_exact(cube.lanes)).enumerate();
            for (_, (slot, values)) in slots.filter(|(place, _)| asked.is_none_or(|asked| asked[*place])) {
                for (&value, first) in values.iter().zip(&mut cube.broken) {
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

impl<M: Dynamics<f64>> Tracer for Compiled<M, f64> {
    fn trace(&self, future: u64, policy: usize, parameters: &[f64]) -> Trace {
        let batch = Batch { futures: &[future], parameters };
        let p = self.parameters(&batch);
        let luck = self.luck(&p, batch.futures);
        let future = Future { parameters: &p, luck: &luck };
        let mut stocks = Vec::new();
        self.model.visit(&self.start(future, policy).state, &mut |account, _, value| {
            stocks.push((account, value, f64::NAN))
        });
        let mut ledger = Recorder::default();
        let mut cube = self.cube();
        let end =
            self.trajectory(future, policy, &mut cube, &mut ledger, |ledger, now| ledger.step = now.step);
        let mut rest = stocks.iter_mut();
        self.model.visit(&end, &mut |_, _, value| {
            if let Some(stock) = rest.next() {
                stock.2 = value;
            }
        });
        Trace { cube, ledger, stocks }
    }
}

impl<M: Dynamics<f64>> FrozenLoops for Compiled<M, f64> {
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
        let future = Future { parameters: &p, luck: &luck };
        let (mut tape, mut cube) = (Tape::default(), self.cube());
        self.trajectory(future, 0, &mut cube, &mut tape, |_, _| {});
        show(0, &cube);
        for (place, &(policy, key)) in runs.iter().enumerate() {
            let mut cut = tape.cut(key.unwrap_or_default());
            self.trajectory(future, policy, &mut cube, &mut cut, |_, _| {});
            show(1 + place, &cube);
        }
        self.give_back(cube);
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
        let future = Future { parameters: &parameters, luck: &luck };
        let Some((&first, rest)) = policies.split_first() else { return };
        let mut cube = self.cube();
        // Under the first policy as far as each of the others goes with it, and on from there: nothing in a step reads a lever
        // of a later one.
        let mut branches: Vec<(usize, usize)> =
            rest.iter().map(|&policy| (self.departs[first][policy], policy)).collect();
        branches.sort_by_key(|(departs, _)| *departs);
        let (mut forks, mut trajectories, mut step) = (Vec::new(), self.start(future, first), 0);
        for alike in branches.chunk_by(|a, b| a.0 == b.0) {
            let departs = alike[0].0;
            self.advance(future, first, step..departs, &mut trajectories, &mut cube, &mut (), |(), _| {});
            step = departs;
            forks.push((departs, alike, (departs > 0).then(|| trajectories.clone())));
        }
        let end = self.calendar.steps();
        self.advance(future, first, step..end, &mut trajectories, &mut cube, &mut (), |(), _| {});
        self.arrive(&trajectories, &mut cube);
        show(first, &cube);
        // The latest to depart comes first, so that what lies before in the cube is always the first policy's.
        for (departs, alike, fork) in forks.iter().rev() {
            for &(_, policy) in *alike {
                let mut trajectories = fork.clone().unwrap_or_else(|| self.start(future, policy));
                self.advance(
                    future,
                    policy,
                    *departs..end,
                    &mut trajectories,
                    &mut cube,
                    &mut (),
                    |(), _| {},
                );
                self.arrive(&trajectories, &mut cube);
                show(policy, &cube);
            }
        }
        self.give_back(cube);
    }
}

/// Parameters and luck of a batch, which all policies share.
struct Future<'a, M: Dynamics<R>, R: Real> {
    parameters: &'a M::Parameters,
    luck: &'a M::Luck,
}

impl<M: Dynamics<R>, R: Real> Clone for Future<'_, M, R> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Dynamics<R>, R: Real> Copy for Future<'_, M, R> {}

/// Trajectories under way, one a lane.
#[derive(Clone)]
struct Trajectories<S> {
    state: S,
    /// Break of a lane's stocks, if they broke.
    broken: Vec<Option<Break>>,
    /// Whether all outcomes so far are finite and inside their domains.
    sound: bool,
}

//! The two traits of a model that runs, and what they are handed.

use crate::axes::{World, WorldError};
use crate::declare::{Declaration, Domain};
use crate::layout::Layout;
use crate::ledger::{Account, Ledger};
use crate::levers::LeverTable;
use crate::time::{Calendar, Moment};
use overtake_num::Real;
use overtake_num::random::Stream;
use std::marker::PhantomData;

/// A model built from data, without any number type yet.
pub trait Model: Sized + Send + Sync + 'static {
    /// Plan of a policy, made of its levers before a run: everything about it that is the same in all futures.
    type Plan: Send + Sync;

    /// Everything the model offers.
    fn declaration() -> Declaration;

    /// Builds the model for one world and calendar.
    ///
    /// # Errors
    /// When the world does not fit the declaration.
    fn build(world: &World, calendar: &Calendar) -> Result<Self, Vec<WorldError>>;

    /// Turns a policy's levers into a plan.
    fn plan(&self, layout: &Layout, levers: &LeverTable) -> Self::Plan;
}

/// A model's equations over one number type.
pub trait Dynamics<R: Real>: Model {
    /// Parameters by name.
    type Parameters;
    /// All draws of a batch of futures, shared by every policy.
    type Luck;
    /// Stocks.
    type State: Clone;

    /// Reads the parameters of a batch.
    fn parameters(&self, values: &Values<'_, R>) -> Self::Parameters;

    /// Draws the luck of a batch; no policy is known here, so policies cannot differ in it.
    fn luck(&self, parameters: &Self::Parameters, draws: &Draws<'_>) -> Self::Luck;

    /// Stocks at the start of the first step.
    fn start(&self, parameters: &Self::Parameters, plan: &Self::Plan, luck: &Self::Luck) -> Self::State;

    /// One step: reads the state at its start, leaves the state at its end.
    fn step<L: Ledger<R>>(
        &self,
        parameters: &Self::Parameters,
        plan: &Self::Plan,
        luck: &Self::Luck,
        now: Moment,
        state: &mut Self::State,
        ledger: &mut L,
    );

    /// Reports the outcomes that are asked for at the end of a quarter; `now` is the quarter's last step.
    fn observe(
        &self,
        parameters: &Self::Parameters,
        plan: &Self::Plan,
        luck: &Self::Luck,
        now: Moment,
        state: &Self::State,
        out: &mut Observation<'_, R>,
    );

    /// Shows every stock that the ledger keeps, with its bounds: one visitor serves checks, digests and snapshots.
    fn visit(&self, state: &Self::State, visitor: &mut dyn FnMut(Account, Domain, R));
}

/// Stocks of one mechanism.
pub trait Held<R> {
    /// Shows those that the ledger keeps, each with its bounds; none where it keeps none.
    fn visit(&self, _: &mut dyn FnMut(Account, Domain, R)) {}
}

/// Parameter values of a batch, read by key.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a, R> {
    /// Where each parameter lies.
    pub layout: &'a Layout,
    /// One value per parameter slot.
    pub values: &'a [R],
}

impl<R: Real> Values<'_, R> {
    /// A parameter without an axis.
    ///
    /// # Panics
    /// When the declaration has no such parameter: the same macro declares and reads, so it cannot happen.
    #[must_use]
    pub fn one(&self, key: &str) -> R {
        let range = self.layout.parameter_range(key);
        range
            .and_then(|r| self.values.get(r.start).copied())
            .unwrap_or_else(|| panic!("undeclared parameter {key}"))
    }

    /// A parameter's values over its axis.
    ///
    /// # Panics
    /// When the declaration has no such parameter.
    #[must_use]
    pub fn many(&self, key: &str) -> &[R] {
        let range = self.layout.parameter_range(key);
        range.and_then(|r| self.values.get(r)).unwrap_or_else(|| panic!("undeclared parameter {key}"))
    }
}

/// Draws for a batch of futures: one lane a future.
#[derive(Clone, Copy, Debug)]
pub struct Draws<'a> {
    /// Seed of the run.
    pub seed: u64,
    /// Number of each lane's future.
    pub futures: &'a [u64],
}

impl Draws<'_> {
    /// The stream of one decision of one member; members carry their streams with them by key.
    #[must_use]
    pub fn stream(&self, name: &str, member: &str) -> Stream {
        Stream::new(self.seed, name, member)
    }

    /// Numbers inside (0, 1) for each lane, with indices from `first` on.
    pub fn uniforms<R: Real>(&self, stream: &Stream, first: u32, into: &mut [R]) {
        stream.uniforms(self.futures, first, into);
    }
}

/// Outcomes that are asked for, quarter by quarter: others need not be worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    slots: usize,
    cells: Vec<bool>,
    /// The slots asked for, quarter by quarter.
    lists: Vec<Vec<usize>>,
}

impl Asked {
    /// No outcomes of so many quarters.
    #[must_use]
    pub fn nothing(slots: usize, quarters: usize) -> Self {
        Self { slots, cells: vec![false; slots * quarters], lists: vec![Vec::new(); quarters] }
    }

    /// Asks for an outcome in a quarter; one that is not there is not asked for.
    pub fn ask(&mut self, slot: usize, quarter: usize) {
        let cell = self.cells.chunks_exact_mut(self.slots).nth(quarter).and_then(|q| q.get_mut(slot));
        if let Some(cell) = cell
            && !std::mem::replace(cell, true)
        {
            self.lists[quarter].push(slot);
        }
    }

    /// The outcomes that are asked for in a quarter.
    #[must_use]
    pub fn list(&self, quarter: usize) -> &[usize] {
        &self.lists[quarter]
    }

    /// Whether each outcome is asked for in a quarter.
    #[must_use]
    pub fn of(&self, quarter: usize) -> &[bool] {
        &self.cells[quarter * self.slots..][..self.slots]
    }
}

/// Receives the outcomes of one quarter.
#[derive(Debug)]
pub struct Observation<'a, R> {
    layout: &'a Layout,
    cells: &'a mut [f64],
    /// Whether each slot is asked for; all are where this is none.
    asked: Option<&'a [bool]>,
    number: PhantomData<R>,
}

impl<'a, R: Real> Observation<'a, R> {
    /// A view of the cells of a quarter, laid out as (outcome slot, lane), and, where not all are read, which slots are.
    pub fn new(layout: &'a Layout, cells: &'a mut [f64], asked: Option<&'a [bool]>) -> Self {
        Self { layout, cells, asked, number: PhantomData }
    }

    /// Whether the outcome in `slot`, a place of [`Layout::outcomes`], is asked for.
    #[inline(always)]
    #[must_use]
    pub fn asks(&self, slot: usize) -> bool {
        match self.asked {
            Some(asked) => asked[slot],
            None => true,
        }
    }

    /// Sets the outcome in a slot.
    #[inline(always)]
    pub fn set(&mut self, slot: usize, value: R) {
        value.write(&mut self.cells[slot * R::LANES..][..R::LANES]);
    }

    /// Layout of the outcomes.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        self.layout
    }
}

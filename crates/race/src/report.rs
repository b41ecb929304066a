//! How a mechanism hands over its outcomes at the end of a quarter: what nobody asks for is not worked out.

use overtake_model::{Index, Layout, Observation, Outcome};
use overtake_num::Real;

/// The outcomes of one mechanism in a run: where the first member of each lies.
#[derive(Clone, Debug)]
pub struct Slots(Vec<usize>);

impl Slots {
    /// Finds them in the layout of a run.
    #[must_use]
    pub fn new(outcomes: &[Outcome], layout: &Layout) -> Self {
        let first = |o: &Outcome| layout.outcome_range(o.key).map_or(usize::MAX, |range| range.start);
        Self(outcomes.iter().map(first).collect())
    }
}

/// Receives the outcomes of one mechanism at the end of a quarter.
#[derive(Debug)]
pub struct Report<'a, 'o, R> {
    out: &'a mut Observation<'o, R>,
    slots: &'a Slots,
}

impl<'a, 'o, R: Real> Report<'a, 'o, R> {
    /// The part of an observation that is a mechanism's.
    #[inline(always)]
    pub fn new(out: &'a mut Observation<'o, R>, slots: &'a Slots) -> Self {
        Self { out, slots }
    }

    /// Whether an outcome of a member is asked for; `outcome` is its place among the mechanism's.
    #[inline(always)]
    #[must_use]
    pub fn asks(&self, outcome: usize, member: impl Index) -> bool {
        self.out.asks(self.slots.0[outcome] + member.get())
    }

    /// Whether one of these outcomes is asked for, of any of so many members.
    #[inline(always)]
    #[must_use]
    pub fn asks_any(&self, outcomes: &[usize], members: usize) -> bool {
        let mut any = false;
        for &outcome in outcomes {
            for member in 0..members {
                any |= self.out.asks(self.slots.0[outcome] + member);
            }
        }
        any
    }

    /// Sets an outcome of a member.
    #[inline(always)]
    pub fn set(&mut self, outcome: usize, member: impl Index, value: R) {
        self.out.set(self.slots.0[outcome] + member.get(), value);
    }
}

/// The place of an outcome among those of the mechanism in whose file this stands; a key that is not there does not compile.
macro_rules! outcome {
    ($key:literal) => {
        const { overtake_model::outcome(OUTCOMES, $key) }
    };
}
pub(crate) use outcome;

/// Sets an outcome by its key if anybody reads it.
macro_rules! tell {
    ($report:expr, $key:literal, $member:expr => $value:expr) => {{
        let (outcome, member) = ($crate::report::outcome!($key), $member);
        if $report.asks(outcome, member) {
            let value = $value;
            $report.set(outcome, member, value);
        }
    }};
}
pub(crate) use tell;

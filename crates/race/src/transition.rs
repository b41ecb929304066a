//! One mechanism's part of a step.

use crate::report::Report;
use overtake_num::Real;
use overtake_num::level::{Level, Work};

/// What a mechanism changes in one step, and everything that it changes it with.
///
/// A mechanism implements [`Work`] for its own; the type says all that it reads and writes.
#[derive(Debug)]
pub struct Transition<'a, P, D, X, S, L> {
    /// Its parameters.
    pub parameters: &'a P,
    /// Parameters derived once a future.
    pub derived: &'a D,
    /// Inputs: what it reads of other mechanisms, of the policy, of luck and of the calendar.
    pub reads: X,
    /// Its stocks: it alone writes them.
    pub stocks: &'a mut S,
    /// Keeps lines and limits where somebody asks.
    pub ledger: &'a mut L,
}

/// Work of a mechanism in a step that changes no stock: others read its result.
#[derive(Debug)]
pub struct Flow<'a, P, D, X> {
    /// Its parameters.
    pub parameters: &'a P,
    /// Parameters derived once a future.
    pub derived: &'a D,
    /// Inputs: what it reads.
    pub reads: X,
}

/// Report of a mechanism at the end of a quarter.
#[derive(Debug)]
pub struct Outcomes<'a, 'o, R, P, D, X, S> {
    /// Its parameters.
    pub parameters: &'a P,
    /// Parameters derived once a future.
    pub derived: &'a D,
    /// Inputs: what it reads of others.
    pub reads: X,
    /// Its stocks.
    pub stocks: &'a S,
    /// Receives the outcomes.
    pub report: Report<'a, 'o, R>,
}

/// Runs a piece of work compiled for the level of `R`, by the mechanism's key: one function for each, because a whole step in
/// one would take five times as long to compile, at the same speed.
#[inline]
pub fn at_level<R: Real, W: Work>(mechanism: &'static str, work: W) -> W::Done {
    <R::Level as Level>::named(mechanism, work)
}

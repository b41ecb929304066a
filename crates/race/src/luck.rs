//! Draws of a future, each from a stream of its own name and member.

use crate::math;
use crate::time::Step;
use crate::world::Setting;
use overtake_model::{Calendar, Draws, Index, Row, Table};
use overtake_num::{Real, trampolines};

trampolines! {
    fn exponentials<R>(uniforms: &mut [R]) = math::exponentials as luck;
    fn logistic_errors<R>(uniforms: &mut [R]) = math::logistic_errors as luck;
    fn factors<R>(deviations: &mut [R], error: R) = error_factors as luck;
}

/// Measurement error factors from deviations of their logs in units of the error.
#[inline(always)]
fn error_factors<R: Real>(deviations: &mut [R], error: R) {
    for value in overtake_num::one_by_one(deviations) {
        *value = (*value * error).exp();
    }
}

/// Streams of random numbers of a batch of futures, by name, member and calendar quarter.
#[derive(Clone, Copy, Debug)]
pub struct Streams<'a> {
    draws: &'a Draws<'a>,
    /// Members whose keys name streams.
    pub setting: &'a Setting,
    quarters: usize,
    /// The calendar's own number of the first quarter, so that neither its start nor its step moves a draw.
    first: u32,
}

impl<'a> Streams<'a> {
    /// The streams of a batch over a calendar.
    #[must_use]
    pub fn new(draws: &'a Draws<'a>, setting: &'a Setting, calendar: &Calendar) -> Self {
        let first = u32::try_from(calendar.start.year() * 4 + calendar.start.number()).unwrap_or(0);
        Self { draws, setting, quarters: calendar.quarters, first }
    }

    fn uniforms<'k, R: Real>(&self, name: &str, members: impl ExactSizeIterator<Item = &'k str>) -> Vec<R> {
        let mut values = vec![R::zero(); members.len() * self.quarters];
        for (member, values) in members.zip(values.chunks_mut(self.quarters.max(1))) {
            self.draws.uniforms(&self.draws.stream(name, member), self.first, values);
        }
        values
    }

    /// Draws member by member as a table by quarter: those of a quarter are read together.
    fn by_quarter<R: Real, I: Index>(&self, draws: &[R]) -> Table<R, Step, I> {
        let members = draws.len().checked_div(self.quarters).unwrap_or(0);
        Table::from_fn(self.quarters, members, |q: Step, m: I| draws[m.get() * self.quarters + q.get()])
    }

    /// Numbers inside (0, 1), one a quarter and member.
    pub fn uniform<'k, R: Real, I: Index>(
        &self,
        name: &str,
        members: impl ExactSizeIterator<Item = &'k str>,
    ) -> Table<R, Step, I> {
        self.by_quarter(&self.uniforms(name, members))
    }

    /// Exponentially distributed numbers of unit mean, one a quarter and member.
    pub fn exponential<'k, R: Real, I: Index>(
        &self,
        name: &str,
        members: impl ExactSizeIterator<Item = &'k str>,
    ) -> Table<R, Step, I> {
        let mut values = self.uniforms(name, members);
        exponentials(&mut values);
        self.by_quarter(&values)
    }

    /// Exponentially distributed numbers of unit mean, one a member: at which cumulative hazard a one-off event comes.
    pub fn once<'k, R: Real, I: Index>(
        &self,
        name: &str,
        members: impl ExactSizeIterator<Item = &'k str>,
    ) -> Row<R, I> {
        let mut values = vec![R::zero(); members.len()];
        for (member, value) in members.zip(&mut values) {
            self.draws.uniforms(&self.draws.stream(name, member), 0, std::slice::from_mut(value));
        }
        exponentials(&mut values);
        Row::from_values(values)
    }

    /// Logistic errors of unit deviation, one a quarter and bloc.
    pub fn errors<R: Real, I: Index>(&self, name: &str) -> Table<R, Step, I> {
        let mut values = self.uniforms(name, self.blocs());
        logistic_errors(&mut values);
        self.by_quarter(&values)
    }

    /// Measurement error factors, one a quarter and bloc; `error` is the deviation of their log.
    pub fn error_factors<R: Real, I: Index>(&self, name: &str, error: R) -> Table<R, Step, I> {
        let mut values = self.uniforms(name, self.blocs());
        logistic_errors(&mut values);
        factors(&mut values, error);
        self.by_quarter(&values)
    }

    /// Keys of the blocs.
    pub fn blocs(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        self.setting.blocs.values().iter().map(String::as_str)
    }

    /// Keys of the laboratories.
    pub fn laboratories(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        self.setting.laboratories.values().iter().map(|l| l.key.as_str())
    }

    /// Keys of the rules.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        self.setting.rules.values().iter().map(|r| r.key.as_str())
    }
}

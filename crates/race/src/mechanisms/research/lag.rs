//! **S6 · Lag.** How many months ago those ahead first reached what a bloc has published.
//!
//! ```text
//! since(P, L) = Σ_j Δ · clamp((P_{j+1} − L)/(P_{j+1} − P_j), 0, 1)            time since the path P first passed L
//! lag_b = 12 [since(best of others, P_b) − since(P_b, best of others)]
//! ```
//! Paths never fall, so a step counts wholly once it lies above L, not at all while it lies below, and in part where
//! it crosses. Negative when the bloc leads. Where both grow at the rate ln g and differ by the ratio R, the lag is
//! 12 ln R / ln g.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | P | published capability over time | log | bloc × step |
//! | L | level | log | – |
//! | lag | lag of the bloc | months | bloc |
//!
//! **Time**: the whole past.
//! **Source**: the definition of Epoch AI's lag: from the date at which the leader first had it.
//! **Leaves out** nothing; lags longer than the calendar's past count from its start.
//! **Turned off when** never: it is a measure.

use crate::math::greatest_other;
use crate::units::NO_CAPABILITY;
use crate::world::Bloc;
use overtake_model::Index;
use overtake_num::{Mask, Real};

/// Published capability of all blocs after each step so far.
#[derive(Debug)]
pub struct Paths<R> {
    blocs: usize,
    /// Published capability, a log, step by step and bloc by bloc.
    values: Vec<R>,
}

impl<R: Clone> Clone for Paths<R> {
    /// A copy with the same capacity, so that adding a step asks the allocator for nothing.
    fn clone(&self) -> Self {
        let mut values = Vec::with_capacity(self.values.capacity());
        values.extend_from_slice(&self.values);
        Self { blocs: self.blocs, values }
    }
}

/// A path that a lag is measured on.
#[derive(Clone, Copy)]
enum PathOf {
    /// The bloc's own.
    Own,
    /// The best of the others.
    Others,
}

impl<R: Real> Paths<R> {
    /// Paths without any step, with room for so many.
    #[inline(always)]
    #[must_use]
    pub fn empty(blocs: usize, steps: usize) -> Self {
        Self { blocs, values: Vec::with_capacity(blocs * (steps + 1)) }
    }

    /// Adds published capability of every bloc at the end of a step.
    #[inline(always)]
    pub fn push(&mut self, published: &[R]) {
        for &value in published {
            self.values.push(value);
        }
    }

    /// Number of values in a path.
    #[inline(always)]
    fn len(&self) -> usize {
        self.values.len() / self.blocs
    }

    /// One value of a path.
    #[inline(always)]
    fn at(&self, step: usize, bloc: Bloc, of: PathOf) -> R {
        let published = &self.values[step * self.blocs..][..self.blocs];
        match of {
            PathOf::Own => published[bloc.get()],
            PathOf::Others => greatest_other(published, bloc.get()),
        }
    }

    /// The last value of a path; no capability where it has none.
    #[inline(always)]
    fn end(&self, bloc: Bloc, of: PathOf) -> R {
        match self.len() {
            0 => R::splat(NO_CAPABILITY),
            len => self.at(len - 1, bloc, of),
        }
    }

    /// Published capability of a bloc, a log.
    #[inline(always)]
    pub fn last(&self, bloc: Bloc) -> R {
        self.end(bloc, PathOf::Own)
    }

    /// Lag of one bloc, in months.
    #[inline(always)]
    pub fn months(&self, bloc: Bloc, dt: f64) -> R {
        let ahead = self.time_since(bloc, PathOf::Others, self.end(bloc, PathOf::Own), dt);
        R::splat(12.0) * (ahead - self.time_since(bloc, PathOf::Own, self.end(bloc, PathOf::Others), dt))
    }

    /// Time since a path first passed a level, in years.
    #[inline(always)]
    fn time_since(&self, bloc: Bloc, of: PathOf, level: R, dt: f64) -> R {
        // Whole steps are counted apart from the one that crosses, so that the sum does not hang on how other lanes go on. No path
        // falls, so that each crosses a level once.
        let (mut whole, mut from, mut to) = (R::zero(), level, level);
        let clear = level + R::splat(2.0 * FLAT);
        let mut after = self.end(bloc, of);
        let mut steps = self.len().saturating_sub(1);
        // Where it is clear of the level some steps before, it is in between.
        while steps >= STRIDE {
            let before = self.at(steps - STRIDE, bloc, of);
            if !before.ge(clear).all() {
                break;
            }
            (after, steps) = (before, steps - STRIDE);
            whole += R::splat(STRIDE as f64);
        }
        for step in (0..steps).rev() {
            let before = self.at(step, bloc, of);
            if before.ge(clear).all() {
                whole += R::one();
                after = before;
                continue;
            }
            let above = after.gt(level);
            // Below the level all of the past is below it: what is left would add zeros.
            if !above.any() {
                break;
            }
            let (wholly, crosses) = (above & before.ge(level), above & before.lt(level));
            whole += R::select(wholly, R::one(), R::zero());
            from = R::select(crosses, before, from);
            to = R::select(crosses, after, to);
            after = before;
        }
        let part = ((to - level) / (to - from).max(R::splat(FLAT))).clamp(R::zero(), R::one());
        (whole + part) * R::splat(dt)
    }
}

/// Number of steps that are skipped at once while all futures lie above a level.
const STRIDE: usize = 6;
/// Greatest rise of a path that counts as none, a log.
const FLAT: f64 = 1e-12;

#[cfg(test)]
mod tests {
    use super::*;

    fn path(steps: usize, f: impl Fn(f64, usize) -> f64) -> Paths<f64> {
        let mut paths = Paths::empty(2, steps);
        for step in 0..=steps {
            let time = step as f64 * 0.25;
            paths.push(&[f(time, 0), f(time, 1)]);
        }
        paths
    }

    #[test]
    fn steady_growth_lags_by_the_logarithm_of_the_ratio_over_the_growth() {
        // models.md §3.1 D7: R = 10 with growth 4.5 a year is 18.371 months; with 12 a year 11.120.
        for (growth, expected) in [(4.5_f64, 18.371), (12.0, 11.120)] {
            let p = path(80, |t, b| t * Real::ln(growth) - if b == 1 { Real::ln(10.0) } else { 0.0 });
            let follower = p.months(Bloc::new(1), 0.25);
            assert!((follower - expected).abs() < 1e-3, "{follower} months, expected {expected}");
            assert_eq!(p.months(Bloc::new(0), 0.25), -follower);
        }
    }

    #[test]
    fn equal_paths_have_no_lag_and_flat_ones_count_whole_steps() {
        let equal = path(20, |t, _| t);
        assert_eq!(equal.months(Bloc::new(1), 0.25), 0.0);
        // The leader jumps from 0 to 1 in the step that ends at 4 years; the follower has 0.5 at 5 years.
        let jump = path(20, |t, b| {
            if b == 0 {
                f64::from(u8::from(t >= 4.0))
            } else if t >= 4.5 {
                0.5
            } else {
                -1.0
            }
        });
        assert!((jump.months(Bloc::new(1), 0.25) - 12.0 * 1.125).abs() < 1e-9);
    }
}

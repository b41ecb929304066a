//! Sums and bests over a bloc's laboratories.

use crate::units::NO_CAPABILITY;
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::Row;
use overtake_num::{Real, one_by_one};

/// The greatest of the values of some laboratories and a least one.
#[inline(always)]
pub fn best_of<R: Real>(laboratories: &[Laboratory], values: &Row<R, Laboratory>, least: R) -> R {
    let mut best = least;
    for &l in one_by_one(laboratories) {
        best = best.max(values[l]);
    }
    best
}

/// The greatest of the values of each bloc's laboratories.
#[inline(always)]
pub fn best_by_bloc<R: Real>(setting: &Setting, values: &Row<R, Laboratory>) -> Row<R, Bloc> {
    let mut best = Row::filled(setting.blocs.len(), R::splat(f64::NEG_INFINITY));
    for b in setting.blocs.places() {
        best[b] = best_of(&setting.laboratories_of[b], values, best[b]);
    }
    best
}

/// Capability of each bloc's best laboratory, released or not, above a gauge, a log.
#[inline(always)]
pub fn best_capability<R: Real>(
    setting: &Setting,
    capability: &Row<R, Laboratory>,
    gauge: R,
) -> Row<R, Bloc> {
    let mut best = Row::filled(setting.blocs.len(), R::splat(NO_CAPABILITY));
    for b in setting.blocs.places() {
        best[b] = best_of(&setting.laboratories_of[b], capability, best[b]) - gauge;
    }
    best
}

/// Share of each bloc's research inside the open community: chances of opening weighted by laboratories' shares of their
/// bloc.
#[inline(always)]
pub fn open_share<R: Real>(
    setting: &Setting,
    shares: &Row<R, Laboratory>,
    chances: &Row<R, Laboratory>,
) -> Row<R, Bloc> {
    let mut open = Row::filled(setting.blocs.len(), R::zero());
    for b in setting.blocs.places() {
        let mut sum = R::zero();
        for &l in one_by_one(&setting.laboratories_of[b]) {
            sum = shares[l].mul_add(chances[l], sum);
        }
        open[b] = sum;
    }
    open
}

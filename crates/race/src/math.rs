//! Functions of several mechanisms that know nothing of what they are applied to.

use overtake_num::{Real, one_by_one};

/// Number that stands for zero in a division or a logarithm.
pub const NOTHING: f64 = 1e-30;
/// Number that stands for zero in a division by powers of small numbers: its inverse is still finite.
pub const LEAST: f64 = 1e-300;
/// The standard deviation of a logistic distribution of unit scale is π/√3: one over it.
const PER_DEVIATION: f64 = 0.551_328_895_421_792_1;

/// The greatest of some values.
#[inline(always)]
pub fn greatest<R: Real>(values: &[R]) -> R {
    let mut best = R::splat(f64::NEG_INFINITY);
    for &value in values {
        best = best.max(value);
    }
    best
}

/// The greatest of the values at other places than this one.
#[inline(always)]
pub fn greatest_other<R: Real>(values: &[R], place: usize) -> R {
    let mut best = R::splat(f64::NEG_INFINITY);
    for (other, &value) in values.iter().enumerate() {
        if other != place {
            best = best.max(value);
        }
    }
    best
}

/// The point that lies this share of the way between two values.
#[inline(always)]
pub fn between<R: Real>(from: R, to: R, along: R) -> R {
    (to - from).mul_add(along, from)
}

/// Raises a record to a value where the mask holds.
#[inline(always)]
pub fn raise<R: Real>(record: &mut R, mask: R::Mask, value: R) {
    *record = R::select(mask, record.max(value), *record);
}

/// Exponentially distributed numbers of unit mean from numbers inside (0, 1).
#[inline(always)]
pub fn exponentials<R: Real>(uniforms: &mut [R]) {
    for value in one_by_one(uniforms) {
        *value = -value.ln();
    }
}

/// Logistic errors of unit deviation from numbers inside (0, 1).
#[inline(always)]
pub fn logistic_errors<R: Real>(uniforms: &mut [R]) {
    for value in one_by_one(uniforms) {
        *value = (*value / (R::one() - *value)).ln() * R::splat(PER_DEVIATION);
    }
}

/// Share of the gap to a target that is closed in a step of `dt` years at a mean time of `time` years.
#[inline(always)]
pub fn covered<R: Real>(time: R, dt: f64) -> R {
    -(-(R::splat(dt) / time)).exp_m1()
}

/// Mean rate over a quarter so far, with a step's share of it added; a new quarter starts from zero.
#[inline(always)]
pub fn over_quarter<R: Real>(sum: R, rate: R, share: f64, begins: bool) -> R {
    match (share == 1.0, begins) {
        (true, _) => rate,
        (false, true) => rate * R::splat(share),
        (false, false) => rate.mul_add(R::splat(share), sum),
    }
}

/// Share whose odds are a factor times those of another.
#[inline(always)]
pub fn odds<R: Real>(share: R, factor: R) -> R {
    factor * share / (factor - R::one()).mul_add(share, R::one())
}

/// Whether a lever whose neutral value is zero is moved for any bloc.
#[inline(always)]
#[must_use]
pub fn moved(lever: &[f64]) -> bool {
    let mut moved = false;
    for &value in lever {
        moved |= value != 0.0;
    }
    moved
}

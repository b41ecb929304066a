//! The trait that equations are written over.

use crate::level::Level;
use std::fmt::Debug;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, Mul, MulAssign, Neg, Not, Sub, SubAssign};

/// A truth per lane.
pub trait Mask:
    Copy + Debug + BitAnd<Output = Self> + BitOr<Output = Self> + Not<Output = Self> + Send + Sync
{
    /// The same truth in every lane.
    fn splat(value: bool) -> Self;
    /// Whether any lane holds.
    fn any(self) -> bool;
    /// Whether every lane holds.
    fn all(self) -> bool;
    /// One lane.
    fn lane(self, lane: usize) -> bool;
}

/// A real number, one or many lanes of it.
///
/// Every implementation gives the bits that `f64` gives, lane by lane. Division and square root are those of IEEE 754;
/// `mul_add` is fused. Elementary functions state their greatest error in units in the last place (ulp); they are
/// measured against correctly rounded references in this crate's tests.
pub trait Real:
    Copy
    + Debug
    + PartialEq
    + Send
    + Sync
    + 'static
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    /// Truths about this number.
    type Mask: Mask;
    /// Processor level for which code over this number is compiled.
    type Level: Level;
    /// Number of lanes.
    const LANES: usize;

    /// The same value in every lane.
    fn splat(value: f64) -> Self;
    /// A value per lane.
    fn from_lanes(value: impl FnMut(usize) -> f64) -> Self;
    /// One lane.
    fn lane(self, lane: usize) -> f64;
    /// Writes the lanes side by side, as many as there are.
    fn write(self, into: &mut [f64]);
    /// `self · a + b`, rounded once.
    fn mul_add(self, a: Self, b: Self) -> Self;
    /// Square root.
    fn sqrt(self) -> Self;
    /// Absolute value.
    fn abs(self) -> Self;
    /// Whether less.
    fn lt(self, other: Self) -> Self::Mask;
    /// Whether less or equal.
    fn le(self, other: Self) -> Self::Mask;
    /// Whether equal; no NaN is.
    fn eq_to(self, other: Self) -> Self::Mask;
    /// `a` where the mask holds, else `b`.
    fn select(mask: Self::Mask, a: Self, b: Self) -> Self;
    /// 2 to the power of an integral value between −1022 and 1023; of −1023 zero, of 1024 infinity.
    fn power_of_two(self) -> Self;
    /// Mantissa between √½ and √2, and exponent, of a positive normal number.
    fn split_exponent(self) -> (Self, Self);

    /// Zero.
    #[inline(always)]
    fn zero() -> Self {
        Self::splat(0.0)
    }
    /// One.
    #[inline(always)]
    fn one() -> Self {
        Self::splat(1.0)
    }
    /// Whether greater.
    #[inline(always)]
    fn gt(self, other: Self) -> Self::Mask {
        other.lt(self)
    }
    /// Whether greater or equal.
    #[inline(always)]
    fn ge(self, other: Self) -> Self::Mask {
        other.le(self)
    }
    /// Whether neither infinite nor NaN.
    #[inline(always)]
    fn is_finite(self) -> Self::Mask {
        self.abs().lt(Self::splat(f64::INFINITY))
    }
    /// `self` where it is less than `other`, else `other`.
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::select(self.lt(other), self, other)
    }
    /// `self` where it is greater than `other`, else `other`.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::select(self.gt(other), self, other)
    }
    /// The value where it is above zero, else zero.
    #[inline(always)]
    fn positive_part(self) -> Self {
        self.max(Self::zero())
    }
    /// The nearest value between two bounds.
    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        self.max(low).min(high)
    }
    /// One over the value.
    #[inline(always)]
    fn recip(self) -> Self {
        Self::one() / self
    }
    /// The nearest integer, ties to even, for values of magnitude below 2^51.
    #[inline(always)]
    fn round_ties_even(self) -> Self {
        let magic = Self::splat(MAGIC);
        (self + magic) - magic
    }
    /// e to the power of the value; at most 1.1 ulp. Of less than −708.7 zero, of more than 709.4 infinity.
    fn exp(self) -> Self;
    /// Natural logarithm; at most 1.1 ulp. Of zero, and of what is less than the least normal number, minus infinity; of negative
    /// numbers NaN.
    fn ln(self) -> Self;
    /// The value to the power of `exponent`, for values not below zero; at most 2 ulp where the result lies between
    /// 1e-60 and 1e60, 12 elsewhere.
    fn pow(self, exponent: Self) -> Self;
    /// ln(1 + value); at most 2.5 ulp.
    fn ln_1p(self) -> Self;
    /// exp(value) − 1; at most 2 ulp. Of more than 709 infinity.
    fn exp_m1(self) -> Self;
    /// 1/(1 + exp(−value)); at most 4 ulp.
    fn logistic(self) -> Self;
    /// Distribution function of the standard normal; relative error below 1e-14 above −5 and below 3e-13
    /// down to −37.
    fn normal_cdf(self) -> Self;
}

/// 1.5 · 2^52: adding it to a small integral number leaves that number in the lowest bits.
pub(crate) const MAGIC: f64 = 6_755_399_441_055_744.0;
/// Adds the bias of the exponent and leaves the integral value in the lowest bits.
pub(crate) const BIASED: f64 = MAGIC + 1023.0;
/// Bits of √½, below which a mantissa belongs to the next lower exponent.
pub(crate) const HALF_ROOT: u64 = 0x3fe6_a09e_667f_3bcd;
/// Bits of 1.5 · 2^52: adding a small integer to them gives that integer's bits.
pub(crate) const MAGIC_BITS: i64 = 0x4338_0000_0000_0000;

/// 2 to the power of an integral value, by its bits.
#[inline(always)]
pub(crate) fn power_of_two_bits(k: f64) -> f64 {
    f64::from_bits((k + BIASED).to_bits() << 52)
}

/// Mantissa and exponent of a positive normal number, by its bits.
#[inline(always)]
pub(crate) fn split_exponent_bits(x: f64) -> (f64, f64) {
    let bits = x.to_bits();
    let above = bits.wrapping_sub(HALF_ROOT) as i64;
    let exponent = above >> 52;
    let mantissa = bits.wrapping_sub((exponent as u64) << 52);
    let integral = f64::from_bits(MAGIC_BITS.wrapping_add(exponent) as u64) - MAGIC;
    (f64::from_bits(mantissa), integral)
}

/// The value, with every NaN as one bit pattern.
#[inline]
#[must_use]
pub fn canonical_nan(value: f64) -> f64 {
    if value.is_nan() { f64::NAN } else { value }
}

//! A number that counts what is done with it.

use crate::elementary::elementary_functions;
use crate::level::{Level, Work};
use crate::real::{Real, power_of_two_bits, split_exponent_bits};
use std::cell::{Cell, RefCell};
use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

thread_local! {
    static TOTAL: Cell<u64> = const { Cell::new(0) };
    static NAMED: RefCell<Vec<(&'static str, u64)>> = const { RefCell::new(Vec::new()) };
}

/// The level of [`Count`]: compiled for the baseline, it puts operations down to the trampoline that ran them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counting;

impl Level for Counting {
    const NAME: &'static str = "counting";
    fn available() -> bool {
        true
    }
    #[inline(always)]
    fn call<W: Work>(work: W) -> W::Done {
        work.run()
    }
    #[inline(always)]
    fn aside<W: Work>(work: W) -> W::Done {
        work.run()
    }
    fn named<W: Work>(name: &'static str, work: W) -> W::Done {
        let (before, held) = (Count::total(), Count::held());
        let done = work.run();
        // What a trampoline inside this one ran is its own.
        let own = Count::total() - before - (Count::held() - held);
        NAMED.with_borrow_mut(|all| match all.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += own,
            None => all.push((name, own)),
        });
        done
    }
}

/// An `f64` that adds each operation to a count of its thread: one each, two for a multiply-add; elementary functions
/// count as the operations that they are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count(f64);

impl Count {
    /// Starts this thread's count at zero.
    pub fn reset() {
        TOTAL.set(0);
        NAMED.with_borrow_mut(Vec::clear);
    }

    /// Operations on this thread since the last reset.
    #[must_use]
    pub fn total() -> u64 {
        TOTAL.get()
    }

    /// Operations on this thread since the last reset by the trampoline in which they ran: the path of its body, or the
    /// owner that it names. The rest ran outside of any.
    #[must_use]
    pub fn named() -> Vec<(&'static str, u64)> {
        NAMED.with_borrow(Clone::clone)
    }

    fn held() -> u64 {
        NAMED.with_borrow(|all| all.iter().map(|(_, sum)| sum).sum())
    }

    #[inline(always)]
    fn counted(operations: u64, value: f64) -> Self {
        TOTAL.set(TOTAL.get() + operations);
        Self(value)
    }
}

impl Add for Count {
    type Output = Self;
    #[inline(always)]
    fn add(self, other: Self) -> Self {
        Self::counted(1, self.0 + other.0)
    }
}
impl Sub for Count {
    type Output = Self;
    #[inline(always)]
    fn sub(self, other: Self) -> Self {
        Self::counted(1, self.0 - other.0)
    }
}
impl Mul for Count {
    type Output = Self;
    #[inline(always)]
    fn mul(self, other: Self) -> Self {
        Self::counted(1, self.0 * other.0)
    }
}
impl Div for Count {
    type Output = Self;
    #[inline(always)]
    fn div(self, other: Self) -> Self {
        Self::counted(1, self.0 / other.0)
    }
}
impl Neg for Count {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self::counted(1, -self.0)
    }
}
impl AddAssign for Count {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl SubAssign for Count {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}
impl MulAssign for Count {
    #[inline(always)]
    fn mul_assign(&mut self, other: Self) {
        *self = *self * other;
    }
}

impl Real for Count {
    type Mask = bool;
    type Level = Counting;
    const LANES: usize = 1;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self(value)
    }
    #[inline(always)]
    fn from_lanes(mut value: impl FnMut(usize) -> f64) -> Self {
        Self(value(0))
    }
    #[inline(always)]
    fn lane(self, _: usize) -> f64 {
        self.0
    }
    #[inline(always)]
    fn write(self, into: &mut [f64]) {
        into[0] = self.0;
    }
    #[inline(always)]
    fn mul_add(self, a: Self, b: Self) -> Self {
        Self::counted(2, f64::mul_add(self.0, a.0, b.0))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self::counted(1, self.0.sqrt())
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self::counted(1, self.0.abs())
    }
    #[inline(always)]
    fn lt(self, other: Self) -> bool {
        Self::counted(1, 0.0);
        self.0 < other.0
    }
    #[inline(always)]
    fn le(self, other: Self) -> bool {
        Self::counted(1, 0.0);
        self.0 <= other.0
    }
    #[inline(always)]
    fn eq_to(self, other: Self) -> bool {
        Self::counted(1, 0.0);
        self.0 == other.0
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::counted(1, if self.0 < other.0 { self.0 } else { other.0 })
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::counted(1, if self.0 > other.0 { self.0 } else { other.0 })
    }
    #[inline(always)]
    fn select(mask: bool, a: Self, b: Self) -> Self {
        Self::counted(1, if mask { a.0 } else { b.0 })
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self::counted(1, power_of_two_bits(self.0))
    }
    #[inline(always)]
    fn split_exponent(self) -> (Self, Self) {
        let (mantissa, exponent) = split_exponent_bits(self.0);
        (Self::counted(1, mantissa), Self::counted(1, exponent))
    }
    elementary_functions!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trampolines;

    #[inline(always)]
    fn doubled<R: Real>(x: R) -> R {
        x + x
    }
    #[inline(always)]
    fn outer<R: Real>(x: R) -> R {
        double(x) * double(x)
    }
    trampolines! {
        fn double<R>(x: R) -> R = doubled;
        fn whole<R>(x: R) -> R = outer as somebody;
    }

    #[test]
    fn operations_are_put_down_to_the_innermost_trampoline_by_its_name() {
        Count::reset();
        let _ = whole(Count::splat(1.0)) + Count::splat(2.0);
        assert_eq!(Count::named(), [("doubled", 2), ("somebody", 1)]);
        assert_eq!(Count::total(), 4);
        Count::reset();
        assert!(Count::named().is_empty());
    }
}

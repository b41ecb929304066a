//! Many futures side by side, as plain arrays that the compiler turns into vectors.

use crate::level::Level;
use crate::real::{Mask, Real, power_of_two_bits, split_exponent_bits};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, Mul, MulAssign, Neg, Not, Sub, SubAssign};

/// `N` lanes, compiled for the level `L` inside its trampoline.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
pub struct Lanes<const N: usize, L> {
    lanes: [f64; N],
    level: PhantomData<L>,
}

/// A truth per lane: all bits set or none, so that a choice becomes a blend.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
pub struct LanesMask<const N: usize>([u64; N]);

impl<const N: usize, L: Level> Lanes<N, L> {
    #[inline(always)]
    fn new(lanes: [f64; N]) -> Self {
        Self { lanes, level: PhantomData }
    }
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        let mut out = self.lanes;
        for lane in &mut out {
            *lane = f(*lane);
        }
        Self::new(out)
    }
    #[inline(always)]
    fn zip(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let mut out = self.lanes;
        for (lane, with) in out.iter_mut().zip(other.lanes) {
            *lane = f(*lane, with);
        }
        Self::new(out)
    }
    #[inline(always)]
    fn compare(self, other: Self, f: impl Fn(f64, f64) -> bool) -> LanesMask<N> {
        let mut out = [0; N];
        for (mask, (a, b)) in out.iter_mut().zip(self.lanes.into_iter().zip(other.lanes)) {
            *mask = if f(a, b) { u64::MAX } else { 0 };
        }
        LanesMask(out)
    }
}

impl<const N: usize, L> fmt::Debug for Lanes<N, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lanes.fmt(f)
    }
}

impl<const N: usize, L> PartialEq for Lanes<N, L> {
    fn eq(&self, other: &Self) -> bool {
        self.lanes == other.lanes
    }
}

macro_rules! operator {
    ($trait:ident $method:ident $assign:ident $assign_method:ident $symbol:tt) => {
        impl<const N: usize, L: Level> $trait for Lanes<N, L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.zip(other, |a, b| a $symbol b)
            }
        }
        operator!(@assign $assign $assign_method $symbol);
    };
    (@assign Skip $method:ident $symbol:tt) => {};
    (@assign $assign:ident $method:ident $symbol:tt) => {
        impl<const N: usize, L: Level> $assign for Lanes<N, L> {
            #[inline(always)]
            fn $method(&mut self, other: Self) {
                *self = *self $symbol other;
            }
        }
    };
}
operator!(Add add AddAssign add_assign +);
operator!(Sub sub SubAssign sub_assign -);
operator!(Mul mul MulAssign mul_assign *);
operator!(Div div Skip skip /);

impl<const N: usize, L: Level> Neg for Lanes<N, L> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.map(|a| -a)
    }
}

macro_rules! mask_operator {
    ($trait:ident $method:ident $assign:tt) => {
        impl<const N: usize> $trait for LanesMask<N> {
            type Output = Self;
            #[inline(always)]
            fn $method(mut self, other: Self) -> Self {
                for (a, b) in self.0.iter_mut().zip(other.0) {
                    *a $assign b;
                }
                self
            }
        }
    };
}
mask_operator!(BitAnd bitand &=);
mask_operator!(BitOr bitor |=);

impl<const N: usize> Not for LanesMask<N> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        let mut out = self.0;
        for mask in &mut out {
            *mask = !*mask;
        }
        Self(out)
    }
}

impl<const N: usize> Mask for LanesMask<N> {
    #[inline(always)]
    fn splat(value: bool) -> Self {
        Self([if value { u64::MAX } else { 0 }; N])
    }
    #[inline(always)]
    fn any(self) -> bool {
        let mut some = 0;
        for mask in self.0 {
            some |= mask;
        }
        some != 0
    }
    #[inline(always)]
    fn all(self) -> bool {
        let mut every = u64::MAX;
        for mask in self.0 {
            every &= mask;
        }
        every != 0
    }
    #[inline(always)]
    fn lane(self, lane: usize) -> bool {
        self.0[lane] != 0
    }
}

impl<const N: usize, L: Level> Real for Lanes<N, L> {
    type Mask = LanesMask<N>;
    type Level = L;
    const LANES: usize = N;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self::new([value; N])
    }
    #[inline(always)]
    fn from_lanes(mut value: impl FnMut(usize) -> f64) -> Self {
        let mut out = [0.0; N];
        for (lane, slot) in out.iter_mut().enumerate() {
            *slot = value(lane);
        }
        Self::new(out)
    }
    #[inline(always)]
    fn lane(self, lane: usize) -> f64 {
        self.lanes[lane]
    }
    #[inline(always)]
    fn mul_add(self, a: Self, b: Self) -> Self {
        let mut out = self.lanes;
        for ((lane, a), b) in out.iter_mut().zip(a.lanes).zip(b.lanes) {
            *lane = lane.mul_add(a, b);
        }
        Self::new(out)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.map(f64::sqrt)
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.map(f64::abs)
    }
    #[inline(always)]
    fn lt(self, other: Self) -> Self::Mask {
        self.compare(other, |a, b| a < b)
    }
    #[inline(always)]
    fn le(self, other: Self) -> Self::Mask {
        self.compare(other, |a, b| a <= b)
    }
    #[inline(always)]
    fn eq_to(self, other: Self) -> Self::Mask {
        self.compare(other, |a, b| a == b)
    }
    #[inline(always)]
    fn select(mask: Self::Mask, a: Self, b: Self) -> Self {
        let mut out = a.lanes;
        for ((lane, other), mask) in out.iter_mut().zip(b.lanes).zip(mask.0) {
            *lane = f64::from_bits((lane.to_bits() & mask) | (other.to_bits() & !mask));
        }
        Self::new(out)
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        self.map(power_of_two_bits)
    }
    #[inline(always)]
    fn split_exponent(self) -> (Self, Self) {
        (self.map(|x| split_exponent_bits(x).0), self.map(|x| split_exponent_bits(x).1))
    }
}

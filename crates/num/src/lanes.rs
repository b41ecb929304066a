//! Many futures side by side, in the registers of a processor level.

use crate::elementary;
use crate::level::{Avx2, Avx512, Baseline, Level, Pair, Register, Work};
#[cfg(target_arch = "x86_64")]
use crate::level::{Eight, Four};
use crate::real::{Mask, Real};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, BitAnd, BitOr, Div, Mul, MulAssign, Neg, Not, Sub, SubAssign};

/// The lanes of the register `V`, compiled for the level `L`; arithmetic on them belongs inside its trampoline.
#[derive(Clone, Copy)]
pub struct Lanes<V, L>(V, PhantomData<L>);

/// Two lanes without any extension.
pub type Lanes2 = Lanes<Pair<f64>, Baseline>;
/// Four lanes without any extension.
pub type Lanes4 = Lanes<Pair<Pair<f64>>, Baseline>;
/// Eight lanes without any extension.
pub type Lanes8 = Lanes<Pair<Pair<Pair<f64>>>, Baseline>;
/// Sixteen lanes without any extension.
pub type Lanes16 = Lanes<Pair<Pair<Pair<Pair<f64>>>>, Baseline>;
/// A calculation over any type of numbers.
pub trait Calculation {
    /// What it gives.
    type Done;
    /// Does it over numbers of one type.
    fn over<R: Real>(self) -> Self::Done;
}

impl Avx2 {
    /// A calculation over eight lanes of AVX2; none where the processor lacks it. Their type has no name outside of this crate, so
    /// that there are no such numbers where there are no such instructions.
    ///
    /// ```compile_fail
    /// use overtake_num::level::Four;
    /// ```
    pub fn eight_lanes<C: Calculation>(calculation: C) -> Option<C::Done> {
        #[cfg(target_arch = "x86_64")]
        return Self::available().then(|| calculation.over::<Lanes<Pair<Four>, Self>>());
        #[cfg(not(target_arch = "x86_64"))]
        {
            drop(calculation);
            None
        }
    }
}

impl Avx512 {
    /// A calculation over sixteen lanes of AVX-512; none where the processor lacks it.
    pub fn sixteen_lanes<C: Calculation>(calculation: C) -> Option<C::Done> {
        #[cfg(target_arch = "x86_64")]
        return Self::available().then(|| calculation.over::<Lanes<Pair<Eight>, Self>>());
        #[cfg(not(target_arch = "x86_64"))]
        {
            drop(calculation);
            None
        }
    }
}

/// A truth per lane.
#[derive(Clone, Copy)]
pub struct LanesMask<V: Register>(V::Mask);

impl<V, L> Lanes<V, L> {
    #[inline(always)]
    fn of(register: V) -> Self {
        Self(register, PhantomData)
    }
}

impl<V: Register, L: Level> fmt::Debug for Lanes<V, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries((0..V::LANES).map(|lane| self.0.lane(lane))).finish()
    }
}

impl<V: Register, L: Level> PartialEq for Lanes<V, L> {
    fn eq(&self, other: &Self) -> bool {
        (0..V::LANES).all(|lane| self.0.lane(lane) == other.0.lane(lane))
    }
}

/// Functions as work that a level may set aside: the name of the work, how many numbers it takes, what it does.
macro_rules! aside {
    ($($name:ident<$of:ident: $bound:ident>($($argument:ident),*) -> $done:ty = $body:path;)*) => {$(
        struct $name<$of>($(aside!(@of $argument $of)),*);
        impl<$of: $bound> Work for $name<$of> {
            type Done = $done;
            #[inline(always)]
            fn run(self) -> $done {
                let Self($($argument),*) = self;
                $body($($argument),*)
            }
        }
    )*};
    (@of $argument:ident $of:ident) => { $of };
}
aside! {
    Sum<V: Register>(a, b) -> V = V::add;
    Difference<V: Register>(a, b) -> V = V::sub;
    Product<V: Register>(a, b) -> V = V::mul;
    Quotient<V: Register>(a, b) -> V = V::div;
    Negative<V: Register>(a) -> V = V::neg;
    MulAdd<V: Register>(a, b, c) -> V = V::mul_add;
    Root<V: Register>(a) -> V = V::sqrt;
    Size<V: Register>(a) -> V = V::abs;
    Least<V: Register>(a, b) -> V = V::min;
    Greatest<V: Register>(a, b) -> V = V::max;
    Less<V: Register>(a, b) -> V::Mask = V::lt;
    LessOrEqual<V: Register>(a, b) -> V::Mask = V::le;
    Equal<V: Register>(a, b) -> V::Mask = V::eq_to;
    PowerOfTwo<V: Register>(a) -> V = V::power_of_two;
    SplitExponent<V: Register>(a) -> (V, V) = V::split_exponent;
    Exp<R: Real>(x) -> R = elementary::exp;
    Ln<R: Real>(x) -> R = elementary::ln;
    Pow<R: Real>(x, y) -> R = elementary::pow;
    Ln1p<R: Real>(x) -> R = elementary::ln_1p;
    ExpM1<R: Real>(x) -> R = elementary::exp_m1;
    Logistic<R: Real>(x) -> R = elementary::logistic;
    NormalCdf<R: Real>(x) -> R = elementary::normal_cdf;
}

/// A choice by lane, as work that a level may set aside.
struct Choice<V: Register>(V::Mask, V, V);

impl<V: Register> Work for Choice<V> {
    type Done = V;
    #[inline(always)]
    fn run(self) -> V {
        V::select(self.0, self.1, self.2)
    }
}

macro_rules! operator {
    ($trait:ident $method:ident $work:ident) => {
        impl<V: Register, L: Level> $trait for Lanes<V, L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self::of(L::aside($work(self.0, other.0)))
            }
        }
    };
    ($trait:ident $method:ident $work:ident, $assign:ident $assign_method:ident $symbol:tt) => {
        operator!($trait $method $work);
        impl<V: Register, L: Level> $assign for Lanes<V, L> {
            #[inline(always)]
            fn $assign_method(&mut self, other: Self) {
                *self = *self $symbol other;
            }
        }
    };
}
operator!(Add add Sum, AddAssign add_assign +);
operator!(Sub sub Difference, SubAssign sub_assign -);
operator!(Mul mul Product, MulAssign mul_assign *);
operator!(Div div Quotient);

impl<V: Register, L: Level> Neg for Lanes<V, L> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self::of(L::aside(Negative(self.0)))
    }
}

impl<V: Register> fmt::Debug for LanesMask<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:b}", V::bits(self.0))
    }
}

impl<V: Register> BitAnd for LanesMask<V> {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(V::both(self.0, other.0))
    }
}

impl<V: Register> BitOr for LanesMask<V> {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(V::either(self.0, other.0))
    }
}

impl<V: Register> Not for LanesMask<V> {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        Self(V::not(self.0))
    }
}

impl<V: Register> Mask for LanesMask<V> {
    #[inline(always)]
    fn splat(value: bool) -> Self {
        Self(V::truth(value))
    }
    #[inline(always)]
    fn any(self) -> bool {
        V::bits(self.0) != 0
    }
    #[inline(always)]
    fn all(self) -> bool {
        V::bits(self.0) == (1 << V::LANES) - 1
    }
    #[inline(always)]
    fn lane(self, lane: usize) -> bool {
        V::bits(self.0) >> lane & 1 == 1
    }
}

impl<V: Register, L: Level> Real for Lanes<V, L> {
    type Mask = LanesMask<V>;
    type Level = L;
    const LANES: usize = V::LANES;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        Self::of(V::splat(value))
    }
    #[inline(always)]
    fn from_lanes(value: impl FnMut(usize) -> f64) -> Self {
        Self::of(V::from_lanes(value))
    }
    #[inline(always)]
    fn lane(self, lane: usize) -> f64 {
        self.0.lane(lane)
    }
    #[inline(always)]
    fn write(self, into: &mut [f64]) {
        self.0.write(into);
    }
    #[inline(always)]
    fn mul_add(self, a: Self, b: Self) -> Self {
        Self::of(L::aside(MulAdd(self.0, a.0, b.0)))
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Self::of(L::aside(Root(self.0)))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Self::of(L::aside(Size(self.0)))
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::of(L::aside(Least(self.0, other.0)))
    }
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::of(L::aside(Greatest(self.0, other.0)))
    }
    #[inline(always)]
    fn lt(self, other: Self) -> Self::Mask {
        LanesMask(L::aside(Less(self.0, other.0)))
    }
    #[inline(always)]
    fn le(self, other: Self) -> Self::Mask {
        LanesMask(L::aside(LessOrEqual(self.0, other.0)))
    }
    #[inline(always)]
    fn eq_to(self, other: Self) -> Self::Mask {
        LanesMask(L::aside(Equal(self.0, other.0)))
    }
    #[inline(always)]
    fn select(mask: Self::Mask, a: Self, b: Self) -> Self {
        Self::of(L::aside(Choice(mask.0, a.0, b.0)))
    }
    #[inline(always)]
    fn power_of_two(self) -> Self {
        Self::of(L::aside(PowerOfTwo(self.0)))
    }
    #[inline(always)]
    fn split_exponent(self) -> (Self, Self) {
        let (mantissa, exponent) = L::aside(SplitExponent(self.0));
        (Self::of(mantissa), Self::of(exponent))
    }
    #[inline(always)]
    fn exp(self) -> Self {
        L::aside(Exp(self))
    }
    #[inline(always)]
    fn ln(self) -> Self {
        L::aside(Ln(self))
    }
    #[inline(always)]
    fn pow(self, exponent: Self) -> Self {
        L::aside(Pow(self, exponent))
    }
    #[inline(always)]
    fn ln_1p(self) -> Self {
        L::aside(Ln1p(self))
    }
    #[inline(always)]
    fn exp_m1(self) -> Self {
        L::aside(ExpM1(self))
    }
    #[inline(always)]
    fn logistic(self) -> Self {
        L::aside(Logistic(self))
    }
    #[inline(always)]
    fn normal_cdf(self) -> Self {
        L::aside(NormalCdf(self))
    }
}

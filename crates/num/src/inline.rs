//! Loops that the compiler sees through.
//!
//! Code over lanes must end up inside its level's trampoline: what the standard library keeps as a function of its own
//! is compiled for the baseline and runs thirty times slower. These loops are always inlined, so what is passed to them
//! is inlined too.

use crate::Real;

/// Folds and collections of iterators, inlined.
pub trait Inlined: Iterator + Sized {
    /// As [`Iterator::fold`].
    #[inline(always)]
    fn folded<A>(self, start: A, mut f: impl FnMut(A, Self::Item) -> A) -> A {
        let mut sum = start;
        for item in self {
            sum = f(sum, item);
        }
        sum
    }

    /// As mapping and collecting into a vector.
    #[inline(always)]
    fn gathered<T>(self, mut f: impl FnMut(Self::Item) -> T) -> Vec<T> {
        let mut all = Vec::with_capacity(self.size_hint().0);
        for item in self {
            all.push(f(item));
        }
        all
    }
}

impl<I: Iterator> Inlined for I {}

/// An array made from its places.
#[inline(always)]
pub fn array<R: Real, const N: usize>(mut f: impl FnMut(usize) -> R) -> [R; N] {
    let mut all = [R::zero(); N];
    for (place, value) in all.iter_mut().enumerate() {
        *value = f(place);
    }
    all
}

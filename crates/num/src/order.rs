//! Sums whose bits do not hang on the order of what is summed.

use crate::Real;
use smallvec::SmallVec;

/// A value for each of a handful of members, without asking the allocator while they are no more than four.
pub type Few<R> = SmallVec<[R; 4]>;

/// The sum of a slice, added from the least value to the greatest, lane by lane.
///
/// Permuting the slice changes no bit, so swapping two blocs does not either. Values are sorted by compare and select:
/// n(n−1)/2 − 1 exchanges, for slices of a handful of members.
#[inline(always)]
pub fn sum_by_value<R: Real>(values: &[R]) -> R {
    match *values {
        [] => R::zero(),
        [a] => a,
        // Addition of two commutes to the bit.
        [a, b] => a + b,
        // The common number of blocs, in registers.
        [a, b, c] => {
            // The two least commute, whichever of them comes first.
            let (a, b) = exchanged(a, b);
            let (b, c) = exchanged(b, c);
            a + b + c
        }
        _ => {
            let mut sorted: Few<R> = values.iter().copied().collect();
            for end in (2..sorted.len()).rev() {
                for i in 0..end {
                    (sorted[i], sorted[i + 1]) = exchanged(sorted[i], sorted[i + 1]);
                }
            }
            let mut sum = sorted[0];
            for &next in &sorted[1..] {
                sum += next;
            }
            sum
        }
    }
}

/// The lesser of two values and the greater, lane by lane.
#[inline(always)]
fn exchanged<R: Real>(a: R, b: R) -> (R, R) {
    (b.min(a), a.max(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permuting_the_terms_changes_no_bit() {
        let terms = [1e16, 3.0, -1e16, 0.1, 2e-7];
        let expected = sum_by_value(&terms).to_bits();
        let mut order = [0_usize, 1, 2, 3, 4];
        // All permutations by Heap's algorithm.
        let mut c = [0; 5];
        let mut i = 0;
        while i < 5 {
            if c[i] < i {
                order.swap(if i % 2 == 0 { 0 } else { c[i] }, i);
                assert_eq!(sum_by_value(&order.map(|o| terms[o])).to_bits(), expected);
                c[i] += 1;
                i = 0;
            } else {
                c[i] = 0;
                i += 1;
            }
        }
    }
}

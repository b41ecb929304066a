//! Loops over members, kept as loops.

use std::sync::atomic::{Ordering, compiler_fence};

/// The same items, taken one at a time.
///
/// Lanes are what processors calculate side by side. Left alone, the compiler takes several members side by side instead
/// and gathers their lanes from memory number by number, which halves the speed; a fence between two members keeps it
/// from that and costs no instruction. For loops over a constant number of members that calculate over [`Real`](crate::Real).
#[inline(always)]
pub fn one_by_one<I: IntoIterator>(items: I) -> impl Iterator<Item = I::Item> {
    items.into_iter().inspect(|_| compiler_fence(Ordering::SeqCst))
}

//! Memory for a program that runs trajectories: mimalloc, with a thread's own store of rows in front of it.
//!
//! A step makes and drops a hundred small rows of lanes, aligned for vectors. An allocator for everything hands out the
//! block that was given back the longest ago, which no cache holds any more, and goes a slow way round for alignments above
//! its own. Here a thread takes again what it gave back last. All else goes to mimalloc.
//!
//! ```
//! #[global_allocator]
//! static MEMORY: overtake_memory::Memory = overtake_memory::Memory;
//! fn main() {
//!     overtake_memory::keep();
//! }
//! ```
#![allow(unsafe_code, reason = "an allocator is unsafe by its trait")]

use mimalloc::MiMalloc;
use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::ptr;

/// Alignments of rows of lanes: those of AVX2 and AVX-512. Hardly anything else asks for them.
const ALIGNED: std::ops::RangeInclusive<usize> = 32..=64;
/// Blocks of the store are multiples of this.
const UNIT: usize = 128;
/// Sizes of blocks; what is larger goes to mimalloc.
const SIZES: usize = 64;

/// Blocks that a thread gave back, by size: each holds the address of the one given back before it. There are as many as the
/// thread ever held at once, and those that others took: a store shrinks when its thread ends.
struct Store {
    last: [Cell<*mut u8>; SIZES],
}

thread_local! {
    static STORE: Store = const { Store { last: [const { Cell::new(ptr::null_mut()) }; SIZES] } };
}

impl Drop for Store {
    /// A thread that ends gives everything back.
    fn drop(&mut self) {
        for (place, last) in self.last.iter().enumerate() {
            let mut block = last.replace(ptr::null_mut());
            while !block.is_null() {
                // SAFETY: a block of the store came from mimalloc with this layout, and holds the next one's address or none.
                unsafe {
                    let next = block.cast::<*mut u8>().read();
                    MiMalloc.dealloc(block, of_place(place));
                    block = next;
                }
            }
        }
    }
}

/// Where blocks for a layout stand in the store, if there.
#[inline(always)]
fn place(layout: &Layout) -> Option<usize> {
    let place = layout.size().wrapping_sub(1) / UNIT;
    (ALIGNED.contains(&layout.align()) && place < SIZES).then_some(place)
}

/// The layout of all blocks of a place.
#[inline(always)]
fn of_place(place: usize) -> Layout {
    // SAFETY: the alignment is a power of two, and the size no larger than 8 KiB.
    unsafe { Layout::from_size_align_unchecked((place + 1) * UNIT, *ALIGNED.end()) }
}

/// The allocator.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory;

// SAFETY: blocks of the store come from mimalloc at least as large and as aligned as any layout of their place; a block is either
// in the hands of the program or, once, in the store of one thread, which hands it out as a whole. What is not in the store goes
// to mimalloc with the layout with which it came: `place` is a function of the layout alone.
unsafe impl GlobalAlloc for Memory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(place) = place(&layout) else {
            // SAFETY: passed on as it came.
            return unsafe { MiMalloc.alloc(layout) };
        };
        let kept = STORE.try_with(|store| {
            let last = &store.last[place];
            let block = last.get();
            if !block.is_null() {
                // SAFETY: a block of the store holds the address of the one before it.
                last.set(unsafe { block.cast::<*mut u8>().read() });
            }
            block
        });
        match kept {
            Ok(block) if !block.is_null() => block,
            // SAFETY: the size is not zero.
            _ => unsafe { MiMalloc.alloc(of_place(place)) },
        }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let Some(place) = place(&layout) else {
            // SAFETY: passed on as it came.
            return unsafe { MiMalloc.dealloc(block, layout) };
        };
        let kept = STORE.try_with(|store| {
            // SAFETY: the program is done with the block, which is aligned and large enough for an address.
            unsafe { block.cast::<*mut u8>().write(store.last[place].get()) };
            store.last[place].set(block);
        });
        if kept.is_err() {
            // SAFETY: the thread is ending; all blocks of the place came with this layout.
            unsafe { MiMalloc.dealloc(block, of_place(place)) };
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if place(&layout).is_none() {
            // SAFETY: passed on as it came; mimalloc knows which of its memory is zero already.
            return unsafe { MiMalloc.alloc_zeroed(layout) };
        }
        // SAFETY: as much memory as is written is there, if any.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                ptr::write_bytes(block, 0, layout.size());
            }
            block
        }
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller answers for the new size with this alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        match (place(&layout), place(&wanted)) {
            // SAFETY: passed on as it came.
            (None, None) => unsafe { MiMalloc.realloc(block, layout, size) },
            (from, to) if from == to => block,
            // SAFETY: both blocks are as long as what is copied, and are not the same.
            _ => unsafe {
                let moved = self.alloc(wanted);
                if !moved.is_null() {
                    ptr::copy_nonoverlapping(block, moved, layout.size().min(size));
                    self.dealloc(block, layout);
                }
                moved
            },
        }
    }
}

/// Keeps memory that is free instead of giving it back to the system: a run takes and gives back hundreds of megabytes for each
/// chunk, and to have the system clear them each time takes a sixth of its time. For the start of a program.
pub fn keep() {
    /// For ever.
    const NEVER: std::ffi::c_long = -1;
    // SAFETY: the version of mimalloc is pinned, the option is one of it, and setting one is a plain write.
    unsafe { libmimalloc_sys::mi_option_set_default(PURGE_DELAY, NEVER) };
}

/// `mi_option_purge_delay`, to which the bindings give no name.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

#[cfg(test)]
mod tests {
    use super::*;

    #[global_allocator]
    static MEMORY: Memory = Memory;

    /// A number of lanes with the alignment of a register.
    #[repr(align(64))]
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Lanes([f64; 16]);

    fn row(len: usize, value: f64) -> Vec<Lanes> {
        vec![Lanes([value; 16]); len]
    }

    #[test]
    fn what_was_given_back_last_is_taken_first() {
        let (first, second) = (row(3, 1.0), row(3, 2.0));
        let places = [first.as_ptr(), second.as_ptr()];
        drop(first);
        drop(second);
        let again = [row(3, 3.0), row(3, 4.0)];
        assert_eq!([again[0].as_ptr(), again[1].as_ptr()], [places[1], places[0]]);
        assert_eq!(again[0][2], Lanes([3.0; 16]));
    }

    #[test]
    fn every_block_is_aligned_and_its_own() {
        let rows: Vec<Vec<Lanes>> = (0..200).map(|n| row(1 + n % 70, n as f64)).collect();
        for (n, row) in rows.iter().enumerate() {
            assert_eq!(row.as_ptr() as usize % 64, 0);
            assert!(row.iter().all(|lanes| *lanes == Lanes([n as f64; 16])), "{n}");
        }
    }

    #[test]
    fn a_row_that_grows_keeps_what_it_held() {
        let mut grows = Vec::new();
        for n in 0..300 {
            grows.push(Lanes([n as f64; 16]));
        }
        grows.shrink_to_fit();
        assert!(grows.iter().enumerate().all(|(n, lanes)| *lanes == Lanes([n as f64; 16])));
    }

    fn purge_delay() -> std::ffi::c_long {
        // SAFETY: an option is read.
        unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) }
    }

    /// The name of the test below, which starts itself once more.
    const OPTION: &str = "tests::the_number_of_the_option_is_that_of_its_name_and_keep_sets_it";

    #[test]
    fn the_number_of_the_option_is_that_of_its_name_and_keep_sets_it() {
        const ASKED: &str = "MIMALLOC_PURGE_DELAY";
        // mimalloc reads an option from the environment by its name, and what is given there is not overridden.
        if std::env::var_os(ASKED).is_some() {
            assert_eq!(purge_delay(), 1234);
            keep();
            assert_eq!(purge_delay(), 1234);
            return;
        }
        let itself = std::env::current_exe().expect("a program");
        let named = std::process::Command::new(itself).args(["--exact", OPTION]).env(ASKED, "1234").output();
        let named = named.expect("it starts");
        let told = String::from_utf8_lossy(&named.stdout);
        assert!(named.status.success() && told.contains("1 passed"), "{told}");
        keep();
        assert_eq!(purge_delay(), -1);
    }

    #[test]
    fn zeroed_memory_is_zero_whatever_it_held() {
        let layout = Layout::from_size_align(384, 64).expect("a layout");
        for _ in 0..3 {
            // SAFETY: the layout is not empty, and each block is given back with it.
            unsafe {
                let block = MEMORY.alloc_zeroed(layout);
                assert!(std::slice::from_raw_parts(block, 384).iter().all(|byte| *byte == 0));
                ptr::write_bytes(block, 7, 384);
                MEMORY.dealloc(block, layout);
            }
        }
    }

    #[test]
    fn rows_may_be_given_back_by_another_thread_and_by_one_that_ends() {
        for _ in 0..50 {
            let rows: Vec<_> = (1..40).map(|n| row(n, 5.0)).collect();
            let sums: Vec<f64> = std::thread::scope(|scope| {
                let each = rows.chunks(10).map(<[_]>::to_vec);
                let sum = |rows: Vec<Vec<Lanes>>| rows.iter().flatten().map(|lanes| lanes.0[0]).sum::<f64>();
                let threads: Vec<_> = each.map(|rows| scope.spawn(move || sum(rows))).collect();
                threads.into_iter().map(|t| t.join().expect("a thread that ends")).collect()
            });
            assert_eq!(sums.iter().sum::<f64>(), 5.0 * (1..40).sum::<usize>() as f64);
        }
    }
}

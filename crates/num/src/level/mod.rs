//! Processor levels: the one place where code is compiled for more than the baseline, and the one unsafe module.
#![allow(
    unsafe_code,
    reason = "a function compiled for an extension is unsafe to call; `available` guards each call"
)]

mod register;

#[cfg(target_arch = "x86_64")]
pub(crate) use register::{Eight, Four};
pub use register::{Pair, Register};
use std::fmt::Debug;

/// A set of processor extensions for which code can be compiled.
pub trait Level: Copy + Debug + Send + Sync + 'static {
    /// Name for people.
    const NAME: &'static str;
    /// Whether this processor has the extensions.
    fn available() -> bool;
    /// Runs `work` compiled for this level.
    ///
    /// # Panics
    /// When the processor lacks it: ask [`Level::available`] first, once, where kernels are chosen.
    fn call<W: Work>(work: W) -> W::Done;
    /// Runs a piece of work inside the level: in place where a register holds many lanes, set aside in a function of its own
    /// where each lane is code apart and writing it out at every place would take minutes to compile.
    fn aside<W: Work>(work: W) -> W::Done;
    /// As [`Level::call`], for work that has a name: a level that counts puts its operations down to it.
    #[inline(always)]
    fn named<W: Work>(_: &'static str, work: W) -> W::Done {
        Self::call(work)
    }
}

/// Work that is compiled for the level it runs on.
///
/// A trait and no closure, because a closure cannot be `#[inline(always)]`: a large one stays outside the function that
/// enables the extensions, is compiled for the baseline and runs thirty times slower.
pub trait Work {
    /// What it returns.
    type Done;
    /// Does it. Implementations are `#[inline(always)]`; [`trampolines!`](crate::trampolines) writes them.
    fn run(self) -> Self::Done;
}

/// Whatever every processor of the target has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Baseline;

/// AVX2 with fused multiply-add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Avx2;

/// AVX-512 with fused multiply-add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Avx512;

impl Level for Baseline {
    const NAME: &'static str = "baseline";
    fn available() -> bool {
        true
    }
    #[inline(never)]
    fn call<W: Work>(work: W) -> W::Done {
        work.run()
    }
    #[inline(never)]
    fn aside<W: Work>(work: W) -> W::Done {
        work.run()
    }
}

/// A level by its name, the features for which its code is compiled, and those that are asked of the processor.
#[cfg(target_arch = "x86_64")]
macro_rules! extension {
    ($level:ident, $name:literal, $features:literal, [$($asked:tt),*]) => {
        impl Level for $level {
            const NAME: &'static str = $name;
            fn available() -> bool {
                $(std::arch::is_x86_feature_detected!($asked))&&*
            }
            #[inline(always)]
            fn call<W: Work>(work: W) -> W::Done {
                #[target_feature(enable = $features)]
                fn trampoline<W: Work>(work: W) -> W::Done {
                    work.run()
                }
                assert!(Self::available(), "this processor lacks {}", Self::NAME);
                // SAFETY: the processor was asked for exactly these extensions.
                unsafe { trampoline(work) }
            }
            #[inline(always)]
            fn aside<W: Work>(work: W) -> W::Done {
                work.run()
            }
        }
    };
}
#[cfg(target_arch = "x86_64")]
extension!(Avx2, "AVX2", "avx2,fma", ["avx2", "fma"]);
#[cfg(target_arch = "x86_64")]
extension!(
    Avx512,
    "AVX-512",
    "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma",
    ["avx2", "fma", "avx512f", "avx512dq", "avx512vl", "avx512bw"]
);

#[cfg(not(target_arch = "x86_64"))]
macro_rules! absent {
    ($level:ident, $name:literal) => {
        impl Level for $level {
            const NAME: &'static str = $name;
            fn available() -> bool {
                false
            }
            #[inline(always)]
            fn call<W: Work>(work: W) -> W::Done {
                work.run()
            }
            #[inline(never)]
            fn aside<W: Work>(work: W) -> W::Done {
                work.run()
            }
        }
    };
}
#[cfg(not(target_arch = "x86_64"))]
absent!(Avx2, "AVX2");
#[cfg(not(target_arch = "x86_64"))]
absent!(Avx512, "AVX-512");

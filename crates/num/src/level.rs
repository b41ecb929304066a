//! Processor levels: the one place where code is compiled for more than the baseline, and the one unsafe module.
#![allow(unsafe_code, reason = "a function compiled for an extension is unsafe to call; `available` guards each call")]

use std::fmt::Debug;

/// A set of processor extensions for which code can be compiled.
pub trait Level: Copy + Debug + Send + Sync + 'static {
    /// Name for people.
    const NAME: &'static str;
    /// Whether this processor has the extensions.
    fn available() -> bool;
    /// Runs `f` compiled for this level.
    ///
    /// # Panics
    /// When the processor lacks it: ask [`Level::available`] first, once, where kernels are chosen.
    fn call<T>(f: impl FnOnce() -> T) -> T;
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
    #[inline(always)]
    fn call<T>(f: impl FnOnce() -> T) -> T {
        f()
    }
}

#[cfg(target_arch = "x86_64")]
impl Level for Avx2 {
    const NAME: &'static str = "AVX2";
    fn available() -> bool {
        std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
    }
    #[inline(always)]
    fn call<T>(f: impl FnOnce() -> T) -> T {
        #[target_feature(enable = "avx2,fma")]
        fn trampoline<T>(f: impl FnOnce() -> T) -> T {
            f()
        }
        assert!(Self::available(), "this processor lacks {}", Self::NAME);
        // SAFETY: the processor was asked for exactly these extensions. A second, plain call of `f` for processors
        // without them would keep it from being inlined here, which is all that this function is for.
        unsafe { trampoline(f) }
    }
}

#[cfg(target_arch = "x86_64")]
impl Level for Avx512 {
    const NAME: &'static str = "AVX-512";
    fn available() -> bool {
        Avx2::available()
            && std::arch::is_x86_feature_detected!("avx512f")
            && std::arch::is_x86_feature_detected!("avx512dq")
            && std::arch::is_x86_feature_detected!("avx512vl")
            && std::arch::is_x86_feature_detected!("avx512bw")
    }
    #[inline(always)]
    fn call<T>(f: impl FnOnce() -> T) -> T {
        #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,avx2,fma")]
        fn trampoline<T>(f: impl FnOnce() -> T) -> T {
            f()
        }
        assert!(Self::available(), "this processor lacks {}", Self::NAME);
        // SAFETY: the processor was asked for exactly these extensions. A second, plain call of `f` for processors
        // without them would keep it from being inlined here, which is all that this function is for.
        unsafe { trampoline(f) }
    }
}

#[cfg(not(target_arch = "x86_64"))]
macro_rules! absent {
    ($level:ident, $name:literal) => {
        impl Level for $level {
            const NAME: &'static str = $name;
            fn available() -> bool {
                false
            }
            #[inline(always)]
            fn call<T>(f: impl FnOnce() -> T) -> T {
                f()
            }
        }
    };
}
#[cfg(not(target_arch = "x86_64"))]
absent!(Avx2, "AVX2");
#[cfg(not(target_arch = "x86_64"))]
absent!(Avx512, "AVX-512");

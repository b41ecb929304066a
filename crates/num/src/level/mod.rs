//! Processor levels: the one place where code is compiled for more than the baseline, and the one unsafe module.
#![allow(
    unsafe_code,
    reason = "a function compiled for an extension is unsafe to call; `available` guards each call"
)]

mod register;

#[cfg(target_arch = "x86_64")]
pub use register::{Eight, Four};
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

/// Declares functions that run the body of another, compiled for the level of their first type parameter.
///
/// The body is an `#[inline(always)]` function over [`Real`](crate::Real) with the same arguments, free of closures that
/// calculate. Where operations are counted, they are put down to the body's module, or to `owner` in `= body as owner`.
///
/// ```
/// use overtake_num::{Real, trampolines};
///
/// #[inline(always)]
/// fn squared<R: Real>(values: &[R], out: &mut [R]) {
///     for (out, &value) in out.iter_mut().zip(values) {
///         *out = value * value;
///     }
/// }
/// trampolines! {
///     /// Squares.
///     pub fn square<R>(values: &[R], out: &mut [R]) = squared;
/// }
/// let mut out = [0.0];
/// square(&[3.0], &mut out);
/// assert_eq!(out, [9.0]);
/// ```
#[macro_export]
macro_rules! trampolines {
    ($($(#[$about:meta])* $vis:vis fn $name:ident<$R:ident $(, $G:ident: $B:path)*>(
        $($argument:ident: $type:ty),* $(,)?
    ) $(-> $done:ty)? = $body:path $(as $owner:ident)?;)*) => {$(
        $(#[$about])*
        #[inline]
        $vis fn $name<$R: $crate::Real $(, $G: $B)*>($($argument: $type),*) $(-> $done)? {
            struct Call<T>(T);
            impl<$R: $crate::Real $(, $G: $B)*> $crate::level::Work for Call<($($type,)*)> {
                type Done = $crate::trampolines!(@done $($done)?);
                #[inline(always)]
                fn run(self) -> Self::Done {
                    let ($($argument,)*) = self.0;
                    $body($($argument),*)
                }
            }
            let name = $crate::trampolines!(@name $body $(as $owner)?);
            <$R::Level as $crate::level::Level>::named(name, Call(($($argument,)*)))
        }
    )*};
    (@name $body:path) => { stringify!($body) };
    (@name $body:path as $owner:ident) => { stringify!($owner) };
    (@done) => { () };
    (@done $done:ty) => { $done };
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

//! Functions that are compiled for the level of their numbers.

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

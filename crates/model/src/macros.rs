//! Declarations that make code: a mechanism's parameters, and the type of a place on an axis.

/// Declares the type of a place on an axis.
///
/// ```
/// use overtake_model::{Index, index};
/// index! {
///     /// A lake.
///     pub struct Lake;
/// }
/// assert_eq!(Lake::new(3).get(), 3);
/// ```
#[macro_export]
macro_rules! index {
    ($($(#[$about:meta])* pub struct $name:ident;)*) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(usize);
        impl $crate::Index for $name {
            #[inline(always)]
            fn new(place: usize) -> Self {
                Self(place)
            }
            #[inline(always)]
            fn get(self) -> usize {
                self.0
            }
        }
    )*};
}

/// Declares the parameters of a mechanism.
///
/// ```
/// use overtake_model::{parameters, num::Real};
/// parameters! {
///     /// How a lake fills.
///     pub struct Lake in "lake" {
///         /// Water that runs in.
///         inflow: "m3/yr" in 0.0..=1e9;
///         /// Share that each member takes out.
///         withdrawal[bloc]: "share" in 0.0..=1.0;
///     }
/// }
/// let declared = Lake::<f64>::declare();
/// assert_eq!(declared[1].key, "lake.withdrawal");
/// assert_eq!(declared[1].axis, Some("bloc"));
/// ```
#[macro_export]
macro_rules! parameters {
    (
        $(#[$outer:meta])*
        pub struct $name:ident in $mechanism:literal {
            $(
                $(#[doc = $doc:literal])+
                $field:ident $([$axis:ident])? : $unit:literal in $low:literal ..= $high:literal ;
            )*
        }
    ) => {
        $(#[$outer])*
        pub struct $name<R> {
            $( $(#[doc = $doc])+ pub $field: $crate::parameters!(@type R $($axis)?), )*
        }

        impl<R: Clone> Clone for $name<R> {
            fn clone(&self) -> Self {
                Self { $( $field: self.$field.clone(), )* }
            }
        }

        impl<R: std::fmt::Debug> std::fmt::Debug for $name<R> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)) $( .field(stringify!($field), &self.$field) )* .finish()
            }
        }

        impl<R: $crate::num::Real> $name<R> {
            /// The declared parameters, in order.
            #[must_use]
            pub fn declare() -> Vec<$crate::Parameter> {
                vec![ $( $crate::Parameter {
                    key: format!("{}.{}", $mechanism, stringify!($field)),
                    unit: $unit,
                    domain: $crate::Domain { low: $low, high: $high },
                    sentence: concat!($($doc),+).trim_ascii(),
                    axis: $crate::parameters!(@axis $($axis)?),
                    mechanism: $mechanism,
                }, )* ]
            }

            /// Reads their values.
            #[must_use]
            pub fn read(values: &$crate::Values<'_, R>) -> Self {
                Self {
                    $( $field: $crate::parameters!(@read values concat!($mechanism, ".", stringify!($field)), $($axis)?), )*
                }
            }
        }
    };
    (@type $r:ident) => { $r };
    (@type $r:ident $axis:ident) => { Box<[$r]> };
    (@axis) => { None };
    (@axis $axis:ident) => { Some(stringify!($axis)) };
    (@read $values:ident $key:expr,) => { $values.one($key) };
    (@read $values:ident $key:expr, $axis:ident) => { $values.many($key).into() };
}

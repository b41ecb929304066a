//! All mechanisms: where each lives, and what of each makes up the model.
//!
//! A mechanism is one module that says the same things under the same names: `KEY`, `Parameters`, `DECLARED`, and, where it has
//! them, what it takes from data, `Derived` parameters, `Stocks` and `Luck`. The table below says which. From it come the
//! declaration of the model, its parameters, its state and its draws; the order in which mechanisms run stands in
//! [`mod@crate::step`].

/// Chips: who may sell what to whom, who wants them, who makes them, and what they run on.
pub mod hardware {
    pub mod catalogue;
    pub mod chips;
    pub mod compute;
    pub mod controls;
    pub mod fabs;
    pub mod market;
    pub mod power;
}

/// Laboratories: what they train, find, borrow and open, and who works there.
pub mod research {
    pub mod borrowing;
    pub mod breakthrough;
    pub mod frontier;
    pub mod laboratories;
    pub mod lag;
    pub mod openness;
    pub mod researchers;
    pub mod software;
}

/// Money of investors, states and cities.
pub mod finance {
    pub mod capital;
    pub mod cities;
    pub mod money;
    pub mod state;
}

/// Use of AI, what it costs, and what is built on it.
pub mod diffusion {
    pub mod adoption;
    pub mod applications;
    pub mod usage;
}

/// Economies, what their people feel, and how blocs are run.
pub mod society {
    pub mod economy;
    pub mod institutions;
    pub mod legitimacy;
}

/// What is counted and what an observer sees: no step reads it.
pub mod outcomes {
    pub mod leadership;
    pub mod observation;
}

use crate::luck::Streams;
use crate::report::{self, Report};
use crate::transition::{Outcomes, at_level};
use crate::world::Setting;
use diffusion::{adoption, applications, usage};
use finance::{capital, cities, money, state};
use hardware::{chips, compute, controls, fabs, market, power};
use outcomes::{leadership, observation};
use overtake_model::{
    Account, Calendar, Declared, Domain, Held, Layout, Observation, Parameter, Values, World,
};
use overtake_num::Real;
use overtake_num::level::Work;
use research::{borrowing, breakthrough, frontier, openness, researchers, software};
use society::{economy, institutions, legitimacy};
use std::fmt;

/// Makes the model's collections of a table with a line for each mechanism.
///
/// A `-` stands where it has nothing of a column. In brackets stands the type, and after it the other mechanisms whose parameters
/// it is made from. Outcomes are `own` where they are read off a mechanism's own stocks; else the literal in `step.rs` says what
/// they read.
macro_rules! mechanisms {
    ($($name:ident $data:tt $derived:tt $stocks:tt $luck:tt $outcomes:tt;)*) => {
        /// Declarations of all mechanisms, in the order of their parameters.
        pub const DECLARED: &[Declared] = &[$($name::DECLARED),*];

        /// The declared parameters of all mechanisms, in order.
        #[must_use]
        pub fn parameters() -> Vec<Parameter> {
            [$($name::Parameters::<f64>::declare()),*].concat()
        }

        /// Data of all mechanisms, the same in all futures.
        pub struct Data {
            $(#[doc = concat!("Of `", stringify!($name), "`.")] pub $name: mechanisms!(@data $name $data),)*
        }

        mechanisms!(@copies [] Data $($name)*);

        impl Data {
            /// Takes it from a checked world.
            #[must_use]
            pub fn new(setting: &Setting, world: &World, calendar: &Calendar) -> Self {
                Self { $($name: mechanisms!(@take $name $data setting world calendar),)* }
            }
        }

        /// Parameters of all mechanisms in a batch of futures.
        #[derive(Clone, Debug)]
        pub struct Parameters<R> {
            $(#[doc = concat!("Those of `", stringify!($name), "`.")] pub $name: $name::Parameters<R>,)*
        }

        impl<R: Real> Parameters<R> {
            /// Reads their values.
            #[must_use]
            pub fn read(values: &Values<'_, R>) -> Self {
                Self { $($name: $name::Parameters::read(values),)* }
            }
        }

        /// Derived parameters of all mechanisms.
        pub struct Derived<R> {
            $(#[doc = concat!("Of `", stringify!($name), "`.")] pub $name: mechanisms!(@of $name $derived R),)*
        }

        mechanisms!(@copies [R] Derived $($name)*);

        impl<R: Real> Derived<R> {
            /// Derives it.
            #[must_use]
            pub fn new(p: &Parameters<R>, data: &Data, setting: &Setting, calendar: &Calendar) -> Self {
                Self { $($name: mechanisms!(@derive $name $derived $data p data setting calendar),)* }
            }
        }

        /// Stocks of all mechanisms.
        pub struct Stocks<R> {
            $(#[doc = concat!("Those of `", stringify!($name), "`.")] pub $name: mechanisms!(@of $name $stocks R),)*
        }

        mechanisms!(@copies [R] Stocks $($name)*);

        impl<R: Real> Stocks<R> {
            /// Stocks before anything has begun.
            #[must_use]
            pub fn empty(p: &Parameters<R>, setting: &Setting) -> Self {
                Self { $($name: mechanisms!(@empty $name $stocks p setting),)* }
            }

            /// Shows every stock that the ledger keeps, with its bounds.
            pub fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
                $(mechanisms!(@visit $name $stocks self visitor);)*
            }
        }

        /// All draws of a batch of futures.
        pub struct Luck<R> {
            $(#[doc = concat!("Of `", stringify!($name), "`.")] pub $name: mechanisms!(@of $name $luck R),)*
        }

        mechanisms!(@copies [R] Luck $($name)*);

        impl<R: Real> Luck<R> {
            /// Draws it.
            #[must_use]
            pub fn draw(p: &Parameters<R>, streams: &Streams<'_>) -> Self {
                Self { $($name: mechanisms!(@draw $name $luck p streams),)* }
            }
        }

        /// Where the outcomes of each mechanism lie in a run.
        #[derive(Clone, Debug)]
        pub struct Slots {
            $(#[doc = concat!("Those of `", stringify!($name), "`.")] pub $name: report::Slots,)*
        }

        impl Slots {
            /// Finds them in the layout of a run.
            #[must_use]
            pub fn new(layout: &Layout) -> Self {
                Self { $($name: report::Slots::new($name::DECLARED.outcomes, layout),)* }
            }
        }

        /// Reports the outcomes of mechanisms that read nothing for them but their own stocks and who there is.
        pub fn report_own<R: Real>(
            p: &Parameters<R>,
            d: &Derived<R>,
            setting: &Setting,
            stocks: &Stocks<R>,
            slots: &Slots,
            out: &mut Observation<'_, R>,
        ) {
            $(mechanisms!(@report $name $outcomes p d setting stocks slots out);)*
        }
    };

    // A type that a macro names takes no derive.
    (@copies [$($r:ident)?] $of:ident $($name:ident)*) => {
        impl$(<$r: Clone>)? Clone for $of$(<$r>)? {
            fn clone(&self) -> Self {
                Self { $($name: self.$name.clone(),)* }
            }
        }

        impl$(<$r: fmt::Debug>)? fmt::Debug for $of$(<$r>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($of))$(.field(stringify!($name), &self.$name))*.finish()
            }
        }
    };

    (@data $name:ident -) => { () };
    (@data $name:ident ($data:ident)) => { $name::$data };
    (@take $name:ident - $setting:ident $world:ident $calendar:ident) => { () };
    (@take $name:ident ($data:ident) $setting:ident $world:ident $calendar:ident) => {
        $name::$data::new($setting, $world, $calendar)
    };

    (@of $name:ident - $r:ident) => { () };
    (@of $name:ident ($type:ident $($other:ident)*) $r:ident) => { $name::$type<$r> };

    (@derive $name:ident - $data:tt $p:ident $all:ident $setting:ident $calendar:ident) => { () };
    (@derive $name:ident ($type:ident $($other:ident)*) $data:tt $p:ident $all:ident $setting:ident $calendar:ident) => {{
        struct Deriving<'a, R>(&'a Parameters<R>, &'a Data, &'a Setting, &'a Calendar);
        impl<R: Real> Work for Deriving<'_, R> {
            type Done = $name::$type<R>;
            #[inline(always)]
            fn run(self) -> Self::Done {
                let Self($p, $all, $setting, $calendar) = self;
                mechanisms!(@new $name $type $data $all, ($setting, $calendar), &$p.$name, $(&$p.$other,)*)
            }
        }
        at_level::<R, _>($name::KEY, Deriving($p, $all, $setting, $calendar))
    }};
    (@new $name:ident $type:ident - $all:ident, ($setting:ident, $calendar:ident), $($p:expr,)*) => {{
        let _ = $all;
        $name::$type::new($($p,)* $setting, $calendar)
    }};
    (@new $name:ident $type:ident ($data:ident) $all:ident, ($setting:ident, $calendar:ident), $($p:expr,)*) => {
        $name::$type::new($($p,)* &$all.$name, $setting, $calendar)
    };

    (@empty $name:ident - $p:ident $setting:ident) => { () };
    (@empty $name:ident ($type:ident $($other:ident)*) $p:ident $setting:ident) => {
        $name::$type::empty($setting, $(&$p.$other,)*)
    };
    (@visit $name:ident - $stocks:ident $visitor:ident) => {};
    (@visit $name:ident ($type:ident $($other:ident)*) $stocks:ident $visitor:ident) => {
        $stocks.$name.visit($visitor)
    };

    (@report $name:ident - $($rest:ident)*) => {};
    (@report $name:ident own $p:ident $d:ident $setting:ident $stocks:ident $slots:ident $out:ident) => {
        at_level::<R, _>(
            $name::KEY,
            Outcomes {
                parameters: &$p.$name,
                derived: &$d.$name,
                reads: $setting,
                stocks: &$stocks.$name,
                report: Report::new($out, &$slots.$name),
            },
        )
    };

    (@draw $name:ident - $p:ident $streams:ident) => { () };
    (@draw $name:ident ($type:ident) $p:ident $streams:ident) => { $name::$type::draw(&$p.$name, $streams) };
}

mechanisms! {
    // name       data        derived                 stocks                                        luck    outcomes
    money         (History)   -                       -                                             -       -;
    capital       (History)   (Derived)               (Stocks)                                      (Luck)  own;
    state         -           (Derived)               (Stocks)                                      -       -;
    controls      -           -                       -                                             (Luck)  -;
    chips         (Catalogue) (Derived)               (Stocks)                                      -       -;
    fabs          (History)   (Derived)               (Stocks)                                      -       own;
    market        -           (Derived)               (Stocks)                                      -       -;
    power         (History)   (Derived)               (Stocks)                                      -       own;
    compute       -           -                       (Stocks)                                      -       own;
    researchers   -           (Derived)               (Stocks)                                      -       own;
    software      -           (Derived researchers)   (Stocks)                                      (Luck)  -;
    breakthrough  -           (Derived software)      (Stocks)                                      (Luck)  own;
    frontier      -           -                       (Stocks)                                      (Luck)  -;
    borrowing     -           (Derived)               (Stocks)                                      -       -;
    openness      -           (Derived)               (Stocks)                                      (Luck)  -;
    usage         -           (Derived)               (Stocks)                                      -       own;
    adoption      (Paths)     (Derived)               (Stocks)                                      -       own;
    economy       (Record)    (Derived adoption)      (Stocks)                                      -       -;
    legitimacy    (Promises)  (Derived)               (Stocks)                                      -       own;
    applications  -           (Derived)               (Stocks)                                      -       -;
    cities        -           (Derived)               (Stocks)                                      -       own;
    institutions  -           -                       (Stocks capital state adoption legitimacy)    -       -;
    leadership    -           (Derived)               -                                             -       -;
    observation   -           -                       -                                             (Luck)  -;
}

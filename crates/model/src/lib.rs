//! What a model is.
//!
//! A model *declares* itself once: its mechanisms, parameters, levers, outcomes, axes and series, each with a
//! key, a unit, a domain and a sentence ([`Declaration`]). Documentation, schemas, the evidence check and the
//! command line read that declaration; nothing is written down a second time.
//!
//! A model *runs* through two traits: [`Model`] builds it from data ([`World`]) and turns a policy's dated
//! levers into a plan; [`Dynamics`] is a step written over any number type of [`overtake_num`]. A step is a pure
//! function of state, parameters, plan and luck. A stock changes in one way only, [`change`], which hands every
//! line to a [`Ledger`]: `()` keeps nothing and costs nothing, [`Recorder`] keeps all.
//!
//! Nothing here knows a chip, a bloc by name, a file or a clock.

mod axes;
mod declare;
mod dynamics;
mod layout;
mod ledger;
mod levers;
mod macros;
mod table;
mod time;

pub use axes::{AxisData, Member, Series, World, WorldError};
pub use declare::{
    Attribute, AxisDeclaration, Declaration, Declared, Domain, Lever, Mechanism, Outcome, Parameter, Role,
    Scale, SeriesDeclaration, Status, Stock, Timing, lever, levers_of, outcome,
};
pub use dynamics::{Asked, Draws, Dynamics, Held, Model, Observation, Values};
pub use layout::{Layout, Slot};
pub use ledger::{
    Account, Bound, Constraint, Cut, Entry, Ledger, Line, Loop, Recorder, Tape, change, past, set, set_by,
    value_past,
};
pub use levers::{LeverPath, LeverTable};
pub use overtake_num as num;
pub use table::{Index, Row, Table};
pub use time::{Calendar, DateError, Moment, Quarter};

//! The race for AI leadership: one file a mechanism, one step written out in order.
//!
//! Open [`mod@step`] first: it is a step from its first line to its last. [`mod@mechanisms`] says where each mechanism lives;
//! each reads like a page of a paper: equation, symbols, source, what it leaves out, how it is turned off. [`textbook`] is the
//! small race that fits on one page, behind the same traits.
//!
//! Absent by design: files, clocks, threads, environment, hash maps, random state, and every belief about a
//! parameter's value. Blocs share one functional form; they differ in data and parameters alone.

pub mod delay;
pub mod loops;
pub mod luck;
pub mod math;
pub mod mechanisms;
pub mod plan;
pub mod race;
pub mod report;
mod start;
pub mod step;
pub mod textbook;
pub mod time;
pub mod tolerances;
pub mod transition;
pub mod units;
pub mod world;

pub use mechanisms::{diffusion, finance, hardware, outcomes, research, society};
pub use race::Race;
pub use textbook::Textbook;

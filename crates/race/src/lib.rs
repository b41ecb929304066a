//! The race for AI leadership: one file a mechanism, one year written out in order.
//!
//! Open [`mod@year`] first: it is the table of contents, a step from its first line to its last. Every
//! other module is one mechanism and reads like a page of a paper: equation, symbols, source, what it leaves
//! out, how it is turned off. [`textbook`] is the small race that fits on one page, behind the same trait.
//!
//! Absent by design: files, clocks, threads, environment, hash maps, random state, and every belief about a
//! parameter's value. Blocs share one functional form; they differ in data and parameters alone.

pub mod adoption;
pub mod applications;
pub mod borrowing;
pub mod breakthrough;
pub mod capital;
pub mod chips;
pub mod cities;
pub mod compute;
pub mod discovery;
pub mod economy;
pub mod fabs;
pub mod frontier;
pub mod institutions;
pub mod lag;
pub mod leadership;
pub mod legitimacy;
pub mod loops;
pub mod market;
pub mod money;
pub mod observation;
pub mod openness;
pub mod power;
pub mod regime;
pub mod researchers;
pub mod rules;
pub mod setting;
pub mod state;
pub mod textbook;
pub mod usage;
pub mod year;

pub use textbook::Textbook;
pub use year::Race;

//! A study's claims: compiled, decided future by future, counted and written as one document.

pub mod compile;
mod count;
mod decide;
pub mod decided;
pub mod deciding;
pub mod document;
pub mod table;

pub use compile::Claims;
pub use decided::{Decisions, Drawn};
pub use document::{Answered, Deciding, Document, FactShown};

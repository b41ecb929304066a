//! A study's claims: compiled, decided future by future, counted and written as one document.

pub mod deciding;
pub mod document;

pub use deciding::Deciding;
pub use document::{Answered, Decisions, Document};

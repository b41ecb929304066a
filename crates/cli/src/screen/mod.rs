//! Screens of a run and of its claims.

mod checks;
mod claims;
mod first;
mod next;

pub(crate) use claims::{assumption, full, told};
pub(crate) use first::{Shown, first};

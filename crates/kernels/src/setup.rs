//! Everything a kernel is built from.

use crate::kind::ModelKind;
use overtake_model::{Asked, Calendar, LeverTable, World};

/// Everything a kernel is built from.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The model.
    pub model: ModelKind,
    /// Its members and histories.
    pub world: &'a World,
    /// Its time.
    pub calendar: Calendar,
    /// Seed of all luck.
    pub seed: u64,
    /// One table of levers a policy.
    pub policies: &'a [LeverTable],
    /// Outcomes that are asked for; all of every quarter where this is none.
    pub asked: Option<&'a Asked>,
}

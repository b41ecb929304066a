//! What a trajectory costs, by mechanism.

use crate::study::resolve::Prepared;
use overtake_kernels::count;
use serde::Serialize;

/// Operations of one trajectory in one mechanism.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// File of the mechanism; `reports`, `start` and `elsewhere` are the rest.
    pub mechanism: &'static str,
    /// Operations, elementary functions expanded.
    pub operations: u64,
    /// Their share of the whole trajectory.
    pub share: f64,
}

/// What the central trajectory costs, by mechanism.
pub(super) fn costs(prepared: &Prepared) -> Vec<Cost> {
    let Ok(counted) = count(&prepared.setup(), &prepared.central()) else { return Vec::new() };
    let all = (counted.shared + counted.trajectory) as f64;
    let cost = |&(mechanism, operations): &(&'static str, u64)| Cost {
        mechanism,
        operations,
        share: operations as f64 / all,
    };
    counted.parts.iter().map(cost).collect()
}

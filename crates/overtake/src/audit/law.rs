//! What every law needs: a verdict on it, and one batch of the race.

use overtake_ensemble::kernel::{Batch, Cube};
use overtake_kernels::{ModelKind, Setup, Width, kernel};
use serde::Serialize;

/// One law.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Law {
    /// What must hold.
    pub law: &'static str,
    /// Whether it does.
    pub holds: bool,
    /// On what it was tested, and the worst that was seen.
    pub seen: String,
}

pub(super) fn law(law: &'static str, holds: bool, seen: String) -> Law {
    Law { law, holds, seen }
}

/// The race, whatever world it runs in.
pub(super) const MODEL: ModelKind = ModelKind::Race;

/// One batch under the first policy.
pub(super) fn run(setup: &Setup<'_>, futures: &[u64], values: &[f64], width: Width) -> Cube {
    let mut out = Cube::default();
    if let Ok(kernel) = kernel(setup, width) {
        kernel.run(Batch { futures, parameters: values }, &[0], &mut |_, cube| out = cube.clone());
    }
    out
}

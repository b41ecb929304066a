//! Trajectories in plain `f64`: with every line of their ledgers, or with feedback loops frozen.

use overtake_ensemble::kernel::Cube;
use overtake_model::{Account, Recorder};

/// One trajectory with every line of its ledger.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Its outcomes, one lane.
    pub cube: Cube,
    /// Its ledger.
    pub ledger: Recorder,
    /// Stocks at the start and at the end, as shown by the model's visitor.
    pub stocks: Vec<(Account, f64, f64)>,
}

/// Runs trajectories in `f64` and keeps every line of each.
pub trait Tracer: Send + Sync {
    /// One future under the policy of that place.
    fn trace(&self, future: u64, policy: usize, parameters: &[f64]) -> Trace;
}

/// Runs futures with feedback loops frozen at the path that they take under the first policy.
pub trait FrozenLoops {
    /// Runs one future in `f64` under the first policy, then once for each of `runs`: under the policy of that place, with the
    /// loop of that key frozen, or none. `show` is handed the first as 0 and the rest counted on.
    fn run(
        &self,
        future: u64,
        parameters: &[f64],
        runs: &[(usize, Option<&str>)],
        show: &mut dyn FnMut(usize, &Cube),
    );
}

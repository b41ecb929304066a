//! What the claims callback sees: columns of a piece of a run, grouped by policy.

use crate::block::Block;
use crate::plan::RunPlan;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where a column of numbers is found.
#[derive(Clone, Copy, Debug)]
enum Source {
    Uncertainty(usize),
    Lever(usize),
    Outcome(usize),
}

/// Names of all columns of numbers, and the levers' constant columns, settled once a run.
#[derive(Debug)]
pub(crate) struct Catalogue {
    sources: BTreeMap<String, Source>,
    /// Levers as (lever, policy, row).
    levers: Vec<f64>,
    policies: usize,
}

/// Rows for which the levers' columns are laid out: those of a block.
const ROWS: usize = crate::design::BLOCK as usize;

impl Catalogue {
    pub(crate) fn new(plan: &RunPlan) -> Self {
        let mut sources = BTreeMap::new();
        for (place, u) in plan.uncertainties.iter().enumerate() {
            sources.insert(u.column.key.clone(), Source::Uncertainty(place));
        }
        for (place, l) in plan.levers.iter().enumerate() {
            sources.insert(l.column.key.clone(), Source::Lever(place));
        }
        for (place, o) in plan.outcomes.iter().enumerate() {
            sources.insert(o.column.key.clone(), Source::Outcome(place));
        }
        let constants = plan.levers.iter().flat_map(|l| &l.values);
        let levers = constants.flat_map(|&value| std::iter::repeat_n(value, ROWS)).collect();
        Self { sources, levers, policies: plan.policies.len() }
    }
}

/// Some consecutive futures with everything kept of them, under every policy that runs them.
///
/// How many futures there are is the runner's choice: an answer must depend on its own future's row (under any of
/// the policies) and on nothing else.
#[derive(Clone, Copy, Debug)]
pub struct ChunkColumns<'a> {
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) block: &'a Block,
}

impl<'a> ChunkColumns<'a> {
    /// Number of policies of the plan.
    #[must_use]
    pub fn policies(&self) -> usize {
        self.catalogue.policies
    }

    /// The futures here under the policy that runs most of them.
    #[must_use]
    pub fn futures(&self) -> Range<u64> {
        let most = self.block.rows.iter().max().copied().unwrap_or(0);
        self.block.first..self.block.first + most as u64
    }

    /// Futures here that run under a policy: the first so many of [`ChunkColumns::futures`], so that equal rows of two
    /// policies are the same future.
    #[must_use]
    pub fn rows(&self, policy: usize) -> usize {
        self.block.rows.get(policy).copied().unwrap_or(0)
    }

    /// A column of numbers (uncertainty, lever, outcome or observable) under a policy, one number a row and NaN where
    /// there is none; `None` when no column or policy is so called.
    #[must_use]
    pub fn column(&self, key: &str, policy: usize) -> Option<&'a [f64]> {
        let rows = *self.block.rows.get(policy)?;
        Some(match *self.catalogue.sources.get(key)? {
            Source::Uncertainty(place) => self.block.uncertainty(place, policy),
            Source::Lever(place) => {
                &self.catalogue.levers[(place * self.catalogue.policies + policy) * ROWS..][..rows]
            }
            Source::Outcome(place) => self.block.outcome(place, policy),
        })
    }

    /// Whether a trajectory broke; all its outcomes are NaN then.
    #[must_use]
    pub fn broken(&self, policy: usize, row: usize) -> bool {
        self.block.broken.get(policy).and_then(|b| b.get(row)).is_some_and(Option::is_some)
    }
}

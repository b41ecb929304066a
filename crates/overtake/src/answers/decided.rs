//! What claims are in each future of a run, and what was drawn for it: collected while the run goes on, or read from its table.

use overtake_ensemble::answers::{ClaimColumn, ClaimValues};
use overtake_ensemble::claims::{Decided, Truth};
use overtake_ensemble::plan::RunPlan;
use overtake_ensemble::view::ChunkColumns;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// Ending of the column with the effects of a contrast.
pub(super) const EFFECT: &str = ".effect";
/// Ending of the column with what a contrast is.
pub(super) const ANSWER: &str = ".answer";

/// What claims are in each future of a run.
#[derive(Debug, Default)]
pub struct Decisions {
    /// By column of the claim, then by policy.
    cells: BTreeMap<String, BTreeMap<String, Cells>>,
}

/// What one claim is under one policy, in futures from the first on.
#[derive(Debug, Default)]
struct Cells {
    /// None where a contrast has no answer: a future that only one of its two policies runs.
    truths: Vec<Option<Truth>>,
    /// Effects of a contrast; none of a sentence.
    effects: Vec<f64>,
}

impl Decisions {
    /// A claim under one policy, in the order of futures; a contrast's under its treated one.
    #[must_use]
    pub fn under(&self, column: &str, policy: &str) -> Vec<Decided> {
        let Some(cells) = self.cells.get(column).and_then(|of| of.get(policy)) else { return Vec::new() };
        let effects = cells.effects.iter().copied().chain(std::iter::repeat(f64::NAN));
        let futures = (0..).zip(&cells.truths).zip(effects);
        futures
            .filter_map(|((future, truth), effect)| Some(Decided { future, truth: (*truth)?, effect }))
            .collect()
    }

    /// Adds the next futures of a column of the run's table under a policy.
    pub(super) fn extend(&mut self, key: &str, policy: &str, values: &ClaimValues) {
        let key = key.strip_suffix(EFFECT).or_else(|| key.strip_suffix(ANSWER)).unwrap_or(key);
        let cells = self.cells.entry(key.to_owned()).or_default().entry(policy.to_owned()).or_default();
        match values {
            ClaimValues::Truth(truths) => cells.truths.extend(truths.iter().copied().map(Some)),
            ClaimValues::Contrast(truths) => cells.truths.extend(truths),
            ClaimValues::Effect(effects) => cells.effects.extend(effects),
        }
    }
}

/// The uncertain parameters and schools drawn for each future of a run.
#[derive(Debug, Default, PartialEq)]
pub struct Drawn {
    /// How many futures there are.
    pub(super) futures: u64,
    /// Keys of their columns.
    pub(super) keys: Vec<String>,
    /// Their values, in futures from the first on; schools by their place in the alphabet.
    pub(super) columns: Vec<Vec<f64>>,
}

impl Drawn {
    pub(super) fn push(&mut self, key: &str, values: Vec<f64>) {
        self.keys.push(key.to_owned());
        self.columns.push(values);
    }

    pub(super) fn push_texts(&mut self, key: &str, texts: &[Option<&str>]) {
        let distinct: BTreeSet<&str> = texts.iter().copied().flatten().collect();
        let places: BTreeMap<&str, f64> = distinct.into_iter().zip((0..).map(f64::from)).collect();
        self.push(key, texts.iter().map(|text| text.map_or(f64::NAN, |text| places[text])).collect());
    }
}

/// Keeps what a run decides while it goes on, block by block and from any of its threads.
#[derive(Debug)]
pub struct Collector<'a> {
    plan: &'a RunPlan,
    /// By the first future of the block.
    blocks: Mutex<BTreeMap<u64, OfBlock>>,
}

/// What a block was.
#[derive(Debug)]
struct OfBlock {
    /// Uncertain parameters in the order of the plan, each a future of the reference policy.
    drawn: Vec<Vec<f64>>,
    cells: Vec<ClaimColumn>,
}

impl<'a> Collector<'a> {
    /// Of a run of a plan.
    #[must_use]
    pub fn new(plan: &'a RunPlan) -> Self {
        Self { plan, blocks: Mutex::default() }
    }

    /// Keeps what was drawn for a block and what claims are there.
    pub fn keep(&self, block: &ChunkColumns<'_>, cells: &[ClaimColumn]) {
        let drawn = self.plan.uncertainties.iter().map(|u| block.column(&u.column.key, 0));
        let drawn = drawn.map(|values| values.unwrap_or_default().to_vec()).collect();
        let of_block = OfBlock { drawn, cells: cells.to_vec() };
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        blocks.insert(block.futures().start, of_block);
    }

    /// All blocks together, in order.
    #[must_use]
    pub fn collected(self) -> (Decisions, Drawn) {
        let (plan, mut decisions, mut drawn) = (self.plan, Decisions::default(), Drawn::default());
        let blocks = self.blocks.into_inner().unwrap_or_else(PoisonError::into_inner);
        for cell in blocks.values().flat_map(|block| &block.cells) {
            let (column, policy) = (&plan.claims[cell.claim].key, &plan.policies[cell.policy].name);
            decisions.extend(column, policy, &cell.values);
        }
        for (place, uncertainty) in plan.uncertainties.iter().enumerate() {
            let values = blocks.values().flat_map(|block| &block.drawn[place]).copied();
            drawn.push(&uncertainty.column.key, values.collect());
        }
        let futures = plan.policies.first().map_or(0, |reference| reference.futures);
        drawn.futures = futures;
        for school in &plan.schools {
            let names: Vec<Option<&str>> = (0..futures).map(|future| school.school(future)).collect();
            drawn.push_texts(&school.column.key, &names);
        }
        (decisions, drawn)
    }
}

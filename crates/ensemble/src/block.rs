//! One block of 160 futures under every policy that runs them: the unit of work that threads take.

use crate::answers::{ClaimColumn, ClaimValues};
use crate::claims::Truth;
use crate::columns::canonical;
use crate::design::{BLOCK, scramble_of};
use crate::error::RunError;
use crate::histogram::{self, MISSING};
use crate::kernel::{Break, Cube};
use crate::plan::{PathCell, RunPlan};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What paths keep of a block under one policy; cells are (quarter, outcome).
#[derive(Debug, Default)]
pub(crate) struct PathCells {
    /// Bucket by (cell, place), where places count futures as batches run them.
    pub(crate) buckets: Vec<u16>,
    /// Sum of a cell's values, added in the order in which batches run, which no number of lanes changes.
    pub(crate) sums: Vec<f64>,
    /// Least value of a cell.
    pub(crate) least: Vec<f64>,
    /// Greatest value of a cell.
    pub(crate) greatest: Vec<f64>,
    /// Values by (row, cell) of the futures kept whole.
    pub(crate) whole: Vec<f64>,
}

impl PathCells {
    /// Empties it for so many cells, futures and futures kept whole, in the memory that it has.
    fn clear(&mut self, cells: usize, rows: usize, whole: usize) {
        refill(&mut self.buckets, cells * rows, MISSING);
        refill(&mut self.sums, cells, 0.0);
        refill(&mut self.least, cells, f64::INFINITY);
        refill(&mut self.greatest, cells, f64::NEG_INFINITY);
        refill(&mut self.whole, cells * whole, f64::NAN);
    }
}

fn refill<T: Clone>(values: &mut Vec<T>, length: usize, value: T) {
    values.clear();
    values.resize(length, value);
}

/// Sum and bounds of the values of a cell.
#[derive(Clone, Copy)]
struct Total {
    sum: f64,
    least: f64,
    greatest: f64,
}

impl Total {
    /// Takes in a value, unless it is not finite.
    #[inline(always)]
    fn take_in(&mut self, value: f64) {
        if value.is_finite() {
            self.sum += value;
            self.least = if value < self.least { value } else { self.least };
            self.greatest = if value > self.greatest { value } else { self.greatest };
        }
    }
}

/// Memory of paths that no block is using: all policies of a block take hundreds of megabytes, which the system would
/// have to clear for each.
#[derive(Debug, Default)]
pub(crate) struct Spare(Mutex<Vec<PathCells>>);

impl Spare {
    fn take(&self) -> PathCells {
        lock(&self.0).pop().unwrap_or_default()
    }

    pub(crate) fn give_back(&self, paths: Vec<PathCells>) {
        lock(&self.0).extend(paths.into_iter().filter(|paths| paths.buckets.capacity() > 0));
    }
}

/// A finished block.
#[derive(Debug)]
pub(crate) struct Block {
    /// Its first future.
    pub(crate) first: u64,
    /// Futures that run under each policy.
    pub(crate) rows: Vec<usize>,
    /// Uncertainties by (column, row).
    uncertainties: Vec<f64>,
    width: usize,
    /// Outcomes of each policy by (column, row).
    outcomes: Vec<Vec<f64>>,
    /// Why trajectories broke, by policy and row.
    pub(crate) broken: Vec<Vec<Option<String>>>,
    /// Paths by policy.
    pub(crate) paths: Vec<PathCells>,
    /// Futures of this block kept whole.
    pub(crate) whole: usize,
    /// Answers by (claim, policy).
    claims: Vec<Option<ClaimValues>>,
    /// Hash of every row in (future, policy) order.
    pub(crate) hashes: Vec<[u8; 32]>,
}

impl Block {
    pub(crate) fn new(plan: &RunPlan, number: u64, spare: &Spare) -> Self {
        let first = number * BLOCK;
        let inside = |futures: u64| futures.saturating_sub(first).min(BLOCK) as usize;
        let rows: Vec<usize> = plan.policies.iter().map(|p| inside(p.futures)).collect();
        let width = inside(plan.futures());
        let whole = inside(plan.paths.trajectories()).min(width);
        let cells = plan.paths.cells().len();
        let paths = rows.iter().map(|&rows| {
            // A policy that does not reach this block keeps nothing.
            if rows == 0 {
                return PathCells::default();
            }
            let mut paths = spare.take();
            paths.clear(cells, rows, whole.min(rows));
            paths
        });
        Self {
            first,
            uncertainties: vec![f64::NAN; plan.uncertainties.len() * width],
            width,
            outcomes: rows.iter().map(|&rows| vec![f64::NAN; plan.outcomes.len() * rows]).collect(),
            broken: rows.iter().map(|&rows| vec![None; rows]).collect(),
            paths: paths.collect(),
            whole,
            claims: vec![None; plan.claims.len() * plan.policies.len()],
            hashes: Vec::new(),
            rows,
        }
    }

    /// Keeps the uncertain ones of a future's parameters.
    pub(crate) fn draw(&mut self, plan: &RunPlan, future: u64, parameters: &[f64]) {
        let row = (future - self.first) as usize;
        for (place, column) in plan.uncertainties.iter().enumerate() {
            self.uncertainties[place * self.width + row] = canonical(parameters[column.slot]);
        }
    }

    /// A column of an uncertainty under a policy.
    pub(crate) fn uncertainty(&self, place: usize, policy: usize) -> &[f64] {
        &self.uncertainties[place * self.width..][..self.rows[policy]]
    }

    /// A column of an outcome under a policy.
    pub(crate) fn outcome(&self, place: usize, policy: usize) -> &[f64] {
        &self.outcomes[policy][place * self.rows[policy]..][..self.rows[policy]]
    }

    /// A claim's answers under a policy, if it has any.
    pub(crate) fn claim(&self, claim: usize, policy: usize) -> Option<&ClaimValues> {
        self.claims[claim * self.rows.len() + policy].as_ref()
    }

    /// Every (row, policy), by future and then by policy.
    pub(crate) fn order(&self) -> impl Iterator<Item = (usize, usize)> {
        (0..self.width).flat_map(move |row| {
            (0..self.rows.len())
                .filter(move |&policy| row < self.rows[policy])
                .map(move |policy| (row, policy))
        })
    }

    /// Keeps what is asked for of a cube, the first of whose lanes has so many futures of the block `before` it.
    pub(crate) fn keep(&mut self, plan: &RunPlan, policy: usize, rows: &[usize], before: usize, cube: &Cube) {
        for (lane, &row) in rows.iter().enumerate() {
            if let Some(Some(Break { what, quarter, reason })) = cube.broken.get(lane) {
                let when = plan.calendar.quarter(*quarter);
                self.broken[policy][row] = Some(format!("{what}: {reason} in {when}"));
            }
        }
        let broken = &self.broken[policy];
        let sound: Vec<(usize, usize)> =
            rows.iter().copied().enumerate().filter(|&(_, row)| broken[row].is_none()).collect();
        let all = self.rows[policy];
        for (place, column) in plan.outcomes.iter().enumerate() {
            if column.reference_only && policy > 0 {
                continue;
            }
            let (first, n) = (column.quarters.start, column.quarters.len());
            for &(lane, row) in &sound {
                let mut value = cube.get(column.slot, first, lane);
                if n > 1 {
                    for quarter in first + 1..column.quarters.end {
                        value += cube.get(column.slot, quarter, lane);
                    }
                    value /= n as f64;
                }
                self.outcomes[policy][place * all + row] = canonical(value);
            }
        }
        let cells = plan.paths.cells().len();
        let kept = &mut self.paths[policy];
        let whole = if rows.iter().any(|row| *row < self.whole) { self.whole } else { 0 };
        for (cell, &PathCell { quarter, outcome }) in plan.paths.cells().iter().enumerate() {
            let path = &plan.paths.outcomes()[outcome];
            let values = &cube.values[(quarter * cube.slots + path.slot) * cube.lanes..][..rows.len()];
            let buckets = &mut kept.buckets[cell * all + before..][..rows.len()];
            let mut total =
                Total { sum: kept.sums[cell], least: kept.least[cell], greatest: kept.greatest[cell] };
            if sound.len() == rows.len() {
                // Nearly always: no lane is left out, and the compiler takes several at once.
                for (bucket, &value) in buckets.iter_mut().zip(values) {
                    *bucket = histogram::bucket(path.scale, value);
                    total.take_in(value);
                }
            } else {
                for &(lane, _) in &sound {
                    buckets[lane] = histogram::bucket(path.scale, values[lane]);
                    total.take_in(values[lane]);
                }
            }
            (kept.sums[cell], kept.least[cell], kept.greatest[cell]) =
                (total.sum, total.least, total.greatest);
            for &(lane, row) in sound.iter().filter(|&&(_, row)| row < whole) {
                kept.whole[row * cells + cell] = canonical(values[lane]);
            }
        }
    }

    /// Takes in what the claims callback gave.
    pub(crate) fn answer(&mut self, plan: &RunPlan, given: Vec<ClaimColumn>) -> Result<(), RunError> {
        for ClaimColumn { claim, policy, values } in given {
            let name = || plan.claims.get(claim).map_or_else(|| format!("number {claim}"), |c| c.key.clone());
            let wrong = |reason: String| Err(RunError::Claims { column: name(), reason });
            let (Some(column), Some(&rows)) = (plan.claims.get(claim), self.rows.get(policy)) else {
                return wrong(format!("no such column or policy (policy {policy})"));
            };
            if values.kind() != column.kind {
                return wrong(format!("cells are {:?}, the plan says {:?}", values.kind(), column.kind));
            }
            if values.len() != rows {
                return wrong(format!("{} answers for {rows} futures", values.len()));
            }
            self.claims[claim * plan.policies.len() + policy] = Some(values);
        }
        Ok(())
    }

    /// Hashes every row: the bits of its cells, column by column.
    pub(crate) fn hash(&mut self, plan: &RunPlan) {
        let mut hashes = Vec::with_capacity(self.rows.iter().sum());
        let mut bytes: Vec<u8> = Vec::new();
        for (row, policy) in self.order() {
            bytes.clear();
            let future = self.first + row as u64;
            bytes.extend(future.to_le_bytes());
            text(&mut bytes, Some(&plan.policies[policy].name));
            bytes.extend(scramble_of(future).to_le_bytes());
            let reason = self.broken[policy][row].as_deref();
            text(&mut bytes, Some(status(reason)));
            text(&mut bytes, reason);
            for place in 0..plan.uncertainties.len() {
                let value = self.uncertainty(place, policy)[row];
                bytes.extend(canonical(value).to_bits().to_le_bytes());
            }
            plan.schools.iter().for_each(|school| text(&mut bytes, school.school(future)));
            let mut number = |value: f64| bytes.extend(canonical(value).to_bits().to_le_bytes());
            plan.levers.iter().for_each(|lever| number(lever.values[policy]));
            for place in (0..plan.outcomes.len()).filter(|&o| plan.outcomes[o].stored) {
                number(self.outcome(place, policy)[row]);
            }
            for (claim, column) in plan.claims.iter().enumerate() {
                match self.claim(claim, policy) {
                    Some(ClaimValues::Truth(v)) => bytes.push(v[row].flag().map_or(2, u8::from)),
                    Some(ClaimValues::Effect(v)) => bytes.extend(canonical(v[row]).to_bits().to_le_bytes()),
                    Some(ClaimValues::Contrast(v)) => text(&mut bytes, v[row].map(Truth::word)),
                    None => match column.kind {
                        crate::columns::Kind::Bool => bytes.push(2),
                        crate::columns::Kind::Text => text(&mut bytes, None),
                        _ => bytes.extend(f64::NAN.to_bits().to_le_bytes()),
                    },
                }
            }
            hashes.push(*blake3::hash(&bytes).as_bytes());
        }
        self.hashes = hashes;
    }
}

/// A text with its length before it; null is a length that no text has.
fn text(bytes: &mut Vec<u8>, text: Option<&str>) {
    bytes.extend(text.map_or(u64::MAX, |t| t.len() as u64).to_le_bytes());
    bytes.extend(text.unwrap_or_default().as_bytes());
}

/// The word in the `status` column.
pub(crate) fn status(reason: Option<&str>) -> &'static str {
    if reason.is_some() { "broken" } else { "ok" }
}

/// A lock whose holder panicked is still good: what it guards changes in single steps.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! What a run keeps: policies, columns and paths, settled before it starts.

use crate::columns::{ColumnSpec, Kind, Role, first_columns};
use crate::design::{BLOCK, block_of};
use overtake_model::{Asked, Calendar, Outcome, Quarter, Scale, Slot, Timing};
use std::collections::BTreeSet;
use std::ops::Range;

/// Most futures a run may have: a bucket of a histogram counts no further.
const MOST_FUTURES: u64 = u32::MAX as u64;

/// One policy and how many futures run under it, from the first on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyRun {
    /// Its name.
    pub name: String,
    /// Futures `0..futures` run under it.
    pub futures: u64,
}

/// A column of one parameter's values.
#[derive(Clone, Debug, PartialEq)]
pub struct UncertaintyColumn {
    /// The column.
    pub column: ColumnSpec,
    /// Place of the parameter among those that the sampler fills.
    pub slot: usize,
}

/// A column of one switch: the school in which each future lives, which is that of its block of 160.
#[derive(Clone, Debug, PartialEq)]
pub struct SchoolColumn {
    /// The column.
    pub column: ColumnSpec,
    /// Schools by key.
    pub names: Vec<String>,
    /// Place of each block's school among them.
    pub of_block: Vec<usize>,
}

impl SchoolColumn {
    /// The school of a future.
    #[must_use]
    pub fn school(&self, future: u64) -> Option<&str> {
        let block = usize::try_from(block_of(future)).ok()?;
        self.names.get(*self.of_block.get(block)?).map(String::as_str)
    }
}

/// A column of one lever: a number a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverColumn {
    /// The column.
    pub column: ColumnSpec,
    /// Mean of the lever over the horizon under each policy, in their order; NaN for null.
    pub values: Vec<f64>,
}

/// A column of one outcome at one time: the mean over `quarters`.
#[derive(Clone, Debug, PartialEq)]
pub struct OutcomeColumn {
    /// The column.
    pub column: ColumnSpec,
    /// Place of the outcome in the kernel's cube.
    pub slot: usize,
    /// Quarters over which the mean is taken, at least one.
    pub quarters: Range<usize>,
    /// Whether it is known under the first policy only, and null under the others.
    pub reference_only: bool,
    /// Whether it goes to the file; a column that does not is only there for claims to read.
    pub stored: bool,
}

impl OutcomeColumn {
    /// The outcome in one quarter, named `outcome.MEMBER.2030Q4`; none outside the calendar.
    #[must_use]
    pub fn quarter(
        place: usize,
        slot: &Slot,
        outcome: &Outcome,
        at: Quarter,
        calendar: &Calendar,
    ) -> Option<Self> {
        let number = calendar.number(at)?;
        Some(Self::new(place, slot, outcome, at.to_string(), number..number + 1))
    }

    /// The outcome in one year: a level at the end of its last quarter, named after that quarter; a flow as the mean
    /// of its four quarters, named `outcome.MEMBER.2030`. None unless all of it lies in the calendar.
    #[must_use]
    pub fn year(
        place: usize,
        slot: &Slot,
        outcome: &Outcome,
        year: i32,
        calendar: &Calendar,
    ) -> Option<Self> {
        let last = Quarter::new(year, 4);
        match outcome.timing {
            Timing::Stock => Self::quarter(place, slot, outcome, last, calendar),
            Timing::Flow => {
                let (first, last) = (calendar.number(Quarter::new(year, 1))?, calendar.number(last)?);
                Some(Self::new(place, slot, outcome, year.to_string(), first..last + 1))
            }
        }
    }

    fn new(place: usize, slot: &Slot, outcome: &Outcome, date: String, quarters: Range<usize>) -> Self {
        let observable = outcome.role == overtake_model::Role::Observable;
        let role = if observable { Role::Observable } else { Role::Outcome };
        let column = ColumnSpec::number(format!("{}.{date}", slot.key), slot.unit, role, slot.sentence);
        Self { column, slot: place, quarters, reference_only: observable, stored: true }
    }

    /// The same column, kept for claims alone and not written.
    #[must_use]
    pub fn for_claims_only(mut self) -> Self {
        self.stored = false;
        self
    }
}

/// One outcome of one member whose path goes to `paths.parquet`.
#[derive(Clone, Debug, PartialEq)]
pub struct PathOutcome {
    /// Place of the outcome in the kernel's cube.
    pub slot: usize,
    /// Key of the outcome, without member.
    pub outcome: String,
    /// Key of the member.
    pub bloc: String,
    /// Unit.
    pub unit: String,
    /// What it is, in one sentence.
    pub description: String,
    /// Buckets in which quantiles are counted.
    pub scale: Scale,
    /// Quarters that are kept, in order.
    pub quarters: Vec<usize>,
}

impl PathOutcome {
    /// The path of one declared outcome's member in some quarters.
    #[must_use]
    pub fn new(place: usize, slot: &Slot, outcome: &Outcome, quarters: Vec<usize>) -> Self {
        Self {
            slot: place,
            outcome: outcome.key.to_owned(),
            bloc: slot.member_key.clone(),
            unit: slot.unit.to_owned(),
            description: slot.sentence.to_owned(),
            scale: outcome.scale,
            quarters,
        }
    }
}

/// One outcome in one quarter, of which a histogram is kept for every policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PathCell {
    /// The quarter.
    pub(crate) quarter: usize,
    /// Place of the outcome among the plan's.
    pub(crate) outcome: usize,
}

/// What `paths.parquet` keeps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PathPlan {
    outcomes: Vec<PathOutcome>,
    /// By quarter, as a kernel's cube has them.
    cells: Vec<PathCell>,
    trajectories: u64,
}

impl PathPlan {
    /// Keeps outcomes in their quarters; futures `0..trajectories` are kept whole, in the same quarters, under every policy that
    /// runs them.
    #[must_use]
    pub fn new(outcomes: Vec<PathOutcome>, trajectories: u64) -> Self {
        let cells = outcomes.iter().enumerate();
        let cells = cells.flat_map(|(outcome, path)| {
            path.quarters.iter().map(move |&quarter| PathCell { quarter, outcome })
        });
        let mut cells: Vec<PathCell> = cells.collect();
        cells.sort();
        Self { outcomes, cells, trajectories }
    }

    /// Outcomes.
    #[must_use]
    pub fn outcomes(&self) -> &[PathOutcome] {
        &self.outcomes
    }

    /// Futures kept whole.
    #[must_use]
    pub fn trajectories(&self) -> u64 {
        self.trajectories
    }

    /// Outcomes in their quarters.
    pub(crate) fn cells(&self) -> &[PathCell] {
        &self.cells
    }

    /// The last quarter of every year and of the calendar, and each quarter of years in which something was observed.
    #[must_use]
    pub fn quarters_of(calendar: &Calendar, observed: &BTreeSet<i32>) -> Vec<usize> {
        let kept = |number: usize| {
            let quarter = calendar.quarter(number);
            quarter.number() == 4 || number + 1 == calendar.quarters || observed.contains(&quarter.year())
        };
        (0..calendar.quarters).filter(|&number| kept(number)).collect()
    }
}

/// Everything that decides what a run's files hold, besides the kernel and the sampler.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPlan {
    /// Digest of the resolved study: runs resume only under the same.
    pub study: String,
    /// Version of the program: runs resume only under the same.
    pub version: String,
    /// Time.
    pub calendar: Calendar,
    /// Parameters that the sampler fills.
    pub parameters: usize,
    /// Policies in the kernel's order; the first is the reference.
    pub policies: Vec<PolicyRun>,
    /// Columns of uncertainties.
    pub uncertainties: Vec<UncertaintyColumn>,
    /// Columns of schools.
    pub schools: Vec<SchoolColumn>,
    /// Columns of levers.
    pub levers: Vec<LeverColumn>,
    /// Columns of outcomes and observables.
    pub outcomes: Vec<OutcomeColumn>,
    /// Columns that the claims callback fills.
    pub claims: Vec<ColumnSpec>,
    /// Paths.
    pub paths: PathPlan,
}

/// What is wrong with a plan.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the run cannot be planned: {reason}")]
pub struct PlanError {
    /// What does not fit.
    pub reason: String,
}

impl RunPlan {
    /// Futures in all: as many as the policy with most has.
    #[must_use]
    pub fn futures(&self) -> u64 {
        self.policies.iter().map(|p| p.futures).max().unwrap_or(0)
    }

    /// Trajectories in all.
    #[must_use]
    pub fn trajectories(&self) -> u64 {
        self.policies.iter().map(|p| p.futures).sum()
    }

    /// Trajectories of the futures in a range.
    #[must_use]
    pub fn trajectories_in(&self, futures: Range<u64>) -> u64 {
        self.policies.iter().map(|p| p.futures.min(futures.end).saturating_sub(futures.start)).sum()
    }

    /// Blocks of 160 futures, the last of which may be incomplete.
    #[must_use]
    pub fn blocks(&self) -> u64 {
        self.futures().div_ceil(BLOCK)
    }

    /// All columns of `futures.parquet`, in order.
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnSpec> {
        let mut columns = first_columns();
        columns.extend(self.uncertainties.iter().map(|u| u.column.clone()));
        columns.extend(self.schools.iter().map(|s| s.column.clone()));
        columns.extend(self.levers.iter().map(|l| l.column.clone()));
        columns.extend(self.outcomes.iter().filter(|o| o.stored).map(|o| o.column.clone()));
        columns.extend(self.claims.iter().cloned());
        columns
    }

    /// Checks that everything named fits together.
    ///
    /// # Errors
    /// The first thing that does not.
    pub fn check(&self) -> Result<(), PlanError> {
        let wrong = |reason: String| Err(PlanError { reason });
        if self.policies.is_empty() || self.futures() == 0 {
            return wrong("it needs at least one policy and one future".into());
        }
        if self.futures() > MOST_FUTURES {
            return wrong(format!("at most {MOST_FUTURES} futures are possible"));
        }
        let mut names = BTreeSet::new();
        if let Some(twice) = self.policies.iter().find(|p| !names.insert(&p.name)) {
            return wrong(format!("two policies are called `{}`", twice.name));
        }
        if self.outcomes.iter().any(|o| o.reference_only) && self.policies[0].futures < self.futures() {
            return wrong(format!("the reference policy `{}` must run every future", self.policies[0].name));
        }
        let mut keys = BTreeSet::new();
        let unstored = self.outcomes.iter().filter(|o| !o.stored).map(|o| o.column.clone());
        for column in self.columns().into_iter().chain(unstored) {
            if column.key.is_empty() || !keys.insert(column.key.clone()) {
                return wrong(format!("two columns are called `{}`", column.key));
            }
        }
        let numbers = self.uncertainties.iter().map(|u| &u.column);
        let numbers = numbers.chain(self.levers.iter().map(|l| &l.column));
        for column in numbers.chain(self.outcomes.iter().map(|o| &o.column)) {
            if column.kind != Kind::F64 {
                return wrong(format!("column `{}` must hold numbers", column.key));
            }
        }
        if let Some(claim) = self.claims.iter().find(|c| c.kind == Kind::U64) {
            return wrong(format!("claim `{}` must hold numbers, true or false, or text", claim.key));
        }
        let blocks = self.blocks();
        let short = |s: &SchoolColumn| {
            (s.of_block.len() as u64) < blocks || s.of_block.iter().any(|&place| place >= s.names.len())
        };
        if let Some(s) = self.schools.iter().find(|s| s.column.kind != Kind::Text || short(s)) {
            return wrong(format!(
                "column `{}` must name a school for each of {blocks} blocks",
                s.column.key
            ));
        }
        if let Some(u) = self.uncertainties.iter().find(|u| u.slot >= self.parameters) {
            return wrong(format!("`{}` is parameter {} of {}", u.column.key, u.slot, self.parameters));
        }
        if let Some(l) = self.levers.iter().find(|l| l.values.len() != self.policies.len()) {
            return wrong(format!("lever `{}` needs one value a policy", l.column.key));
        }
        let quarters = self.calendar.quarters;
        if let Some(o) = self.outcomes.iter().find(|o| o.quarters.is_empty() || o.quarters.end > quarters) {
            return wrong(format!("`{}` lies outside the {quarters} quarters simulated", o.column.key));
        }
        if self.paths.cells.iter().any(|cell| cell.quarter >= quarters) {
            return wrong("a path reads a quarter that is not simulated".into());
        }
        Ok(())
    }

    /// Outcomes of a kernel with so many that columns or paths read.
    #[must_use]
    pub fn asked(&self, slots: usize) -> Asked {
        let mut asked = Asked::nothing(slots, self.calendar.quarters);
        let columns = self.outcomes.iter().flat_map(|c| c.quarters.clone().map(|q| (c.slot, q)));
        let paths =
            self.paths.cells.iter().map(|cell| (self.paths.outcomes[cell.outcome].slot, cell.quarter));
        columns.chain(paths).for_each(|(slot, quarter)| asked.ask(slot, quarter));
        asked
    }

    /// Slots the kernel's cube must at least have.
    pub(crate) fn slots(&self) -> usize {
        let columns = self.outcomes.iter().map(|o| o.slot + 1);
        columns.chain(self.paths.outcomes.iter().map(|p| p.slot + 1)).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_ends_of_years_and_of_the_calendar_and_all_of_a_year_that_was_observed() {
        let kept = |first, last, observed: &[i32]| {
            let calendar = Calendar::through(first, last);
            let quarters = PathPlan::quarters_of(&calendar, &observed.iter().copied().collect());
            quarters.into_iter().map(|q| calendar.quarter(q).to_string()).collect::<Vec<_>>()
        };
        let all = kept(Quarter::new(2024, 2), Quarter::new(2026, 2), &[2025]);
        assert_eq!(all, ["2024Q4", "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q2"]);
        assert_eq!(kept(Quarter::new(2026, 1), Quarter::new(2026, 3), &[]), ["2026Q3"]);
    }
}

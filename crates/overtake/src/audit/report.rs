//! An audit from first to last: every law in order, and the tables that stand beside them.

use super::agreement::{self, Agreement};
use super::binding::{self, Binding};
use super::costs::{self, Cost};
use super::inert::{self, Inert};
use super::law::Law;
use super::loops::{self, Looped};
use super::parts::{self, Part};
use super::steps::{self, Step};
use super::tenfold::{self, Tenfold};
use super::worlds::{RandomWorld, with_built_in};
use super::{laws, limits, split, starts};
use crate::project::Project;
use crate::study::mistakes::Mistakes;
use crate::study::written::{Changes, Study};
use serde::Serialize;

/// How much is tested.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Random worlds.
    pub worlds: u64,
    /// Futures of the built-in study.
    pub futures: usize,
    /// Seed of the random worlds.
    pub seed: u64,
}

impl Effort {
    /// A thousand worlds: some minutes more.
    #[must_use]
    pub fn full(seed: u64) -> Self {
        Self { worlds: 1000, futures: 256, seed }
    }

    /// A minute or two.
    #[must_use]
    pub fn usual(seed: u64) -> Self {
        Self { worlds: 25, futures: 256, seed }
    }

    /// Less than that, and still a world of every shape.
    #[must_use]
    pub fn quick(seed: u64) -> Self {
        Self { worlds: 6, futures: 64, seed }
    }
}

/// What an audit found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// `overtake/audit/1`.
    pub schema: &'static str,
    /// Laws in order.
    pub laws: Vec<Law>,
    /// Step halving and quartering, by headline outcome.
    pub steps: Vec<Step>,
    /// What stands for each part of the mission, and what it lacks.
    pub parts: Vec<Part>,
    /// What each starting value moves when it is changed tenfold.
    pub tenfold: Vec<Tenfold>,
    /// How far the textbook race agrees.
    pub agreement: Vec<Agreement>,
    /// What each feedback loop does to the headlines.
    pub loops: Vec<Looped>,
    /// What moves nothing.
    pub inert: Vec<Inert>,
    /// How often each constraint binds.
    pub constraints: Vec<Binding>,
    /// What a trajectory costs, by mechanism, most first.
    pub operations: Vec<Cost>,
}

impl Report {
    /// Whether every law holds.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.laws.iter().all(|l| l.holds)
    }
}

/// Runs every law.
///
/// # Errors
/// When the built-in study does not read.
pub fn audit(effort: Effort, progress: &dyn Fn(&str)) -> Result<Report, Mistakes> {
    let project = Project::new(Study::built_in("as-is", &Changes::default())?)?;
    let prepared = &project.prepared;
    let worlds: Vec<RandomWorld> =
        (0..effort.worlds).map(|n| RandomWorld::new(prepared, effort.seed.wrapping_add(n))).collect();
    let mut all = Vec::new();
    progress("conservation");
    all.push(laws::conservation(&worlds));
    progress("range");
    all.push(laws::range(&worlds));
    progress("swap");
    all.push(laws::swap(&worlds));
    progress("nulls");
    all.push(laws::nulls(prepared));
    progress("same bits");
    all.push(laws::same_bits(&worlds));
    let with_built_in = with_built_in(prepared, &worlds)?;
    progress("split and merge");
    all.push(split::split(&with_built_in));
    progress("limits");
    all.push(limits::limits(&with_built_in));
    progress("steps");
    // A mean over futures of which a few move far settles late.
    let (law, steps) = steps::steps(&project, 4 * effort.futures)?;
    all.push(law);
    progress("loops");
    let (law, loops) = loops::loops(prepared, &steps, effort.futures / 4)?;
    all.push(law);
    progress("starts");
    all.push(starts::starts(prepared, effort.futures)?);
    progress("tenfold");
    let (law, tenfold) = tenfold::tenfold(prepared)?;
    all.push(law);
    progress("inert");
    let (law, inert) = inert::inert(prepared, effort.futures)?;
    all.push(law);
    progress("constraints");
    let constraints = binding::bindings(prepared, effort.futures)?;
    let operations = costs::costs(prepared);
    let parts = parts::parts(prepared);
    let agreement = agreement::agreement(prepared, effort.futures / 2)?;
    Ok(Report {
        schema: "overtake/audit/1",
        laws: all,
        steps,
        parts,
        tenfold,
        agreement,
        loops,
        inert,
        constraints,
        operations,
    })
}

//! The runner against a kernel whose results are known in closed form.

mod files;
mod folder;
mod same;

use super::*;
use crate::answers::{ClaimColumn, ClaimValues};
use crate::claims::{Better, Truth, contrast};
use crate::columns::{COLUMNS_KEY, ColumnSpec, Kind, Role};
use crate::design::{Design, Sobol};
use crate::error::RunError;
use crate::fans::Fan;
use crate::kernel::{Batch, Break, Cube, Kernel};
use crate::plan::{
    LeverColumn, OutcomeColumn, PathOutcome, PathPlan, PolicyRun, RunPlan, SchoolColumn, UncertaintyColumn,
};
use crate::reader::{RunTable, TableError};
use crate::view::ChunkColumns;
use overtake_model::{Calendar, Quarter, Scale};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize};
use tempfile::TempDir;

const FUTURES_RUN: u64 = 1290;
const QUARTERS: usize = 8;
const LEVER: [f64; 2] = [1.0, 1.5];

/// The outcome of parameter `x` after `quarter`: written here once, for the kernel and for what tests expect.
fn level(x: f64, policy: usize, quarter: usize) -> f64 {
    x * LEVER[policy] * (1.0 + quarter as f64)
}

/// Whether a future breaks under a policy.
fn breaks(future: u64, policy: usize) -> bool {
    policy == 1 && future == 41
}

/// Slot 0 is [`level`], slot 1 the parameter less a half (a NaN for future 7), slot 2 is always 3.25.
struct Fake {
    lanes: usize,
}

impl Kernel for Fake {
    fn lanes(&self) -> usize {
        self.lanes
    }

    fn label(&self) -> String {
        "a kernel in closed form".into()
    }

    fn policies(&self) -> usize {
        2
    }

    fn run(&self, batch: Batch<'_>, policies: &[usize], show: &mut dyn FnMut(usize, &Cube)) {
        for &policy in policies {
            let mut cube = Cube {
                values: Vec::new(),
                broken: vec![None; self.lanes],
                slots: 3,
                quarters: QUARTERS,
                lanes: self.lanes,
            };
            for quarter in 0..QUARTERS {
                for slot in 0..3 {
                    for lane in 0..self.lanes {
                        let x = batch.parameters[lane];
                        cube.values.push(match slot {
                            0 => level(x, policy, quarter),
                            1 if batch.futures[lane] == 7 => f64::from_bits(0xfff8_0000_0000_0123),
                            1 => x - 0.5,
                            _ => 3.25,
                        });
                    }
                }
            }
            for (lane, &future) in batch.futures.iter().enumerate() {
                if breaks(future, policy) {
                    let reason = "negative";
                    cube.broken[lane] =
                        Some(Break { what: "stock chips CN.h100".into(), quarter: 2, reason });
                }
            }
            show(policy, &cube);
        }
    }
}

fn number(key: &str, role: Role) -> ColumnSpec {
    ColumnSpec::number(key, "FLOP", role, format!("What {key} is"))
}

fn plan() -> RunPlan {
    let outcome = |key: &str, slot, quarters, reference_only| {
        let role = if reference_only { Role::Observable } else { Role::Outcome };
        OutcomeColumn { column: number(key, role), slot, quarters, reference_only, stored: true }
    };
    let path = |outcome: &str, slot, scale, quarters: &[usize]| PathOutcome {
        slot,
        outcome: outcome.into(),
        bloc: "CN".into(),
        unit: "FLOP".into(),
        description: "A path".into(),
        scale,
        quarters: quarters.to_vec(),
    };
    RunPlan {
        study: "study".into(),
        version: "0.1.0".into(),
        calendar: Calendar::through(Quarter::new(2024, 1), Quarter::new(2025, 4)),
        parameters: 2,
        policies: vec![
            PolicyRun { name: "as-is".into(), futures: FUTURES_RUN },
            PolicyRun { name: "arm".into(), futures: 325 },
        ],
        uncertainties: vec![
            UncertaintyColumn { column: number("m.x", Role::Uncertainty), slot: 0 },
            UncertaintyColumn { column: number("m.y", Role::Uncertainty), slot: 1 },
        ],
        schools: vec![SchoolColumn {
            column: ColumnSpec::plain("school.m", Kind::Text, Role::Uncertainty, "Which school"),
            names: vec!["old".into(), "new".into()],
            of_block: vec![0, 1, 0, 1, 0, 1, 0, 1, 0],
        }],
        levers: vec![LeverColumn { column: number("m.lever.US", Role::Lever), values: LEVER.to_vec() }],
        outcomes: vec![
            outcome("level.CN.2024Q4", 0, 3..4, false),
            outcome("level.CN.2025", 0, 4..8, false),
            outcome("gap.CN.2024Q1", 1, 0..1, true),
            outcome("hidden.CN.2025Q4", 2, 7..8, false).for_claims_only(),
        ],
        claims: vec![
            ColumnSpec::plain("C1", Kind::Bool, Role::Claim, "Whether it is high"),
            ColumnSpec::number("C12a.effect", "months", Role::Claim, "By how much"),
            ColumnSpec::plain("C12a.answer", Kind::Text, Role::Claim, "better, worse, within, undefined"),
        ],
        paths: PathPlan::new(
            vec![
                path("level", 0, Scale::Log, &[3, 7]),
                path("gap", 1, Scale::Linear { low: -0.5, high: 0.5 }, &[3, 7]),
                path("flat", 2, Scale::SignedLog, &[3, 7]),
            ],
            5,
        ),
    }
}

fn answers(columns: &ChunkColumns<'_>) -> Vec<ClaimColumn> {
    let column = |key, policy| columns.column(key, policy).expect("a column of the plan");
    let mut all = Vec::new();
    for policy in 0..columns.policies() {
        let (values, hidden) = (column("level.CN.2024Q4", policy), column("hidden.CN.2025Q4", policy));
        let high = values.iter().zip(hidden).map(|(v, h)| Truth::of_flag((!v.is_nan()).then_some(*v > *h)));
        all.push(ClaimColumn { claim: 0, policy, values: ClaimValues::Truth(high.collect()) });
    }
    let pairs = column("level.CN.2025", 1).iter().zip(column("level.CN.2025", 0));
    let effects: Vec<f64> = pairs.map(|(treated, base)| treated - base).collect();
    let answer = |(row, e): (usize, &f64)| {
        assert_eq!(e.is_nan(), columns.broken(1, row));
        Some(contrast(*e, 1.0, Better::Higher))
    };
    let answers = effects.iter().enumerate().map(answer).collect();
    assert!(column("m.lever.US", 1).iter().all(|l| *l == LEVER[1]));
    all.push(ClaimColumn { claim: 1, policy: 1, values: ClaimValues::Effect(effects) });
    all.push(ClaimColumn { claim: 2, policy: 1, values: ClaimValues::Contrast(answers) });
    all
}

fn sample(future: u64, out: &mut [f64]) {
    static DESIGN: OnceLock<Sobol> = OnceLock::new();
    DESIGN.get_or_init(|| Sobol::new(2, 1).unwrap()).point(future, out);
}

struct Ran {
    folder: TempDir,
    result: Result<RunSummary, RunError>,
}

impl Ran {
    fn path(&self) -> PathBuf {
        self.folder.path().join("run")
    }

    fn table(&self) -> RunTable {
        RunTable::open(&self.path().join(FUTURES)).unwrap()
    }

    fn paths(&self) -> Vec<u8> {
        fs::read(self.path().join(PATHS)).unwrap()
    }
}

fn go(plan: &RunPlan, lanes: usize, options: Options) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let result = at(plan, lanes, options, &folder.path().join("run"), &(), &AtomicBool::new(false));
    Ran { folder, result }
}

fn at(
    plan: &RunPlan,
    lanes: usize,
    options: Options,
    folder: &Path,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<RunSummary, RunError> {
    let job = Job { plan, kernel: &Fake { lanes }, sampler: &sample, claims: &answers };
    let summary = run(&job, folder, &options, progress, stop)?;
    clear(folder)?;
    Ok(summary)
}

fn options(threads: usize, chunk: u64) -> Options {
    Options { threads, chunk, resume: false }
}

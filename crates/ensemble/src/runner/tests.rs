//! The runner against a kernel whose results are known in closed form.

use super::*;
use crate::answers::ClaimValues;
use crate::columns::{COLUMNS_KEY, ColumnSpec, Kind, Role};
use crate::design::{Design, Sobol};
use crate::kernel::{Batch, Break};
use crate::plan::{LeverColumn, OutcomeColumn, PathOutcome, PathPlan, PolicyRun, UncertaintyColumn};
use crate::reader::{RunTable, TableError};
use overtake_model::{Calendar, Quarter, Scale};
use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;
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
            for slot in 0..3 {
                for quarter in 0..QUARTERS {
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
    let path = |outcome: &str, slot, scale| PathOutcome {
        slot,
        outcome: outcome.into(),
        bloc: "CN".into(),
        unit: "FLOP".into(),
        description: "A path".into(),
        scale,
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
        paths: PathPlan {
            outcomes: vec![
                path("level", 0, Scale::Log),
                path("gap", 1, Scale::Linear { low: -0.5, high: 0.5 }),
                path("flat", 2, Scale::SignedLog),
            ],
            quarters: vec![3, 7],
            trajectories: 5,
        },
    }
}

fn answers(columns: &ChunkColumns<'_>) -> Vec<ClaimColumn> {
    let column = |key, policy| columns.column(key, policy).expect("a column of the plan");
    let mut all = Vec::new();
    for policy in 0..columns.policies() {
        let (values, hidden) = (column("level.CN.2024Q4", policy), column("hidden.CN.2025Q4", policy));
        let high = values.iter().zip(hidden).map(|(v, h)| (!v.is_nan()).then_some(*v > *h));
        all.push(ClaimColumn { claim: 0, policy, values: ClaimValues::Bool(high.collect()) });
    }
    let pairs = column("level.CN.2025", 1).iter().zip(column("level.CN.2025", 0));
    let effects: Vec<f64> = pairs.map(|(treated, base)| treated - base).collect();
    let word = |(row, e): (usize, &f64)| -> Option<Cow<'static, str>> {
        assert_eq!(e.is_nan(), columns.broken(1, row));
        Some(
            if e.is_nan() {
                "undefined"
            } else if *e > 1.0 {
                "better"
            } else {
                "within"
            }
            .into(),
        )
    };
    let words = effects.iter().enumerate().map(word).collect();
    assert!(column("m.lever.US", 1).iter().all(|l| *l == LEVER[1]));
    all.push(ClaimColumn { claim: 1, policy: 1, values: ClaimValues::Number(effects) });
    all.push(ClaimColumn { claim: 2, policy: 1, values: ClaimValues::Text(words) });
    all
}

fn sample(future: u64, out: &mut [f64]) {
    Sobol::new(2, 1).expect("two dimensions").point(future, out);
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
    run(&job, folder, &options, progress, stop)
}

fn options(threads: usize, chunk: u64) -> Options {
    Options { threads, chunk, resume: false }
}

/// Stops a run when so many more chunks are on disk.
struct StopAfter<'a> {
    stop: &'a AtomicBool,
    more: AtomicUsize,
}

impl Progress for StopAfter<'_> {
    fn chunk_done(&self, _: usize, _: usize) {
        if self.more.fetch_sub(1, Relaxed) == 1 {
            self.stop.store(true, Relaxed);
        }
    }
}

#[test]
fn results_do_not_depend_on_threads_chunks_or_lanes() {
    let one = go(&plan(), 1, options(1, 160));
    let expected = one.result.as_ref().unwrap();
    for (threads, chunk, lanes) in [(2, 320, 4), (1, 1280, 16), (2, 1280, 8), (3, 160, 16), (0, 1600, 2)] {
        let other = go(&plan(), lanes, options(threads, chunk));
        let summary = other.result.as_ref().unwrap();
        assert_eq!(summary.digest, expected.digest, "{threads} threads, chunks of {chunk}, {lanes} lanes");
        assert_eq!(summary.broken, expected.broken);
        assert_eq!(other.paths(), one.paths(), "{threads} threads, chunks of {chunk}, {lanes} lanes");
    }
}

#[test]
fn any_changed_number_or_name_changes_the_digest() {
    let digest = |plan: &RunPlan| go(plan, 4, options(1, 320)).result.unwrap().digest;
    let first = digest(&plan());
    let mut renamed = plan();
    renamed.outcomes[1].column.key = "level.CN.2025x".into();
    renamed.claims.clear();
    let mut without = plan();
    without.claims.clear();
    let silent = |plan: &RunPlan| {
        let folder = tempfile::tempdir().unwrap();
        let job = Job { plan, kernel: &Fake { lanes: 4 }, sampler: &sample, claims: &|_| Vec::new() };
        run(&job, &folder.path().join("run"), &options(1, 320), &(), &AtomicBool::new(false)).unwrap().digest
    };
    let mut other = plan();
    other.levers[0].values[1] = 1.500_000_1;
    other.claims.clear();
    let all = [first, silent(&plan()), silent(&renamed), silent(&without), silent(&other)];
    let different: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(different.len(), all.len());
}

#[test]
fn a_run_stopped_three_times_and_resumed_is_the_run_that_was_never_stopped() {
    let whole = go(&plan(), 4, options(2, 160));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let mut kept = 0;
    for round in 0..3 {
        let stop = AtomicBool::new(false);
        let progress = StopAfter { stop: &stop, more: AtomicUsize::new(2) };
        let options = Options { resume: round > 0, ..options(1, 160) };
        let result = at(&plan(), 4, options, &path, &progress, &stop);
        let Err(RunError::Interrupted { done, total }) = result else { panic!("{result:?}") };
        assert_eq!(total, FUTURES_RUN + 325);
        assert!(done > kept, "each round adds finished chunks");
        kept = done;
        assert!(!path.join(FUTURES).exists());
    }
    let resumed =
        at(&plan(), 16, Options { resume: true, ..options(2, 160) }, &path, &(), &AtomicBool::new(false));
    let summary = resumed.unwrap();
    assert_eq!(summary.kept, 6);
    let expected = whole.result.as_ref().unwrap();
    assert_eq!(summary, RunSummary { kept: 6, ..expected.clone() });
    assert_eq!(fs::read(path.join(PATHS)).unwrap(), whole.paths());
    assert!(!path.join(PARTS).exists());
    assert_eq!(fs::read(path.join(FUTURES)).unwrap(), fs::read(whole.path().join(FUTURES)).unwrap());
}

#[test]
fn a_damaged_part_or_tally_is_computed_again() {
    let whole = go(&plan(), 4, options(1, 160));
    for (name, length) in [
        ("00001.parquet", Some(100)),
        ("00000.tally", Some(40)),
        ("00002.parquet", None),
        ("00002.tally", None),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run");
        let stop = AtomicBool::new(false);
        let progress = StopAfter { stop: &stop, more: AtomicUsize::new(4) };
        at(&plan(), 4, options(1, 160), &path, &progress, &stop).unwrap_err();
        let victim = path.join(PARTS).join(name);
        match length {
            Some(length) => {
                fs::OpenOptions::new().write(true).open(&victim).unwrap().set_len(length).unwrap()
            }
            None => fs::remove_file(&victim).unwrap(),
        }
        let again = Options { resume: true, ..options(1, 160) };
        let summary = at(&plan(), 4, again, &path, &(), &AtomicBool::new(false)).unwrap();
        assert_eq!(summary.kept, 3, "{name}");
        assert_eq!(summary.digest, whole.result.as_ref().unwrap().digest);
    }
}

#[test]
fn a_folder_with_anything_else_in_it_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    fs::write(path.join("study.json"), "{}").unwrap();
    fs::write(path.join("thesis.docx"), "years of work").unwrap();
    let error = at(&plan(), 4, Options::default(), path, &(), &AtomicBool::new(false)).unwrap_err();
    assert!(matches!(&error, RunError::Foreign { entry, .. } if entry == "thesis.docx"), "{error}");
    assert_eq!(fs::read_dir(path).unwrap().count(), 2);
    fs::remove_file(path.join("thesis.docx")).unwrap();
    at(&plan(), 4, Options::default(), path, &(), &AtomicBool::new(false)).unwrap();
    for resume in [false, true] {
        let again = Options { resume, ..Options::default() };
        let error = at(&plan(), 4, again, path, &(), &AtomicBool::new(false)).unwrap_err();
        assert!(matches!(error, RunError::Finished { .. }), "{error}");
    }
    assert_eq!(fs::read_to_string(path.join("study.json")).unwrap(), "{}");
}

#[test]
fn an_unfinished_folder_is_resumed_only_when_asked_and_only_by_the_same_run() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let stop = AtomicBool::new(true);
    at(&plan(), 4, options(1, 160), &path, &(), &stop).unwrap_err();
    let go_on = |plan: &RunPlan, options: Options| {
        at(plan, 4, options, &path, &(), &AtomicBool::new(false)).unwrap_err().to_string()
    };
    assert!(go_on(&plan(), options(1, 160)).contains("unfinished"));
    let resume = |chunk| Options { resume: true, ..options(1, chunk) };
    let newer = RunPlan { version: "0.2.0".into(), ..plan() };
    assert!(go_on(&newer, resume(160)).contains("program version is `0.1.0`, this run's is `0.2.0`"));
    assert!(go_on(&RunPlan { study: "other".into(), ..plan() }, resume(160)).contains("study"));
    assert!(go_on(&plan(), resume(320)).contains("chunk size"));
    let mut more = plan();
    more.paths.trajectories = 6;
    assert!(go_on(&more, resume(160)).contains("its plan is"));
    at(&plan(), 4, resume(160), &path, &(), &AtomicBool::new(false)).unwrap();
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_with_advice() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error =
        at(&plan(), 4, Options::default(), &file.join("run"), &(), &AtomicBool::new(false)).unwrap_err();
    assert!(error.to_string().contains("choose another folder"), "{error}");
}

#[test]
fn broken_trajectories_are_counted_rows_with_a_reason_and_no_results() {
    let ran = go(&plan(), 16, options(2, 320));
    let summary = ran.result.as_ref().unwrap();
    assert_eq!(summary.broken, [0, 1]);
    let reason = "stock chips CN.h100: negative in 2024Q3";
    assert_eq!(summary.reasons, [(reason.to_owned(), 1)]);
    let table = ran.table();
    let (status, reasons) = (table.texts("status").unwrap(), table.texts("reason").unwrap());
    let broken: Vec<usize> = (0..table.rows()).filter(|&r| status[r].as_deref() == Some("broken")).collect();
    assert_eq!(broken, [2 * 41 + 1], "rows are by future and then by policy");
    let row = broken[0];
    assert_eq!(reasons[row].as_deref(), Some(reason));
    assert_eq!(reasons.iter().flatten().count(), 1);
    assert_eq!(table.whole("future").unwrap()[row], Some(41));
    assert!(table.numbers("level.CN.2025").unwrap()[row].is_nan());
    assert!(!table.numbers("m.x").unwrap()[row].is_nan());
    assert_eq!(table.flags("C1").unwrap()[row], None);
    assert_eq!(table.texts("C12a.answer").unwrap()[row].as_deref(), Some("undefined"));
}

#[test]
fn the_file_holds_what_the_kernel_said() {
    let ran = go(&plan(), 8, options(2, 640));
    let table = ran.table();
    assert_eq!(table.rows() as u64, FUTURES_RUN + 325);
    let (futures, policies) = (table.whole("future").unwrap(), table.texts("policy").unwrap());
    let (x, lever) = (table.numbers("m.x").unwrap(), table.numbers("m.lever.US").unwrap());
    let (end, year) = (table.numbers("level.CN.2024Q4").unwrap(), table.numbers("level.CN.2025").unwrap());
    let (gap, high) = (table.numbers("gap.CN.2024Q1").unwrap(), table.flags("C1").unwrap());
    let effect = table.numbers("C12a.effect").unwrap();
    let mut point = [0.0; 2];
    for row in 0..table.rows() {
        let future = futures[row].unwrap();
        let policy = usize::from(policies[row].as_deref() == Some("arm"));
        sample(future, &mut point);
        assert_eq!((x[row], lever[row]), (point[0], LEVER[policy]));
        if breaks(future, policy) {
            continue;
        }
        let mean = |policy| (4..8).map(|q| level(point[0], policy, q)).sum::<f64>() / 4.0;
        assert_eq!(end[row], level(point[0], policy, 3));
        assert_eq!(year[row], mean(policy));
        assert_eq!(high[row], Some(end[row] > 3.25));
        let known = policy == 0 && future != 7;
        assert_eq!(gap[row].is_nan(), !known, "observables are known under the reference policy only");
        assert!(!known || gap[row] == point[0] - 0.5);
        assert!(if policy == 1 { effect[row] == mean(1) - mean(0) } else { effect[row].is_nan() });
    }
    assert_eq!(table.rows_of("arm").unwrap().len(), 325);
    assert!(matches!(table.numbers("level.CN.2031"), Err(TableError::NoColumn { .. })));
    assert!(matches!(table.numbers("C1"), Err(TableError::OtherKind { .. })));
}

#[test]
fn every_column_says_its_unit_role_and_meaning_in_the_file() {
    let ran = go(&plan(), 8, options(2, 640));
    let table = ran.table();
    assert_eq!(table.columns(), plan().columns());
    assert!(table.spec("hidden.CN.2025Q4").is_none(), "a column for claims alone is not written");
    let file = fs::File::open(ran.path().join(FUTURES)).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    assert!(reader.schema().metadata().contains_key(COLUMNS_KEY));
    for column in table.columns() {
        let metadata = reader.schema().field_with_name(&column.key).unwrap().metadata();
        assert_eq!(metadata["unit"], column.unit);
        assert_eq!(metadata["role"], column.role.name());
        assert_eq!(metadata["description"], column.description);
    }
    let paths = RunTable::open(&ran.path().join(PATHS)).unwrap();
    assert!(paths.about(OUTCOMES_KEY).unwrap().contains(r#""outcome":"level""#));
}

#[test]
fn paths_hold_means_and_quantiles_of_all_futures_and_some_futures_whole() {
    let ran = go(&plan(), 4, options(2, 160));
    let paths = RunTable::open(&ran.path().join(PATHS)).unwrap();
    let texts = |key| paths.texts(key).unwrap();
    let numbers = |key| paths.numbers(key).unwrap();
    let (policy, outcome, time, kind) = (texts("policy"), texts("outcome"), texts("time"), texts("kind"));
    let (future, count, value) =
        (paths.whole("future").unwrap(), paths.whole("count").unwrap(), numbers("value"));
    let find = |p: &str, o: &str, t: &str, k: &str| -> Vec<usize> {
        let is = |column: &[Option<String>], row: usize, text: &str| column[row].as_deref() == Some(text);
        let all =
            |r: &usize| is(&policy, *r, p) && is(&outcome, *r, o) && is(&time, *r, t) && is(&kind, *r, k);
        (0..paths.rows()).filter(all).collect()
    };
    let mut point = [0.0; 2];
    let mut x = |future| {
        sample(future, &mut point);
        point[0]
    };
    for (p, n) in [(0, FUTURES_RUN), (1, 325)] {
        let name = ["as-is", "arm"][p];
        let [row] = find(name, "level", "2025Q4", "quantile")[..] else { panic!("one row expected") };
        let mut exact: Vec<f64> = (0..n).filter(|f| !breaks(*f, p)).map(|f| level(x(f), p, 7)).collect();
        assert_eq!(count[row], Some(exact.len() as u64));
        let mean = exact.iter().sum::<f64>() / exact.len() as f64;
        assert!((numbers("mean")[row] - mean).abs() <= 1e-12 * mean);
        exact.sort_by(f64::total_cmp);
        for (key, percent) in [("q05", 5), ("q25", 25), ("q50", 50), ("q75", 75), ("q95", 95)] {
            let at = exact[(exact.len() * percent).div_ceil(100) - 1];
            let found = numbers(key)[row];
            assert!((found / at - 1.0).abs() < 1.0 / 32.0, "{key}: {found}, exactly {at}");
        }
        let flat = find(name, "flat", "2024Q4", "quantile")[0];
        for key in ["q05", "q50", "q95", "mean"] {
            assert_eq!(numbers(key)[flat], 3.25, "what no future moves comes out exactly");
        }
        let kept = find(name, "level", "2024Q4", "trajectory");
        assert_eq!(kept.iter().map(|r| future[*r]).collect::<Vec<_>>(), [0, 1, 2, 3, 4].map(Some));
        assert!(kept.iter().all(|&r| value[r] == level(x(future[r].unwrap()), p, 3)));
    }
    let gap = find("as-is", "gap", "2024Q4", "quantile")[0];
    assert_eq!(count[gap], Some(FUTURES_RUN - 1), "a value that is none is not counted");
}

#[test]
fn progress_counts_every_trajectory_and_chunk_once() {
    #[derive(Default)]
    struct Seen {
        most: AtomicU64,
        chunks: AtomicUsize,
        started: AtomicU64,
    }
    impl Progress for Seen {
        fn started(&self, done: u64, total: u64) {
            self.started.store(done + total, Relaxed);
        }
        fn batch_done(&self, done: u64, total: u64) {
            assert!(done <= total);
            self.most.fetch_max(done, Relaxed);
        }
        fn chunk_done(&self, done: usize, total: usize) {
            assert!(done <= total);
            self.chunks.fetch_add(1, Relaxed);
        }
    }
    let seen = Seen::default();
    let folder = tempfile::tempdir().unwrap();
    at(&plan(), 4, options(2, 160), &folder.path().join("run"), &seen, &AtomicBool::new(false)).unwrap();
    assert_eq!(seen.most.load(Relaxed), FUTURES_RUN + 325);
    assert_eq!(seen.started.load(Relaxed), FUTURES_RUN + 325);
    assert_eq!(seen.chunks.load(Relaxed), 9);
}

#[test]
fn what_does_not_fit_is_said_before_or_at_the_first_batch() {
    let message = |plan: &RunPlan, lanes, options| go(plan, lanes, options).result.unwrap_err().to_string();
    assert!(message(&plan(), 4, options(1, 100)).contains("multiple of 160"));
    assert!(message(&plan(), 3, options(1, 160)).contains("3 lanes"));
    let mut twice = plan();
    twice.claims[0].key = "m.x".into();
    assert!(message(&twice, 4, options(1, 160)).contains("two columns are called `m.x`"));
    let mut far = plan();
    far.outcomes[0].slot = 9;
    assert!(message(&far, 4, options(1, 160)).contains("does not fit the plan"));
    let mut few = plan();
    few.policies.pop();
    assert!(message(&few, 4, options(1, 160)).contains("2 policies"));
    let wrong: &Answers<'_> =
        &|_| vec![ClaimColumn { claim: 0, policy: 0, values: ClaimValues::Bool(vec![None]) }];
    let folder = tempfile::tempdir().unwrap();
    let (whole, kernel) = (plan(), Fake { lanes: 4 });
    let job = Job { plan: &whole, kernel: &kernel, sampler: &sample, claims: wrong };
    let error = run(&job, folder.path(), &Options::default(), &(), &AtomicBool::new(false)).unwrap_err();
    assert!(error.to_string().contains("1 answers for 160 futures"), "{error}");
}

//! A run is the same however it is cut into threads, lanes, chunks and sittings.

use super::*;

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
fn a_run_that_died_before_it_was_recorded_goes_on_from_all_its_chunks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let whole = plan();
    let job = Job { plan: &whole, kernel: &Fake { lanes: 4 }, sampler: &sample, claims: &answers };
    let go = |resume| {
        run(&job, &path, &Options { resume, ..options(1, 160) }, &(), &AtomicBool::new(false)).unwrap()
    };
    let first = go(false);
    assert!(path.join(PARTS).exists() && path.join(FUTURES).exists());
    let again = go(true);
    assert_eq!(again, RunSummary { kept: first.chunks, ..first });
    clear(&path).unwrap();
    assert!(!path.join(PARTS).exists());
    clear(&path).unwrap();
}

//! The course of a run: its folder found, its futures run, its claims answered, its files written.

use crate::answers::compile::Claims;
use crate::answers::decided::Collector;
use crate::answers::document::Document;
use crate::answers::table;
use crate::run::batch::probed;
use crate::run::error::FolderError;
use crate::run::files::{self, Finished};
use crate::run::folder::{self, Passed, Place, Task};
use crate::run::ledger::{self, Retracer};
use crate::run::plan::{TRAJECTORIES, plan};
use crate::run::record::Record;
use crate::study::resolve::Prepared;
use overtake_ensemble::design::Design;
use overtake_ensemble::error::RunError;
use overtake_ensemble::fans::Fan;
use overtake_ensemble::reader::TableError;
use overtake_ensemble::runner::{self, Job, Options, PATHS, Progress, RunSummary};
use overtake_evidence::{Evidence, Problem};
use overtake_kernels::{Setup, Width, kernel};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// How to run; nothing here changes a result.
#[derive(Clone, Debug, Default)]
pub struct How {
    /// Folder of the run; `out/<study>` if none is given.
    pub out: Option<PathBuf>,
    /// Whether to go on from finished chunks.
    pub resume: bool,
    /// Threads; 0 takes one for each processor.
    pub threads: usize,
    /// Lanes and level; the fastest if none is given.
    pub width: Option<Width>,
    /// Futures in a chunk; the usual number if none is given.
    pub chunk: Option<u64>,
}

/// What became of a run.
#[derive(Clone, Debug)]
pub struct Done {
    /// Its folder.
    pub folder: PathBuf,
    /// Whether it was found finished and nothing had to be computed.
    pub reused: bool,
    /// Folders that were tried before it and left alone, the one asked for first.
    pub passed: Vec<Passed>,
    /// What was computed, if anything.
    pub summary: Option<RunSummary>,
    /// Its record.
    pub record: Record,
    /// Its answers.
    pub document: Document,
    /// Fans of the reference policy.
    pub fans: Vec<Fan>,
}

/// Why a run was not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The study does not fit.
    #[error("{}", problems.first().map(ToString::to_string).unwrap_or_default())]
    Study {
        /// What is wrong.
        problems: Vec<Problem>,
    },
    /// The folder could not be made or used.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The run failed.
    #[error("{source}")]
    Run {
        /// The folder.
        folder: PathBuf,
        /// Why.
        source: RunError,
    },
    /// The tables of a run from before could not be read.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Runs a study: into a new folder, on from an interrupted run, or not at all where the same run lies finished.
///
/// # Errors
/// [`Failure`] says which and what to do.
pub fn run(
    prepared: &Prepared,
    claims: &Claims,
    evidence: &Evidence,
    how: &How,
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<Done, Failure> {
    let study = |problems| Failure::Study { problems };
    let fingerprint = prepared.fingerprint(&claims.fingerprint());
    let mut plan = plan(prepared, claims, &fingerprint, evidence);
    let design = prepared.design().map_err(study)?;
    let asked = prepared.asked(&plan);
    let setup = Setup { asked: Some(&asked), ..prepared.setup() };
    let kernel = kernel(&setup, how.width.unwrap_or_else(Width::best));
    let kernel = kernel.map_err(|errors| study(prepared.told(errors)))?;
    // The plan's paths hold every outcome at the ends of years, and so does the kernel.
    let numbers = probed(prepared, &*kernel, &*design);
    plan.study = format!("{fingerprint} {numbers}");
    let mut record = Record::new(prepared, fingerprint, numbers);
    let asked = how.out.clone().unwrap_or_else(|| Path::new("out").join(&prepared.study.name));
    let Place { folder, task, passed } = folder::find(&asked, &record, how.resume)?;
    if task == Task::Reuse {
        let Finished { record, document } = Finished::open(&folder)?;
        let fans = Fan::read(&folder.join(PATHS))?;
        clear(&folder)?;
        return Ok(Done { folder, reused: true, passed, summary: None, record, document, fans });
    }
    let resume = task == Task::GoOn;
    record.write(&folder)?;
    let collector = Collector::new(&plan);
    let job = Job {
        plan: &plan,
        kernel: &*kernel,
        sampler: &|future, values| prepared.sample(&*design, future, values),
        claims: &|block| {
            let cells = claims.decide(block);
            collector.keep(block, &cells);
            cells
        },
    };
    let mut options = Options { threads: how.threads, resume, ..Options::default() };
    if let Some(chunk) = how.chunk {
        options.chunk = chunk;
    }
    let mut summary = runner::run(&job, &folder, &options, progress, stop)
        .map_err(|source| Failure::Run { folder: folder.clone(), source })?;
    write_ledger(prepared, &*design, &folder)?;
    record.finish(&summary);
    let (decisions, drawn) = if summary.kept == 0 {
        collector.collected()
    } else {
        // Chunks from before were decided by a process that is gone.
        (table::decisions(&folder)?, table::drawn(&folder)?)
    };
    let document = record.document(claims.answer(&decisions, drawn, evidence));
    files::write_json(&folder.join(files::CLAIMS), &document)?;
    record.seal(&folder)?;
    record.write(&folder)?;
    // Only now: whoever dies before this line goes on from the chunks.
    clear(&folder)?;
    let fans = std::mem::take(&mut summary.fans);
    Ok(Done { folder, reused: false, passed, summary: Some(summary), record, document, fans })
}

/// Writes what changed each stock in the futures whose paths are kept.
fn write_ledger(prepared: &Prepared, design: &dyn Design, folder: &Path) -> Result<(), Failure> {
    let policies = 0..prepared.policies.len();
    let retracer =
        Retracer::new(prepared, design, policies.clone()).map_err(|problems| Failure::Study { problems })?;
    let rows: Vec<_> = policies.into_par_iter().map(|p| ledger::rows(&retracer, p, TRAJECTORIES)).collect();
    overtake_ensemble::ledger::write(&folder.join(files::LEDGER), rows.iter().map(Vec::as_slice))
        .map_err(|source| Failure::Run { folder: folder.to_owned(), source })
}

fn clear(folder: &Path) -> Result<(), Failure> {
    runner::clear(folder).map_err(|source| Failure::Run { folder: folder.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::document::Answered;
    use crate::project::Project;
    use crate::study::written::{Changes, Study};
    use overtake_ensemble::claims::Share;
    use overtake_ensemble::reader::RunTable;
    use overtake_ensemble::runner::FUTURES;

    #[test]
    fn a_contrast_is_asked_of_the_futures_that_both_policies_run() {
        let text = "name = \"pair\"\nmodel = \"race\"\nstart = \"2015Q1\"\nend = \"2040Q4\"\nfutures = 320\n\
                    contrast_futures = 160\npolicies = [\"us-opens-like-china\"]\n";
        let study = Study::read("pair.toml", text, &Changes::default()).expect("it reads");
        let project = Project::new(study).expect("it fits");
        let home = tempfile::tempdir().expect("a folder");
        let how = How { out: Some(home.path().join("pair")), ..How::default() };
        let done = project.run(&how, &(), &AtomicBool::new(false)).expect("it runs");
        let document = &done.document;
        let contrasts: Vec<&Share> =
            document.claims.iter().filter(|c| c.band.is_some()).filter_map(Answered::main).collect();
        for share in &contrasts {
            assert_eq!(share.futures, 160, "{}", share.policy);
            assert_eq!(share.holds + share.fails + share.within_band + share.undefined, 160);
        }
        let asked: Vec<&&Share> = contrasts.iter().filter(|s| s.policy == "us-opens-like-china").collect();
        assert!(!asked.is_empty() && asked.iter().all(|share| share.undefined == 0));
        let table = RunTable::open(&done.folder.join(FUTURES)).expect("it opens");
        let ran = table.texts("policy").expect("it is there");
        let futures = |policy: &str| ran.iter().flatten().filter(|p| *p == policy).count();
        assert_eq!([futures("us-opens-like-china"), futures("as-is")], [320, 160]);
        let answers = table.texts("C18.answer").expect("it is there");
        assert_eq!(answers.iter().flatten().count(), 160, "the others have no answer");
    }
    /// Everything that a process hands over is what another one reads.
    fn same_as_read(done: &Done, project: &Project) {
        let finished = Finished::open(&done.folder).expect("it is finished");
        assert!(finished.record == done.record, "the record differs");
        assert!(finished.document == done.document, "the answers differ");
        assert!(Fan::read(&done.folder.join(PATHS)).expect("they read") == done.fans, "the fans differ");
        let decisions = table::decisions(&done.folder).expect("they read");
        let drawn = table::drawn(&done.folder).expect("they read");
        let answers = project.claims.answer(&decisions, drawn, &project.evidence);
        assert!(answers == done.document.claims, "the table says otherwise");
    }

    #[test]
    fn a_run_hands_over_what_its_files_hold_also_where_it_was_interrupted_or_is_found_finished() {
        let text = include_str!("../../../../studies/as-is.toml");
        let policies = Some(vec!["as-is".to_owned(), "full-denial".to_owned()]);
        let changes = Changes { futures: Some(480), policies, ..Changes::default() };
        let study = Study::read("as-is.toml", text, &changes).expect("it reads");
        let project = Project::new(study).expect("it fits");
        let home = tempfile::tempdir().expect("a folder");
        let how = |out: &str, resume| How {
            out: Some(home.path().join(out)),
            resume,
            threads: 1,
            chunk: Some(160),
            ..How::default()
        };
        let whole = project.run(&how("whole", false), &(), &AtomicBool::new(false)).expect("it runs");
        same_as_read(&whole, &project);
        let again = project.run(&how("whole", false), &(), &AtomicBool::new(false)).expect("it is there");
        assert!(again.reused);
        same_as_read(&again, &project);

        struct Stop(AtomicBool);
        impl Progress for Stop {
            fn chunk_done(&self, _: usize, _: usize) {
                self.0.store(true, std::sync::atomic::Ordering::Relaxed);
            }
        }
        let stop = Stop(AtomicBool::new(false));
        project.run(&how("parts", false), &stop, &stop.0).expect_err("it is stopped");
        let rest = project.run(&how("parts", true), &(), &AtomicBool::new(false)).expect("it goes on");
        assert_eq!(rest.summary.as_ref().map(|s| s.kept), Some(1));
        assert!(rest.document == whole.document && rest.fans == whole.fans, "the two runs differ");
        same_as_read(&rest, &project);
    }
}

//! A study with its evidence and claims: the one thing a user makes.

use crate::answers::compile::{Claims, arms};
use crate::run::batch::probe;
use crate::run::course::{Done, Failure, How, run};
use crate::run::error::FolderError;
use crate::run::files::STUDY;
use crate::run::record::Record;
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use crate::study::written::{Changes, Study};
use overtake_ensemble::runner::Progress;
use overtake_evidence::{Claim, Evidence, Problem, Problems};
use overtake_kernels::{ModelKind, Width};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// A study with its evidence and claims, ready to run.
#[derive(Debug)]
pub struct Project {
    /// The evidence.
    pub evidence: Evidence,
    /// The study joined to it.
    pub prepared: Prepared,
    /// Its claims.
    pub claims: Claims,
}

impl Project {
    /// Joins a study to the built-in evidence.
    ///
    /// # Errors
    /// Everything wrong with the study, and with the evidence if there were anything.
    pub fn new(study: Study) -> Result<Self, Mistakes> {
        Self::with(study, Evidence::built_in()?)
    }

    /// Joins a study to some evidence.
    ///
    /// # Errors
    /// As [`Project::new`].
    pub fn with(study: Study, evidence: Evidence) -> Result<Self, Mistakes> {
        // The mission's claims speak of the race; another model is asked only what its study asks.
        let mut claims: Vec<Claim> =
            if study.model == ModelKind::Race { evidence.claims().to_vec() } else { Vec::new() };
        claims.extend(study.own_claims.iter().cloned());
        // Whoever chose the policies on the command line gets those; contrasts without their arms are not run.
        let extra = if study.changes.policies.is_some() { Vec::new() } else { arms(&claims) };
        let (prepared, mut problems) = Prepared::lenient(study, &evidence, &extra)?;
        problems.extend(asked_twice(&claims));
        match Claims::new(&prepared, &evidence, &claims) {
            Ok(claims) if problems.is_empty() => return Ok(Self { evidence, prepared, claims }),
            Ok(_) => {}
            Err(more) => problems.extend(more),
        }
        Err(problems.into())
    }

    /// Reads a study and joins it to the built-in evidence.
    ///
    /// # Errors
    /// Everything wrong with the study, what shows only when it is joined included.
    pub fn read(file: &str, text: &str, changes: &Changes) -> Result<Self, Mistakes> {
        let (study, mistakes) = Study::lenient(file, text, changes);
        let all = Problems::new();
        all.extend(mistakes);
        match study.map(Self::new) {
            Some(Ok(project)) if all.is_empty() => return Ok(project),
            Some(Err(Mistakes(more))) => all.extend(more),
            _ => {}
        }
        Err(all.into_sorted().into())
    }

    /// The project of a finished run.
    ///
    /// # Errors
    /// When there is none, or another build of the program or other evidence made it.
    pub fn of_run(folder: &Path) -> Result<(Self, Record), FolderError> {
        let record = Record::finished(folder)?;
        let problems = |problems| FolderError::Study { path: folder.to_owned(), problems };
        let evidence = Evidence::built_in().map_err(problems)?;
        let study = record.study(folder, &evidence)?;
        let project = Self::new(study).map_err(|Mistakes(list)| problems(list))?;
        let path = || folder.to_owned();
        if project.prepared.fingerprint(&project.claims.fingerprint()) != record.fingerprint {
            let reason = format!("{STUDY} says another study than was run; run that one with another --out");
            return Err(FolderError::Damaged { path: path(), reason });
        }
        if probe(&project.prepared, Width::best()).map_err(problems)? != record.numbers {
            return Err(FolderError::OtherBuild { path: path() });
        }
        Ok((project, record))
    }

    /// Runs it.
    ///
    /// # Errors
    /// [`Failure`] says why not and what to do.
    pub fn run(&self, how: &How, progress: &dyn Progress, stop: &AtomicBool) -> Result<Done, Failure> {
        let run = || run(&self.prepared, &self.claims, &self.evidence, how, progress, stop);
        // What comes after the simulation takes as many threads as it did, but none that would wait for a processor.
        let threads = how.threads.min(std::thread::available_parallelism().map_or(1, usize::from));
        match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => pool.install(run),
            // The library's own pool gives the same results.
            Err(_) => run(),
        }
    }
}

/// Claims that bear the name of one before them: a study's own, since the built-in ones come first.
fn asked_twice(claims: &[Claim]) -> impl Iterator<Item = Problem> {
    let again = claims.iter().enumerate().filter(|(number, claim)| {
        claims[..*number].iter().any(|c| c.name() == claim.name() && c.reading == claim.reading)
    });
    again.map(|(_, claim)| {
        let message = format!("claim {} has been asked already", claim.name());
        claim
            .place
            .problem(Some("claim.id"), message)
            .help("the built-in claims are C1 to C30: choose another id, such as C101")
    })
}

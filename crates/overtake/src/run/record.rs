//! What a run is: the study, what it was joined to, and what came out, as `study.json` says it.

use crate::answers::document::{self, Answered, Document};
use crate::run::error::FolderError;
use crate::study::resolve::Prepared;
use crate::study::written::{Changes, Study};
use overtake_ensemble::runner::RunSummary;
use overtake_evidence::Evidence;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

/// Schema of `study.json`.
pub const SCHEMA: &str = "overtake/study/1";

/// What `study.json` says: everything needed to run it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// `overtake/study/1`.
    pub schema: String,
    /// Name of the study.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Digest of everything that decides the results, the program's equations apart.
    pub fingerprint: String,
    /// Digest of what its first futures come to: builds of one version that differ in it have other equations.
    #[serde(default)]
    pub numbers: String,
    /// Digest of the evidence.
    pub evidence: String,
    /// Model.
    pub model: String,
    /// First quarter.
    pub start: String,
    /// Last quarter.
    pub end: String,
    /// Futures.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// Design.
    pub design: String,
    /// Policies with the futures run under each, the reference first.
    pub policies: Vec<PolicyRecord>,
    /// Schools by switch, each with its weight.
    #[serde(default)]
    pub schools: BTreeMap<String, String>,
    /// Rank correlations between parameters, each pair by its keys.
    #[serde(default)]
    pub dependence: BTreeMap<String, f64>,
    /// Every parameter with what was believed of it.
    pub parameters: Vec<ParameterRecord>,
    /// Text of the study.
    pub text: String,
    /// File of the study.
    pub file: String,
    /// What the command line changed.
    pub changes: Changes,
    /// Results, once there are any.
    pub results: Option<Results>,
}

/// A policy of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PolicyRecord {
    /// Key.
    pub key: String,
    /// Futures run under it.
    pub futures: u64,
}

/// A parameter of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParameterRecord {
    /// Key.
    pub key: String,
    /// Unit.
    pub unit: String,
    /// Value of the central run.
    pub central: f64,
    /// The spread, as it was written.
    pub spread: String,
}

/// What came out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// Digest of the results.
    pub digest: String,
    /// Trajectories, broken ones included.
    pub trajectories: u64,
    /// Trajectories that broke.
    pub broken: u64,
    /// Reasons for breaking with their counts.
    pub reasons: Vec<(String, u64)>,
    /// Every other file of the run with its size in bytes; one that is gone or of another size was damaged since.
    #[serde(default)]
    pub files: BTreeMap<String, u64>,
}

/// Version of the program.
#[must_use]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

impl Record {
    /// What a run of a prepared study is, before it has results.
    #[must_use]
    pub fn new(prepared: &Prepared, fingerprint: String, numbers: String) -> Self {
        let study = &prepared.study;
        let parameters = prepared.layout.parameters().iter().zip(&prepared.priors).enumerate();
        let schools = &prepared.schools;
        let spread = |slot: usize, prior: &overtake_evidence::Prior| {
            let each: Vec<String> =
                schools.held(slot).map(|(school, p)| format!("{} {}", school.key, p.shape)).collect();
            if each.is_empty() { prior.shape.to_string() } else { each.join("; ") }
        };
        Self {
            schema: SCHEMA.to_owned(),
            name: study.name.clone(),
            version: version().to_owned(),
            fingerprint,
            numbers,
            evidence: prepared.evidence.clone(),
            model: study.model.name().to_owned(),
            start: study.calendar.start.to_string(),
            end: study.calendar.last().to_string(),
            futures: study.futures,
            seed: study.seed,
            design: study.design.name().to_owned(),
            policies: prepared
                .policies
                .iter()
                .map(|p| PolicyRecord { key: p.resolved.policy.key.clone(), futures: p.futures })
                .collect(),
            schools: (0..schools.list.len())
                .map(|s| (schools.list[s].key.clone(), schools.told(s)))
                .collect(),
            dependence: prepared.pairs().map(|(a, b, rho)| (format!("{a} with {b}"), rho)).collect(),
            parameters: parameters
                .map(|(place, (slot, prior))| ParameterRecord {
                    key: slot.key.clone(),
                    unit: slot.unit.to_owned(),
                    central: prior.central,
                    spread: spread(place, prior),
                })
                .collect(),
            text: study.text.clone(),
            file: study.file.clone(),
            changes: study.changes.clone(),
            results: None,
        }
    }

    /// Adds what came out.
    pub fn finish(&mut self, summary: &RunSummary) {
        self.results = Some(Results {
            digest: summary.digest.clone(),
            trajectories: summary.trajectories,
            broken: summary.broken.iter().sum(),
            reasons: summary.reasons.clone(),
            files: BTreeMap::new(),
        });
    }

    /// The document of its answers.
    #[must_use]
    pub fn document(&self, claims: Vec<Answered>) -> Document {
        Document {
            schema: document::SCHEMA.to_owned(),
            study: self.name.clone(),
            seed: self.seed,
            futures: self.futures,
            version: self.version.clone(),
            digest: self.results.as_ref().map(|r| r.digest.clone()).unwrap_or_default(),
            claims,
        }
    }

    /// The study that was run, read again.
    ///
    /// # Errors
    /// When version or evidence differ, or the text no longer reads.
    pub fn study(&self, folder: &Path, evidence: &Evidence) -> Result<Study, FolderError> {
        let path = folder.to_owned();
        if self.version != version() {
            let (found, expected) = (self.version.clone(), version().to_owned());
            return Err(FolderError::OtherVersion { path, found, expected });
        }
        if self.evidence != evidence.digest() {
            return Err(FolderError::OtherEvidence { path });
        }
        Study::read(&self.file, &self.text, &self.changes)
            .map_err(|problems| FolderError::Study { path, problems })
    }
}

//! The evidence folder as a whole.

use crate::beliefs::{Belief, Beliefs};
use crate::bibliography::Bibliography;
use crate::claims::{self, Claim, Reading};
use crate::copula::{self, Pair};
use crate::date::Date;
use crate::document::Document;
use crate::facts::{self, Fact};
use crate::priors::{self, Prior};
use crate::problem::{Place, Problem, Problems};
use crate::schools::{self, Gauge, School, Schools, Threshold};
use crate::targets::{self, Target};
use crate::world::WorldEvidence;
use overtake_model::{Declaration, Layout};
use std::fs;
use std::path::Path;

/// The files that were in the evidence folder when the program was built.
static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Everything that stands in the evidence folder.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    pub(crate) files: Vec<(String, String)>,
    pub(crate) documents: Vec<Document>,
    pub(crate) beliefs: Beliefs,
    pub(crate) schools: Schools,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) targets: Vec<Target>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) bibliography: Bibliography,
    pub(crate) problems: Vec<Problem>,
}

/// What a file is, by its name.
enum Role {
    Beliefs,
    Schools,
    Copula,
    Facts,
    Targets,
    Claims,
    World,
}

fn role(name: &str) -> Role {
    match name {
        _ if name.starts_with("beliefs/") => Role::Beliefs,
        "schools.toml" => Role::Schools,
        "copula.toml" => Role::Copula,
        "facts.toml" => Role::Facts,
        "targets.toml" => Role::Targets,
        "claims.toml" => Role::Claims,
        _ => Role::World,
    }
}

impl Evidence {
    /// The evidence that the program was built with.
    ///
    /// # Errors
    /// Everything wrong with a file, by place.
    pub fn built_in() -> Result<Self, Vec<Problem>> {
        Self::lenient(EMBEDDED).strict()
    }

    /// Names and texts of the files that the program was built with.
    #[must_use]
    pub fn built_in_files() -> &'static [(&'static str, &'static str)] {
        EMBEDDED
    }

    /// Evidence from texts; names are relative to the evidence folder, such as `beliefs/money.toml`.
    ///
    /// # Errors
    /// Everything wrong with a file, by place.
    pub fn from_files<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Result<Self, Vec<Problem>> {
        Self::lenient(files).strict()
    }

    /// Evidence from a folder.
    ///
    /// # Errors
    /// A folder or file that cannot be read, or everything wrong with a file, by place.
    pub fn from_folder(folder: &Path) -> Result<Self, Vec<Problem>> {
        Self::lenient(&read_folder(folder)?).strict()
    }

    /// Evidence from texts, keeping what can be read; [`Evidence::check`] tells what cannot, together with every join
    /// that does not hold.
    #[must_use]
    pub fn lenient<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Self {
        let mut sorted: Vec<(String, String)> =
            files.iter().map(|(name, text)| (name.as_ref().to_owned(), text.as_ref().to_owned())).collect();
        sorted.sort();
        let problems = Problems::new();
        let mut evidence = Self::default();
        for pair in sorted.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            problems.push(Place::start_of(&pair[0].0).problem(None, "the file is given twice"));
        }
        for (name, text) in &sorted {
            if name.ends_with(".bib") {
                evidence.read_bibliography(name, text, &problems);
                continue;
            }
            match Document::parse(name, text) {
                Ok(document) => evidence.read_document(document, &problems),
                Err(found) => problems.extend(found),
            }
        }
        evidence.problems = problems.into_sorted();
        evidence.files = sorted;
        evidence
    }

    /// Evidence from a folder, as [`Evidence::lenient`] reads it.
    ///
    /// # Errors
    /// A folder or file that cannot be read.
    pub fn lenient_from_folder(folder: &Path) -> Result<Self, Vec<Problem>> {
        Ok(Self::lenient(&read_folder(folder)?))
    }

    fn strict(self) -> Result<Self, Vec<Problem>> {
        if self.problems.is_empty() { Ok(self) } else { Err(self.problems) }
    }

    fn read_bibliography(&mut self, name: &str, text: &str, problems: &Problems) {
        if self.bibliography.entries().is_empty() {
            self.bibliography = Bibliography::read(name, text, problems);
        } else {
            let message = "a second bibliography; there is one, literature.bib";
            problems.push(Place::start_of(name).problem(None, message));
        }
    }

    fn read_document(&mut self, document: Document, problems: &Problems) {
        match role(document.name()) {
            Role::Beliefs => self.beliefs.read(&document, problems),
            Role::Schools => self.schools = schools::read(&document, problems),
            Role::Copula => self.pairs = copula::read(&document, problems),
            Role::Facts => self.facts = facts::read(&document, problems),
            Role::Targets => self.targets = targets::read(&document, problems),
            Role::Claims => self.claims = claims::read(&document, problems),
            Role::World => self.documents.push(document),
        }
    }

    /// The world that a model of this declaration is built from.
    ///
    /// # Errors
    /// Every member, attribute, reference or history that does not fit the declaration.
    pub fn world(&self, declaration: &Declaration) -> Result<WorldEvidence, Vec<Problem>> {
        match self.world_of(declaration, None) {
            (world, problems) if problems.is_empty() => Ok(world),
            (_, problems) => Err(problems),
        }
    }

    /// The world of a model with the members and histories of a study, and everything that does not fit the declaration.
    #[must_use]
    pub fn world_of(
        &self,
        declaration: &Declaration,
        study: Option<&Document>,
    ) -> (WorldEvidence, Vec<Problem>) {
        let documents: Vec<&Document> = self.documents.iter().collect();
        let problems = Problems::new();
        let world = WorldEvidence::read(&documents, study, declaration, &problems);
        (world, problems.into_sorted())
    }

    /// As [`Evidence::world_of`], for a model that the evidence was not gathered for: from the files that hold an axis of
    /// its declaration.
    #[must_use]
    pub fn world_in_part(
        &self,
        declaration: &Declaration,
        study: Option<&Document>,
    ) -> (WorldEvidence, Vec<Problem>) {
        let aside = Problems::new();
        let holds = |document: &&Document| {
            let top = document.reader(&aside);
            declaration.axes.iter().any(|axis| !top.tables(axis.key).is_empty())
        };
        let documents: Vec<&Document> = self.documents.iter().filter(holds).collect();
        let problems = Problems::new();
        let world = WorldEvidence::read(&documents, study, declaration, &problems);
        (world, problems.into_sorted())
    }

    pub(crate) fn read_world(&self, declaration: &Declaration, problems: &Problems) -> WorldEvidence {
        let documents: Vec<&Document> = self.documents.iter().collect();
        WorldEvidence::read(&documents, None, declaration, problems)
    }

    /// What is believed of each parameter, in the order of [`Layout::parameters`].
    ///
    /// # Errors
    /// Every parameter without a belief, belief without a parameter, and belief outside its parameter's domain.
    pub fn priors(&self, declaration: &Declaration, layout: &Layout) -> Result<Vec<Prior>, Vec<Problem>> {
        let problems = Problems::new();
        let priors = priors::join(&self.beliefs, &self.schools.list, declaration, layout, &problems);
        problems.or(|| priors)
    }

    /// All beliefs, by file and place.
    #[must_use]
    pub fn beliefs(&self) -> &[Belief] {
        &self.beliefs.list
    }

    /// The belief on a key, with or without a member.
    #[must_use]
    pub fn belief(&self, key: &str) -> Option<&Belief> {
        self.beliefs.list.iter().find(|b| b.key == key)
    }

    /// All schools, by switch in the order of the file.
    #[must_use]
    pub fn schools(&self) -> &[School] {
        &self.schools.list
    }

    /// Beliefs that go together, in the order of the file.
    #[must_use]
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// Rival thresholds of general intelligence.
    #[must_use]
    pub fn thresholds(&self) -> &[Threshold] {
        &self.schools.thresholds
    }

    /// How figures of one gauge year become those of another.
    #[must_use]
    pub fn gauge(&self) -> &Gauge {
        &self.schools.gauge
    }

    /// All facts.
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        &self.facts
    }

    /// The fact with this key.
    #[must_use]
    pub fn fact(&self, key: &str) -> Option<&Fact> {
        self.facts.iter().find(|f| f.key == key)
    }

    /// All targets.
    #[must_use]
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// All claims, in the order of the file.
    #[must_use]
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// One wording of one claim.
    #[must_use]
    pub fn claim(&self, id: &str, part: Option<&str>, reading: Reading) -> Option<&Claim> {
        self.claims.iter().find(|c| c.id == id && c.part.as_deref() == part && c.reading == reading)
    }

    /// The bibliography.
    #[must_use]
    pub fn bibliography(&self) -> &Bibliography {
        &self.bibliography
    }

    /// Names and texts of the files, by name; problems point into these texts.
    #[must_use]
    pub fn files(&self) -> &[(String, String)] {
        &self.files
    }

    /// A digest of all files, in hexadecimal: the same however lines end and in whatever order files were given.
    #[must_use]
    pub fn digest(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (name, text) in &self.files {
            let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
            // Lengths keep a name from running into its text.
            for part in [name.as_bytes(), text.as_bytes()] {
                hasher.update(&(part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        hasher.finalize().to_hex().to_string()
    }

    /// The newest target of each observable and bloc, by observable and bloc.
    #[must_use]
    pub fn latest(&self) -> Vec<&Target> {
        self.newest(|_| true)
    }

    /// The newest target of each observable and bloc that was known by a date.
    #[must_use]
    pub fn latest_known_by(&self, date: Date) -> Vec<&Target> {
        self.newest(|target| target.known_from.is_known_by(date))
    }

    fn newest(&self, visible: impl Fn(&Target) -> bool) -> Vec<&Target> {
        let mut newest: std::collections::BTreeMap<(&str, Option<&str>), &Target> = Default::default();
        for target in self.targets.iter().filter(|t| visible(t)) {
            let held = newest.entry((&target.observable, target.bloc.as_deref())).or_insert(target);
            if target.date > held.date {
                *held = target;
            }
        }
        newest.into_values().collect()
    }
}

/// Every evidence file below a folder, by its name relative to it.
fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, Vec<Problem>> {
    let problems = Problems::new();
    let mut files = Vec::new();
    let mut waiting = vec![(folder.to_owned(), String::new())];
    while let Some((path, prefix)) = waiting.pop() {
        let cannot = |what: &Path, error: std::io::Error| {
            let message = format!("cannot be read: {error}");
            problems.push(Place::start_of(&what.display().to_string()).problem(None, message));
        };
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) => {
                cannot(&path, error);
                continue;
            }
        };
        for entry in entries.filter_map(Result::ok) {
            let (path, name) = (entry.path(), format!("{prefix}{}", entry.file_name().to_string_lossy()));
            if path.is_dir() {
                waiting.push((path, format!("{name}/")));
            } else if !entry.file_name().to_string_lossy().starts_with('.')
                && (name.ends_with(".toml") || name.ends_with(".bib"))
            {
                match fs::read_to_string(&path) {
                    Ok(text) => files.push((name, text)),
                    Err(error) => cannot(&path, error),
                }
            }
        }
    }
    files.sort();
    problems.or(|| files)
}

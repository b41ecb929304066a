//! The joins between model and evidence: what one of them names, the other must have.

use crate::copula;
use crate::evidence::Evidence;
use crate::priors;
use crate::problem::{Place, Problem, Problems, did_you_mean};
use crate::provenance::{Kind, Provenance};
use crate::schools;
use crate::world::WorldEvidence;
use overtake_model::{Declaration, Layout};
use std::collections::BTreeSet;

/// What a check of all joins found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Every broken join, by file and place.
    pub problems: Vec<Problem>,
    /// Works of the bibliography that nothing cites: no mistake, but told.
    pub unused_sources: Vec<String>,
    /// Beliefs on what was measured.
    pub measured: usize,
    /// Beliefs on what was estimated.
    pub estimated: usize,
    /// Beliefs that are judgements.
    pub judgements: usize,
    /// Beliefs that are constants, counted among the others.
    pub fixed: usize,
    /// Parameters of all members.
    pub parameters: usize,
    /// Pairs of beliefs that go together.
    pub pairs: usize,
    /// Facts.
    pub facts: usize,
    /// Targets.
    pub targets: usize,
    /// Targets that are shown and not scored.
    pub forced: usize,
    /// Wordings of claims.
    pub claims: usize,
    /// Works in the bibliography.
    pub sources: usize,
}

impl Report {
    /// Whether every join holds.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// Beliefs in all.
    #[must_use]
    pub fn beliefs(&self) -> usize {
        self.measured + self.estimated + self.judgements
    }
}

impl Evidence {
    /// Checks every join between this evidence and a model: every parameter has a belief, every belief a parameter,
    /// every source a bibliography entry, every target an observable, every claim's fact a fact. Problems of reading
    /// are told along.
    #[must_use]
    pub fn check(&self, declaration: &Declaration) -> Report {
        let problems = Problems::new();
        problems.extend(self.problems.iter().cloned());
        let world = self.read_world(declaration, &problems);
        let layout = Layout::new(declaration, &world.world);
        priors::join(&self.beliefs, &self.schools.list, declaration, &layout, &problems);
        let known = |key: &str| {
            declaration.parameters.iter().any(|p| p.key == key) || layout.parameter(key).is_some()
        };
        schools::check(&self.schools, &known, &problems);
        copula::check(&self.pairs, &self.beliefs, &self.schools.list, declaration, &layout, &problems);
        let cited = self.check_sources(&world, &problems);
        self.check_series(&problems);
        self.check_claims(&problems);
        let blocs: Vec<&str> = world.world.members("bloc").iter().map(|m| m.key.as_str()).collect();
        for target in &self.targets {
            target.join(declaration, &blocs, &problems);
        }
        for fact in &self.facts {
            let outcomes = || declaration.outcomes.iter().map(|o| o.key);
            if let Some(outcome) =
                fact.outcome.as_deref().filter(|key| !outcomes().any(|known| known == *key))
            {
                let message = format!(
                    "fact `{}` is held beside `{outcome}`, which is no outcome of the model",
                    fact.key
                );
                let help = did_you_mean(outcome, outcomes());
                problems.push(fact.place.problem(Some("fact.outcome"), message).maybe_help(help));
            }
            if let Some(bloc) = fact.bloc.as_deref().filter(|b| !blocs.contains(b)) {
                let help = did_you_mean(bloc, blocs.iter().copied());
                problems.push(
                    fact.place.problem(Some("fact.bloc"), format!("`{bloc}` is no bloc")).maybe_help(help),
                );
            }
        }
        let believed = || self.beliefs.list.iter().chain(self.schools.list.iter().flat_map(|s| &s.beliefs));
        let of_kind = |kind| believed().filter(|b| b.kind == kind).count();
        let entries = self.bibliography.entries();
        Report {
            problems: problems.into_sorted(),
            unused_sources: entries
                .iter()
                .filter(|e| !cited.contains(&e.key))
                .map(|e| e.key.clone())
                .collect(),
            measured: of_kind(Kind::Measured),
            estimated: of_kind(Kind::Estimated),
            judgements: of_kind(Kind::Judgement),
            fixed: believed().filter(|b| b.shape == crate::Shape::Fixed).count(),
            parameters: layout.parameters().len(),
            pairs: self.pairs.len(),
            facts: self.facts.len(),
            targets: self.targets.len(),
            forced: self.targets.iter().filter(|t| t.forced).count(),
            claims: self.claims.len(),
            sources: entries.len(),
        }
    }

    /// Tells sources without an entry; returns those that are cited.
    fn check_sources(&self, world: &WorldEvidence, problems: &Problems) -> BTreeSet<String> {
        let beliefs = self.beliefs.list.iter().map(|b| (b.key.clone(), &b.provenance));
        let schools = self.schools.list.iter().map(|s| (s.key.clone(), &s.provenance));
        let of_schools = self.schools.list.iter().flat_map(|s| &s.beliefs);
        let of_schools = of_schools.map(|b| (b.key.clone(), &b.provenance));
        let thresholds = self.schools.thresholds.iter().map(|t| (t.key.clone(), &t.provenance));
        let gauge = std::iter::once(("gauge".to_owned(), &self.schools.gauge.provenance));
        let pairs = self.pairs.iter().map(|p| (p.name(), &p.provenance));
        let beliefs = beliefs.chain(pairs).chain(schools).chain(of_schools).chain(thresholds).chain(gauge);
        let facts = self.facts.iter().map(|f| (f.key.clone(), &f.provenance));
        let targets = self.targets.iter().map(|t| (format!("{} {}", t.observable, t.date), &t.provenance));
        let members = world.members.iter().map(|m| (m.key.clone(), &m.provenance));
        let histories = world.histories.iter().map(|h| (h.series.key.clone(), &h.provenance));
        let mut cited = BTreeSet::new();
        let all: Vec<(String, &Provenance)> =
            beliefs.chain(facts).chain(targets).chain(members).chain(histories).collect();
        for (key, provenance) in all {
            problems.extend(provenance.check(&key, &self.bibliography));
            cited.extend(provenance.source.iter().cloned());
        }
        if self.bibliography.entries().is_empty() {
            problems.push(
                Place::start_of("literature.bib").problem(None, "the bibliography is missing or empty"),
            );
        }
        cited
    }

    /// A belief that was derived from a series cannot be scored against the same series.
    fn check_series(&self, problems: &Problems) {
        for belief in &self.beliefs.list {
            for series in &belief.series {
                let scored = self.targets.iter().find(|t| &t.series == series && !t.forced);
                if let Some(target) = scored {
                    let message = format!(
                        "`{}` was derived from series `{series}`, against which it is scored ({} line {})",
                        belief.key, target.place.file, target.place.line
                    );
                    let help = "mark the targets of the series forced, or derive the belief from elsewhere";
                    problems.push(belief.series_place.problem(Some(&belief.key), message).help(help));
                }
            }
        }
    }

    fn check_claims(&self, problems: &Problems) {
        if self.claims.is_empty() && !self.files.iter().any(|(name, _)| name == "claims.toml") {
            problems.push(Place::start_of("claims.toml").problem(None, "the claims are missing"));
        }
        for claim in &self.claims {
            if let Some(fact) = claim.fact.as_deref().filter(|f| self.fact(f).is_none()) {
                let message = format!("fact `{fact}` of {} is not in facts.toml", claim.name());
                let help = did_you_mean(fact, self.facts.iter().map(|f| f.key.as_str()));
                problems.push(claim.fact_place.problem(Some("claim.fact"), message).maybe_help(help));
            }
        }
    }
}

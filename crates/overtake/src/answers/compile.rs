//! Claims joined to a study: which columns they read, and how each is decided in a future.

use crate::answers::document::{FactShown, column};
use crate::study::resolve::Prepared;
use crate::study::schools::Switches;
use overtake_ensemble::claims::{Better, ClaimError, Compiled, Language, Schema, Type, compile};
use overtake_ensemble::columns::{ColumnSpec, Kind, Role};
use overtake_ensemble::fingerprint::Fingerprint;
use overtake_ensemble::plan::OutcomeColumn;
use overtake_evidence::{Claim, ClaimKind, Decision, Evidence, Place, Problem};
use overtake_model::Slot;
use std::collections::{BTreeMap, BTreeSet};

/// Names that claims use besides outcomes' own.
#[must_use]
pub fn language() -> Language {
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    Language {
        dimensions: pairs(&[
            ("frontier", "frontier_capability"),
            ("diffusion", "leadership_diffusion"),
            ("economy", "leadership_economy"),
            ("market", "leadership_market"),
            ("military", "leadership_military"),
            ("diplomacy", "leadership_diplomacy"),
            ("science", "leadership_science"),
            ("composite", "leadership"),
        ]),
        aliases: pairs(&[("months_behind", "frontier_lag_months")]),
    }
}

/// How a claim is decided in one future.
#[derive(Clone, Debug)]
pub(super) enum How {
    /// It waits for parts.
    Waits(Vec<String>),
    /// It speaks of dates that the study does not simulate.
    NotSimulated,
    /// By the expression, in each future under each policy.
    Outcome(Box<Compiled>),
    /// By the difference of the expression between two policies.
    Contrast {
        expression: Box<Compiled>,
        treated: String,
        control: String,
        band: f64,
        better: Better,
        /// Whether the effect is counted in per cent of the control's number.
        relative: bool,
        /// What has to fall where the expression rises; the effect is the lesser of rise and fall.
        falls: Option<Box<Compiled>>,
    },
}

impl How {
    /// Columns that its expressions read; one may come twice.
    fn needs(&self) -> impl Iterator<Item = &OutcomeColumn> {
        let read = match self {
            Self::Waits(_) | Self::NotSimulated => [None, None],
            Self::Outcome(expression) => [Some(expression), None],
            Self::Contrast { expression, falls, .. } => [Some(expression), falls.as_ref()],
        };
        read.into_iter().flatten().flat_map(|expression| &expression.needs)
    }
}

/// The claims of a study.
#[derive(Clone, Debug)]
pub struct Claims {
    pub(super) claims: Vec<(Claim, How)>,
    pub(super) policies: Vec<String>,
    /// Key of the outcome in each place of the layout.
    outcomes: Vec<String>,
    pub(super) facts: BTreeMap<String, FactShown>,
    pub(super) schools: Switches,
}

/// The unit of contrasts whose effect is counted in parts of what it changes.
const PERCENT: &str = "percent";

/// Policies that claims need, each with the first claim that names it.
#[must_use]
pub fn arms(claims: &[Claim]) -> Vec<(String, Place)> {
    let mut arms: Vec<(String, Place)> = Vec::new();
    for claim in claims.iter().filter(|c| matches!(c.decision, Decision::Expression { .. })) {
        if let ClaimKind::Contrast { arms: pair, .. } | ClaimKind::Outcome { arms: Some(pair) } = &claim.kind
        {
            for arm in [&pair.treated, &pair.control] {
                if !arms.iter().any(|(key, _)| key == arm) {
                    arms.push((arm.clone(), claim.place.clone()));
                }
            }
        }
    }
    arms
}

impl Claims {
    /// Compiles every claim that can be answered.
    ///
    /// # Errors
    /// Everything wrong with the expressions, each with its place.
    pub fn new(prepared: &Prepared, evidence: &Evidence, all: &[Claim]) -> Result<Self, Vec<Problem>> {
        let language = language();
        let schema = Schema {
            declaration: &prepared.declaration,
            layout: &prepared.layout,
            world: &prepared.world,
            calendar: prepared.study.calendar,
            language: &language,
        };
        let mut problems = Vec::new();
        let mut claims = Vec::new();
        for claim in all {
            let built_in = evidence.claims().contains(claim);
            match how(claim, &schema, built_in) {
                Ok(how) => claims.push((claim.clone(), how)),
                Err(more) => problems.extend(more),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let declared = |slot: &Slot| prepared.declaration.outcomes[slot.declared].key.to_owned();
        let outcomes = prepared.layout.outcomes().iter().map(declared).collect();
        let facts = evidence.facts().iter().map(|fact| {
            let shown = FactShown {
                key: fact.key.clone(),
                what: fact.what.by_language(),
                value: fact.value,
                low: fact.low,
                high: fact.high,
                unit: fact.unit.clone(),
                date: fact.date.to_string(),
            };
            (fact.key.clone(), shown)
        });
        Ok(Self {
            claims,
            outcomes,
            facts: facts.collect(),
            schools: prepared.schools.clone(),
            policies: prepared.policies.iter().map(|p| p.resolved.policy.key.clone()).collect(),
        })
    }

    /// A digest of everything about the claims that decides results: what they ask, not how they are worded.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut all = Fingerprint::new("claims", 1);
        let Language { dimensions, aliases } = language();
        for (name, outcome) in dimensions.iter().chain(&aliases) {
            all.text("name", name).text("name.of", outcome);
        }
        for (claim, how) in &self.claims {
            all.text("claim", &claim.name()).text("claim.reading", claim.reading.name());
            all.text("claim.unit", &claim.unit);
            match how {
                How::Waits(parts) => all.text("claim.waits_for", &parts.join(" ")),
                How::NotSimulated => all.text("claim.simulated", "no"),
                How::Outcome(_) | How::Contrast { .. } => match &claim.decision {
                    Decision::Expression { text, .. } => all.text("claim.expression", text),
                    Decision::WaitsFor(parts) => all.text("claim.waits_for", &parts.join(" ")),
                },
            };
            if let ClaimKind::Contrast { arms, .. } | ClaimKind::Outcome { arms: Some(arms) } = &claim.kind {
                all.text("claim.treated", &arms.treated).text("claim.control", &arms.control);
            }
            if let ClaimKind::Contrast { band, better, falls, .. } = &claim.kind {
                let better = match better {
                    overtake_evidence::Better::Lower => "lower",
                    overtake_evidence::Better::Higher => "higher",
                };
                all.number("claim.band", *band).text("claim.better", better);
                if let Some((text, _)) = falls {
                    all.text("claim.falls", text);
                }
            }
        }
        all.digest()
    }

    /// Columns that claims read.
    #[must_use]
    pub fn needs(&self) -> Vec<OutcomeColumn> {
        let mut needs: Vec<OutcomeColumn> = Vec::new();
        for (_, how) in &self.claims {
            for need in how.needs() {
                if !needs.iter().any(|n| n.column.key == need.column.key) {
                    needs.push(need.clone());
                }
            }
        }
        needs
    }

    /// Keys of the outcomes that a claim reads, each once.
    pub(super) fn reads(&self, how: &How) -> Vec<String> {
        let keys: BTreeSet<&String> = how.needs().filter_map(|need| self.outcomes.get(need.slot)).collect();
        keys.into_iter().cloned().collect()
    }

    pub(super) fn policy(&self, key: &str) -> Option<usize> {
        self.policies.iter().position(|p| p == key)
    }

    /// Columns that claims fill, in the order of [`Claims::decide`].
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnSpec> {
        let mut columns = Vec::new();
        for (claim, how) in &self.claims {
            let key = column(&claim.name(), claim.reading);
            let text = &claim.text.en;
            match how {
                How::Waits(_) | How::NotSimulated => {}
                How::Outcome(_) => columns.push(ColumnSpec::plain(key, Kind::Bool, Role::Claim, text)),
                How::Contrast { .. } => {
                    columns.push(ColumnSpec::number(format!("{key}.effect"), &claim.unit, Role::Claim, text));
                    columns.push(ColumnSpec::plain(format!("{key}.answer"), Kind::Text, Role::Claim, text));
                }
            }
        }
        columns
    }
}

/// An expression of a claim; none where a built-in claim speaks of dates that the study leaves out.
fn compiled(
    key: &str,
    (text, place): (&str, &Place),
    schema: &Schema<'_>,
    built_in: bool,
) -> Result<Option<Compiled>, Vec<Problem>> {
    let compiled = compile(text, schema);
    if built_in && compiled.as_ref().is_err_and(|errors| errors.iter().all(|e| e.not_simulated)) {
        return Ok(None);
    }
    let tell = |e: ClaimError| {
        let piece = text.get(e.span.clone()).filter(|p| !p.is_empty());
        let message = match piece {
            Some(piece) => format!("claim {key}, at `{piece}`: {}", e.message),
            None => format!("claim {key}: {}", e.message),
        };
        place.problem(Some(key), message).maybe_help(e.help)
    };
    compiled.map(Some).map_err(|errors| errors.into_iter().map(tell).collect())
}

/// A built-in claim may speak of dates that a study leaves out: it is not run then. A study's own claim may not.
fn how(claim: &Claim, schema: &Schema<'_>, built_in: bool) -> Result<How, Vec<Problem>> {
    let (text, place) = match &claim.decision {
        Decision::WaitsFor(parts) => return Ok(How::Waits(parts.clone())),
        Decision::Expression { text, place } => (text, place),
    };
    let key = claim.name();
    let Some(expression) = compiled(&key, (text, place), schema, built_in)? else {
        return Ok(How::NotSimulated);
    };
    let is_truth = expression.result == Type::Truth;
    match &claim.kind {
        ClaimKind::Outcome { .. } if is_truth => Ok(How::Outcome(Box::new(expression))),
        ClaimKind::Contrast { arms, band, better, falls } if !is_truth => Ok(How::Contrast {
            falls: match falls {
                None => None,
                Some((text, place)) => match compiled(&key, (text, place), schema, built_in)? {
                    None => return Ok(How::NotSimulated),
                    Some(falls) if falls.result == expression.result => Some(Box::new(falls)),
                    Some(_) => {
                        let message =
                            format!("claim {key}: what falls must be a number in the unit of what rises");
                        return Err(vec![place.problem(Some(&key), message)]);
                    }
                },
            },
            expression: Box::new(expression),
            treated: arms.treated.clone(),
            control: arms.control.clone(),
            band: *band,
            relative: claim.unit == PERCENT,
            better: match better {
                overtake_evidence::Better::Lower => Better::Lower,
                overtake_evidence::Better::Higher => Better::Higher,
            },
        }),
        ClaimKind::Outcome { .. } => Err(vec![
            place.problem(Some(&key), format!("claim {key} must be true or false, and this is a number")),
        ]),
        ClaimKind::Contrast { .. } => Err(vec![place.problem(
            Some(&key),
            format!("claim {key} is a contrast: its expression must be a number, whose difference is taken"),
        )]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::study::written::{Changes, Study};

    #[test]
    fn a_built_in_claim_beyond_the_horizon_is_not_run_and_a_studys_own_is_told() {
        let text = "name = \"short\"\nmodel = \"race\"\nstart = \"2015Q1\"\nend = \"2030Q4\"\nfutures = 160\n\
                    policies = [\"as-is\"]\n";
        let study = Study::read("short.toml", text, &Changes::default()).expect("it reads");
        let project = Project::new(study).expect("it fits");
        let beyond = |(claim, how): &&(Claim, How)| claim.id == "C22" && matches!(how, How::NotSimulated);
        assert_eq!(project.claims.claims.iter().filter(beyond).count(), 2);
        let claim = &project.claims.claims.iter().find(beyond).expect("there is one").0;
        let own = Claim { id: "C99".to_owned(), ..claim.clone() };
        let problems = Claims::new(&project.prepared, &project.evidence, &[own]).expect_err("it is told");
        assert!(problems[0].to_string().contains("not simulated"), "{}", problems[0]);
    }
}

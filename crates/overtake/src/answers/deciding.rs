//! Which assumptions decide a claim, found in the futures of a finished run.

use crate::answers::document::Decisions;
use crate::study::schools::name;
use overtake_analysis::{Runs, deciding, held_out};
use overtake_ensemble::claims::{Decided, TOO_FEW, Truth};
use overtake_ensemble::columns::{Kind, Role};
use overtake_ensemble::design::{schools_apart, scramble_of};
use overtake_ensemble::reader::TableError;
use overtake_evidence::{Evidence, Language, School, Shape, Text};
use overtake_kernels::ModelKind;
use overtake_race::outcomes::observation;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the key of a switch's column begins with.
const SWITCH: &str = "school.";
/// Assumptions named for a claim at most.
const NAMED: usize = 5;

/// An assumption that decides a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deciding {
    /// Key of the parameter.
    pub key: String,
    /// Share of the variance of the claim's truth that goes, on average, when the parameter is known (0 to 1).
    pub effect: f64,
    /// Lower end of the 95% interval; above 0, or the parameter is not named.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How far the named assumptions together tell whether a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// Share of the variance that a prediction from them takes off in futures that it was not fitted on; below 0 where it
    /// does worse than the share alone. Effects do not add up to it: those of assumptions that go together overlap, and what
    /// two do only together is in neither.
    pub held_out: f64,
}

/// What decides one claim under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Decides {
    /// At most five assumptions, the strongest first.
    pub deciding: Vec<Deciding>,
    /// How far they explain the claim together; none where none is named.
    pub explained: Option<Explained>,
}

/// The uncertain parameters of a finished run, each sorted once for all claims.
#[derive(Debug)]
pub struct Assumptions {
    keys: Vec<String>,
    /// Whether each goes with a switch: it is one, or schools of one hold beliefs on it.
    by_school: Vec<bool>,
    runs: Runs,
    /// Place of a future among the runs.
    places: BTreeMap<u64, usize>,
}

impl Assumptions {
    /// Reads them from the rows of the run's first policy, which runs every future; other policies share its draws.
    ///
    /// # Errors
    /// When the run's table cannot be read.
    pub fn read(decisions: &Decisions, evidence: &Evidence) -> Result<Self, TableError> {
        let (table, rows) = (decisions.table(), decisions.reference());
        let futures: Vec<u64> = rows.iter().map(|&row| decisions.future(row)).collect();
        let uncertain = table.columns().iter().filter(|c| c.role == Role::Uncertainty);
        let (mut keys, mut columns, mut drawn) = (Vec::new(), Vec::new(), BTreeSet::new());
        for column in uncertain {
            let all = match column.kind {
                Kind::Text => numbered(&table.texts(&column.key)?),
                _ => table.numbers(&column.key)?,
            };
            let values: Vec<f64> = rows.iter().map(|&row| all[row]).collect();
            if let Some(switch) = column.key.strip_prefix(SWITCH)
                && values.windows(2).any(|pair| pair[0] != pair[1])
            {
                drawn.insert(switch.to_owned());
            }
            keys.push(column.key.clone());
            columns.push(values);
        }
        let groups = futures.iter().map(|&future| scramble_of(future) as usize).collect();
        let places = futures.iter().enumerate().map(|(place, &future)| (future, place)).collect();
        let by_school = keys.iter().map(|key| goes_with_a_switch(evidence, &drawn, key)).collect();
        Ok(Self { keys, by_school, runs: Runs::new(columns, groups), places })
    }

    /// What decides a claim: a future counts 1 where it holds (a contrast: where it is better), 0 where it does not, and not
    /// at all where it says nothing. None with fewer than a hundred such futures or where all of them agree.
    ///
    /// `reads` are the outcomes that the claim reads: what cannot reach them is not named, nor what goes with a school
    /// where futures do not tell schools apart.
    #[must_use]
    pub fn decide(&self, decided: &[Decided], reads: &[String]) -> Option<Decides> {
        let mut result = vec![f64::NAN; self.runs.len()];
        let (mut holds, mut all) = (0, 0);
        for d in decided.iter().filter(|d| d.truth != Truth::Undefined) {
            if let Some(&place) = self.places.get(&d.future) {
                let true_here = d.truth == Truth::True;
                result[place] = f64::from(u8::from(true_here));
                holds += u64::from(true_here);
                all += 1;
            }
        }
        if all < TOO_FEW || holds == 0 || holds == all {
            return None;
        }
        let sees = sees_observables(reads);
        let apart = schools_apart(decided.len() as u64);
        let reaches = |input: usize| {
            let key = &self.keys[input];
            (sees || !only_observes(key)) && (apart || !self.by_school[input])
        };
        let named = deciding(&self.runs, &result, reaches, NAMED);
        let inputs: Vec<usize> = named.iter().map(|e| e.input).collect();
        let explained = held_out(&self.runs, &inputs, &result);
        let tell = |e: &overtake_analysis::Effect| Deciding {
            key: self.keys[e.input].clone(),
            // Chance can carry the estimate of what is nearly all past all.
            effect: e.effect.min(1.0),
            low: e.low.min(1.0),
            high: e.high,
        };
        Some(Decides {
            deciding: named.iter().map(tell).collect(),
            explained: explained.map(|held_out| Explained { held_out }),
        })
    }
}

/// Whether a column is one of the switches whose schools differ in the run, or a parameter on which those hold beliefs: both
/// change from block to block.
fn goes_with_a_switch(evidence: &Evidence, drawn: &BTreeSet<String>, key: &str) -> bool {
    let general = key.rsplit_once('.').map_or(key, |(general, _)| general);
    let believed =
        |school: &School| drawn.contains(&school.switch) && school.belief_on(key, general).is_some();
    key.strip_prefix(SWITCH).is_some_and(|switch| drawn.contains(switch))
        || evidence.schools().iter().any(believed)
}

/// Whether a parameter is of the observer, who moves nothing but what he himself reports.
fn only_observes(parameter: &str) -> bool {
    parameter.split('.').next() == Some(observation::KEY)
}

/// Whether any of the outcomes is one that the observer reports. Of a claim whose outcomes are not known anything may be so.
fn sees_observables(reads: &[String]) -> bool {
    let models = ModelKind::ALL.map(ModelKind::declaration);
    let observable = |key: &String| {
        models.iter().flat_map(|m| &m.outcomes).any(|o| o.key == key && o.mechanism == observation::KEY)
    };
    reads.is_empty() || reads.iter().any(observable)
}

/// Texts by their place in the alphabet, so that each is a bin of its own; NaN where there is none.
fn numbered(texts: &[Option<String>]) -> Vec<f64> {
    let distinct: BTreeSet<&str> = texts.iter().flatten().map(String::as_str).collect();
    let places: BTreeMap<&str, f64> = distinct.into_iter().zip((0..).map(f64::from)).collect();
    texts.iter().map(|text| text.as_deref().map_or(f64::NAN, |text| places[text])).collect()
}

/// A parameter in words that finish "depends on …": its belief's label, or that of a school's, else its declared sentence, else its
/// key.
#[must_use]
pub fn label(evidence: &Evidence, key: &str) -> Text {
    if let Some(switch) = key.strip_prefix(SWITCH) {
        let (en, zh) = name(switch);
        return Text {
            en: format!("which published model of {en} is right"),
            zh: Some(format!("{zh}的哪一个已发表模型成立")),
        };
    }
    let general = key.rsplit_once('.').map_or(key, |(general, _)| general);
    let own = evidence.belief(key).or_else(|| evidence.belief(general)).and_then(|b| b.label.clone());
    let of_school = |school: &School| school.belief_on(key, general).and_then(|b| b.label.clone());
    if let Some(mut label) = own.or_else(|| evidence.schools().iter().find_map(of_school)) {
        // Its spread over futures is then that of the switch, once more.
        if let Some(school) = alone_in_doubt(evidence, key, general) {
            label.en += &format!(", fixed by every school but {}", school.label.en);
            let name = school.label.get(Language::Chinese);
            label.zh = label.zh.map(|zh| format!("{zh}，除{name}外各学派均取定值"));
        }
        return label;
    }
    let models = ModelKind::ALL.map(ModelKind::declaration);
    let declared = |key: &str| models.iter().flat_map(|m| &m.parameters).find(|p| p.key == key);
    let (parameter, member) = match declared(key) {
        Some(parameter) => (Some(parameter), None),
        None => (declared(general), key.rsplit_once('.').map(|(_, member)| member)),
    };
    let Some(parameter) = parameter else { return Text { en: key.to_owned(), zh: None } };
    let mut letters = parameter.sentence.trim_end_matches('.').chars();
    let sentence: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
    let member = member.map(|member| format!(", {member}")).unwrap_or_default();
    Text { en: sentence + &member, zh: None }
}

/// The one school that leaves a parameter open which its rivals fix.
fn alone_in_doubt<'e>(evidence: &'e Evidence, key: &str, general: &str) -> Option<&'e School> {
    let held = evidence.schools().iter().filter_map(|s| Some((s, &s.belief_on(key, general)?.shape)));
    let mut open = held.clone().filter(|(_, shape)| **shape != Shape::Fixed).map(|(school, _)| school);
    let first = open.next()?;
    (open.next().is_none() && held.count() > 1).then_some(first)
}

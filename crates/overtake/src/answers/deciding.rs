//! Which assumptions decide a claim, found in the futures of a finished run.

use crate::answers::decided::Drawn;
use crate::answers::document::{Decides, Deciding, Explained};
use crate::study::schools::name;
use overtake_analysis::{Runs, deciding, held_out};
use overtake_ensemble::claims::{Decided, TOO_FEW, Truth};
use overtake_ensemble::design::{schools_apart, scramble_of};
use overtake_evidence::{Evidence, School, Shape, Text};
use overtake_kernels::ModelKind;
use overtake_race::outcomes::observation;
use std::collections::BTreeSet;

/// What the key of a switch's column begins with.
const SWITCH: &str = "school.";
/// Assumptions named for a claim at most.
const NAMED: usize = 5;

/// The uncertain parameters of a finished run, each sorted once for all claims.
#[derive(Debug)]
pub struct Assumptions {
    keys: Vec<String>,
    /// Whether each goes with a switch: it is one, or schools of one hold beliefs on it.
    by_school: Vec<bool>,
    runs: Runs,
}

impl Assumptions {
    /// Those that were drawn for the futures of a run.
    #[must_use]
    pub fn new(drawn: Drawn, evidence: &Evidence) -> Self {
        let Drawn { futures, keys, columns } = drawn;
        let switches = keys.iter().zip(&columns).filter_map(|(key, values)| {
            let apart = values.windows(2).any(|pair| pair[0] != pair[1]);
            key.strip_prefix(SWITCH).filter(|_| apart).map(str::to_owned)
        });
        let switches: BTreeSet<String> = switches.collect();
        let by_school = keys.iter().map(|key| goes_with_a_switch(evidence, &switches, key)).collect();
        let groups = (0..futures).map(|future| scramble_of(future) as usize).collect();
        Self { by_school, runs: Runs::new(columns, groups), keys }
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
            if let Some(result) = usize::try_from(d.future).ok().and_then(|future| result.get_mut(future)) {
                let true_here = d.truth == Truth::True;
                *result = f64::from(u8::from(true_here));
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

/// A parameter in words that finish "depends on …".
#[derive(Clone, Debug, PartialEq)]
pub enum Label<'e> {
    /// Which of the rival schools of this switch is right.
    Switch(&'e str),
    /// The label of its belief, or of a school's; and the one school that leaves it open, where its rivals fix it: its spread
    /// over futures is then that of the switch, once more.
    Belief(&'e Text, Option<&'e Text>),
    /// What a model declares: its key, its sentence and the member that is asked for.
    Declared(&'e str, &'static str, Option<&'e str>),
    /// Nothing is known of this key.
    Unknown(&'e str),
}

impl<'e> Label<'e> {
    /// Of a parameter, a member's parameter or a switch.
    #[must_use]
    pub fn of(evidence: &'e Evidence, key: &'e str) -> Self {
        if let Some(switch) = key.strip_prefix(SWITCH) {
            return Self::Switch(switch);
        }
        let (general, member) = key.rsplit_once('.').unwrap_or((key, ""));
        let belief = evidence.belief(key).or_else(|| evidence.belief(general));
        let of_school = |school: &'e School| school.belief_on(key, general).and_then(|b| b.label.as_ref());
        let own = belief.and_then(|b| b.label.as_ref());
        if let Some(label) = own.or_else(|| evidence.schools().iter().find_map(of_school)) {
            return Self::Belief(label, alone_in_doubt(evidence, key, general).map(|school| &school.label));
        }
        let models = ModelKind::ALL.map(ModelKind::declaration);
        let declared = |key: &str| models.iter().flat_map(|m| &m.parameters).find(|p| p.key == key);
        match (declared(key), declared(general)) {
            (Some(parameter), _) => Self::Declared(key, parameter.sentence, None),
            (None, Some(parameter)) => Self::Declared(general, parameter.sentence, Some(member)),
            (None, None) => Self::Unknown(key),
        }
    }

    /// In English.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            Self::Switch(switch) => format!("which published model of {} is right", name(switch)),
            Self::Belief(label, None) => label.en.clone(),
            Self::Belief(label, Some(school)) => {
                format!("{}, fixed by every school but {}", label.en, school.en)
            }
            Self::Declared(_, sentence, member) => {
                let mut letters = sentence.trim_end_matches('.').chars();
                let first = letters.next().into_iter().flat_map(char::to_lowercase);
                let sentence: String = first.chain(letters).collect();
                sentence + &member.map(|member| format!(", {member}")).unwrap_or_default()
            }
            Self::Unknown(key) => (*key).to_owned(),
        }
    }
}

/// The one school that leaves a parameter open which its rivals fix.
fn alone_in_doubt<'e>(evidence: &'e Evidence, key: &str, general: &str) -> Option<&'e School> {
    let held = evidence.schools().iter().filter_map(|s| Some((s, &s.belief_on(key, general)?.shape)));
    let mut open = held.clone().filter(|(_, shape)| **shape != Shape::Fixed).map(|(school, _)| school);
    let first = open.next()?;
    (open.next().is_none() && held.count() > 1).then_some(first)
}

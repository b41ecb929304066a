//! Every part of the mission: what stands for it, how far its equations are built, what is uncertain, who can move it, what
//! comes out. What a part lacks is a finding, said and not hidden.

use crate::study::resolve::Prepared;
use serde::Serialize;

/// Parts of the mission.
const PARTS: usize = 15;

/// What the model declares of one part.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// `S1` to `S15`.
    pub part: String,
    /// Its mechanisms, each with its status.
    pub mechanisms: Vec<(&'static str, &'static str)>,
    /// Uncertain parameters of these, by member.
    pub uncertain: usize,
    /// Their levers; chances of shocks are levers too.
    pub levers: Vec<&'static str>,
    /// Outcomes that they report; of them the headlines.
    pub outcomes: [usize; 2],
    /// What is not there: a mechanism, an uncertainty, a lever, an outcome, or equations where a mechanism is thin.
    pub lacks: Vec<String>,
}

/// Reads the declaration part by part.
pub(super) fn parts(prepared: &Prepared) -> Vec<Part> {
    (1..=PARTS).map(|n| part(prepared, format!("S{n}"))).collect()
}

fn part(prepared: &Prepared, part: String) -> Part {
    let declared = &prepared.declaration;
    let mechanisms: Vec<(&str, &str)> = declared
        .mechanisms
        .iter()
        .filter(|m| m.parts.contains(&part.as_str()))
        .map(|m| (m.key, m.status.name()))
        .collect();
    let own = |mechanism: &str| mechanisms.iter().any(|(key, _)| *key == mechanism);
    let slots = prepared.uncertain.iter().map(|&slot| prepared.layout.parameters()[slot].declared);
    let uncertain = slots.filter(|&place| own(declared.parameters[place].mechanism)).count();
    let levers: Vec<&str> = declared.levers.iter().filter(|l| own(l.mechanism)).map(|l| l.key).collect();
    let outcomes = declared.outcomes.iter().filter(|o| own(o.mechanism));
    let outcomes = outcomes.fold([0, 0], |[all, head], o| [all + 1, head + usize::from(o.headline)]);
    let missing = [
        ("a mechanism", mechanisms.is_empty()),
        ("an uncertainty", uncertain == 0),
        ("a lever or shock", levers.is_empty()),
        ("an outcome", outcomes[0] == 0),
    ];
    let mut lacks: Vec<String> =
        missing.iter().filter(|(_, missing)| *missing).map(|(what, _)| (*what).to_owned()).collect();
    let thin = mechanisms.iter().filter(|(_, status)| *status == overtake_model::Status::Thin.name());
    lacks.extend(thin.map(|(key, _)| format!("equations in {key}")));
    Part { part, mechanisms, uncertain, levers, outcomes, lacks }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::study::written::{Changes, Study};

    #[test]
    fn what_a_part_lacks_is_said_and_what_it_has_is_not() {
        let study = Study::built_in("as-is", &Changes::default()).expect("it reads");
        let mut prepared = Project::new(study).expect("it fits").prepared;
        let of = |prepared: &Prepared, key: &str| {
            parts(prepared).into_iter().find(|p| p.part == key).expect("a part")
        };
        // Its one mechanism, so that what is taken from it is not made up for by another.
        prepared.declaration.mechanisms.retain(|m| m.key == "adoption");
        let adoption = of(&prepared, "S7");
        assert!(adoption.lacks.is_empty() && adoption.uncertain > 0, "{adoption:?}");
        prepared.declaration.levers.retain(|l| l.mechanism != "adoption");
        prepared.declaration.mechanisms.iter_mut().filter(|m| m.key == "adoption").for_each(|m| {
            m.status = overtake_model::Status::Thin;
        });
        assert_eq!(of(&prepared, "S7").lacks, ["a lever or shock", "equations in adoption"]);
        prepared.declaration.mechanisms.clear();
        assert_eq!(of(&prepared, "S7").lacks.len(), 4);
    }
}

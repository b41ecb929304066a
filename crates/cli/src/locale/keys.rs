//! Keys of texts, each made from the kind and the own key of what it speaks of.

/// A key as Fluent writes one: what is neither letter nor digit becomes a hyphen.
fn spelt(parts: &[&str]) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let words = parts.iter().map(|part| part.chars().map(letter).collect::<String>());
    let words: Vec<String> = words.map(|word| word.trim_matches('-').to_owned()).collect();
    words.join("-")
}

/// A mechanism's sentence.
pub(crate) fn mechanism(key: &str) -> String {
    spelt(&["mechanism", key])
}

/// A parameter's sentence.
pub(crate) fn parameter(key: &str) -> String {
    spelt(&["parameter", key])
}

/// What an outcome is called in a few words; in English that is its key.
pub(crate) fn outcome(key: &str) -> String {
    spelt(&["outcome", key, "short"])
}

/// A stock's name.
pub(crate) fn stock(key: &str) -> String {
    spelt(&["stock", key])
}

/// A line of the ledger; its words are its name.
pub(crate) fn line(sentence: &str) -> String {
    spelt(&["line", sentence])
}

/// What a constraint is when it binds.
pub(crate) fn constraint(key: &str) -> String {
    spelt(&["constraint", key])
}

/// How a feedback loop goes round.
pub(crate) fn feedback(key: &str) -> String {
    spelt(&["loop", key])
}

/// A unit; its words are its name.
pub(crate) fn unit(unit: &str) -> String {
    spelt(&["unit", unit])
}

/// Why a belief is as it is; a school's own belief carries the school's name.
pub(crate) fn belief_note(school: Option<(&str, &str)>, key: &str) -> String {
    match school {
        Some((switch, school)) => spelt(&["school", switch, school, key, "note"]),
        None => spelt(&["belief", key, "note"]),
    }
}

/// Why a school is one.
pub(crate) fn school_note(switch: &str, school: &str) -> String {
    spelt(&["school", switch, school, "note"])
}

/// What a fact is.
pub(crate) fn fact(key: &str) -> String {
    spelt(&["fact", key, "what"])
}

/// What is to be known of a fact.
pub(crate) fn fact_note(key: &str) -> String {
    spelt(&["fact", key, "note"])
}

/// Why a published threshold is as it is; no screen shows it.
#[cfg(test)]
pub(crate) fn threshold_note(key: &str) -> String {
    spelt(&["threshold", key, "note"])
}

/// Why two beliefs go together.
pub(crate) fn pair_note(of: &[String; 2]) -> String {
    spelt(&["copula", &of[0], &of[1], "note"])
}

/// What is to be known of a member of an axis, such as a rule or a chip.
pub(crate) fn member_note(axis: &str, key: &str) -> String {
    spelt(&[axis, key, "note"])
}

/// A number in a unit, where it is not the number and then the unit.
pub(crate) fn amount(unit: &str) -> String {
    spelt(&["amount", unit])
}

/// A part of the mission.
pub(crate) fn part(id: &str) -> String {
    spelt(&["part", id])
}

/// A switch of rival schools.
pub(crate) fn switch(key: &str) -> String {
    spelt(&["switch", key])
}

/// A bloc.
pub(crate) fn bloc(key: &str) -> String {
    spelt(&["bloc", key])
}

/// An observable.
pub(crate) fn observable(key: &str) -> String {
    spelt(&["observable", key])
}

/// Who made a claim.
pub(crate) fn owner(owner: &str) -> String {
    spelt(&["owner", owner])
}

/// A quantity on which two models are compared.
pub(crate) fn agreement(key: &str) -> String {
    spelt(&["agreement", key])
}

/// Why they differ in it.
pub(crate) fn agreement_why(key: &str) -> String {
    spelt(&["agreement", key, "why"])
}

/// A family of spreads.
pub(crate) fn family(name: &str) -> String {
    spelt(&["family", name])
}

/// How a figure came about.
pub(crate) fn kind(name: &str) -> String {
    spelt(&["kind", name])
}

/// Whether a mechanism is full or thin.
pub(crate) fn thickness(status: &str) -> String {
    spelt(&["mechanism-is", status])
}

/// What a part of the mission lacks.
pub(crate) fn lack(what: &str) -> String {
    spelt(&["lack", what])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_identifiers_of_fluent() {
        assert_eq!(parameter("borrowing.rate"), "parameter-borrowing-rate");
        assert_eq!(unit("1/yr, log"), "unit-1-yr--log");
        assert_eq!(outcome("frontier_lag_months"), "outcome-frontier-lag-months-short");
    }
}

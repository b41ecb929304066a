//! What decides a claim: an expression or parts to wait for, in each future or between two policies.

use crate::problem::Place;
use crate::reader::Reader;

/// Parts of the system: `S1` to this number.
pub const PARTS: u32 = 15;

/// What decides a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// An expression over declared outcomes.
    Expression {
        /// The expression.
        text: String,
        /// Where it stands.
        place: Place,
    },
    /// Nothing yet: parts that have to be built first.
    WaitsFor(Vec<String>),
}

/// Which direction of a contrast makes its claim true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Treated below control.
    Lower,
    /// Treated above control.
    Higher,
}

/// The two policies that a contrast holds against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arms {
    /// The policy whose effect is asked for.
    pub treated: String,
    /// The policy it is held against.
    pub control: String,
}

/// Whether a claim is true or false in a future, or measures a difference between two policies.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimKind {
    /// True, false or undefined in each future, under each policy or under the one named.
    Outcome {
        /// Policies that it needs to be run, if it needs certain ones.
        arms: Option<Arms>,
    },
    /// A number under two policies on the same luck.
    Contrast {
        /// The policies.
        arms: Arms,
        /// How far the effect must go before it counts, in the claim's unit.
        band: f64,
        /// Which direction makes it true.
        better: Better,
        /// An expression that has to fall where the claim's own rises, and where it stands: the effect is the lesser of the two.
        falls: Option<(String, Place)>,
    },
}

impl Decision {
    pub(crate) fn read(table: &Reader<'_>, parts: Option<&[String]>) -> Option<Self> {
        let expression = table.text("expression");
        let waits_for = read_parts(table, "waits_for");
        match (table.has("expression"), table.has("waits_for")) {
            (true, true) => {
                table.problem("waits_for", "a claim has an expression or waits for parts, not both")
            }
            (false, false) => {
                let problem =
                    table.here().problem(Some("claim"), "the claim has neither `expression` nor `waits_for`");
                table.tell(problem.help("write the expression, or waits_for = [\"S…\"]"));
            }
            _ => {}
        }
        if let (Some(waits), Some(parts)) = (&waits_for, parts)
            && let Some(stray) = waits.iter().find(|w| !parts.contains(w))
        {
            table.problem("waits_for", format!("the claim waits for {stray}, which is not among its parts"));
        }
        match (expression, waits_for) {
            (Some(text), None) => {
                Some(Self::Expression { text: text.to_owned(), place: table.place("expression") })
            }
            (None, Some(parts)) => Some(Self::WaitsFor(parts)),
            _ => None,
        }
    }
}

impl ClaimKind {
    pub(crate) fn read(table: &Reader<'_>) -> Option<Self> {
        let kind = table.one_of("kind", &["outcome", "contrast"]);
        let arms = table.table("arms").and_then(|arms| {
            arms.require(&["treated", "control"]);
            let read = (arms.text("treated"), arms.text("control"));
            arms.finish();
            Some(Arms { treated: read.0?.to_owned(), control: read.1?.to_owned() })
        });
        let band = table.number("band");
        let better =
            table.one_of("better", &["lower", "higher"]).map(|place| [Better::Lower, Better::Higher][place]);
        if let Some(band) = band
            && band < 0.0
        {
            table.problem("band", format!("`{}` is {band}; a band is not negative", table.spell("band")));
        }
        if kind? == 1 {
            let complete = table.require(&["arms", "band", "better"]);
            let falls = table.text("falls").map(|text| (text.to_owned(), table.place("falls")));
            if falls.is_some() && better == Some(Better::Lower) {
                let message = "`falls` goes with `better = \"higher\"`: the one rises, the other falls";
                table.problem("falls", message);
            }
            return complete.then_some(Self::Contrast { arms: arms?, band: band?, better: better?, falls });
        }
        for key in ["band", "better", "falls"].iter().filter(|k| table.has(k)) {
            table.problem(
                key,
                format!("`{}` belongs to contrasts; this claim is an outcome", table.spell(key)),
            );
        }
        Some(Self::Outcome { arms })
    }
}

/// Reads a list of parts of the system.
pub(crate) fn read_parts(table: &Reader<'_>, key: &str) -> Option<Vec<String>> {
    let parts = table.list_of_text(key)?;
    let exists = |p: &&str| (1..=PARTS).any(|n| format!("S{n}") == **p);
    let unknown: Vec<&str> = parts.iter().copied().filter(|p| !exists(p)).collect();
    if !unknown.is_empty() {
        table.problem(
            key,
            format!("{} of `{}`: parts are S1 to S{PARTS}", unknown.join(", "), table.spell(key)),
        );
        return None;
    }
    if parts.is_empty() {
        table.problem(key, format!("`{}` names no part", table.spell(key)));
        return None;
    }
    Some(parts.into_iter().map(str::to_owned).collect())
}

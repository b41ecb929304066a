//! Claims: judgements put so that a run can make each true, false or undefined.

use crate::decision::{ClaimKind, Decision, read_parts};
use crate::document::Document;
use crate::language::Text;
use crate::problem::{Place, Problems};
use crate::reader::Reader;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Claims that the essay's list must hold: `C1` to this number.
pub const CLAIMS: u32 = 30;
/// Which of a claim's wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reading {
    /// The one that is told first.
    Main,
    /// One that pins the vague words in another way.
    Alternative,
}

impl Reading {
    /// The word used in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Alternative => "alternative",
        }
    }
}

/// Whose claim it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// The essay's own.
    Essay,
    /// A plan's target.
    Plan,
    /// Derived to test a mechanism.
    Derived,
}

impl Origin {
    /// The word used in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Essay => "essay",
            Self::Plan => "plan",
            Self::Derived => "derived",
        }
    }
}

/// One wording of one claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// `C1` to `C30` for the built-in ones.
    pub id: String,
    /// `a`, `b`, `c`… where a claim has parts.
    pub part: Option<String>,
    /// Which wording.
    pub reading: Reading,
    /// Where it comes from.
    pub origin: Origin,
    /// Whose opinion it is.
    pub owner: String,
    /// Whether it is about the past.
    pub check: bool,
    /// Parts of the system that answer it.
    pub parts: Vec<String>,
    /// The sentence.
    pub text: Text,
    /// Unit.
    pub unit: String,
    /// Outcome or contrast.
    pub kind: ClaimKind,
    /// What decides it.
    pub decision: Decision,
    /// The sentence that says why its sign is fixed by one equation, if it is.
    pub by_assumption: Option<Text>,
    /// Whether it rests on dimensions that get no verdict.
    pub speculative: bool,
    /// Key of the fact beside it.
    pub fact: Option<String>,
    /// Where the fact is named.
    pub fact_place: Place,
    /// Where it stands.
    pub place: Place,
}

impl Claim {
    /// `C12a` or `C12`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}", self.id, self.part.as_deref().unwrap_or(""))
    }

    /// Reads one claim. It is for the caller to [`Reader::finish`] the table.
    #[must_use]
    pub fn read(table: &Reader<'_>) -> Option<Self> {
        let complete =
            table.require(&["id", "reading", "origin", "owner", "check", "parts", "text", "unit", "kind"]);
        let id = table.text("id").filter(|id| {
            let well_formed = id.strip_prefix('C').is_some_and(is_plain_number);
            if !well_formed {
                table.problem("id", format!("`{id}` is no claim id; write C and a number"));
            }
            well_formed
        });
        let part = table.text("part");
        if let Some(part) = part
            && !(part.len() == 1 && part.bytes().all(|b| b.is_ascii_lowercase()))
        {
            table.problem("part", format!("`{part}` is no part; write one letter, a to z"));
        }
        let reading = table
            .one_of("reading", &["main", "alternative"])
            .map(|place| [Reading::Main, Reading::Alternative][place]);
        let origin = table
            .one_of("origin", &["essay", "plan", "derived"])
            .map(|place| [Origin::Essay, Origin::Plan, Origin::Derived][place]);
        let (owner, check, unit) = (table.text("owner"), table.boolean("check"), table.text("unit"));
        let parts = read_parts(table, "parts");
        let text = table.table("text").and_then(|text| {
            let complete = text.require(&["en", "zh"]);
            let read = Text::read(&text, "en", "zh").filter(|_| complete);
            text.finish();
            read
        });
        let decision = Decision::read(table, parts.as_deref());
        let kind = ClaimKind::read(table);
        let by_assumption = Text::read(table, "by_assumption", "by_assumption_zh");
        let (speculative, fact) = (table.boolean("speculative"), table.text("fact"));
        if !complete {
            return None;
        }
        Some(Self {
            id: id?.to_owned(),
            part: part.map(str::to_owned),
            reading: reading?,
            origin: origin?,
            owner: owner?.to_owned(),
            check: check?,
            parts: parts?,
            text: text?,
            unit: unit?.to_owned(),
            kind: kind?,
            decision: decision?,
            by_assumption,
            speculative: speculative.unwrap_or(false),
            fact: fact.map(str::to_owned),
            fact_place: table.place("fact"),
            place: table.here(),
        })
    }
}

fn is_plain_number(text: &str) -> bool {
    !text.is_empty() && !text.starts_with('0') && text.len() < 6 && text.bytes().all(|b| b.is_ascii_digit())
}

/// What tells one claim table from another, as far as it can be read.
#[derive(PartialEq, Eq, Clone, Copy)]
struct Name<'d> {
    id: Option<&'d str>,
    part: Option<&'d str>,
    reading: Option<&'d str>,
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.id.unwrap_or("a claim"), self.part.unwrap_or(""))
    }
}

/// Reads a file of claims.
pub(crate) fn read(document: &Document, problems: &Problems) -> Vec<Claim> {
    let top = document.reader(problems);
    let mut claims = Vec::new();
    let mut seen: Vec<(Name<'_>, Place)> = Vec::new();
    for table in top.tables("claim") {
        let field = |key| table.peek(key).and_then(|v| v.text());
        let name = Name { id: field("id"), part: field("part"), reading: field("reading") };
        if let Some((_, first)) = seen.iter().find(|(other, _)| *other == name) {
            table.problem("id", format!("the claim stands twice, first in line {}", first.line));
        }
        seen.push((name, table.here()));
        claims.extend(Claim::read(&table));
        table.finish();
    }
    top.finish();
    for (reading, other) in [("main", "alternative"), ("alternative", "main")] {
        for (name, place) in seen.iter().filter(|(name, _)| name.reading == Some(reading)) {
            if !seen.iter().any(|(n, _)| *n == Name { reading: Some(other), ..*name }) {
                problems.push(place.problem(Some("claim"), format!("{name} has no {other} reading")));
            }
        }
    }
    let absent: Vec<String> = (1..=CLAIMS)
        .map(|number| format!("C{number}"))
        .filter(|id| !seen.iter().any(|(name, _)| name.id == Some(id)))
        .collect();
    if !absent.is_empty() {
        problems
            .push(Place::start_of(document.name()).problem(None, format!("no claim {}", absent.join(", "))));
    }
    claims
}

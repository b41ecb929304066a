//! Where a figure comes from and how sure it is.

use crate::bibliography::Bibliography;
use crate::date::Date;
use crate::language::Text;
use crate::problem::{Place, Problem, did_you_mean};
use crate::reader::Reader;

/// The source key of the project's own judgement.
pub const JUDGEMENT: &str = "overtake_judgement";

/// How a figure came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Somebody measured or counted it.
    Measured,
    /// Somebody estimated it from what was measured.
    Estimated,
    /// Somebody judged.
    Judgement,
    /// Somebody promised or planned it (facts only).
    Plan,
}

impl Kind {
    /// The word used in files, in the order of the kinds.
    pub const NAMES: [&'static str; 4] = ["measured", "estimated", "judgement", "plan"];
    const ALL: [Self; 4] = [Self::Measured, Self::Estimated, Self::Judgement, Self::Plan];

    /// The word used in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Estimated => "estimated",
            Self::Judgement => "judgement",
            Self::Plan => "plan",
        }
    }

    /// Reads one of the first `choices` kinds.
    pub(crate) fn read(reader: &Reader<'_>, key: &str, choices: usize) -> Option<Self> {
        reader.one_of(key, &Self::NAMES[..choices]).map(|place| Self::ALL[place])
    }
}

/// Kinds that a belief, a member or a history can have.
pub(crate) const BELIEVED: usize = 3;
/// Kinds that a fact can have.
pub(crate) const FACTUAL: usize = 4;

/// Where a figure comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// Keys of the bibliography.
    pub source: Vec<String>,
    /// How it came about.
    pub kind: Option<Kind>,
    /// The first day on which somebody could have known it.
    pub known_from: Option<Date>,
    /// One sentence on it.
    pub note: Option<Text>,
    /// What exactly is cited, for what has a citation of its own such as a rule.
    pub citation: Option<String>,
    /// Where the source is named.
    pub place: Option<Place>,
}

impl Provenance {
    /// Reads `source`, `kind`, `known_from`, `note` (with `zh` or `note_zh`) and `citation`, all of them optional here.
    pub(crate) fn read(reader: &Reader<'_>, choices: usize) -> Self {
        let source = reader.list_of_text("source").unwrap_or_default();
        if reader.has("source") && source.is_empty() && reader.value("source").is_some_and(is_empty_list) {
            reader.problem("source", format!("`{}` is an empty list", reader.spell("source")));
        }
        Self {
            source: source.into_iter().map(str::to_owned).collect(),
            kind: Kind::read(reader, "kind", choices),
            known_from: reader.date("known_from"),
            note: Text::read(reader, "note", if reader.has("zh") { "zh" } else { "note_zh" }),
            citation: reader.text("citation").map(str::to_owned),
            place: Some(reader.place("source")),
        }
    }

    /// What a belief says of where it comes from, all of it optional.
    #[must_use]
    pub fn of_belief(reader: &Reader<'_>) -> Self {
        Self::read(reader, BELIEVED)
    }

    /// Sources that the bibliography lacks, and kinds that the sources do not bear out.
    pub(crate) fn check(&self, key: &str, bibliography: &Bibliography) -> Vec<Problem> {
        let Some(place) = &self.place else { return Vec::new() };
        let mut problems: Vec<Problem> = self
            .source
            .iter()
            .filter(|s| bibliography.get(s).is_none())
            .map(|s| {
                place
                    .problem(Some(key), format!("source `{s}` of `{key}` is not in the bibliography"))
                    .maybe_help(did_you_mean(s, bibliography.entries().iter().map(|e| e.key.as_str())))
            })
            .collect();
        let only_judged = !self.source.is_empty() && self.source.iter().all(|s| s == JUDGEMENT);
        if let Some(kind @ (Kind::Measured | Kind::Estimated)) = self.kind
            && only_judged
        {
            problems.push(
                place
                    .problem(
                        Some(key),
                        format!("`{key}` is {}, yet its only source is {JUDGEMENT}", kind.name()),
                    )
                    .help("name who measured or estimated it, or write kind = \"judgement\""),
            );
        }
        problems
    }
}

fn is_empty_list(value: &crate::value::Value) -> bool {
    matches!(&value.kind, crate::value::ValueKind::List(items) if items.is_empty())
}

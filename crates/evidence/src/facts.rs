//! Facts: single figures from outside, shown beside claims; none enters a run.

use crate::date::Date;
use crate::document::Document;
use crate::language::Text;
use crate::problem::{Place, Problems};
use crate::provenance::{FACTUAL, Kind, Provenance};
use crate::reader::Reader;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// Key that claims name.
    pub key: String,
    /// What it is, in one sentence.
    pub what: Text,
    /// Bloc it is about.
    pub bloc: Option<String>,
    /// City, company or the like that it is about.
    pub entity: Option<String>,
    /// The figure.
    pub value: f64,
    /// Least value that sources give.
    pub low: Option<f64>,
    /// Greatest value that sources give.
    pub high: Option<f64>,
    /// Unit.
    pub unit: String,
    /// Outcome of the model that is this figure, where there is one.
    pub outcome: Option<String>,
    /// What time it is about.
    pub date: Date,
    /// The first day on which somebody could have known it.
    pub known_from: Date,
    /// How it came about.
    pub kind: Kind,
    /// From where.
    pub provenance: Provenance,
    /// Where it stands.
    pub place: Place,
}

/// Reads a file of facts.
pub(crate) fn read(document: &Document, problems: &Problems) -> Vec<Fact> {
    let top = document.reader(problems);
    let mut facts: Vec<Fact> = Vec::new();
    for table in top.tables("fact") {
        if let Some(fact) = Fact::read(&table) {
            if let Some(first) = facts.iter().find(|f| f.key == fact.key) {
                table.problem(
                    "key",
                    format!("fact `{}` stands twice, first in line {}", fact.key, first.place.line),
                );
            }
            facts.push(fact);
        }
        table.finish();
    }
    top.finish();
    facts
}

impl Fact {
    fn read(table: &Reader<'_>) -> Option<Self> {
        let complete =
            table.require(&["key", "what", "value", "unit", "date", "known_from", "kind", "source"]);
        let (key, what, unit) = (table.text("key"), Text::read(table, "what", "what_zh"), table.text("unit"));
        let (value, low, high) = (table.number("value"), table.number("low"), table.number("high"));
        let (bloc, entity) = (table.text("bloc"), table.text("entity"));
        let outcome = table.text("outcome");
        let date = table.date("date");
        let provenance = Provenance::read(table, FACTUAL);
        if let (Some(value), Some(low)) = (value, low)
            && low > value
        {
            table.problem("low", format!("`{}` is {low}, above the value {value}", table.spell("low")));
        }
        if let (Some(value), Some(high)) = (value, high)
            && high < value
        {
            table.problem("high", format!("`{}` is {high}, below the value {value}", table.spell("high")));
        }
        if !complete {
            return None;
        }
        Some(Self {
            key: key?.to_owned(),
            what: what?,
            bloc: bloc.map(str::to_owned),
            entity: entity.map(str::to_owned),
            value: value?,
            low,
            high,
            unit: unit?.to_owned(),
            outcome: outcome.map(str::to_owned),
            date: date?,
            known_from: provenance.known_from?,
            kind: provenance.kind?,
            provenance,
            place: table.here(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_without_unit_or_date_is_told_with_its_line() {
        let text =
            "[[fact]]\nkey = 'a'\nwhat = 'A figure.'\nvalue = 1\nlow = 2\nkind = 'plan'\nsource = 's'\n";
        let document = Document::parse("facts.toml", text).unwrap();
        let problems = Problems::new();
        assert_eq!(read(&document, &problems), Vec::new());
        let told: Vec<String> = problems.into_sorted().iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "facts.toml:1:1: `fact.unit`, `fact.date`, `fact.known_from` are missing",
                "facts.toml:5:7: `fact.low` is 2, above the value 1"
            ]
        );
    }
}

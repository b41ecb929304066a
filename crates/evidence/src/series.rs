//! Histories: dated values of a series for one member of its axis.

use crate::document::Document;
use crate::problem::{Place, Problems, did_you_mean};
use crate::provenance::{BELIEVED, Provenance};
use crate::reader::Reader;
use crate::value::{Value, ValueKind};
use overtake_model::{Declaration, Series, SeriesDeclaration};

/// A history and what is told of it.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// The knots that the model reads.
    pub series: Series,
    /// Unit.
    pub unit: String,
    /// Name under which the public data are known, which targets and beliefs refer to.
    pub series_of: Vec<String>,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Where it stands.
    pub place: Place,
}

/// Reads the histories of a file.
pub(crate) fn read(document: &Document, declaration: &Declaration, problems: &Problems) -> Vec<History> {
    let top = document.reader(problems);
    let mut histories: Vec<History> = Vec::new();
    for table in top.tables("series") {
        if let Some(history) = read_history(&table, declaration) {
            let same = |h: &&History| {
                (&h.series.key, &h.series.member) == (&history.series.key, &history.series.member)
            };
            if let Some(first) = histories.iter().find(same) {
                let message = format!("the history stands twice, first in line {}", first.place.line);
                table.problem("key", message);
            }
            histories.push(history);
        }
        table.finish();
    }
    histories
}

fn read_history(table: &Reader<'_>, declaration: &Declaration) -> Option<History> {
    let complete = table.require(&["key", "knots", "unit", "source", "kind"]);
    let key = table.text("key");
    let declared = key.and_then(|key| {
        let found = declaration.series.iter().find(|s| s.key == key);
        if found.is_none() {
            let help = did_you_mean(key, declaration.series.iter().map(|s| s.key));
            table.hint("key", format!("the model reads no series `{key}`"), help);
        }
        found
    });
    let unit = table.text("unit");
    if let (Some(unit), Some(declared)) = (unit, declared)
        && unit != declared.unit
    {
        table.problem(
            "unit",
            format!("the history is in {unit}; the model reads {} in {}", declared.key, declared.unit),
        );
    }
    let member = read_member(table, declared);
    let knots = read_knots(table);
    let series_of = table.list_of_text("series").unwrap_or_default();
    let provenance = Provenance::read(table, BELIEVED);
    table.text("label");
    table.text("label_zh");
    if !complete {
        return None;
    }
    let declared = declared?;
    Some(History {
        series: Series { key: declared.key.to_owned(), member: member?, knots: knots? },
        unit: unit?.to_owned(),
        series_of: series_of.into_iter().map(str::to_owned).collect(),
        provenance,
        place: table.here(),
    })
}

/// The member stands under `member` or under the name of the series' axis.
fn read_member(table: &Reader<'_>, declared: Option<&SeriesDeclaration>) -> Option<String> {
    table.expect("member");
    let axis = declared.map_or("member", |d| d.axis);
    let key = if table.has(axis) { axis } else { "member" };
    table.expect(axis);
    if !table.has(key) && declared.is_some() {
        table.require(&[axis]);
    }
    table.text(key).map(str::to_owned)
}

/// Reads `[[date, value], …]`. A date is a decimal year, which is taken as it is; a day, at whose beginning the value
/// holds; or a month, quarter or year, in whose middle it holds.
fn read_knots(table: &Reader<'_>) -> Option<Vec<(f64, f64)>> {
    let value = table.value("knots")?;
    let ValueKind::List(items) = &value.kind else {
        table.hint("knots", "`series.knots` is no list", Some("knots = [[\"2024Q1\", 1.0], …]".to_owned()));
        return None;
    };
    let knots: Option<Vec<(f64, f64)>> = items.iter().map(read_knot).collect();
    if knots.is_none() {
        let message = "every knot is a date and a number";
        table.hint("knots", message, Some("knots = [[\"2024Q1\", 1.0], …]".to_owned()));
    }
    knots
}

fn read_knot(value: &Value) -> Option<(f64, f64)> {
    let ValueKind::List(pair) = &value.kind else { return None };
    let [date, value] = pair.as_slice() else { return None };
    let time = match (&date.kind, date.date()) {
        (ValueKind::Number(year), _) => *year,
        // 2015 and 2015.0 are one number, so they have to be one moment.
        (ValueKind::Integer(year), _) => *year as f64,
        (ValueKind::Date(day), _) => day.begins(),
        (_, Some(date)) if date.precision() == crate::Precision::Day => date.begins(),
        (_, Some(date)) => date.middle(),
        _ => return None,
    };
    Some((time, value.number()?))
}

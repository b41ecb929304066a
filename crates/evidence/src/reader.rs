//! Typed reading of a table: a wrong value is told and passed over, so that one reading tells all that is wrong.

use crate::date::Date;
use crate::document::Document;
use crate::problem::{Place, Problem, Problems, did_you_mean};
use crate::value::{Table, Value, ValueKind};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// Reads one table. A getter answers `None` both for a key that is absent (which [`Reader::require`] tells) and for a
/// value that cannot be used (which the getter tells).
#[derive(Debug)]
pub struct Reader<'d> {
    document: &'d Document,
    problems: &'d Problems,
    table: &'d Table,
    span: Range<usize>,
    path: String,
    asked: RefCell<BTreeSet<String>>,
}

impl Document {
    /// A reader of the file's top, which tells `problems` what it finds wrong.
    #[must_use]
    pub fn reader<'d>(&'d self, problems: &'d Problems) -> Reader<'d> {
        Reader::new(self, problems, self.root(), 0..0, String::new())
    }
}

/// How dates are written.
const DATE: &str = "a date such as 2025-06-30, \"2025-06\", \"2030Q4\" or \"2025\"";

impl<'d> Reader<'d> {
    pub(crate) fn new(
        document: &'d Document,
        problems: &'d Problems,
        table: &'d Table,
        span: Range<usize>,
        path: String,
    ) -> Self {
        Self { document, problems, table, span, path, asked: RefCell::default() }
    }

    /// Tells every one of `keys` that is absent; says whether all are there.
    pub fn require(&self, keys: &[&str]) -> bool {
        let absent: Vec<String> =
            keys.iter().filter(|k| !self.has(k)).map(|k| format!("`{}`", self.spell(k))).collect();
        for key in keys {
            self.expect(key);
        }
        if !absent.is_empty() {
            let message =
                format!("{} {} missing", absent.join(", "), if absent.len() == 1 { "is" } else { "are" });
            self.problems.push(
                self.here().problem(Some(&self.path).filter(|p| !p.is_empty()).map(String::as_str), message),
            );
        }
        absent.is_empty()
    }

    /// Counts `key` among those that may stand here.
    pub fn expect(&self, key: &str) {
        self.asked.borrow_mut().insert(key.to_owned());
    }

    /// Whether the table has this key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.field(key).is_some()
    }

    /// Keys of the table in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = &'d str> + use<'d> {
        self.table.fields.iter().map(|f| f.key.as_str())
    }

    /// The value of a key without asking for it: a look that leaves unknown keys unknown.
    #[must_use]
    pub fn peek(&self, key: &str) -> Option<&'d Value> {
        self.table.field(key).map(|f| &f.value)
    }

    /// The value of a key, whatever it is.
    #[must_use]
    pub fn value(&self, key: &str) -> Option<&'d Value> {
        self.expect(key);
        self.table.field(key).map(|f| &f.value)
    }

    fn typed<T>(&self, key: &str, wanted: &str, take: impl FnOnce(&'d Value) -> Option<T>) -> Option<T> {
        let value = self.value(key)?;
        let taken = take(value);
        if taken.is_none() && value.kind != ValueKind::Refused {
            let message = match value.kind {
                ValueKind::List(_) if wanted.starts_with("a list") => {
                    format!("`{}` is no {}", self.spell(key), &wanted[2..])
                }
                _ => format!("`{}` is {}, not {wanted}", self.spell(key), value.kind.name()),
            };
            self.problem(key, message);
        }
        taken
    }

    /// A text that is not empty.
    pub fn text(&self, key: &str) -> Option<&'d str> {
        let text = self.typed(key, "a text", Value::text)?;
        if text.trim().is_empty() {
            self.problem(key, format!("`{}` is an empty text", self.spell(key)));
            return None;
        }
        Some(text)
    }

    /// A text out of a closed list; returns its place in the list.
    pub fn one_of(&self, key: &str, choices: &[&str]) -> Option<usize> {
        let text = self.text(key)?;
        let found = choices.iter().position(|c| *c == text);
        if found.is_none() {
            let message = format!("`{}` is \"{text}\"; it can be {}", self.spell(key), choices.join(", "));
            self.hint(key, message, did_you_mean(text, choices.iter().copied()));
        }
        found
    }

    /// A finite number, whole or not.
    pub fn number(&self, key: &str) -> Option<f64> {
        self.typed(key, "a number", Value::number)
    }

    /// A whole number.
    pub fn integer(&self, key: &str) -> Option<i64> {
        self.typed(key, "a whole number", |v| if let ValueKind::Integer(n) = v.kind { Some(n) } else { None })
    }

    /// True or false.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false", |v| if let ValueKind::Boolean(b) = v.kind { Some(b) } else { None })
    }

    /// A date: `2025-06-30` with or without quotes, `"2025-06"`, `"2030Q4"`, `"2025"` or `2025`.
    pub fn date(&self, key: &str) -> Option<Date> {
        if let Some(flaw) = self.value(key).and_then(Value::flawed_date) {
            self.hint(key, format!("`{}`: {flaw}", self.spell(key)), Some(format!("write {DATE}")));
            return None;
        }
        self.typed(key, DATE, Value::date)
    }

    /// A list of texts; a lone text is a list of one.
    pub fn list_of_text(&self, key: &str) -> Option<Vec<&'d str>> {
        self.list(key, "a list of texts", |v| v.text().filter(|t| !t.trim().is_empty()))
    }

    /// A list of numbers; a lone number is a list of one.
    pub fn list_of_numbers(&self, key: &str) -> Option<Vec<f64>> {
        self.list(key, "a list of numbers", Value::number)
    }

    fn list<T>(&self, key: &str, wanted: &str, take: impl Fn(&'d Value) -> Option<T>) -> Option<Vec<T>> {
        self.typed(key, wanted, |value| match &value.kind {
            ValueKind::List(items) => items.iter().map(take).collect(),
            _ => take(value).map(|item| vec![item]),
        })
    }

    /// A table.
    pub fn table(&self, key: &str) -> Option<Reader<'d>> {
        self.typed(key, "a table", |value| self.inside(key, value))
    }

    /// The tables of `[[key]]`, or of a list of tables; none if absent.
    pub fn tables(&self, key: &str) -> Vec<Reader<'d>> {
        let tables = self.typed(key, "a list of tables", |value| match &value.kind {
            ValueKind::List(items) => items.iter().map(|item| self.inside(key, item)).collect(),
            _ => None,
        });
        tables.unwrap_or_default()
    }

    fn inside(&self, key: &str, value: &'d Value) -> Option<Reader<'d>> {
        let ValueKind::Table(table) = &value.kind else { return None };
        Some(Reader::new(self.document, self.problems, table, value.span.clone(), self.spell(key)))
    }

    /// A key with the tables it stands in, keys with a point in quotes.
    #[must_use]
    pub fn spell(&self, key: &str) -> String {
        let key = if key.contains('.') { format!("\"{key}\"") } else { key.to_owned() };
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    /// Where the table stands: its header, or the table itself when it has none.
    #[must_use]
    pub fn here(&self) -> Place {
        self.document.place(self.span.clone())
    }

    /// Where the value of a key stands; where the table stands if the key is absent. A table under a header is shown
    /// by its header.
    #[must_use]
    pub fn place(&self, key: &str) -> Place {
        self.document.place(self.table.field(key).map_or_else(|| self.span.clone(), |f| f.value.span.clone()))
    }

    /// Where a key itself stands; where the table stands if the key is absent.
    #[must_use]
    pub fn key_place(&self, key: &str) -> Place {
        self.document.place(self.table.field(key).map_or_else(|| self.span.clone(), |f| f.span.clone()))
    }

    /// Where a value stands, such as one item of a list.
    #[must_use]
    pub fn place_of(&self, value: &Value) -> Place {
        self.document.place(value.span.clone())
    }

    /// Tells a problem with the value of a key.
    pub fn problem(&self, key: &str, message: impl Into<String>) {
        self.hint(key, message, None);
    }

    /// Tells a problem with the value of a key, and what to do about it.
    pub fn hint(&self, key: &str, message: impl Into<String>, help: Option<String>) {
        self.problems.push(self.place(key).problem(Some(&self.spell(key)), message).maybe_help(help));
    }

    /// Tells a problem made elsewhere.
    pub fn tell(&self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Tells every key that nobody asked for, with the nearest that somebody did.
    pub fn finish(self) {
        self.tell_unasked(None);
    }

    /// As [`Reader::finish`], with a hint for keys that are like no other.
    pub fn finish_or(self, help: &str) {
        self.tell_unasked(Some(help));
    }

    fn tell_unasked(&self, help: Option<&str>) {
        let asked = self.asked.borrow();
        for field in self.table.fields.iter().filter(|f| !asked.contains(&f.key)) {
            let absent = asked.iter().map(String::as_str).filter(|k| !self.has(k));
            let spelt = self.spell(&field.key);
            let problem = self
                .document
                .place(field.span.clone())
                .problem(Some(&spelt), format!("`{spelt}` is not a key here"))
                .maybe_help(did_you_mean(&field.key, absent).or_else(|| help.map(str::to_owned)));
            self.problems.push(problem);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, read: impl FnOnce(&Reader<'_>)) -> Vec<String> {
        let document = Document::parse("f.toml", text).unwrap();
        let problems = Problems::new();
        let reader = document.reader(&problems);
        read(&reader);
        reader.finish();
        problems.into_sorted().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_of_every_kind_are_read() {
        let text = "a = 'x'\nb = 1_000\nc = 0.5\nd = true\ne = 2025-06-30\nf = '2030Q4'\ng = ['x', 'y']\n[h]\n'i.j' = 1\n[[k]]\nl = 1\n[[k]]\nl = 2\n";
        let problems = told(text, |r| {
            assert_eq!((r.text("a"), r.number("b"), r.number("c")), (Some("x"), Some(1000.0), Some(0.5)));
            assert_eq!((r.boolean("d"), r.integer("b")), (Some(true), Some(1000)));
            assert_eq!(r.date("e"), Date::day(2025, 6, 30));
            assert_eq!(r.date("f"), Date::in_quarter(2030, 4));
            assert_eq!(r.list_of_text("g"), Some(vec!["x", "y"]));
            assert_eq!(r.list_of_text("a"), Some(vec!["x"]));
            assert_eq!(r.table("h").and_then(|h| h.number("i.j")), Some(1.0));
            let numbers: Vec<_> = r.tables("k").iter().map(|k| k.number("l")).collect();
            assert_eq!(numbers, [Some(1.0), Some(2.0)]);
        });
        assert_eq!(problems, Vec::<String>::new());
    }

    #[test]
    fn wrong_kinds_missing_keys_and_unknown_keys_are_told_together() {
        let problems = told("a = 1\nb = 'x'\nlabl = 'y'\n[[k]]\nz = 1\n", |r| {
            r.require(&["label", "key"]);
            assert_eq!((r.text("a"), r.number("b")), (None, None));
            for k in r.tables("k") {
                k.require(&["q"]);
                k.finish();
            }
        });
        let expected = [
            "f.toml:1:1: `label`, `key` are missing",
            "f.toml:1:5: `a` is a whole number, not a text",
            "f.toml:2:5: `b` is a text, not a number",
            "f.toml:3:1: `labl` is not a key here (did you mean `label`?)",
            "f.toml:4:1: `k.q` is missing",
            "f.toml:5:1: `k.z` is not a key here",
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn a_choice_outside_the_list_names_the_list() {
        let problems =
            told("kind = 'mesured'\n", |r| assert_eq!(r.one_of("kind", &["measured", "plan"]), None));
        assert_eq!(
            problems,
            ["f.toml:1:8: `kind` is \"mesured\"; it can be measured, plan (did you mean `measured`?)"]
        );
    }
}

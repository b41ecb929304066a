//! A TOML file read with places: every evidence file and every study goes through here.

use crate::problem::{Place, Problem, Problems};
use crate::value::{Planting, Table};
use std::ops::Range;
use std::sync::Arc;
use toml::de::DeTable;

/// A file as a tree of values that know their place.
///
/// ```
/// use overtake_evidence::{Document, Problems};
/// let document = Document::parse("study.toml", "name = \"as-is\"\nhorizn = 2040\n").unwrap();
/// let problems = Problems::new();
/// let reader = document.reader(&problems);
/// assert_eq!(reader.text("name"), Some("as-is"));
/// assert_eq!(reader.integer("horizon"), None);
/// reader.finish();
/// assert_eq!(
///     problems.into_sorted()[0].to_string(),
///     "study.toml:2:1: `horizn` is not a key here (did you mean `horizon`?)"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    name: Arc<str>,
    text: Arc<str>,
    root: Table,
}

impl Document {
    /// Reads a file's text; `name` is what problems call the file.
    ///
    /// # Errors
    /// Everything that is wrong with the file as TOML, and every number or date that nothing could use.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let name: Arc<str> = name.into();
        let (root, errors) = DeTable::parse_recoverable(text);
        if !errors.is_empty() {
            let problems = Problems::new();
            for error in errors {
                let place = Place::locate(&name, text, error.span().unwrap_or(0..0));
                problems.push(place.problem(None, error.message()));
            }
            return Err(problems.into_sorted());
        }
        let mut planting = Planting { file: &name, text, problems: Vec::new() };
        let root = planting.table(root.get_ref());
        if planting.problems.is_empty() {
            Ok(Self { text: text.into(), root, name })
        } else {
            Err(planting.problems)
        }
    }

    /// What problems call the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text it was read from.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tree of values.
    #[must_use]
    pub fn root(&self) -> &Table {
        &self.root
    }

    /// The place of some bytes of the text.
    #[must_use]
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::locate(&self.name, &self.text, span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        Document::parse("f.toml", text).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn all_mistakes_of_syntax_are_told_at_once() {
        let problems = lines("a = \nb = 1\nb = 2\n[x\n");
        assert_eq!(problems.len(), 3, "{problems:?}");
        assert!(
            problems[0].starts_with("f.toml:1:5:") || problems[0].starts_with("f.toml:1:4:"),
            "{problems:?}"
        );
        assert!(problems[1].starts_with("f.toml:3:1: duplicate key"));
    }

    #[test]
    fn numbers_that_are_no_numbers_are_refused_where_they_stand() {
        let problems = lines("a = nan\n[x]\nb = -inf\nc = 1e999\nd = 99999999999999999999\ne = 07:32:00\n");
        let places: Vec<&str> = problems.iter().map(|p| p.split(": ").next().unwrap()).collect();
        assert_eq!(
            places,
            ["f.toml:1:5", "f.toml:3:5", "f.toml:4:5", "f.toml:5:5", "f.toml:6:5"],
            "{problems:?}"
        );
    }

    #[test]
    fn a_file_keeps_its_name_and_text() {
        let document = Document::parse("x/y.toml", "a = 1_000\r\n").unwrap();
        assert_eq!((document.name(), document.text()), ("x/y.toml", "a = 1_000\r\n"));
    }
}

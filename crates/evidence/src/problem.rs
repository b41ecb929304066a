//! What is wrong, where, and what to do about it.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name of the file, as it was handed in.
    pub file: Arc<str>,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Bytes of the text that are meant.
    pub span: Range<usize>,
}

impl Place {
    /// The first character of a file: for what is missing from all of it.
    #[must_use]
    pub fn start_of(file: &str) -> Self {
        Self { file: file.into(), line: 1, column: 1, span: 0..0 }
    }

    /// The place of `span` in `text`, the text of `file`.
    #[must_use]
    pub fn locate(file: &Arc<str>, text: &str, span: Range<usize>) -> Self {
        let mut start = span.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Self {
            file: Arc::clone(file),
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            span: start..span.end.clamp(start, text.len()),
        }
    }

    /// Something wrong at this place.
    #[must_use]
    pub fn problem(&self, key: Option<&str>, message: impl Into<String>) -> Problem {
        Problem {
            file: self.file.to_string(),
            line: self.line,
            column: self.column,
            key: key.map(str::to_owned),
            message: message.into(),
            help: None,
            span: self.span.clone(),
        }
    }
}

/// One thing wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Problem {
    /// Name of the file, as it was handed in.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// Key that is meant, with the tables it stands in.
    pub key: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Bytes of the text that are meant.
    pub span: Range<usize>,
}

impl Problem {
    /// With a hint on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a hint if there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

/// Collects problems, so that all of them are told at once.
#[derive(Debug, Default)]
pub struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    /// None so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    /// Adds several.
    pub fn extend(&self, problems: impl IntoIterator<Item = Problem>) {
        self.0.borrow_mut().extend(problems);
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }

    /// All of them, by file and place.
    #[must_use]
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.0.into_inner();
        problems
            .sort_by(|a, b| (&a.file, a.span.start, &a.message).cmp(&(&b.file, b.span.start, &b.message)));
        problems.dedup();
        problems
    }

    /// `value` if nothing is wrong.
    ///
    /// # Errors
    /// All problems, by file and place.
    pub fn or<T>(self, value: impl FnOnce() -> T) -> Result<T, Vec<Problem>> {
        if self.is_empty() { Ok(value()) } else { Err(self.into_sorted()) }
    }
}

/// A number as a message shows it: very large and very small ones with an exponent.
#[must_use]
pub fn shown(value: f64) -> String {
    let size = value.abs();
    if size.is_finite() && size != 0.0 && !(1e-6..1e15).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

/// The candidate most like `name`, if one is like it at all.
#[must_use]
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let likeness = strsim::normalized_damerau_levenshtein(&folded, &candidate.to_lowercase());
            // A name that begins or ends like the wrong one is more likely meant than one with as many letters in common.
            // One or two letters stand in too many names to say anything.
            let tells = |part: &str| part.chars().count() > 2;
            let shares_part = tells(&folded) && candidate.contains(&folded)
                || tells(candidate) && folded.contains(candidate);
            (if shares_part { likeness.max(0.6) } else { likeness }, candidate)
        })
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// `did you mean …?` for the candidate most like `name`.
#[must_use]
pub fn did_you_mean<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    nearest(name, candidates).map(|c| format!("did you mean `{c}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let text = "a = 1\n中文 = x\n";
        let at = text.find('x').unwrap();
        let place = Place::locate(&"f.toml".into(), text, at..at + 1);
        assert_eq!((place.line, place.column), (2, 6));
        let problem = place.problem(Some("a"), "is wrong").help("write a number");
        assert_eq!(problem.to_string(), "f.toml:2:6: is wrong (write a number)");
    }

    #[test]
    fn a_place_inside_a_character_or_past_the_end_is_moved_to_one_that_exists() {
        let text = "中";
        assert_eq!(Place::locate(&"f".into(), text, 1..2).span.start, 0);
        assert_eq!(Place::locate(&"f".into(), text, 70..90).span, 3..3);
    }

    #[test]
    fn numbers_in_messages_stay_short() {
        let texts = [0.0, 0.5, -50.0, 1e300, 2.5e-9, f64::INFINITY].map(shown);
        assert_eq!(texts, ["0", "0.5", "-50", "1e300", "2.5e-9", "inf"]);
    }

    #[test]
    fn the_nearest_name_is_close_or_absent() {
        let names = ["borrowing.rate", "money.scale", "frontier.growth"];
        assert_eq!(nearest("borowing.rate", names), Some("borrowing.rate"));
        assert_eq!(nearest("zzz", names), None);
        assert_eq!(nearest("growth", names), Some("frontier.growth"));
        // Letters that stand in many names point to none.
        assert_eq!(["", "x", "ro"].map(|name| nearest(name, names)), [None; 3]);
    }
}

//! What can be wrong with a claim's expression.

use std::ops::Range;

/// What is wrong with an expression, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ClaimError {
    /// Bytes of the expression.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Whether nothing is wrong but that a date is not simulated.
    pub not_simulated: bool,
}

impl ClaimError {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, not_simulated: false }
    }

    pub(super) fn help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

/// The name nearest to one that is unknown, if any is near.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let distance = |other: &str| {
        let (a, b): (Vec<char>, Vec<char>) = (name.chars().collect(), other.chars().collect());
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut above = row[0];
            row[0] = i + 1;
            for (j, y) in b.iter().enumerate() {
                let change = above + usize::from(!x.eq_ignore_ascii_case(y));
                above = row[j + 1];
                row[j + 1] = change.min(row[j] + 1).min(above + 1);
            }
        }
        row[b.len()]
    };
    let best = known.into_iter().map(|k| (distance(k), k)).min()?;
    (best.0 <= 1 + name.chars().count() / 3).then(|| format!("did you mean `{}`?", best.1))
}

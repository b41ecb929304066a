//! What is wrong with an input.

use overtake_evidence::Problem;

/// Everything that is wrong with an input.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Mistakes(pub Vec<Problem>);

impl From<Vec<Problem>> for Mistakes {
    fn from(problems: Vec<Problem>) -> Self {
        Self(problems)
    }
}

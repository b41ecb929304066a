//! What the claims callback gives: columns of answers, one cell a future.

use crate::claims::Truth;
use crate::columns::Kind;

/// Answers under one policy, one a row.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimValues {
    /// What a sentence is, for a column of [`Kind::Bool`].
    Truth(Vec<Truth>),
    /// Effects, for a column of [`Kind::F64`]; NaN is null.
    Effect(Vec<f64>),
    /// What a contrast is, for a column of [`Kind::Text`]; none where it has no answer.
    Contrast(Vec<Option<Truth>>),
}

impl ClaimValues {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Truth(v) => v.len(),
            Self::Effect(v) => v.len(),
            Self::Contrast(v) => v.len(),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Truth(_) => Kind::Bool,
            Self::Effect(_) => Kind::F64,
            Self::Contrast(_) => Kind::Text,
        }
    }
}

/// One claim column's cells under one policy. Under policies for which none is given the cells are null.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimColumn {
    /// Place of the column among the plan's claims.
    pub claim: usize,
    /// Place of the policy.
    pub policy: usize,
    /// The cells.
    pub values: ClaimValues,
}

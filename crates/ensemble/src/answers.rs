//! What the claims callback gives: columns of answers, one cell a future.

use crate::columns::Kind;
use std::borrow::Cow;

/// Answers under one policy, one a row.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimValues {
    /// For a column of [`Kind::Bool`].
    Bool(Vec<Option<bool>>),
    /// For a column of [`Kind::F64`]; NaN is null.
    Number(Vec<f64>),
    /// For a column of [`Kind::Text`].
    Text(Vec<Option<Cow<'static, str>>>),
}

impl ClaimValues {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bool(v) => v.len(),
            Self::Number(v) => v.len(),
            Self::Text(v) => v.len(),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Bool(_) => Kind::Bool,
            Self::Number(_) => Kind::F64,
            Self::Text(_) => Kind::Text,
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

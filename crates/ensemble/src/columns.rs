//! What a column of a run means: its key, unit, role and sentence, kept in the file itself.
//!
//! Each field of `futures.parquet` carries `unit`, `role` and `description` in its metadata, and the file carries one
//! JSON of all columns under [`COLUMNS_KEY`], which readers that drop field metadata show all the same.

use arrow_schema::{DataType, Field};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Key of the file's metadata under which all columns are described.
pub const COLUMNS_KEY: &str = "overtake.columns";

/// What a column is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Which trajectory a row is.
    Key,
    /// Whether it ran, and if not why.
    Status,
    /// A number that the design sets.
    Uncertainty,
    /// A number that the policy sets.
    Lever,
    /// A result.
    Outcome,
    /// What an observer would have measured.
    Observable,
    /// The answer to a claim.
    Claim,
}

impl Role {
    /// Its name in metadata.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Status => "status",
            Self::Uncertainty => "uncertainty",
            Self::Lever => "lever",
            Self::Outcome => "outcome",
            Self::Observable => "observable",
            Self::Claim => "claim",
        }
    }
}

/// What a column's cells are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Numbers; null where there is none.
    F64,
    /// True, false or null.
    Bool,
    /// Whole numbers.
    U64,
    /// Text or null.
    Text,
}

impl Kind {
    fn data_type(self) -> DataType {
        match self {
            Self::F64 => DataType::Float64,
            Self::Bool => DataType::Boolean,
            Self::U64 => DataType::UInt64,
            Self::Text => DataType::Utf8,
        }
    }
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSpec {
    /// Its name, equal to the key used in studies and evidence.
    pub key: String,
    /// Unit, as a person writes it; empty where there is none.
    pub unit: String,
    /// What it is for.
    pub role: Role,
    /// What it is, in one sentence.
    pub description: String,
    /// What its cells are.
    pub kind: Kind,
}

impl ColumnSpec {
    /// A column of numbers.
    #[must_use]
    pub fn number(
        key: impl Into<String>,
        unit: impl Into<String>,
        role: Role,
        description: impl Into<String>,
    ) -> Self {
        Self { key: key.into(), unit: unit.into(), role, description: description.into(), kind: Kind::F64 }
    }

    /// A column without unit.
    #[must_use]
    pub fn plain(key: impl Into<String>, kind: Kind, role: Role, description: impl Into<String>) -> Self {
        Self { key: key.into(), unit: String::new(), role, description: description.into(), kind }
    }

    /// The Arrow field with its metadata; keys of a row are never null.
    pub(crate) fn field(&self) -> Field {
        let required = self.role == Role::Key || (self.role == Role::Status && self.key == "status");
        Field::new(&self.key, self.kind.data_type(), !required).with_metadata(HashMap::from([
            ("unit".to_owned(), self.unit.clone()),
            ("role".to_owned(), self.role.name().to_owned()),
            ("description".to_owned(), self.description.clone()),
        ]))
    }
}

/// The columns with which every row of `futures.parquet` begins: which trajectory it is and how it went.
#[must_use]
pub fn first_columns() -> Vec<ColumnSpec> {
    vec![
        ColumnSpec::plain(
            "future",
            Kind::U64,
            Role::Key,
            "Number of the future; equal numbers share their luck",
        ),
        ColumnSpec::plain("policy", Kind::Text, Role::Key, "Policy under which the future was run"),
        ColumnSpec::plain(
            "scramble",
            Kind::U64,
            Role::Key,
            "Which of ten independent designs the future is from",
        ),
        ColumnSpec::plain(
            "status",
            Kind::Text,
            Role::Status,
            "ok, or broken when the trajectory has no results",
        ),
        ColumnSpec::plain(
            "reason",
            Kind::Text,
            Role::Status,
            "Why a trajectory broke; null for one that did not",
        ),
    ]
}

/// All columns as the JSON that stands under [`COLUMNS_KEY`].
pub(crate) fn describe(columns: &[ColumnSpec]) -> String {
    serde_json::to_string(columns).unwrap_or_default()
}

/// NaN in its one canonical form; any other number as it is.
#[inline]
pub(crate) fn canonical(value: f64) -> f64 {
    if value.is_nan() { f64::NAN } else { value }
}

/// A number for an Arrow array: NaN is null.
#[inline]
pub(crate) fn present(value: f64) -> Option<f64> {
    (!value.is_nan()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_reads_back_as_the_same_columns() {
        let mut columns = first_columns();
        columns.push(ColumnSpec::number("frontier.US.2030Q4", "FLOP", Role::Outcome, "Best model"));
        let read: Vec<ColumnSpec> = serde_json::from_str(&describe(&columns)).unwrap();
        assert_eq!(read, columns);
        assert!(describe(&columns).contains(r#""role":"outcome""#));
    }

    #[test]
    fn a_field_carries_unit_role_and_description() {
        let field = ColumnSpec::number("gap.CN", "months", Role::Observable, "How far behind").field();
        assert_eq!(field.metadata()["unit"], "months");
        assert_eq!(field.metadata()["role"], "observable");
        assert_eq!(field.metadata()["description"], "How far behind");
        assert!(field.is_nullable());
    }

    #[test]
    fn every_nan_is_the_same_nan() {
        let odd = f64::from_bits(0xfff8_0000_0000_1234);
        assert_eq!(canonical(odd).to_bits(), f64::NAN.to_bits());
        assert_eq!(canonical(-0.0).to_bits(), (-0.0_f64).to_bits());
    }
}

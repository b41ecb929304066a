//! `ledger.parquet`: what changed each stock, by year and part, in a few futures run again with a recorder.

use crate::columns::{ColumnSpec, Kind, Role, present};
use crate::error::RunError;
use crate::file::{described, partial, properties, settle};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::Schema;
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// What one line of the ledger did to one stock of one member over one year.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    /// Policy.
    pub policy: String,
    /// Future.
    pub future: u64,
    /// Year.
    pub year: u64,
    /// Part of the mission that the change belongs to.
    pub part: &'static str,
    /// Stock.
    pub stock: &'static str,
    /// Member whose stock it is.
    pub member: String,
    /// Kind, where the stock has kinds.
    pub item: String,
    /// Key of the line.
    pub line: &'static str,
    /// The line in words.
    pub sentence: &'static str,
    /// Change of the stock over the year.
    pub amount: f64,
    /// Unit of the stock.
    pub unit: &'static str,
}

/// Writes the file, a row group a policy.
///
/// # Errors
/// When it cannot be written.
pub fn write<'a>(to: &Path, groups: impl Iterator<Item = &'a [LedgerRow]>) -> Result<(), RunError> {
    let unfinished = partial(to);
    let refused = |e: ParquetError| RunError::parquet("write", &unfinished)(e);
    let columns = columns();
    let schema = Arc::new(Schema::new(columns.iter().map(ColumnSpec::field).collect::<Vec<_>>()));
    let about = properties().set_key_value_metadata(Some(vec![described(&columns)]));
    let about = about.set_dictionary_enabled(true).build();
    let file = File::create(&unfinished).map_err(RunError::io("write", &unfinished))?;
    let mut writer = ArrowWriter::try_new(file, Arc::clone(&schema), Some(about)).map_err(refused)?;
    for rows in groups {
        let text = |cell: fn(&LedgerRow) -> &str| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(rows.iter().map(cell)))
        };
        let whole = |cell: fn(&LedgerRow) -> u64| -> ArrayRef {
            Arc::new(UInt64Array::from_iter_values(rows.iter().map(cell)))
        };
        let cells: Vec<ArrayRef> = vec![
            text(|r| &r.policy),
            whole(|r| r.future),
            whole(|r| r.year),
            text(|r| r.part),
            text(|r| r.stock),
            text(|r| &r.member),
            text(|r| &r.item),
            text(|r| r.line),
            text(|r| r.sentence),
            Arc::new(rows.iter().map(|r| present(r.amount)).collect::<Float64Array>()),
            text(|r| r.unit),
        ];
        let batch = RecordBatch::try_new(Arc::clone(&schema), cells).map_err(ParquetError::from);
        batch.and_then(|batch| writer.write(&batch)).and_then(|()| writer.flush()).map_err(refused)?;
    }
    let file = writer.into_inner().map_err(refused)?;
    settle(&file, &unfinished, to)
}

fn columns() -> Vec<ColumnSpec> {
    let key = |key: &str, kind: Kind, what: &str| ColumnSpec::plain(key, kind, Role::Key, what);
    vec![
        key("policy", Kind::Text, "Policy"),
        key("future", Kind::U64, "Number of the future"),
        key("year", Kind::U64, "Calendar year"),
        key("part", Kind::Text, "Part of the system that the change belongs to"),
        key("stock", Kind::Text, "Stock that changed"),
        key("member", Kind::Text, "Member whose stock it is"),
        key("item", Kind::Text, "Kind, where the stock has kinds; else empty"),
        key("line", Kind::Text, "What changed it"),
        key("sentence", Kind::Text, "The same in words"),
        ColumnSpec::number("amount", "", Role::Outcome, "Change over the year, in the stock's unit"),
        key("unit", Kind::Text, "Unit of the stock"),
    ]
}

//! A finished chunk as one Parquet file, its rows by future and then by policy.

use super::folder::Parts;
use super::tally::{Head, Section};
use crate::answers::ClaimValues;
use crate::block::{Block, Spare, status};
use crate::claims::Truth;
use crate::columns::{ColumnSpec, Kind, Role, present};
use crate::design::scramble_of;
use crate::error::RunError;
use crate::file::{described, properties};
use crate::histogram::BUCKETS;
use crate::plan::RunPlan;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{ArrowError, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::Encoding;
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnPath;
use std::sync::Arc;

/// Writes a chunk and its tally; the tally first, so that a part on disk never lacks one.
pub(super) fn write(
    plan: &RunPlan,
    parts: &Parts,
    chunk: u64,
    mut blocks: Vec<Block>,
    spare: &Spare,
) -> Result<(), RunError> {
    let mut head = Head::of(plan, &blocks);
    let mut counts = vec![0; BUCKETS];
    let sections: Vec<Vec<u8>> =
        (0..plan.policies.len()).map(|policy| Section::encoded(plan, &blocks, policy, &mut counts)).collect();
    // Paths are what takes most memory, and the part does not need them.
    blocks.iter_mut().for_each(|block| spare.give_back(std::mem::take(&mut block.paths)));
    let path = parts.part(chunk);
    let bytes = encode(plan, &blocks).map_err(RunError::parquet("write", &path))?;
    drop(blocks);
    head.part_length = bytes.len() as u64;
    head.part_hash = *blake3::hash(&bytes).as_bytes();
    parts.write(chunk, &bytes, &head.encode(&sections))
}

fn encode(plan: &RunPlan, blocks: &[Block]) -> Result<Vec<u8>, ParquetError> {
    let columns = plan.columns();
    let mut properties = properties().set_key_value_metadata(Some(vec![described(&columns)]));
    for column in &columns {
        let path = ColumnPath::new(vec![column.key.clone()]);
        // Results hardly ever repeat: their bytes compress better side by side by place. All else repeats over
        // policies or futures.
        if column.kind == Kind::F64 && matches!(column.role, Role::Outcome | Role::Observable | Role::Claim) {
            properties = properties.set_column_encoding(path, Encoding::BYTE_STREAM_SPLIT);
        } else if column.kind != Kind::Bool {
            properties = properties.set_column_dictionary_enabled(path, true);
        }
    }
    let schema = Arc::new(Schema::new(columns.iter().map(ColumnSpec::field).collect::<Vec<_>>()));
    let mut writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties.build()))?;
    // Block by block, so that only encoded columns of the whole chunk lie in memory; they make one row group.
    for block in blocks {
        writer.write(&assemble(plan, block, &schema)?)?;
    }
    writer.into_inner()
}

fn assemble(plan: &RunPlan, block: &Block, schema: &Arc<Schema>) -> Result<RecordBatch, ArrowError> {
    let order: Vec<(usize, usize)> = block.order().collect();
    let future = |row: usize| block.first + row as u64;
    let whole = |cell: &dyn Fn(usize) -> u64| -> ArrayRef {
        Arc::new(UInt64Array::from_iter_values(order.iter().map(|&(row, _)| cell(row))))
    };
    let names = order.iter().map(|&(_, p)| &plan.policies[p].name);
    let reasons = || order.iter().map(|&(row, p)| block.broken[p][row].as_deref());
    let mut arrays: Vec<ArrayRef> = vec![
        whole(&future),
        Arc::new(StringArray::from_iter_values(names)),
        whole(&|row| scramble_of(future(row))),
        Arc::new(StringArray::from_iter_values(reasons().map(status))),
        Arc::new(StringArray::from_iter(reasons())),
    ];
    let numbers = |cell: &dyn Fn(usize, usize) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter(order.iter().map(|&(row, p)| present(cell(row, p)))))
    };
    for place in 0..plan.uncertainties.len() {
        arrays.push(numbers(&|row, p| block.uncertainty(place, p)[row]));
    }
    for school in &plan.schools {
        let names = order.iter().map(|&(row, _)| school.school(future(row)));
        arrays.push(Arc::new(StringArray::from_iter(names)));
    }
    for lever in &plan.levers {
        arrays.push(numbers(&|_, p| lever.values[p]));
    }
    for (place, _) in plan.outcomes.iter().enumerate().filter(|(_, o)| o.stored) {
        arrays.push(numbers(&|row, p| block.outcome(place, p)[row]));
    }
    for (place, claim) in plan.claims.iter().enumerate() {
        let array: ArrayRef = match claim.kind {
            Kind::Bool => Arc::new(BooleanArray::from_iter(order.iter().map(|&(row, p)| {
                if let Some(ClaimValues::Truth(v)) = block.claim(place, p) { v[row].flag() } else { None }
            }))),
            Kind::Text => Arc::new(StringArray::from_iter(order.iter().map(|&(row, p)| {
                if let Some(ClaimValues::Contrast(v)) = block.claim(place, p) {
                    v[row].map(Truth::word)
                } else {
                    None
                }
            }))),
            Kind::F64 | Kind::U64 => Arc::new(Float64Array::from_iter(order.iter().map(|&(row, p)| {
                if let Some(ClaimValues::Effect(v)) = block.claim(place, p) { present(v[row]) } else { None }
            }))),
        };
        arrays.push(array);
    }
    RecordBatch::try_new(Arc::clone(schema), arrays)
}

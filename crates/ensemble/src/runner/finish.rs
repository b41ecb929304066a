//! The end of a run: parts joined, tallies turned into paths and the digest.

use super::folder::{FUTURES, PATHS, Parts};
use super::job::RunSummary;
use super::paths;
use super::tally::{Cell, Total, Whole};
use crate::columns::{ColumnSpec, Kind};
use crate::error::RunError;
use crate::file::{described, partial, properties, settle};
use crate::plan::RunPlan;
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::file::writer::SerializedFileWriter;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufWriter;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Joins everything that a run left in its parts.
pub(super) fn finish(
    plan: &RunPlan,
    parts: &Parts,
    folder: &Path,
    chunks: u64,
) -> Result<RunSummary, RunError> {
    let columns = plan.columns();
    let mut digest = blake3::Hasher::new();
    for column in &columns {
        digest.update(&(column.key.len() as u64).to_le_bytes());
        digest.update(column.key.as_bytes());
        digest.update(&[match column.kind {
            Kind::F64 => 0,
            Kind::Bool => 1,
            Kind::U64 => 2,
            Kind::Text => 3,
        }]);
    }
    let mut broken = vec![0; plan.policies.len()];
    let mut reasons = BTreeMap::<String, u64>::new();
    let mut sections = Vec::new();
    for chunk in 0..chunks {
        let head = parts.head(chunk)?;
        for row in &head.rows {
            digest.update(row);
        }
        broken.iter_mut().zip(&head.broken).for_each(|(sum, n)| *sum += n);
        for (reason, n) in head.reasons {
            *reasons.entry(reason).or_default() += n;
        }
        sections.push(head.sections);
    }
    let bytes = join(&columns, parts, &folder.join(FUTURES), chunks)?;
    let fans = paths::write(plan, &folder.join(PATHS), |policy| total(plan, parts, &sections, policy))?;
    let mut reasons: Vec<(String, u64)> = reasons.into_iter().collect();
    reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(RunSummary {
        futures: plan.futures(),
        trajectories: plan.trajectories(),
        broken,
        reasons,
        digest: digest.finalize().to_hex().to_string(),
        columns: columns.len(),
        bytes,
        chunks: chunks as usize,
        kept: 0,
        fans,
    })
}

/// Adds up all chunks' sections of one policy.
fn total(
    plan: &RunPlan,
    parts: &Parts,
    sections: &[Vec<Range<u64>>],
    policy: usize,
) -> Result<(Vec<Total>, Vec<Whole>), RunError> {
    let cells = plan.paths.cells().len();
    let mut totals = vec![Total::default(); cells];
    let (mut whole, mut spare) = (Vec::new(), Vec::new());
    for (chunk, at) in (0..).zip(sections) {
        let Some(at) = at.get(policy) else { continue };
        let section = parts.section(chunk, at)?;
        for (total, Cell { histogram, sums }) in totals.iter_mut().zip(&section.cells) {
            total.histogram.merge(histogram, &mut spare);
            sums.iter().for_each(|sum| total.sum += sum);
        }
        whole.extend(section.whole);
    }
    Ok((totals, whole))
}

/// Joins the parts into one file by copying their encoded columns; gives its size.
fn join(columns: &[ColumnSpec], parts: &Parts, to: &Path, chunks: u64) -> Result<u64, RunError> {
    let unfinished = partial(to);
    let out = File::create(&unfinished).map_err(RunError::io("write", &unfinished))?;
    let (first, first_meta) = open(parts, 0)?;
    let about = first_meta.file_metadata();
    let stored = about.key_value_metadata().cloned().unwrap_or_else(|| vec![described(columns)]);
    let properties = properties().set_key_value_metadata(Some(stored)).build();
    let schema = about.schema_descr().root_schema_ptr();
    let refused = |e: ParquetError| RunError::parquet("write", &unfinished)(e);
    let mut writer =
        SerializedFileWriter::new(BufWriter::new(out), schema, Arc::new(properties)).map_err(refused)?;
    let mut part = Some((first, first_meta));
    for chunk in 0..chunks {
        let (file, metadata) = match part.take() {
            Some(part) => part,
            None => open(parts, chunk)?,
        };
        if metadata.file_metadata().schema() != writer.schema_descr().root_schema() {
            let reason = "its columns are not those of the first chunk".to_owned();
            return Err(RunError::Damaged { path: parts.part(chunk), reason });
        }
        append(&mut writer, &file, &metadata).map_err(refused)?;
    }
    let out = writer.into_inner().map_err(refused)?;
    let out = out.into_inner().map_err(|e| RunError::io("write", &unfinished)(e.into_error()))?;
    settle(&out, &unfinished, to)?;
    Ok(fs::metadata(to).map_err(RunError::io("read", to))?.len())
}

fn open(parts: &Parts, chunk: u64) -> Result<(File, ParquetMetaData), RunError> {
    let path = parts.part(chunk);
    let file = File::open(&path).map_err(RunError::io("read", &path))?;
    let metadata =
        ParquetMetaDataReader::new().parse_and_finish(&file).map_err(RunError::parquet("read", &path))?;
    Ok((file, metadata))
}

/// Copies every row group of a file; parts have neither page indices nor Bloom filters to carry along.
fn append(
    writer: &mut SerializedFileWriter<BufWriter<File>>,
    file: &File,
    metadata: &ParquetMetaData,
) -> Result<(), ParquetError> {
    for group in metadata.row_groups() {
        let mut out = writer.next_row_group()?;
        for column in group.columns() {
            let close = ColumnCloseResult {
                bytes_written: column.compressed_size().unsigned_abs(),
                rows_written: group.num_rows().unsigned_abs(),
                metadata: column.clone(),
                bloom_filter: None,
                column_index: None,
                offset_index: None,
            };
            out.append_column(file, close)?;
        }
        out.close()?;
    }
    Ok(())
}

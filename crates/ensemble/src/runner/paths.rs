//! `paths.parquet`: quantiles and means of every outcome over time, and some futures whole.

use super::tally::{Total, Whole};
use crate::columns::{ColumnSpec, Kind, Role, present};
use crate::error::RunError;
use crate::fans::{Fan, FanPoint, QUANTILE, QUANTILES};
use crate::file::{described, partial, properties, settle};
use crate::plan::{PathOutcome, RunPlan};
use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{ArrowError, Schema};
use overtake_model::Quarter;
use parquet::arrow::ArrowWriter;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::schema::types::ColumnPath;
use rayon::prelude::*;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::sync::Arc;

/// Key of the file's metadata under which unit and sentence of every outcome stand.
pub const OUTCOMES_KEY: &str = "overtake.outcomes";

/// Percentages of the quantiles.
const PERCENTS: [u64; 5] = [5, 25, 50, 75, 95];

/// The columns, in order.
fn columns() -> Vec<ColumnSpec> {
    let text = |key: &str, what: &str| ColumnSpec::plain(key, Kind::Text, Role::Key, what);
    let number = |key: String, what: String| ColumnSpec::number(key, "", Role::Outcome, what);
    let mut columns = vec![
        text("policy", "Policy"),
        text("outcome", "Outcome; its unit stands under overtake.outcomes in the file's metadata"),
        text("bloc", "Member of the outcome's axis"),
        text("time", "Quarter, such as 2030Q4"),
        ColumnSpec::number("ends", "year", Role::Key, "Where the quarter ends, as a decimal year"),
        text("kind", "quantile: a row over all futures; trajectory: a row of one future"),
        ColumnSpec::plain("future", Kind::U64, Role::Outcome, "Future of a trajectory"),
        number("value".into(), "Value of a trajectory".into()),
    ];
    let quantile = |(key, p): (&str, u64)| number(key.to_owned(), format!("{p}% of futures lie at or below"));
    columns.extend(QUANTILES.into_iter().zip(PERCENTS).map(quantile));
    columns.push(number("mean".into(), "Mean over futures".into()));
    columns.push(ColumnSpec::plain(
        "count",
        Kind::U64,
        Role::Outcome,
        "Futures counted; broken ones are not",
    ));
    columns
}

/// Rows of the file, column by column.
#[derive(Default)]
struct Rows<'a> {
    policy: Vec<&'a str>,
    outcome: Vec<&'a str>,
    bloc: Vec<&'a str>,
    time: Vec<&'a str>,
    ends: Vec<f64>,
    kind: Vec<&'static str>,
    future: Vec<Option<u64>>,
    value: Vec<Option<f64>>,
    quantiles: [Vec<Option<f64>>; PERCENTS.len()],
    mean: Vec<Option<f64>>,
    count: Vec<Option<u64>>,
}

impl Rows<'_> {
    /// The fans of what are rows over all futures.
    fn fans(&self) -> Vec<Fan> {
        let rows = (0..self.kind.len()).filter(|&row| self.kind[row] == QUANTILE);
        Fan::gathered(rows.map(|row| {
            let quantiles = std::array::from_fn(|place| self.quantiles[place][row].unwrap_or(f64::NAN));
            let point = FanPoint { time: self.time[row].to_owned(), ends: self.ends[row], quantiles };
            (self.outcome[row].to_owned(), self.bloc[row].to_owned(), point)
        }))
    }

    fn batch(self, schema: &Arc<Schema>) -> Result<RecordBatch, ArrowError> {
        let mut arrays: Vec<ArrayRef> = vec![
            Arc::new(StringArray::from_iter_values(self.policy)),
            Arc::new(StringArray::from_iter_values(self.outcome)),
            Arc::new(StringArray::from_iter_values(self.bloc)),
            Arc::new(StringArray::from_iter_values(self.time)),
            Arc::new(Float64Array::from(self.ends)),
            Arc::new(StringArray::from_iter_values(self.kind)),
            Arc::new(UInt64Array::from(self.future)),
            Arc::new(Float64Array::from(self.value)),
        ];
        for column in self.quantiles {
            arrays.push(Arc::new(Float64Array::from(column)));
        }
        arrays.push(Arc::new(Float64Array::from(self.mean)));
        arrays.push(Arc::new(UInt64Array::from(self.count)));
        RecordBatch::try_new(Arc::clone(schema), arrays)
    }
}

/// Writes the file, a row group a policy, and gives the fans of the first; `of` gives what is kept of a policy.
pub(super) fn write(
    plan: &RunPlan,
    to: &Path,
    of: impl Fn(usize) -> Result<(Vec<Total>, Vec<Whole>), RunError> + Sync,
) -> Result<Vec<Fan>, RunError> {
    let unfinished = partial(to);
    let refused = |e: ParquetError| RunError::parquet("write", &unfinished)(e);
    let file = File::create(&unfinished).map_err(RunError::io("write", &unfinished))?;
    let (mut writer, schema) = begin(plan, file).map_err(refused)?;
    let quarters: Vec<Quarter> = (0..plan.calendar.quarters).map(|q| plan.calendar.quarter(q)).collect();
    let times: Vec<(String, f64)> = quarters.iter().map(|q| (q.to_string(), q.ends())).collect();
    let policies: Vec<usize> = (0..plan.policies.len()).collect();
    let mut fans = Vec::new();
    // As many as there are threads at a time: what is kept of all would not fit into the memory of a small machine.
    for policies in policies.chunks(rayon::current_num_threads()) {
        let batches = policies.par_iter().map(|&policy| {
            let (totals, whole) = of(policy)?;
            let rows = fill(plan, &plan.policies[policy].name, &times, &totals, &whole);
            let fans = if policy == 0 { rows.fans() } else { Vec::new() };
            let batch = rows.batch(&schema).map_err(|e| refused(e.into()))?;
            Ok::<_, RunError>((batch, fans))
        });
        for (batch, of_policy) in batches.collect::<Result<Vec<_>, _>>()? {
            fans.extend(of_policy);
            writer.write(&batch).map_err(refused)?;
            writer.flush().map_err(refused)?;
        }
    }
    let out = writer.into_inner().map_err(refused)?;
    let file = out.into_inner().map_err(|e| RunError::io("write", &unfinished)(e.into_error()))?;
    settle(&file, &unfinished, to)?;
    Ok(fans)
}

type Writer = ArrowWriter<BufWriter<File>>;

fn begin(plan: &RunPlan, file: File) -> Result<(Writer, Arc<Schema>), ParquetError> {
    let columns = columns();
    let about = vec![described(&columns), KeyValue::new(OUTCOMES_KEY.to_owned(), outcomes(plan))];
    let mut properties = properties().set_key_value_metadata(Some(about));
    for column in columns.iter().filter(|c| c.kind != Kind::F64 || c.key == "ends") {
        let path = ColumnPath::new(vec![column.key.clone()]);
        properties = properties.set_column_dictionary_enabled(path, true);
    }
    let schema = Arc::new(Schema::new(columns.iter().map(ColumnSpec::field).collect::<Vec<_>>()));
    let writer = ArrowWriter::try_new(BufWriter::new(file), Arc::clone(&schema), Some(properties.build()))?;
    Ok((writer, schema))
}

/// Rows of one policy.
fn fill<'a>(
    plan: &'a RunPlan,
    policy: &'a str,
    times: &'a [(String, f64)],
    totals: &[Total],
    whole: &[Whole],
) -> Rows<'a> {
    let mut rows = Rows::default();
    let cells = plan.paths.cells();
    let mut of_outcome = vec![Vec::new(); plan.paths.outcomes().len()];
    cells.iter().enumerate().for_each(|(place, cell)| of_outcome[cell.outcome].push(place));
    for (path, places) in plan.paths.outcomes().iter().zip(&of_outcome) {
        for &cell in places {
            let Total { histogram, sum } = &totals[cell];
            let count = histogram.count();
            place(&mut rows, policy, path, &times[cells[cell].quarter]);
            rows.kind.push(QUANTILE);
            rows.future.push(None);
            rows.value.push(None);
            for (column, percent) in rows.quantiles.iter_mut().zip(PERCENTS) {
                column.push(present(histogram.quantile(path.scale, percent)));
            }
            rows.mean.push(present(sum / count as f64));
            rows.count.push(Some(count));
        }
        for kept in whole {
            for &cell in places {
                place(&mut rows, policy, path, &times[cells[cell].quarter]);
                rows.kind.push("trajectory");
                rows.future.push(Some(kept.future));
                rows.value.push(present(kept.values[cell]));
                rows.quantiles.iter_mut().for_each(|column| column.push(None));
                rows.mean.push(None);
                rows.count.push(None);
            }
        }
    }
    rows
}

fn place<'a>(rows: &mut Rows<'a>, policy: &'a str, path: &'a PathOutcome, (time, ends): &'a (String, f64)) {
    rows.policy.push(policy);
    rows.outcome.push(&path.outcome);
    rows.bloc.push(&path.bloc);
    rows.time.push(time);
    rows.ends.push(*ends);
}

/// Unit and sentence of every outcome, as JSON.
fn outcomes(plan: &RunPlan) -> String {
    let all = plan.paths.outcomes().iter().map(|p| {
        serde_json::json!({
            "outcome": p.outcome, "bloc": p.bloc, "unit": p.unit, "description": p.description,
        })
    });
    serde_json::Value::Array(all.collect()).to_string()
}

//! What claims are and what was drawn, read from the table of a finished run.

use crate::answers::decided::{Decisions, Drawn};
use overtake_ensemble::answers::ClaimValues;
use overtake_ensemble::claims::Truth;
use overtake_ensemble::columns::{ColumnSpec, Kind, Role};
use overtake_ensemble::reader::{RunTable, TableError};
use overtake_ensemble::runner::FUTURES;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// What claims are in each future of the run in a folder.
///
/// # Errors
/// When its table cannot be read.
pub fn decisions(folder: &Path) -> Result<Decisions, TableError> {
    let table = RunTable::open(&folder.join(FUTURES))?;
    let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (row, policy) in table.texts("policy")?.into_iter().enumerate() {
        rows.entry(policy.unwrap_or_default()).or_default().push(row);
    }
    let columns = table.columns().par_iter().filter(|column| column.role == Role::Claim);
    let read = columns.map(|column| Ok((column, cells(&table, column, &rows)?)));
    let read = read.collect::<Result<Vec<_>, TableError>>()?;
    let mut decisions = Decisions::default();
    for (column, by_policy) in read {
        for (policy, values) in by_policy {
            decisions.extend(&column.key, policy, &values);
        }
    }
    Ok(decisions)
}

/// A column of a claim by policy.
fn cells<'a>(
    table: &RunTable,
    column: &ColumnSpec,
    rows: &'a BTreeMap<String, Vec<usize>>,
) -> Result<Vec<(&'a str, ClaimValues)>, TableError> {
    let by_policy = |values: &dyn Fn(&[usize]) -> ClaimValues| {
        rows.iter().map(|(policy, rows)| (policy.as_str(), values(rows))).collect()
    };
    Ok(match column.kind {
        Kind::Bool => {
            let flags = table.flags(&column.key)?;
            let truths = |rows: &[usize]| rows.iter().map(|&row| Truth::of_flag(flags[row])).collect();
            by_policy(&|rows| ClaimValues::Truth(truths(rows)))
        }
        Kind::Text => {
            let words = table.texts(&column.key)?;
            let truth = |row: usize| Some(Truth::of_word(words[row].as_deref()?).unwrap_or(Truth::Undefined));
            by_policy(&|rows| ClaimValues::Contrast(rows.iter().map(|&row| truth(row)).collect()))
        }
        Kind::F64 | Kind::U64 => {
            let effects = table.numbers(&column.key)?;
            by_policy(&|rows| ClaimValues::Effect(rows.iter().map(|&row| effects[row]).collect()))
        }
    })
}

/// What was drawn for each future of the run in a folder, from the rows of its first policy, which runs every future; other
/// policies share its draws.
///
/// # Errors
/// When its table cannot be read.
pub fn drawn(folder: &Path) -> Result<Drawn, TableError> {
    let table = RunTable::open(&folder.join(FUTURES))?;
    let policies = table.texts("policy")?;
    let rows: Vec<usize> = (0..policies.len()).filter(|&row| policies[row] == policies[0]).collect();
    let mut drawn = Drawn { futures: rows.len() as u64, ..Drawn::default() };
    for column in table.columns().iter().filter(|column| column.role == Role::Uncertainty) {
        if column.kind == Kind::Text {
            let names = table.texts(&column.key)?;
            let names: Vec<Option<&str>> = rows.iter().map(|&row| names[row].as_deref()).collect();
            drawn.push_texts(&column.key, &names);
        } else {
            let values = table.numbers(&column.key)?;
            drawn.push(&column.key, rows.iter().map(|&row| values[row]).collect());
        }
    }
    Ok(drawn)
}

//! What changed each stock: sums over a span of one trajectory's ledger, and the rows that a run keeps of some.

use crate::prepared::Prepared;
use overtake_ensemble::ledger::LedgerRow;
use overtake_evidence::{Place, Problem};
use overtake_kernels::{Setup, Trace, trace};
use overtake_model::{Account, Line};
use std::collections::BTreeMap;
use std::ops::Range;

/// Change of each stock by each line.
pub(crate) type Sums = BTreeMap<(Account, &'static str), (&'static Line, f64)>;

/// The ledger summed over the steps of some quarters.
pub(crate) fn sums(prepared: &Prepared, traced: &Trace, quarters: Range<usize>) -> Sums {
    let steps = prepared.study.calendar.steps_per_quarter;
    let span = quarters.start * steps..quarters.end * steps;
    let mut sums = Sums::new();
    for entry in traced.ledger.entries.iter().filter(|e| span.contains(&e.step)) {
        sums.entry((entry.account, entry.line.key)).or_insert((entry.line, 0.0)).1 += entry.amount;
    }
    sums
}

/// One future under one policy, run again with a recorder.
///
/// # Errors
/// When the design or the world does not suit the study.
pub(crate) fn retrace(
    prepared: &Prepared,
    future: u64,
    policy: usize,
) -> Result<(Trace, Vec<f64>), Vec<Problem>> {
    let design = prepared.design()?;
    let parameters = prepared.drawn(&*design, future);
    // The one policy alone: the plans of the others would cost more than the trajectory.
    let setup = Setup { policies: &prepared.levers[policy..=policy], ..prepared.setup() };
    let traced = trace(&setup, future, 0, &parameters).map_err(|errors| {
        let here = Place::start_of(&prepared.study.file);
        errors.iter().map(|e| here.problem(None, e.to_string())).collect::<Vec<_>>()
    })?;
    Ok((traced, parameters))
}

/// Rows of the first futures under one policy.
///
/// # Errors
/// As [`retrace`].
pub(crate) fn rows(prepared: &Prepared, policy: usize, futures: u64) -> Result<Vec<LedgerRow>, Vec<Problem>> {
    let calendar = prepared.study.calendar;
    let run = &prepared.policies[policy];
    let key = |axis: &str, place: usize| {
        prepared.world.members(axis).get(place).map_or_else(String::new, |m| m.key.clone())
    };
    let mut rows = Vec::new();
    for future in 0..futures.min(run.futures) {
        let (traced, _) = retrace(prepared, future, policy)?;
        let mut begin = 0;
        while begin < calendar.quarters {
            let year = calendar.quarter(begin).year();
            let end = (begin..calendar.quarters).find(|&q| calendar.quarter(q).year() != year);
            let end = end.unwrap_or(calendar.quarters);
            for ((account, _), (line, amount)) in sums(prepared, &traced, begin..end) {
                let Some(stock) = prepared.declaration.stock(account.stock) else { continue };
                if amount == 0.0 {
                    continue;
                }
                rows.push(LedgerRow {
                    policy: run.resolved.policy.key.clone(),
                    future,
                    year: u64::try_from(year).unwrap_or(0),
                    part: line.part,
                    stock: stock.key,
                    member: key(stock.axis, account.member),
                    item: if stock.items.is_empty() { String::new() } else { key(stock.items, account.item) },
                    line: line.key,
                    sentence: line.sentence,
                    amount,
                    unit: stock.unit,
                });
            }
            begin = end;
        }
    }
    Ok(rows)
}

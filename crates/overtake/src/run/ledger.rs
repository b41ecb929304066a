//! What changed each stock: sums over a span of one trajectory's ledger, and the rows that a run keeps of some.

use crate::study::resolve::Prepared;
use overtake_ensemble::design::Design;
use overtake_ensemble::ledger::LedgerRow;
use overtake_evidence::Problem;
use overtake_kernels::{Setup, Trace, Tracer, tracer};
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

/// Runs single futures of a study again with a recorder.
pub(crate) struct Retracer<'a> {
    prepared: &'a Prepared,
    design: &'a dyn Design,
    tracer: Box<dyn Tracer>,
    first: usize,
}

impl<'a> Retracer<'a> {
    /// Of futures under some of the policies.
    ///
    /// # Errors
    /// When the world does not suit the study.
    pub(crate) fn new(
        prepared: &'a Prepared,
        design: &'a dyn Design,
        policies: Range<usize>,
    ) -> Result<Self, Vec<Problem>> {
        let first = policies.start;
        let setup = Setup { policies: &prepared.levers[policies], ..prepared.setup() };
        let tracer = tracer(&setup).map_err(|errors| prepared.told(errors))?;
        Ok(Self { prepared, design, tracer, first })
    }

    /// One future under one of them, and its parameters.
    pub(crate) fn trace(&self, future: u64, policy: usize) -> (Trace, Vec<f64>) {
        let parameters = self.prepared.drawn(self.design, future);
        (self.tracer.trace(future, policy - self.first, &parameters), parameters)
    }
}

/// Rows of the first futures under one policy.
pub(crate) fn rows(retracer: &Retracer<'_>, policy: usize, futures: u64) -> Vec<LedgerRow> {
    let prepared = retracer.prepared;
    let calendar = prepared.study.calendar;
    let run = &prepared.policies[policy];
    let key = |axis: &str, place: usize| {
        prepared.world.members(axis).get(place).map_or_else(String::new, |m| m.key.clone())
    };
    let mut rows = Vec::new();
    for future in 0..futures.min(run.futures) {
        let (traced, _) = retracer.trace(future, policy);
        let mut begin = 0;
        while begin < calendar.quarters {
            let year = calendar.quarter(begin).year();
            let end = (begin..calendar.quarters).find(|&q| calendar.quarter(q).year() != year);
            let end = end.unwrap_or(calendar.quarters);
            for ((account, _), (line, amount)) in sums(prepared, &traced, begin..end) {
                let stock = prepared.declaration.stock(account.stock).expect("a declared stock");
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
    rows
}

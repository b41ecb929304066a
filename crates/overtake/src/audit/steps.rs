//! Step halving and quartering: results must not hang on the length of the step.

use super::law::{Law, law};
use crate::project::Project;
use crate::study::mistakes::Mistakes;
use overtake_ensemble::kernel::BatchBuffer;
use overtake_kernels::{Width, kernel};
use overtake_model::{Calendar, LeverTable, Scale};
use serde::Serialize;

/// How a headline outcome moves when the step is made shorter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Outcome with its member.
    pub outcome: String,
    /// Its ensemble deviation at the end.
    pub deviation: f64,
    /// Greatest mean move when the step is halved, in deviations.
    pub halved: f64,
    /// The same when it is quartered.
    pub quartered: f64,
    /// Most that it may move, in deviations.
    pub tolerance: f64,
}

pub(super) fn steps(project: &Project, futures: usize) -> Result<(Law, Vec<Step>), Mistakes> {
    let prepared = &project.prepared;
    let design = prepared.design()?;
    let points: Vec<Vec<f64>> = (0..futures as u64).map(|future| prepared.drawn(&*design, future)).collect();
    let runs: Vec<Vec<Vec<f64>>> = [1, 2, 4].iter().map(|&n| ends(project, n, &points)).collect();
    let mut table = Vec::new();
    for (place, slot) in prepared.layout.outcomes().iter().enumerate() {
        let declared = &prepared.declaration.outcomes[slot.declared];
        if !declared.headline {
            continue;
        }
        let column = |run: usize| {
            runs[run].iter().map(|ends| scaled(declared.scale, ends[place])).collect::<Vec<f64>>()
        };
        let base = column(0);
        let deviation = deviation(&base);
        let moved = |run: usize| {
            let apart: f64 = base.iter().zip(column(run)).map(|(a, b)| (a - b).abs()).sum();
            if deviation > 0.0 { apart / base.len() as f64 / deviation } else { 0.0 }
        };
        table.push(Step {
            outcome: slot.key.clone(),
            deviation,
            halved: moved(1),
            quartered: moved(2),
            tolerance: declared.tolerance,
        });
    }
    let most = |s: &Step| s.halved.max(s.quartered);
    let beyond: Vec<&str> =
        table.iter().filter(|s| most(s) > s.tolerance).map(|s| s.outcome.as_str()).collect();
    let worst = table.iter().map(most).fold(0.0, f64::max);
    let mut seen = format!(
        "{} headline outcomes over {futures} futures move by at most {worst:.4} of their deviation",
        table.len()
    );
    if !beyond.is_empty() {
        seen += &format!("; beyond their tolerance: {}", beyond.join(", "));
    }
    let law = law(
        "steps: halving and quartering the step moves no headline by more than its tolerance",
        beyond.is_empty(),
        seen,
    );
    Ok((law, table))
}

/// Quantities that spread over orders of magnitude are compared in logs, as their quantiles are counted.
pub(super) fn scaled(scale: Scale, value: f64) -> f64 {
    match scale {
        Scale::Linear { .. } => value,
        Scale::Log | Scale::SignedLog => value.signum() * overtake_num::Real::ln_1p(value.abs()),
    }
}

fn deviation(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / values.len() as f64).sqrt()
}

/// Outcomes in the last quarter of each future with `n` steps a quarter.
fn ends(project: &Project, n: usize, points: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let prepared = &project.prepared;
    let calendar = Calendar { steps_per_quarter: n, ..prepared.study.calendar };
    let policy = &prepared.policies[0].resolved;
    let levers = [LeverTable::new(&prepared.layout, &calendar, |slot| policy.paths.get(&slot).cloned())];
    let setup = overtake_kernels::Setup { calendar, policies: &levers, ..prepared.setup() };
    let width = Width::best();
    let Ok(kernel) = kernel(&setup, width) else { return Vec::new() };
    let lanes = width.lanes();
    let numbers: Vec<u64> = (0..points.len() as u64).collect();
    let mut buffer = BatchBuffer::new(prepared.priors.len(), lanes);
    let mut all = Vec::new();
    for group in numbers.chunks(lanes) {
        let filled = buffer.fill(group, |number, values| values.copy_from_slice(&points[number as usize]));
        kernel.run(filled, &[0], &mut |_, cube| {
            for lane in 0..group.len() {
                all.push((0..cube.slots).map(|slot| cube.get(slot, cube.quarters - 1, lane)).collect());
            }
        });
    }
    all
}

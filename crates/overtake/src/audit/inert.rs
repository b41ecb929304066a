//! Every parameter and every lever moves something.

use super::{Law, law};
use crate::prepared::Prepared;
use crate::project::Mistakes;
use overtake_ensemble::design::BLOCK;
use overtake_ensemble::kernel::Batch;
use overtake_kernels::{Setup, Width, kernel};
use overtake_model::{LeverPath, LeverTable, Role};

/// Least move of some outcome, relative to its own size, that counts as moving it.
const LEAST: f64 = 1e-3;

/// Moves each uncertainty over its belief, in random surroundings, and each lever over its domain; says what moves nothing.
pub(super) fn inert(prepared: &Prepared, futures: usize) -> Result<(Law, Vec<String>), Mistakes> {
    let design = prepared.design()?;
    let surroundings = surroundings(prepared, (futures / 32).clamp(2, 8));
    let mut inert = Vec::new();
    let sample = |future: u64| {
        let mut values = vec![0.0; prepared.priors.len()];
        prepared.sample(&*design, future, &mut values);
        values
    };
    for &slot in &prepared.uncertain {
        let moves = surroundings.iter().any(|&future| {
            let (mut low, mut high) = (sample(future), sample(future));
            let prior = prepared.prior(slot, future);
            low[slot] = prior.quantile(0.05);
            high[slot] = prior.quantile(0.95);
            let setup = prepared.setup();
            apart(prepared, &outcomes(&setup, future, &low), &outcomes(&setup, future, &high))
        });
        if !moves {
            inert.push(format!("parameter {}", prepared.priors[slot].key));
        }
    }
    for (slot, lever) in prepared.layout.levers().iter().enumerate() {
        let reach = |bound: f64, step: f64| if bound.is_finite() { bound } else { lever.neutral + step };
        let ends = [reach(lever.domain.low.max(-20.0), -1.0), reach(lever.domain.high.min(20.0), 1.0)];
        let moves = ends.into_iter().filter(|end| *end != lever.neutral).any(|end| {
            let table = |moved: bool| {
                LeverTable::new(&prepared.layout, &prepared.study.calendar, |s| {
                    (moved && s == slot).then(|| LeverPath { points: vec![(2022.0, end)] })
                })
            };
            let tables = [table(false), table(true)];
            surroundings.iter().any(|&future| {
                let values = sample(future);
                let run = |n: usize| {
                    let setup = Setup { policies: &tables[n..=n], ..prepared.setup() };
                    outcomes(&setup, future, &values)
                };
                apart(prepared, &run(0), &run(1))
            })
        });
        if !moves {
            inert.push(format!("lever {}", lever.key));
        }
    }
    let total = prepared.uncertain.len() + prepared.layout.levers().len();
    let whole = wholly(prepared, &inert);
    let mut seen = format!(
        "{} of {total} parameters and levers of single members move nothing in this world",
        inert.len()
    );
    if !whole.is_empty() {
        seen += &format!("; of no member does {} move anything", whole.join(", "));
    }
    Ok((
        law("inert: every parameter and lever moves some outcome, for some member", whole.is_empty(), seen),
        inert,
    ))
}

/// Futures in which things are moved: at least so many, each in a block of its own, until every school holds in one.
fn surroundings(prepared: &Prepared, least: usize) -> Vec<u64> {
    let schools = &prepared.schools;
    let all: usize =
        schools.list.iter().map(|s| s.positions.iter().filter(|p| p.weight > 0.0).count()).product();
    let (mut futures, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
    // A combination that is hardly ever drawn is not waited for.
    for block in 0..1000 {
        if futures.len() >= least && seen.len() >= all {
            break;
        }
        futures.push(block * BLOCK);
        seen.insert(schools.combination(block * BLOCK));
    }
    futures
}

/// What is declared and moves nothing whichever member it belongs to. Of single members some may: who makes and who may buy
/// what is data, and a lever of a bloc that sells nothing has nothing to stop.
fn wholly(prepared: &Prepared, inert: &[String]) -> Vec<String> {
    let is = |kind: &str, key: &str| {
        inert.iter().any(|i| i.strip_prefix(kind).is_some_and(|rest| rest.trim() == key))
    };
    let mut whole = Vec::new();
    for parameter in &prepared.declaration.parameters {
        let slots = prepared.layout.parameter_range(&parameter.key).unwrap_or(0..0);
        let mut drawn = slots.filter(|s| prepared.uncertain.contains(s)).peekable();
        if drawn.peek().is_some() && drawn.all(|s| is("parameter", &prepared.layout.parameters()[s].key)) {
            whole.push(parameter.key.clone());
        }
    }
    for lever in &prepared.declaration.levers {
        let mut slots = prepared.layout.lever_range(lever.key).unwrap_or(0..0);
        if slots.all(|s| is("lever", &prepared.layout.levers()[s].key)) {
            whole.push(lever.key.to_owned());
        }
    }
    whole
}

/// All outcomes of a future under each policy.
fn outcomes(setup: &Setup<'_>, future: u64, values: &[f64]) -> Vec<Vec<f64>> {
    let mut all = Vec::new();
    if let Ok(kernel) = kernel(setup, Width::One) {
        let policies: Vec<usize> = (0..setup.policies.len()).collect();
        let batch = Batch { futures: &[future], parameters: values };
        kernel.run(batch, &policies, &mut |_, cube| all.push(cube.values.clone()));
    }
    all
}

/// Whether some outcome or observable differs by more than the least move under some policy: what a rule alone brings
/// into play does nothing while the rule stands as it is.
fn apart(prepared: &Prepared, a: &[Vec<f64>], b: &[Vec<f64>]) -> bool {
    a.iter().zip(b).any(|(a, b)| differ(prepared, a, b))
}

fn differ(prepared: &Prepared, a: &[f64], b: &[f64]) -> bool {
    let quarters = prepared.study.calendar.quarters;
    let slots = prepared.layout.outcomes().iter().enumerate();
    slots.into_iter().any(|(place, slot)| {
        let outcome = &prepared.declaration.outcomes[slot.declared];
        // A parameter of observation moves observables alone, and that is its job.
        let counts = outcome.headline || outcome.role == Role::Observable;
        let range = place * quarters..(place + 1) * quarters;
        counts
            && a[range.clone()]
                .iter()
                .zip(&b[range])
                .any(|(x, y)| (x - y).abs() > LEAST * x.abs().max(y.abs()).max(1e-9))
    })
}

//! The textbook race against the quantiles published with its equations.

use overtake::ensemble::design::{SCRAMBLES, scramble_of};
use overtake::ensemble::kernel::BatchBuffer;
use overtake::kernels::{Width, kernel};
use overtake::{Changes, Project, Study};

/// Futures of this test, and of the published figures.
const FUTURES: u64 = 10_240;
const PUBLISHED: f64 = 8_192.0;

/// Outcome at the end of the last quarter; its 5%, 50% and 95% quantiles as published; half a unit of their last digit.
const QUANTILES: [(&str, [f64; 3], f64); 8] = [
    ("quality.US", [9.08, 15.88, 23.79], 0.005),
    ("quality.CN", [2.75, 10.71, 20.53], 0.005),
    ("gap", [-0.62, 4.19, 12.72], 0.005),
    ("output.US", [51.1, 83.5, 150.3], 0.05),
    ("output.CN", [72.8, 93.3, 181.2], 0.05),
    ("hazard", [0.011, 0.060, 0.854], 0.0005),
    ("welfare", [1391.0, 1492.0, 1860.0], 0.5),
    ("overtaken_step", [76.0, 100.0, 100.0], 0.5),
];

/// Outcomes in the last quarter by (slot, future).
fn ends(project: &Project) -> Vec<Vec<f64>> {
    let prepared = &project.prepared;
    let (width, design) = (Width::best(), prepared.design().expect("a design"));
    let kernel = kernel(&prepared.setup(), width).expect("a kernel");
    let (lanes, slots) = (width.lanes(), prepared.priors.len());
    let mut all = vec![Vec::new(); prepared.layout.outcomes().len()];
    let mut buffer = BatchBuffer::new(slots, lanes);
    for first in (0..FUTURES).step_by(lanes) {
        let futures: Vec<u64> = (first..first + lanes as u64).collect();
        let filled = buffer.fill(&futures, |future, values| prepared.sample(&*design, future, values));
        kernel.run(filled, &[0], &mut |_, cube| {
            assert!(cube.broken.iter().all(Option::is_none));
            for (slot, column) in all.iter_mut().enumerate() {
                column.extend((0..lanes).map(|lane| cube.get(slot, cube.quarters - 1, lane)));
            }
        });
    }
    all
}

/// The quantile by linear interpolation between order statistics.
fn quantile(values: &mut [f64], at: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let place = at * (values.len() - 1) as f64;
    let (low, part) = (place.floor() as usize, place.fract());
    values[low] + part * (values[(low + 1).min(values.len() - 1)] - values[low])
}

#[test]
fn the_textbook_race_has_the_published_quantiles() {
    let project =
        Project::new(Study::built_in("textbook", &Changes::default()).expect("it reads")).expect("it fits");
    assert_eq!(project.prepared.uncertain.len(), 12);
    let ends = ends(&project);
    let mut wrong = Vec::new();
    for (key, published, rounding) in QUANTILES {
        let slot = project.prepared.layout.outcome(key).unwrap_or_else(|| panic!("no outcome {key}"));
        for (at, published) in [0.05, 0.5, 0.95].into_iter().zip(published) {
            let found = quantile(&mut ends[slot].clone(), at);
            // Ten independent scrambles tell the sampling error of their mean; the published figure has its own, from
            // fewer points. Beyond four standard errors of the difference lie three in a thousand by chance (nine
            // degrees of freedom); the seed is fixed, so that the answer does not flicker.
            let of_scrambles: Vec<f64> = (0..SCRAMBLES)
                .map(|scramble| {
                    let own = (0..FUTURES).zip(&ends[slot]).filter(|(f, _)| scramble_of(*f) == scramble);
                    quantile(&mut own.map(|(_, v)| *v).collect::<Vec<f64>>(), at)
                })
                .collect();
            let n = of_scrambles.len() as f64;
            let mean = of_scrambles.iter().sum::<f64>() / n;
            let variance = of_scrambles.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) / n;
            let tolerance = 4.0 * (variance * (1.0 + FUTURES as f64 / PUBLISHED)).sqrt() + rounding;
            // A tolerance that forgives everything would test nothing.
            assert!(tolerance < 0.1 * published.abs().max(5.0 * rounding), "{key} at {at}: ±{tolerance}");
            if (found - published).abs() > tolerance {
                wrong.push(format!("{key} at {at}: {found} for {published} ± {tolerance}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

//! Effects held against those that a formula gives, over many seeds: estimates without bias, intervals that hold the truth as
//! often as they say, and inputs that do nothing hardly ever named.

use overtake_analysis::{Effect, Runs, deciding, effect, held_out};
use overtake_num::quantile::normal_quantile;
use overtake_num::random::Stream;
use std::f64::consts::PI;

/// Groups, as the ten scrambles of a design.
const GROUPS: usize = 10;

/// Columns of uniform numbers, drawn one by one.
fn independent(seed: u64, runs: usize, inputs: usize) -> Vec<Vec<f64>> {
    let stream = Stream::new(seed, "runs", "");
    (0..inputs).map(|input| (0..runs as u64).map(|run| stream.uniform(run, input as u32)).collect()).collect()
}

/// Columns of uniform numbers, spread within each group as a Latin hypercube spreads them: one in each of so many equal
/// intervals.
fn stratified(seed: u64, runs: usize, inputs: usize) -> Vec<Vec<f64>> {
    let mut columns = independent(seed, runs, inputs);
    for column in &mut columns {
        for group in 0..GROUPS {
            let mut members: Vec<usize> = (group..runs).step_by(GROUPS).collect();
            let size = members.len() as f64;
            members.sort_by(|&a, &b| column[a].total_cmp(&column[b]));
            for (rank, run) in members.into_iter().enumerate() {
                // What is left of the number after its rank is taken from it serves as the place within the interval.
                let inside = (column[run] * 1e6).fract();
                column[run] = (rank as f64 + inside) / size;
            }
        }
    }
    columns
}

fn groups(runs: usize) -> Vec<usize> {
    (0..runs).map(|run| run % GROUPS).collect()
}

/// What many seeds say of one input: the mean of the estimates, the share of intervals that hold the truth, and the share
/// of seeds in which it is named.
#[derive(Debug, Default)]
struct Record {
    mean: f64,
    held: f64,
    named: f64,
}

/// A design: seed, runs, inputs.
type Design = fn(u64, usize, usize) -> Vec<Vec<f64>>;
/// Inputs and result made from uniform columns.
type Model = fn(Vec<Vec<f64>>) -> (Vec<Vec<f64>>, Vec<f64>);

/// Tries many seeds of a model whose inputs have these effects.
fn records(seeds: u64, runs: usize, design: Design, model: Model, truths: &[f64]) -> Vec<Record> {
    let mut records: Vec<Record> = truths.iter().map(|_| Record::default()).collect();
    let part = 1.0 / seeds as f64;
    for seed in 0..seeds {
        let (columns, result) = model(design(seed, runs, truths.len()));
        let runs = Runs::new(columns, groups(runs));
        for ((input, record), truth) in records.iter_mut().enumerate().zip(truths) {
            let Effect { effect, low, high, .. } = effect(&runs, input, &result).expect("an effect");
            record.mean += effect * part;
            record.held += if low <= *truth && *truth <= high { part } else { 0.0 };
            record.named += if low > 0.0 { part } else { 0.0 };
        }
    }
    records
}

/// Fails unless estimates are right on average and 95% intervals hold the truth in at least 90 of 100 seeds, as fair ones do
/// in 99 cases of 100.
fn fair(runs: usize, model: Model, truths: &[f64], bias: f64) {
    for design in [independent as Design, stratified] {
        let records = records(100, runs, design, model, truths);
        for (record, truth) in records.iter().zip(truths) {
            assert!((record.mean - truth).abs() < bias, "{truth} with {runs} runs: {record:?}");
            assert!(record.held >= 0.9, "{truth} with {runs} runs: {record:?}");
        }
    }
}

/// Ishigami and Homma's function of three uniform numbers between −π and π, with a = 7 and b = 0.1.
#[expect(clippy::disallowed_methods, reason = "no result of the program rests on these bits")]
fn ishigami(columns: Vec<Vec<f64>>) -> (Vec<Vec<f64>>, Vec<f64>) {
    let one = |run: usize| {
        let [x, y, z] = [0, 1, 2].map(|input: usize| PI * (2.0 * columns[input][run] - 1.0));
        x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
    };
    let result = (0..columns[0].len()).map(one).collect();
    (columns, result)
}

/// Its first-order indices.
const ISHIGAMI: [f64; 3] = [0.313_905, 0.442_411, 0.0];

/// Three standard normal inputs, the first two with correlation 0.6, and the sum of the first and the third.
fn correlated(mut columns: Vec<Vec<f64>>) -> (Vec<Vec<f64>>, Vec<f64>) {
    for value in columns.iter_mut().flatten() {
        *value = normal_quantile(*value);
    }
    let first = columns[0].clone();
    for (second, first) in columns[1].iter_mut().zip(&first) {
        *second = 0.6 * first + 0.8 * *second;
    }
    let result = first.iter().zip(&columns[2]).map(|(a, c)| a + c).collect();
    (columns, result)
}

/// The squared correlation of each input with the result: 1/2, 0.6²/2 and 1/2. The second is in no equation, yet it tells of
/// the first.
const CORRELATED: [f64; 3] = [0.5, 0.18, 0.5];

/// Whether that sum is positive.
fn truth(columns: Vec<Vec<f64>>) -> (Vec<Vec<f64>>, Vec<f64>) {
    let (columns, sum) = correlated(columns);
    (columns, sum.into_iter().map(|s| f64::from(u8::from(s > 0.0))).collect())
}

/// For jointly normal numbers of squared correlation q, the effect on a sign is (2/π) arcsin q: two draws that share the input
/// have correlation q, and are both positive with chance 1/4 + arcsin(q)/2π (Sheppard 1899).
const TRUTH: [f64; 3] = [1.0 / 3.0, 0.115_220, 1.0 / 3.0];

#[test]
fn the_indices_of_ishigamis_function_are_found_and_their_intervals_hold_them() {
    fair(2_560, ishigami, &ISHIGAMI, 0.01);
    fair(10_240, ishigami, &ISHIGAMI, 0.003);
}

#[test]
fn effects_of_inputs_that_go_together_are_what_the_formula_gives() {
    fair(2_560, correlated, &CORRELATED, 0.01);
    fair(10_240, correlated, &CORRELATED, 0.003);
}

#[test]
fn effects_on_whether_something_is_true_are_what_the_formula_gives() {
    fair(640, truth, &TRUTH, 0.01);
    fair(10_240, truth, &TRUTH, 0.003);
}

#[test]
fn few_runs_tell_a_steep_effect_as_too_small_never_as_too_great() {
    // With 160 runs there are eight bins for the two waves of the second input.
    for design in [independent as Design, stratified] {
        let records = records(100, 160, design, ishigami, &ISHIGAMI);
        for (record, truth) in records.iter().zip(ISHIGAMI) {
            assert!(truth - 0.12 < record.mean && record.mean < truth + 0.01, "{truth}: {record:?}");
        }
    }
}

#[test]
fn inputs_that_do_nothing_are_hardly_ever_named() {
    let (inputs, seeds) = (70, 30);
    for runs in [320, 10_240] {
        let mut named = 0;
        for seed in 0..seeds {
            let mut columns = independent(seed, runs, inputs + 1);
            let last = columns.pop().expect("a column");
            let rare: Vec<f64> = last.iter().map(|u| f64::from(u8::from(*u < 0.05))).collect();
            named += deciding(&Runs::new(columns, groups(runs)), &rare, |_| true, inputs).len();
        }
        let share = named as f64 / (inputs as u64 * seeds) as f64;
        assert!(share < 0.01, "{runs} runs: {share}");
    }
}

#[test]
fn the_strongest_come_first_and_no_more_than_asked_for() {
    let (columns, result) = ishigami(independent(5, 2_560, 3));
    let runs = Runs::new(columns, groups(2_560));
    let named: Vec<usize> = deciding(&runs, &result, |_| true, 5).iter().map(|e| e.input).collect();
    assert_eq!(named, [1, 0]);
    assert_eq!(deciding(&runs, &result, |_| true, 1).len(), 1);
    // An input that is known not to reach the result is not named, and gives its place to the next.
    assert_eq!(deciding(&runs, &result, |input| input != 1, 1)[0].input, 0);
}

#[test]
fn a_prediction_from_all_inputs_foretells_most_of_ishigamis_function_and_from_two_no_more_than_they_hold() {
    let (columns, result) = ishigami(independent(6, 10_240, 3));
    let runs = Runs::new(columns, groups(10_240));
    let skill = |inputs: &[usize]| held_out(&runs, inputs, &result).expect("a skill");
    assert!(skill(&[0, 1, 2]) > 0.9, "{}", skill(&[0, 1, 2]));
    // The first two do nothing together: what they hold is the sum of their indices, 0.756.
    assert!((skill(&[0, 1]) - 0.756).abs() < 0.03, "{}", skill(&[0, 1]));
    assert!(skill(&[2]).abs() < 0.02, "{}", skill(&[2]));
}

//! Whether a few inputs explain what they are said to: a prediction from them alone, held against runs it has not seen.
//!
//! The predictor is a sum of small regression trees, each fitted to what those before it leave (Friedman 2001), over the
//! named inputs only. It is fitted on one half of the groups and asked about the other half, and the reverse. What comes out
//! is the skill
//!
//! ```text
//! 1 − Σ (Y − Ŷ)² / Σ (Y − Ȳ)²        Ȳ: mean of the half it was fitted on
//! ```
//! over both: for a result of zeros and ones, Brier's skill against saying the share each time. Trees catch what inputs do
//! together, which no sum of effects can hold; what they miss for want of runs makes the skill too small, never too large.
//! Below zero it says that the inputs explain nothing that can be told from so few runs.
//!
//! Which inputs are asked about is the caller's choice. Where it was made on all groups, as by [`deciding`](crate::deciding),
//! the choice itself has seen the runs held out; for inputs whose intervals keep clear of zero that is next to nothing.
//!
//! - Friedman, J. H. (2001). Greedy function approximation: a gradient boosting machine. Annals of Statistics 29, 1189–1232.
//! - Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78, 1–3.

use crate::runs::Runs;

/// Trees in the sum.
const TREES: usize = 60;
/// Cuts from root to leaf: as many inputs as can act together in one tree.
const DEPTH: usize = 3;
/// Part of a tree's answer that is added.
const RATE: f64 = 0.1;
/// Bins between which a tree may cut.
const BINS: usize = 32;
/// Fewest fitted runs on either side of a cut.
const LEAST: f64 = 20.0;

/// The held-out skill of a prediction of `result` from some inputs; NaN in `result` leaves a run out. None without two groups,
/// without inputs, or where the result does not vary.
#[must_use]
pub fn held_out(runs: &Runs, inputs: &[usize], result: &[f64]) -> Option<f64> {
    let known = |run: usize| result.get(run).is_some_and(|y| y.is_finite());
    let columns: Vec<Vec<usize>> = inputs.iter().map(|&input| column(runs, input, &known)).collect();
    let complete = |run: usize| known(run) && columns.iter().all(|bins| bins[run] < BINS);
    let asked: Vec<usize> = (0..runs.len()).filter(|&run| complete(run)).collect();
    if inputs.is_empty() {
        return None;
    }
    let half = runs.group_count() / 2;
    let (mut left, mut whole) = (0.0, 0.0);
    for first in [true, false] {
        let fitted = |run: usize| (runs.group(run) < half) == first;
        let (fit, test): (Vec<usize>, Vec<usize>) = asked.iter().partition(|&&run| fitted(run));
        if fit.is_empty() || test.is_empty() {
            return None;
        }
        let mean = fit.iter().map(|&run| result[run]).sum::<f64>() / fit.len() as f64;
        let predicted = boosted(&columns, &fit, &test, result, mean);
        for (&run, predicted) in test.iter().zip(predicted) {
            left += (result[run] - predicted) * (result[run] - predicted);
            whole += (result[run] - mean) * (result[run] - mean);
        }
    }
    (whole > 0.0).then(|| 1.0 - left / whole)
}

/// The bin of each run; [`BINS`] for those that have none.
fn column(runs: &Runs, input: usize, known: &impl Fn(usize) -> bool) -> Vec<usize> {
    let mut column = vec![BINS; runs.len()];
    for (run, bin) in runs.bins(input, BINS, known).0 {
        column[run] = bin;
    }
    column
}

/// A cut: runs at or below `bin` of `column` go left. A node that is not cut sends all of them left.
#[derive(Clone, Copy, Debug)]
struct Cut {
    column: usize,
    bin: usize,
}

/// Fits the trees on `fit` and predicts `test`.
fn boosted(columns: &[Vec<usize>], fit: &[usize], test: &[usize], result: &[f64], mean: f64) -> Vec<f64> {
    let mut residuals: Vec<f64> = fit.iter().map(|&run| result[run] - mean).collect();
    let mut predicted = vec![mean; test.len()];
    let (mut fit_nodes, mut test_nodes) = (vec![0_usize; fit.len()], vec![0_usize; test.len()]);
    for _ in 0..TREES {
        fit_nodes.fill(0);
        test_nodes.fill(0);
        for level in 0..DEPTH {
            let cuts = cuts(columns, fit, &fit_nodes, &residuals, 1 << level);
            for (nodes, runs) in [(&mut fit_nodes, fit), (&mut test_nodes, test)] {
                for (node, &run) in nodes.iter_mut().zip(runs) {
                    let Cut { column, bin } = cuts[*node];
                    *node = 2 * *node + usize::from(columns[column][run] > bin);
                }
            }
        }
        let mut leaves = [(0.0, 0.0); 1 << DEPTH];
        for (&node, residual) in fit_nodes.iter().zip(&residuals) {
            leaves[node].0 += 1.0;
            leaves[node].1 += residual;
        }
        let answers = leaves.map(|(n, sum)| if n > 0.0 { RATE * (sum / n) } else { 0.0 });
        for (&node, residual) in fit_nodes.iter().zip(&mut residuals) {
            *residual -= answers[node];
        }
        for (&node, predicted) in test_nodes.iter().zip(&mut predicted) {
            *predicted += answers[node];
        }
    }
    predicted
}

/// The best cut of each node: the one that takes most off the sum of squares, the first of equals.
fn cuts(columns: &[Vec<usize>], fit: &[usize], nodes: &[usize], residuals: &[f64], count: usize) -> Vec<Cut> {
    let none = Cut { column: 0, bin: BINS };
    let mut best = vec![(0.0, none); count];
    for (column, bins) in columns.iter().enumerate() {
        let mut cells = vec![(0.0, 0.0); count * BINS];
        for ((&run, &node), residual) in fit.iter().zip(nodes).zip(residuals) {
            let cell = &mut cells[node * BINS + bins[run]];
            cell.0 += 1.0;
            cell.1 += residual;
        }
        for (cells, best) in cells.chunks(BINS).zip(&mut best) {
            let (n, sum) = cells.iter().fold((0.0, 0.0), |(n, sum), c| (n + c.0, sum + c.1));
            let (mut left_n, mut left_sum) = (0.0, 0.0);
            for (bin, cell) in cells.iter().enumerate() {
                left_n += cell.0;
                left_sum += cell.1;
                let (right_n, right_sum) = (n - left_n, sum - left_sum);
                if left_n < LEAST || right_n < LEAST {
                    continue;
                }
                let gain = left_sum * left_sum / left_n + right_sum * right_sum / right_n - sum * sum / n;
                if gain > best.0 {
                    *best = (gain, Cut { column, bin });
                }
            }
        }
    }
    best.into_iter().map(|(_, cut)| cut).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use overtake_num::random::Stream;

    fn uniform(run: u32, input: u32) -> f64 {
        Stream::new(1, "runs", "").uniform(u64::from(run), input)
    }

    fn runs(count: u32) -> Runs {
        let columns = [0, 1, 2].map(|input| (0..count).map(|run| uniform(run, input)).collect());
        Runs::new(columns.into(), (0..count as usize).map(|run| run % 10).collect())
    }

    #[test]
    fn what_two_inputs_do_only_together_is_foretold_from_both_and_not_from_one() {
        let either = |run: u32| (uniform(run, 0) > 0.5) != (uniform(run, 1) > 0.3);
        let result: Vec<f64> = (0..3_000).map(|run| f64::from(u8::from(either(run)))).collect();
        let runs = runs(3_000);
        assert!(held_out(&runs, &[0, 1, 2], &result).expect("a skill") > 0.8);
        assert!(held_out(&runs, &[0, 2], &result).expect("a skill") < 0.3);
    }

    #[test]
    fn an_input_that_tells_nothing_foretells_nothing() {
        let result: Vec<f64> = (0..3_000).map(|run| uniform(run, 3)).collect();
        let skill = held_out(&runs(3_000), &[2], &result).expect("a skill");
        assert!((-0.1..0.02).contains(&skill), "{skill}");
    }

    #[test]
    fn without_inputs_groups_or_variation_there_is_no_skill() {
        let (all, varied) = (runs(100), (0..100).map(f64::from).collect::<Vec<f64>>());
        assert_eq!(held_out(&all, &[], &varied), None);
        assert_eq!(held_out(&all, &[0], &[1.0; 100]), None);
        assert_eq!(held_out(&all, &[0], &[f64::NAN; 100]), None);
        assert_eq!(held_out(&all, &[7], &varied), None);
        let one_group = Runs::new(vec![varied.clone()], vec![0; 100]);
        assert_eq!(held_out(&one_group, &[0], &varied), None);
        assert!(held_out(&all, &[0], &varied).is_some());
    }
}

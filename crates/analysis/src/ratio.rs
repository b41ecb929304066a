//! The correlation ratio: the part of a result's variance that goes, on average, when one input is known.
//!
//! ```text
//! η² = Var(E[Y | X]) / Var(Y)
//! ```
//! Pearson (1905) named it. Where inputs are independent it is the first-order index of Sobol' (1993); where they are not it
//! stays what it says, and counts also what X tells of the inputs that go with it (McKay 1997; Da Veiga, Wahl and Gamboa
//! 2009). It is estimated from runs that are there, whatever design made them, by cutting X into bins (Plischke, Borgonovo
//! and Smith 2013; Strong, Oakley and Chilcott 2012).
//!
//! **Bins.** One for each value of an input of few values; else bins of equal numbers of runs, as many as the greatest power
//! of two whose square is no more than the number of runs. A power of two, because the points of a Sobol' design then fall
//! into the bins in equal numbers in each scramble. What Y does within a bin is lost; for a gentle slope that is the share
//! 1/K² of η².
//!
//! **Bias.** Means of few runs scatter, so that bins of an input that does nothing differ too: the plain ratio is too large
//! by about (K − 1)/(n − 1)·(1 − η²). Kelley (1935) subtracts what independent runs would scatter. The runs of a scrambled
//! net are not independent, but its groups are: with T_kg the sum, over the runs of group g in bin k, of Y less the mean of
//! all,
//!
//! ```text
//!             Σ_k  n_k/n · [ (Σ_g T_kg)² − Σ_g T_kg² ] / [ n_k² − Σ_g n_kg² ]
//! effect  =  ─────────────────────────────────────────────────────────────────
//!                              Σ (Y − Ȳ)² / (n − 1)
//! ```
//! The bracket holds products of two different groups only. Their chance parts are independent, so the scatter cancels
//! whatever the design does within a group, and the effect of an input that does nothing is zero on average, but for a part
//! of the order 1/n from the mean of all. It may thus come out below zero and is cut there only where it is shown.
//!
//! **Interval.** Each group is left out in turn (bins as they are); the pseudo-values of that jackknife (Tukey 1958) have the
//! interval of Student's t. A mean of ratios, one from each group, would have two faults: a tenth of the runs allows a third
//! of the bins, and within one group the scatter cannot be told from the effect. The jackknife's variance is too large
//! rather than too small (Efron and Stein 1981), for an input that does nothing about twice, so that few of those are named
//! by chance: one in five hundred, where one in forty would be allowed. Student's t on replicates of randomized nets holds
//! its level better than bootstraps do (L'Ecuyer, Nakayama, Owen and Tuffin 2023).
//!
//! - Pearson, K. (1905). On the general theory of skew correlation and non-linear regression. Dulau.
//! - Kelley, T. L. (1935). An unbiased correlation ratio measure. PNAS 21, 554–559.
//! - Tukey, J. W. (1958). Bias and confidence in not-quite large samples. Annals of Mathematical Statistics 29, 614.
//! - Efron, B. and Stein, C. (1981). The jackknife estimate of variance. Annals of Statistics 9, 586–596.
//! - Sobol', I. M. (1993). Sensitivity estimates for nonlinear mathematical models. Math. Modelling Comput. Exp. 1, 407–414.
//! - McKay, M. D. (1997). Nonparametric variance-based methods of assessing uncertainty importance. RESS 57, 267–279.
//! - Da Veiga, S., Wahl, F. and Gamboa, F. (2009). Local polynomial estimation for sensitivity analysis on models with
//!   correlated inputs. Technometrics 51, 452–463.
//! - Strong, M., Oakley, J. E. and Chilcott, J. (2012). Managing structural uncertainty in health economic decision models: a
//!   discrepancy approach. Journal of the Royal Statistical Society C 61, 25–45.
//! - Plischke, E., Borgonovo, E. and Smith, C. L. (2013). Global sensitivity measures from given data. European Journal of
//!   Operational Research 226, 536–550.
//! - L'Ecuyer, P., Nakayama, M. K., Owen, A. B. and Tuffin, B. (2023). Confidence intervals for randomized quasi-Monte Carlo
//!   estimators. Winter Simulation Conference.

use crate::runs::Runs;
use overtake_num::replicates::half_width;

/// How much one input decides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effect {
    /// Place of the input.
    pub input: usize,
    /// Share of the result's variance; not cut at zero.
    pub effect: f64,
    /// Lower end of its 95% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How much an input decides a result: one number a run, NaN where there is none. None where the result or the input has
/// fewer than two values, or fewer than three groups have runs.
#[must_use]
pub fn effect(runs: &Runs, input: usize, result: &[f64]) -> Option<Effect> {
    let known = |run: usize| result.get(run).is_some_and(|y| y.is_finite());
    let asked = (0..runs.len()).filter(|&run| known(run)).count();
    let (binned, bins) = runs.bins(input, bin_count(asked), known);
    if bins < 2 {
        return None;
    }
    let sums = Sums::new(runs, &binned, bins, result);
    let groups: Vec<usize> = (0..runs.group_count()).filter(|&g| sums.of_groups[g].n > 0.0).collect();
    // What is left without one group must still hold two.
    if groups.len() < 3 {
        return None;
    }
    let all = sums.ratio(None)?;
    let count = groups.len() as f64;
    let without = groups.iter().map(|&g| sums.ratio(Some(g)));
    let pseudo: Option<Vec<f64>> = without.map(|r| Some(count * all - (count - 1.0) * r?)).collect();
    let half = half_width(&pseudo?)?;
    Some(Effect { input, effect: all, low: all - half, high: (all + half).min(1.0) })
}

/// The inputs that decide a result most, the greatest effect first: at most `most`, none whose interval reaches down to zero, and
/// none of which it is known that the result cannot hang on them.
#[must_use]
pub fn deciding(runs: &Runs, result: &[f64], reaches: impl Fn(usize) -> bool, most: usize) -> Vec<Effect> {
    let reaching = (0..runs.inputs()).filter(|&input| reaches(input));
    let effects = reaching.filter_map(|input| effect(runs, input, result));
    let mut named: Vec<Effect> = effects.filter(|e| e.low > 0.0).collect();
    // Equal effects stay in the order of inputs.
    named.sort_by(|a, b| b.effect.total_cmp(&a.effect));
    named.truncate(most);
    named
}

/// The greatest power of two whose square is no more than the number of runs; at least two.
pub(crate) fn bin_count(runs: usize) -> usize {
    let mut bins = 2;
    while 4 * bins * bins <= runs {
        bins *= 2;
    }
    bins
}

/// A number of runs with the sum of their results.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    n: f64,
    sum: f64,
}

/// What the ratio is computed from; results are taken less the mean of all.
struct Sums {
    /// By bin, then group.
    cells: Vec<Cell>,
    of_groups: Vec<Cell>,
    /// Sum of squares by group.
    squares: Vec<f64>,
}

impl Sums {
    fn new(runs: &Runs, binned: &[(usize, usize)], bins: usize, result: &[f64]) -> Self {
        let mean = binned.iter().map(|&(run, _)| result[run]).sum::<f64>() / binned.len() as f64;
        let groups = runs.group_count();
        let mut cells = vec![Cell::default(); bins * groups];
        let mut of_groups = vec![Cell::default(); groups];
        let mut squares = vec![0.0; groups];
        for &(run, bin) in binned {
            let (group, y) = (runs.group(run), result[run] - mean);
            for cell in [&mut cells[bin * groups + group], &mut of_groups[group]] {
                cell.n += 1.0;
                cell.sum += y;
            }
            squares[group] += y * y;
        }
        Self { cells, of_groups, squares }
    }

    /// The ratio without one of the groups; none where the result is the same in all runs.
    fn ratio(&self, without: Option<usize>) -> Option<f64> {
        let groups = self.of_groups.len();
        let kept = || (0..groups).filter(|g| Some(*g) != without);
        let n: f64 = kept().map(|g| self.of_groups[g].n).sum();
        let sum: f64 = kept().map(|g| self.of_groups[g].sum).sum();
        let squares: f64 = kept().map(|g| self.squares[g]).sum();
        let mean = sum / n;
        let variance = (squares - sum * mean) / (n - 1.0);
        // Rounding leaves a trace of variance where there is none.
        if variance.is_nan() || variance <= 1e-12 * squares / n {
            return None;
        }
        let mut between = 0.0;
        for bin in self.cells.chunks(groups.max(1)) {
            let (mut in_bin, mut in_bin_squared, mut total, mut own) = (0.0, 0.0, 0.0, 0.0);
            for g in kept().filter(|&g| bin[g].n > 0.0) {
                let t = bin[g].sum - bin[g].n * mean;
                in_bin += bin[g].n;
                in_bin_squared += bin[g].n * bin[g].n;
                total += t;
                own += t * t;
            }
            // Runs of one group alone say nothing of their bin.
            let pairs = in_bin * in_bin - in_bin_squared;
            if pairs > 0.0 {
                between += in_bin / n * (total * total - own) / pairs;
            }
        }
        Some(between / variance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(values: &[f64], result: &[f64], groups: usize) -> Option<Effect> {
        let groups = (0..values.len()).map(|run| run % groups).collect();
        effect(&Runs::new(vec![values.to_vec()], groups), 0, result)
    }

    #[test]
    fn a_small_case_is_what_one_computes_by_hand() {
        // Three groups of two runs, X = Y = 0 or 1. Each bin: T = ∓1/2 thrice, so (9/4 − 3/4)/(9 − 3) = 1/4; half of the runs
        // each, so 1/4 in all; the variance is 6/4 over 5. Without any group: the same over 4/4 over 3.
        let x = [0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
        let found = one(&x, &x, 3).expect("an effect");
        assert!((found.effect - 5.0 / 6.0).abs() < 1e-15, "{found:?}");
        // All pseudo-values are 3·5/6 − 2·3/4 = 1, so that nothing is left of the interval.
        assert!(
            (found.high - found.effect).abs() < 1e-15
                && found.low == found.effect - (found.high - found.effect)
        );
    }

    #[test]
    fn values_that_do_not_vary_and_too_few_groups_have_no_effect() {
        let x: Vec<f64> = (0..60).map(f64::from).collect();
        assert!(one(&x, &x, 3).is_some());
        assert_eq!(one(&x, &[0.1; 60], 3), None);
        assert_eq!(one(&[2.5; 60], &x, 3), None);
        assert_eq!((one(&x, &x, 1), one(&x, &x, 2)), (None, None));
        assert_eq!((one(&[], &[], 3), one(&x, &[], 3)), (None, None));
        assert_eq!((one(&[f64::NAN; 60], &x, 3), one(&x, &[f64::NAN; 60], 3)), (None, None));
    }

    #[test]
    fn runs_without_a_number_count_as_if_they_were_not_there() {
        let x: Vec<f64> = (0..90).map(|run| f64::from(run * 37 % 90)).collect();
        let y: Vec<f64> = x.iter().map(|x| x * x).collect();
        let (mut longer, mut result) = (x.clone(), y.clone());
        longer.extend([f64::NAN, 7.0, 7.0]);
        result.extend([1e9, f64::NAN, f64::INFINITY]);
        let (short, long) =
            (one(&x, &y, 3).expect("an effect"), one(&longer, &result, 3).expect("an effect"));
        assert!((short.effect - long.effect).abs() < 1e-12, "{short:?} {long:?}");
    }

    #[test]
    fn an_effect_does_not_hang_on_the_unit_of_the_result_or_on_the_order_of_values() {
        let x: Vec<f64> = (0..300).map(|run| f64::from(run * 7 % 300)).collect();
        let y: Vec<f64> = (0..300).map(|run| f64::from(run * 7 % 300) + f64::from(run * 31 % 200)).collect();
        let plain = one(&x, &y, 10).expect("an effect");
        let other: Vec<f64> = y.iter().map(|y| 1e6 - 3.0 * y).collect();
        let turned: Vec<f64> = x.iter().map(|x| -x).collect();
        for found in [one(&x, &other, 10), one(&turned, &y, 10)] {
            let found = found.expect("an effect");
            assert!(
                (found.effect - plain.effect).abs() < 0.01 && (found.low - plain.low).abs() < 0.02,
                "{found:?}"
            );
        }
    }

    #[test]
    fn bins_grow_with_the_square_root_of_the_runs() {
        let found = [0, 15, 16, 160, 320, 1_280, 2_560, 10_240, 81_920].map(bin_count);
        assert_eq!(found, [2, 2, 4, 8, 16, 32, 32, 64, 256]);
    }
}

//! **S6 · Lag.** How many months ago those ahead first reached what a bloc has published.
//!
//! ```text
//! since(P, L) = Σ_j Δ · clamp((P_{j+1} − L)/(P_{j+1} − P_j), 0, 1)            time since the path P first passed L
//! lag_b = 12 [since(best of others, P_b) − since(P_b, best of others)]
//! ```
//! Paths never fall, so a step counts wholly once it lies above L, not at all while it lies below, and in part where
//! it crosses. Negative when the bloc leads. Where both grow at the rate ln g and differ by the ratio R, the lag is
//! 12 ln R / ln g.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | P | published capability over time | log | bloc × step |
//! | L | level | log | – |
//! | lag | lag of the bloc | months | bloc |
//!
//! **Reads** the paths of published capability. **Writes** the lag. **Time**: the whole past.
//! **Source**: the definition of Epoch AI's lag: from the date at which the leader first had it.
//! **Leaves out** nothing; lags longer than the calendar's past count from its start.
//! **Turned off when** never: it is a measure.

use crate::setting::Bloc;
use crate::year::Step;
use overtake_model::{Index, Outcome, Table};
use overtake_num::{Mask, Real};

/// What it reports.
pub const OUTCOMES: &[Outcome] = &[Outcome::stock(
    "frontier_lag_months",
    "bloc",
    "months",
    "Months since the best other bloc first had what this bloc has published; negative when it leads",
)
.linear(-160.0, 160.0)
.headline()
// Each release is a jump, and single decisions to open move the next ones.
.tolerance(0.15)
.of(crate::frontier::KEY)];

/// Time since a path first passed a level, in years, from its values after each step.
#[inline(always)]
fn since<R: Real>(path: &[R], level: R, dt: f64) -> R {
    let mut sum = R::zero();
    for pair in path.windows(2).rev() {
        let (before, after) = (pair[0], pair[1]);
        // Below the level all of the past is below it: what is left would add zeros.
        if !after.gt(level).any() {
            break;
        }
        let above = (after - level) / (after - before).max(R::splat(1e-12));
        sum = above.clamp(R::zero(), R::one()).mul_add(R::splat(dt), sum);
    }
    sum
}

/// Lag of one bloc after `steps` steps, in months.
#[inline(always)]
pub fn months<R: Real>(path: &Table<R, Step, Bloc>, blocs: usize, bloc: Bloc, steps: usize, dt: f64) -> R {
    let mut own = Vec::with_capacity(steps + 1);
    let mut others = Vec::with_capacity(steps + 1);
    for j in 0..=steps {
        let row = path.row(Step::new(j));
        own.push(row[bloc.get()]);
        let mut best = R::splat(f64::NEG_INFINITY);
        for (o, &value) in row.iter().enumerate().take(blocs) {
            if o != bloc.get() {
                best = best.max(value);
            }
        }
        others.push(best);
    }
    let (mine, best) = (own[steps], others[steps]);
    R::splat(12.0) * (since(&others, mine, dt) - since(&own, best, dt))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(steps: usize, f: impl Fn(f64, usize) -> f64) -> Table<f64, Step, Bloc> {
        Table::from_fn(steps + 1, 2, |s: Step, b: Bloc| f(s.get() as f64 * 0.25, b.get()))
    }

    #[test]
    fn steady_growth_lags_by_the_logarithm_of_the_ratio_over_the_growth() {
        // models.md §3.1 D7: R = 10 with growth 4.5 a year is 18.371 months; with 12 a year 11.120.
        for (growth, expected) in [(4.5_f64, 18.371), (12.0, 11.120)] {
            let p = path(80, |t, b| t * Real::ln(growth) - if b == 1 { Real::ln(10.0) } else { 0.0 });
            let follower = months(&p, 2, Bloc::new(1), 80, 0.25);
            assert!((follower - expected).abs() < 1e-3, "{follower} months, expected {expected}");
            assert_eq!(months(&p, 2, Bloc::new(0), 80, 0.25), -follower);
        }
    }

    #[test]
    fn equal_paths_have_no_lag_and_flat_ones_count_whole_steps() {
        let equal = path(20, |t, _| t);
        assert_eq!(months(&equal, 2, Bloc::new(1), 20, 0.25), 0.0);
        // The leader jumps from 0 to 1 in the step that ends at 4 years; the follower has 0.5 at 5 years.
        let jump = path(20, |t, b| {
            if b == 0 {
                f64::from(u8::from(t >= 4.0))
            } else if t >= 4.5 {
                0.5
            } else {
                -1.0
            }
        });
        assert!((months(&jump, 2, Bloc::new(1), 20, 0.25) - 12.0 * 1.125).abs() < 1e-9);
    }
}

//! The Gaussian copula: uniforms that stand alone become uniforms that go together, each as uniform as before.
//!
//! ```text
//! r_ij = 2 sin(π ρ_ij / 6)         Spearman's rank correlation ρ of two coordinates, Pearson's r of their normals
//! L Lᵀ = r                         Cholesky, rows in the order of the coordinates
//! v_i  = Φ(Σ_j≤i L_ij Φ⁻¹(u_j))
//! ```
//! A coordinate that hangs on none before it keeps its bits.

use crate::Real;
use crate::quantile::{normal_cdf, normal_quantile};
use std::fmt;

/// Pearson's correlation of two normals whose ranks correlate by `spearman`.
#[must_use]
pub fn pearson(spearman: f64) -> f64 {
    // Taylor's series of the sine: its argument is at most π/6, where the tenth term lies below the last bit.
    let x = spearman * (std::f64::consts::PI / 6.0);
    let square = x * x;
    let mut sum = 0.0;
    for n in (1..10).rev() {
        let below = f64::from(2 * n * (2 * n + 1));
        sum = f64::mul_add(sum, -square, 1.0) / below;
    }
    2.0 * x * f64::mul_add(sum, -square, 1.0)
}

/// The first coordinate that cannot correlate as asked with those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotPositive {
    /// Its place.
    pub at: usize,
}

impl fmt::Display for NotPositive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "coordinate {} cannot correlate so with those before it", self.at)
    }
}

impl std::error::Error for NotPositive {}

/// Correlations that can be, factored.
#[derive(Clone, Debug, PartialEq)]
pub struct Copula {
    /// Rows of the factor, each up to its diagonal.
    rows: Vec<Vec<f64>>,
}

impl Copula {
    /// Factors the matrix that holds 1 on its diagonal and, for each pair of coordinates, its rank correlation; 0 for all
    /// other pairs.
    ///
    /// # Errors
    /// The first coordinate at which the matrix is not positive definite.
    pub fn new(coordinates: usize, spearman: &[(usize, usize, f64)]) -> Result<Self, NotPositive> {
        // Diagonals this small leave rounding to decide.
        const LEAST: f64 = 1e-9;
        let mut rows: Vec<Vec<f64>> =
            (0..coordinates).map(|n| (0..=n).map(|m| if m == n { 1.0 } else { 0.0 }).collect()).collect();
        for &(a, b, rho) in spearman {
            rows[a.max(b)][a.min(b)] = pearson(rho);
        }
        for at in 0..coordinates {
            for before in 0..at {
                let mut left = rows[at][before];
                for (&x, &y) in rows[at][..before].iter().zip(&rows[before]) {
                    left = f64::mul_add(-x, y, left);
                }
                rows[at][before] = left / rows[before][before];
            }
            let mut left = 1.0;
            for &x in &rows[at][..at] {
                left = f64::mul_add(-x, x, left);
            }
            if left.is_nan() || left <= LEAST {
                return Err(NotPositive { at });
            }
            rows[at][at] = Real::sqrt(left);
        }
        Ok(Self { rows })
    }

    /// Number of coordinates.
    #[must_use]
    pub fn coordinates(&self) -> usize {
        self.rows.len()
    }

    /// Makes independent uniforms dependent, in place.
    pub fn apply(&self, uniforms: &mut [f64]) {
        let normals: Vec<f64> = uniforms.iter().map(|&u| normal_quantile(u)).collect();
        for (uniform, row) in uniforms.iter_mut().zip(&self.rows) {
            let Some((_, before)) = row.split_last() else { continue };
            if before.iter().all(|l| *l == 0.0) {
                continue;
            }
            let mut sum = 0.0;
            for (&l, &z) in row.iter().zip(&normals) {
                sum = f64::mul_add(l, z, sum);
            }
            *uniform = inside(normal_cdf(sum));
        }
    }
}

/// The nearest number strictly between 0 and 1: a quantile of either end may be infinite.
fn inside(uniform: f64) -> f64 {
    uniform.clamp(f64::MIN_POSITIVE, 1.0 - 0.5 * f64::EPSILON)
}

/// The greatest share, in steps of a hundredth, by which all rank correlations can be multiplied so that they can be.
#[must_use]
pub fn feasible(coordinates: usize, spearman: &[(usize, usize, f64)]) -> f64 {
    // Feasible shares run from 0 up to one limit: the matrix is a mixture with the identity, but for the sine.
    let works = |percent: u32| {
        let share = f64::from(percent) / 100.0;
        let scaled: Vec<_> = spearman.iter().map(|&(a, b, rho)| (a, b, share * rho)).collect();
        Copula::new(coordinates, &scaled).is_ok()
    };
    f64::from((1..=100).rev().find(|&p| works(p)).unwrap_or(0)) / 100.0
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use super::*;
    use crate::random::Stream;

    #[test]
    fn pearson_is_twice_the_sine_of_a_sixth_of_pi_at_known_angles() {
        assert_eq!(pearson(0.0), 0.0);
        assert!((pearson(1.0) - 1.0).abs() < 1e-15 && (pearson(-1.0) + 1.0).abs() < 1e-15);
        // 2 sin 15° = (√6 − √2)/2.
        assert!((pearson(0.5) - 0.517_638_090_205_041_5).abs() < 1e-15);
    }

    #[test]
    fn coordinates_without_correlation_keep_their_bits() {
        let copula = Copula::new(4, &[(1, 3, 0.6)]).unwrap();
        let before = [0.1, 0.2, 0.3, 0.4];
        let mut after = before;
        copula.apply(&mut after);
        assert_eq!(after[..3], before[..3]);
        assert_ne!(after[3], before[3]);
    }

    #[test]
    fn ranks_of_random_points_correlate_as_asked_and_stay_uniform() {
        let asked = [(0, 1, 0.5), (0, 2, -0.3), (1, 2, 0.2)];
        let copula = Copula::new(3, &asked).unwrap();
        let stream = Stream::new(1, "copula", "");
        let points: Vec<[f64; 3]> = (0..200_000)
            .map(|n| {
                let mut point = [0, 1, 2].map(|d| stream.uniform(n, d));
                copula.apply(&mut point);
                point
            })
            .collect();
        let n = points.len() as f64;
        for (a, b, rho) in asked {
            // The coordinates are uniform, so that Spearman's correlation is twelve times their covariance.
            let covariance: f64 = points.iter().map(|p| (p[a] - 0.5) * (p[b] - 0.5)).sum::<f64>() / n;
            assert!((12.0 * covariance - rho).abs() < 0.01, "{a} {b}: {}", 12.0 * covariance);
        }
        for d in 0..3 {
            let below = points.iter().filter(|p| p[d] < 0.1).count() as f64 / n;
            assert!((below - 0.1).abs() < 0.01, "{d}: {below}");
        }
    }

    #[test]
    fn correlations_that_contradict_each_other_are_refused_at_the_first_coordinate_that_does() {
        let cannot = [(0, 1, 0.9), (1, 2, 0.9), (0, 2, -0.9)];
        assert_eq!(Copula::new(3, &cannot), Err(NotPositive { at: 2 }));
        let share = feasible(3, &cannot);
        let scaled = |by: f64| cannot.map(|(a, b, rho)| (a, b, by * rho));
        assert!(share > 0.3 && share < 0.7, "{share}");
        assert!(Copula::new(3, &scaled(share)).is_ok());
        assert!(Copula::new(3, &scaled(share + 0.01)).is_err());
    }

    #[test]
    fn uniforms_at_either_end_stay_strictly_inside() {
        let copula = Copula::new(3, &[(0, 1, 0.95), (0, 2, -0.95), (1, 2, -0.9)]).unwrap();
        for end in [f64::MIN_POSITIVE, 1.0 - 0.5 * f64::EPSILON] {
            let mut point = [end; 3];
            copula.apply(&mut point);
            assert!(point.iter().all(|u| *u > 0.0 && *u < 1.0), "{point:?}");
        }
    }
}

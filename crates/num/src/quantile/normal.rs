//! The standard normal, scalar.

use crate::Real;

/// The 95% quantile of the standard normal.
pub(super) const Z95: f64 = 1.644_853_626_951_472_2;

/// Distribution function of the standard normal.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    Real::normal_cdf(x)
}

/// Quantile function of the standard normal: a rational start, then two steps of Halley's method; relative error below
/// 1e-13.
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    if !(u > 0.0 && u < 1.0) {
        return if u == 0.0 {
            f64::NEG_INFINITY
        } else if u == 1.0 {
            f64::INFINITY
        } else {
            f64::NAN
        };
    }
    // Work in the lower tail, where the distribution function keeps its digits.
    if u > 0.5 {
        return -lower(1.0 - u);
    }
    lower(u)
}

/// Abramowitz and Stegun's start (26.2.23, error 4.5e-4), refined.
fn lower(u: f64) -> f64 {
    let t = Real::sqrt(-2.0 * Real::ln(u));
    let above = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let below = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut x = above / below - t;
    for _ in 0..3 {
        let density = Real::exp(-0.5 * x * x) * 0.398_942_280_401_432_7;
        let step = (normal_cdf(x) - u) / density;
        x -= step / (1.0 + 0.5 * x * step);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_quantiles_come_out() {
        // 0.975, 0.95, 0.001 and 1e-10 to sixteen digits.
        let known = [
            (0.975, 1.959_963_984_540_054),
            (0.95, 1.644_853_626_951_472_2),
            (0.5, 0.0),
            (0.001, -3.090_232_306_167_813_5),
            (1e-10, -6.361_340_902_404_056),
        ];
        for (u, x) in known {
            assert!((normal_quantile(u) - x).abs() < 1e-13 * x.abs().max(1.0), "{u}: {}", normal_quantile(u));
        }
    }
}

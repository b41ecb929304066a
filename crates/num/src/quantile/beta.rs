//! The beta distribution on (0, 1), scalar.

use super::normal::Z95;
use crate::Real;

/// ln Γ(x) for x > 0: Stirling's series after shifting x above 12; absolute error below 1e-13.
fn ln_gamma(mut x: f64) -> f64 {
    let mut product = 1.0;
    while x < 12.0 {
        product *= x;
        x += 1.0;
    }
    let r = 1.0 / (x * x);
    let series =
        (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r * (1.0 / 1188.0))))) / x;
    (x - 0.5) * Real::ln(x) - x + 0.918_938_533_204_672_8 + series - Real::ln(product)
}

/// Log of the normalising constant.
fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

/// The regularised incomplete beta function.
pub(super) fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = Real::exp(a * Real::ln(x) + b * Real::ln_1p(-x) - ln_beta(a, b));
    // The fraction converges fast on the side of the mean; the other side follows by symmetry.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

/// The continued fraction of the incomplete beta function, by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let guard = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..400 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let step = d * c;
        value *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

/// The quantile function: Newton's method kept inside a shrinking bracket.
pub(super) fn beta_quantile(a: f64, b: f64, u: f64) -> f64 {
    if u <= 0.0 {
        return 0.0;
    }
    if u >= 1.0 {
        return 1.0;
    }
    let constant = ln_beta(a, b);
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = a / (a + b);
    for _ in 0..200 {
        let miss = beta_cdf(a, b, x) - u;
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = Real::exp((a - 1.0) * Real::ln(x) + (b - 1.0) * Real::ln_1p(-x) - constant);
        let newton = x - miss / density;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if (next - x).abs() <= 1e-15 * x {
            return next;
        }
        x = next;
    }
    x
}

/// Shapes whose 5% and 95% quantiles are given: Newton's method in the logs of the shapes on the distribution function.
pub(super) fn fit(q05: f64, q95: f64) -> Option<(f64, f64)> {
    let (mean, sd) = (0.5 * (q05 + q95), 0.5 * (q95 - q05) / Z95);
    let size = (mean * (1.0 - mean) / (sd * sd) - 1.0).clamp(0.2, 1e7);
    let (mut p, mut q) = (Real::ln(mean * size), Real::ln((1.0 - mean) * size));
    let miss = |p: f64, q: f64| {
        let (a, b) = (Real::exp(p), Real::exp(q));
        (beta_cdf(a, b, q05) - 0.05, beta_cdf(a, b, q95) - 0.95)
    };
    let length = |r: (f64, f64)| r.0.abs() + r.1.abs();
    let mut now = miss(p, q);
    for _ in 0..200 {
        if length(now) < 1e-13 {
            return Some((Real::exp(p), Real::exp(q)));
        }
        let h = 1e-6;
        let (dp, dq) = (miss(p + h, q), miss(p, q + h));
        let (m00, m10) = ((dp.0 - now.0) / h, (dp.1 - now.1) / h);
        let (m01, m11) = ((dq.0 - now.0) / h, (dq.1 - now.1) / h);
        let determinant = m00 * m11 - m01 * m10;
        let (sp, sq) = ((now.0 * m11 - m01 * now.1) / determinant, (m00 * now.1 - now.0 * m10) / determinant);
        if !(sp.is_finite() && sq.is_finite()) {
            return None;
        }
        let mut share = 1.0_f64.min(2.0 / (sp.abs() + sq.abs()));
        loop {
            let next = miss(p - share * sp, q - share * sq);
            if length(next) < length(now) || share < 1e-6 {
                (p, q, now) = (p - share * sp, q - share * sq, next);
                break;
            }
            share *= 0.5;
        }
    }
    (length(now) < 1e-9).then(|| (Real::exp(p), Real::exp(q)))
}

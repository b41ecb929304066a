//! Distributions by their quantile functions: a uniform number in, a value out, the same bits everywhere.

mod beta;
mod normal;

use crate::Real;
use beta::{beta_cdf, beta_quantile};
use normal::Z95;
pub use normal::{normal_cdf, normal_quantile};
use std::fmt;

/// A distribution of one number.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// One value.
    Constant(f64),
    /// Every value between two bounds alike.
    Uniform {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Every ratio between two positive bounds alike.
    LogUniform {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Normal in logs.
    LogNormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Beta, stretched between two bounds.
    Beta {
        /// First shape.
        a: f64,
        /// Second shape.
        b: f64,
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Pareto: heavy tail above a scale.
    Pareto {
        /// Least value.
        scale: f64,
        /// Exponent of the tail.
        shape: f64,
    },
    /// A few values with weights.
    Discrete {
        /// Values in order.
        values: Vec<f64>,
        /// Weight of each, of any sum.
        weights: Vec<f64>,
    },
}

/// A family whose member two quantiles fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Uniform.
    Uniform,
    /// Uniform in logs.
    LogUniform,
    /// Normal.
    Normal,
    /// Normal in logs.
    LogNormal,
    /// Beta between the bounds of the domain.
    Beta,
    /// Pareto.
    Pareto,
}

impl Family {
    /// Every family with its name.
    pub const ALL: [(&'static str, Self); 6] = [
        ("uniform", Self::Uniform),
        ("loguniform", Self::LogUniform),
        ("normal", Self::Normal),
        ("lognormal", Self::LogNormal),
        ("beta", Self::Beta),
        ("pareto", Self::Pareto),
    ];

    /// The family with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, family)| *family)
    }
}

/// Why two quantiles fix no member of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FitError {
    /// The quantiles are not in order or not finite.
    Order,
    /// The family needs positive quantiles.
    Positive,
    /// A beta needs bounds that enclose the quantiles.
    Bounds,
    /// No member has these quantiles.
    None,
}

impl fmt::Display for FitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Order => "the 5% quantile must lie below the 95% quantile, both finite",
            Self::Positive => "this family needs positive quantiles",
            Self::Bounds => "a beta needs a finite domain with both quantiles inside",
            Self::None => "no member of the family has these quantiles",
        })
    }
}

impl std::error::Error for FitError {}

impl Distribution {
    /// The member of a family with the given 5% and 95% quantiles; `domain` bounds a beta.
    ///
    /// # Errors
    /// When there is none.
    pub fn from_quantiles(family: Family, q05: f64, q95: f64, domain: (f64, f64)) -> Result<Self, FitError> {
        if !(q05.is_finite() && q95.is_finite() && q05 < q95) {
            return Err(FitError::Order);
        }
        let positive = if q05 > 0.0 { Ok(()) } else { Err(FitError::Positive) };
        let beyond = 0.05 / 0.9;
        Ok(match family {
            Family::Uniform => {
                let margin = beyond * (q95 - q05);
                Self::Uniform { low: q05 - margin, high: q95 + margin }
            }
            Family::LogUniform => {
                positive?;
                let margin = beyond * (Real::ln(q95) - Real::ln(q05));
                Self::LogUniform { low: q05 * Real::exp(-margin), high: q95 * Real::exp(margin) }
            }
            Family::Normal => Self::Normal { mean: 0.5 * (q05 + q95), sd: 0.5 * (q95 - q05) / Z95 },
            Family::LogNormal => {
                positive?;
                let (low, high) = (Real::ln(q05), Real::ln(q95));
                Self::LogNormal { mu: 0.5 * (low + high), sigma: 0.5 * (high - low) / Z95 }
            }
            Family::Beta => {
                let (low, high) = domain;
                if !(low.is_finite() && high.is_finite() && low < q05 && q95 < high) {
                    return Err(FitError::Bounds);
                }
                let width = high - low;
                let (a, b) = beta::fit((q05 - low) / width, (q95 - low) / width).ok_or(FitError::None)?;
                Self::Beta { a, b, low, high }
            }
            Family::Pareto => {
                positive?;
                // Survival 0.95 and 0.05: the ratio of quantiles is 19^(1/shape).
                let shape = Real::ln(19.0) / (Real::ln(q95) - Real::ln(q05));
                Self::Pareto { scale: q05 * Real::pow(0.95, 1.0 / shape), shape }
            }
        })
    }

    /// The value below which the share `u` lies, for `u` in [0, 1].
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { low, high } => Real::mul_add(high - low, u, *low),
            Self::LogUniform { low, high } => low * Real::exp(u * (Real::ln(*high) - Real::ln(*low))),
            Self::Normal { mean, sd } => Real::mul_add(*sd, normal_quantile(u), *mean),
            Self::LogNormal { mu, sigma } => Real::exp(Real::mul_add(*sigma, normal_quantile(u), *mu)),
            Self::Beta { a, b, low, high } => Real::mul_add(high - low, beta_quantile(*a, *b, u), *low),
            Self::Pareto { scale, shape } => scale * Real::exp(-Real::ln_1p(-u) / shape),
            Self::Discrete { values, weights } => {
                let total: f64 = weights.iter().sum();
                let mut below = 0.0;
                for (value, weight) in values.iter().zip(weights) {
                    below += weight / total;
                    if u < below {
                        return *value;
                    }
                }
                values.last().copied().unwrap_or(f64::NAN)
            }
        }
    }

    /// The share that lies at or below `x`.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        match self {
            Self::Constant(value) => f64::from(u8::from(x >= *value)),
            Self::Uniform { low, high } => ((x - low) / (high - low)).clamp(0.0, 1.0),
            Self::LogUniform { low, high } => {
                let span = Real::ln(*high) - Real::ln(*low);
                if x > *low { ((Real::ln(x) - Real::ln(*low)) / span).clamp(0.0, 1.0) } else { 0.0 }
            }
            Self::Normal { mean, sd } => normal_cdf((x - mean) / sd),
            Self::LogNormal { mu, sigma } => {
                if x > 0.0 {
                    normal_cdf((Real::ln(x) - mu) / sigma)
                } else {
                    0.0
                }
            }
            Self::Beta { a, b, low, high } => beta_cdf(*a, *b, ((x - low) / (high - low)).clamp(0.0, 1.0)),
            Self::Pareto { scale, shape } => {
                if x > *scale {
                    -Real::exp_m1(-shape * (Real::ln(x) - Real::ln(*scale)))
                } else {
                    0.0
                }
            }
            Self::Discrete { values, weights } => {
                let total: f64 = weights.iter().sum();
                let pairs = values.iter().zip(weights);
                pairs.filter(|(v, _)| **v <= x).map(|(_, w)| w / total).sum()
            }
        }
    }

    /// The part of the distribution inside two bounds, by inversion.
    #[must_use]
    pub fn truncated(self, low: f64, high: f64) -> Truncated {
        let u_low = if low == f64::NEG_INFINITY { 0.0 } else { self.cdf(low) };
        let u_high = if high == f64::INFINITY { 1.0 } else { self.cdf(high) };
        // A single point at a bound keeps its own value.
        let point = matches!(self, Self::Constant(_) | Self::Discrete { .. });
        let (u_low, u_high) = if point { (0.0, 1.0) } else { (u_low, u_high) };
        Truncated { distribution: self, low, high, u_low, u_high }
    }
}

/// A distribution inside bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Truncated {
    /// The whole distribution.
    pub distribution: Distribution,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    u_low: f64,
    u_high: f64,
}

impl Truncated {
    /// The value below which the share `u` of what is inside lies; always inside the bounds.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        let value = self.distribution.quantile(Real::mul_add(self.u_high - self.u_low, u, self.u_low));
        value.max(self.low).min(self.high)
    }

    /// Share of the whole distribution that lies inside the bounds.
    #[must_use]
    pub fn inside(&self) -> f64 {
        self.u_high - self.u_low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_member_has_the_quantiles_that_it_was_fitted_to() {
        let cases = [
            (Family::Uniform, -2.0, 5.0),
            (Family::LogUniform, 0.2, 9.0),
            (Family::Normal, -1.0, 3.0),
            (Family::LogNormal, 0.3, 4.0),
            (Family::Beta, 0.1, 0.7),
            (Family::Beta, 0.02, 0.1),
            (Family::Beta, 0.8, 0.99),
            (Family::Beta, 0.1, 0.9),
            (Family::Pareto, 1.0, 30.0),
        ];
        for (family, low, high) in cases {
            let fitted =
                Distribution::from_quantiles(family, low, high, (0.0, 1.0)).expect("it can be fitted");
            for (u, expected) in [(0.05, low), (0.95, high)] {
                let value = fitted.quantile(u);
                assert!((value - expected).abs() < 1e-8 * expected.abs().max(1.0), "{fitted:?} {u}: {value}");
                assert!((fitted.cdf(value) - u).abs() < 1e-9, "{fitted:?}");
            }
        }
    }

    #[test]
    fn quantiles_rise_and_invert_the_distribution_function() {
        let all = [
            Distribution::Normal { mean: 1.0, sd: 2.0 },
            Distribution::LogNormal { mu: 0.5, sigma: 1.0 },
            Distribution::Beta { a: 0.6, b: 3.0, low: 0.0, high: 2.0 },
            Distribution::Beta { a: 40.0, b: 25.0, low: 0.0, high: 1.0 },
            Distribution::Pareto { scale: 2.0, shape: 1.3 },
            Distribution::LogUniform { low: 0.1, high: 10.0 },
        ];
        for distribution in all {
            let mut last = f64::NEG_INFINITY;
            for i in 1..1000 {
                let u = f64::from(i) / 1000.0;
                let x = distribution.quantile(u);
                assert!(x >= last, "{distribution:?} falls at {u}");
                assert!(
                    (distribution.cdf(x) - u).abs() < 1e-10,
                    "{distribution:?} at {u}: {}",
                    distribution.cdf(x)
                );
                last = x;
            }
        }
    }

    #[test]
    fn a_truncated_distribution_never_leaves_its_bounds() {
        let inside = Distribution::Normal { mean: 0.0, sd: 1.0 }.truncated(-0.5, 2.0);
        assert!((inside.quantile(0.0) + 0.5).abs() < 1e-12 && (inside.quantile(1.0) - 2.0).abs() < 1e-12);
        for i in 0..=1000 {
            let x = inside.quantile(f64::from(i) / 1000.0);
            assert!((-0.5..=2.0).contains(&x));
        }
    }

    #[test]
    fn discrete_values_come_by_their_weights() {
        let three = Distribution::Discrete { values: vec![-5.0, -2.0, -1.0], weights: vec![1.0, 2.0, 1.0] };
        let drawn: Vec<f64> = [0.1, 0.3, 0.6, 0.8].iter().map(|u| three.quantile(*u)).collect();
        assert_eq!(drawn, [-5.0, -2.0, -2.0, -1.0]);
    }

    #[test]
    fn quantiles_that_fix_nothing_are_refused() {
        let fit = |family, a, b| Distribution::from_quantiles(family, a, b, (0.0, 1.0));
        assert_eq!(fit(Family::Normal, 2.0, 1.0), Err(FitError::Order));
        assert_eq!(fit(Family::LogNormal, -1.0, 1.0), Err(FitError::Positive));
        assert_eq!(fit(Family::Beta, 0.5, 1.5), Err(FitError::Bounds));
    }
}

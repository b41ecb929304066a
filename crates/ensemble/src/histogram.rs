//! Histograms whose buckets come from a number's bits, so that they merge exactly, and quantiles from them.
//!
//! A linear scale has 512 equal buckets. The logarithmic scales take exponent and top five mantissa bits: 32 buckets
//! an octave, 2% to 3% wide, on both sides of zero, which has a bucket of its own together with everything smaller
//! than 2^-256. No transcendental function is involved, so that every machine counts alike. A scale for positive
//! quantities only and the signed one share these buckets: a sparse histogram pays nothing for sides it never sees.

use overtake_model::Scale;

/// Equal buckets of a linear scale.
const LINEAR: u16 = 512;
/// Mantissa bits that tell buckets of an octave apart.
const MANTISSA: u32 = 5;
/// Least and greatest binary exponent told apart; beyond, numbers fall into the end buckets.
const EXPONENTS: (i32, i32) = (-256, 255);
/// Bucket of zero.
const ZERO: u16 = 1 << 14;
/// Buckets on each side of zero.
const SIDE: u16 = ((EXPONENTS.1 - EXPONENTS.0 + 1) as u16) << MANTISSA;
/// No bucket: the value was missing.
pub(crate) const MISSING: u16 = u16::MAX;
/// One more than the greatest bucket of any scale.
pub(crate) const BUCKETS: usize = ZERO as usize + SIDE as usize + 1;

/// The bucket of a value; [`MISSING`] for one that is not finite.
#[inline]
pub(crate) fn bucket(scale: Scale, value: f64) -> u16 {
    if !value.is_finite() {
        return MISSING;
    }
    match scale {
        Scale::Linear { low, high } => {
            let place = (value - low) / (high - low) * f64::from(LINEAR);
            // The cast saturates and takes NaN, which an empty range gives, to zero.
            (place as u16).min(LINEAR - 1)
        }
        Scale::Log | Scale::SignedLog => {
            let place = side(value);
            if value < 0.0 { ZERO - place } else { ZERO + place }
        }
    }
}

/// Distance from the bucket of zero: exponent and top of the mantissa lie side by side in the bits.
#[inline]
fn side(value: f64) -> u16 {
    const FIRST: i32 = (1023 + EXPONENTS.0) << MANTISSA;
    let place = (value.abs().to_bits() >> (52 - MANTISSA)) as i32 - FIRST + 1;
    place.clamp(0, i32::from(SIDE)) as u16
}

/// Bounds of a bucket; end buckets reach to infinity.
fn bounds(scale: Scale, bucket: u16) -> (f64, f64) {
    match scale {
        Scale::Linear { low, high } => {
            let edge = |n: u16| low + (high - low) * (f64::from(n) / f64::from(LINEAR));
            let lower = if bucket == 0 { f64::NEG_INFINITY } else { edge(bucket) };
            let upper = if bucket >= LINEAR - 1 { f64::INFINITY } else { edge(bucket + 1) };
            (lower, upper)
        }
        Scale::Log | Scale::SignedLog => {
            let edge = |place: u16| {
                // Lower edge of the place-th bucket above zero; the one after the last is infinite.
                if place > SIDE {
                    return f64::INFINITY;
                }
                let exponent = i32::from((place - 1) >> MANTISSA) + EXPONENTS.0 + 1023;
                let mantissa = u64::from((place - 1) & ((1 << MANTISSA) - 1));
                f64::from_bits(((exponent as u64) << 52) | (mantissa << (52 - MANTISSA)))
            };
            match bucket.cmp(&ZERO) {
                std::cmp::Ordering::Equal => (-edge(1), edge(1)),
                std::cmp::Ordering::Greater if bucket - ZERO >= SIDE => (edge(SIDE), f64::INFINITY),
                std::cmp::Ordering::Greater => (edge(bucket - ZERO), edge(bucket - ZERO + 1)),
                std::cmp::Ordering::Less if ZERO - bucket >= SIDE => (f64::NEG_INFINITY, -edge(SIDE)),
                std::cmp::Ordering::Less => (-edge(ZERO - bucket + 1), -edge(ZERO - bucket)),
            }
        }
    }
}

/// What is kept of one outcome in one quarter under one policy: counts by bucket, and the least and greatest value,
/// which make a quantity that no future moves come out exactly.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Histogram {
    /// (bucket, count) in order of bucket.
    pub(crate) counts: Vec<(u16, u32)>,
    /// Least value.
    pub(crate) least: f64,
    /// Greatest value.
    pub(crate) greatest: f64,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: Vec::new(), least: f64::INFINITY, greatest: f64::NEG_INFINITY }
    }
}

impl Histogram {
    /// Values counted.
    pub(crate) fn count(&self) -> u64 {
        self.counts.iter().map(|(_, n)| u64::from(*n)).sum()
    }

    /// Adds another's counts; `spare` lends its memory.
    pub(crate) fn merge(&mut self, other: &Self, spare: &mut Vec<(u16, u32)>) {
        self.widen(other.least, other.greatest);
        spare.clear();
        let (mut ours, mut theirs) = (&self.counts[..], &other.counts[..]);
        while let (Some((a, rest_of_ours)), Some((b, rest_of_theirs))) =
            (ours.split_first(), theirs.split_first())
        {
            match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => {
                    spare.push(*a);
                    ours = rest_of_ours;
                }
                std::cmp::Ordering::Greater => {
                    spare.push(*b);
                    theirs = rest_of_theirs;
                }
                std::cmp::Ordering::Equal => {
                    spare.push((a.0, a.1.saturating_add(b.1)));
                    (ours, theirs) = (rest_of_ours, rest_of_theirs);
                }
            }
        }
        spare.extend(ours);
        spare.extend(theirs);
        self.counts.clone_from(spare);
    }

    /// Takes in the least and the greatest of other values.
    pub(crate) fn widen(&mut self, least: f64, greatest: f64) {
        self.least = if least < self.least { least } else { self.least };
        self.greatest = if greatest > self.greatest { greatest } else { self.greatest };
    }

    /// The least value with at least `percent` of all at or below it, placed inside its bucket as if the values there
    /// were evenly spread; NaN when nothing was counted.
    pub(crate) fn quantile(&self, scale: Scale, percent: u64) -> f64 {
        let total = self.count();
        if total == 0 {
            return f64::NAN;
        }
        let rank = (u128::from(total) * u128::from(percent)).div_ceil(100).max(1) as u64 - 1;
        let mut below = 0;
        for &(bucket, count) in &self.counts {
            let count = u64::from(count);
            if rank < below + count {
                let (low, high) = bounds(scale, bucket);
                let low = if low < self.least { self.least } else { low };
                let high = if high > self.greatest { self.greatest } else { high };
                let along = ((rank - below) as f64 + 0.5) / count as f64;
                let value = low + (high - low) * along;
                // Rounding must not carry a constant away from itself.
                return if low >= high { low } else { value };
            }
            below += count;
        }
        self.greatest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: Scale = Scale::SignedLog;

    fn of(scale: Scale, values: &[f64]) -> Histogram {
        let mut whole = Histogram::default();
        for &v in values {
            whole.merge(
                &Histogram { counts: vec![(bucket(scale, v), 1)], least: v, greatest: v },
                &mut Vec::new(),
            );
        }
        whole
    }

    #[test]
    fn a_value_lies_within_the_bounds_of_its_bucket() {
        let mut value = 1e-90;
        while value < 1e90 {
            for v in [value, -value, 0.0, -0.0] {
                let (low, high) = bounds(LOG, bucket(LOG, v));
                assert!(low <= v && v <= high, "{v} in {low}..{high}");
            }
            value *= 1.013;
        }
        let linear = Scale::Linear { low: -1.0, high: 3.0 };
        for v in [-9.0, -1.0, -0.999, 0.0, 1.5, 2.999, 3.0, 8.0] {
            let (low, high) = bounds(linear, bucket(linear, v));
            assert!(low <= v && v <= high, "{v} in {low}..{high}");
        }
    }

    #[test]
    fn buckets_are_ordered_as_values_are() {
        let values = [-1e300, -1e80, -2.0, -1.0, -1e-9, -0.0, 1e-9, 0.5, 1.0, 1.04, 1e30, f64::MAX];
        assert!(values.windows(2).all(|w| bucket(LOG, w[0]) <= bucket(LOG, w[1])));
        assert!(usize::from(bucket(LOG, f64::MAX)) < BUCKETS);
        assert_ne!(bucket(LOG, 1.0), bucket(LOG, 1.04), "buckets are at most 3% wide");
    }

    #[test]
    fn numbers_that_are_none_have_no_bucket_and_an_empty_range_does_no_harm() {
        assert_eq!(bucket(LOG, f64::NAN), MISSING);
        assert_eq!(bucket(LOG, f64::INFINITY), MISSING);
        assert_eq!(bucket(Scale::Linear { low: 1.0, high: 1.0 }, 1.0), 0);
        assert!(Histogram::default().quantile(LOG, 50).is_nan());
    }

    #[test]
    fn a_constant_comes_back_exactly() {
        for v in [0.1, 7.3e12, -4.4, 0.0] {
            let histogram = of(LOG, &[v; 7]);
            assert_eq!([5, 50, 95].map(|p| histogram.quantile(LOG, p)), [v; 3]);
        }
    }

    #[test]
    fn quantiles_lie_in_the_bucket_of_the_exact_ones() {
        let mut values: Vec<f64> =
            (1..=999).map(|i| (f64::from(i) * 0.618_034).fract() * 50.0 - 3.0).collect();
        for scale in [LOG, Scale::Linear { low: 0.0, high: 40.0 }] {
            let histogram = of(scale, &values);
            values.sort_by(f64::total_cmp);
            for percent in [5, 25, 50, 75, 95] {
                let exact = values[(999_usize * percent).div_ceil(100) - 1];
                let found = histogram.quantile(scale, percent as u64);
                let (low, high) = bounds(scale, bucket(scale, exact));
                assert!(low <= found && found <= high, "{percent}%: {found}, exactly {exact}");
            }
        }
    }

    #[test]
    fn merging_is_counting_together_in_any_order() {
        let (a, b) = ([1.0, -2.0, 3.0, 0.0], [3.0, 3.01, 1e-9]);
        let mut ab = of(LOG, &a);
        ab.merge(&of(LOG, &b), &mut Vec::new());
        let mut ba = of(LOG, &b);
        ba.merge(&of(LOG, &a), &mut Vec::new());
        assert_eq!(ab, ba);
        assert_eq!(ab.count(), 7);
        assert_eq!((ab.least, ab.greatest), (-2.0, 3.01));
    }
}

//! What a few independent replicates say of their mean.

/// The most replicates for which the quantiles below are tabled.
pub const MOST: usize = 10;

/// The 97.5% quantiles of Student's t with one to nine degrees of freedom: two to ten replicates.
const T: [f64; MOST - 1] = [
    12.706_204_736_174_7,
    4.302_652_729_749_46,
    3.182_446_305_283_71,
    2.776_445_105_197_79,
    2.570_581_835_636_31,
    2.446_911_851_144_97,
    2.364_624_251_592_78,
    2.306_004_135_204_17,
    2.262_157_162_798_2,
];

/// Half of the 95% interval of the mean of what independent replicates say; none with fewer than two of them or more than
/// [`MOST`].
///
/// Pseudo-values of a jackknife (Tukey 1958) are such replicates.
#[must_use]
pub fn half_width(values: &[f64]) -> Option<f64> {
    let t = *T.get(values.len().checked_sub(2)?)?;
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
    Some(t * (variance / n).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_is_what_a_textbook_gives() {
        // Mean 3, standard deviation sqrt(2.5), t 2.776: half of the interval is 1.963.
        let half = half_width(&[1.0, 2.0, 3.0, 4.0, 5.0]).expect("a width");
        assert!((half - 1.963_243).abs() < 1e-6, "{half}");
        assert_eq!(half_width(&[7.0; 10]), Some(0.0));
    }

    #[test]
    fn one_replicate_has_no_width_and_more_than_are_tabled_have_none() {
        assert_eq!((half_width(&[]), half_width(&[1.0])), (None, None));
        assert!(half_width(&[1.0; MOST]).is_some() && half_width(&[1.0; MOST + 1]).is_none());
    }
}

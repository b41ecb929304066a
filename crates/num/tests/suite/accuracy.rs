//! Elementary functions against correctly rounded references, over dense sweeps.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]
#![expect(clippy::disallowed_methods, reason = "points are spread over sizes; their last bits do not matter")]

use overtake_num::Real;
use overtake_num::random::Stream;

/// Distance in representable numbers, which is that in units in the last place but at a power of two.
fn ulp(value: f64, reference: f64) -> f64 {
    if (value.is_nan() && reference.is_nan()) || value == reference {
        return 0.0;
    }
    if value.is_nan() || reference.is_nan() || value.signum() != reference.signum() {
        return f64::INFINITY;
    }
    value.abs().to_bits().abs_diff(reference.abs().to_bits()) as f64
}

/// Greatest error over points spread evenly and at random.
fn worst(
    name: &str,
    points: impl Iterator<Item = f64>,
    ours: fn(f64) -> f64,
    reference: fn(f64) -> f64,
) -> f64 {
    let mut most = (0.0, 0.0);
    for x in points {
        let error = ulp(ours(x), reference(x));
        assert!(error.is_finite(), "{name}({x}) = {} and not {}", ours(x), reference(x));
        if error > most.0 {
            most = (error, x);
        }
    }
    println!("{name}: at most {} ulp, at {:e}", most.0, most.1);
    most.0
}

fn between(low: f64, high: f64) -> impl Iterator<Item = f64> {
    let random = Stream::new(1, "sweep", "");
    let n = 200_000_u32;
    (0..n).flat_map(move |i| {
        let even = low + (high - low) * f64::from(i) / f64::from(n);
        [even, low + (high - low) * random.uniform(0, i)]
    })
}

/// Positive numbers of every size.
fn magnitudes(low: f64, high: f64) -> impl Iterator<Item = f64> {
    between(low, high).map(|e| 2.0_f64.powf(e))
}

#[test]
fn exp_stays_within_its_bound_over_its_whole_range() {
    let points = between(-708.0, 709.4).chain(between(-1.0, 1.0)).chain(magnitudes(-300.0, -1.0));
    assert!(worst("exp", points, Real::exp, core_math::exp) <= 1.1);
}

#[test]
fn ln_stays_within_its_bound_over_its_whole_range() {
    let points = magnitudes(-1022.0, 1023.9).chain(between(0.5, 2.0)).chain(between(0.999, 1.001));
    assert!(worst("ln", points, Real::ln, core_math::log) <= 1.1);
    // As `exp` gives zero of what it would take subnormal numbers to say.
    let below = [0.0, 5e-324, f64::MIN_POSITIVE / 2.0].map(Real::ln);
    assert_eq!(below, [f64::NEG_INFINITY; 3]);
    assert!(Real::ln(f64::MIN_POSITIVE) > -709.0);
}

#[test]
fn exp_m1_and_ln_1p_stay_within_their_bounds() {
    let points = || between(-50.0, 709.0).chain(between(-1.0, 1.0)).chain(magnitudes(-200.0, 0.0));
    assert!(worst("exp_m1", points().map(|x| x.min(709.0)), Real::exp_m1, core_math::expm1) <= 2.0);
    let small = points().map(|x| -x.abs().min(1.0)).filter(|x| *x > -1.0);
    assert!(worst("ln_1p", small.chain(magnitudes(-60.0, 900.0)), Real::ln_1p, core_math::log1p) <= 2.5);
}

#[test]
fn logistic_stays_within_its_bound() {
    let reference = |x: f64| {
        // 1/(1 + e^-x) as (1 + tanh(x/2))/2 loses nothing where x is above zero; below, e^x/(1 + e^x).
        if x >= 0.0 {
            1.0 / (1.0 + core_math::exp(-x))
        } else {
            core_math::exp(x) / (1.0 + core_math::exp(x))
        }
    };
    assert!(
        worst("logistic", between(-700.0, 40.0).chain(between(-5.0, 5.0)), Real::logistic, reference) <= 4.0
    );
}

#[test]
fn pow_stays_within_its_bounds() {
    let random = Stream::new(2, "pow", "");
    let (mut near, mut far) = (0.0_f64, 0.0_f64);
    for i in 0..400_000_u32 {
        let x = 2.0_f64.powf(40.0 * (random.uniform(0, i) - 0.5));
        let y = 60.0 * (random.uniform(1, i) - 0.5);
        let reference = core_math::pow(x, y);
        if !(1e-300..=1e300).contains(&reference) {
            continue;
        }
        let error = ulp(Real::pow(x, y), reference);
        if (1e-60..1e60).contains(&reference) {
            near = near.max(error);
        } else {
            far = far.max(error);
        }
    }
    println!("pow: at most {near} ulp inside 1e±60, {far} outside");
    assert!(near <= 2.0 && far <= 12.0);
}

#[test]
fn normal_cdf_stays_within_its_bounds() {
    let reference = |x: f64| 0.5 * core_math::erfc(-x * std::f64::consts::FRAC_1_SQRT_2);
    let mut most = (0.0_f64, 0.0_f64);
    for x in between(-37.0, 8.0).chain(between(-4.0, 4.0)) {
        // The reference's own argument is rounded, which costs x² ulp; the bound leaves room for it.
        let error = (Real::normal_cdf(x) - reference(x)).abs() / reference(x);
        most = if x > -5.0 { (most.0.max(error), most.1) } else { (most.0, most.1.max(error)) };
    }
    println!("normal_cdf: relative error at most {:e} above -5, {:e} below", most.0, most.1);
    assert!(most.0 < 1e-12 && most.1 < 1e-12);
}

#[test]
fn special_values_are_what_they_should_be() {
    let (infinity, nan) = (f64::INFINITY, f64::NAN);
    assert_eq!(Real::exp(-infinity), 0.0);
    assert_eq!((Real::exp(infinity), Real::exp(-708.8), Real::exp(709.5)), (infinity, 0.0, infinity));
    assert!(Real::exp(-708.7) > 0.0 && Real::exp(709.4) < infinity);
    assert!(Real::exp(nan).is_nan() && Real::ln(nan).is_nan() && Real::ln(-1.0).is_nan());
    assert_eq!(Real::ln(0.0), -infinity);
    assert_eq!(Real::ln(infinity), infinity);
    assert_eq!(Real::ln_1p(-1.0), -infinity);
    assert!(Real::ln_1p(-1.5).is_nan() && Real::ln_1p(nan).is_nan());
    assert_eq!(Real::exp_m1(0.0).to_bits(), 0.0_f64.to_bits());
    assert_eq!((Real::exp_m1(-infinity), Real::exp_m1(infinity)), (-1.0, infinity));
    assert!(Real::exp_m1(nan).is_nan());
    assert_eq!((Real::pow(0.0, 2.0), Real::pow(0.0, -1.0), Real::pow(nan, 0.0)), (0.0, infinity, 1.0));
    assert_eq!((Real::pow(1.0, nan), Real::pow(infinity, -2.0)), (1.0, 0.0));
    assert!(Real::pow(-2.0, 0.5).is_nan() && Real::pow(2.0, nan).is_nan());
    assert_eq!((Real::logistic(infinity), Real::logistic(-infinity)), (1.0, 0.0));
    assert!(Real::logistic(nan).is_nan() && Real::normal_cdf(nan).is_nan());
    assert_eq!((Real::normal_cdf(infinity), Real::normal_cdf(-infinity)), (1.0, 0.0));
}

//! Every number type gives the bits of `f64`, lane by lane.
#![allow(clippy::unwrap_used, reason = "a test")]

use overtake_num::random::Stream;
use overtake_num::{
    Avx2, Avx512, Calculation, Count, Lanes2, Lanes4, Lanes16, Level, Mask, Real, canonical_nan, trampolines,
};

/// Operations of one, two and three numbers; each gives several results.
fn everything<R: Real>(a: R, b: R, c: R) -> Vec<R> {
    let choose = |mask: R::Mask| R::select(mask, a, b);
    let (mantissa, exponent) = a.abs().max(R::splat(1e-300)).min(R::splat(1e300)).split_exponent();
    let mut sum = a;
    sum += b;
    sum -= c;
    sum *= b;
    vec![
        a + b,
        a - b,
        a * b,
        a / b,
        -a,
        sum,
        a.mul_add(b, c),
        a.abs(),
        a.abs().sqrt(),
        a.min(b),
        a.max(b),
        a.positive_part(),
        a.clamp(R::splat(-1.0), R::splat(2.0)),
        a.recip(),
        choose(a.lt(b)),
        choose(a.le(b)),
        choose(a.gt(b) & !b.eq_to(c)),
        choose(a.ge(b) | a.is_finite()),
        a.exp(),
        a.ln(),
        a.abs().pow(b),
        a.ln_1p(),
        a.exp_m1(),
        a.logistic(),
        a.normal_cdf(),
        mantissa,
        exponent,
        R::splat(7.0).round_ties_even().power_of_two(),
        overtake_num::order::sum_by_value(&[a, b, c, b]),
    ]
}

fn inputs(seed: u64, future: u64, place: u32) -> f64 {
    let special =
        [0.0, -0.0, 1.0, -1.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 5e-324, 1e308, 710.0, -746.0];
    let stream = Stream::new(seed, "input", "");
    let u = stream.uniform(future, place);
    let kind = stream.bits(future, place + 100) % 8;
    match kind {
        0 => special[(stream.bits(future, place + 200) % 11) as usize],
        1..=4 => 10.0 * (u - 0.5),
        5 => 1500.0 * (u - 0.5),
        _ => (u - 0.5) * Real::exp(400.0 * (u - 0.5)),
    }
}

trampolines! {
    fn compiled<R>(a: R, b: R, c: R) -> Vec<R> = everything;
}

/// The comparison by the name of the lanes.
struct Agrees(&'static str);

impl Calculation for Agrees {
    type Done = ();
    fn over<R: Real>(self) {
        agrees::<R>(self.0);
    }
}

fn agrees<R: Real>(name: &str) {
    assert!(R::Level::available());
    for round in 0..2_000 {
        let at = |place: u32| R::from_lanes(|lane| inputs(round, lane as u64, place));
        let (a, b, c) = (at(0), at(1), at(2));
        let results = compiled(a, b, c);
        for lane in 0..R::LANES {
            let plain = everything(a.lane(lane), b.lane(lane), c.lane(lane));
            for (place, (result, expected)) in results.iter().zip(&plain).enumerate() {
                let (got, expected) = (canonical_nan(result.lane(lane)), canonical_nan(*expected));
                assert_eq!(
                    got.to_bits(),
                    expected.to_bits(),
                    "{name}, result {place} of ({}, {}, {}): {got} and not {expected}",
                    a.lane(lane),
                    b.lane(lane),
                    c.lane(lane)
                );
            }
        }
    }
}

#[test]
fn lanes_of_every_width_and_level_agree_with_f64() {
    agrees::<f64>("f64");
    agrees::<Count>("Count");
    agrees::<Lanes2>("2 lanes");
    agrees::<Lanes4>("4 lanes");
    let _ = Avx2::eight_lanes(Agrees("8 lanes of AVX2"));
    let _ = Avx512::sixteen_lanes(Agrees("16 lanes of AVX-512"));
    agrees::<Lanes16>("16 lanes");
}

#[test]
fn masks_tell_any_from_all() {
    type Four = Lanes4;
    let rising = Four::from_lanes(|lane| lane as f64);
    let above = rising.gt(Four::splat(1.5));
    assert!(above.any() && !above.all() && above.lane(2) && !above.lane(1));
    assert!((above | !above).all() && !(above & !above).any());
}

#[test]
fn counting_expands_elementary_functions() {
    Count::reset();
    let one = Count::splat(1.0) + Count::splat(2.0);
    assert_eq!(Count::total(), 1);
    let _ = one.mul_add(one, one);
    assert_eq!(Count::total(), 3);
    Count::reset();
    let _ = one.exp();
    let exp = Count::total();
    assert!((30..60).contains(&exp), "exp is made of {exp} operations");
}

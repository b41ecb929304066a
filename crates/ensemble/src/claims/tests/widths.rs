//! Shares and their widths: what sums up, what is left out, what is never claimed.

use super::{NAN, decided};
use crate::claims::decide::Better;
use crate::claims::{Decided, Share, Truth, Verdict, contrast, prior_band, share, verdict};
use proptest::prelude::*;

/// Keeps what is asked of the scrambles below `n` and makes the others undefined.
fn only_scrambles(n: u64, mut all: Vec<Decided>) -> Vec<Decided> {
    for d in all.iter_mut().filter(|d| d.future % 10 >= n) {
        d.truth = Truth::Undefined;
    }
    all
}

#[test]
fn students_t_counts_the_scrambles_that_say_something() {
    // 97.5% quantiles of Student's t from a printed table, by degrees of freedom.
    let table = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262];
    for n in 2..=10_u64 {
        // Scramble s holds in 45 + s of its hundred futures.
        let all = only_scrambles(n, decided(1000, |f| f / 10 < 45 + f % 10));
        let answer = share("as-is", &all, &[], |_, _| 0);
        let shares: Vec<f64> = (0..n).map(|s| 0.45 + 0.01 * s as f64).collect();
        let mean = shares.iter().sum::<f64>() / n as f64;
        let variance = shares.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>() / (n - 1) as f64;
        let half = table[n as usize - 2] * (variance / n as f64).sqrt();
        let (low, high) = answer.sampling.unwrap();
        assert!((low - (mean - half)).abs() < 1e-4, "{n}: {low} {}", mean - half);
        assert!((high - (mean + half)).abs() < 1e-4, "{n}: {high} {}", mean + half);
    }
}

#[test]
fn one_scramble_gives_no_interval() {
    let answer = share("as-is", &only_scrambles(1, decided(5000, |f| f % 20 == 0)), &[], |_, _| 0);
    assert_eq!((answer.holds, answer.fails), (250, 250));
    assert_eq!(answer.sampling, None);
    assert!(answer.share.is_some() && answer.prior_band.is_some());
}

#[test]
fn nothing_that_qualifies_gives_neither_share_nor_width_nor_verdict() {
    for all in [Vec::new(), only_scrambles(0, decided(500, |_| true))] {
        let answer = share("as-is", &all, &[], |_, _| 0);
        assert_eq!(answer.undefined, all.len() as u64);
        assert_eq!(
            (answer.share, answer.sampling, answer.schools, answer.prior_band),
            (None, None, None, None)
        );
        assert_eq!((answer.median_effect, verdict(&answer)), (None, None));
    }
}

#[test]
fn too_few_qualifying_futures_give_a_share_and_no_verdict() {
    let of = |qualifying: u64| {
        let futures = decided(qualifying, |_| true).into_iter();
        let silent =
            (qualifying..1000).map(|future| Decided { future, truth: Truth::Undefined, effect: f64::NAN });
        share("as-is", &futures.chain(silent).collect::<Vec<_>>(), &[], |_, _| 0)
    };
    assert_eq!((of(99).share, verdict(&of(99))), (Some(1.0), None));
    assert_eq!(verdict(&of(100)), Some(Verdict::Holds));
}

#[test]
fn a_missing_width_speaks_for_neither_side() {
    let mut answer = share("as-is", &decided(1000, |f| f / 10 < 95), &[], |_, _| 0);
    assert_eq!(verdict(&answer), Some(Verdict::Holds));
    answer.sampling = None;
    assert_eq!(verdict(&answer), Some(Verdict::Leans));
    answer.schools = None;
    assert_eq!(verdict(&answer), Some(Verdict::Open));
    answer.prior_band = None;
    assert_eq!(verdict(&answer), Some(Verdict::Open));
}

/// So many switches of so many schools.
fn switches(switches: usize, schools: usize) -> Vec<Vec<String>> {
    (0..switches).map(|s| (0..schools).map(|n| format!("{s}.{n}")).collect()).collect()
}

/// The answer over rival schools of one switch, each with the number of its futures and how many of these hold.
fn of_schools(schools: &[(u64, u64)]) -> Share {
    let ends: Vec<u64> = schools.iter().scan(0, |end, s| Some((*end += s.0, *end).1)).collect();
    let school = |future: u64| ends.iter().position(|end| future < *end).expect("a school");
    let holds = |future: u64| {
        let (all, holds) = schools[school(future)];
        future < ends[school(future)] - all + holds
    };
    share("p", &decided(ends[ends.len() - 1], holds), &switches(1, schools.len()), |_, future| school(future))
}

#[test]
fn schools_are_the_least_and_greatest_share_of_those_met_often_enough() {
    assert_eq!(of_schools(&[(2500, 2500), (900, 0), (100, 50)]).schools, Some((0.0, 1.0)));
    // One of 99 futures is no school to compare with; the others differ less.
    let answer = of_schools(&[(2000, 2000), (500, 400), (99, 0)]);
    assert_eq!(answer.schools, Some((0.8, 1.0)));
    assert_eq!(answer.schools_named, Some(("0.1".to_owned(), "0.0".to_owned())));
}

#[test]
fn without_two_rivals_the_width_over_schools_is_not_known_and_no_verdict_rests_on_it() {
    for alone in [&[(2560, 2560)][..], &[(2500, 2500), (99, 99)], &[(99, 99); 26]] {
        let answer = of_schools(alone);
        assert_eq!((answer.schools, verdict(&answer)), (None, Some(Verdict::Leans)), "{alone:?}");
    }
    // Schools of different switches are no rivals.
    let two = share("p", &decided(2560, |_| true), &switches(2, 1), |_, _| 0);
    assert_eq!((two.schools, two.schools_named), (None, None));
    assert_eq!(verdict(&of_schools(&[(1280, 1280), (1280, 1280)])), Some(Verdict::Holds));
}

#[test]
fn in_fewer_than_sixteen_blocks_schools_are_not_compared() {
    assert_eq!(of_schools(&[(1200, 1200), (1200, 0)]).schools, None);
    assert_eq!(of_schools(&[(1201, 1201), (1200, 0)]).schools, Some((0.0, 1.0)));
}

#[test]
fn schools_of_several_switches_are_each_counted_over_those_of_the_others() {
    // The first switch decides all of it, the second nothing: each of its schools holds in half of its futures.
    let decided = decided(2560, |f| f < 1280);
    let apart = |switch: usize, f: u64| if switch == 0 { usize::from(f >= 1280) } else { (f % 2) as usize };
    let both = share("p", &decided, &switches(2, 2), apart);
    assert_eq!((both.schools, both.schools_named), (Some((0.0, 1.0)), Some(("0.1".into(), "0.0".into()))));
    assert_eq!(share("p", &decided, &switches(1, 2), |_, f| apart(1, f)).schools, Some((0.5, 0.5)));
    let none = share("p", &decided, &[], apart);
    assert_eq!((none.schools, none.schools_named), (Some((0.5, 0.5)), None), "a model without schools");
}

#[test]
fn the_prior_band_of_all_or_none_is_a_point() {
    assert_eq!(prior_band(0.0), (0.0, 0.0));
    assert_eq!(prior_band(1.0), (1.0, 1.0));
}

#[test]
fn an_effect_without_end_is_no_effect() {
    for effect in [f64::INFINITY, f64::NEG_INFINITY, NAN] {
        for better in [Better::Higher, Better::Lower] {
            assert_eq!(contrast(effect, 1.0, better), Truth::Undefined);
        }
    }
}

proptest! {
    #[test]
    fn counts_sum_and_widths_hold_the_share(
        effects in proptest::collection::vec(prop_oneof![-3.0..3.0, Just(NAN), Just(f64::INFINITY), Just(0.0)], 0..400),
        band in 0.0..2.0,
    ) {
        let better = if band > 1.0 { Better::Lower } else { Better::Higher };
        let one = |(future, &effect): (usize, &f64)| {
            Decided { future: future as u64, truth: contrast(effect, band, better), effect }
        };
        let all: Vec<Decided> = effects.iter().enumerate().map(one).collect();
        let answer = share("p", &all, &[], |_, _| 0);
        prop_assert_eq!(answer.holds + answer.fails + answer.within_band + answer.undefined, all.len() as u64);
        prop_assert_eq!(answer.median_effect.is_some(), answer.share.is_some());
        if let Some(share) = answer.share {
            prop_assert!((0.0..=1.0).contains(&share));
            for (low, high) in [answer.sampling, answer.prior_band].into_iter().flatten() {
                prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0, "{low} {share} {high}");
            }
        }
    }
}

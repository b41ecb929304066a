//! The frontier: what runs cost, when laboratories release, what is published.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::{Index, Quarter, Values};
use overtake_race::research::frontier::{Parameters, shares};
use overtake_race::units::{FLOP_PER_H100_YEAR, GAUGE_FLOP, NO_CAPABILITY};
use proptest::prelude::*;

const BLOCS: [&str; 3] = ["US", "CN", "ROW"];

#[test]
fn a_lone_laboratory_trains_on_its_blocs_share_of_training_compute() {
    // C = H* · min(1, training · concentration) · D · U · F.
    for concentration in [0.5, 1.0, 4.0, 20.0] {
        let game = Game::plain(plain_world(&["A", "B"]), years(1))
            .set("frontier.training_share", 0.2)
            .set("frontier.utilisation", 0.35)
            .set("frontier.run_length", 0.4)
            .lever("frontier.concentration", concentration);
        let run = game.run(0);
        let disposal = run.path("compute_at_disposal.A");
        for (found, disposal) in run.path("largest_run.A").into_iter().zip(disposal) {
            // An H100 does 989.4e12 FLOP a second; a Julian year has 31,557,600 of them.
            let flop = disposal * (0.2 * concentration).min(1.0) * 0.4 * 0.35 * 989.4e12 * 31_557_600.0;
            // The run is kept as a logarithm: e^{ln} is good to 1e-14 here.
            close(found, flop, 1e-13, "largest run");
        }
    }
}

#[test]
fn capability_is_the_log_of_the_run_plus_software_plus_what_was_borrowed() {
    let run = Game::plain(plain_world(&["A", "B"]), years(1))
        .set("software.growth", 1.0)
        .set("software.offset.B", -2.0)
        .set("borrowing.rate", 2.0)
        .run(4);
    let path = |key: &str| run.path(&format!("{key}.B"));
    let parts =
        path("largest_run").into_iter().zip(path("software_efficiency")).zip(path("borrowed_capability"));
    for (((flop, software), borrowed), found) in parts.zip(path("frontier_unpublished")) {
        let expected = (flop / GAUGE_FLOP).ln() + software + borrowed;
        assert!((found - expected).abs() < 1e-13, "{found}, expected {expected}");
    }
    assert!(path("borrowed_capability").last().unwrap() > &0.5);
}

#[test]
fn in_a_quarter_a_laboratory_releases_with_the_chance_of_its_mean_interval() {
    // Releases come at the rate 1/D: a quarter has one with the chance 1 − e^{−1/(4D)}. Capability grows, so each shows.
    for length in [0.1, 0.3, 1.0] {
        let game = Game::plain(plain_world(&["A", "B"]), years(1))
            .set("software.growth", 1.0)
            .set("frontier.run_length", length);
        let (mut seen, mut all) = (0_u32, 0_u32);
        for future in 0..100 {
            let run = game.run(future);
            for key in ["laboratory_capability.lab_A", "laboratory_capability.lab_B"] {
                let published = run.path(key);
                seen += published.windows(2).map(|w| u32::from(w[1] > w[0])).sum::<u32>();
                all += 63;
            }
        }
        let (share, chance) = (f64::from(seen) / f64::from(all), 1.0 - (-0.25_f64 / length).exp());
        // Four standard deviations of a share of 12,600 independent draws.
        let allowed = 4.0 * (chance * (1.0 - chance) / f64::from(all)).sqrt();
        assert!((share - chance).abs() < allowed, "{share} of quarters, expected {chance}, D = {length}");
    }
}

#[test]
fn the_last_release_of_a_quarter_is_as_old_as_an_exponential_says() {
    // Capability grows by g a year along a straight line, so the age of a release is (x − P)/g. Given that it lies
    // within the quarter of length h, an exponential age of mean D has the mean D − h/(e^{h/D} − 1).
    let (growth, length, h) = (2.0, 0.3, 0.25_f64);
    let game = Game::plain(plain_world(&["A", "B"]), years(1))
        .set("chips.reserve", 0.0001)
        .set("software.growth", growth)
        .set("frontier.run_length", length);
    let mut ages = Vec::new();
    for future in 0..100 {
        let run = game.run(future);
        let (able, published) = (run.path("frontier_unpublished.A"), run.path("frontier_capability.A"));
        let released = (1..64).filter(|&q| published[q] > published[q - 1]);
        ages.extend(released.map(|q| (able[q] - published[q]) / growth));
    }
    let count = ages.len() as f64;
    let mean = ages.iter().sum::<f64>() / count;
    let expected = length - h / ((h / length).exp() - 1.0);
    // An age within the quarter deviates by less than h/√12 from its mean; four deviations of the mean.
    assert!((mean - expected).abs() < 4.0 * h / (12.0 * count).sqrt(), "{mean} years, expected {expected}");
    assert!(ages.iter().all(|age| (-1e-4..h).contains(age)));
}

#[test]
fn a_laboratory_without_chips_trains_and_publishes_nothing_new() {
    // Software improves and rivals teach, but there is nothing to train on.
    for bloc in [".CN", ""] {
        let run =
            real_game(0).lever(&format!("money.multiplier{bloc}"), 0.0).set("compute.rented", 0.0).run(1);
        let published = run.path("frontier_capability.CN");
        assert!(
            published.iter().all(|p| *p == published[0]),
            "from {} to {:?}",
            published[0],
            published.last()
        );
    }
}

#[test]
fn nobody_rents_out_more_compute_than_it_has() {
    // Six blocs that would each rent a fifth of the seventh's.
    let blocs = ["A", "B", "C", "D", "E", "F", "G"];
    let run = Game::plain(plain_world(&blocs), years(1))
        .set("compute.rented", 0.2)
        .lever("money.multiplier.A", 100.0);
    let cube = run.cube(overtake_kernels::Width::One, &[0], &run.values);
    assert_eq!(cube.broken[0], None);
}

#[test]
fn a_laboratory_publishes_nothing_before_it_is_born() {
    let mut world = plain_world(&["A", "B"]);
    let mut young = laboratory("young", "A");
    young.numbers.insert("born".to_owned(), 2021.4);
    young.references.insert("takes_from".to_owned(), vec!["lab_A".to_owned()]);
    axis(&mut world, "laboratory").push(young);
    let game = Game::plain(world, years(1)).set("software.growth", 1.0).set("frontier.weight.young", 0.4);
    let mut first = Vec::new();
    for future in 0..50 {
        let published = game.run(future).path("laboratory_capability.young");
        let opened = game.run(future).path("laboratory_opened.young");
        for (quarter, (published, opened)) in published.iter().zip(opened).enumerate() {
            let ends = game.calendar.quarter(quarter).ends();
            if ends <= 2021.4 {
                assert_eq!((*published, opened), (NO_CAPABILITY, NO_CAPABILITY), "released by {ends}");
            }
        }
        first.push(published.iter().position(|p| *p > NO_CAPABILITY).unwrap());
    }
    // It does release soon after: the mean time to a release is 0.3 years.
    let born = game.calendar.number(Quarter::new(2021, 2)).unwrap();
    assert!(first.iter().all(|&q| q > born) && first.iter().any(|&q| q <= born + 2), "{first:?}");
}

#[test]
fn a_newborn_takes_its_share_from_its_parent_and_from_nobody_else() {
    let world = real_world();
    let game = drawn(world, 3);
    let values = Values { layout: &game.layout, values: &game.values };
    let (p, setting) = (Parameters::<f64>::read(&values), game.setting());
    let place = |key: &str| setting.laboratories.iter().find(|(_, l)| l.key == key).unwrap().0;
    let (before, after) = (shares(&p, &setting, 2023.0), shares(&p, &setting, 2024.0));
    assert_eq!(before[place("us_xai")], 0.0);
    assert!(after[place("us_xai")] > 0.0);
    let pair = |at: &overtake_model::Row<f64, _>| at[place("us_xai")] + at[place("us_others")];
    close(pair(&after), pair(&before), 1e-15, "child and parent together");
    for key in ["us_leader", "us_open", "cn_leader", "cn_open"] {
        assert_eq!(before[place(key)].to_bits(), after[place(key)].to_bits(), "{key}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_shares_of_a_blocs_laboratories_sum_to_one_at_all_times(draw in 0..10_000_u64, time in 2015.0..2040.0_f64) {
        let game = real_game(draw);
        let values = Values { layout: &game.layout, values: &game.values };
        let (p, setting) = (Parameters::<f64>::read(&values), game.setting());
        let shares = shares(&p, &setting, time);
        prop_assert!(shares.values().iter().all(|share| (0.0..=1.0).contains(share)));
        for bloc in setting.blocs.places() {
            let own = setting.laboratories.iter().filter(|(_, l)| l.bloc == bloc);
            let sum: f64 = own.map(|(l, _)| shares[l]).sum();
            prop_assert!((sum - 1.0).abs() < 1e-14, "{} sums to {}", bloc.get(), sum);
        }
    }

    #[test]
    fn rentals_move_compute_and_create_none(
        rented in prop::array::uniform3(0.0..0.2_f64),
        scope in prop::array::uniform3(0.0..=1.0_f64),
        draw in 0..10_000_u64,
    ) {
        // Mixing makers costs some of what is owned; without that cost nothing is lost.
        let mut game = real_game(draw).set("compute.mixing", 1.0);
        for (bloc, (rented, scope)) in BLOCS.iter().zip(rented.into_iter().zip(scope)) {
            game = game
                .set(&format!("compute.rented.{bloc}"), rented)
                .lever(&format!("compute.overseas_scope.{bloc}"), scope);
        }
        let run = game.run(draw);
        let sums = |key: &str| {
            let paths = BLOCS.map(|b| run.path(&format!("{key}.{b}")));
            (0..run.cube.quarters).map(move |q| paths.iter().map(|p| p[q]).sum::<f64>()).collect::<Vec<_>>()
        };
        for (disposal, training) in sums("compute_at_disposal").iter().zip(sums("compute_training")) {
            prop_assert!((disposal - training).abs() < 1e-13 * training, "{} of {}", disposal, training);
        }
    }

    #[test]
    fn runs_never_use_more_than_the_compute_at_disposal(draw in 0..10_000_u64, concentration in 0.1..20.0_f64) {
        let game = real_game(draw).lever("frontier.concentration", concentration);
        let run = game.run(draw);
        let work = game.value("frontier.run_length") * game.value("frontier.utilisation") * FLOP_PER_H100_YEAR;
        for bloc in BLOCS {
            let disposal = run.path(&format!("compute_at_disposal.{bloc}"));
            for (flop, disposal) in run.path(&format!("largest_run.{bloc}")).iter().zip(disposal) {
                prop_assert!(*flop <= disposal * work * (1.0 + 1e-12), "{} FLOP of {}", flop, disposal * work);
            }
        }
    }

    #[test]
    fn what_is_published_or_opened_never_falls_and_was_known_before(draw in 0..10_000_u64, future in 0..1000_u64) {
        let game = real_game(draw);
        let run = game.run(future);
        let setting = game.setting();
        let rises = |path: &[f64]| path.windows(2).all(|w| w[1] >= w[0]);
        for (_, laboratory) in setting.laboratories.iter() {
            let published = run.path(&format!("laboratory_capability.{}", laboratory.key));
            let opened = run.path(&format!("laboratory_opened.{}", laboratory.key));
            prop_assert!(rises(&published) && rises(&opened), "{} takes something back", laboratory.key);
            prop_assert!(opened.iter().zip(&published).all(|(o, p)| o <= p), "{} opened what it kept", laboratory.key);
        }
        for bloc in BLOCS {
            let own = setting.laboratories.values().iter().filter(|l| setting.blocs[l.bloc] == bloc);
            let paths: Vec<_> = own.map(|l| run.path(&format!("laboratory_capability.{}", l.key))).collect();
            let published = run.path(&format!("frontier_capability.{bloc}"));
            let known = run.path(&format!("frontier_unpublished.{bloc}"));
            // All that could be done at the start was published then.
            let mut most = published[0];
            for quarter in 0..run.cube.quarters {
                let best = paths.iter().map(|p| p[quarter]).fold(f64::NEG_INFINITY, f64::max);
                prop_assert_eq!(published[quarter], best);
                most = known[quarter].max(most);
                // A release lies between both ends of its quarter: one rounding above them at most.
                prop_assert!(published[quarter] <= most + 1e-13, "{} published {} of {}", bloc, published[quarter], most);
            }
        }
    }
}

//! The lag: how many months ago those ahead first had it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use proptest::prelude::*;

/// Blocs that grow at the same constant rate and stand `offsets` apart. With a run of next to no length a release falls
/// on the end of each quarter: what is published is what is known.
fn parallel(blocs: &[&str], offsets: &[f64], growth: f64) -> Game {
    let game = Game::plain(plain_world(blocs), years(1))
        .set("chips.reserve", 0.0001)
        .set("software.growth", growth)
        .set("frontier.run_length", 1e-9);
    blocs
        .iter()
        .zip(offsets)
        .fold(game, |game, (bloc, offset)| game.set(&format!("software.offset.{bloc}"), *offset))
}

#[test]
fn where_growth_is_constant_the_lag_in_months_is_twelve_gaps_over_growth() {
    // months = 12 ln R/ln g with R = 10: 18.371 at a growth of 4.5 a year, 11.120 at one of 12 (models.md §3.1, D7).
    for (growth, expected) in [(4.5_f64, 18.371), (12.0, 11.120)] {
        let run = parallel(&["A", "B"], &[0.0, -10.0_f64.ln()], growth.ln()).run(0);
        let found = run.last("frontier_lag_months.B");
        // The tolerance of the published table; money kept back bends the paths by 1e-5.
        assert!((found - expected).abs() < 1e-3, "{found} months, expected {expected}");
        close(found, 12.0 * 10.0_f64.ln() / growth.ln(), 3e-5, "months");
    }
}

#[test]
fn blocs_that_are_equal_lag_by_nothing() {
    let run = parallel(&["A", "B", "C"], &[0.0; 3], 1.5).run(0);
    for bloc in ["A", "B", "C"] {
        assert!(run.path(&format!("frontier_lag_months.{bloc}")).iter().all(|lag| lag.abs() < 1e-6));
    }
}

#[test]
fn each_bloc_lags_behind_the_best_of_the_others() {
    // Gaps of 1 and 2.5 behind the first at a growth of 2: 6 and 15 months; the first leads the second by 6.
    let run = parallel(&["A", "B", "C"], &[0.0, -1.0, -2.5], 2.0).run(0);
    for (bloc, expected) in [("A", -6.0), ("B", 6.0), ("C", 15.0)] {
        close(run.last(&format!("frontier_lag_months.{bloc}")), expected, 3e-5, bloc);
    }
}

#[test]
fn a_gap_that_no_one_has_crossed_yet_counts_from_the_start() {
    // A follower that has not reached where the leader began: the leader had it all the while, the follower never.
    let run = parallel(&["A", "B"], &[0.0, -30.0], 0.5).run(0);
    for (quarter, lag) in run.path("frontier_lag_months.B").into_iter().enumerate() {
        assert!(
            (lag - 3.0 * (quarter + 1) as f64).abs() < 1e-9,
            "{lag} months after {} quarters",
            quarter + 1
        );
    }
}

#[test]
fn an_error_of_nothing_observes_the_lag_itself() {
    let run = parallel(&["A", "B"], &[0.0, -2.0], 1.5).set("frontier.run_length", 0.3).run(9);
    assert_eq!(run.path("eci_lag_months.B"), run.path("frontier_lag_months.B"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn of_two_blocs_one_lags_by_as_much_as_the_other_leads(
        offset in -6.0..4.0_f64,
        pace in 0.0..3.0_f64,
        rate in 0.0..5.0_f64,
        length in 0.05..2.0_f64,
        future in 0..10_000_u64,
    ) {
        let run = Game::plain(plain_world(&["A", "B"]), years(1))
            .set("software.growth", 1.0)
            .set("software.offset.B", offset)
            .set("software.pace.B", pace)
            .set("borrowing.rate", rate)
            .set("frontier.run_length", length)
            .run(future);
        let (first, second) = (run.path("frontier_lag_months.A"), run.path("frontier_lag_months.B"));
        for (a, b) in first.into_iter().zip(second) {
            prop_assert_eq!(a, -b);
        }
    }

    #[test]
    fn whoever_has_published_more_leads(draw in 0..10_000_u64, future in 0..1000_u64) {
        let run = real_game(draw).run(future);
        let blocs = ["US", "CN", "ROW"];
        let published = blocs.map(|b| run.path(&format!("frontier_capability.{b}")));
        for (own, bloc) in blocs.iter().enumerate() {
            let lags = run.path(&format!("frontier_lag_months.{bloc}"));
            for (quarter, lag) in lags.into_iter().enumerate() {
                let others = (0..3).filter(|&o| o != own).map(|o| published[o][quarter]);
                let best = others.fold(f64::NEG_INFINITY, f64::max);
                let lead = published[own][quarter] - best;
                prop_assert!(lead * lag <= 0.0, "{} leads by {} and lags {} months", bloc, lead, lag);
                // Nobody lags longer than the past is.
                prop_assert!(lag.abs() <= 3.0 * (quarter + 1) as f64 + 1e-9);
            }
        }
    }
}

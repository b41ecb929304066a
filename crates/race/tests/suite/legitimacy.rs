//! Legitimacy: where satisfaction settles, what repression is bounded by, and the loop through the push for AI.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::World;

fn world() -> World {
    let mut world = plain_world(&["A", "B"]);
    history(&mut world, "chips.output", "maker", &[(2015.0, 1e12), (2041.0, 1e12)]);
    world
}

/// Growth that falls by a tenth of a point a year from 2020 on: people of working age become fewer ever faster, and capital
/// counts for nothing.
fn slowing() -> Game {
    let mut world = world();
    let labour: Vec<(f64, f64)> = (0..=84)
        .map(|n| f64::from(n) * 0.25)
        .map(|t| (2020.0 + t, 1e8 * (-0.5 * 0.001 * t * t).exp()))
        .collect();
    world.series.retain(|s| s.key != "economy.labour" || s.member != "A");
    history(&mut world, "economy.labour", "A", &labour);
    let mut calendar = years(1);
    calendar.quarters = 4 * 25;
    Game::plain(world, calendar).set("economy.capital_share", 0.05).set("legitimacy.growth_weight", 2.0)
}

#[test]
fn steady_growth_pleases_nobody_and_disappoints_nobody() {
    let mut world = world();
    world.series.retain(|s| s.key != "economy.value_added" || s.member != "A");
    let knots = [(2010.0, 1e12), (2020.0, 1e12 * 0.3_f64.exp())];
    history(&mut world, "economy.value_added", "A", &knots);
    let game = Game::plain(world, years(1))
        .set("economy.capital_growth", 0.03)
        .set("economy.productivity", 0.018)
        .set("economy.productivity_long_run", 0.018)
        .set("legitimacy.growth_weight", 5.0);
    assert!(game.run(0).path("satisfaction.A").iter().all(|s| s.abs() < 1e-7));
}

#[test]
fn growth_that_falls_steadily_leaves_satisfaction_at_its_weight_times_what_expectations_lag() {
    // ĝ trails a line of slope c by c τ_e: s settles at β_g c τ_e. Labour's share of 0.95 is in c; capital that is not renewed
    // adds a little.
    let run = slowing().run(0);
    let path = run.path("satisfaction.A");
    let expected = 2.0 * (-0.1 * 0.95) * 5.0;
    let last = *path.last().unwrap();
    close(last, expected, 0.05, "satisfaction");
    assert!(run.path("satisfaction.B").iter().all(|s| s.abs() < 1e-7));
    // Without sensitivity nothing is felt, to the bit.
    let cold = slowing().lever("legitimacy.sensitivity", 0.0).run(0);
    assert!(cold.path("satisfaction.A").iter().all(|s| *s == 0.0));
}

#[test]
fn a_promise_counts_from_the_day_on_which_it_falls_due() {
    let mut world = world();
    history(&mut world, "legitimacy.promised", "A", &[(2022.0, 0.8)]);
    let game =
        Game::plain(world, years(1)).set("legitimacy.promise_weight", 0.5).set("usage.serving_share", 0.0);
    let run = game.run(0);
    let path = run.path("satisfaction.A");
    assert!(path[..28].iter().all(|s| *s == 0.0), "{path:?}");
    // Nothing was used: 80 hundredths short at half a point each, in the law of a first-order lag.
    close(path[28], -40.0 * (1.0 - (-0.25_f64 / 1.5).exp()), 1e-3, "after a quarter");
    close(*path.last().unwrap(), -40.0, 5e-3, "in the end");
    assert!(run.path("satisfaction.B").iter().all(|s| *s == 0.0), "nothing was promised there");
}

#[test]
fn displaced_work_hurts_until_people_have_found_other_work() {
    let game = Game::plain(world(), years(1)).set("legitimacy.displaced_weight", 1.0);
    // All take up at once what pays; then nothing changes any more.
    let quick = game
        .set("adoption.innovation", 0.3)
        .set("adoption.imitation", 2.0)
        .set("legitimacy.reabsorption", 1.0);
    let run = quick.run(0);
    let path = run.path("satisfaction.A");
    let worst = path.iter().fold(0.0_f64, |least, s| least.min(*s));
    assert!(worst < -0.1, "nobody minded: {worst}");
    assert!(path.last().unwrap() > &(0.02 * worst), "{} after {worst}", path.last().unwrap());
    let slow = quick.set("legitimacy.reabsorption", 10.0).run(0);
    assert!(
        slow.last("satisfaction.A") < 10.0 * run.last("satisfaction.A") - 0.01,
        "no harder where it takes longer"
    );
}

#[test]
fn repression_keeps_within_its_cap_and_tightens_faster_than_it_loosens() {
    let game = slowing().set("legitimacy.growth_weight", 30.0).set("legitimacy.threshold", 5.0);
    let free = game.run(0).path("repression.A");
    assert!(free.iter().all(|r| (0.0..=1.0).contains(r)) && free.last() > free.first());
    close(free[0], 1.0 / (1.0 + (-0.5_f64).exp()), 1e-9, "where nothing disappoints");
    let capped =
        game.clone().lever_from("legitimacy.repression_cap", 2022.0, 0.25).run(0).path("repression.A");
    assert!(capped.last().unwrap() <= &0.2501 && capped[28] > 0.25, "{capped:?}");
    // Down to nothing by e^{−t/4} where the cap is taken to zero, up again by e^{−t/0.5}.
    let none = game.lever_path(
        "legitimacy.repression_cap",
        &overtake_model::LeverPath { points: vec![(2021.0, 0.0), (2025.0, 1.0)] },
    );
    let path = none.run(0).path("repression.A");
    close(path[39] / path[23], (-1.0_f64).exp(), 1e-9, "four years of loosening");
    let missing = |quarter: usize| free[quarter] - path[quarter];
    assert!(missing(43) < missing(39) * (-1.9_f64).exp(), "{} of {}", missing(43), missing(39));
}

#[test]
fn discontent_raises_the_push_and_contentment_does_not_lower_it() {
    let game = slowing()
        .set("legitimacy.growth_weight", 20.0)
        .set("adoption.discontent", 0.05)
        .set("adoption.push_money", 1.0);
    let run = game.run(0);
    let (push, satisfaction) = (run.path("adoption_push.A"), run.path("satisfaction.A"));
    for quarter in 40..99 {
        // The push reads what people felt when the step began.
        close(push[quarter + 1], 1e9 * (1.0 - 0.05 * satisfaction[quarter]), 1e-9, "push");
    }
    assert!(
        push.last().unwrap() > &1.3e9 && run.path("adoption_push.B").iter().all(|p| (p - 1e9).abs() < 1e3)
    );
    let faster = run.path("ai_use_share.A")[60]
        > game.set("adoption.discontent", 0.0).run(0).path("ai_use_share.A")[60];
    assert!(faster, "the push does nothing");
}

#[test]
fn the_public_feels_the_same_whatever_the_step() {
    let game = slowing()
        .set("legitimacy.displaced_weight", 1.0)
        .set("adoption.discontent", 0.02)
        .set("adoption.push_money", 2.0);
    let finer = overtake_model::Calendar { steps_per_quarter: 4, ..game.calendar };
    let (one, four) = (game.run(0), game.clone().over(finer).run(0));
    for key in ["satisfaction.A", "repression.A"] {
        for (a, b) in one.path(key).iter().zip(four.path(key)) {
            assert!((a - b).abs() < 0.01, "{key}: {a} and {b}");
        }
    }
}

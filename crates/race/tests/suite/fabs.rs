//! Foundries: the record and what follows it, construction, learning, memory and tools.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::{Calendar, Quarter};
use overtake_race::hardware::fabs::{experience, learning_factor};

/// A plain world of two makers, one a bloc, whose output grew at a rate until 2020.
fn makers(growth: f64) -> overtake_model::World {
    let mut world = plain_world(&["A", "B"]);
    let other = with("other", &[("counted", 1.0)], &[("bloc", &["B"])]);
    axis(&mut world, "maker").push(other);
    for maker in ["maker", "other"] {
        history(
            &mut world,
            "chips.output",
            maker,
            &[(2015.0, 100.0), (2020.0, 100.0 * (5.0 * growth).exp())],
        );
    }
    world
}

/// A rule of A's that denies B's maker memory or tools from a date on.
fn deny(world: &mut overtake_model::World, key: &str, share: f64, from: f64) {
    let numbers = [("from", from), ("effect", 0.0), ("in_force", 1.0), (key, share)];
    axis(world, "rule").push(with("denial", &numbers, &[("issuer", &["A"]), ("destination", &["B"])]));
}

#[test]
fn wrights_law_and_others_experience_give_the_published_figures() {
    // Wright: 20% a doubling is an exponent of .321928, so cost falls to .476510 at ten times and .227062 at a hundred.
    close(learning_factor(10.0, 0.2), 0.476_510, 1e-6, "ten times");
    close(learning_factor(100.0, 0.2), 0.227_062, 2e-6, "a hundred times");
    close(learning_factor(2.0, 0.2), 0.8, 1e-14, "one doubling");
    // Irwin and Klenow: one unit of one's own and nine of others' at a third are four of one's own.
    let all: f64 = experience(1.0, 9.0, 1.0 / 3.0);
    close(all, 4.0, 1e-12, "experience");
    close(learning_factor(all, 0.2), 0.64, 1e-12, "cost over that of one's own alone");
}

#[test]
fn growth_that_does_not_change_is_exact_whatever_the_step_and_the_lag() {
    for (growth, lag, steps) in [(0.4, 2.0, 1), (0.4, 6.0, 4), (-0.05, 3.0, 2), (0.0, 3.0, 1)] {
        let game = Game::plain(makers(growth), years(steps))
            .set("fabs.growth", growth)
            .set("fabs.growth_long_run", growth)
            .set("fabs.lag", lag);
        let step = 0.25 / steps as f64;
        for (quarter, found) in game.run(0).path("chip_output.maker").into_iter().enumerate() {
            // Rates are those of the middles of steps, averaged over the quarter.
            let begin = 0.25 * quarter as f64;
            let rates = (0..steps).map(|s| (growth * (begin + (s as f64 + 0.5) * step)).exp());
            close(found, 100.0 * rates.sum::<f64>() / steps as f64, 1e-11, "output");
        }
    }
}

#[test]
fn what_is_ordered_less_is_missed_only_as_construction_ends() {
    let denied = |lag: f64| {
        let mut world = makers(0.2);
        deny(&mut world, "tools_denied", 0.8, 2021.0);
        let game = Game::plain(world, years(1)).set("fabs.growth", 0.2).set("fabs.growth_long_run", 0.2);
        game.set("fabs.lag", lag).run(0)
    };
    for lag in [2.0, 6.0] {
        let run = denied(lag);
        // The makers are alike but for the denial, and A's goes on.
        let ratio: Vec<f64> = run
            .path("chip_output.other")
            .iter()
            .zip(run.path("chip_output.maker"))
            .map(|(b, a)| b / a)
            .collect();
        assert!(ratio[..24].iter().all(|r| (r - 1.0).abs() < 1e-12), "before the denial");
        assert!(ratio.windows(2).all(|w| w[1] <= w[0] + 1e-12), "{ratio:?}");
        let after = |years: f64| ratio[24 + (4.0 * years) as usize];
        assert!(
            after(0.25 * lag) > 0.985 && after(1.5 * lag) < 0.97,
            "{} {}",
            after(0.25 * lag),
            after(1.5 * lag)
        );
    }
}

#[test]
fn memory_that_is_denied_binds_what_can_be_made() {
    let mut world = makers(0.2);
    deny(&mut world, "memory_denied", 0.8, 2016.0);
    let game = Game::plain(world, years(1)).set("fabs.growth", 0.2).set("fabs.growth_long_run", 0.2);
    let run = game.set("fabs.memory", 0.6).run(0);
    let (a, b) = (run.path("chip_output.maker"), run.path("chip_output.other"));
    // The record stands whatever is denied; after it there is memory for six of every eight chips not made with foreign one.
    close(b[19], a[19], 1e-14, "recorded");
    for quarter in 20..b.len() {
        close(b[quarter], 0.75 * a[quarter], 1e-12, "bound by memory");
    }
}

#[test]
fn yields_close_their_gap_with_experience() {
    let game = Game::plain(makers(0.3), years(1))
        .set("fabs.growth", 0.3)
        .set("fabs.growth_long_run", 0.3)
        .set("fabs.learning", 0.25)
        .set("fabs.spillover", 0.4);
    let found = game.run(0).path("chip_output.maker");
    // Experience and yield once more, from what was made.
    let (mut known, mut recorded) = (found[0], 0.0_f64);
    for (quarter, output) in found.iter().enumerate() {
        let capacity = 100.0 * (0.3 * (0.25 * quarter as f64 + 0.125)).exp();
        if quarter >= 20 {
            let gap = 0.4 * (known / recorded).powf(0.75_f64.log2());
            close(*output, capacity * (1.0 - gap) / 0.6, 1e-10, "output");
        }
        known += 0.25 * output * 1.4;
        if quarter < 20 {
            recorded = known;
        }
    }
}

#[test]
fn dear_chips_draw_capacity() {
    let with_response = |response: f64| {
        let mut world = makers(0.0);
        for bloc in ["A", "B"] {
            // Each asks for two and a half times what the one maker can make.
            history(&mut world, "money.accelerator_spending", bloc, &[(2015.0, 7.5e6)]);
        }
        let game = Game::plain(world, years(1)).set("market.adjustment", 1.5).set("fabs.response", response);
        game.run(0)
    };
    let (without, with) = (with_response(0.0), with_response(1.0));
    assert!(with.last("chip_price.maker") > 1.0);
    assert!(with.last("chip_output.maker") > 1.5 * without.last("chip_output.maker"));
    assert!(with.last("chip_price.maker") < without.last("chip_price.maker"));
}

#[test]
fn a_calendar_that_begins_after_the_record_finds_its_makers_on_their_path() {
    let calendar = Calendar::through(Quarter::new(2022, 1), Quarter::new(2030, 4));
    let game = |calendar| {
        Game::plain(makers(0.3), calendar).set("fabs.growth", 0.3).set("fabs.growth_long_run", 0.3)
    };
    let (late, whole) = (game(calendar).run(0), game(years(1)).run(0));
    let whole = whole.path("chip_output.maker");
    for (quarter, output) in late.path("chip_output.maker").into_iter().enumerate() {
        close(output, whole[28 + quarter], 1e-11, "output");
    }
}

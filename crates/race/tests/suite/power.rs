//! Power: what chips need, what is connected and when, where permits end; and chips of several makers in one run.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_race::hardware::compute::ces_aggregate;
use overtake_race::hardware::power::request;

/// kW for each TWh a year.
const KW_PER_TWH: f64 = 1e9 / 8766.0;

/// A plain world in which chips need power, of which there is as much as anybody may want.
fn powered(steps: usize) -> Game {
    let mut world = plain_world(&["A", "B"]);
    for bloc in ["A", "B"] {
        history(&mut world, "power.generation", bloc, &[(2015.0, 1e9)]);
    }
    Game::plain(world, years(steps)).set("power.server", 1.5)
}

#[test]
fn at_any_constant_growth_power_is_what_is_needed_whatever_the_step_and_the_lag() {
    for (growth, lag, steps) in [(0.9, 4.0, 1), (0.5, 2.0, 4), (0.0, 3.0, 2)] {
        let mut game = powered(steps).set("power.lag", lag);
        let end = SPENDING * (growth * 16.0_f64).exp();
        let spending = [(2015.0, SPENDING), (2031.0, end)];
        history(&mut game.world, "money.accelerator_spending", "A", &spending);
        history(&mut game.world, "chips.output", "maker", &[(2015.0, 1e30)]);
        let run = game.run(0);
        // Chips in use grow at the constant rate but for what the middle of a step says of its whole.
        let worst = run.path("power_short.A").into_iter().fold(0.0, f64::max);
        assert!(worst < 3e-3, "{worst} short at growth {growth}, lag {lag}");
        close(run.last("power_used.A"), run.last("compute_training.A") * 0.7 * 1.5 * 1.2, 1e-9, "kW");
    }
}

#[test]
fn a_need_that_grows_at_once_waits_for_its_power_the_longer_the_longer_the_lag() {
    let short = |lag: f64| {
        let game = powered(1).set("power.lag", lag).lever_from("money.multiplier.A", 2020.0, 4.0);
        game.run(0).path("power_short.A")
    };
    let (soon, late) = (short(1.0), short(4.0));
    let sum = |path: &[f64]| path.iter().sum::<f64>();
    assert!(soon[..20].iter().all(|s| s.abs() < 1e-4), "short before: {soon:?}");
    assert!(sum(&soon) > 0.1 && sum(&late) > 2.0 * sum(&soon), "{} and {}", sum(&soon), sum(&late));
    assert!(late.iter().all(|s| *s < 0.75), "no chip that had power loses it");
    assert!(*soon.last().unwrap() < 1e-3, "{soon:?}");
}

#[test]
fn permits_end_what_is_connected_and_training_and_serving_run_short_alike() {
    let limit = 2e-9;
    let free = powered(1).set("power.lag", 0.25).run(0);
    let game = powered(1).set("power.lag", 0.25).set("power.permitted.B", limit);
    let run = game.run(0);
    let cap = limit * 1e9 * KW_PER_TWH;
    for (quarter, used) in run.path("power_used.B").into_iter().enumerate() {
        let needed = free.path("power_used.B")[quarter] / (1.0 - free.path("power_short.B")[quarter]);
        let runs = cap / needed;
        assert!(needed > cap, "{needed} kW is less than {cap}");
        close(used, cap, 1e-9, "kW");
        close(1.0 - run.path("power_short.B")[quarter], runs, 1e-9, "share that runs");
        for key in ["compute_training.B", "compute_serving.B"] {
            let all = free.path(key)[quarter] / (1.0 - free.path("power_short.B")[quarter]);
            close(run.path(key)[quarter], runs * all, 1e-9, key);
        }
    }
    // Permits twice as wide, or power found at old sites up to the cap, give twice as much, or no more.
    let wider = game.clone().lever("power.permits.B", 2.0).run(0);
    close(wider.last("power_used.B"), 2.0 * cap, 1e-9, "with twice the permits");
    close(game.set("power.spare", 0.1).run(0).last("power_used.B"), cap, 1e-9, "with spare power");
    // Bloc A is not B's business.
    assert_eq!(free.path("power_used.A"), run.path("power_used.A"));
}

#[test]
fn power_at_old_sites_is_there_at_once_for_a_need_that_grows() {
    let short = |spare: f64| {
        let game = powered(1).set("power.spare", spare).lever_from("money.multiplier.A", 2020.0, 4.0);
        game.run(0).path("power_short.A").into_iter().fold(0.0, f64::max)
    };
    assert!(short(0.0) > 0.05 && short(0.1) < 1e-12, "{} and {}", short(0.0), short(0.1));
}

#[test]
fn later_generations_of_a_line_need_less_and_those_in_use_keep_what_they_need() {
    let (efficiency, ageing) = (0.35, 0.25);
    let mut game = powered(4).set("power.efficiency", efficiency).set("chips.ageing", ageing);
    entry(&mut game.world, "chip", "h100")
        .numbers
        .extend([("projected".to_owned(), 1.0), ("released".to_owned(), 2015.0)]);
    let run = game.run(0);
    for (quarter, found) in run.path("power_used.A").into_iter().enumerate() {
        // D′ = −δ D + I w e^{−εt} from D = N w with N = I/δ chips in use throughout.
        let t = game.elapsed(quarter);
        let (old, fallen) = ((-ageing * t).exp(), (-efficiency * t).exp());
        let share = old + ageing * (fallen - old) / (ageing - efficiency);
        close(found, SPENDING / 30_000.0 / 1.001 / ageing * 0.7 * 1.5 * 1.2 * share, 2e-3, "kW");
    }
    // A chip that is no line needs the same whenever it is bought.
    let plain = powered(1).set("power.efficiency", efficiency).run(0).path("power_used.A");
    assert!(plain.iter().all(|kw| (kw - plain[0]).abs() < 2e-3 * kw));
}

#[test]
fn what_is_asked_for_is_the_need_grown_once_more_as_it_grew() {
    close(request(100.0, 80.0), 125.0, 1e-15, "kW");
    // Who has just begun asks for what is needed.
    close(request(100.0, 0.0), 100.0, 1e-15, "kW");
    close(request(0.0, 80.0), 0.0, 0.0, "kW");
}

#[test]
fn chips_of_several_makers_have_the_published_elasticity_of_substitution() {
    // models.md §3.1, D10: σ = 1/(1 − ρ). The elasticity is d ln(a/b) over d ln of the marginal rate of substitution.
    for (exponent, elasticity) in [(-0.5, 0.6667), (-0.65, 0.6061), (-2.0, 0.3333)] {
        let step = 1e-4;
        let rate = |a: f64| {
            let of = |a: f64, b: f64| ces_aggregate(&mut [a, b], exponent);
            let (up, down) = (1.0 + step, 1.0 - step);
            (of(a, up) - of(a, down)) / (of(a * up, 1.0) - of(a * down, 1.0)) * a
        };
        let (low, high): (f64, f64) = (0.9, 1.1);
        let found = (high / low).ln() / (rate(high) / rate(low)).ln();
        assert!((found - elasticity).abs() < 1e-4, "{found}, expected {elasticity}");
    }
}

#[test]
fn two_makers_in_one_run_are_worth_less_than_their_sum_and_one_is_worth_itself() {
    for exponent in [1.0, 1.5, 4.0] {
        close(
            ces_aggregate(&mut [3.0, 3.0], exponent),
            6.0 * 2.0_f64.powf(1.0 / exponent - 1.0),
            1e-12,
            "halves",
        );
        close(ces_aggregate(&mut [0.0, 5.0], exponent), 5.0, 1e-12, "one alone");
        close(ces_aggregate(&mut [0.0, 0.0], exponent), 0.0, 0.0, "none");
    }
    close(ces_aggregate(&mut [1.0, 2.0, 4.0], 1.0), 7.0, 1e-14, "a plain sum");
    // In the race it is what the firms have at their disposal that counts less, not what there is.
    let game = |mixing: f64| {
        let mut world = plain_world(&["A", "B"]);
        let other = with("other", &[("counted", 1.0)], &[("bloc", &["B"])]);
        axis(&mut world, "maker").push(other);
        axis(&mut world, "chip").push(chip("twin", "other", 989.4, 3350.0, 30_000.0));
        history(&mut world, "chips.output", "other", &[(2015.0, 1e12)]);
        Game::plain(world, years(1)).set("compute.mixing", mixing).run(0)
    };
    let (apart, ces_aggregate) = (game(2.0), game(1.0));
    close(apart.last("compute_training.A"), ces_aggregate.last("compute_training.A"), 1e-12, "in use");
    close(
        ces_aggregate.last("compute_at_disposal.A"),
        ces_aggregate.last("compute_training.A"),
        1e-12,
        "a plain sum",
    );
    // Half of what is in use in the end is of either maker, but for what the start knew of one alone.
    let worth = apart.last("compute_at_disposal.A") / apart.last("compute_training.A");
    assert!((worth - 0.5_f64.sqrt()).abs() < 2e-3, "{worth}");
}

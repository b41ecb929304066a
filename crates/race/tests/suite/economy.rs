//! The economy: growth accounts that can be done by hand, a published figure for AI's gain, and what is off.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::{LeverPath, World};
use overtake_race::delay::{STAGES, seep};
use overtake_race::society::economy::productivity_gain;

/// A plain world with a record of foundries to the end.
fn world() -> World {
    let mut world = plain_world(&["A", "B"]);
    history(&mut world, "chips.output", "maker", &[(2015.0, 1e12), (2041.0, 1e12)]);
    world
}

/// Puts a path in place of a history.
fn replaced(world: &mut World, key: &str, member: &str, knots: &[(f64, f64)]) {
    world.series.retain(|s| s.key != key || s.member != member);
    history(world, key, member, knots);
}

/// Value added that grows at a rate to the beginning of 2020.
fn growing(rate: f64) -> World {
    let mut world = world();
    for bloc in ["A", "B"] {
        let knots = [(2010.0, VALUE_ADDED * (-10.0 * rate).exp()), (2020.0, VALUE_ADDED)];
        replaced(&mut world, "economy.value_added", bloc, &knots);
    }
    world
}

#[test]
fn on_a_balanced_path_output_and_capital_grow_at_the_rate_of_productivity_over_labours_share() {
    // g = γ/(1 − α): 1.8 per cent of productivity make 3 per cent of output where capital earns two fifths.
    let game = Game::plain(growing(0.03), years(1))
        .set("economy.capital_growth", 0.03)
        .set("economy.productivity", 0.018)
        .set("economy.productivity_long_run", 0.018);
    let (run, trace) = game.trace(0);
    let growth = run.path("gdp_growth.A");
    for (quarter, growth) in growth.iter().enumerate() {
        close(*growth, 3.0, 1e-9, &format!("growth in quarter {quarter}"));
    }
    // Capital over output stays at s/(g + δ).
    let (_, start, end) = trace.stocks.iter().find(|(a, ..)| a.stock == "capital" && a.member == 0).unwrap();
    let first = 0.2 / 0.08 * VALUE_ADDED * (-0.15_f64).exp();
    close(*start, first, 1e-12, "capital at the start");
    close(*end, first * (16.0 * 0.03_f64).exp(), 1e-9, "capital at the end");
}

#[test]
fn output_is_that_of_the_record_until_2020_and_meets_it_there() {
    let game = Game::plain(growing(0.05), years(1)).set("economy.capital_growth", 0.05);
    let run = game.run(0);
    let gdp = run.path("gdp.A");
    for (quarter, gdp) in gdp.iter().enumerate().take(20) {
        let middle = 2015.125 + 0.25 * quarter as f64;
        close(*gdp, VALUE_ADDED * (0.05 * (middle - 2020.0)).exp(), 1e-12, "recorded");
    }
    // Then nothing is learnt any more: growth is what capital still brings, and fades.
    let growth = run.path("gdp_growth.A");
    assert!((growth[19] - 5.0).abs() < 1e-9 && growth[20] < 2.1 && growth[20] > 1.5, "{}", growth[20]);
    assert!(growth[63] < 0.6 * growth[20] && growth[63] > 0.0, "{}", growth[63]);
}

#[test]
fn fewer_people_of_working_age_take_their_share_of_growth() {
    let mut fewer = world();
    replaced(&mut fewer, "economy.labour", "A", &[(2020.0, 1e8), (2041.0, 1e8 * (-21.0 * 0.01_f64).exp())]);
    let run = Game::plain(fewer, years(1)).run(0);
    // In the first quarter capital still is what it was: −(1 − α) times one per cent.
    close(run.path("gdp_growth.A")[20], -0.6, 2e-3, "growth with one per cent fewer people a year");
    assert!(run.path("gdp_growth.B").iter().all(|g| g.abs() < 1e-9));
}

#[test]
fn an_engine_that_is_spent_ends_in_the_capital_that_the_lower_share_keeps() {
    // K/Y = s/δ and Y ∝ K^α: halving s takes Y to 2^{−α/(1−α)} in the end.
    let mut calendar = years(1);
    calendar.quarters = 4 * 400;
    let game = Game::plain(world(), calendar)
        .set("economy.investment_long_run", 0.1)
        .set("economy.investment_fade", 0.5);
    let last = game.run(0).last("gdp.A");
    close(last, VALUE_ADDED * 2.0_f64.powf(-0.4 / 0.6), 1e-4, "output in the end");
}

#[test]
fn a_decade_of_ai_adds_to_productivity_what_acemoglu_finds() {
    // Acemoglu 2024 (models.md D8): 19.9 per cent of tasks exposed, 23 per cent of them profitably, 27 per cent saved on labour's
    // 53.5 per cent: 0.66 per cent.
    let saving = 0.199 * 0.23 * (0.27 * 0.535);
    let gain = f64::exp(productivity_gain(saving)) - 1.0;
    assert!((gain - 0.006_611_5).abs() < 1e-7, "{gain}");
}

#[test]
fn the_approximant_follows_the_logarithm_and_never_exceeds_it() {
    for n in 0..=100 {
        let x = 0.01 * f64::from(n);
        let short = x.ln_1p() - productivity_gain(x);
        assert!((-1e-16..=1e-3).contains(&short), "{short} at {x}");
    }
    let steep: Vec<f64> = (0..100).map(|n| productivity_gain(f64::from(n))).collect();
    assert!(steep.windows(2).all(|pair| pair[1] > pair[0]), "it falls somewhere");
}

#[test]
fn the_chain_passes_on_after_its_mean_lag_what_came_in() {
    // Mean and variance of an Erlang law of three stages: T and T²/3, read from the share that is still on its way.
    let (lag, steps, dt) = (5.0, 4000, 0.025);
    let passes = STAGES as f64 * dt / lag;
    let (mut stages, mut mean, mut square) = ([0.0; STAGES], 0.0, 0.0);
    for step in 0..steps {
        let before = 1.0 - stages[STAGES - 1];
        stages = seep(stages, 1.0, passes, (-passes).exp());
        let waiting = 0.5 * (before + 1.0 - stages[STAGES - 1]);
        mean += waiting * dt;
        square += 2.0 * waiting * dt * dt * (f64::from(step) + 0.5);
    }
    close(mean, lag, 1e-4, "mean");
    close(square - mean * mean, lag * lag / 3.0, 1e-3, "variance");
    // One long step does what many short ones do.
    let long = seep([0.0; STAGES], 1.0, 1.2, (-1.2_f64).exp());
    let short = (0..12).fold([0.0; STAGES], |s, _| seep(s, 1.0, 0.1, (-0.1_f64).exp()));
    for (long, short) in long.iter().zip(short) {
        close(*long, short, 1e-13, "a stage");
    }
}

/// A world in which AI is used and what it saves counts.
fn used() -> Game {
    Game::plain(world(), years(1))
        .set("economy.domar", 1.0)
        .set("software.growth", 0.4)
        .set("economy.lag", 3.0)
}

#[test]
fn where_ai_is_not_used_it_adds_nothing() {
    let idle = used().set("usage.serving_share", 0.0).run(0);
    for (with, without) in idle.path("gdp.A").iter().zip(idle.path("gdp_without_ai.A")) {
        close(*with, without, 1e-9, "output");
    }
    assert!(used().run(0).last("gdp.A") > 1.005 * used().run(0).last("gdp_without_ai.A"));
}

#[test]
fn what_ai_adds_is_what_is_lost_without_its_gain_to_the_bit() {
    for draw in 1..4 {
        let game = real_game(draw);
        let (with, without) = (game.run(draw), game.clone().lever("economy.ai_gain", 0.0).run(draw));
        for bloc in ["US", "CN", "ROW"] {
            let key = format!("gdp_without_ai.{bloc}");
            assert_eq!(with.path(&key), without.path(&key), "{key} in draw {draw}");
            assert_eq!(without.path(&key), without.path(&format!("gdp.{bloc}")), "{bloc} in draw {draw}");
            assert!(without.path(&format!("gdp_growth_from_ai.{bloc}")).iter().all(|g| *g == 0.0));
            assert!(with.last(&format!("gdp.{bloc}")) > with.last(&key), "{bloc} gains nothing");
        }
    }
}

#[test]
fn doubling_a_lever_doubles_what_productivity_gains() {
    let game = used();
    let gained = |game: &Game| (game.run(0).last("gdp.A") / game.run(0).last("gdp_without_ai.A")).ln();
    // Capital follows, so that output gains a little more than productivity; more output means more tokens too.
    close(gained(&game.clone().lever("economy.ai_gain", 2.0)), 2.0 * gained(&game), 0.05, "gain");
    // The lag keeps back most of what a lever of adoption gives, not what this one does.
    let late = LeverPath { points: vec![(2015.0, 0.0), (2029.0, 1.0)] };
    let run = game.lever_path("economy.ai_gain", &late).run(0);
    assert!(run.path("gdp_growth_from_ai.A")[56] > 1.0 && run.path("gdp_growth_from_ai.A")[55] == 0.0);
}

#[test]
fn capital_that_does_labours_work_adds_labours_share_of_what_each_has_more_of_it() {
    let game = Game::plain(growing(0.05), years(1))
        .set("economy.capital_growth", 0.05)
        .set("economy.domar", 1.0)
        .set("software.growth", 0.4)
        .set("economy.lag", 3.0);
    let ends = |automation: f64| {
        let (run, trace) = game.clone().set("economy.automation", automation).trace(0);
        let (_, start, end) =
            trace.stocks.iter().find(|(a, ..)| a.stock == "capital" && a.member == 0).unwrap();
        // Capital per person grows by a twentieth a year until 2020, from when it counts. Output is that of the middle of the
        // last quarter, capital that of its end.
        let ln_output = run.last("gdp.A").ln() + run.last("gdp_growth.A") / 800.0;
        (ln_output, (end / start).ln() - 0.25, run.last("gdp_without_ai.A"))
    };
    let (without, slow, plain) = ends(0.0);
    // What people know stands still: all that output gains beside capital is AI's.
    let gain = without - 0.4 * slow - VALUE_ADDED.ln();
    for automation in [0.2, 0.5] {
        let (with, fast, same) = ends(automation);
        let more = (with - 0.4 * fast) - (without - 0.4 * slow);
        let done = (automation * gain / 0.06).min(1.0);
        assert!(done > 0.01 && fast > slow && slow > 0.1, "{done} {fast} {slow}");
        close(more, 0.6 * done * fast, 0.02, "what automation adds");
        assert_eq!(same, plain, "the economy without AI");
    }
}

#[test]
fn room_is_what_the_state_takes_less_what_ageing_binds() {
    let mut older = world();
    replaced(&mut older, "adoption.aged_share", "A", &[(2020.0, 0.1), (2030.0, 0.15), (2041.0, 0.15)]);
    let run = Game::plain(older, years(1)).set("economy.care", 0.8).run(0);
    close(run.path("fiscal_room.A")[19], 0.05 * VALUE_ADDED, 1e-9, "in 2020");
    // Five points more of the aged at 0.8 take four of the five points.
    close(run.last("fiscal_room.A"), 0.01 * VALUE_ADDED, 1e-9, "in 2030");
    close(run.last("fiscal_room.B"), 0.05 * VALUE_ADDED, 1e-9, "of a bloc that does not age");
}

#[test]
fn the_economy_has_the_same_path_whatever_the_step() {
    let game = used().set("economy.investment_long_run", 0.15).set("economy.productivity", 0.02);
    let (one, four) = (game.run(0), game.clone().over(years(4)).run(0));
    for (key, tolerance) in [("gdp.A", 2e-4), ("gdp_without_ai.A", 1e-5)] {
        close(one.last(key), four.last(key), tolerance, key);
    }
}

#[test]
fn a_study_that_begins_after_2020_starts_from_the_record() {
    use overtake_model::{Calendar, Quarter};
    let calendar = Calendar::through(Quarter::new(2022, 1), Quarter::new(2030, 4));
    let game = Game::plain(growing(0.02), calendar).set("economy.productivity", 0.012);
    let gdp = game.run(0).path("gdp.A");
    close(gdp[0], VALUE_ADDED, 2e-2, "output at the start");
    assert!(gdp.windows(2).all(|pair| pair[1] > pair[0]), "{gdp:?}");
}

//! Adoption and the price of use: published rows of Bass's model, signs on which the literature agrees, and where both end.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_race::diffusion::adoption::use_after_step;
use overtake_race::world::Setting;

const BLOCS: [&str; 3] = ["US", "CN", "ROW"];

/// Use after `years` in steps of equal length, with everybody as the ceiling.
fn bass(p: f64, q: f64, years: f64, steps: u32) -> f64 {
    let left = (-(p + q) * years / f64::from(steps)).exp();
    (0..steps).fold(0.0, |share, _| use_after_step(share, 1.0, p, q, left))
}

#[test]
fn with_a_fixed_ceiling_use_follows_the_published_rows_of_bass() {
    // p = 0.03, q = 0.38: the peak of adoption and four dates.
    let rows = [(6.192619, 0.460526), (1.0, 0.035758), (2.0, 0.085056), (5.0, 0.331199), (10.0, 0.812803)];
    for (years, published) in rows {
        close(bass(0.03, 0.38, years, 1), published, 2e-5, "in one step");
    }
}

#[test]
fn take_up_peaks_when_and_as_high_as_bass_has_it() {
    // models.md §3.1, D1: at 6.192619 years, 0.110592 a year.
    let pace = |t: f64| (bass(0.03, 0.38, t + 0.01, 1) - bass(0.03, 0.38, t - 0.01, 1)) / 0.02;
    let peak = 6.192_619;
    assert!((pace(peak) - 0.110_592).abs() < 1e-5, "{} a year", pace(peak));
    let (before, after) = (pace(peak - 0.1), pace(peak + 0.1));
    assert!((before - after).abs() < 1e-6 && before < pace(peak), "{before} before it and {after} after");
}

#[test]
fn the_step_of_use_is_exact_while_the_ceiling_stands() {
    for (p, q) in [(0.03, 0.38), (0.001, 1.5), (0.3, 0.0)] {
        for steps in [2, 7, 40, 160] {
            close(bass(p, q, 10.0, steps), bass(p, q, 10.0, 1), 1e-12, "step by step");
        }
    }
}

#[test]
fn use_never_passes_its_ceiling_from_below() {
    for ceiling in [1e-12, 0.2, 1.0 - 1e-9] {
        for start in [0.0, 0.3, 1.0] {
            for left in [0.0, 0.5, 1.0 - 1e-12] {
                let share = use_after_step(start * ceiling, ceiling, 0.03, 0.4, left);
                assert!(
                    share <= ceiling * (1.0 + 1e-15) && share >= start * ceiling * (1.0 - 1e-9),
                    "{share}"
                );
            }
        }
    }
}

/// A plain world with a record of output to the end.
fn world(blocs: &[&str]) -> overtake_model::World {
    let mut world = plain_world(blocs);
    history(&mut world, "chips.output", "maker", &[(2015.0, 1e12), (2041.0, 1e12)]);
    world
}

/// Blocs that do not grow: what is used hangs on terms alone.
fn still() -> Game {
    Game::plain(world(&["A", "B"]), years(1))
}

fn end(game: &Game, key: &str) -> f64 {
    game.run(0).last(key)
}

#[test]
fn a_lower_price_raises_use_and_tokens() {
    let dear = still().set("usage.chip_cost", 90_000.0).set("usage.serving_share", 1.0);
    let cheap = dear.clone().set("usage.chip_cost", 9_000.0);
    assert!(end(&cheap, "use_price.A") < 0.2 * end(&dear, "use_price.A"));
    for key in ["ai_use_share.A", "tokens_used.A"] {
        assert!(end(&cheap, key) > 1.01 * end(&dear, key), "{key}");
    }
}

#[test]
fn more_capability_raises_use_and_equipment_delays_it() {
    let game = still().set("software.growth", 0.5).set("adoption.reach", 8.0);
    assert!(end(&game.clone().set("adoption.reach", 4.0), "ai_use_share.A") > end(&game, "ai_use_share.A"));
    let embodied = game.clone().set("adoption.embodiment", 10.0);
    // Of the two industries only the state's needs equipment.
    assert!(end(&embodied, "industry_ai_use.state_A") < 0.8 * end(&game, "industry_ai_use.state_A"));
    close(
        end(&embodied, "industry_ai_use.work_A"),
        end(&game, "industry_ai_use.work_A"),
        0.05,
        "without equipment",
    );
}

#[test]
fn use_that_is_worth_nothing_is_given_up_at_the_rate_believed() {
    let game = still().lever_from("adoption.multiplier", 2022.0, 0.0);
    let path = game.run(0).path("industry_ai_use.work_A");
    // Half of the last ceiling still counts in the first quarter.
    for quarter in 30..60 {
        close(path[quarter + 1] / path[quarter], (-0.3_f64 * 0.25).exp(), 1e-12, "a quarter");
    }
    assert!(path[27] > 0.1 && path[63] < 0.12 * path[27], "{} to {}", path[27], path[63]);
}

#[test]
fn without_serving_nothing_is_used() {
    let run = still().set("usage.serving_share", 0.0).run(0);
    for bloc in ["A", "B"] {
        assert!(run.path(&format!("ai_use_share.{bloc}")).iter().all(|a| *a < 1e-6));
        assert!(run.path(&format!("tokens_used.{bloc}")).iter().all(|t| *t < 1.0));
    }
}

#[test]
fn a_push_without_effect_changes_nothing_but_what_it_costs() {
    let game = still().set("adoption.push_effect", 0.0);
    let (quiet, pushed) = (game.run(0).bits(), game.lever("adoption.push", 50.0).run(0).bits());
    for (key, path) in &quiet {
        let costs = key.starts_with("adoption_push") || key.starts_with("state_ai_spending");
        assert_eq!(*path == pushed[key], !costs, "{key}");
    }
}

#[test]
fn pushing_hastens_use_and_cannot_raise_it_above_what_pays() {
    let game = still();
    let pushed = game.clone().lever("adoption.push.A", 2000.0).set("adoption.push_effect", 1.0);
    let (slow, fast) = (game.run(0).path("ai_use_share.A"), pushed.run(0).path("ai_use_share.A"));
    assert!(fast[8] > 1.5 * slow[8], "{} and {}", fast[8], slow[8]);
    // Whoever is far ahead in take-up by himself gets nothing from a push.
    let ceiling = game.set("adoption.innovation", 0.3).set("adoption.imitation", 2.0).run(0);
    assert!(fast.last().unwrap() <= &(ceiling.last("ai_use_share.A") * 1.001));
}

#[test]
fn a_subsidy_pays_what_was_set_aside_as_long_as_users_cost_that_much() {
    let game = still();
    let paid = game.clone().lever("adoption.subsidy.A", 10.0).run(0);
    close(paid.last("adoption_subsidy.A"), 1e10, 1e-12, "paid");
    assert!(paid.path("adoption_subsidy.A")[0] < 1e10, "there is no one to pay it to");
    let [with, without] = [paid.last("ai_use_share.A"), game.run(0).last("ai_use_share.A")];
    assert!(with > without + 0.001, "{with} and {without}");
    assert_eq!(paid.last("ai_use_share.B").to_bits(), game.run(0).last("ai_use_share.B").to_bits());
}

#[test]
fn an_ageing_society_pushes_more_as_far_as_it_feels_urgency() {
    let mut world = world(&["A", "B"]);
    history(&mut world, "adoption.aged_share", "A", &[(2020.0, 0.1), (2030.0, 0.2)]);
    let game = Game::plain(world, years(1)).set("adoption.push_money", 1.0).set("adoption.urgency", 0.5);
    let run = game.run(0);
    close(run.last("adoption_push.A"), 1.5e9, 1e-12, "twice as many aged");
    close(run.last("adoption_push.B"), 1e9, 1e-12, "no more aged");
}

#[test]
fn open_models_press_the_price_of_those_that_lead_where_serving_is_not_scarce() {
    // What opening does to capability and so to demand is left out: nothing is borrowed here.
    let ample = still().set("usage.serving_share", 1.0).set("usage.chip_cost", 90_000.0);
    let growing = ample.set("software.growth", 0.5).set("software.ceiling", 100.0);
    let price = |shift: f64| growing.clone().lever("openness.shift", shift).run(0).last("use_price.A");
    let (open, closed) = (price(100.0), price(-100.0));
    assert!(open < 0.999 * closed, "{open} and {closed}");
}

#[test]
fn laboratories_earn_no_more_than_users_spend_and_users_no_more_than_it_is_worth() {
    for draw in 0..12 {
        let game = real_game(draw);
        let run = game.run(draw);
        let sum = |key: &str| {
            let paths = BLOCS.map(|b| run.path(&format!("{key}.{b}")));
            (0..paths[0].len()).map(|q| paths.iter().map(|p| p[q]).sum::<f64>()).collect::<Vec<_>>()
        };
        for (earned, spent) in sum("laboratory_revenue").iter().zip(sum("use_revenue")) {
            assert!(*earned <= spent * (1.0 + 1e-12), "draw {draw}: {earned} of {spent}");
        }
        for bloc in BLOCS {
            for used in run.path(&format!("serving_used_share.{bloc}")) {
                assert!((0.0..=1.0).contains(&used), "draw {draw}, {bloc}: {used}");
            }
        }
    }
}

#[test]
fn two_halves_of_an_industry_do_what_the_whole_did() {
    let whole = real_world();
    let mut halves = whole.clone();
    entry(&mut halves, "industry", "cn_vehicles").numbers.insert("weight".to_owned(), 0.009);
    axis(&mut halves, "industry").push(industry("cn_vehicles_2", "CN", "vehicles", 0.009));
    for draw in 0..4 {
        // No parameter is an industry's, so both worlds have the same draws.
        let (one, two) = (drawn(whole.clone(), draw).run(draw), drawn(halves.clone(), draw).run(draw));
        for key in
            ["ai_use_share.CN", "use_price.CN", "laboratory_revenue.US", "sectors_led.CN", "sectors_led.US"]
        {
            for (a, b) in one.path(key).iter().zip(two.path(key)) {
                assert!((a - b).abs() <= 1e-9 * a.abs(), "draw {draw}, {key}: {a} and {b}");
            }
        }
    }
}

#[test]
fn a_bloc_may_lack_a_sector_and_its_weights_must_sum_to_one() {
    let mut world = world(&["A", "B"]);
    axis(&mut world, "industry").retain(|i| i.key != "state_B");
    let errors = Setting::new(&world).unwrap_err();
    assert!(errors.iter().any(|e| e.to_string().contains("bloc `B` sum to 0.75")), "{errors:?}");
    entry(&mut world, "industry", "work_B").numbers.insert("weight".to_owned(), 1.0);
    let run = Game::plain(world, years(1)).run(0);
    assert_eq!(run.last("ai_use_share.B").to_bits(), run.last("industry_ai_use.work_B").to_bits());
    // A leads in the sector that B lacks, whoever is ahead in the other.
    assert!(run.last("sectors_led.A") >= 1.0 && run.last("sectors_led.B") <= 1.0);
}

#[test]
fn sectors_are_counted_against_the_rival_where_one_is_named() {
    let mut world = world(&["A", "B", "C"]);
    entry(&mut world, "bloc", "A").references.insert("rival".to_owned(), vec!["B".to_owned()]);
    let run = Game::plain(world, years(1))
        .set("adoption.absorption.A", 1.5)
        .set("adoption.absorption.C", 2.0)
        .run(0);
    assert_eq!(["A", "B", "C"].map(|b| run.last(&format!("sectors_led.{b}"))), [2.0, 0.0, 2.0]);
}

#[test]
fn the_ledger_tells_what_was_pushed_from_what_was_taken_up() {
    let game = still().lever("adoption.push", 20.0);
    let (run, trace) = game.trace(0);
    let sum = |key: &str| {
        let lines = trace.ledger.entries.iter().filter(|e| e.account.stock == "use" && e.account.member == 0);
        lines.filter(|e| e.line.key == key).map(|e| e.amount).sum::<f64>()
    };
    let (own, pushed) = (sum("adopted"), sum("pushed"));
    assert!(own > 0.0 && pushed > 0.0 && sum("given-up") <= 0.0);
    close(own + pushed + sum("given-up"), run.last("industry_ai_use.work_A"), 1e-12, "balance");
}

#[test]
fn halving_the_step_moves_use_by_little_where_compute_and_software_move_by_little() {
    let game = still().set("software.growth", 0.5).set("adoption.reach", 6.0).set("adoption.learning", 0.3);
    let (whole, half, fourth) =
        (game.run(0), game.clone().over(years(2)).run(0), game.clone().over(years(4)).run(0));
    for key in ["ai_use_share.A", "industry_ai_use.state_B"] {
        for ((a, b), c) in whole.path(key).iter().zip(half.path(key)).zip(fourth.path(key)) {
            assert!((a - b).abs() < 0.002 && (a - c).abs() < 0.003, "{key}: {a}, {b} and {c}");
        }
    }
}

//! Researchers: common growth where nothing answers, the lag of training, moves that sum to nothing, and what is on record.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;

/// Two blocs alike, in which a hundredth leaves and comes out of training each quarter and nothing else happens.
fn still(steps: usize) -> Game {
    Game::plain(plain_world(&["A", "B"]), years(steps)).set("researchers.leaving", 0.04)
}

/// Money of the first bloc becomes this many times as much in 2021 and stays so.
fn richer(steps: usize, times: f64) -> Game {
    let mut game = still(steps);
    history(
        &mut game.world,
        SPENT,
        "A",
        &[(2015.0, SPENDING), (2021.0, SPENDING), (2021.001, times * SPENDING)],
    );
    game
}

#[test]
fn where_nothing_answers_researchers_grow_by_the_dated_path() {
    // Integral of 0.07 + (0.4 − 0.07) e^{−0.12 t}; before 2020 at 0.4.
    for steps in [1, 2] {
        let run = richer(steps, 8.0)
            .set("researchers.scale.A", 0.62)
            .set("researchers.growth", 0.4)
            .set("researchers.growth_long_run", 0.07)
            .set("researchers.growth_fade", 0.12)
            .run(0);
        for (quarter, heads) in run.path("researchers.A").into_iter().enumerate() {
            let t = 2015.25 + 0.25 * quarter as f64 - 2020.0;
            let late = 0.07 * t + 0.33 * (1.0 - (-0.12 * t).exp()) / 0.12;
            let grown = if t < 0.0 { 0.4 * t } else { late };
            close(heads, 0.62 * grown.exp(), 1e-12, "researchers");
        }
        assert!(run.path("researcher_migration.A").iter().all(|moved| *moved == 0.0));
    }
}

/// A ceiling of as many references of 2020 in every bloc of the plain world, in which a hundred million are of working age.
fn under(game: Game, ceiling: f64) -> Game {
    game.set("researchers.on_models", 0.5)
        .set("researchers.all_fields", 0.001)
        .set("researchers.counted", 0.5 * 0.001 * 1e8 / ceiling)
}

#[test]
fn under_a_ceiling_growth_follows_richards_law_and_few_do_not_feel_it() {
    // Where nobody leaves N = D/√(1 + (D² − 1)/K²), D the dated path of 0.4 a year and K the ceiling.
    for (steps, ceiling) in [(1, 10.0), (2, 10.0), (1, 1e4)] {
        let game = still(steps)
            .set("researchers.leaving", 0.0)
            .set("researchers.growth", 0.4)
            .set("researchers.growth_long_run", 0.4);
        let run = under(game, ceiling).run(0);
        for (quarter, heads) in run.path("researchers.A").into_iter().enumerate() {
            let alone = (0.4 * (2015.25 + 0.25 * quarter as f64 - 2020.0)).exp();
            let squared = (alone * alone - 1.0).max(0.0) / (ceiling * ceiling);
            close(heads, alone / (1.0 + squared).sqrt(), 1e-12, "researchers");
        }
    }
}

#[test]
fn nobody_is_trained_beyond_the_ceiling_and_what_leaves_is_replaced_below_it() {
    // Four times as many begin to train, and more for the money, without a lag.
    for steps in [1, 4] {
        let game = under(richer(steps, 8.0), 3.0)
            .set("researchers.growth", 2.0)
            .set("researchers.growth_long_run", 0.06)
            .set("researchers.training_lag", 0.25)
            .set("researchers.training_elasticity", 3.0)
            .lever_from("researchers.training.A", 2021.0, 4.0);
        let run = game.run(0);
        for bloc in ["A", "B"] {
            let path = run.path(&format!("researchers.{bloc}"));
            assert!(path.iter().all(|heads| *heads <= 3.0), "{bloc}: {path:?}");
        }
        assert!(run.last("researchers.A") > 2.8, "{}", run.last("researchers.A"));
    }
    // In the end (g + r) (1 − x²) = r.
    let replaced = under(still(4), 3.0)
        .set("researchers.leaving", 0.2)
        .set("researchers.growth", 0.3)
        .set("researchers.growth_long_run", 0.3)
        .run(0);
    let end = 3.0 * (1.0_f64 - 0.2 / (0.3 + 0.2)).sqrt();
    close(replaced.last("researchers.A"), end, 0.01, "where training replaces who leaves");
    // A bloc that begins above its ceiling trains nobody, and loses no more than leave.
    let above = under(still(1).set("researchers.scale.A", 9.0), 3.0).run(0);
    let path = above.path("researchers.A");
    close(path[24] / path[20], (-0.04_f64).exp(), 1e-3, "a year above the ceiling");
}

#[test]
fn the_ceiling_goes_with_people_of_working_age() {
    let mut game =
        under(still(1).set("researchers.leaving", 0.0).set("researchers.growth_long_run", 0.5), 10.0);
    game = game.set("researchers.growth", 0.5);
    history(&mut game.world, "economy.labour", "A", &[(2015.0, 2e8)]);
    let run = game.run(0);
    close(run.last("researchers.A") / run.last("researchers.B"), 2.0, 0.01, "twice the people");
}

#[test]
fn a_study_that_begins_after_the_count_finds_researchers_below_the_ceiling() {
    use overtake_model::{Calendar, Quarter};
    let of = |start: i32| {
        let calendar = Calendar::through(Quarter::new(start, 1), Quarter::new(2035, 4));
        let game = Game::plain(plain_world(&["A", "B"]), calendar).set("researchers.growth", 0.4);
        under(game.set("researchers.growth_long_run", 0.3), 20.0).run(0).last("researchers.A")
    };
    close(of(2028), of(2015), 1e-12, "researchers in 2035");
    assert!(of(2028) < 20.0);
}

#[test]
fn more_who_begin_to_train_do_research_after_an_erlang_lag() {
    // From 2022 on twice as many begin: ln N grows by r ∫ (z − 1), z − 1 the Erlang law of three stages at a = 3 t/τ,
    // whose integral is t − τ + (τ/3) e^{−a} (3 + 2a + a²/2).
    let (lag, leaving) = (5.0, 0.04);
    for (steps, tolerance) in [(1, 2e-4), (4, 2e-5)] {
        let run = still(steps).lever_from("researchers.training.A", 2022.0, 2.0).run(0);
        for (quarter, heads) in run.path("researchers.A").into_iter().enumerate() {
            let t = (2015.25 + 0.25 * quarter as f64 - 2022.0).max(0.0);
            let a = 3.0 * t / lag;
            let through = t - lag + lag / 3.0 * (-a).exp() * (3.0 + 2.0 * a + 0.5 * a * a);
            close(heads, (leaving * through).exp(), tolerance, "researchers");
        }
        assert!(run.path("researchers.B").iter().all(|heads| (heads - 1.0).abs() < 1e-13));
    }
    // Where nobody trains any more all leave in the end, at the rate at which they leave.
    let run = still(1).lever("researchers.training", 0.0).set("researchers.training_lag", 0.25).run(0);
    let path = run.path("researchers.A");
    close(path[63] / path[59], (-0.04_f64).exp(), 1e-6, "a year without anybody new");
}

#[test]
fn training_answers_money_for_a_researcher_relative_to_the_world() {
    // Eight times the money in one of two blocs alike: ρ is 8 · 2/(8 + 1) there and 2/9 elsewhere, and a half of its log counts.
    let game = richer(1, 8.0)
        .set("researchers.leaving", 0.001)
        .set("researchers.training_elasticity", 0.5)
        .set("researchers.training_lag", 0.25);
    let run = game.run(0);
    for (bloc, ratio) in [("A", 16.0_f64 / 9.0), ("B", 2.0 / 9.0)] {
        let path = run.path(&format!("researchers.{bloc}"));
        let growth = (path[63] / path[59]).ln();
        // Researchers of the poorer bloc become fewer and richer by it, which is of second order.
        close(growth, 0.001 * 0.5 * ratio.ln(), 0.01, "growth beyond what leaves");
    }
    // Money that is eight times as much everywhere changes nothing.
    let mut everywhere = game;
    let eight = [(2015.0, SPENDING), (2021.0, SPENDING), (2021.001, 8.0 * SPENDING)];
    history(&mut everywhere.world, SPENT, "B", &eight);
    assert!(everywhere.run(0).path("researchers.A").iter().all(|heads| (heads - 1.0).abs() < 1e-12));
}

#[test]
fn who_leaves_one_bloc_arrives_in_another() {
    for draw in 0..6 {
        let game = real_game(draw).lever_from("researchers.immigration.US", 2025.0, 0.5);
        let (run, trace) = game.trace(draw);
        let moved = |key: &str| run.path(&format!("researcher_migration.{key}"));
        let [us, cn, rest] = ["US", "CN", "ROW"].map(moved);
        for quarter in 0..104 {
            let all = us[quarter] + cn[quarter] + rest[quarter];
            assert!(all.abs() < 1e-12, "{all} appear in quarter {quarter}");
        }
        assert!(us.iter().take(20).all(|moved| *moved == 0.0), "they move before they are counted");
        let mut by_step = vec![0.0_f64; 104];
        for line in trace.ledger.entries.iter().filter(|e| e.line.key == "researchers-moved") {
            by_step[line.step] += line.amount;
        }
        assert!(by_step.iter().all(|sum| sum.abs() < 1e-12), "{by_step:?}");
        assert!(us.iter().any(|moved| moved.abs() > 1e-6), "nobody moves in draw {draw}");
    }
}

#[test]
fn researchers_move_to_money_and_away_from_repression_as_fast_as_they_look() {
    // Two blocs alike but for how posts are liked: M = m N_A N_B (A_A − A_B)/(N_A A_A + N_B A_B), here m (x − 1)/(x + 1).
    let rate = |game: Game| game.run(0).path("researcher_migration.A")[24];
    let money = richer(1, 8.0).set("researchers.mobility", 0.04).set("researchers.pull", 0.5);
    // The record turns within 2021-Q1, after which ρ is eight times that elsewhere.
    let ratio = 8.0_f64.sqrt();
    close(rate(money.clone()), 0.04 * (ratio - 1.0) / (ratio + 1.0), 0.03, "moves to money");
    assert_eq!(rate(money.set("researchers.pull", 0.0)), 0.0);
    // A bloc that lets in half of them takes half of those who would come, and loses as many as before: m/2 · 1/2 less.
    let half =
        still(1).set("researchers.mobility", 0.04).lever_from("researchers.immigration.A", 2021.0, 0.5);
    close(rate(half), -0.04 * 0.25, 0.03, "half let in");
    let repressed = still(1)
        .set("researchers.mobility", 0.04)
        .set("researchers.freedom", 0.5)
        .set("legitimacy.loosening", 0.2)
        .lever_from("legitimacy.repression_cap.B", 2020.5, 0.0);
    // What half the repression leaves of a post's worth, over what it left when it was counted.
    let free = repressed.run(0);
    let left = |quarter: usize| 1.0 - 0.5 * free.path("repression.B")[quarter];
    let ratio = left(24) / left(20);
    assert!(ratio > 1.2, "repression falls: {ratio}");
    close(
        free.path("researcher_migration.A")[24],
        0.04 * (1.0 - ratio) / (1.0 + ratio),
        0.03,
        "moves to where there is more freedom",
    );
}

#[test]
fn at_the_central_values_as_many_leave_the_united_states_as_left_it() {
    // Of 100 Chinese researchers at US institutions in 2019 13 had left six years later (fact `stay-rate-2025`). Those who look
    // find posts abroad by their share in the world's, at the tastes of 2020.
    let game = real_game(0);
    let scale = |bloc: &str| game.value(&format!("researchers.scale.{bloc}"));
    let abroad = (scale("CN") + scale("ROW")) / (scale("US") + scale("CN") + scale("ROW"));
    let left = 1.0 - (-6.0 * game.value("researchers.mobility") * abroad).exp();
    assert!((0.10..0.16).contains(&left), "{left}");
}

#[test]
fn a_split_of_one_bloc_moves_no_researcher() {
    // What two like blocs of half the researchers and money gain is what one of all gained.
    let whole = richer(1, 8.0)
        .set("researchers.mobility", 0.1)
        .set("researchers.pull", 0.7)
        .set("researchers.training_elasticity", 0.5);
    let mut world = plain_world(&["A", "B", "C"]);
    history(&mut world, SPENT, "A", &[(2015.0, SPENDING), (2021.0, SPENDING), (2021.001, 8.0 * SPENDING)]);
    for half in ["B", "C"] {
        history(&mut world, SPENT, half, &[(2015.0, 0.5 * SPENDING)]);
    }
    let halves = Game::plain(world, years(1))
        .set("researchers.leaving", 0.04)
        .set("researchers.mobility", 0.1)
        .set("researchers.pull", 0.7)
        .set("researchers.training_elasticity", 0.5)
        .set("researchers.scale.B", 0.5)
        .set("researchers.scale.C", 0.5);
    let (whole, halves) = (whole.run(0), halves.run(0));
    let [one, first, second] =
        [(&whole, "B"), (&halves, "B"), (&halves, "C")].map(|(run, b)| run.path(&format!("researchers.{b}")));
    for quarter in 0..64 {
        close(first[quarter] + second[quarter], one[quarter], 1e-12, "halves");
    }
    assert!(one[63] < 0.9, "nothing happens: {}", one[63]);
}

#[test]
fn researchers_make_software_and_elite_ones_count_in_science() {
    let game = |times: f64| real_game(0).lever_from("researchers.training.CN", 2022.0, times);
    let (as_is, more) = (game(1.0).run(0), game(3.0).run(0));
    for key in ["researchers.CN", "software_efficiency.CN", "leadership_science.CN"] {
        assert!(more.last(key) > as_is.last(key), "{key}");
    }
}

//! Borrowed capability: steady gaps, shut channels, and sources that are never passed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::Index;
use proptest::prelude::*;

/// Growth of software, the same in both blocs: capability grows by as much.
const GROWTH: f64 = 1.5;
/// What the follower lacks of its own, in logs.
const OWN_GAP: f64 = 2.0;

/// A leader A and a follower B that learns from people alone: that channel reads capability itself, without the luck of
/// releases.
fn follower(steps: usize, rate: f64, fade: f64) -> Game {
    people(Game::plain(plain_world(&["A", "B"]), years(steps)))
        .set("software.growth", GROWTH)
        .set("software.offset.B", -OWN_GAP)
        .set("borrowing.rate", rate)
        .set("borrowing.fade", fade)
}

/// Shuts every channel but people.
fn people(game: Game) -> Game {
    let others = ["borrowing.weight_commons", "borrowing.weight_distillation", "borrowing.weight_papers"];
    others.into_iter().fold(game, |game, key| game.set(key, 0.0))
}

fn gaps(run: &Run) -> Vec<f64> {
    let (leader, follower) = (run.path("frontier_unpublished.A"), run.path("frontier_unpublished.B"));
    leader.iter().zip(follower).map(|(a, b)| a - b).collect()
}

/// Errors against the equation at one, two and four steps a quarter.
#[track_caller]
fn converges(error: impl Fn(usize) -> f64, what: &str) {
    let errors = [1, 2, 4].map(error);
    for pair in errors.windows(2) {
        // First order halves the error; a scheme that is exact leaves rounding.
        assert!(pair[1] <= 0.6 * pair[0] + 1e-9, "{what}: errors {errors:?}");
    }
    assert!(errors[2] < 0.12, "{what}: errors {errors:?}");
}

#[test]
fn as_the_step_shrinks_the_steady_gap_becomes_that_of_the_equation() {
    // Leader and follower grow alike, so 0 = κ (G − m) − δ d with d = Δ − G:  G = (δ Δ + κ m)/(κ + δ).
    for (rate, fade, margin) in [(1.2, 0.8, 0.0), (3.0, 0.3, 0.0), (0.5, 2.0, 0.0), (1.2, 0.8, 0.3)] {
        let expected = (fade * OWN_GAP + rate * margin) / (rate + fade);
        let error = |steps| {
            let run = follower(steps, rate, fade).set("borrowing.margin", margin).run(0);
            (gaps(&run).last().unwrap() - expected).abs() / expected
        };
        converges(error, &format!("κ {rate}, δ {fade}, m {margin}"));
    }
}

#[test]
fn at_quarterly_steps_the_steady_gap_is_that_of_the_equation() {
    // G = (δ Δ + κ m)/(κ + δ), a fixed point that the length of the step has no part in.
    for (rate, fade, margin) in [(1.2, 0.8, 0.0), (3.0, 0.3, 0.0), (1.2, 0.8, 0.3)] {
        let run = follower(1, rate, fade).set("borrowing.margin", margin).run(0);
        close(
            *gaps(&run).last().unwrap(),
            (fade * OWN_GAP + rate * margin) / (rate + fade),
            1e-9,
            "steady gap",
        );
    }
}

#[test]
fn a_follower_that_stands_still_falls_back_by_the_share_that_fades() {
    // d' = κ (Δ − d) − δ d with Δ = Δ₀ + g t: once the start is forgotten the gap Δ − d grows by g δ/(κ + δ) a year.
    let (rate, fade) = (1.2, 0.8);
    let expected = GROWTH * fade / (rate + fade);
    let error = |steps| {
        let gaps = gaps(&follower(steps, rate, fade).set("software.pace.B", 0.0).run(0));
        let years = 0.25 * 20.0;
        ((gaps[63] - gaps[43]) / years - expected).abs() / expected
    };
    converges(error, "growth of the gap");
}

#[test]
fn without_borrowing_no_gap_closes() {
    let run = follower(1, 0.0, 0.8).run(0);
    // Software grows by the same sum of steps in both blocs: the offset between them rounds, 64 steps of 1e-15.
    assert!(gaps(&run).iter().all(|gap| (gap - OWN_GAP).abs() < 1e-12), "{:?}", gaps(&run));
    assert!(run.path("borrowed_capability.B").iter().all(|borrowed| *borrowed == 0.0));
    let with = follower(1, 1.2, 0.8).run(0);
    assert!(gaps(&with).iter().all(|gap| *gap < OWN_GAP - 0.1), "borrowing does nothing");
}

#[test]
fn the_leader_learns_nothing_from_those_behind() {
    let run = follower(1, 5.0, 0.1).run(0);
    assert!(run.path("borrowed_capability.A").iter().all(|borrowed| *borrowed == 0.0));
}

#[test]
fn a_gap_below_the_margin_teaches_nothing() {
    let run = follower(1, 5.0, 0.1).set("borrowing.margin", OWN_GAP + 0.01).run(0);
    assert!(run.path("borrowed_capability.B").iter().all(|borrowed| *borrowed == 0.0));
}

#[test]
fn a_channel_that_is_shut_teaches_nothing_and_one_that_is_open_does() {
    const WEIGHTS: [&str; 4] = ["commons", "distillation", "people", "papers"];
    let channel = |open: &str| {
        WEIGHTS.iter().fold(follower(1, 2.0, 0.5), |game, name| {
            game.set(&format!("borrowing.weight_{name}"), f64::from(u8::from(*name == open)))
        })
    };
    let most = |game: Game| game.run(0).path("borrowed_capability.B").into_iter().fold(0.0, f64::max);
    for name in WEIGHTS {
        assert!(most(channel(name)) > 0.1, "{name} teaches nothing");
    }
    assert_eq!(most(channel("commons").lever("borrowing.commons.B", 0.0)), 0.0);
    assert_eq!(most(channel("distillation").lever("borrowing.access.A", 0.0)), 0.0);
    assert_eq!(most(channel("people").set("borrowing.people_abroad", 0.0)), 0.0);
    // A lever of the other side shuts nothing: each acts on the borrower's commons and on the lender's access.
    assert!(most(channel("commons").lever("borrowing.commons.A", 0.0)) > 0.1);
    assert!(most(channel("distillation").lever("borrowing.access.B", 0.0)) > 0.1);
}

#[test]
fn the_best_source_counts_and_no_other_adds_to_it() {
    let settings = |game: Game, offsets: &[(&str, f64)]| {
        let game = people(game).set("software.growth", GROWTH).set("borrowing.rate", 2.0);
        offsets
            .iter()
            .fold(game, |game, (bloc, offset)| game.set(&format!("software.offset.{bloc}"), *offset))
    };
    let two = |source: f64| {
        settings(Game::plain(plain_world(&["A", "B"]), years(1)), &[("A", source), ("B", -3.0)]).run(0)
    };
    let three = |other: f64| {
        let game = Game::plain(plain_world(&["A", "B", "C"]), years(1));
        settings(game, &[("A", 0.0), ("B", -3.0), ("C", other)]).run(0)
    };
    let learnt =
        |run: &Run| run.path("borrowed_capability.B").iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    assert_eq!(learnt(&three(-1.0)), learnt(&two(0.0)), "a weaker source adds something");
    assert_eq!(learnt(&three(0.0)), learnt(&two(0.0)), "an equal source adds something");
    assert_eq!(learnt(&three(1.0)), learnt(&two(1.0)), "a better source does not replace a weaker one");
}

#[test]
fn borrowed_capability_fades_at_its_rate_once_nothing_more_is_learnt() {
    // From 2023 on the only channel is shut: d(t) = d(2023) e^{−δ (t − 2023)}.
    let game = follower(1, 2.0, 0.8)
        .set("borrowing.weight_distillation", 1.0)
        .set("borrowing.weight_people", 0.0)
        .lever_from("borrowing.access.A", 2023.0, 0.0);
    let borrowed = game.run(0).path("borrowed_capability.B");
    let first = game.calendar.number(overtake_model::Quarter::new(2022, 4)).unwrap();
    assert!(borrowed[first] > 0.1);
    for (quarter, found) in borrowed.iter().enumerate().skip(first + 1) {
        let expected = borrowed[first] * (-0.8 * 0.25 * (quarter - first) as f64).exp();
        close(*found, expected, 1e-12, "borrowed capability");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_learnt_in_a_step_never_carries_a_laboratory_past_its_best_source(
        rate in 0.0..20.0_f64,
        fade in 0.01..10.0_f64,
        margin in 0.0..3.0_f64,
        weights in prop::array::uniform4(0.001..100.0_f64),
        abroad in 0.0..=1.0_f64,
        offsets in prop::array::uniform3(-8.0..4.0_f64),
        growth in 0.0..4.0_f64,
        future in 0..1000_u64,
    ) {
        let mut game = Game::plain(plain_world(&["A", "B", "C"]), years(1))
            .set("borrowing.rate", rate)
            .set("borrowing.fade", fade)
            .set("borrowing.margin", margin)
            .set("borrowing.people_abroad", abroad)
            .set("software.growth", growth);
        for (name, weight) in ["commons", "distillation", "people", "papers"].iter().zip(weights) {
            game = game.set(&format!("borrowing.weight_{name}"), weight);
        }
        for (bloc, offset) in ["A", "B", "C"].iter().zip(offsets) {
            game = game.set(&format!("software.offset.{bloc}"), offset);
        }
        let (run, trace) = game.trace(future);
        let by_bloc = |key: &str| ["A", "B", "C"].map(|b| run.path(&format!("{key}.{b}")));
        let (now, published) = (by_bloc("frontier_unpublished"), by_bloc("frontier_capability"));
        let open = by_bloc("open_capability");
        let setting = game.setting();
        let learnt = |step: usize, laboratory: usize| -> f64 {
            let lines = trace.ledger.entries.iter().filter(|e| {
                e.step == step && e.account.stock == "borrowed" && e.account.member == laboratory && e.line.key != "faded"
            });
            lines.map(|e| e.amount).sum()
        };
        // State at the start of a step is what was reported at the end of the one before.
        for step in 1..game.calendar.steps() {
            for (laboratory, data) in setting.laboratories.iter() {
                let own = data.bloc.get();
                let before = |paths: &[Vec<f64>; 3], bloc: usize| paths[bloc][step - 1];
                let others = (0..3).filter(|&b| b != own);
                let sources = others.map(|b| before(&now, b).max(before(&published, b)));
                let commons = (0..3).map(|b| before(&open, b));
                let best = sources.chain(commons).fold(f64::NEG_INFINITY, f64::max);
                let gap = (best - before(&now, own)).max(0.0);
                let amount = learnt(step, laboratory.get());
                prop_assert!(amount >= 0.0);
                prop_assert!(amount <= gap * (1.0 + 1e-12) + 1e-12, "learnt {} of a gap of {}", amount, gap);
            }
        }
    }
}

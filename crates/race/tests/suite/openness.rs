//! Openness: what is opened, when it reaches the commons, and what policy makes of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::{Index, Quarter, Row, Values};
use overtake_num::level::Work;
use overtake_race::research::openness::{Derived, Parameters, Reads, Stocks};
use overtake_race::transition::Transition;
use overtake_race::world::Laboratory;
use proptest::prelude::*;

const BLOCS: [&str; 3] = ["US", "CN", "ROW"];

fn laboratories(game: &Game) -> Vec<String> {
    game.setting().laboratories.values().iter().map(|l| l.key.clone()).collect()
}

#[test]
fn when_everyone_opens_every_release_after_the_date_is_open() {
    for draw in 0..20 {
        let game = real_game(draw).lever_from("openness.shift", 2022.0, 100.0);
        let run = game.run(draw);
        let date = game.calendar.number(Quarter::new(2022, 1)).unwrap();
        let mut releases = 0;
        for laboratory in laboratories(&game) {
            let published = run.path(&format!("laboratory_capability.{laboratory}"));
            let opened = run.path(&format!("laboratory_opened.{laboratory}"));
            for quarter in date..published.len() {
                if published[quarter] > published[quarter - 1] {
                    assert_eq!(opened[quarter], published[quarter], "{laboratory} kept a release");
                    releases += 1;
                }
            }
        }
        assert!(releases > 100, "{releases} releases are too few to tell");
        for bloc in BLOCS {
            let openness = run.path(&format!("openness_of_leader.{bloc}"));
            assert!(openness[date..].iter().all(|o| *o > 1.0 - 1e-6), "{bloc}: {openness:?}");
        }
    }
}

#[test]
fn when_everyone_closes_no_release_after_the_date_is_open() {
    for draw in 0..20 {
        let game = real_game(draw).lever_from("openness.shift", 2022.0, -100.0);
        let run = game.run(draw);
        let date = game.calendar.number(Quarter::new(2022, 1)).unwrap();
        for laboratory in laboratories(&game) {
            let opened = run.path(&format!("laboratory_opened.{laboratory}"));
            assert!(opened[date..].iter().all(|o| *o == opened[date - 1]), "{laboratory} opened a release");
        }
        for bloc in BLOCS {
            let openness = run.path(&format!("openness_of_leader.{bloc}"));
            assert!(openness[date..].iter().all(|o| *o < 1e-6), "{bloc}: {openness:?}");
        }
    }
}

#[test]
fn until_its_date_a_policy_on_openness_changes_nothing() {
    let (as_is, opens) = (real_game(4), real_game(4).lever_from("openness.shift", 2030.0, 100.0));
    let (as_is, opens) = (as_is.run(8).bits(), opens.run(8).bits());
    let quarters = 4 * (2030 - 2015);
    for (key, path) in &as_is {
        assert_eq!(path[..quarters], opens[key][..quarters], "{key}");
    }
    assert_ne!(as_is, opens);
}

#[test]
fn the_chance_of_opening_is_the_logistic_of_what_is_gained_less_what_is_lost() {
    let (stance, rent, window, scatter, shift) = (1.0, 5.0, 0.8, 1.5, 0.5);
    let run = Game::plain(plain_world(&["A", "B"]), years(1))
        .set("software.growth", 1.0)
        .set("software.offset.B", -1.0)
        .set("openness.stance.A", stance)
        .set("openness.stance.B", -1.0)
        .set("openness.rent", rent)
        .set("openness.window", window)
        .set("openness.scatter", scatter)
        .lever("openness.shift.A", shift)
        .lever("openness.imitation.B", 0.25)
        .run(5);
    let paths = |key: &str| ["A", "B"].map(|b| run.path(&format!("{key}.{b}")));
    let (known, published) = (paths("frontier_unpublished"), paths("frontier_capability"));
    let (open, chances) = (paths("open_capability"), paths("openness_of_leader"));
    // A bloc that imitates goes that share of the way to the most open stance, before its own shift.
    let stances = [stance + shift, -1.0 + 0.25 * (stance - -1.0)];
    for quarter in 0..64 {
        let best = published[0][quarter].max(published[1][quarter]);
        let commons = open[0][quarter].max(open[1][quarter]);
        for bloc in 0..2 {
            let x = known[bloc][quarter];
            let behind = (-(best - x).max(0.0) / window).exp();
            let lead = 1.0 - (-(x - commons).max(0.0) / window).exp();
            let expected = 1.0 / (1.0 + (-(stances[bloc] - rent * behind * lead) / scatter).exp());
            close(chances[bloc][quarter], expected, 1e-12, "chance of opening");
        }
    }
}

#[test]
fn decisions_fall_as_often_as_their_chance_says() {
    // With no rent the chance is logistic(stance/s) whatever happens; every release shows, for capability grows.
    for stance in [-1.0, 0.0, 1.5] {
        let game = Game::plain(plain_world(&["A", "B"]), years(1))
            .set("software.growth", 1.0)
            .set("openness.rent", 0.0)
            .set("openness.stance", stance);
        let (mut opened, mut all) = (0_u32, 0_u32);
        for future in 0..60 {
            let run = game.run(future);
            for laboratory in ["lab_A", "lab_B"] {
                let published = run.path(&format!("laboratory_capability.{laboratory}"));
                let open = run.path(&format!("laboratory_opened.{laboratory}"));
                for quarter in (1..64).filter(|&q| published[q] > published[q - 1]) {
                    opened += u32::from(open[quarter] == published[quarter]);
                    all += 1;
                }
            }
        }
        let (share, chance) = (f64::from(opened) / f64::from(all), 1.0 / (1.0 + (-stance).exp()));
        // Four standard deviations of a share of independent draws.
        let allowed = 4.0 * (chance * (1.0 - chance) / f64::from(all)).sqrt();
        assert!((share - chance).abs() < allowed, "{share} of {all} releases, expected {chance}");
    }
}

/// Levels of the three stages after each step, and the level that they move to: what is opened grows until 2020, in steps as
/// releases do, and no more from then on.
fn stages(steps: usize, delay: f64) -> (Game, Vec<[f64; 3]>, f64) {
    let game = Game::plain(plain_world(&["A", "B"]), years(steps)).set("openness.delay", delay);
    let (p, setting) =
        (Parameters::read(&Values { layout: &game.layout, values: &game.values }), game.setting());
    let derived = Derived::new(&p, &setting, &game.calendar);
    let laboratories = setting.laboratories.len();
    let (mut stocks, chances) = (Stocks::empty(&setting), Row::filled(laboratories, 0.0));
    let opened = |time: f64| 0.3 * (time.min(2020.0) * 2.0).floor();
    let row = |time: f64| Row::filled(laboratories, opened(time));
    Transition {
        parameters: &p,
        derived: &derived,
        reads: &row(game.calendar.moment(0).time),
        stocks: &mut stocks,
        ledger: &mut (),
    }
    .run();
    let mut levels = Vec::new();
    for step in 0..game.calendar.steps() {
        let now = game.calendar.moment(step);
        let reads = Reads { opened: &row(now.time), chances: &chances, dt: now.dt };
        Transition { parameters: &p, derived: &derived, reads, stocks: &mut stocks, ledger: &mut () }.run();
        levels.push([0, 1, 2].map(|stage: usize| stocks.commons[stage][Laboratory::new(0)]));
    }
    (game, levels, opened(2020.0))
}

/// Greatest distance of the commons, over a calendar of that many steps a quarter, from what three stages carry to it.
fn off_the_chain(steps: usize, delay: f64) -> f64 {
    let (game, levels, to) = stages(steps, delay);
    let from = game.calendar.number(Quarter::new(2020, 1)).unwrap() * steps;
    let start = levels[from - 1].map(|level| to - level);
    assert!(start[2] > 0.1, "nothing is on its way: {start:?}");
    // s_i' = 3 (s_{i−1} − s_i)/τ towards a constant: what is missing at the end after a = 3t/τ is
    // e^{−a} (e_3 + a e_2 + a²/2 e_1), where e_i was missing in stage i.
    let missing = |years: f64| {
        let a = 3.0 * years / delay;
        (-a).exp() * (start[2] + a * start[1] + 0.5 * a * a * start[0])
    };
    (from..levels.len()).fold(0.0, |most: f64, step| {
        let years = (step + 1 - from) as f64 * game.calendar.dt();
        most.max((to - levels[step][2] - missing(years)).abs())
    })
}

#[test]
fn as_the_step_shrinks_the_way_into_the_commons_becomes_the_chain_of_three_stages() {
    for delay in [0.5, 2.0] {
        let errors = [1, 2, 4, 8].map(|steps| off_the_chain(steps, delay));
        for pair in errors.windows(2) {
            // First order halves the error, up to what a finite step adds; an exact scheme leaves rounding.
            assert!(pair[1] <= 0.7 * pair[0] + 1e-9, "τ = {delay}: {errors:?}");
        }
    }
}

#[test]
fn at_quarterly_steps_the_way_into_the_commons_is_the_chain_of_three_stages() {
    // A chain that runs towards a constant has a closed form, so the step need leave no error.
    for delay in [0.5, 2.0] {
        let error = off_the_chain(1, delay);
        assert!(error < 1e-9, "off by {error} where the delay is {delay} years");
    }
}

#[test]
fn what_was_opened_is_in_the_commons_in_the_end() {
    let (_, levels, to) = stages(1, 0.5);
    // Ten years after the last opening e^{−60} of it is on its way.
    close(levels[levels.len() - 1][2], to, 1e-9, "the commons");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_commons_never_hold_more_than_was_opened_nor_that_more_than_was_published(
        draw in 0..10_000_u64,
        shift in -10.0..10.0_f64,
        future in 0..1000_u64,
    ) {
        let game = real_game(draw).lever("openness.shift", shift);
        let run = game.run(future);
        let setting = game.setting();
        for bloc in BLOCS {
            let own: Vec<_> = setting.laboratories.values().iter().filter(|l| setting.blocs[l.bloc] == bloc).collect();
            let opened: Vec<_> = own.iter().map(|l| run.path(&format!("laboratory_opened.{}", l.key))).collect();
            let published = run.path(&format!("frontier_capability.{bloc}"));
            for (quarter, open) in run.path(&format!("open_capability.{bloc}")).into_iter().enumerate() {
                let most = opened.iter().map(|o| o[quarter]).fold(f64::NEG_INFINITY, f64::max);
                prop_assert!(open <= most + 1e-12, "{} in the commons of {}, opened {}", open, bloc, most);
                prop_assert!(most <= published[quarter]);
            }
        }
    }

    #[test]
    fn the_commons_never_fall(draw in 0..10_000_u64, future in 0..1000_u64) {
        let run = real_game(draw).run(future);
        for bloc in BLOCS {
            let open = run.path(&format!("open_capability.{bloc}"));
            // Each stage moves towards one above it: a rounding down is all that could lower it.
            prop_assert!(open.windows(2).all(|w| w[1] >= w[0] - 1e-12), "{}", bloc);
        }
    }
}

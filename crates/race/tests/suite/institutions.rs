//! Institutions: what a bloc takes from another is what the other has, whole or in part.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::common::*;
use overtake_model::{AxisData, LeverPath};

/// Levers that give a bloc the whole of another's institutions.
const ALL: [&str; 6] = [
    "institutions.finance",
    "institutions.state",
    "institutions.cities",
    "institutions.push",
    "institutions.society",
    "openness.imitation",
];

/// Parameters of institutions with their values in A and in B.
const BUNDLES: [(&str, f64, f64); 15] = [
    ("capital.friction", 0.05, 0.4),
    ("capital.depth", 0.06, 0.02),
    ("capital.venture", 0.002, 0.0005),
    ("state.infrastructure", 0.0001, 0.001),
    ("state.funds", 0.0001, 0.0005),
    ("state.chips", 0.0002, 0.0008),
    ("state.research", 0.0001, 0.0004),
    ("adoption.absorption", 1.0, 1.3),
    ("adoption.push_money", 0.3, 2.0),
    ("adoption.subsidy_money", 0.2, 1.0),
    ("legitimacy.growth_weight", 3.0, 4.0),
    ("legitimacy.displaced_weight", 1.0, 2.0),
    ("legitimacy.promise_weight", 0.5, 1.0),
    ("legitimacy.threshold", -20.0, 5.0),
    ("openness.stance", -1.0, 2.0),
];

/// Two blocs alike but for what `value` makes of each parameter of institutions; each imitates the other. Spending on record
/// ends in 2020, so that capital decides.
fn game(value: impl Fn(f64, f64) -> [f64; 2]) -> Game {
    let mut world = plain_world(&["A", "B"]);
    for (bloc, other) in [("A", "B"), ("B", "A")] {
        entry(&mut world, "bloc", bloc).references.insert("imitates".to_owned(), vec![other.to_owned()]);
        world.series.retain(|s| s.key != SPENT || s.member != bloc);
        let knots = vec![(2015.0, SPENDING), (2020.0, 2.0 * SPENDING)];
        world.series.push(overtake_model::Series { key: SPENT.to_owned(), member: bloc.to_owned(), knots });
        history(&mut world, "legitimacy.promised", bloc, &[(2022.0, 0.1), (2030.0, 0.2)]);
    }
    // Output is the same in both, so that money over it is the same sum.
    let mut game = Game::plain(world, years(1))
        .set("software.growth", 1.0)
        .set("applications.quality_gain", 1.0)
        .set("applications.pull", 0.3)
        .set("state.growth", 0.1)
        .lever("economy.ai_gain", 0.0);
    for (key, a, b) in BUNDLES {
        for (bloc, value) in ["A", "B"].into_iter().zip(value(a, b)) {
            game = game.set(&format!("{key}.{bloc}"), value);
        }
    }
    game
}

fn with_levers(game: Game, blocs: &[&str], share: f64) -> Game {
    let keys = ALL.iter().flat_map(|lever| blocs.iter().map(move |bloc| format!("{lever}.{bloc}")));
    keys.fold(game, |game, key| game.lever(&key, share))
}

#[test]
fn blocs_that_take_each_others_institutions_whole_have_the_paths_of_blocs_born_with_them_to_the_bit() {
    let own = game(|a, b| [a, b]).run(0).bits();
    let swapped = with_levers(game(|a, b| [a, b]), &["A", "B"], 1.0).run(0).bits();
    let born = game(|a, b| [b, a]).run(0).bits();
    assert_ne!(own["ai_investment.A"], born["ai_investment.A"], "institutions do nothing");
    for (key, path) in &born {
        assert_eq!(*path, swapped[key], "{key}");
    }
}

#[test]
fn one_bloc_can_take_what_the_other_keeps() {
    let taken = with_levers(game(|a, b| [a, b]), &["A"], 1.0).run(0).bits();
    let born = game(|_, b| [b, b]).run(0).bits();
    for (key, path) in &born {
        assert_eq!(*path, taken[key], "{key}");
    }
}

#[test]
fn half_of_anothers_institutions_lies_half_way() {
    let half = with_levers(game(|a, b| [a, b]), &["A", "B"], 0.5).run(0);
    let between = game(|a, b| [0.5 * (a + b); 2]).run(0);
    for key in ["ai_investment", "state_ai_spending", "ai_use_share", "satisfaction", "openness_of_leader"] {
        for bloc in ["A", "B"] {
            let key = format!("{key}.{bloc}");
            close(half.last(&key), between.last(&key), 1e-9, &key);
        }
    }
}

#[test]
fn what_takes_hold_in_part_is_that_part_of_the_lever_and_openness_is_taken_whole() {
    let part = with_levers(game(|a, b| [a, b]), &["A", "B"], 1.0).set("institutions.takes_hold", 0.625);
    let lever = with_levers(game(|a, b| [a, b]), &["A", "B"], 0.625);
    let lever = ["A", "B"].iter().fold(lever, |game, b| game.lever(&format!("openness.imitation.{b}"), 1.0));
    assert_eq!(part.run(0).bits(), lever.run(0).bits());
    let none = with_levers(game(|a, b| [a, b]), &["A", "B"], 1.0).set("institutions.takes_hold", 0.0);
    let openness = ["A", "B"]
        .iter()
        .fold(game(|a, b| [a, b]), |game, b| game.lever(&format!("openness.imitation.{b}"), 1.0));
    assert_eq!(none.run(0).bits(), openness.run(0).bits());
    let paid = |game: Game| game.lever("institutions.cities.A", 1.0).run(0);
    let (whole, half) = (paid(cities()), paid(cities().set("institutions.takes_hold", 0.5)));
    close(half.last("city_support.A"), 0.5 * whole.last("city_support.A"), 1e-9, "support by cities");
}

#[test]
fn each_bundle_moves_what_it_holds_and_leaves_the_rest_as_it_is() {
    let holds = [
        ("institutions.finance", "unfunded_share.A", "state_ai_spending.B"),
        ("institutions.state", "state_infrastructure.A", "adoption_push.A"),
        ("institutions.push", "adoption_push.A", "state_infrastructure.A"),
        ("institutions.society", "satisfaction.A", "gdp.A"),
        ("openness.imitation", "openness_of_leader.A", "adoption_push.A"),
    ];
    let own = game(|a, b| [a, b]).run(0).bits();
    for (lever, moved, kept) in holds {
        let bits = game(|a, b| [a, b]).lever(&format!("{lever}.A"), 1.0).run(0).bits();
        assert_ne!(bits[moved], own[moved], "{lever} leaves {moved}");
        assert_eq!(bits[kept], own[kept], "{lever} moves {kept}");
    }
}

#[test]
fn a_bloc_that_names_nobody_keeps_its_own_and_one_that_stops_has_its_own_again() {
    let alone = |share: f64| {
        let mut game = game(|a, b| [a, b]);
        for bloc in ["A", "B"] {
            entry(&mut game.world, "bloc", bloc).references.clear();
        }
        ALL[..5].iter().fold(game, |game, lever| game.lever(lever, share)).run(0).bits()
    };
    assert_eq!(alone(0.0), alone(1.0));
    let path = LeverPath { points: vec![(2016.0, 1.0), (2018.0, 0.0)] };
    let own = game(|a, b| [a, b]).run(0);
    let once = game(|a, b| [a, b]).lever_path("institutions.push.A", &path).run(0);
    let push = |run: &Run| run.path("adoption_push.A");
    assert_eq!(push(&own)[4..12].iter().zip(&push(&once)[4..12]).filter(|(a, b)| a == b).count(), 0);
    assert_eq!(push(&own)[12..], push(&once)[12..]);
}

#[test]
fn money_of_another_state_counts_over_value_added_and_reaches_what_hangs_on_the_blocs_own() {
    let mut game = game(|a, b| [a, b]);
    history(&mut game.world, "economy.value_added", "A", &[(2015.0, 2.0 * VALUE_ADDED)]);
    let game =
        game.set("state.growth", 0.0).set("state.hang_research.A", 0.2).set("state.effect_research", 0.5);
    let own = game.run(0);
    let taken = game.clone().lever("institutions.state.A", 1.0).lever("institutions.push.A", 1.0).run(0);
    // A is twice as large as B, whose plans are 0.0027 of value added and whose money for use is 3 billion.
    let expected = 2.0 * VALUE_ADDED * 0.0027 + 2.0 * 3e9;
    close(taken.path("state_ai_spending.A")[3], expected, 1e-9, "spending");
    // Four times its own money for research: 0.2 of research hangs on it, and half of what it can do is done.
    let grown = |run: &Run| run.last("software_efficiency.A") - run.path("software_efficiency.A")[0];
    close(grown(&taken) / grown(&own), 1.0 + 0.2 * 0.5 * (4.0 - 1.0), 1e-9, "growth of software");
}

#[test]
fn a_state_without_research_of_its_own_finds_nothing_that_hangs_on_it() {
    let game = game(|a, b| [a, b]).set("state.research.A", 0.0).set("state.hang_research.A", 0.2);
    let taken = game.clone().lever("institutions.state.A", 1.0).run(0);
    close(taken.last("software_efficiency.A"), game.run(0).last("software_efficiency.A"), 1e-12, "software");
    assert!(taken.last("state_ai_spending.A") > game.run(0).last("state_ai_spending.A"));
}

/// Cities of A that pay nothing, and two of B that pay from 2018 on.
fn cities() -> Game {
    let mut game = game(|a, b| [a, b]);
    let city = |key: &str, bloc: &str, money: f64, firms: f64| {
        let numbers = [
            ("begins", 2018.0),
            ("money_usd_per_year", money),
            ("firms", firms),
            ("grants", 1.0),
            ("research", 0.0),
            ("space", 0.0),
            ("equity", 0.0),
            ("training", 0.0),
        ];
        with(key, &numbers, &[("bloc", &[bloc])])
    };
    let members = vec![
        city("bay", "A", 0.0, 0.3),
        city("sound", "A", 0.0, 0.1),
        city("river", "B", 1e9, 0.2),
        city("gulf", "B", 5e8, 0.2),
    ];
    game.world.axes.push(AxisData { key: "city".to_owned(), members });
    let layout = overtake_model::Layout::new(
        &<overtake_race::Race as overtake_model::Model>::declaration(),
        &game.world,
    );
    assert_eq!(layout.parameters().len(), game.layout.parameters().len(), "no parameter hangs on a city");
    game.layout = layout;
    game
}

#[test]
fn cities_pay_over_value_added_as_those_of_another_bloc_do_and_firms_move_for_it() {
    let own = cities().run(0);
    assert!(own.path("city_support.A").iter().all(|money| *money == 0.0));
    let taken = cities().lever("institutions.cities.A", 1.0).run(0);
    let support = taken.path("city_support.A");
    assert!(support[..12].iter().all(|money| *money == 0.0), "paid before anybody does");
    for (found, expected) in support.iter().zip(own.path("city_support.B")).skip(12) {
        close(*found, expected, 1e-9, "support");
    }
    assert!(taken.last("city_money_moved.A") > 0.0 && own.last("city_money_moved.A") == 0.0);
    // Both cities pay a firm as much, so neither draws from the other.
    let [bay, sound] = ["city_firms.bay", "city_firms.sound"].map(|key| taken.last(key));
    close(bay / sound, 3.0, 1e-9, "firms of two cities");
    assert!(bay > 0.3, "{bay}");
}

#[test]
fn firms_that_moved_for_money_stay_in_motion_when_it_ends() {
    let path = LeverPath { points: vec![(2018.0, 1.0), (2022.0, 0.0)] };
    let run = cities().lever_path("institutions.cities.A", &path).run(0);
    let firms = run.path("city_firms.bay");
    let (paid, after) = (firms[27], *firms.last().unwrap());
    assert!(paid > after && after > 0.3, "{paid} {after}");
}

#[test]
fn innovation_output_is_the_mean_of_what_a_bloc_can_make_by_itself_and_of_its_applications() {
    for draw in 0..4 {
        let game = real_game(draw);
        let run = game.run(draw);
        let worth = game.value("applications.capability_weight");
        for bloc in BLOCS {
            let path = |key: &str| run.path(&format!("{key}.{bloc}"));
            let (largest, software, quality) =
                (path("largest_run"), path("software_efficiency"), path("application_quality"));
            for (quarter, output) in path("innovation_output").into_iter().enumerate() {
                let knowledge =
                    worth * overtake_num::Real::ln(largest[quarter] / 1e25) + worth * software[quarter];
                close(
                    overtake_num::Real::ln(output),
                    0.5 * (knowledge + quality[quarter]),
                    1e-9,
                    "innovation output",
                );
            }
        }
    }
}

#[test]
fn the_order_of_blocs_changes_no_bit_where_institutions_are_swapped() {
    let game = with_levers(real_game(2), &["US", "CN"], 1.0);
    let turned = game.reordered("bloc", |key| ["ROW", "CN", "US"].iter().position(|b| *b == key).unwrap());
    let (expected, found) = (game.run(2).bits(), turned.run(2).bits());
    for (key, path) in &expected {
        assert_eq!(*path, found[key], "{key}");
    }
}

const BLOCS: [&str; 3] = ["US", "CN", "ROW"];

//! Cities: what they pay, who moves for it and who is founded on it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::common::*;
use overtake_model::{AxisData, Calendar, Held, Index, Quarter, Row, Values};
use overtake_num::level::Work;
use overtake_race::finance::cities::{Derived, Parameters, Reads, Stocks, support_shares};
use overtake_race::transition::Transition;
use overtake_race::world::{Bloc, City, Setting};

/// Three cities of the first bloc, one of the second that pays nothing.
fn world(money: [f64; 3]) -> Game {
    let mut world = plain_world(&["A", "B"]);
    let city = |key: &str, bloc: &str, money: f64, firms: f64| {
        let numbers = [
            ("begins", 2016.0),
            ("money_usd_per_year", money),
            ("firms", firms),
            ("grants", 0.2),
            ("research", 0.2),
            ("space", 0.2),
            ("equity", 0.2),
            ("training", 0.2),
        ];
        with(key, &numbers, &[("bloc", &[bloc])])
    };
    let members = vec![
        city("one", "A", money[0], 0.2),
        city("two", "A", money[1], 0.2),
        city("three", "A", money[2], 0.3),
        city("other", "B", 0.0, 0.5),
    ];
    world.axes.push(AxisData { key: "city".to_owned(), members });
    Game::plain(world, years(1))
}

/// What is where after so many steps from 2016.
fn after(
    game: &Game,
    steps: usize,
    steps_per_quarter: usize,
    lever: f64,
) -> (Stocks<f64>, Parameters<f64>, Setting) {
    let p = Parameters::read(&Values { layout: &game.layout, values: &game.values });
    let setting = game.setting();
    let calendar = Calendar { steps_per_quarter, start: Quarter::new(2016, 1), ..game.calendar };
    let derived = Derived::new(&p, &setting, &calendar);
    let mut places = Stocks::empty(&setting);
    let (stocks, ledger) = (&mut places, &mut ());
    Transition { parameters: &p, derived: &derived, reads: &setting, stocks, ledger }.run();
    let value_added = Row::from_values(vec![VALUE_ADDED; 2]);
    for step in 0..steps {
        let reads = Reads {
            setting: &setting,
            value_added: &value_added,
            support: &[lever; 2],
            imitation: &[0.0; 2],
            takes_hold: 1.0,
            now: calendar.moment(step),
        };
        let (stocks, ledger) = (&mut places, &mut ());
        Transition { parameters: &p, derived: &derived, reads, stocks, ledger }.run();
    }
    (places, p, setting)
}

fn city(place: usize) -> City {
    City::new(place)
}

/// The bloc whose cities pay.
fn a() -> Bloc {
    Bloc::new(0)
}

/// Firms of the bloc whose cities pay, in its cities and elsewhere.
fn firms(places: &Stocks<f64>) -> f64 {
    let mut sum = 0.0;
    places.visit(&mut |account, _, firms| {
        let own =
            if account.stock == "city-firms" { account.member < 3 } else { account.member == a().get() };
        sum += if own { firms } else { 0.0 };
    });
    sum
}

#[test]
fn moves_between_places_of_a_bloc_sum_to_nothing() {
    let (places, ..) = after(&world([5e8, 1e8, 0.0]).set("cities.looking", 0.8), 40, 1, 1.0);
    close(firms(&places), 1.0, 1e-13, "firms of the bloc");
    assert!((places.firms[city(0)] - 0.2).abs() > 0.01, "nobody moved");
    assert_eq!(places.firms[city(3)].to_bits(), 0.5_f64.to_bits(), "another bloc's firms stay there");
}

#[test]
fn founded_firms_add_up_with_those_that_were_there() {
    let (places, ..) = after(&world([5e8, 1e8, 0.0]).set("cities.founding", 0.1), 40, 1, 1.0);
    close(firms(&places), 1.0 + places.founded_firms[a()], 1e-13, "firms of the bloc");
    assert!(places.founded_firms[a()] > 0.005, "{}", places.founded_firms[a()]);
}

#[test]
fn without_support_nobody_moves_because_of_it_and_every_place_is_at_rest() {
    let game = world([5e8, 1e8, 0.0]).set("cities.founding", 0.1).set("cities.answer", 1.0);
    let (places, p, setting) = after(&game, 40, 1, 0.0);
    for c in 0..3 {
        close(places.firms[city(c)], setting.cities[city(c)].firms, 1e-13, "firms");
        assert!(places.drawn_newcomers[city(c)] < 1e-14, "{}", places.drawn_newcomers[city(c)]);
        assert!(places.newcomers[city(c)] > 0.0, "firms move for other reasons all the same");
    }
    assert_eq!(support_shares(&p, &setting, &places, a()), [0.0; 3]);
    assert_eq!(places.ln_entrants[a()], 0.0);
}

#[test]
fn a_city_that_pays_more_gains_firms_from_its_equal_and_pays_more_that_only_moved() {
    let game = world([4e8, 1e8, 0.0]);
    let (places, p, setting) = after(&game, 20, 1, 1.0);
    let [one, two, three] = [0, 1, 2].map(|c| places.firms[city(c)]);
    assert!(one > two && one > 0.2 && three < 0.3, "{one} {two} {three}");
    let [all, moved, lately] = support_shares(&p, &setting, &places, a());
    close(all, 5e8, 1e-12, "what is paid");
    assert!(moved > 0.0 && moved < all && lately > 0.0, "{moved} {lately}");
    // A city gains by who comes for its money and by who does not leave for it; only the first have moved.
    let came = places.drawn_firms[city(0)];
    assert!(came > 0.0 && came < one - 0.2, "{came} {one}");
    assert!(
        places.drawn_newcomers[city(0)] < came && places.drawn_newcomers[city(0)] < places.newcomers[city(0)]
    );
    let (more, p, _) = after(&game, 20, 1, 2.0);
    let [all_more, moved_more, _] = support_shares(&p, &setting, &more, a());
    assert!(moved_more / all_more > moved / all, "twice the money draws more of those whom it pays");
}

#[test]
fn equal_cities_stay_equal_and_equal_support_moves_nobody_between_them() {
    let (places, ..) = after(&world([2e8, 2e8, 0.0]).set("cities.founding", 0.1), 40, 1, 1.0);
    close(places.firms[city(0)], places.firms[city(1)], 1e-13, "equals");
    assert!(places.firms[city(0)] > 0.2);
}

#[test]
fn a_city_that_answers_rises_towards_its_rivals_and_no_further_than_its_ceiling() {
    let paid_by = |answer: f64, steps: usize| {
        let game = world([4e8, 1e8, 0.0]).set("cities.answer", answer).set("cities.ceiling", 1.5);
        after(&game, steps, 1, 1.0).0.support[city(1)]
    };
    close(paid_by(0.0, 40), 1e8, 1e-12, "one that does not answer");
    assert!(paid_by(0.2, 2) > 1e8 && paid_by(0.2, 2) < paid_by(0.2, 4));
    close(paid_by(1.0, 40), 1.5e8, 1e-12, "the ceiling");
}

#[test]
fn what_cities_found_are_entrants_at_home() {
    let share = |founding: f64| {
        let game = world([2e9, 2e9, 0.0])
            .set("cities.founding", founding)
            .set("applications.capability_weight", 0.0);
        game.run(0).last("application_share.A")
    };
    assert!(share(0.2) > share(0.0) + 1e-4, "{} {}", share(0.2), share(0.0));
}

#[test]
fn halving_the_step_halves_the_error_of_firms() {
    let game = world([4e8, 1e8, 0.0])
        .set("cities.looking", 0.5)
        .set("cities.founding", 0.1)
        .set("cities.answer", 0.5);
    let firms = |parts: usize| after(&game, 20 * parts, parts, 1.0).0.firms[city(0)];
    let exact = firms(64);
    let errors = [1, 2, 4].map(|parts| (firms(parts) - exact).abs());
    for pair in errors.windows(2) {
        assert!((1.7..2.4).contains(&(pair[0] / pair[1])), "{errors:?}");
    }
    assert!(errors[0] < 2e-3, "{errors:?}");
}

#[test]
fn cities_without_firms_left_outside_or_instruments_that_do_not_sum_to_one_are_refused() {
    let mut all = world([1e8; 3]).world;
    entry(&mut all, "city", "three").numbers.insert("firms".to_owned(), 0.6);
    let errors = Setting::new(&all).unwrap_err();
    assert!(errors.iter().any(|e| e.to_string().contains("leave some outside")), "{errors:?}");
    let mut half = world([1e8; 3]).world;
    entry(&mut half, "city", "one").numbers.insert("grants".to_owned(), 0.7);
    let errors = Setting::new(&half).unwrap_err();
    assert!(errors.iter().any(|e| e.to_string().contains("not to one")), "{errors:?}");
}

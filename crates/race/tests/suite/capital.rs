//! What makes firms invest and what holds them back: value, expectations, friction, funds, crashes, and the state beside them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::{Index, Row, Table, Values};
use overtake_num::level::Work;
use overtake_race::finance::capital::{
    CRASH, Derived, Expectations, History, Luck, MOOD, Parameters, Start, Stocks, Terms, terms, value,
};
use overtake_race::finance::money;
use overtake_race::finance::state::{self, state_dependence};
use overtake_race::transition::Transition;
use overtake_race::world::Bloc;

const BLOCS: [&str; 3] = ["A", "B", "C"];

/// Spending on record through 2016; then firms decide.
fn free() -> overtake_model::World {
    let mut world = plain_world(&BLOCS);
    for bloc in BLOCS {
        world.series.retain(|s| s.key != SPENT || s.member != bloc);
        let knots = vec![(2015.0, SPENDING), (2017.0, SPENDING)];
        world.series.push(overtake_model::Series { key: SPENT.to_owned(), member: bloc.to_owned(), knots });
    }
    world
}

fn derived(game: &Game) -> (Parameters<f64>, Derived<f64>) {
    let capital = Parameters::read(&Values { layout: &game.layout, values: &game.values });
    let history = History::new(&game.setting(), &game.world, &game.calendar);
    let derived = Derived::new(&capital, &history, &game.setting(), &game.calendar);
    (capital, derived)
}

#[test]
fn where_nothing_grows_capital_stands_at_what_it_cost_and_is_worth_it() {
    let run = Game::plain(free(), years(1)).lever("adoption.multiplier", 0.0).run(0);
    for bloc in BLOCS {
        let path = run.path(&format!("ai_investment.{bloc}"));
        // Half of what is invested buys accelerators.
        close(path[0], 2.0 * SPENDING, 1e-12, "on record");
        // The market that investors see adds a little to the value of what earns already.
        close(path[63], 2.0 * SPENDING, 0.1, "fourteen years later");
        close(run.last(&format!("ai_capital.{bloc}")), 2.0 * SPENDING / 0.2, 0.1, "capital");
    }
}

#[test]
fn expectations_cover_the_way_to_growth_as_it_is_at_the_stated_rate() {
    let game = Game::plain(free(), years(1));
    let (p, s) = derived(&game);
    let race = game.setting();
    let history = money::History::new(&race, &game.world, &game.calendar);
    let mut stocks = Stocks::empty(&race);
    let reads = Start { setting: &race, scale: &[1.0; 3], record: &history, multiplier: &[1.0; 3] };
    Transition { parameters: &p, derived: &s, reads, stocks: &mut stocks, ledger: &mut () }.run();
    let luck = Luck { crash: Table::filled(game.calendar.quarters, 3, 1.0) };
    let growth = 0.05;
    let added = Row::filled(3, 0.0);
    for step in 0..40 {
        let income = Row::filled(3, 1e9 * (growth * 0.25 * f64::from(step)).exp());
        let reads = Expectations {
            income: &income,
            value_added: &added,
            crash: &[1.0; 3],
            luck: &luck,
            now: game.calendar.moment(step as usize),
        };
        Transition { parameters: &p, derived: &s, reads, stocks: &mut stocks, ledger: &mut () }.run();
        let expected = growth * (1.0 - (-0.25 * f64::from(step) / 2.0).exp());
        close(stocks.growth[Bloc::new(0)], expected, 1e-9, "expected growth");
    }
}

#[test]
fn value_is_what_an_income_that_grows_for_thirty_years_is_worth() {
    let game = Game::plain(free(), years(1)).set("capital.long_run", 0.04);
    let (p, s) = derived(&game);
    // Without a ceiling and with no growth beyond the long run: 0.3 of the integral of e^{(0.04 - 0.1) h} over thirty years.
    let integral = (1.0 - (-0.06 * 30.0_f64).exp()) / 0.06;
    close(value(&p, &s, 0.0, 1e9, 0.0, 1e30), 0.3e9 * integral, 0.002, "value");
    close(value(&p, &s, 1e9, 0.0, 0.0, 1e30), 0.3e9 * integral, 0.002, "value of older income");
    // Growth that is expected to go on adds ĝ/κ in logs in the end, and no more.
    let hoped = value(&p, &s, 0.0, 1e9, 0.7, 1e30) / value(&p, &s, 0.0, 1e9, 0.0, 1e30);
    assert!((1.5..std::f64::consts::E).contains(&hoped), "{hoped}");
    // A market that is full holds no more, however fast income grew.
    let most = value(&p, &s, 0.0, 1e12, 3.0, 1e9) / value(&p, &s, 0.0, 1e30, 0.0, 1e9);
    assert!((0.99..=1.0).contains(&most), "{most}");
}

#[test]
fn liberalisation_ends_friction_and_distrust_ends_finance() {
    let game = Game::plain(free(), years(1))
        .set("capital.friction.A", 0.05)
        .set("capital.friction.B", 0.4)
        .set("capital.depth.B", 0.01)
        .set("capital.venture.A", 0.002);
    let (p, s) = derived(&game);
    let is = |found: Terms<f64>, expected: (f64, f64, f64)| {
        close(found.friction, expected.0, 1e-12, "friction");
        close(found.depth, expected.1, 1e-12, "depth");
        close(found.venture, expected.2, 1e-12, "venture");
    };
    // C has no friction at all: that is the least.
    is(terms(&p, &s, 1, 0.0, 0.0), (0.4, 0.01, 0.0));
    is(terms(&p, &s, 1, 0.5, 0.0), (0.2, 0.03, 0.001));
    is(terms(&p, &s, 1, 1.0, 0.0), (0.0, 0.05, 0.002));
    is(terms(&p, &s, 1, 0.0, 1.0), (1.0, 0.0, 0.0));
    is(terms(&p, &s, 0, 0.0, 0.5), (0.525, 0.025, 0.001));
    let invested = |lib: f64| {
        game.clone().lever_from("capital.liberalisation.B", 2018.0, lib).run(0).last("ai_investment.B")
    };
    assert!(invested(1.0) > 1.2 * invested(0.0), "{} and {}", invested(1.0), invested(0.0));
}

#[test]
fn firms_invest_no_more_than_the_money_they_find() {
    let mut world = free();
    for bloc in BLOCS {
        history(&mut world, "capital.cash_flow", bloc, &[(2015.0, 1e9)]);
    }
    // What they found on record beyond it is soon forgotten.
    let game = Game::plain(world, years(1)).set("capital.depth", 0.0).set("capital.record_fade", 2.0);
    let game = game.lever("adoption.multiplier", 0.0);
    let run = game.run(0);
    close(run.last("ai_investment.A"), 1e9, 1e-9, "investment");
    // What the state brings is found beside it.
    let funded = game.set("state.funds", 1e-4).set("state.effect_funds", 0.5).run(0);
    close(funded.last("ai_investment.A"), 1e9 + 0.5e-4 * VALUE_ADDED, 1e-9, "with an equity fund");
}

#[test]
fn a_crash_comes_at_its_hazard_and_takes_its_share_of_valuation() {
    let game = Game::plain(free(), years(1)).set("capital.crash_rate", 0.1).set("capital.mood_time", 10.0);
    let (mut calm, futures) = (0, 400);
    for future in 0..futures {
        let mood = game.run(future).path("market_mood.A");
        let first = mood.iter().position(|m| *m != 0.0);
        match first {
            None => calm += 1,
            Some(quarter) => close(mood[quarter], 0.5_f64.ln(), 1e-12, "mood after the first crash"),
        }
    }
    // None while the record stands, and fourteen years without one: e^{-1.4} = 0.247, give or take 0.02.
    let share = f64::from(calm) / futures as f64;
    assert!((0.18..0.32).contains(&share), "{share}");
    let never = game.lever("capital.crash", 0.0).run(3).path("market_mood.A");
    assert!(never.iter().all(|m| *m == 0.0));
}

#[test]
fn the_ledger_tells_a_crash_from_what_wears_off_and_no_crash_falls_while_the_record_stands() {
    let game = Game::plain(free(), years(1)).set("capital.crash_rate", 0.5).set("capital.mood_pull", 0.2);
    // Nothing is expected to grow: against a long run of two per cent, hopes are low all the time.
    let (run, trace) = game.set("capital.long_run", 0.02).lever("adoption.multiplier", 0.0).trace(1);
    let lines = |key: &'static str| {
        trace.ledger.entries.iter().filter(move |e| {
            e.account.stock == MOOD.key && e.account.member == 0 && e.line.key == key && e.amount != 0.0
        })
    };
    let crashes: Vec<_> = lines(CRASH).collect();
    assert!(crashes.len() > 2, "{crashes:?}");
    for crash in &crashes {
        close(crash.amount, 0.5_f64.ln(), 1e-12, "a crash takes half");
        // The record is two years of a step a quarter.
        assert!(crash.step >= 8, "{crash:?}");
    }
    let all = [CRASH, "recovery", "hopes"].map(|key| lines(key).map(|e| e.amount).sum::<f64>());
    assert!(all[1] > 0.0 && all[2] < 0.0, "{all:?}");
    close(all.iter().sum(), run.last("market_mood.A"), 1e-12, "lines sum to the mood");
}

#[test]
fn firms_raise_equity_on_their_infrastructure_and_without_any() {
    let game = Game::plain(free(), years(1)).lever("adoption.multiplier", 0.0);
    let none = game.clone().set("capital.depth", 0.0).set("capital.venture", 0.001);
    let raised = none.run(0).path("equity_raised.A");
    close(raised[20], 0.001 * VALUE_ADDED, 1e-12, "without any");
    let both = game.clone().set("capital.venture", 0.001).run(0).path("equity_raised.A")[0];
    close(both, game.run(0).path("equity_raised.A")[0] + 0.001 * VALUE_ADDED, 1e-12, "both");
    // Half of the valuation goes in a crash, and half of what is raised with it.
    let nervous = none.set("capital.crash_rate", 0.2).set("capital.mood_time", 10.0).run(1);
    let fell = nervous.path("market_mood.A").iter().position(|m| *m != 0.0).expect("a crash");
    close(nervous.path("equity_raised.A")[fell + 1], 0.0005 * VALUE_ADDED, 0.05, "after a crash");
}

#[test]
fn what_firms_found_on_record_they_go_on_finding() {
    let mut world = free();
    for bloc in BLOCS {
        history(&mut world, "capital.cash_flow", bloc, &[(2015.0, 0.1 * SPENDING)]);
    }
    let game = Game::plain(world, years(1)).set("capital.depth", 0.0).lever("adoption.multiplier", 0.0);
    let run = game.run(0);
    let (invested, unfunded) = (run.path("ai_investment.A"), run.path("unfunded_share.A"));
    close(invested[8], invested[7], 0.02, "when the record ends");
    close(unfunded[8], unfunded[7], 0.02, "unfunded then");
    let fading = game.set("capital.record_fade", 0.5).run(0).path("ai_investment.A");
    assert!(fading[40] < 0.5 * invested[40], "{} and {}", fading[40], invested[40]);
}

#[test]
fn a_higher_cost_of_capital_lowers_investment() {
    // Hayashi 1982: investment rises with q, and q falls with the rate at which income is discounted. Of 40 futures of the
    // evidence, 95 in 100 at least, once firms decide.
    let (mut lower, futures) = (0, 40);
    for draw in 1..=futures {
        let game = real_game(draw);
        let rate = game.value("capital.discount");
        let base = game.run(draw).path("ai_capital.US");
        let dear = game
            .set("capital.discount", rate + 0.03)
            .lever("capital.record", 0.0)
            .run(draw)
            .path("ai_capital.US");
        let free = real_game(draw).lever("capital.record", 0.0).run(draw).path("ai_capital.US");
        assert_ne!(base[60], free[60], "the law alone differs from the record");
        // Fifteen years after the law runs alone.
        lower += usize::from(dear[80] < free[80]);
    }
    assert!(lower * 100 >= 95 * futures as usize, "{lower} of {futures}");
}

#[test]
fn up_to_the_end_of_the_record_what_was_spent_stands_whatever_is_believed_of_investors() {
    let game = real_game(2);
    let other = game.clone().set("capital.discount", 0.3).set("state.infrastructure", 1e-2);
    let (base, other) = (game.run(1), other.run(1));
    // The record ends with 2025, forty-four quarters after 2014.
    for bloc in ["US", "CN", "ROW"] {
        let budget = |run: &Run| run.path(&format!("accelerator_budget.{bloc}"));
        assert_eq!(budget(&other)[..44], budget(&base)[..44], "{bloc}");
        assert_ne!(budget(&other), budget(&base), "{bloc}");
    }
}

#[test]
fn state_money_is_delivered_late_and_builds_what_its_effectiveness_lets_it() {
    let game = Game::plain(plain_world(&BLOCS), years(4)).set("state.infrastructure", 1e-4).lever_from(
        "state.budget.A",
        2020.0,
        2.0,
    );
    let path = game.run(0).path("state_infrastructure.A");
    close(path[0], 0.8e-4 * VALUE_ADDED, 1e-9, "as planned");
    // Three stages of two years in all: of a doubling 1 - e^{-x}(1 + x + x²/2), x = 3t/τ, has come after t.
    for years in [1.0, 2.0, 4.0] {
        let quarter = 20 + (4.0 * years) as usize - 1;
        let x: f64 = 1.5 * years;
        let come = 1.0 - (-x).exp() * (1.0 + x + 0.5 * x * x);
        close(path[quarter], 0.8e-4 * VALUE_ADDED * (1.0 + come), 0.02, "delivered");
    }
    let able =
        game.clone().lever_from("state.effectiveness.A", 2020.0, 1.0).run(0).path("state_infrastructure.A");
    close(able[40] / path[40], 1.0 / 0.8, 1e-9, "where nothing fails");
    let learnt = game.set("state.learning", 0.1).run(0).path("state_infrastructure.A");
    assert!(learnt[10] == path[10] && learnt[60] > path[60], "states learn from 2025 on");
}

#[test]
fn what_hangs_on_state_money_falls_with_it_and_nothing_else_does() {
    close(state_dependence(0.4, 0.5, 1.0), 1.0, 1e-15, "as planned");
    close(state_dependence(0.4, 0.5, 0.0), 0.8, 1e-15, "no money");
    close(state_dependence(0.4, 0.5, 2.0), 1.2, 1e-15, "twice");
    close(state_dependence(1.0, 1.0, 0.0), 0.0, 1e-15, "all of it");
    let game = Game::plain(plain_world(&BLOCS), years(1)).set("state.past", 0.2).set("state.growth", 0.1);
    let state = state::Parameters::read(&Values { layout: &game.layout, values: &game.values });
    close(state::plan_growth(&state, 2020.0), (-1.0_f64).exp(), 1e-12, "before 2025");
    close(state::plan_growth(&state, 2030.0), (0.1 * (1.0 - (-1.0_f64).exp()) / 0.2).exp(), 1e-12, "after");
}

#[test]
fn private_money_that_follows_counts_in_what_hangs_on_the_states_and_what_makes_room_does_not() {
    let game = Game::plain(plain_world(&BLOCS), years(1))
        .set("software.growth", 1.0)
        .set("state.research", 1e-4)
        .set("state.hang_research", 0.2)
        .set("state.effect_research", 0.5);
    let grown = |game: &Game| {
        let run = game.run(0);
        run.last("software_efficiency.A") - run.path("software_efficiency.A")[0]
    };
    let own = grown(&game);
    for crowding in [-1.0, -0.5, 0.0, 1.0] {
        let more = game.clone().set("state.crowding", crowding).lever("state.budget.A", 4.0);
        let expected = 1.0 + 0.2 * (1.0 + crowding) * 0.5 * 3.0;
        close(grown(&more) / own, expected, 1e-9, "growth of software");
    }
    // Nothing more can follow than what is private.
    let more = game.set("state.hang_research", 0.8).set("state.crowding", 1.0).lever("state.budget.A", 4.0);
    close(grown(&more) / own, 1.0 + 0.5 * 3.0, 1e-9, "growth where all hangs on the state");
}

#[test]
fn where_the_state_drives_private_money_out_less_is_invested_privately() {
    let game = Game::plain(free(), years(1))
        .set("state.infrastructure", 1e-4)
        .set("state.effect_infrastructure", 1.0);
    let invested =
        |crowding: f64| game.clone().set("state.crowding", crowding).run(0).last("ai_investment.A");
    // What followed on record is in the record: only what comes after it differs.
    let more = |crowding: f64| {
        game.clone()
            .set("state.crowding", crowding)
            .lever_from("state.budget.A", 2018.0, 3.0)
            .run(0)
            .last("ai_investment.A")
    };
    assert!(more(-0.4) < more(0.0) && more(0.0) < more(0.4), "{} {} {}", more(-0.4), more(0.0), more(0.4));
    close(invested(-0.4), invested(0.4), 0.5, "as planned");
}

//! The market for chips: what clears, how prices move, what waits, who earns.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use proptest::prelude::*;

/// A plain world whose blocs B and C buy from A's maker, which makes so many chips a year.
fn short(spending: [f64; 3], output: f64) -> overtake_model::World {
    let mut world = plain_world(&["A", "B", "C"]);
    for (bloc, money) in ["A", "B", "C"].iter().zip(spending) {
        history(&mut world, "money.accelerator_spending", bloc, &[(2015.0, money)]);
    }
    history(&mut world, "chips.output", "maker", &[(2015.0, output)]);
    world
}

/// A rule from the first day on, with some numbers of its own.
fn rule(world: &mut overtake_model::World, numbers: &[(&str, f64)]) {
    let mut rule = ban("terms", "A", "B", 2010.0, true);
    rule.numbers.extend([("effect".to_owned(), 1.0), ("licensed_share".to_owned(), 1.0)]);
    rule.numbers.extend(numbers.iter().map(|&(key, value)| (key.to_owned(), value)));
    axis(world, "rule").push(rule);
}

/// Orders at the catalogue's price of 30,000 dollars, less what is kept back.
fn order(game: &Game, money: f64) -> f64 {
    money / 30_000.0 / (1.0 + game.value("chips.reserve"))
}

const MARKET: [(&str, f64); 2] = [("market.adjustment", 2.0), ("market.delivery", 0.2)];

fn game(world: overtake_model::World, elasticity: f64) -> Game {
    let game = MARKET.iter().fold(Game::plain(world, years(1)), |game, (key, value)| game.set(key, *value));
    // Buyers choose between one chip and their money; sharpness zero leaves that choice to the price alone.
    game.set("market.elasticity", elasticity).set("chips.choice", 0.0).set("market.cost", 0.05)
}

#[test]
fn a_lasting_shortage_ends_in_the_price_that_clears_and_a_book_of_its_usual_length() {
    for elasticity in [1.0, 1.5] {
        let game = game(short([3e9, 2e9, 1e9], 60_000.0), elasticity);
        let run = game.run(0);
        let all: f64 = [3e9, 2e9, 1e9].iter().map(|&m| order(&game, m)).sum();
        // A h(P) = Q with h = P^{-ε} above the catalogue's price.
        let price = (all / 60_000.0).powf(1.0 / elasticity);
        close(run.last("chip_price.maker"), price, 0.01, "price");
        let sum =
            |key: &str| -> f64 { ["A", "B", "C"].iter().map(|b| run.last(&format!("{key}.{b}"))).sum() };
        close(sum("chips_imported") + sum("chips_home_made"), 60_000.0, 1e-9, "made and shipped");
        close(sum("chips_on_order"), 60_000.0 * 0.2, 0.05, "on order");
    }
}

#[test]
fn a_glut_lowers_the_price_until_all_is_sold_or_cost_is_reached() {
    // Below the catalogue's price money buys the more chips: B/P = Q.
    let game = game(short([3e9, 2e9, 1e9], 300_000.0), 1.2);
    let all: f64 = [3e9, 2e9, 1e9].iter().map(|&m| order(&game, m)).sum();
    close(game.run(0).last("chip_price.maker"), all / 300_000.0, 0.01, "price");
    let game = game.set("market.cost", 0.8);
    close(game.run(0).last("chip_price.maker"), 0.8, 1e-6, "price at cost");
}

#[test]
fn list_prices_cover_the_way_to_the_clearing_price_at_the_stated_rate() {
    // With no order book to work off, (ln p)' = a (ln p* - ln p) from p = 1.
    let game = game(short([3e9, 2e9, 1e9], 300_000.0), 1.0).set("market.delivery", 0.0);
    let run = game.run(0);
    let all: f64 = [3e9, 2e9, 1e9].iter().map(|&m| order(&game, m)).sum();
    let goal = (all / 300_000.0).ln();
    for (quarter, price) in run.path("chip_price.maker").into_iter().enumerate() {
        let covered = 1.0 - (-2.0 * game.elapsed(quarter)).exp();
        close(price, (goal * covered).exp(), 1e-12, "list price");
    }
}

#[test]
fn shipments_trail_orders_by_the_time_of_delivery() {
    // K' = o - K/τ from an empty book: shipped = o (1 - e^{-t/τ}), averaged over a quarter.
    let game = game(short([3e9, 2e9, 1e9], 1e7), 1.0).set("market.adjustment", 0.0);
    let imported = game.run(0).path("chips_imported.B");
    let (orders, tau) = (order(&game, 2e9), 0.2_f64);
    for (quarter, found) in imported.into_iter().enumerate() {
        let (from, to) = (0.25 * quarter as f64, 0.25 * (quarter + 1) as f64);
        let late = tau * ((-from / tau).exp() - (-to / tau).exp()) / 0.25;
        close(found, orders * (1.0 - late), 1e-12, "shipped");
    }
}

#[test]
fn a_ban_stops_orders_at_once_and_shipments_as_the_book_empties() {
    let mut world = short([3e9, 2e9, 1e9], 1e7);
    axis(&mut world, "rule").push(ban("late", "A", "B", 2017.0, true));
    let game = game(world, 1.0).set("market.adjustment", 0.0);
    let imported = game.run(0).path("chips_imported.B");
    let left = (-0.25_f64 / 0.2).exp();
    assert!(imported[7] > 0.9 * order(&game, 2e9));
    for quarter in 9..imported.len() {
        close(imported[quarter], imported[quarter - 1] * left, 1e-9, "shipped after the ban");
    }
}

#[test]
fn a_cap_at_a_share_of_home_sales_follows_them() {
    let mut world = short([3e9, 9e9, 1e9], 1e7);
    rule(&mut world, &[("cap_share_of_home_sales", 0.5)]);
    let game = game(world, 1.0).set("market.adjustment", 0.0);
    let run = game.run(0);
    close(run.last("chips_imported.B"), 0.5 * run.last("chips_home_made.A"), 1e-6, "capped");
    assert!(run.last("chips_imported.C") > 0.9 * order(&game, 1e9));
}

#[test]
fn a_fee_goes_to_the_issuers_state_and_is_borne_as_stated() {
    let (fee, borne) = (0.25, 0.4);
    let mut world = short([3e9, 2e9, 1e9], 1e7);
    rule(&mut world, &[("fee_share", fee)]);
    let game = game(world, 1.0).set("market.adjustment", 0.0).set("market.fee_borne", borne);
    let run = game.run(0);
    let free = [3e9, 1e9].map(|m| order(&game, m));
    let orders = order(&game, 2e9) / (1.0 + borne * fee);
    close(run.last("chips_imported.B"), orders, 1e-6, "orders under a fee");
    close(run.last("chip_fees.A"), 30_000.0 * fee * orders, 1e-9, "fee");
    assert_eq!(run.last("chip_fees.B"), 0.0);
    let margin = 30_000.0 * (0.95 * (free[0] + free[1]) + (1.0 + borne * fee - fee - 0.05) * orders);
    close(run.last("chip_margin.A"), margin, 1e-9, "margin");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever binds, what is ordered at the clearing price is what can be made; found by halving, not by kinks.
    #[test]
    fn prices_settle_where_orders_and_output_meet(
        spending in prop::array::uniform3(1e8..1e10_f64),
        output in 1e4..5e5_f64,
        quota in 1e2..3e5_f64,
        elasticity in 0.5..2.0_f64,
    ) {
        let mut world = short(spending, output);
        rule(&mut world, &[("quota_per_year", quota)]);
        let game = game(world, elasticity).set("market.cost", 0.02);
        let run = game.run(0);
        let free = [spending[0], spending[2]].map(|m| order(&game, m)).iter().sum::<f64>();
        let bound = order(&game, spending[1]);
        let sold = |price: f64| {
            let level = price.powf(-elasticity).min(1.0 / price);
            free * level + (bound * level).min(quota)
        };
        let (mut low, mut high) = (0.02_f64, 1e4_f64);
        for _ in 0..200 {
            let middle = (low * high).sqrt();
            if sold(middle) > output { low = middle } else { high = middle }
        }
        let found = run.last("chip_price.maker");
        prop_assert!((found / low).ln().abs() < 0.02, "{found} and not {low}");
    }
}

#[test]
fn a_chip_that_no_rule_caps_is_bought_though_its_makers_sell_none_at_home() {
    // A reversed rule leaves the cap of a sale without a bound; nothing is shipped at home, where none is offered.
    let mut world = short([3e9, 2e9, 1e9], 60_000.0);
    for chip in axis(&mut world, "chip") {
        chip.references.insert("offered_to".to_owned(), vec!["B".to_owned()]);
    }
    let mut capped = world.clone();
    rule(&mut capped, &[("cap_share_of_home_sales", 0.5)]);
    let lifted = [("controls.reversal.A", 1e6)];
    let imports = |world: overtake_model::World, reversal: &[(&str, f64)]| {
        let game = reversal.iter().fold(game(world, 1.0), |game, (key, value)| game.set(key, *value));
        game.run(0).last("chips_imported.B")
    };
    assert_eq!(imports(capped.clone(), &[]), 0.0, "half of nothing");
    let (free, freed) = (imports(world, &[]), imports(capped, &lifted));
    assert!(free > 0.0);
    close(freed, free, 1e-9, "imports once the rule is lifted");
}

#[test]
fn a_small_maker_whose_buyers_choose_sharply_finds_its_price_without_swinging() {
    // Buyers choose between as much as anybody wants of one maker's chip, at the catalogue's price, and a little of another's.
    let mut world = short([3e9, 2e9, 1e9], 1e12);
    axis(&mut world, "maker").push(with("small", &[("counted", 1.0)], &[("bloc", &["B"])]));
    axis(&mut world, "chip").push(chip("like", "small", 989.4, 3350.0, 30_000.0));
    history(&mut world, "chips.output", "small", &[(2015.0, 6_000.0)]);
    let game = Game::plain(world, years(1))
        .set("chips.choice", 6.0)
        .set("market.cost", 1.0)
        .set("chips.reserve", 0.5)
        .set("market.elasticity", 0.8)
        .set("market.adjustment", 2.0)
        .set("market.delivery", 0.0);
    let run = game.run(0);
    let price: Vec<f64> = run.path("chip_price.small").into_iter().map(overtake_num::Real::ln).collect();
    let last = *price.last().unwrap();
    assert!(last > 0.1, "it is short: {last}");
    // What is wanted of it at that price, by choice and by what the money buys, is what it makes.
    let pull = (-6.0 * last).exp();
    let wanted = 6e9 / 30_000.0 * pull / (1.0 + pull + 0.5) * (-last).exp();
    close(wanted, 6_000.0, 1e-3, "wanted at the price that it found");
    // It rises past its goal while the orders of the first quarters wait, comes down, and never swings.
    let turns = price.windows(3).filter(|w| (w[2] - w[1]) * (w[1] - w[0]) < -1e-6).count();
    assert!(turns <= 1, "turned {turns} times: {price:?}");
}

/// A game in which a second maker, settled beside one whose price stands at cost, is wanted by two per cent less from 2022 on.
fn nudged(output: f64, better: f64, reserve: f64, numbers: &[(&str, f64)]) -> Game {
    let mut world = short([3e9, 2e9, 1e9], 1e12);
    axis(&mut world, "maker").push(with("small", &[("counted", 1.0)], &[("bloc", &["B"])]));
    axis(&mut world, "chip").push(chip("like", "small", 989.4 * better, 3350.0 * better, 30_000.0));
    history(&mut world, "chips.output", "small", &[(2015.0, output)]);
    for (bloc, money) in [("A", 3e9), ("B", 2e9), ("C", 1e9)] {
        let knots = [(2015.0, money), (2022.0, money), (2022.01, 0.98 * money), (2031.0, 0.98 * money)];
        history(&mut world, "money.accelerator_spending", bloc, &knots);
    }
    if !numbers.is_empty() {
        // Buyers in C cannot turn to the other maker, so that who is bound counts.
        axis(&mut world, "rule").push(ban("closed", "A", "C", 2010.0, true));
        let mut terms = ban("terms", "B", "C", 2010.0, true);
        terms.numbers.extend([("effect".to_owned(), 1.0), ("licensed_share".to_owned(), 1.0)]);
        terms.numbers.extend(numbers.iter().map(|&(key, value)| (key.to_owned(), value)));
        axis(&mut world, "rule").push(terms);
    }
    Game::plain(world, years(1))
        .set("chips.choice", 3.0)
        .set("chips.reserve", reserve)
        .set("market.cost", 0.5)
        .set("market.elasticity", 0.8)
        .set("market.adjustment", 2.0)
        .set("market.delivery", 0.0)
        .set("market.fee_borne", 0.4)
}

#[test]
fn list_prices_cover_their_way_at_the_stated_rate_however_buyers_turn() {
    for (what, game) in [
        ("beside a better bargain", nudged(35_000.0, 1.0, 0.5, &[])),
        ("with the best chip, to which the money that is kept looks", nudged(120_000.0, 3.0, 5.0, &[])),
        ("under a quota that binds", nudged(30_000.0, 1.0, 0.5, &[("quota_per_year", 1_000.0)])),
        ("under a fee", nudged(40_000.0, 1.0, 0.5, &[("fee_share", 0.25)])),
    ] {
        let price: Vec<f64> =
            game.run(0).path("chip_price.small").into_iter().map(overtake_num::Real::ln).collect();
        let last = *price.last().unwrap();
        assert!((-0.6..-0.05).contains(&last), "{what}: a price of {last}");
        let gaps: Vec<f64> = price[29..37].iter().map(|p| p - last).collect();
        assert!(gaps[0] > 1e-4, "{what}: nothing to cover, {gaps:?}");
        for pair in gaps.windows(2) {
            close(pair[1] / pair[0], overtake_num::Real::exp(-0.5), 0.01, what);
        }
    }
}

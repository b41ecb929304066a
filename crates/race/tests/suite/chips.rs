//! Chips: how they are bought, age, count and balance.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::Account;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The plain world with other chips than the one H100.
fn with_chips(chips: Vec<overtake_model::Member>) -> overtake_model::World {
    let mut world = plain_world(&["A", "B"]);
    *axis(&mut world, "chip") = chips;
    world
}

#[test]
fn stocks_under_constant_inflow_follow_the_declared_ageing() {
    for ageing in [0.05, 0.25, 1.5] {
        let game = Game::plain(plain_world(&["A", "B"]), years(1)).set("chips.ageing", ageing);
        let run = game.run(0);
        // N' = I − δN with N(0) = spending/(price δ): N(t) = I/δ + (N(0) − I/δ) e^{−δt}; I is what is left of spending
        // over price when the money kept back pulls with `reserve` against one chip of pull one.
        let inflow = SPENDING / 30_000.0 / (1.0 + game.value("chips.reserve"));
        let start = SPENDING / 30_000.0 / ageing;
        for (quarter, found) in run.path("compute_training.A").into_iter().enumerate() {
            let left = (-ageing * game.elapsed(quarter)).exp();
            // One chip is one H100 equivalent. A rounding a step and no more: 64 steps of 1e-16.
            close(found, inflow / ageing + (start - inflow / ageing) * left, 1e-13, "chips in use");
        }
    }
}

#[test]
fn without_money_chips_only_age() {
    // N(t) = N(2020) e^{−δ (t − 2020)} from the date on which spending stops.
    let game = Game::plain(plain_world(&["A", "B"]), years(1)).lever_from("money.multiplier.B", 2020.0, 0.0);
    let stock = game.run(0).path("compute_training.B");
    for quarter in 20..stock.len() {
        let left = (-0.25 * 0.25 * (quarter - 19) as f64).exp();
        close(stock[quarter], stock[19] * left, 1e-13, "chips in use");
    }
}

#[test]
fn a_chip_counts_once_for_training_and_once_for_serving() {
    // (dense 16-bit TFLOP/s, memory GB/s): an A100, an H100 and an H20, a small trainer and a good server.
    for (tflops, dram) in [(312.0, 2039.0), (989.4, 3350.0), (148.0, 4000.0)] {
        let game = Game::plain(with_chips(vec![chip("only", "maker", tflops, dram, 12_000.0)]), years(1));
        let run = game.run(0);
        let units = SPENDING / 12_000.0 / 0.25;
        // By the end the stock has forgotten its start up to e^{−4} of the share kept back, 0.001.
        let in_use = units / (1.0 + game.value("chips.reserve"));
        close(run.last("compute_training.A"), in_use * tflops / 989.4, 1e-4, "training");
        close(run.last("compute_serving.A"), in_use * dram / 3350.0, 1e-4, "serving");
        let ratio = run.last("compute_serving.A") / run.last("compute_training.A");
        close(ratio, dram / 3350.0 / (tflops / 989.4), 1e-14, "serving over training");
    }
}

#[test]
fn a_world_with_one_old_chip_alone_runs_to_the_end() {
    let mut world = real_world();
    axis(&mut world, "chip").retain(|c| c.key == "a100");
    for rule in axis(&mut world, "rule") {
        if let Some(names) = rule.references.get_mut("names") {
            names.retain(|name| name == "a100");
        }
    }
    // A rule that named other chips alone covers nothing now.
    axis(&mut world, "rule").retain(|r| {
        r.numbers.contains_key("tpp_min") || r.references.get("names").is_some_and(|n| !n.is_empty())
    });
    let keys: Vec<String> = world.members("rule").iter().map(|r| r.key.clone()).collect();
    for rule in axis(&mut world, "rule") {
        if let Some(replaced) = rule.references.get_mut("replaces") {
            replaced.retain(|key| keys.contains(key));
        }
    }
    let game = drawn(world, 0);
    let run = game.run(2);
    for bloc in ["US", "CN", "ROW"] {
        let ratio =
            run.last(&format!("compute_serving.{bloc}")) / run.last(&format!("compute_training.{bloc}"));
        close(ratio, 2039.0 / 3350.0 / (312.0 / 989.4), 1e-12, "serving over training");
        let capability = run.path(&format!("frontier_capability.{bloc}"));
        assert!(capability.last() > capability.first(), "{bloc} does not move");
    }
    // China makes no such chip and is denied it: from the rule of 2022 on none is bought legally.
    assert_eq!(run.last("chips_home_made.CN"), 0.0);
    assert!(run.path("chips_imported.CN")[24] > 0.0);
}

#[test]
fn buyers_divide_their_money_by_performance_per_dollar() {
    // n_1/n_2 = (v_1/p_1)/(v_2/p_2) with v = (training^{1−w} serving^w/price)^η.
    let (fast, slow) = ((800.0, 3000.0, 25_000.0), (200.0, 4000.0, 12_000.0));
    let chips = [("fast", fast), ("slow", slow)].map(|(key, (t, d, p))| chip(key, "maker", t, d, p));
    for (choice, weight) in [(0.0, 0.25), (1.0, 0.0), (3.0, 0.5), (6.0, 1.0)] {
        let game = Game::plain(with_chips(chips.to_vec()), years(1))
            .set("chips.choice", choice)
            .set("chips.serving_weight", weight);
        let (_, trace) = game.trace(0);
        let bought = |item: usize| {
            let mut lines = trace.ledger.entries.iter().filter(|e| {
                e.account == Account { stock: "chips", member: 1, item } && e.line.key == "bought"
            });
            lines.next_back().unwrap().amount
        };
        let value = |(tflops, dram, price): (f64, f64, f64)| {
            let performance = (tflops / 989.4).powf(1.0 - weight) * (dram / 3350.0_f64).powf(weight);
            (performance / price).powf(choice) / price
        };
        close(
            bought(0) / bought(1),
            value(fast) / value(slow),
            1e-12,
            "units of one over units of the other",
        );
    }
}

#[test]
fn a_rule_acts_on_the_choice_and_on_the_order() {
    // One chip of which a share π may be bought: s = π/(π + reserve) of the money orders it, and of that π is let through.
    let reserve = 0.2;
    for share in [1.0, 0.6, 0.1] {
        let mut world = plain_world(&["A", "B"]);
        let rule = entry(&mut world, "rule", "ban");
        rule.numbers.extend([
            ("effect".to_owned(), 1.0),
            ("licensed_share".to_owned(), share),
            ("in_force".to_owned(), 1.0),
        ]);
        let run = Game::plain(world, years(1)).set("chips.reserve", reserve).run(0);
        let expected = SPENDING / 30_000.0 * share * share / (share + reserve);
        close(run.last("chips_imported.B"), expected, 1e-13, "imports");
    }
}

#[test]
fn denied_chips_leak_by_what_is_denied_and_not_enforced_at_a_premium() {
    // σ = smuggled share · denied · (1 − enforcement) of the budget buys at price · (1 + premium).
    for (licensed, enforcement) in [(0.0, 0.0), (0.0, 0.7), (0.4, 0.25), (1.0, 0.0), (0.0, 1.0)] {
        let mut world = plain_world(&["A", "B"]);
        let rule = entry(&mut world, "rule", "ban");
        rule.numbers.extend([
            ("effect".to_owned(), 1.0),
            ("licensed_share".to_owned(), licensed),
            ("in_force".to_owned(), 1.0),
        ]);
        let run = Game::plain(world, years(1))
            .set("chips.smuggled_share", 0.2)
            .set("chips.smuggling_premium", 0.5)
            .lever("controls.enforcement.A", enforcement)
            .run(0);
        let expected = 0.2 * (1.0 - licensed) * (1.0 - enforcement) * SPENDING / (30_000.0 * 1.5);
        let found = run.last("chips_smuggled.B");
        assert!((found - expected).abs() <= 1e-12 * SPENDING / 30_000.0, "{found}, expected {expected}");
        assert_eq!(run.last("chips_smuggled.A"), 0.0);
    }
}

#[test]
fn money_kept_back_is_what_the_pull_of_keeping_it_is_worth() {
    // Of a constant budget B the share reserve/(1 + reserve) stays unspent, in a sum that nothing is taken from.
    let game = Game::plain(plain_world(&["A", "B"]), years(1)).set("chips.reserve", 0.3);
    for (quarter, unspent) in game.run(0).path("money_unspent.A").into_iter().enumerate() {
        close(unspent, SPENDING * 0.3 / 1.3 * game.elapsed(quarter), 1e-12, "money unspent");
    }
}

#[test]
fn where_a_bloc_takes_no_foreign_chip_only_its_own_are_left() {
    let mut world = plain_world(&["A", "B"]);
    axis(&mut world, "maker").push(with("own", &[("counted", 0.0)], &[("bloc", &["B"])]));
    axis(&mut world, "chip").push(chip("own", "own", 300.0, 1600.0, 15_000.0));
    history(&mut world, "chips.output", "own", &[(2015.0, 1e12)]);
    let game = Game::plain(world, years(1)).lever("chips.acceptance.B", 0.0).set("chips.ageing", 2.0);
    let (run, trace) = game.trace(0);
    assert!(run.path("chips_imported.B").iter().all(|imported| *imported == 0.0));
    assert!(run.path("chips_home_made.B").iter().all(|made| *made > 0.0));
    // The first chip stands for all in use at the start; of those e^{−32} are left after 16 years at an ageing of 2.
    let stock = |item: usize| {
        trace.stocks.iter().find(|(a, ..)| *a == Account { stock: "chips", member: 1, item }).unwrap().2
    };
    assert!(stock(0) < 1e-12 * stock(1), "{} foreign, {} own", stock(0), stock(1));
    // Acceptance is the buyer's: the other bloc goes on buying both.
    assert!(run.last("chips_imported.A") > 0.0 && run.last("chips_home_made.A") > 0.0);
}

#[test]
fn a_chip_that_is_not_offered_to_a_bloc_is_not_bought_by_it() {
    let mut world = plain_world(&["A", "B"]);
    let mut other = chip("other", "maker", 989.4, 3350.0, 20_000.0);
    other.references.insert("offered_to".to_owned(), vec!["A".to_owned()]);
    axis(&mut world, "chip").push(other);
    let (_, trace) = Game::plain(world, years(1)).trace(0);
    let bought = |member: usize| -> f64 {
        let lines =
            trace.ledger.entries.iter().filter(|e| {
                e.account == Account { stock: "chips", member, item: 1 } && e.line.key == "bought"
            });
        lines.map(|e| e.amount).sum()
    };
    assert!(bought(0) > 0.0);
    assert_eq!(bought(1), 0.0);
}

#[test]
fn smuggled_chips_come_out_of_what_their_maker_produces() {
    // One foundry that is sold out: what is bought and what is smuggled are its output together.
    let mut world = plain_world(&["A", "B"]);
    *entry(&mut world, "rule", "ban") = ban("ban", "A", "B", 2000.0, true);
    let output = 20_000.0;
    history(&mut world, "chips.output", "maker", &[(2015.0, output)]);
    let run = Game::plain(world, years(1)).set("chips.smuggled_share", 0.2).run(0);
    let (bought, smuggled) = (run.last("chips_home_made.A"), run.last("chips_smuggled.B"));
    assert!(smuggled > 0.0);
    close(bought + smuggled, output, 1e-12, "bought and smuggled");
}

#[test]
fn imports_of_a_quarter_are_their_sum_over_it_whatever_the_step() {
    // A ban from the middle of 2020-Q1 leaves half of the quarter's imports, in one step or in four.
    let imports = |steps: usize| {
        let mut world = plain_world(&["A", "B"]);
        *entry(&mut world, "rule", "ban") = ban("ban", "A", "B", 2020.125, true);
        let game = Game::plain(world, years(steps)).set("chips.reserve", 0.0001);
        game.run(0).path("chip_imports_h100e.B")[20]
    };
    let quarter = SPENDING / 30_000.0 * 0.25;
    // A rule that lets half of the demand through cuts the pull of the chip too: 0.0001 of the money stays.
    for steps in [1, 2, 4] {
        close(imports(steps), 0.5 * quarter, 3e-4, &format!("imports at {steps} steps a quarter"));
    }
}

/// Every stock, by what the lines of the ledger add to its start against where it ends.
fn ledger_closes(game: &Game, future: u64) -> Result<(), TestCaseError> {
    let (_, trace) = game.trace(future);
    let mut sums: BTreeMap<Account, (f64, f64)> = BTreeMap::new();
    for entry in &trace.ledger.entries {
        let sum = sums.entry(entry.account).or_default();
        sum.0 += entry.amount;
        sum.1 += entry.amount.abs();
    }
    for (account, start, end) in &trace.stocks {
        let (sum, gross) = sums.get(account).copied().unwrap_or_default();
        // Roundings are relative to what passed through, 416 lines of 1e-16 at most.
        let error = (end - start - sum).abs();
        prop_assert!(
            error <= 1e-12 * (gross + start.abs()),
            "{:?}: {} left over of {}",
            account,
            error,
            gross
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_stock_ends_where_its_lines_bring_it(draw in 1..10_000_u64, future in 0..1000_u64) {
        ledger_closes(&real_game(draw), future)?;
    }

    #[test]
    fn money_set_aside_is_paid_to_makers_paid_to_smugglers_or_left(draw in 1..10_000_u64, future in 0..1000_u64) {
        let game = real_game(draw);
        let (run, trace) = game.trace(future);
        for (member, bloc) in ["US", "CN", "ROW"].iter().enumerate() {
            let sum = |key: &str| -> f64 {
                let lines = trace.ledger.entries.iter();
                lines
                    .filter(|e| e.account.stock == "unspent" && e.account.member == member && e.line.key == key)
                    .map(|e| e.amount)
                    .sum()
            };
            let budget: f64 = run.path(&format!("accelerator_budget.{bloc}")).iter().map(|b| 0.25 * b).sum();
            close(sum("budget"), budget, 1e-12, "money set aside");
            let unspent = run.path(&format!("money_unspent.{bloc}"));
            let left = budget + sum("paid") + sum("paid-round");
            prop_assert!((left - unspent.last().unwrap()).abs() < 1e-12 * budget);
            // Nobody spends what was not set aside.
            prop_assert!(unspent.windows(2).all(|w| w[1] >= w[0] * (1.0 - 1e-15)), "{} spends more than it has", bloc);
        }
    }

    #[test]
    fn what_all_blocs_buy_is_the_lesser_of_orders_and_output(
        spending in prop::array::uniform3(1e8..1e10_f64),
        output in 1e3..1e6_f64,
    ) {
        let mut world = plain_world(&["A", "B", "C"]);
        for (bloc, money) in ["A", "B", "C"].iter().zip(spending) {
            history(&mut world, "money.accelerator_spending", bloc, &[(2015.0, money)]);
        }
        history(&mut world, "chips.output", "maker", &[(2015.0, output)]);
        let game = Game::plain(world, years(1));
        let run = game.run(0);
        let bought = [run.last("chips_home_made.A"), run.last("chips_imported.B"), run.last("chips_imported.C")];
        let orders = spending.map(|money| money / 30_000.0 / (1.0 + game.value("chips.reserve")));
        let all: f64 = orders.iter().sum();
        prop_assert!((bought.iter().sum::<f64>() - all.min(output)).abs() < 1e-12 * output.min(all));
        // Every order is cut by the same share.
        for (bought, order) in bought.iter().zip(orders) {
            prop_assert!((bought / order - (output / all).min(1.0)).abs() < 1e-12);
        }
        // What cannot be made yet waits, paid for; what is not ordered stays with who set it aside.
        let sum = |key: &str| -> f64 { ["A", "B", "C"].iter().map(|b| run.last(&format!("{key}.{b}"))).sum() };
        let waiting = (all - bought.iter().sum::<f64>()) * 16.0;
        prop_assert!((sum("chips_on_order") - waiting).abs() < 1e-11 * all * 16.0);
        let kept = (spending.iter().sum::<f64>() - all * 30_000.0) * 16.0;
        prop_assert!((sum("money_unspent") - kept).abs() < 1e-11 * spending.iter().sum::<f64>() * 16.0);
    }
}

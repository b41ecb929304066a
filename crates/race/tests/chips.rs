//! Chips: how they are bought, age, count and balance.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod common;

use common::*;

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

//! Applications: how they get better, who sells where, and what products at hand do for use.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::{Calendar, Index, Row, Values};
use overtake_num::level::Work;
use overtake_race::diffusion::applications::{
    Derived, Parameters, Reads, Stocks, concentration, ln_frontier_share, share,
};
use overtake_race::transition::Transition;
use overtake_race::world::Bloc;

const KEYS: [&str; 3] = ["A", "B", "C"];

fn bloc(place: usize) -> Bloc {
    Bloc::new(place)
}

/// A market of three blocs with equal economies and use.
struct Fair {
    game: Game,
    usable: [f64; 3],
    used: [f64; 3],
    effort: [f64; 3],
    barrier: [f64; 3],
}

impl Fair {
    fn new() -> Self {
        Self {
            game: Game::plain(plain_world(&KEYS), years(1)),
            usable: [5.0; 3],
            used: [0.2; 3],
            effort: [1.0; 3],
            barrier: [0.0; 3],
        }
    }

    fn set(mut self, key: &str, value: f64) -> Self {
        self.game = self.game.set(key, value);
        self
    }

    fn parameters(&self) -> Parameters<f64> {
        Parameters::read(&Values { layout: &self.game.layout, values: &self.game.values })
    }

    /// What is sold after so many steps of this length.
    fn after(&self, steps: usize, steps_per_quarter: usize) -> Stocks<f64> {
        let (p, setting) = (self.parameters(), self.game.setting());
        let calendar = Calendar { steps_per_quarter, ..self.game.calendar };
        let derived = Derived::new(&p, &setting, &calendar);
        let row = |values: [f64; 3]| Row::from_values(values.to_vec());
        let (usable, used) = (row(self.usable), row(self.used));
        let (worth, worth_embodied) = (row([0.01, 0.02, 0.03]), row([0.004; 3]));
        let reads = Reads {
            setting: &setting,
            usable: &usable,
            used: &used,
            worth: &worth,
            worth_embodied: &worth_embodied,
            value_added: &row([VALUE_ADDED; 3]),
            ln_entrants: &row([0.0; 3]),
            effort: &self.effort,
            barrier: &self.barrier,
        };
        let mut sold = Stocks::empty(&setting);
        for _ in 0..steps {
            Transition { parameters: &p, derived: &derived, reads, stocks: &mut sold, ledger: &mut () }.run();
        }
        sold
    }

    /// Shares of plain products in the market of the first bloc.
    fn shares(&self) -> [f64; 3] {
        let sold = self.after(1, 1);
        [0, 1, 2].map(|b| sold.shares[0][(bloc(0), bloc(b))])
    }
}

#[test]
fn equals_share_every_market_equally_and_money_spent_is_money_earned() {
    let sold = Fair::new().after(4, 1);
    for kind in [0, 1] {
        for o in 0..3 {
            for b in 0..3 {
                close(sold.shares[kind][(bloc(o), bloc(b))], 1.0 / 3.0, 1e-12, "a third");
            }
        }
    }
    let game = Fair::new().set("applications.effort.B", 0.9).set("applications.barrier.C", 2.0);
    let sold = game.after(4, 1);
    // A tenth of what use is worth: 0.01 + 0.02 + 0.03 of equal economies.
    let (earned, spent): (f64, f64) =
        (sold.revenue.values().iter().sum(), sold.spending.iter().flat_map(|kind| kind.values()).sum());
    close(earned, 0.1 * 0.06 * VALUE_ADDED, 1e-12, "earned");
    close(spent, earned, 1e-12, "spent");
}

#[test]
fn shares_are_those_of_a_logit_in_entrants_capability_and_barriers() {
    // Efforts of 0.2, 0.3 and 0.5 are shares without quality or barriers.
    let mut fair = Fair::new()
        .set("applications.effort.A", 0.2)
        .set("applications.effort.B", 0.3)
        .set("applications.effort.C", 0.5);
    for (found, expected) in fair.shares().into_iter().zip([0.2, 0.3, 0.5]) {
        close(found, expected, 1e-12, "share");
    }
    fair = fair.set("applications.capability_weight", 0.4).set("applications.barrier", 1.5);
    fair.usable = [7.0, 4.0, 5.0];
    let shares = fair.shares();
    close((shares[0] / shares[1]).ln(), (2.0_f64 / 3.0).ln() + 0.4 * 3.0 + 1.5, 1e-12, "log odds of home");
    close((shares[1] / shares[2]).ln(), (3.0_f64 / 5.0).ln() - 0.4, 1e-12, "log odds of two foreign");
    // A lever that opens the market wide leaves no barrier, and favours nobody.
    fair.barrier = [-20.0; 3];
    let shares = fair.shares();
    close((shares[0] / shares[1]).ln(), (2.0_f64 / 3.0).ln() + 0.4 * 3.0, 1e-12, "without a barrier");
    fair.barrier = [20.0; 3];
    assert!(fair.shares()[0] > 0.999_999, "a shut market buys at home");
}

#[test]
fn a_full_network_squares_the_odds_and_as_much_variety_takes_that_back() {
    let fair = || Fair::new().set("applications.effort.A", 0.6).set("applications.effort.B", 0.3);
    let plain = fair().shares();
    let network = fair().set("applications.network", 1.0).shares();
    close(network[0] / network[1], (plain[0] / plain[1]).powi(2), 1e-12, "odds");
    close(network[0] / network[2], (plain[0] / plain[2]).powi(2), 1e-12, "odds");
    let varied = fair().set("applications.network", 0.7).set("applications.variety", 0.7).shares();
    for (varied, plain) in varied.into_iter().zip(plain) {
        close(varied, plain, 1e-12, "as without either");
    }
}

#[test]
fn whoever_makes_things_sells_what_ai_is_built_into() {
    let fair = Fair::new().set("applications.manufacturing.A", 0.3).set("applications.manufacturing.B", 0.1);
    let sold = fair.after(1, 1);
    let of = |kind: usize, b: usize| sold.shares[kind][(bloc(2), bloc(b))];
    close(of(1, 0) / of(1, 1), 3.0, 1e-12, "embodied goes with manufacturing");
    close(of(0, 0) / of(0, 1), 1.0, 1e-12, "the rest does not");
}

#[test]
fn quality_comes_to_what_effort_sustains_at_any_step() {
    // A* = 0.8 · 0.5 · 0.2/(0.2 + 0.02) / 0.3; after three years 1 − e^{−0.9} of it.
    let fair = || Fair::new().set("applications.quality_gain", 0.8);
    let steady = 0.8 * 0.5 * (0.2 / 0.22) / 0.3;
    for (steps, a_quarter) in [(12, 1), (48, 4)] {
        let sold = fair().after(steps, a_quarter);
        close(sold.quality[bloc(1)], steady * (1.0 - (-0.9_f64).exp()), 1e-12, "after three years");
    }
    close(fair().after(400, 1).quality[bloc(0)], steady, 1e-12, "in the end");
    // Effort is what makes it, and users at hand.
    let mut idle = fair();
    idle.effort = [0.0, 1.0, 1.0];
    idle.used = [0.2, 0.0, 0.2];
    let sold = idle.after(12, 1);
    assert_eq!((sold.quality[bloc(0)], sold.quality[bloc(1)]), (0.0, 0.0));
    assert!(sold.quality[bloc(2)] > 0.0 && sold.revenue[bloc(0)] == 0.0 && sold.revenue[bloc(1)] > 0.0);
}

#[test]
fn without_any_effort_nothing_is_sold() {
    let mut fair = Fair::new();
    fair.effort = [0.0; 3];
    let sold = fair.after(4, 1);
    assert!(sold.revenue.values().iter().all(|r| *r == 0.0));
    let setting = fair.game.setting();
    for b in 0..3 {
        assert_eq!(share(&setting, &sold.shares[0], &sold.spending[0], bloc(b), true), 0.0);
        assert_eq!(concentration(&setting, &sold.shares[0], bloc(b)), 0.0);
    }
}

#[test]
fn work_that_a_policy_moves_to_applications_is_missed_at_the_frontier() {
    let p = Fair::new().set("applications.effort", 0.6).parameters();
    close(
        ln_frontier_share(&p, &[1.5, 1.0, 0.0])[bloc(0)],
        (0.1_f64 / 0.4).ln(),
        1e-9,
        "a tenth is left of four",
    );
    assert_eq!(ln_frontier_share(&p, &[1.5, 1.0, 0.0])[bloc(1)], 0.0);
    close(ln_frontier_share(&p, &[1.5, 1.0, 0.0])[bloc(2)], (1.0_f64 / 0.4).ln(), 1e-12, "all of them");
    close(ln_frontier_share(&p, &[3.0; 3])[bloc(0)], (0.05_f64 / 0.4).ln(), 1e-12, "somebody stays");
    for draw in 1..5 {
        let game = real_game(draw).set("breakthrough.reachable", 0.0);
        let (base, moved) = (game.run(0), game.clone().lever("applications.effort.CN", 1.3).run(0));
        let at = |run: &Run, key: &str| run.path(key)[4 * 14];
        assert!(at(&moved, "software_efficiency.CN") < at(&base, "software_efficiency.CN"), "draw {draw}");
        assert!(at(&moved, "application_share.CN") > at(&base, "application_share.CN"), "draw {draw}");
        assert!(at(&moved, "embodied_share.CN") > at(&base, "embodied_share.CN"), "draw {draw}");
    }
}

#[test]
fn a_stronger_network_concentrates_every_market_in_every_future() {
    for draw in 1..7 {
        let mut before: Option<Run> = None;
        for network in [0.0, 0.3, 0.6, 1.0] {
            let run =
                real_game(draw).set("applications.pull", 0.0).set("applications.network", network).run(0);
            for b in ["US", "CN", "ROW"] {
                let key = format!("application_concentration.{b}");
                let now = run.path(&key);
                assert!(now.iter().all(|h| *h >= 1.0 / 3.0 - 1e-12 && *h <= 1.0));
                if let Some(before) = &before {
                    let weaker = before.path(&key);
                    assert!(now.iter().zip(weaker).all(|(n, w)| *n >= w - 1e-12), "{key}, draw {draw}");
                }
            }
            before = Some(run);
        }
    }
}

#[test]
fn where_products_lift_nothing_use_does_not_know_of_them() {
    for draw in 0..3 {
        let game = real_game(draw).set("applications.pull", 0.0).set("applications.closeness", 0.0);
        let other = game
            .clone()
            .set("applications.quality_gain", 5.0)
            .set("applications.network", 1.0)
            .set("applications.effort", 0.9)
            .lever("applications.barrier.ROW", 3.0);
        let (a, b) = (game.run(0), other.run(0));
        for key in ["ai_use_share", "use_price", "tokens_used", "software_efficiency", "laboratory_revenue"] {
            for bloc in ["US", "CN", "ROW"] {
                let key = format!("{key}.{bloc}");
                assert_eq!(a.path(&key), b.path(&key), "{key}");
            }
        }
        assert_ne!(a.path("application_share.CN"), b.path("application_share.CN"));
    }
}

#[test]
fn makers_at_hand_bring_use_to_those_who_make_things_and_good_products_to_all() {
    let at = |run: &Run, key: &str| run.path(key)[4 * 15];
    for draw in 1..6 {
        let game = real_game(draw).set("applications.pull", 0.0).set("applications.closeness", 0.0);
        let (base, near) = (game.run(0), game.clone().set("applications.closeness", 0.5).run(0));
        let apart = |run: &Run| at(run, "ai_use_manufacturing.CN") - at(run, "ai_use_manufacturing.US");
        assert!(
            apart(&near) > apart(&base),
            "draw {draw}: China makes more than its part of the world's things"
        );
        let pulled = game.clone().set("applications.pull", 0.3).run(0);
        for b in ["US", "CN", "ROW"] {
            assert!(at(&pulled, &format!("ai_use_share.{b}")) > at(&base, &format!("ai_use_share.{b}")));
        }
    }
}

#[test]
fn parts_of_models_in_a_third_market_leave_room_for_its_own() {
    for draw in 0..4 {
        let run = real_game(draw).run(0);
        let sum = |q: usize| -> f64 {
            ["models_used_open.US", "models_used_closed.US", "models_used_open.CN", "models_used_closed.CN"]
                .iter()
                .map(|key| run.path(key)[q])
                .sum()
        };
        // In the first quarter nobody uses anything yet.
        for q in 1..run.cube.quarters {
            assert!(sum(q) <= 1.0 + 1e-12 && sum(q) > 0.0, "draw {draw}, quarter {q}: {}", sum(q));
        }
    }
    // Of three equals each has a third of the closed part and of the open one, wherever it is asked.
    let run = Game::plain(plain_world(&KEYS), years(1)).set("usage.access", 0.0).run(0);
    for kind in ["models_used_open", "models_used_closed"] {
        let all = KEYS.map(|b| run.path(&format!("{kind}.{b}"))[40]);
        assert!(all.iter().all(|part| (part - all[0]).abs() < 1e-12) && all[0] > 0.0, "{kind}: {all:?}");
    }
    let whole: f64 = KEYS
        .iter()
        .map(|b| {
            run.path(&format!("models_used_open.{b}"))[40] + run.path(&format!("models_used_closed.{b}"))[40]
        })
        .sum();
    close(whole, 1.0, 1e-12, "all that is used");
}

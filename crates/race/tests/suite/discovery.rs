//! Discovery: published doubling times, substitution, ceilings, jumps, homework, AI that helps, and worlds without compute.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::Values;
use overtake_race::research::researchers;
use overtake_race::research::software::{Derived, Parameters, growth, jump, ln_ces, softplus};
use proptest::prelude::*;

/// Parameters of a game with what a future settles once.
fn derived(game: &Game) -> (Parameters<f64>, Derived<f64>) {
    let values = Values { layout: &game.layout, values: &game.values };
    let (p, q) = (Parameters::read(&values), researchers::Parameters::read(&values));
    let derived = Derived::new(&p, &q, &game.setting(), &game.calendar);
    (p, derived)
}

/// A plain world whose law has these returns and this exponent of input, nothing in it moving but software.
fn law(steps: usize, returns: f64, exponent: f64) -> Game {
    Game::plain(plain_world(&["A", "B"]), years(steps))
        .set("chips.reserve", 0.0)
        .set("software.growth", 0.7)
        .set("software.returns", returns)
        .set("software.input_exponent", exponent)
}

/// Years until ln S reaches each of `levels` when research is done by software alone, R = S.
fn automated(returns: f64, levels: &[f64]) -> Vec<f64> {
    let (p, settled) = derived(&law(1, returns, 0.4));
    let (mut ln_s, mut time) = (0.0_f64, 0.0);
    let mut reached = Vec::new();
    for &level in levels {
        while ln_s < level {
            // Steps of a thousandth in ln S, the last one shortened; input is taken in the middle of each.
            let rate = 0.7 * ((0.4 - 0.4 / returns) * ln_s).exp();
            let dt = (1e-3_f64).min(level - ln_s) / rate;
            let half = growth(settled.theta.values()[0], ln_s, &p, &settled, ln_s, 0.5 * dt);
            ln_s += growth(settled.theta.values()[0], ln_s + half, &p, &settled, ln_s, dt).max(1e-12);
            time += dt;
        }
        reached.push(time);
    }
    reached
}

#[test]
fn under_full_automation_doubling_times_have_the_published_ratios() {
    // models.md §3.1, D6: S′/S = g S^{λ−φ}, λ = 0.4, φ = λ/r, g = 0.7 a year.
    for (returns, ratio) in [(0.8, 1.0718), (1.0, 1.0), (1.25, 0.9461)] {
        let doublings: Vec<f64> = (1..=4).map(|n| f64::from(n) * 2.0_f64.ln()).collect();
        let at = automated(returns, &doublings);
        for n in 1..3 {
            let found = (at[n + 1] - at[n]) / (at[n] - at[n - 1]);
            assert!((found - ratio).abs() < 1e-4, "r = {returns}: {found}, expected {ratio}");
        }
    }
}

#[test]
fn returns_above_one_blow_up_on_the_published_date_where_there_is_no_ceiling() {
    // 1/(g (λ − φ)) = 1/(0.7 · 0.08) = 17.857 years; what is left at ln S = 150 is e^{−12} of it.
    let found = automated(1.25, &[150.0])[0];
    assert!((found - 17.857).abs() < 2e-3, "{found} years");
}

#[test]
fn the_elasticity_of_substitution_is_one_over_one_less_rho() {
    // models.md §3.1, D10. The elasticity is d ln(c/l) over d ln of the marginal rate of substitution.
    for (rho, expected) in [(-0.5, 0.6667), (-0.65, 0.6061), (-2.0, 0.3333)] {
        let share = |l: f64, c: f64| {
            let (h, f) = (1e-3, |x: f64| ln_ces(0.4, rho, l + x, c));
            (8.0 * (f(h) - f(-h)) - (f(2.0 * h) - f(-2.0 * h))) / (12.0 * h)
        };
        // Constant returns: the shares of both inputs sum to one.
        let rate = |c: f64| (share(0.0, c) / (1.0 - share(0.0, c))).ln() + c;
        let found = 0.2 / (rate(0.1) - rate(-0.1));
        assert!((found - 1.0 / (1.0 - rho)).abs() < 1e-9, "ρ = {rho}: {found}");
        assert!((found - expected).abs() < 5e-5, "ρ = {rho}: {found}, published {expected}");
    }
}

#[test]
fn a_rho_next_to_zero_is_a_geometric_mean() {
    for (l, c) in [(0.7, -1.2), (3.0, 8.0), (-2.0, 5.0)] {
        let (found, expected) = (ln_ces(0.235, -0.001, l, c), 0.235 * l + 0.765 * c);
        // The next term is ρ a(1 − a)(l − c)²/2.
        assert!((found - expected).abs() < 1e-4 * (l - c) * (l - c), "{found}, expected {expected}");
    }
}

#[test]
fn at_constant_input_software_follows_the_law_of_jones() {
    // S^φ = 1 + φ g t from 2020 on, and e^{g t} before.
    let error = |steps: usize| {
        let path = law(steps, 1.6, 0.8).run(0).path("software_efficiency.A");
        let worst = path.into_iter().enumerate().map(|(quarter, found)| {
            let t = 2015.25 + 0.25 * quarter as f64 - 2020.0;
            let expected = if t < 0.0 { 0.7 * t } else { (1.0 + 0.5 * 0.7 * t).ln() / 0.5 };
            (found - expected).abs()
        });
        worst.fold(0.0, f64::max)
    };
    let errors = [1, 2, 4].map(error);
    assert!(errors[0] < 2e-3, "{errors:?}");
    for pair in errors.windows(2) {
        assert!((3.7..4.3).contains(&(pair[0] / pair[1])), "second order: {errors:?}");
    }
}

#[test]
fn a_ceiling_is_approached_and_never_passed() {
    for steps in [1, 4] {
        let run = law(steps, 3.0, 0.5).set("software.growth", 4.0).set("software.ceiling", 1.0).run(0);
        let (path, progress) = (run.path("software_efficiency.A"), run.path("software_progress.A"));
        assert!(path.windows(2).all(|w| w[1] >= w[0]) && path.iter().all(|s| *s <= 10.0_f64.ln()));
        // The rate falls to nothing, exponentially in time: the status is told by how near it is.
        assert!(progress[63] > 0.99 && progress[63] <= 1.0, "{}", progress[63]);
        for (s, told) in path.iter().zip(progress) {
            assert!((told - (s / 10.0_f64.ln()).clamp(0.0, 1.0)).abs() < 1e-12);
        }
    }
}

#[test]
fn a_jump_closes_its_part_of_the_way_to_the_ceiling() {
    let (_, near) = derived(&law(1, 1.0, 0.5).set("software.ceiling", 1.0));
    let (_, far) = derived(&law(1, 1.0, 0.5));
    assert_eq!(jump(&far, 3.0, 1.5), 1.5);
    let room = 10.0_f64.ln() - 2.0;
    close(jump(&near, 2.0, 1.5), room * (1.0 - (-1.5 / room).exp()), 1e-13, "jump");
    assert!(jump(&near, 2.0, 1e6) <= room);
    assert_eq!(jump(&near, 2.0, 0.0), 0.0);
}

#[test]
fn what_ai_adds_to_labour_is_one_over_what_it_leaves() {
    for z in [-40.0, -3.0, 0.0, 0.5, 20.0, 600.0_f64] {
        // 1 − f = 1/(1 + e^z).
        let expected = if z > 30.0 { z } else { z.exp().ln_1p() };
        close(softplus(z), expected, 1e-14, "assistance");
    }
}

#[test]
fn the_reference_begins_2020_at_the_growth_that_is_believed() {
    let first = Game::plain(plain_world(&["A", "B"]), years(64)).calendar.steps_per_quarter;
    assert_eq!(first, 64);
    for draw in 1..6 {
        // Without jumps and in a short step: growth as believed, whatever the bundle.
        let mut game = real_game(draw).set("software.genius_rate", 0.0).set("software.efficiency_rate", 0.0);
        game.calendar.steps_per_quarter = 64;
        let (_, trace) = game.trace(0);
        let step = 20 * 64;
        let of =
            trace.ledger.entries.iter().filter(|e| e.account.stock == "software" && e.account.member == 0);
        let moved: f64 = of.filter(|e| e.step == step).map(|e| e.amount).sum();
        close(moved / game.calendar.dt(), game.value("software.growth"), 5e-3, "growth");
    }
}

#[test]
fn expected_jumps_are_part_of_the_growth_that_is_believed() {
    let jumps = |game: Game| {
        game.set("software.efficiency_rate", 0.2)
            .set("software.efficiency_size", 1.0)
            .set("software.genius_rate", 0.1)
            .set("software.genius_size", 0.5)
            .set("software.genius_tail", 2.0)
    };
    // 0.7 a year, of which 0.2 · 1 and 0.1 · (0.5 + 1/2) are jumps.
    let (_, settled) = derived(&jumps(law(1, 1.0, 0.0)));
    close(settled.theta.values()[0], 0.7 - 0.2 - 0.1, 1e-14, "continuous growth");
    let game = jumps(law(1, 1.0, 0.0));
    let growth = |future: u64| game.run(future).last("software_efficiency.A");
    let mean = (0..2000).map(growth).sum::<f64>() / 2000.0;
    // Eleven years; a jump a quarter at most loses 2 per cent of them, and the mean has a deviation of 0.035.
    assert!((mean - 0.7 * 11.0).abs() < 0.2, "{mean}, expected {}", 0.7 * 11.0);
    let none = law(1, 1.0, 0.0).run(7).last("software_efficiency.A");
    close(none, 0.7 * 11.0, 1e-12, "without jumps");
}

#[test]
fn jumps_come_at_the_same_time_and_size_whatever_the_step_and_only_where_they_are_let() {
    let game = |steps| {
        law(steps, 1.0, 0.0)
            .set("software.growth", 0.0)
            .set("software.genius_rate", 0.4)
            .set("software.efficiency_rate", 0.5)
    };
    for future in 0..20 {
        let whole = game(1).run(future).path("software_efficiency.B");
        for steps in [2, 4] {
            for (a, b) in whole.iter().zip(game(steps).run(future).path("software_efficiency.B")) {
                assert!((a - b).abs() < 1e-12, "{a} and {b} in future {future}");
            }
        }
        assert!(whole[..20].iter().all(|s| *s == whole[0]), "nobody jumps in the spin-up");
        let still = ["software.jumps.B", "software.efficiency_jumps.B"];
        let without = still.iter().fold(game(1), |game, lever| game.lever(lever, 0.0)).run(future);
        assert!(without.path("software_efficiency.B").iter().all(|s| *s == 0.0));
        assert_eq!(without.path("software_efficiency.A"), game(1).run(future).path("software_efficiency.A"));
    }
    let (_, trace) = game(1).trace(3);
    let lines = |key: &str| trace.ledger.entries.iter().any(|e| e.line.key == key && e.amount > 0.0);
    assert!(lines("genius") && lines("efficiency"));
}

#[test]
fn jumps_come_by_researcher_and_not_by_laboratory() {
    let split = {
        let mut world = plain_world(&["A", "B"]);
        axis(&mut world, "laboratory").push(laboratory("second", "B"));
        Game::plain(world, years(1)).set("software.genius_rate", 0.4)
    };
    let one = Game::plain(plain_world(&["A", "B"]), years(1)).set("software.genius_rate", 0.4);
    let path = |game: &Game| game.run(5).path("software_efficiency.B");
    assert_eq!(path(&one), path(&split));
    let twice = one.clone().set("researchers.scale.B", 2.0);
    let count = |game: &Game| {
        let jumps = |f: u64| path2(game, f).windows(2).filter(|w| w[1] > w[0]).count();
        (0..300).map(jumps).sum::<usize>() as f64
    };
    let ratio = count(&twice) / count(&one);
    // One jump a quarter at most: (1 − e^{−0.2})/(1 − e^{−0.1}) = 1.905 of as many quarters, to four deviations.
    assert!((ratio - 1.905).abs() < 0.25, "{ratio}");
}

fn path2(game: &Game, future: u64) -> Vec<f64> {
    game.run(future).path("software_efficiency.B")
}

#[test]
fn homework_helps_those_inside_the_open_community_and_no_one_where_the_bonus_is_nought() {
    let game = |bonus: f64| {
        law(1, 1.0, 0.5)
            .set("software.homework", bonus)
            .set("openness.rent", 0.0)
            .lever("openness.shift.A", -60.0)
            .lever("openness.shift.B", 60.0)
    };
    let last = |game: Game, bloc: &str| game.run(0).last(&format!("software_efficiency.{bloc}"));
    // The reference is closed: its growth is what it was.
    assert_eq!(last(game(0.5), "A"), last(game(0.0), "A"));
    assert_eq!(last(game(0.5).lever("software.homework", 0.0), "B"), last(game(0.0), "B"));
    // Everybody open: R is 1.5 times as much, and S^φ = 1 + φ g R^λ t.
    let expected = (1.0 + 0.5 * 0.7 * 1.5_f64.sqrt() * 11.0).ln() / 0.5;
    assert!((last(game(0.5), "B") - expected).abs() < 5e-3, "{}", last(game(0.5), "B"));
    let (_, trace) = game(0.5).trace(0);
    let of = |key: &str, bloc: usize| {
        let lines = trace.ledger.entries.iter().filter(|e| e.line.key == key && e.account.member == bloc);
        lines.filter(|e| e.account.stock == "software").map(|e| e.amount).sum::<f64>()
    };
    assert!(of("homework", 1) > 0.5 && of("homework", 0).abs() < 1e-12);
}

#[test]
fn nothing_but_moves_of_researchers_reads_effective_compute_before_2023_and_much_after_it_does() {
    // Researchers stay where they are: what compute does to growth, and growth to repression, moves no one.
    let game = real_game(4).set("researchers.mobility", 0.0);
    let base = game.run(4).path("software_efficiency.US");
    let larger = game.clone().lever("frontier.concentration", 3.0).run(4).path("software_efficiency.US");
    // The quarter that ends with 2022 is the 32nd.
    // Three times the compute everywhere leaves gaps as they are, to rounding.
    assert!(base[..32].iter().zip(&larger[..32]).all(|(a, b)| (a - b).abs() < 1e-12));
    assert!(larger[60] > base[60], "{} and {}", larger[60], base[60]);
    let far = game.set("software.assistance_midpoint", 1000.0).run(4);
    assert!(far.path("research_automated.US").iter().all(|f| *f == 0.0));
}

#[test]
fn without_compute_research_comes_to_a_stop() {
    for draw in 1..5 {
        let run = real_game(draw)
            .set("software.genius_rate", 0.0)
            .set("software.efficiency_rate", 0.0)
            .set("compute.rented", 0.0)
            // Where people stand in for compute nearly as well, research goes on slowly without it.
            .set("software.substitution", -0.5)
            .lever("money.multiplier.CN", 0.0)
            .run(draw);
        let path = run.path("software_efficiency.CN");
        assert!((path[103] - path[20]).abs() < 3e-3, "grew from {} to {}", path[20], path[103]);
    }
}

#[test]
fn effective_compute_is_gauged_by_the_references_software_of_2023() {
    // The scale of software is nobody's business: all offsets moved alike move no effective compute.
    let game = real_game(2);
    let moved = ["US", "CN", "ROW"].iter().fold(game.clone(), |game, bloc| {
        let key = format!("software.offset.{bloc}");
        let value = game.value(&key) + 0.5;
        game.set(&key, value)
    });
    // The ceiling, the returns and the midpoint are relative to the reference's software of 2020.
    let ceiling = game.value("software.ceiling");
    assert!(ceiling > 2.0);
    let (a, b) = (game.run(2), moved.run(2));
    for bloc in ["US", "CN", "ROW"] {
        let key = format!("effective_compute.{bloc}");
        for (quarter, (x, y)) in a.path(&key).into_iter().zip(b.path(&key)).enumerate() {
            assert!((x - y).abs() <= 1e-7 * x, "{key} in quarter {quarter}: {x} and {y}");
        }
    }
    let published = a.path("frontier_capability.US");
    let (effective, software) = (a.path("effective_compute.US"), a.path("software_efficiency.US"));
    let gauge = published[40] - (effective[40] / 1e25).ln();
    // The gauge is the software at the end of 2022.
    close(gauge, software[31], 1e-10, "gauge");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn software_never_falls_and_its_lines_sum_to_its_change(draw in 0..10_000_u64, future in 0..1000_u64) {
        let (run, trace) = real_game(draw).trace(future);
        for (place, bloc) in ["US", "CN", "ROW"].iter().enumerate() {
            let path = run.path(&format!("software_efficiency.{bloc}"));
            let fall = path.windows(2).map(|w| w[0] - w[1]).fold(0.0, f64::max);
            prop_assert!(fall == 0.0, "{} falls by {}", bloc, fall);
            let lines = trace.ledger.entries.iter().filter(|e| e.account.stock == "software");
            let own: f64 = lines.filter(|e| e.account.member == place && e.step > 0).map(|e| e.amount).sum();
            prop_assert!((own - (path[103] - path[0])).abs() < 1e-9, "{} of {}", own, path[103] - path[0]);
        }
    }
}

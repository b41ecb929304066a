//! The breakthrough: when a hazard fires, who is first, how a technique leaks, and what it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::{Calendar, Index, Quarter, Row, Values};
use overtake_num::level::Work;
use overtake_race::research::breakthrough::{
    Derived, Luck, NEVER, Parameters, Reads, Stocks, event_place, first_crossing, hazard,
};
use overtake_race::research::software::{self, technique_growth};
use overtake_race::transition::Transition;
use overtake_race::world::{Bloc, Setting};

/// A search among the blocs of a plain world whose capabilities are far above the threshold.
struct Search {
    p: Parameters<f64>,
    derived: Derived<f64>,
    setting: Setting,
    calendar: Calendar,
    multiplier: Vec<f64>,
    secrecy: Vec<f64>,
    open: Row<f64, Bloc>,
}

impl Search {
    /// Hazard one a year; `multiplier` by bloc.
    fn new(steps: usize, multiplier: &[f64], leak: f64) -> Self {
        let keys = ["A", "B", "C", "D"];
        let quarters = Calendar::through(Quarter::new(2023, 1), Quarter::new(2099, 4));
        let game = Game::plain(plain_world(&keys[..multiplier.len()]), quarters)
            .set("breakthrough.threshold", 25.0)
            .set("breakthrough.hazard", 1.0)
            .set("breakthrough.gain", 4.0)
            .set("breakthrough.leak", leak)
            .set("breakthrough.leak_open", 3.0);
        let game = game.set("software.input_exponent", 0.5);
        let values = Values { layout: &game.layout, values: &game.values };
        let (p, q) = (Parameters::read(&values), software::Parameters::read(&values));
        Self {
            derived: Derived::new(&p, &q, &game.setting(), &game.calendar),
            p,
            setting: game.setting(),
            calendar: Calendar { steps_per_quarter: steps, ..quarters },
            multiplier: multiplier.to_vec(),
            secrecy: vec![1.0; multiplier.len()],
            open: Row::filled(multiplier.len(), 0.0),
        }
    }

    /// What is known after so many years; capability by step.
    fn after(&self, years: f64, crosses: &[f64], hears: &[f64], capable: impl Fn(f64) -> f64) -> Stocks<f64> {
        let mut known = Stocks::empty(&self.setting);
        let luck =
            Luck { crossing: Row::from_values(crosses.to_vec()), leak: Row::from_values(hears.to_vec()) };
        for step in 0..(years / self.calendar.dt()).round() as usize {
            let now = self.calendar.moment(step);
            let laboratories = &self.setting.laboratories;
            let capability = Row::filled(laboratories.len(), capable(now.end() - 2023.0));
            let chances = Row::from_fn(laboratories.len(), |l| self.open[laboratories[l].bloc]);
            let reads = Reads {
                setting: &self.setting,
                capability: &capability,
                gauge: 0.0,
                // One laboratory a bloc.
                shares: &Row::filled(laboratories.len(), 1.0),
                chances: &chances,
                multiplier: &self.multiplier,
                secrecy: &self.secrecy,
                luck: &luck,
                now,
            };
            let Self { p: parameters, derived, .. } = self;
            Transition { parameters, derived, reads, stocks: &mut known, ledger: &mut () }.run();
        }
        known
    }
}

/// Capability so far above the threshold that the hazard is all there.
const ABOVE: f64 = 100.0;
/// A draw that no hazard reaches.
const OUT_OF_REACH: f64 = 1e6;

fn bloc(place: usize) -> Bloc {
    Bloc::new(place)
}

/// Exponential numbers in equal parts of their distribution.
fn exponentials(parts: usize) -> Vec<f64> {
    (0..parts).map(|n| -((n as f64 + 0.5) / parts as f64).ln()).collect()
}

#[test]
fn at_a_constant_hazard_the_day_of_a_crossing_is_the_draw_over_the_hazard_whatever_the_step() {
    for steps in [1, 2, 4] {
        let search = Search::new(steps, &[0.7, 0.0], 0.0);
        let known = search.after(20.0, &[3.3, 0.1], &[OUT_OF_REACH; 2], |_| ABOVE);
        close(known.crossing_date[bloc(0)], 2023.0 + 3.3 / 0.7, 1e-12, "the day");
        close(known.crossing_exposure[bloc(0)], 0.7 * 20.0, 1e-12, "cumulative hazard");
        assert_eq!(
            (known.crossing_date[bloc(1)], known.technique[bloc(1)]),
            (NEVER, 0.0),
            "no hazard, no crossing"
        );
    }
}

#[test]
fn an_event_lies_where_the_integral_of_a_linear_hazard_meets_the_draw() {
    for (from, to) in [(0.0, 2.0), (2.0, 0.0), (1.0, 1.0), (0.3, 0.30001), (1e-12, 5.0)] {
        for share in [0.1_f64, 0.5, 0.99] {
            let missing = 0.25 * (from * share + 0.5 * (to - from) * share * share);
            close(event_place(from, to, missing, 0.25), share, 1e-9, "share of the step");
        }
    }
}

#[test]
fn the_hazard_is_half_at_the_threshold_and_falls_by_e_for_each_width_below() {
    let search = Search::new(1, &[1.0, 0.0], 0.0);
    let at = search.derived.ln_threshold;
    assert!(at.abs() < 1e-13, "1e25 is the unit: {at}");
    close(hazard(&search.derived, at), 0.5, 1e-12, "at the threshold");
    let far = [hazard(&search.derived, at - 20.0), hazard(&search.derived, at - 21.0)];
    close(far[0] / far[1], 1_f64.exp(), 1e-6, "one width further");
}

#[test]
fn two_blocs_race_like_two_poisson_processes() {
    // models.md §3.1, C1: hazards 0.3 and 0.1 give P = (0.75, 0.25) and E[T] = 2.5.
    let search = Search::new(1, &[0.3, 0.1], 0.0);
    let draws = exponentials(120);
    let (mut wins, mut mean, mut count) = ([0.0; 2], 0.0, 0.0);
    for a in &draws {
        for b in &draws {
            let known = search.after(60.0, &[*a, *b], &[OUT_OF_REACH; 2], |_| ABOVE);
            let who = first_crossing(&known);
            // On the diagonal both may come on one day; each counts half.
            let both = who[bloc(0)] + who[bloc(1)];
            wins[0] += who[bloc(0)] / both;
            wins[1] += who[bloc(1)] / both;
            mean += known.crossing_date[bloc(0)].min(known.crossing_date[bloc(1)]) - 2023.0;
            count += 1.0;
        }
    }
    assert!((wins[0] / count - 0.75).abs() < 3e-3, "{}", wins[0] / count);
    assert!((wins[1] / count - 0.25).abs() < 3e-3, "{}", wins[1] / count);
    assert!((mean / count - 2.5).abs() < 3e-2, "{}", mean / count);
}

#[test]
fn a_chance_over_two_years_is_met_day_by_day_at_the_hazard_that_belongs_to_it() {
    // models.md §3.1, D4: 40 per cent in 730 days are 6.99516e-4 a day.
    let search = Search::new(1, &[-0.6_f64.ln() / 2.0, 0.0], 0.0);
    let tried = |years: f64| {
        search.after(years, &[OUT_OF_REACH; 2], &[OUT_OF_REACH; 2], |_| ABOVE).crossing_exposure[bloc(0)]
    };
    close(-(-tried(2.0)).exp_m1(), 0.4, 1e-12, "in 730 days");
    let day = tried(0.25) / (0.25 * 365.0);
    assert!((-(-day).exp_m1() - 6.995_16e-4).abs() < 1e-9, "{day} a day");
}

#[test]
fn a_technique_leaks_after_a_time_that_is_exponential_with_its_rate() {
    let mean = |search: &Search| {
        let draws = exponentials(400);
        let waits = draws.iter().map(|leak| {
            let known = search.after(70.0, &[1.3, OUT_OF_REACH], &[OUT_OF_REACH, *leak], |_| ABOVE);
            assert_eq!(known.crossing_date[bloc(1)], NEVER, "who hears of it has not crossed");
            assert_eq!(known.technique[bloc(1)], 1.0);
            known.acquisition_date[bloc(1)] - known.crossing_date[bloc(0)]
        });
        waits.sum::<f64>() / draws.len() as f64
    };
    for steps in [1, 4] {
        let mut search = Search::new(steps, &[1.0, 0.0], 0.5);
        close(mean(&search), 2.0, 5e-3, "a rate of a half");
        search.secrecy[0] = 2.0;
        close(mean(&search), 4.0, 5e-3, "twice as secret");
        search.secrecy[0] = 1.0;
        search.open[bloc(0)] = 1.0;
        close(mean(&search), 0.5, 5e-3, "all research open: one and three times as fast");
    }
}

#[test]
fn the_leakiest_holder_counts_and_a_third_bloc_does_not_wait_for_the_first() {
    // A crosses at 1, B at 2 and leaks four times as fast: C's exposure is 0.5 a year for a year, then 2.
    let mut search = Search::new(1, &[1.0, 1.0, 0.0], 0.5);
    search.open[bloc(1)] = 1.0;
    let known = search.after(10.0, &[1.0, 2.0, OUT_OF_REACH], &[OUT_OF_REACH, OUT_OF_REACH, 1.5], |_| ABOVE);
    close(known.acquisition_date[bloc(2)], 2023.0 + 2.5, 1e-12, "0.5 in the year before, 1 in half a year");
    // Who finds it alone before it would have leaked has crossed.
    let known = search.after(10.0, &[1.0, 2.0, OUT_OF_REACH], &[OUT_OF_REACH, 1.0, OUT_OF_REACH], |_| ABOVE);
    close(known.crossing_date[bloc(1)], 2025.0, 1e-12, "own crossing");
    assert_eq!((known.acquisition_date[bloc(2)], known.technique[bloc(2)]), (NEVER, 0.0));
    assert_eq!(first_crossing(&known).values(), [1.0, 0.0, 0.0]);
}

#[test]
fn what_the_technique_adds_is_counted_from_its_day_whatever_the_step() {
    // Growth γ^λ = 2 times what it was: three years less what came before the day, however they are cut.
    for steps in [1, 2, 4, 8] {
        let search = Search::new(steps, &[1.0, 0.0], 0.0);
        close(search.derived.gain, 1.0, 1e-12, "γ = 4, λ = 1/2");
        let mut added = 0.0;
        let calendar = search.calendar;
        for step in 1..=(3.0 / calendar.dt()).round() as usize {
            let now = calendar.moment(step);
            let known =
                search
                    .after(step as f64 * calendar.dt(), &[1.1, OUT_OF_REACH], &[OUT_OF_REACH; 2], |_| ABOVE);
            added += (technique_growth(search.derived.gain, &known.technique, &known.acquisition_date, now)
                [bloc(0)]
                - 1.0)
                * now.dt;
        }
        close(added, 3.0 + calendar.dt() - 1.1, 1e-9, "years of doubled growth");
    }
}

#[test]
fn a_rising_hazard_fires_on_the_same_day_whatever_the_step() {
    let day = |steps| {
        let search = Search::new(steps, &[1.0, 0.0], 0.0);
        search.after(30.0, &[0.8, OUT_OF_REACH], &[OUT_OF_REACH; 2], |t| 1.5 * (t - 8.0)).crossing_date
            [bloc(0)]
    };
    let exact = day(64);
    let off = [1, 2, 4].map(|steps| (day(steps) - exact).abs());
    assert!(off[0] < 0.02 && off[1] < 0.3 * off[0] && off[2] < 0.3 * off[1], "second order: {off:?}");
}

#[test]
fn nothing_is_found_where_there_is_nothing_to_be_found_and_then_no_bit_hangs_on_the_rest() {
    for draw in 1..4 {
        let game = real_game(draw).set("breakthrough.threshold", 26.0);
        let base = game.clone().lever("breakthrough.hazard", 0.0).run(0);
        let unreachable = game.clone().set("breakthrough.reachable", 0.0);
        for other in [&unreachable, &unreachable.clone().set("breakthrough.gain", 50.0)] {
            assert!(base.cube.values == other.run(0).cube.values, "draw {draw}");
        }
        for key in ["technique_held.US", "threshold_crossed.CN", "first_to_cross.ROW", "crossing_chance.US"] {
            assert!(base.path(key).iter().all(|v| *v == 0.0), "{key}");
        }
    }
}

#[test]
fn whoever_has_the_technique_improves_faster_and_the_ledger_says_by_what() {
    let mut crossed = 0;
    for draw in 1..6 {
        let game = real_game(draw).set("breakthrough.reachable", 1.0).set("breakthrough.threshold", 28.0);
        let slow = game.clone().set("breakthrough.gain", 1.0).run(0);
        let (fast, trace) = game.clone().set("breakthrough.gain", 8.0).trace(0);
        let [held, plain, quick] = [
            fast.path("technique_held.US"),
            slow.path("software_efficiency.US"),
            fast.path("software_efficiency.US"),
        ];
        let Some(when) = held.iter().position(|h| *h == 1.0) else { continue };
        let all = ["US", "CN", "ROW"].map(|b| fast.path(&format!("technique_held.{b}")));
        let earliest = all.iter().filter_map(|held| held.iter().position(|h| *h == 1.0)).min().unwrap();
        crossed += 1;
        assert!(held[when..].iter().all(|h| *h == 1.0), "the technique is never lost");
        for (q, (fast, slow)) in quick.iter().zip(&plain).enumerate() {
            // What is found in a quarter is used from the next on.
            assert!(q > earliest || fast == slow, "quarter {q}, draw {draw}");
            // Both end at the ceiling.
            assert!(
                q <= when || fast > slow || (q > when + 8 && *fast > slow - 1e-9),
                "quarter {q}, draw {draw}"
            );
        }
        let us = |e: &&overtake_model::Entry| e.account.member == 0 && e.amount > 0.0;
        let of =
            |key: &'static str| trace.ledger.entries.iter().filter(us).filter(move |e| e.line.key == key);
        assert_eq!(of("found").chain(of("leaked")).count(), 1);
        assert!(of("quickened").all(|e| e.step > when) && of("quickened").count() > 0);
        // With the technique of no gain, holding it changes nothing.
        let never = game.lever("breakthrough.hazard", 0.0).run(0);
        assert_eq!(plain, never.path("software_efficiency.US"));
    }
    assert!(crossed >= 4, "{crossed} of 5");
}

#[test]
fn a_higher_threshold_is_not_crossed_sooner() {
    for draw in 1..6 {
        let game = real_game(draw).set("breakthrough.reachable", 1.0);
        let mut last = 2.0;
        for threshold in [27.0, 30.0, 33.0, 60.0] {
            let run = game.clone().set("breakthrough.threshold", threshold).run(3);
            let chance = run.path("crossing_chance.US")[4 * 14];
            assert!(chance <= last, "draw {draw}: {chance} at 1e{threshold}, {last} below");
            last = chance;
        }
        assert!(last < 1e-3, "an endless distance is not crossed: {last}");
    }
}

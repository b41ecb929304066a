//! Rules: what each makes of each chip, when, and which of them binds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use crate::common::*;
use overtake_model::{Calendar, Index, Layout, LeverPath, LeverTable, Model, Quarter, World};
use overtake_num::Real;
use overtake_race::Race;
use overtake_race::hardware::controls::{Permits, Terms, Treatment, treatment};
use overtake_race::world::{Bloc, Chip, Rule, Setting};
use proptest::prelude::*;

/// What stands in the table of published classifications: free, licensed case by case, denied.
const FREE: Treatment = Treatment::Free;
const CASE: Treatment = Treatment::CaseByCase;
const DENIED: Treatment = Treatment::Denied;

const CHIPS: [&str; 8] = ["a100", "h100", "h20", "a800", "h800", "h200", "b200", "mi300x"];

/// The rules of 2022, 2023 and 2026 as three classifiers printed them, chip by chip as in [`CHIPS`].
const PUBLISHED: [(&str, [Treatment; 8]); 3] = [
    ("us-2022-10", [DENIED, DENIED, FREE, FREE, FREE, DENIED, DENIED, DENIED]),
    ("us-2023-10", [DENIED, DENIED, FREE, DENIED, DENIED, DENIED, DENIED, DENIED]),
    ("us-2026-01", [CASE, CASE, FREE, CASE, CASE, CASE, DENIED, CASE]),
];

/// The rules that name chips, and those that are no law, by their own words.
const WORDED: [(&str, [Treatment; 8]); 10] = [
    ("us-2022-letters", [CASE, CASE, FREE, FREE, FREE, FREE, FREE, FREE]),
    ("us-2025-04-h20", [FREE, FREE, CASE, FREE, FREE, FREE, FREE, FREE]),
    ("us-2025-08-h20", [FREE, FREE, CASE, FREE, FREE, FREE, FREE, FREE]),
    ("cn-2025-09-refusal", [FREE, FREE, DENIED, FREE, FREE, FREE, FREE, FREE]),
    ("full-denial", [DENIED; 8]),
    ("b30a-sold", [FREE; 8]),
    ("us-2022-10-tools", [FREE; 8]),
    ("us-2023-10-tools", [FREE; 8]),
    ("us-2024-12-memory", [FREE; 8]),
    ("permitted-grade-free", [CASE, CASE, CASE, CASE, CASE, CASE, DENIED, CASE]),
];

/// The rules of a world settled under a policy.
struct Settled {
    setting: Setting,
    calendar: Calendar,
    permits: Permits,
}

impl Settled {
    /// `changes`: how far each rule is moved by the lever.
    fn new(world: &World, changes: impl Fn(&str) -> f64) -> Self {
        let calendar = Calendar::through(Quarter::new(2022, 1), Quarter::new(2030, 4));
        let setting = Setting::new(world).unwrap();
        let layout = Layout::new(&Race::declaration(), world);
        let levers = LeverTable::new(&layout, &calendar, |slot| {
            let lever = &layout.levers()[slot];
            lever.key.starts_with("controls.change.").then(|| LeverPath::constant(changes(&lever.member_key)))
        });
        let permits = Permits::new(&setting, &calendar, &layout, &levers);
        Self { setting, calendar, permits }
    }

    fn chip(&self, key: &str) -> Chip {
        self.setting.chips.iter().find(|(_, c)| c.key == key).unwrap().0
    }

    fn bloc(&self, key: &str) -> Bloc {
        self.setting.blocs.iter().find(|(_, b)| *b == key).unwrap().0
    }

    /// Share of demand let through in a step where licences are granted to `licensing`.
    fn share(&self, step: usize, bloc: &str, chip: &str, licensing: f64) -> f64 {
        self.permits.terms(step, self.bloc(bloc))[self.chip(chip).get()].through.at(licensing)
    }
}

/// The world of the evidence with only one of its rules.
fn only(rule: &str) -> World {
    let mut world = real_world();
    let rules = axis(&mut world, "rule");
    rules.retain(|r| r.key == rule);
    rules[0].references.remove("replaces");
    world
}

/// Puts one rule in force, law or not, and sets all others aside.
fn alone(world: &World, rule: &str) -> Settled {
    let law = |key: &str| world.members("rule").iter().any(|r| r.key == key && r.numbers["in_force"] > 0.5);
    Settled::new(world, |key| if key == rule { f64::from(u8::from(!law(key))) } else { -1.0 })
}

#[test]
fn each_rule_alone_classifies_the_chips_as_published() {
    let setting = Setting::new(&real_world()).unwrap();
    let tested: Vec<&str> = PUBLISHED.iter().chain(&WORDED).map(|(rule, _)| *rule).collect();
    let there: Vec<&str> = setting.rules.values().iter().map(|r| r.key.as_str()).collect();
    assert_eq!(tested.len(), there.len(), "a rule of the evidence has no row here: {there:?}");
    for (rule, expected) in PUBLISHED.iter().chain(&WORDED) {
        let (_, rule) = setting.rules.iter().find(|(_, r)| r.key == *rule).unwrap();
        for (chip, expected) in CHIPS.iter().zip(expected) {
            let (place, data) = setting.chips.iter().find(|(_, c)| c.key == *chip).unwrap();
            assert_eq!(treatment(rule, place, data), *expected, "{chip} under {}", rule.key);
        }
    }
}

#[test]
fn what_a_rule_alone_lets_through_follows_its_classification() {
    for (rule, expected) in PUBLISHED.iter().chain(&WORDED) {
        let settled = alone(&only(rule), rule);
        let data = &settled.setting.rules.values()[0];
        // The last step that lies wholly within the rule's term.
        let whole = (0..settled.calendar.steps()).rev().find(|&step| {
            let now = settled.calendar.moment(step);
            now.time >= data.from && now.time + now.dt <= data.until
        });
        // The letters of 2022 were in force for eight weeks and never for a whole quarter.
        let Some(step) = whole else {
            assert_eq!(*rule, "us-2022-letters");
            continue;
        };
        for (chip, expected) in CHIPS.iter().zip(expected) {
            for licensing in [0.0, 0.3, 1.0] {
                let let_through = match expected {
                    Treatment::Free => 1.0,
                    Treatment::CaseByCase => data.licensed_share.unwrap_or(licensing),
                    Treatment::Denied => 0.0,
                };
                assert_eq!(settled.share(step, "CN", chip, licensing), let_through, "{chip} under {rule}");
            }
        }
    }
}

#[test]
fn a_rule_binds_from_its_first_day_to_its_last_and_by_the_share_of_the_quarter_in_which_it_begins() {
    // A day is a share of its quarter: days gone since the quarter began, over days in it, counted by hand.
    let day = |year: i32, quarter: i32, gone: f64, days: f64| {
        Quarter::new(year, quarter).begins() + 0.25 * gone / days
    };
    let october_2022 = day(2022, 4, 20.0, 92.0);
    let november_2023 = day(2023, 4, 46.0, 92.0);
    let january_2026 = day(2026, 1, 14.0, 90.0);
    let always = f64::INFINITY;
    // First day, first day no longer, a chip that the rule covers and what it lets through of it.
    let terms = [
        ("us-2022-letters", day(2022, 3, 56.0, 92.0), october_2022, "a100", 0.5),
        ("us-2022-10", october_2022, november_2023, "h100", 0.0),
        ("us-2023-10", november_2023, always, "h800", 0.0),
        ("us-2025-04-h20", day(2025, 2, 8.0, 91.0), always, "h20", 0.0),
        ("us-2025-08-h20", day(2025, 3, 41.0, 92.0), always, "h20", 0.25),
        ("cn-2025-09-refusal", day(2025, 3, 78.0, 92.0), always, "h20", 0.0),
        ("us-2026-01", january_2026, always, "b200", 0.0),
        ("full-denial", january_2026, always, "h20", 0.0),
        ("permitted-grade-free", january_2026, always, "b200", 0.0),
    ];
    for (rule, from, until, chip, let_through) in terms {
        let settled = alone(&only(rule), rule);
        for step in 0..settled.calendar.steps() {
            let now = settled.calendar.moment(step);
            let in_force = ((now.time + 0.25).min(until) - now.time.max(from)).max(0.0) / 0.25;
            let expected = 1.0 - in_force * (1.0 - let_through);
            let found = settled.share(step, "CN", chip, 0.25);
            // Years of four digits leave dates 2e-13 exact, and a share of a quarter four times that.
            assert!((found - expected).abs() < 1e-11, "{rule} at {}: {found}, expected {expected}", now.time);
        }
    }
}

#[test]
fn what_is_denied_before_and_after_a_handover_is_denied_throughout_its_quarter() {
    // The rule of 2023 took over from that of 2022 on 16 November 2023, that of 2026 on 15 January 2026.
    let settled = Settled::new(&real_world(), |_| 0.0);
    let step = |year: i32, quarter: i32| Quarter::new(year, quarter).since(settled.calendar.start) as usize;
    for (step, chips) in
        [(step(2023, 4), ["a100", "h100", "mi250x"]), (step(2026, 1), ["b200", "b300", "us-next"])]
    {
        for chip in chips {
            assert_eq!(settled.share(step, "CN", chip, 1.0), 0.0, "{chip}");
        }
    }
    // What only the second denies is free until then: 46 of the 92 days of that quarter.
    let share = settled.share(step(2023, 4), "CN", "h800", 1.0);
    assert!((share - 0.5).abs() < 0.01, "{share}");
}

#[test]
fn no_rule_restricts_a_buyer_outside_its_destinations() {
    // Even with every rule in force, law or not.
    let settled = Settled::new(&real_world(), |_| 1.0);
    for step in 0..settled.calendar.steps() {
        for bloc in ["US", "ROW"] {
            for (_, chip) in settled.setting.chips.iter() {
                assert_eq!(settled.share(step, bloc, &chip.key, 0.0), 1.0, "{} for {bloc}", chip.key);
            }
            assert!(settled.permits.terms(step, settled.bloc(bloc)).iter().all(|t| *t == Terms::FREE));
        }
    }
}

#[test]
fn a_bloc_restricts_its_own_makers_and_its_own_buyers_alone() {
    let settled = Settled::new(&real_world(), |_| 1.0);
    let last = settled.calendar.steps() - 1;
    // US rules with thresholds cover these chips by their figures; their maker is no US one.
    for chip in ["ascend910", "ascend910b", "ascend910c", "cn-next"] {
        assert_eq!(settled.share(last, "CN", chip, 0.0), 1.0, "{chip}");
    }
    assert_eq!(settled.share(last, "CN", "a100", 0.0), 0.0);
    // China's own refusal binds although the chip is no Chinese one.
    let refusal = alone(&only("cn-2025-09-refusal"), "cn-2025-09-refusal");
    assert_eq!(refusal.share(last, "CN", "h20", 1.0), 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_status_is_the_strictest_of_the_rules_that_no_other_sets_aside(
        subset in prop::collection::vec(any::<bool>(), 13),
        licensing in 0.0..=1.0_f64,
    ) {
        let world = real_world();
        let rules = world.members("rule");
        let chosen: Vec<usize> = (0..rules.len()).filter(|&r| subset[r]).collect();
        let law = |r: usize| rules[r].numbers["in_force"] > 0.5;
        let place = |key: &str| rules.iter().position(|r| r.key == key).unwrap();
        let together = Settled::new(&world, |key| {
            let r = place(key);
            match (chosen.contains(&r), law(r)) {
                (true, false) => 1.0,
                (false, true) => -1.0,
                _ => 0.0,
            }
        });
        let each: Vec<Settled> = rules.iter().map(|rule| alone(&world, &rule.key)).collect();
        let setting = &together.setting;
        // Quarters in which no rule begins or ends: there each is in force or not.
        let whole = |step: usize| {
            let now = together.calendar.moment(step);
            let inside = |date: f64| date > now.time && date < now.time + now.dt;
            setting.rules.values().iter().all(|r| !inside(r.from) && !inside(r.until))
        };
        for step in (0..together.calendar.steps()).filter(|&step| whole(step)) {
            let now = together.calendar.moment(step);
            for (place, chip) in setting.chips.iter() {
                let covers = |r: usize| {
                    let rule = &setting.rules[Rule::new(r)];
                    treatment(rule, place, chip) != Treatment::Free
                        && rule.from <= now.time
                        && rule.until > now.time
                        && (rule.issuer == chip.bloc || rules[r].references["issuer"] == ["CN"])
                };
                let set_aside = |r: usize| {
                    chosen.iter().any(|&by| {
                        let named = rules[by].references.get("replaces");
                        covers(by) && named.is_some_and(|keys| keys.contains(&rules[r].key))
                    })
                };
                let binding: Vec<usize> = chosen.iter().copied().filter(|&r| !set_aside(r)).collect();
                let at = |r: usize, granted: f64| each[r].share(step, "CN", &chip.key, granted);
                let strictest = binding.iter().map(|&r| at(r, 0.5)).fold(1.0, f64::min);
                prop_assert_eq!(together.share(step, "CN", &chip.key, 0.5), strictest);
                // Which rule is the strictest is settled at one half; what it then lets through follows licensing.
                let found = together.share(step, "CN", &chip.key, licensing);
                let allowed = binding.iter().filter(|&&r| at(r, 0.5) == strictest).map(|&r| at(r, licensing));
                prop_assert!(
                    allowed.chain((strictest == 1.0).then_some(1.0)).any(|share| share == found),
                    "{} in {}: {}", chip.key, now.time, found
                );
            }
        }
    }

    #[test]
    fn a_quota_is_met_and_never_exceeded(quota in 1e3..3e5_f64, spending in 1e8..1e10_f64, capacity in 1e3..1e6_f64) {
        let mut world = plain_world(&["A", "B"]);
        let mut rule = ban("quota", "A", "B", 2010.0, true);
        rule.numbers.extend([("effect".to_owned(), 1.0), ("licensed_share".to_owned(), 1.0), ("quota_per_year".to_owned(), quota)]);
        axis(&mut world, "rule").push(rule);
        history(&mut world, "money.accelerator_spending", "B", &[(2015.0, spending)]);
        history(&mut world, "chips.output", "maker", &[(2015.0, capacity)]);
        let game = Game::plain(world, years(1));
        let run = game.run(0);
        let order = |money: f64| money / 30_000.0 / (1.0 + game.value("chips.reserve"));
        let imported = run.path("chips_imported.B");
        let (home, abroad) = (order(SPENDING), order(spending).min(quota));
        // One foundry serves both blocs, whose queues grow alike, and cuts every shipment by the same share.
        let met = (capacity / (home + abroad)).min(1.0);
        for found in &imported {
            prop_assert!(*found <= quota * (1.0 + 1e-15));
            prop_assert!((found - abroad * met).abs() < 1e-12 * abroad, "{} of {}", found, abroad * met);
        }
    }
}

/// The plain world with a ban from 2020 on that is law or not.
fn banned(law: bool) -> Game {
    let mut world = plain_world(&["A", "B"]);
    entry(&mut world, "rule", "ban").numbers.insert("in_force".to_owned(), f64::from(u8::from(law)));
    Game::plain(world, years(1)).set("chips.smuggled_share", 0.1).set("software.growth", 1.0)
}

#[test]
fn one_lever_sets_a_law_aside_puts_a_rule_in_force_and_else_does_nothing() {
    let (law, free) = (banned(true).run(3).bits(), banned(false).run(3).bits());
    assert_ne!(law["chips_imported.B"], free["chips_imported.B"], "the ban does nothing");
    let moved = |was_law: bool, by: f64| banned(was_law).lever("controls.change.ban", by).run(3).bits();
    assert_eq!(moved(true, -1.0), free);
    assert_eq!(moved(false, 1.0), law);
    assert_eq!(moved(true, 0.0), law);
    assert_eq!(moved(false, 0.0), free);
    // Nothing is more than in force, nor less than not in force.
    assert_eq!(moved(true, 1.0), law);
    assert_eq!(moved(false, -1.0), free);
}

#[test]
fn with_every_law_set_aside_the_race_runs_as_if_there_had_been_none() {
    // What makers are known to have made they made under the laws of then, and without denied tools they go on faster than a
    // record that knew no law: the two are one where nothing hangs on foreign tools.
    let game = || real_game(1).set("fabs.tools", 0.0);
    let (real, mut without) = (game().lever("controls.change", -1.0), game());
    for rule in axis(&mut without.world, "rule") {
        rule.numbers.insert("in_force".to_owned(), 0.0);
    }
    assert_eq!(real.run(5).bits(), without.run(5).bits());
    assert_ne!(real.run(5).bits(), game().run(5).bits(), "the laws do nothing");
}

#[test]
fn a_lawful_ban_stops_imports_from_its_date_and_not_before() {
    let run = banned(true).run(3);
    for (quarter, imported) in run.path("chips_imported.B").into_iter().enumerate() {
        let begins = banned(true).calendar.quarter(quarter).begins();
        assert_eq!(imported == 0.0, begins >= 2020.0, "{imported} in {begins}");
    }
    assert!(run.path("chips_home_made.A").iter().all(|made| *made > 0.0));
}

/// Cumulative hazard at which a rule is reversed in a future of the plain games' seed.
fn patience(rule: &str, future: u64) -> f64 {
    -Real::ln(overtake_model::num::random::Stream::new(7, "reversal", rule).uniform(future, 0))
}

#[test]
fn a_rule_is_reversed_at_its_hazard_from_the_end_of_the_record_on() {
    let hazard = 0.5;
    let game = banned(true).set("controls.reversal.A", hazard).set("chips.smuggled_share", 0.0);
    let setting = game.setting();
    let permits = Permits::new(&setting, &game.calendar, &game.layout, &game.table());
    let hazards: Vec<f64> =
        setting.blocs.values().iter().map(|b| if b == "A" { hazard } else { 0.0 }).collect();
    let mut reversed = 0;
    for future in 0..300 {
        let imported = game.run(future).path("chips_imported.B");
        let due: Vec<f64> = setting.rules.values().iter().map(|r| patience(&r.key, future)).collect();
        for (step, found) in imported.iter().enumerate() {
            let told: Vec<bool> =
                permits.reversals(&setting, step, &hazards, &due).iter().map(|told| told.1).collect();
            let ends = 2015.25 + 0.25 * step as f64;
            // What is told of a rule is what the trajectory did; nothing can be told before the record ends.
            let expected = if ends > 2020.0 { vec![*found > 0.01 * imported[10]] } else { Vec::new() };
            let just_now = (ends - 2020.0 - due[0] / hazard).abs() < 0.01;
            assert!(just_now || told == expected, "{told:?}, {found} imported by {ends} in future {future}");
        }
        let full = imported[10];
        let date = 2020.0 + patience("ban", future) / hazard;
        for (quarter, found) in imported.iter().enumerate().skip(20) {
            // Open from its own moment on, by the share of the quarter that is left; money that is kept makes a trifle of it.
            let open = ((2015.25 + 0.25 * quarter as f64 - date) / 0.25).clamp(0.0, 1.0);
            assert!(
                (found - full * open).abs() < 3e-3 * full,
                "{found} of {full} in quarter {quarter}, {open}"
            );
        }
        reversed += u32::from(date < 2022.0);
    }
    let expected = 1.0 - Real::exp(-2.0 * hazard);
    assert!((f64::from(reversed) / 300.0 - expected).abs() < 0.07, "{reversed} of 300, expected {expected}");
}

#[test]
fn no_rule_is_reversed_where_the_lever_says_so_and_one_of_a_policy_like_a_law() {
    let kept = banned(true).run(3).bits();
    let fickle = banned(true).set("controls.reversal", 2.0);
    assert_ne!(fickle.run(3).bits(), kept);
    assert_eq!(fickle.clone().lever("controls.reversals", 0.0).run(3).bits(), kept);
    let enacted = banned(false).set("controls.reversal", 2.0).lever("controls.change.ban", 1.0);
    assert_eq!(enacted.run(3).bits(), fickle.run(3).bits());
    // Twice the hazard by lever or by belief is the same.
    let (lever, belief) =
        (fickle.lever("controls.reversals", 0.5), banned(true).set("controls.reversal", 1.0));
    assert_eq!(lever.run(3).bits(), belief.run(3).bits());
}

#[test]
fn rules_that_stand_in_for_one_another_fall_together_and_let_nothing_slip_between() {
    // Half of all orders are licensed by a law of 2018 in place of the ban of 2016; the policy puts a rule in its place that
    // licenses three quarters, from 2021.
    let game = |policy: f64| {
        let mut world = plain_world(&["A", "B"]);
        let soft = |key: &str, from: f64, share: f64, law: bool, replaces: &[&str]| {
            let mut rule = ban(key, "A", "B", from, law);
            rule.numbers.extend([("effect".to_owned(), 1.0), ("licensed_share".to_owned(), share)]);
            rule.references
                .insert("replaces".to_owned(), replaces.iter().map(|key| (*key).to_owned()).collect());
            rule
        };
        let first = [("in_force".to_owned(), 1.0), ("from".to_owned(), 2016.0)];
        entry(&mut world, "rule", "ban").numbers.extend(first);
        axis(&mut world, "rule").push(soft("softer", 2018.0, 0.5, true, &["ban"]));
        axis(&mut world, "rule").push(soft("softest", 2021.0, 0.75, false, &["softer", "ban"]));
        Game::plain(world, years(1))
            .set("chips.reserve", 1e-4)
            .set("controls.reversal.A", 0.4)
            .lever("controls.change.softest", policy)
    };
    let (as_is, policy) = (game(0.0), game(1.0));
    let mut reversed = 0;
    for future in 0..60 {
        // One draw, that of the law of the record which the others replace.
        let date = 2018.0 + patience("ban", future) / 0.4;
        reversed += u32::from(date < 2030.0);
        for (game, late) in [(&as_is, 0.5), (&policy, 0.75)] {
            let imported = game.run(future).path("chips_imported.B");
            for (quarter, found) in imported.iter().enumerate() {
                let begins = 2015.0 + 0.25 * quarter as f64;
                let ruled = match begins {
                    b if b < 2016.0 => 1.0,
                    b if b < 2018.0 => 0.0,
                    b if b < 2021.0 => 0.5,
                    _ => late,
                };
                let open = ((begins + 0.25 - date) / 0.25).clamp(0.0, 1.0);
                let expected = imported[0] * (ruled + (1.0 - ruled) * open);
                let what = format!("{found} of {expected} in {begins}, reversed in {date}");
                assert!((found - expected).abs() < 1e-3 * imported[0], "{what}");
            }
        }
    }
    assert!(reversed > 40, "{reversed} of 60 reversed");
}

#[test]
fn memory_that_was_denied_is_there_again_once_the_denial_is_reversed() {
    let mut world = plain_world(&["A", "B"]);
    axis(&mut world, "maker").push(with("other", &[("counted", 1.0)], &[("bloc", &["B"])]));
    history(&mut world, "chips.output", "other", &[(2015.0, 100.0)]);
    let numbers = [("from", 2018.0), ("effect", 0.0), ("in_force", 1.0), ("memory_denied", 0.5)];
    axis(&mut world, "rule").push(with("denial", &numbers, &[("issuer", &["A"]), ("destination", &["B"])]));
    let game = Game::plain(world, years(1)).set("fabs.memory.other", 0.2).set("controls.reversal.A", 0.5);
    let output = game.run(5).path("chip_output.other");
    let date = 2018.0 + patience("denial", 5) / 0.5;
    for (quarter, found) in output.iter().enumerate() {
        let begins = 2015.0 + 0.25 * quarter as f64;
        let expected = if begins >= 2018.0 && begins + 0.25 <= date { 40.0 } else { 100.0 };
        if begins + 0.25 <= date || begins >= date {
            close(*found, expected, 1e-9, "output");
        }
    }
    assert!(date < 2030.0, "reversed in {date}");
}

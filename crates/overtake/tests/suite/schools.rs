//! Schools: figures as published, in the model's gauge; chosen whole, by block.

use overtake::evidence::Evidence;
use overtake::{Changes, Prepared, Project, Study};

/// Growth of software between gauge years, decimal logs a year: ln 2.83 over ln 10.
const YEAR: f64 = 1.04 / std::f64::consts::LN_10;

/// School, parameter, central value as published, years from the model's gauge to the school's.
const TABLE: &[(&str, &str, f64, f64)] = &[
    // Full Takeoff Model, best guess, software of 2022 (models.md 1.1); GATE has the same returns (1.2).
    ("ftm", "software.returns", 1.25, 0.0),
    ("ftm", "software.input_exponent", 0.7, 0.0),
    ("ftm", "software.substitution", -0.25, 0.0),
    ("ftm", "software.compute_exponent", 0.4, 0.0),
    ("ftm", "software.ceiling", 12.0, 2.0),
    ("ftm", "software.assistance_midpoint", 33.7, -1.0),
    // AI Futures Model, software of 2023 (1.3b, 1.14).
    ("aifm", "software.returns", 2.4, 0.0),
    ("aifm", "software.input_exponent", 1.0, 0.0),
    ("aifm", "software.substitution", -0.15, 0.0),
    ("aifm", "software.labour_exponent", 0.5, 0.0),
    ("aifm", "software.compute_exponent", 0.6, 0.0),
    ("aifm", "software.ceiling", 12.0, 3.0),
    ("aifm", "software.assistance_midpoint", 33.6, 0.0),
    // METR's simple model, software of 2026 (1.3c): (alpha + zeta)/beta, alpha + zeta, alpha/(alpha + zeta), v.
    ("metr", "software.returns", 0.9 / 0.65, 0.0),
    ("metr", "software.input_exponent", 0.9, 0.0),
    ("metr", "software.labour_weight", 0.235, 0.0),
    ("metr", "software.compute_exponent", 1.0, 0.0),
    ("metr", "software.assistance_slope", 1.0 / 2.85, 0.0),
    ("metr", "software.ceiling", 12.0, 6.0),
    ("metr", "software.assistance_midpoint", 27.3, 3.0),
];

/// Thresholds as published, decimal logs, with years from 2023 to their gauge.
const THRESHOLDS: &[(&str, f64, f64)] =
    &[("ftm", 36.0, -1.0), ("gate", 36.5, 2.0), ("aifm", 34.6, 0.0), ("metr", 33.0, 3.0)];

fn prepared(set: &[&str]) -> Prepared {
    let set = set.iter().map(|s| (*s).to_owned()).collect();
    let study = Study::built_in("as-is", &Changes { set, ..Changes::default() }).expect("it reads");
    Project::new(study).expect("it fits").prepared
}

#[test]
fn each_school_stands_in_the_models_gauge_as_it_was_published() {
    let evidence = Evidence::built_in().expect("it reads");
    for (school, key, published, years) in TABLE {
        let found = evidence.schools().iter().find(|s| s.key == *school).expect("a school");
        let belief = found.belief(key).expect("a belief");
        let expected = published + years * YEAR;
        assert!(
            (belief.central - expected).abs() < 5e-4 * expected.abs(),
            "{school} {key}: {}",
            belief.central
        );
    }
    for (key, published, years) in THRESHOLDS {
        let found = evidence.thresholds().iter().find(|t| t.key == *key).expect("a threshold");
        assert!((found.central - published - years * YEAR).abs() < 1e-9, "{key}: {}", found.central);
    }
    // What is carried keeps its width.
    let metr = evidence.schools().iter().find(|s| s.key == "metr").expect("a school");
    let belief = metr.belief("software.assistance_midpoint").expect("a belief");
    let overtake::evidence::Shape::Spread { q05, q95, .. } = &belief.shape else { panic!("no spread") };
    assert!((q95 - q05 - 2.0).abs() < 1e-9);
}

#[test]
fn every_school_is_a_whole_bundle_of_the_same_parameters() {
    let evidence = Evidence::built_in().expect("it reads");
    let keys = |school: &overtake::evidence::School| {
        let mut keys: Vec<String> = school.beliefs.iter().map(|b| b.key.clone()).collect();
        keys.sort_unstable();
        keys
    };
    let switches = [
        ("discovery", 3, 9),
        ("chinese_output", 3, 3),
        ("diffusion", 4, 6),
        ("substitution", 4, 1),
        ("output", 4, 3),
    ];
    for (switch, schools, least) in switches {
        let of: Vec<_> = evidence.schools().iter().filter(|s| s.switch == switch).map(keys).collect();
        assert!(of.len() == schools && of[0].len() >= least, "{of:?}");
        assert!(of.iter().all(|k| *k == of[0]), "{of:?}");
    }
}

#[test]
fn rival_counts_of_chinese_chips_stand_as_published_and_bind_one_maker() {
    // Packages made in 2025, thousands: testimony's bound, our middle, a supply-chain count. The record has 400.
    let evidence = Evidence::built_in().expect("it reads");
    for (key, least, most) in
        [("commerce2025", 120.0, 220.0), ("middle2025", 280.0, 560.0), ("semianalysis2025", 660.0, 920.0)]
    {
        let school = evidence.schools().iter().find(|s| s.key == key).expect("a school");
        let belief = school.belief("fabs.scale.cn_makers").expect("a belief");
        let overtake::evidence::Shape::Spread { q05, q95, .. } = &belief.shape else { panic!("no spread") };
        assert!((400.0 * q05 - least).abs() < 1.0 && (400.0 * q95 - most).abs() < 1.0, "{key}: {q05}, {q95}");
        assert!(school.threshold.is_none() && school.gauge_year.is_none());
    }
    let prepared = prepared(&["schools.chinese_output=semianalysis2025"]);
    let slot = |key: &str| prepared.layout.parameter(key).expect("a parameter");
    assert_eq!(prepared.prior(slot("fabs.scale.cn_makers"), 0).central, 2.0);
    assert_eq!(prepared.prior(slot("fabs.scale.us_makers"), 0).central, 1.05);
    assert_eq!(prepared.schools.with_thresholds(), Some(0));
}

#[test]
fn switches_are_drawn_apart_and_each_school_meets_each_of_every_other_switch_evenly() {
    let switches = prepared(&[]).schools;
    let of = |switch: usize| switches.list[switch].positions.len();
    assert_eq!(switches.list.len(), 5);
    // Sixteen blocks are what contrasts run on, sixty-four the whole study; each sixteen in a row are like the first.
    let spans = (0..64).step_by(16).map(|first| first..first + 16).chain(std::iter::once(0..64));
    let pairs = (0..5).flat_map(|one| (0..5).map(move |other| (one, other)));
    for (blocks, (one, other)) in spans.flat_map(|span| pairs.clone().map(move |pair| (span.clone(), pair))) {
        let (mut met, count) = (vec![0; of(one) * of(other)], blocks.clone().count() as f64);
        for future in blocks.map(|block| 160 * block) {
            met[switches.position(one, future) * of(other) + switches.position(other, future)] += 1;
        }
        // Alone an even share to within the blocks that a border cuts; of pairs each of four with each of four as often as any.
        let cells = if one == other { of(one) } else { met.len() };
        let within = match (one == other || met.len() == 16, count < 64.0) {
            (true, false) => 1.0,
            (true, true) => 1.5,
            (false, true) => 2.0,
            (false, false) => 3.0,
        };
        let held = met.iter().filter(|n| one != other || **n > 0);
        let even = |n: &i32| (f64::from(*n) - count / cells as f64).abs() < within;
        assert!(
            held.clone().count() == cells && held.clone().all(even),
            "{} and {}: {met:?}",
            switches.list[one].key,
            switches.list[other].key
        );
        assert!(met.len() != 16 || one == other || met.iter().all(|n| f64::from(*n) == count / 16.0));
    }
}

#[test]
fn what_rivals_publish_is_turned_into_parameters_by_one_rule_each() {
    let evidence = Evidence::built_in().expect("it reads");
    let central = |switch: &str, school: &str, key: &str| {
        let found = evidence.schools().iter().find(|s| s.switch == switch && s.key == school);
        found.and_then(|s| s.belief(key)).expect("a belief").central
    };
    let told = |seen: f64, expected: f64, what: &str| {
        assert!((seen / expected - 1.0).abs() < 0.02, "{what}: {seen}, not {expected}");
    };
    // Years to reach a share of the ceiling along Bass's curve of p = 0.03 and q = 0.4.
    let (p, q) = (0.03, 0.4);
    let years = |share: f64| overtake_num::Real::ln((1.0 + q / p * share) / (1.0 - share)) / (p + q);
    told(central("diffusion", "comin2010", "adoption.absorption.CN"), years(0.5) / (years(0.5) + 3.0), "lag");
    told(
        central("diffusion", "comin2010", "adoption.absorption.ROW"),
        years(0.5) / (years(0.5) + 5.0),
        "lag",
    );
    told(central("diffusion", "ding2024", "adoption.absorption.CN"), years(0.41) / years(0.85), "cloud");
    // Savings of the whole economy over that of our sectors in the United States at a saving of one.
    let prepared = prepared(&[]);
    let world = &prepared.world;
    let slope = evidence.belief("adoption.value_slope").expect("a belief").central;
    let sectors = world.members("sector");
    let mean: f64 = world
        .members("industry")
        .iter()
        .filter(|i| i.references["bloc"] == ["US"])
        .map(|i| {
            let sector = sectors.iter().find(|s| i.references["sector"] == [s.key.clone()]);
            let exposure = sector.expect("a sector").numbers["exposure"];
            i.numbers["weight"] * overtake_num::Real::exp(slope * (exposure - 0.4))
        })
        .sum();
    for (school, whole) in [
        ("acemoglu2024", 0.199 * 0.27 * 0.535),
        ("aghion2024", 0.6 * 0.4 * 0.535),
        ("briggs2023", 0.15 * 0.6),
        ("korinek2024", 0.27 * 0.535),
    ] {
        told(central("output", school, "adoption.value"), whole / mean, school);
    }
}

#[test]
fn a_future_draws_its_whole_bundle_from_one_school_and_a_block_shares_it() {
    let prepared = prepared(&[]);
    let design = prepared.design().expect("a design");
    let slot = |key: &str| prepared.layout.parameter(key).expect("a parameter");
    let (weight, labour, compute) =
        (slot("software.labour_weight"), slot("software.labour_exponent"), slot("software.compute_exponent"));
    let mut seen = [0; 3];
    for future in (0..10_240).step_by(37) {
        let mut values = vec![0.0; prepared.priors.len()];
        prepared.sample(&*design, future, &mut values);
        let place = prepared.schools.position(0, future);
        assert_eq!(place, prepared.schools.position(0, future / 160 * 160));
        seen[place] += 1;
        match place {
            0 => assert!(values[compute] == 0.4 && values[labour] == 1.0),
            1 => assert!(values[compute] > 0.5 && values[compute] < 0.7 && values[labour] < 1.0),
            _ => assert!(values[compute] == 1.0 && values[weight] < 0.4),
        }
    }
    assert!(seen.iter().all(|n| *n > 70), "{seen:?}");
}

#[test]
fn what_a_school_is_sure_of_does_not_make_a_future_unusual() {
    let prepared = prepared(&[]);
    let mut sure = 0;
    for future in (0..1_600).step_by(160) {
        let fixed = |slot: &&usize| prepared.prior(**slot, future).is_fixed();
        let fixed: Vec<&str> = prepared
            .uncertain
            .iter()
            .filter(fixed)
            .map(|&slot| prepared.prior(slot, future).key.as_str())
            .collect();
        sure += fixed.len();
        let words = overtake::explain::Words::default();
        let usual = overtake::explain::usual(&prepared);
        let story = overtake::explain::explain(&prepared, future, 0, usual, &words).expect("a story");
        assert_eq!(story.unusual.len(), 8);
        for one in &story.unusual {
            assert!(!fixed.contains(&one.key.as_str()), "{} has no width in future {future}", one.key);
        }
    }
    assert!(sure > 0, "no school is sure of what another doubts");
}

#[test]
fn a_study_takes_one_school_all_or_weights() {
    let told = |set: &[&str]| prepared(set).schools.told(0);
    assert_eq!(told(&[]), "ftm 1, aifm 1, metr 1");
    assert_eq!(told(&["schools.discovery=metr"]), "metr 1");
    assert_eq!(told(&["schools.discovery=all"]), "ftm 1, aifm 1, metr 1");
    let text = "name = \"w\"\nmodel = \"race\"\nstart = \"2015Q1\"\nend = \"2030Q4\"\npolicies = [\"as-is\"]\n\
                [schools]\ndiscovery = { ftm = 3, metr = 1 }\n";
    let project = Project::read("w.toml", text, &Changes::default()).expect("it reads");
    assert_eq!(project.prepared.schools.told(0), "ftm 3, metr 1");
    let metr = (0..10_240_u64).filter(|f| project.prepared.schools.position(0, *f) == 2).count();
    assert!((2400..=2720).contains(&metr), "{metr} of 10,240");
    // A word of the study's own holds whatever the school.
    let prepared = prepared(&["software.returns=1.1"]);
    let slot = prepared.layout.parameter("software.returns").expect("a parameter");
    assert!(!prepared.uncertain.contains(&slot));
    assert_eq!(prepared.prior(slot, 0).central, 1.1);
}

#[test]
fn a_school_that_is_none_and_a_switch_that_is_none_are_told_with_the_nearest_name() {
    for (set, words) in [
        ("schools.discovery=meter", &["`meter` is no school of `discovery`", "metr"][..]),
        ("schools.discovry=metr", &["there are no schools of `discovry`", "discovery"]),
    ] {
        let changes = Changes { set: vec![set.to_owned()], ..Changes::default() };
        let study = Study::built_in("as-is", &changes).expect("it reads");
        let told = Project::new(study).expect_err("it is told").to_string();
        assert!(words.iter().all(|w| told.contains(w)), "{told}");
    }
}

//! What decides a claim: intervals on the designs that runs use, and what a finished run says of its claims.

use overtake::analysis::{Runs, effect};
use overtake::answers::deciding::Label;
use overtake::answers::{Answered, Document, table};
use overtake::ensemble::design::{Design, Latin, Random, Sobol, scramble_of};
use overtake::evidence::Evidence;
use overtake::num::quantile::normal_quantile;
use overtake::{Changes, Project, Study, run};
use overtake_race::outcomes::observation::{DECLARED, KEY};
use std::collections::BTreeSet;
use std::f64::consts::PI;
use std::sync::atomic::AtomicBool;

/// Ishigami and Homma's function of three coordinates.
#[expect(clippy::disallowed_methods, reason = "no result of the program rests on these bits")]
fn ishigami(point: &[f64]) -> f64 {
    let [x, y, z] = [0, 1, 2].map(|d: usize| PI * (2.0 * point[d] - 1.0));
    x.sin() + 7.0 * y.sin().powi(2) + 0.1 * z.powi(4) * x.sin()
}

/// Whether the sum of two normal numbers is positive: an effect of 1/3 each, since arcsin(1/2) = π/6.
fn positive(point: &[f64]) -> f64 {
    f64::from(u8::from(normal_quantile(point[0]) + normal_quantile(point[1]) > 0.0))
}

const FUTURES: u64 = 2_560;
const SEEDS: u64 = 60;

/// A result of three coordinates.
type Model = fn(&[f64]) -> f64;

/// A design from its seed.
type Made<'a> = &'a dyn Fn(u64) -> Box<dyn Design>;

/// By input, the mean of the estimates over many seeds and how many intervals hold the truth.
fn tried(design: Made<'_>, model: Model, truths: [f64; 3]) -> [(f64, u64); 3] {
    let mut tried = [(0.0, 0); 3];
    for seed in 0..SEEDS {
        let design = design(seed);
        let point = |future: u64| {
            let mut point = vec![0.0; design.dimensions()];
            design.point(future, &mut point);
            point
        };
        let points: Vec<Vec<f64>> = (0..FUTURES).map(point).collect();
        let columns = (0..design.dimensions()).map(|d| points.iter().map(|p| p[d]).collect()).collect();
        let runs = Runs::new(columns, (0..FUTURES).map(|f| scramble_of(f) as usize).collect());
        let result: Vec<f64> = points.iter().map(|p| model(p)).collect();
        for (input, truth) in truths.into_iter().enumerate() {
            let found = effect(&runs, input, &result).expect("an effect");
            tried[input].0 += found.effect / SEEDS as f64;
            tried[input].1 += u64::from(found.low <= truth && truth <= found.high);
        }
    }
    tried
}

#[test]
fn intervals_hold_known_effects_on_every_design() {
    let designs: [(&str, Made<'_>); 3] = [
        ("Sobol'", &|seed| Box::new(Sobol::new(4, seed).expect("few dimensions"))),
        ("Latin", &|seed| Box::new(Latin::new(4, seed, FUTURES))),
        ("random", &|seed| Box::new(Random::new(4, seed))),
    ];
    // A Sobol' design knows a smooth function of three inputs so well that its interval may miss by what bins lose.
    let models: [(Model, [f64; 3], u64); 2] =
        [(ishigami, [0.313_905, 0.442_411, 0.0], 48), (positive, [1.0 / 3.0, 1.0 / 3.0, 0.0], 54)];
    for (name, design) in designs {
        for (model, truths, least) in models {
            let tried = tried(design, model, truths);
            for ((mean, held), truth) in tried.into_iter().zip(truths) {
                assert!((mean - truth).abs() < 0.01, "{name}: {truth} is told as {mean}");
                assert!(held >= least, "{name}: {held} of {SEEDS} intervals hold {truth}");
            }
        }
    }
}

/// The answers of a small run and the keys of its uncertain parameters; `again` is what the finished run says of its first
/// policy when asked.
fn small_run(set: &[&str]) -> (Document, Document, BTreeSet<String>) {
    let changes = Changes {
        futures: Some(640),
        policies: Some(vec!["as-is".to_owned()]),
        set: set.iter().map(|s| (*s).to_owned()).collect(),
        ..Changes::default()
    };
    let project = Project::new(Study::built_in("as-is", &changes).expect("it reads")).expect("it fits");
    let home = tempfile::tempdir().expect("a folder");
    let how = run::How { out: Some(home.path().join("run")), ..run::How::default() };
    let done = project.run(&how, &(), &AtomicBool::new(false)).expect("it runs");
    let document = done.document;
    let (decisions, drawn) = (table::decisions(&done.folder), table::drawn(&done.folder));
    let mut again = document.clone();
    again.keep("as-is", &decisions.expect("it reads"), drawn.expect("it reads"), &project.evidence);
    let slots = project.prepared.layout.parameters();
    let keys = project.prepared.uncertain.iter().map(|&slot| slots[slot].key.clone());
    let schools = project.prepared.schools.list.iter().map(|switch| format!("school.{}", switch.key));
    (document, again, keys.chain(schools).collect())
}

fn named(document: &Document) -> BTreeSet<&str> {
    document.claims.iter().flat_map(|c| c.deciding.iter().flatten()).map(|d| d.key.as_str()).collect()
}

#[test]
fn only_uncertain_parameters_decide_and_what_is_fixed_decides_nothing() {
    // In so few futures what schools believe is named only where one school was chosen.
    let chosen = "schools.diffusion=bass1969";
    let (document, again, uncertain) = small_run(&[chosen]);
    assert_eq!(document, again, "asked again it says the same");
    assert!(named(&document).iter().all(|key| uncertain.contains(*key)));
    // How fast China absorbs decides who uses more: a quarter of it, more than chance can hide in so few futures.
    let those = named(&document);
    assert!(those.contains("adoption.absorption.CN"), "{those:?}");
    let evidence = Evidence::built_in().expect("it reads");
    let general = |key: &str| key.rsplit_once('.').map_or(key.to_owned(), |(general, _)| general.to_owned());
    let believes = |switch: Option<&str>, key: &str| {
        let asked = evidence.schools().iter().filter(|s| switch != Some(s.switch.as_str()));
        asked.into_iter().any(|s| s.belief_on(key, &general(key)).is_some())
    };
    assert!(those.iter().all(|key| !believes(Some("diffusion"), key)), "{those:?}");
    let (all, ..) = small_run(&[]);
    assert!(
        !named(&all).is_empty() && named(&all).iter().all(|key| !believes(None, key)),
        "{:?}",
        named(&all)
    );
    let observed: BTreeSet<&str> =
        DECLARED.outcomes.iter().filter(|o| o.mechanism == KEY).map(|outcome| outcome.key).collect();
    let of_observer = |claim: &Answered| {
        claim.deciding.iter().flatten().any(|named| named.key.split('.').next() == Some(KEY))
    };
    for claim in &document.claims {
        let reads = claim.reads.iter().any(|key| observed.contains(key.as_str()));
        assert!(reads || !of_observer(claim), "{} hangs on the observer: {:?}", claim.name(), claim.deciding);
        assert!(claim.main().is_none() || !claim.reads.is_empty(), "{} reads nothing", claim.name());
        assert!(claim.deciding.is_none() || claim.main().is_some(), "{}", claim.name());
        assert_eq!(claim.explained.is_some(), claim.deciding.as_ref().is_some_and(|d| !d.is_empty()));
    }
    assert!(document.claims.iter().any(of_observer), "what the observer counts decides what he reports");
    let (fixed, _, uncertain) = small_run(&[chosen, "adoption.absorption.CN=1.2"]);
    let key = "adoption.absorption.CN";
    assert!(!uncertain.contains(key) && !named(&fixed).contains(key));
}

#[test]
fn an_assumption_is_named_by_its_label_else_its_sentence_else_its_key() {
    let evidence = Evidence::built_in().expect("it reads");
    let told = |key: &'static str| Label::of(&evidence, key).english();
    assert_eq!(told("borrowing.rate"), "how fast laboratories borrow from those ahead");
    // What one school alone leaves open spreads with the switch, and says so.
    let automation = told("economy.automation");
    assert!(automation.ends_with(", fixed by every school but Korinek and Suh 2024"), "{automation}");
    for many in ["software.returns", "adoption.value", "borrowing.rate"] {
        assert!(!told(many).contains("fixed by"), "{many}");
    }
    // A bloc of a study's own is told by what is declared.
    let member = told("adoption.absorption.EU");
    assert!(member.starts_with(char::is_lowercase) && member.ends_with(", EU"), "{member}");
    // What schools hold has a name in Chinese too.
    for key in [
        "software.returns",
        "fabs.scale.cn_makers",
        "breakthrough.threshold",
        "borrowing.rate",
        "economy.automation",
    ] {
        let Label::Belief(label, _) = Label::of(&evidence, key) else { panic!("{key} has no label") };
        assert!(label.en != key && label.zh.as_ref().is_some_and(|zh| !zh.is_ascii()), "{key}: {label:?}");
    }
    assert_eq!(told("nothing.of.this"), "nothing.of.this");
}

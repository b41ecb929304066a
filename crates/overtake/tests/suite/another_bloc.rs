//! A bloc, a city and a sector that a study adds by data alone.

use overtake::ensemble::kernel::{Batch, Cube};
use overtake::evidence::{Document, Evidence, Problems, ValueKind};
use overtake::kernels::{Width, kernel};
use overtake::run::batch::sweep;
use overtake::{Changes, Prepared, Project};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = "studies/european-union.toml";
const STUDY: &str = include_str!("../../../../studies/european-union.toml");

fn prepared(text: &str, futures: u64) -> Prepared {
    let changes =
        Changes { futures: Some(futures), policies: Some(vec!["as-is".to_owned()]), ..Changes::default() };
    let project = Project::read(FILE, text, &changes).unwrap_or_else(|e| panic!("{e}"));
    project.prepared
}

/// The line on which `text` stands.
fn line_of(text: &str) -> usize {
    let at = STUDY.find(text).unwrap_or_else(|| panic!("`{text}` is not in the study"));
    STUDY[..at].matches('\n').count() + 1
}

/// The study without the tables under `header` that say `what`.
fn without(text: &str, header: &str, what: &str) -> String {
    let mut kept = String::new();
    let mut left = 0;
    for (n, table) in text.split_inclusive("\n\n").enumerate() {
        let gone = table.starts_with(header) && table.contains(what);
        left += usize::from(gone);
        // Lines stay where they were.
        kept += &if gone { "\n".repeat(table.matches('\n').count()) } else { table.to_owned() };
        assert!(n < 1000);
    }
    assert!(left > 0, "no {header} says {what}");
    kept
}

#[test]
fn the_added_bloc_races_beside_the_others_and_no_future_breaks() {
    let prepared = prepared(STUDY, 160);
    let last = prepared.study.calendar.quarters - 1;
    let keys =
        ["gdp", "frontier_capability", "compute_at_disposal", "ai_use_share", "power_used", "satisfaction"];
    let differ = RefCell::new(BTreeMap::<&str, usize>::new());
    let mut broken = 0;
    sweep(&prepared, &mut |one| {
        broken += usize::from(one.broken());
        for key in keys {
            let of = |bloc: &str| {
                one.at(prepared.layout.outcome(&format!("{key}.{bloc}")).expect("it is reported"), last)
            };
            let (eu, others) = (of("EU"), ["US", "CN", "ROW"].map(of));
            assert!(eu.is_finite(), "{key} is {eu}");
            if others.iter().all(|other| (other - eu).abs() > 1e-6 * eu.abs()) {
                *differ.borrow_mut().entry(key).or_default() += 1;
            }
        }
    })
    .expect("it runs");
    assert_eq!(broken, 0);
    for key in keys {
        assert!(differ.borrow().get(key).is_some_and(|n| *n >= 150), "{key}: {:?}", differ.borrow());
    }
    for outcome in ["industry_ai_use.eu_agriculture", "industry_ai_use.cn_agriculture"] {
        assert!(prepared.layout.outcome(outcome).is_some(), "no {outcome}");
    }
    assert!(prepared.world.members("city").iter().any(|c| c.key == "paris"));
    // A member of the same key stands in place of the evidence's, where that stood.
    let mistrals = prepared.world.members("laboratory").iter().filter(|l| l.key == "row_mistral");
    assert_eq!(mistrals.map(|l| l.references["bloc"].clone()).collect::<Vec<_>>(), [["EU"]]);
}

#[test]
fn what_the_added_bloc_has_is_taken_from_the_rest_of_the_world() {
    let ours = prepared(STUDY, 1);
    let evidence = Evidence::built_in().expect("it reads");
    let theirs = evidence.world(&ours.declaration).expect("it fits").world;
    let totals = ours.declaration.series.iter().filter(|s| s.axis == "bloc" && s.unit != "share");
    let mut compared = 0;
    for series in totals {
        for year in [2015.5, 2018.5, 2021.5, 2024.5, 2030.5] {
            let of = |world: &overtake::model::World, bloc: &str| {
                overtake_num::Real::exp(world.history(series.key, bloc).expect("a history").ln_at(year))
            };
            let (before, eu, rest) = (of(&theirs, "ROW"), of(&ours.world, "EU"), of(&ours.world, "ROW"));
            assert!(eu > 0.01 * before, "{} in {year}: {eu} of {before}", series.key);
            // Between knots straight lines in logs do not sum exactly.
            assert!((eu + rest - before).abs() < 0.01 * before, "{} in {year}", series.key);
            compared += 1;
        }
    }
    assert_eq!(compared, 25);
    let central = |world: &Prepared, key: &str| {
        let slot = world.layout.parameter(key).unwrap_or_else(|| panic!("no {key}"));
        world.central()[slot]
    };
    for key in
        ["researchers.scale", "adoption.push_money", "adoption.subsidy_money", "observation.giants_other"]
    {
        let believed = evidence.belief(&format!("{key}.ROW")).expect("a belief").central;
        let sum = central(&ours, &format!("{key}.EU")) + central(&ours, &format!("{key}.ROW"));
        assert!((sum - believed).abs() < 1e-9, "{key}: {sum} of {believed}");
    }
}

#[test]
fn the_order_of_blocs_changes_no_bit_of_any_outcome() {
    let run = |prepared: &Prepared, values: &BTreeMap<String, f64>| -> Cube {
        let parameters: Vec<f64> =
            prepared.layout.parameters().iter().map(|slot| values[&slot.key]).collect();
        let kernel = kernel(&prepared.setup(), Width::One).expect("a world");
        let mut all = None;
        kernel.run(Batch { futures: &[3], parameters: &parameters }, &[0], &mut |_, cube| {
            all = Some(cube.clone());
        });
        all.expect("one policy")
    };
    let one = prepared(STUDY, 160);
    let other = prepared(&format!("{STUDY}\n[members]\nbloc = [\"EU\", \"ROW\", \"US\", \"CN\"]\n"), 160);
    assert_eq!(other.world.members("bloc")[0].key, "EU");
    let mut sampled = vec![0.0; one.priors.len()];
    one.sample(&*one.design().expect("a design"), 3, &mut sampled);
    let values: BTreeMap<String, f64> =
        one.layout.parameters().iter().map(|s| s.key.clone()).zip(sampled).collect();
    let (a, b) = (run(&one, &values), run(&other, &values));
    for (place, slot) in one.layout.outcomes().iter().enumerate() {
        let there = other.layout.outcome(&slot.key).expect("the same outcomes");
        for quarter in 0..a.quarters {
            let (x, y) = (a.get(place, quarter, 0), b.get(there, quarter, 0));
            assert_eq!(x.to_bits(), y.to_bits(), "{} in quarter {quarter}: {x:e} and {y:e}", slot.key);
        }
    }
}

#[test]
fn everything_that_a_bloc_lacks_is_told_at_once_where_it_stands() {
    let mut text = without(STUDY, "[[laboratory]]", "bloc = \"EU\"");
    text = without(&text, "[[industry]]", "key = \"eu_agriculture\"");
    for series in ["power.generation", "economy.labour"] {
        text = without(&text, "[[series]]", &format!("key = \"{series}\"\nmember = \"EU\""));
    }
    let dropped = ["power.pue.EU", "state.funds.EU", "economy.tax.EU"];
    let kept = |line: &&str| !dropped.iter().any(|key| line.starts_with(&format!("\"{key}\"")));
    text = text.lines().filter(kept).map(|line| format!("{line}\n")).collect();
    text = text.replace("\"frontier.weight.eu_others\"", "\"frontier.weight.row_others\"");
    let told = Project::read(FILE, &text, &Changes::default()).expect_err("it lacks much").to_string();
    let bloc = format!("{FILE}:{}:", line_of("\n[[bloc]]") + 1);
    for lacking in [
        "series `power.generation` has no history for `EU`",
        "series `economy.labour` has no history for `EU`",
        "bloc `EU` has no laboratory that stands by itself",
        "weights of bloc `EU` sum to 0.983",
        "nothing is believed of parameter `power.pue.EU`",
        "nothing is believed of parameter `state.funds.EU`",
        "nothing is believed of parameter `economy.tax.EU`",
    ] {
        let line = told.lines().find(|l| l.contains(lacking)).unwrap_or_else(|| panic!("{lacking}:\n{told}"));
        assert!(line.starts_with(&bloc), "{line} does not start with {bloc}");
    }
    let of_bloc = told.lines().filter(|l| l.starts_with(&bloc)).count();
    assert_eq!(of_bloc, 7, "{told}");
}

#[test]
fn a_history_or_member_given_twice_by_the_study_itself_is_told() {
    let again = "\n[[bloc]]\nkey = \"EU\"\nlabel = \"Again\"\nkind = \"judgement\"\nsource = [\"overtake_judgement\"]\n";
    let told = Project::read(FILE, &format!("{STUDY}{again}"), &Changes::default()).expect_err("two of them");
    assert!(told.to_string().contains("two members called `EU`"), "{told}");
}

#[test]
fn every_figure_of_the_study_names_a_source_that_there_is_and_judgement_says_so() {
    let document = Document::parse(FILE, STUDY).expect("it reads");
    let evidence = Evidence::built_in().expect("it reads");
    let known: BTreeSet<&str> = evidence.bibliography().entries().iter().map(|e| e.key.as_str()).collect();
    let problems = Problems::new();
    let top = document.reader(&problems);
    let mut figures = 0;
    let mut look = |table: &overtake::evidence::Reader<'_>, what: &str| {
        let sources = table.list_of_text("source").unwrap_or_default();
        assert!(!sources.is_empty(), "{what} names no source");
        assert!(sources.iter().all(|s| known.contains(s)), "{what}: {sources:?}");
        let only_judged = sources.iter().all(|s| *s == "overtake_judgement");
        let kind = table.text("kind").unwrap_or_default();
        assert!(kind == "judgement" || !only_judged, "{what} is {kind}");
        figures += 1;
    };
    for axis in ["bloc", "laboratory", "city", "sector", "industry", "series"] {
        for table in top.tables(axis) {
            look(&table, axis);
        }
    }
    let set = top.table("set").expect("a table");
    for key in set.keys().collect::<Vec<_>>() {
        assert!(matches!(set.peek(key).map(|v| &v.kind), Some(ValueKind::Table(_))), "{key} has no source");
        look(&set.table(key).expect("a table"), key);
    }
    assert!(figures > 70, "{figures}");
}

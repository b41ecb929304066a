//! Beliefs that go together in a study: ranks correlate as the evidence says, each belief alone stays what it was.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on should stop")]

use overtake::{Changes, Prepared, Project, Study};
use overtake_model::Layout;

const FUTURES: u64 = 10_240;

fn prepared(set: &[&str]) -> Prepared {
    let changes = Changes { set: set.iter().map(|s| (*s).to_owned()).collect(), ..Changes::default() };
    Project::new(Study::built_in("as-is", &changes).expect("it reads")).expect("it fits").prepared
}

fn columns(prepared: &Prepared, slots: &[usize]) -> Vec<Vec<f64>> {
    let design = prepared.design().expect("a design");
    let mut values = vec![0.0; prepared.priors.len()];
    let mut columns = vec![Vec::new(); slots.len()];
    for future in 0..FUTURES {
        prepared.sample(&*design, future, &mut values);
        for (column, &slot) in columns.iter_mut().zip(slots) {
            column.push(values[slot]);
        }
    }
    columns
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut ranks = vec![0.0; values.len()];
    for (rank, place) in order.into_iter().enumerate() {
        ranks[place] = (rank as f64 + 0.5) / values.len() as f64 - 0.5;
    }
    ranks
}

fn spearman(x: &[f64], y: &[f64]) -> f64 {
    12.0 * ranks(x).iter().zip(ranks(y)).map(|(x, y)| x * y).sum::<f64>() / x.len() as f64
}

fn slot(layout: &Layout, key: &str) -> usize {
    layout.parameter(key).expect("a parameter")
}

#[test]
fn ranks_of_every_pair_correlate_as_the_evidence_says() {
    let prepared = prepared(&["schools.discovery=aifm", "schools.chinese_output=middle2025"]);
    let pairs: Vec<_> = prepared
        .pairs()
        .map(|(a, b, rho)| (slot(&prepared.layout, a), slot(&prepared.layout, b), rho))
        .collect();
    assert!(pairs.len() >= 8, "{}", pairs.len());
    let columns = columns(&prepared, &prepared.joint.slots);
    let column = |slot: usize| &columns[prepared.joint.slots.binary_search(&slot).unwrap()];
    for (a, b, rho) in pairs {
        let seen = spearman(column(a), column(b));
        assert!(
            (seen - rho).abs() < 0.02,
            "{} {}: {seen}, not {rho}",
            prepared.priors[a].key,
            prepared.priors[b].key
        );
    }
}

#[test]
fn each_belief_alone_stays_what_it_was() {
    let prepared = prepared(&["schools.discovery=aifm", "schools.chinese_output=middle2025"]);
    for (slot, column) in prepared.joint.slots.iter().zip(columns(&prepared, &prepared.joint.slots)) {
        let prior = prepared.prior(*slot, 0);
        for u in [0.05, 0.25, 0.5, 0.75, 0.95] {
            let cut = prior.quantile(u);
            let below = column.iter().filter(|v| **v < cut).count() as f64 / column.len() as f64;
            // Ranks of a pair mix dimensions, so that a belief is met as by independent draws: four standard errors.
            let error = (u * (1.0 - u) / column.len() as f64).sqrt();
            assert!((below - u).abs() < 4.0 * error, "{} {u}: {below}", prior.key);
        }
    }
}

#[test]
fn what_has_no_pair_keeps_its_bits_when_dependence_is_switched_off() {
    let (with, without) = (prepared(&[]), prepared(&["dependence.use=false"]));
    assert!(without.joint.slots.is_empty() && without.pairs().next().is_none());
    assert_ne!(with.fingerprint(""), without.fingerprint(""));
    let (a, b) = (with.design().unwrap(), without.design().unwrap());
    let (mut x, mut y) = (with.central(), without.central());
    let mut moved = 0;
    for future in [0, 7, 159, 160, 10_239] {
        with.sample(&*a, future, &mut x);
        without.sample(&*b, future, &mut y);
        for slot in 0..x.len() {
            if with.joint.slots.binary_search(&slot).is_err() {
                assert_eq!(x[slot].to_bits(), y[slot].to_bits(), "{}", with.priors[slot].key);
            } else {
                moved += usize::from(x[slot].to_bits() != y[slot].to_bits());
            }
        }
    }
    assert!(moved > 0);
}

#[test]
fn a_study_may_put_its_own_pairs_in_place_and_is_told_what_does_not_fit() {
    let study = |rest: &str| {
        let text = format!(
            "name = \"own\"\nmodel = \"race\"\nstart = \"2015Q1\"\nend = \"2040Q4\"\npolicies = [\"as-is\"]\n{rest}"
        );
        Study::read("own.toml", &text, &Changes::default())
            .map_err(|p| p.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let own = study("[[dependence.pair]]\nof = [\"borrowing.fade\", \"borrowing.rate\"]\nspearman = 0.1\n")
        .unwrap();
    let prepared = Project::new(own).unwrap().prepared;
    let rho = prepared.pairs().find(|(a, _, _)| *a == "borrowing.fade").map(|(_, _, rho)| rho);
    assert_eq!(rho, Some(0.1));

    let fixed = study(
        "[set]\n\"borrowing.fade\" = 0.8\n[[dependence.pair]]\nof = [\"borrowing.fade\", \"borrowing.rate\"]\nspearman = 0.1\n",
    );
    let told = Project::new(fixed.unwrap()).err().unwrap().0;
    assert!(
        told.iter().any(|p| p.line == 8 && p.message.contains("`borrowing.fade` is no uncertain parameter")),
        "{told:#?}"
    );

    let fixed = study("[set]\n\"borrowing.fade\" = 0.8\n").unwrap();
    let prepared = Project::new(fixed).unwrap().prepared;
    assert!(prepared.pairs().all(|(a, b, _)| a != "borrowing.fade" && b != "borrowing.fade"));

    let wrong = study("[dependence]\nuse = 1\npairs = 3\n").unwrap_err();
    assert_eq!(wrong.len(), 2, "{wrong:?}");
}

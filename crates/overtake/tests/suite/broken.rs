//! A trajectory that leaves the numbers is a counted row with its reason, and claims say nothing of it.

use overtake::ensemble::reader::RunTable;
use overtake::run::How;
use overtake::{Changes, Project};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// The textbook race over a century with ideas that never get harder to find: software then explodes in some futures,
/// though every parameter is inside its domain.
const FAR: &str = r#"
name = "far"
model = "textbook"
start = "2000Q1"
end = "2099Q4"
futures = 480
policies = ["as-is"]

[members]
bloc = ["US", "CN"]

[set]
"textbook.alpha" = { family = "uniform", central = 0.95, q05 = 0.905, q95 = 0.995 }
"textbook.beta" = 0.25
"textbook.phi" = { family = "uniform", central = 0.15, q05 = 0.015, q95 = 0.285 }
"textbook.delta" = 0.05
"textbook.gamma" = 0.35
"textbook.rho" = 0.4
"textbook.tau" = 2.5
"textbook.sigma" = 0.15
"textbook.kappa" = 1.25
"textbook.theta" = 2.0
"textbook.nu" = 0.45
"textbook.mu" = 1.25

[[claim]]
id = "C101"
reading = "main"
origin = "derived"
owner = "a test"
check = false
parts = ["S6"]
kind = "outcome"
text.en = "The first bloc leads after five years, when every future is still sound."
text.zh = "五年后第一方领先，此时所有未来仍然完好。"
unit = "truth"
expression = "gap(2004) > 0"
"#;

fn run(folder: &Path, lanes: Option<usize>) -> overtake::run::Done {
    let project = Project::read("far.toml", FAR, &Changes::default()).expect("the study reads");
    let width = lanes.and_then(overtake::kernels::Width::with_lanes);
    let how = How { out: Some(folder.to_owned()), width, ..How::default() };
    project.run(&how, &(), &AtomicBool::new(false)).expect("broken trajectories stop no run")
}

#[test]
fn a_broken_trajectory_is_a_counted_row_with_its_reason_and_claims_leave_it_out() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join("run");
    let done = run(&folder, None);
    let results = done.record.results.expect("a finished run");
    assert_eq!(results.trajectories, 480);
    assert!(
        (1..480).contains(&results.broken),
        "{} of 480 broke: the test needs some of both",
        results.broken
    );
    assert_eq!(results.reasons.iter().map(|(_, n)| n).sum::<u64>(), results.broken);
    assert!(
        results.reasons.iter().all(|(reason, _)| reason.contains("not finite in 20")),
        "{:?}",
        results.reasons
    );

    let table = RunTable::open(&folder.join("futures.parquet")).expect("a table");
    let (status, reasons) =
        (table.texts("status").expect("a column"), table.texts("reason").expect("a column"));
    assert_eq!(status.len(), 480, "every trajectory has its row");
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    let gaps = table.numbers("gap.2040Q4").expect("a column");
    let claims = table.flags("C101").expect("a column");
    for row in 0..480 {
        let broken = status[row].as_deref() == Some("broken");
        assert_eq!(status[row].as_deref(), Some(if broken { "broken" } else { "ok" }));
        assert_eq!(reasons[row].is_some(), broken, "a reason stands where one is needed and nowhere else");
        assert_eq!(gaps[row].is_nan(), broken, "no number of a broken trajectory is shown");
        assert_eq!(
            claims[row].is_none(),
            broken,
            "also where the claim could have been read before it broke"
        );
        if let Some(reason) = &reasons[row] {
            *counted.entry(reason.to_string()).or_default() += 1;
        }
    }
    assert_eq!(counted, results.reasons.into_iter().collect());

    let text = std::fs::read_to_string(folder.join("claims.json")).expect("read");
    let document: overtake::answers::Document = serde_json::from_str(&text).expect("a document");
    let answer = document.claims.iter().find(|c| c.id == "C101").and_then(|c| c.main()).expect("an answer");
    assert_eq!((answer.futures, answer.undefined), (480, results.broken));
    assert_eq!(answer.holds + answer.fails, 480 - results.broken);
    let share = answer.holds as f64 / (480 - results.broken) as f64;
    assert_eq!(answer.share, Some(share));
}

#[test]
fn a_broken_lane_leaves_its_neighbours_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let digest = |lanes: usize| {
        let done = run(&home.path().join(lanes.to_string()), Some(lanes));
        done.record.results.expect("a finished run").digest
    };
    let plain = digest(1);
    for lanes in [4, 8, 16] {
        assert_eq!(digest(lanes), plain, "{lanes} lanes");
    }
}

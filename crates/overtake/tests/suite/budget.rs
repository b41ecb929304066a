//! What a trajectory may cost, counted and not timed.

use overtake::run::plan;
use overtake::{Changes, Project, Study};
use overtake_kernels::{Setup, count};

/// Operations of one trajectory with its luck, elementary functions expanded, of the outcomes that the default study reads.
const BUDGET: u64 = 2_500_000;
/// The same where all of that study's policies share luck and the way that they go together (docs/decisions/0021).
const SHARED: u64 = 1_500_000;

#[test]
fn a_trajectory_stays_within_its_budget_in_every_school() {
    let mut counted = Vec::new();
    for school in ["discovery=ftm", "discovery=aifm", "discovery=metr", "output=korinek2024"] {
        let set = vec![format!("schools.{school}")];
        let study = Study::built_in("as-is", &Changes { set, ..Changes::default() }).expect("it reads");
        let Project { evidence, prepared, claims } = Project::new(study).expect("it fits");
        let asked = prepared.asked(&plan(&prepared, &claims, "", &evidence));
        let setup = Setup { asked: Some(&asked), ..prepared.setup() };
        let operations = count(&setup, &prepared.central()).expect("it runs");
        counted.push(operations.shared + operations.trajectory);
        let together = operations.together;
        assert!(together <= SHARED, "{school}: {together} operations, at most {SHARED}");
    }
    assert!(counted.iter().all(|&n| n <= BUDGET), "{counted:?} operations, at most {BUDGET}");
    // One functional form: schools differ only by what is left out where it would be nothing, such as jumps that do not fall.
    let (least, most) = (counted.iter().min(), counted.iter().max());
    let apart = most.zip(least).map_or(1.0, |(most, least)| *most as f64 / *least as f64 - 1.0);
    assert!(apart < 0.01, "{counted:?}");
}

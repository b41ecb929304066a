//! What a trajectory may cost, counted and not timed.

use overtake::{Changes, Project, Study};
use overtake_kernels::count;

/// Operations of one trajectory with its luck, elementary functions expanded.
const BUDGET: u64 = 1_500_000;

#[test]
fn a_trajectory_stays_within_its_budget_in_every_school() {
    let mut counted = Vec::new();
    for school in ["ftm", "aifm", "metr"] {
        let set = vec![format!("schools.discovery={school}")];
        let study = Study::built_in("as-is", &Changes { set, ..Changes::default() }).expect("it reads");
        let prepared = Project::new(study).expect("it fits").prepared;
        let operations = count(&prepared.setup(), &prepared.central()).expect("it runs");
        counted.push(operations.shared + operations.trajectory);
    }
    println!("{counted:?} operations");
    assert!(counted.iter().all(|&n| n <= BUDGET), "{counted:?} operations, at most {BUDGET}");
    // One functional form: no school costs more than another.
    assert!(counted.windows(2).all(|w| w[0] == w[1]), "{counted:?}");
}

//! What a trajectory may cost, counted in operations so that no machine's speed decides.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use overtake::evidence::Evidence;
use overtake::{Changes, Prepared, Study};
use overtake_kernels::count;

/// Operations that a trajectory of the whole model may take: additions, multiplications and divisions, elementary
/// functions expanded.
const BUDGET: u64 = 1_500_000;

#[test]
fn a_trajectory_stays_within_its_budget_of_operations() {
    let study = Study::built_in("as-is", &Changes::default()).unwrap();
    let prepared = Prepared::new(study, &Evidence::built_in().unwrap(), &[]).unwrap();
    let counted = count(&prepared.setup(), &prepared.central()).unwrap();
    let all = counted.trajectory + counted.shared / prepared.policies.len() as u64;
    assert!(
        all <= BUDGET,
        "{} operations a trajectory, {} shared by the policies",
        counted.trajectory,
        counted.shared
    );
    println!("{} operations a trajectory, {} shared by the policies", counted.trajectory, counted.shared);
}

//! Policies go the same way until their levers part: nothing in a step reads a lever of a later one.

use overtake::ensemble::kernel::{Batch, Cube};
use overtake::kernels::{Setup, Width, kernel};
use overtake::model::LeverTable;
use overtake::{Changes, Prepared, Project, Study};

fn as_is() -> Prepared {
    let study = Study::built_in("as-is", &Changes::default()).expect("it reads");
    Project::new(study).expect("it fits").prepared
}

/// Future 3 under each policy, all in one call or each in one of its own.
fn cubes(prepared: &Prepared, levers: &[LeverTable], together: bool) -> Vec<Cube> {
    let mut parameters = vec![0.0; prepared.priors.len()];
    prepared.sample(&*prepared.design().expect("a design"), 3, &mut parameters);
    let setup = Setup { policies: levers, ..prepared.setup() };
    let kernel = kernel(&setup, Width::One).expect("a world");
    let batch = Batch { futures: &[3], parameters: &parameters };
    let all: Vec<usize> = (0..levers.len()).collect();
    let mut cubes = vec![Cube::default(); all.len()];
    for policies in all.chunks(if together { all.len() } else { 1 }) {
        kernel.run(batch, policies, &mut |policy, cube| cubes[policy].clone_from(cube));
    }
    cubes
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

#[test]
fn policies_run_together_are_those_run_alone() {
    let prepared = as_is();
    assert!(prepared.levers.len() > 10);
    let (together, alone) =
        (cubes(&prepared, &prepared.levers, true), cubes(&prepared, &prepared.levers, false));
    for (policy, (a, b)) in prepared.policies.iter().zip(together.iter().zip(&alone)) {
        assert!(!a.values.is_empty());
        assert_eq!(a.broken, b.broken);
        assert!(bits(&a.values) == bits(&b.values), "{}", policy.resolved.policy.key);
    }
}

#[test]
fn no_lever_acts_before_its_date() {
    let prepared = as_is();
    let (layout, calendar) = (&prepared.layout, &prepared.study.calendar);
    let departs = calendar.steps() * 2 / 3;
    let moved = |moved: usize| {
        LeverTable::of(layout, calendar, |slot, step| {
            let (lever, base) = (&layout.levers()[slot], prepared.levers[0].get(slot, step));
            if slot != moved || step < departs {
                return base;
            }
            if lever.domain.contains(base + 0.25) { base + 0.25 } else { base - 0.25 }
        })
    };
    let tables: Vec<LeverTable> = (0..layout.levers().len()).map(moved).collect();
    let base = &cubes(&prepared, &prepared.levers[..1], false)[0];
    let mut acted = 0;
    for (slot, cube) in cubes(&prepared, &tables, false).iter().enumerate() {
        assert_eq!(prepared.levers[0].departs(&tables[slot]), departs);
        let key = &layout.levers()[slot].key;
        let before = departs * base.slots;
        let early = base.values[..before].iter().zip(&cube.values[..before]);
        let moved: Vec<&str> = early
            .zip(layout.outcomes().iter().cycle())
            .filter(|((a, b), _)| a.to_bits() != b.to_bits())
            .map(|(_, outcome)| outcome.key.as_str())
            .collect();
        assert!(moved.is_empty(), "{key} moves {moved:?} before it moves itself");
        acted += usize::from(bits(&base.values) != bits(&cube.values));
    }
    assert!(acted * 2 > tables.len(), "{acted} of {} levers do anything", tables.len());
}

//! Policies go the same way until their levers part: nothing in a step reads a lever of a later one.

use overtake::ensemble::kernel::{Batch, Cube, Kernel};
use overtake::kernels::{Setup, Width, kernel};
use overtake::model::LeverTable;
use overtake::{Changes, Prepared, Project, Study};

fn as_is() -> Prepared {
    let study = Study::built_in("as-is", &Changes::default()).expect("it reads");
    Project::new(study).expect("it fits").prepared
}

/// A kernel with the parameters of the first futures.
fn ready(prepared: &Prepared, levers: &[LeverTable], width: Width) -> (Box<dyn Kernel>, Vec<u64>, Vec<f64>) {
    let futures: Vec<u64> = (0..width.lanes() as u64).map(|lane| lane + 3).collect();
    let design = prepared.design().expect("a design");
    let drawn: Vec<Vec<f64>> = futures.iter().map(|&future| prepared.drawn(&*design, future)).collect();
    let slots = 0..prepared.priors.len();
    let parameters = slots.flat_map(|slot| drawn.iter().map(move |future| future[slot])).collect();
    let setup = Setup { policies: levers, ..prepared.setup() };
    (kernel(&setup, width).expect("a world"), futures, parameters)
}

/// Futures under each policy, in calls that name so many of `order` each.
fn cubes(
    prepared: &Prepared,
    levers: &[LeverTable],
    width: Width,
    order: &[usize],
    at_once: usize,
) -> Vec<Cube> {
    let (kernel, futures, parameters) = ready(prepared, levers, width);
    let mut cubes = vec![Cube::default(); levers.len()];
    for policies in order.chunks(at_once) {
        let batch = Batch { futures: &futures, parameters: &parameters };
        let mut shown = Vec::new();
        kernel.run(batch, policies, &mut |policy, cube| {
            shown.push(policy);
            cubes[policy].clone_from(cube);
        });
        assert_eq!(shown[0], policies[0]);
        shown.sort_unstable();
        let mut asked = policies.to_vec();
        asked.sort_unstable();
        assert_eq!(shown, asked);
    }
    cubes
}

fn bits(values: &[f64]) -> Vec<u64> {
    values.iter().map(|v| v.to_bits()).collect()
}

#[test]
fn policies_run_together_are_those_run_alone() {
    let prepared = as_is();
    // One that goes another way from the first step on, and one from the last.
    let mut levers = prepared.levers.clone();
    let last = prepared.study.calendar.steps() - 1;
    for departs in [0, last] {
        levers.push(LeverTable::of(&prepared.layout, &prepared.study.calendar, |slot, step| {
            let lever = &prepared.layout.levers()[slot];
            let moved = lever.key == "money.multiplier.US" && step >= departs;
            if moved { 1.5 } else { levers[0].get(slot, step) }
        }));
        assert_eq!(levers[0].departs(&levers[levers.len() - 1]), departs);
    }
    assert!(levers.len() > 12);
    let forth: Vec<usize> = (0..levers.len()).collect();
    let back: Vec<usize> = forth.iter().rev().copied().collect();
    let alone = cubes(&prepared, &levers, Width::One, &forth, 1);
    for (width, order) in [(Width::One, &forth), (Width::One, &back), (Width::best(), &back)] {
        let together = cubes(&prepared, &levers, width, order, levers.len());
        for (policy, (a, b)) in together.iter().zip(&alone).enumerate() {
            assert!(!b.values.is_empty());
            assert_eq!(a.broken[0], b.broken[0]);
            let same = |place: usize| a.get(place % a.slots, place / a.slots, 0).to_bits();
            let places = (0..a.slots * a.quarters).filter(|&place| same(place) != b.values[place].to_bits());
            assert_eq!(places.count(), 0, "policy {policy}, {} lanes", a.lanes);
        }
    }
}

#[test]
fn a_batch_in_memory_handed_on_is_that_in_memory_of_its_own() {
    let prepared = as_is();
    let (kernel, futures, parameters) = ready(&prepared, &prepared.levers[..1], Width::One);
    let mut seen: Vec<Vec<u64>> = Vec::new();
    // Every parameter at its centre in between.
    let centre = prepared.central();
    for parameters in [&parameters, &centre, &parameters] {
        let batch = Batch { futures: &futures, parameters };
        kernel.run(batch, &[0], &mut |_, cube| seen.push(bits(&cube.values)));
    }
    assert!(seen[0] == seen[2]);
    assert!(seen[0] != seen[1]);
    // What no batch has set would still be what memory begins with.
    assert!(seen[0].iter().all(|value| !f64::from_bits(*value).is_nan()));
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
    let base = &cubes(&prepared, &prepared.levers[..1], Width::One, &[0], 1)[0];
    let all: Vec<usize> = (0..tables.len()).collect();
    let mut acted = 0;
    for (slot, cube) in cubes(&prepared, &tables, Width::One, &all, 1).iter().enumerate() {
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

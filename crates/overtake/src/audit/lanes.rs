//! Trajectories side by side, as many at once as a kernel has lanes.

use overtake_ensemble::kernel::{BatchBuffer, Cube, Kernel};

/// A future with its parameters.
pub(super) type Point = (u64, Vec<f64>);

/// Runs each point under each policy, and shows each trajectory with the place of its point, its policy, its cube and its lane:
/// points in order, and of those that are run at once the first policy first.
pub(super) fn side_by_side(
    kernel: &dyn Kernel,
    points: &[Point],
    policies: &[usize],
    show: &mut dyn FnMut(usize, usize, &Cube, usize),
) {
    let (lanes, slots) = (kernel.lanes(), points.first().map_or(0, |(_, values)| values.len()));
    let mut buffer = BatchBuffer::new(slots, lanes);
    for (batch, points) in points.chunks(lanes).enumerate() {
        let futures: Vec<u64> = points.iter().map(|(future, _)| *future).collect();
        // Points in order: some are the same future with other parameters.
        let mut values = points.iter().map(|(_, values)| values);
        let filled = buffer.fill(&futures, |_, into| {
            if let Some(values) = values.next() {
                into.copy_from_slice(values);
            }
        });
        kernel.run(filled, policies, &mut |policy, cube| {
            for lane in 0..points.len() {
                show(batch * lanes + lane, policy, cube, lane);
            }
        });
    }
}

/// One lane by itself.
pub(super) fn alone(cube: &Cube, lane: usize) -> Cube {
    Cube {
        values: cube.values.iter().skip(lane).step_by(cube.lanes).copied().collect(),
        broken: cube.broken.iter().skip(lane).take(1).cloned().collect(),
        lanes: 1,
        ..*cube
    }
}

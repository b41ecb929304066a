//! Erlang delays of three stages: what goes in comes out after a mean time, with a spread of that time over √3.
//!
//! One number of stages serves all. Each function is the closed form for what its mechanism knows of the input in a step:
//! constant, growing, or a target that is approached stage by stage.

use overtake_num::Real;

/// Number of stages.
pub const STAGES: usize = 3;

/// Stages that a step of `dt` years passes in a chain whose mean time is `lag` years.
#[inline(always)]
pub fn passes<R: Real>(dt: R, lag: R) -> R {
    R::splat(STAGES as f64) * dt / lag
}

/// Contents of the stages after a step of constant input; `passes` is the mean number of stages passed in it, `leaves` is
/// e^{−passes}.
#[inline(always)]
pub fn seep<R: Real>(stages: [R; STAGES], input: R, passes: R, leaves: R) -> [R; STAGES] {
    let [a, b, c] = [stages[0] - input, stages[1] - input, stages[2] - input];
    let twice = passes * passes * R::splat(0.5);
    [
        a.mul_add(leaves, input),
        passes.mul_add(a, b).mul_add(leaves, input),
        twice.mul_add(a, passes.mul_add(b, c)).mul_add(leaves, input),
    ]
}

/// Gap of each stage to a constant target after a step, from the gaps before it; `a` is the number of stages passed.
///
/// After a = 3Δ/τ the gap of stage i is e^{−a} Σ_j a^j/j! times the gaps of the stages j before it.
#[inline(always)]
pub fn missing<R: Real>(missing: [R; STAGES], a: R) -> [R; STAGES] {
    let left = (-a).exp();
    let mut after = missing;
    for (stage, after) in after.iter_mut().enumerate() {
        let (mut sum, mut term) = (missing[stage], R::one());
        for j in 1..=stage {
            term = term * a * R::splat(1.0 / j as f64);
            sum = term.mul_add(missing[stage - j], sum);
        }
        *after = left * sum;
    }
    after
}

/// Moves stages one after the other, each by a share of its gap to the one before it at the step's end; returns what comes out.
#[inline(always)]
pub fn relax<R: Real>(stages: &mut [R; STAGES], input: R, share: R) -> R {
    let mut arriving = input;
    for stage in stages {
        *stage = (arriving - *stage).mul_add(share, *stage);
        arriving = *stage;
    }
    arriving
}

/// Moves stages one after the other, each by a share of its gap to the mean of the one before it over the step; returns the mean
/// of what comes out.
#[inline(always)]
pub fn relax_by_mean<R: Real>(stages: [&mut R; STAGES], input: R, share: R) -> R {
    let half = R::splat(0.5);
    let mut arriving = input;
    for stage in stages {
        let held = *stage;
        *stage = (arriving - held).mul_add(share, held);
        arriving = half * (held + *stage);
    }
    arriving
}

//! Models compiled for each number type and processor level, handed out as [`Kernel`] objects.
//!
//! This is the one place where a model meets a number type: nothing else in the workspace instantiates a whole
//! step, so it is compiled once. [`kernel`] makes a kernel for a prepared run; [`trace`] runs one trajectory with a
//! ledger that keeps every line; [`count`] counts the operations of one.

mod compiled;
mod kind;
mod setup;
mod trace;
mod width;

pub use kind::ModelKind;
pub use setup::Setup;
pub use trace::{FrozenLoops, Trace, Tracer};
pub use width::Width;

use compiled::Compiled;
use overtake_ensemble::kernel::{Batch, Kernel};
use overtake_model::{Layout, World, WorldError};
#[cfg(not(one_lane))]
use overtake_num::{Avx2, Avx512, Lanes4, Lanes8, Lanes16};
use overtake_num::{Calculation, Count, Real};
use overtake_race::{Race, Textbook};
use std::collections::BTreeMap;

/// Builds a kernel of the given width.
///
/// # Errors
/// When the world does not suit the model.
///
/// # Panics
/// When the processor lacks the width: [`Width::available`] says so.
pub fn kernel(setup: &Setup<'_>, width: Width) -> Result<Box<dyn Kernel>, Vec<WorldError>> {
    let build = Build(setup);
    match width {
        Width::One => build.over::<f64>(),
        #[cfg(not(one_lane))]
        Width::Four => build.over::<Lanes4>(),
        #[cfg(not(one_lane))]
        Width::Eight => build.over::<Lanes8>(),
        #[cfg(not(one_lane))]
        Width::EightAvx2 => Avx2::eight_lanes(build).expect("this processor has AVX2"),
        #[cfg(not(one_lane))]
        Width::Sixteen => build.over::<Lanes16>(),
        #[cfg(not(one_lane))]
        Width::SixteenAvx512 => Avx512::sixteen_lanes(build).expect("this processor has AVX-512"),
        #[cfg(one_lane)]
        _ => build.over::<f64>(),
    }
}

/// What a kernel is built from, whatever its numbers.
struct Build<'s>(&'s Setup<'s>);

impl Calculation for Build<'_> {
    type Done = Result<Box<dyn Kernel>, Vec<WorldError>>;
    fn over<R: Real>(self) -> Self::Done {
        Ok(match self.0.model {
            ModelKind::Race => Box::new(Compiled::<Race, R>::new(self.0)?),
            ModelKind::Textbook => Box::new(Compiled::<Textbook, R>::new(self.0)?),
        })
    }
}

/// Builds a tracer.
///
/// # Errors
/// When the world does not suit the model.
pub fn tracer(setup: &Setup<'_>) -> Result<Box<dyn Tracer>, Vec<WorldError>> {
    Ok(match setup.model {
        ModelKind::Race => Box::new(Compiled::<Race, f64>::new(setup)?),
        ModelKind::Textbook => Box::new(Compiled::<Textbook, f64>::new(setup)?),
    })
}

/// Runs one trajectory in `f64` and keeps every line.
///
/// # Errors
/// When the world does not suit the model.
pub fn trace(
    setup: &Setup<'_>,
    future: u64,
    policy: usize,
    parameters: &[f64],
) -> Result<Trace, Vec<WorldError>> {
    Ok(tracer(setup)?.trace(future, policy, parameters))
}

/// Builds a runner of futures with loops frozen.
///
/// # Errors
/// When the world does not suit the model.
pub fn frozen_loops(setup: &Setup<'_>) -> Result<Box<dyn FrozenLoops>, Vec<WorldError>> {
    Ok(match setup.model {
        ModelKind::Race => Box::new(Compiled::<Race, f64>::new(setup)?),
        ModelKind::Textbook => Box::new(Compiled::<Textbook, f64>::new(setup)?),
    })
}

/// Counts the operations of a trajectory under the first policy, elementary functions expanded; what a batch shares
/// between policies is counted apart.
///
/// # Errors
/// When the world does not suit the model.
pub fn count(setup: &Setup<'_>, parameters: &[f64]) -> Result<Operations, Vec<WorldError>> {
    let run = |kernel: &dyn Kernel, policies: &[usize]| {
        Count::reset();
        kernel.run(Batch { futures: &[0], parameters }, policies, &mut |_, _| {});
        Count::total()
    };
    let kernel: Box<dyn Kernel> = match setup.model {
        ModelKind::Race => Box::new(Compiled::<Race, Count>::new(setup)?),
        ModelKind::Textbook => Box::new(Compiled::<Textbook, Count>::new(setup)?),
    };
    let shared = run(&*kernel, &[]);
    let policies: Vec<usize> = (0..setup.policies.len()).collect();
    let together = run(&*kernel, &policies) / policies.len().max(1) as u64;
    let all = run(&*kernel, &[0]);
    let mut parts: BTreeMap<&'static str, u64> = BTreeMap::new();
    for (name, operations) in Count::named() {
        *parts.entry(name.split("::").next().unwrap_or(name)).or_default() += operations;
    }
    let rest = all - parts.values().sum::<u64>();
    let mut parts: Vec<(&'static str, u64)> = parts.into_iter().chain([("elsewhere", rest)]).collect();
    parts.sort_by_key(|(name, operations)| (std::cmp::Reverse(*operations), *name));
    Ok(Operations { shared, trajectory: all - shared, together, parts })
}

/// Operations counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operations {
    /// Operations once a future: parameters and luck.
    pub shared: u64,
    /// Operations once a trajectory.
    pub trajectory: u64,
    /// Operations once a trajectory where all policies run together and share what lies before their levers part.
    pub together: u64,
    /// Operations of both by the mechanism in whose file they were counted, most first.
    pub parts: Vec<(&'static str, u64)>,
}

/// Places of a model's numbers for a world.
#[must_use]
pub fn layout(model: ModelKind, world: &World) -> Layout {
    Layout::new(&model.declaration(), world)
}

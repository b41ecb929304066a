//! Models compiled for each number type and processor level, handed out as [`Kernel`] objects.
//!
//! This is the one place where a model meets a number type: nothing else in the workspace instantiates a whole
//! step, so it is compiled once. [`kernel`] makes a kernel for a prepared run; [`trace`] runs one trajectory with a
//! ledger that keeps every line; [`count`] counts the operations of one.

mod compiled;

use compiled::Compiled;
use overtake_ensemble::kernel::{Batch, Cube, Kernel};
use overtake_model::{
    Asked, Calendar, Declaration, Dynamics, Layout, LeverTable, Model, Recorder, World, WorldError,
};
use overtake_num::{
    Avx2, Avx2Lanes8, Avx512, Avx512Lanes16, Baseline, Count, Lanes4, Lanes8, Lanes16, Level,
};
use overtake_race::{Race, Textbook};
use std::collections::BTreeMap;

/// The models that can be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The race of the mission.
    Race,
    /// The small race on one page.
    Textbook,
}

impl Which {
    /// Every model.
    pub const ALL: [Self; 2] = [Self::Race, Self::Textbook];

    /// Its name in studies.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Race => "race",
            Self::Textbook => "textbook",
        }
    }

    /// The model with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.name() == name)
    }

    /// What it declares.
    #[must_use]
    pub fn declaration(self) -> Declaration {
        match self {
            Self::Race => Race::declaration(),
            Self::Textbook => Textbook::declaration(),
        }
    }

    /// Every way in which a world does not suit it.
    ///
    /// # Errors
    /// The list, when there is one.
    pub fn check(self, world: &World, calendar: &Calendar) -> Result<(), Vec<WorldError>> {
        match self {
            Self::Race => Race::build(world, calendar).map(drop),
            Self::Textbook => Textbook::build(world, calendar).map(drop),
        }
    }
}

/// A number of lanes on a processor level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// Plain `f64`.
    One,
    /// Four lanes, no extension needed.
    Four,
    /// Eight lanes of AVX2.
    EightAvx2,
    /// Eight lanes, no extension needed.
    Eight,
    /// Sixteen lanes of AVX-512.
    SixteenAvx512,
    /// Sixteen lanes, no extension needed.
    Sixteen,
}

impl Width {
    /// Every width.
    pub const ALL: [Self; 6] =
        [Self::One, Self::Four, Self::Eight, Self::EightAvx2, Self::Sixteen, Self::SixteenAvx512];

    /// Lanes.
    #[must_use]
    pub fn lanes(self) -> usize {
        match self {
            Self::One => 1,
            Self::Four => 4,
            Self::Eight | Self::EightAvx2 => 8,
            Self::Sixteen | Self::SixteenAvx512 => 16,
        }
    }

    /// Name of the processor level.
    #[must_use]
    pub fn level(self) -> &'static str {
        match self {
            Self::EightAvx2 => Avx2::NAME,
            Self::SixteenAvx512 => Avx512::NAME,
            _ => Baseline::NAME,
        }
    }

    /// Whether this processor has what it needs, and this build the code.
    #[must_use]
    pub fn available(self) -> bool {
        match self {
            Self::One => true,
            _ if cfg!(one_lane) => false,
            Self::EightAvx2 => Avx2::available(),
            Self::SixteenAvx512 => Avx512::available(),
            _ => true,
        }
    }

    /// The fastest on this processor.
    #[must_use]
    pub fn best() -> Self {
        let fastest = [Self::SixteenAvx512, Self::EightAvx2, Self::Four];
        fastest.into_iter().find(|w| w.available()).unwrap_or(Self::One)
    }

    /// The fastest with this many lanes: 1, 4, 8 or 16.
    #[must_use]
    pub fn with_lanes(lanes: usize) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|w| w.lanes() == lanes && w.available())
    }

    /// Whether fused multiply-add runs in hardware: without it results are the same and come slowly.
    #[must_use]
    pub fn fused(self) -> bool {
        matches!(self, Self::EightAvx2 | Self::SixteenAvx512)
    }
}

/// Everything a kernel is built from.
#[derive(Clone, Copy, Debug)]
pub struct Setup<'a> {
    /// The model.
    pub model: Which,
    /// Its members and histories.
    pub world: &'a World,
    /// Its time.
    pub calendar: Calendar,
    /// Seed of all luck.
    pub seed: u64,
    /// One table of levers a policy.
    pub policies: &'a [LeverTable],
    /// Outcomes that are read; all of every quarter if nothing is said.
    pub asked: Option<&'a Asked>,
}

/// Builds a kernel of the given width.
///
/// # Errors
/// When the world does not suit the model.
pub fn kernel(setup: &Setup<'_>, width: Width) -> Result<Box<dyn Kernel>, Vec<WorldError>> {
    match setup.model {
        Which::Race => of::<Race>(setup, width),
        Which::Textbook => of::<Textbook>(setup, width),
    }
}

fn of<M>(setup: &Setup<'_>, width: Width) -> Result<Box<dyn Kernel>, Vec<WorldError>>
where
    M: Dynamics<f64>
        + Dynamics<Lanes4>
        + Dynamics<Lanes8>
        + Dynamics<Avx2Lanes8>
        + Dynamics<Lanes16>
        + Dynamics<Avx512Lanes16>,
{
    Ok(match width {
        Width::One => Box::new(Compiled::<M, f64>::new(setup)?),
        #[cfg(not(one_lane))]
        Width::Four => Box::new(Compiled::<M, Lanes4>::new(setup)?),
        #[cfg(not(one_lane))]
        Width::Eight => Box::new(Compiled::<M, Lanes8>::new(setup)?),
        #[cfg(not(one_lane))]
        Width::EightAvx2 => Box::new(Compiled::<M, Avx2Lanes8>::new(setup)?),
        #[cfg(not(one_lane))]
        Width::Sixteen => Box::new(Compiled::<M, Lanes16>::new(setup)?),
        #[cfg(not(one_lane))]
        Width::SixteenAvx512 => Box::new(Compiled::<M, Avx512Lanes16>::new(setup)?),
        #[cfg(one_lane)]
        _ => Box::new(Compiled::<M, f64>::new(setup)?),
    })
}

/// One trajectory with every line of its ledger.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Its outcomes, one lane.
    pub cube: Cube,
    /// Its ledger.
    pub ledger: Recorder,
    /// Stocks at the start and at the end, as shown by the model's visitor.
    pub stocks: Vec<(overtake_model::Account, f64, f64)>,
}

/// Runs trajectories in `f64` and keeps every line of each.
pub trait Tracer: Send + Sync {
    /// One future under the policy of that place.
    fn trace(&self, future: u64, policy: usize, parameters: &[f64]) -> Trace;
}

/// Builds what traces.
///
/// # Errors
/// When the world does not suit the model.
pub fn tracer(setup: &Setup<'_>) -> Result<Box<dyn Tracer>, Vec<WorldError>> {
    Ok(match setup.model {
        Which::Race => Box::new(Compiled::<Race, f64>::new(setup)?),
        Which::Textbook => Box::new(Compiled::<Textbook, f64>::new(setup)?),
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

/// Runs futures with feedback loops frozen at the path that they take under the first policy.
pub trait Cutter {
    /// Runs one future in `f64` under the first policy, then once for each of `runs`: under the policy of that place, with the
    /// loop of that key frozen, or none. `show` is handed the first as 0 and the rest counted on.
    fn run(
        &self,
        future: u64,
        parameters: &[f64],
        runs: &[(usize, Option<&str>)],
        show: &mut dyn FnMut(usize, &Cube),
    );
}

/// Builds what cuts loops.
///
/// # Errors
/// When the world does not suit the model.
pub fn cutter(setup: &Setup<'_>) -> Result<Box<dyn Cutter>, Vec<WorldError>> {
    Ok(match setup.model {
        Which::Race => Box::new(Compiled::<Race, f64>::new(setup)?),
        Which::Textbook => Box::new(Compiled::<Textbook, f64>::new(setup)?),
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
        Which::Race => Box::new(Compiled::<Race, Count>::new(setup)?),
        Which::Textbook => Box::new(Compiled::<Textbook, Count>::new(setup)?),
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
    /// Once a future: parameters and luck.
    pub shared: u64,
    /// Once a trajectory.
    pub trajectory: u64,
    /// A trajectory's part of all policies together, which share luck and what lies before their levers part.
    pub together: u64,
    /// Both together by the file of the mechanism in which they were counted, most first.
    pub parts: Vec<(&'static str, u64)>,
}

/// Where each number of a model lies for a world.
#[must_use]
pub fn layout(model: Which, world: &World) -> Layout {
    Layout::new(&model.declaration(), world)
}

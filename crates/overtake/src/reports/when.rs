//! When effective compute crosses a threshold: dates, who is first and by how much, a row a school.
//!
//! Crossing dates come from running the study's futures again under one policy: the same bits as its run, any threshold,
//! and no column that has to be thought of beforehand. A date lies where the leader's published path, a line between
//! the ends of quarters, meets the threshold.

use crate::study::resolve::Prepared;
use crate::study::schools::Switches;
use overtake_ensemble::design::{BLOCK, Design, batches};
use overtake_ensemble::kernel::{BatchBuffer, Cube, Kernel};
use overtake_evidence::{Evidence, Place, Problem, Text, did_you_mean};
use overtake_kernels::{Setup, Width, kernel};
use overtake_model::{LeverTable, Quarter};
use overtake_num::Real;
use overtake_num::quantile::Distribution;
use overtake_num::random::Stream;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// The outcome that crosses.
const EFFECTIVE: &str = "effective_compute";
/// The parameter that is each future's own threshold.
const OWN: &str = "breakthrough.threshold";
/// The outcome in which a lead is told.
const LAG: &str = "frontier_lag_months";

/// The effective compute that is asked for, decimal logs.
#[derive(Clone, Debug)]
pub enum Threshold {
    /// One number for all futures.
    Number(f64),
    /// A belief, of which each future draws.
    Belief {
        /// Its key.
        key: String,
        /// Its name.
        label: Text,
        /// Its decimal log.
        distribution: Distribution,
    },
    /// That of each future, of which its school says what is believed.
    Own,
    /// None that is ever reached.
    None,
}

impl Threshold {
    /// Words that name no prior of the evidence.
    pub const WORDS: [&'static str; 2] = ["own", "none"];

    /// Reads a number of FLOP such as `1e36`, the key of a prior, `own` or `none`.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn read(text: &str, evidence: &Evidence) -> Result<Self, Vec<Problem>> {
        if let Ok(number) = text.parse::<f64>() {
            if number.is_finite() && number > 0.0 {
                return Ok(Self::Number(Real::ln(number) / std::f64::consts::LN_10));
            }
            let message = format!("a threshold of {text} FLOP is none");
            return Err(vec![
                Place::start_of("THRESHOLD").problem(None, message).help("give a positive number of FLOP such as 1e36; `overtake when --help` lists what else it can be"),
            ]);
        }
        let priors = evidence.thresholds();
        match text {
            "none" => Ok(Self::None),
            "own" => Ok(Self::Own),
            _ => match priors.iter().find(|t| t.key == text) {
                Some(t) => Ok(Self::Belief {
                    key: t.key.clone(),
                    label: t.label.clone(),
                    distribution: t.distribution(),
                }),
                None => {
                    let keys: Vec<&str> = priors.iter().map(|t| t.key.as_str()).chain(Self::WORDS).collect();
                    let message = format!("`{text}` is neither a number nor a threshold");
                    let help = did_you_mean(text, keys.iter().copied())
                        .unwrap_or_else(|| format!("give FLOP such as 1e36, or {}", keys.join(", ")));
                    Err(vec![Place::start_of("THRESHOLD").problem(None, message).help(help)])
                }
            },
        }
    }

    /// Its decimal log in a future, whose own is given.
    fn at(&self, prepared: &Prepared, future: u64, own: f64) -> f64 {
        match self {
            Self::Number(log) => *log,
            Self::Belief { key, distribution, .. } => {
                distribution.quantile(Stream::new(prepared.study.seed, "threshold", key).uniform(future, 0))
            }
            Self::Own => own,
            Self::None => f64::INFINITY,
        }
    }
}

/// What `overtake when --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Report {
    /// `overtake/when/1`.
    pub schema: &'static str,
    /// Study.
    pub study: String,
    /// Policy.
    pub policy: String,
    /// Seed.
    pub seed: u64,
    /// What was asked, as it was written.
    pub threshold: String,
    /// Its name by language, where it has one.
    pub label: Option<BTreeMap<String, String>>,
    /// Unit of the threshold.
    pub unit: String,
    /// Last quarter simulated.
    pub horizon: String,
    /// Futures that broke and say nothing.
    pub broken: u64,
    /// All futures, then one row a school.
    pub rows: Vec<Row>,
    /// Why schools have no future, and how many futures give each some, by language; none where each has.
    pub empty: Option<BTreeMap<String, String>>,
    /// The same in parts, for who tells it in another language.
    #[serde(skip)]
    pub lacking: Option<Lacking>,
}

/// Schools of weight in which none of the first futures lives.
#[derive(Clone, Debug, PartialEq)]
pub struct Lacking {
    /// What they are called.
    pub schools: Vec<Text>,
    /// Futures that were asked for.
    pub futures: u64,
    /// Futures to which a school is dealt at a time.
    pub block: u64,
    /// Futures of which each school has some, where that is found.
    pub enough: Option<u64>,
}

impl Lacking {
    fn english(&self) -> String {
        let names: Vec<&str> = self.schools.iter().map(|label| label.en.as_str()).collect();
        let (names, block, futures) = (names.join("; "), self.block, self.futures);
        let asked = self.enough.map_or_else(String::new, |n| {
            format!(" Each school holds in some of {n} futures: ask for -n {n}.")
        });
        format!(
            "No future here is one of {names}: a school is dealt to {block} futures at a time, and these are \
             {futures}.{asked}"
        )
    }
}

/// Crossings of some futures.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Row {
    /// School; none for all.
    pub school: Option<String>,
    /// Its name by language.
    pub label: BTreeMap<String, String>,
    /// Futures.
    pub futures: u64,
    /// Futures in which some bloc crosses.
    pub crossed: u64,
    /// Share of those in which none does by the horizon; none where there are no futures.
    pub not_by_horizon: Option<f64>,
    /// Dates by which 10, 50 and 90 per cent of all futures have crossed, decimal years; none where fewer ever do.
    pub dates: [Option<f64>; 3],
    /// Share of crossings by the bloc that is first.
    pub first: BTreeMap<String, f64>,
    /// Median lead of the first over the next then, in months.
    pub lead_months: Option<f64>,
    /// Median margin of the first over the next then, in orders of magnitude of effective compute.
    pub margin: Option<f64>,
}

/// How one future crosses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// When, a decimal year.
    pub date: f64,
    /// Place of the bloc that is first.
    pub bloc: usize,
    /// Its lead over the next, in months.
    pub lead_months: f64,
    /// Its margin over the next, in orders of magnitude.
    pub margin: f64,
}

/// What one future says.
type Said = (u64, Option<Crossing>);

/// Dates of crossing under one policy.
///
/// # Errors
/// When the model has no effective compute, or the study does not run.
pub fn when(
    prepared: &Prepared,
    policy: usize,
    asked: &str,
    threshold: &Threshold,
) -> Result<Report, Vec<Problem>> {
    let (said, broken) =
        crossings(prepared, &prepared.levers[policy], prepared.policies[policy].futures, threshold)?;
    let calendar = prepared.study.calendar;
    let everyone = Text { en: "all schools".to_owned(), zh: None };
    let mut rows = vec![row(prepared, None, &everyone, &said, |_| true)];
    if let Some(switch) = prepared.schools.with_thresholds() {
        let positions = &prepared.schools.list[switch].positions;
        for (place, school) in positions.iter().enumerate().filter(|(_, p)| p.weight > 0.0) {
            let of = |future: u64| prepared.schools.position(switch, future) == place;
            rows.push(row(prepared, Some(&school.key), &school.label, &said, of));
        }
    }
    let lacking = prepared
        .schools
        .with_thresholds()
        .and_then(|switch| lacking(&prepared.schools, switch, prepared.policies[policy].futures));
    Ok(Report {
        schema: "overtake/when/1",
        study: prepared.study.name.clone(),
        policy: prepared.policies[policy].resolved.policy.key.clone(),
        seed: prepared.study.seed,
        threshold: asked.to_owned(),
        label: if let Threshold::Belief { label, .. } = threshold { Some(label.by_language()) } else { None },
        unit: "effective FLOP, software of the reference in 2023-Q1".to_owned(),
        horizon: calendar.last().to_string(),
        broken,
        rows,
        empty: lacking.as_ref().map(|l| Text { en: l.english(), zh: None }.by_language()),
        lacking,
    })
}

/// Why some schools of weight hold in none of the first futures, and how many futures would do for all.
fn lacking(schools: &Switches, switch: usize, futures: u64) -> Option<Lacking> {
    let positions = &schools.list[switch].positions;
    let holds = |place: usize, futures: u64| {
        (0..futures).step_by(BLOCK as usize).any(|future| schools.position(switch, future) == place)
    };
    let weighty: Vec<usize> = (0..positions.len()).filter(|&place| positions[place].weight > 0.0).collect();
    let without: Vec<&Text> = weighty
        .iter()
        .filter(|&&place| !holds(place, futures))
        .map(|&place| &positions[place].label)
        .collect();
    if without.is_empty() {
        return None;
    }
    // Blocks doubled: numbers of futures that are balanced over the scrambles of the design.
    let enough = |n: &u64| weighty.iter().all(|&place| holds(place, *n));
    let more = std::iter::successors(Some(BLOCK), |n| Some(2 * n)).take(17).find(enough);
    let schools = without.into_iter().cloned().collect();
    Some(Lacking { schools, futures, block: BLOCK, enough: more })
}

/// How each of the first futures crosses under some levers, in their order; and how many broke.
///
/// # Errors
/// As [`when`].
pub fn crossings(
    prepared: &Prepared,
    levers: &LeverTable,
    futures: u64,
    threshold: &Threshold,
) -> Result<(Vec<Said>, u64), Vec<Problem>> {
    let here = Place::start_of(&prepared.study.file);
    let slots = |key: &str| {
        prepared.layout.outcome_range(key).ok_or_else(|| {
            let message = format!("the model `{}` has no outcome `{key}`", prepared.study.model.name());
            vec![here.problem(None, message)]
        })
    };
    let (effective, lag) = (slots(EFFECTIVE)?, slots(LAG)?);
    let own = prepared.layout.parameter(OWN);
    let design = prepared.design()?;
    let setup = Setup { policies: std::slice::from_ref(levers), ..prepared.setup() };
    let kernel = kernel(&setup, Width::best()).map_err(|errors| prepared.told(errors))?;
    let blocks = futures.div_ceil(BLOCK);
    let (next, broken) = (AtomicU64::new(0), AtomicU64::new(0));
    let all: Mutex<Vec<Said>> = Mutex::default();
    let work = || {
        loop {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= blocks {
                return;
            }
            let mut said = Vec::new();
            for batch in batches(block, futures, kernel.lanes()) {
                run(prepared, &*design, &*kernel, &batch, &mut |future, values, cube, lane| {
                    if cube.broken.get(lane).is_some_and(Option::is_some) {
                        broken.fetch_add(1, Ordering::Relaxed);
                        return;
                    }
                    let own = own.map_or(f64::INFINITY, |slot| values[slot * kernel.lanes() + lane]);
                    let at = threshold.at(prepared, future, own);
                    said.push((future, crossing(prepared, cube, lane, at, &effective, &lag)));
                });
            }
            all.lock().unwrap_or_else(PoisonError::into_inner).extend(said);
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_by_key(|(future, _)| *future);
    Ok((all, broken.into_inner()))
}

/// Is shown a future, the parameters of its batch as (slot, lane), what was run, and its lane.
type Show<'a> = dyn FnMut(u64, &[f64], &Cube, usize) + 'a;

/// Runs one batch and shows each of its futures, with the parameters of all.
fn run(prepared: &Prepared, design: &dyn Design, kernel: &dyn Kernel, batch: &[u64], show: &mut Show<'_>) {
    let mut buffer = BatchBuffer::new(prepared.priors.len(), kernel.lanes());
    let filled = buffer.fill(batch, |future, values| prepared.sample(design, future, values));
    kernel.run(filled, &[0], &mut |_, cube| {
        for (lane, &future) in batch.iter().enumerate() {
            show(future, filled.parameters, cube, lane);
        }
    });
}

/// Where the first bloc of a trajectory crosses a threshold, a decimal log.
fn crossing(
    prepared: &Prepared,
    cube: &Cube,
    lane: usize,
    threshold: f64,
    effective: &std::ops::Range<usize>,
    lag: &std::ops::Range<usize>,
) -> Option<Crossing> {
    let log = |bloc: usize, quarter: usize| {
        let flop = cube.get(effective.start + bloc, quarter, lane);
        Real::ln(flop.max(1e-300)) / std::f64::consts::LN_10
    };
    let blocs = effective.len();
    let quarter = (0..cube.quarters).find(|&q| (0..blocs).any(|b| log(b, q) >= threshold))?;
    let ends = prepared.study.calendar.quarter(quarter).ends();
    // The date within the quarter at which a bloc's line meets the threshold; its end where there is no line yet.
    let date = |bloc: usize| {
        let to = log(bloc, quarter);
        if to < threshold {
            return f64::INFINITY;
        }
        let from = if quarter > 0 { log(bloc, quarter - 1) } else { f64::NEG_INFINITY };
        if from > 0.0 { ends - 0.25 * (to - threshold) / (to - from).max(1e-12) } else { ends }
    };
    let bloc = (0..blocs).min_by(|&a, &b| date(a).total_cmp(&date(b)))?;
    let next = (0..blocs).filter(|&b| b != bloc).map(|b| log(b, quarter)).fold(f64::NEG_INFINITY, f64::max);
    Some(Crossing {
        date: date(bloc),
        bloc,
        lead_months: -cube.get(lag.start + bloc, quarter, lane),
        margin: log(bloc, quarter) - next,
    })
}

fn row(
    prepared: &Prepared,
    school: Option<&str>,
    label: &Text,
    said: &[Said],
    of: impl Fn(u64) -> bool,
) -> Row {
    let said: Vec<&Said> = said.iter().filter(|(future, _)| of(*future)).collect();
    let crossed: Vec<Crossing> = said.iter().filter_map(|(_, c)| *c).collect();
    let mut dates: Vec<f64> = crossed.iter().map(|c| c.date).collect();
    dates.sort_by(f64::total_cmp);
    let by = |share: f64| {
        // The first date by which at least this share of all futures has crossed.
        let place = (share * said.len() as f64).ceil() as usize;
        dates.get(place.max(1) - 1).copied()
    };
    let blocs = prepared.world.members("bloc");
    let first = blocs.iter().enumerate().map(|(place, bloc)| {
        let count = crossed.iter().filter(|c| c.bloc == place).count();
        (bloc.key.clone(), count as f64 / crossed.len().max(1) as f64)
    });
    Row {
        school: school.map(str::to_owned),
        label: label.by_language(),
        futures: said.len() as u64,
        crossed: crossed.len() as u64,
        not_by_horizon: (!said.is_empty()).then(|| 1.0 - crossed.len() as f64 / said.len() as f64),
        dates: [by(0.1), by(0.5), by(0.9)],
        first: first.collect(),
        lead_months: median(crossed.iter().map(|c| c.lead_months)),
        margin: median(crossed.iter().map(|c| c.margin)),
    }
}

/// The middle of some numbers; none of none.
pub(crate) fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.filter(|v| v.is_finite()).collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        n if n % 2 == 1 => Some(values[middle]),
        _ => Some(0.5 * (values[middle - 1] + values[middle])),
    }
}

/// The quarter in which a date, a decimal year, lies.
#[must_use]
pub fn quarter(date: f64) -> Quarter {
    let year = date.floor();
    Quarter::new(year as i32, ((date - year) * 4.0).floor() as i32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_lies_in_the_quarter_that_begins_with_it_and_not_in_the_one_that_ends_there() {
        for quarter in [Quarter::new(2026, 1), Quarter::new(2030, 4)] {
            let (begins, ends) = (quarter.begins(), quarter.ends());
            assert_eq!([begins, begins + 0.2, ends].map(super::quarter), [quarter, quarter, quarter.plus(1)]);
        }
    }
}

//! Schools of a study: which rival formulation holds in which future.
//!
//! A school holds for a block of 160 futures and is a whole bundle of priors, so that a future never mixes two. Schools
//! of one switch share their dimensions of the design: the same point of the unit cube means the same place in each
//! school's beliefs.

use crate::study::written::{Asked, Study};
use overtake_ensemble::columns::{ColumnSpec, Kind, Role};
use overtake_ensemble::design::{BLOCK, Schools, choose};
use overtake_ensemble::plan::SchoolColumn;
use overtake_evidence::{Evidence, Place, Prior, Problem, School, Text, did_you_mean};
use overtake_model::Layout;
use std::collections::BTreeMap;

/// One school as a study may choose it.
#[derive(Clone, Debug)]
pub struct Position {
    /// Key.
    pub key: String,
    /// Name.
    pub label: Text,
    /// Key of its own threshold, where it has one.
    pub threshold: Option<String>,
    /// Weight; a school of none holds in no future.
    pub weight: f64,
    /// Its priors, by slot.
    pub priors: BTreeMap<usize, Prior>,
}

/// Rival schools of one mechanism.
#[derive(Clone, Debug)]
pub struct Switch {
    /// Key, such as `discovery`.
    pub key: String,
    /// Its schools in the order of the evidence.
    pub positions: Vec<Position>,
}

/// Blocks whose schools are kept; those of later ones are drawn when they are asked for.
const MOST_DRAWN: u64 = 4096;

/// All switches of a study.
#[derive(Clone, Debug, Default)]
pub struct Switches {
    /// The switches.
    pub list: Vec<Switch>,
    design: Option<Schools>,
    /// Which of a switch's schools holds in each of the first blocks: a future asks for each of its schools' beliefs.
    drawn: Vec<Vec<usize>>,
}

impl Switches {
    /// Reads which schools the study asks for. `set` says whether the study has a word of its own on a slot, which then
    /// holds whatever the school.
    pub(crate) fn new(
        study: &Study,
        evidence: &Evidence,
        layout: &Layout,
        set: &dyn Fn(usize) -> bool,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut list: Vec<Switch> = Vec::new();
        for school in evidence.schools() {
            let priors = priors(school, layout, set, problems);
            if !school.beliefs.iter().any(|b| !slots(layout, &b.key).is_empty()) {
                continue;
            }
            let position = Position {
                key: school.key.clone(),
                label: school.label.clone(),
                threshold: school.threshold.clone(),
                weight: 1.0,
                priors,
            };
            match list.iter_mut().find(|s| s.key == school.switch) {
                Some(switch) => switch.positions.push(position),
                None => list.push(Switch { key: school.switch.clone(), positions: vec![position] }),
            }
        }
        for (key, (asked, place)) in &study.schools {
            match list.iter_mut().find(|s| s.key == *key) {
                Some(switch) => problems.extend(weigh(switch, asked, place)),
                None => {
                    let help = did_you_mean(key, list.iter().map(|s| s.key.as_str()));
                    let message = format!("there are no schools of `{key}`");
                    problems.push(place.problem(Some(&format!("schools.{key}")), message).maybe_help(help));
                }
            }
        }
        let design = Schools::new(list.len(), study.seed).ok();
        let mut switches = Self { list, design, drawn: Vec::new() };
        let blocks = study.futures.div_ceil(BLOCK).min(MOST_DRAWN);
        let drawn =
            (0..switches.list.len()).map(|s| (0..blocks).map(|b| switches.draw(s, b * BLOCK)).collect());
        switches.drawn = drawn.collect();
        switches
    }

    /// Place of the switch whose schools have thresholds of their own.
    #[must_use]
    pub fn with_thresholds(&self) -> Option<usize> {
        self.list.iter().position(|s| s.positions.iter().any(|p| p.threshold.is_some()))
    }

    /// Place of the school of a switch in a future.
    #[must_use]
    pub fn position(&self, switch: usize, future: u64) -> usize {
        let drawn = usize::try_from(future / BLOCK).ok().and_then(|block| self.drawn[switch].get(block));
        drawn.copied().unwrap_or_else(|| self.draw(switch, future))
    }

    fn draw(&self, switch: usize, future: u64) -> usize {
        let weights: Vec<f64> = self.list[switch].positions.iter().map(|p| p.weight).collect();
        choose(self.design.as_ref().map_or(0.5, |design| design.at(future, switch)), &weights)
    }

    /// Each switch's schools as `switch.school`.
    #[must_use]
    pub fn names(&self) -> Vec<Vec<String>> {
        let named = |s: &Switch| s.positions.iter().map(|p| format!("{}.{}", s.key, p.key)).collect();
        self.list.iter().map(named).collect()
    }

    /// The school of a switch in a future.
    #[must_use]
    pub fn school(&self, switch: usize, future: u64) -> &Position {
        &self.list[switch].positions[self.position(switch, future)]
    }

    /// The prior that the school of a future has of a slot, if it is a school's.
    #[must_use]
    pub fn prior(&self, slot: usize, future: u64) -> Option<&Prior> {
        let held = |s: &usize| self.list[*s].positions[0].priors.contains_key(&slot);
        let switch = (0..self.list.len()).find(held)?;
        self.school(switch, future).priors.get(&slot)
    }

    /// The prior of a slot in the first school that has weight: that of the central run.
    #[must_use]
    pub fn central(&self, slot: usize) -> Option<&Prior> {
        self.held(slot).next().map(|(_, prior)| prior)
    }

    /// The schools of weight that have a prior of a slot.
    pub fn held(&self, slot: usize) -> impl Iterator<Item = (&Position, &Prior)> {
        let weighty = self.list.iter().flat_map(|s| &s.positions).filter(|p| p.weight > 0.0);
        weighty.filter_map(move |p| Some((p, p.priors.get(&slot)?)))
    }

    /// What a person reads of a switch: each school with its weight.
    #[must_use]
    pub fn told(&self, switch: usize) -> String {
        let weighty = self.list[switch].positions.iter().filter(|p| p.weight > 0.0);
        weighty.map(|p| format!("{} {}", p.key, p.weight)).collect::<Vec<_>>().join(", ")
    }

    /// Columns of the run's table.
    #[must_use]
    pub fn columns(&self, futures: u64) -> Vec<SchoolColumn> {
        let column = |(place, switch): (usize, &Switch)| SchoolColumn {
            column: ColumnSpec::plain(
                format!("school.{}", switch.key),
                Kind::Text,
                Role::Uncertainty,
                format!("School of {} that holds in this future", switch.key),
            ),
            names: switch.positions.iter().map(|p| p.key.clone()).collect(),
            of_block: (0..futures.div_ceil(BLOCK)).map(|block| self.position(place, block * BLOCK)).collect(),
        };
        self.list.iter().enumerate().map(column).collect()
    }
}

/// Slots of which a school's belief speaks: one member's, or all members'.
fn slots(layout: &Layout, key: &str) -> std::ops::Range<usize> {
    let one = layout.parameter(key).map(|slot| slot..slot + 1);
    one.or_else(|| layout.parameter_range(key)).unwrap_or(0..0)
}

/// What the rival schools of a switch are about, in English; of another by its key.
#[must_use]
pub fn name(switch: &str) -> String {
    match switch {
        "chinese_output" => "Chinese chip output".to_owned(),
        "substitution" => "what state money does to private money".to_owned(),
        "output" => "what AI adds to output".to_owned(),
        other => other.replace('_', " "),
    }
}

/// Priors of a school for every member's slot that the study leaves to it.
fn priors(
    school: &School,
    layout: &Layout,
    set: &dyn Fn(usize) -> bool,
    problems: &mut Vec<Problem>,
) -> BTreeMap<usize, Prior> {
    let mut priors = BTreeMap::new();
    for belief in &school.beliefs {
        for slot in slots(layout, &belief.key).filter(|slot| !set(*slot)) {
            match Prior::new(&layout.parameters()[slot], belief.central, &belief.shape) {
                Ok(prior) => drop(priors.insert(slot, prior)),
                Err(reason) => problems.push(belief.place.problem(Some(&belief.key), reason)),
            }
        }
    }
    priors
}

/// Gives the schools of a switch the weights that a study asks for.
fn weigh(switch: &mut Switch, asked: &Asked, place: &Place) -> Option<Problem> {
    let weights: Vec<(&str, f64)> = match asked {
        Asked::All => return None,
        Asked::One(name) => vec![(name, 1.0)],
        Asked::Weights(weights) => weights.iter().map(|(name, w)| (name.as_str(), *w)).collect(),
    };
    let key = format!("schools.{}", switch.key);
    for (name, _) in &weights {
        if !switch.positions.iter().any(|p| p.key == *name) {
            let help = did_you_mean(name, switch.positions.iter().map(|p| p.key.as_str()).chain(["all"]));
            let message = format!("`{name}` is no school of `{}`", switch.key);
            return Some(place.problem(Some(&key), message).maybe_help(help));
        }
    }
    for position in &mut switch.positions {
        position.weight = weights.iter().find(|(name, _)| *name == position.key).map_or(0.0, |(_, w)| *w);
    }
    let fine =
        switch.positions.iter().all(|p| p.weight >= 0.0) && switch.positions.iter().any(|p| p.weight > 0.0);
    (!fine).then(|| place.problem(Some(&key), "weights must not be negative, nor all zero"))
}

//! Beliefs joined to the parameters of a layout: one prior for each number that a run draws.

use crate::beliefs::{Belief, Beliefs, Shape};
use crate::problem::{Place, Problem, Problems, did_you_mean, shown};
use crate::schools::{School, held_twice};
use overtake_model::{Declaration, Domain, Layout, Slot};
use overtake_num::quantile::{Distribution, Truncated};
use std::collections::{BTreeMap, BTreeSet};

/// What is believed of one parameter of one member. Each member has an uncertainty of its own, also where one belief
/// speaks for all.
#[derive(Clone, Debug)]
pub struct Prior {
    /// Key of the slot, with its member.
    pub key: String,
    /// Key of the belief, with or without the member; the slot's own where a study set it.
    pub belief: String,
    /// The value of the central run.
    pub central: f64,
    /// The spread as it was written.
    pub shape: Shape,
    /// The spread cut to the hard domain.
    pub distribution: Truncated,
}

impl Prior {
    /// A prior for a slot.
    ///
    /// # Errors
    /// One sentence on why the values do not fit the slot's domain.
    pub fn new(slot: &Slot, central: f64, shape: &Shape) -> Result<Self, String> {
        let Domain { low, high } = slot.domain;
        let outside = std::iter::once(central)
            .chain(shape.values().into_iter().map(|(_, value)| value))
            .find(|value| !slot.domain.contains(*value));
        if let Some(value) = outside {
            return Err(format!(
                "`{}` cannot be {}; the model allows {low} to {high} {}",
                slot.key,
                shown(value),
                slot.unit
            ));
        }
        let whole = distribution(central, shape, slot.domain).map_err(|e| format!("`{}`: {e}", slot.key))?;
        Ok(Self {
            key: slot.key.clone(),
            belief: slot.key.clone(),
            central,
            shape: shape.clone(),
            distribution: whole.truncated(low, high),
        })
    }

    /// The value below which a share `u` of the belief lies.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        self.distribution.quantile(u)
    }

    /// Whether it is a constant.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.shape == Shape::Fixed
    }
}

fn distribution(central: f64, shape: &Shape, domain: Domain) -> Result<Distribution, String> {
    match shape {
        Shape::Fixed => Ok(Distribution::Constant(central)),
        Shape::Discrete { values, weights } => {
            Ok(Distribution::Discrete { values: values.clone(), weights: weights.clone() })
        }
        Shape::Spread { family, q05, q95 } => {
            let fitted = Distribution::from_quantiles(*family, *q05, *q95, (domain.low, domain.high));
            let fitted = fitted.map_err(|error| error.to_string())?;
            if fitted.quantile(0.5).is_finite() {
                Ok(fitted)
            } else {
                Err("the quantiles are too far apart, or too near one another, to compute with".to_owned())
            }
        }
    }
}

/// Joins beliefs to parameters: a prior for every slot in the layout's order, and whatever keeps one from being made. A
/// parameter that schools hold has the prior of the first of them here, and every school's is tried.
pub(crate) fn join(
    beliefs: &Beliefs,
    schools: &[School],
    declaration: &Declaration,
    layout: &Layout,
    problems: &Problems,
) -> Vec<Prior> {
    let by_key: BTreeMap<&str, &Belief> = beliefs.list.iter().map(|b| (b.key.as_str(), b)).collect();
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut lacking: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut priors = Vec::with_capacity(layout.parameters().len());
    for slot in layout.parameters() {
        let Some(parameter) = declaration.parameters.get(slot.declared) else { continue };
        let keys = [slot.key.as_str(), parameter.key.as_str()];
        // The nearest belief counts even when it could not be read: what is wrong with it was told.
        let belief = keys.iter().find(|k| by_key.contains_key(*k) || beliefs.broken.iter().any(|b| b == *k));
        let held: Vec<(&School, &Belief)> =
            schools.iter().filter_map(|s| Some((s, s.belief_on(&slot.key, &parameter.key)?))).collect();
        if let Some((school, _)) = held.first() {
            let same = |b: &&&Belief| held.iter().any(|(_, h)| h.key == b.key || h.key == parameter.key);
            if let Some(twice) = belief.and_then(|key| by_key.get(key)).filter(same) {
                used.insert(twice.key.as_str());
                problems.push(held_twice(twice, school));
            }
            priors.extend(held.iter().filter_map(|(_, b)| of_school(b, slot, problems)).take(1));
            held.iter().skip(1).for_each(|(_, b)| drop(of_school(b, slot, problems)));
            continue;
        }
        let Some(key) = belief else {
            lacking.entry(parameter.key.as_str()).or_default().push(slot.member_key.as_str());
            continue;
        };
        let Some(belief) = by_key.get(key) else { continue };
        let first_use = used.insert(belief.key.as_str());
        let misfits = belief.misfits(slot.domain.low, slot.domain.high, slot.unit);
        if !misfits.is_empty() {
            // A belief for all members is told once.
            problems.extend(misfits.into_iter().filter(|_| first_use));
            continue;
        }
        match Prior::new(slot, belief.central, &belief.shape) {
            Ok(prior) => priors.push(Prior { belief: belief.key.clone(), ..prior }),
            Err(message) if first_use => problems.push(belief.place.problem(Some(&belief.key), message)),
            Err(_) => {}
        }
    }
    problems.extend(lacking.into_iter().map(|(key, members)| lacks(beliefs, key, &members)));
    for belief in beliefs.list.iter().filter(|b| !used.contains(b.key.as_str())) {
        problems.push(unused(belief, declaration, layout));
    }
    priors
}

/// The prior that a school's belief gives a slot.
fn of_school(belief: &Belief, slot: &Slot, problems: &Problems) -> Option<Prior> {
    let misfits = belief.misfits(slot.domain.low, slot.domain.high, slot.unit);
    if !misfits.is_empty() {
        problems.extend(misfits);
        return None;
    }
    match Prior::new(slot, belief.central, &belief.shape) {
        Ok(prior) => Some(Prior { belief: belief.key.clone(), ..prior }),
        Err(message) => {
            problems.push(belief.place.problem(Some(&belief.key), message));
            None
        }
    }
}

/// A parameter without a belief is told in the file that believes its neighbours.
fn lacks(beliefs: &Beliefs, key: &str, members: &[&str]) -> Problem {
    let mechanism = key.split('.').next().unwrap_or(key);
    let neighbour = beliefs.list.iter().rfind(|b| b.key.split('.').next() == Some(mechanism));
    let place = neighbour.map_or_else(
        || Place::start_of(&format!("beliefs/{mechanism}.toml")),
        |b| Place::start_of(&b.place.file),
    );
    let of: Vec<&str> = members.iter().copied().filter(|m| !m.is_empty()).collect();
    let of = if of.is_empty() { String::new() } else { format!(" for {}", of.join(", ")) };
    place
        .problem(Some(key), format!("nothing is believed of parameter `{key}`{of}"))
        .help(format!("add a table [\"{key}\"]"))
}

fn unused(belief: &Belief, declaration: &Declaration, layout: &Layout) -> Problem {
    let key = Some(belief.key.as_str());
    if declaration.parameters.iter().any(|p| p.key == belief.key) {
        let message = format!("`{}` is never used: each member has a belief of its own", belief.key);
        return belief.place.problem(key, message).help("leave it out");
    }
    let names = declaration.parameters.iter().map(|p| p.key.as_str());
    let slots = layout.parameters().iter().map(|s| s.key.as_str());
    belief
        .place
        .problem(key, format!("`{}` is no parameter of the model", belief.key))
        .maybe_help(did_you_mean(&belief.key, names.chain(slots)))
}

//! A declaration unfolded over a world's members: where each number lies in the flat arrays of a run.

use crate::axes::World;
use crate::declare::{Declaration, Domain, Lever, Outcome, Parameter};
use std::collections::BTreeMap;

/// One number: a declared thing of one member.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// Expanded key, `outcome.MEMBER`; without an axis the key itself.
    pub key: String,
    /// Place in the declaration's list.
    pub declared: usize,
    /// Place of the member on its axis, 0 without an axis.
    pub member: usize,
    /// Key of the member, empty without an axis.
    pub member_key: String,
    /// Unit.
    pub unit: &'static str,
    /// Hard bounds.
    pub domain: Domain,
    /// The value that does nothing (levers only; 0 elsewhere).
    pub neutral: f64,
    /// Sentence that says what it is.
    pub sentence: &'static str,
    /// Key of its mechanism.
    pub mechanism: &'static str,
}

/// Places of parameters, levers and outcomes.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    parameters: Vec<Slot>,
    levers: Vec<Slot>,
    outcomes: Vec<Slot>,
    first: BTreeMap<(Kind, String), (usize, usize)>,
    by_key: BTreeMap<(Kind, String), usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Parameter,
    Lever,
    Outcome,
}

impl Layout {
    /// Unfolds a declaration over the members of a world.
    #[must_use]
    pub fn new(declaration: &Declaration, world: &World) -> Self {
        let mut layout = Self::default();
        for (declared, Parameter { key, unit, domain, sentence, axis, mechanism }) in
            declaration.parameters.iter().enumerate()
        {
            let slot = Slot {
                key: key.clone(),
                declared,
                member: 0,
                member_key: String::new(),
                unit,
                domain: *domain,
                neutral: 0.0,
                sentence,
                mechanism,
            };
            layout.unfold(Kind::Parameter, world, *axis, slot);
        }
        for (declared, Lever { key, unit, domain, neutral, axis, sentence, mechanism }) in
            declaration.levers.iter().enumerate()
        {
            let slot = Slot {
                key: (*key).to_owned(),
                declared,
                member: 0,
                member_key: String::new(),
                unit,
                domain: *domain,
                neutral: *neutral,
                sentence,
                mechanism,
            };
            layout.unfold(Kind::Lever, world, Some(axis), slot);
        }
        for (declared, Outcome { key, unit, domain, axis, sentence, mechanism, .. }) in
            declaration.outcomes.iter().enumerate()
        {
            let slot = Slot {
                key: (*key).to_owned(),
                declared,
                member: 0,
                member_key: String::new(),
                unit,
                domain: *domain,
                neutral: 0.0,
                sentence,
                mechanism,
            };
            layout.unfold(Kind::Outcome, world, Some(axis), slot);
        }
        layout
    }

    fn unfold(&mut self, kind: Kind, world: &World, axis: Option<&str>, slot: Slot) {
        let slots = match kind {
            Kind::Parameter => &mut self.parameters,
            Kind::Lever => &mut self.levers,
            Kind::Outcome => &mut self.outcomes,
        };
        let first = slots.len();
        match axis.filter(|a| !a.is_empty()) {
            None => {
                self.by_key.insert((kind, slot.key.clone()), first);
                slots.push(slot.clone());
            }
            Some(axis) => {
                for (member, data) in world.members(axis).iter().enumerate() {
                    let key = format!("{}.{}", slot.key, data.key);
                    self.by_key.insert((kind, key.clone()), slots.len());
                    slots.push(Slot { key, member, member_key: data.key.clone(), ..slot.clone() });
                }
            }
        }
        let count = slots.len() - first;
        self.first.insert((kind, slot.key), (first, count));
    }

    /// Every parameter of every member.
    #[must_use]
    pub fn parameters(&self) -> &[Slot] {
        &self.parameters
    }

    /// Every lever of every member.
    #[must_use]
    pub fn levers(&self) -> &[Slot] {
        &self.levers
    }

    /// Every outcome and observable of every member.
    #[must_use]
    pub fn outcomes(&self) -> &[Slot] {
        &self.outcomes
    }

    /// Place of a parameter by its expanded key.
    #[must_use]
    pub fn parameter(&self, key: &str) -> Option<usize> {
        self.by_key.get(&(Kind::Parameter, key.to_owned())).copied()
    }

    /// Place of a lever by its expanded key.
    #[must_use]
    pub fn lever(&self, key: &str) -> Option<usize> {
        self.by_key.get(&(Kind::Lever, key.to_owned())).copied()
    }

    /// Place of an outcome by its expanded key.
    #[must_use]
    pub fn outcome(&self, key: &str) -> Option<usize> {
        self.by_key.get(&(Kind::Outcome, key.to_owned())).copied()
    }

    /// First place and number of members of a declared parameter.
    #[must_use]
    pub fn parameter_range(&self, key: &str) -> Option<std::ops::Range<usize>> {
        self.range(Kind::Parameter, key)
    }

    /// First place and number of members of a declared lever.
    #[must_use]
    pub fn lever_range(&self, key: &str) -> Option<std::ops::Range<usize>> {
        self.range(Kind::Lever, key)
    }

    /// First place and number of members of a declared outcome.
    #[must_use]
    pub fn outcome_range(&self, key: &str) -> Option<std::ops::Range<usize>> {
        self.range(Kind::Outcome, key)
    }

    fn range(&self, kind: Kind, key: &str) -> Option<std::ops::Range<usize>> {
        self.first.get(&(kind, key.to_owned())).map(|&(first, count)| first..first + count)
    }
}

//! A study joined to the evidence: everything that a run needs, settled and checked before anything is computed.

use crate::study::policy::{Policies, Resolved, slots};
use crate::study::schools::Switches;
use crate::study::written::{DesignKind, Override, Setting, Study};
use overtake_ensemble::design::{Dependent, Design, Latin, Random, Sobol};
use overtake_ensemble::plan::RunPlan;
use overtake_evidence::{Evidence, Joint, Pair, Place, Prior, Problem, WorldEvidence, did_you_mean, shown};
use overtake_kernels::{ModelKind, Setup};
use overtake_model::{Asked, Calendar, Declaration, Layout, LeverPath, LeverTable, Slot, World, WorldError};
use std::collections::BTreeMap;

/// One policy of a run.
#[derive(Clone, Debug)]
pub struct PolicyRun {
    /// The policy with its levers in their slots.
    pub resolved: Resolved,
    /// Futures run under it.
    pub futures: u64,
}

/// A study ready to run.
pub struct Prepared {
    /// The study.
    pub study: Study,
    /// What the model declares.
    pub declaration: Declaration,
    /// Its members and histories.
    pub world: World,
    /// Members as people know them.
    pub members: WorldEvidence,
    /// Where each number lies.
    pub layout: Layout,
    /// One prior a parameter, in the layout's order; for one that schools hold, that of the central run.
    pub priors: Vec<Prior>,
    /// Rival schools, and which of them holds in which future.
    pub schools: Switches,
    /// Places of the parameters that are uncertain, in the layout's order.
    pub uncertain: Vec<usize>,
    /// The same in the order of the design's dimensions: those that may go with others first, since a pair mixes two
    /// dimensions and low ones fill their plane best.
    pub dimensions: Vec<usize>,
    /// Which of these go together.
    pub joint: Joint,
    /// Policies, the reference first; after the study's own those that only contrasts need.
    pub policies: Vec<PolicyRun>,
    /// Levers of each policy over time.
    pub levers: Vec<LeverTable>,
    /// Digest of the evidence.
    pub evidence: String,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Prepared").field("study", &self.study.name).finish_non_exhaustive()
    }
}

impl Prepared {
    /// Joins a study to the evidence. `arms` names the policies that contrasts need besides the study's own; they run
    /// on its first `contrast_futures`.
    ///
    /// # Errors
    /// Every mistake that is left once both have been read.
    pub fn new(study: Study, evidence: &Evidence, arms: &[(String, Place)]) -> Result<Self, Vec<Problem>> {
        match Self::lenient(study, evidence, arms)? {
            (prepared, problems) if problems.is_empty() => Ok(prepared),
            (_, problems) => Err(problems),
        }
    }

    /// Joins what can be joined, so that claims can be checked with the rest; only without problems can it be run.
    ///
    /// # Errors
    /// When there is no world in which anything more could be said.
    pub fn lenient(
        study: Study,
        evidence: &Evidence,
        arms: &[(String, Place)],
    ) -> Result<(Self, Vec<Problem>), Vec<Problem>> {
        let declaration = study.model.declaration();
        let (members, mut problems) = match study.model {
            ModelKind::Race => evidence.world_of(&declaration, Some(&study.document)),
            ModelKind::Textbook => evidence.world_in_part(&declaration, Some(&study.document)),
        };
        let mut world = members.world.clone();
        cut(&study, &mut world)?;
        let calendar = study.calendar;
        let misfits = study.model.check(&world, &calendar).err().unwrap_or_default();
        for problem in misfits.iter().filter_map(|e| members.place(&declaration, e)) {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
        // What a member lacks is told together with what is believed of it; where the members themselves could not be
        // read, everything else would be said of another world.
        if !misfits.iter().all(may_be_completed) || (misfits.is_empty() && !problems.is_empty()) {
            return Err(problems);
        }
        let layout = Layout::new(&declaration, &world);
        let chosen = chosen(&study, &layout);
        let schools =
            Switches::new(&study, evidence, &layout, &|slot| chosen.contains_key(&slot), &mut problems);
        let held = Held { declaration: &declaration, members: &members, layout: &layout, schools: &schools };
        let priors = priors(&study, evidence, &held, &mut problems);
        let set = set_levers(&study, &layout, &mut problems);
        let policies = policies(&study, &layout, arms, &mut problems);
        let levers = policies.iter().map(|p| table(&layout, &calendar, &set, &p.resolved)).collect();
        let spreads = |p: &usize| !priors[*p].is_fixed() || schools.held(*p).any(|(_, q)| !q.is_fixed());
        let uncertain: Vec<usize> = (0..priors.len()).filter(spreads).collect();
        let joint = joint(&study, evidence, &layout, &uncertain, &mut problems);
        // Whether or not this study lets them: switching dependence off moves no other parameter.
        let pairs = evidence.pairs().iter().chain(&study.dependence.pairs);
        let paired: Vec<usize> = pairs.flat_map(|p| &p.of).filter_map(|key| layout.parameter(key)).collect();
        let mut dimensions = uncertain.clone();
        dimensions.sort_by_key(|slot| !paired.contains(slot));
        let evidence = evidence.digest();
        let prepared = Self {
            study,
            declaration,
            world,
            members,
            layout,
            priors,
            schools,
            uncertain,
            dimensions,
            joint,
            policies,
            levers,
            evidence,
        };
        Ok((prepared, problems))
    }

    /// What a kernel is built from.
    #[must_use]
    pub fn setup(&self) -> Setup<'_> {
        Setup {
            model: self.study.model,
            world: &self.world,
            calendar: self.study.calendar,
            seed: self.study.seed,
            policies: &self.levers,
            asked: None,
        }
    }

    /// Why its world does not suit a model, told of the study.
    pub(crate) fn told(&self, errors: Vec<WorldError>) -> Vec<Problem> {
        let here = Place::start_of(&self.study.file);
        errors.into_iter().map(|e| here.problem(None, e.to_string())).collect()
    }

    /// Outcomes that a plan reads: all that a kernel has to keep for it.
    #[must_use]
    pub fn asked(&self, plan: &RunPlan) -> Asked {
        plan.asked(self.layout.outcomes().len())
    }

    /// The study's design over its uncertainties.
    ///
    /// # Errors
    /// When there are more uncertainties than the design has dimensions.
    pub fn design(&self) -> Result<Box<dyn Design>, Vec<Problem>> {
        let (dimensions, seed) = (self.uncertain.len(), self.study.seed);
        let alone: Box<dyn Design> = match self.study.design {
            DesignKind::Sobol => Box::new(Sobol::new(dimensions, seed).map_err(|e| {
                vec![Place::start_of(&self.study.file).problem(Some("design"), e.to_string())]
            })?),
            DesignKind::Latin => Box::new(Latin::new(dimensions, seed, self.study.futures)),
            DesignKind::Random => Box::new(Random::new(dimensions, seed)),
        };
        let Some(copula) = &self.joint.copula else { return Ok(alone) };
        let named = self.joint.slots.iter();
        let places = named.filter_map(|slot| self.dimensions.iter().position(|d| d == slot)).collect();
        Ok(Box::new(Dependent::new(alone, places, copula.clone())))
    }

    /// What is believed of a parameter in a future: its school's word where schools hold it.
    #[must_use]
    pub fn prior(&self, slot: usize, future: u64) -> &Prior {
        self.schools.prior(slot, future).unwrap_or(&self.priors[slot])
    }

    /// The pairs that go together in this study, by key, with their rank correlation.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str, f64)> {
        let key = |n: usize| self.priors[self.joint.slots[n]].key.as_str();
        self.joint.pairs.iter().map(move |&(a, b, rho)| (key(a), key(b), rho))
    }

    /// Fills in the parameters of a future.
    pub fn sample(&self, design: &dyn Design, future: u64, values: &mut [f64]) {
        let mut point = vec![0.5; self.uncertain.len()];
        design.point(future, &mut point);
        for (value, prior) in values.iter_mut().zip(&self.priors) {
            *value = prior.central;
        }
        for (&slot, u) in self.dimensions.iter().zip(point) {
            values[slot] = self.prior(slot, future).quantile(u);
        }
    }

    /// The parameters of a future.
    #[must_use]
    pub fn drawn(&self, design: &dyn Design, future: u64) -> Vec<f64> {
        let mut values = self.central();
        self.sample(design, future, &mut values);
        values
    }

    /// The central values of all parameters.
    #[must_use]
    pub fn central(&self) -> Vec<f64> {
        self.priors.iter().map(|p| p.central).collect()
    }

    /// Place of a policy by its key.
    #[must_use]
    pub fn policy(&self, key: &str) -> Option<usize> {
        self.policies.iter().position(|p| p.resolved.policy.key == key)
    }
}

/// Whether members can be told from one another although something of theirs is missing.
fn may_be_completed(error: &WorldError) -> bool {
    error.is_of_series() || matches!(error, WorldError::Missing { .. } | WorldError::Inconsistent { .. })
}

/// What parameters there are and who holds them.
struct Held<'a> {
    declaration: &'a Declaration,
    members: &'a WorldEvidence,
    layout: &'a Layout,
    schools: &'a Switches,
}

impl Held<'_> {
    /// A parameter of which nothing is believed, told where its member stands.
    fn lacks(&self, study: &Study, slot: &Slot) -> Problem {
        let declared = &self.declaration.parameters[slot.declared];
        let member = declared.axis.and_then(|axis| self.members.member(axis, &slot.member_key));
        let place = member.map_or_else(|| Place::start_of(&study.file), |m| m.place.clone());
        let (key, unit) = (&slot.key, slot.unit);
        let sentence = declared.sentence.trim().trim_end_matches('.');
        let message = format!("nothing is believed of parameter `{key}`: {sentence} ({unit})");
        place.problem(Some(key), message).help(format!(
            "under [set]: \"{key}\" = NUMBER, or {{ central = …, family = …, q05 = …, q95 = … }}"
        ))
    }
}

/// Cuts axes to the members that the study names.
fn cut(study: &Study, world: &mut World) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    let here = Place::start_of(&study.file);
    for (axis, members) in &study.members {
        let Some(data) = world.axes.iter_mut().find(|a| a.key == *axis) else {
            let known = world.axes.iter().map(|a| a.key.as_str());
            let help = did_you_mean(axis, known);
            problems
                .push(here.problem(Some("members"), format!("there is no axis `{axis}`")).maybe_help(help));
            continue;
        };
        let mut kept = Vec::new();
        for key in members {
            match data.members.iter().find(|m| m.key == *key) {
                Some(member) => kept.push(member.clone()),
                None => {
                    let help = did_you_mean(key, data.members.iter().map(|m| m.key.as_str()));
                    let message = format!("axis `{axis}` has no member `{key}`");
                    problems.push(here.problem(Some("members"), message).maybe_help(help));
                }
            }
        }
        data.members = kept;
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

/// Which uncertain parameters go together: the evidence's pairs and, in their place, the study's. A pair of the evidence
/// goes where the study holds one of the two fixed, has cut it away, or runs a model without it; a pair of the study's own
/// must fit.
fn joint(
    study: &Study,
    evidence: &Evidence,
    layout: &Layout,
    uncertain: &[usize],
    problems: &mut Vec<Problem>,
) -> Joint {
    if !study.dependence.used {
        return Joint::default();
    }
    let own = &study.dependence.pairs;
    let slot = |key: &str| layout.parameter(key).filter(|slot| uncertain.contains(slot));
    for pair in own {
        for key in pair.of.iter().filter(|key| slot(key).is_none()) {
            let message = format!("`{key}` is no uncertain parameter of this study: nothing goes with it");
            let keys = uncertain.iter().map(|&s| layout.parameters()[s].key.as_str());
            let place = &pair.place;
            problems
                .push(place.problem(Some("dependence.pair.of"), message).maybe_help(did_you_mean(key, keys)));
        }
    }
    let kept = evidence.pairs().iter().filter(|p| !own.iter().any(|o| o.is_of(p)));
    let all: Vec<&Pair> = kept.chain(own).collect();
    let known: Vec<_> =
        all.iter().filter_map(|p| Some((slot(&p.of[0])?, slot(&p.of[1])?, p.spearman))).collect();
    let place = own
        .first()
        .or(all.first().copied())
        .map_or_else(|| Place::start_of(&study.file), |p| p.place.clone());
    match Joint::new(&known, &|slot| layout.parameters()[slot].key.clone(), &place) {
        Ok(joint) => joint,
        Err(problem) => {
            problems.push(*problem);
            Joint::default()
        }
    }
}

/// The study's own word on each slot that it sets.
fn chosen<'a>(study: &'a Study, layout: &Layout) -> BTreeMap<usize, &'a Setting> {
    let mut chosen: BTreeMap<usize, &Setting> = BTreeMap::new();
    for setting in &study.set {
        if let Some(slot) = layout.parameter(&setting.key) {
            chosen.insert(slot, setting);
        } else if let Some(range) = layout.parameter_range(&setting.key) {
            for slot in range {
                let general = chosen.get(&slot).is_none_or(|s| s.key == setting.key);
                if general {
                    chosen.insert(slot, setting);
                }
            }
        }
    }
    chosen
}

/// One prior for each parameter: the study's word, else the schools', else the belief about the member, else that about
/// all members.
fn priors(study: &Study, evidence: &Evidence, held: &Held<'_>, problems: &mut Vec<Problem>) -> Vec<Prior> {
    let (layout, schools) = (held.layout, held.schools);
    let chosen = chosen(study, layout);
    for setting in &study.set {
        let known =
            layout.parameter(&setting.key).is_some() || layout.parameter_range(&setting.key).is_some();
        if !known && slots(layout, &setting.key).is_err() {
            let parameters = layout.parameters().iter().map(|s| s.key.as_str());
            let levers = layout.levers().iter().map(|s| s.key.as_str());
            let help = did_you_mean(&setting.key, parameters.chain(levers))
                .unwrap_or_else(|| "`overtake evidence` lists every key".to_owned());
            let message = format!("there is no parameter or lever `{}`", setting.key);
            problems.push(setting.place.problem(Some(&setting.key), message).help(help));
        }
    }
    let mut priors = Vec::new();
    for (place, slot) in layout.parameters().iter().enumerate() {
        if let Some(prior) = schools.central(place) {
            priors.push(prior.clone());
            continue;
        }
        let general = slot.key.strip_suffix(&format!(".{}", slot.member_key)).unwrap_or(&slot.key);
        let (prior, at) = match chosen.get(&place) {
            Some(setting) => {
                let prior = match &setting.value {
                    Override::Fixed(value) => Prior::new(slot, *value, &overtake_evidence::Shape::Fixed),
                    Override::Spread(central, shape) => Prior::new(slot, *central, shape),
                };
                (prior, setting.place.clone())
            }
            None => match evidence.belief(&slot.key).or_else(|| evidence.belief(general)) {
                Some(belief) => (Prior::new(slot, belief.central, &belief.shape), belief.place.clone()),
                None => {
                    problems.push(held.lacks(study, slot));
                    priors.extend(stand_in(slot));
                    continue;
                }
            },
        };
        match prior {
            Ok(prior) => priors.push(prior),
            Err(reason) => {
                problems.push(at.problem(Some(&slot.key), reason));
                priors.extend(stand_in(slot));
            }
        }
    }
    priors
}

/// Keeps the place of a parameter that could not be read, so that the rest is said of the right ones.
fn stand_in(slot: &Slot) -> Option<Prior> {
    let value = 0.0_f64.clamp(slot.domain.low, slot.domain.high);
    Prior::new(slot, value, &overtake_evidence::Shape::Fixed).ok()
}

/// Levers that the study sets for all of its policies.
fn set_levers(study: &Study, layout: &Layout, problems: &mut Vec<Problem>) -> BTreeMap<usize, LeverPath> {
    let mut set = BTreeMap::new();
    for setting in &study.set {
        let is_parameter =
            layout.parameter(&setting.key).is_some() || layout.parameter_range(&setting.key).is_some();
        let Ok(range) = slots(layout, &setting.key) else { continue };
        if is_parameter {
            continue;
        }
        let Override::Fixed(value) = setting.value else {
            let message = format!("lever `{}` takes one value, not a spread", setting.key);
            problems.push(setting.place.problem(Some(&setting.key), message));
            continue;
        };
        for slot in range {
            let lever = &layout.levers()[slot];
            if lever.domain.contains(value) {
                set.insert(slot, LeverPath::constant(value));
            } else {
                let (low, high) = (lever.domain.low, lever.domain.high);
                let value = shown(value);
                let message = format!("`{}` cannot be {value}; allowed is {low} to {high}", lever.key);
                problems.push(setting.place.problem(Some(&setting.key), message));
            }
        }
    }
    set
}

fn policies(
    study: &Study,
    layout: &Layout,
    arms: &[(String, Place)],
    problems: &mut Vec<Problem>,
) -> Vec<PolicyRun> {
    let known = match Policies::new(&study.own_policies) {
        Ok(known) => known,
        Err(more) => {
            problems.extend(more);
            return Vec::new();
        }
    };
    let own = study.policies.iter().map(|key| (key, study.futures, "policies", &study.policies_place));
    let extra = arms.iter().filter(|(arm, _)| !study.policies.contains(arm));
    let few = study.contrast_futures.min(study.futures);
    let extra = extra.map(|(key, place)| (key, few, "claim.arms", place));
    let mut all: Vec<PolicyRun> = Vec::new();
    let mut mistakes = Vec::new();
    for (key, futures, by, place) in own.chain(extra) {
        if all.iter().any(|p| p.resolved.policy.key == *key) {
            let message = format!("policy `{key}` is named twice");
            mistakes.push(study.policies_place.problem(Some("policies"), message));
            continue;
        }
        match known.resolve(key, (by, place), layout) {
            Ok(resolved) => all.push(PolicyRun { resolved, futures }),
            Err(more) => mistakes.extend(more),
        }
    }
    // Also of what this run does not name: a mistake in a file is told when the file is read.
    for policy in &study.own_policies {
        if let Err(more) = known.resolve(&policy.key, ("policy.key", &policy.place), layout) {
            mistakes.extend(more);
        }
    }
    // Policies built on the same one share its mistakes.
    for mistake in mistakes {
        if !problems.contains(&mistake) {
            problems.push(mistake);
        }
    }
    all
}

fn table(
    layout: &Layout,
    calendar: &Calendar,
    set: &BTreeMap<usize, LeverPath>,
    policy: &Resolved,
) -> LeverTable {
    LeverTable::new(layout, calendar, |slot| policy.paths.get(&slot).or_else(|| set.get(&slot)).cloned())
}

//! Rules of a policy, step by step, as if none were ever reversed.

use super::declaration::DECLARED;
use crate::time::Step;
use crate::world::{Bloc, Chip, ChipData, Maker, MakerData, Rule, RuleData, Setting};
use overtake_model::{Calendar, Index, Layout, LeverTable, Row, Table, index, lever};
use overtake_num::Real;
use std::ops::Range;

/// Treatment of a chip by a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// The rule does not cover it.
    Free,
    /// Each sale needs a licence that may be given.
    CaseByCase,
    /// Sales are refused.
    Denied,
}

/// Treatment of a chip by one rule alone.
#[must_use]
pub fn treatment(rule: &RuleData, place: Chip, chip: &ChipData) -> Treatment {
    let at_least = |prong: Option<(f64, f64)>, second: Option<f64>| {
        prong.is_some_and(|(tpp, other)| chip.tpp >= tpp && second.is_some_and(|value| value >= other))
    };
    let covered = rule.names.contains(&place)
        || at_least(rule.prong, Some(chip.interconnect))
        || at_least(rule.density_prong, chip.density);
    if !covered {
        Treatment::Free
    } else if rule.licenses || rule.case_by_case.is_some_and(|(tpp, dram)| chip.tpp < tpp && chip.dram < dram)
    {
        Treatment::CaseByCase
    } else {
        Treatment::Denied
    }
}

/// Share of demand let through: a fixed part and one that grows with the share of licences granted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Through {
    /// Share let through whatever licences are granted.
    pub unconditional: f64,
    /// Share let through in proportion to licences granted.
    pub licensed: f64,
}

impl Through {
    /// The share let through at a share of licences granted.
    #[inline(always)]
    pub fn at<R: Real>(self, licensing: R) -> R {
        licensing.mul_add(R::splat(self.licensed), R::splat(self.unconditional))
    }
}

/// Terms of sale of a chip to a bloc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Share of demand let through.
    pub through: Through,
    /// Quota, chips a year; infinite where there is none.
    pub quota: f64,
    /// Cap over shipments to the maker's own bloc, a ratio; infinite where there is none.
    pub cap: f64,
    /// Fee of the issuer's state, a share of the price.
    pub fee: f64,
}

impl Terms {
    /// No rule applies.
    pub const FREE: Self = Self {
        through: Through { unconditional: 1.0, licensed: 0.0 },
        quota: f64::INFINITY,
        cap: f64::INFINITY,
        fee: 0.0,
    };
}

/// Denials to a bloc's chip makers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Denials {
    /// Share of their memory from abroad that is denied.
    pub memory: f64,
    /// Share of their tools from abroad that is denied.
    pub tools: f64,
}

impl Denials {
    /// Denials by law to a bloc's makers at a moment, whatever a policy says.
    #[must_use]
    pub fn by_law(setting: &Setting, bloc: Bloc, moment: f64) -> Self {
        let law = |r: &RuleData| {
            if moment >= r.from && moment < r.until { r.in_force } else { 0.0 }
        };
        Self::strictest(setting, &setting.rules.values().iter().map(law).collect::<Vec<_>>(), bloc)
    }

    fn strictest(setting: &Setting, forces: &[f64], bloc: Bloc) -> Self {
        let mut denied = Self::default();
        for (number, rule) in setting.rules.iter() {
            if rule.destinations.contains(&bloc) && rule.issuer != bloc {
                denied.memory = denied.memory.max(forces[number.get()] * rule.memory);
                denied.tools = denied.tools.max(forces[number.get()] * rule.tools);
            }
        }
        denied
    }
}

index! {
    /// A kind of sale in a step: chips and destinations that the same rules in force cover in the same way.
    pub struct Kind;
}

/// The rules of one policy, settled for every step as if none were ever reversed.
#[derive(Clone, Debug, PartialEq)]
pub struct Permits {
    pub(super) terms: Vec<Table<Terms, Bloc, Chip>>,
    pub(super) denied: Table<Denials, Step, Maker>,
    /// Sub-intervals of all steps in which a rule may have been reversed, one after the other: share of the step, and places
    /// of their rules in force.
    pub(super) sub_intervals: Vec<(f64, Range<usize>)>,
    /// Rules in force in the sub-intervals, one after the other.
    pub(super) rules: Vec<RuleInForce>,
    /// Places of each step's sub-intervals; none before the record ends.
    pub(super) sub_intervals_by_step: Vec<Range<usize>>,
    /// Coverage of all sales, each for some steps in a row.
    pub(super) coverages: Vec<Coverage>,
    /// Place of each step's coverage among them.
    pub(super) coverage_by_step: Vec<usize>,
    /// The rule whose draw reverses each rule.
    pub(super) regimes: Vec<Rule>,
}

/// A sub-interval of a step in which the same rules are in force throughout.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SubInterval {
    /// Its share of the step.
    share: f64,
    /// Rules in force.
    rules: Vec<RuleInForce>,
}

/// A rule in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RuleInForce {
    pub(super) rule: Rule,
    /// Force while it is not reversed, a share.
    pub(super) force: f64,
    /// Exposure to reversal, ∫ `controls.reversals` dt of its issuer in years, at the sub-interval's start and end.
    pub(super) exposure: (f64, f64),
}

/// Coverage of all sales by rules in force, for some steps in a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Coverage {
    /// Kinds of sale.
    pub(super) kinds: Vec<KindOfSale>,
    /// Kind of sale of each chip by destination.
    kind: Table<Kind, Bloc, Chip>,
    /// Places, among rules in force, of those on memory and tools that bind a maker, by sub-interval.
    pub(super) binds: Vec<Row<Vec<usize>, Maker>>,
}

/// Coverage of one kind of sale in a step.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KindOfSale {
    /// Terms as if no rule were ever reversed; they hold where none that covers it can have been.
    pub(super) without_reversals: Terms,
    /// Rules in force that cover it, by sub-interval; none at all where none can have been reversed.
    pub(super) covers: Vec<Vec<RuleCoverage>>,
}

/// Coverage of a chip by a rule; places of rules are those on the axis, or among those in force of a sub-interval.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RuleCoverage {
    pub(super) rule: usize,
    pub(super) unconditional: f64,
    pub(super) licensed: f64,
    /// Places of the rules that stand in for it here.
    pub(super) replaced: Vec<usize>,
}

impl Permits {
    /// Works out terms and coverage in every step.
    #[must_use]
    pub fn new(setting: &Setting, calendar: &Calendar, layout: &Layout, levers: &LeverTable) -> Self {
        let first =
            |lever: usize| layout.lever_range(DECLARED.levers[lever].key).map_or(0, |range| range.start);
        let changes = first(const { lever(&[DECLARED], "rule", "controls.change") });
        let reversals = first(const { 1 + lever(&[DECLARED], "bloc", "controls.reversals") });
        let force = |rule: Rule, step: usize, moment: f64| {
            let data = &setting.rules[rule];
            let begun = f64::from(u8::from(moment >= data.from));
            let law = data.in_force * begun * f64::from(u8::from(moment < data.until));
            // A policy cannot put a rule in force before its first day, but may keep it beyond its last.
            (law + levers.get(changes + rule.get(), step).min(begun)).clamp(0.0, 1.0)
        };
        let (blocs, chips) = (setting.blocs.len(), setting.chips.len());
        let record_ends = record_ends(setting);
        let regimes: Vec<Rule> =
            setting.rules.places().map(|r| regime_rule(setting, r, record_ends)).collect();
        let opens: Vec<f64> = regimes.iter().map(|r| setting.rules[*r].from.max(record_ends)).collect();
        let covered: Table<Vec<RuleCoverage>, Bloc, Chip> =
            Table::from_fn(blocs, chips, |b, i| coverage(setting, b, i));
        let (mut exposure, mut denials) = (vec![0.0; regimes.len()], Vec::new());
        let mut permits = Self {
            terms: Vec::new(),
            denied: Table::from_values(Vec::new(), setting.makers.len()),
            sub_intervals: Vec::new(),
            rules: Vec::new(),
            sub_intervals_by_step: Vec::new(),
            coverages: Vec::new(),
            coverage_by_step: Vec::new(),
            regimes,
        };
        for step in 0..calendar.steps() {
            let begin = calendar.moment(step).time;
            let exposure_by = |r: Rule, moment: f64| {
                let rate = levers.get(reversals + setting.rules[r].issuer.get(), step);
                exposure[r.get()] + rate * (moment - begin.max(opens[r.get()])).max(0.0)
            };
            let (mut sub_intervals, mut forces) = (Vec::new(), Vec::new());
            for (from, to) in bounds_of_sub_intervals(setting, calendar, step) {
                let share = (to - from) / calendar.dt();
                let all: Vec<f64> =
                    setting.rules.places().map(|r| force(r, step, 0.5 * (from + to))).collect();
                let in_force = |rule: Rule| RuleInForce {
                    rule,
                    force: all[rule.get()],
                    exposure: (exposure_by(rule, from), exposure_by(rule, to)),
                };
                let rules = setting.rules.places().map(in_force).filter(|s| s.force > 0.0).collect();
                sub_intervals.push(SubInterval { share, rules });
                forces.push((share, all));
            }
            let ends = calendar.moment(step);
            exposure = setting.rules.places().map(|r| exposure_by(r, ends.time + ends.dt)).collect();
            let terms = Table::from_fn(blocs, chips, |b, i| {
                mean_terms(
                    forces.iter().map(|(share, forces)| (*share, strictest_terms(setting, forces, b, i))),
                )
            });
            let denied = |maker: &MakerData| {
                let mut mean = Denials::default();
                for (share, forces) in &forces {
                    let denied = Denials::strictest(setting, forces, maker.bloc);
                    mean.memory = denied.memory.mul_add(*share, mean.memory);
                    mean.tools = denied.tools.mul_add(*share, mean.tools);
                }
                mean
            };
            denials.extend(setting.makers.values().iter().map(denied));
            let reversible = |p: &SubInterval| p.rules.iter().any(|s| s.exposure.1 > 0.0);
            let sub_intervals = if sub_intervals.iter().any(reversible) { sub_intervals } else { Vec::new() };
            let coverage = Coverage::new(setting, &sub_intervals, &covered, &terms);
            if permits.coverages.last() != Some(&coverage) {
                permits.coverages.push(coverage);
            }
            permits.coverage_by_step.push(permits.coverages.len() - 1);
            permits.terms.push(terms);
            let first = permits.sub_intervals.len();
            for sub_interval in sub_intervals {
                let begin = permits.rules.len();
                permits.rules.extend(sub_interval.rules);
                permits.sub_intervals.push((sub_interval.share, begin..permits.rules.len()));
            }
            permits.sub_intervals_by_step.push(first..permits.sub_intervals.len());
        }
        permits.denied = Table::from_values(denials, setting.makers.len());
        permits
    }

    /// Denials to each maker in a step, as if no law were reversed.
    #[inline(always)]
    #[must_use]
    pub fn denied(&self, step: usize) -> &[Denials] {
        self.denied.row(Step::new(step))
    }

    /// Sub-intervals of a step in which a rule may have been reversed: share of the step, and rules in force.
    #[inline(always)]
    pub(super) fn sub_intervals_of(
        &self,
        step: usize,
    ) -> impl DoubleEndedIterator<Item = (f64, &[RuleInForce])> {
        let sub_intervals = &self.sub_intervals[self.sub_intervals_by_step[step].clone()];
        sub_intervals.iter().map(|(share, rules)| (*share, &self.rules[rules.clone()]))
    }

    /// Reversals by the end of a step in a future: rules in force that may have been reversed by then, each with whether it
    /// has been at these hazards by bloc and these thresholds −ln u by rule.
    #[must_use]
    pub fn reversals(
        &self,
        setting: &Setting,
        step: usize,
        hazards: &[f64],
        thresholds: &[f64],
    ) -> Vec<(Rule, bool)> {
        let Some((_, rules)) = self.sub_intervals_of(step).next_back() else { return Vec::new() };
        let reversed = |s: &RuleInForce| {
            let hazard = hazards[setting.rules[s.rule].issuer.get()];
            (s.rule, hazard * s.exposure.1 >= thresholds[self.regimes[s.rule.get()].get()])
        };
        rules.iter().filter(|s| s.exposure.1 > 0.0).map(reversed).collect()
    }

    /// Kind of sale of a chip to a bloc in a step.
    #[inline(always)]
    #[must_use]
    pub fn kind(&self, step: usize, bloc: Bloc, chip: Chip) -> Kind {
        self.coverages[self.coverage_by_step[step]].kind[(bloc, chip)]
    }

    /// Terms under the strictest rules by chip for one destination, as if no law were reversed.
    #[inline(always)]
    #[must_use]
    pub fn terms(&self, step: usize, bloc: Bloc) -> &[Terms] {
        self.terms[step].row(bloc)
    }
}

impl SubInterval {
    /// Place of a rule among those in force.
    fn place(&self, rule: usize) -> Option<usize> {
        self.rules.iter().position(|s| s.rule.get() == rule)
    }
}

impl Coverage {
    /// Finds the kinds of sale: by rules in force in these sub-intervals, or else by terms without reversals.
    fn new(
        setting: &Setting,
        sub_intervals: &[SubInterval],
        covered: &Table<Vec<RuleCoverage>, Bloc, Chip>,
        terms: &Table<Terms, Bloc, Chip>,
    ) -> Self {
        let mut kinds: Vec<KindOfSale> = Vec::new();
        let kind = Table::from_fn(setting.blocs.len(), setting.chips.len(), |b, i| {
            let found = KindOfSale::new(sub_intervals, &covered[(b, i)], terms[(b, i)]);
            Kind(kinds.iter().position(|c| *c == found).unwrap_or_else(|| {
                kinds.push(found);
                kinds.len() - 1
            }))
        });
        let binding = |sub_interval: &SubInterval| {
            Row::from_fn(setting.makers.len(), |m: Maker| {
                let binds = |s: &RuleInForce| binds(&setting.rules[s.rule], &setting.makers[m]);
                let places = sub_interval.rules.iter().enumerate();
                places.filter(|(_, s)| binds(s)).map(|(place, _)| place).collect()
            })
        };
        Self { kinds, kind, binds: sub_intervals.iter().map(binding).collect() }
    }
}

impl KindOfSale {
    /// Coverage by those of these rules that are in force in the sub-intervals; where there are none, terms without
    /// reversals.
    fn new(sub_intervals: &[SubInterval], covers: &[RuleCoverage], without_reversals: Terms) -> Self {
        let rules = |sub_interval: &SubInterval| {
            let cover = |cover: &RuleCoverage| {
                let replaced = cover.replaced.iter().filter_map(|r| sub_interval.place(*r)).collect();
                Some(RuleCoverage { rule: sub_interval.place(cover.rule)?, replaced, ..*cover })
            };
            covers.iter().filter_map(cover).collect::<Vec<_>>()
        };
        let covers: Vec<Vec<RuleCoverage>> = sub_intervals.iter().map(rules).collect();
        if covers.iter().all(Vec::is_empty) {
            return Self { without_reversals, covers: Vec::new() };
        }
        Self { without_reversals: Terms::FREE, covers }
    }
}

/// End of the record, a decimal year: the first day of the youngest law.
fn record_ends(setting: &Setting) -> f64 {
    let law = |r: &&RuleData| r.in_force > 0.0;
    setting.rules.values().iter().filter(law).map(|r| r.from).fold(f64::NEG_INFINITY, f64::max)
}

/// Sub-intervals of a step, decimal years, cut at the days on which rules begin or end.
fn bounds_of_sub_intervals(setting: &Setting, calendar: &Calendar, step: usize) -> Vec<(f64, f64)> {
    let now = calendar.moment(step);
    let (begin, end) = (now.time, now.time + now.dt);
    let mut cuts: Vec<f64> = setting.rules.values().iter().flat_map(|r| [r.from, r.until]).collect();
    // Reversals begin with the first day of a law, so that exposure is a straight line within a piece.
    cuts.retain(|&cut| cut > begin && cut < end);
    cuts.extend([begin, end]);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    cuts.windows(2).map(|ends| (ends[0], ends[1])).collect()
}

/// Terms over a step from those of its sub-intervals, each with its share of the step.
fn mean_terms(sub_intervals: impl Iterator<Item = (f64, Terms)>) -> Terms {
    let mut mean = Terms { through: Through { unconditional: 0.0, licensed: 0.0 }, ..Terms::FREE };
    let (mut quota, mut cap) = ((f64::INFINITY, 0.0), (f64::INFINITY, 0.0));
    for (share, terms) in sub_intervals {
        mean.through.unconditional = terms.through.unconditional.mul_add(share, mean.through.unconditional);
        mean.through.licensed = terms.through.licensed.mul_add(share, mean.through.licensed);
        mean.fee = terms.fee.mul_add(share, mean.fee);
        for (limit, (least, bound)) in [(terms.quota, &mut quota), (terms.cap, &mut cap)] {
            if limit.is_finite() {
                *least = limit.min(*least);
                *bound += share;
            }
        }
    }
    // A limit that binds for part of a step is as much wider.
    let wider = |(least, bound): (f64, f64)| if bound > 0.0 { least / bound } else { f64::INFINITY };
    (mean.quota, mean.cap) = (wider(quota), wider(cap));
    mean
}

/// The first rule of a rule's regime, whose draw reverses it: the law of the record that it replaces, or the rule itself.
fn regime_rule(setting: &Setting, rule: Rule, record_ends: f64) -> Rule {
    let law = |r: &&Rule| {
        let data = &setting.rules[**r];
        data.in_force > 0.0 && data.from <= record_ends && data.until > record_ends
    };
    let mut first = rule;
    // No chain is longer than there are rules.
    for _ in setting.rules.places() {
        match setting.rules[first].replaces.iter().find(law) {
            Some(&replaced) if replaced != first => first = replaced,
            _ => break,
        }
    }
    first
}

/// Coverage of the sale of a chip to a bloc by all rules.
fn coverage(setting: &Setting, destination: Bloc, place: Chip) -> Vec<RuleCoverage> {
    let chip = &setting.chips[place];
    // A bloc's own rule on what it buys binds whoever makes the chip; its rule on what it sells, its makers only.
    let applies = |rule: &RuleData| {
        rule.destinations.contains(&destination)
            && (rule.issuer == chip.bloc || rule.issuer == destination)
            && treatment(rule, place, chip) != Treatment::Free
    };
    let mut covers = Vec::new();
    for (number, rule) in setting.rules.iter().filter(|(_, rule)| applies(rule)) {
        let (unconditional, licensed) = match (treatment(rule, place, chip), rule.licensed_share) {
            (Treatment::Free, _) => (1.0, 0.0),
            (Treatment::CaseByCase, Some(share)) => (share, 0.0),
            (Treatment::CaseByCase, None) => (0.0, 1.0),
            (Treatment::Denied, _) => (0.0, 0.0),
        };
        let stands_in = |(_, by): &(Rule, &RuleData)| by.replaces.contains(&number) && applies(by);
        let replaced = setting.rules.iter().filter(stands_in).map(|(other, _)| other.get()).collect();
        covers.push(RuleCoverage { rule: number.get(), unconditional, licensed, replaced });
    }
    covers
}

/// Whether a rule on memory and tools binds a maker.
fn binds(rule: &RuleData, maker: &MakerData) -> bool {
    rule.destinations.contains(&maker.bloc)
        && rule.issuer != maker.bloc
        && (rule.memory > 0.0 || rule.tools > 0.0)
}

/// The strictest terms of all rules in force.
fn strictest_terms(setting: &Setting, forces: &[f64], destination: Bloc, place: Chip) -> Terms {
    let mut terms = Terms::FREE;
    for cover in coverage(setting, destination, place) {
        let rule = &setting.rules.values()[cover.rule];
        let mut force = forces[cover.rule];
        for other in &cover.replaced {
            force *= 1.0 - forces[*other];
        }
        let leaves = Through {
            unconditional: 1.0 - force * (1.0 - cover.unconditional),
            licensed: force * cover.licensed,
        };
        if leaves.at(0.5) < terms.through.at(0.5) {
            terms.through = leaves;
        }
        if force > 0.0 {
            // A limit that is half in force is twice as wide.
            terms.quota = terms.quota.min(rule.quota.unwrap_or(f64::INFINITY) / force);
            terms.cap = terms.cap.min(rule.cap.unwrap_or(f64::INFINITY) / force);
            terms.fee = terms.fee.max(rule.fee * force);
        }
    }
    terms
}

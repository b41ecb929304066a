//! **S5 · Chip rules.** Dated rules say what share of each chip may be sold to each bloc.
//!
//! ```text
//! covers(r, i) = named  ∨  TPP_i ≥ T_r ∧ IO_i ≥ C_r  ∨  TPP_i ≥ T'_r ∧ density_i ≥ P_r
//! let(r, i)    = licensed share, or ℓ where none is known, if r licenses or i lies below both case-by-case lines;
//!                0 otherwise
//! force_r      = in force by date and policy · Π over replacing rules (1 − their force)
//!                a policy can keep a rule beyond its last day, not start it before its first
//! permitted_ib = mean over the days of a step of min over rules r with b among their destinations of 1 − force_r · (1 − let(r, i))
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | covers | whether a rule applies to a chip | switch | rule × chip |
//! | let | share of demand let through | share | rule × chip |
//! | force | how far a rule is in force | share | rule × day |
//! | ℓ | share of applications granted | share | – |
//! | permitted | what the strictest rule leaves | share | chip × bloc × step |
//!
//! Which rule is the strictest is settled at ℓ = ½, so that it is the same in all futures.
//!
//! **Reads** the rules and chips of the setting and the levers `controls.change`,
//! `chips.acceptance`. **Writes** the terms of each sale into the plan. **Time**: the same in all futures, so it
//! is settled once a policy.
//! **Source**: 87 FR 62186, 88 FR 73458, 91 FR 1684, each in `evidence/rules.toml` with its thresholds.
//! Beside that share stand the least quota, the least cap at a multiple of home sales and the greatest fee of the rules in
//! force; a limit in force for part of a step is as much wider, a fee as much smaller.
//! Rules on memory and tools say what share of them the chip makers of a bloc are denied; what follows is the foundries'
//! (`fabs.rs`).
//! **Leaves out** end use and company lists.
//! **Turned off when** every rule is suspended.

use crate::setting::{Bloc, Chip, ChipData, MakerData, Rule, RuleData, Setting};
use overtake_model::{
    Calendar, Domain, Index, Layout, Lever, LeverTable, Mechanism, Status, Table, parameters,
};
use overtake_num::Real;

/// Key of the mechanism.
pub const KEY: &str = "controls";

/// The mechanism.
pub const MECHANISM: Mechanism = Mechanism {
    key: KEY,
    parts: &["S5"],
    status: Status::Full,
    sentence: "Dated rules say what share of each chip may be sold to each bloc",
    off: "every rule is suspended",
};

parameters! {
    /// How rules that leave room are applied.
    pub struct Controls in "controls" {
        /// Share of demand that licences let through where a rule decides case by case.
        licensing: "share" in 0.0..=1.0;
    }
}

/// Levers on rules.
pub const LEVERS: &[Lever] = &[Lever {
    key: "controls.change",
    unit: "share",
    domain: Domain { low: -1.0, high: 1.0 },
    neutral: 0.0,
    axis: "rule",
    sentence: "Added to whether a rule is in force: -1 sets a law aside, 1 puts in force what is not law",
    mechanism: KEY,
}];

/// What a rule makes of a chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// The rule does not cover it.
    Free,
    /// Each sale needs a licence that may be given.
    CaseByCase,
    /// Sales are refused.
    Denied,
}

/// What one rule, alone, makes of one chip.
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
    /// Let through whatever is granted.
    pub surely: f64,
    /// Let through in proportion to what is granted.
    pub licensed: f64,
}

impl Through {
    /// The share let through at a share of licences granted.
    #[inline(always)]
    pub fn at<R: Real>(self, licensing: R) -> R {
        licensing.mul_add(R::splat(self.licensed), R::splat(self.surely))
    }
}

/// On what terms a chip may be sold to a bloc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// Share of demand let through.
    pub through: Through,
    /// Most chips in a year.
    pub quota: f64,
    /// The same as a multiple of what is shipped to the maker's own bloc.
    pub cap: f64,
    /// Share of the price that the state takes.
    pub fee: f64,
}

impl Terms {
    /// No rule applies.
    pub const FREE: Self = Self {
        through: Through { surely: 1.0, licensed: 0.0 },
        quota: f64::INFINITY,
        cap: f64::INFINITY,
        fee: 0.0,
    };
}

/// What a bloc's chip makers are denied.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Denied {
    /// Share of the memory that they would buy abroad.
    pub memory: f64,
    /// Share of the tools that they would buy abroad.
    pub tools: f64,
}

impl Denied {
    /// What the law denies a bloc at a moment, whatever a policy says.
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

/// The rules of one policy, settled for every step.
#[derive(Clone, Debug, PartialEq)]
pub struct Permits {
    terms: Vec<Table<Terms, Bloc, Chip>>,
    denied: Vec<Vec<Denied>>,
}

impl Permits {
    /// Settles the rules for every step.
    #[must_use]
    pub fn new(setting: &Setting, calendar: &Calendar, layout: &Layout, levers: &LeverTable) -> Self {
        let slots = |key: &str| layout.lever_range(key).unwrap_or(0..0).start;
        let changes = slots("controls.change");
        let force = |rule: Rule, step: usize, moment: f64| {
            let data = &setting.rules[rule];
            let begun = f64::from(u8::from(moment >= data.from));
            let law = data.in_force * begun * f64::from(u8::from(moment < data.until));
            // A policy cannot put a rule in force before its first day, but may keep it beyond its last.
            (law + levers.get(changes + rule.get(), step).min(begun)).clamp(0.0, 1.0)
        };
        let settle = |step: usize| {
            let pieces = pieces(setting, calendar, step);
            let forces: Vec<(f64, Vec<f64>)> = pieces
                .iter()
                .map(|&(from, to)| {
                    let share = (to - from) / calendar.dt();
                    (share, setting.rules.places().map(|r| force(r, step, 0.5 * (from + to))).collect())
                })
                .collect();
            let (blocs, chips) = (setting.blocs.len(), setting.chips.len());
            let terms = Table::from_fn(blocs, chips, |b, i| {
                mean(forces.iter().map(|(share, forces)| (*share, strictest(setting, forces, b, i))))
            });
            let denied = |maker: &MakerData| {
                let mut mean = Denied::default();
                for (share, forces) in &forces {
                    let denied = Denied::strictest(setting, forces, maker.bloc);
                    mean.memory = denied.memory.mul_add(*share, mean.memory);
                    mean.tools = denied.tools.mul_add(*share, mean.tools);
                }
                mean
            };
            (terms, setting.makers.values().iter().map(denied).collect())
        };
        let (terms, denied) = (0..calendar.steps()).map(settle).unzip();
        Self { terms, denied }
    }

    /// What each maker is denied in a step.
    #[inline(always)]
    #[must_use]
    pub fn denied(&self, step: usize) -> &[Denied] {
        &self.denied[step]
    }

    /// Terms that the strictest rules leave, by chip, for one destination.
    #[inline(always)]
    #[must_use]
    pub fn terms(&self, step: usize, bloc: Bloc) -> &[Terms] {
        self.terms[step].row(bloc)
    }
}

/// A step cut at the days on which rules begin or end, so that one law holds throughout each piece.
fn pieces(setting: &Setting, calendar: &Calendar, step: usize) -> Vec<(f64, f64)> {
    let now = calendar.moment(step);
    let (begin, end) = (now.time, now.time + now.dt);
    let mut cuts: Vec<f64> = setting.rules.values().iter().flat_map(|r| [r.from, r.until]).collect();
    cuts.retain(|&cut| cut > begin && cut < end);
    cuts.extend([begin, end]);
    cuts.sort_by(f64::total_cmp);
    cuts.dedup();
    cuts.windows(2).map(|cut| (cut[0], cut[1])).collect()
}

/// Terms over a step from those of its pieces, each with its share of the step.
fn mean(pieces: impl Iterator<Item = (f64, Terms)>) -> Terms {
    let mut mean = Terms { through: Through { surely: 0.0, licensed: 0.0 }, ..Terms::FREE };
    let (mut quota, mut cap) = ((f64::INFINITY, 0.0), (f64::INFINITY, 0.0));
    for (share, terms) in pieces {
        mean.through.surely = terms.through.surely.mul_add(share, mean.through.surely);
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

/// The strictest terms of all rules in force.
fn strictest(setting: &Setting, forces: &[f64], destination: Bloc, place: Chip) -> Terms {
    let chip = &setting.chips[place];
    // A bloc's own rule on what it buys binds whoever makes the chip; its rule on what it sells, its makers only.
    let applies = |rule: &RuleData| {
        rule.destinations.contains(&destination)
            && (rule.issuer == chip.bloc || rule.issuer == destination)
            && treatment(rule, place, chip) != Treatment::Free
    };
    let mut terms = Terms::FREE;
    for (number, rule) in setting.rules.iter() {
        if !applies(rule) {
            continue;
        }
        let mut force = forces[number.get()];
        for (other, by) in setting.rules.iter() {
            if by.replaces.contains(&number) && applies(by) {
                force *= 1.0 - forces[other.get()];
            }
        }
        let (surely, licensed) = match (treatment(rule, place, chip), rule.licensed_share) {
            (Treatment::Free, _) => (1.0, 0.0),
            (Treatment::CaseByCase, Some(share)) => (share, 0.0),
            (Treatment::CaseByCase, None) => (0.0, 1.0),
            (Treatment::Denied, _) => (0.0, 0.0),
        };
        let leaves = Through { surely: 1.0 - force * (1.0 - surely), licensed: force * licensed };
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

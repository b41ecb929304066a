//! What rules say in a step, future by future: what has been reversed, then the strictest of what is in force.

use super::declaration::{Luck, Parameters};
use super::law::{Denials, KindOfSale, Permits, RuleCoverage, RuleInForce};
use crate::math::NOTHING;
use crate::transition::Flow;
use crate::world::{Maker, Rule, Setting};
use overtake_model::{Index, Row};
use overtake_num::level::Work;
use overtake_num::{Mask, Real, one_by_one};

/// Terms of sale of a chip to a bloc in a step, future by future.
#[derive(Clone, Copy, Debug)]
pub struct TermsInForce<R> {
    /// Share of demand let through.
    pub through: R,
    /// Quota, chips a year, where some rule sets one.
    pub quota: Option<R>,
    /// Cap over shipments to the maker's own bloc, a ratio, where some rule sets one.
    pub cap: Option<R>,
    /// Fee of the issuer's state, a share of the price, where it takes one.
    pub fee: Option<R>,
}

/// Denials to a maker in a step, future by future.
#[derive(Clone, Copy, Debug)]
pub struct DenialsInForce<R> {
    /// Share of its memory from abroad that is denied, where some is.
    pub memory: Option<R>,
    /// Share of its tools from abroad that is denied.
    pub tools: R,
}

/// Terms in force in a step.
#[derive(Clone, Debug)]
pub struct InForce<R> {
    /// Terms of each kind of sale.
    pub sales: Vec<TermsInForce<R>>,
    /// Denials to each maker.
    pub denials: Vec<DenialsInForce<R>>,
}

/// Stands for a limit that is none: far above any number of chips, and finite, so that it can be multiplied.
pub const UNBOUNDED: f64 = 1e30;

/// A sub-interval of a step, future by future, split at the first reversal in it.
#[derive(Clone, Debug)]
struct Split<'a, R> {
    rules: &'a [RuleInForce],
    /// Force of each of its rules before the reversal and after it, a share.
    forces: Vec<[R; 2]>,
    /// Share of the step before the reversal and after it, and whether that is above zero in any future.
    parts: [(R, bool); 2],
}

/// Splits a sub-interval at the reversals that fall into it.
#[inline(always)]
fn split<'a, R: Real>(
    p: &Parameters<R>,
    setting: &Setting,
    regimes: &[Rule],
    share: f64,
    rules: &'a [RuleInForce],
    thresholds: &Row<R, Rule>,
) -> Split<'a, R> {
    let mut forces = Vec::with_capacity(rules.len());
    // Share of the piece that lies after the reversal; zero where there is none.
    let mut later = R::zero();
    for in_force in one_by_one(rules) {
        let (r, stays) = (in_force.rule, R::splat(in_force.force));
        let (start, end) = in_force.exposure;
        if end == 0.0 {
            forces.push([stays, stays]);
            continue;
        }
        let (hazard, due) = (p.reversal[setting.rules[r].issuer.get()], thresholds[regimes[r.get()]]);
        let (first, last) = (hazard * R::splat(start), hazard * R::splat(end));
        let (was, is) = (first.ge(due), last.ge(due));
        forces.push([R::select(was, R::zero(), stays), R::select(is, R::zero(), stays)]);
        let splits = is & !was;
        if splits.any() {
            let left = (last - due) / (last - first).max(R::splat(NOTHING));
            later = R::select(splits, later.max(left.min(R::one())), later);
        }
    }
    let later = later * R::splat(share);
    let sooner = R::splat(share) - later;
    let parts = [(sooner, sooner.gt(R::zero()).any()), (later, later.gt(R::zero()).any())];
    Split { rules, forces, parts }
}

/// Terms of a sale before a reversal or after it: share let through, quota, cap, fee.
#[inline(always)]
fn sale<R: Real>(
    setting: &Setting,
    covers: &[RuleCoverage],
    split: &Split<'_, R>,
    part: usize,
    licensing: R,
) -> [R; 4] {
    let (one, half) = (R::one(), R::splat(0.5));
    let (mut through, mut judged) = (one, one);
    let (mut quota, mut cap, mut fee) = (R::splat(UNBOUNDED), R::splat(UNBOUNDED), R::zero());
    for cover in one_by_one(covers) {
        let rule = &setting.rules[split.rules[cover.rule].rule];
        let mut force = split.forces[cover.rule][part];
        for &other in one_by_one(&cover.replaced) {
            force *= one - split.forces[other][part];
        }
        let unconditional = one - force * R::splat(1.0 - cover.unconditional);
        let licensed = force * R::splat(cover.licensed);
        let judgement = half.mul_add(licensed, unconditional);
        let stricter = judgement.lt(judged);
        judged = R::select(stricter, judgement, judged);
        through = R::select(stricter, licensing.mul_add(licensed, unconditional), through);
        let some = force.gt(R::zero());
        if let Some(most) = rule.quota {
            let bound = R::splat(most) / force.max(R::splat(NOTHING));
            quota = R::select(some, quota.min(bound), quota);
        }
        if let Some(most) = rule.cap {
            let bound = R::splat(most) / force.max(R::splat(NOTHING));
            cap = R::select(some, cap.min(bound), cap);
        }
        if rule.fee > 0.0 {
            fee = fee.max(force * R::splat(rule.fee));
        }
    }
    [through, quota, cap, fee]
}

/// A limit over parts of a step: one that binds for part of it is as much wider.
#[derive(Clone, Copy, Debug)]
struct Limit<R> {
    least: R,
    bound: R,
}

impl<R: Real> Limit<R> {
    #[inline(always)]
    fn none() -> Self {
        Self { least: R::splat(UNBOUNDED), bound: R::zero() }
    }

    #[inline(always)]
    fn add(&mut self, limit: R, share: R) {
        let binds = limit.lt(R::splat(UNBOUNDED)) & share.gt(R::zero());
        self.least = R::select(binds, self.least.min(limit), self.least);
        self.bound += R::select(binds, share, R::zero());
    }

    #[inline(always)]
    fn value(self) -> R {
        (self.least / self.bound.max(R::splat(NOTHING))).min(R::splat(UNBOUNDED))
    }
}

/// Inputs of terms in force.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Rules of the policy.
    pub permits: &'a Permits,
    /// Luck; of a regime's laws that of the first counts.
    pub luck: &'a Luck<R>,
    /// Number of the step.
    pub step: usize,
}

impl<R: Real> Work for Flow<'_, Parameters<R>, (), Reads<'_, R>> {
    type Done = InForce<R>;

    #[inline(always)]
    fn run(self) -> InForce<R> {
        let Flow { parameters: p, reads: Reads { setting, permits, luck, step }, .. } = self;
        let mut splits = Vec::with_capacity(permits.sub_intervals_by_step[step].len());
        for (share, rules) in one_by_one(permits.sub_intervals_of(step)) {
            splits.push(split(p, setting, &permits.regimes, share, rules, &luck.reversal));
        }
        let coverage = &permits.coverages[permits.coverage_by_step[step]];
        let mut sales = Vec::with_capacity(coverage.kinds.len());
        for kind in one_by_one(&coverage.kinds) {
            sales.push(terms(p, setting, kind, &splits));
        }
        let mut denials = Vec::with_capacity(setting.makers.len());
        for (maker, without_reversals) in one_by_one(permits.denied(step).iter().enumerate()) {
            denials.push(denial(setting, without_reversals, &coverage.binds, Maker::new(maker), &splits));
        }
        InForce { sales, denials }
    }
}

/// A limit where it is finite.
#[inline(always)]
fn finite_limit<R: Real>(limit: f64) -> Option<R> {
    if limit.is_finite() { Some(R::splat(limit)) } else { None }
}

/// Terms of one kind of sale over a step.
#[inline(always)]
fn terms<R: Real>(
    p: &Parameters<R>,
    setting: &Setting,
    kind: &KindOfSale,
    splits: &[Split<'_, R>],
) -> TermsInForce<R> {
    if kind.covers.is_empty() {
        let without_reversals = &kind.without_reversals;
        return TermsInForce {
            through: without_reversals.through.at(p.licensing),
            quota: finite_limit(without_reversals.quota),
            cap: finite_limit(without_reversals.cap),
            fee: if without_reversals.fee > 0.0 { Some(R::splat(without_reversals.fee)) } else { None },
        };
    }
    let (mut limited, mut capped, mut charged) = (false, false, false);
    let (mut through, mut fee) = (R::zero(), R::zero());
    let (mut quota, mut cap) = (Limit::none(), Limit::none());
    for (split, covers) in one_by_one(splits.iter().zip(&kind.covers)) {
        for cover in covers {
            let rule = &setting.rules[split.rules[cover.rule].rule];
            limited |= rule.quota.is_some();
            capped |= rule.cap.is_some();
            charged |= rule.fee > 0.0;
        }
        for (part, &(share, some)) in one_by_one(split.parts.iter().enumerate()) {
            if !some {
                continue;
            }
            let [t, q, c, f] = sale(setting, covers, split, part, p.licensing);
            through = t.mul_add(share, through);
            if charged {
                fee = f.mul_add(share, fee);
            }
            if limited {
                quota.add(q, share);
            }
            if capped {
                cap.add(c, share);
            }
        }
    }
    TermsInForce {
        through,
        quota: if limited { Some(quota.value()) } else { None },
        cap: if capped { Some(cap.value()) } else { None },
        fee: if charged { Some(fee) } else { None },
    }
}

/// Denials to a maker over a step.
#[inline(always)]
fn denial<R: Real>(
    setting: &Setting,
    without_reversals: &Denials,
    binds: &[Row<Vec<usize>, Maker>],
    maker: Maker,
    splits: &[Split<'_, R>],
) -> DenialsInForce<R> {
    let (mut memory, mut tools) = (R::splat(without_reversals.memory), R::splat(without_reversals.tools));
    if !splits.is_empty() {
        (memory, tools) = (R::zero(), R::zero());
        for (split, binds) in one_by_one(splits.iter().zip(binds)) {
            for (part, &(share, some)) in one_by_one(split.parts.iter().enumerate()) {
                if !some {
                    continue;
                }
                let (mut least_memory, mut least_tools) = (R::zero(), R::zero());
                for &place in one_by_one(&binds[maker]) {
                    let rule = &setting.rules[split.rules[place].rule];
                    least_memory = least_memory.max(split.forces[place][part] * R::splat(rule.memory));
                    least_tools = least_tools.max(split.forces[place][part] * R::splat(rule.tools));
                }
                memory = least_memory.mul_add(share, memory);
                tools = least_tools.mul_add(share, tools);
            }
        }
    }
    DenialsInForce { memory: if without_reversals.memory > 0.0 { Some(memory) } else { None }, tools }
}

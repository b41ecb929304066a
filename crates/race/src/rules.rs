//! **S5 · Chip rules.** Dated rules say what share of each chip may be sold to each bloc.
//!
//! ```text
//! covers(r, i) = named  ∨  TPP_i ≥ T_r ∧ IO_i ≥ C_r  ∨  TPP_i ≥ T'_r ∧ density_i ≥ P_r
//! let(r, i)    = licensed share, or ℓ where none is known, if r licenses or i lies below both case-by-case lines;
//!                0 otherwise
//! force_r      = in force by date and policy · Π over replacing rules (1 − their force)
//!                a policy can keep a rule beyond its last day, not start it before its first
//! permitted_ib = mean over the days of a step of min over rules r with b among their destinations of 1 − force_r · (1 − let(r, i))
//! a rule of bloc o is reversed for good when h_o ∫ reversals_o dt from the end of the record on reaches −ln u
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | covers | whether a rule applies to a chip | switch | rule × chip |
//! | let | share of demand let through | share | rule × chip |
//! | force | how far a rule is in force | share | rule × day |
//! | ℓ | share of applications granted | share | – |
//! | permitted | what the strictest rule leaves | share | chip × bloc × step |
//! | h, u | hazard that a rule is reversed; one draw a regime and future | 1/yr; – | issuer; rule |
//!
//! Which rule is the strictest is judged at ℓ = ½, whatever share of licences is granted.
//!
//! A rule is in force, announced (written, its first day still to come) or reversed. The record ends with the first day of the
//! youngest law; from then on a rule may be reversed, and what it denied is open. Rules that stand in for one another are one
//! regime with one draw, that of the law of the record which the others replace, and fall together: so a policy that puts
//! another rule in a law's place is held against the law under the same politics.
//! A reversal acts from its own moment: terms of the step are those before and those after, each by its share of the step.
//! Should two of them fall into one step of one future, both act from the first.
//!
//! **Reads** the rules and chips of the setting, the levers `controls.change` and `controls.reversals`, luck. **Writes** the
//! terms of each sale. **Time**: up to the end of the record the same in all futures, so settled once a policy.
//! **Source**: 87 FR 62186, 88 FR 73458, 91 FR 1684, each in `evidence/rules.toml` with its thresholds.
//! Beside that share stand the least quota, the least cap at a multiple of home sales and the greatest fee of the rules in
//! force; a limit in force for part of a step is as much wider, a fee as much smaller.
//! Rules on memory and tools say what share of them the chip makers of a bloc are denied; what follows is the foundries'
//! (`fabs.rs`).
//! **Leaves out** end use and company lists; rules that nobody has written yet, a reversed rule's return, and a licence that is
//! taken back for a denial; politics that make one regime's end follow another's.
//! **Turned off when** every rule is suspended; reversals, when `controls.reversals` is 0.

use crate::chips::Catalogue;
use crate::setting::{Bloc, Chip, ChipData, MakerData, Rule, RuleData, Setting, place};
use crate::year::Step;
use overtake_model::{
    Calendar, Domain, Index, Layout, Lever, LeverTable, Mechanism, Row, Status, Table, parameters,
};
use overtake_num::{Mask, Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "controls";

/// Stream of the draws that decide when rules are reversed, by rule.
pub const REVERSAL: &str = "reversal";

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
        /// Hazard at which the bloc reverses each regime of its rules.
        reversal[bloc]: "1/yr" in 0.0..=3.0;
    }
}

/// Levers on rules.
pub const LEVERS: &[Lever] = &[
    Lever {
        key: "controls.change",
        unit: "share",
        domain: Domain { low: -1.0, high: 1.0 },
        neutral: 0.0,
        axis: "rule",
        sentence: "Added to whether a rule is in force: -1 sets a law aside, 1 puts in force what is not law",
        mechanism: KEY,
    },
    Lever {
        key: "controls.reversals",
        unit: "ratio",
        domain: Domain { low: 0.0, high: 100.0 },
        neutral: 1.0,
        axis: "bloc",
        sentence: "Multiplies the hazard that the bloc reverses its rules: 0 keeps them all",
        mechanism: KEY,
    },
];

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

place!(
    /// Chips that the same rules cover in the same way on their way to the same bloc.
    Kind
);

/// The rules of one policy, settled for every step as if none were ever reversed.
#[derive(Clone, Debug, PartialEq)]
pub struct Permits {
    terms: Vec<Table<Terms, Bloc, Chip>>,
    denied: Vec<Vec<Denied>>,
    /// Pieces of each step in which a rule may have been reversed; none before the record ends.
    open: Vec<Vec<Piece>>,
    /// Rules that cover a chip on its way to a bloc.
    covers: Table<Vec<Cover>, Bloc, Chip>,
    /// Chips to a bloc that the same rules cover in the same way are of one kind.
    kind: Table<Kind, Bloc, Chip>,
    /// Kinds in all.
    kinds: usize,
    /// Rules on memory and tools that bind each maker.
    binds: Vec<Vec<usize>>,
    /// The rule whose draw reverses each rule.
    regimes: Vec<Rule>,
}

/// A piece of a step in which one law holds throughout.
#[derive(Clone, Debug, PartialEq)]
struct Piece {
    /// Its share of the step.
    share: f64,
    /// How far each rule is in force while it is not reversed.
    forces: Vec<f64>,
    /// ∫ `controls.reversals` dt of each rule's issuer since it may be reversed, at the piece's start and end.
    exposed: Vec<(f64, f64)>,
}

/// What a rule makes of a chip, once and for all.
#[derive(Clone, Debug, PartialEq)]
struct Cover {
    rule: usize,
    surely: f64,
    licensed: f64,
    /// Rules that stand in for it here.
    replaced: Vec<usize>,
}

impl Permits {
    /// Settles the rules for every step.
    #[must_use]
    pub fn new(setting: &Setting, calendar: &Calendar, layout: &Layout, levers: &LeverTable) -> Self {
        let slots = |key: &str| layout.lever_range(key).unwrap_or(0..0).start;
        let (changes, reversals) = (slots("controls.change"), slots("controls.reversals"));
        let force = |rule: Rule, step: usize, moment: f64| {
            let data = &setting.rules[rule];
            let begun = f64::from(u8::from(moment >= data.from));
            let law = data.in_force * begun * f64::from(u8::from(moment < data.until));
            // A policy cannot put a rule in force before its first day, but may keep it beyond its last.
            (law + levers.get(changes + rule.get(), step).min(begun)).clamp(0.0, 1.0)
        };
        let (blocs, chips) = (setting.blocs.len(), setting.chips.len());
        let record_ends = record_ends(setting);
        let regimes: Vec<Rule> = setting.rules.places().map(|r| regime(setting, r, record_ends)).collect();
        let opens: Vec<f64> = regimes.iter().map(|r| setting.rules[*r].from.max(record_ends)).collect();
        let covered: Table<Vec<Cover>, Bloc, Chip> =
            Table::from_fn(blocs, chips, |b, i| covers(setting, b, i));
        let mut kinds: Vec<(Bloc, Chip)> = Vec::new();
        let kind = Table::from_fn(blocs, chips, |b, i| {
            let alike = |&(to, like): &(Bloc, Chip)| to == b && covered[(b, like)] == covered[(b, i)];
            Kind(kinds.iter().position(alike).unwrap_or_else(|| {
                kinds.push((b, i));
                kinds.len() - 1
            }))
        });
        let mut exposure = vec![0.0; regimes.len()];
        let mut settled = Self {
            terms: Vec::new(),
            denied: Vec::new(),
            open: Vec::new(),
            kinds: kinds.len(),
            kind,
            covers: covered,
            binds: setting.makers.values().iter().map(|m| binds(setting, m)).collect(),
            regimes,
        };
        for step in 0..calendar.steps() {
            let begin = calendar.moment(step).time;
            let mut pieces = Vec::new();
            for (from, to) in cut(setting, calendar, step) {
                let exposed = |r: Rule| {
                    let rate = levers.get(reversals + setting.rules[r].issuer.get(), step);
                    let since = begin.max(opens[r.get()]);
                    let by = |moment: f64| exposure[r.get()] + rate * (moment - since).max(0.0);
                    (by(from), by(to))
                };
                pieces.push(Piece {
                    share: (to - from) / calendar.dt(),
                    forces: setting.rules.places().map(|r| force(r, step, 0.5 * (from + to))).collect(),
                    exposed: setting.rules.places().map(exposed).collect(),
                });
            }
            if let Some(last) = pieces.last() {
                exposure = last.exposed.iter().map(|(_, end)| *end).collect();
            }
            let forces: Vec<(f64, &[f64])> = pieces.iter().map(|p| (p.share, p.forces.as_slice())).collect();
            settled.terms.push(Table::from_fn(blocs, chips, |b, i| {
                mean(forces.iter().map(|(share, forces)| (*share, strictest(setting, forces, b, i))))
            }));
            let denied = |maker: &MakerData| {
                let mut mean = Denied::default();
                for (share, forces) in &forces {
                    let denied = Denied::strictest(setting, forces, maker.bloc);
                    mean.memory = denied.memory.mul_add(*share, mean.memory);
                    mean.tools = denied.tools.mul_add(*share, mean.tools);
                }
                mean
            };
            settled.denied.push(setting.makers.values().iter().map(denied).collect());
            let reversible =
                |p: &Piece| p.exposed.iter().zip(&p.forces).any(|(x, force)| x.1 > 0.0 && *force > 0.0);
            let pieces = if pieces.iter().any(reversible) { pieces } else { Vec::new() };
            settled.open.push(pieces);
        }
        settled
    }

    /// What each maker is denied in a step, if no law is reversed.
    #[inline(always)]
    #[must_use]
    pub fn denied(&self, step: usize) -> &[Denied] {
        &self.denied[step]
    }

    /// Rules in force at the end of a step that may have been reversed by then, each with whether it has been in a future
    /// of these hazards by bloc and −ln u by rule.
    #[must_use]
    pub fn reversed(
        &self,
        setting: &Setting,
        step: usize,
        hazards: &[f64],
        patience: &[f64],
    ) -> Vec<(Rule, bool)> {
        let Some(piece) = self.open[step].last() else { return Vec::new() };
        let exposed = |r: &Rule| piece.forces[r.get()] > 0.0 && piece.exposed[r.get()].1 > 0.0;
        let reversed = |r: Rule| {
            let hazard = hazards[setting.rules[r].issuer.get()];
            (r, hazard * piece.exposed[r.get()].1 >= patience[self.regimes[r.get()].get()])
        };
        setting.rules.places().filter(exposed).map(reversed).collect()
    }

    /// Which terms are those of a chip on its way to a bloc.
    #[inline(always)]
    #[must_use]
    pub fn kind(&self, bloc: Bloc, chip: Chip) -> Kind {
        self.kind[(bloc, chip)]
    }

    /// Terms that the strictest rules leave, by chip, for one destination, if no law is reversed.
    #[inline(always)]
    #[must_use]
    pub fn terms(&self, step: usize, bloc: Bloc) -> &[Terms] {
        self.terms[step].row(bloc)
    }
}

/// The first day of the youngest law: later ones are nobody's yet.
fn record_ends(setting: &Setting) -> f64 {
    let law = |r: &&RuleData| r.in_force > 0.0;
    setting.rules.values().iter().filter(law).map(|r| r.from).fold(f64::NEG_INFINITY, f64::max)
}

/// A step cut at the days on which rules begin or end, so that one law holds throughout each piece.
fn cut(setting: &Setting, calendar: &Calendar, step: usize) -> Vec<(f64, f64)> {
    let now = calendar.moment(step);
    let (begin, end) = (now.time, now.time + now.dt);
    let mut cuts: Vec<f64> = setting.rules.values().iter().flat_map(|r| [r.from, r.until]).collect();
    // Reversals begin with the first day of a law, so that exposure is a straight line within a piece.
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

/// The rule whose draw reverses a rule: the law of the record that it replaces, or the rule itself.
fn regime(setting: &Setting, rule: Rule, record_ends: f64) -> Rule {
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

/// The rules that cover a chip on its way to a bloc.
fn covers(setting: &Setting, destination: Bloc, place: Chip) -> Vec<Cover> {
    let chip = &setting.chips[place];
    // A bloc's own rule on what it buys binds whoever makes the chip; its rule on what it sells, its makers only.
    let applies = |rule: &RuleData| {
        rule.destinations.contains(&destination)
            && (rule.issuer == chip.bloc || rule.issuer == destination)
            && treatment(rule, place, chip) != Treatment::Free
    };
    let mut covers = Vec::new();
    for (number, rule) in setting.rules.iter().filter(|(_, rule)| applies(rule)) {
        let (surely, licensed) = match (treatment(rule, place, chip), rule.licensed_share) {
            (Treatment::Free, _) => (1.0, 0.0),
            (Treatment::CaseByCase, Some(share)) => (share, 0.0),
            (Treatment::CaseByCase, None) => (0.0, 1.0),
            (Treatment::Denied, _) => (0.0, 0.0),
        };
        let stands_in = |(_, by): &(Rule, &RuleData)| by.replaces.contains(&number) && applies(by);
        let replaced = setting.rules.iter().filter(stands_in).map(|(other, _)| other.get()).collect();
        covers.push(Cover { rule: number.get(), surely, licensed, replaced });
    }
    covers
}

/// The rules on memory and tools that bind a maker.
fn binds(setting: &Setting, maker: &MakerData) -> Vec<usize> {
    let bind = |r: &RuleData| {
        r.destinations.contains(&maker.bloc) && r.issuer != maker.bloc && (r.memory > 0.0 || r.tools > 0.0)
    };
    setting.rules.iter().filter(|(_, r)| bind(r)).map(|(place, _)| place.get()).collect()
}

/// The strictest terms of all rules in force.
fn strictest(setting: &Setting, forces: &[f64], destination: Bloc, place: Chip) -> Terms {
    let mut terms = Terms::FREE;
    for cover in covers(setting, destination, place) {
        let rule = &setting.rules.values()[cover.rule];
        let mut force = forces[cover.rule];
        for other in &cover.replaced {
            force *= 1.0 - forces[*other];
        }
        let leaves = Through { surely: 1.0 - force * (1.0 - cover.surely), licensed: force * cover.licensed };
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

/// On what terms a chip may be sold to a bloc in a step, future by future.
#[derive(Clone, Copy, Debug)]
pub struct Sale<R> {
    /// Share of demand let through.
    pub through: R,
    /// Most chips in a year, where some rule says so.
    pub quota: Option<R>,
    /// The same as a multiple of what is shipped to the maker's own bloc.
    pub cap: Option<R>,
    /// Share of the price that the state takes, where it takes one.
    pub fee: Option<R>,
}

/// The same for what a maker is denied.
#[derive(Clone, Copy, Debug)]
pub struct Refused<R> {
    /// Share of the memory that it would buy abroad, where it is denied some.
    pub memory: Option<R>,
    /// Share of the tools that it would buy abroad.
    pub tools: R,
}

/// Everything that rules say in a step.
#[derive(Clone, Debug)]
pub struct Said<R> {
    /// On sales of each kind; nothing is let through of what nobody trades.
    pub sales: Row<Sale<R>, Kind>,
    /// To each maker.
    pub refused: Vec<Refused<R>>,
}

/// Stands for a limit that is none: far above any number of chips, and finite, so that it can be multiplied.
pub(crate) const UNBOUNDED: f64 = 1e30;
/// What stands for nothing in a division.
const NONE: f64 = 1e-30;

/// Rules in force at one moment, future by future, and what share of a piece has passed when the first law is reversed.
#[derive(Clone, Debug)]
struct Turn<'a, R> {
    /// Forces if nothing is ever reversed: where they are zero nothing is left to calculate.
    settled: &'a [f64],
    before: Vec<R>,
    after: Vec<R>,
    /// Share of the piece that lies after the reversal; zero where there is none.
    later: R,
    share: f64,
}

impl<R: Real> Turn<'_, R> {
    /// Forces before and after the reversals, each with its share of the step.
    #[inline(always)]
    fn parts(&self) -> [(&[R], R); 2] {
        let later = self.later * R::splat(self.share);
        [(&self.before, R::splat(self.share) - later), (&self.after, later)]
    }
}

/// Rules in a piece of a step before and after the reversals that fall into it.
#[inline(always)]
fn turn<'a, R: Real>(
    p: &Controls<R>,
    setting: &Setting,
    regimes: &[Rule],
    piece: &'a Piece,
    patience: &Row<R, Rule>,
) -> Turn<'a, R> {
    let rules = setting.rules.len();
    let (mut before, mut after, mut later) =
        (Vec::with_capacity(rules), Vec::with_capacity(rules), R::zero());
    for (r, rule) in one_by_one(setting.rules.iter()) {
        let stays = R::splat(piece.forces[r.get()]);
        let (start, end) = piece.exposed[r.get()];
        if piece.forces[r.get()] == 0.0 || end == 0.0 {
            before.push(stays);
            after.push(stays);
            continue;
        }
        let (hazard, due) = (p.reversal[rule.issuer.get()], patience[regimes[r.get()]]);
        let (first, last) = (hazard * R::splat(start), hazard * R::splat(end));
        let (was, is) = (first.ge(due), last.ge(due));
        before.push(R::select(was, R::zero(), stays));
        after.push(R::select(is, R::zero(), stays));
        let left = (last - due) / (last - first).max(R::splat(NONE));
        later = R::select(is & !was, later.max(left.min(R::one())), later);
    }
    Turn { settled: &piece.forces, before, after, later, share: piece.share }
}

/// Terms of a sale under rules in force: share let through, quota, cap, fee.
#[inline(always)]
fn sale<R: Real>(setting: &Setting, covers: &[Cover], settled: &[f64], forces: &[R], licensing: R) -> [R; 4] {
    let (one, half) = (R::one(), R::splat(0.5));
    let (mut through, mut judged) = (one, one);
    let (mut quota, mut cap, mut fee) = (R::splat(UNBOUNDED), R::splat(UNBOUNDED), R::zero());
    for cover in one_by_one(covers) {
        if settled[cover.rule] == 0.0 {
            continue;
        }
        let rule = &setting.rules.values()[cover.rule];
        let mut force = forces[cover.rule];
        for &other in one_by_one(&cover.replaced) {
            if settled[other] > 0.0 {
                force *= one - forces[other];
            }
        }
        let surely = one - force * R::splat(1.0 - cover.surely);
        let licensed = force * R::splat(cover.licensed);
        let judgement = half.mul_add(licensed, surely);
        let stricter = judgement.lt(judged);
        judged = R::select(stricter, judgement, judged);
        through = R::select(stricter, licensing.mul_add(licensed, surely), through);
        let some = force.gt(R::zero());
        if let Some(most) = rule.quota {
            let bound = R::splat(most) / force.max(R::splat(NONE));
            quota = R::select(some, quota.min(bound), quota);
        }
        if let Some(most) = rule.cap {
            let bound = R::splat(most) / force.max(R::splat(NONE));
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
    fn wide(self) -> R {
        (self.least / self.bound.max(R::splat(NONE))).min(R::splat(UNBOUNDED))
    }
}

/// What rules say in a step, future by future. `patience` is −ln u of each rule; that of its regime's law counts.
#[inline(always)]
pub fn said<R: Real>(
    p: &Controls<R>,
    setting: &Setting,
    catalogue: &Catalogue,
    permits: &Permits,
    step: usize,
    patience: &Row<R, Rule>,
) -> Said<R> {
    let mut turns = Vec::new();
    for piece in one_by_one(&permits.open[step]) {
        turns.push(turn(p, setting, &permits.regimes, piece, patience));
    }
    let nothing = Sale { through: R::zero(), quota: None, cap: None, fee: None };
    let mut sales = Row::filled(permits.kinds, nothing);
    let mut known: Row<bool, Kind> = Row::filled(permits.kinds, false);
    for b in setting.blocs.places() {
        let settled = permits.terms(step, b);
        for &i in one_by_one(catalogue.trading(Step::new(step))) {
            let kind = permits.kind(b, i);
            if !known[kind] {
                sales[kind] = terms(p, setting, &settled[i.get()], &permits.covers[(b, i)], &turns);
                known[kind] = true;
            }
        }
    }
    let mut refused = Vec::with_capacity(setting.makers.len());
    for (settled, binds) in one_by_one(permits.denied(step).iter().zip(&permits.binds)) {
        refused.push(denial(setting, settled, binds, &turns));
    }
    Said { sales, refused }
}

/// A limit that is one.
#[inline(always)]
fn bounded<R: Real>(limit: f64) -> Option<R> {
    if limit.is_finite() { Some(R::splat(limit)) } else { None }
}

/// Terms of one sale over a step.
#[inline(always)]
fn terms<R: Real>(
    p: &Controls<R>,
    setting: &Setting,
    settled: &Terms,
    covers: &[Cover],
    turns: &[Turn<'_, R>],
) -> Sale<R> {
    let (mut live, mut limited, mut capped, mut charged) = (false, false, false, false);
    for turn in turns {
        for cover in covers {
            let rule = &setting.rules.values()[cover.rule];
            let stands = turn.settled[cover.rule] > 0.0;
            live |= stands;
            limited |= stands && rule.quota.is_some();
            capped |= stands && rule.cap.is_some();
            charged |= stands && rule.fee > 0.0;
        }
    }
    if !live {
        return Sale {
            through: settled.through.at(p.licensing),
            quota: bounded(settled.quota),
            cap: bounded(settled.cap),
            fee: if settled.fee > 0.0 { Some(R::splat(settled.fee)) } else { None },
        };
    }
    let (mut through, mut fee) = (R::zero(), R::zero());
    let (mut quota, mut cap) = (Limit::none(), Limit::none());
    for turn in one_by_one(turns) {
        for (forces, share) in one_by_one(turn.parts()) {
            if !share.gt(R::zero()).any() {
                continue;
            }
            let [t, q, c, f] = sale(setting, covers, turn.settled, forces, p.licensing);
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
    Sale {
        through,
        quota: if limited { Some(quota.wide()) } else { None },
        cap: if capped { Some(cap.wide()) } else { None },
        fee: if charged { Some(fee) } else { None },
    }
}

/// What a maker is denied over a step.
#[inline(always)]
fn denial<R: Real>(
    setting: &Setting,
    settled: &Denied,
    binds: &[usize],
    turns: &[Turn<'_, R>],
) -> Refused<R> {
    let (mut memory, mut tools) = (R::splat(settled.memory), R::splat(settled.tools));
    if !turns.is_empty() && !binds.is_empty() {
        (memory, tools) = (R::zero(), R::zero());
        for turn in one_by_one(turns) {
            for (forces, share) in one_by_one(turn.parts()) {
                let (mut least_memory, mut least_tools) = (R::zero(), R::zero());
                for &r in binds {
                    let rule = &setting.rules.values()[r];
                    least_memory = least_memory.max(forces[r] * R::splat(rule.memory));
                    least_tools = least_tools.max(forces[r] * R::splat(rule.tools));
                }
                memory = least_memory.mul_add(share, memory);
                tools = least_tools.mul_add(share, tools);
            }
        }
    }
    Refused { memory: if settled.memory > 0.0 { Some(memory) } else { None }, tools }
}

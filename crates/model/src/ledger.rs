//! The one way to change a stock, and what it leaves behind.

use crate::table::{Index, Row};
use overtake_num::Real;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Names one kind of change, once, beside the mechanism that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Part of the mission that it belongs to.
    pub part: &'static str,
    /// Short name.
    pub key: &'static str,
    /// Words that follow the stock's name in a story.
    pub sentence: &'static str,
}

/// Account that changes: a stock of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Account {
    /// Name of the stock.
    pub stock: &'static str,
    /// Place of the member on the stock's first axis.
    pub member: usize,
    /// Place on its second axis, 0 where there is none.
    pub item: usize,
}

/// Names a limit that can decide what a mechanism does, once, beside it: a minimum, a maximum, a floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// Part of the mission that it belongs to.
    pub part: &'static str,
    /// Short name.
    pub key: &'static str,
    /// Axis of the members that it can bind.
    pub axis: &'static str,
    /// Sentence that says what it is when it binds.
    pub sentence: &'static str,
}

/// Names a feedback loop, once, with the link through which it closes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loop {
    /// Short name.
    pub key: &'static str,
    /// Parts of the mission through which it runs.
    pub parts: &'static [&'static str],
    /// Sentence that says how it goes round.
    pub sentence: &'static str,
    /// Values that pass its link, and the mechanism that reads them there.
    pub link: &'static str,
    /// Levers that disturb what enters it, each with the value at which it does.
    pub disturbed: &'static [(&'static str, f64)],
}

/// Receives every line of every change, which constraints bind, and what passes the links of loops.
pub trait Ledger<R: Real> {
    /// Whether anybody reads it. Where nobody does, whether a constraint binds need not be found out:
    /// `if L::KEPT { ledger.binds(…) }`.
    const KEPT: bool;
    /// Whether what passes the links of loops is noted or changed.
    const LOOPS: bool = false;
    /// One line: the stock `account` changed by `amount` because of `line`.
    fn line(&mut self, account: Account, line: &'static Line, amount: R);
    /// A constraint binds a member in this step where the mask holds. What is never said does not bind.
    fn binds(&mut self, constraint: &'static Constraint, member: usize, binds: R::Mask);
    /// Values pass the link of a loop on their way to the mechanism that closes it. A ledger that cuts the loop puts others
    /// in their place; no other touches them.
    #[inline(always)]
    fn passes(&mut self, _: &'static Loop, _: &mut [R]) {}
}

/// A row as it arrives past the link of a loop: the same one, unless somebody asks about loops.
#[inline(always)]
pub fn past<'a, R: Real, I: Index, L: Ledger<R>>(
    row: &'a Row<R, I>,
    link: &'static Loop,
    ledger: &mut L,
) -> Cow<'a, Row<R, I>> {
    if !L::LOOPS {
        return Cow::Borrowed(row);
    }
    let mut arriving = row.clone();
    ledger.passes(link, arriving.values_mut());
    Cow::Owned(arriving)
}

/// One value as it arrives past the link of a loop.
#[inline(always)]
pub fn value_past<R: Real>(mut value: R, link: &'static Loop, ledger: &mut impl Ledger<R>) -> R {
    ledger.passes(link, std::slice::from_mut(&mut value));
    value
}

impl<R: Real> Ledger<R> for () {
    const KEPT: bool = false;
    #[inline(always)]
    fn line(&mut self, _: Account, _: &'static Line, _: R) {}
    #[inline(always)]
    fn binds(&mut self, _: &'static Constraint, _: usize, _: R::Mask) {}
}

/// Count of the steps in which a constraint bound a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The constraint.
    pub constraint: &'static Constraint,
    /// Place of the member.
    pub member: usize,
    /// Steps in which it bound.
    pub steps: usize,
    /// Last step in which it bound.
    pub last: usize,
}

/// A kept line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Number of the step in which it was made.
    pub step: usize,
    /// Stock and member.
    pub account: Account,
    /// Line that names the reason.
    pub line: &'static Line,
    /// Change of the stock over the step.
    pub amount: f64,
}

/// Keeps every line, for stories and for the balance laws.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    /// Step that is running; the caller moves it on.
    pub step: usize,
    /// Lines in the order in which they were made.
    pub entries: Vec<Entry>,
    /// Constraints that bound.
    pub bound: Vec<Bound>,
}

impl Ledger<f64> for Recorder {
    const KEPT: bool = true;
    fn line(&mut self, account: Account, line: &'static Line, amount: f64) {
        self.entries.push(Entry { step: self.step, account, line, amount });
    }

    fn binds(&mut self, constraint: &'static Constraint, member: usize, binds: bool) {
        if !binds {
            return;
        }
        let last = self.step;
        match self.bound.iter_mut().find(|b| b.constraint.key == constraint.key && b.member == member) {
            // One that binds several items of a member binds the member once a step.
            Some(bound) if bound.last == last => {}
            Some(bound) => (bound.steps, bound.last) = (bound.steps + 1, last),
            None => self.bound.push(Bound { constraint, member, steps: 1, last }),
        }
    }
}

/// Notes what passes the links of all loops in one trajectory, so that another can be run with one of them frozen.
///
/// Links pass in the same order in every trajectory of a world and calendar, so a loop's path is a plain list.
#[derive(Clone, Debug, Default)]
pub struct Tape {
    paths: BTreeMap<&'static str, Vec<f64>>,
}

impl Tape {
    /// Keys of the loops of which it holds a path.
    pub fn loops(&self) -> impl Iterator<Item = &'static str> {
        self.paths.keys().copied()
    }

    /// A ledger that freezes one loop at this tape's path of it; one that is not on the tape passes.
    #[must_use]
    pub fn cut(&self, key: &str) -> Cut<'_> {
        let frozen = self.paths.get_key_value(key);
        Cut { frozen: frozen.map(|(key, path)| (*key, path.as_slice())) }
    }
}

impl Ledger<f64> for Tape {
    const KEPT: bool = false;
    const LOOPS: bool = true;
    fn line(&mut self, _: Account, _: &'static Line, _: f64) {}
    fn binds(&mut self, _: &'static Constraint, _: usize, _: bool) {}
    fn passes(&mut self, link: &'static Loop, values: &mut [f64]) {
        self.paths.entry(link.key).or_default().extend_from_slice(values);
    }
}

/// Freezes one loop at a path that a [`Tape`] noted.
#[derive(Clone, Debug)]
pub struct Cut<'a> {
    frozen: Option<(&'static str, &'a [f64])>,
}

impl Ledger<f64> for Cut<'_> {
    const KEPT: bool = false;
    const LOOPS: bool = true;
    fn line(&mut self, _: Account, _: &'static Line, _: f64) {}
    fn binds(&mut self, _: &'static Constraint, _: usize, _: bool) {}
    fn passes(&mut self, link: &'static Loop, values: &mut [f64]) {
        if let Some((key, path)) = self.frozen.as_mut()
            && *key == link.key
            && let Some((noted, rest)) = path.split_at_checked(values.len())
        {
            *path = rest;
            values.copy_from_slice(noted);
        }
    }
}

/// Changes a stock by its flows over `dt` years, one line each, in the order given.
///
/// The order of additions is the same whatever the ledger, so recording changes no bit.
#[inline(always)]
pub fn change<R: Real, const K: usize>(
    stock: &mut R,
    account: Account,
    dt: f64,
    flows: [(&'static Line, R); K],
    ledger: &mut impl Ledger<R>,
) {
    for (line, flow) in flows {
        // What is a change already is not multiplied.
        let amount = if dt == 1.0 { flow } else { flow * R::splat(dt) };
        *stock += amount;
        ledger.line(account, line, amount);
    }
}

/// Sets a stock to a value found as a whole, as lines that are worked out only where somebody keeps them.
#[inline(always)]
pub fn set_by<R: Real, L: Ledger<R>, const K: usize>(
    stock: &mut R,
    account: Account,
    value: R,
    lines: impl FnOnce() -> [(&'static Line, R); K],
    ledger: &mut L,
) {
    if L::KEPT {
        for (line, amount) in lines() {
            ledger.line(account, line, amount);
        }
    }
    *stock = value;
}

/// Sets a stock to a value found in closed form, as one line that carries the difference.
#[inline(always)]
pub fn set<R: Real>(
    stock: &mut R,
    account: Account,
    value: R,
    line: &'static Line,
    ledger: &mut impl Ledger<R>,
) {
    ledger.line(account, line, value - *stock);
    *stock = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    static IN: Line = Line { part: "S0", key: "in", sentence: "what came in" };
    static OUT: Line = Line { part: "S0", key: "out", sentence: "what went out" };

    #[test]
    fn recorded_lines_sum_to_the_change_of_the_stock_and_move_no_bit() {
        let account = Account { stock: "water", member: 0, item: 0 };
        let (mut silent, mut kept) = (10.0_f64, 10.0_f64);
        let mut recorder = Recorder::default();
        for _ in 0..100 {
            let flows = |stock: f64| [(&IN, 3.1), (&OUT, -0.2 * stock)];
            let (first, second) = (flows(silent), flows(kept));
            change(&mut silent, account, 0.25, first, &mut ());
            change(&mut kept, account, 0.25, second, &mut recorder);
        }
        assert_eq!(silent.to_bits(), kept.to_bits());
        let sum: f64 = recorder.entries.iter().map(|e| e.amount).sum();
        assert!((sum - (kept - 10.0)).abs() < 1e-12 * kept);
        assert_eq!(recorder.entries.len(), 200);
    }

    #[test]
    fn a_loop_that_is_cut_reads_what_the_tape_noted() {
        static ROUND: Loop =
            Loop { key: "round", parts: &["S0"], sentence: "round it goes", link: "", disturbed: &[] };
        static OTHER: Loop = Loop { key: "other", ..ROUND };
        let mut tape = Tape::default();
        for step in 0..2 {
            tape.passes(&ROUND, &mut [f64::from(step), 10.0]);
            assert_eq!(value_past(-1.0, &OTHER, &mut tape), -1.0);
        }
        let mut cut = tape.cut("round");
        for step in 0..2 {
            let mut values = [7.0, 8.0];
            cut.passes(&ROUND, &mut values);
            assert_eq!(values, [f64::from(step), 10.0]);
            assert_eq!(value_past(3.0, &OTHER, &mut cut), 3.0);
        }
        assert_eq!(value_past(3.0, &ROUND, &mut tape.cut("never")), 3.0);
    }

    #[test]
    fn a_constraint_counts_once_a_step_and_member() {
        static FULL: Constraint =
            Constraint { part: "S0", key: "full", axis: "bloc", sentence: "it is full" };
        let mut recorder = Recorder::default();
        for step in 0..3 {
            recorder.step = step;
            for binds in [true, false, true] {
                recorder.binds(&FULL, 0, binds);
            }
            recorder.binds(&FULL, 1, step == 2);
        }
        let counted: Vec<_> = recorder.bound.iter().map(|b| (b.member, b.steps)).collect();
        assert_eq!(counted, [(0, 3), (1, 1)]);
    }
}

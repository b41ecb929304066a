//! The one way to change a stock, and what it leaves behind.

use overtake_num::Real;

/// Names one kind of change, once, beside the mechanism that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Part of the mission that it belongs to.
    pub part: &'static str,
    /// Short name.
    pub key: &'static str,
    /// What it is, in a few words that follow the stock's name in a story.
    pub sentence: &'static str,
}

/// Which stock of which member changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Account {
    /// Name of the stock.
    pub stock: &'static str,
    /// Place of the member on the stock's first axis.
    pub member: usize,
    /// Place on its second axis, 0 where there is none.
    pub item: usize,
}

/// Receives every line of every change.
pub trait Ledger<R> {
    /// One line: the stock `account` changed by `amount` because of `line`.
    fn line(&mut self, account: Account, line: &'static Line, amount: R);
}

impl<R> Ledger<R> for () {
    #[inline(always)]
    fn line(&mut self, _: Account, _: &'static Line, _: R) {}
}

/// A kept line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// Number of the step in which it was made.
    pub step: usize,
    /// Stock and member.
    pub account: Account,
    /// Why.
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
}

impl Ledger<f64> for Recorder {
    fn line(&mut self, account: Account, line: &'static Line, amount: f64) {
        self.entries.push(Entry { step: self.step, account, line, amount });
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
    let dt = R::splat(dt);
    for (line, flow) in flows {
        let amount = flow * dt;
        *stock += amount;
        ledger.line(account, line, amount);
    }
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
}

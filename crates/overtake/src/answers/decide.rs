//! Claims decided future by future, from the columns that a block of a run holds.

use crate::answers::compile::{Claims, How};
use overtake_ensemble::answers::{ClaimColumn, ClaimValues};
use overtake_ensemble::claims::{Compiled, Truth, contrast};
use overtake_ensemble::view::ChunkColumns;

impl Claims {
    /// Decides the claims for some futures.
    #[must_use]
    pub fn decide(&self, chunk: &ChunkColumns<'_>) -> Vec<ClaimColumn> {
        let mut cells = Vec::new();
        let mut claim = 0;
        let evaluate = |expression: &Compiled, policy: usize| {
            expression.evaluate(chunk.rows(policy), &|key| chunk.column(key, policy))
        };
        for (_, how) in &self.claims {
            match how {
                How::Waits(_) | How::NotSimulated => {}
                How::Outcome(expression) => {
                    for policy in 0..chunk.policies() {
                        let rows = chunk.rows(policy);
                        let mut truths = expression.truths(rows, &|key| chunk.column(key, policy));
                        for (row, truth) in truths.iter_mut().enumerate() {
                            // A broken trajectory says nothing, whatever an expression makes of nothing.
                            if chunk.broken(policy, row) {
                                *truth = Truth::Undefined;
                            }
                        }
                        cells.push(ClaimColumn { claim, policy, values: ClaimValues::Truth(truths) });
                    }
                    claim += 1;
                }
                How::Contrast { expression, treated, control, band, better, relative, falls } => {
                    if let (Some(treated), Some(control)) = (self.policy(treated), self.policy(control)) {
                        let effect = |(t, c): (f64, f64)| if *relative { 100.0 * (t - c) / c } else { t - c };
                        let moved = |expression: &Compiled| -> Vec<f64> {
                            let (treated, control) =
                                (evaluate(expression, treated), evaluate(expression, control));
                            treated.into_iter().zip(control).map(effect).collect()
                        };
                        let mut effects = moved(expression);
                        if let Some(falls) = falls {
                            for (rise, change) in effects.iter_mut().zip(moved(falls)) {
                                // What is unknown of either is unknown of both.
                                *rise = if change.is_nan() { change } else { rise.min(-change) };
                            }
                        }
                        for (row, effect) in effects.iter_mut().enumerate() {
                            if chunk.broken(treated, row) || chunk.broken(control, row) {
                                *effect = f64::NAN;
                            }
                        }
                        let mut answers: Vec<Option<Truth>> =
                            effects.iter().map(|&effect| Some(contrast(effect, *band, *better))).collect();
                        // Futures that only one of the two policies runs have no answer at all.
                        effects.resize(chunk.rows(treated), f64::NAN);
                        answers.resize(chunk.rows(treated), None);
                        let answers = ClaimValues::Contrast(answers);
                        cells.push(ClaimColumn { claim: claim + 1, policy: treated, values: answers });
                        cells.push(ClaimColumn {
                            claim,
                            policy: treated,
                            values: ClaimValues::Effect(effects),
                        });
                    }
                    claim += 2;
                }
            }
        }
        cells
    }
}

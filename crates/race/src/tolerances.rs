//! How far an outcome may move when the step is made shorter, in its own ensemble deviations, by what it follows.

/// Of what follows use of AI.
pub const OF_USE: f64 = 0.05;
/// Of what is read off chips' prices, which answer within a step.
pub const OF_PRICES: f64 = 0.15;
/// Of what follows investment, which answers to income of the step before.
pub const OF_INVESTMENT: f64 = 0.3;

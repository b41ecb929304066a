//! How far an outcome may move when the step is made shorter, in its own ensemble deviations, by what it follows.

/// Tolerance of outcomes that follow use of AI, ensemble deviations.
pub const OF_USE: f64 = 0.05;
/// Tolerance of outcomes read off chips' prices, which respond within a step, ensemble deviations.
pub const OF_PRICES: f64 = 0.15;
/// Tolerance of outcomes that follow investment, which responds to income of the step before, ensemble deviations.
pub const OF_INVESTMENT: f64 = 0.3;

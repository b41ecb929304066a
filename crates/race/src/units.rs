//! Conversions between units, and the gauge of capability.

use overtake_num::Real;

/// Percent in one.
pub const PERCENT: f64 = 100.0;
/// One million: tokens in the unit of their price.
pub const MILLION: f64 = 1e6;
/// One billion: dollars in the unit of money that levers and beliefs use.
pub const BILLION: f64 = 1e9;
/// One trillion: dollars in the unit of value added, so that powers of it stay small.
pub const TRILLION: f64 = 1e12;
/// Years in a quarter.
pub const QUARTER: f64 = 0.25;
/// Seconds in a year.
const SECONDS: f64 = 31_557_600.0;

/// Dense 16-bit throughput of an H100, TFLOP/s.
pub const H100_TFLOPS: f64 = 989.4;
/// Memory bandwidth of an H100, GB/s.
pub const H100_DRAM: f64 = 3350.0;
/// Work of an H100 in a year, FLOP.
pub const FLOP_PER_H100_YEAR: f64 = H100_TFLOPS * 1e12 * SECONDS;

/// kW that run through a year of 8,766 hours for each TWh.
pub const KW_PER_TWH: f64 = 1e9 / 8766.0;
/// TWh a year for each kW that runs throughout.
pub const TWH_PER_KW: f64 = 1.0 / KW_PER_TWH;

/// Unit of capabilities.
pub const CAPABILITY: &str = "log of compute times software over 1e25 FLOP, software of 2020-Q1";
/// The run whose capability is zero with the software of 2020-Q1, FLOP.
pub const GAUGE_FLOP: f64 = 1e25;
/// The date whose software gauges capability, a decimal year.
pub const GAUGE_DATE: f64 = 2023.0;
/// Capability of a laboratory that has nothing, a log: below anything that a chip can do.
pub const NO_CAPABILITY: f64 = -60.0;

/// Size of a run from its log over the gauge, FLOP.
#[inline(always)]
pub fn flop<R: Real>(ln_run: R) -> R {
    ln_run.exp() * R::splat(GAUGE_FLOP)
}

//! Many futures, counted: the share in which a claim holds and how sure that is.

use super::decide::Truth;
use crate::design::{SCRAMBLES, schools_apart};
use overtake_num::replicates::half_width;
use serde::{Deserialize, Serialize};

/// Fewer qualifying futures than this answer nothing.
pub const TOO_FEW: u64 = 100;

/// The 97.5% quantile of the standard normal.
const Z: f64 = 1.959_963_984_540_054;
/// By how much any future's weight may be wrong in the prior band.
const WEIGHT: f64 = 1.5;

/// A future with what the claim is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Decided {
    /// Number of the future; its scramble is that number's last digit.
    pub future: u64,
    /// What the claim is.
    pub truth: Truth,
    /// Effect of a contrast, NaN elsewhere.
    pub effect: f64,
}

/// The answer to a claim under one policy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Policy.
    pub policy: String,
    /// Futures asked.
    pub futures: u64,
    /// Futures in which it holds.
    #[serde(rename = "true")]
    pub holds: u64,
    /// Futures in which it does not.
    #[serde(rename = "false")]
    pub fails: u64,
    /// Futures in which a contrast's effect is within its band.
    pub within_band: u64,
    /// Futures of which it says nothing, broken ones included.
    pub undefined: u64,
    /// Share in which it holds among those of which it says something.
    pub share: Option<f64>,
    /// 95% interval of that share from the ten independent scrambles; none where fewer than two of them say something.
    pub sampling: Option<(f64, f64)>,
    /// Least and greatest share under any one school of any one switch, the schools of all others as they come; the share itself in
    /// a model without schools, and none where no school can be compared with a rival.
    pub schools: Option<(f64, f64)>,
    /// The schools of that least and greatest share, each as `switch.school`.
    #[serde(default)]
    pub schools_named: Option<(String, String)>,
    /// The share if any future's weight may be wrong by half as much again, either way.
    pub prior_band: Option<(f64, f64)>,
    /// Median effect of a contrast.
    pub median_effect: Option<f64>,
}

impl Share {
    /// Futures of which it says something.
    #[must_use]
    pub const fn qualifying(&self) -> u64 {
        self.holds + self.fails + self.within_band
    }
}

/// Counts decided futures. Schools are told apart by the caller: `switches` names those of each switch, and `school` gives the place
/// among them of the one that holds in a future.
#[must_use]
pub fn share(
    policy: &str,
    decided: &[Decided],
    switches: &[Vec<String>],
    school: impl Fn(usize, u64) -> usize,
) -> Share {
    let count = |truth: Truth| decided.iter().filter(|d| d.truth == truth).count() as u64;
    let (holds, fails) = (count(Truth::True), count(Truth::False));
    let (within, undefined) = (count(Truth::Within), count(Truth::Undefined));
    let qualifying = holds + fails + within;
    let found = (qualifying > 0).then(|| holds as f64 / qualifying as f64);
    let mut effects: Vec<f64> = decided.iter().map(|d| d.effect).filter(|e| e.is_finite()).collect();
    effects.sort_by(f64::total_cmp);
    let middle = effects.len() / 2;
    let median = match effects.len() {
        0 => None,
        n if n % 2 == 1 => Some(effects[middle]),
        _ => Some(0.5 * (effects[middle - 1] + effects[middle])),
    };
    let rivals = rivals(decided, switches, school);
    Share {
        policy: policy.to_owned(),
        futures: decided.len() as u64,
        holds,
        fails,
        within_band: within,
        undefined,
        share: found,
        sampling: found.and_then(|share| sampling(decided, share, qualifying)),
        schools: if switches.is_empty() {
            found.zip(found)
        } else {
            rivals.map(|[low, high]| (low.1, high.1))
        },
        schools_named: rivals.map(|[low, high]| (low.0.clone(), high.0.clone())),
        prior_band: found.map(prior_band),
        median_effect: median,
    }
}

/// 95% interval from the spread of the share over scrambles, by Student's t with one degree of freedom less than there are
/// scrambles with a qualifying future; none with fewer than two of those.
///
/// Where scrambles agree so closely that their spread says nothing (all at zero or one), Wilson's interval for the number
/// of qualifying futures is taken instead, whichever is wider: a share is never claimed without width.
fn sampling(decided: &[Decided], share: f64, qualifying: u64) -> Option<(f64, f64)> {
    let shares: Vec<f64> = by_scramble(decided).into_iter().flatten().collect();
    let half = half_width(&shares)?;
    let (low, high) = ((share - half).max(0.0), (share + half).min(1.0));
    if half > 0.0 && low > 0.0 && high < 1.0 {
        return Some((low, high));
    }
    let (least, most) = wilson(share, qualifying as f64);
    Some((low.min(least), high.max(most)))
}

/// The share in each scramble; none where none of its futures says something.
fn by_scramble(decided: &[Decided]) -> Vec<Option<f64>> {
    let mut counts = vec![(0_u64, 0_u64); SCRAMBLES as usize];
    for d in decided.iter().filter(|d| d.truth != Truth::Undefined) {
        let (holds, all) = &mut counts[(d.future % SCRAMBLES) as usize];
        *holds += u64::from(d.truth == Truth::True);
        *all += 1;
    }
    counts.into_iter().map(|(holds, all)| (all > 0).then(|| holds as f64 / all as f64)).collect()
}

/// 95% interval of the difference `b` less `a` of two shares from runs with the same futures and luck: that of the
/// differences within each scramble. Where scrambles agree so closely that their spread says nothing, no future may have
/// turned by chance: then the least that a share of that many futures can be told from nothing.
#[must_use]
pub fn paired(a: &[Decided], b: &[Decided], difference: f64) -> Option<(f64, f64)> {
    let (one, two) = (by_scramble(a), by_scramble(b));
    let differences: Vec<f64> =
        one.iter().zip(&two).filter_map(|(a, b)| a.zip(*b).map(|(a, b)| b - a)).collect();
    let least = wilson(0.0, a.len().min(b.len()).max(1) as f64).1;
    let half = half_width(&differences)?.max(least);
    Some(((difference - half).max(-1.0), (difference + half).min(1.0)))
}

/// Wilson's interval for a share of `n` independent futures.
fn wilson(share: f64, n: f64) -> (f64, f64) {
    let square = Z * Z / n;
    let centre = (share + 0.5 * square) / (1.0 + square);
    let half = Z * (share * (1.0 - share) / n + 0.25 * square / n).sqrt() / (1.0 + square);
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

/// The schools of the least and the greatest share. Only those met in futures enough are compared, and only with rivals of their own
/// switch: one alone is no width.
fn rivals<'s>(
    decided: &[Decided],
    switches: &'s [Vec<String>],
    school: impl Fn(usize, u64) -> usize,
) -> Option<[(&'s String, f64); 2]> {
    if !schools_apart(decided.len() as u64) {
        return None;
    }
    let mut counts: Vec<Vec<(u64, u64)>> = switches.iter().map(|names| vec![(0, 0); names.len()]).collect();
    for d in decided.iter().filter(|d| d.truth != Truth::Undefined) {
        for (switch, counts) in counts.iter_mut().enumerate() {
            let (holds, all) = &mut counts[school(switch, d.future)];
            *holds += u64::from(d.truth == Truth::True);
            *all += 1;
        }
    }
    let met = switches.iter().zip(&counts);
    let met = met.map(|(names, counts)| names.iter().zip(counts).filter(|(_, c)| c.1 >= TOO_FEW));
    let rivals = met.filter(|schools| schools.clone().count() > 1).flatten();
    let shares = rivals.map(|(name, c)| (name, c.0 as f64 / c.1 as f64));
    let least = shares.clone().min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some([least, shares.max_by(|a, b| a.1.total_cmp(&b.1))?])
}

/// The share if every future's weight may be wrong by the factor, up where it holds and down where not, and the reverse.
#[must_use]
pub fn prior_band(share: f64) -> (f64, f64) {
    let k2 = WEIGHT * WEIGHT;
    (share / (share + k2 * (1.0 - share)), k2 * share / (k2 * share + 1.0 - share))
}

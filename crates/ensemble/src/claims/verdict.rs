//! What an answer comes to: a verdict on its share, and how much it is worth.

use super::share::{Share, TOO_FEW};
use serde::{Deserialize, Serialize};
use std::fmt;

/// On which side of one half a share lies, by its three widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// All three lie above.
    Holds,
    /// All three lie below.
    Fails,
    /// Two lie on one side.
    Leans,
    /// Fewer do.
    Open,
}

/// The verdict on an answer. A width that is not known lies on neither side. None where too few futures qualify.
#[must_use]
pub fn verdict(share: &Share) -> Option<Verdict> {
    let side = |width: Option<(f64, f64)>| {
        width.map_or(0, |(low, high)| {
            if low > 0.5 {
                1
            } else if high < 0.5 {
                -1
            } else {
                0
            }
        })
    };
    if share.qualifying() < TOO_FEW {
        return None;
    }
    let sum: i32 = [share.sampling, share.schools, share.prior_band].into_iter().map(side).sum();
    Some(match sum {
        3 => Verdict::Holds,
        -3 => Verdict::Fails,
        2 | -2 => Verdict::Leans,
        _ => Verdict::Open,
    })
}

/// What a status is decided from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Parts that it waits for.
    pub waits_for: Vec<String>,
    /// Whether its policies were run.
    pub run: bool,
    /// Qualifying futures under its main policy.
    pub qualifying: u64,
    /// Whether one equation fixes its sign.
    pub by_assumption: bool,
    /// Whether it is about the past.
    pub check: bool,
    /// Whether the run was calibrated.
    pub calibrated: bool,
}

/// How much an answer is worth, in documents one phrase.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Status {
    /// Too few futures have an answer.
    TooFew,
    /// It waits for parts of the mission.
    WaitsFor(Vec<String>),
    /// Its policies were not run.
    #[default]
    NotRun,
    /// One equation fixes its sign.
    ByAssumption,
    /// It is about the past.
    InSample,
    /// It rests on priors alone.
    PriorOnly,
    /// It comes from a calibrated run.
    Finding,
}

/// What comes before the parts for which a claim waits.
const WAITS_FOR: &str = "waits for ";
/// What stands between them.
const AND: &str = ", ";

impl Status {
    /// The status of an answer: the first that applies.
    #[must_use]
    pub fn of(facts: Facts) -> Self {
        let asked = facts.waits_for.is_empty() && facts.run;
        if asked && facts.qualifying < TOO_FEW {
            Self::TooFew
        } else if !facts.waits_for.is_empty() {
            Self::WaitsFor(facts.waits_for)
        } else if !facts.run {
            Self::NotRun
        } else if facts.by_assumption {
            Self::ByAssumption
        } else if facts.check {
            Self::InSample
        } else if !facts.calibrated {
            Self::PriorOnly
        } else {
            Self::Finding
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooFew => "too few",
            Self::WaitsFor(parts) => return write!(f, "{WAITS_FOR}{}", parts.join(AND)),
            Self::NotRun => "not run",
            Self::ByAssumption => "by assumption",
            Self::InSample => "in sample",
            Self::PriorOnly => "prior only",
            Self::Finding => "finding",
        })
    }
}

impl From<Status> for String {
    fn from(status: Status) -> Self {
        status.to_string()
    }
}

impl TryFrom<String> for Status {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if let Some(parts) = text.strip_prefix(WAITS_FOR) {
            return Ok(Self::WaitsFor(parts.split(AND).map(str::to_owned).collect()));
        }
        let plain =
            [Self::TooFew, Self::NotRun, Self::ByAssumption, Self::InSample, Self::PriorOnly, Self::Finding];
        plain.into_iter().find(|s| s.to_string() == text).ok_or_else(|| format!("`{text}` is no status"))
    }
}

//! The document of answers: what `claims.json` holds and `overtake claims --json` prints.

use overtake_ensemble::claims::{Facts, Share, Status, Verdict, verdict};
use overtake_evidence::{Origin, Reading};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Schema of `claims.json`.
pub const SCHEMA: &str = "overtake/claims/1";

/// What `overtake claims --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// `overtake/claims/1`.
    pub schema: String,
    /// Study.
    pub study: String,
    /// Seed.
    pub seed: u64,
    /// Futures.
    pub futures: u64,
    /// Version of the program.
    pub version: String,
    /// Digest of the results.
    pub digest: String,
    /// Claims in order.
    pub claims: Vec<Answered>,
}

/// One claim with its answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// `C12`.
    pub id: String,
    /// `a`, `b`, … or none.
    pub part: Option<String>,
    /// Which of its wordings.
    pub reading: Reading,
    /// Whose claim it is.
    pub origin: Origin,
    /// Whose opinion it is.
    pub owner: String,
    /// Whether it is about the past.
    pub check: bool,
    /// Parts of the mission that it needs.
    pub parts: Vec<String>,
    /// How much the answer is worth.
    pub status: Status,
    /// The claim in words.
    pub text: BTreeMap<String, String>,
    /// Unit of the effect of a contrast; `truth` elsewhere.
    pub unit: String,
    /// Indifference band of a contrast.
    pub band: Option<f64>,
    /// Outcomes that it reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<String>,
    /// Why its sign is fixed, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_assumption: Option<BTreeMap<String, String>>,
    /// Answers by policy.
    pub answers: Vec<Share>,
    /// What happened, for claims about the past.
    pub fact: Option<FactShown>,
    /// Whether it rests on speculative measures: then it has no verdict.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub speculative: bool,
    /// The verdict on the first of the answers; none where that has none.
    pub verdict: Option<Verdict>,
    /// Whether the two readings of the claim come out differently, for, against or open: then the words decide, not the
    /// futures.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reading_decides: bool,
    /// The assumptions that decide the first of the answers, the strongest first; none where there is nothing to decide. The
    /// list is empty where no assumption can be told from chance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deciding: Option<Vec<Deciding>>,
    /// How far those assumptions explain it together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained: Option<Explained>,
}

/// A fact beside a claim about the past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactShown {
    /// Key.
    pub key: String,
    /// What it is.
    pub what: BTreeMap<String, String>,
    /// Its value.
    pub value: f64,
    /// Least value that sources give.
    #[serde(default)]
    pub low: Option<f64>,
    /// Greatest value that sources give.
    #[serde(default)]
    pub high: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// Its date.
    pub date: String,
}

/// An assumption that decides a claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deciding {
    /// Key of the parameter.
    pub key: String,
    /// Share of the variance of the claim's truth that goes, on average, when the parameter is known (0 to 1).
    pub effect: f64,
    /// Lower end of the 95% interval; above 0, or the parameter is not named.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How far the named assumptions together tell whether a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explained {
    /// Share of the variance that a prediction from them takes off in futures that it was not fitted on; below 0 where it
    /// does worse than the share alone. Effects do not add up to it: those of assumptions that go together overlap, and what
    /// two do only together is in neither.
    pub held_out: f64,
}

/// What decides one claim under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Decides {
    /// At most five assumptions, the strongest first.
    pub deciding: Vec<Deciding>,
    /// How far they explain the claim together; none where none is named.
    pub explained: Option<Explained>,
}

impl Answered {
    /// `C12a`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}", self.id, self.part.as_deref().unwrap_or_default())
    }

    /// Key of its column in the run's table.
    #[must_use]
    pub fn column(&self) -> String {
        column(&self.name(), self.reading)
    }

    /// The answer under the main policy: the treated one of a contrast, else the reference.
    #[must_use]
    pub fn main(&self) -> Option<&Share> {
        self.answers.first()
    }

    /// The side of one half on which its first answer lies: 1, −1, or 0 where that is open.
    fn side(&self) -> Option<i32> {
        let share = self.main()?;
        Some(match (verdict(share)?, share.share? > 0.5) {
            (Verdict::Open, _) => 0,
            (_, true) => 1,
            (_, false) => -1,
        })
    }

    /// The verdict on one of its answers.
    #[must_use]
    pub fn verdict_on(&self, share: &Share) -> Option<Verdict> {
        verdict(share).filter(|_| !self.speculative)
    }

    /// Says how much its first answer is worth and on which side it lies.
    pub(super) fn judge(&mut self, waits_for: Vec<String>) {
        let main = self.main();
        let facts = Facts {
            waits_for,
            run: main.is_some(),
            qualifying: main.map_or(0, Share::qualifying),
            by_assumption: self.by_assumption.is_some(),
            check: self.check,
            calibrated: false,
        };
        self.verdict = main.and_then(|share| self.verdict_on(share));
        self.status = Status::of(facts);
    }

    /// Says what decides it.
    pub(super) fn rests_on(&mut self, decides: Option<Decides>) {
        let (deciding, explained) = decides.map(|d| (d.deciding, d.explained)).unzip();
        (self.deciding, self.explained) = (deciding, explained.flatten());
    }
}

/// Marks the claims whose readings disagree.
pub(super) fn mark_readings(all: &mut [Answered]) {
    let sides: Vec<(String, Option<i32>)> = all.iter().map(|c| (c.name(), c.side())).collect();
    for (claim, (name, own)) in all.iter_mut().zip(&sides) {
        let own = own.as_ref();
        claim.reading_decides = sides
            .iter()
            .any(|(other, side)| other == name && side.as_ref().zip(own).is_some_and(|(a, b)| a != b));
    }
}

/// Name of a claim's column: `C12a`, and `C12a.alternative` for the other reading.
#[must_use]
pub fn column(name: &str, reading: Reading) -> String {
    match reading {
        Reading::Main => name.to_owned(),
        Reading::Alternative => format!("{name}.{}", reading.name()),
    }
}

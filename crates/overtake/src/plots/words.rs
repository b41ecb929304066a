//! What a picture says beside its data.

use overtake_evidence::Language;

/// Where a picture comes from.
#[derive(Clone, Copy, Debug)]
pub struct Caption<'a> {
    /// Futures, with separators.
    pub futures: &'a str,
    /// Study.
    pub study: &'a str,
    /// Policy, as people call it.
    pub policy: &'a str,
    /// Seed.
    pub seed: u64,
    /// Version of the program.
    pub version: &'a str,
    /// Digest of the results.
    pub digest: &'a str,
}

/// Words of a picture.
#[derive(Clone, Debug)]
pub struct Words {
    /// Language of names that the evidence and figures give.
    pub language: Language,
    /// Language code of the document.
    pub code: String,
    /// The band from 5% to 95%.
    pub outer: String,
    /// The band from 25% to 75%.
    pub inner: String,
    /// The median.
    pub median: String,
    /// An observed point.
    pub observed: String,
    /// An observed point on which a path of the model rests.
    pub forced: String,
    /// After a unit, that its axis is logarithmic.
    pub log: String,
    /// In place of a band: zero in nearly all futures.
    pub zero: String,
    /// In place of a band: nothing is reported.
    pub nothing: String,
    /// How many observed points lie outside, of how many.
    pub outside: fn(usize, usize) -> String,
    /// What the picture may be taken for, and where it comes from.
    pub caption: fn(&Caption<'_>) -> String,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            language: Language::English,
            code: "en".to_owned(),
            outer: "5% to 95% of futures".to_owned(),
            inner: "25% to 75%".to_owned(),
            median: "median".to_owned(),
            observed: "observed, ± one standard deviation".to_owned(),
            forced: "observed, ± one standard deviation; forced: a path of the model rests on it".to_owned(),
            log: "; logarithmic".to_owned(),
            zero: "zero in 95 of 100 futures or more".to_owned(),
            nothing: "nothing reported in these years".to_owned(),
            outside: |outside, all| format!("{outside} of {all} observed outside 5–95%"),
            caption: |it| {
                let Caption { futures, study, policy, seed, version, digest } = it;
                format!(
                    "Shares of {futures} simulated futures, not probabilities: priors, not calibrated to the record. \
                     Each panel of a row has the same scale; on a logarithmic one, what is at or below the foot is drawn \
                     at the foot. Study {study}, policy “{policy}”, seed {seed}; overtake {version}, results {digest}."
                )
            },
        }
    }
}

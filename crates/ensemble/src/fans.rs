//! Fans of outcomes over time: how far the futures spread in each quarter under the reference policy.

use crate::reader::{RunTable, TableError};
use std::collections::BTreeMap;
use std::path::Path;

/// One outcome of one member over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fan {
    /// Key of the outcome.
    pub outcome: String,
    /// Key of the member.
    pub bloc: String,
    /// By quarter, in order.
    pub points: Vec<FanPoint>,
}

/// A fan in one quarter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FanPoint {
    /// The quarter, such as `2030Q4`.
    pub time: String,
    /// Where it ends, as a decimal year.
    pub ends: f64,
    /// What 5, 25, 50, 75 and 95 of a hundred futures lie at or below; NaN where none was counted.
    pub quantiles: [f64; 5],
}

/// Columns of `paths.parquet` with the quantiles of a [`FanPoint`].
pub(crate) const QUANTILES: [&str; 5] = ["q05", "q25", "q50", "q75", "q95"];
/// The word in the column `kind` of a row over all futures.
pub(crate) const QUANTILE: &str = "quantile";

impl Fan {
    /// Reads a run's `paths.parquet`: the fans of its reference policy, which stands in a row group of its own.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(file: &Path) -> Result<Vec<Self>, TableError> {
        let table = RunTable::open(file)?.group(0);
        let [kinds, outcomes, blocs, times] = ["kind", "outcome", "bloc", "time"].map(|key| table.texts(key));
        let (kinds, mut outcomes, mut blocs, mut times) = (kinds?, outcomes?, blocs?, times?);
        let ends = table.numbers("ends")?;
        let mut quantiles = Vec::new();
        for key in QUANTILES {
            quantiles.push(table.numbers(key)?);
        }
        let text = |column: &mut Vec<Option<String>>, row: usize| column[row].take().unwrap_or_default();
        let rows = (0..kinds.len()).filter(|&row| kinds[row].as_deref() == Some(QUANTILE));
        Ok(Self::gathered(rows.map(|row| {
            let point = FanPoint {
                time: text(&mut times, row),
                ends: ends[row],
                quantiles: std::array::from_fn(|place| quantiles[place][row]),
            };
            (text(&mut outcomes, row), text(&mut blocs, row), point)
        })))
    }

    /// Points in the order of time gathered into fans by outcome and member.
    pub(crate) fn gathered(points: impl Iterator<Item = (String, String, FanPoint)>) -> Vec<Self> {
        let mut fans: BTreeMap<(String, String), Vec<FanPoint>> = BTreeMap::new();
        for (outcome, bloc, point) in points {
            fans.entry((outcome, bloc)).or_default().push(point);
        }
        fans.into_iter().map(|((outcome, bloc), points)| Self { outcome, bloc, points }).collect()
    }
}

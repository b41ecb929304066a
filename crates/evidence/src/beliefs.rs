//! What is believed of each parameter, as the files `beliefs/*.toml` say it.

use crate::date::Date;
use crate::document::Document;
use crate::language::Text;
use crate::problem::{Place, Problem, Problems, shown};
use crate::provenance::{BELIEVED, Kind, Provenance};
use crate::reader::Reader;
use crate::value::ValueKind;
use overtake_num::quantile::Family;
use std::fmt;

/// The word that files use for a family.
fn name(family: Family) -> &'static str {
    Family::ALL.iter().find(|(_, known)| *known == family).map_or("", |(name, _)| name)
}

/// Whether a family lives on positive numbers only.
fn is_positive(family: Family) -> bool {
    matches!(family, Family::LogNormal | Family::LogUniform | Family::Pareto)
}

/// How a belief spreads around its central value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Not at all: a constant.
    Fixed,
    /// A family with its 5% and 95% quantiles before truncation to the domain.
    Spread {
        /// The family.
        family: Family,
        /// 5% quantile.
        q05: f64,
        /// 95% quantile.
        q95: f64,
    },
    /// A few values with weights.
    Discrete {
        /// The values.
        values: Vec<f64>,
        /// Their weights, not all zero.
        weights: Vec<f64>,
    },
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed => f.write_str("fixed"),
            Self::Spread { family, q05, q95 } => write!(f, "{} {q05} to {q95}", name(*family)),
            Self::Discrete { values, .. } => write!(f, "one of {values:?}"),
        }
    }
}

impl Shape {
    /// Reads `central` and the shape around it: `fixed = true`; `family`, `q05`, `q95`; or `family = "discrete"`,
    /// `values`, `weights`. Tells whatever does not fit together.
    #[must_use]
    pub fn read(reader: &Reader<'_>) -> Option<(f64, Self)> {
        for key in ["fixed", "family", "q05", "q95", "values", "weights"] {
            reader.expect(key);
        }
        let central = reader.number("central");
        let fixed = reader.boolean("fixed").unwrap_or(false);
        if fixed {
            for key in ["family", "q05", "q95", "values", "weights"].iter().filter(|k| reader.has(k)) {
                reader.hint(
                    key,
                    format!("`{}` says nothing of a fixed value", reader.spell(key)),
                    Some("leave it out, or leave out `fixed`".to_owned()),
                );
            }
            return reader.require(&["central"]).then_some((central?, Self::Fixed));
        }
        if reader.text("family") == Some("discrete") {
            return Self::read_discrete(reader, central);
        }
        let names: Vec<&str> = Family::ALL.iter().map(|(name, _)| *name).chain(["discrete"]).collect();
        let family = reader.one_of("family", &names).and_then(|place| Family::parse(names[place]));
        let complete = reader.require(&["central", "family", "q05", "q95"]);
        let (q05, q95) = (reader.number("q05"), reader.number("q95"));
        let (family, central, q05, q95) = (family?, central?, q05?, q95?);
        if !complete {
            return None;
        }
        if !(q05 < central && central < q95) {
            reader.hint(
                "central",
                format!(
                    "`{}` must lie between its quantiles: {q05} < {central} < {q95} does not hold",
                    reader.spell("central")
                ),
                Some("q05 < central < q95".to_owned()),
            );
            return None;
        }
        if is_positive(family) && q05 <= 0.0 {
            reader.hint(
                "q05",
                format!("`{}` is {q05}, but a {} is positive", reader.spell("q05"), name(family)),
                Some("take q05 > 0 or another family".to_owned()),
            );
            return None;
        }
        Some((central, Self::Spread { family, q05, q95 }))
    }

    fn read_discrete(reader: &Reader<'_>, central: Option<f64>) -> Option<(f64, Self)> {
        let complete = reader.require(&["central", "values", "weights"]);
        let (values, weights) = (reader.list_of_numbers("values"), reader.list_of_numbers("weights"));
        let (central, values, weights) = (central?, values?, weights?);
        if !complete {
            return None;
        }
        let total: f64 = weights.iter().sum();
        if values.len() != weights.len() || values.is_empty() {
            reader.problem("weights", format!("{} values have {} weights", values.len(), weights.len()));
        } else if values.windows(2).any(|pair| pair[0] >= pair[1]) {
            reader.problem("values", format!("`{}` must rise", reader.spell("values")));
        } else if weights.iter().any(|w| *w < 0.0) || !(total.is_finite() && total > 0.0) {
            reader.problem("weights", "weights must not be negative, nor all zero");
        } else if !(values[0] <= central && central <= values[values.len() - 1]) {
            reader.problem("central", format!("`{}` lies outside the values", reader.spell("central")));
        } else {
            return Some((central, Self::Discrete { values, weights }));
        }
        None
    }

    /// Every value that the shape names.
    pub(crate) fn values(&self) -> Vec<(&'static str, f64)> {
        match self {
            Self::Fixed => Vec::new(),
            Self::Spread { q05, q95, .. } => vec![("q05", *q05), ("q95", *q95)],
            Self::Discrete { values, .. } => values.iter().map(|v| ("values", *v)).collect(),
        }
    }
}

/// A belief on one parameter, or on one member of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Belief {
    /// `mechanism.name` for every member, or `mechanism.name.MEMBER` for one.
    pub key: String,
    /// What it is in a few words that finish "depends on …", for parameters that answers name.
    pub label: Option<Text>,
    /// The value of the central run.
    pub central: f64,
    /// The spread around it.
    pub shape: Shape,
    /// A typical range.
    pub typical: Option<(f64, f64)>,
    /// How it came about.
    pub kind: Kind,
    /// From where.
    pub provenance: Provenance,
    /// Series that it was derived from.
    pub series: Vec<String>,
    /// The first day on which somebody could have believed it.
    pub known_from: Date,
    /// Where it stands.
    pub place: Place,
    /// Where its series are named.
    pub series_place: Place,
}

/// All beliefs, and the keys of those that could not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Beliefs {
    pub(crate) list: Vec<Belief>,
    pub(crate) broken: Vec<String>,
}

impl Beliefs {
    /// Reads one file of beliefs.
    pub(crate) fn read(&mut self, document: &Document, problems: &Problems) {
        let top = document.reader(problems);
        let mut read = 0;
        for key in top.keys() {
            let Some(table) = top.table(key) else { continue };
            read += 1;
            if let Some(first) = self.list.iter().find(|b| b.key == key) {
                let message =
                    format!("`{key}` is believed twice, first at {}:{}", first.place.file, first.place.line);
                problems.push(table.here().problem(Some(key), message));
            } else if !key.contains('.') && table.keys().all(|k| is_table(&table, k)) {
                let message = format!("`{key}` is no parameter");
                let help = format!("write the whole key in quotes, such as [\"{key}.name\"]");
                problems.push(table.here().problem(Some(key), message).help(help));
            } else {
                match Belief::read(key, &table) {
                    Some(belief) => self.list.push(belief),
                    None => self.broken.push(key.to_owned()),
                }
                table.finish();
            }
        }
        if read == 0 {
            problems.push(Place::start_of(document.name()).problem(None, "the file holds no belief"));
        }
    }
}

fn is_table(reader: &Reader<'_>, key: &str) -> bool {
    reader.peek(key).is_some_and(|v| matches!(v.kind, ValueKind::Table(_)))
}

impl Belief {
    fn read(key: &str, table: &Reader<'_>) -> Option<Self> {
        let complete = table.require(&["kind", "source", "known_from", "note"]);
        let shape = Shape::read(table);
        table.expect("label_zh");
        let label = Text::read(table, "label", "label_zh");
        let provenance = Provenance::read(table, BELIEVED);
        let series = table.list_of_text("series").unwrap_or_default();
        let typical = table.list_of_numbers("typical");
        if let Some(range) = &typical
            && !matches!(range[..], [low, high] if low <= high)
        {
            table.hint("typical", "a typical range is two numbers", Some("typical = [low, high]".to_owned()));
        }
        let (central, shape) = shape?;
        if !complete {
            return None;
        }
        Some(Self {
            key: key.to_owned(),
            label,
            central,
            shape,
            typical: typical.and_then(|t| if let [low, high] = t[..] { Some((low, high)) } else { None }),
            kind: provenance.kind?,
            known_from: provenance.known_from?,
            provenance,
            series: series.into_iter().map(str::to_owned).collect(),
            place: table.here(),
            series_place: table.place("series"),
        })
    }

    /// Values that lie outside a domain, and a family that does not fit it.
    pub(crate) fn misfits(&self, low: f64, high: f64, unit: &str) -> Vec<Problem> {
        let typical = self.typical.iter().flat_map(|(a, b)| [("typical", *a), ("typical", *b)]);
        let mut problems: Vec<Problem> = std::iter::once(("central", self.central))
            .chain(self.shape.values())
            .chain(typical)
            .filter(|(_, value)| !(*value >= low && *value <= high))
            .map(|(what, value)| {
                let (key, value) = (&self.key, shown(value));
                let message =
                    format!("{what} of `{key}` is {value}; the model allows {low} to {high} {unit}");
                self.place.problem(Some(&self.key), message)
            })
            .collect();
        if let Shape::Spread { family: Family::Beta, .. } = self.shape
            && !(low.is_finite() && high.is_finite())
        {
            let message = format!("`{}` is a beta, but its domain {low} to {high} has no two ends", self.key);
            problems.push(self.place.problem(Some(&self.key), message).help("take lognormal or normal"));
        }
        problems
    }
}

//! Schools: rival formulations of a mechanism, each a whole bundle of beliefs that is never mixed with another's.
//!
//! A school states some figures in software of its own gauge year. Those that `[gauge.of]` names are decimal logs and are
//! carried to the year in which the model reads them, all by one rule: a figure of year y becomes
//! `figure + growth · (y − year) / ln 10`, since software of a later year is worth more.

use crate::beliefs::{Belief, Shape};
use crate::document::Document;
use crate::language::Text;
use crate::problem::{Place, Problem, Problems, did_you_mean};
use crate::provenance::{BELIEVED, Provenance};
use crate::reader::Reader;
use overtake_model::Domain;
use overtake_num::quantile::Distribution;
use std::collections::BTreeMap;

/// A school of one switch.
#[derive(Clone, Debug)]
pub struct School {
    /// The switch of which it is one position, such as `discovery`.
    pub switch: String,
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: Text,
    /// What it holds, in one sentence.
    pub sentence: Text,
    /// The year in whose software it states its figures, where it states such.
    pub gauge_year: Option<f64>,
    /// Key of its own threshold of general intelligence, where one of its beliefs is such.
    pub threshold: Option<String>,
    /// Its beliefs, in the model's gauge; one that names no member stands in for all members of its parameter.
    pub beliefs: Vec<Belief>,
    /// From where.
    pub provenance: Provenance,
    /// Where it stands.
    pub place: Place,
}

/// A rival prior of the effective compute that general intelligence takes.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// Its key.
    pub key: String,
    /// What it is.
    pub label: Text,
    /// Central value, decimal log of effective FLOP in the model's gauge.
    pub central: f64,
    /// Spread around it, likewise.
    pub shape: Shape,
    /// From where.
    pub provenance: Provenance,
    /// Where it stands.
    pub place: Place,
}

impl Threshold {
    /// Its distribution, decimal logs.
    #[must_use]
    pub fn distribution(&self) -> Distribution {
        match &self.shape {
            Shape::Fixed => Distribution::Constant(self.central),
            Shape::Discrete { values, weights } => {
                Distribution::Discrete { values: values.clone(), weights: weights.clone() }
            }
            Shape::Spread { family, q05, q95 } => {
                let Domain { low, high } = Domain::REAL;
                Distribution::from_quantiles(*family, *q05, *q95, (low, high))
                    .unwrap_or(Distribution::Constant(self.central))
            }
        }
    }
}

/// Everything that `schools.toml` says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Schools {
    pub(crate) list: Vec<School>,
    pub(crate) thresholds: Vec<Threshold>,
    pub(crate) gauge: Gauge,
}

/// How figures of one gauge year become those of another.
#[derive(Clone, Debug, Default)]
pub struct Gauge {
    /// ln of software efficiency a year.
    pub growth: f64,
    /// The year in which the model reads each gauged figure.
    pub of: BTreeMap<String, f64>,
    /// From where.
    pub provenance: Provenance,
}

impl Gauge {
    /// What is added to a figure, a decimal log, that a school of `gauge_year` states.
    #[must_use]
    pub fn shift(&self, key: &str, gauge_year: f64) -> f64 {
        self.of.get(key).map_or(0.0, |year| self.growth * (gauge_year - year) / std::f64::consts::LN_10)
    }

    fn carry(&self, key: &str, gauge_year: f64, central: f64, shape: Shape) -> (f64, Shape) {
        let shift = self.shift(key, gauge_year);
        let shape = match shape {
            Shape::Fixed => Shape::Fixed,
            Shape::Spread { family, q05, q95 } => {
                Shape::Spread { family, q05: q05 + shift, q95: q95 + shift }
            }
            Shape::Discrete { values, weights } => {
                Shape::Discrete { values: values.iter().map(|v| v + shift).collect(), weights }
            }
        };
        (central + shift, shape)
    }
}

/// Reads the file.
pub(crate) fn read(document: &Document, problems: &Problems) -> Schools {
    let top = document.reader(problems);
    let gauge = top.table("gauge").map(read_gauge).unwrap_or_default();
    let thresholds: Vec<Threshold> =
        top.tables("threshold").into_iter().filter_map(|table| read_threshold(table, &gauge)).collect();
    let list: Vec<School> = top
        .tables("school")
        .into_iter()
        .filter_map(|table| read_school(table, &gauge, &thresholds))
        .collect();
    top.finish();
    for (number, school) in list.iter().enumerate() {
        let same = |s: &School| s.switch == school.switch && s.key == school.key;
        if list[..number].iter().any(same) {
            let message = format!("school `{}` of `{}` is given twice", school.key, school.switch);
            problems.push(school.place.problem(Some("school.key"), message));
        }
    }
    Schools { list, thresholds, gauge }
}

fn read_gauge(table: Reader<'_>) -> Gauge {
    table.require(&["growth", "of", "source"]);
    let mut of = BTreeMap::new();
    if let Some(years) = table.table("of") {
        for key in years.keys() {
            if let Some(year) = years.number(key) {
                of.insert(key.to_owned(), year);
            }
        }
        years.finish();
    }
    let gauge = Gauge {
        growth: table.number("growth").unwrap_or_default(),
        of,
        provenance: Provenance::read(&table, BELIEVED),
    };
    table.finish();
    gauge
}

fn read_school(table: Reader<'_>, gauge: &Gauge, thresholds: &[Threshold]) -> Option<School> {
    let needed = ["switch", "key", "label", "sentence", "source", "kind", "known_from"];
    let complete = table.require(&needed) & table.require(&["parameters"]);
    let provenance = Provenance::read(&table, BELIEVED);
    let year = table.number("gauge_year");
    let place = table.here();
    let (mut beliefs, mut threshold) = (Vec::new(), None);
    if let Some(parameters) = table.table("parameters") {
        for key in parameters.keys() {
            if year.is_none() && gauge.of.contains_key(key) {
                let message = format!("`{key}` is stated in software of a year: which?");
                table
                    .tell(table.here().problem(Some(key), message).help("add gauge_year = 2023 or the like"));
            }
            let Some(inner) = parameters.table(key) else { continue };
            match inner.text("threshold").map(str::to_owned) {
                Some(own) => {
                    beliefs.extend(read_reference(key, &own, inner, thresholds));
                    threshold = Some(own);
                }
                None => beliefs.extend(read_belief(key, inner, gauge, year.unwrap_or_default(), &provenance)),
            }
        }
        parameters.finish();
    }
    let (label, sentence) =
        (Text::read(&table, "label", "label_zh"), Text::read(&table, "sentence", "sentence_zh"));
    let (switch, key) = (table.text("switch"), table.text("key"));
    table.finish();
    complete.then_some(())?;
    Some(School {
        switch: switch?.to_owned(),
        key: key?.to_owned(),
        label: label?,
        sentence: sentence?,
        gauge_year: year,
        threshold,
        beliefs,
        provenance,
        place,
    })
}

/// A belief of a school that is one of the thresholds, so that a figure stands in one place.
fn read_reference(key: &str, own: &str, table: Reader<'_>, thresholds: &[Threshold]) -> Option<Belief> {
    let place = table.here();
    let label = Text::read(&table, "label", "label_zh");
    let found = thresholds.iter().find(|t| t.key == own);
    if found.is_none() {
        let message = format!("`{key}` is the threshold `{own}`, which is not here");
        let help = did_you_mean(own, thresholds.iter().map(|t| t.key.as_str()));
        table.tell(place.problem(Some(&format!("{key}.threshold")), message).maybe_help(help));
    }
    table.finish();
    let found = found?;
    Some(Belief {
        key: key.to_owned(),
        label,
        central: found.central,
        shape: found.shape.clone(),
        typical: None,
        kind: found.provenance.kind?,
        known_from: found.provenance.known_from?,
        provenance: found.provenance.clone(),
        series: Vec::new(),
        place: place.clone(),
        series_place: place,
    })
}

/// A belief of a school: its source, unless it has one of its own, and its date are the school's.
fn read_belief(
    key: &str,
    table: Reader<'_>,
    gauge: &Gauge,
    gauge_year: f64,
    school: &Provenance,
) -> Option<Belief> {
    let complete = table.require(&["kind", "note"]);
    let shape = Shape::read(&table);
    table.expect("label_zh");
    let label = Text::read(&table, "label", "label_zh");
    let mut provenance = Provenance::read(&table, BELIEVED);
    if provenance.source.is_empty() {
        provenance.source.clone_from(&school.source);
        provenance.place.clone_from(&school.place);
    }
    provenance.known_from = provenance.known_from.or(school.known_from);
    let place = table.here();
    table.finish();
    let (central, shape) = shape?;
    let (central, shape) = gauge.carry(key, gauge_year, central, shape);
    complete.then_some(())?;
    Some(Belief {
        key: key.to_owned(),
        label,
        central,
        shape,
        typical: None,
        kind: provenance.kind?,
        known_from: provenance.known_from?,
        provenance,
        series: Vec::new(),
        place: place.clone(),
        series_place: place,
    })
}

fn read_threshold(table: Reader<'_>, gauge: &Gauge) -> Option<Threshold> {
    let complete = table.require(&["key", "label", "gauge_year", "source", "kind", "known_from", "note"]);
    let shape = Shape::read(&table);
    let provenance = Provenance::read(&table, BELIEVED);
    let (key, label, year) =
        (table.text("key"), Text::read(&table, "label", "label_zh"), table.number("gauge_year"));
    let place = table.here();
    table.finish();
    let (central, shape) = shape?;
    let (central, shape) = gauge.carry("threshold", year?, central, shape);
    complete.then_some(())?;
    Some(Threshold { key: key?.to_owned(), label: label?, central, shape, provenance, place })
}

/// Parameters that belong to schools, each with the switch and whether every school of it has a belief.
pub(crate) fn check(schools: &Schools, known: &dyn Fn(&str) -> bool, problems: &Problems) {
    let mut switches: Vec<&str> = schools.list.iter().map(|s| s.switch.as_str()).collect();
    switches.dedup();
    for switch in switches {
        let of: Vec<&School> = schools.list.iter().filter(|s| s.switch == switch).collect();
        let keys: Vec<&str> = of.iter().flat_map(|s| s.beliefs.iter().map(|b| b.key.as_str())).collect();
        for school in &of {
            for key in &keys {
                if !school.beliefs.iter().any(|b| b.key == *key) {
                    let message = format!(
                        "school `{}` says nothing of `{key}`, and another of its switch does",
                        school.key
                    );
                    problems
                        .push(school.place.problem(Some(key), message).help("a school is a whole bundle"));
                }
            }
            for belief in school.beliefs.iter().filter(|b| !known(&b.key)) {
                let message =
                    format!("`{}` of school `{}` is no parameter of the model", belief.key, school.key);
                problems.push(belief.place.problem(Some(&belief.key), message));
            }
        }
    }
}

impl School {
    /// Its belief on a parameter, or on that of one member.
    #[must_use]
    pub fn belief(&self, key: &str) -> Option<&Belief> {
        self.beliefs.iter().find(|b| b.key == key)
    }

    /// Its belief on a slot, `parameter.MEMBER`: that on the member, or else that on all members.
    #[must_use]
    pub fn belief_on(&self, slot: &str, parameter: &str) -> Option<&Belief> {
        self.belief(slot).or_else(|| self.belief(parameter))
    }
}

/// A problem of a belief that two files hold.
pub(crate) fn held_twice(belief: &Belief, school: &School) -> Problem {
    let message = format!("`{}` is believed here and in the schools of `{}`", belief.key, school.switch);
    belief.place.problem(Some(&belief.key), message).help("leave it to the schools")
}

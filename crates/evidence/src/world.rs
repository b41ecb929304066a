//! The world: members of every axis, read by what the model declares of them.
//!
//! Any `*.toml` beside the files with a name of their own may hold axes: `[[chip]]` tables are the members of the axis
//! `chip`. Attributes are read by their declared unit; documentation is kept apart from them; and a figure that the
//! model does not read must be announced, `[axis.chip] descriptive = ["memory_gb"]`, or it is taken for a slip.

use crate::document::Document;
use crate::language::{Language, Text};
use crate::problem::{Place, Problem, Problems};
use crate::provenance::{BELIEVED, Kind, Provenance};
use crate::reader::Reader;
use crate::series::{self, History};
use crate::value::ValueKind;
use overtake_model::{Attribute, AxisData, AxisDeclaration, Declaration, Member, World, WorldError};
use std::collections::BTreeMap;

/// The axis whose members are law, each of which cites where it is printed unless it is `hypothetical = true`.
pub const CITED_AXIS: &str = "rule";

/// What is told of a member beside the numbers that the model reads.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberRecord {
    /// Key of its axis.
    pub axis: String,
    /// Its key.
    pub key: String,
    /// What people call it.
    pub label: Text,
    /// Where its figures come from.
    pub provenance: Provenance,
    /// Figures and texts that describe it and that the model does not read.
    pub descriptive: BTreeMap<String, ValueKind>,
    /// Whether it is no law but could be enacted by a policy.
    pub hypothetical: bool,
    /// Where it stands.
    pub place: Place,
    /// Where each of its fields stands.
    pub fields: BTreeMap<String, Place>,
}

/// The world that a model is built from, with what is told of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorldEvidence {
    /// The world itself.
    pub world: World,
    /// What is told of each member.
    pub members: Vec<MemberRecord>,
    /// What is told of each history.
    pub histories: Vec<History>,
}

impl WorldEvidence {
    /// What is told of a member.
    #[must_use]
    pub fn member(&self, axis: &str, key: &str) -> Option<&MemberRecord> {
        self.members.iter().find(|m| m.axis == axis && m.key == key)
    }

    /// What people call a member; its key if there is no such member.
    #[must_use]
    pub fn label<'a>(&'a self, axis: &str, key: &'a str, language: Language) -> &'a str {
        self.member(axis, key).map_or(key, |m| m.label.get(language))
    }

    /// Reads the axes and histories that a model declares. A study may add members and histories of its own; one of the
    /// same key stands in place of the evidence's. What is wrong is told, the rest is read.
    pub(crate) fn read(
        documents: &[&Document],
        study: Option<&Document>,
        declaration: &Declaration,
        problems: &Problems,
    ) -> Self {
        let mut all = Self::default();
        for axis in &declaration.axes {
            let read = |d: &&Document| read_axis(d, axis, problems);
            let mut members: Vec<(Member, MemberRecord)> = documents.iter().flat_map(read).collect();
            let own = study.iter().flat_map(read).collect();
            put_in_place(&mut members, own, |a, b| a.0.key == b.0.key);
            let (members, records): (Vec<Member>, Vec<MemberRecord>) = members.into_iter().unzip();
            all.world.axes.push(AxisData { key: axis.key.to_owned(), members });
            all.members.extend(records);
        }
        for document in documents {
            strangers(document, declaration, problems);
        }
        let read = |d: &&Document| series::read(d, declaration, problems);
        all.histories = documents.iter().flat_map(read).collect();
        let same =
            |a: &History, b: &History| (&a.series.key, &a.series.member) == (&b.series.key, &b.series.member);
        put_in_place(&mut all.histories, study.iter().flat_map(read).collect(), same);
        all.world.series = all.histories.iter().map(|h| h.series.clone()).collect();
        let errors = all.world.check(declaration);
        problems.extend(errors.into_iter().filter_map(|error| all.place(declaration, &error)));
        all
    }

    /// An error of the world with the place it comes from; none for a missing number that the file does give, which was
    /// told when it was read.
    #[must_use]
    pub fn place(&self, declaration: &Declaration, error: &WorldError) -> Option<Problem> {
        let (key, place) = match error {
            WorldError::Inconsistent { axis, at: Some((of, key)), .. } => {
                (axis, self.member(of, key).map(|m| m.place.clone()))
            }
            WorldError::EmptyAxis { axis } | WorldError::Inconsistent { axis, at: None, .. } => {
                let first = self.members.iter().find(|m| &m.axis == axis);
                (axis, first.map(|m| m.place.clone()))
            }
            WorldError::Duplicate { axis, member } => {
                let second = self.members.iter().rfind(|m| &m.axis == axis && &m.key == member);
                (axis, second.map(|m| m.place.clone()))
            }
            WorldError::Missing { axis, member, attribute, .. }
            | WorldError::OutOfDomain { axis, member, attribute, .. }
            | WorldError::Dangling { axis, member, attribute, .. } => {
                let record = self.member(axis, member);
                let field = record.and_then(|r| r.fields.get(attribute));
                if field.is_some() && matches!(error, WorldError::Missing { .. }) {
                    return None;
                }
                (axis, field.or(record.map(|r| &r.place)).cloned())
            }
            // Told where the member stands: that is the file to which the history has to be added.
            WorldError::MissingSeries { series, member } => {
                let declared = declaration.series.iter().find(|s| s.key == series);
                let lacking = declared.and_then(|s| self.member(s.axis, member));
                (series, lacking.map(|m| m.place.clone()))
            }
            WorldError::BadSeries { series, member, .. } => {
                let history =
                    self.histories.iter().find(|h| &h.series.key == series && &h.series.member == member);
                (series, history.map(|h| h.place.clone()))
            }
        };
        let place = place.unwrap_or_else(|| match error {
            WorldError::MissingSeries { .. } => Place::start_of("series.toml"),
            _ => Place::start_of(&format!("{key}.toml")),
        });
        let problem = place.problem(Some(key), error.to_string());
        let unit = |key: &str| declaration.series.iter().find(|s| s.key == key).map_or("", |s| s.unit);
        Some(match error {
            WorldError::MissingSeries { series, member } => problem.help(format!(
                "add [[series]] with key = \"{series}\", member = \"{member}\", unit = \"{}\", knots, kind and source",
                unit(series)
            )),
            _ => problem,
        })
    }
}

fn read_axis(
    document: &Document,
    axis: &AxisDeclaration,
    problems: &Problems,
) -> Vec<(Member, MemberRecord)> {
    let top = document.reader(problems);
    let about = top.table("axis").and_then(|a| a.table(axis.key));
    let descriptive = about.as_ref().and_then(|a| a.list_of_text("descriptive")).unwrap_or_default();
    if let Some(about) = about {
        about.finish();
    }
    let read = |table: Reader<'_>| {
        let pair = read_member(&table, axis, &descriptive);
        table.finish_or(&format!(
            "if the model need not read it, list it under [axis.{}] descriptive",
            axis.key
        ));
        pair
    };
    top.tables(axis.key).into_iter().filter_map(read).collect()
}

/// Each of one's own takes the place of the first known one like it, or comes after all of them. Two of one's own that
/// are alike stay two, and are told.
fn put_in_place<T>(known: &mut Vec<T>, own: Vec<T>, alike: impl Fn(&T, &T) -> bool) {
    let mut free: Vec<usize> = (0..known.len()).collect();
    for it in own {
        match free.iter().position(|&place| alike(&known[place], &it)) {
            Some(found) => known[free.remove(found)] = it,
            None => known.push(it),
        }
    }
}

/// Tells top-level keys that are neither an axis, nor histories, nor about axes.
fn strangers(document: &Document, declaration: &Declaration, problems: &Problems) {
    let top = document.reader(problems);
    for key in declaration.axes.iter().map(|a| a.key).chain(["series", "axis"]) {
        top.expect(key);
    }
    if let Some(about) = top.table("axis") {
        for axis in &declaration.axes {
            about.expect(axis.key);
        }
        about.finish();
    }
    top.finish();
}

fn read_member(
    table: &Reader<'_>,
    axis: &AxisDeclaration,
    descriptive: &[&str],
) -> Option<(Member, MemberRecord)> {
    table.require(&["key", "label"]);
    let mut member = Member { key: table.text("key")?.to_owned(), ..Member::default() };
    let label = Text::read(table, "label", "label_zh").unwrap_or_default();
    member.label.clone_from(&label.en);
    for attribute in axis.attributes {
        read_attribute(table, attribute, &mut member);
    }
    let provenance = Provenance::read(table, BELIEVED);
    if !axis.attributes.is_empty() && provenance.source.is_empty() {
        table.require(&["source"]);
    }
    let hypothetical = axis.key == CITED_AXIS && table.boolean("hypothetical").unwrap_or(false);
    if axis.key == CITED_AXIS && provenance.citation.is_none() && !hypothetical {
        let message = format!("{} `{}` cites nothing", axis.key, member.key);
        let help = "add citation = \"87 FR 62186\" or the like, or hypothetical = true";
        table.tell(table.here().problem(Some("rule.citation"), message).help(help));
    }
    for key in table.keys().filter(|k| k.ends_with("_kind") && !is_attribute(axis, k)) {
        let _ = Kind::read(table, key, BELIEVED);
    }
    let mut described = BTreeMap::new();
    for key in descriptive {
        if is_attribute(axis, key) {
            table.problem(key, format!("`{key}` is read by the model; it does not belong in `descriptive`"));
        } else if let Some(value) = table.value(key) {
            described.insert((*key).to_owned(), value.kind.clone());
        }
    }
    let record = MemberRecord {
        axis: axis.key.to_owned(),
        key: member.key.clone(),
        label,
        provenance,
        descriptive: described,
        hypothetical,
        place: table.here(),
        fields: table.keys().map(|k| (k.to_owned(), table.place(k))).collect(),
    };
    Some((member, record))
}

fn is_attribute(axis: &AxisDeclaration, key: &str) -> bool {
    axis.attributes.iter().any(|a| a.key == key)
}

fn read_attribute(table: &Reader<'_>, attribute: &Attribute, member: &mut Member) {
    let key = attribute.key;
    table.expect(key);
    if !table.has(key) {
        return;
    }
    let number = if attribute.unit.starts_with("member of ") {
        if let Some(keys) = table.list_of_text(key) {
            member.references.insert(key.to_owned(), keys.into_iter().map(str::to_owned).collect());
        }
        return;
    } else if let Some(choices) = attribute.unit.strip_prefix("one of ") {
        let choices: Vec<&str> = choices.split('|').collect();
        table.one_of(key, &choices).map(|place| place as f64)
    } else if attribute.unit == "date" {
        table.date(key).map(crate::Date::begins)
    } else if attribute.unit == "switch" {
        match table.value(key).map(|v| &v.kind) {
            Some(ValueKind::Integer(n @ (0 | 1))) => Some(*n as f64),
            _ => table.boolean(key).map(|b| if b { 1.0 } else { 0.0 }),
        }
    } else {
        table.number(key)
    };
    if let Some(number) = number {
        member.numbers.insert(key.to_owned(), number);
    }
}

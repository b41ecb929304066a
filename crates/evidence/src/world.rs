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

    /// Reads the axes and histories that a model declares; a study may add members and histories of its own. What is
    /// wrong is told, the rest is read.
    pub(crate) fn read(
        documents: &[&Document],
        study: Option<&Document>,
        declaration: &Declaration,
        problems: &Problems,
    ) -> Self {
        let mut all = Self::default();
        let everything = || documents.iter().copied().chain(study);
        for axis in &declaration.axes {
            let members: Vec<Member> = everything().flat_map(|d| all.read_axis(d, axis, problems)).collect();
            all.world.axes.push(AxisData { key: axis.key.to_owned(), members });
        }
        for document in documents {
            strangers(document, declaration, problems);
        }
        for document in everything() {
            all.histories.extend(series::read(document, declaration, problems));
        }
        all.world.series = all.histories.iter().map(|h| h.series.clone()).collect();
        let errors = all.world.check(declaration);
        problems.extend(errors.into_iter().filter_map(|error| all.place(&error)));
        all
    }

    fn read_axis(&mut self, document: &Document, axis: &AxisDeclaration, problems: &Problems) -> Vec<Member> {
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
        let (members, records): (Vec<Member>, Vec<MemberRecord>) =
            top.tables(axis.key).into_iter().filter_map(read).unzip();
        self.members.extend(records);
        members
    }

    /// An error of the world with the place it comes from. A missing number that the file does give was told when it
    /// was read.
    fn place(&self, error: &WorldError) -> Option<Problem> {
        let (key, place) = match error {
            WorldError::EmptyAxis { axis } | WorldError::Inconsistent { axis, .. } => {
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
            WorldError::MissingSeries { series, .. } => {
                let sibling = self.histories.iter().find(|h| &h.series.key == series);
                (series, sibling.map(|h| h.place.clone()))
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
        Some(place.problem(Some(key), error.to_string()))
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

//! A TOML file as a tree of values, each with the bytes it was written in.

use crate::date::Date;
use crate::problem::{Place, Problem};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Bytes it was written in; for a table under a header, those of the header.
    pub span: Range<usize>,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A finite number with a point or an exponent.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A list.
    List(Vec<Value>),
    /// A table.
    Table(Table),
    /// Something that was refused, and reported when the file was read.
    Refused,
}

impl ValueKind {
    /// What a person calls it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Refused => "nothing usable",
        }
    }
}

impl Value {
    /// Its number, whole or not.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        match self.kind {
            ValueKind::Number(number) => Some(number),
            ValueKind::Integer(number) => Some(number as f64),
            _ => None,
        }
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let ValueKind::Text(text) = &self.kind { Some(text) } else { None }
    }

    /// Its date: a TOML date, a text such as `2025-06`, `2030Q4` or `2025`, or a year as a whole number.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        match &self.kind {
            ValueKind::Date(date) => Some(*date),
            ValueKind::Text(text) => Date::parse(text),
            ValueKind::Integer(year @ 1000..=9999) => i16::try_from(*year).ok().and_then(Date::year),
            _ => None,
        }
    }

    /// What is wrong with a text that is written like a date and is none.
    #[must_use]
    pub fn flawed_date(&self) -> Option<String> {
        let text = self.text()?;
        Date::flaw(text).map(|flaw| format!("`{text}` is no date: {flaw}"))
    }
}

/// One key of a table with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The key, without quotes.
    pub key: String,
    /// Bytes of the key.
    pub span: Range<usize>,
    /// The value.
    pub value: Value,
}

/// A table: fields in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Table {
    /// The field with this key.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.key == key)
    }
}

/// Turns what the TOML reader found into a tree, refusing what evidence cannot use.
pub(crate) struct Planting<'t> {
    pub(crate) file: &'t Arc<str>,
    pub(crate) text: &'t str,
    pub(crate) problems: Vec<Problem>,
}

impl Planting<'_> {
    pub(crate) fn table(&mut self, table: &DeTable<'_>) -> Table {
        let mut fields: Vec<Field> = table
            .iter()
            .map(|(key, value)| Field {
                key: key.get_ref().to_string(),
                span: key.span(),
                value: self.value(key.get_ref(), value),
            })
            .collect();
        fields.sort_by_key(|f| f.span.start);
        Table { fields }
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Value {
        let kind = match value.get_ref() {
            DeValue::String(text) => ValueKind::Text(text.to_string()),
            DeValue::Boolean(truth) => ValueKind::Boolean(*truth),
            DeValue::Array(list) => ValueKind::List(list.iter().map(|v| self.value(key, v)).collect()),
            DeValue::Table(table) => ValueKind::Table(self.table(table)),
            DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => ValueKind::Integer(number),
                Err(_) => self.refuse(
                    key,
                    value.span(),
                    "is too large a whole number",
                    "whole numbers end at 9223372036854775807; a quantity may have a point, such as 1.0e20",
                ),
            },
            DeValue::Float(number) => match number.as_str().parse::<f64>() {
                Ok(number) if number.is_finite() => ValueKind::Number(number),
                _ => self.refuse(key, value.span(), "is no finite number", "write a finite number"),
            },
            DeValue::Datetime(moment) => {
                let date =
                    moment.date.filter(|_| moment.time.is_none() && moment.offset.is_none()).and_then(|d| {
                        Date::day(
                            i16::try_from(d.year).ok()?,
                            i8::try_from(d.month).ok()?,
                            i8::try_from(d.day).ok()?,
                        )
                    });
                match date {
                    Some(date) => ValueKind::Date(date),
                    None => {
                        self.refuse(key, value.span(), "is no day", "write a day such as 2025-06-30, no hour")
                    }
                }
            }
        };
        Value { kind, span: value.span() }
    }

    fn refuse(&mut self, key: &str, span: Range<usize>, reason: &str, help: &str) -> ValueKind {
        let place = Place::locate(self.file, self.text, span);
        self.problems.push(place.problem(Some(key), format!("`{key}` {reason}")).help(help));
        ValueKind::Refused
    }
}

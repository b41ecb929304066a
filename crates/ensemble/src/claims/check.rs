//! Names, types, units and dates of an expression, checked when it is read.

use super::decide::{Truth, truth};
use super::error::{ClaimError, nearest};
use super::parse::{Expression, Kind, parse};
use super::tree::Node;
use crate::plan::OutcomeColumn;
use overtake_model::{Calendar, Declaration, Layout, Quarter, World};
use std::collections::BTreeMap;

/// Names that claims use besides outcomes' own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Language {
    /// Outcome by which each dimension is led, such as `frontier` by `frontier_capability`.
    pub dimensions: BTreeMap<String, String>,
    /// Other names of outcomes, such as `months_behind`.
    pub aliases: BTreeMap<String, String>,
}

/// What an expression can speak of.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a> {
    /// Outcomes with their units.
    pub declaration: &'a Declaration,
    /// Their places.
    pub layout: &'a Layout,
    /// Members.
    pub world: &'a World,
    /// Dates.
    pub calendar: Calendar,
    /// Other names.
    pub language: &'a Language,
}

/// What an expression gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// True, false or undefined.
    Truth,
    /// A number; a plain one, without unit, goes with any unit.
    Number {
        /// Its unit, empty for a plain number.
        unit: String,
    },
    /// A member of an axis.
    Member {
        /// The axis.
        axis: String,
    },
}

impl Type {
    fn name(&self) -> String {
        match self {
            Self::Truth => "a truth".to_owned(),
            Self::Number { unit } if unit.is_empty() => "a number".to_owned(),
            Self::Number { unit } => format!("a number ({unit})"),
            Self::Member { axis } => format!("a member of axis `{axis}`"),
        }
    }
}

/// An expression ready to be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Compiled {
    root: Node,
    /// What it gives.
    pub result: Type,
    /// Columns that it reads.
    pub needs: Vec<OutcomeColumn>,
}

impl Compiled {
    /// Its value in every row: numbers, or one and zero for truths; NaN is undefined. `column` gives what is asked for
    /// by its key; what is absent is undefined.
    #[must_use]
    pub fn evaluate<'a>(&self, rows: usize, column: &(dyn Fn(&str) -> Option<&'a [f64]> + 'a)) -> Vec<f64> {
        let keys: Vec<&str> = self.needs.iter().map(|n| n.column.key.as_str()).collect();
        let columns: Vec<Option<&'a [f64]>> = keys.iter().map(|key| column(key)).collect();
        self.root.evaluate(rows, &|place| columns.get(place).copied().flatten())
    }
}

impl Compiled {
    /// What a sentence is in every row, as [`evaluate`](Self::evaluate) finds it.
    #[must_use]
    pub fn truths<'a>(&self, rows: usize, column: &(dyn Fn(&str) -> Option<&'a [f64]> + 'a)) -> Vec<Truth> {
        self.evaluate(rows, column).into_iter().map(truth).collect()
    }
}

/// Most operations after ranges are written out.
const LARGEST: usize = 200_000;

/// Reads and checks an expression.
///
/// # Errors
/// Everything that is wrong with its names, types, units and dates; of its form, the first thing.
pub fn compile(text: &str, schema: &Schema<'_>) -> Result<Compiled, Vec<ClaimError>> {
    let expression = parse(text).map_err(|e| vec![e])?;
    let mut checker = Checker { schema, needs: Vec::new(), errors: Vec::new(), size: 0 };
    let result = checker.expression(&expression, None);
    match result {
        Some((root, result)) if checker.errors.is_empty() => {
            Ok(Compiled { root, result, needs: checker.needs })
        }
        _ => {
            // A range repeats what is wrong inside it once a date.
            let mut errors = checker.errors;
            errors.dedup();
            let mut seen: Vec<ClaimError> = Vec::new();
            errors.retain(|e| {
                let new = !seen.contains(e);
                if new {
                    seen.push(e.clone());
                }
                new
            });
            Err(errors)
        }
    }
}

/// A date: a year or a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Year(i32),
    Quarter(Quarter),
}

impl At {
    fn plus(self, n: i32) -> Self {
        match self {
            Self::Year(year) => Self::Year(year + n),
            Self::Quarter(quarter) => Self::Quarter(quarter.plus(n)),
        }
    }
}

struct Checker<'a> {
    schema: &'a Schema<'a>,
    needs: Vec<OutcomeColumn>,
    errors: Vec<ClaimError>,
    size: usize,
}

type Checked = Option<(Node, Type)>;

const PLAIN: Type = Type::Number { unit: String::new() };

impl Checker<'_> {
    fn tell(&mut self, at: &Expression, message: impl Into<String>, help: Option<String>) {
        self.errors.push(ClaimError::new(at.span.clone(), message).help(help));
    }

    fn expression(&mut self, e: &Expression, t: Option<At>) -> Checked {
        self.size += 1;
        if self.size > LARGEST {
            if self.size == LARGEST + 1 {
                self.tell(e, "written out over its dates this is too large", None);
            }
            return None;
        }
        match &e.kind {
            Kind::Number(value) => Some((Node::Constant(*value), PLAIN)),
            Kind::Quarter(..) => {
                self.tell(e, "a quarter can only be the date of an outcome", None);
                None
            }
            Kind::Text(text) => self.member_of_any(e, text),
            Kind::Name(name) if name == "true" => Some((Node::Constant(1.0), Type::Truth)),
            Kind::Name(name) if name == "false" => Some((Node::Constant(0.0), Type::Truth)),
            Kind::Name(name) => self.member_of_any(e, name),
            Kind::Unary("not", inner) => {
                let a = self.of_type(inner, t, &Type::Truth)?;
                Some((Node::Not(Box::new(a)), Type::Truth))
            }
            Kind::Unary(_, inner) => {
                let (a, unit) = self.number(inner, t)?;
                Some((Node::Negative(Box::new(a)), Type::Number { unit }))
            }
            Kind::Binary(symbol, a, b) => self.binary(e, symbol, a, b, t),
            Kind::Call(name, arguments) => self.call(e, name, arguments, t),
        }
    }

    fn of_type(&mut self, e: &Expression, t: Option<At>, expected: &Type) -> Option<Node> {
        let (node, found) = self.expression(e, t)?;
        if found == *expected {
            return Some(node);
        }
        self.tell(e, format!("this is {}, not {}", found.name(), expected.name()), None);
        None
    }

    fn number(&mut self, e: &Expression, t: Option<At>) -> Option<(Node, String)> {
        match self.expression(e, t)? {
            (node, Type::Number { unit }) => Some((node, unit)),
            (_, found) => {
                self.tell(e, format!("this is {}, not a number", found.name()), None);
                None
            }
        }
    }

    /// A bare name: a member of whichever axis has it.
    fn member_of_any(&mut self, e: &Expression, name: &str) -> Checked {
        for axis in &self.schema.world.axes {
            if let Some(place) = axis.members.iter().position(|m| m.key == name) {
                return Some((Node::Constant(place as f64), Type::Member { axis: axis.key.clone() }));
            }
        }
        let members = self.schema.world.axes.iter().flat_map(|axis| &axis.members).map(|m| m.key.as_str());
        let help = nearest(name, members.chain(["true", "false"]));
        self.tell(e, format!("`{name}` is no member and no value"), help);
        None
    }

    /// Members of several axes may share a name: a bare one is of the axis that it is compared with, if that has it.
    fn same_axis(&self, e: &Expression, found: &mut (Node, Type), other: &Type) {
        if let (Kind::Text(name) | Kind::Name(name), Type::Member { .. }, Type::Member { axis }) =
            (&e.kind, &found.1, other)
            && let Some(place) = self.schema.world.position(axis, name)
        {
            *found = (Node::Constant(place as f64), other.clone());
        }
    }

    fn binary(
        &mut self,
        e: &Expression,
        symbol: &'static str,
        a: &Expression,
        b: &Expression,
        t: Option<At>,
    ) -> Checked {
        match symbol {
            "and" | "or" => {
                let (a, b) = (self.of_type(a, t, &Type::Truth), self.of_type(b, t, &Type::Truth));
                let both = vec![a?, b?];
                let node = if symbol == "and" { Node::All(both) } else { Node::Any(both) };
                Some((node, Type::Truth))
            }
            ".." => {
                self.tell(
                    e,
                    "dates can only be the first argument of every, any, count, mean, min or max",
                    None,
                );
                None
            }
            "+" | "-" | "*" | "/" => {
                let (a, b) = (self.number(a, t), self.number(b, t));
                let ((a, left), (b, right)) = (a?, b?);
                let unit = self.unit(e, symbol, left, right)?;
                Some((Node::Arithmetic(symbol, Box::new(a), Box::new(b)), Type::Number { unit }))
            }
            _ => {
                let (left, right) = (self.expression(a, t), self.expression(b, t));
                let (mut left, mut right) = (left?, right?);
                self.same_axis(a, &mut left, &right.1);
                self.same_axis(b, &mut right, &left.1);
                let ((left, x), (right, y)) = (left, right);
                let comparable = match (&x, &y) {
                    (Type::Number { unit: u }, Type::Number { unit: v }) => {
                        u == v || u.is_empty() || v.is_empty()
                    }
                    (Type::Member { axis: u }, Type::Member { axis: v }) => {
                        u == v && matches!(symbol, "==" | "!=")
                    }
                    (Type::Truth, Type::Truth) => matches!(symbol, "==" | "!="),
                    _ => false,
                };
                if !comparable {
                    self.tell(
                        e,
                        format!("{} and {} cannot be compared by `{symbol}`", x.name(), y.name()),
                        None,
                    );
                    return None;
                }
                Some((Node::Compare(symbol, Box::new(left), Box::new(right)), Type::Truth))
            }
        }
    }

    fn unit(&mut self, e: &Expression, symbol: &str, left: String, right: String) -> Option<String> {
        let plain = left.is_empty() || right.is_empty();
        let unit = match symbol {
            "+" | "-" if left == right || plain => {
                Some(if left.is_empty() { right.clone() } else { left.clone() })
            }
            "*" if plain => Some(if left.is_empty() { right.clone() } else { left.clone() }),
            "/" if left == right => Some(String::new()),
            "/" if right.is_empty() => Some(left.clone()),
            _ => None,
        };
        if unit.is_none() {
            let name = |unit: &str| Type::Number { unit: unit.to_owned() }.name();
            let (left, right) = (name(&left), name(&right));
            let what = match &e.kind {
                Kind::Call(name, _) => format!("`{name}` of {left} and {right}"),
                _ => format!("{left} {symbol} {right}"),
            };
            self.tell(e, format!("{what} has no unit that can be used"), None);
        }
        unit
    }

    fn call(&mut self, e: &Expression, name: &str, arguments: &[Expression], t: Option<At>) -> Checked {
        let count = |n: usize| arguments.len() == n;
        match name {
            "every" | "any" | "count" | "mean" => self.over(e, name, arguments, t),
            "min" | "max" => {
                if count(2) && matches!(arguments[0].kind, Kind::Binary("..", ..)) {
                    return self.over(e, name, arguments, t);
                }
                if !count(2) {
                    self.tell(e, format!("`{name}` takes dates and a number, or two numbers"), None);
                    return None;
                }
                let (a, b) = (self.number(&arguments[0], t), self.number(&arguments[1], t));
                let ((a, left), (b, right)) = (a?, b?);
                let unit = self.unit(e, "+", left, right)?;
                let node = if name == "min" { Node::Least(vec![a, b]) } else { Node::Greatest(vec![a, b]) };
                Some((node, Type::Number { unit }))
            }
            "abs" if count(1) => {
                let (a, unit) = self.number(&arguments[0], t)?;
                Some((Node::Absolute(Box::new(a)), Type::Number { unit }))
            }
            "ln" if count(1) => {
                let (a, _) = self.number(&arguments[0], t)?;
                Some((Node::Logarithm(Box::new(a)), PLAIN))
            }
            "given" if count(2) => {
                let condition = self.of_type(&arguments[0], t, &Type::Truth);
                let (then, kind) = self.expression(&arguments[1], t)?;
                Some((Node::Given(Box::new(condition?), Box::new(then)), kind))
            }
            "leader" if count(2) => {
                let (key, axis) = self.dimension(&arguments[0])?;
                let at = self.date(&arguments[1], t)?;
                let members = self.all_members(&arguments[1], &key, &axis, at)?;
                Some((Node::Leader(members), Type::Member { axis }))
            }
            "rank" if count(3) => {
                let (key, axis) = self.dimension(&arguments[0])?;
                let member = self.member(&arguments[1], &axis)?;
                let at = self.date(&arguments[2], t)?;
                let mut members = self.all_members(&arguments[2], &key, &axis, at)?;
                members.swap(0, member);
                Some((Node::Rank(members), PLAIN))
            }
            "abs" | "ln" | "given" | "leader" | "rank" => {
                self.tell(
                    e,
                    format!("`{name}` takes other arguments; the book's page on claims has its form"),
                    None,
                );
                None
            }
            _ => self.outcome(e, name, arguments, t),
        }
    }

    /// A fold over dates, written out.
    fn over(&mut self, e: &Expression, name: &str, arguments: &[Expression], t: Option<At>) -> Checked {
        let [dates, inner] = arguments else {
            self.tell(e, format!("`{name}` takes dates such as 2026..2030 and an expression over `t`"), None);
            return None;
        };
        let Kind::Binary("..", from, to) = &dates.kind else {
            self.tell(dates, "these are no dates; write them as 2026..2030 or 2024Q1..2025Q4", None);
            return None;
        };
        let (from, to) = (self.date(from, t), self.date(to, t));
        let (from, to) = (from?, to?);
        let length = match (from, to) {
            (At::Year(a), At::Year(b)) => i64::from(b) - i64::from(a),
            (At::Quarter(a), At::Quarter(b)) => i64::from(b.since(a)),
            _ => {
                self.tell(dates, "both ends must be years, or both quarters", None);
                return None;
            }
        };
        if !(0..=400).contains(&length) {
            self.tell(
                dates,
                "the first date must not be after the second, nor more than 400 before it",
                None,
            );
            return None;
        }
        let mut nodes = Vec::new();
        let mut kind = PLAIN;
        for n in 0..=i32::try_from(length).unwrap_or(0) {
            let (node, found) = self.expression(inner, Some(from.plus(n)))?;
            nodes.push(node);
            kind = found;
        }
        let truth = kind == Type::Truth;
        let wants_truth = matches!(name, "every" | "any" | "count");
        if truth != wants_truth || matches!(kind, Type::Member { .. }) {
            let wanted = if wants_truth { "a truth" } else { "a number" };
            self.tell(inner, format!("`{name}` goes over {wanted}, and this is {}", kind.name()), None);
            return None;
        }
        let node = match name {
            "every" => Node::All(nodes),
            "any" => Node::Any(nodes),
            "count" => Node::Count(nodes),
            "mean" => Node::Mean(nodes),
            "min" => Node::Least(nodes),
            _ => Node::Greatest(nodes),
        };
        let kind = if name == "count" { PLAIN } else { kind };
        Some((node, kind))
    }

    /// The outcome by which a dimension is led, and its axis.
    fn dimension(&mut self, e: &Expression) -> Option<(String, String)> {
        let (Kind::Text(name) | Kind::Name(name)) = &e.kind else {
            self.tell(e, "this is no dimension", None);
            return None;
        };
        let dimensions = &self.schema.language.dimensions;
        match dimensions.get(name).and_then(|key| self.schema.declaration.outcome(key)) {
            Some(outcome) => Some((outcome.key.to_owned(), outcome.axis.to_owned())),
            None => {
                let help = nearest(name, dimensions.keys().map(String::as_str)).or_else(|| {
                    Some(format!("dimensions: {}", dimensions.keys().cloned().collect::<Vec<_>>().join(", ")))
                });
                self.tell(e, format!("there is no dimension `{name}`"), help);
                None
            }
        }
    }

    fn member(&mut self, e: &Expression, axis: &str) -> Option<usize> {
        let (Kind::Text(name) | Kind::Name(name)) = &e.kind else {
            self.tell(e, format!("this is no member of axis `{axis}`"), None);
            return None;
        };
        let place = self.schema.world.position(axis, name);
        if place.is_none() {
            let known = self.schema.world.members(axis).iter().map(|m| m.key.as_str());
            self.tell(e, format!("axis `{axis}` has no member `{name}`"), nearest(name, known));
        }
        place
    }

    fn all_members(&mut self, e: &Expression, key: &str, axis: &str, at: At) -> Option<Vec<Node>> {
        let members = self.schema.world.members(axis).len();
        (0..members).map(|member| self.column(e, key, member, at)).collect()
    }

    /// A date: a year, a quarter, or `t` and what is added to it.
    fn date(&mut self, e: &Expression, t: Option<At>) -> Option<At> {
        let whole = |value: f64| (value.fract() == 0.0 && value.abs() < 10_000.0).then_some(value as i32);
        let found = match &e.kind {
            Kind::Number(value) => whole(*value).map(At::Year),
            Kind::Quarter(year, number) if *year < 10_000 => Some(At::Quarter(Quarter::new(*year, *number))),
            Kind::Name(name) if name == "t" => {
                if t.is_none() {
                    self.tell(e, "`t` has a date only inside every, any, count, mean, min or max", None);
                    return None;
                }
                t
            }
            Kind::Binary(symbol @ ("+" | "-"), a, b) => {
                let base = self.date(a, t)?;
                let Kind::Number(n) = b.kind else {
                    self.tell(b, "only a whole number can be added to a date", None);
                    return None;
                };
                whole(n).map(|n| base.plus(if *symbol == "-" { -n } else { n }))
            }
            _ => None,
        };
        if found.is_none() {
            self.tell(
                e,
                "this is no date; write a year such as 2030, a quarter such as 2030Q4, or `t`",
                None,
            );
        }
        found
    }

    fn outcome(&mut self, e: &Expression, name: &str, arguments: &[Expression], t: Option<At>) -> Checked {
        let key = self.schema.language.aliases.get(name).map_or(name, String::as_str).to_owned();
        let Some(outcome) = self.schema.declaration.outcome(&key) else {
            let outcomes = self.schema.declaration.outcomes.iter().map(|o| o.key);
            let aliases = self.schema.language.aliases.keys().map(String::as_str);
            let functions =
                ["every", "any", "count", "mean", "min", "max", "abs", "ln", "given", "leader", "rank"];
            let help = nearest(name, outcomes.chain(aliases).chain(functions));
            self.tell(e, format!("there is no outcome or function `{name}`"), help);
            return None;
        };
        let (axis, unit) = (outcome.axis.to_owned(), outcome.unit.to_owned());
        let (member, date) = match arguments {
            [date] if axis.is_empty() => (Some(0), date),
            [member, date] if !axis.is_empty() => (self.member(member, &axis), date),
            _ => {
                let form = if axis.is_empty() { "(date)".to_owned() } else { format!("({axis}, date)") };
                self.tell(e, format!("`{name}` takes {form}"), None);
                return None;
            }
        };
        let at = self.date(date, t);
        let node = self.column(date, &key, member?, at?)?;
        Some((node, Type::Number { unit }))
    }

    /// A column that the run must keep.
    fn column(&mut self, e: &Expression, key: &str, member: usize, at: At) -> Option<Node> {
        let Schema { layout, declaration, calendar, .. } = *self.schema;
        let place = layout.outcome_range(key)?.start + member;
        let slot = &layout.outcomes()[place];
        let outcome = &declaration.outcomes[slot.declared];
        let column = match at {
            At::Year(year) => OutcomeColumn::year(place, slot, outcome, year, &calendar),
            At::Quarter(quarter) => OutcomeColumn::quarter(place, slot, outcome, quarter, &calendar),
        };
        let Some(column) = column else {
            let (first, last) = (calendar.start, calendar.last());
            let message = format!("this date is not simulated; the calendar runs from {first} to {last}");
            self.errors.push(ClaimError { not_simulated: true, ..ClaimError::new(e.span.clone(), message) });
            return None;
        };
        let known = self.needs.iter().position(|n| n.column.key == column.column.key);
        let place = known.unwrap_or_else(|| {
            self.needs.push(column);
            self.needs.len() - 1
        });
        Some(Node::Column(place))
    }
}

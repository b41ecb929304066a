//! A checked expression as operations on whole columns.
//!
//! Truths are numbers here: one, zero, and NaN for undefined; places of members are numbers too. Every value is finite or
//! NaN: what overflows or divides by zero is undefined, because two infinities would count as equal.

/// An operation on columns.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// The same in every row.
    Constant(f64),
    /// A column that the run keeps, by its place among those needed.
    Column(usize),
    Negative(Box<Node>),
    Not(Box<Node>),
    Absolute(Box<Node>),
    Logarithm(Box<Node>),
    Arithmetic(&'static str, Box<Node>, Box<Node>),
    Compare(&'static str, Box<Node>, Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    Count(Vec<Node>),
    Mean(Vec<Node>),
    Least(Vec<Node>),
    Greatest(Vec<Node>),
    /// The second where the first holds.
    Given(Box<Node>, Box<Node>),
    /// Place of the member with the greatest value; undefined on a tie.
    Leader(Vec<Node>),
    /// One plus the number of the others strictly above the first.
    Rank(Vec<Node>),
}

/// A column of what is needed, by its place.
pub(super) type Columns<'a> = dyn Fn(usize) -> Option<&'a [f64]> + 'a;

impl Node {
    /// Its value in every row.
    pub(super) fn evaluate(&self, rows: usize, columns: &Columns<'_>) -> Vec<f64> {
        let value = |node: &Node| node.evaluate(rows, columns);
        let one = |node: &Node, f: fn(f64) -> f64| value(node).into_iter().map(f).collect();
        let two = |a: &Node, b: &Node, f: fn(f64, f64) -> f64| {
            value(a).into_iter().zip(value(b)).map(|(a, b)| f(a, b)).collect()
        };
        let fold = |nodes: &[Node], start: f64, f: fn(f64, f64) -> f64| {
            let mut sum = vec![start; rows];
            for node in nodes {
                for (sum, next) in sum.iter_mut().zip(value(node)) {
                    *sum = f(*sum, next);
                }
            }
            sum
        };
        match self {
            Self::Constant(c) => vec![*c; rows],
            Self::Column(place) => match columns(*place) {
                Some(column) if column.len() == rows => column.iter().map(|v| finite(*v)).collect(),
                _ => vec![f64::NAN; rows],
            },
            Self::Negative(a) => one(a, |a| -a),
            Self::Not(a) => one(a, |a| 1.0 - a),
            Self::Absolute(a) => one(a, f64::abs),
            // Of what is not above zero there is none: undefined.
            Self::Logarithm(a) => one(a, overtake_num::Real::ln),
            Self::Arithmetic(symbol, a, b) => two(a, b, arithmetic(symbol)),
            Self::Compare(symbol, a, b) => two(a, b, comparison(symbol)),
            Self::All(nodes) => fold(nodes, 1.0, and),
            Self::Any(nodes) => fold(nodes, 0.0, or),
            Self::Count(nodes) => fold(nodes, 0.0, |sum, next| sum + next),
            Self::Mean(nodes) => {
                let n = nodes.len() as f64;
                let sum = fold(nodes, 0.0, |sum, next| sum + next);
                sum.into_iter().map(|sum| finite(sum / n)).collect()
            }
            Self::Least(nodes) => fold(nodes, f64::INFINITY, |a, b| pick(a, b, b < a)),
            Self::Greatest(nodes) => fold(nodes, f64::NEG_INFINITY, |a, b| pick(a, b, b > a)),
            Self::Given(condition, then) => two(condition, then, |c, v| if c == 1.0 { v } else { f64::NAN }),
            Self::Leader(members) => across(members, rows, columns, leader),
            Self::Rank(members) => across(members, rows, columns, rank),
        }
    }
}

/// A number, or undefined where it is not finite.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// Undefined if either is.
fn pick(a: f64, b: f64, second: bool) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if second {
        b
    } else {
        a
    }
}

pub(super) fn and(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 { 0.0 } else { a * b }
}

pub(super) fn or(a: f64, b: f64) -> f64 {
    if a == 1.0 || b == 1.0 { 1.0 } else { a + b }
}

fn arithmetic(symbol: &str) -> fn(f64, f64) -> f64 {
    match symbol {
        "+" => |a, b| finite(a + b),
        "-" => |a, b| finite(a - b),
        "*" => |a, b| finite(a * b),
        _ => |a, b| finite(a / b),
    }
}

fn comparison(symbol: &str) -> fn(f64, f64) -> f64 {
    fn truth(a: f64, b: f64, holds: bool) -> f64 {
        if a.is_nan() || b.is_nan() { f64::NAN } else { f64::from(u8::from(holds)) }
    }
    match symbol {
        "<" => |a, b| truth(a, b, a < b),
        "<=" => |a, b| truth(a, b, a <= b),
        ">" => |a, b| truth(a, b, a > b),
        ">=" => |a, b| truth(a, b, a >= b),
        "==" => |a, b| truth(a, b, a == b),
        _ => |a, b| truth(a, b, a != b),
    }
}

/// A function of all members' values, row by row; undefined where any is.
fn across(members: &[Node], rows: usize, columns: &Columns<'_>, f: fn(&[f64]) -> f64) -> Vec<f64> {
    let values: Vec<Vec<f64>> = members.iter().map(|m| m.evaluate(rows, columns)).collect();
    let row = |row: usize| {
        let values: Vec<f64> = values.iter().map(|v| v[row]).collect();
        if values.iter().any(|v| v.is_nan()) { f64::NAN } else { f(&values) }
    };
    (0..rows).map(row).collect()
}

fn leader(values: &[f64]) -> f64 {
    let best = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut leaders = values.iter().enumerate().filter(|(_, v)| **v == best);
    match (leaders.next(), leaders.next()) {
        (Some((place, _)), None) => place as f64,
        _ => f64::NAN,
    }
}

fn rank(values: &[f64]) -> f64 {
    1.0 + values[1..].iter().filter(|v| **v > values[0]).count() as f64
}

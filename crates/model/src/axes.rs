//! Axes and their members as data: how many there are is known only at run time.

use crate::declare::Declaration;
use std::collections::BTreeMap;

/// A member of an axis with what data says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Member {
    /// Short key, unique on its axis; luck is keyed by it.
    pub key: String,
    /// Name for people.
    pub label: String,
    /// Numbers by attribute key; dates are decimal years, switches 0 or 1.
    pub numbers: BTreeMap<String, f64>,
    /// References to other axes' members by attribute key, as their keys; lists are allowed.
    pub references: BTreeMap<String, Vec<String>>,
}

/// An axis and its members, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AxisData {
    /// Key of the axis.
    pub key: String,
    /// Members in order.
    pub members: Vec<Member>,
}

/// A history: knots of (decimal year, value), in order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Key of the series.
    pub key: String,
    /// Member of the series' axis.
    pub member: String,
    /// Knots in order of time.
    pub knots: Vec<(f64, f64)>,
}

/// Everything a model is built from besides parameters: axes and histories.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct World {
    /// Axes.
    pub axes: Vec<AxisData>,
    /// Histories.
    pub series: Vec<Series>,
}

/// A fault of a world.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WorldError {
    /// An axis that the model reads is missing or empty.
    #[error("axis `{axis}` has no members; the model needs at least one")]
    EmptyAxis {
        /// The axis.
        axis: String,
    },
    /// Two members share a key.
    #[error("axis `{axis}` has two members called `{member}`; keys must differ")]
    Duplicate {
        /// The axis.
        axis: String,
        /// The key used twice.
        member: String,
    },
    /// A required number is missing.
    #[error("`{axis}` `{member}` does not give `{attribute}` ({unit})")]
    Missing {
        /// The axis.
        axis: String,
        /// The member.
        member: String,
        /// The attribute.
        attribute: String,
        /// Its unit.
        unit: String,
    },
    /// A number lies outside its domain.
    #[error("`{attribute}` of {axis} `{member}` is {value}; allowed is {low} to {high}")]
    OutOfDomain {
        /// The axis.
        axis: String,
        /// The member.
        member: String,
        /// The attribute.
        attribute: String,
        /// The value given.
        value: f64,
        /// Least allowed.
        low: f64,
        /// Greatest allowed.
        high: f64,
    },
    /// A reference leads nowhere.
    #[error(
        "`{attribute}` of {axis} `{member}` names `{target}`, which is no member of axis `{target_axis}`"
    )]
    Dangling {
        /// The axis.
        axis: String,
        /// The member.
        member: String,
        /// The attribute.
        attribute: String,
        /// The name given.
        target: String,
        /// The axis in which it was looked for.
        target_axis: String,
    },
    /// A history that the model reads is missing.
    #[error("series `{series}` has no history for `{member}`")]
    MissingSeries {
        /// The series.
        series: String,
        /// The member.
        member: String,
    },
    /// A history is not usable.
    #[error("series `{series}` of `{member}`: {reason}")]
    BadSeries {
        /// The series.
        series: String,
        /// The member.
        member: String,
        /// Reason, in words.
        reason: String,
    },
    /// Numbers of several members do not fit together.
    #[error("axis `{axis}`: {reason}")]
    Inconsistent {
        /// The axis.
        axis: String,
        /// Axis and key of the member at which it shows, where it is one.
        at: Option<(String, String)>,
        /// Reason, in words.
        reason: String,
    },
}

impl WorldError {
    /// Whether the fault is of a history alone, so that all members can be read.
    #[must_use]
    pub fn is_of_series(&self) -> bool {
        matches!(self, Self::MissingSeries { .. } | Self::BadSeries { .. })
    }
}

impl World {
    /// The members of an axis, in order; an unknown axis has none.
    #[must_use]
    pub fn members(&self, axis: &str) -> &[Member] {
        self.axes.iter().find(|a| a.key == axis).map_or(&[], |a| &a.members)
    }

    /// Place of a member on its axis.
    #[must_use]
    pub fn position(&self, axis: &str, member: &str) -> Option<usize> {
        self.members(axis).iter().position(|m| m.key == member)
    }

    /// The history of one member, if there is one.
    #[must_use]
    pub fn history(&self, series: &str, member: &str) -> Option<&Series> {
        self.series.iter().find(|s| s.key == series && s.member == member)
    }

    /// Every way in which this world does not fit the declaration.
    #[must_use]
    pub fn check(&self, declaration: &Declaration) -> Vec<WorldError> {
        let mut errors = Vec::new();
        for axis in &declaration.axes {
            self.check_axis(axis, &mut errors);
        }
        for series in &declaration.series {
            for member in self.members(series.axis) {
                match self.history(series.key, &member.key) {
                    None if series.optional => {}
                    None => errors.push(WorldError::MissingSeries {
                        series: series.key.to_owned(),
                        member: member.key.clone(),
                    }),
                    Some(history) => errors.extend(history.check()),
                }
            }
        }
        errors
    }

    fn check_axis(&self, axis: &crate::declare::AxisDeclaration, errors: &mut Vec<WorldError>) {
        let members = self.members(axis.key);
        if members.is_empty() && !axis.may_be_empty {
            errors.push(WorldError::EmptyAxis { axis: axis.key.to_owned() });
        }
        for (place, member) in members.iter().enumerate() {
            if members[..place].iter().any(|m| m.key == member.key) {
                errors.push(WorldError::Duplicate { axis: axis.key.to_owned(), member: member.key.clone() });
            }
            for attribute in axis.attributes {
                let missing = || WorldError::Missing {
                    axis: axis.key.to_owned(),
                    member: member.key.clone(),
                    attribute: attribute.key.to_owned(),
                    unit: attribute.unit.to_owned(),
                };
                if let Some(target_axis) = attribute.unit.strip_prefix("member of ") {
                    match member.references.get(attribute.key) {
                        None if attribute.required => errors.push(missing()),
                        None => {}
                        Some(targets) => errors.extend(
                            targets.iter().filter(|t| self.position(target_axis, t).is_none()).map(
                                |target| WorldError::Dangling {
                                    axis: axis.key.to_owned(),
                                    member: member.key.clone(),
                                    attribute: attribute.key.to_owned(),
                                    target: target.clone(),
                                    target_axis: target_axis.to_owned(),
                                },
                            ),
                        ),
                    }
                } else {
                    match member.numbers.get(attribute.key) {
                        None if attribute.required => errors.push(missing()),
                        None => {}
                        Some(&value) if attribute.domain.contains(value) => {}
                        Some(&value) => errors.push(WorldError::OutOfDomain {
                            axis: axis.key.to_owned(),
                            member: member.key.clone(),
                            attribute: attribute.key.to_owned(),
                            value,
                            low: attribute.domain.low,
                            high: attribute.domain.high,
                        }),
                    }
                }
            }
        }
    }
}

impl Series {
    fn check(&self) -> Option<WorldError> {
        let bad = |reason: &str| {
            Some(WorldError::BadSeries {
                series: self.key.clone(),
                member: self.member.clone(),
                reason: reason.to_owned(),
            })
        };
        if self.knots.is_empty() {
            return bad("it has no knots");
        }
        if self.knots.iter().any(|(t, v)| !t.is_finite() || !v.is_finite() || *v <= 0.0) {
            return bad("every knot needs a finite date and a positive value (it is read in logs)");
        }
        if self.knots.windows(2).any(|w| w[1].0 <= w[0].0) {
            return bad("its knots are not in order of time");
        }
        None
    }

    /// Natural log of the history at a time: straight lines in logs between knots, constant before the first;
    /// after the last the last value.
    #[must_use]
    pub fn ln_at(&self, time: f64) -> f64 {
        use overtake_num::Real;
        let Some(&(first_time, first)) = self.knots.first() else { return f64::NAN };
        let mut previous = (first_time, Real::ln(first));
        if time <= first_time {
            return previous.1;
        }
        for &(t, v) in &self.knots[1..] {
            let knot = (t, Real::ln(v));
            if time < t {
                let along = (time - previous.0) / (t - previous.0);
                return previous.1 + along * (knot.1 - previous.1);
            }
            previous = knot;
        }
        previous.1
    }

    /// Date of the last knot, a decimal year.
    #[must_use]
    pub fn end(&self) -> f64 {
        self.knots.last().map_or(f64::NAN, |k| k.0)
    }
}

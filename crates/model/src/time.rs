//! Calendar quarters and the steps inside them.

use std::fmt;

/// A calendar quarter, counted from the first quarter of year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

/// A text that is no quarter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no date; write a year such as 2030 or a quarter such as 2030Q4")]
pub struct DateError {
    /// Text that was read.
    pub text: String,
}

impl Quarter {
    /// The `number`-th quarter (1 to 4) of a year.
    #[must_use]
    pub const fn new(year: i32, number: i32) -> Self {
        Self(year * 4 + number - 1)
    }

    /// Its year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.0.div_euclid(4)
    }

    /// Its number in the year, 1 to 4.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0.rem_euclid(4) + 1
    }

    /// The quarter `n` later.
    #[must_use]
    pub const fn plus(self, n: i32) -> Self {
        Self(self.0 + n)
    }

    /// Quarters from `other` to `self`.
    #[must_use]
    pub const fn since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    /// Date at which it begins, a decimal year.
    #[must_use]
    pub fn begins(self) -> f64 {
        f64::from(self.0) / 4.0
    }

    /// Date at which it ends, a decimal year.
    #[must_use]
    pub fn ends(self) -> f64 {
        f64::from(self.0 + 1) / 4.0
    }

    /// Reads `2030Q4`.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let error = || DateError { text: text.to_owned() };
        let (year, number) = text.split_once(['Q', 'q']).ok_or_else(error)?;
        let year: i32 = year.trim_end_matches('-').parse().map_err(|_| error())?;
        let number: i32 = number.parse().map_err(|_| error())?;
        if (1..=4).contains(&number) && (0..=9999).contains(&year) {
            Ok(Self::new(year, number))
        } else {
            Err(error())
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Q{}", self.year(), self.number())
    }
}

/// First quarter, number of quarters, and steps in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// First quarter simulated.
    pub start: Quarter,
    /// Quarters simulated.
    pub quarters: usize,
    /// Steps in a quarter: 1 unless a run checks that results do not hang on the step.
    pub steps_per_quarter: usize,
}

/// One step in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Number of the step from the start.
    pub step: usize,
    /// Number of the quarter from the start.
    pub quarter: usize,
    /// Date at which the step begins, a decimal year.
    pub time: f64,
    /// Length of the step in years.
    pub dt: f64,
    /// Years from the beginning of the step to the end of its quarter.
    pub to_quarter_end: f64,
    /// Whether a quarter begins with this step.
    pub begins_quarter: bool,
    /// Whether a quarter ends with this step.
    pub ends_quarter: bool,
}

impl Moment {
    /// The middle of the step, a decimal year.
    #[inline(always)]
    #[must_use]
    pub fn middle(&self) -> f64 {
        self.time + 0.5 * self.dt
    }

    /// The end of the step, a decimal year.
    #[inline(always)]
    #[must_use]
    pub fn end(&self) -> f64 {
        self.time + self.dt
    }

    /// Whether this is the first step of all: there is nothing before it.
    #[inline(always)]
    #[must_use]
    pub fn first(&self) -> bool {
        self.step == 0
    }
}

impl Calendar {
    /// The quarters from `start` through `end`, one step each.
    #[must_use]
    pub fn through(start: Quarter, end: Quarter) -> Self {
        let quarters = usize::try_from(end.since(start) + 1).unwrap_or(0);
        Self { start, quarters, steps_per_quarter: 1 }
    }

    /// The last quarter.
    #[must_use]
    pub fn last(&self) -> Quarter {
        self.quarter(self.quarters.saturating_sub(1))
    }

    /// The quarter with this number.
    #[must_use]
    pub fn quarter(&self, number: usize) -> Quarter {
        self.start.plus(i32::try_from(number).unwrap_or(i32::MAX))
    }

    /// Number of a quarter, if it is simulated.
    #[must_use]
    pub fn number(&self, quarter: Quarter) -> Option<usize> {
        usize::try_from(quarter.since(self.start)).ok().filter(|n| *n < self.quarters)
    }

    /// Steps in all.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.quarters * self.steps_per_quarter
    }

    /// Length of a step in years.
    #[must_use]
    pub fn dt(&self) -> f64 {
        0.25 / self.steps_per_quarter as f64
    }

    /// The step with this number.
    #[must_use]
    pub fn moment(&self, step: usize) -> Moment {
        let quarter = step / self.steps_per_quarter;
        let within = step % self.steps_per_quarter;
        let dt = self.dt();
        Moment {
            step,
            quarter,
            time: self.quarter(quarter).begins() + within as f64 * dt,
            dt,
            to_quarter_end: (self.steps_per_quarter - within) as f64 * dt,
            begins_quarter: within == 0,
            ends_quarter: within + 1 == self.steps_per_quarter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_prints_as_it_is_read() {
        for text in ["2015Q1", "2040Q4", "2025Q2"] {
            assert_eq!(Quarter::parse(text).map(|q| q.to_string()), Ok(text.to_owned()));
        }
        for text in ["2025", "2025Q5", "Q4", "2025Q", "abcQ1", "2025Q0"] {
            assert!(Quarter::parse(text).is_err(), "{text} was read as a quarter");
        }
    }

    #[test]
    fn steps_tile_the_calendar() {
        let calendar = Calendar {
            steps_per_quarter: 4,
            ..Calendar::through(Quarter::new(2015, 1), Quarter::new(2016, 4))
        };
        assert_eq!(calendar.quarters, 8);
        let mut time = 2015.0;
        for step in 0..calendar.steps() {
            let moment = calendar.moment(step);
            assert!((moment.time - time).abs() < 1e-12);
            assert_eq!((moment.begins_quarter, moment.ends_quarter), (step % 4 == 0, step % 4 == 3));
            time += moment.dt;
        }
        assert!((time - 2017.0).abs() < 1e-12);
    }
}

//! Dates as evidence gives them: a day, a month, a quarter or a year, kept as exact as it was written.

use jiff::civil;
use overtake_model::Quarter;
use std::fmt;

/// How exact a date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
    /// A calendar year.
    Year,
}

/// A span of calendar time. Dates are ordered by their last day, then by their first: the order in which they could
/// have been known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    first: civil::Date,
    last: civil::Date,
    precision: Precision,
}

impl Date {
    /// A day, if the calendar has it; years 0 to 9999.
    #[must_use]
    pub fn day(year: i16, month: i8, day: i8) -> Option<Self> {
        let first = civil::Date::new(year, month, day).ok().filter(|_| (0..=9999).contains(&year))?;
        Some(Self { first, last: first, precision: Precision::Day })
    }

    /// A calendar month.
    #[must_use]
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let Self { first, .. } = Self::day(year, month, 1)?;
        Some(Self { first, last: first.last_of_month(), precision: Precision::Month })
    }

    /// A calendar quarter, 1 to 4.
    #[must_use]
    pub fn in_quarter(year: i16, number: i8) -> Option<Self> {
        if !(1..=4).contains(&number) {
            return None;
        }
        let first = Self::day(year, number * 3 - 2, 1)?.first;
        let last = Self::day(year, number * 3, 1)?.first.last_of_month();
        Some(Self { first, last, precision: Precision::Quarter })
    }

    /// A calendar year.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        let first = Self::day(year, 1, 1)?.first;
        Some(Self { first, last: first.last_of_year(), precision: Precision::Year })
    }

    /// Reads `2025-06-30`, `2025-06`, `2025Q2` or `2025`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // Only digits: the integer parser would let signs through.
        let digits = |s: &str, length: usize| {
            (s.len() == length && s.bytes().all(|b| b.is_ascii_digit()))
                .then(|| s.parse::<i16>().ok())
                .flatten()
        };
        let two = |s: &str| digits(s, 2).and_then(|n| i8::try_from(n).ok());
        if let Some((year, number)) = text.split_once(['Q', 'q']) {
            let number = digits(number, 1).and_then(|n| i8::try_from(n).ok())?;
            return Self::in_quarter(digits(year, 4)?, number);
        }
        let mut parts = text.split('-');
        let (year, month, day, rest) = (parts.next(), parts.next(), parts.next(), parts.next());
        let year = digits(year?, 4)?;
        match (month, day, rest) {
            (None, None, None) => Self::year(year),
            (Some(month), None, None) => Self::month(year, two(month)?),
            (Some(month), Some(day), None) => Self::day(year, two(month)?, two(day)?),
            _ => None,
        }
    }

    /// What is wrong with a text that is written like a date and is none, such as `2025-13-01`.
    #[must_use]
    pub fn flaw(text: &str) -> Option<String> {
        let number = |part: &str, most: usize| {
            let fits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if fits { part.parse::<i16>().ok() } else { None }
        };
        if let Some((year, quarter)) = text.split_once(['Q', 'q']) {
            number(year, 4)?;
            let quarter = number(quarter, 2)?;
            return (!(1..=4).contains(&quarter)).then(|| format!("there is no quarter {quarter}"));
        }
        let parts: Vec<&str> = text.split('-').collect();
        let (year, month, day) = match parts[..] {
            [year, month] => (year, number(month, 2)?, None),
            [year, month, day] => (year, number(month, 2)?, Some(number(day, 2)?)),
            _ => return None,
        };
        number(year, 4)?;
        if !(1..=12).contains(&month) {
            return Some(format!("there is no month {month}"));
        }
        if Self::parse(text).is_some() {
            return None;
        }
        match day {
            Some(_) if parts[0].len() == 4 && parts[1].len() == 2 && parts[2].len() == 2 => {
                Some(format!("month {} of {year} has no day {}", parts[1], parts[2]))
            }
            _ => Some("years have four digits, months and days two".to_owned()),
        }
    }

    /// How exact it is.
    #[must_use]
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Where it begins, a decimal year. A quarter is a quarter of a year however many days it has, so that the first
    /// day of a quarter is the instant at which the model's quarter begins.
    #[must_use]
    pub fn begins(self) -> f64 {
        decimal(self.first, 0.0)
    }

    /// Where it ends, a decimal year.
    #[must_use]
    pub fn ends(self) -> f64 {
        decimal(self.last, 1.0)
    }

    /// Halfway between, a decimal year.
    #[must_use]
    pub fn middle(self) -> f64 {
        0.5 * (self.begins() + self.ends())
    }

    /// The quarter in which it ends: a year means its last quarter.
    #[must_use]
    pub fn quarter(self) -> Quarter {
        Quarter::new(i32::from(self.last.year()), i32::from((self.last.month() - 1) / 3) + 1)
    }

    /// The calendar year in which it ends.
    #[must_use]
    pub fn calendar_year(self) -> i16 {
        self.last.year()
    }

    /// Whether its last day is on or before the last day of `other`.
    #[must_use]
    pub fn is_known_by(self, other: Self) -> bool {
        self.last <= other.last
    }

    /// Whether it is over before the first day of `other`.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        self.last < other.first
    }
}

/// Where a day lies in its quarter, `along` from its beginning to its end.
fn decimal(day: civil::Date, along: f64) -> f64 {
    let quarter = (day.month() - 1) / 3;
    let mut length = 0.0;
    let mut before = f64::from(day.day() - 1);
    for month in quarter * 3 + 1..=quarter * 3 + 3 {
        let days = civil::Date::new(day.year(), month, 1).map_or(30.0, |d| f64::from(d.days_in_month()));
        length += days;
        if month < day.month() {
            before += days;
        }
    }
    f64::from(day.year()) + (f64::from(quarter) + (before + along) / length) / 4.0
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.last, self.first, self.precision).cmp(&(other.last, other.first, other.precision))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.precision {
            Precision::Day => write!(f, "{year:04}-{month:02}-{:02}", self.first.day()),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Quarter => write!(f, "{year:04}Q{}", (month - 1) / 3 + 1),
            Precision::Year => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_prints_as_it_is_read() {
        for text in ["2025-06-30", "2024-02-29", "2025-06", "2030Q4", "2025"] {
            assert_eq!(Date::parse(text).map(|d| d.to_string()), Some(text.to_owned()));
        }
        for text in
            ["2025-02-29", "2025-13", "2025Q5", "25", "+025", "2025-6-1", "2025-06-30-1", "", "中文", "2025Q"]
        {
            assert_eq!(Date::parse(text), None, "{text} was read as a date");
        }
    }

    #[test]
    fn what_is_written_like_a_date_and_is_none_has_a_flaw_and_nothing_else_has() {
        for (text, flaw) in [
            ("2025-13-01", "there is no month 13"),
            ("2025-13", "there is no month 13"),
            ("2025-00-01", "there is no month 0"),
            ("2025-02-29", "month 02 of 2025 has no day 29"),
            ("2025Q5", "there is no quarter 5"),
            ("2025-6-1", "years have four digits, months and days two"),
        ] {
            assert_eq!(Date::flaw(text).as_deref(), Some(flaw), "{text}");
        }
        for text in ["2025-06-30", "2025-06", "2030Q4", "2025", "25", "soon", "", "中文", "a-b-c", "2025Q"]
        {
            assert_eq!(Date::flaw(text), None, "{text}");
        }
    }

    #[test]
    fn quarters_begin_where_the_model_says_they_begin() {
        for number in 1..=4 {
            let quarter = Date::in_quarter(2025, number).unwrap();
            let model = Quarter::new(2025, i32::from(number));
            assert_eq!((quarter.begins(), quarter.ends()), (model.begins(), model.ends()));
            assert_eq!(quarter.quarter(), model);
        }
        assert_eq!(Date::parse("2025-04-01").unwrap().begins(), 2025.25);
        assert_eq!(Date::parse("2024-12-31").unwrap().ends(), 2025.0);
        assert_eq!(Date::parse("2025").unwrap().middle(), 2025.5);
    }

    #[test]
    fn later_ends_are_later_dates() {
        let [day, month, year] = ["2025-06-30", "2025-07", "2025"].map(|t| Date::parse(t).unwrap());
        assert!(day < month && month < year);
        assert!(day.is_before(month) && !day.is_before(year) && day.is_known_by(year));
    }
}

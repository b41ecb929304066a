//! Axes of charts: where a value lies between foot and top, and where the marks stand.

use overtake_num::Real;

/// Most decades a logarithmic axis spans: a share of futures near nothing would press all others together.
const MOST_DECADES: f64 = 8.0;
/// Room left above and below, as a share of the span.
const ROOM: f64 = 0.04;

/// An axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    /// Whether equal distances are equal ratios.
    log: bool,
    /// Foot, in decades where it is logarithmic.
    low: f64,
    /// Top, likewise.
    high: f64,
}

fn decades(value: f64) -> f64 {
    Real::ln(value) * std::f64::consts::LOG10_E
}

/// Ten to a whole power, correctly rounded.
fn ten(power: i32) -> f64 {
    format!("1e{power}").parse().unwrap_or(f64::NAN)
}

impl Axis {
    /// An axis that holds all values; on a logarithmic one those that are not positive lie at its foot. None where
    /// nothing can be shown.
    pub(super) fn holding(log: bool, values: impl Iterator<Item = f64>) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|v| v.is_finite() && (!log || *v > 0.0)) {
            let value = if log { decades(value) } else { value };
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            return None;
        }
        let low = if log { low.max(high - MOST_DECADES) } else { low };
        // What never changes still needs a span to lie in the middle of.
        let least = if log { 1.0 } else { (low.abs() * 0.1).max(1e-6) };
        let short = (least - (high - low)).max(0.0) / 2.0;
        let (low, high) = (low - short, high + short);
        let room = ROOM * (high - low);
        Some(Self { log, low: low - room, high: high + room })
    }

    /// Where a value lies, 0 at the foot to 1 at the top; outside values at the nearer end.
    pub(super) fn place(&self, value: f64) -> f64 {
        let value = match self.log {
            true if value <= 0.0 => return 0.0,
            true => decades(value),
            false => value,
        };
        ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0)
    }

    /// Whether it is logarithmic.
    pub(super) fn is_log(&self) -> bool {
        self.log
    }

    /// Marks with what stands beside them, from the foot.
    pub(super) fn marks(&self) -> Vec<(f64, String)> {
        if self.log { self.log_marks() } else { self.plain_marks() }
    }

    fn log_marks(&self) -> Vec<(f64, String)> {
        let (first, last) = (self.low.ceil() as i32, self.high.floor() as i32);
        let whole = last - first + 1;
        if whole >= 3 {
            let step = 1 + (whole - 1) / 5;
            return (first..=last).filter(|p| p % step == 0).map(|p| (ten(p), power(p))).collect();
        }
        let within = |v: &f64| (self.low..=self.high).contains(&decades(*v));
        let all = (first - 1..=last).flat_map(|p| [1.0, 2.0, 5.0].map(|m| m * ten(p))).filter(within);
        all.map(|v| (v, short(v))).collect()
    }

    fn plain_marks(&self) -> Vec<(f64, String)> {
        let rough = (self.high - self.low) / 5.0;
        let base = ten(decades(rough).floor() as i32);
        let step = [1.0, 2.0, 5.0, 10.0].map(|m| m * base).into_iter().find(|s| *s >= rough).unwrap_or(base);
        let (first, last) = ((self.low / step).ceil() as i64, (self.high / step).floor() as i64);
        let digits = (-decades(step).floor()).max(0.0) as usize;
        let label = |value: f64| match value {
            // Room at the axis ends with seven digits.
            v if step >= 1e6 && v != 0.0 => format!("{}{}", if v < 0.0 { "−" } else { "" }, short(v.abs())),
            v => grouped(v, digits),
        };
        (first..=last).map(|n| (n as f64 * step, label(n as f64 * step))).collect()
    }
}

/// `10⁶`.
fn power(n: i32) -> String {
    let raised = |c: char| match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        d => char::from_u32('⁰' as u32 + d.to_digit(10).unwrap_or(0)).unwrap_or('⁰'),
    };
    match n {
        0 => "1".to_owned(),
        1 => "10".to_owned(),
        2 => "100".to_owned(),
        _ => format!("10{}", n.to_string().chars().map(raised).collect::<String>()),
    }
}

/// A number on a short logarithmic axis: plain below a million, else `5·10⁶`.
fn short(value: f64) -> String {
    if (0.001..1e6).contains(&value) {
        return grouped(value, if value < 1.0 { 3 } else { 0 });
    }
    let exponent = (decades(value) + 1e-9).floor() as i32;
    let mantissa = (10.0 * value / ten(exponent)).round() / 10.0;
    if mantissa == 1.0 { power(exponent) } else { format!("{mantissa}·{}", power(exponent)) }
}

/// A number with its thousands apart and a true minus.
pub(super) fn grouped(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let none = text.chars().all(|c| matches!(c, '0' | '.'));
    format!("{}{out}{rest}", if value < 0.0 && !none { "−" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(axis: Axis) -> Vec<String> {
        axis.marks().into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn a_plain_axis_has_a_handful_of_round_marks() {
        let axis = Axis::holding(false, [-18.0, 95.0, f64::NAN].into_iter()).expect("values");
        assert_eq!(labels(axis), ["0", "50"]);
        let axis = Axis::holding(false, [0.0, 1200.0].into_iter()).expect("values");
        assert_eq!(labels(axis), ["0", "500", "1,000"]);
        let axis = Axis::holding(false, [-0.3, 0.3].into_iter()).expect("values");
        assert_eq!(labels(axis), ["−0.2", "0.0", "0.2"]);
    }

    #[test]
    fn a_plain_axis_of_large_numbers_writes_them_as_powers() {
        let axis = Axis::holding(false, [-1e12, 2e12].into_iter()).expect("an axis");
        assert!(labels(axis).iter().all(|text| text.chars().count() <= 7), "{:?}", labels(axis));
        let axis = Axis::holding(false, [0.0, 1.9e12].into_iter()).expect("an axis");
        assert_eq!(labels(axis), ["0", "5·10¹¹", "10¹²", "1.5·10¹²"]);
    }

    #[test]
    fn a_logarithmic_axis_marks_powers_of_ten_and_spans_eight_at_most() {
        let axis = Axis::holding(true, [1e-7, 0.0, 1e9].into_iter()).expect("values");
        assert_eq!(labels(axis), ["100", "10⁴", "10⁶", "10⁸"]);
        assert_eq!(axis.place(0.0), 0.0);
        assert_eq!(axis.place(1e-7), 0.0);
        assert!(axis.place(1e9) < 1.0 && axis.place(1e9) > 0.95);
        let narrow = Axis::holding(true, [3e6, 4e7].into_iter()).expect("values");
        assert_eq!(labels(narrow), ["5·10⁶", "10⁷", "2·10⁷"]);
    }

    #[test]
    fn an_axis_without_values_is_none_and_one_of_equal_values_has_a_span() {
        assert_eq!(Axis::holding(true, [0.0, -1.0, f64::INFINITY].into_iter()), None);
        let flat = Axis::holding(false, [4.0].into_iter()).expect("a value");
        assert!((flat.place(4.0) - 0.5).abs() < 1e-12);
        let flat = Axis::holding(true, [4.0].into_iter()).expect("a value");
        assert!((flat.place(4.0) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn powers_and_thousands_are_written_as_people_write_them() {
        assert_eq!((power(26).as_str(), power(-3).as_str(), power(2).as_str()), ("10²⁶", "10⁻³", "100"));
        assert_eq!((grouped(-1234.5, 1).as_str(), grouped(-0.0, 2).as_str()), ("−1,234.5", "0.00"));
    }
}

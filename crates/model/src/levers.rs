//! Levers as dated paths, averaged over each step.

use crate::layout::Layout;
use crate::time::Calendar;

/// Values that hold from their dates on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeverPath {
    /// (decimal year, value), in order of time.
    pub points: Vec<(f64, f64)>,
}

impl LeverPath {
    /// One value for all time.
    #[must_use]
    pub fn constant(value: f64) -> Self {
        Self { points: vec![(f64::NEG_INFINITY, value)] }
    }

    /// Mean over `from..to`; before the first date the value is `neutral`. A value in force for part of a step
    /// acts by that fraction.
    #[must_use]
    pub fn mean(&self, from: f64, to: f64, neutral: f64) -> f64 {
        let mut sum = 0.0;
        let mut value = neutral;
        let mut since = from;
        let mut whole = true;
        for &(date, next) in &self.points {
            if date <= from {
                value = next;
            } else if date < to {
                sum += value * (date - since);
                since = date;
                value = next;
                whole = false;
            }
        }
        // A constant comes back as itself, to the bit: weighting it would not.
        if whole { value } else { (sum + value * (to - since)) / (to - from) }
    }
}

/// Every lever of every member at every step.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverTable {
    values: Vec<f64>,
    steps: usize,
}

impl LeverTable {
    /// Averages `paths` over the calendar's steps; a slot without a path stays neutral.
    #[must_use]
    pub fn new(layout: &Layout, calendar: &Calendar, path: impl Fn(usize) -> Option<LeverPath>) -> Self {
        let steps = calendar.steps();
        let mut values = Vec::with_capacity(layout.levers().len() * steps);
        for (slot, lever) in layout.levers().iter().enumerate() {
            let path = path(slot).unwrap_or_default();
            for step in 0..steps {
                let moment = calendar.moment(step);
                values.push(path.mean(moment.time, moment.time + moment.dt, lever.neutral));
            }
        }
        Self { values, steps }
    }

    /// A table whose values are known slot by slot and step by step.
    #[must_use]
    pub fn of(layout: &Layout, calendar: &Calendar, value: impl Fn(usize, usize) -> f64) -> Self {
        let steps = calendar.steps();
        let slots = 0..layout.levers().len();
        Self {
            values: slots
                .flat_map(|slot| (0..steps).map(move |s| (slot, s)))
                .map(|(l, s)| value(l, s))
                .collect(),
            steps,
        }
    }

    /// Value of the lever in `slot` at a step.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, slot: usize, step: usize) -> f64 {
        self.values[slot * self.steps + step]
    }

    /// The first step in which some lever differs from another table's of the same layout and calendar, to the bit; the number
    /// of steps if none does.
    #[must_use]
    pub fn departs(&self, other: &Self) -> usize {
        let paths = self.values.chunks_exact(self.steps).zip(other.values.chunks_exact(self.steps));
        paths.fold(self.steps, |first, (a, b)| {
            let apart = (0..first).find(|&step| a[step].to_bits() != b[step].to_bits());
            apart.unwrap_or(first)
        })
    }

    /// The whole path of the lever in `slot`.
    #[must_use]
    pub fn path(&self, slot: usize) -> &[f64] {
        &self.values[slot * self.steps..][..self.steps]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_in_force_for_part_of_a_step_acts_by_that_fraction() {
        let path = LeverPath { points: vec![(2025.0, 1.0), (2026.125, 3.0)] };
        assert_eq!(path.mean(2024.0, 2024.25, 0.5), 0.5);
        assert_eq!(path.mean(2025.0, 2025.25, 0.5), 1.0);
        assert!((path.mean(2026.0, 2026.25, 0.5) - 2.0).abs() < 1e-12);
        assert_eq!(path.mean(2027.0, 2027.25, 0.5), 3.0);
        assert!((path.mean(2024.75, 2025.25, 0.5) - 0.75).abs() < 1e-12);
    }

    #[test]
    fn tables_depart_in_the_first_step_in_which_a_lever_differs() {
        let table = |values: [f64; 6]| LeverTable { values: values.to_vec(), steps: 3 };
        let base = table([1.0, 1.0, 1.0, 0.0, 2.0, 2.0]);
        assert_eq!(base.departs(&base), 3);
        assert_eq!(base.departs(&table([1.0, 1.0, 5.0, 0.0, 2.0, 2.0])), 2);
        assert_eq!(base.departs(&table([1.0, 1.0, 5.0, 0.0, 3.0, 2.0])), 1);
        assert_eq!(base.departs(&table([1.0, 1.0, 1.0, -0.0, 2.0, 2.0])), 0);
    }

    #[test]
    fn a_constant_comes_back_to_the_bit() {
        let path = LeverPath::constant(0.1);
        for step in 0..400 {
            let from = 2015.0 + f64::from(step) * 0.0625;
            assert_eq!(path.mean(from, from + 0.0625, 7.0).to_bits(), 0.1_f64.to_bits());
        }
    }
}

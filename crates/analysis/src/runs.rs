//! Runs with their inputs, each sorted once, and how an input is cut into bins.

/// Runs to learn from: `inputs` columns of one number a run, and the group of each run.
///
/// Groups are independent of one another, such as the scrambles of a design; what happens within one is of no concern. A run
/// whose input is NaN is left out where that input is asked about.
#[derive(Clone, Debug)]
pub struct Runs {
    inputs: Vec<Sorted>,
    groups: Vec<usize>,
    group_count: usize,
}

/// An input's runs by rising value.
#[derive(Clone, Debug)]
struct Sorted {
    runs: Vec<u32>,
    values: Vec<f64>,
}

impl Runs {
    /// Sorts each input. Where columns differ in length, only the runs that all of them have are kept.
    #[must_use]
    pub fn new(inputs: Vec<Vec<f64>>, mut groups: Vec<usize>) -> Self {
        let count = inputs.iter().map(Vec::len).chain([groups.len(), u32::MAX as usize]).min().unwrap_or(0);
        groups.truncate(count);
        let group_count = groups.iter().max().map_or(0, |most| most + 1);
        let sort = |column: Vec<f64>| {
            let mut runs: Vec<u32> =
                (0..count as u32).filter(|&run| !column[run as usize].is_nan()).collect();
            runs.sort_by(|&a, &b| column[a as usize].total_cmp(&column[b as usize]));
            let values = runs.iter().map(|&run| column[run as usize]).collect();
            Sorted { runs, values }
        };
        Self { inputs: inputs.into_iter().map(sort).collect(), groups, group_count }
    }

    /// Number of runs.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Number of inputs.
    #[must_use]
    pub fn inputs(&self) -> usize {
        self.inputs.len()
    }

    /// Number of groups: one more than the greatest group's number.
    #[must_use]
    pub fn group_count(&self) -> usize {
        self.group_count
    }

    /// Group of a run.
    pub(crate) fn group(&self, run: usize) -> usize {
        self.groups[run]
    }

    /// Cuts an input into at most `most` bins over the runs for which `asked` holds: one for each of its values where it has
    /// no more values than that, else bins of equal numbers of runs. Equal values are never parted. Gives each run with its
    /// bin, by rising value, and the number of bins.
    pub(crate) fn bins(
        &self,
        input: usize,
        most: usize,
        asked: impl Fn(usize) -> bool,
    ) -> (Vec<(usize, usize)>, usize) {
        let Some(sorted) = self.inputs.get(input) else { return (Vec::new(), 0) };
        let pairs = sorted.runs.iter().zip(&sorted.values).map(|(&run, &value)| (run as usize, value));
        let kept: Vec<(usize, f64)> = pairs.filter(|&(run, _)| asked(run)).collect();
        let values = kept.chunk_by(|a, b| a.1 == b.1);
        let by_value = values.clone().take(most + 1).count() <= most;
        let mut binned = Vec::with_capacity(kept.len());
        let mut count = 0;
        for (place, equal) in values.enumerate() {
            // The bin of the first of them in the order of ranks.
            let bin = if by_value { place } else { binned.len() * most / kept.len() };
            count = bin + 1;
            binned.extend(equal.iter().map(|&(run, _)| (run, bin)));
        }
        (binned, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bins(values: &[f64], most: usize) -> Vec<usize> {
        let runs = Runs::new(vec![values.to_vec()], vec![0; values.len()]);
        let (mut binned, _) = runs.bins(0, most, |_| true);
        binned.sort_unstable();
        binned.into_iter().map(|(_, bin)| bin).collect()
    }

    #[test]
    fn an_input_of_few_values_is_cut_by_value_and_another_into_equal_numbers() {
        assert_eq!(bins(&[3.0, 1.0, 3.0, 1.0, 1.0], 4), [1, 0, 1, 0, 0]);
        assert_eq!(bins(&[5.0, 1.0, 4.0, 2.0, 3.0, 6.0], 3), [2, 0, 1, 0, 1, 2]);
    }

    #[test]
    fn equal_values_are_never_parted() {
        let found = bins(&[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0], 2);
        assert_eq!(found, [0, 0, 0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn runs_without_a_value_and_runs_not_asked_for_are_left_out() {
        let runs = Runs::new(vec![vec![f64::NAN, 2.0, 1.0, 3.0]], vec![0; 4]);
        assert_eq!(runs.bins(0, 2, |run| run != 1), (vec![(2, 0), (3, 1)], 2));
        assert_eq!(runs.bins(0, 2, |_| false), (Vec::new(), 0));
        assert_eq!(runs.bins(1, 2, |_| true), (Vec::new(), 0));
    }
}

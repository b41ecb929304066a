//! Coordinates that go together.

use super::cube::Design;
use overtake_num::copula::Copula;

/// A design some of whose coordinates a copula makes dependent. Each point is changed alone, so that it is still found
/// without those before it, scrambles stay independent, and what is not named keeps its bits.
pub struct Dependent {
    design: Box<dyn Design>,
    /// Coordinates of the design, in the copula's order.
    places: Vec<usize>,
    copula: Copula,
}

impl Dependent {
    /// Makes the coordinates at `places` of a design dependent, the first of them the copula's first. Places that the
    /// design does not have are left out.
    #[must_use]
    pub fn new(design: Box<dyn Design>, places: Vec<usize>, copula: Copula) -> Self {
        Self { design, places, copula }
    }
}

impl Design for Dependent {
    fn dimensions(&self) -> usize {
        self.design.dimensions()
    }

    fn point(&self, future: u64, out: &mut [f64]) {
        self.design.point(future, out);
        // Where a caller asks for fewer coordinates than there are, those that it does not ask for are needed all the same.
        let short = self.places.iter().any(|&p| p >= out.len());
        let mut whole = Vec::new();
        if short {
            whole = vec![0.5; self.design.dimensions()];
            self.design.point(future, &mut whole);
        }
        let all = if short { &whole[..] } else { &out[..] };
        let mut named: Vec<f64> = self.places.iter().map(|&p| all.get(p).copied().unwrap_or(0.5)).collect();
        self.copula.apply(&mut named);
        for (&place, value) in self.places.iter().zip(named) {
            if let Some(out) = out.get_mut(place) {
                *out = value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::numbering::{POINTS, SCRAMBLES, scramble_of};
    use crate::design::sobol::Sobol;

    const PAIRS: [(usize, usize, f64); 3] = [(0, 1, 0.6), (1, 2, -0.4), (0, 2, 0.1)];
    const PLACES: [usize; 3] = [1, 3, 4];
    const FUTURES: u64 = 10_240;

    fn designs() -> (Sobol, Dependent) {
        let plain = Sobol::new(6, 7).unwrap();
        let copula = Copula::new(3, &PAIRS).unwrap();
        (plain.clone(), Dependent::new(Box::new(plain), PLACES.to_vec(), copula))
    }

    fn points(design: &dyn Design, futures: u64) -> Vec<[f64; 6]> {
        let point = |future| {
            let mut point = [0.0; 6];
            design.point(future, &mut point);
            point
        };
        (0..futures).map(point).collect()
    }

    #[test]
    fn ranks_correlate_as_asked_over_10240_futures() {
        let (_, design) = designs();
        let all = points(&design, FUTURES);
        let ranks = |d: usize| {
            let mut order: Vec<usize> = (0..all.len()).collect();
            order.sort_by(|&a, &b| all[a][d].total_cmp(&all[b][d]));
            let mut ranks = vec![0.0; all.len()];
            for (rank, place) in order.into_iter().enumerate() {
                ranks[place] = (rank as f64 + 0.5) / all.len() as f64 - 0.5;
            }
            ranks
        };
        for (a, b, rho) in PAIRS {
            let (x, y) = (ranks(PLACES[a]), ranks(PLACES[b]));
            let spearman: f64 = 12.0 * x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>() / all.len() as f64;
            assert!((spearman - rho).abs() < 0.005, "{a} {b}: {spearman}");
        }
    }

    #[test]
    fn coordinates_without_a_pair_keep_their_bits_and_the_first_of_a_pair_too() {
        let (plain, design) = designs();
        for (before, after) in points(&plain, 320).iter().zip(points(&design, 320)) {
            for place in [0, 1, 2, 5] {
                assert_eq!(before[place].to_bits(), after[place].to_bits());
            }
        }
    }

    #[test]
    fn each_coordinate_stays_uniform_in_every_balanced_prefix_and_in_every_scramble() {
        let (_, design) = designs();
        let all = points(&design, FUTURES);
        for &place in &PLACES {
            for prefix in [2_560, 5_120, 10_240] {
                for cut in 1..20 {
                    let cut = f64::from(cut) / 20.0;
                    let below =
                        all[..prefix].iter().filter(|p| p[place] < cut).count() as f64 / prefix as f64;
                    // Chance alone would be off by more than one standard error in a third of all cells.
                    let most = 0.5 / (prefix as f64).sqrt();
                    assert!((below - cut).abs() < most, "{place} {prefix} {cut}: {below}");
                }
            }
            for scramble in 0..SCRAMBLES {
                let of: Vec<f64> = (0..FUTURES)
                    .zip(&all)
                    .filter(|(f, _)| scramble_of(*f) == scramble)
                    .map(|(_, p)| p[place])
                    .collect();
                let mean = of.iter().sum::<f64>() / of.len() as f64;
                assert!((mean - 0.5).abs() < 0.01, "{place} scramble {scramble}: {mean}");
            }
        }
        assert_eq!(FUTURES % (SCRAMBLES * POINTS), 0);
    }

    #[test]
    fn a_future_alone_and_a_shorter_point_give_the_same_numbers() {
        let (_, design) = designs();
        let all = points(&design, 500);
        for future in [499, 3, 77] {
            let (mut alone, mut short) = ([0.0; 6], [0.0; 4]);
            design.point(future, &mut alone);
            design.point(future, &mut short);
            assert_eq!(alone, all[future as usize]);
            assert_eq!(short, all[future as usize][..4]);
        }
    }
}

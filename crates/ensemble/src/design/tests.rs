//! Designs beside one another.

use super::cube::{BITS, Design, centre};
use super::{Latin, Random, Sobol};

fn error_of_a_mean(design: &dyn Design, futures: u64) -> f64 {
    // Mean of a product of gentle slopes, which is exactly one.
    let mut point = vec![0.0; design.dimensions()];
    let mut sum = 0.0;
    for future in 0..futures {
        design.point(future, &mut point);
        sum += point.iter().enumerate().map(|(d, x)| 1.0 + (x - 0.5) / (1.0 + d as f64)).product::<f64>();
    }
    (sum / futures as f64 - 1.0).abs()
}

#[test]
fn sobol_integrates_a_smooth_function_much_better_than_chance() {
    let mean = |error: &dyn Fn(u64) -> f64| (0..8).map(error).sum::<f64>() / 8.0;
    let chance = mean(&|seed| error_of_a_mean(&Random::new(6, seed), 2560));
    let sobol = mean(&|seed| error_of_a_mean(&Sobol::new(6, seed).unwrap(), 2560));
    let latin = mean(&|seed| error_of_a_mean(&Latin::new(6, seed, 2560), 2560));
    assert!(sobol * 20.0 < chance, "Sobol' {sobol:e}, chance {chance:e}");
    assert!(latin * 3.0 < chance, "Latin {latin:e}, chance {chance:e}");
}

#[test]
fn every_coordinate_lies_strictly_inside_the_unit_interval() {
    assert!(centre(0) > 0.0 && centre((1 << BITS) - 1) < 1.0);
    let designs: [Box<dyn Design>; 3] =
        [Box::new(Sobol::new(5, 3).unwrap()), Box::new(Latin::new(5, 3, 1000)), Box::new(Random::new(5, 3))];
    let mut point = [0.0; 5];
    for design in &designs {
        for future in (0..2000).chain([u64::MAX - 1, u64::MAX]) {
            design.point(future, &mut point);
            assert!(point.iter().all(|x| *x > 0.0 && *x < 1.0), "{future}: {point:?}");
        }
    }
}

#[test]
fn a_slice_of_another_length_gets_the_coordinates_that_both_have() {
    let design = Sobol::new(3, 1).unwrap();
    let (mut short, mut long) = ([0.0; 2], [-1.0; 4]);
    design.point(7, &mut short);
    design.point(7, &mut long);
    assert_eq!(short, long[..2]);
    assert_eq!(long[3], -1.0);
}

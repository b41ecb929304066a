//! Leadership: indices are parts of a whole, made of what is declared, and the composite is their weighted mean.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![expect(
    clippy::disallowed_methods,
    reason = "expected figures, compared within a tolerance wider than their last bits"
)]

use crate::common::*;
use overtake_model::{Index, Row, Values};
use overtake_race::outcomes::leadership::{
    DIMENSIONS, Derived, Input, Measure, Parameters, inputs, measures,
};
use overtake_race::world::{Bloc, Industry};

const KEYS: [&str; 3] = ["A", "B", "C"];
const NAMES: [&str; DIMENSIONS] =
    ["frontier", "diffusion", "economy", "market", "military", "diplomacy", "science"];

fn bloc(place: usize) -> Bloc {
    Bloc::new(place)
}

/// Where blocs stand: the index on each dimension, the composite, dimensions led in all and solid ones.
struct Standing {
    indices: Vec<Row<f64, Bloc>>,
    composite: Row<f64, Bloc>,
    led: [Row<f64, Bloc>; 2],
}

/// Three blocs, equal in everything that leadership reads.
#[derive(Clone)]
struct Equals {
    game: Game,
    inputs: Vec<Row<f64, Bloc>>,
    by_industry: Row<f64, Industry>,
    shared: [f64; 3],
}

/// Places of what is read, in `Equals::inputs`.
const INPUTS: [(&str, f64, &[usize]); 13] = [
    ("capability", 5.0, &[0, 4]),
    ("software", 2.0, &[6]),
    ("use", 0.2, &[1]),
    ("gain", 1e11, &[2]),
    ("revenue", 1e10, &[3]),
    ("compute", 1e6, &[4]),
    ("manufacturing", 1e12, &[4]),
    ("closed models", 0.3, &[5]),
    ("open models", 0.2, &[5]),
    ("products", 0.3, &[5]),
    ("quality", 1.0, &[6]),
    ("repression", 0.25, &[5, 6]),
    ("elite", 0.5, &[6]),
];

impl Equals {
    fn new() -> Self {
        let game = Game::plain(plain_world(&KEYS), years(1));
        let inputs = INPUTS.iter().map(|(_, value, _)| Row::filled(3, *value)).collect();
        let by_industry = Row::filled(game.setting().industries.len(), 0.1);
        Self { game, inputs, by_industry, shared: [0.0; 3] }
    }

    fn set(mut self, key: &str, value: f64) -> Self {
        self.game = self.game.set(key, value);
        self
    }

    /// Something of the first bloc multiplied.
    fn times(mut self, input: usize, factor: f64) -> Self {
        self.inputs[input][bloc(0)] *= factor;
        self
    }

    fn measures(&self) -> Standing {
        let values = Values { layout: &self.game.layout, values: &self.game.values };
        let (p, setting) = (Parameters::read(&values), self.game.setting());
        let mut reads = inputs(&setting);
        for (n, input) in self.inputs.iter().enumerate() {
            reads.row_mut(Input::new(n)).copy_from_slice(input.values());
        }
        let told = measures(
            &p,
            &Derived::new(&p, &setting, &self.game.calendar),
            &setting,
            &self.by_industry,
            &self.shared,
            reads,
        );
        let row = |told_of: Measure| Row::from_values(told.row(told_of).iter().copied());
        Standing {
            indices: (0..DIMENSIONS).map(|k| row(Measure::new(k))).collect(),
            composite: row(Measure::COMPOSITE),
            led: [row(Measure::LED), row(Measure::LED_SOLID)],
        }
    }
}

#[test]
fn equal_blocs_have_equal_indices_and_lead_nothing() {
    let standing = Equals::new().set("leadership.winner", 0.6).measures();
    for b in 0..3 {
        for (index, name) in standing.indices.iter().zip(NAMES) {
            close(index[bloc(b)], 100.0 / 3.0, 1e-12, name);
        }
        close(standing.composite[bloc(b)], 100.0 / 3.0, 1e-12, "composite");
        assert_eq!((standing.led[0][bloc(b)], standing.led[1][bloc(b)]), (0.0, 0.0));
    }
}

#[test]
fn where_nobody_has_anything_all_have_equal_parts_of_it() {
    let mut nobody = Equals::new();
    for input in 2..11 {
        nobody = nobody.times(input, 0.0);
        nobody.inputs[input] = Row::filled(3, 0.0);
    }
    nobody.inputs[11] = Row::filled(3, 1.0);
    nobody.by_industry = Row::filled(nobody.by_industry.len(), 0.0);
    for (index, name) in nobody.measures().indices.iter().zip(NAMES) {
        close(index[bloc(1)], 100.0 / 3.0, 1e-12, name);
    }
}

#[test]
fn doubling_one_input_raises_the_indices_made_of_it_and_no_other() {
    let base = Equals::new().measures();
    for (input, (name, _, moved)) in INPUTS.iter().enumerate() {
        let doubled = Equals::new().times(input, 2.0).measures();
        for (k, dimension) in NAMES.iter().enumerate() {
            let (before, after) = (base.indices[k][bloc(0)], doubled.indices[k][bloc(0)]);
            if !moved.contains(&k) {
                assert_eq!(before, after, "{name} moves {dimension}");
            } else if *name == "repression" {
                assert!(after < before, "{name} does not lower {dimension}");
            } else {
                assert!(after > before, "{name} does not raise {dimension}");
            }
        }
    }
    // Use in the public sector is what the military counts, and not that of firms.
    let mut public = Equals::new();
    let setting = public.game.setting();
    for (i, industry) in setting.industries.iter() {
        if industry.bloc == bloc(0) && setting.sectors[industry.sector].private == 0.0 {
            public.by_industry[i] = 0.2;
        }
    }
    // Twice as much of one input of four: (1/2 + 3 · 1/3)/4.
    close(public.measures().indices[4][bloc(0)], 100.0 * 0.375, 1e-12, "military");
}

#[test]
fn an_index_is_the_part_of_the_whole_and_capability_counts_by_its_worth() {
    let gain = Equals::new().times(3, 3.0).measures();
    close(gain.indices[2][bloc(0)], 60.0, 1e-12, "three of five");
    assert_eq!(gain.led[0].values(), &[1.0, 0.0, 0.0]);
    assert_eq!(gain.led[1].values(), &[1.0, 0.0, 0.0]);
    let ahead = Equals::new().set("leadership.worth", 0.4).times(0, 1.5).measures();
    let ratio = ahead.indices[0][bloc(0)] / ahead.indices[0][bloc(1)];
    close(ratio, (0.4_f64 * 2.5).exp(), 1e-12, "two and a half in logs");
}

#[test]
fn a_lead_of_less_than_five_per_cent_is_none() {
    assert_eq!(Equals::new().times(4, 1.049).measures().led[1][bloc(0)], 0.0);
    assert_eq!(Equals::new().times(4, 1.051).measures().led[1][bloc(0)], 1.0);
    // The speculative ones are not among the solid.
    let science = Equals::new().times(10, 2.0).measures();
    assert_eq!((science.led[0][bloc(0)], science.led[1][bloc(0)]), (1.0, 0.0));
}

#[test]
fn the_composite_is_the_mean_by_weights_and_squares_favour_the_strongest() {
    let weights = [2.0, 1.0, 0.0, 0.5, 3.0, 0.1, 1.0];
    let mut one = Equals::new().times(0, 1.4).times(4, 0.3).times(10, 2.0);
    for (name, weight) in NAMES.iter().zip(weights) {
        one = one.set(&format!("leadership.weight_{name}"), weight);
    }
    let plain = one.measures();
    let mean = |standing: &Standing, b: usize, square: bool| -> f64 {
        let taken = standing.indices.iter().zip(weights).map(|(index, weight)| {
            let squares: f64 = index.values().iter().map(|i| i * i).sum();
            let own = index[bloc(b)];
            weight * if square { 100.0 * own * own / squares } else { own }
        });
        taken.sum::<f64>() / weights.iter().sum::<f64>()
    };
    for b in 0..3 {
        close(plain.composite[bloc(b)], mean(&plain, b, false), 1e-12, "weighted mean");
    }
    let all = one.clone().set("leadership.winner", 1.0).measures();
    let half = one.set("leadership.winner", 0.5).measures();
    for b in 0..3 {
        close(all.composite[bloc(b)], mean(&plain, b, true), 1e-12, "by squares");
        let middle = 0.5 * (plain.composite[bloc(b)] + all.composite[bloc(b)]);
        close(half.composite[bloc(b)], middle, 1e-12, "half of each");
    }
    assert!(all.composite[bloc(0)] > plain.composite[bloc(0)], "the strongest takes more");
}

#[test]
fn what_is_shared_goes_to_those_who_get_less_than_their_part() {
    let mut one = Equals::new().set("leadership.winner", 0.8).times(0, 1.4).times(4, 5.0).times(10, 2.0);
    let proportional = one.clone().set("leadership.winner", 0.0).measures().composite;
    let kept = one.measures();
    one.shared = [0.25, 0.0, 0.0];
    let quarter = one.measures();
    one.shared = [1.0; 3];
    let all = one.measures();
    for b in 0..3 {
        assert_eq!(
            kept.indices.iter().map(|index| index[bloc(b)]).collect::<Vec<_>>(),
            all.indices.iter().map(|index| index[bloc(b)]).collect::<Vec<_>>(),
            "an index is shared"
        );
        close(all.composite[bloc(b)], proportional[bloc(b)], 1e-12, "all shared is what parts give");
        // The first bloc leads whatever anybody leads, so a quarter shared is a quarter of the way.
        let way = 0.75 * kept.composite[bloc(b)] + 0.25 * proportional[bloc(b)];
        close(quarter.composite[bloc(b)], way, 1e-12, "a quarter shared");
    }
    // Who takes nothing beyond a part has nothing to share.
    one.shared = [0.0, 1.0, 1.0];
    close(one.measures().composite[bloc(0)], kept.composite[bloc(0)], 1e-12, "nothing to share");
}

#[test]
fn what_is_left_is_parted_by_how_far_each_falls_short() {
    let mut one = Equals::new().set("leadership.winner", 1.0);
    for name in NAMES {
        one = one.set(&format!("leadership.weight_{name}"), f64::from(name == "market"));
    }
    // Parts of 0.5, 0.4 and 0.1 by squares: 25, 16 and 1 of 42.
    one.inputs[4] = Row::from_values([5.0, 4.0, 1.0]);
    let (first, second) = (100.0 * (25.0 / 42.0 - 0.5), 100.0 * (16.0 / 42.0 - 0.4));
    assert!(first > 0.0 && second < 0.0, "the second falls short");
    one.shared = [0.5, 0.0, 0.0];
    let standing = one.measures().composite;
    close(standing[bloc(0)], 50.0 + 0.5 * first, 1e-12, "first");
    close(standing[bloc(1)], 40.0 + 0.5 * second, 1e-12, "second");
    close(standing[bloc(2)], 10.0 + 0.5 * (100.0 / 42.0 - 10.0), 1e-12, "third");
}

#[test]
fn in_every_future_all_parts_are_a_hundred_and_nothing_reads_them() {
    for draw in 0..4 {
        let run = real_game(draw).run(draw);
        for key in NAMES.iter().map(|n| format!("leadership_{n}")).chain(["leadership".to_owned()]) {
            let paths: Vec<Vec<f64>> =
                ["US", "CN", "ROW"].iter().map(|b| run.path(&format!("{key}.{b}"))).collect();
            for q in 0..run.cube.quarters {
                close(paths.iter().map(|path| path[q]).sum(), 100.0, 1e-9, &key);
            }
        }
        let other = NAMES.iter().fold(real_game(draw), |game, name| {
            game.set(&format!("leadership.weight_{name}"), 0.3 + name.len() as f64)
        });
        let other = other.set("leadership.worth", 1.0).set("leadership.winner", 0.9).run(draw).bits();
        for (key, path) in run.bits() {
            let mine = key.starts_with("leadership") || key.contains("dimensions_led");
            assert!(mine || other[&key] == path, "{key} reads what leads");
        }
        assert_ne!(other["leadership.US"], run.bits()["leadership.US"]);
    }
}

#[test]
fn with_a_rival_only_the_rival_is_compared() {
    // A rest of the world that holds most of a market keeps neither of two rivals from leading it.
    let run = real_game(0).run(0);
    let at = |key: &str| run.last(key);
    let expected = NAMES
        .iter()
        .filter(|n| at(&format!("leadership_{n}.US")) > 1.05 * at(&format!("leadership_{n}.CN")))
        .count();
    assert_eq!(at("dimensions_led.US"), expected as f64);
}

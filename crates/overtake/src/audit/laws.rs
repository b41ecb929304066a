//! Laws of any world: conservation, range, symmetry of blocs, levers that do nothing, and the same bits everywhere.

use super::law::{Law, law, run};
use super::worlds::RandomWorld;
use crate::study::resolve::Prepared;
use overtake_ensemble::kernel::{Batch, Cube};
use overtake_kernels::{Setup, Width, kernel, trace};
use overtake_model::{LeverPath, LeverTable};
use std::collections::BTreeMap;

/// Every line of the ledger sums to the change of its stock.
pub(super) fn conservation(worlds: &[RandomWorld]) -> Law {
    let (mut worst, mut lines, mut stocks) = (0.0_f64, 0, 0);
    for world in worlds {
        let Ok(traced) = trace(&world.setup(), 0, 0, &world.values) else { continue };
        let mut sums: BTreeMap<_, f64> = BTreeMap::new();
        let mut sizes: BTreeMap<_, f64> = BTreeMap::new();
        for entry in &traced.ledger.entries {
            *sums.entry(entry.account).or_default() += entry.amount;
            *sizes.entry(entry.account).or_default() += entry.amount.abs();
        }
        lines += traced.ledger.entries.len();
        for (account, start, end) in &traced.stocks {
            let (sum, size) =
                (sums.get(account).copied().unwrap_or(0.0), sizes.get(account).copied().unwrap_or(0.0));
            let scale = start.abs().max(end.abs()).max(size);
            if scale > 0.0 {
                worst = worst.max((start + sum - end).abs() / scale);
            }
            stocks += 1;
        }
    }
    let seen = format!(
        "{lines} lines of {stocks} stocks in {} random worlds; off by at most {worst:.1e}",
        worlds.len()
    );
    law(
        "conservation: lines of the ledger sum to the change of each stock, to 1e-12",
        worst < 1e-12 && lines > 0,
        seen,
    )
}

/// No stock falls below zero, nothing is infinite or NaN, no share leaves zero to one.
pub(super) fn range(worlds: &[RandomWorld]) -> Law {
    let (mut broken, mut trajectories, mut first) = (0, 0, String::new());
    for world in worlds {
        for future in 0..4 {
            let cube = run(&world.setup(), &[future], &world.values, Width::One);
            trajectories += 1;
            if let Some(b) = cube.broken.iter().flatten().next() {
                broken += 1;
                first = format!("; {} {}", b.what, b.reason);
            }
        }
    }
    let seen = format!("{broken} of {trajectories} trajectories broke{first}");
    law("range: no stock is negative, no share leaves 0 to 1, nothing is NaN", broken == 0, seen)
}

/// Exchanging two blocs' places exchanges their outcomes, bit for bit.
pub(super) fn swap(worlds: &[RandomWorld]) -> Law {
    let (mut compared, mut different, mut first) = (0_u64, 0_u64, String::new());
    for world in worlds {
        let swapped = world.swapped();
        let (a, b) = (
            run(&world.setup(), &[3], &world.values, Width::One),
            run(&swapped.setup(), &[3], &swapped.values, Width::One),
        );
        for (place, slot) in world.layout.outcomes().iter().enumerate() {
            let Some(other) = swapped.layout.outcome(&slot.key) else { continue };
            for quarter in 0..a.quarters {
                compared += 1;
                let (x, y) = (a.get(place, quarter, 0), b.get(other, quarter, 0));
                if x.to_bits() != y.to_bits() {
                    different += 1;
                    if first.is_empty() {
                        first = format!("; first {} at quarter {quarter}: {x:e} and {y:e}", slot.key);
                    }
                }
            }
        }
    }
    let seen = format!("{different} of {compared} values differ in {} random worlds{first}", worlds.len());
    law(
        "swap: two blocs' inputs swapped swap their outcomes, bit for bit",
        different == 0 && compared > 0,
        seen,
    )
}

/// Outcomes that jump where a lever leaves its neutral value, each with the reason.
pub(super) const JUMPS: [(&str, &str); 1] = [(
    "city_recipients_moved",
    "a share of those who are paid, of whom there are some from the first dollar on",
)];

/// The same policy spelt otherwise changes no bit; a lever moved by 1e-9 changes no headline by more than 1e-6.
pub(super) fn nulls(prepared: &Prepared) -> Law {
    let layout = &prepared.layout;
    let calendar = prepared.study.calendar;
    let spelt =
        LeverTable::new(layout, &calendar, |slot| Some(LeverPath::constant(layout.levers()[slot].neutral)));
    let moved = |by: f64| {
        LeverTable::new(layout, &calendar, |slot| {
            let lever = &layout.levers()[slot];
            let up = lever.neutral + by;
            let value = if lever.domain.contains(up) { up } else { lever.neutral - by };
            Some(LeverPath::constant(value))
        })
    };
    let tables = [prepared.levers[0].clone(), spelt, moved(1e-9)];
    let setup = Setup { policies: &tables, ..prepared.setup() };
    let central = prepared.central();
    let mut cubes = [(); 3].map(|()| Cube::default());
    if let Ok(kernel) = kernel(&setup, Width::One) {
        kernel.run(Batch { futures: &[5], parameters: &central }, &[0, 1, 2], &mut |policy, cube| {
            cubes[policy].clone_from(cube);
        });
    }
    let [base, spelt, moved] = &cubes;
    if moved.slots == 0 {
        return law("nulls", false, "the built-in study does not run".to_owned());
    }
    let same = base.values.iter().zip(&spelt.values).all(|(a, b)| a.to_bits() == b.to_bits());
    // Against the greatest of its path: a flow that ends on a date is nothing from then on, and a billionth of it is something.
    // A path of nothing has no size: there it is against the greatest of the outcome's other members.
    let slots = layout.outcomes();
    let greatest = |slot| base.path(slot, 0).fold(0.0_f64, |most, value| most.max(value.abs()));
    let sizes: Vec<f64> = (0..base.slots).map(greatest).collect();
    let size = |place: usize| {
        let of_outcome = slots.iter().zip(&sizes).filter(|(slot, _)| slot.declared == slots[place].declared);
        let own = sizes[place];
        if own > 0.0 { own } else { of_outcome.fold(0.0_f64, |most, (_, size)| most.max(*size)) }.max(1.0)
    };
    let jumps = |place: usize| {
        let key = prepared.declaration.outcomes[slots[place].declared].key;
        JUMPS.iter().any(|(outcome, _)| *outcome == key)
    };
    let apart = (0..base.slots).flat_map(|place| {
        let scale = if jumps(place) { f64::INFINITY } else { size(place) };
        base.path(place, 0).zip(moved.path(place, 0)).map(move |(a, b)| (a - b).abs() / scale)
    });
    let (place, worst) = apart
        .enumerate()
        .fold((0, 0.0_f64), |most, (place, by)| if by > most.1 { (place, by) } else { most });
    let most = slots.get(place / base.quarters.max(1)).map_or("", |slot| slot.key.as_str());
    let seen = format!(
        "{} values; a re-spelt policy {} bits; every lever moved by 1e-9 moves them by at most {worst:.1e} ({most}); exempt: {}",
        base.values.len(),
        if same { "changes no" } else { "CHANGES" },
        JUMPS.map(|(key, why)| format!("{key} ({why})")).join(", ")
    );
    law(
        "nulls: a re-spelt policy changes no bit, levers moved by 1e-9 next to nothing",
        same && worst < 1e-6,
        seen,
    )
}

/// One trajectory is the same to the last bit for every width and level of this processor.
pub(super) fn same_bits(worlds: &[RandomWorld]) -> Law {
    let widths: Vec<Width> = Width::ALL.into_iter().filter(|w| w.available()).collect();
    let mut different = 0;
    let mut compared = 0;
    for world in worlds.iter().take(3) {
        let futures: Vec<u64> = (0..16).collect();
        let plain: Vec<Cube> =
            futures.iter().map(|f| run(&world.setup(), &[*f], &world.values, Width::One)).collect();
        for &width in &widths {
            let lanes = width.lanes();
            let wide: Vec<f64> = world.values.iter().flat_map(|v| std::iter::repeat_n(*v, lanes)).collect();
            let cube = run(&world.setup(), &futures[..lanes], &wide, width);
            for (lane, plain) in plain.iter().enumerate().take(lanes) {
                for place in 0..cube.slots {
                    for quarter in 0..cube.quarters {
                        compared += 1;
                        let (x, y) = (cube.get(place, quarter, lane), plain.get(place, quarter, 0));
                        different += u64::from(x.to_bits() != y.to_bits());
                    }
                }
            }
        }
    }
    let names: Vec<String> = widths.iter().map(|w| format!("{} {}", w.lanes(), w.level())).collect();
    let seen = format!("{different} of {compared} values differ over {}", names.join(", "));
    law(
        "same bits: every lane width and processor level gives the same",
        different == 0 && compared > 0,
        seen,
    )
}

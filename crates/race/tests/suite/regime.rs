//! The regime of a lead, against what RAND publishes of its own equations (RRA4444-1; models.md §1.5 and §3.3).

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod gaps;

use gaps::{Gaps, Regime, abscissa, generator, regime};
use overtake_num::Real;
use overtake_num::random::Stream;

/// A draw from RAND's uniform ranges.
fn drawn(draw: u64) -> Gaps {
    let between = |name: &str, low: f64, high: f64| {
        Stream::new(3, "rand", name).uniform(draw, 0).mul_add(high - low, low)
    };
    Gaps {
        technology: between("technology", -0.30, 0.50),
        deployment: between("deployment", -0.36, -0.09),
        hardware: between("hardware", -0.37, -0.10),
        idle: between("idle", 0.1, 0.9),
        learning: between("learning", 0.0, 1.0),
        uptake: between("uptake", 0.0, 1.0),
        reinvestment: between("reinvestment", 0.003, 0.10),
    }
}

/// Share of draws for which something holds.
fn share(draws: u64, holds: impl Fn(&Gaps) -> bool) -> f64 {
    (0..draws).filter(|&draw| holds(&drawn(draw))).count() as f64 / draws as f64
}

#[test]
fn a_lead_closes_where_hardware_binds_on_as_many_draws_as_rand_finds() {
    // R1: 20.06 per cent; RAND's own cells of 500 draws lie between 20.0 and 23.6.
    let closes = share(200_000, |gaps| regime(&gaps.jacobian(true)) == Regime::Closing);
    assert!((closes - 0.2006).abs() < 0.005, "{closes}");
}

#[test]
fn a_lead_closes_where_hardware_is_slack_on_as_many_draws_as_rand_finds() {
    // R2: 5.25 per cent.
    let closes = share(200_000, |gaps| regime(&gaps.jacobian(false)) == Regime::Closing);
    assert!((closes - 0.0525).abs() < 0.003, "{closes}");
}

#[test]
fn regimes_are_where_rands_inequalities_put_them() {
    let mut seen = std::collections::BTreeMap::new();
    for draw in 0..20_000 {
        let g = drawn(draw);
        let (slack, binding) = (regime(&g.jacobian(false)), regime(&g.jacobian(true)));
        if g.technology > 0.0 {
            assert_eq!([slack, binding], [Regime::Frontier; 2], "{g:?}");
        } else {
            let flywheel = g.learning * g.uptake > g.technology * g.deployment;
            assert_eq!(slack == Regime::Flywheel, flywheel, "{g:?}");
            let kept = g.hardware + g.reinvestment;
            let moat = g.learning * g.reinvestment > g.technology * kept || kept > 0.0;
            assert_eq!(binding == Regime::Moat, moat, "{g:?}");
        }
        *seen.entry(format!("{binding:?}")).or_insert(0) += 1;
        *seen.entry(format!("slack {slack:?}")).or_insert(0) += 1;
    }
    assert!(seen.len() == 6 && seen.values().all(|count| *count > 200), "each of them occurs: {seen:?}");
}

/// Gaps after some years by Runge and Kutta's fourth order, with a head start at these rates for its time.
fn after(
    gaps: impl Fn([f64; 3]) -> Gaps,
    from: [f64; 3],
    push: [f64; 3],
    lasts: f64,
    years: f64,
) -> [f64; 3] {
    let steps = (years / 0.05).round() as usize;
    let dt = years / steps as f64;
    let mut at = from;
    for step in 0..steps {
        let on = if (step as f64 + 0.5) * dt < lasts { 1.0 } else { 0.0 };
        let own = gaps(at);
        let rates = |at: [f64; 3]| {
            let rates = own.rates(at);
            [0, 1, 2].map(|n| on * push[n] + rates[n])
        };
        let moved = |by: [f64; 3], dt: f64| [0, 1, 2].map(|n| at[n] + dt * by[n]);
        let a = rates(at);
        let b = rates(moved(a, 0.5 * dt));
        let c = rates(moved(b, 0.5 * dt));
        let d = rates(moved(c, dt));
        at = [0, 1, 2].map(|n| at[n] + dt / 6.0 * (a[n] + 2.0 * b[n] + 2.0 * c[n] + d[n]));
    }
    at
}

/// The regime as it is found without knowing the equations: each gap is moved by so much at a date, and both paths run on for
/// four quarters.
fn found(gaps: Gaps, at: [f64; 3], size: f64) -> Option<Regime> {
    let end = |from: [f64; 3]| after(|_| gaps, from, [0.0; 3], 0.0, 1.0);
    let base = end(at);
    let moved = [0, 1, 2].map(|c| {
        let mut from = at;
        from[c] += size;
        end(from)
    });
    let left = [0, 1, 2].map(|r| [0, 1, 2].map(|c| (moved[c][r] - base[r]) / size));
    generator(&left, 1.0).map(|j| regime(&j))
}

#[test]
fn labels_are_recovered_from_simulated_paths() {
    let (mut right, mut told, mut undetermined) = (0, 0, 0);
    for draw in 0..400 {
        let gaps = drawn(draw);
        let push = [0, 1, 2].map(|n| Stream::new(3, "rand", "push").uniform(draw, n));
        let at = after(|_| gaps, [0.0; 3], push, 0.5, 5.0);
        let sizes = [0.005, 0.01, 0.02].map(|size| found(gaps, at, size));
        if sizes[0] != sizes[2] || sizes[1].is_none() {
            undetermined += 1;
            continue;
        }
        told += 1;
        right += i32::from(sizes[1] == Some(regime(&gaps.jacobian(at[1] > at[2]))));
    }
    // Where hardware comes to bind, or ceases to, within the four quarters, both matrices have a part in what is found.
    assert!(undetermined < 20, "{undetermined} of 400 hang on the size of the move");
    assert!(f64::from(right) >= 0.97 * f64::from(told), "{right} of {told}");
}

#[test]
fn the_generator_is_the_logarithm_and_the_abscissa_its_greatest_rate() {
    for draw in 0..50 {
        for binds in [false, true] {
            let j = drawn(draw).jacobian(binds);
            // e^J by its series.
            let (mut term, mut left) = ([[0.0; 3]; 3], [[0.0; 3]; 3]);
            for n in 0..3 {
                (term[n][n], left[n][n]) = (1.0, 1.0);
            }
            for k in 1..30 {
                let next =
                    |r: usize, c: usize| (0..3).map(|m| term[r][m] * j[m][c]).sum::<f64>() / f64::from(k);
                term = std::array::from_fn(|r| std::array::from_fn(|c| next(r, c)));
                left = std::array::from_fn(|r| std::array::from_fn(|c| left[r][c] + term[r][c]));
            }
            let again = generator(&left, 1.0).unwrap();
            for (r, c) in (0..9).map(|n| (n / 3, n % 3)) {
                assert!((again[r][c] - j[r][c]).abs() < 1e-10, "{again:?} for {j:?}");
            }
            // A long while later all gaps grow at that rate.
            let rate = abscissa(&j);
            let by = |years: f64, from: [f64; 3]| {
                (0..(years * 100.0) as usize).fold(from, |at, _| {
                    let half =
                        [0, 1, 2].map(|r| at[r] + 0.005 * (0..3).map(|c| j[r][c] * at[c]).sum::<f64>());
                    [0, 1, 2].map(|r| at[r] + 0.01 * (0..3).map(|c| j[r][c] * half[c]).sum::<f64>())
                })
            };
            let late = by(150.0, [1.0, 1.0, 1.0]);
            let grown = Real::ln(by(1.0, late)[0] / late[0]);
            assert!((grown - rate).abs() < 1e-3, "{grown} a year, {rate}");
        }
    }
}

/// Income's gap, in logs, at which a lead counts as decisive, and the one at which the follower acts.
const DECISIVE: f64 = 100.0;
const NOTICED: f64 = 5.0;

fn income([x, z, h]: [f64; 3]) -> f64 {
    x + z.min(h)
}

/// Of the draws with a frontier that runs away and a decisive lead after twenty years, the share without one under full-stack
/// denial of this strength.
fn avoided(strength: f64) -> f64 {
    let (mut leads, mut avoided) = (0, 0);
    for draw in 0..6_000 {
        let gaps = drawn(draw);
        if gaps.technology <= 0.0 {
            continue;
        }
        let push = [0, 1, 2].map(|n| Stream::new(3, "rand", "push").uniform(draw, n));
        let lasts = [0.25, 0.5, 1.0, 2.0][draw as usize % 4];
        if income(after(|_| gaps, [0.0; 3], push, lasts, 20.0)) < Real::ln(DECISIVE) {
            continue;
        }
        leads += 1;
        let denied = Gaps {
            learning: gaps.learning * (1.0 - 0.2 * strength),
            idle: gaps.idle * (1.0 + 0.4 * strength),
            reinvestment: gaps.reinvestment * (1.0 - 0.2 * strength),
            technology: gaps.technology - 0.04 * strength,
            hardware: gaps.hardware - 0.02 * strength,
            ..gaps
        };
        let noticed = std::cell::Cell::new(false);
        let acts = |at: [f64; 3]| {
            noticed.set(noticed.get() || income(at) >= Real::ln(NOTICED));
            if noticed.get() { denied } else { gaps }
        };
        avoided += i32::from(income(after(acts, [0.0; 3], push, lasts, 20.0)) < Real::ln(DECISIVE));
    }
    100.0 * f64::from(avoided) / f64::from(leads)
}

#[test]
fn denial_avoids_as_few_decisive_leads_of_a_runaway_frontier_as_rand_finds() {
    // R4, weak, medium and strong: half, once and one and a half times the published measures. The multiples are a reading,
    // made where all three rows agree; and a head start ends at once, since RAND gives no rate at which it fades.
    for (strength, published) in [(0.5, 3.0), (1.0, 6.2), (1.5, 11.5)] {
        let found = avoided(strength);
        assert!((found - published).abs() < 1.5, "{found} per cent at {strength}, published {published}");
    }
}

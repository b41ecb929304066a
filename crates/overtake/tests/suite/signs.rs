//! Signs on which the literature agrees hold on nearly every future, whatever is believed of the rest.
//!
//! A sign is asked of the futures of the as-is study, one by one: each is run as it is, and again under the same luck with one
//! assumption moved from the start. It counts where the cause has come about, and holds where the effect has the sign that
//! the source gives. None of them is a claim's own sign.

use overtake::ensemble::design::{BLOCK, ROUND, SCRAMBLES};
use overtake::ensemble::kernel::{Batch, Cube};
use overtake::kernels::{Setup, Width, kernel};
use overtake::{Changes, Prepared, Project, Study};
use overtake_model::{LeverPath, LeverTable, World};
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// Futures asked: one of each of ten scrambles in each of sixteen blocks, in which every school meets every other.
const FUTURES: u64 = ROUND * SCRAMBLES;
/// Share of the futures that count on which a sign must hold.
const LEAST: f64 = 0.95;
/// Share of the futures that must count: a sign that is asked of few says little.
const ASKED: f64 = 1.0 / 3.0;

/// The study, with its futures run as they are.
struct AsIs {
    prepared: Prepared,
    futures: Vec<Future>,
}

/// One future's outcomes.
struct Future(Cube);

fn as_is() -> &'static AsIs {
    static RUN: OnceLock<AsIs> = OnceLock::new();
    RUN.get_or_init(|| {
        let changes = Changes {
            futures: Some(ROUND * BLOCK),
            policies: Some(vec!["as-is".to_owned()]),
            ..Changes::default()
        };
        let study = Study::built_in("as-is", &changes).expect("it reads");
        let prepared = Project::new(study).expect("it fits").prepared;
        let futures = run(&prepared, &prepared.world, &prepared.levers[..1], &|_| {});
        AsIs { prepared, futures }
    })
}

/// Runs every future in a world, under a policy, its parameters moved.
fn run(prepared: &Prepared, world: &World, levers: &[LeverTable], moved: &dyn Fn(&mut [f64])) -> Vec<Future> {
    let setup = Setup { world, policies: levers, ..prepared.setup() };
    let kernel = kernel(&setup, Width::One).expect("a kernel");
    let design = prepared.design().expect("a design");
    let mut values = vec![0.0; prepared.priors.len()];
    let mut futures = Vec::new();
    for future in (0..FUTURES).map(|n| n / SCRAMBLES * BLOCK + n % SCRAMBLES) {
        prepared.sample(&*design, future, &mut values);
        moved(&mut values);
        kernel.run(Batch { futures: &[future], parameters: &values }, &[0], &mut |_, cube| {
            assert!(cube.broken.iter().all(Option::is_none), "future {future} broke");
            futures.push(Future(cube.clone()));
        });
    }
    futures
}

impl AsIs {
    /// Every future in another world.
    fn in_world(&self, world: &World) -> Vec<Future> {
        run(&self.prepared, world, &self.prepared.levers[..1], &|_| {})
    }

    /// Every future with one parameter moved.
    fn with(&self, key: &str, moved: impl Fn(f64) -> f64) -> Vec<Future> {
        self.under(&self.prepared.levers[0], key, moved)
    }

    /// Every future under a policy, with one parameter moved.
    fn under(&self, levers: &LeverTable, key: &str, moved: impl Fn(f64) -> f64) -> Vec<Future> {
        let slot = self.prepared.layout.parameter(key).unwrap_or_else(|| panic!("no parameter {key}"));
        let change = |values: &mut [f64]| values[slot] = moved(values[slot]);
        run(&self.prepared, &self.prepared.world, std::slice::from_ref(levers), &change)
    }

    /// A policy that moves one lever of every bloc from a date on.
    fn lever(&self, key: &str, date: f64, value: f64) -> LeverTable {
        let layout = &self.prepared.layout;
        let slots = layout.lever_range(key).unwrap_or_else(|| panic!("no lever {key}"));
        LeverTable::new(layout, &self.prepared.study.calendar, |slot| {
            slots.contains(&slot).then(|| LeverPath { points: vec![(date, value)] })
        })
    }

    /// Mean of an outcome over the quarters of some years.
    fn mean(&self, future: &Future, key: &str, years: RangeInclusive<i32>) -> f64 {
        let slot = self.prepared.layout.outcome(key).unwrap_or_else(|| panic!("no outcome {key}"));
        let quarter = |year: i32| {
            let quarter = 4 * (year - self.prepared.study.calendar.start.year());
            usize::try_from(quarter).expect("not before the start")
        };
        let quarters = quarter(*years.start())..quarter(years.end() + 1);
        let count = quarters.len() as f64;
        quarters.map(|q| future.0.get(slot, q, 0)).sum::<f64>() / count
    }

    /// Asks of every bloc, future by future as it is and moved, whether the cause has come about and the sign holds.
    fn holds(
        &self,
        moved: &[Future],
        blocs: &[&str],
        cause: impl Fn(&str, &Future, &Future) -> bool,
        sign: impl Fn(&str, &Future, &Future) -> bool,
    ) {
        for bloc in blocs {
            let pairs = self.futures.iter().zip(moved);
            let asked = pairs.filter(|(a, b)| cause(bloc, a, b));
            enough(bloc, asked.map(|(a, b)| sign(bloc, a, b)));
        }
    }

    /// Whether the mean of an outcome over some years is lower where the assumption is moved.
    fn falls(&self, key: &str, years: RangeInclusive<i32>) -> impl Fn(&str, &Future, &Future) -> bool {
        let mean =
            move |future: &Future, bloc: &str| self.mean(future, &format!("{key}.{bloc}"), years.clone());
        move |bloc, as_is, moved| mean(moved, bloc) < mean(as_is, bloc)
    }
}

/// Whether the sign holds on nearly every future that counts, and enough of them do.
fn enough(bloc: &str, asked: impl Iterator<Item = bool>) {
    let asked: Vec<bool> = asked.collect();
    let caused = asked.len() as f64 / FUTURES as f64;
    assert!(caused >= ASKED, "{bloc}: the cause comes about on a share of {caused}");
    let held = asked.iter().filter(|holds| **holds).count() as f64 / asked.len() as f64;
    assert!(held >= LEAST, "{bloc}: holds on a share of {held} of those in which the cause comes about");
}

const BLOCS: [&str; 3] = ["US", "CN", "ROW"];
/// The years after the record over which effects are asked for.
const AHEAD: RangeInclusive<i32> = 2026..=2030;

/// Whatever happens.
fn always(_: &str, _: &Future, _: &Future) -> bool {
    true
}

#[test]
fn a_lower_price_raises_use() {
    // Robinson and Lakhani 1975 (robinson1975): Bass's law with a price. Serving chips cost half; where capacity is scarce that
    // moves no price, so a future counts where the price has fallen.
    let run = as_is();
    let cheap = run.with("usage.chip_cost", |cost| 0.5 * cost);
    let price = run.falls("use_price", AHEAD);
    let use_ = run.falls("ai_use_share", AHEAD);
    run.holds(&cheap, &BLOCS, price, |bloc, a, b| use_(bloc, b, a));
}

#[test]
fn a_higher_cost_of_capital_lowers_investment() {
    // Hayashi 1982 (hayashi1982): value, and with it investment, is what is earned discounted. Investors ask three points more.
    let run = as_is();
    let dear = run.with("capital.discount", |rate| rate + 0.03);
    run.holds(&dear, &BLOCS, always, run.falls("ai_investment", AHEAD));
}

#[test]
fn ageing_lowers_fiscal_room() {
    // Auerbach and Kotlikoff 1987 (auerbach1987). Who works is left as it is: the old alone are more.
    let run = as_is();
    let mut older = run.prepared.world.clone();
    for series in older.series.iter_mut().filter(|s| s.key == "adoption.aged_share") {
        // A tenth more of the aged than the UN projects, from 2025 on.
        series.knots.iter_mut().filter(|knot| knot.0 >= 2025.0).for_each(|knot| knot.1 *= 1.1);
    }
    let aged = run.in_world(&older);
    run.holds(&aged, &BLOCS, always, run.falls("fiscal_room", AHEAD));
}

#[test]
fn higher_network_strength_raises_concentration() {
    // Katz and Shapiro 1985 (katz1985). A quarter of the way to the strongest network.
    let run = as_is();
    let tied = run.with("applications.network", |strength| 0.25f64.mul_add(1.0 - strength, strength));
    let falls = run.falls("application_concentration", AHEAD);
    run.holds(&tied, &BLOCS, always, |bloc, a, b| falls(bloc, b, a));
}

#[test]
fn more_spillover_shortens_lags() {
    // Barro and Sala-i-Martin 1997 (barro1997): followers that imitate at a lower cost come closer. Asked of blocs that trail:
    // who leads has nothing to borrow.
    let run = as_is();
    let porous = run.with("borrowing.rate", |rate| 1.5 * rate);
    let trails =
        |bloc: &str, a: &Future, _: &Future| run.mean(a, &format!("frontier_lag_months.{bloc}"), AHEAD) > 0.0;
    run.holds(&porous, &["CN", "ROW"], trails, run.falls("frontier_lag_months", AHEAD));
}

#[test]
fn a_longer_training_lag_delays_talent() {
    // Ryoo and Rosen 2004 (ryoo2004), Freeman 1976: what makes people train shows in their number only after it has taken to
    // train them. From 2025 on half as many again begin to train everywhere; what that has added by 2030 is asked of each
    // future with its own lag and with one that is two years longer.
    let run = as_is();
    let (lag, trains) = ("researchers.training_lag", run.lever("researchers.training", 2025.0, 1.5));
    let (own, longer) = (|years| years, |years| years + 2.0);
    let trained = [run.under(&trains, lag, own), run.under(&trains, lag, longer)];
    let late = run.with(lag, longer);
    for bloc in BLOCS {
        let heads = |future: &Future| run.mean(future, &format!("researchers.{bloc}"), 2030..=2030);
        let gains = (0..trained[0].len()).map(|n| {
            let gain = |with: &Future, without: &Future| heads(with) / heads(without) - 1.0;
            [gain(&trained[0][n], &run.futures[n]), gain(&trained[1][n], &late[n])]
        });
        enough(bloc, gains.filter(|[own, _]| *own > 0.0).map(|[own, longer]| longer < own));
    }
}

//! Split and merge: a member replaced by two identical halves moves no total.
//!
//! Totals are outcomes counted in money, chips or H100 equivalents, summed over their members: what is unit by unit, a
//! half has half of. What a laboratory or bloc is *best* at, or how far it has come, is no total. Events are off: releases
//! fall as their laboratory's luck has it, and a half has luck of its own.

use super::law::{Law, MODEL, law, run};
use super::worlds::RandomWorld;
use overtake_kernels::Width;
use overtake_model::{AxisData, Layout, LeverTable, Member, World};
use std::collections::BTreeMap;

/// Outcomes counted in such units that are yet no totals, each with the reason.
const EXEMPT: [(&str, &str); 4] = [
    ("compute_rented", "what one half rents from the other was at home before"),
    ("laboratory_revenue", "what one half's models lose with users of the other they did not lose at home"),
    ("laboratory_revenue_usd", "as laboratory_revenue"),
    ("training_compute_max_flop", "a maximum"),
];

/// Most that a total may move, relative to its greatest value.
const MOST: f64 = 1e-9;

/// Splits a laboratory of every random world, and a bloc that only buys where a world has one.
pub(super) fn split(worlds: &[RandomWorld]) -> Law {
    let (mut laboratories, mut blocs, mut totals) = (0, 0, 0);
    let mut worst: (f64, String) = (0.0, String::new());
    for world in worlds {
        let quiet = without_events(world);
        for (halved, count) in
            [(halved_laboratory(&quiet), &mut laboratories), (halved_bloc(&quiet), &mut blocs)]
        {
            let Some(halved) = halved else { continue };
            *count += 1;
            let moved = moves(&quiet, &halved);
            totals += moved.len();
            for (outcome, by) in moved {
                if by > worst.0 || by.is_nan() {
                    worst = (by, outcome);
                }
            }
        }
    }
    let exempt: Vec<String> = EXEMPT.iter().map(|(key, why)| format!("{key} ({why})")).collect();
    let seen = format!(
        "{totals} totals over {laboratories} laboratories and {blocs} blocs split; the worst moves by {:.1e}{}{}; exempt: {}",
        worst.0,
        if worst.1.is_empty() { "" } else { " in " },
        worst.1,
        exempt.join(", ")
    );
    law(
        "split and merge: a laboratory, or a bloc that only buys, split in halves, or two such halves merged, moves no total of money, chips or compute, to 1e-9",
        worst.0 <= MOST && laboratories > 0 && blocs > 0 && totals > 0,
        seen,
    )
}

/// Totals by outcome and quarter, and how far apart they are: the greatest distance of each, over its greatest value.
pub(super) fn moves(whole: &RandomWorld, halved: &RandomWorld) -> Vec<(String, f64)> {
    let (a, b) = (totals(whole), totals(halved));
    let mut all = Vec::new();
    for (outcome, a) in &a {
        let Some(b) = b.get(outcome) else { continue };
        let scale = a.iter().fold(f64::MIN_POSITIVE, |most, v| most.max(v.abs()));
        let apart = a.iter().zip(b).map(|(x, y)| (x - y).abs() / scale).fold(0.0, f64::max);
        all.push((outcome.clone(), apart));
    }
    all
}

fn totals(world: &RandomWorld) -> BTreeMap<String, Vec<f64>> {
    let cube = run(&world.setup(), &[1], &world.values, Width::One);
    let mut totals: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let declaration = MODEL.declaration();
    for (place, slot) in world.layout.outcomes().iter().enumerate() {
        let key = declaration.outcomes[slot.declared].key;
        let of_total = |unit: &&str| slot.unit.starts_with(*unit) && !slot.unit.contains(" per ");
        let total = ["USD", "chips", "H100 equivalents"].iter().any(of_total);
        if !total || EXEMPT.iter().any(|(exempt, _)| *exempt == key) {
            continue;
        }
        let sums = totals.entry(key.to_owned()).or_insert_with(|| vec![0.0; cube.quarters]);
        for (quarter, sum) in sums.iter_mut().enumerate() {
            *sum += cube.get(place, quarter, 0);
        }
    }
    totals
}

/// The same world in which no jump of discovery and no crash falls, no threshold is crossed, and nothing hangs on the best model,
/// which is a maximum: any covers all work, all are of one size, the best software makes none cheaper, and open ones press no
/// price; nor on products of the other half, which are foreign.
fn without_events(world: &RandomWorld) -> RandomWorld {
    let mut quiet = world.clone();
    let cut = [
        ("software.genius_rate", 0.0),
        ("software.efficiency_rate", 0.0),
        ("capital.crash_rate", 0.0),
        // What models earn hangs on whose is best: investors see nothing of it, and have money enough.
        ("capital.ceiling", 0.0),
        ("capital.mood_pull", 0.0),
        ("capital.cash_share", 1e6),
        ("breakthrough.hazard", 0.0),
        ("adoption.reach", -1e6),
        ("usage.size_growth", 0.0),
        ("usage.inference_gain", 0.0),
        ("usage.open_pressure", 0.0),
        ("applications.pull", 0.0),
    ];
    for (key, value) in cut {
        for slot in quiet.layout.parameter_range(key).expect("a declared parameter") {
            quiet.values[slot] = value;
        }
    }
    quiet
}

/// The last laboratory from which none takes its compute, in two halves.
fn halved_laboratory(world: &RandomWorld) -> Option<RandomWorld> {
    let laboratories = world.world.members("laboratory");
    let parents: Vec<&String> =
        laboratories.iter().filter_map(|l| l.references.get("takes_from")).flatten().collect();
    let is_reference = |l: &Member| l.numbers.get("reference").is_some_and(|r| *r > 0.5);
    let whole = laboratories.iter().rev().find(|l| !parents.contains(&&l.key) && !is_reference(l))?;
    let mut halved = world.world.clone();
    axis(&mut halved, "laboratory").members.push(twin(whole));
    Some(rebuilt(world, halved, &whole.key, &["frontier.weight"]))
}

/// A bloc that makes no chips and no rules and is under no quota, in two halves; each has laboratories like the whole's.
fn halved_bloc(world: &RandomWorld) -> Option<RandomWorld> {
    let names = |member: &Member, field: &str, bloc: &str| {
        member.references.get(field).is_some_and(|all| all.iter().any(|b| b == bloc))
    };
    let limits = |rule: &Member| {
        ["quota_per_year", "cap_share_of_home_sales"].iter().any(|limit| rule.numbers.contains_key(*limit))
    };
    let only_buys =
        |bloc: &&Member| {
            let makes = world.world.members("maker").iter().any(|m| names(m, "bloc", &bloc.key));
            let gauges =
                world.world.members("laboratory").iter().any(|l| {
                    names(l, "bloc", &bloc.key) && l.numbers.get("reference").is_some_and(|r| *r > 0.5)
                });
            let ruled =
                world.world.members("rule").iter().any(|r| {
                    names(r, "issuer", &bloc.key) || (limits(r) && names(r, "destination", &bloc.key))
                });
            !makes && !gauges && !ruled
        };
    let whole = world.world.members("bloc").iter().find(only_buys)?.clone();
    let half = format!("{}{HALF}", whole.key);
    let mut halved = world.world.clone();
    axis(&mut halved, "bloc").members.push(twin(&whole));
    // What names the whole names both halves; what belongs to it has a twin in the other half.
    for axis in &mut halved.axes {
        let mut twins = Vec::new();
        for member in &mut axis.members {
            for (field, targets) in &mut member.references {
                if field == "bloc" || !targets.contains(&whole.key) {
                    continue;
                }
                if field != "imitates" {
                    targets.push(half.clone());
                }
            }
            let belongs = ["laboratory", "industry", "city"].contains(&axis.key.as_str());
            if belongs && names(member, "bloc", &whole.key) {
                // Each half has cities that pay a half.
                if let Some(money) = member.numbers.get_mut("money_usd_per_year") {
                    *money *= 0.5;
                }
                let mut twin = twin(member);
                twin.references.insert("bloc".to_owned(), vec![half.clone()]);
                if let Some(parents) = twin.references.get_mut("takes_from") {
                    parents.iter_mut().for_each(|p| p.push_str(HALF));
                }
                twins.push(twin);
            }
        }
        axis.members.extend(twins);
    }
    let mut twins = Vec::new();
    let declared = MODEL.declaration().series;
    let counts = |key: &str| declared.iter().any(|s| s.key == key && s.unit != "share");
    for series in halved.series.iter_mut().filter(|s| s.member == whole.key) {
        if counts(&series.key) {
            series.knots.iter_mut().for_each(|knot| knot.1 *= 0.5);
        }
        twins.push(overtake_model::Series { member: half.clone(), ..series.clone() });
    }
    halved.series.extend(twins);
    let extensive = [
        "compute.rented",
        "researchers.scale",
        "adoption.push_money",
        "adoption.subsidy_money",
        "observation.giants_other",
    ];
    Some(rebuilt(world, halved, &whole.key, &extensive))
}

/// What the key of the second half ends with.
const HALF: &str = "-half";

fn twin(member: &Member) -> Member {
    Member { key: format!("{}{HALF}", member.key), ..member.clone() }
}

#[expect(clippy::expect_used, reason = "the model's own axes")]
fn axis<'w>(world: &'w mut World, key: &str) -> &'w mut AxisData {
    world.axes.iter_mut().find(|a| a.key == key).expect("an axis of the model")
}

/// The halved world with the whole's parameters and levers; those that count units are halved.
fn rebuilt(world: &RandomWorld, halved: World, whole: &str, extensive: &[&str]) -> RandomWorld {
    let declaration = MODEL.declaration();
    let layout = Layout::new(&declaration, &halved);
    // Members with the ending are halves of those without, or copies that belong to a half.
    let of = |key: &str| key.replace(HALF, "");
    let is_half = |key: &str, parameter: &str| {
        extensive.contains(&parameter) && of(key).ends_with(&format!(".{whole}"))
    };
    let values = layout.parameters().iter().map(|slot| {
        let value = world.layout.parameter(&of(&slot.key)).map_or(f64::NAN, |s| world.values[s]);
        let halve = is_half(&slot.key, &declaration.parameters[slot.declared].key);
        if halve { 0.5 * value } else { value }
    });
    let values = values.collect();
    let table = |levers: &LeverTable| {
        LeverTable::of(&layout, &world.calendar, |slot, step| {
            let key = of(&layout.levers()[slot].key);
            let value =
                world.layout.lever(&key).map_or(layout.levers()[slot].neutral, |s| levers.get(s, step));
            // Money that the whole spends is spent in halves.
            let declared = &declaration.levers[layout.levers()[slot].declared];
            let money = declared.unit.contains("USD") && key.ends_with(&format!(".{whole}"));
            if money { 0.5 * value } else { value }
        })
    };
    let levers = world.levers.iter().map(table).collect();
    RandomWorld { world: halved, layout, values, levers, calendar: world.calendar, seed: world.seed }
}

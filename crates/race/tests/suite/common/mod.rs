//! What the tests of the mechanisms share: worlds made by hand, the world of the evidence, and trajectories read by key.
//!
//! Everything runs through the kernels, as a study does; when their interface moves, only this file moves with it.

#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(unreachable_pub, reason = "a module of several test programs")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use overtake_ensemble::kernel::{Batch, Cube};
use overtake_evidence::Evidence;
use overtake_kernels::{ModelKind, Setup, Trace, Width, kernel, trace};
use overtake_model::{
    AxisData, Calendar, Layout, LeverPath, LeverTable, Member, Model, Quarter, Series, World,
};
use overtake_race::Race;
use overtake_race::world::Setting;
use std::collections::BTreeMap;

/// Every parameter of a plain race: nothing grows, nothing is borrowed, opened, smuggled or mismeasured until a test
/// says so.
const PLAIN: &[(&str, f64)] = &[
    ("money.scale", 1.0),
    ("capital.learning_time", 2.0),
    ("capital.damping", 0.7),
    ("capital.long_run", 0.0),
    ("capital.discount", 0.1),
    ("capital.margin", 0.3),
    ("capital.seed", 1e-5),
    ("capital.ceiling", 0.05),
    ("capital.older_growth", 0.0),
    ("capital.older_fade", 0.1),
    ("capital.adjustment", 4.0),
    ("capital.wear", 0.2),
    ("capital.accelerators", 0.5),
    ("capital.friction", 0.0),
    ("capital.depth", 0.05),
    ("capital.venture", 0.0),
    ("capital.cash_share", 1.0),
    ("capital.cash_growth", 0.0),
    ("capital.mood_time", 3.0),
    ("capital.mood_pull", 0.0),
    ("capital.crash_rate", 0.0),
    ("capital.crash_slope", 0.0),
    ("capital.crash_loss", 0.5),
    ("capital.record_fade", 0.0),
    ("state.infrastructure", 0.0),
    ("state.funds", 0.0),
    ("state.chips", 0.0),
    ("state.research", 0.0),
    ("state.past", 0.0),
    ("state.growth", 0.0),
    ("state.fade", 0.2),
    ("state.lag", 2.0),
    ("state.effect_infrastructure", 0.8),
    ("state.effect_funds", 0.5),
    ("state.effect_chips", 0.5),
    ("state.effect_research", 0.4),
    ("state.learning", 0.0),
    ("state.hang_chips", 0.0),
    ("state.hang_research", 0.0),
    ("state.crowding", 0.0),
    ("controls.licensing", 0.5),
    ("chips.choice", 2.0),
    ("chips.serving_weight", 0.25),
    ("chips.reserve", 0.001),
    ("chips.improvement", 0.0),
    ("chips.ageing", 0.25),
    ("fabs.scale", 1.0),
    ("fabs.growth", 0.0),
    ("fabs.growth_long_run", 0.0),
    ("fabs.growth_fade", 1.0),
    ("fabs.lag", 3.0),
    ("fabs.ageing", 0.1),
    ("fabs.response", 0.0),
    ("fabs.learning", 0.0),
    ("fabs.spillover", 0.3),
    ("fabs.yielded", 0.6),
    ("fabs.memory", 100.0),
    ("fabs.tools", 0.5),
    ("chips.smuggled_share", 0.0),
    ("chips.smuggling_premium", 0.5),
    ("market.elasticity", 1.0),
    ("market.adjustment", 0.0),
    ("market.delivery", 0.0),
    ("market.cost", 0.25),
    ("market.fee_borne", 0.5),
    ("compute.rented", 0.0),
    ("compute.mixing", 1.0),
    ("power.server", 0.0),
    ("power.pue", 1.2),
    ("power.efficiency", 0.0),
    ("power.lag", 2.0),
    ("power.permitted", 1.0),
    ("power.spare", 0.0),
    ("power.growth", 0.0),
    ("controls.reversal", 0.0),
    ("chips.generation", 0.0),
    ("software.growth", 0.0),
    ("researchers.scale", 1.0),
    ("researchers.density", 1.0),
    ("researchers.counted", 1.0),
    ("researchers.all_fields", 1.0),
    ("researchers.on_models", 1.0),
    ("researchers.growth", 0.0),
    ("researchers.growth_long_run", 0.0),
    ("researchers.growth_fade", 1.0),
    ("researchers.leaving", 0.0),
    ("researchers.training_lag", 5.0),
    ("researchers.training_elasticity", 0.0),
    ("researchers.mobility", 0.0),
    ("researchers.pull", 0.0),
    ("researchers.freedom", 0.0),
    ("software.pace", 1.0),
    ("software.offset", 0.0),
    ("software.returns", 1.0),
    ("software.input_exponent", 0.0),
    ("software.substitution", -0.5),
    ("software.labour_weight", 0.5),
    ("software.labour_exponent", 1.0),
    ("software.compute_exponent", 1.0),
    ("software.assistance_slope", 0.3),
    ("software.assistance_midpoint", 1000.0),
    ("software.ceiling", 1e300),
    ("software.experiment_share", 0.3),
    ("software.homework", 0.0),
    ("software.genius_rate", 0.0),
    ("software.genius_size", 1.0),
    ("software.genius_tail", 1.5),
    ("software.efficiency_rate", 0.0),
    ("software.efficiency_size", 1.5),
    ("breakthrough.threshold", 1000.0),
    ("breakthrough.reachable", 1.0),
    ("breakthrough.hazard", 0.0),
    ("breakthrough.width", 1.0),
    ("breakthrough.gain", 1.0),
    ("breakthrough.leak", 0.0),
    ("breakthrough.leak_open", 0.0),
    ("frontier.weight", 1.0),
    ("frontier.training_share", 0.1),
    ("frontier.utilisation", 0.4),
    ("frontier.run_length", 0.3),
    ("borrowing.rate", 0.0),
    ("borrowing.fade", 0.5),
    ("borrowing.margin", 0.0),
    ("borrowing.weight_commons", 1.0),
    ("borrowing.weight_distillation", 1.0),
    ("borrowing.weight_people", 1.0),
    ("borrowing.weight_papers", 1.0),
    ("borrowing.people_abroad", 1.0),
    ("openness.stance", 0.0),
    ("openness.rent", 4.0),
    ("openness.window", 0.5),
    ("openness.scatter", 1.0),
    ("openness.delay", 0.5),
    ("observation.eci_level", 100.0),
    ("observation.eci_slope", 5.0),
    ("observation.eci_error", 0.0),
    ("observation.rating_slope", 50.0),
    ("observation.rating_error", 0.0),
    ("observation.lag_error", 0.0),
    ("observation.disclosure", 1.0),
    ("usage.serving_share", 0.25),
    ("usage.efficiency", 0.1),
    ("usage.size", 1e11),
    ("usage.size_growth", 0.0),
    ("usage.inference_gain", 0.4),
    ("usage.chip_cost", 16000.0),
    ("usage.cost_decline", 0.0),
    ("usage.markup", 2.0),
    ("usage.open_pressure", 0.8),
    ("usage.window", 1.0),
    ("usage.access", 1.0),
    ("usage.choice", 1.0),
    ("usage.need", 5000.0),
    ("usage.elasticity", 1.0),
    ("usage.adjustment", 2.0),
    ("adoption.value", 0.06),
    ("adoption.value_slope", 2.5),
    ("adoption.reach", 2.0),
    ("adoption.embodiment", 0.0),
    ("adoption.breadth", 4.0),
    ("adoption.scatter", 1.0),
    ("adoption.change_cost", 0.02),
    ("adoption.learning", 0.0),
    ("adoption.payback", 3.0),
    ("adoption.innovation", 0.03),
    ("adoption.imitation", 0.38),
    ("adoption.giving_up", 0.3),
    ("adoption.absorption", 1.0),
    ("adoption.push_effect", 0.3),
    ("adoption.urgency", 0.0),
    ("adoption.discontent", 0.0),
    ("adoption.push_money", 0.0),
    ("adoption.subsidy_money", 0.0),
    ("economy.capital_share", 0.4),
    ("economy.depreciation", 0.05),
    ("economy.capital_growth", 0.0),
    ("economy.investment", 0.2),
    ("economy.investment_long_run", 0.2),
    ("economy.investment_fade", 0.05),
    ("economy.productivity", 0.0),
    ("economy.productivity_long_run", 0.0),
    ("economy.productivity_fade", 0.05),
    ("economy.skills", 0.0),
    ("economy.domar", 0.0),
    ("economy.automation", 0.0),
    ("economy.lag", 5.0),
    ("economy.tax", 0.3),
    ("economy.obligations", 0.25),
    ("economy.care", 0.0),
    ("legitimacy.growth_weight", 0.0),
    ("legitimacy.displaced_weight", 0.0),
    ("legitimacy.promise_weight", 0.0),
    ("legitimacy.terminals_odds", 1.0),
    ("legitimacy.memory", 1.5),
    ("legitimacy.expectation", 5.0),
    ("legitimacy.reabsorption", 3.0),
    ("legitimacy.threshold", 0.0),
    ("legitimacy.breadth", 10.0),
    ("legitimacy.tightening", 0.5),
    ("legitimacy.loosening", 4.0),
    ("applications.effort", 0.5),
    ("applications.quality_gain", 0.0),
    ("applications.practice", 0.02),
    ("applications.fade", 0.3),
    ("applications.capability_weight", 0.0),
    ("applications.barrier", 0.0),
    ("applications.network", 0.0),
    ("applications.variety", 0.0),
    ("applications.manufacturing", 0.15),
    ("applications.take", 0.1),
    ("applications.pull", 0.0),
    ("applications.closeness", 0.0),
    ("cities.money", 1.0),
    ("cities.answer", 0.0),
    ("cities.answer_lag", 1.0),
    ("cities.ceiling", 2.0),
    ("cities.scale", 0.0002),
    ("cities.knowledge", 0.3),
    ("cities.moving_cost", 1.0),
    ("cities.looking", 0.2),
    ("cities.welcome", 3.0),
    ("cities.founding", 0.0),
    ("cities.founds_grants", 0.5),
    ("cities.founds_research", 0.5),
    ("cities.founds_space", 0.5),
    ("cities.founds_equity", 0.5),
    ("cities.founds_training", 0.5),
    ("cities.closing", 0.2),
    ("cities.counts", 1.0),
    ("institutions.takes_hold", 1.0),
    ("leadership.worth", 0.3),
    ("leadership.winner", 0.0),
    ("leadership.weight_frontier", 1.0),
    ("leadership.weight_diffusion", 1.0),
    ("leadership.weight_economy", 1.0),
    ("leadership.weight_market", 1.0),
    ("leadership.weight_military", 1.0),
    ("leadership.weight_diplomacy", 1.0),
    ("leadership.weight_science", 1.0),
    ("leadership.military_frontier", 1.0),
    ("leadership.military_compute", 1.0),
    ("leadership.military_manufacturing", 1.0),
    ("leadership.military_use", 1.0),
    ("leadership.diplomacy_closed", 1.0),
    ("leadership.diplomacy_open", 1.0),
    ("leadership.diplomacy_products", 1.0),
    ("leadership.diplomacy_freedom", 1.0),
    ("leadership.science_researchers", 1.0),
    ("leadership.science_software", 1.0),
    ("leadership.science_products", 1.0),
    ("leadership.science_freedom", 1.0),
    ("observation.firms_odds", 1.0),
    ("observation.people_odds", 1.0),
    ("observation.use_error", 0.0),
    ("observation.giants_share", 0.5),
    ("observation.giants_other", 0.0),
    ("observation.giants_growth", 0.0),
    ("observation.list_ratio", 1.0),
    ("observation.price_error", 0.0),
    ("observation.revenue_counted", 1.0),
    ("observation.revenue_error", 0.0),
];

/// A member with nothing but a key.
pub fn member(key: &str) -> Member {
    Member { key: key.to_owned(), label: key.to_owned(), ..Member::default() }
}

/// A member with numbers and references.
pub fn with(key: &str, numbers: &[(&str, f64)], references: &[(&str, &[&str])]) -> Member {
    Member {
        numbers: numbers.iter().map(|&(k, v)| (k.to_owned(), v)).collect(),
        references: references
            .iter()
            .map(|&(k, to)| (k.to_owned(), to.iter().map(|&t| t.to_owned()).collect()))
            .collect(),
        ..member(key)
    }
}

/// A laboratory that was there from the start.
pub fn laboratory(key: &str, bloc: &str) -> Member {
    with(key, &[("born", 2000.0)], &[("bloc", &[bloc])])
}

/// A chip by its dense 16-bit throughput, memory bandwidth and price, on full sale throughout.
pub fn chip(key: &str, maker: &str, tflops: f64, dram: f64, price: f64) -> Member {
    let numbers = [
        ("released", 2000.0),
        ("tpp", 16.0 * tflops),
        ("interconnect_gb_s", 900.0),
        ("dram_gb_s", dram),
        ("dense_fp16_tflops", tflops),
        ("price_usd", price),
        ("power_w", 700.0),
    ];
    with(key, &numbers, &[("maker", &[maker])])
}

/// A rule that bars every chip of one bloc's makers from another bloc, from a date on.
pub fn ban(key: &str, issuer: &str, destination: &str, from: f64, in_force: bool) -> Member {
    let numbers =
        [("from", from), ("effect", 0.0), ("tpp_min", 0.0), ("in_force", f64::from(u8::from(in_force)))];
    with(key, &numbers, &[("issuer", &[issuer]), ("destination", &[destination])])
}

/// The members of an axis, to be changed.
pub fn axis<'a>(world: &'a mut World, key: &str) -> &'a mut Vec<Member> {
    &mut world.axes.iter_mut().find(|a| a.key == key).unwrap().members
}

/// A member, to be changed.
pub fn entry<'a>(world: &'a mut World, axis_key: &str, key: &str) -> &'a mut Member {
    axis(world, axis_key).iter_mut().find(|m| m.key == key).unwrap()
}

/// Replaces the history of a member.
pub fn history(world: &mut World, series: &str, member: &str, knots: &[(f64, f64)]) {
    world.series.retain(|s| s.key != series || s.member != member);
    let mut knots = knots.to_vec();
    if series == SPENT
        && let Some(&(_, last)) = knots.last()
    {
        // A record that lasts: what is spent is what the test says, and not what capital would make of it.
        knots.push((2100.0, last));
    }
    world.series.push(Series { key: series.to_owned(), member: member.to_owned(), knots });
}

/// The record of spending on accelerators.
pub const SPENT: &str = "money.accelerator_spending";

/// Spending that a bloc of the plain world starts with, USD a year.
pub const SPENDING: f64 = 3e9;

/// Value added of a bloc of the plain world, USD a year.
pub const VALUE_ADDED: f64 = 1e13;

/// A sector by what data says of it.
pub fn sector(key: &str, exposure: f64, physical: f64, private: f64) -> Member {
    with(key, &[("exposure", exposure), ("physical", physical), ("private", private)], &[])
}

/// A sector of a bloc.
pub fn industry(key: &str, bloc: &str, sector: &str, weight: f64) -> Member {
    with(key, &[("weight", weight)], &[("bloc", &[bloc]), ("sector", &[sector])])
}

/// A plain world: each bloc has one laboratory `lab_BLOC` and spends [`SPENDING`] a year; one maker in the first bloc
/// sells one chip, an H100, as many as anybody wants; one rule bars it from the last bloc and is not law.
pub fn plain_world(blocs: &[&str]) -> World {
    let axis = |key: &str, members: Vec<Member>| AxisData { key: key.to_owned(), members };
    let last = blocs[blocs.len() - 1];
    let mut laboratories: Vec<Member> = blocs.iter().map(|b| laboratory(&format!("lab_{b}"), b)).collect();
    laboratories[0].numbers.insert("reference".to_owned(), 1.0);
    let industries = blocs
        .iter()
        .flat_map(|b| {
            [
                industry(&format!("work_{b}"), b, "work", 0.75),
                industry(&format!("state_{b}"), b, "state", 0.25),
            ]
        })
        .collect();
    let mut world = World {
        axes: vec![
            axis("bloc", blocs.iter().map(|b| member(b)).collect()),
            axis("laboratory", laboratories),
            axis("maker", vec![with("maker", &[("counted", 1.0)], &[("bloc", &[blocs[0]])])]),
            axis("chip", vec![chip("h100", "maker", 989.4, 3350.0, 30_000.0)]),
            axis("rule", vec![ban("ban", blocs[0], last, 2020.0, false)]),
            axis("sector", vec![sector("work", 0.4, 0.0, 1.0), sector("state", 0.4, 0.5, 0.0)]),
            axis("industry", industries),
        ],
        series: Vec::new(),
    };
    for bloc in blocs {
        history(&mut world, "money.accelerator_spending", bloc, &[(2015.0, SPENDING)]);
        history(&mut world, "capital.cash_flow", bloc, &[(2015.0, 1e12)]);
        history(&mut world, "power.generation", bloc, &[(2015.0, 4000.0)]);
        history(&mut world, "economy.value_added", bloc, &[(2015.0, VALUE_ADDED)]);
        history(&mut world, "economy.labour", bloc, &[(2015.0, 1e8)]);
        history(&mut world, "adoption.aged_share", bloc, &[(2015.0, 0.1)]);
    }
    history(&mut world, "chips.output", "maker", &[(2015.0, 1e12)]);
    world
}

/// The years 2015 to 2030, `steps` a quarter.
pub fn years(steps: usize) -> Calendar {
    Calendar { steps_per_quarter: steps, ..Calendar::through(Quarter::new(2015, 1), Quarter::new(2030, 4)) }
}

/// A world with its parameters and one policy.
#[derive(Clone, Debug)]
pub struct Game {
    /// Members and histories.
    pub world: World,
    /// Time.
    pub calendar: Calendar,
    /// Seed of all luck.
    pub seed: u64,
    /// Where each number lies.
    pub layout: Layout,
    /// One value a parameter.
    pub values: Vec<f64>,
    levers: BTreeMap<usize, LeverPath>,
}

impl Game {
    /// A world with the plain parameters.
    pub fn plain(world: World, calendar: Calendar) -> Self {
        let layout = Layout::new(&Race::declaration(), &world);
        let mut game = Self {
            world,
            calendar,
            seed: 7,
            values: vec![f64::NAN; layout.parameters().len()],
            layout,
            levers: BTreeMap::new(),
        };
        for (key, value) in PLAIN {
            game = game.set(key, *value);
        }
        let left = game.values.iter().position(|v| v.is_nan());
        assert_eq!(left.map(|slot| &game.layout.parameters()[slot].key), None, "has no plain value");
        game
    }

    /// Sets a parameter of one member (`key.MEMBER`), or of all of them (`key`).
    pub fn set(mut self, key: &str, value: f64) -> Self {
        let one = self.layout.parameter(key).map(|slot| slot..slot + 1);
        let range = one.or_else(|| self.layout.parameter_range(key));
        for slot in range.unwrap_or_else(|| panic!("no parameter {key}")) {
            self.values[slot] = value;
        }
        self
    }

    /// Value of a parameter.
    pub fn value(&self, key: &str) -> f64 {
        self.values[self.layout.parameter(key).unwrap_or_else(|| panic!("no parameter {key}"))]
    }

    /// Sets a lever of one member, or of all of them, for all time.
    pub fn lever(self, key: &str, value: f64) -> Self {
        self.lever_path(key, &LeverPath::constant(value))
    }

    /// Sets a lever from a date on.
    pub fn lever_from(self, key: &str, date: f64, value: f64) -> Self {
        self.lever_path(key, &LeverPath { points: vec![(date, value)] })
    }

    /// Sets a lever to a path.
    pub fn lever_path(mut self, key: &str, path: &LeverPath) -> Self {
        let one = self.layout.lever(key).map(|slot| slot..slot + 1);
        let range = one.or_else(|| self.layout.lever_range(key));
        for slot in range.unwrap_or_else(|| panic!("no lever {key}")) {
            self.levers.insert(slot, path.clone());
        }
        self
    }

    /// The same game with the members of an axis in another order; numbers keep to their members.
    pub fn reordered(&self, axis_key: &str, order: impl Fn(&str) -> usize) -> Self {
        let mut world = self.world.clone();
        axis(&mut world, axis_key).sort_by_key(|member| order(&member.key));
        let layout = Layout::new(&Race::declaration(), &world);
        let values = layout.parameters().iter().map(|slot| self.value(&slot.key)).collect();
        let moved = |slot: &usize| layout.lever(&self.layout.levers()[*slot].key).unwrap();
        let levers = self.levers.iter().map(|(slot, path)| (moved(slot), path.clone())).collect();
        Self { world, calendar: self.calendar, seed: self.seed, layout, values, levers }
    }

    /// Other luck.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Another calendar.
    pub fn over(mut self, calendar: Calendar) -> Self {
        self.calendar = calendar;
        self
    }

    /// The policy as a table.
    pub fn table(&self) -> LeverTable {
        LeverTable::new(&self.layout, &self.calendar, |slot| self.levers.get(&slot).cloned())
    }

    /// What the equations know of the members.
    pub fn setting(&self) -> Setting {
        Setting::new(&self.world).unwrap_or_else(|e| panic!("{e:?}"))
    }

    /// Runs one future.
    pub fn run(&self, future: u64) -> Run {
        let cube = self.cube(Width::One, &[future], &self.values);
        assert_eq!(cube.broken[0], None, "future {future} broke");
        Run { cube, layout: self.layout.clone() }
    }

    /// Runs a batch at a width; `parameters` as (slot, lane).
    pub fn cube(&self, width: Width, futures: &[u64], parameters: &[f64]) -> Cube {
        let policies = [self.table()];
        let kernel = kernel(&self.setup(&policies), width).unwrap_or_else(|e| panic!("{e:?}"));
        let mut kept = None;
        kernel.run(Batch { futures, parameters }, &[0], &mut |_, cube| kept = Some(cube.clone()));
        kept.unwrap()
    }

    /// Runs one future and keeps every line of the ledger.
    pub fn trace(&self, future: u64) -> (Run, Trace) {
        let policies = [self.table()];
        let trace =
            trace(&self.setup(&policies), future, 0, &self.values).unwrap_or_else(|e| panic!("{e:?}"));
        (Run { cube: trace.cube.clone(), layout: self.layout.clone() }, trace)
    }

    fn setup<'a>(&'a self, policies: &'a [LeverTable]) -> Setup<'a> {
        Setup {
            model: ModelKind::Race,
            world: &self.world,
            calendar: self.calendar,
            seed: self.seed,
            policies,
            asked: None,
        }
    }

    /// Years from the calendar's start to the end of a quarter.
    pub fn elapsed(&self, quarter: usize) -> f64 {
        0.25 * (quarter + 1) as f64
    }
}

/// One trajectory.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its outcomes.
    pub cube: Cube,
    layout: Layout,
}

impl Run {
    /// An outcome over the quarters, by expanded key.
    pub fn path(&self, key: &str) -> Vec<f64> {
        let slot = self.layout.outcome(key).unwrap_or_else(|| panic!("no outcome {key}"));
        (0..self.cube.quarters).map(|q| self.cube.get(slot, q, 0)).collect()
    }

    /// An outcome at the end of the last quarter.
    pub fn last(&self, key: &str) -> f64 {
        *self.path(key).last().unwrap()
    }

    /// Every number, as bits, by expanded key.
    pub fn bits(&self) -> BTreeMap<String, Vec<u64>> {
        let keys = self.layout.outcomes().iter().map(|s| s.key.clone());
        keys.map(|key| (key.clone(), self.path(&key).iter().map(|v| v.to_bits()).collect())).collect()
    }
}

/// The shipped evidence.
pub fn evidence() -> &'static Evidence {
    static READ: std::sync::OnceLock<Evidence> = std::sync::OnceLock::new();
    READ.get_or_init(|| Evidence::built_in().unwrap())
}

/// The world of the evidence.
pub fn real_world() -> World {
    evidence().world(&Race::declaration()).unwrap().world
}

/// The world of the evidence with a draw of every parameter from its belief; draw 0 is the central values.
pub fn real_game(draw: u64) -> Game {
    drawn(real_world(), draw)
}

/// A world cut from that of the evidence, with a draw of every parameter.
pub fn drawn(world: World, draw: u64) -> Game {
    let declaration = Race::declaration();
    let layout = Layout::new(&declaration, &world);
    let priors = evidence().priors(&declaration, &layout).unwrap();
    // By key, so that a parameter keeps its draws when others come beside it.
    let uniform = |key: &str| overtake_model::num::random::Stream::new(11, "draw", key).uniform(draw, 0);
    let values = priors
        .iter()
        .map(|prior| if draw == 0 { prior.central } else { prior.quantile(uniform(&prior.key)) })
        .collect();
    let calendar = Calendar::through(Quarter::new(2015, 1), Quarter::new(2040, 4));
    Game { world, calendar, seed: 7, layout, values, levers: BTreeMap::new() }
}

/// A number within a relative tolerance of what is expected.
#[track_caller]
pub fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    let error = (found - expected).abs();
    assert!(error <= tolerance * expected.abs().max(1e-300), "{what}: {found}, expected {expected}");
}

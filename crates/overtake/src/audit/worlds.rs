//! Random worlds: two to four blocs, one to six laboratories, chips, rules and industries dealt out
//! anew; nothing says that a bloc has every sector. One in five each has four blocs, one laboratory a bloc, no city, and
//! thirty sectors.

use super::law::MODEL;
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use overtake_ensemble::design::BLOCK;
use overtake_kernels::Setup;
use overtake_model::{AxisData, Calendar, Layout, LeverPath, LeverTable, Member, Series, World};
use overtake_num::random::Stream;
use std::collections::BTreeMap;

/// What a world must be, beside what chance makes of it: worlds take turns by their seed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Any,
    FourBlocs,
    OneLaboratory,
    NoCities,
    ThirtySectors,
}

impl Shape {
    fn of(seed: u64) -> Self {
        use Shape::{Any, FourBlocs, NoCities, OneLaboratory, ThirtySectors};
        [Any, FourBlocs, OneLaboratory, NoCities, ThirtySectors][(seed % 5) as usize]
    }
}

/// Sectors of a world that has many.
const SECTORS: usize = 30;

/// A world with parameters and one policy.
#[derive(Clone)]
pub(super) struct RandomWorld {
    pub(super) world: World,
    pub(super) layout: Layout,
    pub(super) values: Vec<f64>,
    pub(super) levers: Vec<LeverTable>,
    pub(super) calendar: Calendar,
    pub(super) seed: u64,
}

impl RandomWorld {
    /// Deals a world. Chips, rules and histories are those of the built-in world with their blocs dealt anew.
    pub(super) fn new(prepared: &Prepared, seed: u64) -> Self {
        let stream = Stream::new(seed, "world", "");
        let mut draws = 0;
        let mut pick = move |n: usize| {
            draws += 1;
            ((stream.uniform(seed, draws) * n as f64) as usize).min(n - 1)
        };
        let shape = Shape::of(seed);
        let count = if shape == Shape::FourBlocs { 4 } else { 2 + pick(3) };
        let bloc_keys: Vec<String> = ["A", "B", "C", "D"][..count].iter().map(|k| (*k).to_owned()).collect();
        let bloc = |place: usize| vec![bloc_keys[place % bloc_keys.len()].clone()];
        let member = |key: &str| Member { key: key.to_owned(), label: key.to_owned(), ..Member::default() };
        let stream = Stream::new(seed, "imitates", "");
        let blocs: Vec<Member> = (0..)
            .zip(&bloc_keys)
            .map(|(n, key)| {
                // Half of the blocs have one whose institutions they can take.
                let mut it = member(key);
                if stream.uniform(seed, n) < 0.5 {
                    it.references.insert("imitates".to_owned(), bloc(n as usize + 1));
                }
                it
            })
            .collect();

        // One to six laboratories: with few of them some blocs have none.
        let count = if shape == Shape::OneLaboratory { bloc_keys.len() } else { 1 + pick(6) };
        let mut laboratories: Vec<Member> = Vec::new();
        for n in 0..count {
            let mut it = member(&format!("l{n}"));
            it.references.insert("bloc".to_owned(), bloc(n));
            it.numbers.insert("born".to_owned(), 2015.0);
            if n == 0 {
                it.numbers.insert("reference".to_owned(), 1.0);
            }
            if n >= bloc_keys.len() && pick(2) == 0 {
                it.numbers.insert("born".to_owned(), 2016.0 + pick(80) as f64 / 8.0);
                it.references.insert("takes_from".to_owned(), vec![format!("l{}", n % bloc_keys.len())]);
            }
            laboratories.push(it);
        }
        let mut makers = Vec::new();
        for n in 0..1 + pick(2) {
            let mut it = member(&format!("m{n}"));
            it.references.insert("bloc".to_owned(), bloc(pick(bloc_keys.len())));
            it.numbers.insert("counted".to_owned(), f64::from(u8::from(n == 0)));
            makers.push(it);
        }
        let deal =
            |members: &[Member], fields: &[&str], to: &mut dyn FnMut(&str) -> Vec<String>| -> Vec<Member> {
                let mut all = members.to_vec();
                for it in &mut all {
                    for field in fields {
                        if it.references.contains_key(*field) {
                            it.references.insert((*field).to_owned(), to(field));
                        }
                    }
                }
                all
            };
        let maker_count = makers.len();
        let chips =
            deal(prepared.world.members("chip"), &["maker", "offered_to"], &mut |field| match field {
                "maker" => vec![format!("m{}", pick(maker_count))],
                _ => bloc_keys.clone(),
            });
        let stream = Stream::new(seed, "rules", "");
        let mut draws = 0;
        let rules = deal(prepared.world.members("rule"), &["issuer", "destination"], &mut |_| {
            draws += 1;
            bloc((stream.uniform(seed, draws) * 4.0) as usize)
        });
        let mut sectors = prepared.world.members("sector").to_vec();
        if shape == Shape::ThirtySectors {
            let again = sectors.clone();
            let more = (0..SECTORS).zip(again.iter().cycle()).skip(sectors.len());
            sectors.extend(more.map(|(n, it)| Member { key: format!("{}_{n}", it.key), ..it.clone() }));
        }
        let stream = Stream::new(seed, "industries", "");
        let mut industries = Vec::new();
        for (n, bloc) in (0_u32..).zip(&bloc_keys) {
            let draw = |k: usize, which: u32| stream.uniform(u64::from(n), 2 * k as u32 + which);
            let has: Vec<usize> =
                (0..sectors.len()).filter(|&k| k == n as usize || draw(k, 0) < 0.6).collect();
            let sum: f64 = has.iter().map(|&k| 0.1 + draw(k, 1)).sum();
            for k in has {
                let mut it = member(&format!("{bloc}_{}", sectors[k].key));
                it.references.insert("bloc".to_owned(), vec![bloc.clone()]);
                it.references.insert("sector".to_owned(), vec![sectors[k].key.clone()]);
                it.numbers.insert("weight".to_owned(), (0.1 + draw(k, 1)) / sum);
                industries.push(it);
            }
        }
        // None to five cities; some pay nothing.
        let stream = Stream::new(seed, "cities", "");
        let mut cities = Vec::new();
        let most = if shape == Shape::NoCities { 0.0 } else { 6.0 };
        for n in 0..(most * stream.uniform(seed, 0)) as u32 {
            let draw = |which: u32| stream.uniform(seed, 1 + 4 * n + which);
            let mut it = member(&format!("c{n}"));
            it.references.insert("bloc".to_owned(), bloc((4.0 * draw(0)) as usize));
            let money = if draw(1) < 0.25 { 0.0 } else { 4e8 * draw(1) };
            let numbers = [
                ("begins", 2018.0 + 10.0 * draw(2)),
                ("money_usd_per_year", money),
                ("firms", 0.02 + 0.15 * draw(3)),
            ];
            it.numbers.extend(numbers.map(|(key, value)| (key.to_owned(), value)));
            let shares =
                [("grants", 0.3), ("research", 0.1), ("space", 0.2), ("equity", 0.4), ("training", 0.0)];
            it.numbers.extend(shares.map(|(key, value)| (key.to_owned(), value)));
            cities.push(it);
        }
        let axis = |key: &str, members: Vec<Member>| AxisData { key: key.to_owned(), members };
        let mut world = World {
            axes: vec![
                axis("laboratory", laboratories),
                axis("maker", makers.clone()),
                axis("chip", chips),
                axis("rule", rules),
                axis("sector", sectors),
                axis("industry", industries),
                axis("city", cities),
            ],
            series: Vec::new(),
        };
        let histories =
            |key: &str| prepared.world.series.iter().filter(move |s| s.key == key).collect::<Vec<_>>();
        let give = |key: &str, members: &[Member]| -> Vec<Series> {
            let known = histories(key);
            let one =
                |(n, m): (usize, &Member)| Series { member: m.key.clone(), ..known[n % known.len()].clone() };
            members.iter().enumerate().map(one).collect()
        };
        world.series = [
            give("money.accelerator_spending", &blocs),
            give("capital.cash_flow", &blocs),
            give("power.generation", &blocs),
            give("chips.output", &makers),
            give("adoption.aged_share", &blocs),
            give("economy.value_added", &blocs),
            give("economy.labour", &blocs),
            // Not every state promises.
            give("legitimacy.promised", &blocs[..1 + blocs.len() / 3]),
        ]
        .concat();
        world.axes.insert(0, axis("bloc", blocs));

        let layout = Layout::new(&prepared.declaration, &world);
        let values = values(prepared, &layout, seed);
        let calendar = prepared.study.calendar;
        let levers = vec![levers(&layout, &calendar, seed)];
        Self { world, layout, values, levers, calendar, seed }
    }

    /// The built-in world with the parameters of one of its futures, under the reference policy.
    pub(super) fn built_in(prepared: &Prepared, values: Vec<f64>) -> Self {
        Self {
            world: prepared.world.clone(),
            layout: prepared.layout.clone(),
            values,
            levers: prepared.levers[..1].to_vec(),
            calendar: prepared.study.calendar,
            seed: prepared.study.seed,
        }
    }

    pub(super) fn setup(&self) -> Setup<'_> {
        Setup {
            model: MODEL,
            world: &self.world,
            calendar: self.calendar,
            seed: self.seed,
            policies: &self.levers,
            asked: None,
        }
    }

    /// The same world with the places of its first two blocs exchanged: everything that belongs to a bloc (laboratories,
    /// makers, histories, parameters, levers, luck) goes with its key.
    pub(super) fn swapped(&self) -> Self {
        let mut world = self.world.clone();
        for axis in world.axes.iter_mut().filter(|a| a.key == "bloc") {
            axis.members.swap(0, 1);
        }
        let layout = Layout::new(&MODEL.declaration(), &world);
        let by_key: BTreeMap<&str, f64> =
            self.layout.parameters().iter().zip(&self.values).map(|(s, v)| (s.key.as_str(), *v)).collect();
        let values = layout.parameters().iter().map(|slot| by_key[slot.key.as_str()]).collect();
        let levers = vec![levers(&layout, &self.calendar, self.seed)];
        Self { world, layout, values, levers, calendar: self.calendar, seed: self.seed }
    }
}

/// Parameters drawn from the belief about some member of the same parameter.
fn values(prepared: &Prepared, layout: &Layout, seed: u64) -> Vec<f64> {
    let known = prepared.layout.parameters();
    let stream = Stream::new(seed, "values", "");
    let slots = layout.parameters().iter().enumerate();
    slots
        .map(|(place, slot)| {
            let index = u32::try_from(place).unwrap_or(0);
            let same: Vec<usize> = (0..known.len()).filter(|&k| known[k].declared == slot.declared).collect();
            let which = same[(stream.uniform(1, index) * same.len() as f64) as usize % same.len()];
            prepared.prior(which, seed.wrapping_mul(BLOCK)).quantile(stream.uniform(0, index))
        })
        .collect()
}

/// Half of the levers moved, each after a date, by draws that go with the lever's key.
fn levers(layout: &Layout, calendar: &Calendar, seed: u64) -> LeverTable {
    LeverTable::new(layout, calendar, |slot| {
        let lever = &layout.levers()[slot];
        let stream = Stream::new(seed, "levers", &lever.key);
        let (low, high) =
            (lever.domain.low.max(lever.neutral - 2.0), lever.domain.high.min(lever.neutral + 2.0));
        let value = low + (high - low) * stream.uniform(0, 0);
        let date = 2015.0 + 20.0 * stream.uniform(0, 1);
        (stream.uniform(0, 2) < 0.5).then(|| LeverPath { points: vec![(date, value)] })
    })
}

/// Random worlds, and a few futures of the built-in one.
pub(super) fn with_built_in(
    prepared: &Prepared,
    worlds: &[RandomWorld],
) -> Result<Vec<RandomWorld>, Mistakes> {
    let design = prepared.design()?;
    let built_in = (0..4).map(|future| RandomWorld::built_in(prepared, prepared.drawn(&*design, future)));
    Ok(built_in.chain(worlds.iter().cloned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::study::written::{Changes, Study};

    #[test]
    fn five_worlds_in_a_row_have_every_shape() {
        let study = Study::built_in("as-is", &Changes::default()).expect("it reads");
        let prepared = Project::new(study).expect("it fits").prepared;
        let count = |seed: u64, axis: &str| RandomWorld::new(&prepared, seed).world.members(axis).len();
        assert_eq!(count(1, "bloc"), 4);
        assert_eq!(count(2, "laboratory"), count(2, "bloc"));
        assert_eq!(count(3, "city"), 0);
        assert_eq!(count(4, "sector"), SECTORS);
    }
}

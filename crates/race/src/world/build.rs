//! The setting, read once from a world's data.

use super::check::check;
use super::members::{
    Bloc, Chip, ChipData, City, CityData, INSTRUMENTS, Industry, IndustryData, Laboratory, LaboratoryData,
    Maker, MakerData, Rule, RuleData, Sector, SectorData, Setting,
};
use crate::units::{H100_DRAM, H100_TFLOPS};
use overtake_model::{Index, Member, Row, Table, World, WorldError};

/// Keys of the instruments of a city's programme.
const INSTRUMENT_KEYS: [&str; INSTRUMENTS] = ["grants", "research", "space", "equity", "training"];

impl Setting {
    /// Reads a world that [`World::check`] found sound.
    ///
    /// # Errors
    /// When members do not fit together.
    pub fn new(world: &World) -> Result<Self, Vec<WorldError>> {
        let mut errors = Vec::new();
        let place = |axis: &str, member: &Member, attribute: &str| -> Vec<usize> {
            let targets = member.references.get(attribute);
            targets.into_iter().flatten().filter_map(|t| world.position(axis, t)).collect()
        };
        let one = |axis: &str, member: &Member, attribute: &str| {
            place(axis, member, attribute).first().copied().unwrap_or(usize::MAX)
        };
        let number = |member: &Member, attribute: &str| member.numbers.get(attribute).copied();
        let given = |member: &Member, attribute: &str| number(member, attribute).unwrap_or(f64::NAN);

        let blocs = Row::from_values(world.members("bloc").iter().map(|m| m.key.clone()));
        let other = |attribute: &str| {
            let members = world.members("bloc").iter();
            Row::from_values(members.map(|m| place("bloc", m, attribute).first().map(|&b| Bloc::new(b))))
        };
        let (imitates, rival) = (other("imitates"), other("rival"));
        let laboratories = Row::from_values(world.members("laboratory").iter().map(|m| LaboratoryData {
            key: m.key.clone(),
            bloc: Bloc::new(one("bloc", m, "bloc")),
            born: given(m, "born"),
            takes_from: place("laboratory", m, "takes_from").first().map(|&l| Laboratory::new(l)),
        }));
        let makers: Row<MakerData, Maker> = Row::from_values(world.members("maker").iter().map(|m| {
            MakerData { bloc: Bloc::new(one("bloc", m, "bloc")), counted: given(m, "counted") > 0.5 }
        }));
        let chips = Row::from_values(world.members("chip").iter().map(|m| {
            let maker = one("maker", m, "maker");
            ChipData {
                key: m.key.clone(),
                maker: Maker::new(maker),
                bloc: makers.values().get(maker).map_or(Bloc::new(usize::MAX), |m| m.bloc),
                released: given(m, "released"),
                withdrawn: number(m, "withdrawn").unwrap_or(f64::INFINITY),
                appeal: number(m, "appeal").unwrap_or(1.0),
                tpp: given(m, "tpp"),
                density: number(m, "density"),
                interconnect: given(m, "interconnect_gb_s"),
                dram: given(m, "dram_gb_s"),
                training: given(m, "dense_fp16_tflops") / H100_TFLOPS,
                serving: given(m, "dram_gb_s") / H100_DRAM,
                kilowatts: given(m, "power_w") / 1000.0,
                foundry: number(m, "foundry_h100e").unwrap_or(given(m, "dense_fp16_tflops") / H100_TFLOPS),
                price: given(m, "price_usd"),
                projected: number(m, "projected").is_some_and(|p| p > 0.5),
            }
        }));
        let rules = Row::from_values(world.members("rule").iter().map(|m| {
            let pair = |a: &str, b: &str, rest: f64| {
                (number(m, a).is_some() || number(m, b).is_some())
                    .then(|| (number(m, a).unwrap_or(rest), number(m, b).unwrap_or(rest)))
            };
            RuleData {
                key: m.key.clone(),
                issuer: Bloc::new(one("bloc", m, "issuer")),
                destinations: place("bloc", m, "destination").into_iter().map(Bloc::new).collect(),
                from: given(m, "from"),
                until: number(m, "until").unwrap_or(f64::INFINITY),
                in_force: given(m, "in_force"),
                licensed_share: number(m, "licensed_share"),
                licenses: given(m, "effect") > 0.5,
                prong: pair("tpp_min", "interconnect_min_gb_s", 0.0),
                density_prong: pair("alternative_tpp_min", "density_min", 0.0),
                case_by_case: pair("case_by_case_below_tpp", "case_by_case_below_dram_gb_s", f64::INFINITY),
                names: place("chip", m, "names").into_iter().map(Chip::new).collect(),
                replaces: place("rule", m, "replaces").into_iter().map(Rule::new).collect(),
                quota: number(m, "quota_per_year"),
                cap: number(m, "cap_share_of_home_sales"),
                fee: number(m, "fee_share").unwrap_or(0.0),
                memory: number(m, "memory_denied").unwrap_or(0.0),
                tools: number(m, "tools_denied").unwrap_or(0.0),
            }
        }));
        let is_reference = |m: &&Member| number(m, "reference").is_some_and(|r| r > 0.5);
        let references: Vec<&Member> = world.members("laboratory").iter().filter(is_reference).collect();
        if references.len() != 1 {
            let reason = format!(
                "{} laboratories are marked `reference = true`; software is gauged by that of one",
                references.len()
            );
            errors.push(WorldError::Inconsistent { axis: "laboratory".to_owned(), at: None, reason });
        }
        let reference = references.first().map_or(usize::MAX, |m| one("bloc", m, "bloc"));
        let sectors: Row<SectorData, Sector> =
            Row::from_values(world.members("sector").iter().map(|m| SectorData {
                exposure: given(m, "exposure"),
                physical: given(m, "physical"),
                private: given(m, "private"),
                manufacturing: number(m, "manufacturing").is_some_and(|it| it > 0.5),
            }));
        let industries: Row<IndustryData, Industry> =
            Row::from_values(world.members("industry").iter().map(|m| IndustryData {
                bloc: Bloc::new(one("bloc", m, "bloc")),
                sector: Sector::new(one("sector", m, "sector")),
                weight: given(m, "weight"),
            }));
        let cities: Row<CityData, City> = Row::from_values(world.members("city").iter().map(|m| CityData {
            key: m.key.clone(),
            bloc: Bloc::new(one("bloc", m, "bloc")),
            begins: (given(m, "begins") * 4.0).floor() / 4.0,
            money: given(m, "money_usd_per_year"),
            firms: given(m, "firms"),
            instruments: INSTRUMENT_KEYS.map(|key| given(m, key)),
        }));
        let of = |b: Bloc| cities.iter().filter(move |(_, c)| c.bloc == b);
        let cities_of = Row::from_fn(blocs.len(), |b| of(b).map(|(c, _)| c).collect());
        let outside = Row::from_fn(blocs.len(), |b| 1.0 - of(b).map(|(_, c)| c.firms).sum::<f64>());
        let programmes_begin = Row::from_fn(blocs.len(), |b| {
            of(b).filter(|(_, c)| c.money > 0.0).map(|(_, c)| c.begins).fold(f64::INFINITY, f64::min)
        });
        let weigh = |counts: &dyn Fn(&IndustryData) -> f64| {
            industries.values().iter().map(|i| i.weight * counts(i)).sum::<f64>()
        };
        let firms = Row::from_fn(blocs.len(), |b| {
            let share = weigh(&|i| if i.bloc == b { sectors[i.sector].private } else { 0.0 });
            // A bloc without firms has no use by firms.
            if share > 0.0 { share } else { 1.0 }
        });
        let makes = Row::from_fn(blocs.len(), |b| {
            let share = weigh(&|i| f64::from(u8::from(i.bloc == b && sectors[i.sector].manufacturing)));
            // Where nothing is made there is no use in making.
            if share > 0.0 { share } else { 1.0 }
        });
        let sector_weight = Table::from_fn(sectors.len(), blocs.len(), |k, b| {
            weigh(&|i| if i.bloc == b && i.sector == k { 1.0 } else { 0.0 })
        });
        let laboratories_of = Row::from_fn(blocs.len(), |b| {
            laboratories.places().filter(|l| laboratories[*l].bloc == b).collect()
        });
        let industries_of =
            Row::from_fn(blocs.len(), |b| industries.places().filter(|i| industries[*i].bloc == b).collect());
        let setting = Self {
            laboratories_of,
            industries_of,
            blocs,
            imitates,
            rival,
            laboratories,
            makers,
            chips,
            rules,
            sectors,
            industries,
            cities,
            cities_of,
            outside,
            programmes_begin,
            firms,
            makes,
            sector_weight,
            reference: Bloc::new(reference),
        };
        check(&setting, &mut errors);
        if errors.is_empty() { Ok(setting) } else { Err(errors) }
    }
}

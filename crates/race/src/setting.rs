//! Who there is: blocs, laboratories, makers, chips, rules and industries as typed rows, read once from data.

use overtake_model::{Attribute, AxisDeclaration, Domain, Index, Member, Row, Table, World, WorldError};

macro_rules! place {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(usize);
        impl overtake_model::Index for $name {
            #[inline(always)]
            fn new(place: usize) -> Self {
                Self(place)
            }
            #[inline(always)]
            fn get(self) -> usize {
                self.0
            }
        }
    };
}
pub(crate) use place;

place!(
    /// A bloc: a political economy.
    Bloc
);
place!(
    /// A laboratory.
    Laboratory
);
place!(
    /// A group of chip makers that share a foundry.
    Maker
);
place!(
    /// A chip of the catalogue.
    Chip
);
place!(
    /// A dated rule on chips.
    Rule
);
place!(
    /// A kind of work, the same in every bloc that has it.
    Sector
);
place!(
    /// A sector of a bloc.
    Industry
);
place!(
    /// A city with AI firms.
    City
);

/// Instruments of a city's programme: grants, research money, cheap space, equity, training centres.
pub const INSTRUMENTS: usize = 5;
const INSTRUMENT_KEYS: [&str; INSTRUMENTS] = ["grants", "research", "space", "equity", "training"];

const DATE: Domain = Domain { low: 1990.0, high: 2100.0 };

/// What data says of a bloc.
pub const BLOC: &[Attribute] = &[
    Attribute::new(
        "imitates",
        "member of bloc",
        Domain::REAL,
        "Bloc whose institutions it takes where it imitates one; where none is named it keeps its own, but for openness, of which it takes the most",
    )
    .optional(),
    Attribute::new(
        "rival",
        "member of bloc",
        Domain::REAL,
        "Bloc with which its use by sector is compared; each other one if none is named",
    )
    .optional(),
];

/// The axes of the race and what data says of each member.
#[must_use]
pub fn axes() -> Vec<AxisDeclaration> {
    const LABORATORY: &[Attribute] = &[
        Attribute::new("bloc", "member of bloc", Domain::REAL, "Bloc in which it works"),
        Attribute::new("born", "date", DATE, "Date from which it trains models"),
        Attribute::new(
            "takes_from",
            "member of laboratory",
            Domain::REAL,
            "Laboratory from whose compute a later-born one takes its share",
        )
        .optional(),
        Attribute::new(
            "reference",
            "switch",
            Domain::SHARE,
            "Whether the software of its bloc is the gauge; one laboratory's is",
        )
        .optional(),
    ];
    const MAKER: &[Attribute] = &[
        Attribute::new("bloc", "member of bloc", Domain::REAL, "Bloc whose rules bind it"),
        Attribute::new("counted", "switch", Domain::SHARE, "Whether public sales series cover it"),
    ];
    const CHIP: &[Attribute] = &[
        Attribute::new("maker", "member of maker", Domain::REAL, "Who makes it"),
        Attribute::new("released", "date", DATE, "Date from which it is sold"),
        Attribute::new(
            "tpp",
            "TOPS x bit",
            Domain::NON_NEGATIVE,
            "Total processing performance as the rules count it: dense operations times bit length, best precision",
        ),
        Attribute::new("density", "TPP/mm2", Domain::NON_NEGATIVE, "Performance density: TPP over die area")
            .optional(),
        Attribute::new(
            "interconnect_gb_s",
            "GB/s",
            Domain::NON_NEGATIVE,
            "Aggregate bidirectional transfer rate",
        ),
        Attribute::new("dram_gb_s", "GB/s", Domain { low: 1.0, high: 1e6 }, "Memory bandwidth"),
        Attribute::new(
            "dense_fp16_tflops",
            "TFLOP/s",
            Domain { low: 1.0, high: 1e6 },
            "Dense 16-bit throughput",
        ),
        Attribute::new("power_w", "W", Domain { low: 1.0, high: 1e6 }, "Rated power of one chip"),
        Attribute::new(
            "foundry_h100e",
            "H100 equivalents",
            Domain { low: 1e-4, high: 1e4 },
            "Foundry work in one chip, an H100's being one; left out where it goes with its dense 16-bit throughput",
        )
        .optional(),
        Attribute::new("withdrawn", "date", DATE, "Date around which it goes out of production").optional(),
        Attribute::new(
            "appeal",
            "ratio",
            Domain { low: 0.01, high: 10.0 },
            "What listed performance counts with buyers, an NVIDIA chip's being one: software, support, delivered speed",
        )
        .optional(),
        Attribute::new("price_usd", "USD", Domain { low: 100.0, high: 1e7 }, "Typical price at release"),
        Attribute::new(
            "projected",
            "switch",
            Domain::SHARE,
            "Stands for all later generations of its maker: its price falls year by year",
        )
        .optional(),
        Attribute::new(
            "offered_to",
            "member of bloc",
            Domain::REAL,
            "Blocs to which it is offered, if not to all",
        )
        .optional(),
    ];
    const RULE: &[Attribute] = &[
        Attribute::new("issuer", "member of bloc", Domain::REAL, "Bloc that makes the rule"),
        Attribute::new("destination", "member of bloc", Domain::REAL, "Blocs to which it applies"),
        Attribute::new("from", "date", DATE, "First day in force"),
        Attribute::new("until", "date", DATE, "Day on which it ends").optional(),
        Attribute::new("effect", "one of deny|license", Domain::SHARE, "What happens to a chip it covers"),
        Attribute::new(
            "licensed_share",
            "share",
            Domain::SHARE,
            "Share of demand that licences let through, where it is known",
        )
        .optional(),
        Attribute::new(
            "tpp_min",
            "TOPS x bit",
            Domain::NON_NEGATIVE,
            "Covers chips at or above this performance",
        )
        .optional(),
        Attribute::new(
            "interconnect_min_gb_s",
            "GB/s",
            Domain::NON_NEGATIVE,
            "and at or above this transfer rate",
        )
        .optional(),
        Attribute::new(
            "alternative_tpp_min",
            "TOPS x bit",
            Domain::NON_NEGATIVE,
            "Also covers chips at or above this performance",
        )
        .optional(),
        Attribute::new("density_min", "TPP/mm2", Domain::NON_NEGATIVE, "and at or above this density")
            .optional(),
        Attribute::new(
            "case_by_case_below_tpp",
            "TOPS x bit",
            Domain::NON_NEGATIVE,
            "A covered chip below this performance is licensed instead",
        )
        .optional(),
        Attribute::new(
            "case_by_case_below_dram_gb_s",
            "GB/s",
            Domain::NON_NEGATIVE,
            "and below this memory bandwidth",
        )
        .optional(),
        Attribute::new("names", "member of chip", Domain::REAL, "Chips it covers by name").optional(),
        Attribute::new(
            "replaces",
            "member of rule",
            Domain::REAL,
            "Rules that do not count for a chip this one covers, while it is in force",
        )
        .optional(),
        Attribute::new(
            "quota_per_year",
            "chips/yr",
            Domain::NON_NEGATIVE,
            "Most chips let through in a year",
        )
        .optional(),
        Attribute::new(
            "cap_share_of_home_sales",
            "ratio",
            Domain { low: 0.0, high: 1e3 },
            "Most chips let through, over what the maker ships in its own bloc",
        )
        .optional(),
        Attribute::new(
            "fee_share",
            "share",
            Domain { low: 0.0, high: 0.9 },
            "Share of the price that the issuer's state takes on each sale",
        )
        .optional(),
        Attribute::new(
            "memory_denied",
            "share",
            Domain::SHARE,
            "Share of foreign memory for chips that makers of the destination are denied",
        )
        .optional(),
        Attribute::new(
            "tools_denied",
            "share",
            Domain::SHARE,
            "Share of foreign tools for making chips that makers of the destination are denied",
        )
        .optional(),
        Attribute::new(
            "in_force",
            "switch",
            Domain::SHARE,
            "Whether it is law; a rule that is not can be enacted by a policy",
        ),
    ];
    const SECTOR: &[Attribute] = &[
        Attribute::new("exposure", "share", Domain::SHARE, "Share of its tasks that AI can take part in"),
        Attribute::new(
            "physical",
            "share",
            Domain::SHARE,
            "How far use needs equipment that AI is built into",
        ),
        Attribute::new(
            "private",
            "share",
            Domain::SHARE,
            "Share of its users that are firms; the rest is the state's",
        ),
        Attribute::new("manufacturing", "switch", Domain::SHARE, "Whether it makes things").optional(),
    ];
    const INDUSTRY: &[Attribute] = &[
        Attribute::new("bloc", "member of bloc", Domain::REAL, "Its bloc"),
        Attribute::new("sector", "member of sector", Domain::REAL, "Its sector"),
        Attribute::new(
            "weight",
            "share",
            Domain { low: 1e-6, high: 1.0 },
            "Share of the bloc's value added; those of a bloc sum to one",
        ),
    ];
    const CITY: &[Attribute] = &[
        Attribute::new("bloc", "member of bloc", Domain::REAL, "Its bloc"),
        Attribute::new("begins", "date", DATE, "First day of its programme"),
        Attribute::new(
            "money_usd_per_year",
            "USD of 2024 a year",
            Domain::NON_NEGATIVE,
            "What its programme pays; nothing where it has none",
        ),
        Attribute::new(
            "firms",
            "share",
            Domain { low: 1e-4, high: 0.99 },
            "Share of the bloc's AI firms before programmes",
        ),
        Attribute::new("grants", "share", Domain::SHARE, "Share of the money in grants to firms"),
        Attribute::new("research", "share", Domain::SHARE, "Share for research"),
        Attribute::new("space", "share", Domain::SHARE, "Share in cheap space"),
        Attribute::new("equity", "share", Domain::SHARE, "Share in equity stakes"),
        Attribute::new("training", "share", Domain::SHARE, "Share for training centres"),
    ];
    let axis = |key, sentence, attributes| AxisDeclaration { may_be_empty: false, key, sentence, attributes };
    vec![
        axis("bloc", "A political economy that races", BLOC),
        axis("laboratory", "A group that trains frontier models", LABORATORY),
        axis("maker", "Chip makers that share a foundry", MAKER),
        axis("chip", "A chip that can be bought", CHIP),
        axis("rule", "A dated rule on the sale of chips", RULE),
        axis("sector", "A kind of work", SECTOR),
        axis("industry", "A sector of a bloc", INDUSTRY),
        AxisDeclaration { may_be_empty: true, ..axis("city", "A city with AI firms", CITY) },
    ]
}

/// A laboratory's data.
#[derive(Clone, Debug)]
pub struct LaboratoryData {
    /// Key, by which its luck is drawn.
    pub key: String,
    /// Its bloc.
    pub bloc: Bloc,
    /// When it starts, a decimal year.
    pub born: f64,
    /// Whose compute it takes a share of.
    pub takes_from: Option<Laboratory>,
}

/// A maker's data.
#[derive(Clone, Debug)]
pub struct MakerData {
    /// Its bloc.
    pub bloc: Bloc,
    /// Whether public sales series cover it.
    pub counted: bool,
}

/// A chip's data.
#[derive(Clone, Debug)]
pub struct ChipData {
    /// Key.
    pub key: String,
    /// Its maker.
    pub maker: Maker,
    /// The maker's bloc.
    pub bloc: Bloc,
    /// When it can first be bought, a decimal year.
    pub released: f64,
    /// When it goes out of production, a decimal year; infinite where that is not known.
    pub withdrawn: f64,
    /// What listed performance counts with buyers.
    pub appeal: f64,
    /// Total processing performance, TOPS × bit.
    pub tpp: f64,
    /// Performance density, TPP per mm²; none where the die area is unknown.
    pub density: Option<f64>,
    /// Transfer rate, GB/s.
    pub interconnect: f64,
    /// Memory bandwidth, GB/s.
    pub dram: f64,
    /// Chips of training: dense 16-bit throughput over that of an H100.
    pub training: f64,
    /// Chips of serving: memory bandwidth over that of an H100.
    pub serving: f64,
    /// Rated power, kW.
    pub kilowatts: f64,
    /// Foundry work in it, an H100's being one.
    pub foundry: f64,
    /// Price, USD.
    pub price: f64,
    /// Whether it stands for later generations.
    pub projected: bool,
}

/// A rule's data.
#[derive(Clone, Debug)]
pub struct RuleData {
    /// Key.
    pub key: String,
    /// Who makes it.
    pub issuer: Bloc,
    /// To whom it applies.
    pub destinations: Vec<Bloc>,
    /// First day, a decimal year.
    pub from: f64,
    /// Last day, a decimal year.
    pub until: f64,
    /// Whether it is law.
    pub in_force: f64,
    /// Share let through by a licence; none where it is an uncertainty.
    pub licensed_share: Option<f64>,
    /// Whether a covered chip is licensed rather than denied.
    pub licenses: bool,
    /// First prong: performance and transfer rate.
    pub prong: Option<(f64, f64)>,
    /// Second prong: performance and density.
    pub density_prong: Option<(f64, f64)>,
    /// Below both of these a covered chip is licensed.
    pub case_by_case: Option<(f64, f64)>,
    /// Chips by name.
    pub names: Vec<Chip>,
    /// Rules it stands in for.
    pub replaces: Vec<Rule>,
    /// Most chips in a year.
    pub quota: Option<f64>,
    /// Most chips over what is shipped in the maker's own bloc.
    pub cap: Option<f64>,
    /// Share of the price that the issuer's state takes.
    pub fee: f64,
    /// Share of foreign memory denied.
    pub memory: f64,
    /// Share of foreign tools denied.
    pub tools: f64,
}

/// A sector's data.
#[derive(Clone, Debug)]
pub struct SectorData {
    /// Share of tasks exposed.
    pub exposure: f64,
    /// How far use needs embodied equipment.
    pub physical: f64,
    /// Share of its users that are firms.
    pub private: f64,
    /// Whether it makes things.
    pub manufacturing: bool,
}

/// An industry's data.
#[derive(Clone, Debug)]
pub struct IndustryData {
    /// Its bloc.
    pub bloc: Bloc,
    /// Its sector.
    pub sector: Sector,
    /// Share of the bloc's value added.
    pub weight: f64,
}

/// A city's data.
#[derive(Clone, Debug)]
pub struct CityData {
    /// Key.
    pub key: String,
    /// Its bloc.
    pub bloc: Bloc,
    /// Beginning of the quarter in which its programme begins, a decimal year.
    pub begins: f64,
    /// What its programme pays, USD of 2024 a year.
    pub money: f64,
    /// Share of the bloc's AI firms before programmes.
    pub firms: f64,
    /// Shares of the money by instrument.
    pub instruments: [f64; INSTRUMENTS],
}

/// Everything the equations know about members.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Keys of the blocs.
    pub blocs: Row<String, Bloc>,
    /// Whose institutions each takes where it imitates one.
    pub imitates: Row<Option<Bloc>, Bloc>,
    /// With whom each is compared by sector.
    pub rival: Row<Option<Bloc>, Bloc>,
    /// Laboratories.
    pub laboratories: Row<LaboratoryData, Laboratory>,
    /// Makers.
    pub makers: Row<MakerData, Maker>,
    /// Chips.
    pub chips: Row<ChipData, Chip>,
    /// Rules.
    pub rules: Row<RuleData, Rule>,
    /// Sectors.
    pub sectors: Row<SectorData, Sector>,
    /// Industries.
    pub industries: Row<IndustryData, Industry>,
    /// Cities.
    pub cities: Row<CityData, City>,
    /// Each bloc's laboratories.
    pub laboratories_of: Row<Vec<Laboratory>, Bloc>,
    /// Each bloc's industries.
    pub industries_of: Row<Vec<Industry>, Bloc>,
    /// Cities of each bloc.
    pub cities_of: Row<Vec<City>, Bloc>,
    /// Share of each bloc's AI firms outside its cities before programmes.
    pub outside: Row<f64, Bloc>,
    /// When the first programme of each bloc begins, a decimal year; infinite where no city pays.
    pub programmes_begin: Row<f64, Bloc>,
    /// Share of each bloc's value added that is made by firms.
    pub firms: Row<f64, Bloc>,
    /// Share of each bloc's output in sectors that make things, one where there are none.
    pub makes: Row<f64, Bloc>,
    /// Share of each bloc's value added that is made in a sector.
    pub sector_weight: Table<f64, Sector, Bloc>,
    /// Bloc of the reference laboratory, by which software is gauged.
    pub reference: Bloc,
}

/// Dense 16-bit throughput of an H100, TFLOP/s.
pub const H100_TFLOPS: f64 = 989.4;
/// Memory bandwidth of an H100, GB/s.
pub const H100_DRAM: f64 = 3350.0;

impl Setting {
    /// Whether a bloc's lead is told against another: its rival, or where it has none each other.
    #[inline(always)]
    #[must_use]
    pub fn compares(&self, bloc: Bloc, other: Bloc) -> bool {
        match self.rival[bloc] {
            Some(rival) => other == rival,
            None => other != bloc,
        }
    }

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
        setting.check(&mut errors);
        if errors.is_empty() { Ok(setting) } else { Err(errors) }
    }

    fn check(&self, errors: &mut Vec<WorldError>) {
        let mut say = |axis: &str, at: Option<(&str, &str)>, reason: String| {
            let at = at.map(|(axis, key)| (axis.to_owned(), key.to_owned()));
            errors.push(WorldError::Inconsistent { axis: axis.to_owned(), at, reason })
        };
        if self.blocs.len() < 2 {
            say("bloc", None, "a race needs at least two blocs".to_owned());
        }
        for (_, laboratory) in self.laboratories.iter() {
            let Some(parent) = laboratory.takes_from else { continue };
            let parent = &self.laboratories[parent];
            if parent.takes_from.is_some() {
                say(
                    "laboratory",
                    Some(("laboratory", &laboratory.key)),
                    format!(
                        "`{}` takes from `{}`, which itself takes from another; name the first of the chain",
                        laboratory.key, parent.key
                    ),
                );
            }
            if parent.bloc != laboratory.bloc {
                say(
                    "laboratory",
                    Some(("laboratory", &laboratory.key)),
                    format!("`{}` takes from `{}`, which works in another bloc", laboratory.key, parent.key),
                );
            }
        }
        for (bloc, key) in self.blocs.iter() {
            if !self.laboratories.values().iter().any(|l| l.bloc == bloc && l.takes_from.is_none()) {
                let reason = format!("bloc `{key}` has no laboratory that stands by itself");
                say("laboratory", Some(("bloc", key)), reason);
            }
        }
        for (bloc, key) in self.blocs.iter() {
            let of_bloc = self.industries.values().iter().filter(|i| i.bloc == bloc);
            let sum: f64 = of_bloc.map(|i| i.weight).sum();
            if (sum - 1.0).abs() > 1e-6 {
                let reason = format!("weights of bloc `{key}` sum to {sum}, not to one");
                say("industry", Some(("bloc", key)), reason);
            }
        }
        for (bloc, key) in self.blocs.iter() {
            if self.outside[bloc] <= 0.0 {
                say(
                    "city",
                    Some(("bloc", key)),
                    format!("cities of bloc `{key}` hold all of its AI firms; leave some outside them"),
                );
            }
        }
        for (_, city) in self.cities.iter() {
            let sum: f64 = city.instruments.iter().sum();
            if (sum - 1.0).abs() > 1e-6 {
                let reason = format!("instruments of a city's programme sum to {sum}, not to one");
                say("city", Some(("city", &city.key)), reason);
            }
        }
        for (_, rule) in self.rules.iter() {
            if rule.until <= rule.from {
                say("rule", Some(("rule", &rule.key)), format!("`{}` ends before it begins", rule.key));
            }
            let chips = rule.prong.is_some() || rule.density_prong.is_some() || !rule.names.is_empty();
            if !chips && rule.memory == 0.0 && rule.tools == 0.0 {
                say(
                    "rule",
                    Some(("rule", &rule.key)),
                    format!("`{}` covers nothing: give thresholds, names, memory or tools", rule.key),
                );
            }
        }
    }
}

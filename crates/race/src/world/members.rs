//! Who there is: blocs, laboratories, makers, chips, rules, sectors, industries and cities as typed rows.

use overtake_model::{Row, Table};

overtake_model::index! {
    /// A bloc: a political economy.
    pub struct Bloc;
    /// A laboratory.
    pub struct Laboratory;
    /// A group of chip makers that share a foundry.
    pub struct Maker;
    /// A chip of the catalogue.
    pub struct Chip;
    /// A dated rule on chips.
    pub struct Rule;
    /// A kind of work, the same in every bloc that has it.
    pub struct Sector;
    /// A sector of a bloc.
    pub struct Industry;
    /// A city with AI firms.
    pub struct City;
}

/// Instruments of a city's programme: grants, research money, cheap space, equity, training centres.
pub const INSTRUMENTS: usize = 5;

/// A laboratory's data.
#[derive(Clone, Debug)]
pub struct LaboratoryData {
    /// Key, by which its luck is drawn.
    pub key: String,
    /// Its bloc.
    pub bloc: Bloc,
    /// Date from which it trains models, a decimal year.
    pub born: f64,
    /// Laboratory from whose compute it takes its share.
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
    /// Date from which it is sold, a decimal year.
    pub released: f64,
    /// Date at which it goes out of production, a decimal year; infinite where that is not known.
    pub withdrawn: f64,
    /// Appeal to buyers of its listed performance, a ratio.
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
    /// Bloc that makes it.
    pub issuer: Bloc,
    /// Blocs to which it applies.
    pub destinations: Vec<Bloc>,
    /// First day, a decimal year.
    pub from: f64,
    /// Last day, a decimal year.
    pub until: f64,
    /// Law: 1, or 0 for a rule that a policy can enact.
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
    /// Quota, chips a year.
    pub quota: Option<f64>,
    /// Cap over shipments to the maker's own bloc, a ratio.
    pub cap: Option<f64>,
    /// Fee of the issuer's state, a share of the price.
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
    /// Share in which use needs equipment that AI is built into.
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
    /// Money of its programme, USD of 2024 a year.
    pub money: f64,
    /// Share of the bloc's AI firms before programmes.
    pub firms: f64,
    /// Shares of the money by instrument.
    pub instruments: [f64; INSTRUMENTS],
}

/// Members of all axes with their data.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Keys of the blocs.
    pub blocs: Row<String, Bloc>,
    /// Bloc whose institutions each takes where it imitates one.
    pub imitates: Row<Option<Bloc>, Bloc>,
    /// Bloc with which each is compared by sector.
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
    /// Date at which the first programme of each bloc begins, a decimal year; infinite where no city pays.
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
}

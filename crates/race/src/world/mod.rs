//! Who there is, and what data says of them.

mod attributes;
mod build;
mod check;
mod members;

pub use attributes::{BLOC, axes};
pub use members::{
    Bloc, Chip, ChipData, City, CityData, INSTRUMENTS, Industry, IndustryData, Laboratory, LaboratoryData,
    Maker, MakerData, Rule, RuleData, Sector, SectorData, Setting,
};

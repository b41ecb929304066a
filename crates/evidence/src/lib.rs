//! What is believed, what was observed, what is claimed, and from where.
//!
//! The evidence folder holds text that people write and read; this crate reads it with places, checks it, and carries
//! the copy that the program was built with ([`Evidence::built_in`]). A mistake never stops the reading: everything
//! wrong is told at once, each [`Problem`] with file, line, column, key and what to do.
//!
//! | file | holds | read by |
//! |---|---|---|
//! | `beliefs/*.toml` | a table for each parameter, or for one member of it | [`Belief`], [`Prior`] |
//! | `schools.toml` | `[[school]]`, rival bundles of beliefs; `[[threshold]]` | [`School`], [`Threshold`] |
//! | `copula.toml` | `[[pair]]`, beliefs that go together | [`Pair`], [`Joint`] |
//! | `facts.toml` | `[[fact]]`, single figures shown beside claims | [`Fact`] |
//! | `targets.toml` | `[[target]]`, observations to fit and score by | [`Target`] |
//! | `claims.toml` | `[[claim]]`, each in a main and an alternative reading | [`Claim`] |
//! | `literature.bib` | every source | [`Bibliography`] |
//! | any other `*.toml` | `[[AXIS]]` members and `[[series]]` histories | [`WorldEvidence`] |
//!
//! What a model is *made of* is not written here: axes, attributes, parameters, series and observables come from its
//! [`overtake_model::Declaration`], and [`Evidence::check`] holds the folder against it.
//!
//! [`Document`] and [`Reader`] serve studies too. Nothing here prints.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test that cannot go on should stop"))]

mod beliefs;
mod bibliography;
mod claims;
mod copula;
mod date;
mod decision;
mod document;
mod evidence;
mod facts;
mod joins;
mod language;
mod priors;
mod problem;
mod provenance;
mod reader;
mod schools;
mod series;
mod targets;
mod value;
mod world;

pub use beliefs::{Belief, Shape};
pub use bibliography::{Bibliography, Entry};
pub use claims::{CLAIMS, Claim, Origin, Reading};
pub use copula::{Joint, Pair};
pub use date::{Date, Precision};
pub use decision::{Arms, Better, ClaimKind, Decision, PARTS};
pub use document::Document;
pub use evidence::Evidence;
pub use facts::Fact;
pub use joins::Report;
pub use language::{Language, Text};
pub use overtake_num::quantile::Family;
pub use priors::Prior;
pub use problem::{Place, Problem, Problems, did_you_mean, nearest, shown};
pub use provenance::{JUDGEMENT, Kind, Provenance};
pub use reader::Reader;
pub use schools::{Gauge, School, Threshold};
pub use series::History;
pub use targets::{ErrorKind, LATER_OBSERVABLES, Target};
pub use value::{Field, Table, Value, ValueKind};
pub use world::{CITED_AXIS, MemberRecord, WorldEvidence};

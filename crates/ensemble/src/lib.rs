//! Designs, the runner, columns and claims.
//!
//! An ensemble is many futures under many policies. A [`design`] says which point of the unit cube each future is; a
//! sampler (the caller's) turns points into parameters; a [`kernel::Kernel`] runs them; the [`runner`] keeps what the
//! [`plan`] asks for and writes it as [`columns`] of a file that any Arrow or Parquet reader opens; the [`reader`]
//! reads it back.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod answers;
mod block;
pub mod claims;
pub mod columns;
pub mod design;
pub mod error;
pub mod fans;
mod file;
pub mod fingerprint;
mod histogram;
pub mod kernel;
pub mod ledger;
pub mod plan;
pub mod reader;
pub mod runner;
pub mod view;

//! The command, as a user runs it.

mod common;

mod audit;
mod bad_input;
mod contract;
mod digests;
mod faults;
mod golden;
mod help;
mod rules;
mod when;

//! The mechanisms of the race, one module each, on worlds made by hand.

mod common;

mod adoption;
mod applications;
mod borrowing;
mod breakthrough;
mod capital;
mod chips;
mod cities;
mod discovery;
mod economy;
mod fabs;
mod frontier;
mod inlined;
mod institutions;
mod lag;
mod leadership;
mod legitimacy;
mod limits;
mod market;
mod observation;
mod openness;
mod power;
mod regime;
mod researchers;
mod rules;
mod textbook;

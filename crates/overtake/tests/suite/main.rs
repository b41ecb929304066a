//! Studies in, answers out: what holds of the shipped study and evidence together, and the book that is written from them.

mod another_bloc;
mod book;
mod breakthrough;
mod broken;
mod budget;
mod causality;
mod deciding;
mod declared;
mod dependence;
mod edits;
mod example;
mod plots;
mod schools;
mod signs;
mod textbook;
mod turns;

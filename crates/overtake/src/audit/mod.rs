//! The model's laws, tested over random worlds and the built-in one.

mod agreement;
mod binding;
mod costs;
mod inert;
mod lanes;
mod law;
mod laws;
mod limits;
mod loops;
mod parts;
mod report;
mod split;
mod starts;
mod steps;
mod tenfold;
mod worlds;

pub use agreement::{Agreement, QUANTITIES, Quantity};
pub use binding::Binding;
pub use costs::Cost;
pub use inert::Inert;
pub use law::Law;
pub use loops::{Looped, MOST};
pub use parts::Part;
pub use report::{Effort, Report, audit};
pub use steps::Step;
pub use tenfold::Tenfold;

#[cfg(test)]
mod tests;

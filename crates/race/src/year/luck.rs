//! All draws of a future, each from a stream of its own name and member.

use super::{Race, Step, errors, exponentials, slips};
use crate::observation::Observing;
use crate::rules::REVERSAL;
use crate::setting::{Bloc, Laboratory, Rule};
use crate::{breakthrough, discovery};
use overtake_model::{Draws, Index, Row, Table};
use overtake_num::Real;

/// Errors of the measures, by bloc and quarter: those that add in deviations, those that multiply as factors.
#[derive(Clone, Debug)]
pub(super) struct Errors<R> {
    pub(super) eci: Table<R, Step, Bloc>,
    pub(super) rating: Table<R, Step, Bloc>,
    pub(super) open_rating: Table<R, Step, Bloc>,
    pub(super) lag: Table<R, Step, Bloc>,
    pub(super) firms: Table<R, Step, Bloc>,
    pub(super) people: Table<R, Step, Bloc>,
    pub(super) token_price: Table<R, Step, Bloc>,
    pub(super) revenue: Table<R, Step, Bloc>,
}

/// All draws of a future.
#[derive(Clone, Debug)]
pub struct Luck<R> {
    /// Cumulative hazard at which each law is reversed.
    pub(super) patience: Row<R, Rule>,
    /// Age of a laboratory's last release at the end of a quarter, in mean lengths.
    pub(super) age: Table<R, Step, Laboratory>,
    /// Decides whether that release is opened.
    pub(super) opens: Table<R, Step, Laboratory>,
    /// Decides whether its size is disclosed.
    pub(super) discloses: Table<R, Step, Laboratory>,
    /// Cumulative hazard at which valuations crash in a quarter.
    pub(super) crash: Table<R, Step, Bloc>,
    /// Jumps of discovery.
    pub(super) discovery: discovery::Chance<R>,
    /// When blocs cross the threshold, and hear of it.
    pub(super) breakthrough: breakthrough::Chance<R>,
    /// Errors of the measures.
    pub(super) errors: Errors<R>,
}

impl<R: Real> Luck<R> {
    /// Draws them.
    pub(super) fn new(race: &Race, p: &Observing<R>, draws: &Draws<'_>) -> Self {
        let quarters = race.calendar.quarters;
        // Streams are keyed by the calendar's own quarters, so neither its start nor its step moves them.
        let first = u32::try_from(race.calendar.start.year() * 4 + race.calendar.start.number()).unwrap_or(0);
        let laboratories: Vec<&str> =
            race.setting.laboratories.values().iter().map(|l| l.key.as_str()).collect();
        let blocs: Vec<&str> = race.setting.blocs.values().iter().map(String::as_str).collect();
        let uniforms = |name: &str, members: &[&str]| {
            let mut values = vec![R::zero(); members.len() * quarters];
            for (member, values) in members.iter().zip(values.chunks_mut(quarters.max(1))) {
                draws.uniforms(&draws.stream(name, member), first, values);
            }
            values
        };
        let once = |name: &str, members: &[&str]| {
            let mut values = vec![R::zero(); members.len()];
            for (member, value) in members.iter().zip(&mut values) {
                draws.uniforms(&draws.stream(name, member), 0, std::slice::from_mut(value));
            }
            exponentials(&mut values);
            values
        };
        let rules: Vec<&str> = race.setting.rules.values().iter().map(|r| r.key.as_str()).collect();
        let one_off = |name: &str| Row::from_values(once(name, &blocs));
        let mut age: Vec<R> = uniforms("release", &laboratories);
        exponentials(&mut age);
        let deviations = |name: &str| {
            let mut values: Vec<R> = uniforms(name, &blocs);
            errors(&mut values);
            values
        };
        let adds = |name: &str| by_quarter(&deviations(name), quarters);
        let multiplies = |name: &str, error: R| {
            let mut values = deviations(name);
            slips(&mut values, error);
            by_quarter(&values, quarters)
        };
        let [mut crash, mut genius, size, mut efficiency] =
            ["crash", "genius", "genius-size", "efficiency"].map(|name| uniforms(name, &blocs));
        for hazards in [&mut crash, &mut genius, &mut efficiency] {
            exponentials(hazards);
        }
        Self {
            patience: Row::from_values(once(REVERSAL, &rules)),
            crash: by_quarter(&crash, quarters),
            discovery: discovery::Chance {
                genius: by_quarter(&genius, quarters),
                size: by_quarter(&size, quarters),
                efficiency: by_quarter(&efficiency, quarters),
            },
            breakthrough: breakthrough::Chance { crosses: one_off("crossing"), hears: one_off("leak") },
            age: by_quarter(&age, quarters),
            opens: by_quarter(&uniforms("opens", &laboratories), quarters),
            discloses: by_quarter(&uniforms("discloses", &laboratories), quarters),
            errors: Errors {
                eci: adds("eci"),
                rating: adds("rating"),
                open_rating: adds("open-rating"),
                lag: adds("lag"),
                firms: multiplies("firms", p.use_error),
                people: multiplies("people", p.use_error),
                token_price: multiplies("token-price", p.price_error),
                revenue: multiplies("revenue", p.revenue_error),
            },
        }
    }
}

/// Draws member by member as a table by quarter: those of a quarter are read together.
fn by_quarter<R: Real, I: Index>(draws: &[R], quarters: usize) -> Table<R, Step, I> {
    let members = draws.len().checked_div(quarters).unwrap_or(0);
    Table::from_fn(quarters, members, |q: Step, m: I| draws[m.get() * quarters + q.get()])
}

//! Where one begins must matter: a date that comes whatever the start is made by the form of an equation alone.

use super::law::{Law, law};
use crate::reports::when::{Threshold, crossings, median};
use crate::study::mistakes::Mistakes;
use crate::study::resolve::Prepared;
use overtake_ensemble::design::BLOCK;
use overtake_model::{LeverPath, LeverTable};

/// The threshold that is crossed, decimal log of effective FLOP.
const THRESHOLD: f64 = 33.0;
/// Largest runs of all blocs relative to what they are: effective compute of 2023 moves as much.
const TENTH: f64 = 0.1;
/// Levers on jumps.
const JUMPS: [&str; 2] = ["software.jumps", "software.efficiency_jumps"];
/// Least move of a date that counts, years.
const LEAST: f64 = 0.25;
/// Share of crossings that must move by as much.
const MOST: f64 = 0.99;

/// Moves the effective compute of 2023, and its whole path, to a tenth with growth as it is; dates must come later. Jumps are
/// left out on both sides: they fall on the same days whatever the start, and a threshold that one of them crosses shows shared
/// luck, not the form of an equation.
pub(super) fn starts(prepared: &Prepared, futures: usize) -> Result<Law, Mistakes> {
    // Blocks enough that every school holds in some.
    let futures = (futures as u64).max(12 * BLOCK);
    let slots = |key: &str| prepared.layout.lever_range(key).expect("a declared lever");
    let (scale, jumps) = (slots("frontier.concentration"), JUMPS.map(slots));
    let levers = |ratio: f64| {
        LeverTable::new(&prepared.layout, &prepared.study.calendar, |slot| {
            let value = if scale.contains(&slot) { Some(ratio) } else { None };
            value.or(jumps.iter().any(|j| j.contains(&slot)).then_some(0.0)).map(LeverPath::constant)
        })
    };
    let threshold = Threshold::Number(THRESHOLD);
    let (base, _) = crossings(prepared, &levers(1.0), futures, &threshold)?;
    let (moved, _) = crossings(prepared, &levers(TENTH), futures, &threshold)?;
    let mut pairs = Vec::new();
    for ((future, base), (_, moved)) in base.iter().zip(&moved) {
        if let Some(base) = base {
            let school = prepared
                .schools
                .with_thresholds()
                .map_or("", |switch| prepared.schools.school(switch, *future).key.as_str());
            pairs.push((school.to_owned(), base.date, moved.map(|m| m.date)));
        }
    }
    Ok(judge(&pairs))
}

/// School, date, and date from a tenth of the start; none where that comes after the horizon.
type Pair = (String, f64, Option<f64>);

/// Holds where nearly every crossing of every school comes later by a quarter at least.
fn judge(pairs: &[Pair]) -> Law {
    let mut schools: Vec<&str> = pairs.iter().map(|(school, ..)| school.as_str()).collect();
    schools.sort_unstable();
    schools.dedup();
    let mut holds = !pairs.is_empty();
    let mut seen = Vec::new();
    for school in schools {
        let own: Vec<&Pair> = pairs.iter().filter(|(s, ..)| s == school).collect();
        let late = |pair: &&&Pair| pair.2.is_none_or(|date| date - pair.1 >= LEAST);
        let share = own.iter().filter(late).count() as f64 / own.len() as f64;
        holds &= share >= MOST;
        let years = median(own.iter().filter_map(|pair| Some(pair.2? - pair.1)));
        let years = years.map_or_else(|| "beyond the horizon".to_owned(), |y| format!("by {y:.2} years"));
        seen.push(format!("{school}: {:.1}% of {} crossings later, {years}", 100.0 * share, own.len()));
    }
    law(
        "starts: a tenth of the effective compute of 2023 makes its crossing of 1e33 come later without jumps, in every school",
        holds,
        seen.join("; "),
    )
}

/// A law that cannot fail says nothing.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_come_whatever_the_start_fail() {
        let pair = |school: &str, date, moved| (school.to_owned(), date, moved);
        let sound =
            [pair("a", 2030.0, Some(2031.0)), pair("a", 2035.0, None), pair("b", 2032.0, Some(2032.5))];
        assert!(judge(&sound).holds, "{}", judge(&sound).seen);
        // A singular equation ends on its own date, however far back one begins.
        let singular = [pair("a", 2030.0, Some(2031.0)), pair("b", 2032.0, Some(2032.01))];
        assert!(!judge(&singular).holds);
        assert!(!judge(&[pair("a", 2030.0, Some(2029.0))]).holds);
        assert!(!judge(&[]).holds);
    }
}

//! Beliefs that go together: rank correlations between parameters.
//!
//! Beliefs say what is thought of each parameter alone. Whoever expects one to be high may have reason to expect another
//! high or low with it; a pair says how strongly, as Spearman's correlation of their ranks. What has no pair is
//! independent.

use crate::beliefs::Beliefs;
use crate::document::Document;
use crate::problem::{Place, Problem, Problems, did_you_mean, shown};
use crate::provenance::{BELIEVED, Provenance};
use crate::reader::Reader;
use crate::schools::School;
use overtake_model::{Declaration, Layout};
use overtake_num::copula::{Copula, feasible};
use std::collections::BTreeMap;

/// Two beliefs that go together.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Keys of the two parameters, each with its member where it has one.
    pub of: [String; 2],
    /// Spearman's correlation, strictly between −1 and 1.
    pub spearman: f64,
    /// From where.
    pub provenance: Provenance,
    /// Where it stands.
    pub place: Place,
}

impl Pair {
    /// What it correlates, for people.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} with {}", self.of[0], self.of[1])
    }

    /// The other key of a pair that has this one.
    #[must_use]
    pub fn other(&self, key: &str) -> Option<&str> {
        match &self.of {
            [a, b] if a == key => Some(b),
            [a, b] if b == key => Some(a),
            _ => None,
        }
    }

    /// Whether both are of the same two parameters, in whatever order.
    #[must_use]
    pub fn is_of(&self, other: &Self) -> bool {
        self.of == other.of || (self.of[0] == other.of[1] && self.of[1] == other.of[0])
    }

    /// Reads the pairs of a list of tables; those of a study need no source, being its author's word.
    #[must_use]
    pub fn list(reader: &Reader<'_>, key: &str, sourced: bool) -> Vec<Self> {
        let mut pairs: Vec<Self> = Vec::new();
        for table in reader.tables(key) {
            if let Some(pair) = Self::read(&table, sourced) {
                match pairs.iter().find(|p| p.is_of(&pair)) {
                    Some(first) => {
                        let message =
                            format!("{} stands twice, first in line {}", pair.name(), first.place.line);
                        table.problem("of", message);
                    }
                    None => pairs.push(pair),
                }
            }
            table.finish();
        }
        pairs
    }

    fn read(table: &Reader<'_>, sourced: bool) -> Option<Self> {
        let complete = table.require(if sourced {
            &["of", "spearman", "kind", "source", "known_from", "note"]
        } else {
            &["of", "spearman"]
        });
        let (of, spearman) = (table.list_of_text("of"), table.number("spearman"));
        let provenance = Provenance::read(table, BELIEVED);
        let of = match of.as_deref() {
            Some([a, b]) if a == b => {
                table.problem("of", format!("`{a}` goes with itself in any case"));
                None
            }
            Some([a, b]) => Some([(*a).to_owned(), (*b).to_owned()]),
            Some(_) => {
                let help = "of = [\"capital.ceiling\", \"fabs.growth.us_makers\"]".to_owned();
                table.hint("of", "a pair names two parameters", Some(help));
                None
            }
            None => None,
        };
        let inside = |rho: &f64| *rho > -1.0 && *rho < 1.0;
        if let Some(rho) = spearman.filter(|rho| !inside(rho)) {
            let message = format!("a rank correlation of {} is not strictly between -1 and 1", shown(rho));
            let help = "two parameters that move as one are one parameter".to_owned();
            table.hint("spearman", message, Some(help));
        }
        let (of, spearman) = (of?, spearman.filter(inside)?);
        complete.then(|| Self { of, spearman, provenance, place: table.here() })
    }
}

/// Reads `copula.toml`.
pub(crate) fn read(document: &Document, problems: &Problems) -> Vec<Pair> {
    let top = document.reader(problems);
    let pairs = Pair::list(&top, "pair", true);
    top.finish();
    pairs
}

/// Pairs whose parameters are known, as the kernel of a design takes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Joint {
    /// Places of the parameters that are named, in the layout's order.
    pub slots: Vec<usize>,
    /// Pairs of places among these, with their rank correlation.
    pub pairs: Vec<(usize, usize, f64)>,
    /// The correlations, factored; none where nothing is named.
    pub copula: Option<Copula>,
}

impl Joint {
    /// Factors the correlations of pairs of slots.
    ///
    /// # Errors
    /// What is wrong with all of them together; `name` says what a slot is called.
    pub fn new(
        pairs: &[(usize, usize, f64)],
        name: &dyn Fn(usize) -> String,
        place: &Place,
    ) -> Result<Self, Box<Problem>> {
        let mut slots: Vec<usize> = pairs.iter().flat_map(|&(a, b, _)| [a, b]).collect();
        slots.sort_unstable();
        slots.dedup();
        let at = |slot: usize| slots.binary_search(&slot).unwrap_or(0);
        let pairs: Vec<_> = pairs.iter().map(|&(a, b, rho)| (at(a), at(b), rho)).collect();
        if slots.is_empty() {
            return Ok(Self::default());
        }
        match Copula::new(slots.len(), &pairs) {
            Ok(copula) => Ok(Self { slots, pairs, copula: Some(copula) }),
            Err(refused) => {
                let chain = connected(refused.at, &pairs);
                let told: Vec<String> = pairs
                    .iter()
                    .filter(|(a, _, _)| chain.contains(a))
                    .map(|&(a, b, rho)| format!("{} with {} {rho}", name(slots[a]), name(slots[b])))
                    .collect();
                let message = format!(
                    "these rank correlations contradict each other (their matrix is not positive definite, told at `{}`): {}",
                    name(slots[refused.at]),
                    told.join("; ")
                );
                let share = feasible(slots.len(), &pairs);
                let help = format!(
                    "bring them nearer to zero, or give the pairs between that are missing; all together multiplied by {share} they would be possible"
                );
                Err(Box::new(place.problem(Some("pair"), message).help(help)))
            }
        }
    }
}

/// Places that hang together with one through pairs.
fn connected(with: usize, pairs: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut chain = vec![with];
    let mut next = 0;
    while let Some(&at) = chain.get(next) {
        next += 1;
        for &(a, b, _) in pairs {
            for (from, to) in [(a, b), (b, a)] {
                if from == at && !chain.contains(&to) {
                    chain.push(to);
                }
            }
        }
    }
    chain
}

/// Holds pairs against a model: every key a parameter of one member that is uncertain, all correlations possible together.
pub(crate) fn check(
    pairs: &[Pair],
    beliefs: &Beliefs,
    schools: &[School],
    declaration: &Declaration,
    layout: &Layout,
    problems: &Problems,
) {
    let mut known = Vec::new();
    for pair in pairs {
        let slots = [0, 1].map(|n| slot(pair, &pair.of[n], declaration, layout, problems));
        for key in &pair.of {
            if is_fixed(key, beliefs, schools, declaration, layout) {
                let message = format!("`{key}` is a constant: nothing goes with it");
                problems.push(pair.place.problem(Some("pair.of"), message).help("leave the pair out"));
            }
        }
        if let [Some(a), Some(b)] = slots {
            known.push((a, b, pair.spearman));
        }
    }
    let place = pairs.first().map_or_else(|| Place::start_of("copula.toml"), |p| p.place.clone());
    if let Err(problem) = Joint::new(&known, &|slot| layout.parameters()[slot].key.clone(), &place) {
        problems.push(*problem);
    }
}

/// The slot of a key, or why there is none.
fn slot(
    pair: &Pair,
    key: &str,
    declaration: &Declaration,
    layout: &Layout,
    problems: &Problems,
) -> Option<usize> {
    if let Some(slot) = layout.parameter(key) {
        return Some(slot);
    }
    let declared = declaration.parameters.iter().find(|p| p.key == key);
    let message = if let Some(axis) = declared.and_then(|p| p.axis) {
        format!("`{key}` is one number for each {axis}: name the member")
    } else {
        format!("`{key}` is no parameter of the model")
    };
    let slots = layout.parameters().iter().map(|s| s.key.as_str());
    problems.push(pair.place.problem(Some("pair.of"), message).maybe_help(did_you_mean(key, slots)));
    None
}

/// Whether a key's belief, and every school's, is a constant.
fn is_fixed(
    key: &str,
    beliefs: &Beliefs,
    schools: &[School],
    declaration: &Declaration,
    layout: &Layout,
) -> bool {
    let Some(slot) = layout.parameter(key) else { return false };
    let Some(parameter) = declaration.parameters.get(layout.parameters()[slot].declared) else {
        return false;
    };
    let by_key: BTreeMap<&str, _> = beliefs.list.iter().map(|b| (b.key.as_str(), b)).collect();
    let own = by_key.get(key).or_else(|| by_key.get(parameter.key.as_str())).copied();
    let mut all = own.into_iter().chain(schools.iter().filter_map(|s| s.belief(&parameter.key))).peekable();
    all.peek().is_some() && all.all(|b| b.shape == crate::Shape::Fixed)
}

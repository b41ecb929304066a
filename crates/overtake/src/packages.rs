//! Packages of chip rules side by side: which chips each catches, and the compute that follows, by channel.

use crate::Mistakes;
use crate::prepared::Prepared;
use crate::sweep::{quantiles, sweep};
use overtake_evidence::{Evidence, Language};
use overtake_model::{Index, Layout};
use overtake_race::rules::{Permits, Terms};
use overtake_race::setting::{Bloc, Setting};
use serde::Serialize;
use std::collections::BTreeMap;

/// Facts that published comparisons give, each with the package whose ratio of what was got it is to be read beside.
pub const PUBLISHED: [(&str, &str); 2] =
    [("compute-ratio-2026-none", "full-denial"), ("compute-ratio-2026-b30a", "rules-b30a")];

/// What a comparison of packages shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// `overtake/rules/1`.
    pub schema: &'static str,
    /// Futures run under each package.
    pub futures: u64,
    /// Trajectories that broke and are left out.
    pub broken: u64,
    /// The packages, the reference first.
    pub packages: Vec<Package>,
    /// Whose purchases are restricted.
    pub destination: String,
    /// Quarter in which chips are classified.
    pub date: String,
    /// Chips made abroad and what each package makes of them.
    pub chips: Vec<Chip>,
    /// Compute by package, bloc and year.
    pub compute: Vec<Compute>,
    /// One bloc's compute over another's by package and year.
    pub ratios: Vec<Ratio>,
    /// Published ratios.
    pub published: Vec<Published>,
}

/// A package.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Package {
    /// Key.
    pub key: String,
    /// Label by language.
    pub label: BTreeMap<String, String>,
    /// What it says, by language.
    pub sentence: BTreeMap<String, String>,
}

/// A chip under each package.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chip {
    /// Key.
    pub key: String,
    /// Label.
    pub label: String,
    /// Performance as the rules count it, TOPS × bit.
    pub tpp: f64,
    /// Memory bandwidth, GB/s.
    pub dram_gb_s: f64,
    /// By package, in their order.
    pub treatment: Vec<Treatment>,
}

/// On what terms a chip may be sold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Treatment {
    /// `free`, `licensed` or `denied`.
    pub word: &'static str,
    /// Most chips over home sales, if capped.
    pub cap: Option<f64>,
    /// Most chips a year, if there is a quota.
    pub quota: Option<f64>,
    /// Share of the price that the state takes.
    pub fee: f64,
}

/// Median over futures of what a bloc gets in a year and has at its end, H100 equivalents.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Compute {
    /// Key of the package.
    pub package: String,
    /// Key of the bloc.
    pub bloc: String,
    /// Year.
    pub year: i32,
    /// Bought from makers abroad under the rules, in the year.
    pub legal: f64,
    /// Smuggled in, in the year.
    pub smuggled: f64,
    /// Bought from makers at home, in the year.
    pub domestic: f64,
    /// Rented abroad, at its end.
    pub rented: f64,
    /// In use at its end, rentals to and from abroad settled.
    pub at_disposal: f64,
}

/// 5%, 50% and 95% quantiles over futures of one bloc's compute over another's.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ratio {
    /// Key of the package.
    pub package: String,
    /// Year.
    pub year: i32,
    /// Of what each got in the year by every channel but rentals.
    pub got: [f64; 3],
    /// Of what each has at its disposal at the year's end.
    pub at_disposal: [f64; 3],
}

/// A published ratio.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Published {
    /// Key of the fact.
    pub key: String,
    /// What it is, by language.
    pub what: BTreeMap<String, String>,
    /// The package that comes nearest to what it assumes, shown or not.
    pub package: String,
    /// The year that it is about.
    pub year: i32,
    /// Its value.
    pub value: f64,
    /// Least value that its sources give.
    pub low: Option<f64>,
    /// Greatest value that they give.
    pub high: Option<f64>,
    /// Its sources.
    pub source: Vec<String>,
}

/// What is looked up in each trajectory, in the order of [`Compute`]'s channels.
const CHANNELS: [(&str, bool); 5] = [
    ("chips_imported", true),
    ("chips_smuggled", true),
    ("chips_home_made", true),
    ("compute_rented", false),
    ("compute_at_disposal", false),
];

/// Runs the study's policies as packages and compares them; `years` are the years shown.
///
/// # Errors
/// What is wrong with the study, or a world without the two blocs that are compared.
pub fn compare(
    prepared: &Prepared,
    evidence: &Evidence,
    [from, to]: [&str; 2],
    years: &[i32],
) -> Result<Report, Mistakes> {
    let setting = setting(prepared)?;
    let calendar = &prepared.study.calendar;
    let quarters = calendar.quarters;
    let of_year = |year: i32| (0..quarters).filter(move |&q| calendar.quarter(q).year() == year);
    let blocs: Vec<&str> = setting.blocs.values().iter().map(String::as_str).collect();
    let slot = |key: &str, bloc: &str| slot(&prepared.layout, key, bloc);
    // For each trajectory, by year and bloc, the five channels.
    let mut seen: Vec<Vec<[Vec<f64>; 5]>> =
        vec![vec![Default::default(); blocs.len() * years.len()]; prepared.policies.len()];
    let mut broken = 0;
    sweep(prepared, &mut |one| {
        if one.broken() {
            broken += 1;
            return;
        }
        for (y, &year) in years.iter().enumerate() {
            for (b, bloc) in blocs.iter().enumerate() {
                let cell = &mut seen[one.policy][y * blocs.len() + b];
                for ((key, flow), values) in CHANNELS.iter().zip(cell) {
                    let slot = slot(key, bloc);
                    let value = if *flow {
                        of_year(year).map(|q| 0.25 * one.at(slot, q)).sum()
                    } else {
                        of_year(year).next_back().map_or(f64::NAN, |q| one.at(slot, q))
                    };
                    values.push(value);
                }
            }
        }
    })
    .map_err(Mistakes)?;
    let place = |bloc: &str| blocs.iter().position(|b| *b == bloc).unwrap_or(0);
    let (mut compute, mut ratios) = (Vec::new(), Vec::new());
    for (cells, policy) in seen.iter().zip(&prepared.policies) {
        let package = policy.resolved.policy.key.clone();
        for (y, &year) in years.iter().enumerate() {
            let cell = |b: usize| &cells[y * blocs.len() + b];
            for (b, bloc) in blocs.iter().enumerate() {
                let [legal, smuggled, domestic, rented, at_disposal] =
                    [0, 1, 2, 3, 4].map(|channel| quantiles(&cell(b)[channel], [0.5])[0]);
                let (package, bloc) = (package.clone(), (*bloc).to_owned());
                compute.push(Compute { package, bloc, year, legal, smuggled, domestic, rented, at_disposal });
            }
            let (a, b) = (cell(place(to)), cell(place(from)));
            let got = |c: &[Vec<f64>; 5], n: usize| c[0][n] + c[1][n] + c[2][n];
            let n = 0..a[0].len();
            let flows: Vec<f64> = n.clone().map(|n| got(b, n) / got(a, n)).collect();
            let stocks: Vec<f64> = n.map(|n| b[4][n] / a[4][n]).collect();
            let spread = |values: &[f64]| quantiles(values, [0.05, 0.5, 0.95]);
            let package = package.clone();
            ratios.push(Ratio { package, year, got: spread(&flows), at_disposal: spread(&stocks) });
        }
    }
    let date = classified(prepared);
    Ok(Report {
        schema: "overtake/rules/1",
        futures: prepared.study.futures,
        broken,
        packages: packages(prepared),
        destination: to.to_owned(),
        date: calendar.quarter(date).to_string(),
        chips: chips(prepared, &setting, Bloc::new(place(to)), date),
        compute,
        ratios,
        published: published(evidence)?,
    })
}

fn setting(prepared: &Prepared) -> Result<Setting, Mistakes> {
    let here = overtake_evidence::Place::start_of(&prepared.study.file);
    Setting::new(&prepared.world)
        .map_err(|errors| Mistakes(errors.into_iter().map(|e| here.problem(None, e.to_string())).collect()))
}

fn slot(layout: &Layout, key: &str, bloc: &str) -> usize {
    layout.outcome(&format!("{key}.{bloc}")).unwrap_or(0)
}

/// The quarter in which chips are classified: the last, when every package has begun.
fn classified(prepared: &Prepared) -> usize {
    prepared.study.calendar.quarters - 1
}

fn packages(prepared: &Prepared) -> Vec<Package> {
    let told = |p: &crate::prepared::PolicyRun| {
        let policy = &p.resolved.policy;
        let (label, sentence) = (policy.label.by_language(), policy.sentence.by_language());
        Package { key: policy.key.clone(), label, sentence }
    };
    prepared.policies.iter().map(told).collect()
}

fn chips(prepared: &Prepared, setting: &Setting, destination: Bloc, quarter: usize) -> Vec<Chip> {
    let calendar = &prepared.study.calendar;
    let step = (quarter + 1) * calendar.steps_per_quarter - 1;
    let settle = |levers| Permits::new(setting, calendar, &prepared.layout, levers);
    let permits: Vec<Permits> = prepared.levers.iter().map(settle).collect();
    let abroad = setting.chips.iter().filter(|(_, chip)| chip.bloc != destination);
    let chip = |(place, data): (_, &overtake_race::setting::ChipData)| {
        let place: overtake_race::setting::Chip = place;
        let treatment = |p: &Permits| treatment(p.terms(step, destination)[place.get()]);
        Chip {
            key: data.key.clone(),
            label: prepared.members.label("chip", &data.key, Language::English).to_owned(),
            tpp: data.tpp,
            dram_gb_s: data.dram,
            treatment: permits.iter().map(treatment).collect(),
        }
    };
    abroad.map(chip).collect()
}

fn treatment(terms: Terms) -> Treatment {
    let finite = |limit: f64| limit.is_finite().then_some(limit);
    let word = match (terms.through.surely, terms.through.licensed) {
        (surely, _) if surely >= 1.0 => "free",
        (surely, licensed) if surely + licensed > 0.0 => "licensed",
        _ => "denied",
    };
    Treatment { word, cap: finite(terms.cap), quota: finite(terms.quota), fee: terms.fee }
}

/// The published ratios.
///
/// # Errors
/// When the evidence lacks one of [`PUBLISHED`].
pub fn published(evidence: &Evidence) -> Result<Vec<Published>, Mistakes> {
    let told = |&(key, package): &(&str, &str)| {
        let f = evidence.fact(key).ok_or_else(|| {
            let place = overtake_evidence::Place::start_of("facts.toml");
            let known = evidence.facts().iter().map(|f| f.key.as_str());
            let help = overtake_evidence::did_you_mean(key, known);
            place
                .problem(Some(key), format!("there is no fact `{key}` to read beside package `{package}`"))
                .maybe_help(help)
        })?;
        Ok(Published {
            key: f.key.clone(),
            what: f.what.by_language(),
            package: package.to_owned(),
            year: f.date.begins().floor() as i32,
            value: f.value,
            low: f.low,
            high: f.high,
            source: f.provenance.source.clone(),
        })
    };
    PUBLISHED.iter().map(told).collect::<Result<_, _>>().map_err(|problem| Mistakes(vec![problem]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_ratio_stands_in_the_evidence_beside_a_package_that_there_is() {
        let evidence = Evidence::built_in().expect("sound");
        let told = published(&evidence).expect("every fact is there");
        let keys: Vec<&str> = told.iter().map(|p| p.key.as_str()).collect();
        assert_eq!(keys, PUBLISHED.map(|(key, _)| key));
        let policies = crate::policy::Policy::built_in().expect("sound");
        for one in &told {
            assert!(policies.iter().any(|p| p.key == one.package), "there is no package `{}`", one.package);
            let fact = evidence.fact(&one.key).expect("a fact");
            assert_eq!((one.value, one.low, one.high), (fact.value, fact.low, fact.high));
            assert_eq!(one.year, 2026, "ratios are compared year by year");
        }
    }

    #[test]
    fn a_published_ratio_that_the_evidence_lacks_is_an_error_and_not_a_gap() {
        let files: Vec<(&str, String)> = Evidence::built_in_files()
            .iter()
            .map(|(name, text)| (*name, text.replace("compute-ratio-2026-none", "compute-ratio-2026-nil")))
            .collect();
        let refused = published(&Evidence::lenient(&files)).expect_err("it is missing").to_string();
        assert!(refused.contains("there is no fact `compute-ratio-2026-none`"), "{refused}");
    }
}

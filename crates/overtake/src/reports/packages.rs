//! Packages of chip rules side by side: which chips each catches, and the compute that follows, by channel.

use crate::reports::when::quarter;
use crate::run::batch::{quantiles, sweep};
use crate::study::mistakes::Mistakes;
use crate::study::resolve::{PolicyRun, Prepared};
use overtake_evidence::{Evidence, Language, Text};
use overtake_model::{Index, Layout, Quarter};
use overtake_num::Real;
use overtake_num::random::Stream;
use overtake_race::hardware::controls::{Permits, REVERSAL, Terms};
use overtake_race::world::{Bloc, RuleData, Setting};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Facts that published comparisons give, each with the package whose ratio of what was got it is to be read beside.
pub const PUBLISHED: [(&str, &str); 2] =
    [("compute-ratio-2026-none", "full-denial"), ("compute-ratio-2026-b30a", "rules-b30a")];

/// What a comparison of packages shows.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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
    /// How rules end at random.
    pub reversals: Reversals,
}

/// A package.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Package {
    /// Key.
    pub key: String,
    /// Label by language.
    pub label: BTreeMap<String, String>,
    /// What it says, by language.
    pub sentence: BTreeMap<String, String>,
    /// Rules that it puts in force only after the last quarter simulated: they change nothing here.
    pub later: Vec<Later>,
}

/// A rule that begins after the horizon.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Later {
    /// Key of the rule.
    pub rule: String,
    /// Its label by language.
    pub label: BTreeMap<String, String>,
    /// Quarter in which it begins.
    pub from: String,
}

/// A chip under each package.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Treatment {
    /// What says most of it: `free` of every rule, `charged`, `capped`, `licensed` or `denied`.
    pub word: &'static str,
    /// Every word that holds: a chip may be licensed, capped and charged at once.
    pub words: Vec<&'static str>,
    /// Most chips over home sales, if capped.
    pub cap: Option<f64>,
    /// Most chips a year, if there is a quota.
    pub quota: Option<f64>,
    /// Share of the price that the state takes.
    pub fee: f64,
}

/// Median over futures of what a bloc gets in a year and has at its end, H100 equivalents.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
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

/// How the rules of the packages end at random.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reversals {
    /// What happens, by language.
    pub what: BTreeMap<String, String>,
    /// By issuer of rules that may be reversed under some package: what keeps its rules, as `--set` takes it.
    pub off: BTreeMap<String, String>,
    /// By package, rule and year shown.
    pub shares: Vec<Reversal>,
}

/// How often a rule has been reversed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Reversal {
    /// Key of the package.
    pub package: String,
    /// Key of the rule.
    pub rule: String,
    /// Its label by language.
    pub label: BTreeMap<String, String>,
    /// The bloc that made it and may reverse it.
    pub issuer: String,
    /// Year.
    pub year: i32,
    /// Share of futures in which it has been reversed by the year's end.
    pub share: f64,
}

/// The parameter that says how readily a bloc reverses its rules.
const HAZARD: &str = "controls.reversal";

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
        packages: packages(prepared, &setting),
        destination: to.to_owned(),
        date: calendar.quarter(date).to_string(),
        chips: chips(prepared, &setting, Bloc::new(place(to)), date),
        compute,
        ratios,
        published: published(evidence)?,
        reversals: reversals(prepared, &setting, years)?,
    })
}

fn setting(prepared: &Prepared) -> Result<Setting, Mistakes> {
    Setting::new(&prepared.world).map_err(|errors| Mistakes(prepared.told(errors)))
}

fn slot(layout: &Layout, key: &str, bloc: &str) -> usize {
    layout.outcome(&format!("{key}.{bloc}")).expect("channels are declared outcomes of blocs")
}

/// The quarter in which chips are classified: the last, when every package has begun.
fn classified(prepared: &Prepared) -> usize {
    prepared.study.calendar.quarters - 1
}

fn packages(prepared: &Prepared, setting: &Setting) -> Vec<Package> {
    let told = |p: &PolicyRun| {
        let policy = &p.resolved.policy;
        let (label, sentence) = (policy.label.by_language(), policy.sentence.by_language());
        Package { key: policy.key.clone(), label, sentence, later: later(prepared, setting, p) }
    };
    prepared.policies.iter().map(told).collect()
}

/// Rules that a package puts in force only after the last quarter simulated.
fn later(prepared: &Prepared, setting: &Setting, package: &PolicyRun) -> Vec<Later> {
    let end = prepared.study.calendar.last().ends();
    let begins = |rule: &RuleData| {
        let path = prepared.layout.lever(&format!("controls.change.{}", rule.key));
        let path = path.and_then(|slot| package.resolved.paths.get(&slot));
        let changed =
            path.and_then(|path| path.points.iter().find(|(_, by)| *by > 0.0)).map(|(date, _)| *date);
        // Law by itself from its first day; by a policy from the policy's day on, and never before its own.
        let law = (rule.in_force > 0.0).then_some(rule.from);
        law.into_iter().chain(changed.map(|date| date.max(rule.from))).reduce(f64::min)
    };
    let told = |rule: &RuleData| {
        let date = begins(rule).filter(|date| *date >= end)?;
        Some(Later {
            rule: rule.key.clone(),
            label: label(prepared, &rule.key),
            from: quarter(date).to_string(),
        })
    };
    setting.rules.values().iter().filter_map(told).collect()
}

/// A rule's label by language.
fn label(prepared: &Prepared, rule: &str) -> BTreeMap<String, String> {
    let of = |language: Language| prepared.members.label("rule", rule, language).to_owned();
    [Language::English, Language::Chinese].map(|l| (l.code().to_owned(), of(l))).into()
}

/// The rules of each package, settled.
fn permits(prepared: &Prepared, setting: &Setting) -> Vec<Permits> {
    let settle = |levers| Permits::new(setting, &prepared.study.calendar, &prepared.layout, levers);
    prepared.levers.iter().map(settle).collect()
}

/// The last step of a quarter.
fn last_step(prepared: &Prepared, quarter: usize) -> usize {
    (quarter + 1) * prepared.study.calendar.steps_per_quarter - 1
}

/// How often each package's rules have been reversed by the ends of years: each future's hazards and draws say when.
fn reversals(prepared: &Prepared, setting: &Setting, years: &[i32]) -> Result<Reversals, Mistakes> {
    let calendar = &prepared.study.calendar;
    let ends: Vec<(i32, usize)> = years
        .iter()
        .filter_map(|&year| Some((year, last_step(prepared, calendar.number(Quarter::new(year, 4))?))))
        .collect();
    let slots: Vec<Option<usize>> = setting
        .blocs
        .values()
        .iter()
        .map(|bloc| prepared.layout.parameter(&format!("{HAZARD}.{bloc}")))
        .collect();
    let streams: Vec<Stream> = setting
        .rules
        .values()
        .iter()
        .map(|rule| Stream::new(prepared.study.seed, REVERSAL, &rule.key))
        .collect();
    let (permits, futures) = (permits(prepared, setting), prepared.study.futures);
    let design = prepared.design().map_err(Mistakes)?;
    let mut values = vec![0.0; prepared.priors.len()];
    // By package, year and rule.
    let mut counts: BTreeMap<(usize, usize, usize), u64> = BTreeMap::new();
    for future in 0..futures {
        prepared.sample(&*design, future, &mut values);
        let hazards: Vec<f64> = slots.iter().map(|slot| slot.map_or(0.0, |slot| values[slot])).collect();
        let thresholds: Vec<f64> = streams.iter().map(|s| -Real::ln(s.uniform(future, 0))).collect();
        for (package, permits) in permits.iter().enumerate() {
            for (end, (_, step)) in ends.iter().enumerate() {
                for (rule, reversed) in permits.reversals(setting, *step, &hazards, &thresholds) {
                    *counts.entry((package, end, rule.get())).or_default() += u64::from(reversed);
                }
            }
        }
    }
    let told = |((package, end, rule), count): ((usize, usize, usize), u64)| {
        let rule = &setting.rules.values()[rule];
        Reversal {
            package: prepared.policies[package].resolved.policy.key.clone(),
            rule: rule.key.clone(),
            label: label(prepared, &rule.key),
            issuer: setting.blocs[rule.issuer].clone(),
            year: ends[end].0,
            share: count as f64 / futures as f64,
        }
    };
    let shares: Vec<Reversal> = counts.into_iter().map(told).collect();
    let off = |s: &Reversal| (s.issuer.clone(), format!("{HAZARD}.{}=0", s.issuer));
    let what = Text {
        en: "Rules are lifted at random, under every package: once the record of laws ends, the bloc that made a rule \
             may reverse it for good, and what it denied is open from then on."
            .to_owned(),
        zh: None,
    };
    Ok(Reversals { what: what.by_language(), off: shares.iter().map(off).collect(), shares })
}

fn chips(prepared: &Prepared, setting: &Setting, destination: Bloc, quarter: usize) -> Vec<Chip> {
    let step = last_step(prepared, quarter);
    let permits = permits(prepared, setting);
    let abroad = setting.chips.iter().filter(|(_, chip)| chip.bloc != destination);
    let chip = |(place, data): (_, &overtake_race::world::ChipData)| {
        let place: overtake_race::world::Chip = place;
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
    let (cap, quota) = (finite(terms.cap), finite(terms.quota));
    let through = terms.through.unconditional + terms.through.licensed;
    let none = |limit: Option<f64>| limit.is_some_and(|most| most <= 0.0);
    let words = if through <= 0.0 || none(cap) || none(quota) {
        vec!["denied"]
    } else {
        let said = [
            (terms.through.unconditional < 1.0, "licensed"),
            (cap.is_some() || quota.is_some(), "capped"),
            (terms.fee > 0.0, "charged"),
        ];
        let words: Vec<_> = said.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect();
        if words.is_empty() { vec!["free"] } else { words }
    };
    Treatment { word: words[0], words, cap, quota, fee: terms.fee }
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
            let message = format!("there is no fact `{key}` to read beside package `{package}`");
            Mistakes(vec![place.problem(Some(key), message).maybe_help(help)])
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
    PUBLISHED.iter().map(told).collect()
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
        let policies = crate::study::policy::Policy::built_in().expect("sound");
        for one in &told {
            assert!(policies.iter().any(|p| p.key == one.package), "there is no package `{}`", one.package);
            let fact = evidence.fact(&one.key).expect("a fact");
            assert_eq!((one.value, one.low, one.high), (fact.value, fact.low, fact.high));
            assert_eq!(one.year, 2026, "ratios are compared year by year");
        }
    }

    /// The as-is package and the ban, with some values set.
    fn prepared(set: &[&str]) -> Prepared {
        let changes = crate::study::written::Changes {
            futures: Some(640),
            policies: Some(vec!["as-is".to_owned(), "full-denial".to_owned()]),
            set: set.iter().map(|s| (*s).to_owned()).collect(),
            ..crate::study::written::Changes::default()
        };
        let study = crate::study::written::Study::built_in("rules", &changes).expect("a study");
        Prepared::new(study, &Evidence::built_in().expect("sound"), &[]).expect("it joins")
    }

    #[test]
    fn how_often_rules_have_been_reversed_follows_the_hazard_and_none_is_where_there_is_no_hazard() {
        let told = |set: &[&str]| {
            let prepared = prepared(set);
            reversals(&prepared, &super::setting(&prepared).expect("a world"), &[2025, 2026, 2030])
                .expect("told")
        };
        let even = told(&["controls.reversal.US=0.3", "controls.reversal.CN=0"]);
        let of = |r: &Reversals, package: &str, rule: &str, year: i32| {
            r.shares
                .iter()
                .find(|s| (s.package.as_str(), s.rule.as_str(), s.year) == (package, rule, year))
                .map(|s| s.share)
        };
        // The record ends on 15 January 2026; the mean of 640 draws lies within four standard errors.
        for (year, passed) in [(2026, 0.96), (2030, 4.96)] {
            let expected = 1.0 - Real::exp(-0.3 * passed);
            for (package, rule) in [("as-is", "us-2026-01"), ("full-denial", "full-denial")] {
                let share = of(&even, package, rule, year).expect("it may be reversed");
                assert!(
                    (share - expected).abs() < 0.08,
                    "{rule} under {package} by {year}: {share}, expected {expected}"
                );
            }
        }
        assert_eq!(of(&even, "as-is", "full-denial", 2030), None, "a rule that is not in force");
        assert!(even.shares.iter().all(|s| s.year > 2025), "reversals begin where the record ends");
        let chinese = || even.shares.iter().filter(|s| s.issuer == "CN");
        assert!(chinese().count() > 0 && chinese().all(|s| s.share == 0.0));
        assert_eq!(even.off["US"], "controls.reversal.US=0");
        assert!(!even.what["en"].is_empty());
        // The advice does what it says.
        let kept = told(&[&even.off["US"]]);
        assert!(kept.shares.iter().filter(|s| s.issuer == "US").all(|s| s.share == 0.0));
        assert!(kept.shares.iter().any(|s| s.share > 0.0), "the other bloc's rules still fall");
    }

    #[test]
    fn a_chip_is_called_free_only_where_no_rule_says_anything_of_it() {
        let of = |unconditional: f64, licensed: f64, cap: f64, quota: f64, fee: f64| {
            let through = overtake_race::hardware::controls::Through { unconditional, licensed };
            treatment(Terms { through, quota, cap, fee })
        };
        let no = f64::INFINITY;
        for (treated, words) in [
            (of(1.0, 0.0, no, no, 0.0), &["free"][..]),
            (of(1.0, 0.0, 0.5, no, 0.25), &["capped", "charged"]),
            (of(1.0, 0.0, no, 9e4, 0.0), &["capped"]),
            (of(1.0, 0.0, no, no, 0.15), &["charged"]),
            (of(0.0, 1.0, no, no, 0.0), &["licensed"]),
            (of(0.0, 1.0, 0.5, no, 0.25), &["licensed", "capped", "charged"]),
            (of(0.4, 0.0, no, no, 0.0), &["licensed"]),
            (of(0.0, 0.0, 0.5, no, 0.25), &["denied"]),
            (of(1.0, 0.0, 0.0, no, 0.0), &["denied"]),
        ] {
            assert_eq!((treated.words.as_slice(), treated.word), (words, words[0]));
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

//! Claims joined to a study: compiled, decided future by future, counted, and written as one document.

use crate::answers::deciding::{Assumptions, Decides, Deciding, Explained};
use crate::run::folder::Record;
use crate::study::resolve::Prepared;
use crate::study::schools::Switches;
use overtake_ensemble::answers::{ClaimColumn, ClaimValues};
use overtake_ensemble::claims::{
    Better, Compiled, Decided, Facts, Language, Schema, Share, Truth, Type, compile, contrast, share, status,
    truth, verdict,
};
use overtake_ensemble::columns::{ColumnSpec, Kind, Role};
use overtake_ensemble::plan::OutcomeColumn;
use overtake_ensemble::reader::{RunTable, TableError};
use overtake_ensemble::runner::FUTURES;
use overtake_ensemble::view::ChunkColumns;
use overtake_evidence::{Claim, ClaimKind, Decision, Evidence, Place, Problem, Text};
use overtake_model::Slot;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Schema of `claims.json`.
pub const SCHEMA: &str = "overtake/claims/1";

/// Names that claims use besides outcomes' own.
#[must_use]
pub fn language() -> Language {
    let pairs =
        |list: &[(&str, &str)]| list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    Language {
        dimensions: pairs(&[
            ("frontier", "frontier_capability"),
            ("diffusion", "leadership_diffusion"),
            ("economy", "leadership_economy"),
            ("market", "leadership_market"),
            ("military", "leadership_military"),
            ("diplomacy", "leadership_diplomacy"),
            ("science", "leadership_science"),
            ("composite", "leadership"),
        ]),
        aliases: pairs(&[("months_behind", "frontier_lag_months")]),
    }
}

/// What `overtake claims --json` prints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// `overtake/claims/1`.
    pub schema: String,
    /// Study.
    pub study: String,
    /// Seed.
    pub seed: u64,
    /// Futures.
    pub futures: u64,
    /// Version of the program.
    pub version: String,
    /// Digest of the results.
    pub digest: String,
    /// Claims in order.
    pub claims: Vec<Answered>,
}

/// One claim with its answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// `C12`.
    pub id: String,
    /// `a`, `b`, … or none.
    pub part: Option<String>,
    /// `main` or `alternative`.
    pub reading: String,
    /// `essay`, `plan` or `derived`.
    pub origin: String,
    /// Whose opinion it is.
    pub owner: String,
    /// Whether it is about the past.
    pub check: bool,
    /// Parts of the mission that it needs.
    pub parts: Vec<String>,
    /// How much the answer is worth.
    pub status: String,
    /// The claim in words.
    pub text: BTreeMap<String, String>,
    /// Unit of the effect of a contrast; `truth` elsewhere.
    pub unit: String,
    /// Indifference band of a contrast.
    pub band: Option<f64>,
    /// Outcomes that it reads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<String>,
    /// Why its sign is fixed, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_assumption: Option<BTreeMap<String, String>>,
    /// Answers by policy.
    pub answers: Vec<Share>,
    /// What happened, for claims about the past.
    pub fact: Option<FactShown>,
    /// Whether it rests on speculative measures: then it has no verdict.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub speculative: bool,
    /// `holds`, `fails`, `leans`, `open` of the first of the answers; none where that has none.
    pub verdict: Option<String>,
    /// Whether the two readings of the claim come out differently, for, against or open: then the words decide, not the
    /// futures.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reading_decides: bool,
    /// The assumptions that decide the first of the answers, the strongest first; none where there is nothing to decide. The
    /// list is empty where no assumption can be told from chance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deciding: Option<Vec<Deciding>>,
    /// How far those assumptions explain it together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explained: Option<Explained>,
}

impl Document {
    /// Keeps the answers under one policy and says what decides those.
    ///
    /// # Errors
    /// When the table of the run in `folder` cannot be read.
    pub fn keep(&mut self, policy: &str, folder: &Path, evidence: &Evidence) -> Result<(), TableError> {
        let decisions = Decisions::open(folder)?;
        let assumptions = Assumptions::read(&decisions, evidence)?;
        for claim in &mut self.claims {
            // What was not answered has its reason already, whatever the policy.
            if claim.answers.is_empty() {
                continue;
            }
            claim.answers.retain(|s| s.policy == policy);
            claim.judge(Vec::new());
            let decided = claim.main().map(|_| decisions.claim(&claim.column())).transpose()?;
            let decided = decided.map(|of_claim| of_claim.under(policy));
            let decides = decided.and_then(|decided| assumptions.decide(&decided, &claim.reads));
            claim.rests_on(decides);
        }
        mark_readings(&mut self.claims);
        Ok(())
    }
}

impl Answered {
    /// `C12a`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}{}", self.id, self.part.as_deref().unwrap_or_default())
    }

    /// Key of its column in the run's table.
    #[must_use]
    pub fn column(&self) -> String {
        column(&self.name(), &self.reading)
    }

    /// The answer under the main policy: the treated one of a contrast, else the reference.
    #[must_use]
    pub fn main(&self) -> Option<&Share> {
        self.answers.first()
    }

    /// The side of one half on which its first answer lies: 1, −1, or 0 where that is open.
    fn side(&self) -> Option<i32> {
        let share = self.main()?;
        Some(match (verdict(share)?, share.share? > 0.5) {
            ("open", _) => 0,
            (_, true) => 1,
            (_, false) => -1,
        })
    }

    /// The verdict on one of its answers.
    #[must_use]
    pub fn verdict_on(&self, share: &Share) -> Option<&'static str> {
        verdict(share).filter(|_| !self.speculative)
    }

    /// Says how much its first answer is worth and on which side it lies.
    fn judge(&mut self, waits_for: Vec<String>) {
        let main = self.main();
        let facts = Facts {
            waits_for,
            run: main.is_some(),
            qualifying: main.map_or(0, Share::qualifying),
            by_assumption: self.by_assumption.is_some(),
            check: self.check,
            calibrated: false,
        };
        self.verdict = main.and_then(|share| self.verdict_on(share)).map(str::to_owned);
        self.status = status(&facts);
    }

    /// Says what decides it.
    pub fn rests_on(&mut self, decides: Option<Decides>) {
        let (deciding, explained) = decides.map(|d| (d.deciding, d.explained)).unzip();
        (self.deciding, self.explained) = (deciding, explained.flatten());
    }
}

/// A fact beside a claim about the past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactShown {
    /// Key.
    pub key: String,
    /// What it is.
    pub what: BTreeMap<String, String>,
    /// Its value.
    pub value: f64,
    /// Least value that sources give.
    #[serde(default)]
    pub low: Option<f64>,
    /// Greatest value that sources give.
    #[serde(default)]
    pub high: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// Its date.
    pub date: String,
}

/// How a claim is decided in one future.
#[derive(Clone, Debug)]
enum How {
    /// It waits for parts.
    Waits(Vec<String>),
    /// It speaks of dates that the study does not simulate.
    NotSimulated,
    /// By the expression, in each future under each policy.
    Outcome(Box<Compiled>),
    /// By the difference of the expression between two policies.
    Contrast {
        expression: Box<Compiled>,
        treated: String,
        control: String,
        band: f64,
        better: Better,
        /// Whether the effect is counted in per cent of the control's number.
        relative: bool,
        /// What has to fall where the expression rises; the effect is the lesser of rise and fall.
        falls: Option<Box<Compiled>>,
    },
}

impl How {
    /// Columns that its expressions read; one may come twice.
    fn needs(&self) -> impl Iterator<Item = &OutcomeColumn> {
        let read = match self {
            Self::Waits(_) | Self::NotSimulated => [None, None],
            Self::Outcome(expression) => [Some(expression), None],
            Self::Contrast { expression, falls, .. } => [Some(expression), falls.as_ref()],
        };
        read.into_iter().flatten().flat_map(|expression| &expression.needs)
    }
}

/// The claims of a study.
#[derive(Clone, Debug)]
pub struct Claims {
    claims: Vec<(Claim, How)>,
    policies: Vec<String>,
    /// Key of the outcome in each place of the layout.
    outcomes: Vec<String>,
    facts: BTreeMap<String, FactShown>,
    schools: Switches,
}

/// The unit of contrasts whose effect is counted in parts of what it changes.
const PERCENT: &str = "percent";

/// Policies that claims need, each with the first claim that names it.
#[must_use]
pub fn arms(claims: &[Claim]) -> Vec<(String, Place)> {
    let mut arms: Vec<(String, Place)> = Vec::new();
    for claim in claims.iter().filter(|c| matches!(c.decision, Decision::Expression { .. })) {
        if let ClaimKind::Contrast { arms: pair, .. } | ClaimKind::Outcome { arms: Some(pair) } = &claim.kind
        {
            for arm in [&pair.treated, &pair.control] {
                if !arms.iter().any(|(key, _)| key == arm) {
                    arms.push((arm.clone(), claim.place.clone()));
                }
            }
        }
    }
    arms
}

impl Claims {
    /// Compiles every claim that can be answered.
    ///
    /// # Errors
    /// Everything wrong with the expressions, each with its place.
    pub fn new(prepared: &Prepared, evidence: &Evidence, all: &[Claim]) -> Result<Self, Vec<Problem>> {
        let language = language();
        let schema = Schema {
            declaration: &prepared.declaration,
            layout: &prepared.layout,
            world: &prepared.world,
            calendar: prepared.study.calendar,
            language: &language,
        };
        let mut problems = Vec::new();
        let mut claims = Vec::new();
        for claim in all {
            let built_in = evidence.claims().contains(claim);
            match how(claim, &schema, built_in) {
                Ok(how) => claims.push((claim.clone(), how)),
                Err(more) => problems.extend(more),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let declared = |slot: &Slot| prepared.declaration.outcomes[slot.declared].key.to_owned();
        let outcomes = prepared.layout.outcomes().iter().map(declared).collect();
        let facts = evidence.facts().iter().map(|fact| {
            let shown = FactShown {
                key: fact.key.clone(),
                what: fact.what.by_language(),
                value: fact.value,
                low: fact.low,
                high: fact.high,
                unit: fact.unit.clone(),
                date: fact.date.to_string(),
            };
            (fact.key.clone(), shown)
        });
        Ok(Self {
            claims,
            outcomes,
            facts: facts.collect(),
            schools: prepared.schools.clone(),
            policies: prepared.policies.iter().map(|p| p.resolved.policy.key.clone()).collect(),
        })
    }

    /// Everything about the claims that decides results.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let each = self.claims.iter().map(|(claim, how)| {
            let (id, how) = (claim.name(), format!("{how:?}"));
            format!("{id} {:?} {how}\n", claim.reading)
        });
        each.collect()
    }

    /// Columns that claims read.
    #[must_use]
    pub fn needs(&self) -> Vec<OutcomeColumn> {
        let mut needs: Vec<OutcomeColumn> = Vec::new();
        for (_, how) in &self.claims {
            for need in how.needs() {
                if !needs.iter().any(|n| n.column.key == need.column.key) {
                    needs.push(need.clone());
                }
            }
        }
        needs
    }

    /// Keys of the outcomes that a claim reads, each once.
    fn reads(&self, how: &How) -> Vec<String> {
        let keys: BTreeSet<&String> = how.needs().filter_map(|need| self.outcomes.get(need.slot)).collect();
        keys.into_iter().cloned().collect()
    }

    fn policy(&self, key: &str) -> Option<usize> {
        self.policies.iter().position(|p| p == key)
    }

    /// Columns that claims fill, in the order of [`Claims::decide`].
    #[must_use]
    pub fn columns(&self) -> Vec<ColumnSpec> {
        let mut columns = Vec::new();
        for (claim, how) in &self.claims {
            let key = column(&claim.name(), claim.reading.name());
            let text = &claim.text.en;
            match how {
                How::Waits(_) | How::NotSimulated => {}
                How::Outcome(_) => columns.push(ColumnSpec::plain(key, Kind::Bool, Role::Claim, text)),
                How::Contrast { .. } => {
                    columns.push(ColumnSpec::number(format!("{key}.effect"), &claim.unit, Role::Claim, text));
                    columns.push(ColumnSpec::plain(format!("{key}.answer"), Kind::Text, Role::Claim, text));
                }
            }
        }
        columns
    }

    /// Decides the claims for some futures.
    #[must_use]
    pub fn decide(&self, chunk: &ChunkColumns<'_>) -> Vec<ClaimColumn> {
        let mut cells = Vec::new();
        let mut claim = 0;
        let evaluate = |expression: &Compiled, policy: usize| {
            expression.evaluate(chunk.rows(policy), &|key| chunk.column(key, policy))
        };
        for (_, how) in &self.claims {
            match how {
                How::Waits(_) | How::NotSimulated => {}
                How::Outcome(expression) => {
                    for policy in 0..chunk.policies() {
                        let values = evaluate(expression, policy).into_iter().enumerate().map(|(row, v)| {
                            // A broken trajectory says nothing, whatever an expression makes of nothing.
                            let known = !v.is_nan() && !chunk.broken(policy, row);
                            known.then_some(v == 1.0)
                        });
                        cells.push(ClaimColumn {
                            claim,
                            policy,
                            values: ClaimValues::Bool(values.collect()),
                        });
                    }
                    claim += 1;
                }
                How::Contrast { expression, treated, control, band, better, relative, falls } => {
                    if let (Some(treated), Some(control)) = (self.policy(treated), self.policy(control)) {
                        let effect = |(t, c): (f64, f64)| if *relative { 100.0 * (t - c) / c } else { t - c };
                        let moved = |expression: &Compiled| -> Vec<f64> {
                            let (treated, control) =
                                (evaluate(expression, treated), evaluate(expression, control));
                            treated.into_iter().zip(control).map(effect).collect()
                        };
                        let mut effects = moved(expression);
                        if let Some(falls) = falls {
                            for (rise, change) in effects.iter_mut().zip(moved(falls)) {
                                // What is unknown of either is unknown of both.
                                *rise = if change.is_nan() { change } else { rise.min(-change) };
                            }
                        }
                        for (row, effect) in effects.iter_mut().enumerate() {
                            if chunk.broken(treated, row) || chunk.broken(control, row) {
                                *effect = f64::NAN;
                            }
                        }
                        let answers = effects.iter().map(|&e| word(contrast(e, *band, *better)));
                        let mut answers: Vec<_> = answers.map(|w| Some(Cow::Borrowed(w))).collect();
                        // Futures that only one of the two policies runs have no answer at all.
                        effects.resize(chunk.rows(treated), f64::NAN);
                        answers.resize(chunk.rows(treated), None);
                        let answers = ClaimValues::Text(answers);
                        cells.push(ClaimColumn { claim: claim + 1, policy: treated, values: answers });
                        cells.push(ClaimColumn {
                            claim,
                            policy: treated,
                            values: ClaimValues::Number(effects),
                        });
                    }
                    claim += 2;
                }
            }
        }
        cells
    }

    /// Counts the decided futures of a finished run.
    ///
    /// # Errors
    /// When the run's table cannot be read.
    pub fn answer(
        &self,
        folder: &Path,
        record: &Record,
        evidence: &Evidence,
    ) -> Result<Document, TableError> {
        let decisions = Decisions::open(folder)?;
        let assumptions = Assumptions::read(&decisions, evidence)?;
        let switches = self.schools.names();
        let answered = self.claims.par_iter().map(|(claim, how)| {
            let asked = self.asked(claim, how);
            let (mut answers, mut decides) = (Vec::new(), None);
            if !asked.is_empty() {
                let of_claim = decisions.claim(&column(&claim.name(), claim.reading.name()))?;
                for policy in asked {
                    let decided = of_claim.under(policy);
                    if answers.is_empty() {
                        decides = assumptions.decide(&decided, &self.reads(how));
                    }
                    answers.push(share(policy, &decided, &switches, |s, future| {
                        self.schools.position(s, future)
                    }));
                }
            }
            let mut object = self.object(claim, how, answers);
            object.rests_on(decides);
            Ok(object)
        });
        let mut all = answered.collect::<Result<Vec<_>, TableError>>()?;
        mark_readings(&mut all);
        let digest = record.results.as_ref().map(|r| r.digest.clone()).unwrap_or_default();
        Ok(Document {
            schema: SCHEMA.to_owned(),
            study: record.name.clone(),
            seed: record.seed,
            futures: record.futures,
            version: record.version.clone(),
            digest,
            claims: all,
        })
    }

    /// Policies under which a claim is answered, the one whose answer counts first.
    fn asked<'a>(&'a self, claim: &'a Claim, how: &'a How) -> Vec<&'a str> {
        match how {
            How::Waits(_) | How::NotSimulated => Vec::new(),
            // One that names its arms is read under the first of them.
            How::Outcome(_) => match &claim.kind {
                ClaimKind::Outcome { arms: Some(pair) } => {
                    self.policy(&pair.treated).map(|_| pair.treated.as_str()).into_iter().collect()
                }
                _ => self.policies.iter().map(String::as_str).collect(),
            },
            How::Contrast { treated, control, .. } => {
                let both = self.policy(treated).and(self.policy(control));
                both.map(|_| treated.as_str()).into_iter().collect()
            }
        }
    }

    fn object(&self, claim: &Claim, how: &How, answers: Vec<Share>) -> Answered {
        let band = if let ClaimKind::Contrast { band, .. } = &claim.kind { Some(*band) } else { None };
        let mut answered = Answered {
            id: claim.id.clone(),
            part: claim.part.clone(),
            reading: claim.reading.name().to_owned(),
            origin: claim.origin.name().to_owned(),
            owner: claim.owner.clone(),
            check: claim.check,
            parts: claim.parts.clone(),
            status: String::new(),
            text: claim.text.by_language(),
            unit: claim.unit.clone(),
            band,
            reads: self.reads(how),
            by_assumption: claim.by_assumption.as_ref().map(Text::by_language),
            answers,
            fact: claim.fact.as_ref().and_then(|key| self.facts.get(key)).cloned(),
            speculative: claim.speculative,
            verdict: None,
            reading_decides: false,
            deciding: None,
            explained: None,
        };
        answered.judge(if let How::Waits(parts) = how { parts.clone() } else { Vec::new() });
        answered
    }
}

/// Marks the claims whose readings disagree.
fn mark_readings(all: &mut [Answered]) {
    let sides: Vec<(String, Option<i32>)> = all.iter().map(|c| (c.name(), c.side())).collect();
    for (claim, (name, own)) in all.iter_mut().zip(&sides) {
        let own = own.as_ref();
        claim.reading_decides = sides
            .iter()
            .any(|(other, side)| other == name && side.as_ref().zip(own).is_some_and(|(a, b)| a != b));
    }
}

/// An expression of a claim; none where a built-in claim speaks of dates that the study leaves out.
fn compiled(
    key: &str,
    (text, place): (&str, &Place),
    schema: &Schema<'_>,
    built_in: bool,
) -> Result<Option<Compiled>, Vec<Problem>> {
    let compiled = compile(text, schema);
    if built_in && compiled.as_ref().is_err_and(|errors| errors.iter().all(|e| e.not_simulated)) {
        return Ok(None);
    }
    let tell = |e: overtake_ensemble::claims::ClaimError| {
        let piece = text.get(e.span.clone()).filter(|p| !p.is_empty());
        let message = match piece {
            Some(piece) => format!("claim {key}, at `{piece}`: {}", e.message),
            None => format!("claim {key}: {}", e.message),
        };
        place.problem(Some(key), message).maybe_help(e.help)
    };
    compiled.map(Some).map_err(|errors| errors.into_iter().map(tell).collect())
}

/// A built-in claim may speak of dates that a study leaves out: it is not run then. A study's own claim may not.
fn how(claim: &Claim, schema: &Schema<'_>, built_in: bool) -> Result<How, Vec<Problem>> {
    let (text, place) = match &claim.decision {
        Decision::WaitsFor(parts) => return Ok(How::Waits(parts.clone())),
        Decision::Expression { text, place } => (text, place),
    };
    let key = claim.name();
    let Some(expression) = compiled(&key, (text, place), schema, built_in)? else {
        return Ok(How::NotSimulated);
    };
    let is_truth = expression.result == Type::Truth;
    match &claim.kind {
        ClaimKind::Outcome { .. } if is_truth => Ok(How::Outcome(Box::new(expression))),
        ClaimKind::Contrast { arms, band, better, falls } if !is_truth => Ok(How::Contrast {
            falls: match falls {
                None => None,
                Some((text, place)) => match compiled(&key, (text, place), schema, built_in)? {
                    None => return Ok(How::NotSimulated),
                    Some(falls) if falls.result == expression.result => Some(Box::new(falls)),
                    Some(_) => {
                        let message =
                            format!("claim {key}: what falls must be a number in the unit of what rises");
                        return Err(vec![place.problem(Some(&key), message)]);
                    }
                },
            },
            expression: Box::new(expression),
            treated: arms.treated.clone(),
            control: arms.control.clone(),
            band: *band,
            relative: claim.unit == PERCENT,
            better: match better {
                overtake_evidence::Better::Lower => Better::Lower,
                overtake_evidence::Better::Higher => Better::Higher,
            },
        }),
        ClaimKind::Outcome { .. } => Err(vec![
            place.problem(Some(&key), format!("claim {key} must be true or false, and this is a number")),
        ]),
        ClaimKind::Contrast { .. } => Err(vec![place.problem(
            Some(&key),
            format!("claim {key} is a contrast: its expression must be a number, whose difference is taken"),
        )]),
    }
}

/// Name of a claim's column: `C12a`, and `C12a.alternative` for the other reading.
#[must_use]
pub fn column(name: &str, reading: &str) -> String {
    match reading {
        "main" => name.to_owned(),
        other => format!("{name}.{other}"),
    }
}

/// What claims are in each future of a finished run.
#[derive(Debug)]
pub struct Decisions {
    table: RunTable,
    futures: Vec<u64>,
    /// Rows of each policy, in the order of futures.
    rows: BTreeMap<String, Vec<usize>>,
    reference: String,
}

/// What one claim is in each row of a run.
#[derive(Debug)]
pub struct OfClaim<'a> {
    run: &'a Decisions,
    /// None where a contrast has no answer: a future that only one of its two policies runs.
    rows: Vec<Option<(Truth, f64)>>,
}

impl OfClaim<'_> {
    /// Under one policy, in the order of futures; a contrast's under its treated one.
    #[must_use]
    pub fn under(&self, policy: &str) -> Vec<Decided> {
        let rows = self.run.rows.get(policy).into_iter().flatten();
        let decided = rows.filter_map(|&row| {
            let (truth, effect) = self.rows[row]?;
            Some(Decided { future: self.run.futures[row], truth, effect })
        });
        decided.collect()
    }
}

impl Decisions {
    /// Those of the run in a folder.
    ///
    /// # Errors
    /// When there is no run's table.
    pub fn open(folder: &Path) -> Result<Self, TableError> {
        let table = RunTable::open(&folder.join(FUTURES))?;
        let futures = table.whole("future")?.into_iter().map(Option::unwrap_or_default).collect();
        let policies = table.texts("policy")?;
        let reference = policies.first().cloned().flatten().unwrap_or_default();
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (row, policy) in policies.into_iter().enumerate() {
            rows.entry(policy.unwrap_or_default()).or_default().push(row);
        }
        Ok(Self { table, futures, rows, reference })
    }

    /// The run's table.
    pub(crate) fn table(&self) -> &RunTable {
        &self.table
    }

    /// Rows of the first policy, in the order of futures.
    pub(crate) fn reference(&self) -> &[usize] {
        self.rows.get(&self.reference).map_or(&[], Vec::as_slice)
    }

    /// The future of a row.
    pub(crate) fn future(&self, row: usize) -> u64 {
        self.futures[row]
    }

    /// Those of the claim in a [`column()`].
    ///
    /// # Errors
    /// When the run does not hold the claim.
    pub fn claim(&self, column: &str) -> Result<OfClaim<'_>, TableError> {
        let rows = if self.table.spec(column).is_some() {
            let flag = |flag: Option<bool>| flag.map_or(Truth::Undefined, |b| truth(f64::from(u8::from(b))));
            self.table.flags(column)?.into_iter().map(|f| Some((flag(f), f64::NAN))).collect()
        } else {
            let effects = self.table.numbers(&format!("{column}.effect"))?;
            let answers = self.table.texts(&format!("{column}.answer"))?;
            answers
                .iter()
                .zip(effects)
                .map(|(answer, effect)| Some((said(answer.as_deref()?), effect)))
                .collect()
        };
        Ok(OfClaim { run: self, rows })
    }
}

fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "better",
        Truth::False => "worse",
        Truth::Within => "within",
        Truth::Undefined => "undefined",
    }
}

/// The reverse of [`word`].
fn said(answer: &str) -> Truth {
    let all = [Truth::True, Truth::False, Truth::Within];
    all.into_iter().find(|&truth| word(truth) == answer).unwrap_or(Truth::Undefined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use crate::run::course;
    use crate::study::written::{Changes, Study};
    use std::sync::atomic::AtomicBool;

    #[test]
    fn a_built_in_claim_beyond_the_horizon_is_not_run_and_a_studys_own_is_told() {
        let text = "name = \"short\"\nmodel = \"race\"\nstart = \"2015Q1\"\nend = \"2030Q4\"\nfutures = 160\n\
                    policies = [\"as-is\"]\n";
        let study = Study::read("short.toml", text, &Changes::default()).expect("it reads");
        let project = Project::new(study).expect("it fits");
        let beyond = |(claim, how): &&(Claim, How)| claim.id == "C22" && matches!(how, How::NotSimulated);
        assert_eq!(project.claims.claims.iter().filter(beyond).count(), 2);
        let claim = &project.claims.claims.iter().find(beyond).expect("there is one").0;
        let own = Claim { id: "C99".to_owned(), ..claim.clone() };
        let problems = Claims::new(&project.prepared, &project.evidence, &[own]).expect_err("it is told");
        assert!(problems[0].to_string().contains("not simulated"), "{}", problems[0]);
    }

    #[test]
    fn a_contrast_is_asked_of_the_futures_that_both_policies_run() {
        let text = "name = \"pair\"\nmodel = \"race\"\nstart = \"2015Q1\"\nend = \"2040Q4\"\nfutures = 320\n\
                    contrast_futures = 160\npolicies = [\"us-opens-like-china\"]\n";
        let study = Study::read("pair.toml", text, &Changes::default()).expect("it reads");
        let project = Project::new(study).expect("it fits");
        let home = tempfile::tempdir().expect("a folder");
        let how = course::How { out: Some(home.path().join("pair")), ..course::How::default() };
        let done = project.run(&how, &(), &AtomicBool::new(false)).expect("it runs");
        let document =
            project.claims.answer(&done.folder, &done.record, &project.evidence).expect("it answers");
        let contrasts: Vec<&Share> =
            document.claims.iter().filter(|c| c.band.is_some()).filter_map(Answered::main).collect();
        for share in &contrasts {
            assert_eq!(share.futures, 160, "{}", share.policy);
            assert_eq!(share.holds + share.fails + share.within_band + share.undefined, 160);
        }
        let asked: Vec<&&Share> = contrasts.iter().filter(|s| s.policy == "us-opens-like-china").collect();
        assert!(!asked.is_empty() && asked.iter().all(|share| share.undefined == 0));
        let table = RunTable::open(&done.folder.join(FUTURES)).expect("it opens");
        let ran = table.texts("policy").expect("it is there");
        let futures = |policy: &str| ran.iter().flatten().filter(|p| *p == policy).count();
        assert_eq!([futures("us-opens-like-china"), futures("as-is")], [320, 160]);
        let answers = table.texts("C18.answer").expect("it is there");
        assert_eq!(answers.iter().flatten().count(), 160, "the others have no answer");
    }
}

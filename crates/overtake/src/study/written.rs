//! A study: what to run, read from TOML with every mistake told at once.

use crate::study::policy::Policy;
use overtake_evidence::{
    Claim, Document, Pair, Place, Problem, Problems, Provenance, Reader, Shape, ValueKind, did_you_mean,
};
use overtake_kernels::ModelKind;
use overtake_model::{Calendar, Quarter};
use std::collections::BTreeMap;

/// The studies that come with the program, by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("as-is", include_str!("../../../../studies/as-is.toml")),
    ("textbook", include_str!("../../../../studies/textbook.toml")),
    ("rules", include_str!("../../../../studies/rules.toml")),
];

/// Most futures of one run: more is a slip of the finger.
const MOST_FUTURES: i64 = 100_000_000;

/// How points of the unit cube are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DesignKind {
    /// Scrambled Sobol' points, ten scrambles.
    Sobol,
    /// A Latin hypercube.
    Latin,
    /// Independent random points.
    Random,
}

impl DesignKind {
    /// Names in studies, in the order of the kinds.
    pub const NAMES: [&str; 3] = ["sobol", "latin", "random"];
    const ALL: [Self; 3] = [Self::Sobol, Self::Latin, Self::Random];

    /// Its name in studies.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sobol => "sobol",
            Self::Latin => "latin",
            Self::Random => "random",
        }
    }
}

/// What a study puts in place of a belief or of a lever's neutral value.
#[derive(Clone, Debug, PartialEq)]
pub enum Override {
    /// One value.
    Fixed(f64),
    /// A central value and a spread.
    Spread(f64, Shape),
}

/// One line of `[set]`, or one `--set`.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Key of a parameter or lever, with or without member.
    pub key: String,
    /// What it becomes.
    pub value: Override,
    /// Where a table says its figures come from.
    pub provenance: Provenance,
    /// Where it was said.
    pub place: Place,
}

/// Which schools of a switch a study asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// All of them alike.
    All,
    /// One.
    One(String),
    /// Those named, by weight.
    Weights(Vec<(String, f64)>),
}

impl Asked {
    fn named(name: &str) -> Self {
        if name == "all" { Self::All } else { Self::One(name.to_owned()) }
    }
}

/// How beliefs go together in a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependence {
    /// Whether they do; otherwise all are independent.
    pub used: bool,
    /// Pairs of its own, in place of those of the evidence on the same parameters.
    pub pairs: Vec<Pair>,
}

impl Default for Dependence {
    fn default() -> Self {
        Self { used: true, pairs: Vec::new() }
    }
}

/// What the command line changes in a study.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Changes {
    /// Number of futures.
    pub futures: Option<u64>,
    /// Seed.
    pub seed: Option<u64>,
    /// Policies, the reference first.
    pub policies: Option<Vec<String>>,
    /// `key=value` in the order given.
    pub set: Vec<String>,
}

/// A study as it was read.
#[derive(Clone, Debug)]
pub struct Study {
    /// Its name, also that of its folder.
    pub name: String,
    /// The file it was read from.
    pub file: String,
    /// The text it was read from.
    pub text: String,
    /// The same as a tree: members of axes that it adds are read with the model's declaration.
    pub document: Document,
    /// What the command line changed.
    pub changes: Changes,
    /// The model.
    pub model: ModelKind,
    /// Its time.
    pub calendar: Calendar,
    /// Futures.
    pub futures: u64,
    /// Futures of the policies that only contrasts need.
    pub contrast_futures: u64,
    /// Seed of design and luck.
    pub seed: u64,
    /// How points are chosen.
    pub design: DesignKind,
    /// Keys of the policies, the reference first.
    pub policies: Vec<String>,
    /// Where the policies were named.
    pub policies_place: Place,
    /// Policies of its own.
    pub own_policies: Vec<Policy>,
    /// Claims of its own.
    pub own_claims: Vec<Claim>,
    /// What it sets.
    pub set: Vec<Setting>,
    /// Schools that it asks for, by switch, and where it does.
    pub schools: BTreeMap<String, (Asked, Place)>,
    /// Which of its beliefs go together.
    pub dependence: Dependence,
    /// Members to which axes are cut, in order.
    pub members: BTreeMap<String, Vec<String>>,
}

impl Study {
    /// The built-in study of this name.
    ///
    /// # Errors
    /// When there is none, or changes do not fit it.
    pub fn built_in(name: &str, changes: &Changes) -> Result<Self, Vec<Problem>> {
        match BUILT_IN.iter().find(|(known, _)| *known == name) {
            Some((known, text)) => Self::read(&format!("studies/{known}.toml"), text, changes),
            None => {
                let names: Vec<&str> = BUILT_IN.iter().map(|(known, _)| *known).collect();
                let problem = Place::start_of(name).problem(None, format!("there is no study `{name}`"));
                let help = did_you_mean(name, names.iter().copied()).unwrap_or_else(|| {
                    format!("built-in studies: {}; or give the path of a file", names.join(", "))
                });
                Err(vec![problem.help(help)])
            }
        }
    }

    /// Reads a study and applies what the command line changes.
    ///
    /// # Errors
    /// Every mistake of the text and of the changes, each with its place.
    pub fn read(file: &str, text: &str, changes: &Changes) -> Result<Self, Vec<Problem>> {
        match Self::lenient(file, text, changes) {
            (Some(study), problems) if problems.is_empty() => Ok(study),
            (_, problems) => Err(problems),
        }
    }

    /// Reads what can be read, so that what is wrong with the rest can be told together with what is wrong here. There
    /// is no study where nothing more could be said of it: without text, model or time.
    #[must_use]
    pub fn lenient(file: &str, text: &str, changes: &Changes) -> (Option<Self>, Vec<Problem>) {
        let document = match Document::parse(file, text) {
            Ok(document) => document,
            Err(problems) => return (None, problems),
        };
        let problems = Problems::new();
        let mut study = {
            let reader = document.reader(&problems);
            let study = Self::of(&reader, &document, changes);
            reader.finish();
            study
        };
        if let Some(study) = &mut study {
            problems.extend(study.change(changes));
        }
        (study, problems.into_sorted())
    }

    fn of(reader: &Reader<'_>, document: &Document, changes: &Changes) -> Option<Self> {
        reader.require(&["name", "model", "start", "end", "policies"]);
        let name = reader.text("name").unwrap_or_default().to_owned();
        if name.contains(['/', '\\']) || name.starts_with('.') {
            reader.problem("name", "a study's name is also that of its folder: no slashes, no leading point");
        }
        let names: Vec<&str> = ModelKind::ALL.iter().map(|w| w.name()).collect();
        let model = reader.one_of("model", &names).map(|place| ModelKind::ALL[place]);
        let calendar = calendar(reader);
        let usable = model.is_some() && calendar.is_some();
        let count = |key: &str, least: i64, most: i64, otherwise: u64| match reader.integer(key) {
            None => otherwise,
            Some(n) if (least..=most).contains(&n) => u64::try_from(n).unwrap_or(otherwise),
            Some(n) => {
                reader.problem(key, format!("`{key}` is {n}, outside {least} to {most}"));
                otherwise
            }
        };
        for axis in model.into_iter().flat_map(|m| m.declaration().axes) {
            reader.expect(axis.key);
        }
        for key in ["axis", "series"] {
            reader.expect(key);
        }
        let study = Self {
            name,
            file: document.name().to_owned(),
            text: document.text().to_owned(),
            document: document.clone(),
            changes: changes.clone(),
            model: model.unwrap_or(ModelKind::Race),
            calendar: calendar.unwrap_or(Calendar::through(Quarter::new(2015, 1), Quarter::new(2040, 4))),
            futures: count("futures", 1, MOST_FUTURES, 10_240),
            contrast_futures: count("contrast_futures", 1, MOST_FUTURES, 2_560),
            seed: count("seed", 0, i64::MAX, 1),
            design: reader
                .one_of("design", &DesignKind::NAMES)
                .map_or(DesignKind::Sobol, |n| DesignKind::ALL[n]),
            policies: reader
                .list_of_text("policies")
                .unwrap_or_default()
                .into_iter()
                .map(str::to_owned)
                .collect(),
            policies_place: reader.place("policies"),
            own_policies: Policy::list(reader, "policy"),
            own_claims: reader.tables("claim").into_iter().filter_map(claim).collect(),
            set: settings(reader),
            schools: schools(reader),
            dependence: dependence(reader),
            members: members(reader),
        };
        if study.policies.is_empty() && reader.has("policies") {
            reader.problem("policies", "name at least one policy; the first is the reference");
        }
        usable.then_some(study)
    }

    /// Applies what the command line changes.
    fn change(&mut self, changes: &Changes) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Some(futures) = changes.futures {
            self.futures = futures;
        }
        if let Some(seed) = changes.seed {
            self.seed = seed;
        }
        if let Some(policies) = &changes.policies {
            self.policies.clone_from(policies);
            self.policies_place = Place::start_of("--policies");
        }
        for line in &changes.set {
            if let Some((switch, name)) = line.strip_prefix("schools.").and_then(|l| l.split_once('=')) {
                let asked = (Asked::named(name.trim()), Place::start_of("--set"));
                self.schools.insert(switch.trim().to_owned(), asked);
                continue;
            }
            if let Some((DEPENDENCE, used)) =
                line.split_once('=').map(|(key, value)| (key.trim(), value.trim()))
            {
                match used.parse() {
                    Ok(used) => self.dependence.used = used,
                    Err(_) => {
                        let message = format!("`{DEPENDENCE}` is `{used}`, not true or false");
                        problems.push(Place::start_of("--set").problem(Some(DEPENDENCE), message));
                    }
                }
                continue;
            }
            match setting(line) {
                Ok(setting) => {
                    self.set.retain(|s| s.key != setting.key);
                    self.set.push(setting);
                }
                Err(problem) => problems.push(*problem),
            }
        }
        problems
    }
}

fn claim(reader: Reader<'_>) -> Option<Claim> {
    let claim = Claim::read(&reader);
    reader.finish();
    claim
}

fn calendar(reader: &Reader<'_>) -> Option<Calendar> {
    let quarter = |key: &str| {
        let text = reader.text(key)?;
        let quarter = Quarter::parse(text).ok();
        if quarter.is_none() {
            reader.problem(key, format!("`{text}` is no quarter; write one such as 2015Q1"));
        }
        quarter
    };
    let (start, end) = (quarter("start"), quarter("end"));
    let steps = reader.integer("steps_per_quarter").unwrap_or(1);
    if !(1..=64).contains(&steps) {
        reader.problem("steps_per_quarter", format!("`steps_per_quarter` is {steps}, outside 1 to 64"));
    }
    let (start, end) = (start?, end?);
    let span = end.since(start) + 1;
    if !(1..=400).contains(&span) {
        reader.problem(
            "end",
            format!("from {start} to {end} is {span} quarters; between 1 and 400 are possible"),
        );
        return None;
    }
    let mut calendar = Calendar::through(start, end);
    calendar.steps_per_quarter = usize::try_from(steps.clamp(1, 64)).unwrap_or(1);
    Some(calendar)
}

fn settings(reader: &Reader<'_>) -> Vec<Setting> {
    let Some(table) = reader.table("set") else { return Vec::new() };
    let keys: Vec<&str> = table.keys().collect();
    let mut all = Vec::new();
    for key in keys {
        let place = table.place(key);
        let spread = matches!(table.peek(key).map(|v| &v.kind), Some(ValueKind::Table(_)));
        let read = if spread {
            table.table(key).and_then(|inner| {
                let (read, provenance) = (Shape::read(&inner), Provenance::of_belief(&inner));
                inner.finish();
                read.map(|(central, shape)| (Override::Spread(central, shape), provenance))
            })
        } else {
            table.number(key).map(|value| (Override::Fixed(value), Provenance::default()))
        };
        if let Some((value, provenance)) = read {
            all.push(Setting { key: key.to_owned(), value, provenance, place });
        }
    }
    table.finish();
    all
}

/// `discovery = "all"`, `"name"`, or a table of weights.
fn schools(reader: &Reader<'_>) -> BTreeMap<String, (Asked, Place)> {
    let Some(table) = reader.table("schools") else { return BTreeMap::new() };
    let keys: Vec<&str> = table.keys().collect();
    let mut all = BTreeMap::new();
    for key in keys {
        let place = table.place(key);
        let weighted = matches!(table.peek(key).map(|v| &v.kind), Some(ValueKind::Table(_)));
        let asked = if weighted {
            table.table(key).map(|inner| {
                let weights = inner.keys().filter_map(|k| Some((k.to_owned(), inner.number(k)?))).collect();
                inner.finish();
                Asked::Weights(weights)
            })
        } else {
            table.text(key).map(Asked::named)
        };
        if let Some(asked) = asked {
            all.insert(key.to_owned(), (asked, place));
        }
    }
    table.finish();
    all
}

/// The key by which the command line says whether beliefs go together.
const DEPENDENCE: &str = "dependence.use";

/// `use = false`, or pairs in place of the evidence's.
fn dependence(reader: &Reader<'_>) -> Dependence {
    let Some(table) = reader.table("dependence") else { return Dependence::default() };
    let used = table.boolean("use").unwrap_or(true);
    let pairs = Pair::list(&table, "pair", false);
    table.finish();
    Dependence { used, pairs }
}

fn members(reader: &Reader<'_>) -> BTreeMap<String, Vec<String>> {
    let Some(table) = reader.table("members") else { return BTreeMap::new() };
    let keys: Vec<&str> = table.keys().collect();
    let all = keys.iter().filter_map(|key| {
        let members = table.list_of_text(key)?;
        Some(((*key).to_owned(), members.into_iter().map(str::to_owned).collect()))
    });
    let all = all.collect();
    table.finish();
    all
}

/// Reads `key=value`: a number, or `low..high` for everything between two quantiles alike.
fn setting(line: &str) -> Result<Setting, Box<Problem>> {
    let place = Place::start_of("--set");
    let wrong = |reason: String| {
        let help = "write KEY=NUMBER, such as borrowing.rate=0.5, or KEY=LOW..HIGH; `overtake evidence` lists the keys";
        Box::new(place.problem(None, reason).help(help))
    };
    let (key, value) = line.split_once('=').ok_or_else(|| wrong(format!("`{line}` has no equals sign")))?;
    let number = |text: &str| {
        let parsed: Result<f64, _> = text.trim().parse();
        parsed.ok().filter(|v| v.is_finite()).ok_or_else(|| wrong(format!("`{}` is no number", text.trim())))
    };
    let value = match value.split_once("..") {
        None => Override::Fixed(number(value)?),
        Some((low, high)) => {
            let (low, high) = (number(low)?, number(high)?);
            if low >= high {
                return Err(wrong(format!(
                    "`{value}` is no range: the first number must be below the second"
                )));
            }
            let margin = 0.05 * (high - low);
            let family = overtake_evidence::Family::Uniform;
            Override::Spread(
                0.5 * (low + high),
                Shape::Spread { family, q05: low + margin, q95: high - margin },
            )
        }
    };
    Ok(Setting { key: key.trim().to_owned(), value, provenance: Provenance::default(), place })
}

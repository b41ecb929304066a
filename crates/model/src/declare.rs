//! The declaration: every name a model offers, with unit, domain and sentence.

use crate::ledger::{Account, Constraint, Loop};
use crate::table::{Index, Row};

/// Hard bounds of a value; outside them the model has no meaning.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Domain {
    /// Least value allowed.
    pub low: f64,
    /// Greatest value allowed.
    pub high: f64,
}

impl Domain {
    /// Every finite number.
    pub const REAL: Self = Self { low: f64::NEG_INFINITY, high: f64::INFINITY };
    /// Zero and above.
    pub const NON_NEGATIVE: Self = Self { low: 0.0, high: f64::INFINITY };
    /// Zero to one.
    pub const SHARE: Self = Self { low: 0.0, high: 1.0 };

    /// Whether `value` lies inside (a NaN never does).
    #[must_use]
    pub fn contains(&self, value: f64) -> bool {
        value >= self.low && value <= self.high
    }
}

/// Completeness of a mechanism: a `Thin` one feeds a path that another part will replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The equations of the part are all there.
    Full,
    /// A dated path stands in for equations that are not built.
    Thin,
}

impl Status {
    /// `"full"` or `"thin"`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Thin => "thin",
        }
    }
}

/// One mechanism: a file of the model that answers for a part of the mission.
#[derive(Clone, Copy, Debug)]
pub struct Mechanism {
    /// Key, also the prefix of its parameters.
    pub key: &'static str,
    /// Part numbers it belongs to, such as `S9`.
    pub parts: &'static [&'static str],
    /// Whether its equations are all there.
    pub status: Status,
    /// Sentence that says what it does.
    pub sentence: &'static str,
    /// The setting that turns it off.
    pub off: &'static str,
}

/// One uncertain or fixed number a mechanism reads.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// `mechanism.name`; with an axis, `mechanism.name.MEMBER` when expanded.
    pub key: String,
    /// Unit, as a person writes it.
    pub unit: &'static str,
    /// Hard bounds.
    pub domain: Domain,
    /// Sentence that says what it is.
    pub sentence: &'static str,
    /// Axis over which it is repeated.
    pub axis: Option<&'static str>,
    /// Key of the mechanism that owns it.
    pub mechanism: &'static str,
}

/// Something an actor can set over time; every member of its axis has one.
#[derive(Clone, Debug)]
pub struct Lever {
    /// `mechanism.name`; expanded `mechanism.name.MEMBER`.
    pub key: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Hard bounds.
    pub domain: Domain,
    /// The value that does nothing.
    pub neutral: f64,
    /// Axis over which it is repeated.
    pub axis: &'static str,
    /// Sentence that says what moving it does.
    pub sentence: &'static str,
    /// Key of the mechanism that reads it.
    pub mechanism: &'static str,
}

/// Timing of a year's value: at its end, or mean over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// A level at the end of a quarter; a year means its last quarter.
    Stock,
    /// A yearly rate over a quarter; a year means the mean of its quarters.
    Flow,
}

/// Buckets in which quantiles of a path are counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Equal buckets between two bounds; values outside fall into the end buckets.
    Linear {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Equal ratios, for positive quantities.
    Log,
    /// Equal ratios on both sides of zero.
    SignedLog,
}

/// Role of a reported number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A result that claims and charts read.
    Outcome,
    /// A measurement by an observer: a function of state and nuisance that targets are held against.
    Observable,
}

/// A reported number.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Key; stays for ever once published.
    pub key: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Axis over which it is repeated.
    pub axis: &'static str,
    /// Sentence that says what it is.
    pub sentence: &'static str,
    /// End of period or mean over it.
    pub timing: Timing,
    /// Bounds outside which a trajectory counts as broken.
    pub domain: Domain,
    /// Buckets for quantiles.
    pub scale: Scale,
    /// Outcome or observable.
    pub role: Role,
    /// Key of the mechanism that reports it.
    pub mechanism: &'static str,
    /// Whether audits ask that it be moved.
    pub headline: bool,
    /// Most that a headline may move when the step is made shorter, in its own ensemble deviations.
    pub tolerance: f64,
}

impl Outcome {
    /// A level reported at the end of each quarter.
    #[must_use]
    pub const fn stock(
        key: &'static str,
        axis: &'static str,
        unit: &'static str,
        sentence: &'static str,
    ) -> Self {
        Self {
            key,
            unit,
            axis,
            sentence,
            timing: Timing::Stock,
            domain: Domain::REAL,
            scale: Scale::SignedLog,
            role: Role::Outcome,
            mechanism: "",
            headline: false,
            tolerance: 0.02,
        }
    }

    /// A yearly rate over each quarter.
    #[must_use]
    pub const fn flow(
        key: &'static str,
        axis: &'static str,
        unit: &'static str,
        sentence: &'static str,
    ) -> Self {
        let mut it = Self::stock(key, axis, unit, sentence);
        it.timing = Timing::Flow;
        it
    }

    /// Non-negative, counted in equal ratios.
    #[must_use]
    pub const fn positive(mut self) -> Self {
        self.domain = Domain::NON_NEGATIVE;
        self.scale = Scale::Log;
        self
    }

    /// Counted in equal buckets between two bounds.
    #[must_use]
    pub const fn linear(mut self, low: f64, high: f64) -> Self {
        self.scale = Scale::Linear { low, high };
        self
    }

    /// Values outside `low..=high` break a trajectory.
    #[must_use]
    pub const fn within(mut self, low: f64, high: f64) -> Self {
        self.domain = Domain { low, high };
        self
    }

    /// Measured by an observer.
    #[must_use]
    pub const fn observable(mut self) -> Self {
        self.role = Role::Observable;
        self
    }

    /// Audits ask that every parameter and lever move some headline.
    #[must_use]
    pub const fn headline(mut self) -> Self {
        self.headline = true;
        self
    }

    /// May move by this much when the step is made shorter, in its own ensemble deviations.
    #[must_use]
    pub const fn tolerance(mut self, deviations: f64) -> Self {
        self.tolerance = deviations;
        self
    }

    /// Reported by this mechanism.
    #[must_use]
    pub const fn of(mut self, mechanism: &'static str) -> Self {
        self.mechanism = mechanism;
        self
    }
}

/// A number that data gives for each member of an axis.
#[derive(Clone, Copy, Debug)]
pub struct Attribute {
    /// Key in the data file.
    pub key: &'static str,
    /// Unit; `date` for a decimal year, `member of AXIS` for a reference, `switch` for 0 or 1.
    pub unit: &'static str,
    /// Hard bounds.
    pub domain: Domain,
    /// Whether every member must give it.
    pub required: bool,
    /// Sentence that says what it is.
    pub sentence: &'static str,
}

impl Attribute {
    /// A number every member gives.
    #[must_use]
    pub const fn new(key: &'static str, unit: &'static str, domain: Domain, sentence: &'static str) -> Self {
        Self { key, unit, domain, required: true, sentence }
    }

    /// A number that members may leave out.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.required = false;
        self
    }
}

/// A set of members known only at run time.
#[derive(Clone, Debug)]
pub struct AxisDeclaration {
    /// Whether a world may do without members.
    pub may_be_empty: bool,
    /// Key.
    pub key: &'static str,
    /// Sentence that says what a member is.
    pub sentence: &'static str,
    /// Attributes that data gives of each member.
    pub attributes: &'static [Attribute],
}

/// A dated history that data gives for each member of an axis.
#[derive(Clone, Debug)]
pub struct SeriesDeclaration {
    /// Key.
    pub key: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Axis over which it is repeated.
    pub axis: &'static str,
    /// Sentence that says what it is.
    pub sentence: &'static str,
    /// Whether members without the series have none of it, rather than being an error.
    pub optional: bool,
}

/// A stock that the ledger keeps.
#[derive(Clone, Copy, Debug)]
pub struct Stock {
    /// Key, as in [`crate::Account`].
    pub key: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Bounds outside which a trajectory has broken.
    pub domain: Domain,
    /// Axis of its members.
    pub axis: &'static str,
    /// Axis of its items; empty where a member has one.
    pub items: &'static str,
    /// Sentence that says what it is.
    pub sentence: &'static str,
}

impl Stock {
    /// A stock that no member can have less than nothing of, one a member.
    #[must_use]
    pub const fn new(
        key: &'static str,
        axis: &'static str,
        unit: &'static str,
        sentence: &'static str,
    ) -> Self {
        Self { key, unit, domain: Domain::NON_NEGATIVE, axis, items: "", sentence }
    }

    /// Of either sign: a logarithm or an index.
    #[must_use]
    pub const fn signed(mut self) -> Self {
        self.domain = Domain::REAL;
        self
    }

    /// One for each item of a member.
    #[must_use]
    pub const fn by(mut self, items: &'static str) -> Self {
        self.items = items;
        self
    }

    /// The account of one item of one member, by their places.
    #[inline(always)]
    #[must_use]
    pub fn account(&self, member: usize, item: usize) -> Account {
        Account { stock: self.key, member, item }
    }

    /// Shows its value of every member, with its bounds.
    pub fn show<R: Copy, I: Index>(&self, row: &Row<R, I>, visitor: &mut dyn FnMut(Account, Domain, R)) {
        for (member, &value) in row.iter() {
            visitor(self.account(member.get(), 0), self.domain, value);
        }
    }
}

/// Declaration of one mechanism, parameters apart.
#[derive(Clone, Copy, Debug)]
pub struct Declared {
    /// The mechanism.
    pub about: Mechanism,
    /// Its levers.
    pub levers: &'static [Lever],
    /// The outcomes that it reports.
    pub outcomes: &'static [Outcome],
    /// Histories that it reads.
    pub series: &'static [SeriesDeclaration],
    /// Its stocks.
    pub stocks: &'static [Stock],
    /// Limits of which it says when they bind.
    pub constraints: &'static [&'static Constraint],
}

impl Declared {
    /// A mechanism that declares nothing else.
    #[must_use]
    pub const fn of(about: Mechanism) -> Self {
        Self { about, levers: &[], outcomes: &[], series: &[], stocks: &[], constraints: &[] }
    }
}

/// Whether two keys are the same, where a constant is made.
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut place = 0;
    while place < a.len() {
        if a[place] != b[place] {
            return false;
        }
        place += 1;
    }
    true
}

/// The place of an outcome among these, for a constant: a key that is not there does not compile.
///
/// # Panics
/// When none of them has the key.
#[must_use]
pub const fn outcome(outcomes: &[Outcome], key: &str) -> usize {
    let mut place = 0;
    while place < outcomes.len() {
        if same(outcomes[place].key, key) {
            return place;
        }
        place += 1;
    }
    panic!("no outcome of this mechanism has the key")
}

/// Number of levers on an axis that these mechanisms declare, for a constant.
#[must_use]
pub const fn levers_of(mechanisms: &[Declared], axis: &str) -> usize {
    let (mut mechanism, mut count) = (0, 0);
    while mechanism < mechanisms.len() {
        let levers = mechanisms[mechanism].levers;
        let mut place = 0;
        while place < levers.len() {
            if same(levers[place].axis, axis) {
                count += 1;
            }
            place += 1;
        }
        mechanism += 1;
    }
    count
}

/// The place of a lever among those of an axis that these mechanisms declare, for a constant: a key that is not there does
/// not compile.
///
/// # Panics
/// When none of them has the key on the axis.
#[must_use]
pub const fn lever(mechanisms: &[Declared], axis: &str, key: &str) -> usize {
    let (mut mechanism, mut before) = (0, 0);
    while mechanism < mechanisms.len() {
        let levers = mechanisms[mechanism].levers;
        let mut place = 0;
        while place < levers.len() {
            if same(levers[place].axis, axis) {
                if same(levers[place].key, key) {
                    return before;
                }
                before += 1;
            }
            place += 1;
        }
        mechanism += 1;
    }
    panic!("no mechanism declares a lever with the key on the axis")
}

/// Everything a model offers.
#[derive(Clone, Debug, Default)]
pub struct Declaration {
    /// Name of the model.
    pub name: &'static str,
    /// Axes in order.
    pub axes: Vec<AxisDeclaration>,
    /// Mechanisms in the order in which a year runs.
    pub mechanisms: Vec<Mechanism>,
    /// Parameters, by mechanism.
    pub parameters: Vec<Parameter>,
    /// Levers.
    pub levers: Vec<Lever>,
    /// Outcomes and observables.
    pub outcomes: Vec<Outcome>,
    /// Histories it reads.
    pub series: Vec<SeriesDeclaration>,
    /// Stocks that its ledger keeps.
    pub stocks: Vec<Stock>,
    /// Limits of which the ledger says when they bind.
    pub constraints: Vec<&'static Constraint>,
    /// Feedback loops of which the ledger sees a link.
    pub loops: Vec<&'static Loop>,
}

impl Declaration {
    /// A declaration of these mechanisms, axes apart; parameters come in the mechanisms' order.
    #[must_use]
    pub fn of(name: &'static str, mechanisms: &[Declared], parameters: Vec<Parameter>) -> Self {
        let mut all = Self { name, parameters, ..Self::default() };
        for declared in mechanisms {
            all.mechanisms.push(declared.about);
            all.levers.extend_from_slice(declared.levers);
            all.outcomes.extend_from_slice(declared.outcomes);
            all.series.extend_from_slice(declared.series);
            all.stocks.extend_from_slice(declared.stocks);
            all.constraints.extend_from_slice(declared.constraints);
        }
        all
    }

    /// The mechanism with this key.
    #[must_use]
    pub fn mechanism(&self, key: &str) -> Option<&Mechanism> {
        self.mechanisms.iter().find(|m| m.key == key)
    }

    /// The stock with this key.
    #[must_use]
    pub fn stock(&self, key: &str) -> Option<&Stock> {
        self.stocks.iter().find(|s| s.key == key)
    }

    /// The outcome with this key.
    #[must_use]
    pub fn outcome(&self, key: &str) -> Option<&Outcome> {
        self.outcomes.iter().find(|o| o.key == key)
    }
}

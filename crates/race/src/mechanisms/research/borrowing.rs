//! **S9 · Borrowed capability.** What a laboratory lacks, it takes in part from those ahead; what it took, fades.
//!
//! ```text
//! d_l′ = κ Σ_c w_c · max_j reach_cj (X_cj − x_l − m)⁺ − δ d_l
//! ```
//! Over a step sources stand still and d follows this law exactly, linear as it is while no gap closes: with
//! Λ = δ + Σ κ w_c reach_c over the channels that teach, d moves by (1 − e^{−ΛΔ})/Λ times its rate at the start. So nobody
//! is carried past its source, fading is exact, and with one source, full reach and m = 0 the steady gap is
//! Δ_own / (1 + κ/δ) at any step.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | d | borrowed capability | log | laboratory |
//! | κ | rate at which the gap to a source closes | 1/yr | – |
//! | w_c | share of a channel, all four summing to one | share | channel |
//! | X_c | what flows: open models; published models; what people know; papers | log | laboratory |
//! | reach | how far a channel is open to this laboratory | share | channel × laboratory |
//! | m | gap too small to learn from | log | – |
//! | δ | rate at which borrowed capability fades | 1/yr | – |
//!
//! **Time**: start-of-step capabilities. The best source of a channel counts, not the sum over sources, so that splitting a
//! laboratory in two changes nothing.
//! **Source**: the follower's steady gap in a linear spillover model, derived; rates are judgements disciplined by
//! Epoch AI's lag of 4 to 14 months.
//! **Leaves out** theft and what the borrower must invest.
//! **Turned off when** `borrowing.rate` is 0.

use crate::loops;
use crate::math::greatest;
use crate::report::tell;
use crate::transition::{Outcomes, Transition};
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::{
    Account, Calendar, Constraint, Declared, Domain, Held, Index, Ledger, Lever, Line, Mechanism, Moment,
    Outcome, Row, Status, Stock, parameters, set_by, value_past,
};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "borrowing";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S9"],
    status: Status::Full,
    sentence: "What a laboratory lacks, it takes in part from those ahead; what it took, fades",
    off: "borrowing.rate is 0",
};

parameters! {
    /// How capability passes from those ahead to those behind.
    pub struct Parameters in "borrowing" {
        /// Rate at which the gap to a source closes with every channel open.
        rate: "1/yr" in 0.0..=20.0;
        /// Rate at which borrowed capability fades.
        fade: "1/yr" in 0.01..=10.0;
        /// Gap below which there is nothing to learn.
        margin: "log" in 0.0..=3.0;
        /// Weight of open models, relative to the other channels.
        weight_commons: "weight" in 0.001..=100.0;
        /// Weight of learning from published models by querying them.
        weight_distillation: "weight" in 0.001..=100.0;
        /// Weight of people who move and talk.
        weight_people: "weight" in 0.001..=100.0;
        /// Weight of papers.
        weight_papers: "weight" in 0.001..=100.0;
        /// How far people reach across blocs, against one within a bloc.
        people_abroad: "share" in 0.0..=1.0;
    }
}

/// Levers on channels.
const LEVERS: &[Lever] = &[
    Lever {
        key: "borrowing.commons",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 1.0,
        axis: "bloc",
        sentence: "How far open models reach the bloc's laboratories",
        mechanism: KEY,
    },
    Lever {
        key: "borrowing.access",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 1.0,
        axis: "bloc",
        sentence: "How far foreigners may query the bloc's published models",
        mechanism: KEY,
    },
    Lever {
        key: "borrowing.papers",
        unit: "share",
        domain: Domain::SHARE,
        neutral: 1.0,
        axis: "bloc",
        sentence: "How far papers reach the bloc's laboratories",
        mechanism: KEY,
    },
];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[Outcome::stock(
    "borrowed_capability",
    "bloc",
    "log",
    "Borrowed part of the capability of the bloc's best laboratory",
)
.linear(-1.0, 30.0)
.of(KEY)];

static COMMONS: Line = Line { part: "S9", key: "commons", sentence: "learnt from open models" };
static DISTILLED: Line =
    Line { part: "S9", key: "distilled", sentence: "learnt by querying published models" };
static PEOPLE: Line = Line { part: "S9", key: "people", sentence: "learnt from people" };
static PAPERS: Line = Line { part: "S9", key: "papers", sentence: "learnt from papers" };
static FADED: Line = Line { part: "S9", key: "faded", sentence: "borrowed capability that faded" };

/// Limits that can bind.
const CONSTRAINTS: &[&Constraint] = &[&AHEAD];
static AHEAD: Constraint = Constraint {
    part: "S9",
    key: "borrowing.ahead",
    axis: "laboratory",
    sentence: "nobody is far enough ahead to teach it anything",
};

const BORROWED: Stock = Stock::new("borrowed", "laboratory", "log", "Borrowed capability");
/// Its stocks.
const STOCKS: &[Stock] = &[BORROWED];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared {
    levers: LEVERS,
    outcomes: OUTCOMES,
    stocks: STOCKS,
    constraints: CONSTRAINTS,
    ..Declared::of(ABOUT)
};

/// Parameters derived once a future.
#[derive(Clone, Copy, Debug)]
pub struct Derived<R> {
    /// Rate at which each channel closes its gap, 1/yr: commons, distillation, people, papers.
    pub rates: [R; 4],
    /// Length of a step, years.
    pub dt: R,
}

impl<R: Real> Derived<R> {
    /// Derives them.
    #[inline(always)]
    #[must_use]
    pub fn new(p: &Parameters<R>, _: &Setting, calendar: &Calendar) -> Self {
        let dt = calendar.dt();
        let mut rates = [p.weight_commons, p.weight_distillation, p.weight_people, p.weight_papers];
        let total = rates[0] + rates[1] + rates[2] + rates[3];
        for weight in &mut rates {
            *weight = p.rate * *weight / total;
        }
        Self { rates, dt: R::splat(dt) }
    }
}

/// The best source of a channel: its gap weighted by reach, a log, and its reach, a share; both are zero where nothing is
/// taught.
#[derive(Clone, Copy)]
struct Channel<R> {
    weighted_gap: R,
    reach: R,
}

impl<R: Real> Channel<R> {
    #[inline(always)]
    fn none() -> Self {
        Self { weighted_gap: R::zero(), reach: R::zero() }
    }

    /// Replaces the source by another that teaches more.
    #[inline(always)]
    fn consider(&mut self, reach: R, gap: R) {
        let weighted_gap = reach * gap;
        let more = weighted_gap.gt(self.weighted_gap);
        self.weighted_gap = R::select(more, weighted_gap, self.weighted_gap);
        self.reach = R::select(more, reach, self.reach);
    }
}

/// Inputs of borrowing.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// The step: a laboratory not yet born neither learns nor teaches.
    pub now: Moment,
    /// Capability at the start of the step, published or not.
    pub capability: &'a Row<R, Laboratory>,
    /// Published capability, a log.
    pub published: &'a Row<R, Laboratory>,
    /// Capability in the commons, a log.
    pub open: &'a Row<R, Laboratory>,
    /// `borrowing.commons`: reach of open models, a share by bloc.
    pub commons: &'a [f64],
    /// `borrowing.access`: reach of each bloc's published models abroad, a share.
    pub access: &'a [f64],
    /// `borrowing.papers`: reach of papers, a share by bloc.
    pub papers: &'a [f64],
}

/// Borrowed capability, a log.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Borrowed capability of each laboratory, a log.
    pub borrowed: Row<R, Laboratory>,
}

impl<R: Real> Stocks<R> {
    /// Nothing borrowed.
    #[inline(always)]
    #[must_use]
    pub fn empty(setting: &Setting) -> Self {
        Self { borrowed: Row::filled(setting.laboratories.len(), R::zero()) }
    }
}

impl<R: Real> Held<R> for Stocks<R> {
    fn visit(&self, visitor: &mut dyn FnMut(Account, Domain, R)) {
        BORROWED.show(&self.borrowed, visitor);
    }
}

impl<R: Real, L: Ledger<R>> Work for Transition<'_, Parameters<R>, Derived<R>, Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, derived, reads, stocks: Stocks { borrowed }, ledger } = self;
        let Reads { setting, now, capability, published, open, commons, access, papers } = reads;
        let open = value_past(greatest(open.values()), &loops::COMMONS, ledger);
        let time = now.time;
        let none = Row::filled(setting.blocs.len(), R::splat(f64::NEG_INFINITY));
        let (mut best_published, mut best_capability): (Row<R, Bloc>, Row<R, Bloc>) = (none.clone(), none);
        for b in setting.blocs.places() {
            let [mut shown, mut able] = [best_published[b], best_capability[b]];
            for &l in one_by_one(&setting.laboratories_of[b]) {
                if time >= setting.laboratories[l].born {
                    (shown, able) = (shown.max(published[l]), able.max(capability[l]));
                }
            }
            (best_published[b], best_capability[b]) = (shown, able);
        }
        // The best that is published, and that there is, outside each bloc.
        let mut others: Row<[R; 2], Bloc> =
            Row::filled(setting.blocs.len(), [R::splat(f64::NEG_INFINITY); 2]);
        for b in setting.blocs.places() {
            for o in setting.blocs.places() {
                if o != b {
                    let [abroad, able] = others[b];
                    others[b] = [abroad.max(best_published[o]), able.max(best_capability[o])];
                }
            }
        }
        for (l, data) in one_by_one(setting.laboratories.iter()) {
            if time < data.born {
                continue;
            }
            // Nothing is learnt from whoever is less than the margin ahead.
            let from = capability[l] + p.margin;
            let mut channels = [Channel::none(); 4];
            channels[0].consider(R::splat(commons[data.bloc.get()]), (open - from).positive_part());
            // Every laboratory of another bloc reaches it alike, so that the best of each stands for all.
            // So does the best of its own: only distillation reaches differently far from bloc to bloc.
            let [abroad, able] = others[data.bloc];
            let [mut at_home, mut peer] = [R::splat(f64::NEG_INFINITY); 2];
            for o in setting.blocs.places() {
                if o != data.bloc {
                    let shown = (best_published[o] - from).positive_part();
                    channels[1].consider(R::splat(access[o.get()]), shown);
                }
            }
            for &j in &setting.laboratories_of[data.bloc] {
                if j != l && time >= setting.laboratories[j].born {
                    at_home = at_home.max(published[j]);
                    peer = peer.max(capability[j]);
                }
            }
            channels[1].consider(R::one(), (at_home - from).positive_part());
            channels[2].consider(p.people_abroad, (able - from).positive_part());
            channels[2].consider(R::one(), (peer - from).positive_part());
            let shown = (abroad.max(at_home) - from).positive_part();
            channels[3].consider(R::splat(papers[data.bloc.get()]), shown);
            for channel in &mut channels {
                channel.weighted_gap = value_past(channel.weighted_gap, &loops::CATCHING_UP, ledger);
            }
            let mut pull = p.fade;
            for (channel, &rate) in channels.iter().zip(&derived.rates) {
                pull = rate.mul_add(channel.reach, pull);
            }
            let moves = -(-(pull * derived.dt)).exp_m1() / pull;
            let account = BORROWED.account(l.get(), 0);
            let before = borrowed[l];
            let mut learnt = -(before * p.fade);
            for (channel, &rate) in channels.iter().zip(&derived.rates) {
                learnt = rate.mul_add(channel.weighted_gap, learnt);
            }
            let lines = || {
                let due = |channel: usize| moves * derived.rates[channel] * channels[channel].weighted_gap;
                [
                    (&FADED, -(before * p.fade * moves)),
                    (&COMMONS, due(0)),
                    (&DISTILLED, due(1)),
                    (&PEOPLE, due(2)),
                    (&PAPERS, due(3)),
                ]
            };
            let after = moves.mul_add(learnt, before);
            set_by(&mut borrowed[l], account, after, lines, ledger);
        }
    }
}

/// Inputs of the report of borrowing.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Capability, published or not.
    pub capability: &'a Row<R, Laboratory>,
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, Derived<R>, Reported<'_, R>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads: Reported { setting, capability }, stocks, mut report, .. } = self;
        for b in one_by_one(setting.blocs.places()) {
            tell!(report, "borrowed_capability", b => {
                let (mut leader, mut borrowed) = (R::splat(f64::NEG_INFINITY), R::zero());
                for &l in one_by_one(&setting.laboratories_of[b]) {
                    let ahead = capability[l].gt(leader);
                    leader = R::select(ahead, capability[l], leader);
                    borrowed = R::select(ahead, stocks.borrowed[l], borrowed);
                }
                borrowed
            });
        }
    }
}

//! **S15 · Institutions.** What a bloc's institutions are is numbers of other parts; a bloc can take on those of another, whole
//! or bundle by bundle.
//!
//! ```text
//! θ*_b = (1 − h x) θ_b + h x θ_i       x = lever of the bundle that θ belongs to,   i = the bloc that b imitates (data)
//! ln I_b = ½ [k (ln C_b/G + ln S_b) + A_b]                                          innovation output
//! ```
//!
//! | bundle | lever | what it holds |
//! |---|---|---|
//! | finance (S4) | `institutions.finance` | `capital.friction`, `capital.depth`, `capital.venture` |
//! | the state (S2) | `institutions.state` | what it plans over value added: `state.infrastructure`, `funds`, `chips`, `research` |
//! | cities (S1) | `institutions.cities` | what programmes of cities pay over value added, spread over the bloc's own by firms there |
//! | use (S7, S8) | `institutions.push` | `adoption.absorption`; `push_money`, `subsidy_money` over value added |
//! | society (S12) | `institutions.society` | `legitimacy.growth_weight`, `displaced_weight`, `promise_weight`, `threshold` |
//! | openness (S9) | `openness.imitation` | `openness.stance`, all of it: laboratories take a stance or do not, h is 1 |
//!
//! All blocs share one functional form, so a bundle is numbers and any bloc can have any other's. What is the same for all, such
//! as the effectiveness of state money by task, its lag and crowding in, is nobody's institution and stays; so do sizes,
//! people, chips, records, and what a policy does through other levers.
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | θ, θ* | a parameter of a bundle; the same in force | its own | bloc |
//! | h | how much of what is taken on takes hold | share | – |
//! | I | innovation output: what laboratories and firms of the bloc can bring out by themselves | index | bloc |
//! | C, G | largest training run (frontier); unit of capability | FLOP | bloc; – |
//! | S | software that the bloc has found (discovery) | ratio | bloc |
//! | A | quality of applications, in logs of the odds that a user takes them (applications) | log | bloc |
//! | k | worth of a log unit of capability in a product (applications) | 1/log | – |
//!
//! Innovation output is the geometric mean of two outputs, as the output side of the Global Innovation Index is the mean of two:
//! knowledge and technology, here the model that a bloc can make with what it has found and built itself, and creative
//! output, here its applications. What is borrowed is in neither. It is 1 for a run of 1e25 FLOP with the software of
//! 2020-Q1 and plain applications.
//!
//! What is copied works in part: law that countries received without having adapted it or known its principles is about a third
//! less effective (a working paper of Berkowitz, Pistor and Richard 2003), and of reforms of states by the book of others some
//! take and many do not (World Bank 2008; Andrews, Pritchett and Woolcock 2017 call the form without the function isomorphic
//! mimicry). h is a judgement of that, the same for every bundle and bloc: 1 is a bundle that works as where it comes from, 0
//! one that changes nothing.
//!
//! **Time**: in force from the step in which the lever moves; state money still comes with its lag, and what follows slowly follows
//! slowly.
//! **Source**: the essay's question which system fosters innovation better; weights of the two outputs are
//! equal as in the index. **Leaves out** what making the change costs, that some bundles take hold better than others and that
//! more of them does with years, law and schooling, and institutions of whom nobody is named to imitate: such a bloc keeps its own.
//! **Turned off when** every lever of institutions is 0.

use super::legitimacy;
use crate::math::moved;
use crate::mechanisms::diffusion::adoption;
use crate::mechanisms::finance::{capital, state};
use crate::mechanisms::research::laboratories::best_of;
use crate::report::tell;
use crate::tolerances::OF_USE;
use crate::transition::{Outcomes, Transition};
use crate::world::{Bloc, Laboratory, Setting};
use overtake_model::{Declared, Domain, Held, Index, Lever, Mechanism, Outcome, Row, Status, parameters};
use overtake_num::level::Work;
use overtake_num::{Real, one_by_one};

/// Key of the mechanism.
pub const KEY: &str = "institutions";

/// The mechanism.
const ABOUT: Mechanism = Mechanism {
    key: KEY,
    parts: &["S15"],
    status: Status::Full,
    sentence: "A bloc takes on another's institutions, whole or bundle by bundle: they are parameters of other parts",
    off: "every lever of institutions is 0",
};

parameters! {
    /// How institutions travel.
    pub struct Parameters in "institutions" {
        /// How much of what a bloc takes on of another's institutions takes hold there.
        takes_hold: "share" in 0.0..=1.0;
    }
}

const fn bundle(key: &'static str, sentence: &'static str) -> Lever {
    Lever { key, unit: "share", domain: Domain::SHARE, neutral: 0.0, axis: "bloc", sentence, mechanism: KEY }
}

/// Levers on institutions.
const LEVERS: &[Lever] = &[
    bundle(
        "institutions.finance",
        "How far the bloc takes on the financial system of the bloc that it imitates: friction and depth of markets",
    ),
    bundle(
        "institutions.state",
        "How far the bloc's state plans money for AI as that of the bloc that it imitates does, over value added",
    ),
    bundle(
        "institutions.cities",
        "How far the bloc's cities pay AI firms as those of the bloc that it imitates do, over value added",
    ),
    bundle(
        "institutions.push",
        "How far the bloc absorbs new technology and pays for its use as the bloc that it imitates does",
    ),
    bundle(
        "institutions.society",
        "How far satisfaction and repression answer as in the bloc that it imitates",
    ),
];

/// Outcomes that it reports.
const OUTCOMES: &[Outcome] = &[Outcome::stock(
    "innovation_output",
    "bloc",
    "index",
    "Innovation output: geometric mean of the model that the bloc can make by itself and of the quality of its applications",
)
.positive()
.headline()
.tolerance(OF_USE)
.of(KEY)];

/// Its declaration, parameters apart.
pub const DECLARED: Declared = Declared { levers: LEVERS, outcomes: OUTCOMES, ..Declared::of(ABOUT) };

/// A parameter between a bloc's own and another's, at a share of the way. Both ends are exact.
#[inline(always)]
pub fn blend<R: Real>(own: R, other: R, share: R) -> R {
    other.mul_add(share, own * (R::one() - share))
}

/// Each bloc's own parameters, of which bundles of institutions are made.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a, R> {
    /// Parameters of capital.
    pub capital: &'a capital::Parameters<R>,
    /// Parameters of the state.
    pub state: &'a state::Parameters<R>,
    /// Parameters of adoption.
    pub adoption: &'a adoption::Parameters<R>,
    /// Parameters of legitimacy.
    pub legitimacy: &'a legitimacy::Parameters<R>,
}

/// Inputs of institutions.
#[derive(Clone, Copy, Debug)]
pub struct Reads<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Each bloc's own parameters.
    pub own: Own<'a, R>,
    /// `institutions.finance` by bloc.
    pub finance: &'a [f64],
    /// `institutions.state` by bloc.
    pub state: &'a [f64],
    /// `institutions.push` by bloc.
    pub push: &'a [f64],
    /// `institutions.society` by bloc.
    pub society: &'a [f64],
    /// Value added, USD of 2024 a year.
    pub value_added: &'a Row<R, Bloc>,
}

/// Parameters in force in each bloc.
#[derive(Clone, Debug)]
pub struct Stocks<R> {
    /// Parameters of capital.
    pub capital: capital::Parameters<R>,
    /// Parameters of the state.
    pub state: state::Parameters<R>,
    /// Parameters of adoption.
    pub adoption: adoption::Parameters<R>,
    /// Parameters of legitimacy.
    pub legitimacy: legitimacy::Parameters<R>,
    /// Whether parameters of some bloc are not its own.
    imitation: bool,
}

impl<R: Real> Stocks<R> {
    /// Each bloc's own parameters in force.
    #[inline(always)]
    #[must_use]
    pub fn empty(
        _: &Setting,
        capital: &capital::Parameters<R>,
        state: &state::Parameters<R>,
        adoption: &adoption::Parameters<R>,
        legitimacy: &legitimacy::Parameters<R>,
    ) -> Self {
        Self {
            capital: capital.clone(),
            state: state.clone(),
            adoption: adoption.clone(),
            legitimacy: legitimacy.clone(),
            imitation: false,
        }
    }
}

impl<R: Real> Held<R> for Stocks<R> {}

impl<R: Real, L> Work for Transition<'_, Parameters<R>, (), Reads<'_, R>, Stocks<R>, L> {
    type Done = ();

    /// Brings in force what takes hold of the institutions that levers ask for.
    #[inline(always)]
    fn run(self) {
        let Transition { parameters: p, reads, stocks: in_force, .. } = self;
        let Reads { setting, own, finance, state, push, society, value_added } = reads;
        let taken = moved(finance) | moved(state) | moved(push) | moved(society);
        // Where nothing is taken nor was, the own is in force.
        if !taken && !in_force.imitation {
            return;
        }
        in_force.imitation = taken;
        let mut alike = value_added.clone();
        for size in alike.values_mut() {
            *size = R::one();
        }
        let (finance, state) = (holding_shares(p, finance), holding_shares(p, state));
        let (push, society) = (holding_shares(p, push), holding_shares(p, society));
        set_in_force(&mut in_force.capital.friction, &own.capital.friction, setting, &finance, &alike);
        set_in_force(&mut in_force.capital.depth, &own.capital.depth, setting, &finance, &alike);
        set_in_force(&mut in_force.capital.venture, &own.capital.venture, setting, &finance, &alike);
        set_in_force(&mut in_force.state.infrastructure, &own.state.infrastructure, setting, &state, &alike);
        set_in_force(&mut in_force.state.funds, &own.state.funds, setting, &state, &alike);
        set_in_force(&mut in_force.state.chips, &own.state.chips, setting, &state, &alike);
        set_in_force(&mut in_force.state.research, &own.state.research, setting, &state, &alike);
        set_in_force(&mut in_force.adoption.absorption, &own.adoption.absorption, setting, &push, &alike);
        set_in_force(
            &mut in_force.adoption.push_money,
            &own.adoption.push_money,
            setting,
            &push,
            value_added,
        );
        set_in_force(
            &mut in_force.adoption.subsidy_money,
            &own.adoption.subsidy_money,
            setting,
            &push,
            value_added,
        );
        set_in_force(
            &mut in_force.legitimacy.growth_weight,
            &own.legitimacy.growth_weight,
            setting,
            &society,
            &alike,
        );
        set_in_force(
            &mut in_force.legitimacy.displaced_weight,
            &own.legitimacy.displaced_weight,
            setting,
            &society,
            &alike,
        );
        set_in_force(
            &mut in_force.legitimacy.promise_weight,
            &own.legitimacy.promise_weight,
            setting,
            &society,
            &alike,
        );
        set_in_force(
            &mut in_force.legitimacy.threshold,
            &own.legitimacy.threshold,
            setting,
            &society,
            &alike,
        );
    }
}

/// Share of a bundle that takes hold, by bloc.
#[inline(always)]
fn holding_shares<R: Real>(p: &Parameters<R>, lever: &[f64]) -> Row<R, Bloc> {
    let mut holding_shares = Row::filled(lever.len(), p.takes_hold);
    for (holding_shares, &share) in holding_shares.values_mut().iter_mut().zip(lever) {
        *holding_shares *= R::splat(share);
    }
    holding_shares
}

/// Sets a parameter in force between a bloc's own and the imitated bloc's, scaled to the bloc's size.
#[inline(always)]
fn set_in_force<R: Real>(
    in_force: &mut [R],
    own: &[R],
    setting: &Setting,
    share: &Row<R, Bloc>,
    size: &Row<R, Bloc>,
) {
    for b in one_by_one(setting.blocs.places()) {
        let n = b.get();
        if let Some(other) = setting.imitates[b] {
            let fitted = own[other.get()] * (size[b] / size[other]);
            in_force[n] = blend(own[n], fitted, share[b]);
        }
    }
}

/// Innovation output, from the largest run, software and quality of applications, all logs.
#[inline(always)]
fn innovation<R: Real>(worth: R, ln_run: R, ln_software: R, quality: R) -> R {
    (worth.mul_add(ln_run + ln_software, quality) * R::splat(0.5)).exp()
}

/// Inputs of the report of institutions.
#[derive(Clone, Copy, Debug)]
pub struct Reported<'a, R> {
    /// Members.
    pub setting: &'a Setting,
    /// Worth of capability in applications.
    pub worth: R,
    /// Log of each laboratory's largest run over the unit of capability.
    pub ln_run: &'a Row<R, Laboratory>,
    /// Software efficiency, in logs.
    pub ln_software: &'a Row<R, Bloc>,
    /// Quality of applications, a log.
    pub quality: &'a Row<R, Bloc>,
}

impl<R: Real> Work for Outcomes<'_, '_, R, Parameters<R>, (), Reported<'_, R>, Stocks<R>> {
    type Done = ();

    #[inline(always)]
    fn run(self) {
        let Outcomes { reads, mut report, .. } = self;
        for b in one_by_one(reads.setting.blocs.places()) {
            tell!(report, "innovation_output", b => {
                let own = &reads.setting.laboratories_of[b];
                let run = best_of(own, reads.ln_run, R::splat(f64::NEG_INFINITY));
                innovation(reads.worth, run, reads.ln_software[b], reads.quality[b])
            });
        }
    }
}

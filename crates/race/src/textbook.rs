//! The textbook race: two blocs, five laboratories and ten sectors each, on one page.
//!
//! ```text
//! Q_i = ln(A_i C_i);   q_b = max over its laboratories;   q* = max q_b;   gap = q_0 − q_1;   A* = max A_i
//! m   = τ where gap < 0.8, else 1 + (τ − 1)/2                         price multiplier of the controlled bloc 1
//! e_i = exp(μ (Q_i − q*));   S_b = Σ e in b + 0.3 Σ e in o
//! z_bs = logistic(κ (q_b − θ − 0.5 s));   x_bs′ = ν (z − x)(0.05 + x);   X_b = Σ_s (s+1)/55 x_bs;   V_b = Y_b X_b
//! income_b = 0.05 (V_b/S_b + 0.3 V_o/S_o) + 0.02 Y_b (0.1 + X_b)/S_b
//! want_i = ρ K_i /(price · m_b);   r_b = min(1, cap_b / Σ want)
//! A′ = 0.3 C^α A^{1−φ} (1 + β X_b) + σ (A* − A);   C′ = r_b want − δ C;   K′ = income_b e − ρ K
//! cap_b′ = g_cap cap_b;   price′ = −γ price;   H′ = 0.01 (q* − 4)⁺/(1 + gap²);   Y_b′ = (g_b + 0.1 X_b) Y_b
//! welfare′ = discount (Y_0 + Y_1);   discount′ = −0.03 discount
//! ```
//! Explicit Euler over 25 years; all right-hand sides read the start of the step, except that X uses the updated x and
//! welfare the updated Y: the published quantiles of welfare come out so, and not otherwise.
//!
//! **Reads** its twelve parameters, no lever, no luck. **Source**: written out with its quantiles in the project's
//! research on engines; it stands beside the full race so that speed, designs and answers can be checked on something
//! small. **Leaves out** nearly everything. **Turned off when** never.

use overtake_model::{
    Account, Calendar, Declaration, Draws, Dynamics, Layout, Ledger, LeverTable, Mechanism, Model, Moment,
    Observation, Outcome, Status, Values, World, WorldError, parameters,
};
use overtake_num::{Inlined, Level, Real, array};

const KEY: &str = "textbook";
const LABORATORIES: usize = 10;
const SECTORS: usize = 10;

parameters! {
    /// The twelve uncertainties.
    pub struct Small in "textbook" {
        /// Exponent of compute in the growth of software.
        alpha: "1" in 0.0..=1.0;
        /// Help of adoption to software.
        beta: "1" in 0.0..=1.0;
        /// Fishing out of ideas.
        phi: "1" in 0.0..=1.0;
        /// Ageing of compute.
        delta: "1/yr" in 0.0..=1.0;
        /// Fall of the price of compute.
        gamma: "1/yr" in 0.0..=1.0;
        /// Share of capital spent on compute.
        rho: "1/yr" in 0.0..=1.0;
        /// Price multiplier of the controlled bloc.
        tau: "ratio" in 1.0..=10.0;
        /// Spillover of software.
        sigma: "1/yr" in 0.0..=1.0;
        /// Steepness of adoption.
        kappa: "1" in 0.0..=10.0;
        /// Capability at which the first sector adopts.
        theta: "log" in 0.0..=10.0;
        /// Speed of adoption.
        nu: "1/yr" in 0.0..=2.0;
        /// Concentration of revenue.
        mu: "1" in 0.0..=10.0;
    }
}

const OUTCOMES: &[Outcome] = &[
    Outcome::stock("quality", "bloc", "log", "Best quality of the bloc").linear(-10.0, 60.0).headline().of(KEY),
    Outcome::stock("gap", "", "log", "Best quality of the first bloc less that of the second")
        .linear(-30.0, 50.0)
        .headline()
        .of(KEY),
    Outcome::stock("output", "bloc", "index", "Economic output").positive().headline().of(KEY),
    Outcome::stock("hazard", "", "1", "Hazard summed over time").positive().headline().of(KEY),
    Outcome::stock("welfare", "", "index", "Discounted output summed over time").positive().headline().of(KEY),
    Outcome::stock("overtaken_step", "", "step", "First step at which the second bloc leads, else 100")
        .linear(0.0, 101.0)
        .headline()
        .of(KEY),
];

/// The textbook race.
#[derive(Clone, Debug)]
pub struct Textbook;

/// Its stocks.
#[derive(Clone, Debug)]
pub struct State<R> {
    compute: [R; LABORATORIES],
    software: [R; LABORATORIES],
    capital: [R; LABORATORIES],
    adopted: [[R; SECTORS]; 2],
    output: [R; 2],
    cap: [R; 2],
    price: R,
    hazard: R,
    welfare: R,
    discount: R,
    overtaken: R,
}

impl Model for Textbook {
    type Plan = ();

    fn declaration() -> Declaration {
        Declaration {
            name: "textbook",
            axes: vec![overtake_model::AxisDeclaration {
                key: "bloc",
                sentence: "One of two blocs; the second is controlled",
                attributes: &[],
            }],
            mechanisms: vec![Mechanism {
                key: KEY,
                parts: &["S6"],
                status: Status::Full,
                sentence: "The small race on one page",
                off: "never",
            }],
            parameters: Small::<f64>::declare(),
            levers: Vec::new(),
            outcomes: OUTCOMES.to_vec(),
            series: Vec::new(),
            stocks: Vec::new(),
        }
    }

    fn build(world: &World, _: &Calendar) -> Result<Self, Vec<WorldError>> {
        let mut errors = world.check(&Self::declaration());
        if world.members("bloc").len() != 2 {
            errors.push(WorldError::Inconsistent {
                axis: "bloc".to_owned(),
                reason: "the textbook race has exactly two blocs".to_owned(),
            });
        }
        if errors.is_empty() { Ok(Self) } else { Err(errors) }
    }

    fn plan(&self, _: &Layout, _: &LeverTable) {}
}

impl<R: Real> Dynamics<R> for Textbook {
    type Parameters = Small<R>;
    type Luck = ();
    type State = State<R>;

    fn parameters(&self, values: &Values<'_, R>) -> Small<R> {
        Small::read(values)
    }

    fn luck(&self, _: &Small<R>, _: &Draws<'_>) {}

    fn start(&self, _: &Small<R>, (): &(), (): &()) -> State<R> {
        let compute = [1.0, 0.8, 0.6, 0.5, 0.3, 0.9, 0.7, 0.6, 0.4, 0.3];
        let software = [1.0, 0.95, 0.9, 0.85, 0.8, 0.95, 0.9, 0.85, 0.8, 0.75];
        State {
            compute: compute.map(R::splat),
            software: software.map(R::splat),
            capital: compute.map(|c| R::splat(2.0 * c)),
            adopted: [[R::splat(0.01); SECTORS]; 2],
            output: [R::splat(28.0), R::splat(26.0)],
            cap: [R::splat(5.0), R::splat(4.5)],
            price: R::one(),
            hazard: R::zero(),
            welfare: R::zero(),
            discount: R::one(),
            overtaken: R::splat(100.0),
        }
    }

    fn step<L: Ledger<R>>(
        &self,
        p: &Small<R>,
        (): &(),
        (): &(),
        now: Moment,
        state: &mut State<R>,
        _: &mut L,
    ) {
        R::Level::call(|| advance(p, now, state));
    }

    fn observe(
        &self,
        _: &Small<R>,
        (): &(),
        (): &(),
        _: Moment,
        state: &State<R>,
        out: &mut Observation<'_, R>,
    ) {
        R::Level::call(|| {
            let (_, q) = qualities(state);
            let values = [
                q[0],
                q[1],
                q[0] - q[1],
                state.output[0],
                state.output[1],
                state.hazard,
                state.welfare,
                state.overtaken,
            ];
            for (slot, value) in values.into_iter().enumerate() {
                out.set(slot, value);
            }
        });
    }

    fn visit(&self, state: &State<R>, visitor: &mut dyn FnMut(Account, R)) {
        for (member, &value) in state.capital.iter().enumerate() {
            visitor(Account { stock: "capital", member, item: 0 }, value);
        }
    }
}

/// Which bloc a laboratory works in.
const fn home(laboratory: usize) -> usize {
    laboratory / (LABORATORIES / 2)
}

#[inline(always)]
fn qualities<R: Real>(state: &State<R>) -> ([R; LABORATORIES], [R; 2]) {
    let each: [R; LABORATORIES] = array(|i| (state.software[i] * state.compute[i]).ln());
    let best = |b: usize| each[b * 5 + 1..b * 5 + 5].iter().folded(each[b * 5], |a, &q| a.max(q));
    (each, [best(0), best(1)])
}

#[inline(always)]
fn advance<R: Real>(p: &Small<R>, now: Moment, state: &mut State<R>) {
    let dt = R::splat(now.dt);
    let (each, q) = qualities(state);
    let best = q[0].max(q[1]);
    let gap = q[0] - q[1];
    let best_software = state.software.iter().skip(1).folded(state.software[0], |a, &v| a.max(v));
    let softer = (p.tau - R::one()).mul_add(R::splat(0.5), R::one());
    let multiplier = [R::one(), R::select(gap.lt(R::splat(0.8)), p.tau, softer)];
    let weight: [R; LABORATORIES] = array(|i| (p.mu * (each[i] - best)).exp());
    let own = |b: usize| weight[b * 5..b * 5 + 5].iter().folded(R::zero(), |s, &e| s + e);
    let sums = [own(0), own(1)];
    let market: [R; 2] = array(|b| R::splat(0.3).mul_add(sums[1 - b], sums[b]));

    let used: [R; 2] = array(|b| {
        (0..SECTORS).folded(R::zero(), |sum, s| {
            let reach = q[b] - p.theta - R::splat(0.5 * s as f64);
            let potential = (p.kappa * reach).logistic();
            let x = state.adopted[b][s];
            let grown = p.nu * (potential - x) * (R::splat(0.05) + x);
            state.adopted[b][s] = grown.mul_add(dt, x);
            state.adopted[b][s].mul_add(R::splat((s + 1) as f64 / 55.0), sum)
        })
    });
    let value: [R; 2] = array(|b| state.output[b] * used[b] / market[b]);
    let income: [R; 2] = array(|b| {
        let sold = R::splat(0.3).mul_add(value[1 - b], value[b]);
        let base = state.output[b] * (R::splat(0.1) + used[b]) / market[b];
        R::splat(0.05).mul_add(sold, R::splat(0.02) * base)
    });
    let want: [R; LABORATORIES] =
        array(|i| p.rho * state.capital[i] / (state.price * multiplier[home(i)]));
    let met: [R; 2] = array(|b| {
        let total = want[b * 5..b * 5 + 5].iter().folded(R::zero(), |s, &w| s + w);
        R::one().min(state.cap[b] / total)
    });
    for i in 0..LABORATORIES {
        let b = home(i);
        let (a, c) = (state.software[i], state.compute[i]);
        // C^α A^{1−φ} in one exponential: both logs are at hand.
        let ln_a = a.ln();
        let ideas = p.alpha.mul_add(each[i] - ln_a, (R::one() - p.phi) * ln_a).exp();
        let found = R::splat(0.3) * ideas * p.beta.mul_add(used[b], R::one());
        state.software[i] = p.sigma.mul_add(best_software - a, found).mul_add(dt, a);
        state.compute[i] = met[b].mul_add(want[i], -(p.delta * c)).mul_add(dt, c);
        let k = state.capital[i];
        state.capital[i] = income[b].mul_add(weight[i], -(p.rho * k)).mul_add(dt, k);
    }
    let growth = [0.35, 0.38];
    let trend = [0.02, 0.04];
    for b in 0..2 {
        state.cap[b] = (R::splat(growth[b]) * state.cap[b]).mul_add(dt, state.cap[b]);
        let rate = R::splat(0.1).mul_add(used[b], R::splat(trend[b]));
        state.output[b] = (rate * state.output[b]).mul_add(dt, state.output[b]);
    }
    let total = state.output[0] + state.output[1];
    state.welfare = (state.discount * total).mul_add(dt, state.welfare);
    state.price = (-(p.gamma * state.price)).mul_add(dt, state.price);
    let hazard = R::splat(0.01) * (best - R::splat(4.0)).positive_part() / gap.mul_add(gap, R::one());
    state.hazard = hazard.mul_add(dt, state.hazard);
    state.discount = (R::splat(-0.03) * state.discount).mul_add(dt, state.discount);
    let first = gap.lt(R::zero()) & state.overtaken.gt(R::splat(99.5));
    state.overtaken = R::select(first, R::splat(now.step as f64), state.overtaken);
}

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
//! **Source**: written out with its quantiles in the project's research on engines; it stands beside the full race so that
//! speed, designs and answers can be checked on something small. **Leaves out** nearly everything. **Turned off when** never.

use overtake_model::{
    Account, Calendar, Declaration, Domain, Draws, Dynamics, Layout, Ledger, LeverTable, Mechanism, Model,
    Moment, Observation, Outcome, Status, Values, World, WorldError, parameters,
};
use overtake_num::{Real, one_by_one, trampolines};

const KEY: &str = "textbook";
/// Laboratories of a bloc; the first bloc's come first.
const PER_BLOC: usize = 5;
const LABORATORIES: usize = 2 * PER_BLOC;
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
    Outcome::stock("quality", "bloc", "log", "Best quality of the bloc")
        .linear(-10.0, 60.0)
        .headline()
        .of(KEY),
    Outcome::stock("gap", "", "log", "Best quality of the first bloc less that of the second")
        .linear(-30.0, 50.0)
        .headline()
        .of(KEY),
    Outcome::stock("output", "bloc", "index", "Economic output").positive().headline().of(KEY),
    Outcome::stock("hazard", "", "1", "Hazard summed over time").positive().headline().of(KEY),
    Outcome::stock("welfare", "", "index", "Discounted output summed over time")
        .positive()
        .headline()
        .of(KEY),
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
    /// Logs of the two, which the next step starts from.
    ln_compute: [R; LABORATORIES],
    ln_software: [R; LABORATORIES],
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
                may_be_empty: false,
                key: "bloc",
                sentence: "One of two blocs; the second is controlled",
                // What the race says of a bloc may stand beside it.
                attributes: crate::world::BLOC,
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
            constraints: Vec::new(),
            loops: Vec::new(),
        }
    }

    fn build(world: &World, _: &Calendar) -> Result<Self, Vec<WorldError>> {
        let mut errors = world.check(&Self::declaration());
        if world.members("bloc").len() != 2 {
            errors.push(WorldError::Inconsistent {
                axis: "bloc".to_owned(),
                at: None,
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
            ln_compute: compute.map(|c| R::splat(c).ln()),
            ln_software: software.map(|a| R::splat(a).ln()),
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
        advance_all(p, now, state);
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
        report_all(state, out);
    }

    fn visit(&self, state: &State<R>, visitor: &mut dyn FnMut(Account, Domain, R)) {
        for (member, &value) in state.capital.iter().enumerate() {
            visitor(Account { stock: "capital", member, item: 0 }, Domain::NON_NEGATIVE, value);
        }
    }
}

trampolines! {
    fn advance_all<R>(p: &Small<R>, now: Moment, state: &mut State<R>) = advance;
    fn report_all<R>(state: &State<R>, out: &mut Observation<'_, R>) = report;
}

/// Log quality of each laboratory.
#[inline(always)]
fn qualities<R: Real>(state: &State<R>) -> [R; LABORATORIES] {
    let mut each = state.ln_software;
    for (each, &ln_c) in each.iter_mut().zip(&state.ln_compute) {
        *each += ln_c;
    }
    each
}

/// Logs one after the other: a loop this short keeps several in flight.
#[inline(always)]
fn logs<R: Real>(values: &[R; LABORATORIES], out: &mut [R; LABORATORIES]) {
    for (out, &value) in one_by_one(out.iter_mut().zip(values)) {
        *out = value.ln();
    }
}

/// A bloc's laboratories' greatest value.
#[inline(always)]
fn best_of<R: Real>(each: &[R; LABORATORIES], bloc: usize) -> R {
    let own = &each[bloc * PER_BLOC..(bloc + 1) * PER_BLOC];
    let mut best = own[0];
    for &value in &own[1..] {
        best = best.max(value);
    }
    best
}

/// A bloc's laboratories' sum.
#[inline(always)]
fn sum_of<R: Real>(each: &[R; LABORATORIES], bloc: usize) -> R {
    let mut sum = R::zero();
    for &value in &each[bloc * PER_BLOC..(bloc + 1) * PER_BLOC] {
        sum += value;
    }
    sum
}

#[inline(always)]
fn report<R: Real>(state: &State<R>, out: &mut Observation<'_, R>) {
    let each = qualities(state);
    let q = [best_of(&each, 0), best_of(&each, 1)];
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
}

/// Adoption of one bloc over a step; what is used of it at its end, weighted by sector.
#[inline(always)]
fn adopt<R: Real>(p: &Small<R>, quality: R, dt: R, adopted: &mut [R; SECTORS]) -> R {
    let mut used = R::zero();
    for (s, x) in one_by_one(adopted.iter_mut().enumerate()) {
        let reach = quality - p.theta - R::splat(0.5 * s as f64);
        let potential = (p.kappa * reach).logistic();
        let grown = p.nu * (potential - *x) * (R::splat(0.05) + *x);
        *x = grown.mul_add(dt, *x);
        used = x.mul_add(R::splat((s + 1) as f64 / 55.0), used);
    }
    used
}

#[inline(always)]
fn advance<R: Real>(p: &Small<R>, now: Moment, state: &mut State<R>) {
    let (dt, one) = (R::splat(now.dt), R::one());
    let mut weight = qualities(state);
    let q = [best_of(&weight, 0), best_of(&weight, 1)];
    let best = q[0].max(q[1]);
    let gap = q[0] - q[1];
    let best_software = best_of(&state.software, 0).max(best_of(&state.software, 1));
    let softer = (p.tau - one).mul_add(R::splat(0.5), one);
    let multiplier = [one, R::select(gap.lt(R::splat(0.8)), p.tau, softer)];
    for weight in one_by_one(&mut weight) {
        *weight = (p.mu * (*weight - best)).exp();
    }
    let own = [sum_of(&weight, 0), sum_of(&weight, 1)];
    let market = [R::splat(0.3).mul_add(own[1], own[0]), R::splat(0.3).mul_add(own[0], own[1])];

    let [first, second] = &mut state.adopted;
    let used = [adopt(p, q[0], dt, first), adopt(p, q[1], dt, second)];
    let value = [state.output[0] * used[0] / market[0], state.output[1] * used[1] / market[1]];
    for b in 0..2 {
        let buys = p.rho / (state.price * multiplier[b]);
        let met = one.min(state.cap[b] / (buys * sum_of(&state.capital, b)));
        let bought = met * buys;
        let sold = R::splat(0.3).mul_add(value[1 - b], value[b]);
        let base = state.output[b] * (R::splat(0.1) + used[b]) / market[b];
        let income = R::splat(0.05).mul_add(sold, R::splat(0.02) * base);
        let use_factor = p.beta.mul_add(used[b], one);
        for i in one_by_one(b * PER_BLOC..(b + 1) * PER_BLOC) {
            let (a, c, k) = (state.software[i], state.compute[i], state.capital[i]);
            let ideas = p.alpha.mul_add(state.ln_compute[i], (one - p.phi) * state.ln_software[i]).exp();
            let found = R::splat(0.3) * ideas * use_factor;
            state.software[i] = p.sigma.mul_add(best_software - a, found).mul_add(dt, a);
            state.compute[i] = bought.mul_add(k, -(p.delta * c)).mul_add(dt, c);
            state.capital[i] = income.mul_add(weight[i], -(p.rho * k)).mul_add(dt, k);
        }
        state.cap[b] = (R::splat([0.35, 0.38][b]) * state.cap[b]).mul_add(dt, state.cap[b]);
        let rate = R::splat(0.1).mul_add(used[b], R::splat([0.02, 0.04][b]));
        state.output[b] = (rate * state.output[b]).mul_add(dt, state.output[b]);
    }
    logs(&state.software, &mut state.ln_software);
    logs(&state.compute, &mut state.ln_compute);
    let total = state.output[0] + state.output[1];
    state.welfare = (state.discount * total).mul_add(dt, state.welfare);
    state.price = (-(p.gamma * state.price)).mul_add(dt, state.price);
    let hazard = R::splat(0.01) * (best - R::splat(4.0)).positive_part() / gap.mul_add(gap, one);
    state.hazard = hazard.mul_add(dt, state.hazard);
    state.discount = (R::splat(-0.03) * state.discount).mul_add(dt, state.discount);
    let first = gap.lt(R::zero()) & state.overtaken.gt(R::splat(99.5));
    state.overtaken = R::select(first, R::splat(now.step as f64), state.overtaken);
}

//! **S14 · Regime.** Whether a lead closes or grows on its own, and by which loop.
//!
//! ```text
//! x′ = φ(t) + λx x + β min(z, h)                       technology
//! z′ = ξ(t) + ρ x + λz z − τ (z − h)⁺                  deployment
//! h′ = ψ(t) + μ (x + min(z, h)) + λh h                 hardware
//! slack hardware, z < h:    closes iff λx + λz < 0 and λx λz > βρ           else a development flywheel
//! binding hardware, z > h:  closes iff λx + λh + μ < 0 and λx (λh + μ) > βμ else a hardware moat
//! λx > 0:                   the frontier runs away by itself, whatever the loops do
//! ```
//! All are gaps between a leader and a follower, in logs. In any model J is found by moving one gap at a time a little, running
//! both paths for a while under the same luck, and taking J = ln(Φ)/T of what the moves have become. The conditions are then
//! read from J: a loop of x and o grows where J_xo J_ox > J_xx J_oo, as in the lines above.
//!
//! | symbol | name | unit |
//! |---|---|---|
//! | x, z, h | gaps of technology, deployment, hardware | log |
//! | λ | rate at which a gap grows by itself, negative where it closes | 1/yr |
//! | τ | rate at which deployment beyond hardware is given up | 1/yr |
//! | β, ρ | what deployment adds to technology, technology to deployment | 1/yr |
//! | μ | what income adds to hardware | 1/yr |
//! | φ, ξ, ψ | what a head start adds while it lasts | 1/yr |
//! | Φ | what is left after T years of a small move of each gap | ratio |
//!
//! Pure functions that neither read nor write the model. **Source**: RAND RRA4444-1, Cases 1 and 2; its Case 4, with slow capital,
//! closes where Case 2 does. **Leaves out** slow capital itself.

/// Parameters of the gaps, each a rate of one year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gaps {
    /// λx: technology's gap by itself.
    pub(super) technology: f64,
    /// λz: deployment's gap by itself.
    pub(super) deployment: f64,
    /// λh: hardware's gap by itself.
    pub(super) hardware: f64,
    /// τ: rate at which deployment beyond hardware is given up.
    pub(super) idle: f64,
    /// β: addition of deployment to technology.
    pub(super) learning: f64,
    /// ρ: addition of technology to deployment.
    pub(super) uptake: f64,
    /// μ: addition of income to hardware.
    pub(super) reinvestment: f64,
}

/// A square matrix of the three gaps: technology, deployment, hardware.
pub(super) type Matrix = [[f64; 3]; 3];

/// Fate of a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Regime {
    /// It closes.
    Closing,
    /// It grows because technology brings deployment and deployment technology.
    Flywheel,
    /// It grows because hardware brings income and income hardware.
    Moat,
    /// It grows because technology's lead feeds itself.
    Frontier,
}

impl Gaps {
    /// Rates of change of the gaps, without a head start.
    #[must_use]
    pub(super) fn rates(&self, [x, z, h]: [f64; 3]) -> [f64; 3] {
        let used = z.min(h);
        [
            self.technology * x + self.learning * used,
            self.uptake * x + self.deployment * z - self.idle * (z - h).max(0.0),
            self.reinvestment * (x + used) + self.hardware * h,
        ]
    }

    /// Jacobian of the rates, 1/yr, where hardware binds or is slack.
    #[must_use]
    pub(super) fn jacobian(&self, binds: bool) -> Matrix {
        let Self { technology, deployment, hardware, idle, learning, uptake, reinvestment } = *self;
        if binds {
            [
                [technology, 0.0, learning],
                [uptake, deployment - idle, idle],
                [reinvestment, 0.0, reinvestment + hardware],
            ]
        } else {
            [[technology, learning, 0.0], [uptake, deployment, 0.0], [reinvestment, reinvestment, hardware]]
        }
    }
}

/// Greatest rate, its real part, of two gaps left to themselves.
fn pair(j: &Matrix, a: usize, b: usize) -> f64 {
    let (half, across) = (0.5 * (j[a][a] + j[b][b]), j[a][b] * j[b][a]);
    let apart = 0.5 * (j[a][a] - j[b][b]);
    half + (apart * apart + across).max(0.0).sqrt()
}

/// Fate of a lead whose gaps move by this matrix, the first of these that holds: the frontier runs away by itself; no gap
/// grows; of the two loops the one that grows faster alone.
#[must_use]
pub(super) fn regime(j: &Matrix) -> Regime {
    if j[0][0] > 0.0 {
        Regime::Frontier
    } else if abscissa(j) <= 0.0 {
        Regime::Closing
    } else if pair(j, 0, 1) >= pair(j, 0, 2) {
        Regime::Flywheel
    } else {
        Regime::Moat
    }
}

/// Greatest real part of the eigenvalues: the rate at which a lead grows in the end.
#[must_use]
pub(super) fn abscissa(j: &Matrix) -> f64 {
    // Routh and Hurwitz tell whether all of J − s lies to the left; s is halved in between.
    let settles = |s: f64| {
        let a = |r: usize, c: usize| if r == c { j[r][c] - s } else { j[r][c] };
        let minor = |p: usize, q: usize| a(p, p) * a(q, q) - a(p, q) * a(q, p);
        let trace = a(0, 0) + a(1, 1) + a(2, 2);
        let minors = minor(0, 1) + minor(0, 2) + minor(1, 2);
        let determinant = a(0, 0) * minor(1, 2) - a(0, 1) * (a(1, 0) * a(2, 2) - a(1, 2) * a(2, 0))
            + a(0, 2) * (a(1, 0) * a(2, 1) - a(1, 1) * a(2, 0));
        trace < 0.0 && determinant < 0.0 && -trace * minors > -determinant
    };
    let bound = j.iter().map(|row| row.iter().map(|v| v.abs()).sum::<f64>()).fold(0.0, f64::max);
    let (mut low, mut high) = (-bound - 1.0, bound + 1.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if settles(middle) { high = middle } else { low = middle }
    }
    0.5 * (low + high)
}

/// The matrix by which gaps move, from what small moves of each have become after some years: column c of `left` holds all
/// three gaps for a unit move of gap c. `None` where there is no real logarithm.
#[must_use]
pub(super) fn generator(left: &Matrix, years: f64) -> Option<Matrix> {
    let mut root = *left;
    let mut doubled = 1.0;
    for _ in 0..40 {
        if distance(&root, &identity()) < 0.1 {
            // ln A = 2 (Y + Y³/3 + …), Y = (A − 1)/(A + 1).
            let y = times(&sum(&root, &identity(), -1.0), &inverse(&sum(&root, &identity(), 1.0))?);
            let square = times(&y, &y);
            let (mut power, mut log) = (y, y);
            for odd in (3..24).step_by(2) {
                power = times(&power, &square);
                log = sum(&log, &power, 1.0 / f64::from(odd));
            }
            return Some(log.map(|row| row.map(|v| 2.0 * doubled * v / years)));
        }
        root = square_root(&root)?;
        doubled *= 2.0;
    }
    None
}

/// The square root by Denman and Beavers.
fn square_root(of: &Matrix) -> Option<Matrix> {
    let (mut y, mut z) = (*of, identity());
    for _ in 0..60 {
        let next = half(&sum(&y, &inverse(&z)?, 1.0));
        z = half(&sum(&z, &inverse(&y)?, 1.0));
        let moved = distance(&next, &y);
        y = next;
        if moved < 1e-14 {
            return Some(y);
        }
    }
    None
}

fn identity() -> Matrix {
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]
}

fn built(of: impl Fn(usize, usize) -> f64) -> Matrix {
    std::array::from_fn(|r| std::array::from_fn(|c| of(r, c)))
}

fn half(of: &Matrix) -> Matrix {
    of.map(|row| row.map(|v| 0.5 * v))
}

fn sum(a: &Matrix, b: &Matrix, weight: f64) -> Matrix {
    built(|r, c| a[r][c] + weight * b[r][c])
}

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    built(|r, c| a[r][0] * b[0][c] + a[r][1] * b[1][c] + a[r][2] * b[2][c])
}

fn distance(a: &Matrix, b: &Matrix) -> f64 {
    let apart = sum(a, b, -1.0);
    apart.iter().flatten().map(|v| v.abs()).fold(0.0, f64::max)
}

/// The inverse by cofactors; `None` where there is none.
fn inverse(of: &Matrix) -> Option<Matrix> {
    let cofactor = |r: usize, c: usize| {
        let (p, q, s, t) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3);
        of[p][s] * of[q][t] - of[p][t] * of[q][s]
    };
    let determinant: f64 = (0..3).map(|c| of[0][c] * cofactor(0, c)).sum();
    (determinant.abs() > 1e-300).then(|| built(|r, c| cofactor(c, r) / determinant))
}

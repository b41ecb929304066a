//! **S5 · Chip rules.** Dated rules say what share of each chip may be sold to each bloc.
//!
//! ```text
//! covers(r, i) = named  ∨  TPP_i ≥ T_r ∧ IO_i ≥ C_r  ∨  TPP_i ≥ T'_r ∧ density_i ≥ P_r
//! let(r, i)    = licensed share, or ℓ where none is known, if r licenses or i lies below both case-by-case lines;
//!                0 otherwise
//! force_r      = in force by date and policy · Π over replacing rules (1 − their force)
//!                a policy can keep a rule beyond its last day, not start it before its first
//! permitted_ib = mean over the days of a step of min over rules r with b among their destinations of 1 − force_r · (1 − let(r, i))
//! a rule of bloc o is reversed for good when h_o ∫ reversals_o dt from the end of the record on reaches −ln u
//! ```
//!
//! | symbol | name | unit | shape |
//! |---|---|---|---|
//! | covers | whether a rule applies to a chip | switch | rule × chip |
//! | let | share of demand let through | share | rule × chip |
//! | force | how far a rule is in force | share | rule × day |
//! | ℓ | share of applications granted | share | – |
//! | permitted | what the strictest rule leaves | share | chip × bloc × step |
//! | h, u | hazard that a rule is reversed; one draw a regime and future | 1/yr; – | issuer; rule |
//!
//! Which rule is the strictest is judged at ℓ = ½, whatever share of licences is granted.
//!
//! A rule is in force, announced (written, its first day still to come) or reversed. The record ends with the first day of the
//! youngest law; from then on a rule may be reversed, and what it denied is open. Rules that stand in for one another are one
//! regime with one draw, that of the law of the record which the others replace, and fall together: so a policy that puts
//! another rule in a law's place is held against the law under the same politics.
//! A reversal acts from its own moment: terms of the step are those before and those after, each by its share of the step.
//! Should two of them fall into one step of one future, both act from the first.
//!
//! **Time**: up to the end of the record the same in all futures, so settled once a policy.
//! **Source**: 87 FR 62186, 88 FR 73458, 91 FR 1684, each in `evidence/rules.toml` with its thresholds.
//! Beside that share stand the least quota, the least cap at a multiple of home sales and the greatest fee of the rules in
//! force; a limit in force for part of a step is as much wider, a fee as much smaller.
//! Rules on memory and tools say what share of them the chip makers of a bloc are denied; what follows is the foundries'
//! (`fabs.rs`).
//! **Leaves out** end use and company lists; rules that nobody has written yet, a reversed rule's return, and a licence that is
//! taken back for a denial; politics that make one regime's end follow another's.
//! **Turned off when** every rule is suspended; reversals, when `controls.reversals` is 0.

mod declaration;
mod in_force;
mod law;

pub use declaration::{DECLARED, KEY, Luck, Parameters, REVERSAL};
pub use in_force::{DenialsInForce, InForce, Reads, TermsInForce, UNBOUNDED};
pub use law::{Denials, Kind, Permits, Terms, Through, Treatment, treatment};

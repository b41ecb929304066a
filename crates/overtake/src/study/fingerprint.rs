//! What makes two runs the same: everything of a joined study that decides results, by name.

use crate::study::resolve::Prepared;
use overtake_ensemble::fingerprint::Fingerprint;
use overtake_evidence::{Prior, Shape};
use overtake_model::Slot;

/// Raised when runs from before are not to be gone on from, although nothing else here changed.
const VERSION: u32 = 1;

impl Prepared {
    /// A digest of everything that decides the results, the program's equations apart: runs of the same fingerprint and the same
    /// [`probe`](crate::run::batch::probe) are the same run. Names, labels and sources for people are left out.
    #[must_use]
    pub fn fingerprint(&self, claims: &str) -> String {
        let (study, layout) = (&self.study, &self.layout);
        let mut all = Fingerprint::new("study", VERSION);
        all.text("program", env!("CARGO_PKG_VERSION")).text("model", study.model.name());
        all.text("calendar.start", &study.calendar.start.to_string());
        all.whole("calendar.quarters", study.calendar.quarters as u64);
        all.whole("calendar.steps_per_quarter", study.calendar.steps_per_quarter as u64);
        all.whole("seed", study.seed).whole("futures", study.futures).text("design", study.design.name());
        for (slot, belief) in layout.parameters().iter().zip(&self.priors) {
            prior(&mut all, slot, belief);
        }
        for switch in &self.schools.list {
            all.text("switch", &switch.key);
            for school in &switch.positions {
                all.text("school", &school.key).number("school.weight", school.weight);
                for (&slot, belief) in &school.priors {
                    prior(&mut all, &layout.parameters()[slot], belief);
                }
            }
        }
        for &slot in &self.dimensions {
            all.text("dimension", &layout.parameters()[slot].key);
        }
        for (a, b, rho) in self.pairs() {
            all.text("pair", a).text("pair.with", b).number("pair.correlation", rho);
        }
        self.world(&mut all);
        for (policy, levers) in self.policies.iter().zip(&self.levers) {
            all.text("policy", &policy.resolved.policy.key).whole("policy.futures", policy.futures);
            for (slot, lever) in layout.levers().iter().enumerate() {
                all.text("lever", &lever.key).numbers("lever.path", levers.path(slot));
            }
        }
        all.text("claims", claims);
        all.digest()
    }

    /// Members, their numbers and their histories.
    fn world(&self, all: &mut Fingerprint) {
        for axis in &self.world.axes {
            all.text("axis", &axis.key);
            for member in &axis.members {
                all.text("member", &member.key);
                for (key, value) in &member.numbers {
                    all.text("attribute", key).number("attribute.value", *value);
                }
                for (key, others) in &member.references {
                    all.text("reference", key);
                    for other in others {
                        all.text("reference.to", other);
                    }
                }
            }
        }
        for series in &self.world.series {
            all.text("series", &series.key).text("series.member", &series.member);
            for &(at, value) in &series.knots {
                all.numbers("series.knot", &[at, value]);
            }
        }
    }
}

/// What is believed of a parameter.
fn prior(all: &mut Fingerprint, slot: &Slot, belief: &Prior) {
    all.text("parameter", &slot.key).number("parameter.central", belief.central);
    match &belief.shape {
        Shape::Fixed => all.text("parameter.spread", "fixed"),
        // A family's two quantiles are written so that they read back to the last bit.
        Shape::Spread { .. } => all.text("parameter.spread", &belief.shape.to_string()),
        Shape::Discrete { values, weights } => {
            all.numbers("parameter.values", values).numbers("parameter.weights", weights)
        }
    };
    all.numbers("parameter.domain", &[slot.domain.low, slot.domain.high]);
}

#[cfg(test)]
mod tests {
    use crate::project::Project;
    use crate::study::resolve::Prepared;
    use crate::study::written::{Changes, Study};
    use overtake_model::{LeverPath, LeverTable};

    fn project(set: &[&str]) -> Project {
        let set = set.iter().map(|s| (*s).to_owned()).collect();
        let policies = Some(vec!["as-is".to_owned(), "full-denial".to_owned()]);
        let changes = Changes { futures: Some(160), policies, set, ..Changes::default() };
        Project::new(Study::built_in("as-is", &changes).expect("it reads")).expect("it fits")
    }

    type Change = fn(&mut Prepared);

    #[test]
    fn a_fingerprint_holds_what_decides_results() {
        let before = project(&[]).prepared.fingerprint("");
        let changes: [(&str, Change); 12] = [
            ("seed", |p| p.study.seed += 1),
            ("futures", |p| p.study.futures += 1),
            ("steps", |p| p.study.calendar.steps_per_quarter = 2),
            ("central value", |p| p.priors[0].central += 1e-12),
            ("spread", |p| {
                let other =
                    p.priors.iter().find(|q| q.shape != p.priors[0].shape).expect("one").shape.clone();
                p.priors[0].shape = other;
            }),
            ("weight of a school", |p| p.schools.list[0].positions[0].weight += 0.5),
            ("order of dimensions", |p| p.dimensions.swap(0, 1)),
            ("a member's number", |p| {
                let members = p.world.axes.iter_mut().flat_map(|axis| &mut axis.members);
                *members.flat_map(|m| m.numbers.values_mut()).next().expect("a number") += 1.0;
            }),
            ("a history", |p| p.world.series[0].knots[0].1 *= 1.0 + 1e-15),
            ("futures of a policy", |p| p.policies[1].futures -= 1),
            ("key of a policy", |p| p.policies[1].resolved.policy.key.push('2')),
            ("a lever", |p| {
                let moved = |slot| (slot == 0).then(|| LeverPath::constant(1e-9));
                p.levers[0] = LeverTable::new(&p.layout, &p.study.calendar, moved);
            }),
        ];
        for (what, change) in changes {
            let mut prepared = project(&[]).prepared;
            change(&mut prepared);
            assert_ne!(prepared.fingerprint(""), before, "{what}");
        }
        let (one, other) = (project(&[]), project(&["dependence.use=false"]));
        assert_ne!(other.prepared.fingerprint(""), before, "pairs that go together");
        assert_ne!(one.prepared.fingerprint(&one.claims.fingerprint()), before, "claims");
    }

    #[test]
    fn a_fingerprint_leaves_out_what_is_there_for_people() {
        let before = project(&[]).prepared.fingerprint("");
        let changes: [(&str, Change); 5] = [
            ("name of the study", |p| p.study.name.push('2')),
            ("text of the study", |p| p.study.text.push_str("# a comment")),
            ("a member's label", |p| p.world.axes[0].members[0].label.push('2')),
            ("a policy's label", |p| p.policies[0].resolved.policy.label.en.push('2')),
            ("digest of the evidence", |p| p.evidence.push('2')),
        ];
        for (what, change) in changes {
            let mut prepared = project(&[]).prepared;
            change(&mut prepared);
            assert_eq!(prepared.fingerprint(""), before, "{what}");
        }
    }
}

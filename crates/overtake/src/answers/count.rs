//! Decided futures counted: each claim's share, verdict and status, and what decides it.

use crate::answers::compile::{Claims, How};
use crate::answers::decided::{Decisions, Drawn};
use crate::answers::deciding::Assumptions;
use crate::answers::document::{Answered, Document, mark_readings};
use overtake_ensemble::claims::{Status, share};
use overtake_evidence::{Claim, ClaimKind, Evidence, Text};
use rayon::prelude::*;

impl Claims {
    /// Counts the decided futures of a run.
    #[must_use]
    pub fn answer(&self, decisions: &Decisions, drawn: Drawn, evidence: &Evidence) -> Vec<Answered> {
        let assumptions = Assumptions::new(drawn, evidence);
        let switches = self.schools.names();
        let answered = self.claims.par_iter().map(|(claim, how)| {
            let mut answered = self.object(claim, how);
            let (column, mut decides) = (answered.column(), None);
            for policy in self.asked(claim, how) {
                let decided = decisions.under(&column, policy);
                if answered.answers.is_empty() {
                    decides = assumptions.decide(&decided, &answered.reads);
                }
                let school = |switch, future| self.schools.position(switch, future);
                answered.answers.push(share(policy, &decided, &switches, school));
            }
            answered.judge(if let How::Waits(parts) = how { parts.clone() } else { Vec::new() });
            answered.rests_on(decides);
            answered
        });
        let mut all: Vec<Answered> = answered.collect();
        mark_readings(&mut all);
        all
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

    /// A claim before it has answers.
    fn object(&self, claim: &Claim, how: &How) -> Answered {
        let band = if let ClaimKind::Contrast { band, .. } = &claim.kind { Some(*band) } else { None };
        Answered {
            id: claim.id.clone(),
            part: claim.part.clone(),
            reading: claim.reading,
            origin: claim.origin,
            owner: claim.owner.clone(),
            check: claim.check,
            parts: claim.parts.clone(),
            status: Status::default(),
            text: claim.text.by_language(),
            unit: claim.unit.clone(),
            band,
            reads: self.reads(how),
            by_assumption: claim.by_assumption.as_ref().map(Text::by_language),
            answers: Vec::new(),
            fact: claim.fact.as_ref().and_then(|key| self.facts.get(key)).cloned(),
            speculative: claim.speculative,
            verdict: None,
            reading_decides: false,
            deciding: None,
            explained: None,
        }
    }
}

impl Document {
    /// Keeps the answers under one policy and says what decides those.
    pub fn keep(&mut self, policy: &str, decisions: &Decisions, drawn: Drawn, evidence: &Evidence) {
        let assumptions = Assumptions::new(drawn, evidence);
        for claim in &mut self.claims {
            // What was not answered has its reason already, whatever the policy.
            if claim.answers.is_empty() {
                continue;
            }
            claim.answers.retain(|s| s.policy == policy);
            claim.judge(Vec::new());
            let decided = claim.main().map(|_| decisions.under(&claim.column(), policy));
            let decides = decided.and_then(|decided| assumptions.decide(&decided, &claim.reads));
            claim.rests_on(decides);
        }
        mark_readings(&mut self.claims);
    }
}

//! The least that gets anybody in, as far as one policy goes.

use crate::diagnostic::Named;
use crate::model::{PolicyType, named};
use crate::outcome::{Access, Outcome, Proof, UserVerification};
use crate::reach::{Analysis, RuleIndex, Verdict};

/// The weakest way in of a policy.
pub(super) struct Weakest {
    /// What suffices, in words to stand after "with".
    pub(super) proof: String,
    /// The rule that it suffices for.
    pub(super) rule: Named,
}

impl Weakest {
    /// None where nobody is let in, or where it is not known of a rule what it accepts or whether any
    /// sign-in reaches it: that might be weaker.
    pub(super) fn of(analysis: &Analysis<'_, '_>, policy: usize) -> Option<Self> {
        let competition = &analysis.competition;
        let ranked = &competition.policies[policy];
        if competition.kind != PolicyType::ACCESS_POLICY || !ranked.has_all_rules {
            return None;
        }
        let mut weakest: Option<(usize, Proof)> = None;
        for (n, rule) in ranked.rules.iter().enumerate() {
            match analysis.verdict(RuleIndex { policy, rule: n }) {
                Verdict::Unreachable(_) | Verdict::Contradictory(_) => continue,
                Verdict::Reachable(_) => {}
                Verdict::Undecided | Verdict::Disputed => return None,
            }
            let outcome = Outcome::of(rule.rule)?;
            if outcome.access == Some(Access::Deny) {
                continue;
            }
            let proof = Outcome::weakest(&[&outcome], 1).pop()?;
            if weakest.as_ref().is_none_or(|(_, other)| strength(&proof) < strength(other)) {
                weakest = Some((n, proof));
            }
        }
        let (n, proof) = weakest?;
        Some(Self { proof: proof.to_string(), rule: named(ranked.rules[n].rule.node) })
    }
}

/// More uses are stronger than fewer, verified ones than others, and those that are like more.
fn strength(proof: &Proof) -> (usize, usize, usize) {
    let is_verified = |verification: UserVerification| verification != UserVerification::None;
    let verified = proof.0.iter().filter(|one| is_verified(one.verification)).count();
    let characteristics = proof.0.iter().map(|one| one.characteristics.len()).sum();
    (proof.0.len(), verified, characteristics)
}

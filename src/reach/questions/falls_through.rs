//! Which policies pass sign-ins on to the next.

use super::blockers::Blockers;
use super::{Answers, Inquiry};
use crate::reach::competition::{Competition, RankedPolicy};
use crate::reach::encoding::Encoding;
use crate::reach::logic::Assignment;

/// Of each policy, a sign-in that surely gets past the earlier policies and meets the policy's
/// conditions, but no rule of it. Only where all these rules are in the export.
pub(crate) fn falls_through<'e, 'd>(
    competition: &Competition<'e, 'd>,
    encoding: &Encoding<'e, 'd>,
) -> Answers<Option<Assignment>> {
    let mut inquiry = Inquiry::new(competition, encoding, encoding.budget(2));
    let policies = competition.policies.len();
    let has_all_rules =
        |policy: &RankedPolicy<'_, '_>| policy.has_all_rules && !policy.rules.is_empty();
    let known = competition.policies.iter().take_while(|policy| has_all_rules(policy)).count();
    let each = (0..policies).map(|policy| {
        inquiry.budget.begin(policies - policy);
        (policy < known).then(|| inquiry.falls_through(policy)).flatten()
    });
    let each = each.collect();
    inquiry.answers(each)
}

impl Inquiry<'_, '_, '_> {
    fn falls_through(&mut self, policy: usize) -> Option<Assignment> {
        let ranked = &self.competition.policies[policy];
        let is_ordered = self.competition.kind.is_for_groups();
        let own = self.encoding.own(policy);
        let is_caught =
            self.encoding.rules[own.clone()].iter().any(|rule| rule.conditions.is_empty());
        if !ranked.is_custom() || !is_ordered || is_caught {
            return None;
        }
        let applies = self.encoding.applies(policy);
        let applies = self.surely_met(&applies);
        let takers = [self.encoding.others_before(policy), own];
        self.surely(&[applies], Blockers::all(&takers))
    }
}

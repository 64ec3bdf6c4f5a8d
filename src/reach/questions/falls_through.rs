//! Which policies pass sign-ins on to the next.

use super::Inquiry;
use crate::reach::competition::Competition;
use crate::reach::encoding::Encoding;
use crate::reach::logic::{Assignment, Budget};

/// Of each policy, a sign-in that surely gets past the earlier policies and meets the policy's
/// conditions, but no rule of it. Only where all these rules are in the export.
pub(crate) fn falls_through<'e, 'd>(
    competition: &Competition<'e, 'd>,
    encoding: &Encoding<'e, 'd>,
) -> Vec<Option<Assignment>> {
    let mut inquiry = Inquiry::new(competition, encoding, Budget::WHOLE);
    (0..competition.policies.len()).map(|policy| inquiry.falls_through(policy)).collect()
}

impl Inquiry<'_, '_, '_> {
    fn falls_through(&mut self, policy: usize) -> Option<Assignment> {
        let ranked = &self.competition.policies[policy];
        let is_ordered = self.competition.kind.is_for_groups();
        let are_rules_known = self.competition.policies[..=policy]
            .iter()
            .all(|policy| policy.has_all_rules && !policy.rules.is_empty());
        let own = self.encoding.own(policy);
        let is_caught =
            self.encoding.rules[own.clone()].iter().any(|rule| rule.conditions.is_empty());
        if !ranked.is_custom() || !is_ordered || !are_rules_known || is_caught {
            return None;
        }
        let applies = self.encoding.applies(policy);
        let takers: Vec<usize> = self.encoding.others_before(policy).chain(own).collect();
        self.surely(&[applies], &takers, &[])
    }
}

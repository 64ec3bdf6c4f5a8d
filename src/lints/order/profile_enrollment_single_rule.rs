//! A profile enrollment policy with several rules (Policy API, "Profile Enrollment policy": it can
//! only have one rule; adding more is not allowed).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, PolicyType};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rules(check)]);

fn check<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    let [first, second, ..] = rules else {
        return;
    };
    // Only what Okta listed together surely stands in one policy.
    if first.kind != PolicyType::PROFILE_ENROLLMENT || first.list.is_none() {
        return;
    }
    // Okta made the system rule with the policy; any other came later.
    let own = rules.iter().find(|rule| rule.system).unwrap_or(first);
    let extra = rules.iter().find(|rule| rule.node != own.node).unwrap_or(second);
    let message =
        format!("a profile enrollment policy has one rule, but this one has {}", rules.len());
    cx.report(extra.node, message)
        .label(own.node, "the policy's rule")
        .help("Edit the rule that Okta made with the policy instead of adding another");
}

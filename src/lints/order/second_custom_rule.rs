//! A policy with several custom rules, of a type that has one: it can be changed, but none can be
//! added (Terraform provider, `okta_post_auth_session_policy_rule` and
//! `okta_session_violation_policy_rule`).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, PolicyType};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rules(check)]);

fn check<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    let kind = rules[0].kind;
    // Of a profile enrollment policy, `profile-enrollment-single-rule` speaks.
    if !kind.has_one_custom_rule() || kind == PolicyType::PROFILE_ENROLLMENT {
        return;
    }
    // Only what Okta listed together surely stands in one policy.
    let mut custom = rules.iter().filter(|rule| rule.is_custom() && rule.list.is_some());
    let (Some(own), Some(second)) = (custom.next(), custom.next()) else {
        return;
    };
    let message = format!(
        "a {kind} policy has one rule besides the catch-all, but this one also has {}",
        second.title()
    );
    cx.report(second.label(), message)
        .label(own.label(), "the policy's rule")
        .help("Edit the policy's own rule instead of adding another");
}

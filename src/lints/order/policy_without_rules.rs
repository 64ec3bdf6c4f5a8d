//! An active policy without a rule that is: Okta passes it over (Policy API, "Policy evaluation").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Numbering, Policy, Status};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    if policy.status != Status::Active || !policy.has_all_rules {
        return;
    }
    let Some(numbering) = policy.kind.numbering() else {
        return;
    };
    let is_skipped = policy.rules.iter().all(|rule| rule.status != Status::Active);
    let what = match policy.rules.is_empty() {
        // Okta makes a catch-all rule with every policy of the newer types.
        true if numbering == Numbering::V2 => return,
        true => "has no rules",
        false if is_skipped => "has no active rule",
        false => return,
    };
    let message = format!("{} {what}, so Okta never applies it", policy.title());
    cx.report(policy.label(), message).help("Add a rule or activate one, or deactivate the policy");
}

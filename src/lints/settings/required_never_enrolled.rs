//! An authenticator that users must enroll, in a policy whose rules never let them (Policy API,
//! "Rules Actions Enroll object").

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Enrollable, Enrollment, Policy, PolicyRule, Status};
use crate::okta::Key;
use crate::wording::list;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    // Of rules that are not in the export, one may let them.
    if !policy.has_all_rules {
        return;
    }
    let active = policy.rules.iter().filter(|rule| rule.status == Status::Active);
    let Some(refusals) = active.map(refusal).collect::<Option<Vec<_>>>() else {
        return;
    };
    let entries = Enrollable::authenticators(policy).chain(Enrollable::factors(policy));
    let is_enforced = |entry: &Enrollable<'d>| {
        entry.enrollment == Enrollment::Required && !entry.comes_with_account()
    };
    let required: Vec<_> = entries.filter(is_enforced).collect();
    let (Some(first), false) = (required.first(), refusals.is_empty()) else {
        return;
    };
    let keys = list(required.iter().map(|entry| &*entry.key));
    let (be, each) = if required.len() == 1 { ("is", "it") } else { ("are", "them") };
    let message =
        format!("{keys} {be} required, but no active rule of the policy lets users enroll {each}");
    let finding = cx.report(first.demand_node(), message).help(
        "Let a rule enroll at \"LOGIN\" or at \"CHALLENGE\", or make the authenticators optional",
    );
    for refusal in refusals {
        finding.label(refusal, "never");
    }
}

/// What says that users are never asked to enroll.
fn refusal<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    let when = rule.action(Key::ENROLL)?.field(Key::SELF)?;
    (when.is_str("NEVER") || when.is_str("NEVER_INCLUDING_RECOVERY")).then_some(when)
}

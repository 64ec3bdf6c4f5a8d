//! An enrollment policy that requires neither password nor email. Some orgs refuse it ("at least
//! one of Password or Email must be REQUIRED"), those where passwords are optional accept it.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Enrollable, Enrollment, Policy, authenticators};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(list) = authenticators(policy) else {
        return;
    };
    let entries: Vec<_> = Enrollable::authenticators(policy).collect();
    // Where nothing can be enrolled, more is wrong than this. What isn't listed proves nothing.
    let is_any_allowed = entries.iter().any(|entry| entry.enrollment.is_allowed());
    let basic: Vec<_> = entries.iter().filter(|entry| entry.comes_with_account()).collect();
    let is_known = |entry: &&Enrollable<'d>| {
        matches!(entry.enrollment, Enrollment::NotAllowed | Enrollment::Optional)
    };
    // A server lists them all. Of those, a body leaves out what it does not ask for.
    let is_absent = basic.is_empty() && policy.id().is_some();
    if !is_any_allowed || is_absent || !basic.iter().all(is_known) {
        return;
    }
    let finding = cx
        .report(
            list,
            "neither okta_password nor okta_email is \"REQUIRED\", which some orgs refuse",
        )
        .help("Make okta_password or okta_email \"REQUIRED\", unless passwords are optional here");
    for entry in basic {
        finding.label(entry.demand_node(), "not \"REQUIRED\"");
    }
}

//! An enrollment policy under which users can enroll nothing (Policy API, "Policy Authenticator
//! Enroll object"). Factors aren't looked at: in Classic Engine such a policy is how admins leave a
//! group out of multifactor authentication.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, authenticators};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(list) = authenticators(policy).filter(|list| list.has_elements()) else {
        return;
    };
    let is_closed = |entry: Node<'d>| {
        entry.at(&[Key::ENROLL, Key::SELF]).is_some_and(|demand| demand.is_str("NOT_ALLOWED"))
    };
    if list.elements().all(is_closed) {
        cx.report(list, "every authenticator is \"NOT_ALLOWED\", so users can enroll nothing")
            .help("Make at least one authenticator \"REQUIRED\", such as okta_password");
    }
}

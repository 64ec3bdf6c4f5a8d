//! An enrollment policy under which users can enroll nothing (Policy API, "Policy Authenticator
//! Enroll object"). Factors aren't looked at: in Classic Engine such a policy is how admins leave a
//! group out of multifactor authentication.

use crate::export::{Policy, authenticators};
use crate::finding::{Findings, Severity};
use crate::json::Node;
use crate::lints::{Check, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, findings: &mut Findings<'d>) {
    let Some(list) = authenticators(policy).filter(|list| list.has_elements()) else {
        return;
    };
    let is_closed = |entry: Node<'d>| {
        entry.at(&[Key::ENROLL, Key::SELF]).is_some_and(|demand| demand.is_str("NOT_ALLOWED"))
    };
    if list.elements().all(is_closed) {
        findings
            .at(list, "every authenticator is \"NOT_ALLOWED\", so users can enroll nothing")
            .help("Make at least one authenticator \"REQUIRED\", such as okta_password");
    }
}

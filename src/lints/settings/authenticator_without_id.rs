//! An entry for a kind of authenticator of which an org may have several, that doesn't say which
//! one is meant (Terraform provider, `okta_policy_mfa`).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Enrollable, Policy};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let entries = Enrollable::authenticators(policy);
    for entry in entries.filter(|entry| entry.has_instances() && entry.id.is_none()) {
        let message = format!(
            "\"{}\" has no id, and an org may have several authenticators of this kind",
            entry.key
        );
        cx.report(entry.node, message)
            .help("Add the id of the authenticator, which starts with \"aut\"");
    }
}

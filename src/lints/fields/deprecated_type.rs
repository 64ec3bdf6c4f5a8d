//! A policy of a type that Okta has replaced (developer documentation, "Post auth session evaluation
//! policy").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::Policy;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

/// Types, and what replaces them.
const REPLACED: [(&str, &str); 1] = [("CONTINUOUS_ACCESS", "POST_AUTH_SESSION")];

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(kind) = policy.node.field(Key::TYPE) else {
        return;
    };
    if let Some((old, new)) = REPLACED.into_iter().find(|(old, _)| kind.is_str(old)) {
        cx.report(kind, format!("{old} is deprecated; Okta has replaced it by {new}"))
            .help(format!("Use the policy of type {new}"));
    }
}

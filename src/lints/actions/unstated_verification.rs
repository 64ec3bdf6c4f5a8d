//! A rule that leaves to Okta how users prove who they are, or how often (Policy API, "App Sign On
//! Action object": `verificationMethod` is required; recorded requests and their answers show what
//! Okta fills in).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(action) = rule.action(Key::APP_SIGN_ON) else {
        return;
    };
    let allows = action.field(Key::ACCESS).is_some_and(|access| access.is_str("ALLOW"));
    if allows && action.field(Key::VERIFICATION_METHOD).is_none() {
        let message =
            format!("{} lets users in, but does not say how they prove who they are", rule.title());
        cx.report(action, message)
            .help("Write a verificationMethod, or Okta uses its default")
            .for_lack_of(["verificationMethod"]);
    }
    let Some(method) = rule.verification().filter(|_| allows) else {
        return;
    };
    let is_assurance = method.kind().is_some() && method.is_assurance();
    if is_assurance && method.reauthenticate_in().is_none() {
        cx.report(
            method.node,
            "reauthenticateIn is missing, so Okta puts in its default, such as 12 hours",
        )
        .severity(Severity::Info)
        .help("Write the time after which users authenticate again, such as \"PT8H\"")
        .for_lack_of(["reauthenticateIn"]);
    }
}

//! Self-service registration with an email address that nobody verified (Policy API, "Profile
//! Enrollment Action object": `emailVerification` is false by default).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, ProfileEnrollment};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(form) = ProfileEnrollment::of(rule) else {
        return;
    };
    let (Some(register), Some(requirements)) =
        (form.unknown_user_action("REGISTER"), form.node.field(Key::ACTIVATION_REQUIREMENTS))
    else {
        return;
    };
    let verification = requirements.field(Key::EMAIL_VERIFICATION);
    let is_verified = verification.map_or(Some(false), Node::said_bool);
    if is_verified == Some(false) && requirements.is_object() {
        cx.report(
            verification.unwrap_or(requirements),
            "new users register without proof that the email address is theirs",
        )
        .label(register, "unknown users register")
        .help("Set emailVerification to true");
    }
}

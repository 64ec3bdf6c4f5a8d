//! Password reset by one-time password without the constraint that it needs (Policy API, "Self
//! Service Password Reset Action Primary Requirement object": the OTP method requires a constraint
//! that limits it to Google Authenticator).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, reset_requirement};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(primary) = reset_requirement(rule).and_then(|required| required.field(Key::PRIMARY))
    else {
        return;
    };
    let is_otp = |method: Node<'d>| method.as_str().is_some_and(|m| m.eq_ignore_ascii_case("otp"));
    let mut methods = primary.field(Key::METHODS).into_iter().flat_map(Node::elements);
    let Some(otp) = methods.find(|method| is_otp(*method)) else {
        return;
    };
    let mut constraints =
        primary.field(Key::METHOD_CONSTRAINTS).into_iter().flat_map(Node::elements);
    let limits_otp = |constraint: Node<'d>| {
        let allowed = constraint.field(Key::ALLOWED_AUTHENTICATORS);
        let mut allowed = allowed.into_iter().flat_map(Node::elements);
        constraint.field(Key::METHOD).is_some_and(is_otp) && allowed.next().is_some()
    };
    if !constraints.any(limits_otp) {
        cx.report(primary, "methods has \"otp\", but methodConstraints does not say whose")
            .label(otp, "any one-time password")
            .help(
                "Add {\"method\": \"otp\", \"allowedAuthenticators\": [{\"key\": \"google_otp\"}]} \
                 to methodConstraints",
            );
    }
}

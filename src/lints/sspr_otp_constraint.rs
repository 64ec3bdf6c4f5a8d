//! Password reset by one-time password without the constraint that it needs (Policy API, "Self
//! Service Password Reset Action Primary Requirement object": the OTP method requires a constraint
//! that limits it to Google Authenticator).

use super::{Check, Declaration};
use crate::export::PolicyRule;
use crate::finding::{Findings, Severity};
use crate::json::Node;

pub(super) const LINT: Declaration = Declaration {
    severity: Severity::Error,
    checks: &[Check::Rule(check)],
};

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let reset = rule.action("selfServicePasswordReset");
    let Some(primary) = reset.and_then(|reset| reset.at(&["requirement", "primary"])) else {
        return;
    };
    let is_otp = |method: Node<'d>| method.as_str().is_some_and(|m| m.eq_ignore_ascii_case("otp"));
    let mut methods = primary.field("methods").into_iter().flat_map(Node::elements);
    let Some(otp) = methods.find(|method| is_otp(*method)) else {
        return;
    };
    let constraints = primary.field("methodConstraints").into_iter().flat_map(Node::elements);
    let mut constrained = constraints.filter_map(|constraint| constraint.field("method"));
    if !constrained.any(is_otp) {
        findings
            .at(primary, "methods has \"otp\", but methodConstraints does not say whose")
            .label(otp, "any one-time password")
            .help(
                "Add {\"method\": \"otp\", \"allowedAuthenticators\": [{\"key\": \"google_otp\"}]} \
                 to methodConstraints",
            );
    }
}

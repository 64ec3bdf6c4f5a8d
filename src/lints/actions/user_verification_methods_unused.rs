//! `userVerificationMethods` where the user need not be verified (OpenAPI description,
//! `PossessionConstraint` and `AuthenticationMethod`: only with `userVerification` `REQUIRED`).

use crate::authenticators::FactorClass;
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification() else {
        return;
    };
    let demands = method.demands().filter(|demand| demand.class == FactorClass::Possession);
    let in_chains = method.steps().flat_map(|step| step.methods());
    for holder in demands.map(|demand| demand.node).chain(in_chains) {
        check_holder(holder, cx);
    }
}

fn check_holder<'d>(holder: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let methods = holder.field(Key::USER_VERIFICATION_METHODS).filter(|list| list.has_elements());
    let verification = holder.field(Key::USER_VERIFICATION);
    // Another value is wrong in itself.
    let is_needless = verification.is_none_or(|value| value.is_str("OPTIONAL"));
    if let Some(methods) = methods.filter(|_| is_needless) {
        let state = match verification {
            Some(_) => "is \"OPTIONAL\"",
            None => "is missing",
        };
        let message = format!("userVerificationMethods is set, but userVerification {state}");
        let finding = cx.report(methods, message);
        if let Some(verification) = verification {
            finding.label(verification, "the user need not be verified");
        }
        finding.help("Set userVerification to \"REQUIRED\", or remove userVerificationMethods");
    }
}

//! A catch-all rule that lets in with one factor (help center, best practice for app sign-in
//! policies: deny in the catch-all rule, or ask for two factors).

use super::{Check, Declaration};
use crate::authenticators::{Characteristic, FactorClass};
use crate::export::{Demand, PolicyRule, VerificationMethod};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some(method) = VerificationMethod::of(rule).filter(|_| rule.system) else {
        return;
    };
    if !lets_in_with_one_factor(&method) {
        return;
    }
    if let Some(mode) = method.node.field("factorMode") {
        let message = format!(
            "{} lets everyone in whom no rule above it takes, with one factor",
            rule.title()
        );
        findings
            .at(mode, message)
            .help("Deny access in the catch-all rule, or ask for two factors");
    }
}

/// Whether one factor is enough, and does not have to be a device that verifies its user: a PIN or
/// biometrics on top of possession is as good as two factors.
pub(super) fn lets_in_with_one_factor(method: &VerificationMethod<'_>) -> bool {
    let verifies = |demand: Demand<'_>| {
        demand.class == FactorClass::Possession
            && demand.is_required()
            && demand.requires(Characteristic::UserVerification).is_some()
    };
    let mut alternatives = method.alternatives();
    let is_verified = !method.is_unconstrained()
        && alternatives.all(|alternative| Demand::of(alternative).any(verifies));
    method.allows() && method.is_assurance() && method.factors() == Some(1) && !is_verified
}

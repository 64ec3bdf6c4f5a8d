//! A catch-all rule that lets in with one factor (help center, best practice for app sign-in
//! policies: deny in the catch-all rule, or ask for two factors).

use std::cell::LazyCell;

use crate::authenticators::{Characteristic, FactorClass};
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Demand, PolicyRule, VerificationMethod};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let links = LazyCell::new(|| excerpt.export.access_policy_links().collect::<Vec<_>>());
    for (rule, policy) in excerpt.rules_and_policies() {
        let Some(mode) = lax_mode(rule) else {
            continue;
        };
        let (policy, is_for_apps) = match policy {
            Some(policy) => (policy.id(), policy.is_for_apps()),
            None => (rule.policy_id(), true),
        };
        let message = format!(
            "{} lets everyone in whom no rule above it matches, with one factor",
            rule.title()
        );
        let finding = cx.report(mode, message);
        finding.help("Deny access in the catch-all rule, or ask for two factors");
        let app = links.iter().find(|link| policy.as_deref() == Some(&*link.policy));
        match app {
            Some(app) => {
                finding.label(app.node, "an app is mapped to the policy");
            }
            // Nobody may use it. That of account management is in force without an app.
            None if is_for_apps => {
                finding.severity(Severity::Info);
            }
            None => {}
        }
    }
}

fn lax_mode<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    let method = rule.verification().filter(|_| rule.system)?;
    method.factor_mode().filter(|_| lets_in_with_one_factor(method))
}

/// Whether one factor is enough, and does not have to be a device that verifies its user: a PIN or
/// biometrics on top of possession is as good as two factors.
pub(crate) fn lets_in_with_one_factor(method: &VerificationMethod<'_>) -> bool {
    let verifies = |demand: &Demand<'_>| {
        demand.class == FactorClass::Possession
            && demand.is_required()
            && demand.requires(Characteristic::UserVerification).is_some()
    };
    let is_verified = !method.is_unconstrained()
        && method.alternatives().iter().all(|one| one.demands.iter().any(verifies));
    method.allows() && method.is_assurance() && method.factors() == Some(1) && !is_verified
}

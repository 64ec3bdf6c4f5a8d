//! A catch-all rule that lets in with one factor (help center, best practice for app sign-in
//! policies: deny in the catch-all rule, or ask for two factors).

use crate::authenticators::{Characteristic, FactorClass};
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Demand, Export, PolicyRule, VerificationMethod};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

fn check<'d>(export: &Export<'d>, cx: &mut Cx<'_, 'd>) {
    let links: Vec<_> = export.access_policy_links().collect();
    let of_policies = export.policies.iter().flat_map(|policy| {
        let rules = policy.rules.iter();
        rules.map(move |rule| (rule, policy.id().map(String::from), policy.is_for_apps()))
    });
    let orphans = export.orphan_rules.iter().map(|rule| (rule, rule.policy_id(), true));
    for (rule, policy, is_for_apps) in of_policies.chain(orphans) {
        let Some(mode) = lax_mode(rule) else {
            continue;
        };
        let message = format!(
            "{} lets everyone in whom no rule above it matches, with one factor",
            rule.title()
        );
        let finding = cx.report(mode, message);
        finding.help("Deny access in the catch-all rule, or ask for two factors");
        let app = links.iter().find(|link| policy.as_ref() == Some(&link.policy));
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

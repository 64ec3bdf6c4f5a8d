//! A catch-all rule that lets in with one factor (help center, best practice for app sign-in
//! policies: deny in the catch-all rule, or ask for two factors).

use super::{Check, Declaration};
use crate::authenticators::{Characteristic, FactorClass};
use crate::export::{AccessPolicyLink, Demand, Export, HelperKind, PolicyRule, VerificationMethod};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

fn check<'d>(export: &Export<'d>, findings: &mut Findings<'d>) {
    let links: Vec<_> = export.access_policy_links().collect();
    let of_policies = export.policies.iter().flat_map(|policy| {
        let rules = policy.rules.iter();
        rules.map(|rule| (rule, policy.id().map(String::from), policy.is_for_apps()))
    });
    let loose = export.loose_rules.iter().map(|rule| (rule, rule.policy_id(), true));
    for (rule, policy, is_for_apps) in of_policies.chain(loose) {
        let usage = match policy.filter(|_| is_for_apps) {
            Some(policy) => Usage::of(&policy, &links, export),
            None if is_for_apps => Usage::Unknown,
            // Such as that of account management, which is always in force.
            None => Usage::Always,
        };
        check_rule(rule, &usage, findings);
    }
}

/// Whether anybody signs in by a policy.
enum Usage<'d> {
    Always,
    By(AccessPolicyLink<'d>),
    Never,
    Unknown,
}

impl<'d> Usage<'d> {
    fn of(policy: &str, links: &[AccessPolicyLink<'d>], export: &Export<'d>) -> Self {
        match links.iter().find(|link| link.policy == policy) {
            Some(link) => Self::By(link.clone()),
            // Apps that tell no policy at all were written by hand, or come from Classic Engine.
            None if !links.is_empty() && has_all_apps(export) => Self::Never,
            None => Self::Unknown,
        }
    }
}

/// Whether the apps came as a list that seems whole, or one by one.
fn has_all_apps(export: &Export<'_>) -> bool {
    let mut apps = export.helpers.all.iter().filter(|helper| helper.kind == HelperKind::App);
    export.helpers.are_whole(HelperKind::App) || apps.all(|app| app.list.is_none())
}

fn check_rule<'d>(rule: &PolicyRule<'d>, usage: &Usage<'d>, findings: &mut Findings<'d>) {
    let Some(method) = VerificationMethod::of(rule).filter(|_| rule.system) else {
        return;
    };
    let mode = method.node.field("factorMode").filter(|_| lets_in_with_one_factor(&method));
    let (Some(mode), Usage::Always | Usage::By(_) | Usage::Unknown) = (mode, usage) else {
        return;
    };
    let message =
        format!("{} lets everyone in whom no rule above it takes, with one factor", rule.title());
    let finding = findings.at(mode, message);
    finding.help("Deny access in the catch-all rule, or ask for two factors");
    match usage {
        Usage::By(link) => {
            finding.label(link.node, "an app is mapped to the policy");
        }
        Usage::Unknown => {
            finding.severity(Severity::Info);
        }
        Usage::Always | Usage::Never => {}
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

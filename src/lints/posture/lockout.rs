//! Global session policies that let nobody in: every active rule of every active policy denies, and
//! the default policy is among them.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Policy, PolicyRule, PolicyType, Status};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let is_in_force = |policy: &&Policy<'d>| {
        policy.kind == PolicyType::OKTA_SIGN_ON && policy.status == Status::Active
    };
    let policies: Vec<_> = export.policies.iter().filter(is_in_force).collect();
    // What is not in the export may let somebody in.
    let Some(default) = policies.iter().find(|policy| policy.system) else {
        return;
    };
    if !export.has_all_policies(PolicyType::OKTA_SIGN_ON) {
        return;
    }
    // The one that denies first: sign-ins may not get to the others.
    let first = policies.iter().min_by_key(|policy| policy.priority.number()).unwrap_or(default);
    if active(default).next().is_none() || !policies.iter().all(|policy| lets_nobody_in(policy)) {
        return;
    }
    let message = match policies.len() {
        1 => "every active rule of the default policy denies access: nobody can sign in".to_owned(),
        several => format!(
            "every active rule of all {several} active policies denies access: nobody can sign in"
        ),
    };
    let finding = cx.report(first.label(), message);
    for rule in policies.iter().flat_map(|policy| active(policy)) {
        if let Some(access) = access(rule) {
            finding.label(access, "denies access");
        }
    }
    finding.help("Add a rule that lets admins in, or Okta locks out those who could mend it");
}

fn active<'e, 'd>(policy: &'e Policy<'d>) -> impl Iterator<Item = &'e PolicyRule<'d>> {
    policy.rules.iter().filter(|rule| rule.status == Status::Active)
}

fn lets_nobody_in(policy: &Policy<'_>) -> bool {
    let denies = |rule: &PolicyRule<'_>| access(rule).is_some_and(|access| access.is_str("DENY"));
    policy.has_all_rules && active(policy).all(denies)
}

fn access<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    rule.action(Key::SIGNON)?.field(Key::ACCESS)
}

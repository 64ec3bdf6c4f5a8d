//! An inactive system policy or rule. Okta offers no way to deactivate one (concepts, "Policies":
//! default policies; no lifecycle link on any of 50 observed system objects).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Policy(policy), Check::Rule(rule)]);

fn policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    check(policy.node, policy.system, "policy", cx);
}

fn rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    check(rule.node, rule.system, "rule", cx);
}

fn check<'d>(node: Node<'d>, is_system: bool, what: &str, cx: &mut Cx<'_, 'd>) {
    let status = node.field(Key::STATUS);
    let Some(status) = status.filter(|status| is_system && status.is_str("INACTIVE")) else {
        return;
    };
    let message = format!("a system {what} is INACTIVE, which Okta does not allow");
    let finding = cx.report(status, message);
    if let Some(system) = node.field(Key::SYSTEM) {
        finding.label(system, format!("Okta created this {what}"));
    }
    finding.help("Set status to \"ACTIVE\", or export again");
}

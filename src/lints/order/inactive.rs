//! A policy or rule that Okta skips: an inactive one (Policy API, "Policy object" and "Rules
//! object"), or a rule with the status `INVALID`, which servers once gave to rules whose objects had
//! gone (Terraform provider, issue 250).

use crate::diagnostic::{Severity, Tier};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, PolicyRule, Status};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Policy(policy), Check::Rule(rule)]).pedantic();

fn policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    // That one which Okta created is inactive cannot be: `system-object-inactive`.
    if policy.status == Status::Inactive && !policy.system {
        inactive(policy.node, &policy.title(), cx);
    }
}

fn rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    if rule.status == Status::Inactive && !rule.system {
        inactive(rule.node, &rule.title(), cx);
    }
    let status = rule.head.status();
    if let Some(invalid) = status.filter(|status| status.is_str("INVALID")) {
        let message = format!(
            "{} is INVALID: something that it refers to is gone, and it matches nobody",
            rule.title()
        );
        cx.report(invalid, message)
            .severity(Severity::Warning)
            .tier(Tier::Default)
            .help("Take what is gone out of the rule, or delete the rule");
    }
}

fn inactive<'d>(node: Node<'d>, title: &str, cx: &mut Cx<'_, 'd>) {
    if let Some(status) = node.field(Key::STATUS) {
        cx.report(status, format!("{title} is INACTIVE, so Okta skips it"))
            .help("Delete it, unless it is there to be activated again");
    }
}

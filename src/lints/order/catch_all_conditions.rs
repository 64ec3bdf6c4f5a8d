//! A catch-all rule with conditions. Okta makes it without any and lets nobody add some (Terraform
//! provider, `okta_app_signon_policy_rule`; null in every observed catch-all rule).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Numbering, PolicyRule, PolicyType};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    // The only rule of a profile enrollment policy takes no conditions, system rule or not.
    let has_catch_all =
        rule.kind.numbering() == Some(Numbering::V2) && rule.kind != PolicyType::PROFILE_ENROLLMENT;
    if !rule.system || !has_catch_all {
        return;
    }
    let Some(conditions) = rule.node.field(Key::CONDITIONS) else {
        return;
    };
    let mut members = conditions.fields();
    let Some(first) = members.next() else {
        return;
    };
    let message = format!(
        "{} is the catch-all, but has the condition {}; Okta gives a catch-all rule none",
        rule.title(),
        first.key.as_str().unwrap_or_default(),
    );
    let finding = cx.report(conditions, message);
    if let Some(system) = rule.head.system() {
        finding.label(system, "Okta created this rule");
    }
    finding.help("Put the conditions on a rule above it, and set those of the catch-all to null");
}

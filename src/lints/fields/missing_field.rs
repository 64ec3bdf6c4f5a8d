//! A member that Okta requires and the object lacks.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyType;
use crate::schema::Violation;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Shape(&["required"], check)]);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(member) = &violation.member else {
        return;
    };
    if is_said_of_another_action(violation, member) {
        return;
    }
    let is_null = violation.node.get_named(member).is_some();
    let lack = if is_null { "a null" } else { "no" };
    // Where it is only a warning, Okta takes the object without it.
    let demand = if violation.severity().is_none_or(|severity| severity == Severity::Error) {
        "Okta requires it"
    } else {
        "Okta never returns the object without it"
    };
    let message = format!("{} has {lack} \"{member}\"; {demand}", violation.name);
    cx.report(violation.node, message)
        .help(format!("Add \"{member}\""))
        .explained_by(violation)
        .for_lack_of([member.as_str()]);
}

/// Whether the rule has an action of another type instead, which is a finding of its own.
fn is_said_of_another_action(violation: &Violation<'_>, member: &str) -> bool {
    let is_action = |key: &str| PolicyType::of_action(key).known().is_some();
    let mut present = violation.node.fields().filter_map(|member| member.key.as_str());
    violation.name == "actions" && is_action(member) && present.any(|key| is_action(&key))
}

//! A field that Okta knows, on an object of a type that does not have it (policy reference, the
//! condition and action lists of each type; Okta answers "Invalid condition type specified").

use super::{Check, Declaration};
use crate::export::PolicyType;
use crate::finding::{Findings, Severity};
use crate::json::{Node, ValueKind};
use crate::shape::Violation;

pub(super) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Shape(&["x-elsewhere"], check)]);

fn check<'d>(violation: &Violation<'d>, findings: &mut Findings<'d>) {
    let written = violation.member.as_deref().unwrap_or_default();
    let Some(member) = violation.node.member(written) else {
        return;
    };
    if says_nothing(member.value) {
        return;
    }
    let message =
        format!("\"{written}\" is in {}, but no {} has it", violation.name, violation.object);
    let help = match PolicyType::of_action(written).known() {
        Some(known) if violation.name == "actions" => {
            format!("Remove it, or move it to a rule of type \"{}\"", known.rule)
        }
        _ => "Remove it, or move it to an object of the type that it belongs to".to_owned(),
    };
    findings.at(member.key, message).help(help).explained_by(violation);
}

/// Whether nothing is set in the value: `{}`, `[]`, or an object of such.
fn says_nothing(value: Node<'_>) -> bool {
    match value.kind() {
        ValueKind::Null => true,
        ValueKind::Array => !value.has_elements(),
        ValueKind::Object => value.fields().all(|member| says_nothing(member.value)),
        _ => false,
    }
}

//! A member that Okta requires and the object lacks.

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::shape::Violation;

pub(super) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Shape(&["required"], check)]);

fn check<'d>(violation: &Violation<'d>, findings: &mut Findings<'d>) {
    let Some(member) = &violation.member else {
        return;
    };
    let is_null = violation.node.get(member).is_some();
    let lack = if is_null { "a null" } else { "no" };
    // Where it is only a warning, Okta takes the object without it.
    let demand = if violation.severity().is_none_or(|severity| severity == Severity::Error) {
        "Okta requires it"
    } else {
        "Okta never returns the object without it"
    };
    let message = format!("{} has {lack} \"{member}\"; {demand}", violation.name);
    findings.at(violation.node, message).help(format!("Add \"{member}\"")).explained_by(violation);
}

//! A member that Okta requires and the object lacks.

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::shape::Violation;

pub(super) const LINT: Declaration =
    Declaration { severity: Severity::Error, checks: &[Check::Shape(&["required"], check)] };

fn check<'d>(violation: &Violation<'d>, findings: &mut Findings<'d>) {
    let Some(member) = &violation.member else {
        return;
    };
    let is_null = violation.node.get(member).is_some();
    let message = if is_null {
        format!("\"{member}\" of {} is null; Okta requires it", violation.name)
    } else {
        format!("{} has no \"{member}\"; Okta requires it", violation.name)
    };
    findings.at(violation.node, message).help(format!("Add \"{member}\"")).explained_by(violation);
}

//! `accessRequest.operation` compared with what is no operation (guide "Configure an Okta account
//! management policy").

use super::{Check, Declaration};
use crate::export::{PolicyRule, expression};
use crate::expression::Operator;
use crate::finding::{Findings, Severity};
use crate::wording::{list, nearest};

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

const OPERATIONS: [&str; 4] = ["enroll", "unenroll", "recover", "unlockAccount"];

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some((node, expression)) = expression(rule) else {
        return;
    };
    for part in expression.whole().parts() {
        let Some(comparison) = part.comparison() else {
            continue;
        };
        let operation = comparison.quoted("accessRequest.operation");
        let Some(operation) = operation.filter(|name| !OPERATIONS.contains(name)) else {
            continue;
        };
        if comparison.operator == Operator::Equality {
            let message = format!("accessRequest.operation is never \"{operation}\"");
            let help = match nearest(operation, OPERATIONS) {
                Some(meant) => format!("Write \"{meant}\""),
                None => format!("Use one of {}", list(OPERATIONS)),
            };
            findings.at(node, message).help(help);
        }
    }
}

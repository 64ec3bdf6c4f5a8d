//! `=` where `==` is meant. Conditions must not assign (OEL reference, "Conditional expressions").

use super::{Check, Declaration};
use crate::export::{PolicyRule, expression};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some((node, expression)) = expression(rule) else {
        return;
    };
    for assignment in expression.whole().assignments() {
        let message = format!("the expression assigns in `{}`", assignment.text());
        findings.at(node, message).help("Write `==` to compare");
    }
}

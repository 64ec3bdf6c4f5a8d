//! `=` where `==` is meant. Conditions must not assign (OEL reference, "Conditional expressions").

use crate::export::{PolicyRule, expression};
use crate::finding::{Findings, Severity};
use crate::lints::{Check, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some((node, expression)) = expression(rule) else {
        return;
    };
    for assignment in expression.whole().assignments() {
        let message = format!("the expression assigns in `{}`", assignment.text());
        findings.at(node, message).help("Write `==` to compare");
    }
}

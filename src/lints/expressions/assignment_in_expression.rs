//! `=` where `==` is meant. Conditions must not assign (OEL reference, "Conditional expressions").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    for assignment in expression.whole().assignments() {
        let message = format!("the expression assigns in `{}`", assignment.text());
        cx.report(node, message).help("Write `==` to compare");
    }
}

//! `=` where `==` is meant. Conditions must not assign (OEL reference, "Conditional expressions").

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

use serde_json::Value;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    for (place, assignment) in expression.whole().assignments() {
        let message = format!("the expression assigns in `{}`", assignment.text());
        let finding = cx.report(node, message).help("Write `==` to compare");
        let mut text = node.as_str().unwrap_or_default().into_owned();
        // What is written with escapes that it does not need would come out otherwise.
        let canonical = Value::from(&*text).to_string();
        if canonical == node.text() {
            text.insert(place, '=');
            finding.fix(Safety::Safe, "Write `==` to compare").replace(node, text);
        }
    }
}

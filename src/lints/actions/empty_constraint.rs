//! An empty object among the constraints. Constraints are alternatives (Policy API,
//! "Constraints"), and an empty one is met by everyone. Okta was seen to leave one behind where it
//! drops a name that it does not know.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let constraints = rule.constraints();
    let count = constraints.len();
    for constraint in constraints.iter().map(|constraint| constraint.node) {
        let is_empty = constraint.fields().next().is_none();
        if !constraint.is_object() || !is_empty {
            continue;
        }
        let message = if count == 1 {
            "the only constraint is empty, so it constrains nothing".to_owned()
        } else {
            format!(
                "one of {count} alternatives is empty, so anyone meets it and the others mean nothing"
            )
        };
        cx.report(constraint, message)
            .help("Remove the empty object, or write the constraint that was meant");
    }
}

//! A constraint that demands more factor classes than `factorMode` (Policy API, "Constraints": the
//! number of classes in each object is at most the number in `factorMode`).
//!
//! A class that only rules methods out is not counted: Okta stores it with `required: false`.

use super::{Check, Declaration};
use crate::export::{PolicyRule, constraints};
use crate::finding::{Findings, Severity};
use crate::json::Node;
use crate::wording::list;

pub(super) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

const CLASSES: [&str; 2] = ["knowledge", "possession"];

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let mode = rule.node.at(&["actions", "appSignOn", "verificationMethod", "factorMode"]);
    let Some(mode) = mode else {
        return;
    };
    let most = match mode.as_str().as_deref() {
        Some("1FA") => 1,
        Some("2FA") => 2,
        _ => return,
    };
    for constraint in constraints(rule.node) {
        let is_demanded = |class: &&str| constraint.field(class).is_some_and(is_required);
        let demanded: Vec<&str> = CLASSES.into_iter().filter(is_demanded).collect();
        if demanded.len() > most {
            let message = format!(
                "the constraint demands {}, but factorMode is {}",
                list(demanded),
                mode.brief()
            );
            findings
                .at(constraint, message)
                .label(mode, "the number of factors")
                .help("Raise factorMode, or make each class an alternative of its own");
        }
    }
}

/// Whether a factor of the class is demanded. In a request `required` may be left out, and Okta
/// takes it to be false beside exclusions.
fn is_required(class: Node<'_>) -> bool {
    let excluded = class.field("excludedAuthenticationMethods");
    let excludes = excluded.is_some_and(|list| list.has_elements());
    class.field("required").and_then(Node::as_bool).unwrap_or(!excludes)
}

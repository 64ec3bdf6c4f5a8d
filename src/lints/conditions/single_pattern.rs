//! Several patterns where Okta takes one: with a regular expression, or against an attribute
//! (Policy API, "User Identifier Condition object" note).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(identifier) = rule.conditions.user_identifier else {
        return;
    };
    let Some(patterns) = identifier.patterns() else {
        return;
    };
    let count = patterns.elements().count();
    if count < 2 {
        return;
    }
    let help = if identifier.match_types().any(|kind| kind == "EXPRESSION") {
        "Join the patterns in one regular expression with `|`, or use plain matches only"
    } else if identifier.is_by_attribute() {
        "Write a rule for each pattern"
    } else {
        return;
    };
    let kind = if identifier.is_by_attribute() { "an attribute" } else { "a regular expression" };
    let message = format!("there are {count} patterns; with {kind} Okta accepts one");
    cx.report(patterns, message).help(help);
}

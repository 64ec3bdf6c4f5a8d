//! A user identifier condition that says what to match against, but has no pattern left.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(identifier) = rule.conditions.user_identifier else {
        return;
    };
    let is_typed = identifier.is_by_identifier() || identifier.is_by_attribute();
    let is_empty = |list: &Node<'d>| list.is_array() && !list.has_elements();
    if let Some(patterns) = identifier.patterns().filter(|list| is_typed && is_empty(list)) {
        let kind = identifier.node.field(Key::TYPE).map(Node::brief).unwrap_or_default();
        let message = format!("type is {kind}, but no pattern is left, so everybody matches");
        cx.report(patterns, message).help("Add the patterns, or remove type");
    }
}

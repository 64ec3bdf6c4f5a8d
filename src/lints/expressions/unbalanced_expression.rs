//! Brackets or quotes of an expression that do not match, so that it is no expression.

use crate::diagnostic::Severity;
use crate::expression::{Expression, Unreadable};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, PolicyRule, provider_expressions};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Rule(check_rule), Check::Policy(check_policy)]);

fn check_rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    if let Some(condition) =
        rule.condition(Key::EL_CONDITION).and_then(|el| el.field(Key::CONDITION))
    {
        report(condition, Severity::Error, cx);
    }
    // Okta's own reference prints one of these unbalanced.
    for expression in provider_expressions(rule) {
        report(expression, Severity::Warning, cx);
    }
}

fn check_policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let path = [Key::SETTINGS, Key::PASSWORD, Key::COMPLEXITY, Key::OEL_STATEMENT];
    if let Some(statement) = policy.node.at(&path) {
        report(statement, Severity::Warning, cx);
    }
}

fn report<'d>(node: Node<'d>, severity: Severity, cx: &mut Cx<'_, 'd>) {
    let read = node.as_str().map(Expression::read);
    if let Some(Err(Unreadable::Unbalanced(what))) = read {
        cx.report(node, format!("{} is {}, where {what}", node.name(), node.brief()))
            .severity(severity)
            .help("Complete the pair, or remove what is left of it");
    }
}

//! Brackets or quotes of an expression that do not match, so that it is no expression.

use crate::export::{Policy, PolicyRule, provider_expressions};
use crate::expression::{Expression, Unreadable};
use crate::finding::{Findings, Severity};
use crate::json::Node;
use crate::lints::{Check, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Rule(check_rule), Check::Policy(check_policy)]);

fn check_rule<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    if let Some(condition) =
        rule.condition(Key::EL_CONDITION).and_then(|el| el.field(Key::CONDITION))
    {
        report(condition, Severity::Error, findings);
    }
    // Okta's own reference prints one of these unbalanced.
    for expression in provider_expressions(rule) {
        report(expression, Severity::Warning, findings);
    }
}

fn check_policy<'d>(policy: &Policy<'d>, findings: &mut Findings<'d>) {
    let path = [Key::SETTINGS, Key::PASSWORD, Key::COMPLEXITY, Key::OEL_STATEMENT];
    if let Some(statement) = policy.node.at(&path) {
        report(statement, Severity::Warning, findings);
    }
}

fn report<'d>(node: Node<'d>, severity: Severity, findings: &mut Findings<'d>) {
    let read = node.as_str().map(Expression::read);
    if let Some(Err(Unreadable::Unbalanced(what))) = read {
        findings
            .at(node, format!("{} is {}, where {what}", node.name(), node.brief()))
            .severity(severity)
            .help("Complete the pair, or remove what is left of it");
    }
}

//! A value of another JSON type than Okta's.

use std::collections::BTreeMap;

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{ObjectKind, PolicyType};
use crate::schema::{self, Assertion, Type, Violation};

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["type"], check), Check::Export(written_as_texts)],
);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let (node, expected) = (violation.node, expected(violation.assertion));
    if expected.is_empty() {
        let message = format!("{} has no place here", violation.name);
        let finding = cx.report(node, message);
        finding.help(format!("Remove {}", violation.name)).explained_by(violation);
        if schema::says_nothing(node) {
            finding.fix(Safety::Safe, format!("Remove {}", violation.name)).remove(node);
        }
        return;
    }
    if is_quoted(violation) && node.is_scalar_as_text() {
        return;
    }
    let message =
        format!("{} is {}; Okta expects {expected}", violation.name, described(violation));
    let finding = cx.report(node, message).explained_by(violation);
    if is_quoted(violation) {
        if let Some(bare) = bare(node) {
            finding.fix(Safety::Safe, "Remove the quotes").replace_with(node, bare);
        }
        if !finding.has_help() {
            finding.help("Remove the quotes");
        }
    }
}

/// Whether the value is a text that says a number or a Boolean, where no text belongs.
fn is_quoted(violation: &Violation<'_>) -> bool {
    let text = violation.node.as_str();
    let is_bare = text.is_some_and(|text| {
        matches!(&*text, "true" | "True" | "false" | "False") || text.parse::<f64>().is_ok()
    });
    is_bare && !expected(violation.assertion).contains("a string")
}

/// The number or Boolean that the text says, as JSON. What JSON writes otherwise, such as `+1` and `.5`, is
/// left to the author.
fn bare(node: Node<'_>) -> Option<String> {
    let bare = node.as_str()?.to_ascii_lowercase();
    serde_json::from_str::<serde_json::Value>(&bare).is_ok().then_some(bare)
}

/// A program that wrote every number and Boolean as a text made one mistake.
fn written_as_texts<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let policies = excerpt.policies().map(|one| (ObjectKind::Policy, one.kind, one.node));
    let rules = excerpt.rules().map(|one| (ObjectKind::Rule, one.kind, one.node));
    let resources = excerpt.resources();
    let resources =
        resources.map(|one| (ObjectKind::Resource(one.kind), PolicyType::Unknown, one.node));
    let objects = policies.chain(rules).chain(resources);
    let written = objects.filter(|(_, _, node)| node.document().has_scalars_as_texts());
    let mut texts: BTreeMap<&str, Vec<Node<'d>>> = BTreeMap::new();
    for (kind, of, object) in written {
        let violations = schema::violations(kind, of, object).into_iter();
        let quoted = violations.filter(|one| one.keyword == "type" && is_quoted(one));
        texts.entry(object.document().name()).or_default().extend(quoted.map(|one| one.node));
    }
    for texts in texts.into_values() {
        let Some(first) = texts.iter().min_by_key(|node| node.index()) else {
            continue;
        };
        let message = format!(
            "{} is {}, a string; every number and Boolean of the file is one, {} in all",
            first.name(),
            first.brief(),
            texts.len(),
        );
        let finding = cx.report(*first, message);
        finding.help("Write numbers and Booleans without quotes, as Okta's API returns them");
        let bare: Option<Vec<String>> = texts.iter().map(|node| bare(*node)).collect();
        if let Some(bare) = bare {
            let fix = finding.fix(Safety::Safe, "Remove the quotes of all of them");
            texts.iter().zip(bare).for_each(|(node, bare)| {
                fix.replace_with(*node, bare);
            });
        }
    }
}

/// `"true", a string`; for containers the kind alone.
fn described(violation: &Violation<'_>) -> String {
    let (value, kind) = (violation.node.brief(), violation.node.kind().to_string());
    if value == kind { kind } else { format!("{value}, {kind}") }
}

/// The types in words, without `null`; empty where that is the only one.
fn expected(assertion: &Assertion) -> String {
    let Assertion::Type(types) = assertion else {
        return String::new();
    };
    let in_words = |named: &Type| {
        Some(match named {
            Type::Integer => "an integer",
            Type::Number => "a number",
            Type::String => "a string",
            Type::Boolean => "a Boolean",
            Type::Array => "an array",
            Type::Object => "an object",
            Type::Null => return None,
        })
    };
    types.iter().filter_map(in_words).collect::<Vec<_>>().join(" or ")
}

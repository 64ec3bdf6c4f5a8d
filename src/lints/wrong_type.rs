//! A value of another JSON type than Okta's.

use serde_json::Value;

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::shape::Violation;

pub(super) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Shape(&["type"], check)]);

fn check<'d>(violation: &Violation<'d>, findings: &mut Findings<'d>) {
    let node = violation.node;
    if violation.demand.as_str() == Some("null") {
        let message = format!("{} has no place here", violation.name);
        findings
            .at(node, message)
            .help(format!("Remove {}", violation.name))
            .explained_by(violation);
        return;
    }
    let expected = expected(violation.demand);
    let message =
        format!("{} is {}; Okta expects {expected}", violation.name, described(violation));
    let finding = findings.at(node, message).explained_by(violation);
    let bare = node
        .as_str()
        .filter(|text| matches!(&**text, "true" | "false") || text.parse::<f64>().is_ok());
    if finding.help.is_none() && bare.is_some() && !expected.contains("a string") {
        finding.help("Remove the quotes");
    }
}

/// `"true", a string`; for containers the kind alone.
fn described(violation: &Violation<'_>) -> String {
    let (value, kind) = (violation.node.brief(), violation.node.kind().to_string());
    if value == kind { kind } else { format!("{value}, {kind}") }
}

fn expected(types: &Value) -> String {
    let one = |name: &Value| match name.as_str() {
        Some("integer") => "an integer",
        Some("number") => "a number",
        Some("string") => "a string",
        Some("boolean") => "a Boolean",
        Some("array") => "an array",
        Some("object") => "an object",
        _ => "null",
    };
    match types {
        Value::Array(types) => {
            let types: Vec<_> = types.iter().map(one).filter(|kind| *kind != "null").collect();
            types.join(" or ")
        }
        only => one(only).to_owned(),
    }
}

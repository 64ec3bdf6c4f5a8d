//! A value outside the set that Okta knows.
//!
//! Okta adds values monthly, so a value outside a set that grows is an error only where it is a
//! near miss of a known one.

use serde_json::Value;

use super::{Check, Declaration};
use crate::finding::{Findings, Severity};
use crate::shape::Violation;
use crate::spelling::{list, nearest};

pub(super) const LINT: Declaration =
    Declaration { severity: Severity::Error, checks: &[Check::Shape(&["enum", "const"], check)] };

/// Sets up to this size are listed in the message.
const LONGEST_LIST: usize = 6;

fn check<'d>(violation: &Violation<'d>, findings: &mut Findings<'d>) {
    let value = violation.node.as_str();
    let known = known(violation.demand);
    let meant = value.as_deref().and_then(|value| nearest(value, known.iter().copied()));
    let what = format!("{} is {}", violation.name, violation.node.brief());
    let message = match meant {
        _ if known.is_empty() => format!("{what}; Okta expects {}", violation.demand),
        _ if known.len() <= LONGEST_LIST => format!("{what}; Okta knows {}", list(known)),
        Some(meant) => format!("{what}; the nearest value that Okta knows is \"{meant}\""),
        None => format!("{what}, which is none of the {} values known for it", known.len()),
    };
    let finding = findings.at(violation.node, message);
    if violation.is_open() && meant.is_none() {
        finding.severity(Severity::Warning);
        finding.help("Check the spelling; Okta may have added the value since this release");
    }
    if let Some(meant) = meant {
        finding.help(format!("Did you mean \"{meant}\"?"));
    }
    finding.explained_by(violation);
}

/// The set, without second spellings that differ only in letter case.
fn known(demand: &'static Value) -> Vec<&'static str> {
    let values = match demand {
        Value::Array(values) => values.as_slice(),
        only => std::slice::from_ref(only),
    };
    let mut known: Vec<&str> = Vec::new();
    for value in values.iter().filter_map(Value::as_str) {
        if !known.iter().any(|earlier| earlier.eq_ignore_ascii_case(value)) {
            known.push(value);
        }
    }
    known
}

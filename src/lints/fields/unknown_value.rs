//! A value outside the set that Okta knows.
//!
//! Okta adds values monthly, so a value outside a set that grows is an error only where it is a
//! near miss of a known one.

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Draft};
use crate::model::{Policy, PolicyRule, PolicyType};
use crate::okta::Key;
use crate::schema::{Assertion, Literal, Violation};
use crate::wording::{list, nearest, series};

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["enum", "const"], check), Check::Policy(policy_type), Check::Rule(rule_type)],
);

/// Sets up to this size are listed in the message.
const LONGEST_LIST: usize = 6;

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let value = violation.node.as_str();
    let known = known(violation.assertion);
    let expected = values(violation.assertion).iter().map(Literal::to_string);
    let meant = value.as_deref().and_then(|value| nearest(value, known.iter().copied()));
    let what = format!("{} is {}", violation.name, violation.node.brief());
    let message = match meant {
        _ if violation.message().is_some() => {
            format!("{what}, {}", violation.message().unwrap_or_default())
        }
        _ if known.is_empty() => format!("{what}; Okta expects {}", series(expected, "or")),
        _ if known.len() <= LONGEST_LIST => format!("{what}; Okta knows {}", list(known)),
        Some(meant) => format!("{what}; the nearest value that Okta knows is \"{meant}\""),
        None => format!("{what}, which is not one of the {} values known for it", known.len()),
    };
    let finding = cx.report(violation.node, message);
    let is_open = matches!(violation.assertion, Assertion::Enum { is_open: true, .. });
    if is_open && meant.is_none() {
        finding.severity(Severity::Warning);
        finding.help("Check the spelling; Okta may have added the value since this release");
    }
    if let Some(meant) = meant {
        finding.help(format!("Did you mean \"{meant}\"?"));
        mend(violation.node, meant, finding);
    }
    finding.explained_by(violation);
}

/// The set, without second spellings that differ only in letter case, and without what Okta
/// returns but nobody should write.
fn known(assertion: &'static Assertion) -> Vec<&'static str> {
    let unlisted = match assertion {
        Assertion::Enum { unlisted, .. } => *unlisted,
        _ => &[],
    };
    let mut known: Vec<&str> = Vec::new();
    for value in values(assertion).iter().filter_map(|value| value.text()) {
        let is_spelling = known.iter().any(|earlier| earlier.eq_ignore_ascii_case(value));
        if !is_spelling && !unlisted.contains(&value) {
            known.push(value);
        }
    }
    known
}

fn values(assertion: &'static Assertion) -> &'static [Literal] {
    match assertion {
        Assertion::Enum { values, .. } => values,
        Assertion::Const(only) => std::slice::from_ref(only),
        _ => &[],
    }
}

// Okta adds types: one that catchall does not know is no finding, unless it nearly is a known one.

fn policy_type<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    check_type(policy.node, |name| Some(PolicyType::meant_by_policy(name).known()?.policy), cx);
}

fn rule_type<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    // A type that the rule cannot have is another mistake.
    let meant = |name: &str| Some(PolicyType::meant_by_rule(name)).filter(|it| *it == rule.kind);
    check_type(rule.node, |name| Some(meant(name)?.known()?.rule), cx);
}

fn check_type<'d>(
    object: Node<'d>,
    meant: impl Fn(&str) -> Option<&'static str>,
    cx: &mut Cx<'_, 'd>,
) {
    let Some(kind) = object.field(Key::TYPE) else {
        return;
    };
    let meant = kind.as_str().and_then(|name| meant(&name).filter(|meant| *meant != name));
    if let Some(meant) = meant {
        let message =
            format!("type is {}; the nearest that Okta knows is \"{meant}\"", kind.brief());
        let finding = cx.report(kind, message).severity(Severity::Warning);
        finding.help(format!("Did you mean \"{meant}\"?"));
        mend(kind, meant, finding);
    }
}

fn mend<'d>(value: Node<'d>, meant: &str, finding: &mut Draft<'d>) {
    // Another letter case means nothing else.
    let is_case = value.as_str().is_some_and(|value| value.eq_ignore_ascii_case(meant));
    let safety = if is_case { Safety::Safe } else { Safety::Unsafe };
    finding.fix(safety, format!("Write \"{meant}\"")).replace(value, meant);
}

//! TODO_SUMMARY (TODO_SOURCE).

use crate::finding::{Findings, Severity};
use crate::json::Node;
use crate::lints::{Check, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Object(check)]);

fn check<'d>(object: Node<'d>, findings: &mut Findings<'d>) {
    if let Some(member) = object.field("TODO_MEMBER")
        && member.is_str("TODO_VALUE")
    {
        findings.at(member, "TODO_MESSAGE").help("TODO_HELP");
    }
}

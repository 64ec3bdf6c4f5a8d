//! TODO_SUMMARY (TODO_SOURCE).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::Policy;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    if let Some(member) = policy.node.field(Key::TODO_KEY)
        && member.is_str("TODO_VALUE")
    {
        cx.report(member, "TODO_MESSAGE").help("TODO_HELP");
    }
}

//! TODO_SUMMARY (TODO_SOURCE).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Object(check)]);

fn check<'d>(object: Node<'d>, cx: &mut Cx<'_, 'd>) {
    if let Some(member) = object.field(Key::TODO_KEY)
        && member.is_str("TODO_VALUE")
    {
        cx.report(member, "TODO_MESSAGE").help("TODO_HELP");
    }
}

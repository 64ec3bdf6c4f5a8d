//! A custom rule at or below the catch-all rule, which takes everything (Policy API,
//! "Authentication policy": the catch-all has priority 99).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Numbering, PolicyRule, Priority};
use crate::okta::Key;

const CATCH_ALL: i64 = Priority::CATCH_ALL;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let is_below = rule.priority.number() >= Some(CATCH_ALL);
    if rule.system || !is_below || rule.kind.numbering() != Some(Numbering::V2) {
        return;
    }
    // The body of a request to change the catch-all itself need not say that it is one.
    let may_be_catch_all = rule.node.field(Key::CONDITIONS).is_none()
        && rule.head.system().and_then(Node::as_bool) != Some(false);
    if may_be_catch_all && rule.priority.number() == Some(CATCH_ALL) {
        return;
    }
    if let Some(priority) = rule.head.priority() {
        let message = format!(
            "{} has priority {}, at or below the catch-all rule, which Okta keeps at {CATCH_ALL}",
            rule.title(),
            priority.brief()
        );
        cx.report(priority, message)
            .help(format!("Give the rule a priority from 0 to {}", CATCH_ALL - 1));
    }
}

//! A catch-all rule elsewhere than at priority 99 (Policy API, "Authentication policy": the default
//! rule has the lowest priority of 99).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Numbering, PolicyRule, Priority};
use crate::okta::Key;

const CATCH_ALL: i64 = Priority::CATCH_ALL;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rules(check)]);

fn check<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    let catch_alls: Vec<_> = rules.iter().filter(|rule| is_catch_all(rule)).collect();
    // Of a second one, `several-catch-alls` speaks.
    let [catch_all] = catch_alls.as_slice() else {
        return;
    };
    let Some(priority) = catch_all.node.field(Key::PRIORITY) else {
        return;
    };
    let Some(number) = catch_all.priority.number().filter(|number| *number != CATCH_ALL) else {
        return;
    };
    let is_below =
        |rule: &&&PolicyRule<'d>| rule.is_custom() && rule.priority.number() > Some(number);
    let below: Vec<_> = rules.iter().filter(is_below).collect();
    let mut message =
        format!("the catch-all rule has priority {number}; Okta keeps it at {CATCH_ALL}");
    if let Some(first) = below.first() {
        message += &format!(", after {}", first.title());
    }
    let finding = cx.report(priority, message);
    for rule in &below {
        let place = rule.head.priority().unwrap_or(rule.node);
        finding.label(place, "below the catch-all");
    }
    finding.help(format!("Set the priority of the catch-all rule to {CATCH_ALL}"));
}

fn is_catch_all(rule: &PolicyRule<'_>) -> bool {
    rule.system && rule.kind.numbering() == Some(Numbering::V2)
}

//! A catch-all rule elsewhere than at priority 99 (Policy API, "Authentication policy": the default
//! rule has the lowest priority of 99).

use super::{Check, Declaration};
use crate::export::{Numbering, PolicyRule};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rules(check)]);

/// The priority of every catch-all rule.
pub(super) const CATCH_ALL_PRIORITY: i64 = 99;

fn check<'d>(rules: &[&PolicyRule<'d>], findings: &mut Findings<'d>) {
    for catch_all in rules.iter().filter(|rule| is_catch_all(rule)) {
        let Some(priority) = catch_all.node.field("priority") else {
            continue;
        };
        let Some(number) = catch_all.priority.filter(|number| *number != CATCH_ALL_PRIORITY) else {
            continue;
        };
        let is_below = |rule: &&&PolicyRule<'d>| !rule.system && rule.priority > Some(number);
        let below: Vec<_> = rules.iter().filter(is_below).collect();
        let mut message = format!(
            "the catch-all rule has priority {number}; Okta keeps it at {CATCH_ALL_PRIORITY}"
        );
        if let Some(first) = below.first() {
            message += &format!(", after {}", first.title());
        }
        let finding = findings.at(priority, message);
        for rule in &below {
            let place = rule.node.field("priority").unwrap_or(rule.node);
            finding.label(place, "below the catch-all");
        }
        finding.help(format!("Set the priority of the catch-all rule to {CATCH_ALL_PRIORITY}"));
    }
}

fn is_catch_all(rule: &PolicyRule<'_>) -> bool {
    rule.system && rule.kind.numbering() == Some(Numbering::V2)
}

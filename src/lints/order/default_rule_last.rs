//! A rule that is tried after the default rule of its policy (Policy API, "Default Rules": the
//! default rule is always the last in the priority order).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Numbering, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rules(check)]);

fn check<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    let is_default =
        |rule: &&&PolicyRule<'d>| rule.system && rule.kind.numbering() == Some(Numbering::V1);
    for default in rules.iter().filter(is_default) {
        let Some(priority) = default.node.field(Key::PRIORITY) else {
            continue;
        };
        let is_below = |rule: &&&PolicyRule<'d>| rule.priority.number() > default.priority.number();
        let below: Vec<_> = rules.iter().filter(is_below).collect();
        let Some(first) = below.first() else {
            continue;
        };
        let message = format!(
            "the default rule has priority {}, but {} comes after it; Okta keeps the default last",
            priority.brief(),
            first.title()
        );
        let finding = cx.report(priority, message);
        for rule in &below {
            let place = rule.head.priority().unwrap_or(rule.node);
            finding.label(place, "after the default rule");
        }
        finding.help("Move it above the default rule, or export the rules again");
    }
}

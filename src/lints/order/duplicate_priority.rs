//! Siblings with the same priority. Okta shifts the others on a collision (guide "Policy and
//! rule prioritization"), so a tie was edited or merged by hand, and the order is anyone's guess.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Numbering, Policy, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Competitors(policies), Check::Rules(rules)]);

fn policies<'d>(policies: &[&Policy<'d>], cx: &mut Cx<'_, 'd>) {
    let siblings = policies.iter().map(|policy| (policy.node, || policy.title()));
    check(siblings, cx);
}

fn rules<'d>(rules: &[&PolicyRule<'d>], cx: &mut Cx<'_, 'd>) {
    // A custom rule at the number of the catch-all is `rule-below-catch-all`.
    let is_catch_all =
        |rule: &PolicyRule<'d>| rule.system && rule.kind.numbering() == Some(Numbering::V2);
    let siblings = rules.iter().filter(|rule| !is_catch_all(rule));
    check(siblings.map(|rule| (rule.node, || rule.title())), cx);
}

/// Looks at siblings, each with what tells its title.
fn check<'d, T: Fn() -> String>(
    siblings: impl Iterator<Item = (Node<'d>, T)>,
    cx: &mut Cx<'_, 'd>,
) {
    let mut seen: Vec<(i64, T, Node<'d>)> = Vec::new();
    for (node, title) in siblings {
        let Some(priority) = node.field(Key::PRIORITY) else {
            continue;
        };
        let Some(number) = priority.as_i64() else {
            continue;
        };
        match seen.iter().find(|(earlier, ..)| *earlier == number) {
            Some((_, other, place)) => {
                let message = format!("{} has priority {number}, and so has {}", title(), other());
                cx.report(priority, message).label(*place, "the same priority").help(
                    "Give each a number of its own, in the order in which Okta should try them",
                );
            }
            None => seen.push((number, title, priority)),
        }
    }
}

//! Siblings with the same priority. Okta shifts the others on a collision (guide "Policy and
//! rule prioritization"), so a tie was edited or merged by hand, and the order is anyone's guess.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::repetition::repeated;
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
    let numbered = siblings.filter_map(|(node, title)| {
        let priority = node.field(Key::PRIORITY)?;
        Some((priority.as_i64()?, (title, priority)))
    });
    let numbered: Vec<(i64, (T, Node<'d>))> = numbered.collect();
    let groups = repeated(numbered.iter().map(|(number, sibling)| (*number, (*number, sibling))));
    for group in groups {
        let [(number, (first, place)), (_, (second, priority)), others @ ..] = group.as_slice()
        else {
            continue;
        };
        let (first, second) = (first(), second());
        let message = match others.len() {
            0 => format!("{second} has priority {number}, and so has {first}"),
            more => format!("{second} has priority {number}, and so have {first} and {more} more"),
        };
        let finding = cx.report(*priority, message);
        finding.label(*place, "the same priority");
        for (_, (_, place)) in others {
            finding.label(*place, "the same priority");
        }
        finding
            .about_all()
            .help("Give each a number of its own, in the order in which Okta should try them");
    }
}

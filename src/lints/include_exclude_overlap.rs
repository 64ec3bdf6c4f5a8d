//! The same id in `include` and `exclude` of one condition: the exclusion wins (help center, pages
//! on sign-in policy rules), so the inclusion has no effect.

use super::{Check, Declaration};
use crate::export::{Lists, PolicyRule};
use crate::finding::{Findings, Severity};
use crate::json::Node;

pub(super) const LINT: Declaration =
    Declaration { severity: Severity::Warning, checks: &[Check::Rule(check)] };

/// The conditions with a pair of lists whose meaning allows both at once.
const CONDITIONS: [&[&str]; 4] = [
    &["conditions", "people", "users"],
    &["conditions", "people", "groups"],
    &["conditions", "userType"],
    &["conditions", "app"],
];

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    for path in CONDITIONS {
        let Some(lists) = rule.node.at(path).map(Lists::of) else {
            continue;
        };
        let (Some(include), Some(exclude)) = (lists.included(), lists.excluded()) else {
            continue;
        };
        let mut reported: Vec<Node<'d>> = Vec::new();
        for excluded in exclude.elements() {
            if reported.iter().any(|earlier| is_same(*earlier, excluded)) {
                continue;
            }
            reported.push(excluded);
            let Some(included) = include.elements().find(|included| is_same(*included, excluded))
            else {
                continue;
            };
            let message = format!(
                "{} is both included and excluded in {}; the exclusion wins",
                excluded.brief(),
                lists.node.name()
            );
            findings
                .at(excluded, message)
                .label(included, "has no effect")
                .help("Remove it from one of the lists");
        }
    }
}

/// Whether both name the same id, or the same app or app type.
fn is_same<'d>(one: Node<'d>, other: Node<'d>) -> bool {
    let is_equal = |part| {
        let text = |node: Node<'d>| node.field(part).and_then(Node::as_str);
        text(one).is_some() && text(one) == text(other)
    };
    if one.is_object() {
        return is_equal("type") && (is_equal("id") || is_equal("name"));
    }
    one.as_str().is_some() && one.as_str() == other.as_str()
}

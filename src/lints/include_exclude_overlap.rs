//! The same id in `include` and `exclude` of one condition: the exclusion wins (help center, pages
//! on sign-in policy rules), so the inclusion has no effect.

use super::{Check, Declaration};
use crate::export::Lists;
use crate::finding::{Findings, Severity};
use crate::json::Node;

pub(super) const LINT: Declaration = Declaration {
    severity: Severity::Warning,
    checks: &[Check::Object(check)],
};

/// The conditions with a pair of lists whose meaning allows both at once.
const CONDITIONS: [&[&str]; 4] = [
    &["conditions", "people", "users"],
    &["conditions", "people", "groups"],
    &["conditions", "userType"],
    &["conditions", "app"],
];

fn check<'d>(object: Node<'d>, findings: &mut Findings<'d>) {
    for path in CONDITIONS {
        let Some(lists) = object.at(path).map(Lists::of) else {
            continue;
        };
        let (Some(include), Some(exclude)) = (lists.included(), lists.excluded()) else {
            continue;
        };
        for excluded in exclude.elements() {
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
fn is_same(one: Node<'_>, other: Node<'_>) -> bool {
    if one.is_object() {
        let parts = ["type", "id", "name"];
        return parts.iter().all(|part| {
            let text = |node: Node<'_>| node.field(part).and_then(Node::as_str).map(String::from);
            text(one) == text(other)
        });
    }
    one.as_str().is_some() && one.as_str() == other.as_str()
}

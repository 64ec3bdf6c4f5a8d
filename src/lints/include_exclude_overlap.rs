//! The same id in `include` and `exclude` of one condition: the exclusion wins (help center, pages
//! on sign-in policy rules), so the inclusion has no effect.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::{Check, Declaration};
use crate::export::{Lists, PolicyRule};
use crate::finding::{Findings, Severity};
use crate::json::Node;

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

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
        let included: HashMap<_, _> =
            include.elements().filter_map(|node| Some((identity(node)?, node))).collect();
        let mut seen = HashSet::new();
        for excluded in exclude.elements() {
            let Some(identity) = identity(excluded).filter(|id| seen.insert(id.clone())) else {
                continue;
            };
            let Some(included) = included.get(&identity) else {
                continue;
            };
            let message = format!(
                "{} is both included and excluded in {}; the exclusion wins",
                excluded.brief(),
                lists.node.name()
            );
            findings
                .at(excluded, message)
                .label(*included, "has no effect")
                .help("Remove it from one of the lists");
        }
    }
}

/// What an entry stands for: an id; for apps the type with the id or name that goes with it.
fn identity<'d>(entry: Node<'d>) -> Option<(Option<Cow<'d, str>>, Cow<'d, str>)> {
    let text = |key| entry.field(key).and_then(Node::as_str);
    match entry.as_str() {
        Some(id) => Some((None, id)),
        None => Some((text("type"), text("id").or_else(|| text("name"))?)),
    }
}

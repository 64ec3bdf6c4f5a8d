//! The same value twice in a list whose order and counts mean nothing, or the same object twice in
//! one of Okta's lists.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Export, Reading};
use crate::okta::Key;
use crate::schema::Violation;

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Info,
    &[Check::Shape(&["uniqueItems"], check), Check::Export(objects)],
);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let mut seen = HashMap::new();
    for value in violation.node.elements() {
        let first = *seen.entry(Reading::Whole.digest(value)).or_insert(value);
        if first == value {
            continue;
        }
        let message = format!("{} stands in {} more than once", cx.name(value), violation.name);
        cx.report(value, message)
            .label(first, "here first")
            .help("Remove the repetition")
            .explained_by(violation);
    }
}

/// Policies, rules and what they refer to, whole and twice in the list that they came in.
fn objects<'d>(export: &Export<'d>, cx: &mut Cx<'_, 'd>) {
    let policies = export.policies.iter().filter_map(|policy| policy.list);
    let rules = export.rules().filter_map(|rule| rule.list);
    let resources = export.resources.all.iter().filter_map(|resource| resource.list);
    let mut known = HashSet::new();
    let lists = policies.chain(rules).chain(resources).filter(|list| known.insert(list.key()));
    for list in lists {
        let mut seen: HashMap<_, Node<'d>> = HashMap::new();
        for object in list.elements() {
            let Some(id) = object.field(Key::ID).or_else(|| object.field(Key::NAME)) else {
                continue;
            };
            let first = *seen.entry(id.text()).or_insert(object);
            if first == object || !Reading::Whole.are_equal(first, object) {
                continue;
            }
            let name = object.field(Key::NAME).unwrap_or(id);
            let message = format!("{} stands in one list more than once", name.brief());
            cx.report(name, message)
                .severity(Severity::Warning)
                .label(first, "here first")
                .help("Remove the repetition, or give the copy what it was made for");
        }
    }
}

//! The same value twice in a list whose order and counts mean nothing, or the same object twice in
//! one of Okta's lists.

use std::collections::HashSet;

use crate::diagnostic::{Safety, Severity};
use crate::lints::repetition::{HERE, repeated, report};
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::Reading;
use crate::okta::Key;
use crate::schema::Violation;

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Info,
    &[Check::Shape(&["uniqueItems"], check), Check::Export(objects)],
);

const REMOVE: &str = "Remove the repetition";

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let values = violation.node.elements().map(|value| (Reading::Whole.digest(value), value));
    for values in repeated(values) {
        let message =
            format!("{} stands in {} {}", cx.name(values[0]), violation.name, often(values.len()));
        let finding = report(&values, values[1], message, HERE, cx);
        finding.help("Remove the repetition").explained_by(violation);
        finding.fix(Safety::Safe, REMOVE).remove_all(values[1..].iter().copied());
    }
}

/// Policies, rules and what they refer to, whole and twice in the list that they came in.
fn objects<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let policies = excerpt.policies().filter_map(|policy| policy.list);
    let rules = excerpt.rules().filter_map(|rule| rule.list);
    let resources = excerpt.resources().filter_map(|resource| resource.list);
    let mut known = HashSet::new();
    let lists = policies.chain(rules).chain(resources).filter(|list| known.insert(list.key()));
    for list in lists {
        let named = list.elements().into_iter().filter_map(|object| {
            let id = object.field(Key::ID).or_else(|| object.field(Key::NAME))?;
            Some((id.text(), object))
        });
        for mut objects in repeated(named) {
            let first = objects[0];
            objects.retain(|object| Reading::Whole.are_equal(first, *object));
            let Some(second) = objects.get(1) else {
                continue;
            };
            let name = second.field(Key::NAME).or_else(|| second.field(Key::ID)).unwrap_or(*second);
            let message = format!("{} stands in one list {}", name.brief(), often(objects.len()));
            let finding = report(&objects, name, message, HERE, cx);
            finding
                .severity(Severity::Warning)
                .help("Remove the repetition, or give the copy what it was made for");
            // What has no id yet is to be made, perhaps as something else.
            if second.field(Key::ID).is_some() {
                finding.fix(Safety::Safe, REMOVE).remove_all(objects[1..].iter().copied());
            }
        }
    }
}

fn often(count: usize) -> String {
    match count {
        2 => "more than once".to_owned(),
        count => format!("{count} times"),
    }
}

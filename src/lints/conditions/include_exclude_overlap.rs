//! The same id in `include` and `exclude` of one condition: the exclusion wins (help center, pages
//! on sign-in policy rules), so the inclusion has no effect.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Conditions, Lists, Policy, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Rule(in_rule), Check::Policy(in_policy)]);

fn in_rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Conditions { people, user_type, app, .. } = &*rule.conditions;
    let people = people.iter().flat_map(|people| [people.users(), people.groups()]);
    for lists in people.chain([*user_type]).flatten() {
        overlaps(&lists, false, cx);
    }
    app.iter().for_each(|app| overlaps(app, rule.id().is_none(), cx));
}

/// A policy excludes nobody, but it can have apps.
fn in_policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let app = policy.conditions.app.iter();
    app.for_each(|app| overlaps(app, policy.id().is_none(), cx));
}

/// Okta refuses an overlap of apps since release 2026.05.1; what has an id is stored, perhaps since
/// before.
fn overlaps<'d>(lists: &Lists<'d>, is_refused: bool, cx: &mut Cx<'_, 'd>) {
    let (Some(include), Some(exclude)) = (lists.included(), lists.excluded()) else {
        return;
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
        let what = cx.name(excluded.field(Key::ID).unwrap_or(excluded));
        let message = format!("{what} is both included and excluded in {}", lists.node.name());
        let finding = if is_refused {
            cx.report(excluded, message + "; Okta refuses that").severity(Severity::Error)
        } else {
            cx.report(excluded, message + "; the exclusion wins")
        };
        finding.label(*included, "has no effect").help("Remove it from one of the lists");
        // Alone in the list it keeps it from being empty, which would include everyone.
        if !is_refused && include.elements().nth(1).is_some() {
            finding.fix(Safety::Safe, "Remove it from include").remove(*included);
        }
    }
}

/// What an entry stands for: an id; for apps the type with the id or name that goes with it.
fn identity<'d>(entry: Node<'d>) -> Option<(Option<Cow<'d, str>>, Cow<'d, str>)> {
    let text = |key| entry.field(key).and_then(Node::as_str);
    match entry.as_str() {
        Some(id) => Some((None, id)),
        None => Some((text(Key::TYPE), text(Key::ID).or_else(|| text(Key::NAME))?)),
    }
}

//! A simulation for both a user and groups, or for neither (Policy API, "Access simulation": only
//! a user id or group ids are allowed, not both).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Simulation(check)]);

fn check<'d>(request: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let context = request.field(Key::POLICY_CONTEXT).unwrap_or(request);
    if !context.is_object() {
        return;
    }
    let has_ids = |node: &Node<'d>| node.field(Key::IDS).is_some_and(Node::has_elements);
    // What cannot be read may name some.
    let is_unreadable = |groups: Node<'d>| {
        !groups.is_object() || groups.field(Key::IDS).is_some_and(|ids| !ids.is_array())
    };
    match (context.field(Key::USER), context.field(Key::GROUPS).filter(has_ids)) {
        (Some(user), Some(groups)) => {
            cx.report(
                context,
                "policyContext names both a user and groups; Okta accepts one of them",
            )
            .label(user, "a user")
            .label(groups, "groups")
            .help("Keep user to simulate a person, groups to simulate membership");
        }
        (None, None) if !context.field(Key::GROUPS).is_some_and(is_unreadable) => {
            cx.report(
                context,
                "the request names neither a user nor groups; Okta needs one of them",
            )
            .help("Add user with an id, or groups with ids, to policyContext");
        }
        _ => {}
    }
}

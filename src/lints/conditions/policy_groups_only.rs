//! A policy that picks its people by anything but included groups (Policy API, "People Condition
//! object": for policies, you can only include a group).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Lists, Policy};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    // The types whose policies have people at all.
    if !policy.kind.is_for_groups() {
        return;
    }
    let Some(people) = policy.node.at(&[Key::CONDITIONS, Key::PEOPLE]) else {
        return;
    };
    if let Some(users) = people.field(Key::USERS) {
        let lists = Lists::of(users);
        if lists.included().or(lists.excluded()).is_some() {
            cx.report(users, "the policy picks single users; Okta accepts only groups on a policy")
                .help("Pick the users in the policy's rules, or make a group of them");
        }
    }
    let groups = people.field(Key::GROUPS);
    let excluded = groups.and_then(|groups| Some((groups, Lists::of(groups).excluded()?)));
    if let Some((groups, excluded)) = excluded {
        cx.report(excluded, "the policy excludes groups; Okta only includes groups on a policy")
            .help("Exclude the groups in the policy's rules, or in a policy above this one")
            .instead_of(groups, ["include"]);
    }
}

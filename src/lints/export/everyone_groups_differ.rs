//! Default policies that include different groups. Each includes the Everyone group, and an org has
//! one (concepts, "Policies"; 13 observed system policies).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::Policy;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Export(check)]);

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let mut first: Option<(&Policy<'d>, Node<'d>)> = None;
    for policy in export.policies.iter().filter(|policy| policy.system) {
        let Some(group) = everyone(policy) else {
            continue;
        };
        let (other, known) = *first.get_or_insert((policy, group));
        if known.as_str() == group.as_str() {
            continue;
        }
        let message = format!(
            "{} is for the group {}, but {} for {}; both are for Everyone, and an org has one such \
             group",
            policy.title(),
            cx.name(group),
            other.title(),
            cx.name(known),
        );
        cx.report(group, message)
            .label(known, "Everyone, as this policy has it")
            .help("Keep what comes from different orgs in exports apart");
    }
}

/// The only group that the policy includes.
fn everyone<'d>(policy: &Policy<'d>) -> Option<Node<'d>> {
    let groups = policy.node.at(&[Key::CONDITIONS, Key::PEOPLE, Key::GROUPS, Key::INCLUDE])?;
    let mut groups = groups.elements();
    groups.next().filter(|_| groups.next().is_none())
}

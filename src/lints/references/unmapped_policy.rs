//! An authentication policy that no app is mapped to, or an inactive one that some app is (Policy
//! API, "Authentication policy": such a policy counts for the apps that are mapped to it).

use crate::diagnostic::{Severity, Tier};
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Policy, ResourceKind, Status};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Export(check)])
    .needing_all(&[ResourceKind::App])
    .pedantic();

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    let links: Vec<_> = export.access_policy_links().collect();
    for policy in export.policies.iter().filter(|policy| policy.status == Status::Inactive) {
        let id = policy.id().filter(|_| policy.is_for_apps());
        let Some(link) = links.iter().find(|link| id.as_ref().is_some_and(|id| *id == link.policy))
        else {
            continue;
        };
        let message = format!(
            "{} is inactive, but an app is mapped to it; what then counts is not documented",
            policy.title()
        );
        cx.report(policy.head.status().unwrap_or(policy.label()), message)
            .label(link.node, "mapped here")
            .help("Activate the policy, or map the app to another one")
            .severity(Severity::Warning)
            .tier(Tier::Default);
    }
    let has_all_apps = export.resources.are_whole(ResourceKind::App);
    let is_known = |policy: &&Policy<'d>| has_all_apps || policy.has_no_mappings;
    // New apps get the default, so that it may well have none yet.
    let is_active = |policy: &&Policy<'d>| policy.status == Status::Active && !policy.system;
    for policy in export.unmapped_policies().filter(is_active).filter(is_known) {
        let message = format!("no app is mapped to {}, so it is never used", policy.title());
        cx.report(policy.label(), message).help("Map an app to the policy, or delete it");
    }
}

//! An authentication policy that no app is mapped to, or an inactive one that some app is (Policy
//! API, "Authentication policy": such a policy counts for the apps that are mapped to it).

use super::{Check, Declaration};
use crate::export::{Export, HelperKind, Status};
use crate::finding::{Findings, Severity, Tier};

pub(super) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Export(check)])
    .needing_all(&[HelperKind::App])
    .pedantic();

fn check<'d>(export: &Export<'d>, findings: &mut Findings<'d>) {
    let has_all_apps = export.helpers.are_whole(HelperKind::App);
    let links: Vec<_> = export.access_policy_links().collect();
    if links.is_empty() {
        return;
    }
    for policy in export.policies.iter().filter(|policy| policy.is_for_apps()) {
        let Some(id) = policy.id() else {
            continue;
        };
        let mapped = links.iter().find(|link| link.policy == id);
        match (policy.status, mapped) {
            (Status::Inactive, Some(link)) => {
                let message = format!(
                    "{} is inactive, but an app is mapped to it; what then counts is not documented",
                    policy.title()
                );
                findings
                    .at(policy.node.field("status").unwrap_or(policy.label()), message)
                    .label(link.node, "mapped here")
                    .help("Activate the policy, or map the app to another one")
                    .severity(Severity::Warning)
                    .tier(Tier::Default);
            }
            // New apps get the default, so that it may well have none yet.
            (Status::Active, None) if has_all_apps && !policy.system => {
                let message =
                    format!("no app is mapped to {}, so it is never used", policy.title());
                findings.at(policy.label(), message).help("Map an app to the policy, or delete it");
            }
            _ => {}
        }
    }
}

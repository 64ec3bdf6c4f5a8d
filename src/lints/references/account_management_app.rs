//! An app that is mapped to the Okta account management policy, which only guards what users do
//! with their own accounts (guide "Okta account management policy": it cannot be assigned to apps).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::ResourceKind;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Export(check)]).needing(&[ResourceKind::App]);

fn check<'d>(Excerpt { export, .. }: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    for policy in &export.policies {
        let Some(resource) = policy.resource("END_USER_ACCOUNT_MANAGEMENT") else {
            continue;
        };
        for link in export.access_policy_links() {
            if policy.id().is_some_and(|id| link.policy == id) {
                let message = format!(
                    "the app is mapped to {}, which guards users' own accounts and no app",
                    policy.title()
                );
                cx.report(link.node, message)
                    .label(resource, "not for apps")
                    .help("Map the app to another authentication policy");
            }
        }
    }
}

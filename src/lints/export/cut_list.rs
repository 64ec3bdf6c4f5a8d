//! Exactly as many embedded rules as Okta embeds at most (Policy API, "Get a Policy with Rules":
//! `expand=rules` returns up to twenty rules). More may exist.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration, Excerpt};
use crate::model::{Engine, List};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Export(check)]);

fn check<'d>(excerpt: &Excerpt<'_, 'd>, cx: &mut Cx<'_, 'd>) {
    if excerpt.export.engine == Some(Engine::Identity) {
        return;
    }
    let policies = excerpt.policies_with_rules().iter();
    for policy in policies.filter(|policy| policy.may_be_cut()) {
        let Some(List::Array(embedded)) = policy.list_of_rules() else {
            continue;
        };
        let message = format!(
            "{} has exactly {} embedded rules, the most that expand=rules returns: there may be \
             more",
            policy.title(),
            policy.rules.len()
        );
        cx.report(embedded, message)
            .help("Export the rules of the policy with a request of their own");
    }
}

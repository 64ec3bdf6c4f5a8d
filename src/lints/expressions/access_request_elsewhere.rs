//! `accessRequest` in a policy for apps. Only the Okta account management policy has one (guide
//! "Configure an Okta account management policy").

use crate::diagnostic::Severity;
use crate::expression::Reference;
use crate::lints::{Check, Cx, Declaration};
use crate::model::Policy;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(resource) = policy.resource("APP") else {
        return;
    };
    for rule in &policy.rules {
        let Some((node, expression)) = rule.conditions.expression() else {
            continue;
        };
        let references = expression.whole().references();
        let mut paths = references.into_iter().filter_map(Reference::attribute);
        if let Some(path) = paths.find(|path| path.starts_with("accessRequest.")) {
            let message = format!(
                "`{path}` is known in the Okta account management policy only, and {} is for apps",
                policy.title()
            );
            cx.report(node, message).label(resource, "a policy for apps").help(
                "Move the rule to the Okta account management policy, or test something else",
            );
        }
    }
}

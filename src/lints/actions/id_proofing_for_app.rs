//! Identity proofing in the rule of a policy for apps. Okta describes it for the account management
//! policy alone (guide "Okta account management policy").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::Policy;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(resource) = policy.resource("APP") else {
        return;
    };
    for rule in &policy.rules {
        let kind = rule.verification().and_then(|method| method.kind());
        if let Some(kind) = kind.filter(|kind| kind.is_str("ID_PROOFING")) {
            let message = format!(
                "{} asks for identity proofing, but {} is for apps",
                rule.title(),
                policy.title()
            );
            cx.report(kind, message)
                .label(resource, "only account management policies know identity proofing")
                .help(
                    "Ask for factors with \"ASSURANCE\", or move the rule to the account management \
                     policy",
                );
        }
    }
}

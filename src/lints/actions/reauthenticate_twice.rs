//! `reauthenticateIn` both on the verification method and in its chains (OpenAPI description,
//! `AuthenticationMethodChainMethod` and `AuthenticationMethodChain`: one or the other).

use crate::diagnostic::Severity;
use crate::export::{PolicyRule, VerificationMethod};
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = VerificationMethod::of(rule) else {
        return;
    };
    let Some(outer) = method.node.field(Key::REAUTHENTICATE_IN) else {
        return;
    };
    for step in method.chains().flatten() {
        if let Some(inner) = step.node.field(Key::REAUTHENTICATE_IN) {
            let message = format!(
                "reauthenticateIn is {} here and {} for all chains; Okta accepts one or the other",
                inner.brief(),
                outer.brief()
            );
            cx.report(inner, message)
                .label(outer, "for all chains")
                .help("Remove one: keep it in the chains to have a different time for each");
        }
    }
}

//! `reauthenticateIn` both on the verification method and in its chains (OpenAPI description,
//! `AuthenticationMethodChainMethod` and `AuthenticationMethodChain`: one or the other).

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Reading};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification() else {
        return;
    };
    let Some(outer) = method.reauthenticate_in() else {
        return;
    };
    for step in method.steps() {
        if let Some(inner) = step.reauthenticate_in() {
            let message = format!(
                "reauthenticateIn is {} here and {} for all chains; Okta accepts one or the other",
                inner.brief(),
                outer.brief()
            );
            let finding = cx.report(inner, message).label(outer, "for all chains");
            finding.help("Remove one: keep it in the chains to have a different time for each");
            if Reading::Whole.are_equal(inner, outer) {
                let title = "Remove it here, since it is the same for all chains";
                finding.fix(Safety::Safe, title).remove(inner);
            }
        }
    }
}

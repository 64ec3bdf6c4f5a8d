//! A chain of authentication methods with more than three steps (OpenAPI description,
//! `AuthenticationMethodChainMethod`, `chains`).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

const MOST_STEPS: usize = 3;

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification() else {
        return;
    };
    for steps in method.chains() {
        if let Some(beyond) = steps.get(MOST_STEPS) {
            let message =
                format!("the chain has {} steps; Okta accepts at most {MOST_STEPS}", steps.len());
            cx.report(beyond.node, message)
                .label(steps[0].node, "the chain starts here")
                .help("Offer several methods in one step, or drop steps");
        }
    }
}

//! `required: true` beside exclusions (Policy API, "Constraints", `required`: false if there are
//! values for `excludedAuthenticationMethods`).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Demand, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    for demand in method.demands() {
        let required = demand.get(Key::REQUIRED).filter(|value| value.said_bool() == Some(true));
        let (Some(required), Some(excluded)) = (required, demand.list(Demand::EXCLUDED)) else {
            continue;
        };
        let class = demand.class.name();
        cx.report(
            required,
            format!("required is true, but with exclusions Okta does not demand {class}"),
        )
        .label(excluded, "makes it false")
        .help("List what counts in authenticationMethods instead, or set required to false");
    }
}

//! A default rule in a policy that is no default. Of the older types, only the default policy has
//! one (Policy API, "Default Rules").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::Policy;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let system = policy.head.system();
    let Some(custom) = system.filter(|system| system.as_bool() == Some(false)) else {
        return;
    };
    if !policy.kind.is_for_groups() {
        return;
    }
    for rule in policy.rules.iter().filter(|rule| rule.system) {
        let Some(system) = rule.head.system() else {
            continue;
        };
        let message = format!(
            "{} is a default rule, but {} is not a default policy",
            rule.title(),
            policy.title()
        );
        cx.report(system, message)
            .label(custom, "not created by Okta")
            .help("Set system to false, or put the rule back into the default policy");
    }
}

//! Password reset that is allowed and that nothing can start (Policy API, "Self Service Password
//! Reset Action Primary Requirement object").

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Reset};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(reset) = Reset::of(rule).filter(Reset::is_allowed) else {
        return;
    };
    let Some(requirement) = reset.requirement.filter(|_| is_by_rule(&reset)) else {
        return;
    };
    let primary = requirement.field(Key::PRIMARY);
    // What cannot be read may name one.
    if !primary.unwrap_or(requirement).is_object() {
        return;
    }
    let methods = primary.and_then(|primary| primary.field(Key::METHODS));
    if methods.is_none_or(|methods| methods.is_array() && !methods.has_elements()) {
        let place = methods.or(primary).unwrap_or(requirement);
        cx.report(place, "password reset is allowed, but no method starts it")
            .help("Add \"email\" or another method to methods, or set access to \"DENY\"")
            .for_lack_of(["primary", "methods"]);
    }
}

/// Whether the requirement is that of the rule itself, rather than of another policy.
fn is_by_rule(reset: &Reset<'_>) -> bool {
    reset.access_control().is_none_or(|control: Node<'_>| control.is_str("LEGACY"))
}

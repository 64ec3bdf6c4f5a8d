//! What users may do for themselves (Policy API, "Password Action object").

use super::authenticators;
use crate::outcome::actions::Reset;
use crate::outcome::{Name, Said, Set, Text};
use crate::wording::{printable, series};

pub(super) fn permission(what: &str, access: &Said<'_, Text<'_>>) -> String {
    match access.text() {
        Some("ALLOW") => format!("may {what}"),
        Some("DENY") => format!("may not {what}"),
        Some(other) => format!("access \"{}\" to {what}", printable(other)),
        None => format!("may perhaps {what}: the file does not say"),
    }
}

/// Resetting the password, and what that takes.
pub(super) fn reset(action: &Reset<'_>) -> String {
    let mut words = permission("reset a forgotten one", &action.access);
    let requirement = action.requirement.value().filter(|_| action.access.is("ALLOW"));
    let Some(requirement) = requirement else {
        return words;
    };
    if requirement.access_control.is("AUTH_POLICY") {
        return words + " as the Okta account management policy asks";
    }
    if let Some(primary) = requirement.primary.value() {
        let methods = methods(&primary.methods);
        if !methods.is_empty() {
            words.push_str(&format!(" by {methods}"));
        }
        let limits = primary.constraints.values().filter_map(|limit| {
            let method = authenticators::kind(limit.method.text()?);
            let keys = limit.allowed.values().filter_map(|one| one.key.text());
            Some(format!("{method} of {}", series(keys.map(authenticators::key), "or")))
        });
        let limits: Vec<String> = limits.collect();
        if !limits.is_empty() {
            words.push_str(&format!(" ({} only)", series(limits, "and")));
        }
    }
    if let Some(step_up) = requirement.step_up.value().filter(|step| step.required.is_true()) {
        let methods = methods(&step_up.methods);
        let step = if methods.is_empty() { "any other authenticator" } else { &methods };
        words.push_str(&format!(", then {step}"));
    }
    words
}

fn methods(names: &Said<'_, Set<'_, Name<'_>>>) -> String {
    series(names.values().map(|Name(name)| authenticators::kind(name)), "or")
}

//! What users may do for themselves (Policy API, "Password Action object").

use super::{authenticators, is, is_true, text};
use crate::json::Node;
use crate::okta::Key;
use crate::wording::{printable, series};

pub(super) fn permission(what: &str, action: Node<'_>) -> String {
    match text(action, &[Key::ACCESS]).as_deref() {
        Some("ALLOW") => format!("may {what}"),
        Some("DENY") => format!("may not {what}"),
        Some(other) => format!("access \"{}\" to {what}", printable(other)),
        None => format!("may perhaps {what}: the file does not say"),
    }
}

/// Resetting the password, and what that takes.
pub(super) fn reset(action: Node<'_>) -> String {
    let mut words = permission("reset a forgotten one", action);
    let Some(requirement) =
        action.field(Key::REQUIREMENT).filter(|_| is(action, &[Key::ACCESS], "ALLOW"))
    else {
        return words;
    };
    if is(requirement, &[Key::ACCESS_CONTROL], "AUTH_POLICY") {
        return words + " as the Okta account management policy asks";
    }
    let methods = requirement.at(&[Key::PRIMARY, Key::METHODS]).into_iter().flat_map(Node::strings);
    let methods = series(methods.map(|method| authenticators::kind(&method)), "or");
    if !methods.is_empty() {
        words.push_str(&format!(" by {methods}"));
    }
    let limits = requirement.at(&[Key::PRIMARY, Key::METHOD_CONSTRAINTS]);
    let limits = limits.into_iter().flat_map(Node::elements).filter_map(|limit| {
        let method = authenticators::kind(&text(limit, &[Key::METHOD])?);
        let keys = limit.field(Key::ALLOWED_AUTHENTICATORS).into_iter().flat_map(Node::elements);
        let keys = keys.filter_map(|key| Some(authenticators::key(&text(key, &[Key::KEY])?)));
        Some(format!("{method} of {}", series(keys, "or")))
    });
    let limits: Vec<String> = limits.collect();
    if !limits.is_empty() {
        words.push_str(&format!(" ({} only)", series(limits, "and")));
    }
    if is_true(requirement, &[Key::STEP_UP, Key::REQUIRED]) {
        let methods =
            requirement.at(&[Key::STEP_UP, Key::METHODS]).into_iter().flat_map(Node::strings);
        let methods = series(methods.map(|method| authenticators::kind(&method)), "or");
        let step = if methods.is_empty() { "any other authenticator" } else { &methods };
        words.push_str(&format!(", then {step}"));
    }
    words
}

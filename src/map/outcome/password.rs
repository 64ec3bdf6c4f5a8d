//! What users may do for themselves (Policy API, "Password Action object").

use super::{authenticators, is, is_true, text};
use crate::json::Node;
use crate::wording::{printable, series};

pub(super) fn permission(what: &str, action: Node<'_>) -> String {
    match text(action, &["access"]).as_deref() {
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
        action.field("requirement").filter(|_| is(action, &["access"], "ALLOW"))
    else {
        return words;
    };
    if is(requirement, &["accessControl"], "AUTH_POLICY") {
        return words + " as the Okta account management policy asks";
    }
    let methods = requirement.at(&["primary", "methods"]).into_iter().flat_map(Node::strings);
    let methods = series(methods.map(|method| authenticators::kind(&method)), "or");
    if !methods.is_empty() {
        words.push_str(&format!(" by {methods}"));
    }
    let limits = requirement.at(&["primary", "methodConstraints"]);
    let limits = limits.into_iter().flat_map(Node::elements).filter_map(|limit| {
        let method = authenticators::kind(&text(limit, &["method"])?);
        let keys = limit.field("allowedAuthenticators").into_iter().flat_map(Node::elements);
        let keys = keys.filter_map(|key| Some(authenticators::key(&text(key, &["key"])?)));
        Some(format!("{method} of {}", series(keys, "or")))
    });
    let limits: Vec<String> = limits.collect();
    if !limits.is_empty() {
        words.push_str(&format!(" ({} only)", series(limits, "and")));
    }
    if is_true(requirement, &["stepUp", "required"]) {
        let methods = requirement.at(&["stepUp", "methods"]).into_iter().flat_map(Node::strings);
        let methods = series(methods.map(|method| authenticators::kind(&method)), "or");
        let step = if methods.is_empty() { "any other authenticator" } else { &methods };
        words.push_str(&format!(", then {step}"));
    }
    words
}

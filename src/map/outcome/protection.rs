//! What Okta does about sessions, devices and risks.

use super::{is, text};
use crate::json::Node;
use crate::reach::Names;
use crate::wording::{printable, series};

/// What is done about a user's risk or a session that no longer meets its policies (OpenAPI
/// description, `EntityRiskPolicyRuleActionsObject`, `PostAuthSessionFailureActionsObject`).
pub(super) fn responses(list: Option<Node<'_>>) -> String {
    let responses = list.into_iter().flat_map(Node::elements).map(|response| {
        match text(response, &["action"]).as_deref() {
            Some("TERMINATE_ALL_SESSIONS") => "end all sessions of the user".to_owned(),
            Some("TERMINATE_SESSION") => "end the session".to_owned(),
            Some("RUN_WORKFLOW") => {
                let id = response.at(&["workflow", "id"]).map(|id| match id.as_str() {
                    Some(id) => printable(&id),
                    None => id.brief(),
                });
                format!("run workflow {}", id.unwrap_or_else(|| "without an id".to_owned()))
            }
            Some(other) => format!("\"{}\"", printable(other)),
            None => "what the file does not say".to_owned(),
        }
    });
    let responses = series(responses, "and");
    if responses.is_empty() { "only write to the log".to_owned() } else { responses }
}

/// Terraform provider, `okta_session_violation_policy_rule`.
pub(super) fn violations(action: Node<'_>) -> String {
    match action.at(&["policyEvaluation", "enabled"]).and_then(Node::as_bool) {
        Some(true) => "evaluate the policies again".to_owned(),
        Some(false) => "do not evaluate the policies again".to_owned(),
        None => "nothing that the file says".to_owned(),
    }
}

/// OpenAPI description, `DeviceContextProvider`.
pub(super) fn device_signals(action: Node<'_>, names: &Names<'_, '_>) -> String {
    let providers = action.field("deviceContextProviders").into_iter().flat_map(Node::elements);
    let providers = providers.map(|provider| {
        let mut words = match text(provider, &["key"]).as_deref() {
            Some("OKTA_VERIFY") => "Okta Verify".to_owned(),
            Some("CHROME_DEVICE_TRUST") => "Chrome Device Trust".to_owned(),
            Some("DEVICE_POSTURE_IDP") => "the device posture provider".to_owned(),
            other => printable(other.unwrap_or("a provider without a key")),
        };
        if let Some(id) = text(provider, &["id"]) {
            words.push_str(&format!(" {}", names.of(&id)));
        }
        if is(provider, &["userIdentification"], "ALLOW") {
            words.push_str(" (which may identify the user)");
        }
        words
    });
    let providers = series(providers, "and");
    if providers.is_empty() {
        return "ask no provider about the device".to_owned();
    }
    format!("ask {providers} about the device")
}

/// Okta's guide on user identification policies.
pub(super) fn identification(action: Node<'_>) -> String {
    const BUTTON: &[&str] = &["settings", "securityMethods", "fastpass", "showSignInButton"];
    match text(action, BUTTON).as_deref() {
        Some("ALWAYS") => "show the button for Okta FastPass".to_owned(),
        Some("NEVER") => "hide the button for Okta FastPass".to_owned(),
        Some(other) => format!("show the button for Okta FastPass \"{}\"", printable(other)),
        None => "nothing that the file says".to_owned(),
    }
}

/// OpenAPI description, `ClientUpdatePolicy`.
pub(super) fn updates(action: Node<'_>) -> String {
    let controls = action.field("actions").into_iter().flat_map(Node::elements).map(|control| {
        let client = match text(control, &["action"]).as_deref() {
            Some("OKTA_VERIFY_UPDATE") => "Okta Verify".to_owned(),
            other => printable(other.unwrap_or("a client without a name")),
        };
        match text(control, &["value"]).as_deref() {
            Some("ALLOW") => format!("let {client} update itself"),
            Some("HOTFIX_ONLY") => format!("let {client} install hotfixes only"),
            Some("DENY") => format!("keep {client} from updating itself"),
            other => format!("{client}: \"{}\"", printable(other.unwrap_or_default())),
        }
    });
    let controls = series(controls, "and");
    if controls.is_empty() { "nothing that the file says".to_owned() } else { controls }
}

/// Okta's guide on identity claim sourcing.
pub(super) fn claims(action: Node<'_>) -> String {
    match text(action, &["refresh", "redirectType"]).as_deref() {
        Some("NONE") => "refresh claims without a redirect".to_owned(),
        Some("FIXED") => "redirect the user to refresh claims".to_owned(),
        Some(other) => format!("refresh claims by redirect \"{}\"", printable(other)),
        None => "nothing that the file says of refreshing claims".to_owned(),
    }
}

//! What Okta does about sessions, devices and risks.

use super::{is, text};
use crate::json::Node;
use crate::okta::Key;
use crate::reach::Names;
use crate::wording::{printable, series};

/// What is done about a user's risk or a session that no longer meets its policies (OpenAPI
/// description, `EntityRiskPolicyRuleActionsObject`, `PostAuthSessionFailureActionsObject`).
pub(super) fn responses(list: Option<Node<'_>>) -> String {
    let responses = list.into_iter().flat_map(Node::elements).map(|response| {
        match text(response, &[Key::ACTION]).as_deref() {
            Some("TERMINATE_ALL_SESSIONS") => "end all sessions of the user".to_owned(),
            Some("TERMINATE_SESSION") => "end the session".to_owned(),
            Some("RUN_WORKFLOW") => {
                let id = response.at(&[Key::WORKFLOW, Key::ID]).map(|id| match id.as_str() {
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
    match action.at(&[Key::POLICY_EVALUATION, Key::ENABLED]).and_then(Node::as_bool) {
        Some(true) => "evaluate the policies again".to_owned(),
        Some(false) => "do not evaluate the policies again".to_owned(),
        None => "nothing that the file says".to_owned(),
    }
}

/// OpenAPI description, `DeviceContextProvider`.
pub(super) fn device_signals(action: Node<'_>, names: &Names<'_, '_>) -> String {
    let providers =
        action.field(Key::DEVICE_CONTEXT_PROVIDERS).into_iter().flat_map(Node::elements);
    let providers = providers.map(|provider| {
        let mut words = match text(provider, &[Key::KEY]).as_deref() {
            Some("OKTA_VERIFY") => "Okta Verify".to_owned(),
            Some("CHROME_DEVICE_TRUST") => "Chrome Device Trust".to_owned(),
            Some("DEVICE_POSTURE_IDP") => "the device posture provider".to_owned(),
            other => printable(other.unwrap_or("a provider without a key")),
        };
        if let Some(id) = text(provider, &[Key::ID]) {
            words.push_str(&format!(" {}", names.of(&id)));
        }
        if is(provider, &[Key::USER_IDENTIFICATION], "ALLOW") {
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
    const BUTTON: &[Key] =
        &[Key::SETTINGS, Key::SECURITY_METHODS, Key::FASTPASS, Key::SHOW_SIGN_IN_BUTTON];
    match text(action, BUTTON).as_deref() {
        Some("ALWAYS") => "show the button for Okta FastPass".to_owned(),
        Some("NEVER") => "hide the button for Okta FastPass".to_owned(),
        Some(other) => format!("show the button for Okta FastPass \"{}\"", printable(other)),
        None => "nothing that the file says".to_owned(),
    }
}

/// OpenAPI description, `ClientUpdatePolicy`.
pub(super) fn updates(action: Node<'_>) -> String {
    let controls = action.field(Key::ACTIONS).into_iter().flat_map(Node::elements).map(|control| {
        let client = match text(control, &[Key::ACTION]).as_deref() {
            Some("OKTA_VERIFY_UPDATE") => "Okta Verify".to_owned(),
            other => printable(other.unwrap_or("a client without a name")),
        };
        match text(control, &[Key::VALUE]).as_deref() {
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
    match text(action, &[Key::REFRESH, Key::REDIRECT_TYPE]).as_deref() {
        Some("NONE") => "refresh claims without a redirect".to_owned(),
        Some("FIXED") => "redirect the user to refresh claims".to_owned(),
        Some(other) => format!("refresh claims by redirect \"{}\"", printable(other)),
        None => "nothing that the file says of refreshing claims".to_owned(),
    }
}

//! What Okta does about sessions, devices and risks.

use crate::outcome::actions::{
    ClaimSourcing, DeviceSignalCollection, DeviceSignalProvider, Response,
    SessionViolationDetection, UpdateControl, UpdateControls, UserIdentification,
};
use crate::outcome::{Said, Set};
use crate::reach::Names;
use crate::wording::{printable, series};

/// What is done about a user's risk or a session that no longer meets its policies (OpenAPI
/// description, `EntityRiskPolicyRuleActionsObject`, `PostAuthSessionFailureActionsObject`).
pub(super) fn responses(list: &Said<'_, Set<'_, Response<'_>>>) -> String {
    let nothing = Response::default();
    let responses = list.elements().iter().map(|one| one.value().unwrap_or(&nothing));
    let responses = responses.map(|response| match response.kind.text() {
        Some("TERMINATE_ALL_SESSIONS") => "end all sessions of the user".to_owned(),
        Some("TERMINATE_SESSION") => "end the session".to_owned(),
        Some("RUN_WORKFLOW") => {
            let id = response.workflow.value().map(|workflow| &workflow.id);
            format!("run workflow {}", id.and_then(workflow).unwrap_or("without an id".to_owned()))
        }
        Some(other) => format!("\"{}\"", printable(other)),
        None => "what the file does not say".to_owned(),
    });
    let responses = series(responses, "and");
    if responses.is_empty() { "only write to the log".to_owned() } else { responses }
}

fn workflow(id: &Said<'_, i64>) -> Option<String> {
    match id {
        Said::Nothing => None,
        Said::Value(id) => Some(id.to_string()),
        Said::Other(id) => Some(id.as_str().map_or_else(|| id.brief(), |id| printable(&id))),
    }
}

/// Terraform provider, `okta_session_violation_policy_rule`.
pub(super) fn violations(action: &SessionViolationDetection<'_>) -> String {
    let enabled = action.policy_evaluation.value().and_then(|one| one.enabled.value());
    match enabled {
        Some(true) => "evaluate the policies again".to_owned(),
        Some(false) => "do not evaluate the policies again".to_owned(),
        None => "nothing that the file says".to_owned(),
    }
}

/// OpenAPI description, `DeviceContextProvider`.
pub(super) fn device_signals(action: &DeviceSignalCollection<'_>, names: &Names<'_, '_>) -> String {
    let nothing = DeviceSignalProvider::default();
    let providers = action.providers.elements().iter().map(|one| one.value().unwrap_or(&nothing));
    let providers = providers.map(|provider| {
        let mut words = match provider.key.text() {
            Some("OKTA_VERIFY") => "Okta Verify".to_owned(),
            Some("CHROME_DEVICE_TRUST") => "Chrome Device Trust".to_owned(),
            Some("DEVICE_POSTURE_IDP") => "the device posture provider".to_owned(),
            other => printable(other.unwrap_or("a provider without a key")),
        };
        if let Some(id) = provider.id.text() {
            words.push_str(&format!(" {}", names.of(id)));
        }
        if provider.user_identification.is("ALLOW") {
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
pub(super) fn identification(action: &UserIdentification<'_>) -> String {
    let settings = action.settings.value();
    let methods = settings.and_then(|settings| settings.security_methods.value());
    let fastpass = methods.and_then(|methods| methods.fastpass.value());
    match fastpass.and_then(|fastpass| fastpass.sign_in_button.text()) {
        Some("ALWAYS") => "show the button for Okta FastPass".to_owned(),
        Some("NEVER") => "hide the button for Okta FastPass".to_owned(),
        Some(other) => format!("show the button for Okta FastPass \"{}\"", printable(other)),
        None => "nothing that the file says".to_owned(),
    }
}

/// OpenAPI description, `ClientUpdatePolicy`.
pub(super) fn updates(action: &UpdateControls<'_>) -> String {
    let nothing = UpdateControl::default();
    let controls = action.controls.elements().iter().map(|one| one.value().unwrap_or(&nothing));
    let controls = controls.map(|control| {
        let client = match control.kind.text() {
            Some("OKTA_VERIFY_UPDATE") => "Okta Verify".to_owned(),
            other => printable(other.unwrap_or("a client without a name")),
        };
        match control.value.text() {
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
pub(super) fn claims(action: &ClaimSourcing<'_>) -> String {
    match action.refresh.value().and_then(|refresh| refresh.redirect.text()) {
        Some("NONE") => "refresh claims without a redirect".to_owned(),
        Some("FIXED") => "redirect the user to refresh claims".to_owned(),
        Some(other) => format!("refresh claims by redirect \"{}\"", printable(other)),
        None => "nothing that the file says of refreshing claims".to_owned(),
    }
}

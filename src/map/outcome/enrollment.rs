//! What users enroll: authenticators and profiles.

use super::{is, is_true, strings, text};
use crate::json::Node;
use crate::okta::Key;
use crate::reach::Names;
use crate::wording::{printable, series};

/// Policy API, "Policy Action object" of authenticator enrollment policies.
pub(super) fn authenticators(action: Node<'_>) -> String {
    match text(action, &[Key::SELF]).as_deref() {
        Some("LOGIN") => "enroll at the next sign-in".to_owned(),
        Some("CHALLENGE") => "enroll when first asked for a factor".to_owned(),
        Some("NEVER") => "do not enroll".to_owned(),
        Some("NEVER_INCLUDING_RECOVERY") => "do not enroll, not even in recovery".to_owned(),
        Some(other) => format!("enroll \"{}\"", printable(other)),
        None => "enroll".to_owned(),
    }
}

/// Policy API, "Profile Enrollment Action object".
pub(super) fn profile(action: Node<'_>, names: &Names<'_, '_>) -> String {
    if is(action, &[Key::ACCESS], "DENY") {
        return "deny".to_owned();
    }
    let mut words = vec![match text(action, &[Key::UNKNOWN_USER_ACTION]).as_deref() {
        Some("REGISTER") => "let unknown users register".to_owned(),
        Some("DENY") => "turn unknown users away".to_owned(),
        _ => "nothing that the file says of unknown users".to_owned(),
    }];
    let asked = action.field(Key::PROFILE_ATTRIBUTES).into_iter().flat_map(Node::elements);
    let asked = asked.filter_map(|attribute| {
        let name = printable(&text(attribute, &[Key::NAME])?);
        let is_optional = attribute.field(Key::REQUIRED).and_then(Node::as_bool) == Some(false);
        Some(if is_optional { format!("{name} (optional)") } else { name })
    });
    let asked = series(asked, "and");
    if !asked.is_empty() {
        words.push(format!("ask for {asked}"));
    }
    if is(action, &[Key::PROGRESSIVE_PROFILING_ACTION], "ENABLED") {
        words.push("ask known users for what is missing".to_owned());
    }
    if is_true(action, &[Key::ACTIVATION_REQUIREMENTS, Key::EMAIL_VERIFICATION]) {
        words.push("verify the email address".to_owned());
    }
    let groups = action.field(Key::TARGET_GROUP_IDS).into_iter().flat_map(Node::strings);
    let groups = series(groups.map(|group| names.of(&group)), "and");
    if !groups.is_empty() {
        words.push(format!("add them to {groups}"));
    }
    let hooks =
        action.field(Key::PRE_REGISTRATION_INLINE_HOOKS).into_iter().flat_map(Node::elements);
    let hooks = series(
        hooks.filter_map(|hook| Some(names.of(&text(hook, &[Key::INLINE_HOOK_ID])?))),
        "and",
    );
    if !hooks.is_empty() {
        words.push(format!("run inline hook {hooks}"));
    }
    let identifiers = series(strings(action.field(Key::ALLOWED_IDENTIFIERS)), "or");
    if !identifiers.is_empty() && identifiers != "login" {
        words.push(format!("know users by {identifiers}"));
    }
    words.join(", ")
}

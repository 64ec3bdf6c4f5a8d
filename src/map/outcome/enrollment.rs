//! What users enroll: authenticators and profiles.

use crate::outcome::actions::{EnrollmentPrompt, ProfileEnrollment};
use crate::reach::Names;
use crate::wording::{printable, series};

/// Policy API, "Policy Action object" of authenticator enrollment policies.
pub(super) fn authenticators(action: &EnrollmentPrompt<'_>) -> String {
    match action.when.text() {
        Some("LOGIN") => "enroll at the next sign-in".to_owned(),
        Some("CHALLENGE") => "enroll when first asked for a factor".to_owned(),
        Some("NEVER") => "do not enroll".to_owned(),
        Some("NEVER_INCLUDING_RECOVERY") => "do not enroll, not even in recovery".to_owned(),
        Some(other) => format!("enroll \"{}\"", printable(other)),
        None => "enroll".to_owned(),
    }
}

/// Policy API, "Profile Enrollment Action object".
pub(super) fn profile(action: &ProfileEnrollment<'_>, names: &Names<'_, '_>) -> String {
    if action.access.is("DENY") {
        return "deny".to_owned();
    }
    let mut words = vec![match action.unknown_user_action.text() {
        Some("REGISTER") => "let unknown users register".to_owned(),
        Some("DENY") => "turn unknown users away".to_owned(),
        _ => "nothing that the file says of unknown users".to_owned(),
    }];
    let asked = action.attributes.values().filter_map(|attribute| {
        let name = printable(attribute.name.text()?);
        let is_optional = attribute.required.value() == Some(&false);
        Some(if is_optional { format!("{name} (optional)") } else { name })
    });
    let asked = series(asked, "and");
    if !asked.is_empty() {
        words.push(format!("ask for {asked}"));
    }
    if action.progressive_profiling.is("ENABLED") {
        words.push("ask known users for what is missing".to_owned());
    }
    if action.activation.value().is_some_and(|needed| needed.email_verification.is_true()) {
        words.push("verify the email address".to_owned());
    }
    let groups = series(action.groups.values().map(|group| names.of(group)), "and");
    if !groups.is_empty() {
        words.push(format!("add them to {groups}"));
    }
    let hooks = action.inline_hooks.values().filter_map(|hook| hook.id.text());
    let hooks = series(hooks.map(|hook| names.of(hook)), "and");
    if !hooks.is_empty() {
        words.push(format!("run inline hook {hooks}"));
    }
    let identifiers = series(action.identifiers.values().map(|name| printable(name)), "or");
    if !identifiers.is_empty() && identifiers != "login" {
        words.push(format!("know users by {identifiers}"));
    }
    words.join(", ")
}

//! What a rule does, in words.

mod authenticators;
mod enrollment;
mod password;
mod protection;
mod sign_on;
mod time;
mod verification;

use crate::model::PolicyRule;
use crate::outcome::actions::Action;
use crate::outcome::{Outcome, Said, Text};
use crate::reach::Names;
use crate::wording::printable;

/// The actions of a rule, in words to stand after "then".
pub(crate) fn words(rule: &PolicyRule<'_>, names: &Names<'_, '_>) -> String {
    let outcome = Outcome::of(rule);
    let entries = outcome.iter().flat_map(|outcome| &outcome.actions);
    let words: Vec<String> = entries
        .map(|entry| {
            let unlisted = || format!("`{}`, as the file has it", printable(&entry.name));
            action(&entry.action, names).unwrap_or_else(unlisted)
        })
        .collect();
    if words.is_empty() { "nothing that the file says".to_owned() } else { words.join("; ") }
}

/// One action; none that Okta does not describe.
fn action(action: &Action<'_>, names: &Names<'_, '_>) -> Option<String> {
    Some(match action {
        Action::AppSignOn(action) => verification::app_sign_on(action, names),
        Action::SignOn(action) => sign_on::sign_on(action),
        Action::Routing(action) => sign_on::routing(action, names),
        Action::EnrollmentPrompt(action) => enrollment::authenticators(action),
        Action::ProfileEnrollment(action) => enrollment::profile(action, names),
        Action::PasswordChange(action) => {
            password::permission("change the password", &action.access)
        }
        Action::PasswordReset(action) => password::reset(action),
        Action::AccountUnlock(action) => password::permission("unlock the account", &action.access),
        Action::Tokens(action) => sign_on::tokens(action, names),
        Action::EntityRisk(action) => protection::responses(&action.responses),
        Action::PostAuthSession(action) => protection::responses(&action.responses),
        Action::SessionViolationDetection(action) => protection::violations(action),
        Action::DeviceSignalCollection(action) => protection::device_signals(action, names),
        Action::UserIdentification(action) => protection::identification(action),
        Action::UpdateControls(action) => protection::updates(action),
        Action::ClaimSourcing(action) => protection::claims(action),
        Action::Unlisted => return None,
    })
}

/// What `access` says where it is not `ALLOW`.
fn unless_allowed(access: &Said<'_, Text<'_>>) -> Option<String> {
    match access.text() {
        Some("ALLOW") => None,
        Some("DENY") => Some("deny".to_owned()),
        Some(other) => Some(format!("access \"{}\"", printable(other))),
        None => Some("nothing that the file says of access".to_owned()),
    }
}

//! What a rule does, in words.

mod authenticators;
mod enrollment;
mod password;
mod protection;
mod sign_on;
mod time;
mod verification;

use std::borrow::Cow;

use crate::export::PolicyRule;
use crate::json::Node;
use crate::okta::Key;
use crate::reach::Names;
use crate::wording::printable;

/// The actions of a rule, in words to stand after "then".
pub(super) fn words(rule: &PolicyRule<'_>, names: &Names<'_, '_>) -> String {
    let actions = rule.node.field(Key::ACTIONS).into_iter().flat_map(Node::members);
    let actions = actions.filter(|action| !action.value.is_null());
    let words: Vec<String> = actions
        .filter_map(|action| {
            let name = action.key.as_str()?;
            let known = Some(action.value).filter(|action| action.is_object());
            let known = known.and_then(|action| self::action(rule, &name, action, names));
            Some(known.unwrap_or_else(|| format!("`{}`, as the file has it", printable(&name))))
        })
        .collect();
    if words.is_empty() { "nothing that the file says".to_owned() } else { words.join("; ") }
}

/// One action; none that Okta does not describe.
fn action(
    rule: &PolicyRule<'_>,
    name: &str,
    action: Node<'_>,
    names: &Names<'_, '_>,
) -> Option<String> {
    Some(match name {
        "appSignOn" => verification::app_sign_on(rule, action, names),
        "signon" => sign_on::sign_on(action),
        "idp" => sign_on::routing(action, names),
        "enroll" => enrollment::authenticators(action),
        "profileEnrollment" => enrollment::profile(action, names),
        "passwordChange" => password::permission("change the password", action),
        "selfServicePasswordReset" => password::reset(action),
        "selfServiceUnlock" => password::permission("unlock the account", action),
        "token" => sign_on::tokens(action, names),
        "entityRisk" => protection::responses(action.field(Key::ACTIONS)),
        "postAuthSession" => protection::responses(action.field(Key::FAILURE_ACTIONS)),
        "sessionViolationDetection" => protection::violations(action),
        "deviceSignalCollection" => protection::device_signals(action, names),
        "userIdentification" => protection::identification(action),
        "updateControls" => protection::updates(action),
        "claimSourcing" => protection::claims(action),
        _ => return None,
    })
}

fn text<'d>(node: Node<'d>, path: &[Key]) -> Option<Cow<'d, str>> {
    node.at(path)?.as_str()
}

fn is(node: Node<'_>, path: &[Key], value: &str) -> bool {
    node.at(path).is_some_and(|field| field.is_str(value))
}

fn is_true(node: Node<'_>, path: &[Key]) -> bool {
    node.at(path).and_then(Node::as_bool) == Some(true)
}

/// The strings of a list, safe to print.
fn strings(list: Option<Node<'_>>) -> Vec<String> {
    list.into_iter().flat_map(Node::strings).map(|text| printable(&text)).collect()
}

/// What `access` says where it is not `ALLOW`.
fn unless_allowed(action: Node<'_>) -> Option<String> {
    match text(action, &[Key::ACCESS]).as_deref() {
        Some("ALLOW") => None,
        Some("DENY") => Some("deny".to_owned()),
        Some(other) => Some(format!("access \"{}\"", printable(other))),
        None => Some("nothing that the file says of access".to_owned()),
    }
}

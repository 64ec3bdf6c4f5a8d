//! How users get in: sessions, identity providers, tokens.

use super::time::minutes;
use super::{authenticators, is, is_true, text};
use crate::json::Node;
use crate::okta::Key;
use crate::reach::Names;
use crate::wording::{printable, series};

/// Policy API, "Signon Action object".
pub(super) fn sign_on(action: Node<'_>) -> String {
    let mut words = match text(action, &[Key::ACCESS]).as_deref() {
        Some("CHALLENGE") => challenge(action),
        Some("ALLOW") => "allow".to_owned(),
        _ => return super::unless_allowed(action).unwrap_or_default(),
    };
    match text(action, &[Key::PRIMARY_FACTOR]).as_deref() {
        Some("PASSWORD_IDP") => words.push_str(" with password or IdP"),
        Some("PASSWORD_IDP_ANY_FACTOR") => words.push_str(" with any factor"),
        _ => {}
    }
    let number = |path: &[Key]| action.at(path)?.as_i64();
    if is_true(action, &[Key::REQUIRE_FACTOR]) {
        words.push_str(if words == "allow" { " with" } else { " and" });
        words.push_str(" a second factor");
        let lifetime = number(&[Key::FACTOR_LIFETIME]).map(minutes);
        match (text(action, &[Key::FACTOR_PROMPT_MODE]).as_deref(), lifetime) {
            (Some("ALWAYS"), _) => words.push_str(" every time"),
            (Some("DEVICE"), _) => words.push_str(" once per device"),
            (Some("SESSION"), None) => words.push_str(" once per session"),
            (Some("SESSION"), Some(lifetime)) => {
                words.push_str(&format!(" (again after {lifetime})"));
            }
            _ => {}
        }
    }
    match number(&[Key::SESSION, Key::MAX_SESSION_LIFETIME_MINUTES]) {
        Some(0) => words.push_str(", for a session without end"),
        Some(lifetime) => words.push_str(&format!(", for {}", minutes(lifetime))),
        None => {}
    }
    if let Some(idle) = number(&[Key::SESSION, Key::MAX_SESSION_IDLE_MINUTES]) {
        words.push_str(&format!(", ended after {} idle", minutes(idle)));
    }
    if is_true(action, &[Key::SESSION, Key::USE_PERSISTENT_COOKIE]) {
        words.push_str(", kept when the browser closes");
    }
    words
}

/// Factor sequencing in Classic Engine (Terraform provider, `okta_policy_rule_signon`): chains,
/// each of steps that accept one of several factors.
fn challenge(action: Node<'_>) -> String {
    let chains = action.at(&[Key::CHALLENGE, Key::CHAIN]).into_iter().flat_map(Node::elements);
    let chains = chains.map(|chain| {
        let steps = std::iter::successors(Some(chain), next_step).map(|step| {
            let factors = step.field(Key::CRITERIA).into_iter().flat_map(Node::elements);
            let factors = factors.filter_map(|factor| text(factor, &[Key::FACTOR_TYPE]));
            series(factors.map(|factor| authenticators::kind(&factor)), "or")
        });
        steps.collect::<Vec<_>>().join(", then ")
    });
    match chains.collect::<Vec<_>>().join("; or ") {
        none if none.is_empty() => "ask for a sequence of factors".to_owned(),
        chains => format!("ask for a sequence of factors ({chains})"),
    }
}

fn next_step<'d>(step: &Node<'d>) -> Option<Node<'d>> {
    step.field(Key::NEXT)?.elements().next()
}

/// Policy API, "IdP Discovery Policy".
pub(super) fn routing(action: Node<'_>, names: &Names<'_, '_>) -> String {
    if is(action, &[Key::IDP_SELECTION_TYPE], "DYNAMIC") {
        let criteria = action.field(Key::MATCH_CRITERIA).into_iter().flat_map(Node::elements);
        let criteria = criteria.map(|criterion| {
            let text = |name| text(criterion, &[name]).unwrap_or_default();
            format!(
                "{} is `{}`",
                printable(&text(Key::PROPERTY_NAME)),
                printable(&text(Key::PROVIDER_EXPRESSION))
            )
        });
        let criteria = series(criteria, "or");
        return format!("sign in at the provider whose {criteria}");
    }
    let providers = action.field(Key::PROVIDERS).into_iter().flat_map(Node::elements);
    let providers = series(providers.map(|provider| self::provider(provider, names)), "or");
    if providers.is_empty() {
        return "sign in at no provider that the file names".to_owned();
    }
    format!("sign in at {providers}")
}

fn provider(provider: Node<'_>, names: &Names<'_, '_>) -> String {
    let text = |key| text(provider, &[key]);
    match (text(Key::NAME), text(Key::ID), text(Key::TYPE).as_deref()) {
        (Some(name), ..) => format!("\"{}\"", printable(&name)),
        (None, Some(id), _) => names.of(&id),
        (None, None, Some("OKTA")) => "Okta".to_owned(),
        (None, None, Some("AgentlessDSSO")) => "agentless desktop single sign-on".to_owned(),
        (None, None, Some("X509")) => "a smart card provider".to_owned(),
        (None, None, kind) => printable(kind.unwrap_or("a provider without a type")),
    }
}

/// Authorization servers API, "Token object".
pub(super) fn tokens(action: Node<'_>, names: &Names<'_, '_>) -> String {
    let number = |name| action.field(name).and_then(Node::as_i64);
    let mut words = match number(Key::ACCESS_TOKEN_LIFETIME_MINUTES) {
        Some(lifetime) => format!("access tokens for {}", minutes(lifetime)),
        None => "access tokens".to_owned(),
    };
    match number(Key::REFRESH_TOKEN_LIFETIME_MINUTES) {
        Some(0) => words.push_str(", refresh tokens without end"),
        Some(lifetime) => words.push_str(&format!(", refresh tokens for {}", minutes(lifetime))),
        None => {}
    }
    match number(Key::REFRESH_TOKEN_WINDOW_MINUTES) {
        None => {}
        Some(window) if words.contains("refresh") => {
            words.push_str(&format!(" unless unused for {}", minutes(window)));
        }
        Some(window) => {
            words.push_str(&format!(", refresh tokens unless unused for {}", minutes(window)));
        }
    }
    if let Some(hook) = text(action, &[Key::INLINE_HOOK, Key::ID]) {
        words.push_str(&format!(", changed by inline hook {}", names.of(&hook)));
    }
    words
}

//! Refresh tokens that last as long as somebody uses them (authorization servers reference, "Rule
//! actions": `refreshTokenLifetimeMinutes` 0).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, Status};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).pedantic();

/// Grants that come with a refresh token where `offline_access` is asked for.
const WITH_REFRESH_TOKEN: [&str; 4] = [
    "authorization_code",
    "password",
    "interaction_code",
    "urn:ietf:params:oauth:grant-type:device_code",
];

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let lifetime =
        rule.action(Key::TOKEN).and_then(|token| token.field(Key::REFRESH_TOKEN_LIFETIME_MINUTES));
    let Some(lifetime) = lifetime.filter(|lifetime| lifetime.said_i64() == Some(0)) else {
        return;
    };
    if rule.status != Status::Active || !gives_refresh_tokens(rule) {
        return;
    }
    let window =
        rule.action(Key::TOKEN).and_then(|token| token.field(Key::REFRESH_TOKEN_WINDOW_MINUTES));
    let use_within = window.and_then(Node::said_i64).map_or(String::new(), |minutes| {
        format!(", if one is used at least every {}", in_days(minutes))
    });
    cx.report(lifetime, format!("refresh tokens of {} never end{use_within}", rule.title()))
        .help("Give refreshTokenLifetimeMinutes a limit after which users sign in again");
}

fn gives_refresh_tokens(rule: &PolicyRule<'_>) -> bool {
    let scopes = rule.condition(Key::SCOPES).and_then(|scopes| scopes.field(Key::INCLUDE));
    let mut scopes = scopes.into_iter().flat_map(Node::elements);
    let is_offline = scopes.any(|scope| scope.is_str("*") || scope.is_str("offline_access"));
    is_offline
        && rule
            .conditions
            .grants()
            .any(|grant| WITH_REFRESH_TOKEN.iter().any(|name| grant.is_str(name)))
}

fn in_days(minutes: i64) -> String {
    const DAY: i64 = 24 * 60;
    match (minutes / DAY, minutes % DAY) {
        (1, 0) => "day".to_owned(),
        (days, 0) => format!("{days} days"),
        _ => format!("{minutes} minutes"),
    }
}

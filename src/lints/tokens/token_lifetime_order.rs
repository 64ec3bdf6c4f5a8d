//! Lifetimes of tokens that contradict each other (authorization servers reference, "Rule
//! actions": a refresh token lives at least as long as an access token, and its window lies between
//! the two).

use std::ops::RangeInclusive;

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

/// The windows that Okta takes; another is reported for that.
const WINDOWS: RangeInclusive<i64> = 10..=2_628_000;

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(token) = rule.action(Key::TOKEN) else {
        return;
    };
    let minutes = |key| {
        let node: Node<'d> = token.field(key)?;
        Some((node, node.said_i64()?))
    };
    let access = minutes(Key::ACCESS_TOKEN_LIFETIME_MINUTES);
    // Zero stands for no end.
    let refresh = minutes(Key::REFRESH_TOKEN_LIFETIME_MINUTES).filter(|(_, minutes)| *minutes != 0);
    if let (Some((access_at, access)), Some((refresh_at, refresh))) = (access, refresh)
        && refresh < access
    {
        let message = format!(
            "refresh tokens live {refresh} minutes, access tokens {access}; Okta refuses it"
        );
        cx.report(refresh_at, message)
            .label(access_at, "the longer life")
            .help("Let refresh tokens live as long as access tokens, or without end with 0");
        return;
    }
    let window = minutes(Key::REFRESH_TOKEN_WINDOW_MINUTES);
    let Some((window_at, window)) = window.filter(|(_, minutes)| WINDOWS.contains(minutes)) else {
        return;
    };
    if let Some((at, access)) = access.filter(|(_, access)| window < *access) {
        let message = format!(
            "a refresh token lapses after {window} minutes without use, before the access token \
             ends after {access}"
        );
        cx.report(window_at, message)
            .severity(Severity::Warning)
            .label(at, "the longer time")
            .help("Make refreshTokenWindowMinutes at least accessTokenLifetimeMinutes");
    }
    if let Some((at, refresh)) = refresh.filter(|(_, refresh)| window > *refresh) {
        let message =
            format!("a refresh token may go unused for {window} minutes, but lives only {refresh}");
        cx.report(window_at, message)
            .severity(Severity::Warning)
            .label(at, "the shorter time")
            .help("Make refreshTokenWindowMinutes at most refreshTokenLifetimeMinutes");
    }
}

//! A session that lasts for as long as somebody uses it (Policy API, "Signon Session object":
//! `maxSessionLifetimeMinutes` is disabled by setting it to 0).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, SignOn};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    // Where the setting is read-only (Policy API, "Default rules").
    let Some(signon) = SignOn::of(rule).filter(|_| !rule.system) else {
        return;
    };
    let lifetime = signon.session_setting(Key::MAX_SESSION_LIFETIME_MINUTES);
    let Some(lifetime) = lifetime.filter(|lifetime| lifetime.said_i64() == Some(0)) else {
        return;
    };
    let message = format!("{} gives sessions that last for as long as they are used", rule.title());
    let finding = cx.report(lifetime, message);
    finding.help("Set maxSessionLifetimeMinutes to the minutes after which users sign in again");
    if let Some(idle) = signon.session_setting(Key::MAX_SESSION_IDLE_MINUTES) {
        finding.label(idle, "only this much idleness ends them");
    }
}

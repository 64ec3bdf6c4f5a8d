//! A session that survives the browser (Policy API, "Signon Session object":
//! `usePersistentCookie`).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, SignOn};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).pedantic();

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    // In the default rule the setting is read-only (Policy API, "Default rules").
    let signon = SignOn::of(rule).filter(|_| !rule.system);
    let kept = signon.and_then(|signon| signon.session_setting(Key::USE_PERSISTENT_COOKIE));
    if let Some(kept) = kept.filter(|kept| kept.said_bool() == Some(true)) {
        cx.report(
            kept,
            format!("{} keeps users signed in when the browser is closed", rule.title()),
        )
        .help("Set usePersistentCookie to false where users share computers");
    }
}

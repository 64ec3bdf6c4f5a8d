//! A session that may be idle for longer than it lasts. Okta refuses it: "Max session lifetime must
//! be greater than or equal to the max session idle time".

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, SignOn};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(signon) = SignOn::of(rule) else {
        return;
    };
    let minutes = |name| {
        let setting: Node<'d> = signon.session_setting(name)?;
        Some((setting, setting.said_i64()?))
    };
    let (Some((idle_place, idle)), Some((place, lifetime))) =
        (minutes(Key::MAX_SESSION_IDLE_MINUTES), minutes(Key::MAX_SESSION_LIFETIME_MINUTES))
    else {
        return;
    };
    // A lifetime of 0 is no limit.
    if 0 < lifetime && lifetime < idle {
        cx.report(
            place,
            format!("the session lasts {lifetime} minutes, but may be idle for {idle} minutes"),
        )
        .label(idle_place, "longer than the session lasts")
        .help("Set maxSessionLifetimeMinutes to at least maxSessionIdleMinutes");
    }
}

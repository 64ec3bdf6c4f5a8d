//! A rule for the LDAP interface that lets another factor than the password come first, although a
//! client binds with a password (help center, "Add global session policy for LDAP authentication").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let entry = rule.condition(Key::AUTH_CONTEXT).and_then(|context| context.field(Key::AUTH_TYPE));
    let Some(ldap) = entry.filter(|entry| entry.is_str("LDAP_INTERFACE")) else {
        return;
    };
    let Some(signon) = rule.action(Key::SIGNON) else {
        return;
    };
    let is_denied = signon.field(Key::ACCESS).is_some_and(|access| access.is_str("DENY"));
    let factor = signon.field(Key::PRIMARY_FACTOR);
    let factor = factor.filter(|factor| factor.is_str("PASSWORD_IDP_ANY_FACTOR"));
    if let (Some(factor), false) = (factor, is_denied) {
        cx.report(factor, format!("primaryFactor {} has no effect over LDAP", factor.brief()))
            .label(ldap, "a client binds with a password")
            .help("Set primaryFactor to \"PASSWORD_IDP\", which is what happens");
    }
}

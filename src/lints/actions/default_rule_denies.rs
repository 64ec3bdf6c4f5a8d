//! A default rule of the global session policy that denies access: nothing comes after it (Okta's
//! concepts, "Policies": the default rule takes whomever no other rule took).

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, SignOn};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    if !rule.system {
        return;
    }
    if let Some(denied) = SignOn::of(rule).and_then(|signon| signon.access("DENY")) {
        cx.report(denied, format!("{} locks out whomever no other rule lets in", rule.title()))
            .help(
                "Check that each user has another rule to sign in by, or set access to \"ALLOW\"",
            );
    }
}

//! Access refused on a behavior, which Okta does not do, so that legitimate users are not locked out
//! (Okta support, "Deny users access based on behavior conditions").

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let access = rule.action(Key::SIGNON).and_then(|signon| signon.field(Key::ACCESS));
    let Some(denied) = access.filter(|access| access.is_str("DENY")) else {
        return;
    };
    let behaviors = rule.condition(Key::RISK).and_then(|risk| risk.field(Key::BEHAVIORS));
    if let Some(behaviors) = behaviors.filter(|behaviors| behaviors.has_elements()) {
        cx.report(denied, "access is denied on a behavior; Okta only asks for more on behaviors")
            .label(behaviors, "may be detected in a sign-in of the user's own")
            .help("Set access to \"ALLOW\" and ask for a second factor at every sign-in");
    }
}

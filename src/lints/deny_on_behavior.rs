//! Access refused on a behavior. Okta's help center says for Classic Engine that access cannot be
//! denied on behavior conditions ("Add a behavior to a sign-on policy rule").

use super::{Check, Declaration};
use crate::export::{Engine, Export};
use crate::finding::{Findings, Severity};

pub(super) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Export(check)]);

fn check<'d>(export: &Export<'d>, findings: &mut Findings<'d>) {
    if export.engine == Some(Engine::Identity) {
        return;
    }
    for rule in export.rules() {
        let access = rule.action("signon").and_then(|signon| signon.field("access"));
        let Some(denied) = access.filter(|access| access.is_str("DENY")) else {
            continue;
        };
        let behaviors = rule.condition("risk").and_then(|risk| risk.field("behaviors"));
        if let Some(behaviors) = behaviors.filter(|behaviors| behaviors.has_elements()) {
            findings
                .at(denied, "access is denied on a behavior; Okta only asks for more on behaviors")
                .label(behaviors, "may be detected in a sign-in of the user's own")
                .help("Set access to \"ALLOW\" and ask for a second factor at every sign-in");
        }
    }
}

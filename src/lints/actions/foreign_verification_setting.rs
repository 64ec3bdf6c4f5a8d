//! A setting of another type of verification method, which Okta drops (observed for
//! `AUTH_METHOD_CHAIN`; Okta's Terraform provider leaves the settings out for chains).

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

const OF_ASSURANCE: [Key; 3] = [Key::FACTOR_MODE, Key::CONSTRAINTS, Key::INACTIVITY_PERIOD];

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification().filter(|method| method.is_chain()) else {
        return;
    };
    // An empty list says nothing that could get lost.
    let is_setting = |value: &Node<'d>| !value.is_array() || value.has_elements();
    for name in OF_ASSURANCE {
        if let Some(value) = method.node.field(name).filter(is_setting) {
            let message = format!("{name} belongs to \"ASSURANCE\"; Okta drops it from a chain");
            let finding = cx.report(value, message);
            if let Some(kind) = method.kind() {
                finding.label(kind, "asks for chains");
            }
            finding.help(format!("Remove {name}, and say in the chains what it is there for"));
            finding.fix(Safety::Unsafe, format!("Remove {name}")).remove(value);
        }
    }
}

//! Device assurance without `registered: true` (help center, "Add device assurance to an app
//! sign-in policy": the device state is set to registered first).

use crate::diagnostic::Severity;
use crate::export::{PolicyRule, asks_for_registered};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(device) = rule.condition(Key::DEVICE) else {
        return;
    };
    if asks_for_registered(rule) != Some(false) {
        return;
    }
    let Some(assurance) = device.field(Key::ASSURANCE) else {
        return;
    };
    if assurance.field(Key::INCLUDE).is_some_and(Node::has_elements) {
        cx.report(assurance, "device has assurance policies, but registered is not true")
            .help("Set registered to true: the Admin Console offers assurance only with it");
    }
}

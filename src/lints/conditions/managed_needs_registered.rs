//! `managed` without `registered: true` (Policy API, "Device Condition object": when `managed` is
//! passed, `registered` must also be included and set to true).

use crate::diagnostic::Severity;
use crate::export::{PolicyRule, asks_for_registered};
use crate::lints::{Check, Cx, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(device) = rule.condition(Key::DEVICE) else {
        return;
    };
    if asks_for_registered(rule) != Some(false) {
        return;
    }
    if let Some(managed) = device.field(Key::MANAGED).filter(|managed| managed.as_bool().is_some())
    {
        let found = match device.field(Key::REGISTERED) {
            Some(registered) => format!("registered is {}", registered.brief()),
            None => "registered is missing".to_owned(),
        };
        cx.report(managed, format!("managed is {}, but {found}", managed.brief()))
            .help("Set registered to true: only registered devices can be managed");
    }
}

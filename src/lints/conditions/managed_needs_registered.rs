//! `managed` without `registered: true` (Policy API, "Device Condition object": when `managed` is
//! passed, `registered` must also be included and set to true).

use crate::export::{PolicyRule, asks_for_registered};
use crate::finding::{Findings, Severity};
use crate::lints::{Check, Declaration};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
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
        findings
            .at(managed, format!("managed is {}, but {found}", managed.brief()))
            .help("Set registered to true: only registered devices can be managed");
    }
}

//! `managed` without `registered: true` (Policy API, "Device Condition object": when `managed` is
//! passed, `registered` must also be included and set to true).

use super::{Check, Declaration};
use crate::export::PolicyRule;
use crate::finding::{Findings, Severity};
use crate::json::Node;

pub(super) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, findings: &mut Findings<'d>) {
    let Some(device) = rule.condition("device") else {
        return;
    };
    let registered = device.field("registered");
    if registered.and_then(Node::as_bool) == Some(true) {
        return;
    }
    if let Some(managed) = device.field("managed") {
        let found = match registered {
            Some(registered) => format!("registered is {}", registered.brief()),
            None => "registered is missing".to_owned(),
        };
        findings
            .at(managed, format!("managed is {}, but {found}", managed.brief()))
            .help("Set registered to true: only registered devices can be managed");
    }
}

//! `managed` without `registered: true` (Policy API, "Device Condition object": when `managed` is
//! passed, `registered` must also be included and set to true).

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(device) = rule.conditions.device else {
        return;
    };
    if rule.conditions.asks_for_registered() != Some(false) {
        return;
    }
    if let Some(managed) = device.managed().filter(|managed| managed.as_bool().is_some()) {
        let found = match device.registered() {
            Some(registered) => format!("registered is {}", registered.brief()),
            None => "registered is missing".to_owned(),
        };
        let finding = cx.report(managed, format!("managed is {}, but {found}", managed.brief()));
        finding.help("Set registered to true: only registered devices can be managed");
        let fix = finding.fix(Safety::Unsafe, "Set registered to true");
        match device.registered() {
            Some(registered) => fix.replace(registered, true),
            None => fix.add_after(managed, "registered", "true"),
        };
    }
}

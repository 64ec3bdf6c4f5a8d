//! Device assurance without `registered: true` (help center, "Add device assurance to an app
//! sign-in policy": the device state is set to registered first).

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(device) = rule.conditions.device else {
        return;
    };
    if rule.conditions.asks_for_registered() != Some(false) {
        return;
    }
    let Some(assurance) = device.assurance() else {
        return;
    };
    if assurance.included().is_some() {
        let message = "device has assurance policies, but registered is not true";
        let finding = cx.report(assurance.node, message);
        finding.help("Set registered to true: the Admin Console offers assurance only with it");
        let fix = finding.fix(Safety::Unsafe, "Set registered to true");
        match device.registered() {
            Some(registered) => fix.replace(registered, true),
            None => fix.add_after(assurance.node, "registered", "true"),
        };
    }
}

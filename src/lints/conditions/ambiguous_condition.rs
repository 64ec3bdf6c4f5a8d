//! Values that Okta's own pages explain in two ways: an operating system `OTHER` without an
//! expression, which is also what the server stores for `ANY` (Terraform provider,
//! `okta_app_signon_policy_rules`), and `managed: false` (help center against support).

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Platform, PolicyRule, PolicyType};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(other_system), Check::Rule(not_managed)]);

fn other_system<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    if rule.kind != PolicyType::ACCESS_POLICY {
        return;
    }
    for platform in Platform::named(&rule.conditions) {
        let is_bare = platform.expression().is_some_and(|expression| expression.is_str(""));
        let system = platform.system_node();
        if let (true, true, Some(system)) = (platform.is_other_system(), is_bare, system) {
            let message = "\"OTHER\" may mean any system or the unnamed ones: Okta stores it for \
                           \"ANY\", too";
            cx.report(system, message).help(
                "Name the systems that are meant, and leave the others to the rules below this one",
            );
        }
    }
}

fn not_managed<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(device) = rule.conditions.device else {
        return;
    };
    // Without a registered device, `managed` is a mistake of another kind.
    let is_registered = device.registered().and_then(Node::as_bool) == Some(true);
    let unmanaged = device.managed().filter(|flag| flag.as_bool() == Some(false));
    if let Some(managed) = unmanaged.filter(|_| is_registered) {
        let message = "managed is false, and Okta's pages contradict each other on whether that \
                       keeps managed devices out";
        cx.report(managed, message)
            .help("Remove managed if it does not matter, or put a rule for managed devices above");
    }
}

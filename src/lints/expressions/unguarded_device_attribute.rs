//! An attribute of the device that is absent unless the user signs in with Okta FastPass, in a rule
//! that does not ask for that (help center, "Expression Language attributes for devices").

use crate::diagnostic::Severity;
use crate::expression::Reference;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;
use crate::wording::nearest;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

/// What says that the device is registered; a managed one is.
const GUARDS: [&str; 2] = ["device.profile.registered", "device.profile.managed"];

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    if rule.conditions.asks_for_registered() != Some(false) {
        return;
    }
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    let references = expression.whole().references();
    let paths: Vec<String> = references.into_iter().filter_map(Reference::attribute).collect();
    // A misspelt guard is meant as one.
    let is_guard =
        |path: &String| GUARDS.contains(&path.as_str()) || nearest(path, GUARDS).is_some();
    if paths.iter().any(is_guard) {
        return;
    }
    let is_of_device = |path: &&String| {
        path.starts_with("device.profile.") || path.starts_with("device.provider.")
    };
    if let Some(path) = paths.iter().find(is_of_device) {
        let message = format!(
            "`{path}` is absent without Okta FastPass, and nothing asks for a registered device"
        );
        cx.report(node, message).help(
            "Put `device.profile.registered == true &&` before the test, or require a registered \
             device in the rule",
        );
    }
}

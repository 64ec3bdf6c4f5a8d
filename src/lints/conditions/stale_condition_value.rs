//! Values in a condition that its own selector does not use, such as identity providers with `ANY`
//! (Policy API, the conditions' objects; Terraform provider, `okta_policy_rule_signon` and
//! `okta_app_signon_policy_rule`).

use crate::diagnostic::{Safety, Severity};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Conditions, Platform, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Conditions(check), Check::Rule(expressions)]);

/// A condition with a member that says whether another one counts.
struct Selector {
    condition: Key,
    /// The member that decides.
    name: Key,
    /// The values with which it does not use `value`.
    idle: &'static [&'static str],
    /// The member that it uses or not.
    value: Key,
    help: &'static str,
}

const SELECTORS: [Selector; 3] = [
    Selector {
        condition: Key::IDENTITY_PROVIDER,
        name: Key::PROVIDER,
        idle: &["ANY", "OKTA"],
        value: Key::IDP_IDS,
        help: "Set provider to \"SPECIFIC_IDP\", or remove idpIds",
    },
    Selector {
        condition: Key::AUTH_PROVIDER,
        name: Key::PROVIDER,
        idle: &["ANY", "OKTA"],
        value: Key::INCLUDE,
        help: "Set provider to the kind of directory that include lists, or remove include",
    },
    Selector {
        condition: Key::USER_IDENTIFIER,
        name: Key::TYPE,
        idle: &["IDENTIFIER"],
        value: Key::ATTRIBUTE,
        help: "Set type to \"ATTRIBUTE\", or remove attribute",
    },
];

fn check<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    for selector in &SELECTORS {
        if let Some(condition) = conditions.get(selector.condition) {
            selector.check(condition, cx);
        }
    }
}

impl Selector {
    fn check<'d>(&self, condition: Node<'d>, cx: &mut Cx<'_, 'd>) {
        let deciding = condition.field(self.name);
        let is_idle = |deciding: &Node<'d>| self.idle.iter().any(|idle| deciding.is_str(idle));
        let Some(deciding) = deciding.filter(is_idle) else {
            return;
        };
        // A text in place of a list is another mistake.
        let is_readable = |value: &Node<'d>| value.is_array() != (self.value == Key::ATTRIBUTE);
        let value = condition.field(self.value).filter(is_readable);
        if let Some(value) = value.filter(says_something) {
            let message =
                format!("{} is {}, so {} is ignored", self.name, deciding.brief(), self.value);
            let finding = cx.report(value, message);
            finding.label(deciding, format!("does not use {}", self.value)).help(self.help);
            match value.is_array() {
                true => finding.fix(Safety::Safe, "Empty the list").remove_all(value.elements()),
                false => finding.fix(Safety::Safe, format!("Remove {}", self.value)).remove(value),
            };
        }
    }
}

/// The expression of an operating system that has a name.
fn expressions<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    for platform in Platform::named(&rule.conditions) {
        let is_named = platform.class_of_system().is_some()
            || platform.system().as_deref() == Some(Platform::ANY);
        let expression = platform.expression().filter(says_something);
        let (Some(expression), Some(system)) = (expression, &platform.system()) else {
            continue;
        };
        if is_named {
            cx.report(expression, format!("the system is \"{system}\", so expression is ignored"))
                .severity(Severity::Info)
                .help("Remove expression, or set the type of os to \"OTHER\"")
                .fix(Safety::Safe, "Remove expression")
                .remove(expression);
        }
    }
}

/// Servers return empty lists and texts for what is not set.
fn says_something(value: &Node<'_>) -> bool {
    value.has_elements() || value.as_str().is_some_and(|text| !text.is_empty())
}

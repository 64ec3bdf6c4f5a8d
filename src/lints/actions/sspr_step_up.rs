//! A step-up of self-service password reset in none of the three forms that exist (Policy API,
//! "Self Service Password Reset Action Step-up Requirement object").

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{PolicyRule, reset_requirement};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(step_up) = reset_requirement(rule).and_then(|required| required.field(Key::STEP_UP))
    else {
        return;
    };
    let methods: Vec<_> = step_up.field(Key::METHODS).into_iter().flat_map(Node::strings).collect();
    let is_question = |method: &str| method.eq_ignore_ascii_case("security_question");
    match step_up.field(Key::REQUIRED).and_then(Node::said_bool) {
        Some(false) if !methods.is_empty() => {
            cx.report(step_up, "stepUp names methods, but required is false")
                .help("Set required to true, or remove methods");
        }
        Some(true) => {
            if let Some(method) = methods.iter().find(|method| !is_question(method)) {
                let message = format!(
                    "stepUp asks for \"{method}\"; the only method that it accepts is \"security_question\""
                );
                cx.report(step_up, message)
                    .help("Remove methods to let any sign-in authenticator serve");
            }
        }
        _ => {}
    }
}

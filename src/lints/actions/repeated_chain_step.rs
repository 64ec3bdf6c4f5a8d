//! A step of a chain that offers only what an earlier step has already made sure of.

use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{ChainStep, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    for steps in method.chains() {
        for (n, step) in steps.iter().enumerate() {
            let Some(list) = step.list() else {
                continue;
            };
            let Some(done) = steps[..n].iter().find_map(|earlier| only_method(earlier, step))
            else {
                continue;
            };
            let key = done.field(Key::KEY).map(Node::brief).unwrap_or_default();
            cx.report(list, format!("{key} is asked for a second time, which proves nothing more"))
                .label(done, "the only way through an earlier step")
                .help("Ask for another authenticator, or remove the step");
        }
    }
}

/// The only method of `earlier`, where `step` offers nothing else.
fn only_method<'d>(earlier: &ChainStep<'d>, step: &ChainStep<'d>) -> Option<Node<'d>> {
    let mut methods = earlier.methods();
    let only = methods.next().filter(|_| methods.next().is_none())?;
    step.methods().all(|method| adds_nothing(method, only)).then_some(only)
}

/// Whether it is the same authenticator and method, and nothing more is demanded of it.
fn adds_nothing(method: Node<'_>, earlier: Node<'_>) -> bool {
    let text = |node: Node<'_>, name: Key| Some(node.field(name)?.as_str()?.to_ascii_lowercase());
    let is_same = |name: &Key| text(method, *name) == text(earlier, *name);
    let demands =
        |node: Node<'_>, name: Key| node.field(name).is_some_and(|value| value.is_str("REQUIRED"));
    let mut characteristics =
        [Key::HARDWARE_PROTECTION, Key::PHISHING_RESISTANT, Key::USER_VERIFICATION].into_iter();
    method.field(Key::KEY).is_some()
        && [Key::KEY, Key::METHOD, Key::ID].iter().all(is_same)
        && characteristics.all(|name| demands(earlier, name) || !demands(method, name))
}

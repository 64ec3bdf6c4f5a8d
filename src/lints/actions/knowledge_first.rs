//! A chain whose first step asks for knowledge alone. Okta refuses it where the org forbids
//! knowledge as the first factor (error codes, E0000245).

use crate::authenticators::is_knowledge_only;
use crate::diagnostic::Severity;
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{ChainStep, PolicyRule};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Info, &[Check::Rule(check)]).pedantic();

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(method) = rule.verification_in_effect() else {
        return;
    };
    for steps in method.chains() {
        // A chain of this step alone is worse than that.
        let [first, _, ..] = &**steps else {
            continue;
        };
        if let Some(methods) = first.list().filter(|_| is_knowledge_alone(first)) {
            cx.report(methods, "the chain asks for something that the user knows first").help(
                "Ask for a possession factor first, so that nobody can try passwords unasked",
            );
        }
    }
}

fn is_knowledge_alone(step: &ChainStep<'_>) -> bool {
    let is_knowledge = |method: Node<'_>| {
        let key = method.field(Key::KEY).and_then(Node::as_str);
        key.is_some_and(|key| is_knowledge_only(&key))
    };
    step.methods().all(is_knowledge)
}

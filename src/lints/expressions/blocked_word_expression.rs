//! An `oelStatement` that blocks no words, or not those that it names (Okta's OpenAPI description,
//! `PasswordPolicyPasswordSettingsComplexity`: one word in an expression, expressions joined with
//! `OR`).

use crate::diagnostic::Severity;
use crate::expression::{Call, Logic, Phrase};
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, readable};
use crate::okta::Key;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Policy(check)]);

fn check<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let path = [Key::SETTINGS, Key::PASSWORD, Key::COMPLEXITY, Key::OEL_STATEMENT];
    let Some(node) = policy.node.at(&path) else {
        return;
    };
    let Some((_, expression)) = readable(node) else {
        return;
    };
    let whole = expression.whole();
    if joins_with_and(&whole.logic()) {
        cx.report(
            node,
            "oelStatement joins words with AND, so it blocks only passwords with all of them",
        )
        .help("Join the words with OR");
    }
    for part in whole.parts() {
        if let Some(mistake) = mistake(part) {
            cx.report(node, format!("`{}` {mistake}", part.text()))
                .help("Write `password.value.contains('word')` for each word, joined with OR");
        }
    }
}

fn joins_with_and(logic: &Logic<Phrase<'_>>) -> bool {
    match logic {
        Logic::And(_) => true,
        Logic::Or(parts) => parts.iter().any(joins_with_and),
        Logic::Not(inner) => joins_with_and(inner),
        Logic::Part(_) => false,
    }
}

fn mistake(part: Phrase<'_>) -> Option<&'static str> {
    let references = part.references();
    let mut paths = references.into_iter().filter_map(|reference| reference.path.path());
    if !paths.any(|path| path.starts_with("password.")) {
        return Some("does not look at the password, so it blocks no word");
    }
    let has_several =
        |call: &Call<'_>| call.name == "contains" && call.arguments.elements().len() > 1;
    part.call().filter(has_several).map(|_| "looks for several words, and one is allowed")
}

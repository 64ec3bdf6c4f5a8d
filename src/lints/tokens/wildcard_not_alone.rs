//! `ALL_CLIENTS` or `*` beside names, which then mean nothing (authorization servers reference,
//! "Policy conditions" and "Rule conditions").

use crate::diagnostic::{Safety, Severity};
use crate::lints::{Check, Cx, Declaration};
use crate::model::Conditions;
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Conditions(check)]);

/// The condition, what stands for everything in it, and what it lists.
const WILDCARDS: [(Key, &str, &str); 2] =
    [(Key::CLIENTS, "ALL_CLIENTS", "clients"), (Key::SCOPES, "*", "scopes")];

fn check<'d>(conditions: &Conditions<'d>, cx: &mut Cx<'_, 'd>) {
    for (condition, wildcard, things) in WILDCARDS {
        let list = conditions.get(condition).and_then(|condition| condition.field(Key::INCLUDE));
        let Some(list) = list else {
            continue;
        };
        let Some(all) = list.elements().find(|element| element.is_str(wildcard)) else {
            continue;
        };
        let others = list.elements().filter(|element| !element.is_str(wildcard));
        if others.clone().next().is_some() {
            cx.report(
                list,
                format!("\"{wildcard}\" matches all {things}, so the others mean nothing"),
            )
            .label(all, format!("all {things}"))
            .help(format!(
                "Keep \"{wildcard}\" alone, or remove it to accept the named {things} only"
            ))
            .fix(Safety::Unsafe, format!("Keep \"{wildcard}\" alone"))
            .remove_all(others);
        }
    }
}

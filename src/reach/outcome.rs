//! What a rule does to the sign-ins that it takes.

use super::normal_form::{Arrays, normal_form};
use crate::export::PolicyRule;
use crate::json::Node;

/// An outcome, equal for rules that do the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Outcome {
    text: String,
    pub(super) access: Option<Access>,
}

/// Whether the sign-in goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Access {
    Allow,
    Deny,
}

impl Outcome {
    pub(super) fn of(rule: &PolicyRule<'_>) -> Self {
        let access = ["appSignOn", "signon"].into_iter().find_map(|name| {
            let access = rule.action(name)?.field("access")?;
            match access.as_str()?.as_ref() {
                "ALLOW" => Some(Access::Allow),
                "DENY" => Some(Access::Deny),
                _ => None,
            }
        });
        let text = match (access, rule.node.field("actions")) {
            // What else a rule says that denies counts for nothing (Policy API, "Authentication
            // policy action object"); servers still return it.
            (Some(Access::Deny), _) => "deny".to_owned(),
            (_, actions) => actions
                .map(|actions: Node<'_>| normal_form(actions, Arrays::AreLists))
                .unwrap_or_default(),
        };
        Self { text, access }
    }
}

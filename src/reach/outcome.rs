//! What a rule does to the sign-ins that it takes.

use crate::export::{PolicyRule, digest};

/// An outcome, equal for rules that do the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Outcome {
    /// Of the actions; none where nothing but the denial counts.
    actions: Option<u64>,
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
        // What else a rule says that denies counts for nothing (Policy API, "Authentication policy
        // action object"); servers still return it.
        let counts = access != Some(Access::Deny);
        Self { actions: rule.node.field("actions").filter(|_| counts).map(digest), access }
    }
}

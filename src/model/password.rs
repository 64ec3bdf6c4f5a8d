//! What password policies say of passwords and their recovery, as typed views (Policy API,
//! "Password Policy").

use std::borrow::Cow;

use crate::json::Node;
use crate::okta::Key;

use super::object::Status;
use super::policy::Policy;
use super::rule::PolicyRule;
use super::types::PolicyType;

/// Self-service password reset, as a rule has it.
#[derive(Debug, Clone, Copy)]
pub struct Reset<'d> {
    /// The action.
    pub node: Node<'d>,
    /// `ALLOW` or `DENY`.
    pub access: Option<Node<'d>>,
    /// What it demands of the user. Without it, the recovery factors of the policy decide.
    pub requirement: Option<Node<'d>>,
}

impl<'d> Reset<'d> {
    /// The reset of a password rule.
    pub fn of(rule: &PolicyRule<'d>) -> Option<Self> {
        let node = rule.action(Key::SELF_SERVICE_PASSWORD_RESET)?;
        let requirement = node.field(Key::REQUIREMENT);
        Some(Self {
            node,
            access: node.field(Key::ACCESS),
            requirement: requirement.filter(|node| node.fields().next().is_some()),
        })
    }

    /// Whether the rule says that users may reset their passwords.
    pub fn is_allowed(&self) -> bool {
        self.access.is_some_and(|access| access.is_str("ALLOW"))
    }

    /// Whether the rule says that they may not.
    pub fn is_denied(&self) -> bool {
        self.access.is_some_and(|access| access.is_str("DENY"))
    }

    /// Whose requirements count.
    pub fn access_control(&self) -> Option<Node<'d>> {
        self.requirement?.field(Key::ACCESS_CONTROL)
    }

    /// The access control, where it leaves the requirements to the Okta account management policy.
    pub fn deferral(&self) -> Option<Node<'d>> {
        self.access_control().filter(|control| control.is_str("AUTH_POLICY"))
    }
}

/// What self-service password reset demands of the user, where a rule allows the reset at all
/// (Policy API, "Self Service Password Reset Action Requirement object").
pub fn reset_requirement<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    Reset::of(rule).filter(|reset| !reset.is_denied())?.requirement
}

/// The factors by which users recover their accounts, as a password policy has them.
#[derive(Debug, Clone, Copy)]
pub struct RecoveryFactors<'d> {
    /// The settings of the factors.
    pub node: Node<'d>,
}

impl<'d> RecoveryFactors<'d> {
    /// The recovery factors of a password policy.
    pub fn of(policy: &Policy<'d>) -> Option<Self> {
        let node = policy.node.at(&[Key::SETTINGS, Key::RECOVERY, Key::FACTORS])?;
        (policy.kind == PolicyType::PASSWORD).then_some(Self { node })
    }

    /// Those that are not known to be off. Okta's reference has email always on, so it is off only
    /// where the policy says so.
    pub fn usable(&self) -> Vec<Cow<'d, str>> {
        let is_on = |factor: &Node<'d>| {
            factor.field(Key::STATUS).is_none_or(|status| !status.is_str("INACTIVE"))
        };
        let on = self.node.fields().filter(|factor| is_on(&factor.value));
        let mut usable: Vec<_> = on.filter_map(|factor| factor.key.as_str()).collect();
        if self.node.get(Key::OKTA_EMAIL).is_none() {
            usable.push(Cow::Borrowed("okta_email"));
        }
        usable
    }
}

/// The rules of a policy by which users may reset their passwords with the policy's own recovery
/// factors.
pub fn resets_by_factors<'d>(policy: &Policy<'d>) -> impl Iterator<Item = Reset<'d>> {
    let active = policy.rules.iter().filter(|rule| rule.status == Status::Active);
    let allowed = active.filter_map(Reset::of).filter(Reset::is_allowed);
    allowed.filter(|reset| reset.requirement.is_none())
}

/// The provider of a policy's users, where a directory and not Okta keeps their passwords.
pub fn directory_of<'d>(policy: &Policy<'d>) -> Option<Node<'d>> {
    let provider = policy.node.at(&[Key::CONDITIONS, Key::AUTH_PROVIDER, Key::PROVIDER])?;
    (provider.is_str("ACTIVE_DIRECTORY") || provider.is_str("LDAP")).then_some(provider)
}

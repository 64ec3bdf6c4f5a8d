//! What users may enroll, as typed views. Identity Engine keeps it as `authenticators`, Classic
//! Engine as `factors` (Policy API, "Authenticator enrollment policy").

use std::borrow::Cow;

use crate::json::Node;
use crate::okta::Key;

use super::policy::Policy;
use super::types::PolicyType;

/// Settings of one authenticator or factor.
#[derive(Debug, Clone)]
pub struct Enrollable<'d> {
    /// The settings.
    pub node: Node<'d>,
    /// Which one it is, such as `webauthn`.
    pub key: Cow<'d, str>,
    /// Which of several with this key.
    pub id: Option<Cow<'d, str>>,
    /// Whether and how it is enrolled.
    enroll: Option<Node<'d>>,
    /// What is asked of users.
    pub enrollment: Enrollment,
}

/// What an enrollment policy asks of users.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enrollment {
    /// They can't enroll it.
    NotAllowed,
    /// They may enroll it.
    Optional,
    /// They must enroll it.
    Required,
    /// Not said, or in a word that we don't know.
    Unknown,
}

impl Enrollment {
    fn of(node: Node<'_>) -> Self {
        match node.as_str().as_deref() {
            Some("NOT_ALLOWED") => Self::NotAllowed,
            Some("OPTIONAL") => Self::Optional,
            Some("REQUIRED") => Self::Required,
            _ => Self::Unknown,
        }
    }

    /// Whether users can enroll it.
    pub fn is_allowed(self) -> bool {
        matches!(self, Self::Optional | Self::Required)
    }
}

impl<'d> Enrollable<'d> {
    /// The authenticators of a policy, in document order.
    pub fn authenticators(policy: &Policy<'d>) -> impl Iterator<Item = Self> + use<'d> {
        let list = authenticators(policy).into_iter().flat_map(Node::elements);
        list.filter_map(|node| {
            let key = node.field(Key::KEY).and_then(Node::as_str)?;
            Some(Self::of(key, node, Enrollment::Unknown))
        })
    }

    /// The factors of a policy, in document order.
    pub fn factors(policy: &Policy<'d>) -> impl Iterator<Item = Self> + use<'d> {
        let factors = settings(policy).and_then(|settings| settings.field(Key::FACTORS));
        let factors = factors.into_iter().flat_map(Node::members);
        // For factors, Okta documents a default.
        factors.filter_map(|factor| {
            Some(Self::of(factor.key.as_str()?, factor.value, Enrollment::NotAllowed))
        })
    }

    fn of(key: Cow<'d, str>, node: Node<'d>, default: Enrollment) -> Self {
        let enroll = node.field(Key::ENROLL);
        let demand = enroll.and_then(|enroll| enroll.field(Key::SELF));
        Self {
            node,
            key,
            id: node.field(Key::ID).and_then(Node::as_str),
            enroll,
            enrollment: demand.map_or(default, Enrollment::of),
        }
    }

    /// A detail of the enrollment, such as `gracePeriod`.
    pub fn detail(&self, name: Key) -> Option<Node<'d>> {
        self.enroll?.field(name)
    }

    /// What to point at to speak of the demand.
    pub fn demand_node(&self) -> Node<'d> {
        self.detail(Key::SELF).unwrap_or(self.node)
    }

    /// Whether an org may have several of the kind, told apart by their ids.
    pub fn has_instances(&self) -> bool {
        has_instances(&self.key)
    }

    /// Whether it comes with the account, so that nobody is asked to enroll it.
    pub fn comes_with_account(&self) -> bool {
        matches!(&*self.key, "okta_password" | "okta_email")
    }
}

/// Whether an org may have several authenticators with this key, told apart by their ids.
pub fn has_instances(key: &str) -> bool {
    matches!(key, "custom_app" | "custom_otp" | "external_idp")
}

/// The list of authenticators of an enrollment policy.
pub fn authenticators<'d>(policy: &Policy<'d>) -> Option<Node<'d>> {
    settings(policy)?.field(Key::AUTHENTICATORS)
}

fn settings<'d>(policy: &Policy<'d>) -> Option<Node<'d>> {
    policy.node.field(Key::SETTINGS).filter(|_| policy.kind == PolicyType::MFA_ENROLL)
}

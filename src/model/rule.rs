//! Rules of policies.

use std::borrow::Cow;
use std::ops::Deref;

use crate::json::Node;
use crate::okta::Key;

use super::conditions::Conditions;
use super::ids::{self, IdPlace};
use super::links::policy_in_link;
use super::list::List;
use super::object::{Head, Members, Status};
use super::priority::Priority;
use super::types::PolicyType;
use super::verification::{Constraint, VerificationMethod};

/// What a rule says by itself, read once, and where it was found.
#[derive(Debug)]
pub struct RuleObject<'d> {
    /// The rule's own JSON.
    pub node: Node<'d>,
    /// The type of its policy, as far as the rule tells.
    pub kind: PolicyType,
    /// The list that it came in, if it did not come alone.
    pub list: Option<List<'d>>,
    /// Its place in the order.
    pub priority: Priority,
    /// Whether Okta created it as a default or catch-all.
    pub system: bool,
    /// Whether it takes part in evaluation.
    pub status: Status,
    /// Who and what it is for.
    pub conditions: Conditions<'d>,
    actions: Members<'d>,
    verification: Option<Box<VerificationMethod<'d>>>,
    /// What it says of itself.
    pub(crate) head: Head<'d>,
}

/// A rule of a policy.
#[derive(Debug, Clone, Copy)]
pub struct PolicyRule<'d> {
    object: &'d RuleObject<'d>,
    /// The type of its policy.
    pub kind: PolicyType,
}

impl<'d> Deref for PolicyRule<'d> {
    type Target = RuleObject<'d>;

    fn deref(&self) -> &Self::Target {
        self.object
    }
}

impl<'d> PolicyRule<'d> {
    /// A rule of which nothing else tells the policy.
    pub(crate) fn orphan(object: &'d RuleObject<'d>) -> Self {
        Self { object, kind: object.kind }
    }

    /// What the rule says by itself.
    pub(crate) fn object(&self) -> &'d RuleObject<'d> {
        self.object
    }

    /// A rule of a policy of the type `policy`.
    pub(crate) fn of_policy(object: &'d RuleObject<'d>, policy: PolicyType) -> Self {
        Self { object, kind: object.kind_in(policy) }
    }
}

impl<'d> RuleObject<'d> {
    pub(crate) fn of(node: Node<'d>, list: Option<List<'d>>) -> Self {
        let head = Head::of(node);
        let conditions = Conditions::of(head.conditions());
        let actions = Members::of(head.actions());
        let mut rule = Self {
            node,
            kind: PolicyType::Unknown,
            list,
            priority: Priority::of(node),
            system: head.is_system(),
            status: Status::of(head.status()),
            verification: VerificationMethod::of(&actions).map(Box::new),
            conditions,
            actions,
            head,
        };
        rule.kind = rule.kind_in(PolicyType::Unknown);
        rule
    }

    fn kind_in(&self, policy: PolicyType) -> PolicyType {
        // What it is by itself, its policy does not make it more.
        if self.kind == policy && policy != PolicyType::Unknown {
            return policy;
        }
        PolicyType::of_rule_in(self.head.kind(), &self.actions, self.conditions.members(), policy)
    }

    /// The places for ids of other objects.
    pub(crate) fn ids(&self) -> impl Iterator<Item = IdPlace<'d>> + use<'d> {
        ids::in_conditions(&self.conditions).chain(ids::in_actions(&self.actions))
    }

    /// The rule's id; requests to create one have none.
    pub fn id(&self) -> Option<Cow<'d, str>> {
        self.head.id().and_then(Node::as_str)
    }

    /// What to call the rule in a sentence.
    pub fn title(&self) -> String {
        self.head.title("rule")
    }

    /// What to point at to speak of the rule as a whole.
    pub(crate) fn label(&self) -> Node<'d> {
        self.head.name().unwrap_or(self.node)
    }

    /// The id of its policy, as its link tells it.
    pub fn policy_id(&self) -> Option<String> {
        self.head.link().and_then(|link| policy_in_link(&link))
    }

    /// Whether neither a link nor the place tells of which policy it is.
    pub(super) fn is_astray(&self) -> bool {
        self.list.is_none() && self.policy_id().is_none()
    }

    /// Whether Okta wrote the object, rather than an admin: see [`Policy::is_served`].
    pub(crate) fn is_served(&self) -> bool {
        self.head.is_served()
    }

    /// Whether it is surely no default of Okta's: see [`Policy::is_custom`].
    pub(crate) fn is_custom(&self) -> bool {
        self.head.is_custom()
    }

    /// A condition of the rule, such as `network`.
    pub fn condition(&self, name: Key) -> Option<Node<'d>> {
        self.conditions.get(name)
    }

    /// What the rule does, such as `appSignOn`.
    pub fn action(&self, name: Key) -> Option<Node<'d>> {
        self.actions.get(name)
    }

    /// What it asks of users who sign in to an app.
    pub(crate) fn verification(&self) -> Option<&VerificationMethod<'d>> {
        self.verification.as_deref()
    }

    /// As [`verification`](Self::verification), unless the rule denies access: servers return a
    /// verification method then, too, but nobody is asked for it.
    pub(crate) fn verification_in_effect(&self) -> Option<&VerificationMethod<'d>> {
        self.verification().filter(|method| !method.denies())
    }

    /// What it asks of users who sign in to an app, as alternatives.
    pub(crate) fn constraints(&self) -> &[Constraint<'d>] {
        self.verification().map(VerificationMethod::constraints).unwrap_or_default()
    }
}

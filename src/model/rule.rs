//! Rules of policies.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::OnceLock;

use crate::json::Node;
use crate::okta::Key;

use super::conditions::Conditions;
use super::digest::Reading;
use super::engine::Engine;
use super::id::Id;
use super::ids::{self, IdPlace};
use super::links::policy_in_link;
use super::list::List;
use super::object::{Head, Members, Status};
use super::priority::Priority;
use super::types::PolicyType;
use super::verification::{Constraint, VerificationMethod};

/// What a rule says by itself, read once, and where it was found.
///
/// All that is asked of each rule where rules are joined stands in it, and what else it says behind it:
/// a large export has more rules than a processor keeps at hand.
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
    pub(crate) id: Option<Id<'d>>,
    /// The id of its policy, as its link tells it.
    pub(crate) policy: Option<Id<'d>>,
    is_served: bool,
    is_custom: bool,
    /// Equal for what is equal in [`said`](Self::said), once somebody has asked.
    digests: OnceLock<[Option<u64>; 2]>,
    /// The engine that alone has what it does, where one has.
    pub(crate) engine: Option<Engine>,
    /// Who and what it is for.
    pub conditions: Box<Conditions<'d>>,
    actions: Members<'d>,
    verification: Option<Box<VerificationMethod<'d>>>,
    /// What it says of itself.
    pub(crate) head: Box<Head<'d>>,
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
            id: Id::in_node(head.id()),
            policy: head.link().and_then(policy_in_link),
            is_served: head.is_served(),
            is_custom: head.is_custom(),
            digests: OnceLock::new(),
            engine: engine_of(&actions),
            verification: VerificationMethod::of(&actions).map(Box::new),
            conditions: Box::new(conditions),
            actions,
            head: Box::new(head),
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
        self.id.as_ref().map(Id::text)
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
    pub fn policy_id(&self) -> Option<Cow<'d, str>> {
        self.policy.as_ref().map(Id::text)
    }

    /// Whether neither a link nor the place tells of which policy it is.
    pub(super) fn is_astray(&self) -> bool {
        self.list.is_none() && self.policy.is_none()
    }

    /// Whether Okta wrote the object, rather than an admin: see [`Policy::is_served`].
    pub(crate) fn is_served(&self) -> bool {
        self.is_served
    }

    /// Whether it is surely no default of Okta's: see [`Policy::is_custom`].
    pub(crate) fn is_custom(&self) -> bool {
        self.is_custom
    }

    /// A condition of the rule, such as `network`.
    pub fn condition(&self, name: Key) -> Option<Node<'d>> {
        self.conditions.get(name)
    }

    /// What the rule does, such as `appSignOn`.
    pub fn action(&self, name: Key) -> Option<Node<'d>> {
        self.actions.get(name)
    }

    /// Its conditions and its actions, whatever stands there.
    pub(crate) fn said(&self) -> [Option<Node<'d>>; 2] {
        [self.head.conditions(), self.head.actions()]
    }

    /// For each of these a number that is equal where they state the same, and rarely elsewhere; none
    /// where nothing is stated.
    pub(crate) fn digests(&self) -> [Option<u64>; 2] {
        let digest = |said: Option<Node<'d>>| Reading::Stated.digest(said?);
        *self.digests.get_or_init(|| self.said().map(digest))
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

/// The engine that alone has what a rule does: a primary factor is Identity Engine's (Policy API, "Signon
/// Action object"), factor sequencing Classic Engine's (Terraform provider, `okta_policy_rule_signon`).
fn engine_of(actions: &Members<'_>) -> Option<Engine> {
    let sign_on = actions.get(Key::SIGNON)?;
    if sign_on.field(Key::PRIMARY_FACTOR).is_some() {
        return Some(Engine::Identity);
    }
    let access = sign_on.field(Key::ACCESS)?;
    access.is_str("CHALLENGE").then_some(Engine::Classic)
}

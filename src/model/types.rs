//! Policy types and what is known of each.

use std::fmt;

use crate::json::Node;
use crate::wording::nearest;

use super::engine::Engine;
use super::object::Members;

/// How priorities are numbered (Okta's guide "Policy and rule prioritization").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbering {
    /// From 1 without gaps; the system default takes the last number.
    V1,
    /// Rules from 0, gaps allowed; every policy ends with a system catch-all rule at 99.
    V2,
}

/// How Okta finds the policy that applies (Policy API, "Policy evaluation" and the sections of the
/// types; concepts, "Policies").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// The policies are tried in order of priority; one whose rules all fail is passed over.
    Ordered,
    /// As [`Ordered`](Self::Ordered), among the policies of one authorization server.
    OrderedInServer,
    /// The one policy that is mapped to the app; the priority of such policies means nothing.
    Mapped,
    /// An org has exactly one policy of the type.
    Single,
}

/// What is known of one policy type.
#[derive(Debug)]
pub struct KnownType {
    /// The `type` of its policies.
    pub policy: &'static str,
    /// The `type` of its rules.
    pub rule: &'static str,
    /// The member of `actions` that its rules carry.
    pub actions: &'static [&'static str],
    /// How its priorities are numbered.
    pub numbering: Numbering,
    /// How Okta finds the policy that applies.
    pub selection: Selection,
    /// The engine that has the type, where the other lacks it.
    pub engine: Option<Engine>,
    /// Whether a policy of the type has one custom rule above its catch-all, no more and no fewer.
    pub has_one_custom_rule: bool,
    /// The members that Okta's documents list in the conditions of its policies, and the members
    /// of these, as paths such as `people.groups.include`.
    pub policy_conditions: &'static [&'static str],
    /// As `policy_conditions`, of its rules.
    pub rule_conditions: &'static [&'static str],
}

impl PartialEq for KnownType {
    fn eq(&self, other: &Self) -> bool {
        // No two types have one name.
        self.policy == other.policy
    }
}

impl Eq for KnownType {}

// `KNOWN_TYPES: &[KnownType]`: every policy type that Okta's reference, OpenAPI description or
// servers have named so far, from the `x-object` of the schemas in `rules/schema/`.
include!(concat!(env!("OUT_DIR"), "/types.rs"));

/// The type of a policy and its rules. Okta adds types monthly: an unknown one is no error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyType {
    /// A type that catchall knows.
    Known(&'static KnownType),
    /// A type that it does not know, or none at all.
    Unknown,
}

impl PolicyType {
    /// The type whose policies have `type` `name`.
    pub fn of_policy(name: &str) -> Self {
        Self::find(|known| known.policy == name)
    }

    /// The type whose rules have `type` `name`.
    pub fn of_rule(name: &str) -> Self {
        Self::find(|known| known.rule == name)
    }

    /// The type whose rules act through the member `action` of `actions`.
    pub fn of_action(action: &str) -> Self {
        Self::find(|known| known.actions.contains(&action))
    }

    /// The type that a policy whose `type` is `name` has or, where that is misspelt, probably is
    /// meant to have.
    pub(crate) fn meant_by_policy(name: &str) -> Self {
        Self::of_policy(name).or_else(|| {
            let meant = nearest(name, KNOWN_TYPES.iter().map(|known| known.policy));
            meant.map_or(Self::Unknown, Self::of_policy)
        })
    }

    /// As [`meant_by_policy`](Self::meant_by_policy), for a rule; it may also bear the type of its
    /// policy, where rules have another.
    pub(crate) fn meant_by_rule(name: &str) -> Self {
        Self::of_rule(name).or_else(|| Self::of_policy(name)).or_else(|| {
            let meant = nearest(name, KNOWN_TYPES.iter().map(|known| known.rule));
            meant.map_or(Self::Unknown, Self::of_rule)
        })
    }

    /// The type of a rule in a policy of type `policy`: the one that it names, unless its
    /// actions contradict that; then what two of name, actions and policy agree on.
    pub(super) fn of_rule_in(
        kind: Option<Node<'_>>,
        actions: &Members<'_>,
        conditions: &Members<'_>,
        policy: Self,
    ) -> Self {
        let named = kind.and_then(Node::as_str);
        let named = named.map_or(Self::Unknown, |name| Self::meant_by_rule(&name));
        let acts = actions.iter().map(|(action, _)| Self::of_action(action.name()));
        let acts: Vec<Self> = acts.filter(|kind| *kind != Self::Unknown).collect();
        let is_named_right = acts.is_empty() || acts.contains(&named) || named == policy;
        if named != Self::Unknown && is_named_right {
            return named;
        }
        // Some of Okta's own examples leave the type out.
        let follows = kind.is_none() || acts.is_empty() || acts.contains(&policy);
        // The conditions tell which of the two was copied from elsewhere.
        let is_fit = |kind: &Self| kind.fits(conditions) || !named.fits(conditions);
        let own = acts.first().copied().filter(is_fit).unwrap_or(named);
        if follows { policy.or_else(|| own) } else { own }
    }

    /// Whether rules of the type may have these conditions.
    fn fits(self, conditions: &Members<'_>) -> bool {
        let own = self.known().map(|known| known.rule_conditions).unwrap_or_default();
        conditions.iter().all(|(name, _)| own.contains(&name.name()))
    }

    fn or_else(self, other: impl FnOnce() -> Self) -> Self {
        if self == Self::Unknown { other() } else { self }
    }

    fn find(is_it: impl Fn(&KnownType) -> bool) -> Self {
        let known = KNOWN_TYPES.iter().find(|known| is_it(known));
        known.map_or(Self::Unknown, Self::Known)
    }

    /// What is known of the type.
    pub fn known(self) -> Option<&'static KnownType> {
        match self {
            Self::Known(known) => Some(known),
            Self::Unknown => None,
        }
    }

    /// How priorities of the type are numbered, if that is known.
    pub fn numbering(self) -> Option<Numbering> {
        self.known().map(|known| known.numbering)
    }

    /// Whether every policy of the type ends with a catch-all rule that Okta makes.
    pub(crate) fn ends_with_catch_all(self) -> bool {
        const THESE: [PolicyType; 4] = [
            PolicyType::ACCESS_POLICY,
            PolicyType::POST_AUTH_SESSION,
            PolicyType::SESSION_VIOLATION_DETECTION,
            PolicyType::ENTITY_RISK,
        ];
        THESE.contains(&self)
    }

    /// Whether Okta numbers the policies and their rules from 1 and closes gaps.
    pub(crate) fn is_numbered_from_one(self) -> bool {
        self.numbering() == Some(Numbering::V1)
    }

    /// The engine that has the type, where the other lacks it.
    pub(crate) fn engine(self) -> Option<Engine> {
        self.known()?.engine
    }

    /// Whether a policy of the type has one custom rule above its catch-all, no more and no fewer.
    pub(crate) fn has_one_custom_rule(self) -> bool {
        self.known().is_some_and(|known| known.has_one_custom_rule)
    }

    /// Whether the type's policies are tried in order, each for the groups that it includes: of such
    /// types only the default policy holds a default rule (Policy API, "Policy evaluation").
    pub(crate) fn is_for_groups(self) -> bool {
        self.known().is_some_and(|known| known.selection == Selection::Ordered)
    }

    /// Whether the type's policies compete in an order of priority.
    pub fn is_ordered(self) -> bool {
        self.known().is_some_and(|known| {
            matches!(known.selection, Selection::Ordered | Selection::OrderedInServer)
        })
    }
}

impl fmt::Display for PolicyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.known().map_or("unknown type", |known| known.policy))
    }
}

//! Actions as typed views. What a rule does stands in its `actions`.

use crate::json::Node;
use crate::okta::Key;

use super::rule::PolicyRule;

/// Who may sign in to Okta, with which factors and for how long (Policy API, "Signon Action
/// object").
#[derive(Debug, Clone, Copy)]
pub struct SignOn<'d> {
    /// The action.
    pub node: Node<'d>,
}

impl<'d> SignOn<'d> {
    /// The action `signon` of a rule.
    pub fn of(rule: &PolicyRule<'d>) -> Option<Self> {
        Some(Self { node: rule.action(Key::SIGNON)? })
    }

    /// `access` where it has this value.
    pub fn access(&self, value: &str) -> Option<Node<'d>> {
        self.node.field(Key::ACCESS).filter(|access| access.is_str(value))
    }

    /// `requireFactor` where it is true.
    pub fn required_factor(&self) -> Option<Node<'d>> {
        self.node.field(Key::REQUIRE_FACTOR).filter(|required| required.said_bool() == Some(true))
    }

    /// A setting of the session; none where nobody gets a session.
    pub fn session_setting(&self, name: Key) -> Option<Node<'d>> {
        if self.access("DENY").is_some() {
            return None;
        }
        self.node.at(&[Key::SESSION, name])
    }
}

/// Where a routing rule sends users to sign in (Policy API, "IdP Discovery Policy").
#[derive(Debug, Clone, Copy)]
pub struct Routing<'d> {
    /// The action.
    pub node: Node<'d>,
    /// Whether the providers are named, `SPECIFIC`, or found, `DYNAMIC`.
    pub selection: Option<Node<'d>>,
    /// The list of identity providers.
    pub providers: Option<Node<'d>>,
}

impl<'d> Routing<'d> {
    /// The types of providers of which a rule may have one each ("Limitations").
    pub const SINGLE_TYPES: [&'static str; 3] = ["AgentlessDSSO", "IWA", "X509"];

    /// The action `idp` of a rule.
    pub fn of(rule: &PolicyRule<'d>) -> Option<Self> {
        let node = rule.action(Key::IDP)?;
        let (selection, providers) =
            (node.field(Key::IDP_SELECTION_TYPE), node.field(Key::PROVIDERS));
        Some(Self { node, selection, providers })
    }

    /// Whether the rule names its providers; rules older than the choice don't say so.
    pub fn is_specific(&self) -> bool {
        self.selection.is_none_or(|selection| selection.is_str("SPECIFIC"))
    }

    /// The identity providers.
    pub fn each_provider(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        self.providers.into_iter().flat_map(Node::elements)
    }

    /// The list of ways to find the provider.
    pub fn criteria(&self) -> Option<Node<'d>> {
        self.node.field(Key::MATCH_CRITERIA)
    }
}

/// Whether an identity provider of a routing rule is of one of these types.
pub fn is_provider_of(provider: Node<'_>, types: &[&str]) -> bool {
    let kind = provider.field(Key::TYPE);
    kind.is_some_and(|kind| types.iter().any(|name| kind.is_str(name)))
}

/// How unknown users register and known ones complete their profile (Policy API, "Profile
/// Enrollment Action object").
#[derive(Debug, Clone, Copy)]
pub struct ProfileEnrollment<'d> {
    /// The action.
    pub node: Node<'d>,
    /// What users are asked for.
    pub attributes: Option<Node<'d>>,
}

impl<'d> ProfileEnrollment<'d> {
    /// The action `profileEnrollment` of a rule.
    pub fn of(rule: &PolicyRule<'d>) -> Option<Self> {
        let node = rule.action(Key::PROFILE_ENROLLMENT)?;
        Some(Self { node, attributes: node.field(Key::PROFILE_ATTRIBUTES) })
    }

    /// `unknownUserAction` where it has this value.
    pub fn unknown_user_action(&self, value: &str) -> Option<Node<'d>> {
        self.node.field(Key::UNKNOWN_USER_ACTION).filter(|action| action.is_str(value))
    }
}

/// Where the expressions stand that find the identity provider of a routing rule (Policy API,
/// "IdP Discovery Policy").
pub(crate) fn provider_expressions<'d>(
    rule: &PolicyRule<'d>,
) -> impl Iterator<Item = Node<'d>> + use<'d> {
    let criteria = rule.action(Key::IDP).and_then(|idp| idp.field(Key::MATCH_CRITERIA));
    let criteria = criteria.into_iter().flat_map(Node::elements);
    criteria.filter_map(|criterion| criterion.field(Key::PROVIDER_EXPRESSION))
}

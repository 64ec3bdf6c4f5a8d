//! Conditions as typed views. A condition stands in the `conditions` of a policy or a rule.

use std::borrow::Cow;

use crate::json::Node;

use super::model::PolicyRule;

/// A pair of lists, `include` and `exclude`, as most conditions have.
#[derive(Debug, Clone, Copy)]
pub struct Lists<'d> {
    /// What the lists stand in.
    pub node: Node<'d>,
    /// The list of what is meant.
    pub include: Option<Node<'d>>,
    /// The list of what is not meant.
    pub exclude: Option<Node<'d>>,
}

impl<'d> Lists<'d> {
    /// The lists of `node`.
    pub fn of(node: Node<'d>) -> Self {
        Self { node, include: node.field("include"), exclude: node.field("exclude") }
    }

    /// `include` where it has an element: an empty list constrains nothing.
    pub fn included(&self) -> Option<Node<'d>> {
        self.include.filter(|list| list.has_elements())
    }

    /// `exclude` where it has an element.
    pub fn excluded(&self) -> Option<Node<'d>> {
        self.exclude.filter(|list| list.has_elements())
    }
}

/// From where a request comes (Policy API, "Network Condition object").
#[derive(Debug, Clone, Copy)]
pub struct Network<'d> {
    /// The condition.
    pub node: Node<'d>,
    /// How the network is selected: `ANYWHERE` or `ZONE`.
    pub connection: Option<Node<'d>>,
    /// The zones.
    pub zones: Lists<'d>,
}

impl<'d> Network<'d> {
    /// The zone id that stands for every zone, alone in its list.
    pub const ALL_ZONES: &'static str = "ALL_ZONES";

    /// The condition `network` of a policy or rule.
    pub fn of(object: Node<'d>) -> Option<Self> {
        let node = object.at(&["conditions", "network"])?;
        Some(Self { node, connection: node.field("connection"), zones: Lists::of(node) })
    }

    /// Whether the zone lists count.
    pub fn is_by_zone(&self) -> bool {
        self.connection.is_some_and(|connection| connection.is_str("ZONE"))
    }
}

/// Who signs in, by what was typed or by a profile attribute (Policy API, "User Identifier
/// Condition object").
#[derive(Debug, Clone, Copy)]
pub struct UserIdentifier<'d> {
    /// The condition.
    pub node: Node<'d>,
    /// The patterns, which are alternatives.
    pub patterns: Option<Node<'d>>,
}

impl<'d> UserIdentifier<'d> {
    /// The condition `userIdentifier` of a rule.
    pub fn of(object: Node<'d>) -> Option<Self> {
        let node = object.at(&["conditions", "userIdentifier"])?;
        Some(Self { node, patterns: node.field("patterns") })
    }

    /// Whether an attribute of the profile is tested, rather than what was typed.
    pub fn is_by_attribute(&self) -> bool {
        self.node.field("type").is_some_and(|kind| kind.is_str("ATTRIBUTE"))
    }

    /// How each pattern matches, such as `SUFFIX`.
    pub fn match_types(&self) -> impl Iterator<Item = Cow<'d, str>> + use<'d> {
        let patterns = self.patterns.into_iter().flat_map(Node::elements);
        patterns.filter_map(|pattern| pattern.field("matchType")?.as_str())
    }
}

/// The assurance constraints of an authentication policy's rule: alternatives, of which one has to
/// be met (Policy API, "Constraints").
pub fn constraints<'d>(rule: Node<'d>) -> impl Iterator<Item = Node<'d>> + use<'d> {
    let path = ["actions", "appSignOn", "verificationMethod", "constraints"];
    rule.at(&path).into_iter().flat_map(Node::elements)
}

/// What self-service password reset demands of the user, where a rule allows the reset at all
/// (Policy API, "Self Service Password Reset Action Requirement object").
pub fn reset_requirement<'d>(rule: &PolicyRule<'d>) -> Option<Node<'d>> {
    let reset = rule.action("selfServicePasswordReset")?;
    let is_denied = reset.field("access").is_some_and(|access| access.is_str("DENY"));
    if is_denied { None } else { reset.field("requirement") }
}

/// The grants that a rule of an authorization server is for, such as `authorization_code`.
pub fn grants<'d>(rule: &PolicyRule<'d>) -> impl Iterator<Item = Node<'d>> + use<'d> {
    let list = rule.condition("grantTypes").and_then(|grants| grants.field("include"));
    list.into_iter().flat_map(Node::elements)
}

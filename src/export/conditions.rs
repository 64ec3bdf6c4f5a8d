//! Conditions as typed views. A condition stands in the `conditions` of a policy or a rule.

use std::borrow::Cow;

use crate::expression::Expression;
use crate::json::Node;
use crate::okta::Key;

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
        Self { node, include: node.field(Key::INCLUDE), exclude: node.field(Key::EXCLUDE) }
    }

    /// `include` where it has an element: an empty list constrains nothing.
    pub fn included(&self) -> Option<Node<'d>> {
        self.include.filter(|list| list.has_elements())
    }

    /// `exclude` where it has an element.
    pub fn excluded(&self) -> Option<Node<'d>> {
        self.exclude.filter(|list| list.has_elements())
    }

    /// Whether what stands in place of the lists can be read: nothing follows from a text there.
    pub(crate) fn are_readable(&self) -> bool {
        let lists = [self.include, self.exclude].into_iter().flatten();
        self.node.is_object() && lists.into_iter().all(Node::is_array)
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
        let node = object.at(&[Key::CONDITIONS, Key::NETWORK])?;
        Some(Self { node, connection: node.field(Key::CONNECTION), zones: Lists::of(node) })
    }

    /// Whether the zone lists count.
    pub fn is_by_zone(&self) -> bool {
        self.connection.is_some_and(|connection| connection.is_str("ZONE"))
    }
}

/// Whether a rule asks for a registered device; `None` where what it says cannot be read.
pub(crate) fn asks_for_registered(rule: &PolicyRule<'_>) -> Option<bool> {
    let device = match rule.condition(Key::DEVICE) {
        Some(device) if device.is_object() => device,
        Some(_) => return None,
        None => return Some(false),
    };
    device.field(Key::REGISTERED).map_or(Some(false), Node::as_bool)
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
        let node = object.at(&[Key::CONDITIONS, Key::USER_IDENTIFIER])?;
        Some(Self { node, patterns: node.field(Key::PATTERNS) })
    }

    /// Whether what was typed is tested.
    pub fn is_by_identifier(&self) -> bool {
        self.node.field(Key::TYPE).is_some_and(|kind| kind.is_str("IDENTIFIER"))
    }

    /// Whether an attribute of the profile is tested, rather than what was typed.
    pub fn is_by_attribute(&self) -> bool {
        self.node.field(Key::TYPE).is_some_and(|kind| kind.is_str("ATTRIBUTE"))
    }

    /// How each pattern matches, such as `SUFFIX`.
    pub fn match_types(&self) -> impl Iterator<Item = Cow<'d, str>> + use<'d> {
        let patterns = self.patterns.into_iter().flat_map(Node::elements);
        patterns.filter_map(|pattern| pattern.field(Key::MATCH_TYPE)?.as_str())
    }
}

/// One entry of a platform condition: a class of device with one operating system (Policy API,
/// "Platform Condition object").
#[derive(Debug, Clone)]
pub struct Platform<'d> {
    /// The entry.
    pub node: Node<'d>,
    /// The class of device, such as `MOBILE`.
    pub class: Option<Cow<'d, str>>,
    /// The operating system.
    pub os: Option<Node<'d>>,
    /// Its name, such as `IOS`.
    pub system: Option<Cow<'d, str>>,
}

impl<'d> Platform<'d> {
    /// What stands for every class and every system.
    pub const ANY: &'static str = "ANY";

    /// The platforms that the condition of a rule includes, which are alternatives.
    pub fn included(object: Node<'d>) -> impl Iterator<Item = Self> + use<'d> {
        Self::listed(object, Key::INCLUDE)
    }

    /// All platforms that the condition of a rule names.
    pub fn named(object: Node<'d>) -> impl Iterator<Item = Self> + use<'d> {
        Self::included(object).chain(Self::listed(object, Key::EXCLUDE))
    }

    fn listed(object: Node<'d>, list: Key) -> impl Iterator<Item = Self> + use<'d> {
        let list = object.at(&[Key::CONDITIONS, Key::PLATFORM, list]);
        list.into_iter().flat_map(Node::elements).map(Self::of)
    }

    fn of(node: Node<'d>) -> Self {
        let os = node.field(Key::OS);
        Self {
            node,
            class: node.field(Key::TYPE).and_then(Node::as_str),
            os,
            system: os.and_then(|os| os.field(Key::TYPE)).and_then(Node::as_str),
        }
    }

    /// The class of device that runs the system, where it is one that Okta names.
    pub fn class_of_system(&self) -> Option<&'static str> {
        match self.system.as_deref()? {
            "IOS" | "ANDROID" => Some("MOBILE"),
            "WINDOWS" | "MACOS" | "OSX" | "CHROMEOS" | "LINUX" => Some("DESKTOP"),
            _ => None,
        }
    }

    /// Whether the system is one without a name, which an expression may describe.
    pub fn is_other_system(&self) -> bool {
        self.system.as_deref() == Some("OTHER")
    }

    /// The expression that describes the system, as it stands: servers return an empty one.
    pub fn expression(&self) -> Option<Node<'d>> {
        self.os?.field(Key::EXPRESSION)
    }

    /// Whether every device fits the entry.
    pub fn is_any(&self) -> bool {
        let is_any = |value: &Option<Cow<'_, str>>| value.as_deref() == Some(Self::ANY);
        is_any(&self.class) && is_any(&self.system)
    }
}

/// One pattern of a [`UserIdentifier`], where it says both how and what.
#[derive(Debug, Clone)]
pub struct IdentifierPattern<'d> {
    /// The pattern.
    pub node: Node<'d>,
    /// How it matches, such as `SUFFIX`.
    pub match_type: Cow<'d, str>,
    /// Where the text or regular expression stands.
    pub value: Node<'d>,
    /// The text or regular expression.
    pub text: Cow<'d, str>,
}

impl<'d> IdentifierPattern<'d> {
    /// The patterns of a condition, in document order.
    pub fn of(identifier: &UserIdentifier<'d>) -> impl Iterator<Item = Self> + use<'d> {
        let patterns = identifier.patterns.into_iter().flat_map(Node::elements);
        patterns.filter_map(|node| {
            let (match_type, value) =
                (node.field(Key::MATCH_TYPE)?.as_str()?, node.field(Key::VALUE)?);
            Some(Self { node, match_type, value, text: value.as_str()? })
        })
    }
}

/// The expression that a rule of an authentication policy takes as a condition, and where it stands
/// (Policy API, "Okta Expression Language Condition object"); none that Okta surely cannot read.
pub(crate) fn expression<'d>(rule: &PolicyRule<'d>) -> Option<(Node<'d>, Expression<'d>)> {
    readable(rule.condition(Key::EL_CONDITION)?.field(Key::CONDITION)?)
}

/// The expression at `node`, unless Okta surely cannot read it.
pub(crate) fn readable(node: Node<'_>) -> Option<(Node<'_>, Expression<'_>)> {
    let expression = Expression::read(node.as_str()?).ok()?;
    expression.may_parse().then_some((node, expression))
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

/// The assurance constraints of an authentication policy's rule: alternatives, of which one has to
/// be met (Policy API, "Constraints").
pub fn constraints<'d>(rule: Node<'d>) -> impl Iterator<Item = Node<'d>> + use<'d> {
    const CONSTRAINTS: [Key; 4] =
        [Key::ACTIONS, Key::APP_SIGN_ON, Key::VERIFICATION_METHOD, Key::CONSTRAINTS];
    rule.at(&CONSTRAINTS).into_iter().flat_map(Node::elements)
}

/// The grants that a rule of an authorization server is for, such as `authorization_code`.
pub fn grants<'d>(rule: &PolicyRule<'d>) -> impl Iterator<Item = Node<'d>> + use<'d> {
    let list = rule.condition(Key::GRANT_TYPES).and_then(|grants| grants.field(Key::INCLUDE));
    list.into_iter().flat_map(Node::elements)
}

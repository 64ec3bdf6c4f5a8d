//! Conditions as typed views. A condition stands in the `conditions` of a policy or a rule.

use std::borrow::Cow;

use crate::expression::Expression;
use crate::json::Node;
use crate::okta::Key;

use super::object::Members;

/// The conditions of a policy or rule, read once.
#[derive(Debug, Clone, Default)]
pub struct Conditions<'d> {
    /// The member `conditions`, whatever it holds.
    pub node: Option<Node<'d>>,
    /// From where a request comes.
    pub network: Option<Network<'d>>,
    /// Who signs in.
    pub(crate) people: Option<People<'d>>,
    /// On what.
    pub(crate) platform: Option<Platforms<'d>>,
    /// With what kind of device.
    pub(crate) device: Option<Device<'d>>,
    /// Who signs in, by what was typed.
    pub user_identifier: Option<UserIdentifier<'d>>,
    /// For which app.
    pub(crate) app: Option<Lists<'d>>,
    /// Of which type the user is.
    pub(crate) user_type: Option<Lists<'d>>,
    members: Members<'d>,
}

impl<'d> Conditions<'d> {
    pub(super) fn of(node: Option<Node<'d>>) -> Self {
        let members = Members::of(node);
        Self {
            node,
            network: members.get(Key::NETWORK).map(Network::of),
            people: members.get(Key::PEOPLE).map(People::of),
            platform: members.get(Key::PLATFORM).map(Platforms::of),
            device: members.get(Key::DEVICE).map(Device::of),
            user_identifier: members.get(Key::USER_IDENTIFIER).map(UserIdentifier::of),
            app: members.get(Key::APP).map(Lists::of),
            user_type: members.get(Key::USER_TYPE).map(Lists::of),
            members,
        }
    }

    /// A condition by its name.
    pub fn get(&self, name: Key) -> Option<Node<'d>> {
        self.members.get(name)
    }

    pub(super) fn members(&self) -> &Members<'d> {
        &self.members
    }

    /// Whether a registered device is asked for; `None` where what is said cannot be read.
    pub(crate) fn asks_for_registered(&self) -> Option<bool> {
        match &self.device {
            Some(device) if !device.node.is_object() => None,
            Some(device) => device.registered.map_or(Some(false), Node::as_bool),
            None => Some(false),
        }
    }

    /// The expression of an authentication policy's rule, and where it stands (Policy API, "Okta
    /// Expression Language Condition object"); none that Okta surely cannot read.
    pub(crate) fn expression(&self) -> Option<(Node<'d>, Expression<'d>)> {
        readable(self.get(Key::EL_CONDITION)?.field(Key::CONDITION)?)
    }

    /// The grants that a rule of an authorization server is for, such as `authorization_code`.
    pub fn grants(&self) -> impl Iterator<Item = Node<'d>> + use<'d> {
        let list = self.get(Key::GRANT_TYPES).and_then(|grants| grants.field(Key::INCLUDE));
        list.into_iter().flat_map(Node::elements)
    }
}

/// Who signs in (Policy API, "People Condition object").
#[derive(Debug, Clone, Copy)]
pub(crate) struct People<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) users: Option<Lists<'d>>,
    pub(crate) groups: Option<Lists<'d>>,
}

impl<'d> People<'d> {
    fn of(node: Node<'d>) -> Self {
        let [users, groups] = node.read([Key::USERS, Key::GROUPS]);
        Self { node, users: users.map(Lists::of), groups: groups.map(Lists::of) }
    }
}

/// With what kind of device (Policy API, "Device Condition object").
#[derive(Debug, Clone, Copy)]
pub(crate) struct Device<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) registered: Option<Node<'d>>,
    pub(crate) managed: Option<Node<'d>>,
    /// The device assurance policies.
    pub(crate) assurance: Option<Lists<'d>>,
}

impl<'d> Device<'d> {
    fn of(node: Node<'d>) -> Self {
        let [registered, managed, assurance] =
            node.read([Key::REGISTERED, Key::MANAGED, Key::ASSURANCE]);
        Self { node, registered, managed, assurance: assurance.map(Lists::of) }
    }
}

/// The platforms that a condition lists, which are alternatives.
#[derive(Debug, Clone)]
pub(crate) struct Platforms<'d> {
    pub(crate) include: Vec<Platform<'d>>,
    pub(crate) exclude: Vec<Platform<'d>>,
}

impl<'d> Platforms<'d> {
    fn of(node: Node<'d>) -> Self {
        let [include, exclude] = node
            .read([Key::INCLUDE, Key::EXCLUDE])
            .map(|list| list.into_iter().flat_map(Node::elements).map(Platform::of).collect());
        Self { include, exclude }
    }
}

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
        let [include, exclude] = node.read([Key::INCLUDE, Key::EXCLUDE]);
        Self { node, include, exclude }
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

    fn of(node: Node<'d>) -> Self {
        let [connection, include, exclude] =
            node.read([Key::CONNECTION, Key::INCLUDE, Key::EXCLUDE]);
        Self { node, connection, zones: Lists { node, include, exclude } }
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
    kind: Option<Node<'d>>,
    /// The patterns, which are alternatives.
    pub patterns: Option<Node<'d>>,
}

impl<'d> UserIdentifier<'d> {
    fn of(node: Node<'d>) -> Self {
        let [kind, patterns] = node.read([Key::TYPE, Key::PATTERNS]);
        Self { node, kind, patterns }
    }

    /// Whether what was typed is tested.
    pub fn is_by_identifier(&self) -> bool {
        self.kind.is_some_and(|kind| kind.is_str("IDENTIFIER"))
    }

    /// Whether an attribute of the profile is tested, rather than what was typed.
    pub fn is_by_attribute(&self) -> bool {
        self.kind.is_some_and(|kind| kind.is_str("ATTRIBUTE"))
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
    /// The name of the operating system, such as `IOS`.
    pub system: Option<Cow<'d, str>>,
    /// Where the name stands.
    pub(crate) system_node: Option<Node<'d>>,
    /// The expression that describes the system, as it stands: servers return an empty one.
    pub expression: Option<Node<'d>>,
    /// What is said of its version.
    pub(crate) version: Option<Node<'d>>,
}

impl<'d> Platform<'d> {
    /// What stands for every class and every system.
    pub const ANY: &'static str = "ANY";

    /// The platforms that a condition includes, which are alternatives.
    pub fn included<'c>(conditions: &'c Conditions<'d>) -> impl Iterator<Item = &'c Self> {
        conditions.platform.iter().flat_map(|platforms| &platforms.include)
    }

    /// All platforms that a condition names.
    pub fn named<'c>(conditions: &'c Conditions<'d>) -> impl Iterator<Item = &'c Self> {
        let platforms = conditions.platform.iter();
        platforms.flat_map(|platforms| platforms.include.iter().chain(&platforms.exclude))
    }

    fn of(node: Node<'d>) -> Self {
        let [kind, os] = node.read([Key::TYPE, Key::OS]);
        let [system, expression, version] =
            os.map_or([None; 3], |os| os.read([Key::TYPE, Key::EXPRESSION, Key::VERSION]));
        Self {
            node,
            class: kind.and_then(Node::as_str),
            system: system.and_then(Node::as_str),
            system_node: system,
            expression,
            version,
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

/// The expression at `node`, unless Okta surely cannot read it.
pub(crate) fn readable(node: Node<'_>) -> Option<(Node<'_>, Expression<'_>)> {
    let expression = Expression::read(node.as_str()?).ok()?;
    expression.may_parse().then_some((node, expression))
}

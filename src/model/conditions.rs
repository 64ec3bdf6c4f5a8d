//! Conditions as typed views. A condition stands in the `conditions` of a policy or a rule.

use std::borrow::Cow;

use crate::expression::Expression;
use crate::json::{Kept, Node};
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
    pub(crate) platform: Option<Box<Platforms<'d>>>,
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
            platform: members.get(Key::PLATFORM).map(|it| Box::new(Platforms::of(it))),
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
            Some(device) => device.registered().map_or(Some(false), Node::as_bool),
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
    users: KeptLists,
    groups: KeptLists,
}

impl<'d> People<'d> {
    fn of(node: Node<'d>) -> Self {
        let [users, groups] = node.read([Key::USERS, Key::GROUPS]);
        Self { node, users: KeptLists::of(users), groups: KeptLists::of(groups) }
    }

    pub(crate) fn users(&self) -> Option<Lists<'d>> {
        self.users.beside(self.node)
    }

    pub(crate) fn groups(&self) -> Option<Lists<'d>> {
        self.groups.beside(self.node)
    }
}

/// With what kind of device (Policy API, "Device Condition object").
#[derive(Debug, Clone, Copy)]
pub(crate) struct Device<'d> {
    pub(crate) node: Node<'d>,
    registered: Kept,
    managed: Kept,
    assurance: KeptLists,
}

impl<'d> Device<'d> {
    fn of(node: Node<'d>) -> Self {
        let [registered, managed, assurance] =
            node.read([Key::REGISTERED, Key::MANAGED, Key::ASSURANCE]);
        let [registered, managed] = [registered, managed].map(Kept::of);
        Self { node, registered, managed, assurance: KeptLists::of(assurance) }
    }

    pub(crate) fn registered(&self) -> Option<Node<'d>> {
        self.node.kept(self.registered)
    }

    pub(crate) fn managed(&self) -> Option<Node<'d>> {
        self.node.kept(self.managed)
    }

    /// The device assurance policies.
    pub(crate) fn assurance(&self) -> Option<Lists<'d>> {
        self.assurance.beside(self.node)
    }
}

/// The platforms that a condition lists, which are alternatives.
#[derive(Debug, Clone)]
pub(crate) struct Platforms<'d> {
    include: Box<[Platform<'d>]>,
    exclude: Box<[Platform<'d>]>,
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
    include: Kept,
    exclude: Kept,
}

/// A pair of lists, or none, kept beside another value of their document.
#[derive(Debug, Clone, Copy)]
struct KeptLists {
    node: Kept,
    include: Kept,
    exclude: Kept,
}

impl KeptLists {
    fn of(node: Option<Node<'_>>) -> Self {
        let lists = node.map(Lists::of);
        let [include, exclude] =
            lists.map_or([Kept::default(); 2], |lists| [lists.include, lists.exclude]);
        Self { node: Kept::of(node), include, exclude }
    }

    fn beside(self, other: Node<'_>) -> Option<Lists<'_>> {
        let Self { node, include, exclude } = self;
        Some(Lists { node: other.kept(node)?, include, exclude })
    }
}

impl<'d> Lists<'d> {
    /// The lists of `node`.
    pub fn of(node: Node<'d>) -> Self {
        let [include, exclude] = node.read([Key::INCLUDE, Key::EXCLUDE]).map(Kept::of);
        Self { node, include, exclude }
    }

    /// The list of what is meant, and that of what is not.
    pub fn both(&self) -> [Option<Node<'d>>; 2] {
        [self.include(), self.exclude()]
    }

    /// The list of what is meant.
    pub fn include(&self) -> Option<Node<'d>> {
        self.node.kept(self.include)
    }

    /// The list of what is not meant.
    pub fn exclude(&self) -> Option<Node<'d>> {
        self.node.kept(self.exclude)
    }

    /// `include` where it has an element: an empty list constrains nothing.
    pub fn included(&self) -> Option<Node<'d>> {
        self.include().filter(|list| list.has_elements())
    }

    /// `exclude` where it has an element.
    pub fn excluded(&self) -> Option<Node<'d>> {
        self.exclude().filter(|list| list.has_elements())
    }

    /// Whether what stands in place of the lists can be read: nothing follows from a text there.
    pub(crate) fn are_readable(&self) -> bool {
        self.node.is_object() && self.both().into_iter().flatten().all(Node::is_array)
    }
}

/// From where a request comes (Policy API, "Network Condition object").
#[derive(Debug, Clone, Copy)]
pub struct Network<'d> {
    /// The condition.
    pub node: Node<'d>,
    connection: Kept,
    include: Kept,
    exclude: Kept,
}

impl<'d> Network<'d> {
    /// The zone id that stands for every zone, alone in its list.
    pub const ALL_ZONES: &'static str = "ALL_ZONES";

    fn of(node: Node<'d>) -> Self {
        let [connection, include, exclude] =
            node.read([Key::CONNECTION, Key::INCLUDE, Key::EXCLUDE]).map(Kept::of);
        Self { node, connection, include, exclude }
    }

    /// How the network is selected: `ANYWHERE` or `ZONE`.
    pub fn connection(&self) -> Option<Node<'d>> {
        self.node.kept(self.connection)
    }

    /// The zones.
    pub fn zones(&self) -> Lists<'d> {
        Lists { node: self.node, include: self.include, exclude: self.exclude }
    }

    /// Whether the zone lists count.
    pub fn is_by_zone(&self) -> bool {
        self.connection().is_some_and(|connection| connection.is_str("ZONE"))
    }
}

/// Who signs in, by what was typed or by a profile attribute (Policy API, "User Identifier
/// Condition object").
#[derive(Debug, Clone, Copy)]
pub struct UserIdentifier<'d> {
    /// The condition.
    pub node: Node<'d>,
    kind: Kept,
    patterns: Kept,
}

impl<'d> UserIdentifier<'d> {
    fn of(node: Node<'d>) -> Self {
        let [kind, patterns] = node.read([Key::TYPE, Key::PATTERNS]).map(Kept::of);
        Self { node, kind, patterns }
    }

    fn kind(&self) -> Option<Node<'d>> {
        self.node.kept(self.kind)
    }

    /// The patterns, which are alternatives.
    pub fn patterns(&self) -> Option<Node<'d>> {
        self.node.kept(self.patterns)
    }

    /// Whether what was typed is tested.
    pub fn is_by_identifier(&self) -> bool {
        self.kind().is_some_and(|kind| kind.is_str("IDENTIFIER"))
    }

    /// Whether an attribute of the profile is tested, rather than what was typed.
    pub fn is_by_attribute(&self) -> bool {
        self.kind().is_some_and(|kind| kind.is_str("ATTRIBUTE"))
    }

    /// How each pattern matches, such as `SUFFIX`.
    pub fn match_types(&self) -> impl Iterator<Item = Cow<'d, str>> + use<'d> {
        let patterns = self.patterns().into_iter().flat_map(Node::elements);
        patterns.filter_map(|pattern| pattern.field(Key::MATCH_TYPE)?.as_str())
    }
}

/// One entry of a platform condition: a class of device with one operating system (Policy API,
/// "Platform Condition object").
#[derive(Debug, Clone)]
pub struct Platform<'d> {
    /// The entry.
    pub node: Node<'d>,
    class: Kept,
    system: Kept,
    expression: Kept,
    version: Kept,
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
        let [class, os] = node.read([Key::TYPE, Key::OS]);
        let [system, expression, version] =
            os.map_or([None; 3], |os| os.read([Key::TYPE, Key::EXPRESSION, Key::VERSION]));
        let [class, system, expression, version] =
            [class, system, expression, version].map(Kept::of);
        Self { node, class, system, expression, version }
    }

    /// The class of device, such as `MOBILE`.
    pub fn class(&self) -> Option<Cow<'d, str>> {
        self.node.kept(self.class)?.as_str()
    }

    /// The name of the operating system, such as `IOS`.
    pub fn system(&self) -> Option<Cow<'d, str>> {
        self.system_node()?.as_str()
    }

    /// Where that name stands.
    pub(crate) fn system_node(&self) -> Option<Node<'d>> {
        self.node.kept(self.system)
    }

    /// The expression that describes the system, as it stands: servers return an empty one.
    pub fn expression(&self) -> Option<Node<'d>> {
        self.node.kept(self.expression)
    }

    /// What is said of its version.
    pub(crate) fn version(&self) -> Option<Node<'d>> {
        self.node.kept(self.version)
    }

    /// The class of device that runs the system, where it is one that Okta names.
    pub fn class_of_system(&self) -> Option<&'static str> {
        match self.system()?.as_ref() {
            "IOS" | "ANDROID" => Some("MOBILE"),
            "WINDOWS" | "MACOS" | "OSX" | "CHROMEOS" | "LINUX" => Some("DESKTOP"),
            _ => None,
        }
    }

    /// Whether the system is one without a name, which an expression may describe.
    pub fn is_other_system(&self) -> bool {
        self.system_node().is_some_and(|system| system.is_str("OTHER"))
    }

    /// Whether every device fits the entry.
    pub fn is_any(&self) -> bool {
        let is_any =
            |value: Kept| self.node.kept(value).is_some_and(|value| value.is_str(Self::ANY));
        is_any(self.class) && is_any(self.system)
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
        let patterns = identifier.patterns().into_iter().flat_map(Node::elements);
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

//! What policies and rules have in common, read once.

use std::borrow::Cow;

use crate::diagnostic::Named;
use crate::json::Node;
use crate::okta::Key;

/// The members of an object, those whose names catchall knows, to be found without a walk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members<'d>(Vec<(Key, Node<'d>)>);

impl<'d> Members<'d> {
    pub(super) fn of(object: Option<Node<'d>>) -> Self {
        let members = object.into_iter().flat_map(Node::fields);
        Self(members.map(|member| (member.name(), member.value)).collect())
    }

    pub(crate) fn get(&self, name: Key) -> Option<Node<'d>> {
        self.iter().find(|(key, _)| *key == name && name != Key::UNKNOWN).map(|(_, value)| value)
    }

    /// All of them, in document order, also those of unknown names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Key, Node<'d>)> {
        self.0.iter().copied()
    }
}

/// What every policy and rule says of itself, where it says it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head<'d> {
    pub(crate) id: Option<Node<'d>>,
    pub(crate) name: Option<Node<'d>>,
    pub(super) kind: Option<Node<'d>>,
    pub(crate) status: Option<Node<'d>>,
    pub(crate) system: Option<Node<'d>>,
    pub(crate) priority: Option<Node<'d>>,
    pub(super) conditions: Option<Node<'d>>,
    pub(super) actions: Option<Node<'d>>,
    pub(super) settings: Option<Node<'d>>,
    /// The address under which Okta served it.
    link: Option<Node<'d>>,
    pub(super) embedded: Option<Node<'d>>,
    /// Whether it has what Okta alone gives it, timestamps or links.
    is_stamped: bool,
}

impl<'d> Head<'d> {
    pub(super) fn of(node: Node<'d>) -> Self {
        let [
            id,
            name,
            kind,
            status,
            system,
            priority,
            conditions,
            actions,
            settings,
            embedded,
            links,
            created,
            updated,
        ] = node.read([
            Key::ID,
            Key::NAME,
            Key::TYPE,
            Key::STATUS,
            Key::SYSTEM,
            Key::PRIORITY,
            Key::CONDITIONS,
            Key::ACTIONS,
            Key::SETTINGS,
            Key::EMBEDDED,
            Key::LINKS,
            Key::CREATED,
            Key::LAST_UPDATED,
        ]);
        let link = links.and_then(|links| links.at(&[Key::SELF, Key::HREF]));
        let is_stamped = links.or(created).or(updated).is_some();
        Self {
            id,
            name,
            kind,
            status,
            system,
            priority,
            conditions,
            actions,
            settings,
            link,
            embedded,
            is_stamped,
        }
    }

    pub(super) fn status(&self) -> Status {
        match self.status {
            None => Status::Active,
            Some(status) if status.is_str("ACTIVE") => Status::Active,
            Some(status) if status.is_str("INACTIVE") => Status::Inactive,
            Some(_) => Status::Other,
        }
    }

    /// Whether Okta created the object as a default.
    pub(super) fn is_system(&self) -> bool {
        self.system.and_then(Node::as_bool) == Some(true)
    }

    /// Whether it is surely no default of Okta's: `system` is false or left out, not unreadable.
    pub(super) fn is_custom(&self) -> bool {
        self.system.is_none_or(|system| system.said_bool() == Some(false))
    }

    /// Whether Okta wrote the object: it has an id and what nobody writes by hand.
    pub(super) fn is_served(&self) -> bool {
        self.id.is_some() && self.is_stamped
    }

    pub(super) fn id(&self) -> Option<Cow<'d, str>> {
        self.id.and_then(Node::as_str)
    }

    pub(super) fn link(&self) -> Option<Cow<'d, str>> {
        self.link.and_then(Node::as_str)
    }

    /// The object's name, which admins know, rather than its id.
    pub(super) fn title(&self, what: &str) -> String {
        match (self.name.and_then(Node::as_str), self.id()) {
            (Some(name), _) if name.chars().count() > LONGEST_NAME => {
                let start: String = name.chars().take(LONGEST_NAME).collect();
                format!("{what} \"{start}…\"")
            }
            (Some(name), _) => format!("{what} \"{name}\""),
            (None, Some(id)) => format!("{what} {id}"),
            (None, None) => format!("a {what} without a name"),
        }
    }
}

/// Whether an object takes part in evaluation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Also where `status` is absent: the default of the Policy API.
    Active,
    /// Skipped by Okta.
    Inactive,
    /// Anything else, such as `INVALID`, once returned for rules whose objects had gone.
    Other,
}

/// Names are cut to this many characters in sentences. Okta's own limit is 50 to 100.
const LONGEST_NAME: usize = 100;

/// Whether Okta created the object as a default.
pub(crate) fn is_system(node: Node<'_>) -> bool {
    node.field(Key::SYSTEM).and_then(Node::as_bool) == Some(true)
}

/// What the object itself says of its name and id.
pub(crate) fn named(node: Node<'_>) -> Named {
    let text = |key| node.field(key).and_then(Node::as_str).map(String::from);
    Named { name: text(Key::NAME), id: text(Key::ID) }
}

//! What policies and rules have in common, read once.

use std::borrow::Cow;

use crate::diagnostic::Named;
use crate::json::{Kept, Node};
use crate::okta::Key;

/// The members of an object, those whose names catchall knows, to be found without a walk.
#[derive(Debug, Clone, Default)]
pub(crate) struct Members<'d> {
    object: Option<Node<'d>>,
    values: Box<[(Key, Kept)]>,
}

impl<'d> Members<'d> {
    pub(super) fn of(object: Option<Node<'d>>) -> Self {
        let members = object.into_iter().flat_map(Node::fields);
        let values = members.map(|member| (member.name(), Kept::of(Some(member.value))));
        Self { object, values: values.collect() }
    }

    pub(crate) fn get(&self, name: Key) -> Option<Node<'d>> {
        let (_, value) = self.values.iter().find(|(key, _)| *key == name)?;
        self.object?.kept(*value).filter(|_| name != Key::UNKNOWN)
    }

    /// All of them, in document order, also those of unknown names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Key, Node<'d>)> {
        self.values.iter().filter_map(|(name, value)| Some((*name, self.object?.kept(*value)?)))
    }
}

/// What every policy and rule says of itself, and where it says it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Head<'d> {
    object: Node<'d>,
    id: Kept,
    name: Kept,
    kind: Kept,
    status: Kept,
    system: Kept,
    priority: Kept,
    conditions: Kept,
    actions: Kept,
    settings: Kept,
    embedded: Kept,
    link: Kept,
    /// Whether it has what Okta alone gives it, timestamps or links.
    is_stamped: bool,
}

impl<'d> Head<'d> {
    pub(super) fn of(node: Node<'d>) -> Self {
        let [own @ .., links, created, updated] = node.read([
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
        let [id, name, kind, status, system, priority, conditions, actions, settings, embedded] =
            own.map(Kept::of);
        let link = links.and_then(|links| links.at(&[Key::SELF, Key::HREF]));
        Self {
            object: node,
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
            link: Kept::of(link),
            is_stamped: links.or(created).or(updated).is_some(),
        }
    }

    pub(crate) fn id(&self) -> Option<Node<'d>> {
        self.object.kept(self.id)
    }

    pub(crate) fn name(&self) -> Option<Node<'d>> {
        self.object.kept(self.name)
    }

    pub(crate) fn kind(&self) -> Option<Node<'d>> {
        self.object.kept(self.kind)
    }

    pub(crate) fn status(&self) -> Option<Node<'d>> {
        self.object.kept(self.status)
    }

    pub(crate) fn system(&self) -> Option<Node<'d>> {
        self.object.kept(self.system)
    }

    pub(crate) fn priority(&self) -> Option<Node<'d>> {
        self.object.kept(self.priority)
    }

    pub(super) fn conditions(&self) -> Option<Node<'d>> {
        self.object.kept(self.conditions)
    }

    pub(super) fn actions(&self) -> Option<Node<'d>> {
        self.object.kept(self.actions)
    }

    pub(super) fn settings(&self) -> Option<Node<'d>> {
        self.object.kept(self.settings)
    }

    pub(super) fn embedded(&self) -> Option<Node<'d>> {
        self.object.kept(self.embedded)
    }

    /// The address under which Okta served it.
    pub(super) fn link(&self) -> Option<Cow<'d, str>> {
        self.object.kept(self.link)?.as_str()
    }

    /// Whether Okta created the object as a default.
    pub(super) fn is_system(&self) -> bool {
        self.system().and_then(Node::as_bool) == Some(true)
    }

    /// Whether it is surely no default of Okta's: `system` is false or left out, not unreadable.
    pub(super) fn is_custom(&self) -> bool {
        self.system().is_none_or(|system| system.said_bool() == Some(false))
    }

    /// Whether Okta wrote the object: it has an id and what nobody writes by hand.
    pub(super) fn is_served(&self) -> bool {
        self.id().is_some() && self.is_stamped
    }

    /// The object's name, which admins know, rather than its id.
    pub(super) fn title(&self, what: &str) -> String {
        match (self.name().and_then(Node::as_str), self.id().and_then(Node::as_str)) {
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

impl Status {
    pub(super) fn of(status: Option<Node<'_>>) -> Self {
        match status {
            None => Self::Active,
            Some(status) if status.is_str("ACTIVE") => Self::Active,
            Some(status) if status.is_str("INACTIVE") => Self::Inactive,
            Some(_) => Self::Other,
        }
    }
}

/// Names are cut to this many characters in sentences. Okta's own limit is 50 to 100.
const LONGEST_NAME: usize = 100;

/// What the object itself says of its name and id.
pub(crate) fn named(node: Node<'_>) -> Named {
    let text = |key| node.field(key).and_then(Node::as_str);
    Named::clipped(text(Key::NAME).as_deref(), text(Key::ID).as_deref())
}

//! Resources: the objects that policies refer to, for their names and states.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::json::Node;
use crate::okta::Key;

use super::kinds::ResourceKind;
use super::list::List;

/// An object that policies refer to.
#[derive(Debug, Clone, Copy)]
pub struct Resource<'d> {
    /// What it is.
    pub kind: ResourceKind,
    /// Its JSON.
    pub node: Node<'d>,
    /// The list that it came in, if it did not come alone.
    pub list: Option<List<'d>>,
    /// Whether that is a list of what belongs to one policy, and not of what there is.
    pub(crate) is_of_policy: bool,
}

impl Resource<'_> {
    fn has_id(&self) -> bool {
        self.node.field(Key::ID).is_some()
    }
}

/// The objects that policies refer to.
#[derive(Debug, Default)]
pub struct Resources<'d> {
    /// All of them, in document order, also bodies of requests that have no id yet.
    pub all: Vec<Resource<'d>>,
    /// Those that stand in the export a second time and say something else there.
    pub(crate) copies: Vec<Resource<'d>>,
    by_id: Identified<'d>,
}

/// The objects behind ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Identified<'d>(Arc<HashMap<Cow<'d, str>, Resource<'d>>>);

impl<'d> Identified<'d> {
    /// What admins call the object with this id.
    pub(crate) fn name(&self, id: &str) -> Option<Cow<'d, str>> {
        let node = self.0.get(id)?.node;
        // An app's `name` is its type; its `label` is what admins see.
        const NAMES: [&[Key]; 5] = [
            &[Key::LABEL],
            &[Key::PROFILE, Key::NAME],
            &[Key::PROFILE, Key::LOGIN],
            &[Key::NAME],
            &[Key::DISPLAY_NAME],
        ];
        NAMES.iter().find_map(|path| node.at(path)?.as_str())
    }
}

impl<'d> Resources<'d> {
    /// The object with this id.
    pub fn get(&self, id: &str) -> Option<Resource<'d>> {
        self.by_id.0.get(id).copied()
    }

    /// Those that have an id, to share.
    pub(crate) fn by_id(&self) -> &Identified<'d> {
        &self.by_id
    }

    /// Those that have an id, with it, in no particular order.
    pub fn identified(&self) -> impl Iterator<Item = (Cow<'d, str>, ResourceKind, Node<'d>)> {
        self.by_id.0.iter().map(|(id, resource)| (id.clone(), resource.kind, resource.node))
    }

    /// Those of one kind, in document order.
    pub fn of_kind(&self, kind: ResourceKind) -> impl Iterator<Item = Node<'d>> {
        let of_kind = self.all.iter().filter(move |resource| resource.kind == kind);
        of_kind.map(|resource| resource.node)
    }

    /// Whether there is any of the kind.
    pub fn has(&self, kind: ResourceKind) -> bool {
        self.of_kind(kind).next().is_some()
    }

    /// Whether the export seems to hold every object of the kind: they came in lists, and none is
    /// as long as a page of Okta's answers, after which there may be another.
    pub fn are_whole(&self, kind: ResourceKind) -> bool {
        const PAGES: [usize; 7] = [20, 50, 100, 200, 500, 1000, 10_000];
        // A body of a request is none of what there is; in a list, it makes that another list.
        let may_be_listed = |resource: &&Resource<'d>| {
            resource.kind == kind
                && !resource.is_of_policy
                && (resource.has_id() || resource.list.is_some())
        };
        let listed = self.all.iter().filter(may_be_listed);
        let mut lists: Vec<_> =
            listed.map(|resource| resource.list.filter(|_| resource.has_id())).collect();
        lists.dedup();
        let is_whole =
            |list: &Option<List<'d>>| list.is_some_and(|list| !PAGES.contains(&list.len()));
        !lists.is_empty() && lists.iter().all(is_whole)
    }

    /// Those that count, in document order, and those that stand in the export a second time.
    pub(crate) fn of(all: Vec<Resource<'d>>, copies: Vec<Resource<'d>>) -> Self {
        let with_id =
            |resource: &Resource<'d>| Some((resource.node.field(Key::ID)?.as_str()?, *resource));
        let by_id = all.iter().filter_map(with_id).collect();
        Self { all, copies, by_id: Identified(Arc::new(by_id)) }
    }

    /// What admins call the object with this id.
    pub fn name(&self, id: &str) -> Option<Cow<'d, str>> {
        self.by_id.name(id)
    }
}

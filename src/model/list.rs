//! What came together, as Okta answers with lists, and was read at one moment.

use crate::json::{Document, Node};
use crate::okta::Key;

/// A list of objects: an array, or the lines of a file of JSON Lines.
#[derive(Debug, Clone, Copy)]
pub enum List<'d> {
    /// The elements of this array.
    Array(Node<'d>),
    /// The lines of this document.
    Lines(&'d Document),
}

impl<'d> List<'d> {
    /// The elements, or what the lines hold.
    pub(crate) fn elements(self) -> Vec<Node<'d>> {
        match self {
            Self::Array(array) => array.elements().collect(),
            Self::Lines(document) => document.roots().collect(),
        }
    }

    /// How many elements it has.
    pub(crate) fn len(self) -> usize {
        match self {
            Self::Array(array) => array.elements().count(),
            Self::Lines(document) => document.roots().count(),
        }
    }

    /// What tells it from other lists.
    pub(crate) fn key(self) -> ListKey {
        let (document, array) = match self {
            Self::Array(array) => (array.document(), Some(array.index())),
            Self::Lines(document) => (document, None),
        };
        ListKey(std::ptr::from_ref(document).addr(), array)
    }
}

/// Tells lists apart: by where their document is kept, and by their place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ListKey(usize, Option<u32>);

impl PartialEq for List<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for List<'_> {}

/// What was read at one moment, as far as an export tells: a list or, for objects that came alone,
/// those of one directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Together<'d> {
    List(ListKey),
    Directory(&'d str),
}

impl<'d> Together<'d> {
    pub(crate) fn of(list: Option<List<'d>>, node: Node<'d>) -> Self {
        match list {
            Some(list) => Self::List(list.key()),
            None => Self::Directory(directory_of_alone(node)),
        }
    }
}

/// The directory that an object that came alone is in with others: a directory of its own, as in
/// `{policyId}/policy.json` or `{policyName}/{policyId}.json`, is part of one.
fn directory_of_alone<'d>(node: Node<'d>) -> &'d str {
    let document = node.document();
    let directory = directory(document);
    let file = document.name().rsplit('/').next().unwrap_or_default();
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    let (around, own) = directory.rsplit_once('/').unwrap_or(("", directory));
    let is_own = stem.eq_ignore_ascii_case("policy") || stem == own || is_called(node, own);
    if is_own { around } else { directory }
}

/// Whether a directory has the id or the name of the object, but for what names of files lack.
fn is_called(node: Node<'_>, directory: &str) -> bool {
    let plain = |name: &str| -> String {
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let names = [Key::ID, Key::NAME].iter().filter_map(|key| node.field(*key)?.as_str());
    let directory = plain(directory);
    !directory.is_empty() && names.into_iter().any(|name| plain(&name) == directory)
}

/// The directory of a document, by its name.
pub(crate) fn directory(document: &Document) -> &str {
    document.name().rsplit_once('/').map_or("", |(directory, _)| directory)
}

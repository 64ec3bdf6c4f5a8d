//! The ids of objects, compared often.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;

use crate::json::Node;

/// The id of an object, with a number that is equal for equal ids and rarely for others, so that it is
/// found among thousands without a look at their texts.
#[derive(Debug, Clone)]
pub(crate) struct Id<'d> {
    digest: u64,
    text: Cow<'d, str>,
}

impl<'d> Id<'d> {
    pub(crate) fn of(text: Cow<'d, str>) -> Self {
        Self { digest: FixedState::default().hash_one(&*text), text }
    }

    /// The id that stands in a member `id`.
    pub(crate) fn in_node(node: Option<Node<'d>>) -> Option<Self> {
        node?.as_str().map(Self::of)
    }

    pub(crate) fn text(&self) -> Cow<'d, str> {
        self.text.clone()
    }

    /// Takes the text of an equal id, if `other` is one, so that both are soon seen to be equal.
    pub(crate) fn share_with(&mut self, other: &Self) {
        if self == other {
            self.text = other.text.clone();
        }
    }
}

impl PartialEq for Id<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
            && (std::ptr::eq(&*self.text, &*other.text) || self.text == other.text)
    }
}

impl Eq for Id<'_> {}

impl Hash for Id<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

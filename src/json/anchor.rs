//! Places that something is said of.

use std::ops::Range;

use super::tree::Node;

/// A place in a document that something is said of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Anchor<'d> {
    /// A key or value.
    Node(Node<'d>),
    /// The opening bracket of an object or array, which stands for the whole of it.
    #[cfg_attr(
        not(feature = "full"),
        expect(dead_code, reason = "only drawings point at brackets")
    )]
    Opening(Node<'d>),
    /// Bytes of a text that did not parse.
    Bytes(Range<usize>),
}

impl<'d> Anchor<'d> {
    pub(crate) fn span(&self) -> Range<usize> {
        match self {
            Self::Node(node) => node.span(),
            Self::Opening(node) => node.span().start..node.span().start + 1,
            Self::Bytes(span) => span.clone(),
        }
    }

    pub(crate) fn node(&self) -> Option<Node<'d>> {
        match self {
            Self::Node(node) | Self::Opening(node) => Some(*node),
            Self::Bytes(_) => None,
        }
    }
}

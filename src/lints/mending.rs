//! A fix while a lint writes it: it speaks of nodes, and becomes a [`Fix`] that owns its edits.

use std::cmp::Reverse;
use std::ops::Range;

use serde_json::Value;

use crate::diagnostic::{Edit, Fix, Location, Safety};
use crate::json::{Document, Node, added_after, removed};

/// What mends a finding: all of it at once, in as many files as it takes. Every byte that it does not
/// speak of stays as it is.
#[derive(Debug, Clone)]
pub(crate) struct Mending<'d> {
    title: String,
    safety: Safety,
    /// Nodes, each with the JSON to write in its place.
    replaced: Vec<(Node<'d>, String)>,
    /// Members, each with one to write behind it: its name, and its value as JSON.
    added: Vec<(Node<'d>, String, String)>,
    removed: Vec<Node<'d>>,
}

/// What takes more edits is left to the author: nobody would read them, and reports name each.
const MOST_EDITS: usize = 1_000;

impl<'d> Mending<'d> {
    pub(super) fn new(safety: Safety, title: String) -> Self {
        Self { title, safety, replaced: Vec::new(), added: Vec::new(), removed: Vec::new() }
    }

    /// Writes a value in place of a node. A key takes a text, too.
    pub(crate) fn replace(&mut self, node: Node<'d>, value: impl Into<Value>) -> &mut Self {
        self.replace_with(node, value.into().to_string())
    }

    /// Writes JSON in place of a node, as it is: for what has to stay as somebody wrote it.
    pub(crate) fn replace_with(&mut self, node: Node<'d>, json: String) -> &mut Self {
        self.replaced.push((node, json));
        self
    }

    /// Adds a member behind another one of an object, of which the value is given: with JSON as its value,
    /// on a line of its own where the other has one.
    pub(crate) fn add_after(&mut self, sibling: Node<'d>, name: &str, json: &str) -> &mut Self {
        self.added.push((sibling, name.to_owned(), json.to_owned()));
        self
    }

    /// Takes an element out of its array, or a member, of which the key or the value is given, out of its
    /// object: with its comma, and with its line where it has one. Of the last one `[]` or `{}` is left.
    /// What else is said of what is in it counts no more.
    pub(crate) fn remove(&mut self, node: Node<'d>) -> &mut Self {
        self.remove_all([node])
    }

    /// Takes out several, as [`remove`](Self::remove) does.
    pub(crate) fn remove_all(&mut self, nodes: impl IntoIterator<Item = Node<'d>>) -> &mut Self {
        self.removed.extend(nodes);
        self
    }

    /// The fix, as it leaves the lints; none where there is nothing to do, or too much.
    pub(super) fn finished(
        self,
        locate: impl Fn(&'d Document, Range<usize>, Option<Node<'d>>) -> Location,
    ) -> Option<Fix> {
        let Self { title, safety, replaced, added, removed: out } = self;
        if replaced.len() + added.len() + out.len() > MOST_EDITS {
            return None;
        }
        let added = added.into_iter().filter_map(|(sibling, name, json)| {
            let (at, text) = added_after(sibling, &name, &json)?;
            Some((sibling.document(), at..at, text, None))
        });
        let out =
            removed(out).into_iter().map(|(document, span)| (document, span, String::new(), None));
        let replaced = replaced
            .into_iter()
            .map(|(node, json)| (node.document(), node.span(), json, Some(node)));
        let mut edits: Vec<_> = out.chain(replaced).chain(added).collect();
        // What is added before something goes stays.
        edits.sort_by_key(|(document, span, ..)| {
            (document.name(), span.start, !span.is_empty(), Reverse(span.end))
        });
        // What is in something that goes, goes with it.
        edits.dedup_by(|inner, outer| {
            inner.0.name() == outer.0.name() && inner.1.start < outer.1.end
        });
        let edits = edits.into_iter().map(|(document, span, text, node)| Edit {
            location: locate(document, span, node),
            text,
        });
        let edits: Vec<Edit> = edits.collect();
        (!edits.is_empty()).then_some(Fix { title, safety, edits })
    }
}

//! JSON text to a tree that knows the place of every key and value.
//!
//! Strict RFC 8259, and whatever an admin really saved: a byte order mark is accepted, repeated
//! keys are kept and remembered, numbers keep their text. Nothing outside this module knows bytes.
//!
//! ```
//! use catchall::json::{Document, Layout};
//! use catchall::okta::Key;
//!
//! let text = r#"{"conditions": {"network": {"connection": "ZONE"}}}"#;
//! let document = Document::parse("rule.json", text.into(), Layout::Json);
//! let root = document.roots().next().unwrap();
//! let connection = root.at(&[Key::CONDITIONS, Key::NETWORK, Key::CONNECTION]).unwrap();
//! assert!(connection.is_str("ZONE"));
//! assert_eq!(connection.pointer(), "/conditions/network/connection");
//! assert_eq!(document.position(connection.span().start).column, 43);
//! ```

mod anchor;
mod canonical;
#[cfg(feature = "full")]
mod excerpt;
mod lines;
mod number;
mod parse;
mod removal;
mod tree;
#[cfg(any(test, feature = "count-visits"))]
mod visits;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::diagnostic::{Location, Position};

pub(crate) use anchor::Anchor;
#[cfg(feature = "full")]
pub(crate) use excerpt::Excerpt;
use lines::Lines;
use parse::BrokenLines;
pub use parse::{MAX_DEPTH, SyntaxError};
pub(crate) use removal::{added_after, removed};
use tree::Tree;
pub use tree::{Elements, Fields, Member, Members, Node, ValueKind};
pub(crate) use tree::{Kept, NodeKey, Step};
#[cfg(feature = "count-visits")]
pub use visits::{Visits, visits};

/// How the values of a text are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One JSON value.
    Json,
    /// JSON Lines: one value on each line.
    Lines,
}

/// One JSON text with its tree.
#[derive(Debug)]
pub struct Document {
    name: Arc<str>,
    /// None where it is no JSON.
    layout: Option<Layout>,
    text: String,
    tree: Tree,
    syntax_errors: Vec<SyntaxError>,
    /// How many lines of JSON Lines are broken besides.
    more_broken_lines: usize,
    lines: OnceLock<Lines>,
    has_scalars_as_texts: OnceLock<bool>,
    large_containers: OnceLock<HashMap<u32, Vec<u32>>>,
    /// How many items walks have passed by so far.
    walked: AtomicUsize,
    superseded_keys: OnceLock<Vec<u32>>,
}

impl Document {
    /// Parses what a file holds. `name` is what findings call the document, usually its path, with
    /// `/` between the parts.
    ///
    /// A file that departs from RFC 8259, is not UTF-8, nests deeper than [`MAX_DEPTH`] or exceeds
    /// 4 GiB gives a document without values that has a [syntax error](Self::syntax_errors). With
    /// [`Layout::Lines`] each such line is left out and has its own.
    pub fn parse(name: impl Into<Arc<str>>, bytes: Vec<u8>, layout: Layout) -> Self {
        let (text, (tree, broken)) = match String::from_utf8(bytes) {
            Ok(text) => {
                let parsed = parse_as(&text, layout);
                (text, parsed)
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                (text, (Tree::with_capacity(0), only(parse::not_utf8(&bytes, at))))
            }
        };
        Self::new(name.into(), Some(layout), text, tree, broken)
    }

    /// A text that is there to be shown and mended, but is no JSON: without values, and without errors.
    pub(crate) fn of_other_text(name: impl Into<Arc<str>>, text: String) -> Self {
        Self::new(name.into(), None, text, Tree::with_capacity(0), BrokenLines::default())
    }

    fn new(
        name: Arc<str>,
        layout: Option<Layout>,
        text: String,
        tree: Tree,
        broken: BrokenLines,
    ) -> Self {
        Self {
            name,
            layout,
            text,
            tree,
            syntax_errors: broken.errors,
            more_broken_lines: broken.more,
            lines: OnceLock::new(),
            has_scalars_as_texts: OnceLock::new(),
            large_containers: OnceLock::new(),
            walked: AtomicUsize::new(0),
            superseded_keys: OnceLock::new(),
        }
    }

    /// The document with another text.
    pub(crate) fn with_text(&self, text: String) -> Self {
        match self.layout {
            Some(layout) => Self::parse(self.shared_name(), text.into_bytes(), layout),
            None => Self::of_other_text(self.shared_name(), text),
        }
    }

    /// These bytes as a place, with what is told of the value there.
    pub(crate) fn location(&self, span: Range<usize>, pointer: Option<String>) -> Location {
        Location {
            file: self.shared_name(),
            start: self.position(span.start),
            end: self.position(span.end),
            span,
            pointer,
        }
    }

    /// Whether a program wrote all numbers and Booleans as texts: there are some such texts, and no
    /// number or Boolean.
    pub(crate) fn has_scalars_as_texts(&self) -> bool {
        *self.has_scalars_as_texts.get_or_init(|| self.tree.has_scalars_as_texts(&self.text))
    }

    /// The items of arrays and objects that have many, by slot, to find one without a walk; `None` while
    /// walks have taken less than it takes to look for these.
    fn large_containers(&self) -> Option<&HashMap<u32, Vec<u32>>> {
        let is_worth_it = self.walked.load(Ordering::Relaxed) > self.slots() / 16;
        is_worth_it.then(|| self.large_containers.get_or_init(|| self.tree.large_containers()))
    }

    /// Notes that a walk over items took so many steps.
    fn note_walk(&self, steps: usize) {
        self.walked.fetch_add(steps, Ordering::Relaxed);
    }

    /// Why the text is not JSON; for JSON Lines, why each of the first thousand of its broken lines is
    /// not.
    pub fn syntax_errors(&self) -> &[SyntaxError] {
        &self.syntax_errors
    }

    /// How many lines of JSON Lines are broken besides those of which it is told why.
    pub(crate) fn more_broken_lines(&self) -> usize {
        self.more_broken_lines
    }

    /// What findings call the document, usually its path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As [`name`](Self::name), to keep.
    pub(crate) fn shared_name(&self) -> Arc<str> {
        self.name.clone()
    }

    /// The value or key that takes exactly these bytes.
    pub fn node_at(&self, span: &Range<usize>) -> Option<Node<'_>> {
        let slots = &self.tree.slots;
        // No two slots start at one byte: what is in a container starts after its bracket.
        let slot = slots.partition_point(|slot| (slot.start as usize) < span.start);
        let node = (slot < slots.len()).then(|| Node::new(self, slot as u32));
        node.filter(|node| node.span() == *span)
    }

    /// The innermost value or key around a byte, or that ends there.
    #[cfg(feature = "server")]
    pub(crate) fn innermost(&self, offset: usize) -> Option<Node<'_>> {
        let slots = &self.tree.slots;
        let before = slots.partition_point(|slot| slot.start as usize <= offset);
        let last = Node::new(self, u32::try_from(before.checked_sub(1)?).ok()?);
        let mut around = last.ancestors();
        around.push(last);
        around
            .into_iter()
            .rev()
            .find(|node| (node.span().start..=node.span().end).contains(&offset))
    }

    /// The text as it was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The outermost values: one for JSON, one a line for JSON Lines, none after a syntax error.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        let roots = self.tree.roots.iter();
        roots.map(|&root| Node::new(self, root))
    }

    /// How many keys and values there are.
    pub fn slots(&self) -> usize {
        self.tree.slots.len()
    }

    /// The keys that stand a second time in their object.
    pub fn repeated_keys(&self) -> impl Iterator<Item = Node<'_>> {
        let keys = self.tree.repeated_keys.iter();
        keys.map(|&key| Node::new(self, key))
    }

    /// The slots of the keys of which another stands later in the same object, in order.
    fn superseded_keys(&self) -> &[u32] {
        if self.tree.superseded_keys.is_empty() {
            return &[];
        }
        self.superseded_keys.get_or_init(|| {
            let mut keys = self.tree.superseded_keys.clone();
            keys.sort_unstable();
            keys
        })
    }

    /// The members whose keys stand more than once in their object, those of one name together.
    pub(crate) fn repeated_members_together(&self) -> Vec<Vec<Member<'_>>> {
        let member = |key| Member {
            key: Node::new(self, key),
            value: Node::new(self, key.saturating_add(1)),
        };
        let mut groups: Vec<Vec<Member<'_>>> = Vec::new();
        // By the last key so far.
        let mut places: HashMap<u32, usize> = HashMap::new();
        for (&key, earlier) in self.tree.repeated_keys.iter().zip(&self.tree.superseded_keys) {
            let place = places.remove(earlier).unwrap_or_else(|| {
                groups.push(vec![member(*earlier)]);
                groups.len() - 1
            });
            groups[place].push(member(key));
            places.insert(key, place);
        }
        groups
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.text, offset)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }
}

fn parse_as(text: &str, layout: Layout) -> (Tree, BrokenLines) {
    if layout == Layout::Lines {
        let (lines, mut broken) = parse::parse_lines(text);
        // One value over several lines breaks most of them, and is no JSON Lines at all.
        if !broken.errors.is_empty() {
            if let Ok(tree) = parse::parse(text) {
                return (tree, BrokenLines::default());
            }
            if broken.errors.len() + broken.more > 3 * lines.roots.len().max(1) {
                broken.errors.truncate(1);
                broken.more = 0;
            }
        }
        return (lines, broken);
    }
    match parse::parse(text) {
        Ok(tree) => (tree, BrokenLines::default()),
        // `jq -c` and log pipelines write JSON Lines into files that are named `.json`.
        Err(error) => match parse::parse_only_lines(text) {
            Some(lines) if lines.roots.len() > 1 => (lines, BrokenLines::default()),
            _ => (Tree::with_capacity(0), only(*error)),
        },
    }
}

fn only(error: SyntaxError) -> BrokenLines {
    BrokenLines { errors: vec![error], more: 0 }
}

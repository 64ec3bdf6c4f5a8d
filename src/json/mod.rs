//! JSON text to a tree that knows the place of every key and value.
//!
//! Strict RFC 8259, and whatever an admin really saved: a byte order mark is accepted, repeated
//! keys are kept and remembered, numbers keep their text. Nothing outside this module knows bytes.

mod excerpt;
mod lines;
mod parse;
mod tree;

use std::ops::Range;
use std::sync::OnceLock;

pub(crate) use excerpt::{Excerpt, Mark};
use lines::Lines;
pub use lines::Position;
pub use parse::{MAX_DEPTH, SyntaxError};
use tree::Tree;
pub use tree::{Elements, Member, Members, Node, ValueKind};

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
    name: String,
    text: String,
    tree: Tree,
    syntax_error: Option<Box<SyntaxError>>,
    lines: OnceLock<Lines>,
}

impl Document {
    /// Parses what a file holds. `name` is what findings call the document, usually its path.
    ///
    /// A file that departs from RFC 8259 (or, for [`Layout::Lines`], whose first such line does),
    /// is not UTF-8, nests deeper than [`MAX_DEPTH`] or exceeds 4 GiB gives a document without
    /// values that has a [`syntax_error`](Self::syntax_error).
    pub fn parse(name: impl Into<String>, bytes: Vec<u8>, layout: Layout) -> Self {
        let (text, parsed) = match String::from_utf8(bytes) {
            Ok(text) => {
                let parsed = parse_as(&text, layout);
                (text, parsed)
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let bytes = error.into_bytes();
                let text = String::from_utf8_lossy(&bytes).into_owned();
                (text, Err(parse::not_utf8(&bytes, at)))
            }
        };
        let (tree, syntax_error) = match parsed {
            Ok(tree) => (tree, None),
            Err(error) => (Tree::with_capacity(0), Some(error)),
        };
        Self { name: name.into(), text, tree, syntax_error, lines: OnceLock::new() }
    }

    /// Why the text is not JSON; `None` where it is.
    pub fn syntax_error(&self) -> Option<&SyntaxError> {
        self.syntax_error.as_deref()
    }

    /// What findings call the document, usually its path.
    pub fn name(&self) -> &str {
        &self.name
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

    /// The keys that stand a second time in their object.
    pub fn repeated_keys(&self) -> impl Iterator<Item = Node<'_>> {
        let keys = self.tree.repeated_keys.iter();
        keys.map(|&key| Node::new(self, key))
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// The bytes of the lines that `span` touches, without the last line's end.
    fn line_span(&self, span: Range<usize>) -> Range<usize> {
        self.lines().line_span(&self.text, span)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::of(&self.text))
    }
}

fn parse_as(text: &str, layout: Layout) -> Result<Tree, Box<SyntaxError>> {
    if layout == Layout::Lines {
        return parse::parse_lines(text);
    }
    let parsed = parse::parse(text);
    // `jq -c` and log pipelines write JSON Lines into files that are named `.json`.
    let starts_container =
        |line: &str| line.trim_start().starts_with(['{', '[']) || line.trim().is_empty();
    if parsed.is_err()
        && text.lines().all(starts_container)
        && let Ok(lines) = parse::parse_lines(text)
        && lines.roots.len() > 1
    {
        return Ok(lines);
    }
    parsed
}

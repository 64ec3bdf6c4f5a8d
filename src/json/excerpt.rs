//! The part of a document that a finding shows: its lines as they are, or, where they are too long
//! to read, the enclosing object pretty-printed.

use std::ops::Range;

use crate::okta::Key;
use crate::wording::is_steering;

use super::Document;
use super::anchor::Anchor;
use super::tree::{Node, ValueKind};

/// Lines up to this many bytes are shown as they are.
const LONGEST_LINE: usize = 200;
/// Containers up to this many bytes are written on one line.
const LONGEST_INLINE: usize = 60;
/// Members and elements that are shown on either side of an anchored one.
const NEIGHBOURS: usize = 2;
/// Characters that are shown on either side of a place in a text that is not JSON.
const WINDOW: usize = 60;

/// A text to show, with the anchored places in it.
#[derive(Debug)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// Each anchor's place in `text`, in the order in which the anchors were given; `None` for anchors
    /// that are left out.
    pub(crate) anchors: Vec<Option<Range<usize>>>,
}

impl Document {
    /// The bytes of the lines that `span` touches, without the last line's end.
    fn line_span(&self, span: Range<usize>) -> Range<usize> {
        self.lines().line_span(&self.text, span)
    }

    /// The text as it is safe to draw, byte for byte as long as the text itself: without carriage
    /// returns and what would steer a terminal.
    pub(crate) fn shown_text(&self) -> &str {
        let shown = self.shown.get_or_init(|| {
            let is_safe = |char: char| matches!(char, '\n' | '\t') || !is_steering(char);
            // Nearly all texts are plain, which is seen many bytes at a time.
            let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
            let mut chunks = self.text.as_bytes().chunks(64);
            if chunks.all(|chunk| chunk.iter().fold(true, |plain, byte| plain & is_plain(byte))) {
                return None;
            }
            (!self.text.chars().all(is_safe)).then(|| {
                let chars = self.text.chars().map(|char| match (is_safe(char), char.len_utf8()) {
                    (true, _) => char,
                    (false, 1) => ' ',
                    (false, 2) => '\u{a4}',
                    (false, _) => char::REPLACEMENT_CHARACTER,
                });
                chars.collect()
            })
        });
        shown.as_deref().unwrap_or(&self.text)
    }

    /// What to show of `anchors` instead of their lines; `None` where the lines, and one on either
    /// side, are short enough to be shown as they are.
    pub(crate) fn excerpt(&self, anchors: &[Anchor<'_>]) -> Option<Excerpt> {
        let is_short = |anchor: &Anchor<'_>| {
            let lines = self.lines_around(head(anchor.span()), 1);
            self.text()[lines].lines().all(|line| line.len() <= LONGEST_LINE)
        };
        if anchors.iter().all(is_short) {
            return None;
        }
        let nodes: Option<Vec<_>> = anchors.iter().map(Anchor::node).collect();
        Some(match nodes.as_deref() {
            Some(nodes @ [first, ..]) => pretty(enclosing(*first, nodes), anchors),
            _ => self.window(anchors),
        })
    }

    /// The bytes of the lines that `span` touches and of `context` lines on either side, without
    /// the last line's end.
    pub(crate) fn lines_around(&self, span: Range<usize>, context: usize) -> Range<usize> {
        let mut lines = self.line_span(span);
        for _ in 0..context {
            let start = lines.start.saturating_sub(1);
            let end = (lines.end + 1).min(self.text().len());
            lines = self.line_span(start..end);
        }
        lines
    }

    fn window(&self, anchors: &[Anchor<'_>]) -> Excerpt {
        let at = anchors.first().map_or(0, |anchor| anchor.span().start);
        let line = self.line_span(at..at);
        let text = self.shown_text();
        let before = text[line.start..at].char_indices().rev().take(WINDOW);
        let start = before.last().map_or(at, |(n, _)| line.start + n);
        let after = text[at..line.end].char_indices().take(WINDOW);
        let end = after.last().map_or(at, |(n, char)| at + n + char.len_utf8());
        let place = |anchor: &Anchor<'_>| {
            let span = anchor.span();
            let is_inside = start <= span.start && span.start <= end;
            is_inside.then(|| span.start - start..span.end.min(end) - start)
        };
        Excerpt { text: text[start..end].to_owned(), anchors: anchors.iter().map(place).collect() }
    }
}

/// The first byte of a span: what decides on which line it is shown.
fn head(span: Range<usize>) -> Range<usize> {
    span.start..span.start
}

impl<'d> Anchor<'d> {
    /// What stands for the anchor in a drawing: for an object or array of several lines, or one that
    /// holds another of the `anchors`, its key, else its name, else its opening bracket. The whole
    /// of it would bury the message.
    pub(crate) fn headline(&self, anchors: &[Anchor<'d>]) -> Self {
        let Self::Node(node) = self else {
            return self.clone();
        };
        let holds =
            |anchor: &Anchor<'d>| anchor.node().is_some_and(|m| m != *node && node.contains(m));
        let is_short = node.text().len() <= LONGEST_INLINE && !node.text().contains('\n');
        let is_container = matches!(node.kind(), ValueKind::Object | ValueKind::Array);
        if !is_container || (is_short && !anchors.iter().any(holds)) {
            return self.clone();
        }
        let mut siblings = node.parent().into_iter().flat_map(Node::members);
        let own = siblings.find(|member| member.value == *node);
        let name = node.field(Key::NAME).filter(|name| name.as_str().is_some());
        match own.map(|member| member.key).or(name) {
            Some(headline) => Self::Node(headline),
            None => Self::Opening(*node),
        }
    }
}

/// The smallest object around `node` that holds all of `anchors` and has more than one member.
fn enclosing<'d>(node: Node<'d>, anchors: &[Node<'d>]) -> Node<'d> {
    let holds = |container: &Node<'_>| {
        let around = container.span();
        let inside = |anchor: &Node<'_>| around.contains(&anchor.span().start);
        anchors.iter().all(inside) && container.members().count() > 1
    };
    let containers = node.ancestors();
    containers.into_iter().rev().find(holds).unwrap_or_else(|| node.root())
}

fn pretty<'d>(container: Node<'d>, anchors: &[Anchor<'d>]) -> Excerpt {
    let mut printer =
        Printer { text: String::new(), depth: 0, anchors, places: vec![None; anchors.len()] };
    printer.value(container);
    Excerpt { text: printer.text, anchors: printer.places }
}

struct Printer<'m, 'd> {
    text: String,
    depth: usize,
    anchors: &'m [Anchor<'d>],
    places: Vec<Option<Range<usize>>>,
}

impl<'d> Printer<'_, 'd> {
    fn value(&mut self, node: Node<'d>) {
        let start = self.text.len();
        match node.kind() {
            ValueKind::Object if self.leads_to_anchor(node) => {
                let members: Vec<_> = node.members().collect();
                let is_anchored = |n: usize| {
                    self.is_anchored(members[n].key) || self.is_anchored(members[n].value)
                };
                let shown = shown(members.len(), is_anchored);
                self.block('{', '}', &shown, |printer, n| {
                    printer.value(members[n].key);
                    printer.text.push_str(": ");
                    printer.value(members[n].value);
                });
            }
            ValueKind::Array if self.leads_to_anchor(node) => {
                let elements: Vec<_> = node.elements().collect();
                let shown = shown(elements.len(), |n| self.is_anchored(elements[n]));
                self.block('[', ']', &shown, |printer, n| printer.value(elements[n]));
            }
            kind => self.inline(node, kind),
        }
        for (anchor, place) in self.anchors.iter().zip(&mut self.places) {
            match anchor {
                Anchor::Node(anchored) if *anchored == node => {
                    *place = Some(start..self.text.len())
                }
                Anchor::Opening(anchored) if *anchored == node => *place = Some(start..start + 1),
                _ => {}
            }
        }
    }

    /// One line, with a container that would make it too long left out.
    fn inline(&mut self, node: Node<'d>, kind: ValueKind) {
        let compact = &node.document().shown_text()[node.span()];
        match kind {
            ValueKind::Object if compact.len() > LONGEST_INLINE => self.text.push_str("{…}"),
            ValueKind::Array if compact.len() > LONGEST_INLINE => self.text.push_str("[…]"),
            ValueKind::String if compact.len() > LONGEST_LINE => {
                self.text.extend(compact.chars().take(LONGEST_INLINE));
                self.text.push_str("…\"");
            }
            _ => self.text.push_str(compact),
        }
    }

    fn block(
        &mut self,
        open: char,
        close: char,
        shown: &[Option<usize>],
        mut item: impl FnMut(&mut Self, usize),
    ) {
        self.text.push(open);
        self.depth += 1;
        for (n, index) in shown.iter().enumerate() {
            self.new_line();
            match index {
                Some(index) => {
                    item(self, *index);
                    if n + 1 < shown.len() {
                        self.text.push(',');
                    }
                }
                None => self.text.push('…'),
            }
        }
        self.depth -= 1;
        self.new_line();
        self.text.push(close);
    }

    fn new_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(self.depth));
    }

    /// Whether a container has to be opened to show a anchor.
    fn leads_to_anchor(&self, node: Node<'d>) -> bool {
        self.anchors.iter().any(|anchor| match anchor {
            Anchor::Opening(anchored) if *anchored == node => true,
            _ => anchor.node().is_some_and(|anchored| anchored != node && node.contains(anchored)),
        })
    }

    fn is_anchored(&self, node: Node<'d>) -> bool {
        self.leads_to_anchor(node) || self.anchors.iter().any(|anchor| anchor.node() == Some(node))
    }
}

/// The indices near an anchored one, or else the first, with `None` for each gap between them.
fn shown(count: usize, is_anchored: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
    let mut anchored: Vec<usize> = (0..count).filter(|&n| is_anchored(n)).collect();
    if anchored.is_empty() {
        anchored.push(NEIGHBOURS);
    }
    let mut shown = Vec::new();
    for n in 0..count {
        if anchored.iter().any(|m| m.abs_diff(n) <= NEIGHBOURS) {
            shown.push(Some(n));
        } else if shown.last() != Some(&None) {
            shown.push(None);
        }
    }
    shown
}

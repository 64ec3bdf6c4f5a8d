//! The part of a document that a finding shows: its lines as they are, or, where they are too long
//! to read, the enclosing object pretty-printed. Whatever could steer a terminal or is a secret is
//! written otherwise.

use std::ops::Range;

use crate::okta::Key;
use crate::wording::{Drawing, is_secret_name};

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
/// Characters that are looked at on either side, to see what is a secret in what is shown.
const WINDOW_OF_SECRETS: usize = 2_000;
/// Lines that are shown on either side of a place.
const CONTEXT: usize = 1;

/// A text to show, with the anchored places in it.
#[derive(Debug)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// The parts of `text` that are drawn apart, in order.
    pub(crate) runs: Vec<Run>,
    /// Each anchor's place in `text`, in the order in which the anchors were given; `None` for anchors
    /// that are left out.
    pub(crate) anchors: Vec<Option<Range<usize>>>,
    /// Whether the lines are the document's own.
    pub(crate) is_as_written: bool,
}

/// Lines that follow one another.
#[derive(Debug)]
pub(crate) struct Run {
    /// The bytes of the excerpt.
    pub(crate) span: Range<usize>,
    /// What the first is called, from 1.
    pub(crate) first_line: usize,
}

impl Excerpt {
    /// A text that is no line of the document.
    fn made_up(text: String, anchors: Vec<Option<Range<usize>>>) -> Self {
        let runs = vec![Run { span: 0..text.len(), first_line: 1 }];
        Self { text, runs, anchors, is_as_written: false }
    }
}

impl Document {
    /// What to show of `anchors`: their lines, and one on either side, where all of these are short
    /// enough to read.
    pub(crate) fn excerpt(&self, anchors: &[Anchor<'_>]) -> Excerpt {
        let is_short = |anchor: &Anchor<'_>| {
            let line = self.lines().line_of(&self.text, anchor.span().start);
            self.around(line..line + 1).all(|line| self.line(line).len() <= LONGEST_LINE)
        };
        if anchors.iter().all(is_short) {
            return self.as_written(anchors);
        }
        let nodes: Option<Vec<_>> = anchors.iter().map(Anchor::node).collect();
        match nodes.as_deref() {
            Some(nodes @ [first, ..]) => pretty(enclosing(*first, nodes), anchors),
            _ => self.window(anchors),
        }
    }

    /// The numbers of these lines and of those beside them.
    fn around(&self, lines: Range<usize>) -> Range<usize> {
        let end = (lines.end + CONTEXT).min(self.lines().count());
        lines.start.saturating_sub(CONTEXT)..end
    }

    /// The bytes of a line, without its end.
    fn line(&self, line: usize) -> Range<usize> {
        let span = self.lines().line(&self.text, line);
        let end = span.end - usize::from(self.text[span.clone()].ends_with('\r'));
        // A byte order mark is not drawn.
        let mark = if line == 0 && self.text.starts_with('\u{feff}') { 3 } else { 0 };
        span.start + mark..end.max(span.start + mark)
    }

    fn as_written(&self, anchors: &[Anchor<'_>]) -> Excerpt {
        let lines = |anchor: &Anchor<'_>| {
            let line = self.lines().line_of(&self.text, anchor.span().start);
            self.around(line..line + 1)
        };
        let mut parts: Vec<Range<usize>> = anchors.iter().map(lines).collect();
        parts.sort_by_key(|part| part.start);
        let joined = parts.into_iter().fold(Vec::new(), |mut joined: Vec<Range<usize>>, part| {
            match joined.last_mut() {
                Some(last) if part.start <= last.end => last.end = last.end.max(part.end),
                _ => joined.push(part),
            }
            joined
        });
        let mut text = String::new();
        let mut places = vec![None; anchors.len()];
        let mut runs = Vec::new();
        for part in joined {
            let start = text.len();
            for line in part.clone() {
                let (span, at) = (self.line(line), text.len());
                let drawing = Drawing::of(&self.text[span.clone()]);
                for (anchor, place) in anchors.iter().zip(&mut places) {
                    let wanted = anchor.span();
                    if self.lines().line_of(&self.text, wanted.start) == line {
                        let within = |offset: usize| offset.clamp(span.start, span.end);
                        let drawn = |offset| at + drawing.place(within(offset) - span.start);
                        *place = Some(drawn(wanted.start)..drawn(wanted.end));
                    }
                }
                text.push_str(drawing.text());
                text.push('\n');
            }
            // The last line break is none of the run's.
            runs.push(Run { span: start..text.len() - 1, first_line: part.start + 1 });
        }
        Excerpt { text, runs, anchors: places, is_as_written: true }
    }

    /// What stands around the first place, of one line.
    fn window(&self, anchors: &[Anchor<'_>]) -> Excerpt {
        let at = anchors.first().map_or(0, |anchor| anchor.span().start);
        let line = self.line(self.lines().line_of(&self.text, at));
        let at = at.clamp(line.start, line.end);
        let around = |window: usize| {
            let before = self.text[line.start..at].char_indices().rev().take(window);
            let start = before.last().map_or(at, |(n, _)| line.start + n);
            let after = self.text[at..line.end].char_indices().take(window);
            start..after.last().map_or(at, |(n, char)| at + n + char.len_utf8())
        };
        let (shown, known) = (around(WINDOW), around(WINDOW_OF_SECRETS));
        let drawing = Drawing::of(&self.text[known.clone()]);
        let drawn =
            |offset: usize| drawing.place(offset.clamp(shown.start, shown.end) - known.start);
        let start = drawn(shown.start);
        let place = |anchor: &Anchor<'_>| {
            let span = anchor.span();
            let is_inside = shown.start <= span.start && span.start <= shown.end;
            is_inside.then(|| drawn(span.start) - start..drawn(span.end) - start)
        };
        let places = anchors.iter().map(place).collect();
        Excerpt::made_up(drawing.text()[start..drawn(shown.end)].to_owned(), places)
    }
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
        let name = node.field(Key::NAME).filter(|name| name.as_str().is_some());
        match node.own_key().or(name) {
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
        anchors.iter().all(inside) && container.members().nth(1).is_some()
    };
    let containers = node.ancestors();
    containers.into_iter().rev().find(holds).unwrap_or_else(|| node.root())
}

fn pretty<'d>(container: Node<'d>, anchors: &[Anchor<'d>]) -> Excerpt {
    let mut printer =
        Printer { text: String::new(), depth: 0, anchors, places: vec![None; anchors.len()] };
    printer.value(container);
    Excerpt::made_up(printer.text, printer.places)
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
                self.block('{', '}', node, |printer, key, value| {
                    printer.value(key);
                    printer.text.push_str(": ");
                    let is_text = value.kind() == ValueKind::String;
                    if is_text && key.as_str().is_some_and(|key| is_secret_name(&key)) {
                        printer.hidden(value);
                    } else {
                        printer.value(value);
                    }
                });
            }
            ValueKind::Array if self.leads_to_anchor(node) => {
                self.block('[', ']', node, |printer, _, element| printer.value(element));
            }
            kind => self.inline(node, kind),
        }
        self.took_place(node, start);
    }

    /// A value that nobody needs to see.
    fn hidden(&mut self, node: Node<'d>) {
        let start = self.text.len();
        self.text.push_str("\"***\"");
        self.took_place(node, start);
    }

    /// Takes note of where the node is written that was begun at `start`.
    fn took_place(&mut self, node: Node<'d>, start: usize) {
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
        let text = node.text();
        let is_container = matches!(kind, ValueKind::Object | ValueKind::Array);
        match kind {
            ValueKind::Object if text.len() > LONGEST_INLINE => self.text.push_str("{…}"),
            ValueKind::Array if text.len() > LONGEST_INLINE => self.text.push_str("[…]"),
            _ if is_container => {
                let lines: Vec<&str> = text.lines().map(str::trim).collect();
                self.text.push_str(Drawing::of(&lines.join(" ")).text());
            }
            _ if text.len() > LONGEST_LINE => {
                let start: String = text.chars().take(LONGEST_INLINE).collect();
                self.text.push_str(Drawing::of(&start).text());
                self.text.push_str(if kind == ValueKind::String { "…\"" } else { "…" });
            }
            _ => self.text.push_str(Drawing::of(text).text()),
        }
    }

    /// The items of a container that are near an anchor; `item` is given the key, or the element, and
    /// the value.
    fn block(
        &mut self,
        open: char,
        close: char,
        container: Node<'d>,
        mut item: impl FnMut(&mut Self, Node<'d>, Node<'d>),
    ) {
        let shown = self.shown(container);
        self.text.push(open);
        self.depth += 1;
        for (n, index) in shown.iter().enumerate() {
            self.new_line();
            match index.and_then(|index| container.item(index)) {
                Some((key, value)) => {
                    item(self, key, value);
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

    /// The indices near an anchored item, or else the first, with `None` for each gap between them.
    fn shown(&self, container: Node<'d>) -> Vec<Option<usize>> {
        let nodes = self.anchors.iter().filter_map(Anchor::node);
        let inside = nodes.filter(|node| *node != container && container.contains(*node));
        let mut anchored: Vec<usize> =
            inside.filter_map(|node| container.item_index(node)).collect();
        if anchored.is_empty() {
            anchored.push(NEIGHBOURS);
        }
        anchored.sort_unstable();
        let count = container.item_count();
        let mut shown: Vec<Option<usize>> = Vec::new();
        let mut next = 0;
        for index in anchored {
            let start = index.saturating_sub(NEIGHBOURS).max(next);
            if start > next {
                shown.push(None);
            }
            let end = (index + NEIGHBOURS + 1).min(count);
            shown.extend((start..end).map(Some));
            next = next.max(end);
        }
        if next < count {
            shown.push(None);
        }
        shown
    }

    /// Whether a container has to be opened to show an anchor.
    fn leads_to_anchor(&self, node: Node<'d>) -> bool {
        self.anchors.iter().any(|anchor| match anchor {
            Anchor::Opening(anchored) if *anchored == node => true,
            _ => anchor.node().is_some_and(|anchored| anchored != node && node.contains(anchored)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::visits::steps_of_thread;
    use super::*;
    use crate::json::Layout;

    #[test]
    fn one_long_line_is_not_walked_for_each_place() {
        const COUNT: usize = 2_000;
        let object = r#"{"name":"x","conditions":{"network":{"connection":"ZONE"}}}"#;
        let text = format!("[{}]", vec![object; COUNT].join(","));
        let document = Document::parse("x.json", text.into_bytes(), Layout::Json);
        let root = document.roots().next().unwrap();
        let before = steps_of_thread();
        let elements: Vec<Node<'_>> = root.elements().collect();
        for (n, pair) in elements.windows(2).enumerate() {
            let anchors = [Anchor::Node(pair[0]), Anchor::Node(pair[1])];
            let headlines: Vec<_> = anchors.iter().map(|one| one.headline(&anchors)).collect();
            let excerpt = document.excerpt(&headlines);
            assert!(excerpt.text.len() < 1_000, "{}", excerpt.text);
            assert!(excerpt.anchors.iter().all(Option::is_some), "{n}: {}", excerpt.text);
        }
        let taken = steps_of_thread() - before;
        assert!(taken < 200 * COUNT as u64, "{taken}");
    }

    #[test]
    fn lines_that_follow_each_other_are_one_run() {
        let text = "{\n \"a\": 1,\n\n\n\n\n \"b\": 2,\n \"client_secret\": \"x\"\n}";
        let document = Document::parse("x.json", text.into(), Layout::Json);
        let root = document.roots().next().unwrap();
        let places: Vec<_> = root.members().map(|member| Anchor::Node(member.value)).collect();
        let excerpt = document.excerpt(&places);
        let lines: Vec<_> = excerpt.runs.iter().map(|run| run.first_line).collect();
        assert_eq!(lines, [1, 6]);
        assert!(excerpt.text.ends_with(" \"b\": 2,\n \"client_secret\": \"***\"\n}\n"));
        let drawn =
            excerpt.anchors.into_iter().map(|place| excerpt.text[place.unwrap()].to_owned());
        assert_eq!(drawn.collect::<Vec<_>>(), ["1", "2", "\"***\""]);
    }
}

//! What goes from a text, or comes into it, so that it stays JSON and all else stays as it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Document;
use super::tree::Node;

/// The bytes that go with these elements and members, each with a comma: of a member its key or its value
/// may be given. Where nothing stays, neither does what set them apart: `[]` and `{}` are left. A value
/// that is in no other goes nowhere.
pub(crate) fn removed<'d>(
    nodes: impl IntoIterator<Item = Node<'d>>,
) -> Vec<(&'d Document, Range<usize>)> {
    let mut by_container: BTreeMap<_, (Node<'d>, BTreeSet<usize>)> = BTreeMap::new();
    for node in nodes {
        let Some(container) = node.parent() else { continue };
        let Some(index) = container.item_index(node) else { continue };
        let of = (container.document().name(), container.index());
        by_container.entry(of).or_insert_with(|| (container, BTreeSet::new())).1.insert(index);
    }
    let removed = by_container.into_values().flat_map(|(container, indices)| {
        let spans = removed_from(container, &indices).into_iter();
        spans.map(move |span| (container.document(), span))
    });
    removed.collect()
}

fn removed_from(container: Node<'_>, indices: &BTreeSet<usize>) -> Vec<Range<usize>> {
    let items = container.items().map(|(key, value)| key.span().start..value.span().end);
    let items: Vec<Range<usize>> = items.collect();
    if indices.len() == items.len() {
        let Range { start, end } = container.span();
        return std::iter::once(start + 1..end - 1).collect();
    }
    let text = container.document().text();
    let mut runs: Vec<Range<usize>> = Vec::new();
    for &index in indices {
        match runs.last_mut() {
            Some(run) if run.end == index => run.end += 1,
            _ => runs.push(index..index + 1),
        }
    }
    let spans = runs.into_iter().map(|Range { start, end }| {
        let (first, last) = (&items[start], &items[end - 1]);
        let before = start.checked_sub(1).map(|before| items[before].end);
        let after = items.get(end).map(|after| after.start);
        match (before, after) {
            // What begins a line takes its line with it.
            (Some(before), Some(after)) if text[before..first.start].contains('\n') => {
                first.start..after
            }
            (Some(before), _) => before..last.end,
            (None, after) => first.start..after.unwrap_or(last.end),
        }
    });
    spans.collect()
}

/// The place for a member behind another one of its object, of which the value is given, and the text
/// that makes it stand there as the other one does: `json` is its value.
pub(crate) fn added_after(member: Node<'_>, name: &str, json: &str) -> Option<(usize, String)> {
    let key = member.own_key()?;
    let text = member.document().text();
    let before = &text[..key.span().start];
    let indent = &before[before.trim_end().len()..];
    let between = &text[key.span().end..member.span().start];
    let name = serde_json::Value::from(name);
    Some((member.span().end, format!(",{indent}{name}{between}{json}")))
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Layout};
    use super::*;

    /// The text without the values at these pointers.
    fn without(text: &str, pointers: &[&str]) -> String {
        let document = Document::parse("a.json", text.into(), Layout::Json);
        let root = document.roots().next().unwrap();
        let find = |pointer: &str| {
            pointer.split('/').skip(1).fold(root, |at, step| match step.parse() {
                Ok(index) => at.elements().nth(index).unwrap(),
                Err(_) => at.get_named(step).unwrap(),
            })
        };
        let mut left = text.to_owned();
        let spans = removed(pointers.iter().map(|pointer| find(pointer))).into_iter();
        let mut spans: Vec<Range<usize>> = spans.map(|(_, span)| span).collect();
        spans.sort_by_key(|span| span.start);
        for span in spans.into_iter().rev() {
            left.replace_range(span, "");
        }
        left
    }

    #[test]
    fn elements_and_members_go_with_a_comma() {
        for (text, pointers, left) in [
            ("[1, 2,3]", &["/0"][..], "[2,3]"),
            ("[1, 2,3]", &["/1"], "[1,3]"),
            ("[1, 2,3]", &["/2"], "[1, 2]"),
            ("[1, 2,3]", &["/1", "/2"], "[1]"),
            ("[1, 2,3]", &["/2", "/0"], "[2]"),
            ("[ 1 , 2 ]", &["/0", "/1"], "[]"),
            ("[\r\n\t1\r\n]", &["/0"], "[]"),
            ("{\"a\" : [1],\n \"b\": 2}", &["/a/0", "/b"], "{\"a\" : []}"),
            ("[\n  1,\n  2,\n  3\n]\n", &["/0"], "[\n  2,\n  3\n]\n"),
            ("[\n  1,\n  2,\n  3\n]", &["/1"], "[\n  1,\n  3\n]"),
            ("[\n  1,\n  2,\n  3\n]", &["/1", "/2"], "[\n  1\n]"),
            ("[1, 2,\n 3, 4]", &["/1"], "[1,\n 3, 4]"),
            ("[1, 2,\n 3, 4]", &["/2"], "[1, 2,\n 4]"),
            ("[1\n, 2\n, 3\n]", &["/0"], "[2\n, 3\n]"),
            ("[1\n, 2\n, 3\n]", &["/1"], "[1\n, 3\n]"),
            ("[1\n, 2\n, 3\n]", &["/2"], "[1\n, 2\n]"),
            ("{\"a\": {\"b\": {}}, \"c\": 1}", &["/a"], "{\"c\": 1}"),
            ("1", &[""], "1"),
        ] {
            assert_eq!(without(text, pointers), left, "{text} without {pointers:?}");
        }
    }

    #[test]
    fn members_are_added_as_the_one_before_is_written() {
        for (text, expected) in [
            ("{\"a\":1}", "{\"a\":1,\"b\":true}"),
            ("{ \"a\" : 1 }", "{ \"a\" : 1, \"b\" : true }"),
            ("{\n\t\"a\": 1\n}", "{\n\t\"a\": 1,\n\t\"b\": true\n}"),
        ] {
            let document = Document::parse("a.json", text.into(), Layout::Json);
            let member = document.roots().next().and_then(|root| root.get_named("a"));
            let (at, added) = added_after(member.unwrap(), "b", "true").unwrap();
            let mut text = text.to_owned();
            text.insert_str(at, &added);
            assert_eq!(text, expected);
        }
    }
}

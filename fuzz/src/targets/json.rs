//! The parser takes what serde_json takes, and reads the same values, but for what it takes on purpose.

use std::collections::BTreeSet;

use catchall::json::{Document, Layout, Node, ValueKind};
use serde_json::Value;

pub fn run(bytes: &[u8]) {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let document = Document::parse("fuzz.json", bytes.to_vec(), Layout::Json);
    let is_taken = document.syntax_errors().is_empty();
    errors_hold(&document);
    match serde_json::from_slice::<Value>(text) {
        Ok(value) => {
            assert!(is_taken, "{:?}", document.syntax_errors());
            assert_same(document.roots().next().unwrap(), &value, &value);
        }
        // Several values on lines of their own are JSON Lines.
        Err(_) if document.roots().count() > 1 => {}
        Err(error) => assert!(!is_taken || is_taken_on_purpose(&error.to_string()), "{error}"),
    }
    lines_hold(bytes);
}

/// JSON Lines are read as each of them alone.
fn lines_hold(bytes: &[u8]) {
    let document = Document::parse("fuzz.jsonl", bytes.to_vec(), Layout::Lines);
    errors_hold(&document);
    for root in document.roots() {
        let alone = Document::parse("fuzz.json", root.text().as_bytes().to_vec(), Layout::Json);
        assert_eq!(alone.syntax_errors(), [], "{}", root.text());
        assert_eq!(alone.slots(), document_slots(root));
    }
}

/// How many keys and values there are in a value, with itself.
fn document_slots(root: Node<'_>) -> usize {
    let elements = root.elements().map(document_slots).sum::<usize>();
    let members = root.members().map(|member| 1 + document_slots(member.value)).sum::<usize>();
    1 + elements + members
}

fn errors_hold(document: &Document) {
    for error in document.syntax_errors() {
        assert!(document.text().get(error.span.clone()).is_some(), "{:?}", error.span);
        document.position(error.span.start);
    }
}

/// Numbers of any size, halves of surrogate pairs, and nesting up to a limit of our own.
fn is_taken_on_purpose(error: &str) -> bool {
    let on_purpose = [
        "number out of range",
        "lone leading surrogate",
        "unexpected end of hex escape",
        "recursion limit exceeded",
    ];
    on_purpose.iter().any(|reason| error.starts_with(reason))
}

/// Holds a node against what serde_json reads there.
pub fn assert_same(node: Node<'_>, value: &Value, root: &Value) {
    assert_eq!(root.pointer(&node.pointer()), Some(value));
    match value {
        Value::Null => assert_eq!(node.kind(), ValueKind::Null),
        Value::Bool(bool) => assert_eq!(node.as_bool(), Some(*bool)),
        Value::Number(_) => {
            assert_eq!(node.as_number(), Some(node.text()));
            assert_eq!(serde_json::from_str::<Value>(node.text()).unwrap(), *value);
        }
        Value::String(text) => {
            assert_eq!(node.as_str().as_deref(), Some(text.as_str()));
            assert!(node.is_str(text));
        }
        Value::Array(elements) => {
            assert_eq!(node.elements().count(), elements.len());
            for (element, value) in node.elements().zip(elements) {
                assert_eq!(element.parent(), Some(node));
                assert_same(element, value, root);
            }
        }
        Value::Object(members) => {
            // Of members of one name the last counts.
            let names: BTreeSet<_> =
                node.members().filter_map(|member| member.key.as_str()).collect();
            assert_eq!(names.len(), members.len());
            for (key, value) in members {
                let member = node.member_named(key).unwrap();
                assert_eq!(member.key.parent(), Some(node));
                assert_eq!(member.key.pointer(), member.value.pointer());
                assert_same(member.value, value, root);
            }
        }
    }
}

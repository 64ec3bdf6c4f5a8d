//! The parser agrees with serde_json, and its spans and pointers lead to what they name.

use catchall::json::{Document, Layout};
use proptest::prelude::*;
use serde_json::Value;

use crate::targets::json::assert_same;

fn parse(text: &str) -> Document {
    Document::parse("test.json", text.as_bytes().to_vec(), Layout::Json)
}

/// Any JSON value, with keys and texts that need escapes.
fn values() -> impl Strategy<Value = Value> {
    let text = "[a-c\"\\\\/\u{8}\n\u{e9}\u{1f600} ]{0,6}";
    let scalars = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    scalars.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(text, inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_value_is_read_as_it_was_written(value in values(), pretty: bool) {
        let write = if pretty { serde_json::to_string_pretty } else { serde_json::to_string };
        let document = parse(&write(&value).unwrap());
        prop_assert_eq!(document.syntax_errors(), []);
        assert_same(document.roots().next().unwrap(), &value, &value);
    }

    #[test]
    fn other_texts_are_refused_where_serde_json_refuses_them(text in r#"[\[\]{}:,"\\nua0-9.\-+ e\n]{0,24}"#) {
        // serde_json also refuses numbers that a float cannot hold, and lone surrogates.
        prop_assume!(!text.contains("\\u") && !text.contains("\\\\u") && text.len() < 300);
        let theirs = serde_json::from_str::<Value>(&text);
        prop_assume!(!theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range")));
        let document = parse(&text);
        for error in document.syntax_errors() {
            prop_assert!(document.text().get(error.span.clone()).is_some(), "{:?}", error.span);
        }
        // Several values on lines of their own are JSON Lines.
        let lines = document.roots().count() > 1;
        prop_assert_eq!(document.syntax_errors().is_empty(), theirs.is_ok() || lines, "{}", text);
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let document = Document::parse("test.json", bytes, Layout::Lines);
        for error in document.syntax_errors() {
            prop_assert!(document.text().get(error.span.clone()).is_some(), "{:?}", error.span);
            document.position(error.span.start);
        }
    }
}

/// Arrays of many elements are looked up in a table: it must say the same as a walk.
#[test]
fn places_in_large_arrays() {
    let element = |n: usize| format!("{{\"n\": {n}, \"all\": [{n}, [{n}]]}}");
    for many in [64, 65, 200] {
        let elements: Vec<String> = (0..many).map(element).collect();
        let text = format!("{{\"list\": [{}]}}", elements.join(", "));
        let document = Document::parse("large.json", text.into_bytes(), Layout::Json);
        let list = document.roots().next().unwrap().get_named("list").unwrap();
        for (n, element) in list.elements().enumerate() {
            let inner = element.get_named("all").unwrap().elements().nth(1).unwrap();
            let inner = inner.elements().next().unwrap();
            assert_eq!(element.pointer(), format!("/list/{n}"));
            assert_eq!(element.name(), format!("list[{n}]"));
            assert_eq!(inner.pointer(), format!("/list/{n}/all/1/0"));
            assert_eq!(inner.text(), n.to_string());
            assert_eq!(document.node_at(&inner.span()), Some(inner));
        }
    }
}

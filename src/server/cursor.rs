//! Where in JSON somebody types, although the text is no JSON yet.

use std::ops::Range;

/// A step from the outermost value inwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Member(String),
    Element(usize),
}

/// A place in a text where something is typed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The way to the value that is typed or, for the name of a member, to its object.
    pub(super) path: Vec<Step>,
    /// Where a name is typed: the members before it.
    pub(super) members: Option<Vec<String>>,
    /// The bytes of what is typed, with its quotes.
    pub(super) token: Range<usize>,
    /// Whether a colon comes after it.
    pub(super) has_colon: bool,
}

/// A container that is not closed.
enum Open {
    /// The names so far, the last of which is that of the value where `is_value`.
    Object {
        names: Vec<String>,
        is_value: bool,
    },
    Array {
        index: usize,
    },
}

impl Cursor {
    /// What is typed at a byte.
    pub(super) fn at(text: &str, offset: usize) -> Self {
        let mut open: Vec<Open> = Vec::new();
        let mut at = 0;
        let mut start = offset;
        while at < offset {
            let byte = text.as_bytes()[at];
            let (length, is_whole) = token(&text[at..]);
            let end = at + length;
            if end > offset || end == offset && !is_whole {
                start = at;
                break;
            }
            match byte {
                b'{' => open.push(Open::Object { names: Vec::new(), is_value: false }),
                b'[' => open.push(Open::Array { index: 0 }),
                b'}' | b']' => drop(open.pop()),
                _ => {
                    if let Some(around) = open.last_mut() {
                        around.pass(&text[at..end]);
                    }
                }
            }
            at = end;
        }
        let rest = &text[offset..];
        let end = match text.as_bytes().get(start) {
            Some(b'"') if start < offset => offset + rest_of_string(rest).0,
            _ => offset + rest.bytes().take_while(|byte| is_word(*byte) && *byte != b'"').count(),
        };
        let has_colon = text[end..].trim_start().starts_with(':');
        let members = match open.last() {
            Some(Open::Object { names, is_value: false }) => Some(names.clone()),
            _ => None,
        };
        let path = open.into_iter().filter_map(|open| match open {
            Open::Object { mut names, is_value: true } => names.pop().map(Step::Member),
            Open::Object { is_value: false, .. } => None,
            Open::Array { index } => Some(Step::Element(index)),
        });
        Self { path: path.collect(), members, token: start..end, has_colon }
    }
}

impl Open {
    /// Heeds what stands between brackets.
    fn pass(&mut self, token: &str) {
        match (self, token) {
            (Self::Array { index }, ",") => *index += 1,
            (Self::Object { is_value, .. }, ",") => *is_value = false,
            (Self::Object { is_value, .. }, ":") => *is_value = true,
            (Self::Object { names, is_value: false }, name) if name.starts_with('"') => {
                names.push(serde_json::from_str(name).unwrap_or_default());
            }
            _ => {}
        }
    }
}

/// How long the string, word, mark or space is that a text starts with, and whether nothing can be typed
/// at its end that belongs to it.
fn token(text: &str) -> (usize, bool) {
    match text.as_bytes() {
        [b'"', ..] => {
            let (rest, is_closed) = rest_of_string(&text[1..]);
            (1 + rest, is_closed)
        }
        [byte, ..] if is_word(*byte) => {
            (text.bytes().take_while(|byte| is_word(*byte)).count(), false)
        }
        _ => (text.chars().next().map_or(0, char::len_utf8), true),
    }
}

/// How much of a text belongs to the string in which it starts, and whether it is closed; all of its
/// line, where it is not.
fn rest_of_string(text: &str) -> (usize, bool) {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\n' => return (at, false),
            b'"' if !is_escaped => return (at + 1, true),
            _ => is_escaped = byte == b'\\' && !is_escaped,
        }
    }
    (text.len(), false)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cursor at the mark.
    fn cursor(text: &str) -> (Cursor, String) {
        let offset = text.find('|').unwrap();
        let text = text.replace('|', "");
        let cursor = Cursor::at(&text, offset);
        let token = text[cursor.token.clone()].to_owned();
        (cursor, token)
    }

    fn member(name: &str) -> Step {
        Step::Member(name.to_owned())
    }

    #[test]
    fn names_and_values_are_told_apart() {
        let (name, token) = cursor(r#"[{"a": 1, "b": {"c": [1, 2], "d|"}}]"#);
        assert_eq!(name.path, [Step::Element(0), member("b")]);
        assert_eq!(name.members, Some(vec!["c".to_owned()]));
        assert_eq!((token.as_str(), name.has_colon), ("\"d\"", false));
        let (value, token) = cursor("{\"a\": [\"x\", \"y|\n]}");
        assert_eq!(value.path, [member("a"), Step::Element(1)]);
        assert_eq!((value.members, token.as_str()), (None, "\"y"));
        let (word, token) = cursor(r#"{"a": tr|"#);
        assert_eq!((word.path, token.as_str()), (vec![member("a")], "tr"));
        let (empty, token) = cursor(r#"{"a": |}"#);
        assert_eq!((empty.path, token.as_str()), (vec![member("a")], ""));
        let (named, _) = cursor(r#"{"|": 1}"#);
        assert!(named.has_colon);
    }

    proptest! {
        #[test]
        fn any_text_has_a_cursor_at_any_place(text in r#"[{}\[\]",:a\\ßn\n ]{0,30}"#, at in 0..30usize) {
            let at = at.min(text.len());
            let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let cursor = Cursor::at(&text, at);
            prop_assert!(cursor.token.start <= at && at <= cursor.token.end);
            prop_assert!(text.get(cursor.token).is_some());
        }
    }
}

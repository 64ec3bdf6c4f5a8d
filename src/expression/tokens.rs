//! Text to tokens, with the places where brackets or quotes do not match.

use std::fmt;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name, an operator in words, or digits.
    Word,
    /// A quoted text, with its quotes.
    Text,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// Anything else: an operator, or punctuation.
    Sign,
}

/// A token, by its bytes in the decoded text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Of a bracket, how many tokens after or before it its partner stands.
    pub(super) to_partner: usize,
}

/// Why an expression cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// Where its texts end depends on whether a backslash escapes a quote, which Okta does not say.
    Ambiguous,
    Unbalanced(Unbalanced),
}

/// A bracket or a quote without its partner, by its character, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unbalanced {
    /// A quote that starts a text without an end.
    Quote(char, usize),
    /// A bracket that is not closed.
    Open(char, usize),
    /// A bracket that closes nothing.
    Close(char, usize),
    /// A bracket that is closed by one of another kind.
    Mismatch((char, usize), (char, usize)),
}

impl fmt::Display for Unbalanced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quote(quote, at) => {
                write!(f, "the text that {quote} opens at character {at} has no end")
            }
            Self::Open(open, at) => write!(f, "`{open}` at character {at} is not closed"),
            Self::Close(close, at) => write!(f, "`{close}` at character {at} closes nothing"),
            Self::Mismatch((open, from), (close, to)) => {
                write!(f, "`{open}` at character {from} is closed by `{close}` at character {to}")
            }
        }
    }
}

pub(super) fn read(text: &str) -> Result<Vec<Token>, Unreadable> {
    const SIGNS: [&str; 6] = ["&&", "||", "==", "!=", "<=", ">="];
    // In Spring's language a quote is doubled, in Java's it takes a backslash.
    if text.contains("\\'") || text.contains("\\\"") {
        return Err(Unreadable::Ambiguous);
    }
    let unbalanced = |what| Err(Unreadable::Unbalanced(what));
    let character = |start: usize| text[..start].chars().count() + 1;
    let mut tokens: Vec<Token> = Vec::new();
    // With the places of their tokens.
    let mut open: Vec<(char, usize, usize)> = Vec::new();
    let mut start = 0;
    while let Some(first) = text[start..].chars().next() {
        let rest = &text[start..];
        let mut to_partner = 0;
        let (kind, length) = match first {
            _ if first.is_whitespace() => {
                start += first.len_utf8();
                continue;
            }
            '\'' | '"' => match rest[1..].find(first) {
                Some(length) => (Kind::Text, length + 2),
                None => return unbalanced(Unbalanced::Quote(first, character(start))),
            },
            '(' | '[' | '{' => {
                open.push((first, start, tokens.len()));
                (Kind::Open, 1)
            }
            ')' | ']' | '}' => match open.pop() {
                None => return unbalanced(Unbalanced::Close(first, character(start))),
                Some((opened, at, _)) if closing(opened) != first => {
                    let close = (first, character(start));
                    return unbalanced(Unbalanced::Mismatch((opened, character(at)), close));
                }
                Some((_, _, partner)) => {
                    to_partner = tokens.len() - partner;
                    tokens[partner].to_partner = to_partner;
                    (Kind::Close, 1)
                }
            },
            _ if is_word(first) => {
                (Kind::Word, rest.find(|char| !is_word(char)).unwrap_or(rest.len()))
            }
            _ if SIGNS.iter().any(|sign| rest.starts_with(sign)) => (Kind::Sign, 2),
            _ => (Kind::Sign, first.len_utf8()),
        };
        tokens.push(Token { kind, start, end: start + length, to_partner });
        start += length;
    }
    match open.last() {
        Some((opened, at, _)) => unbalanced(Unbalanced::Open(*opened, character(*at))),
        None if tokens.is_empty() => Err(Unreadable::Empty),
        None => Ok(tokens),
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

pub(super) fn is_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_match() {
        for (text, expected) in [
            ("(a == 'b'", Some(Unbalanced::Open('(', 1))),
            ("ä == 'b')", Some(Unbalanced::Close(')', 9))),
            ("f({'a': 'b')", Some(Unbalanced::Mismatch(('{', 3), (')', 12)))),
            ("login.identifier.substringAfter('@))", Some(Unbalanced::Quote('\'', 33))),
            ("a == \"it's", Some(Unbalanced::Quote('"', 6))),
            ("a == \"it's ( fine\"", None),
            ("a == 'it''s' && {'x': {1, 2}}.y[0].![z]", None),
        ] {
            let found = match read(text) {
                Err(Unreadable::Unbalanced(what)) => Some(what),
                _ => None,
            };
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told() {
        for text in ["a == 'it\\'s'", "a == 'x\\' && (b", "a == \"\\\"\""] {
            assert_eq!(read(text).err(), Some(Unreadable::Ambiguous), "{text}");
        }
        assert_eq!(read(" ").err(), Some(Unreadable::Empty));
    }
}

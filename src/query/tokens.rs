//! The words and signs of a query, each with its place.

use std::ops::Range;

use super::error::{Problem, QueryError};

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Outside of quotes.
    Word(String),
    /// Inside of quotes.
    Text(String),
    Open,
    Close,
    Comma,
}

impl Token {
    /// Whether it is this word, in whatever letter case.
    pub(super) fn is(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(own) if own.eq_ignore_ascii_case(word))
    }
}

/// What may stand in a value without quotes: what is in ids, logins, and names of Okta's.
pub(super) fn is_word(char: char) -> bool {
    char.is_alphanumeric() || "-_.@:/+*".contains(char)
}

pub(super) fn read(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut tokens = Vec::new();
    let mut place = 0;
    while let Some((rest, first)) =
        text.get(place..).and_then(|rest| Some((rest, rest.chars().next()?)))
    {
        let (kind, length) = match first {
            '(' => (Some(Kind::Open), 1),
            ')' => (Some(Kind::Close), 1),
            ',' => (Some(Kind::Comma), 1),
            '"' | '\'' => {
                let (inner, length) = quoted(rest, first)
                    .ok_or_else(|| QueryError::at(place..text.len(), Problem::OpenQuote))?;
                (Some(Kind::Text(inner)), length)
            }
            _ if is_word(first) => {
                let length = rest.find(|char| !is_word(char)).unwrap_or(rest.len());
                let word = rest.get(..length).unwrap_or_default();
                (Some(Kind::Word(word.to_owned())), length)
            }
            _ if first.is_whitespace() => (None, first.len_utf8()),
            _ => {
                let span = place..place + first.len_utf8();
                return Err(QueryError::at(span, Problem::Sign(first)));
            }
        };
        let span = place..place + length;
        tokens.extend(kind.map(|kind| Token { kind, span: span.clone() }));
        place = span.end;
    }
    Ok(tokens)
}

/// The text between quotes, and how long it is with them. A quote that is doubled stands for itself,
/// and nothing else stands for anything.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut inner = String::new();
    let mut chars = text.char_indices().skip(1).peekable();
    while let Some((place, char)) = chars.next() {
        if char == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return Some((inner, place + 1));
        }
        inner.push(char);
    }
    None
}

//! A query as it is written.

use std::fmt;
use std::ops::Range;

use super::forms::Form;
use super::tokens::is_word;

/// Which sign-ins are meant, as it is written: names are names, whatever an export holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// `any`: every sign-in.
    Everything,
    /// `none`: no sign-in.
    Nothing,
    /// `a and b`.
    All(Vec<Query>),
    /// `a or b`.
    Any(Vec<Query>),
    /// `not a`.
    Not(Box<Query>),
    /// `form(value, …)`.
    Term(Term),
}

/// A question about a sign-in: whether it has one of some values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// What is asked.
    pub form: Form,
    /// The values: at least one.
    pub values: Vec<Value>,
    /// The bytes where it stands.
    pub span: Range<usize>,
}

/// A value, in quotes or without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// The text, without the quotes.
    pub text: String,
    /// The bytes where it stands.
    pub span: Range<usize>,
}

impl fmt::Display for Query {
    /// As it may be written: read again, it means the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => f.write_str("any"),
            Self::Nothing => f.write_str("none"),
            Self::All(parts) => joined(parts, "and", f),
            Self::Any(parts) => joined(parts, "or", f),
            Self::Not(part) => write!(f, "not {}", Inner(part)),
            Self::Term(term) => term.fmt(f),
        }
    }
}

/// A part of a query, in parentheses where it has parts of its own.
struct Inner<'q>(&'q Query);

impl fmt::Display for Inner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Query::All(_) | Query::Any(_) => write!(f, "({})", self.0),
            _ => self.0.fmt(f),
        }
    }
}

fn joined(parts: &[Query], word: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let parts: Vec<String> = parts.iter().map(|part| Inner(part).to_string()).collect();
    f.write_str(&parts.join(&format!(" {word} ")))
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<String> = self.values.iter().map(Value::to_string).collect();
        write!(f, "{}({})", self.form.name(), values.join(", "))
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.text.is_empty() && self.text.chars().all(is_word) {
            return f.write_str(&self.text);
        }
        write!(f, "\"{}\"", self.text.replace('"', "\"\""))
    }
}

//! `userIdentifier`: what the user typed, or an attribute of the profile (Policy API, "User
//! Identifier Condition object").

use super::super::context::{Opaque, Subject};
use super::super::logic::{Atoms, Formula};
use super::super::logic::{Pattern, Test};
use super::super::names::{Names, either};
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::opaque::subject_words;
use super::{Meaning, NotUnderstood, Reading, has_only};
use crate::json::Node;
use crate::okta::Key;
use crate::wording::printable;

/// The text is there, and any of the patterns takes it.
#[derive(Debug)]
struct UserIdentifier<'d> {
    subject: Subject,
    any_of: Vec<Taker<'d>>,
}

#[derive(Debug)]
enum Taker<'d> {
    Pattern(Pattern<'d>),
    /// Whether Okta searches for a regular expression or matches it in full is not settled.
    Expression(String),
}

impl<'d> Taker<'d> {
    fn of(pattern: Node<'d>) -> Result<Self, NotUnderstood> {
        has_only(pattern, &[Key::MATCH_TYPE, Key::VALUE])?;
        let text = |key| pattern.field(key).and_then(Node::as_str).ok_or(NotUnderstood);
        let value = text(Key::VALUE)?;
        if value.is_empty() {
            return Err(NotUnderstood);
        }
        let test = match text(Key::MATCH_TYPE)?.as_ref() {
            "EQUALS" => Test::Equals,
            "STARTS_WITH" => Test::StartsWith,
            "CONTAINS" => Test::Contains,
            "SUFFIX" => Test::Suffix,
            // Universal whether searched for or matched in full.
            "EXPRESSION" if value == ".*" => return Ok(Self::Pattern(Pattern::KNOWN)),
            "EXPRESSION" => return Ok(Self::Expression(value.into_owned())),
            _ => return Err(NotUnderstood),
        };
        Ok(Self::Pattern(Pattern { test, value }))
    }

    fn words(&self) -> String {
        match self {
            Self::Expression(expression) => format!("fits `{}`", printable(expression)),
            Self::Pattern(pattern) => {
                let verb = match pattern.test {
                    Test::Known => return "is known".to_owned(),
                    Test::Equals => "is",
                    Test::StartsWith => "starts with",
                    Test::Contains => "contains",
                    Test::Suffix => "ends with",
                };
                format!("{verb} \"{}\"", printable(&pattern.value))
            }
        }
    }
}

pub(super) fn read<'d>(node: Node<'d>) -> Reading<'d> {
    has_only(node, &[Key::TYPE, Key::ATTRIBUTE, Key::PATTERNS])?;
    let patterns = match node.field(Key::PATTERNS) {
        Some(list) if !list.is_array() => return Err(NotUnderstood),
        list => list.into_iter().flat_map(Node::elements),
    };
    let any_of: Vec<Taker<'d>> = patterns.map(Taker::of).collect::<Result<_, _>>()?;
    if any_of.is_empty() {
        return Ok(None);
    }
    let text = |key| node.field(key).and_then(Node::as_str);
    let subject = match (text(Key::TYPE).as_deref(), text(Key::ATTRIBUTE)) {
        (Some("IDENTIFIER"), _) => Subject::Identifier,
        (Some("ATTRIBUTE"), Some(attribute)) => Subject::Attribute(attribute.into_owned()),
        _ => return Err(NotUnderstood),
    };
    Ok(Some(Box::new(UserIdentifier { subject, any_of })))
}

impl UserIdentifier<'_> {
    /// That an expression takes the text.
    fn takes(&self, expression: &str) -> Opaque {
        Opaque::Fits(self.subject.clone(), expression.to_owned())
    }
}

impl<'d> Meaning<'d> for UserIdentifier<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        Formula::any(self.any_of.iter().map(|taker| {
            match taker {
                Taker::Pattern(pattern) => atoms.matches(&self.subject, pattern),
                Taker::Expression(expression) => atoms
                    .opaque(&self.takes(expression))
                    .and(atoms.matches(&self.subject, &Pattern::KNOWN)),
            }
        }))
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        Truth::any(self.any_of.iter().map(|taker| {
            match taker {
                Taker::Pattern(pattern) => sign_in.matches(&self.subject, pattern),
                Taker::Expression(expression) => sign_in
                    .opaque(&self.takes(expression))
                    .and(sign_in.matches(&self.subject, &Pattern::KNOWN)),
            }
        }))
    }

    fn words(&self, _names: &Names<'_, 'd>) -> String {
        let what = subject_words(&self.subject);
        format!("{what} {}", either(self.any_of.iter().map(Taker::words)))
    }
}

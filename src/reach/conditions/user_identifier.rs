//! `userIdentifier`: what the user typed, or an attribute of the profile (Policy API, "User
//! Identifier Condition object").

use super::super::dimensions::TextSource;
use super::super::logic::{Atoms, Formula};
use super::super::logic::{Pattern, Test};
use super::super::names::{Names, either};
use super::super::opaque::Opaque;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{ConditionType, Meaning, NotUnderstood, Parsed, Site, only};
use crate::json::Node;
use crate::okta::Key;
use crate::wording::printable;

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::USER_IDENTIFIER, read);

/// The text is there, and any of the patterns takes it.
#[derive(Debug)]
struct TextPatterns<'d> {
    source: TextSource,
    any_of: Vec<TextPattern<'d>>,
}

#[derive(Debug)]
enum TextPattern<'d> {
    Pattern(Pattern<'d>),
    /// Whether Okta searches for a regular expression or matches it in full is not settled.
    Expression(String),
}

impl<'d> TextPattern<'d> {
    fn of(pattern: Node<'d>) -> Result<Self, NotUnderstood> {
        let [match_type, value] = only(pattern, [Key::MATCH_TYPE, Key::VALUE])?;
        let text = |node: Option<Node<'d>>| node.and_then(Node::as_str).ok_or(NotUnderstood);
        let value = text(value)?;
        if value.is_empty() {
            return Err(NotUnderstood);
        }
        let test = match text(match_type)?.as_ref() {
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

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [kind, attribute, patterns] = only(node, [Key::TYPE, Key::ATTRIBUTE, Key::PATTERNS])?;
    let patterns = match patterns {
        Some(list) if !list.is_array() => return Err(NotUnderstood),
        list => list.into_iter().flat_map(Node::elements),
    };
    let any_of: Vec<TextPattern<'d>> = patterns.map(TextPattern::of).collect::<Result<_, _>>()?;
    if any_of.is_empty() {
        return Ok(None);
    }
    let [kind, attribute] = [kind, attribute].map(|text| text.and_then(Node::as_str));
    let source = match (kind.as_deref(), attribute) {
        (Some("IDENTIFIER"), _) => TextSource::Identifier,
        (Some("ATTRIBUTE"), Some(attribute)) => TextSource::Attribute(attribute.into_owned()),
        _ => return Err(NotUnderstood),
    };
    Ok(Some(Box::new(TextPatterns { source, any_of })))
}

impl TextPatterns<'_> {
    /// That an expression takes the text.
    fn takes(&self, expression: &str) -> Opaque {
        Opaque::Fits(self.source.clone(), expression.to_owned())
    }
}

impl<'d> Meaning<'d> for TextPatterns<'d> {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        Formula::any(self.any_of.iter().map(|one| {
            match one {
                TextPattern::Pattern(pattern) => atoms.matches(&self.source, pattern),
                TextPattern::Expression(expression) => atoms
                    .opaque(&self.takes(expression))
                    .and(atoms.matches(&self.source, &Pattern::KNOWN)),
            }
        }))
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        Truth::any(self.any_of.iter().map(|one| {
            match one {
                TextPattern::Pattern(pattern) => sign_in.matches(&self.source, pattern),
                TextPattern::Expression(expression) => sign_in
                    .opaque(&self.takes(expression))
                    .and(sign_in.matches(&self.source, &Pattern::KNOWN)),
            }
        }))
    }

    fn words(&self, _names: &Names<'_, 'd>) -> String {
        let what = self.source.words();
        format!("{what} {}", either(self.any_of.iter().map(TextPattern::words)))
    }
}

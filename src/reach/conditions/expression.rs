//! `elCondition`: an expression of the Okta Expression Language, a subset of Spring's.
//!
//! Only its Boolean structure is read, down to parts that stay opaque. A part is true, false, or
//! fails (an attribute is missing, a text is no number); so a part and its negation exclude each
//! other, but need not hold one or the other.

use super::super::context::{Choice, Doubt};
use super::super::formula::{Atoms, Formula};
use super::super::names::{Names, either};
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{Meaning, NotUnderstood, Reading, has_only};
use crate::expression::{Expression, Logic, Phrase};
use crate::json::Node;
use crate::wording::{all_of, printable};

#[derive(Debug)]
struct Condition {
    text: String,
    /// With parts that are not looked into, in normal form.
    logic: Logic<String>,
}

pub(super) fn read<'d>(node: Node<'d>) -> Reading<'d> {
    has_only(node, &["condition"])?;
    let text = node.field("condition").and_then(Node::as_str).ok_or(NotUnderstood)?;
    if text.trim().is_empty() {
        return Err(NotUnderstood);
    }
    let whole = || Logic::Part(text.trim().to_owned());
    let logic = parse(&text, &|part| part.normal()).unwrap_or_else(whole);
    Ok(Some(Box::new(Condition { text: text.trim().to_owned(), logic })))
}

/// The opaque atom that the part is false, rather than failed.
fn negation(part: &str) -> String {
    format!("!({part})")
}

/// The opaque atom that a negation contradicts, if `text` is one.
pub(in super::super) fn negated(text: &str) -> Option<&str> {
    text.strip_prefix("!(")?.strip_suffix(')')
}

/// `security.risk.level == 'HIGH'` says something about the risk (OEL reference, "Security
/// context"); that it is true of every high risk is not said.
fn implied_level(part: &str) -> Option<&'static str> {
    let value = part.strip_prefix("security.risk.level==")?;
    let value = value.trim_matches(['\'', '"']);
    super::ids::LEVELS.iter().find(|level| **level == value).copied()
}

impl Logic<String> {
    /// That the expression is true, or that it is false.
    fn formula(&self, is: bool, atoms: &mut Atoms<'_, '_>) -> Formula {
        match (self, is) {
            (Self::Part(part), true) => {
                let holds = atoms.opaque(part);
                match implied_level(part) {
                    Some(level) => holds.and(atoms.is(Choice::Risk, level)),
                    None => holds,
                }
            }
            (Self::Part(part), false) => atoms.opaque(&negation(part)),
            (Self::Not(inner), is) => inner.formula(!is, atoms),
            (Self::And(parts), true) | (Self::Or(parts), false) => {
                Formula::all(parts.iter().map(|part| part.formula(is, atoms)))
            }
            // The first part that decides does, if those before it are known to be otherwise:
            // whether they may also have failed is not said.
            (Self::Or(parts), true) | (Self::And(parts), false) => {
                let mut decided = Formula::FALSE;
                let mut otherwise = Vec::new();
                for part in parts {
                    let survives = match otherwise.is_empty() {
                        true => Formula::TRUE,
                        false => atoms.doubt(Doubt::FailedPartIsNotTrue),
                    };
                    let goes_on = Formula::all(otherwise.iter().cloned()).or(survives);
                    decided = decided.or(part.formula(is, atoms).and(goes_on));
                    otherwise.push(part.formula(!is, atoms));
                }
                decided
            }
        }
    }

    fn holds(&self, is: bool, sign_in: &SignIn<'_, '_>) -> Truth {
        match (self, is) {
            (Self::Part(part), true) => {
                let level = implied_level(part).map(|level| sign_in.is(Choice::Risk, level));
                sign_in.opaque(part).and(level.unwrap_or(Truth::True))
            }
            (Self::Part(part), false) => sign_in.opaque(&negation(part)),
            (Self::Not(inner), is) => inner.holds(!is, sign_in),
            (Self::And(parts), true) | (Self::Or(parts), false) => {
                Truth::all(parts.iter().map(|part| part.holds(is, sign_in)))
            }
            (Self::Or(parts), true) | (Self::And(parts), false) => {
                let mut decided = Truth::False;
                let mut otherwise = Truth::True;
                for part in parts {
                    let goes_on = otherwise.or(sign_in.reads(Doubt::FailedPartIsNotTrue));
                    decided = decided.or(part.holds(is, sign_in).and(goes_on));
                    otherwise = otherwise.and(part.holds(!is, sign_in));
                }
                decided
            }
        }
    }
}

impl<'d> Meaning<'d> for Condition {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        self.logic.formula(true, atoms)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        self.logic.holds(true, sign_in)
    }

    fn words(&self, _names: &Names<'_, 'd>) -> String {
        let quoted = |text: &str| format!("`{}`", printable(text));
        let parts = parse(&self.text, &|part| quoted(part.text()));
        match parts.unwrap_or_else(|| Logic::Part(quoted(&self.text))) {
            Logic::And(parts) => all_of(&parts.iter().map(part_words).collect::<Vec<_>>()),
            Logic::Or(parts) => either(parts.iter().map(part_words)),
            other => part_words(&other),
        }
    }
}

/// A part of an expression, in parentheses if it has parts of its own.
fn part_words(logic: &Logic<String>) -> String {
    let parts = |parts: &[Logic<String>], joint| {
        let parts: Vec<String> = parts.iter().map(part_words).collect();
        format!("({})", parts.join(joint))
    };
    match logic {
        Logic::Part(part) => part.clone(),
        Logic::Not(inner) => format!("not {}", part_words(inner)),
        Logic::And(inner) => parts(inner, " and "),
        Logic::Or(inner) => parts(inner, " or "),
    }
}

/// The parts of an expression, as `put` says each; none where it does not parse.
fn parse(text: &str, put: &impl Fn(Phrase<'_>) -> String) -> Option<Logic<String>> {
    let expression = Expression::read(text.into()).ok().filter(Expression::may_parse)?;
    Some(expression.whole().logic().map(put))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_parse_has_no_parts() {
        for text in ["a == 'x\\' && b", "(a && b", "a || b c"] {
            assert_eq!(parse(text, &|part| part.normal()), None, "{text}");
        }
        assert_eq!(
            parse("! a . b", &|part| part.normal()),
            Some(Logic::Not(Box::new(Logic::Part("a.b".to_owned()))))
        );
    }
}

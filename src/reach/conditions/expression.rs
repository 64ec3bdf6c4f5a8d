//! `elCondition`: an expression of the Okta Expression Language, a subset of Spring's.
//!
//! Only its Boolean structure is read, down to parts that stay opaque. A part is true, false, or
//! fails (an attribute is missing, a text is no number); so a part and its negation exclude each
//! other, but need not hold one or the other. What the failure of one part does to `X || Y` is in
//! doubt: Spring's own evaluator stops at the part that decides, but neither its reference nor
//! Okta's promises that.

use super::super::dimensions::Choice;
use super::super::doubts::Doubt;
use super::super::logic::{Atoms, Formula};
use super::super::names::{Names, either};
use super::super::opaque::Opaque;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{ConditionType, Meaning, NotUnderstood, Parsed, Site, only};
use crate::expression::{Expression, Logic, Phrase};
use crate::json::Node;
use crate::okta::Key;
use crate::wording::{all_of, printable};

pub(super) const CONDITION: ConditionType = ConditionType::new(Key::EL_CONDITION, read);

impl Opaque {
    /// That an expression without `&&`, `||` and `!` is true, is false, or fails: what is said of its
    /// parts. None where it has parts, or does not parse.
    pub(crate) fn said_of_part(text: &str, is: Option<bool>) -> Option<[(Self, bool); 2]> {
        match parse(text, &|part| part.normal())? {
            Logic::Part(text) => {
                Some([true, false].map(|value| (part(&text, value), is == Some(value))))
            }
            Logic::Not(_) | Logic::And(_) | Logic::Or(_) => None,
        }
    }
}

#[derive(Debug)]
struct ExpressionCondition {
    text: String,
    /// With parts that are not looked into, in normal form.
    logic: Logic<String>,
}

fn read<'d>(node: Node<'d>, _: Site) -> Parsed<'d> {
    let [condition] = only(node, [Key::CONDITION])?;
    let text = condition.and_then(Node::as_str).ok_or(NotUnderstood)?;
    if text.trim().is_empty() {
        return Err(NotUnderstood);
    }
    Ok(Some(of_text(&text)))
}

/// That an expression is true.
pub(in crate::reach) fn of_text<'d>(text: &str) -> Box<dyn Meaning<'d> + 'd> {
    let whole = || Logic::Part(text.trim().to_owned());
    let logic = parse(text, &|part| part.normal());
    let logic = logic.filter(|logic| logic.size()[0] <= LARGEST).unwrap_or_else(whole);
    Box::new(ExpressionCondition { text: text.trim().to_owned(), logic })
}

/// That the part is true, or that it is false, rather than failed.
fn part(text: &str, is: bool) -> Opaque {
    Opaque::Part { text: text.to_owned(), is }
}

/// `security.risk.level == 'HIGH'` says something about the risk (OEL reference, "Security
/// context"); that it is true of every high risk is not said.
fn implied_level(part: &str) -> Option<&'static str> {
    let value = part.strip_prefix("security.risk.level==")?;
    let value = value.trim_matches(['\'', '"']);
    Choice::Risk.dimension().known_values().find(|level| *level == value)
}

/// Expressions that take more than this many literals to say stay one part.
const LARGEST: usize = 10_000;

/// Which of both somebody asks for.
#[derive(Debug, Clone, Copy)]
struct Asked {
    to_hold: bool,
    to_fail: bool,
}

impl Asked {
    const BOTH: Self = Self { to_hold: true, to_fail: true };
    const TO_HOLD: Self = Self { to_hold: true, to_fail: false };
}

/// That an expression is true, and that it is false; anything where it was not asked for.
struct Formulas {
    holds: Formula,
    fails: Formula,
}

impl Formulas {
    fn of_part(text: &str, asked: Asked, atoms: &mut Atoms<'_, '_>) -> Self {
        let mut said = |is: bool, is_asked: bool| match is_asked {
            false => Formula::FALSE,
            true => {
                let opaque = atoms.opaque(&part(text, is));
                let level = implied_level(text).filter(|_| is);
                match level {
                    Some(level) => opaque.and(atoms.is(Choice::Risk, level)),
                    None => opaque,
                }
            }
        };
        let holds = said(true, asked.to_hold);
        Self { holds, fails: said(false, asked.to_fail) }
    }
}

/// That one of the parts decides. Whether others may have failed is not said, neither of those before
/// it nor of those after it: Okta promises no order of evaluation.
fn by_one(deciding: &[Formula], others: &[Formula], [lenient, stands]: [Formula; 2]) -> Formula {
    let each = || deciding.iter().cloned().zip(others.iter().cloned());
    let any = Formula::any(deciding.iter().cloned());
    let none_fails = Formula::all(each().map(|(decides, otherwise)| otherwise.or(decides)));
    let in_order = each()
        .rev()
        .fold(Formula::FALSE, |later, (decides, otherwise)| decides.or(otherwise.and(later)));
    in_order.and(none_fails.or(stands)).or(lenient.and(any))
}

impl Logic<String> {
    /// How many literals it takes to say that the expression is true, and that it is false.
    fn size(&self) -> [usize; 2] {
        let sums = |parts: &[Self]| {
            parts.iter().map(Self::size).fold(
                [0_usize; 2],
                |[sum_true, sum_false], [one, other]| {
                    [sum_true.saturating_add(one), sum_false.saturating_add(other)]
                },
            )
        };
        // As often as `formula` says either of each part.
        let decided = |one: usize, other: usize| {
            one.saturating_mul(3).saturating_add(other.saturating_mul(2))
        };
        match self {
            Self::Part(_) => [1, 1],
            Self::Not(inner) => {
                let [is_true, is_false] = inner.size();
                [is_false, is_true]
            }
            Self::And(parts) => {
                let [is_true, is_false] = sums(parts);
                [is_true, decided(is_false, is_true)]
            }
            Self::Or(parts) => {
                let [is_true, is_false] = sums(parts);
                [decided(is_true, is_false), is_false]
            }
        }
    }

    /// That the expression is true, and that it is false, where that is asked for. Both are said
    /// once of each part, and shared by all that speaks of it.
    fn formulas(&self, asked: Asked, atoms: &mut Atoms<'_, '_>) -> Formulas {
        let each = |parts: &[Self], asked: Asked, atoms: &mut Atoms<'_, '_>| -> Vec<Formulas> {
            parts.iter().map(|part| part.formulas(asked, atoms)).collect()
        };
        let (parts, decided) = match self {
            Self::Part(text) => return Formulas::of_part(text, asked, atoms),
            Self::Not(inner) => {
                let asked = Asked { to_hold: asked.to_fail, to_fail: asked.to_hold };
                let Formulas { holds, fails } = inner.formulas(asked, atoms);
                return Formulas { holds: fails, fails: holds };
            }
            Self::Or(parts) => (parts, asked.to_hold),
            Self::And(parts) => (parts, asked.to_fail),
        };
        // One part decides an `||` that holds and an `&&` that does not: it takes both of each part.
        let doubts = decided.then(|| {
            [Doubt::FailedPartIsNotTrue, Doubt::DecidedExpressionStands]
                .map(|doubt| atoms.doubt(doubt))
        });
        let asked_of_parts = if decided { Asked::BOTH } else { asked };
        let each = each(parts, asked_of_parts, atoms);
        let is_or = matches!(self, Self::Or(_));
        let of_one = |of: &dyn Fn(&Formulas) -> &Formula| -> Vec<Formula> {
            each.iter().map(|formulas| of(formulas).clone()).collect()
        };
        let (holding, failing) =
            (of_one(&|formulas| &formulas.holds), of_one(&|formulas| &formulas.fails));
        let (deciding, others) = if is_or { (holding, failing) } else { (failing, holding) };
        let decided = doubts.map_or(Formula::FALSE, |doubts| by_one(&deciding, &others, doubts));
        let all = Formula::all(others);
        match is_or {
            true => Formulas { holds: decided, fails: all },
            false => Formulas { holds: all, fails: decided },
        }
    }

    fn holds(&self, is: bool, sign_in: &SignIn<'_, '_>) -> Truth {
        match (self, is) {
            (Self::Part(text), true) => {
                let level = implied_level(text).map(|level| sign_in.is(Choice::Risk, level));
                sign_in.opaque(&part(text, true)).and(level.unwrap_or(Truth::True))
            }
            (Self::Part(text), false) => sign_in.opaque(&part(text, false)),
            (Self::Not(inner), is) => inner.holds(!is, sign_in),
            (Self::And(parts), true) | (Self::Or(parts), false) => {
                Truth::all(parts.iter().map(|part| part.holds(is, sign_in)))
            }
            (Self::Or(parts), true) | (Self::And(parts), false) => {
                let mut decided = Truth::False;
                let (mut otherwise, mut none_fails) = (Truth::True, Truth::True);
                for part in parts {
                    let (decides, is_otherwise) =
                        (part.holds(is, sign_in), part.holds(!is, sign_in));
                    let goes_on = otherwise.or(sign_in.reads(Doubt::FailedPartIsNotTrue));
                    decided = decided.or(decides.and(goes_on));
                    otherwise = otherwise.and(is_otherwise);
                    none_fails = none_fails.and(decides.or(is_otherwise));
                }
                let is_done = sign_in
                    .reads(Doubt::DecidedExpressionStands)
                    .or(sign_in.reads(Doubt::FailedPartIsNotTrue));
                decided.and(is_done.or(none_fails))
            }
        }
    }
}

impl<'d> Meaning<'d> for ExpressionCondition {
    fn formula(&self, atoms: &mut Atoms<'_, 'd>) -> Formula {
        self.logic.formulas(Asked::TO_HOLD, atoms).holds
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

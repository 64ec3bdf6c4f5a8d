//! Comparisons of one value that together are never true, or always (Spring Framework, "Language
//! Reference", operators): one value cannot equal two texts.
//!
//! A part and its own negation are `contradictory-conditions`'s, and so are two levels of risk.

use crate::diagnostic::Severity;
use crate::expression::{Comparison, Logic, Operator, Phrase};
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    let mut found = Vec::new();
    collect(&expression.whole().logic(), true, &mut found);
    for constant in found {
        let (one, other) = (constant.one.text(), constant.other.text());
        let (message, help) = if constant.is_true {
            (
                format!("`{one}` or `{other}` always holds, so the expression asks nothing there"),
                "Join them with `&&` if neither value is meant, or remove one",
            )
        } else {
            (
                format!("`{one}` and `{other}` are never both true"),
                "Join them with `||` if either will do, or remove one",
            )
        };
        cx.report(node, message).help(help);
    }
}

/// Two comparisons that together always hold, or never.
struct Constant<'e> {
    is_true: bool,
    one: Phrase<'e>,
    other: Phrase<'e>,
}

fn collect<'e>(logic: &Logic<Phrase<'e>>, is_whole: bool, found: &mut Vec<Constant<'e>>) {
    let (parts, is_true) = match logic {
        Logic::Part(_) => return,
        Logic::Not(inner) => return collect(inner, false, found),
        Logic::And(parts) => (parts, false),
        Logic::Or(parts) => (parts, true),
    };
    let tests: Vec<(Phrase<'e>, Test<'e>)> = parts
        .iter()
        .filter_map(|part| match part {
            Logic::Part(part) => Some((*part, Test::of(part.comparison()?)?)),
            _ => None,
        })
        .collect();
    let pairs = (0..tests.len()).flat_map(|n| (0..n).map(move |m| (m, n)));
    let is_constant = |(m, n): &(usize, usize)| {
        let (one, other) = (&tests[*m].1, &tests[*n].1);
        let is_level = |test: &Test<'_>| test.value == "security.risk.level" && !test.is_unequal;
        let is_told = is_whole && is_level(one) && is_level(other);
        !is_told && one.is_constant_with(other, is_true)
    };
    let pair = pairs.into_iter().find(is_constant);
    found.extend(pair.map(|(m, n)| Constant { is_true, one: tests[m].0, other: tests[n].0 }));
    parts.iter().for_each(|part| collect(part, is_whole && !is_true, found));
}

/// A value that is, or is not, a constant.
struct Test<'e> {
    value: String,
    is_unequal: bool,
    constant: Known<'e>,
}

#[derive(Debug, Clone, Copy)]
enum Known<'e> {
    Text(&'e str),
    Number(f64),
    Word(&'e str),
}

impl<'e> Test<'e> {
    fn of(comparison: Comparison<'e>) -> Option<Self> {
        let Comparison { left, operator, is_unequal, right } = comparison;
        let (value, constant) = match (Known::of(left), Known::of(right)) {
            (None, Some(constant)) => (left, constant),
            (Some(constant), None) => (right, constant),
            _ => return None,
        };
        // What a call gives may change from one to the next.
        let is_fixed = value.path().is_some() && operator == Operator::Equality;
        is_fixed.then(|| Self { value: value.normal(), is_unequal, constant })
    }

    /// Whether the two always hold where they are joined by `||`, or never where by `&&`.
    fn is_constant_with(&self, other: &Self, are_joined_by_or: bool) -> bool {
        let holds = if self.is_unequal == other.is_unequal {
            self.is_unequal == are_joined_by_or && self.constant.is_other_than(other.constant)
        } else {
            self.constant.is_same(other.constant)
        };
        self.value == other.value && holds
    }
}

impl<'e> Known<'e> {
    fn of(phrase: Phrase<'e>) -> Option<Self> {
        let is_literal = |word: &&str| {
            ["true", "false", "null"].iter().any(|one| word.eq_ignore_ascii_case(one))
        };
        if let Some(text) = phrase.quoted() {
            return Some(Self::Text(text));
        }
        if phrase.is_number() {
            return phrase.text().parse().ok().map(Self::Number);
        }
        Some(phrase.text()).filter(is_literal).map(Self::Word)
    }

    #[expect(clippy::float_cmp, reason = "numbers that were written")]
    fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => one == other,
            (Self::Word(one), Self::Word(other)) => one.eq_ignore_ascii_case(other),
            _ => false,
        }
    }

    /// Whether no value is both. Whether the case of letters counts is not documented.
    fn is_other_than(self, other: Self) -> bool {
        match (self, other) {
            (Self::Text(one), Self::Text(other)) => {
                let number = |text: &str| text.trim().parse::<f64>().ok();
                let are_numbers = number(one).is_some() && number(other).is_some();
                if are_numbers {
                    number(one) != number(other)
                } else {
                    !one.eq_ignore_ascii_case(other)
                }
            }
            (Self::Number(_), Self::Number(_)) | (Self::Word(_), Self::Word(_)) => {
                !self.is_same(other)
            }
            _ => false,
        }
    }
}

//! `elCondition`: an expression of the Okta Expression Language, a subset of Spring's.
//!
//! Only the Boolean structure is read: `&&`, `||`, `!` and parentheses around parts that stay
//! opaque. A part is true, false, or fails (an attribute is missing, a text is no number); so a
//! part and its negation exclude each other, but need not hold one or the other.

use super::super::context::{Choice, Doubt};
use super::super::formula::{Atoms, Formula};
use super::super::names::Names;
use super::super::sign_in::SignIn;
use super::super::truth::Truth;
use super::{Meaning, NotUnderstood, Reading, has_only};
use crate::json::Node;
use crate::wording::printable;

#[derive(Debug)]
struct Condition {
    text: String,
    expression: Expression,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Expression {
    /// A part that is not looked into, in normal form.
    Part(String),
    Not(Box<Expression>),
    And(Vec<Expression>),
    Or(Vec<Expression>),
}

pub(super) fn read<'d>(node: Node<'d>) -> Reading<'d> {
    has_only(node, &["condition"])?;
    let text = node.field("condition").and_then(Node::as_str).ok_or(NotUnderstood)?;
    if text.trim().is_empty() {
        return Err(NotUnderstood);
    }
    let expression = parse(&text);
    Ok(Some(Box::new(Condition { text: text.trim().to_owned(), expression })))
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

impl Expression {
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
        self.expression.formula(true, atoms)
    }

    fn holds(&self, sign_in: &SignIn<'_, 'd>) -> Truth {
        self.expression.holds(true, sign_in)
    }

    fn words(&self, _names: &Names<'_, 'd>) -> String {
        format!("`{}`", printable(&self.text))
    }
}

/// Deeper nesting stays one part.
const DEEPEST: usize = 64;
/// Longer chains of `&&` or `||` stay one part.
const LONGEST: usize = 256;

fn parse(text: &str) -> Expression {
    match tokens(text) {
        Some(tokens) => structure(&tokens, 0),
        None => Expression::Part(text.trim().to_owned()),
    }
}

/// The words, quoted texts and signs of an expression, without spaces; none if its quotes or
/// brackets do not match.
fn tokens(text: &str) -> Option<Vec<&str>> {
    const SIGNS: [&str; 6] = ["&&", "||", "==", "!=", "<=", ">="];
    let mut tokens = Vec::new();
    let mut open = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '\'' | '"' => 1 + rest[1..].find(first)? + 1,
            _ if is_word(first) => rest.find(|char| !is_word(char)).unwrap_or(rest.len()),
            _ if SIGNS.iter().any(|sign| rest.starts_with(sign)) => 2,
            _ => first.len_utf8(),
        };
        let token = &rest[..end];
        // A backslash before the quote would end the text somewhere else.
        if matches!(first, '\'' | '"') && token.contains('\\') {
            return None;
        }
        match first {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' if open.pop() != Some(first) => return None,
            _ => {}
        }
        tokens.push(token);
        rest = rest[end..].trim_start();
    }
    (open.is_empty() && !tokens.is_empty()).then_some(tokens)
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '_' | '$')
}

fn structure(tokens: &[&str], depth: usize) -> Expression {
    let part = || Expression::Part(normal(tokens));
    let outside: Vec<usize> = outside_brackets(tokens);
    // `?`, `:` and `=` bind more loosely than `||`: what they join is one part.
    if depth == DEEPEST || outside.iter().any(|n| matches!(tokens[*n], "?" | ":" | "=")) {
        return part();
    }
    let places = |sign, word| -> Vec<usize> {
        outside.iter().copied().filter(|n| is_operator(tokens[*n], sign, word)).collect()
    };
    // `||` binds more loosely than `&&`.
    let ors = places("||", "or");
    let is_or = !ors.is_empty();
    let joints = if is_or { ors } else { places("&&", "and") };
    if !joints.is_empty() {
        let starts = std::iter::once(0).chain(joints.iter().map(|n| n + 1));
        let ends = joints.iter().copied().chain([tokens.len()]);
        let parts: Vec<&[&str]> = starts.zip(ends).map(|(from, to)| &tokens[from..to]).collect();
        if parts.len() > LONGEST || parts.iter().any(|part| part.is_empty()) {
            return part();
        }
        let parts = parts.into_iter().map(|part| structure(part, depth + 1)).collect();
        return if is_or { Expression::Or(parts) } else { Expression::And(parts) };
    }
    let is_negation = is_operator(tokens[0], "!", "not");
    let inner = if is_negation { &tokens[1..] } else { tokens };
    let wraps_all = |tokens: &[&str]| {
        tokens.len() > 2 && tokens[0] == "(" && outside_brackets(tokens) == [0, tokens.len() - 1]
    };
    if wraps_all(inner) {
        let inner = structure(&inner[1..inner.len() - 1], depth + 1);
        return if is_negation { Expression::Not(Box::new(inner)) } else { inner };
    }
    // `!a == b` negates `a`: only a part without operators is negated as a whole.
    let is_plain = |token: &&str| {
        matches!(*token, "." | ")" | "(" | "]" | "[" | "}" | "{" | ",")
            || token.starts_with(is_word)
            || token.starts_with(['\'', '"'])
    };
    let is_simple = !inner.is_empty()
        && outside_brackets(inner).iter().all(|n| is_plain(&inner[*n]))
        && !outside_brackets(inner).windows(2).any(|pair| {
            // Two words in a row are an operator in words.
            let is_word_at = |n: usize| inner[n].starts_with(is_word);
            pair[1] == pair[0] + 1 && is_word_at(pair[0]) && is_word_at(pair[1])
        });
    if is_negation && is_simple {
        return Expression::Not(Box::new(Expression::Part(normal(inner))));
    }
    part()
}

/// The places of tokens that are in no brackets, brackets themselves included.
fn outside_brackets(tokens: &[&str]) -> Vec<usize> {
    let mut depth = 0_usize;
    let mut places = Vec::new();
    for (n, token) in tokens.iter().enumerate() {
        if matches!(*token, ")" | "]" | "}") {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 {
            places.push(n);
        }
        if matches!(*token, "(" | "[" | "{") {
            depth += 1;
        }
    }
    places
}

fn is_operator(token: &str, sign: &str, word: &str) -> bool {
    token == sign || token.eq_ignore_ascii_case(word)
}

/// The text of a part without spaces that do not count.
fn normal(tokens: &[&str]) -> String {
    let mut text = String::new();
    for token in tokens {
        if text.ends_with(is_word) && token.starts_with(is_word) {
            text.push(' ');
        }
        text.push_str(token);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The structure with parts in angle brackets.
    fn shown(text: &str) -> String {
        fn show(expression: &Expression) -> String {
            match expression {
                Expression::Part(part) => format!("<{part}>"),
                Expression::Not(inner) => format!("not {}", show(inner)),
                Expression::And(parts) => format!("({})", all(parts, " and ")),
                Expression::Or(parts) => format!("({})", all(parts, " or ")),
            }
        }
        fn all(parts: &[Expression], word: &str) -> String {
            parts.iter().map(show).collect::<Vec<_>>().join(word)
        }
        show(&parse(text))
    }

    #[test]
    fn structure_of_expressions() {
        for (text, structure) in [
            ("a == 'x'", "<a=='x'>"),
            ("a&&b||c", "((<a> and <b>) or <c>)"),
            ("a && (b or c)", "(<a> and (<b> or <c>))"),
            ("a || b || c", "(<a> or <b> or <c>)"),
            ("!a", "not <a>"),
            (
                "not user.isMemberOf({'group.id': {'00g1'}})",
                "not <user.isMemberOf({'group.id':{'00g1'}})>",
            ),
            ("!(a == b && c)", "not (<a==b> and <c>)"),
            ("!a == b", "<!a==b>"),
            ("!a eq b", "<!a eq b>"),
            ("a ? b : c || d", "<a?b:c||d>"),
            ("(a ? b : c) || d", "(<a?b:c> or <d>)"),
            ("a == 'x && y'", "<a=='x && y'>"),
            ("a == 'it''s' && b", "(<a=='it''s'> and <b>)"),
            ("a == 'x\\' && b", "<a == 'x\\' && b>"),
            ("(a && b", "<(a && b>"),
            ("a &&", "<a&&>"),
            ("((a))", "<a>"),
            ("(a) == (b)", "<(a)==(b)>"),
            ("user.profile.orderBy == 1", "<user.profile.orderBy==1>"),
        ] {
            assert_eq!(shown(text), structure, "{text}");
        }
    }
}

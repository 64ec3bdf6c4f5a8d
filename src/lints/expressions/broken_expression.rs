//! An expression that surely does not parse. Okta accepts only valid ones (help center, "Custom
//! expressions in app sign-in policy rules"; OEL reference, "Conditional expressions").
//!
//! Brackets and quotes without a partner are `unbalanced-expression`'s.

use crate::diagnostic::Severity;
use crate::expression::{Expression, Flaw, FlawKind, Unreadable};
use crate::json::Node;
use crate::lints::{Check, Cx, Declaration};
use crate::model::{Policy, PolicyRule, provider_expressions};
use crate::okta::Key;

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Warning, &[Check::Rule(check_rule), Check::Policy(check_policy)]);

fn check_rule<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let condition = rule.condition(Key::EL_CONDITION).and_then(|el| el.field(Key::CONDITION));
    for node in condition.into_iter().chain(provider_expressions(rule)) {
        check(node, cx);
    }
}

fn check_policy<'d>(policy: &Policy<'d>, cx: &mut Cx<'_, 'd>) {
    let path = [Key::SETTINGS, Key::PASSWORD, Key::COMPLEXITY, Key::OEL_STATEMENT];
    if let Some(statement) = policy.node.at(&path) {
        check(statement, cx);
    }
}

fn check<'d>(node: Node<'d>, cx: &mut Cx<'_, 'd>) {
    let Some(text) = node.as_str() else {
        return;
    };
    match Expression::read(text) {
        // Of an empty text, the schemas speak.
        Err(Unreadable::Empty) if !node.is_str("") => {
            cx.report(node, format!("{} holds nothing but blanks", node.name()))
                .help("Write the expression that is meant, or leave it out");
        }
        Err(_) => {}
        Ok(expression) => {
            for flaw in expression.whole().flaws() {
                let (message, help) = in_words(&flaw);
                cx.report(node, message).help(help);
            }
        }
    }
}

/// What is wrong, and what to do.
fn in_words(flaw: &Flaw<'_>) -> (String, String) {
    let text = flaw.phrase.text();
    let (message, help) = match flaw.kind {
        FlawKind::NothingBefore => (
            format!("nothing stands before `{text}` in the expression"),
            "Write the value that is missing, or remove the operator".to_owned(),
        ),
        FlawKind::NothingAfter => (
            format!("nothing stands after `{text}` in the expression"),
            "Write the value that is missing, or remove the operator".to_owned(),
        ),
        FlawKind::Doubled => (
            format!("`{text}` has nothing between its operators"),
            "Write the value that is missing, or remove one operator".to_owned(),
        ),
        FlawKind::SideBySide => (
            format!("`{text}` has no operator between its values"),
            "Write the operator that is missing, such as `==`, `&&` or a `.` before a member"
                .to_owned(),
        ),
        FlawKind::NoOperator(meant) => (
            format!("`{text}` is not an operator of the expression language"),
            match meant {
                Some(meant) => format!("Write `{meant}`"),
                None => "Use an operator that Okta documents, such as `==` or `&&`".to_owned(),
            },
        ),
        FlawKind::TypographicQuotes => (
            format!("`{text}` has typographic quotes, which begin no text in an expression"),
            "Write straight quotes: `'` or `\"`".to_owned(),
        ),
        FlawKind::EmptyBrackets => (
            format!("`{text}` has nothing between its brackets"),
            "Write what belongs into the brackets, or remove them".to_owned(),
        ),
        FlawKind::Stray => (
            format!("{} means nothing where it stands in the expression", visible(text)),
            "Remove it, or write the operator that is meant".to_owned(),
        ),
        FlawKind::NoAlternative => (
            format!("`{text}` says what holds if the condition is true, but not what holds if not"),
            "Add `:` and the other value".to_owned(),
        ),
    };
    (message, help)
}

/// The text in quotes, or the code of a character that cannot be seen.
fn visible(text: &str) -> String {
    match text.chars().next() {
        Some(only) if text.len() == only.len_utf8() && is_invisible(only) => {
            format!("the character U+{:04X}", u32::from(only))
        }
        _ => format!("`{text}`"),
    }
}

fn is_invisible(char: char) -> bool {
    char.is_control()
        || matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

//! `&&` and `||` without parentheses between them: `&&` binds more tightly (Spring's Expression
//! Language), which is not what one sees.

use crate::diagnostic::Severity;
use crate::expression::Phrase;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Warning, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    if let Some(mixed) = expression.whole().mixed() {
        let message = format!(
            "`{}` mixes `&&` and `||` without parentheses; `&&` binds more tightly",
            mixed.text()
        );
        let help = format!("Write `{}`, or put the parentheses where they are meant", bound(mixed));
        cx.report(node, message).help(help);
    }
}

/// The phrase with the parentheses that Okta reads into it.
fn bound(mixed: Phrase<'_>) -> String {
    let alternatives = mixed.alternatives().into_iter().map(|part| match part.has_and() {
        true => format!("({})", part.text()),
        false => part.text().to_owned(),
    });
    alternatives.collect::<Vec<_>>().join(" || ")
}

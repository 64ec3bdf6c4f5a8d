//! A text turned into a number, which fails where it is none (OEL reference, "Data conversion
//! functions").

use crate::diagnostic::Severity;
use crate::expression::Phrase;
use crate::lints::{Check, Cx, Declaration};
use crate::model::PolicyRule;

pub(crate) const LINT: Declaration = Declaration::new(Severity::Info, &[Check::Rule(check)]);

fn check<'d>(rule: &PolicyRule<'d>, cx: &mut Cx<'_, 'd>) {
    let Some((node, expression)) = rule.conditions.expression() else {
        return;
    };
    let calls = expression.whole().calls();
    let conversions = calls.filter(|call| matches!(call.name, "toInteger" | "toNumber"));
    for call in conversions.filter(|call| call.arguments.is_empty() && may_fail(call.receiver)) {
        let message = format!(
            "`{}` fails for a user whose value is not a number, and what the rule does then is not \
             documented",
            call.phrase.text()
        );
        cx.report(node, message)
            .help("Compare the text itself, or give the attribute a number type");
    }
}

/// Whether some values cannot be converted: not where the receiver is a number, or the text of one.
fn may_fail(receiver: Phrase<'_>) -> bool {
    let is_numeric_text = receiver.quoted().is_some_and(|text| text.parse::<f64>().is_ok());
    let gives_number = |name| {
        matches!(name, "length" | "size" | "toUnix" | "toWindows" | "toNumeric" | "toString")
    };
    let is_number = receiver.call().is_some_and(|call| gives_number(call.name));
    !(receiver.is_empty() || receiver.is_number() || is_numeric_text || is_number)
}

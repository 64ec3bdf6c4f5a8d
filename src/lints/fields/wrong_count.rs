//! A list or text with more or fewer items or characters than Okta takes.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::schema::{Assertion, Violation};

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["maxItems", "minItems", "maxLength", "minLength"], check)],
);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let (name, node) = (&violation.name, violation.node);
    let (limit, is_most) = match violation.assertion {
        Assertion::MinLength(least) | Assertion::MinItems(least) => (*least, false),
        Assertion::MaxLength(most) | Assertion::MaxItems(most) => (*most, true),
        _ => return,
    };
    let (count, unit) = match node.as_str() {
        Some(text) => (text.chars().count(), "character"),
        None => (node.elements().count(), "item"),
    };
    let plural = if count == 1 { "" } else { "s" };
    let message = match is_most {
        _ if count == 0 => format!("{name} is empty; Okta accepts at least {limit} {unit}"),
        true if limit == 0 && unit == "item" => {
            format!("{name} has {count} {unit}{plural}; Okta documents no meaning for any")
        }
        true => format!("{name} has {count} {unit}{plural}; Okta accepts at most {limit}"),
        false => format!("{name} has {count} {unit}{plural}; Okta accepts at least {limit}"),
    };
    let finding = cx.report(node, message).explained_by(violation);
    if is_most && let Some(beyond) = node.elements().nth(limit) {
        finding.label(beyond, "the first item beyond the limit");
    }
}

//! A list or text with more or fewer items or characters than Okta takes.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::shape::Violation;

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["maxItems", "minItems", "maxLength", "minLength"], check)],
);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let (name, node, limit) = (&violation.name, violation.node, violation.demand);
    let (count, unit) = match node.as_str() {
        Some(text) => (text.chars().count(), "character"),
        None => (node.elements().count(), "item"),
    };
    let plural = if count == 1 { "" } else { "s" };
    let message = match violation.keyword.as_str() {
        _ if count == 0 => format!("{name} is empty; Okta accepts at least {limit} {unit}"),
        "maxItems" if limit == 0 => {
            format!("{name} has {count} {unit}{plural}; Okta documents no meaning for any")
        }
        "maxItems" | "maxLength" => {
            format!("{name} has {count} {unit}{plural}; Okta accepts at most {limit}")
        }
        _ => format!("{name} has {count} {unit}{plural}; Okta accepts at least {limit}"),
    };
    let finding = cx.report(node, message).explained_by(violation);
    let most = limit.as_u64().and_then(|limit| usize::try_from(limit).ok());
    if violation.keyword == "maxItems"
        && let Some(beyond) = most.and_then(|most| node.elements().nth(most))
    {
        finding.label(beyond, "the first item beyond the limit");
    }
}

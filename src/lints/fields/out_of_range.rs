//! A number outside the range that Okta takes.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::shape::Violation;

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], check)],
);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let bound = violation.demand;
    let limit = match violation.keyword.as_str() {
        "minimum" => format!("at least {bound}"),
        "maximum" => format!("at most {bound}"),
        "exclusiveMinimum" => format!("more than {bound}"),
        _ => format!("less than {bound}"),
    };
    let value = violation.node.brief();
    let message = format!("{} is {value}; Okta accepts {limit}", violation.name);
    cx.report(violation.node, message).explained_by(violation);
}

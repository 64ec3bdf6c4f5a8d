//! A number outside the range that Okta takes.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::schema::{Assertion, Violation};

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], check)],
);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let limit = match violation.assertion {
        Assertion::Minimum(bound) => format!("at least {bound}"),
        Assertion::Maximum(bound) => format!("at most {bound}"),
        Assertion::ExclusiveMinimum(bound) => format!("more than {bound}"),
        Assertion::ExclusiveMaximum(bound) => format!("less than {bound}"),
        _ => return,
    };
    let value = violation.node.brief();
    let message = format!("{} is {value}; Okta accepts {limit}", violation.name);
    cx.report(violation.node, message).explained_by(violation);
}

//! A number outside the range that Okta takes.

use crate::diagnostic::Severity;
use crate::lints::{Check, Cx, Declaration};
use crate::schema::{Demand, Violation};

pub(crate) const LINT: Declaration = Declaration::new(
    Severity::Error,
    &[Check::Shape(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], check)],
);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let limit = match violation.demand {
        Demand::Minimum(bound) => format!("at least {bound}"),
        Demand::Maximum(bound) => format!("at most {bound}"),
        Demand::ExclusiveMinimum(bound) => format!("more than {bound}"),
        Demand::ExclusiveMaximum(bound) => format!("less than {bound}"),
        _ => return,
    };
    let value = violation.node.brief();
    let message = format!("{} is {value}; Okta accepts {limit}", violation.name);
    cx.report(violation.node, message).explained_by(violation);
}

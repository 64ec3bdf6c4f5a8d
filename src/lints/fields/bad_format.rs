//! A text that is not what it stands for: a duration, a point in time, a regular expression.

use crate::diagnostic::{Safety, Severity};
use crate::duration::Duration;
use crate::lints::{Check, Cx, Declaration};
use crate::schema::{self, Assertion, Format, Violation};

pub(crate) const LINT: Declaration =
    Declaration::new(Severity::Error, &[Check::Shape(&["format", "pattern"], check)]);

fn check<'d>(violation: &Violation<'d>, cx: &mut Cx<'_, 'd>) {
    let text = violation.node.as_str().unwrap_or_default();
    let what = format!("{} is {}", violation.name, violation.node.brief());
    let message = match violation.assertion {
        Assertion::Format(Format::Duration) => {
            format!("{what}, which is not a duration such as \"PT2H\" or \"P30D\"")
        }
        Assertion::Format(Format::DateTime) => {
            format!("{what}, which is not a time such as \"2026-03-01T09:30:00.000Z\"")
        }
        Assertion::Format(Format::JavaRegex) => {
            let reason = schema::pattern_error(&text).unwrap_or_default();
            format!("{what}, which is not a regular expression: {reason}")
        }
        _ => format!("{what}, which does not have the form that Okta expects"),
    };
    let finding = cx.report(violation.node, message).explained_by(violation);
    let with_zeros = text.replace(['O', 'o'], "0");
    if with_zeros != text && Duration::parse(&with_zeros).is_some() {
        if !finding.has_help() {
            let help = format!("Write \"{with_zeros}\": the letter O stands where a zero belongs");
            finding.help(help);
        }
        let title = format!("Write \"{with_zeros}\"");
        finding.fix(Safety::Safe, title).replace(violation.node, with_zeros);
    }
}

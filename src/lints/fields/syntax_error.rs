//! A text that departs from RFC 8259.

use crate::diagnostic::Severity;
use crate::json::{Document, SyntaxError};
use crate::lints::{Check, Cx, Declaration, Draft};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Document(check)]);

fn check<'d>(document: &'d Document, cx: &mut Cx<'_, 'd>) {
    let errors = document.syntax_errors();
    for (n, error) in errors.iter().enumerate() {
        let is_last = n + 1 == errors.len();
        let more = if is_last { document.more_broken_lines() } else { 0 };
        report(document, error, cx).standing_for(1 + more);
    }
}

fn report<'c, 'd>(
    document: &'d Document,
    error: &SyntaxError,
    cx: &'c mut Cx<'_, 'd>,
) -> &'c mut Draft<'d> {
    let finding = cx.report_bytes(document, error.span.clone(), &error.message);
    finding.primary_label(&error.expected);
    if let Some((span, what)) = &error.opened {
        finding.label_bytes(document, span.clone(), *what);
    }
    if let Some(help) = error.help {
        finding.help(help);
    }
    finding
}

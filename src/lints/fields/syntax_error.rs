//! A text that departs from RFC 8259.

use crate::diagnostic::Severity;
use crate::json::{Document, SyntaxError};
use crate::lints::{Check, Cx, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Document(check)]);

fn check<'d>(document: &'d Document, cx: &mut Cx<'_, 'd>) {
    document.syntax_errors().iter().for_each(|error| report(document, error, cx));
}

fn report<'d>(document: &'d Document, error: &SyntaxError, cx: &mut Cx<'_, 'd>) {
    let finding = cx.report_bytes(document, error.span.clone(), &error.message);
    finding.primary_label(&error.expected);
    if let Some((span, what)) = &error.opened {
        finding.label_bytes(document, span.clone(), *what);
    }
    if let Some(help) = error.help {
        finding.help(help);
    }
}

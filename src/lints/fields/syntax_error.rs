//! A text that departs from RFC 8259.

use crate::finding::{Findings, Severity};
use crate::json::{Document, SyntaxError};
use crate::lints::{Check, Declaration};

pub(crate) const LINT: Declaration = Declaration::new(Severity::Error, &[Check::Document(check)]);

fn check<'d>(document: &'d Document, findings: &mut Findings<'d>) {
    document.syntax_errors().iter().for_each(|error| report(document, error, findings));
}

fn report<'d>(document: &'d Document, error: &SyntaxError, findings: &mut Findings<'d>) {
    let finding = findings.at_bytes(document, error.span.clone(), error.message.clone());
    finding.remark(&error.expected);
    if let Some((span, what)) = &error.opened {
        finding.label_bytes(document, span.clone(), *what);
    }
    if let Some(help) = error.help {
        finding.help(help);
    }
}

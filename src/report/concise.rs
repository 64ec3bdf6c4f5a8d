//! `path:line:column: severity[lint] message`, for editors and grep.

use std::io::{self, Write};

use super::Summary;
use crate::finding::Finding;
use crate::wording::printable;

pub(super) fn write(
    out: &mut impl Write,
    findings: &[Finding<'_>],
    summary: &Summary<'_>,
) -> io::Result<()> {
    for finding in findings {
        let document = finding.document();
        let at = document.position(finding.span().start);
        write!(
            out,
            "{}:{}:{}: {}[{}] {}",
            printable(document.name()),
            at.line,
            at.column,
            finding.severity,
            finding.lint.name,
            finding.message
        )?;
        let subject = finding.subject.to_string();
        if subject.is_empty() {
            writeln!(out)?;
        } else {
            writeln!(out, " ({subject})")?;
        }
    }
    writeln!(out, "{}", summary.sentences())
}

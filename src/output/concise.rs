//! `path:line:column: severity[lint] message`, for editors and grep.

use std::io::{self, Write};

use super::{Format, Style, summary};
use crate::diagnostic::Report;
use crate::wording::{harmless, printable, unmistakable_path};
use crate::workspace::Workspace;

pub(super) const FORMAT: Format =
    Format { name: "concise", about: "One line for each finding", is_for_programs: false, write };

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    for finding in &report.findings {
        let at = &finding.primary.location;
        write!(
            out,
            "{}:{}:{}: {}[{}] {}",
            printable(&unmistakable_path(&at.file)),
            at.start.line,
            at.start.column,
            finding.severity,
            finding.lint.name,
            harmless(&finding.message)
        )?;
        let subject = finding.subject.to_string();
        if subject.is_empty() {
            writeln!(out)?;
        } else {
            writeln!(out, " ({subject})")?;
        }
    }
    writeln!(out, "{}", summary(report))
}

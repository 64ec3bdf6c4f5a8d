//! Workflow commands, from which GitHub Actions makes annotations: one line for each finding.

use std::io::{self, Write};

use super::{Format, Style, harmless, sentence, write_summary};
use crate::diagnostic::{Finding, Report, Severity};
use crate::workspace::Workspace;

pub(super) const FORMAT: Format = Format {
    name: "github",
    about: "Annotations for GitHub Actions",
    is_for_programs: false,
    write,
    end: Some(write_summary),
    write_statistics: None,
};

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    for finding in &report.findings {
        write_command(out, finding)?;
    }
    Ok(())
}

fn write_command(out: &mut dyn Write, finding: &Finding) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let at = &finding.primary.location;
    let file = property(&harmless(&at.file));
    write!(out, "::{command} file={file},line={},endLine={}", at.start.line, at.end.line)?;
    // GitHub refuses columns of more than one line.
    if at.start.line == at.end.line {
        write!(out, ",col={},endColumn={}", at.start.column, at.end.column)?;
    }
    write!(out, ",title={}::{}", property(finding.lint.name), data(&sentence(finding)))?;
    if let Some(help) = &finding.help {
        write!(out, "{}", data(&format!("\nhelp: {}", harmless(help))))?;
    }
    writeln!(out)
}

/// A message as the runner reads it back (`ActionCommand.cs` of its source).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// As [`data`], of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

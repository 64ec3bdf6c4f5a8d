//! `path:line:column: severity[lint] message`, for editors and grep.

use std::io::{self, Write};

use super::{Format, Style, linked, sentence, statistics, write_summary};
use crate::diagnostic::Report;
use crate::wording::{printable, unmistakable_path};
use crate::workspace::Workspace;

pub(super) const FORMAT: Format = Format {
    name: "concise",
    about: "One line for each finding",
    is_for_programs: false,
    write,
    end: Some(write_summary),
    write_statistics: Some(statistics::write_text),
};

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, style: Style) -> io::Result<()> {
    for finding in &report.findings {
        let at = &finding.primary.location;
        writeln!(
            out,
            "{}:{}:{}: {}[{}] {}",
            printable(&unmistakable_path(&at.file)),
            at.start.line,
            at.start.column,
            finding.severity,
            linked(&finding.lint, style),
            sentence(finding)
        )?;
    }
    Ok(())
}

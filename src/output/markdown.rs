//! A table for a comment on a pull request, the worst first.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::{Format, Style, sentence, summary};
use crate::diagnostic::{Finding, Report};
use crate::wording::{escaped_in_markdown as escaped, printable};
use crate::workspace::Workspace;

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    about: "A table for a comment on a pull request",
    is_for_programs: false,
    write,
    end: None,
    write_statistics: None,
};

/// Nobody reads more of them in a comment.
const MOST_ROWS: usize = 50;

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    let summary = summary(report);
    let mut lines = summary.lines();
    let counts = lines.next().unwrap_or_default();
    write!(out, "# catchall\n\n{}\n", escaped(counts))?;
    let mut findings: Vec<&Finding> = report.findings.iter().collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    if !findings.is_empty() {
        write!(out, "\n| severity | lint | place | finding |\n| --- | --- | --- | --- |\n")?;
    }
    for finding in findings.iter().take(MOST_ROWS) {
        let at = &finding.primary.location;
        let place = format!("{}:{}", printable(&at.file), at.start.line);
        writeln!(
            out,
            "| {} | [{}]({}) | {} | {} |",
            finding.severity,
            finding.lint.name,
            finding.lint.url(),
            escaped(&place),
            escaped(&sentence(finding))
        )?;
    }
    if let Some(more) = findings.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
        write!(out, "\nand {more} more\n")?;
    }
    // What else there is to say.
    for (n, line) in lines.enumerate() {
        let start = if n == 0 { "\n" } else { "" };
        writeln!(out, "{start}- {}", escaped(line))?;
    }
    Ok(())
}

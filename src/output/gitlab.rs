//! A Code Quality report, which GitLab shows in merge requests: an array with the members that GitLab
//! documents ("Code Quality report format").

use std::io::{self, Write};

use serde::Serialize;

use super::{Format, Style, sentence};
use crate::diagnostic::{Finding, Report, Severity};
use crate::wording::{Each, write_json};
use crate::workspace::Workspace;

pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    about: "A Code Quality report for GitLab",
    is_for_programs: true,
    write,
    end: None,
    write_statistics: None,
};

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    write_json(out, &Each(|| report.findings.iter().map(Issue::of)))
}

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Place<'r>,
}

#[derive(Serialize)]
struct Place<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl<'r> Issue<'r> {
    fn of(finding: &'r Finding) -> Self {
        let at = &finding.primary.location;
        Self {
            description: sentence(finding),
            check_name: finding.lint.name,
            fingerprint: finding.fingerprint.to_string(),
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Place {
                path: &at.file,
                lines: Lines { begin: at.start.line, end: at.end.line },
            },
        }
    }
}

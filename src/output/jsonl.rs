//! JSON Lines, for programs that read one finding after the other: a line for each, as in `json`, and a
//! last one with what `json` says beside findings. That one alone has `version`.

use std::io::{self, Write};

use super::json::{FindingObject, Rest};
use super::{Format, Style};
use crate::diagnostic::Report;
use crate::wording::write_json_line;
use crate::workspace::Workspace;

pub(super) const FORMAT: Format = Format {
    name: "jsonl",
    about: "One JSON object a line: each finding, then the summary",
    is_for_programs: true,
    write,
    end: None,
    write_statistics: None,
};

fn write(out: &mut dyn Write, report: &Report, _: &Workspace, _: Style) -> io::Result<()> {
    for finding in &report.findings {
        write_json_line(out, &FindingObject::of(finding))?;
    }
    write_json_line(out, &Rest::of(report))
}

//! Findings to text, one format in each file. Reporters speak of findings, never of policies.

mod concise;
mod full;
mod json;

use std::io::{self, Write};

pub use full::Style;

use crate::Checked;
use crate::finding::Severity;
use crate::json::Document;
use crate::lints::Skipped;
use crate::notice::Notice;

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: the place with its surroundings, the reason and the fix.
    Full(Style),
    /// One line for each finding.
    Concise,
    /// One JSON object, version 1.
    Json,
}

/// Writes the findings.
///
/// # Errors
/// What `out` answers.
pub fn write(
    out: &mut impl Write,
    format: Format,
    documents: &[Document],
    checked: &Checked<'_>,
) -> io::Result<()> {
    let summary = Summary::of(documents, checked);
    match format {
        Format::Full(style) => full::write(out, style, &checked.findings, &summary),
        Format::Concise => concise::write(out, &checked.findings, &summary),
        Format::Json => json::write(out, &checked.findings, &summary),
    }
}

/// The numbers of a run.
#[derive(Debug, Clone)]
struct Summary<'c> {
    files: usize,
    policies: usize,
    rules: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    /// What a pedantic run would report besides.
    pedantic: usize,
    skipped: &'c [Skipped],
    notices: &'c [Notice],
}

impl<'c> Summary<'c> {
    fn of(documents: &[Document], checked: &'c Checked<'_>) -> Self {
        let count = |severity| {
            let of_severity = checked.findings.iter().filter(|found| found.severity == severity);
            of_severity.count()
        };
        let exports = &checked.exports.all;
        Self {
            files: documents.len() - checked.exports.unrelated.len(),
            policies: exports.iter().map(|export| export.policies.len()).sum(),
            rules: exports.iter().map(|export| export.rules().count()).sum(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            infos: count(Severity::Info),
            pedantic: checked.more_if_pedantic,
            skipped: &checked.skipped,
            notices: &checked.notices,
        }
    }

    /// The last lines for people.
    fn sentences(&self) -> String {
        let mut sentences = self.sentence();
        for notice in self.notices {
            sentences += &format!("\n{notice}");
        }
        let reason = |skipped: &Skipped| (skipped.lacking, skipped.is_cut_off);
        for skipped in self.skipped.chunk_by(|one, other| reason(one) == reason(other)) {
            let lints: Vec<&str> = skipped.iter().map(|skipped| skipped.lint.name).collect();
            let lacking = skipped[0].lacking.plural();
            let (how, why) = match skipped[0].is_cut_off {
                true => ("Not run in full", format!("may not have all {lacking}")),
                false => ("Not run", format!("has no {lacking}")),
            };
            sentences += &format!("\n{how}: {} (the export {why}).", lints.join(", "));
        }
        if self.pedantic > 0 {
            sentences += &format!("\n{} more with --pedantic.", self.pedantic);
        }
        sentences
    }

    fn sentence(&self) -> String {
        let checked = format!(
            "{} in {}, {}",
            number(self.policies, "policy", "policies"),
            number(self.files, "file", "files"),
            number(self.rules, "rule", "rules"),
        );
        if self.errors + self.warnings + self.infos == 0 {
            return format!("No findings. Checked {checked}.");
        }
        format!(
            "Found {}, {} and {}. Checked {checked}.",
            number(self.errors, "error", "errors"),
            number(self.warnings, "warning", "warnings"),
            number(self.infos, "info", "infos"),
        )
    }
}

fn number(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

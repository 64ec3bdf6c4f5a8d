//! How many findings there are of each lint, in place of the findings.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::{LintName, Report, Severity};

/// How many findings there are of a lint, those included that are not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) lint: LintName,
    pub(super) severity: Severity,
    pub(super) count: usize,
}

/// The counts, the worst first, and of these the most.
pub(super) fn counts(report: &Report) -> Vec<Count> {
    let shown = report.findings.iter().map(|finding| (finding.lint, finding.severity, 1));
    let others = report.not_shown.iter().map(|others| (others.lint, others.severity, others.count));
    let mut counts: BTreeMap<(LintName, Severity), usize> = BTreeMap::new();
    for (lint, severity, count) in shown.chain(others) {
        *counts.entry((lint, severity)).or_default() += count;
    }
    let counts = counts.into_iter();
    let mut counts: Vec<Count> =
        counts.map(|((lint, severity), count)| Count { lint, severity, count }).collect();
    counts.sort_by_key(|one| Reverse((one.severity, one.count)));
    counts
}

/// Writes the counts for people.
pub(super) fn write_text(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let counts = counts(report);
    let width = counts.iter().map(|one| one.count.to_string().len()).max().unwrap_or_default();
    for Count { lint, severity, count } in counts {
        writeln!(out, "{count:>width$} {:7} {}", severity.name(), lint.name)?;
    }
    Ok(())
}

//! What came of a run.

use std::sync::Arc;

use super::finding::{Finding, LintName};
use super::notice::Notice;
use super::severity::Severity;

/// What came of checking a set of files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The findings, by file, place and lint.
    pub findings: Vec<Finding>,
    /// What is found, and not shown, since somebody has looked at it and left it, or it is not new.
    pub silenced: Vec<Silenced>,
    /// What the revision is called that the files were compared with, where they were.
    pub since: Option<Arc<str>>,
    /// What the baseline knows that is found no more; none where that is not known.
    pub stale_baseline: Option<StaleBaseline>,
    /// What was found besides, beyond the limits on what is shown.
    pub not_shown: Vec<NotShown>,
    /// How many findings there would be besides, were the filter pedantic.
    pub more_if_pedantic: usize,
    /// What was not checked, since exports lack the objects that it needs: by what is lacking, then by
    /// lint.
    pub not_run: Vec<NotRun>,
    /// What else was not looked at, or not as one would expect.
    pub notices: Vec<Notice>,
    /// How much was looked at.
    pub counts: Counts,
}

impl Report {
    /// How many of the findings matter so much, those included that are not shown.
    pub fn count(&self, severity: Severity) -> usize {
        let shown = self.findings.iter().filter(|finding| finding.severity == severity).count();
        let others = self.not_shown.iter().filter(|others| others.severity == severity);
        shown + others.map(|others| others.count).sum::<usize>()
    }

    /// How many findings entries of the configuration ignore.
    pub fn ignored(&self) -> usize {
        self.silenced_by(|by| matches!(by, Silencer::Ignored { .. }))
    }

    /// How many findings are in the baseline.
    pub fn in_baseline(&self) -> usize {
        self.silenced_by(|by| *by == Silencer::Baseline)
    }

    /// How many findings the revision has, too, that the files were compared with.
    pub fn unchanged(&self) -> usize {
        self.silenced_by(|by| *by == Silencer::Earlier)
    }

    fn silenced_by(&self, is_it: impl Fn(&Silencer) -> bool) -> usize {
        self.silenced.iter().filter(|one| is_it(&one.by)).count()
    }

    /// Whether there was nothing to check, and nothing to say of it.
    pub fn is_empty(&self) -> bool {
        self.counts.files == 0 && self.findings.is_empty()
    }
}

/// How much is shown of what is found: an export with one mistake in it ten thousand times is told so
/// without ten thousand findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Findings of one lint and one severity in one file; what is beyond is counted.
    pub findings: usize,
    /// Places that explain one finding; what is beyond is counted.
    pub labels: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { findings: 200, labels: 10 }
    }
}

/// Findings that are not shown, since there are too many of their kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotShown {
    /// The lint.
    pub lint: LintName,
    /// How much they matter.
    pub severity: Severity,
    /// The file that they are in.
    pub file: Arc<str>,
    /// How many they are.
    pub count: usize,
}

/// How much a run looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that hold something of Okta's, or are no JSON.
    pub files: usize,
    /// Policies.
    pub policies: usize,
    /// Rules.
    pub rules: usize,
}

/// A lint that could not look at everything that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRun {
    /// The lint.
    pub lint: LintName,
    /// What kind of object an export holds none of, although its policies are about such objects.
    pub lacking: &'static str,
    /// As `lacking`, of several.
    pub lacking_plural: String,
    /// Whether the export holds some of them after all, but perhaps not the rest.
    pub is_cut_off: bool,
}

/// A baseline that knows findings which are found no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleBaseline {
    /// What the baseline is called.
    pub name: String,
    /// How many of its entries match nothing.
    pub entries: usize,
}

/// A finding that is not shown, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// The finding.
    pub finding: Finding,
    /// Why it is not shown.
    pub by: Silencer,
}

/// Why a finding is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silencer {
    /// An entry of the configuration is about it.
    Ignored {
        /// Which of the entries, from 0.
        entry: usize,
        /// The reason that the entry gives.
        reason: String,
    },
    /// It was there when the baseline was written.
    Baseline,
    /// The revision has it, too, that the files were compared with.
    Earlier,
}

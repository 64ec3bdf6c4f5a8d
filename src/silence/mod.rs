//! Findings that somebody has looked at and left: by an entry with a reason, or in a baseline.

mod baseline;
mod ignore;
mod paths;

pub use baseline::{Baseline, BaselineError};
pub use ignore::Ignore;
pub use paths::{PathError, Paths};

use crate::date::Date;
use crate::diagnostic::{Finding, Severity, Silenced, Silencer};
use crate::filter::Filter;
use crate::lints::Lint;

/// What is not to be shown, although it is found.
#[derive(Debug, Clone, Default)]
pub struct Silence {
    /// What is left for a reason.
    pub ignores: Vec<Ignore>,
    /// What was there when the baseline was written.
    pub baseline: Option<Baseline>,
    /// Whether all files are checked that the entries are about, so that one that matches nothing is
    /// of no use.
    pub is_whole: bool,
}

impl Silence {
    pub(crate) fn is_empty(&self) -> bool {
        self.ignores.is_empty() && self.baseline.is_none()
    }

    /// Why the finding is not shown, if it is not, by the first entry that is about it.
    pub(crate) fn of(&self, finding: &Finding, today: Date) -> Option<Silencer> {
        let entries = self.ignores.iter().enumerate();
        let mut valid = entries.filter(|(_, ignore)| !ignore.is_past(today));
        if let Some((entry, ignore)) = valid.find(|(_, ignore)| ignore.is_about(finding)) {
            return Some(Silencer::Ignored { entry, reason: ignore.reason.clone() });
        }
        let baseline = self.baseline.as_ref()?;
        baseline.has(finding.fingerprint).then_some(Silencer::Baseline)
    }

    /// Entries that are past their date, or about nothing that was found.
    pub(crate) fn stale(
        &self,
        silenced: &[Silenced],
        filter: &Filter,
        today: Date,
    ) -> Vec<Finding> {
        let is_used = |n: usize| {
            let is_by =
                |one: &Silenced| matches!(one.by, Silencer::Ignored { entry, .. } if entry == n);
            silenced.iter().any(is_by)
        };
        let reported = |name: &str, finding: fn(&Ignore, &'static Lint) -> Finding| {
            let lint = Lint::named(name).filter(|lint| filter.runs(lint))?;
            Some(move |ignore: &Ignore| finding(ignore, lint))
        };
        let (expired, unused) = (
            reported("expired-ignore", Ignore::expired),
            reported("unused-ignore", Ignore::unused),
        );
        let entries = self.ignores.iter().enumerate();
        let stale = entries.filter_map(|(n, ignore)| {
            if ignore.is_past(today) {
                return expired.as_ref().map(|expired| expired(ignore));
            }
            // What did not run found nothing.
            let has_run = ignore.lint.lints().any(|lint| filter.runs(lint));
            let is_unused = self.is_whole && has_run && !is_used(n);
            unused.as_ref().filter(|_| is_unused).map(|unused| unused(ignore))
        });
        stale
            .filter(|finding| finding.severity >= filter.min_severity.unwrap_or(Severity::Info))
            .collect()
    }
}

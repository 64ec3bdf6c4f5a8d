//! Findings that are not to be shown: somebody has looked at them and left them, by an entry with a reason
//! or in a baseline, or an earlier revision has them, too.

mod baseline;
mod earlier;
mod ignore;
mod paths;

pub use baseline::{Baseline, BaselineError};
pub use earlier::Earlier;
pub use ignore::Ignore;
pub use paths::{PathError, Paths};

use std::collections::HashSet;

use crate::date::Date;
use crate::diagnostic::{Finding, Silenced, Silencer};
use crate::filter::Filter;
use crate::lints::Lint;

/// What is not to be shown, although it is found.
#[derive(Debug, Clone, Default)]
pub struct Silence {
    /// What is left for a reason.
    pub ignores: Vec<Ignore>,
    /// What was there when the baseline was written.
    pub baseline: Option<Baseline>,
    /// What an earlier revision has, too.
    pub earlier: Option<Earlier>,
    /// Whether all files are checked that the entries are about, so that one that matches nothing is
    /// of no use.
    pub is_whole: bool,
}

impl Silence {
    pub(crate) fn is_empty(&self) -> bool {
        self.ignores.is_empty() && self.baseline.is_none() && self.earlier.is_none()
    }

    /// Why the finding is not shown, if it is not, by the first entry that is about it.
    pub(crate) fn of(&self, finding: &Finding, today: Date) -> Option<Silencer> {
        let entries = self.ignores.iter().enumerate();
        let mut valid = entries.filter(|(_, ignore)| !ignore.is_past(today));
        if let Some((entry, ignore)) = valid.find(|(_, ignore)| ignore.is_about(finding)) {
            return Some(Silencer::Ignored { entry, reason: ignore.reason.clone() });
        }
        if self.baseline.as_ref().is_some_and(|baseline| baseline.has(finding.fingerprint)) {
            return Some(Silencer::Baseline);
        }
        let is_earlier = self.earlier.as_ref()?.has(finding.fingerprint);
        is_earlier.then_some(Silencer::Earlier)
    }

    /// Entries that are past their date, or about nothing that was found.
    pub(crate) fn stale(
        &self,
        silenced: &[Silenced],
        filter: &Filter,
        today: Date,
    ) -> Vec<Finding> {
        let used = silenced.iter().filter_map(|one| match one.by {
            Silencer::Ignored { entry, .. } => Some(entry),
            Silencer::Baseline | Silencer::Earlier => None,
        });
        let used: HashSet<usize> = used.collect();
        let lint = |name| Lint::named(name).filter(|lint| filter.runs(lint));
        let (expired, unused) = (lint("expired-ignore"), lint("unused-ignore"));
        let stale = self.ignores.iter().enumerate().filter_map(|(n, ignore)| {
            if ignore.is_past(today) {
                return expired.map(|lint| ignore.expired(lint));
            }
            // What did not run found nothing.
            let is_unused = self.is_whole
                && !used.contains(&n)
                && ignore.lint.lints().any(|lint| filter.runs(lint));
            unused.filter(|_| is_unused).map(|lint| ignore.unused(lint))
        });
        stale.collect()
    }
}

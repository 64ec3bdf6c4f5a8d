//! Findings that are not to be shown: somebody has looked at them and left them, by an entry with a reason
//! or in a baseline, or an earlier revision has them, too.

mod baseline;
mod earlier;
mod ignore;
mod paths;
mod removal;

pub use baseline::{Baseline, BaselineError};
pub use earlier::Earlier;
pub use ignore::Ignore;
pub use paths::{PathError, Paths};
#[cfg(feature = "config")]
pub(crate) use removal::with_its_comments;

use std::collections::HashSet;
use std::sync::Arc;

use crate::date::Date;
use crate::diagnostic::{Edit, Finding, Fingerprint, Silenced, Silencer, StaleBaseline};
use crate::filter::Filter;
use crate::json::Document;
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
    /// Whether all files are checked that the entries and the baseline are about, so that one that matches
    /// nothing is of no use.
    pub is_whole: bool,
    /// The files that the entries are written in.
    pub files: Vec<Arc<Document>>,
}

impl Silence {
    pub(crate) fn is_empty(&self) -> bool {
        self.ignores.is_empty() && self.baseline.is_none() && self.earlier.is_none()
    }

    /// The file of this name that entries are written in.
    pub(crate) fn file(&self, name: &str) -> Option<&Document> {
        self.files.iter().map(Arc::as_ref).find(|file| file.name() == name)
    }

    /// Gives a file another text, in which these edits were made: with the entries that are left.
    pub(crate) fn rewrite(&mut self, name: &str, edits: &[&Edit], text: String) {
        let Some(file) = self.files.iter_mut().find(|file| file.name() == name) else {
            return;
        };
        *file = Arc::new(file.with_text(text));
        let entries = std::mem::take(&mut self.ignores).into_iter().filter_map(|entry| {
            let is_in_file = *entry.location.file == *name;
            if is_in_file { entry.after(edits, file) } else { Some(entry) }
        });
        self.ignores = entries.collect();
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

    /// What the baseline knows and is not among all that was `found`, shown or not. Of what `has_run` does not
    /// say that it has looked at all, nothing is known.
    pub(crate) fn stale_baseline(
        &self,
        found: &HashSet<Fingerprint>,
        has_run: impl Fn(&Lint) -> bool,
    ) -> Option<StaleBaseline> {
        self.baseline.as_ref().filter(|_| self.is_whole)?.stale(found, has_run)
    }

    /// Entries that are past their date, or about nothing that was found. `has_run` says of a lint whether
    /// it has looked at all that it is about.
    pub(crate) fn stale(
        &self,
        silenced: &[Silenced],
        filter: &Filter,
        today: Date,
        has_run: impl Fn(&Lint) -> bool,
    ) -> Vec<Finding> {
        let used = silenced.iter().filter_map(|one| match one.by {
            Silencer::Ignored { entry, .. } => Some(entry),
            Silencer::Baseline | Silencer::Earlier => None,
        });
        let used: HashSet<usize> = used.collect();
        let lint = |name| Lint::named(name).filter(|lint| filter.runs(lint));
        let (expired, unused) = (lint("expired-ignore"), lint("unused-ignore"));
        let stale = self.ignores.iter().enumerate().filter_map(|(n, ignore)| {
            let file = self.file(&ignore.location.file);
            if ignore.is_past(today) {
                return expired.map(|lint| ignore.expired(lint, file));
            }
            // What did not run found nothing.
            let is_unused = self.is_whole
                && !used.contains(&n)
                && ignore.lint.lints().any(|lint| filter.runs(lint));
            // What was not looked at may be what the entry is about.
            let file = || file.filter(|_| ignore.lint.lints().all(&has_run));
            unused.filter(|_| is_unused).map(|lint| ignore.unused(lint, file()))
        });
        stale.collect()
    }
}

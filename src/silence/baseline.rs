//! Findings that were there when somebody began to look.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Finding, Fingerprint, StaleBaseline};
use crate::lints::Lint;

/// Findings that are known and not shown, by their [fingerprints](Fingerprint): never by line or count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    findings: BTreeMap<String, Known>,
    /// What its file is called.
    #[serde(skip)]
    name: Option<String>,
}

/// What is said of a finding for those who read the baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    lint: String,
    subject: String,
    message: String,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// It is no baseline.
    #[error("it is no baseline: {0}")]
    Form(#[from] serde_json::Error),
    /// A later release wrote it.
    #[error("it has version {0}, and this catchall knows version 1")]
    Version(u32),
}

const VERSION: u32 = 1;

impl Baseline {
    /// The baseline that knows these findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let known = findings.into_iter().map(|finding| {
            let Finding { lint, subject, message, fingerprint, .. } = finding;
            let (lint, subject) = (lint.name.to_owned(), subject.to_string());
            (fingerprint.to_string(), Known { lint, subject, message: message.clone() })
        });
        Self { version: VERSION, findings: known.collect(), name: None }
    }

    /// The same, with what its file is called.
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    /// A text that is no baseline, or one of another version.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let baseline: Self = serde_json::from_str(text)?;
        match baseline.version {
            VERSION => Ok(baseline),
            other => Err(BaselineError::Version(other)),
        }
    }

    /// The text of a file that keeps it: an entry a line or so, in an order of its own, so that changes
    /// of it are easy to review.
    pub fn to_text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// How many findings it knows.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether it knows none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Leaves out those that are not among `found`, and says how many that were.
    pub fn prune<'f>(&mut self, found: impl IntoIterator<Item = &'f Finding>) -> usize {
        let before = self.len();
        let found = Self::of(found);
        self.findings.retain(|fingerprint, _| found.findings.contains_key(fingerprint));
        before - self.len()
    }

    /// What it knows of the lints that have looked at all, and is not among `found`; none where there is
    /// nothing.
    pub(super) fn stale(
        &self,
        found: &HashSet<Fingerprint>,
        has_run: impl Fn(&Lint) -> bool,
    ) -> Option<StaleBaseline> {
        let found: HashSet<String> = found.iter().map(Fingerprint::to_string).collect();
        let entries = self.findings.iter().filter(|(fingerprint, known)| {
            !found.contains(*fingerprint) && Lint::named(&known.lint).is_some_and(&has_run)
        });
        let entries = entries.count();
        let name = self.name.clone().unwrap_or_else(|| "the baseline".to_owned());
        (entries > 0).then_some(StaleBaseline { name, entries })
    }

    pub(super) fn has(&self, fingerprint: Fingerprint) -> bool {
        self.findings.contains_key(&fingerprint.to_string())
    }
}

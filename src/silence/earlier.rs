//! Findings that an earlier revision of the same files has, too.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::{Finding, Fingerprint};

/// What was found in an earlier revision, by its [fingerprints](Fingerprint).
#[derive(Debug, Clone)]
pub struct Earlier {
    revision: Arc<str>,
    findings: HashSet<Fingerprint>,
}

impl Earlier {
    /// That these were found in a revision, which is called so.
    pub fn of<'f>(revision: &str, findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let findings = findings.into_iter().map(|finding| finding.fingerprint);
        Self { revision: revision.into(), findings: findings.collect() }
    }

    /// What the revision is called.
    pub(crate) fn revision(&self) -> Arc<str> {
        self.revision.clone()
    }

    pub(crate) fn has(&self, fingerprint: Fingerprint) -> bool {
        self.findings.contains(&fingerprint)
    }
}

//! How much a finding matters, and to whom.

use std::fmt;

use serde::Deserialize;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Advice.
    Info,
    /// Okta accepts it, but it is almost surely a mistake, or it has no effect.
    Warning,
    /// Okta refuses it, or it contradicts a documented invariant that no real export breaks.
    Error,
}

impl Severity {
    /// The severity's name in options and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Who is told of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Everyone.
    Default,
    /// Those who ask for it: it is true, but most orgs leave it as it is.
    Pedantic,
}

impl Tier {
    /// The tier's name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Pedantic => "pedantic",
        }
    }
}

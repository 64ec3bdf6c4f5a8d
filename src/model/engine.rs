//! Which of Okta's two engines an org runs on.

use std::fmt;

use serde::Deserialize;

/// One of Okta's two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// Classic Engine: no authentication policies; factors instead of authenticators.
    Classic,
    /// Identity Engine.
    Identity,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Classic => "Classic Engine",
            Self::Identity => "Identity Engine",
        })
    }
}

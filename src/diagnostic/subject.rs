//! What a finding is about, as an admin knows it.

use std::fmt;

use serde_json::{Value, json};

use crate::wording::{clipped, printable};

/// The policy and rule that a finding is about, as an admin knows them; or the object that they
/// refer to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// The policy.
    pub policy: Option<Named>,
    /// The rule.
    pub rule: Option<Named>,
    /// What kind of object it is, such as `network zone`, and its name.
    pub resource: Option<(&'static str, Named)>,
}

/// A name and an id, as far as the export tells them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// What the Admin Console shows.
    pub name: Option<String>,
    /// Okta's id.
    pub id: Option<String>,
}

impl Named {
    pub(crate) fn to_json(&self) -> Value {
        json!({"name": self.name, "id": self.id})
    }

    /// A name and an id, not longer than anybody would read: many findings may be about one object.
    pub(crate) fn clipped(name: Option<&str>, id: Option<&str>) -> Self {
        let clip = |text: &str| clipped(text).into_owned();
        Self { name: name.map(clip), id: id.map(clip) }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, &self.id) {
            (Some(name), Some(id)) => write!(f, "\"{}\" ({})", printable(name), printable(id)),
            (Some(name), None) => write!(f, "\"{}\"", printable(name)),
            (None, Some(id)) => f.write_str(&printable(id)),
            (None, None) => f.write_str("without a name"),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.policy, &self.rule) {
            (Some(policy), Some(rule)) => write!(f, "policy {policy} › rule {rule}"),
            (Some(policy), None) => write!(f, "policy {policy}"),
            (None, Some(rule)) => write!(f, "rule {rule}"),
            (None, None) => match &self.resource {
                Some((kind, named)) => write!(f, "{kind} {named}"),
                None => Ok(()),
            },
        }
    }
}

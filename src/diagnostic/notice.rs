//! What there is to say beside findings: what was not read or not compared, so that nobody takes
//! silence for a clean result.

use std::fmt;

use serde_json::{Value, json};

use crate::wording::harmless;

/// Something that a run did not look at, or not as one would expect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What kind of thing it is.
    pub kind: NoticeKind,
    /// The name of the file that it is about; of several, the first.
    pub path: Option<String>,
    /// One sentence that says it all, with the file's name where there is one.
    pub message: String,
}

/// Kinds of [notices](Notice).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Files that were not read.
    LeftOut,
    /// Files that are not JSON.
    NotJson,
    /// A file that holds nothing of Okta's.
    Unrelated,
    /// What a file holds is Okta's, but nothing that can be checked.
    Unread,
    /// Files that contradict each other, so that each was read alone.
    Contradicting,
    /// Objects that could not be compared.
    NotCompared,
}

impl NoticeKind {
    /// The kind's name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::LeftOut => "left-out",
            Self::NotJson => "not-json",
            Self::Unrelated => "unrelated",
            Self::Unread => "unread",
            Self::Contradicting => "contradicting",
            Self::NotCompared => "not-compared",
        }
    }
}

impl Notice {
    /// A notice about the file that is called `path`. It is never cut: what it is about comes first.
    pub(crate) fn of_file(kind: NoticeKind, path: &str, message: impl AsRef<str>) -> Self {
        Self { kind, path: Some(path.to_owned()), message: harmless(message.as_ref()) }
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({"kind": self.kind.name(), "path": self.path, "message": self.message})
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "note: {}", harmless(&self.message))
    }
}

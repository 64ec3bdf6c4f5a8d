//! The place that an object says it has in its order.

use crate::json::Node;
use crate::okta::Key;

/// The place that an object says it has in its order; smaller numbers are tried earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Priority {
    /// It says nothing: last, above the default (guide "Policy and rule prioritization").
    Absent,
    /// This number, however it is written.
    Number(i64),
    /// Something that is not a whole number: a text, null, a fraction, a number beyond 64 bits.
    Unreadable,
}

impl Priority {
    /// The priority of every catch-all rule (Policy API, "Authentication policy").
    pub(crate) const CATCH_ALL: i64 = 99;

    pub(crate) fn of(object: Node<'_>) -> Self {
        // Also null: nobody says what Okta makes of it.
        match object.get(Key::PRIORITY).map(Node::as_i64) {
            None => Self::Absent,
            Some(Some(number)) => Self::Number(number),
            Some(None) => Self::Unreadable,
        }
    }

    /// The number, where there is one.
    pub fn number(self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Absent | Self::Unreadable => None,
        }
    }
}

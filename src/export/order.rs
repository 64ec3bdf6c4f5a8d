//! The order in which Okta tries policies and rules.

use crate::json::Node;
use crate::okta::Key;

use super::model::{Policy, PolicyRule, Status};
use super::password::directory_of;
use super::types::Numbering;

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

    pub(super) fn of(object: Node<'_>) -> Self {
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

/// What takes a turn in an order of priority.
pub(super) trait Prioritised {
    fn priority(&self) -> Priority;
    fn takes_part(&self) -> bool;

    /// Whether Okta keeps it last, whatever number an edited export gives it (Policy API, "Default
    /// Rules"; an out-of-range number is clamped).
    fn is_default(&self) -> bool;

    /// Whether a number beyond the catch-all's may stand: then nobody says which of them Okta tries
    /// first.
    fn is_numbered_beyond_default(&self) -> bool;
}

impl Prioritised for Policy<'_> {
    fn priority(&self) -> Priority {
        self.priority
    }

    /// The system's password policy for a directory stands before or after the default (both were
    /// observed in one org), and goes by its number.
    fn is_default(&self) -> bool {
        self.system && directory_of(self).is_none()
    }

    fn is_numbered_beyond_default(&self) -> bool {
        false
    }

    /// Policies without rules are never applied (Policy API, "Policy evaluation"); that a policy
    /// has none is known only where the export holds its whole rule list.
    fn takes_part(&self) -> bool {
        self.status == Status::Active && !(self.has_all_rules && self.rules.is_empty())
    }
}

impl Prioritised for PolicyRule<'_> {
    fn priority(&self) -> Priority {
        self.priority
    }

    fn is_default(&self) -> bool {
        self.system
    }

    fn is_numbered_beyond_default(&self) -> bool {
        self.kind.numbering() == Some(Numbering::V2)
            && match self.priority {
                Priority::Number(number) => number >= Priority::CATCH_ALL,
                Priority::Unreadable => true,
                Priority::Absent => false,
            }
    }

    fn takes_part(&self) -> bool {
        self.status == Status::Active
    }
}

/// Those that take part, in turns. Which of those that share a turn comes first is unknown, and
/// nothing may be concluded from it: they have the same priority, which Okta never returns, or one
/// that cannot be read, or a custom rule stands at or beyond the number of the catch-all.
pub(super) fn turns<'a, T: Prioritised>(items: impl Iterator<Item = &'a T>) -> Vec<Vec<&'a T>> {
    let taking_part = items.filter(|item| item.takes_part());
    let (defaults, customs): (Vec<&T>, Vec<&T>) = taking_part.partition(|item| item.is_default());
    if customs.iter().any(|custom| custom.is_numbered_beyond_default()) {
        let (before, unsure): (Vec<&T>, Vec<&T>) = customs.into_iter().partition(|custom| {
            custom.priority().number().is_some() && !custom.is_numbered_beyond_default()
        });
        let mut turns = by_priority(before);
        let last: Vec<&T> = unsure.into_iter().chain(defaults).collect();
        // One that cannot be read may stand anywhere.
        if last.iter().any(|item| item.priority() == Priority::Unreadable) {
            return vec![turns.into_iter().flatten().chain(last).collect()];
        }
        turns.push(last);
        return turns;
    }
    [customs, defaults].into_iter().flat_map(by_priority).collect()
}

fn by_priority<T: Prioritised>(mut items: Vec<&T>) -> Vec<Vec<&T>> {
    if items.is_empty() {
        return Vec::new();
    }
    if items.iter().any(|item| item.priority() == Priority::Unreadable) {
        return vec![items];
    }
    let rank = |item: &&T| item.priority().number().unwrap_or(i64::MAX);
    items.sort_by_key(rank);
    items.chunk_by(|one, other| rank(one) == rank(other)).map(<[_]>::to_vec).collect()
}

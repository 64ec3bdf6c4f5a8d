//! The order in which Okta tries policies and rules.

use super::model::{Policy, PolicyRule, Status};
use super::password::directory_of;

/// What takes a turn in an order of priority.
pub(super) trait Prioritised {
    fn priority(&self) -> Option<i64>;
    fn is_system(&self) -> bool;
    fn takes_part(&self) -> bool;
}

impl Prioritised for Policy<'_> {
    fn priority(&self) -> Option<i64> {
        self.priority
    }

    /// The system password policy for a directory, which delegated authentication brings along, has
    /// no fixed place: servers return it before the default policy, and after it.
    fn is_system(&self) -> bool {
        self.system && directory_of(self).is_none()
    }

    /// Policies without rules are never applied (Policy API, "Policy evaluation"); that a policy
    /// has none is known only where the export holds its whole rule list.
    fn takes_part(&self) -> bool {
        self.status == Status::Active && !(self.has_all_rules && self.rules.is_empty())
    }
}

impl Prioritised for PolicyRule<'_> {
    fn priority(&self) -> Option<i64> {
        self.priority
    }

    fn is_system(&self) -> bool {
        self.system
    }

    fn takes_part(&self) -> bool {
        self.status == Status::Active
    }
}

/// Those that take part, in turns. What shares a turn has the same priority: Okta never returns
/// such ties, so their order is unknown, and nothing may be concluded from it.
pub(super) fn turns<'a, T: Prioritised>(items: impl Iterator<Item = &'a T>) -> Vec<Vec<&'a T>> {
    let mut ranked: Vec<&T> = items.filter(|item| item.takes_part()).collect();
    ranked.sort_by_key(|item| rank(*item));
    ranked.chunk_by(|one, other| rank(*one) == rank(*other)).map(<[_]>::to_vec).collect()
}

/// Lower ranks are tried earlier. Okta keeps its defaults last, whatever number an edited export
/// gives them (Policy API, "Default Rules"; an out-of-range number is clamped), and an omitted
/// priority means last above the default (guide "Policy and rule prioritization").
type Rank = (bool, i64);

fn rank<T: Prioritised>(item: &T) -> Rank {
    (item.is_system(), item.priority().unwrap_or(i64::MAX))
}

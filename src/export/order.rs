//! The order in which Okta tries policies and rules.

use super::model::{Policy, PolicyRule, Status};

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

    fn is_system(&self) -> bool {
        self.system
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
    let mut ranked: Vec<(Rank, &T)> = rank(items.filter(|item| item.takes_part()));
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked
        .chunk_by(|(one, _), (other, _)| one == other)
        .map(|turn| turn.iter().map(|(_, item)| *item).collect())
        .collect()
}

/// Lower ranks are tried earlier.
type Rank = (i64, Phase);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// No priority: last, but above the system default (guide "Policy and rule prioritization": an
    /// omitted priority means last above the catch-all).
    Unnumbered,
    Numbered,
}

fn rank<'a, T: Prioritised>(items: impl Iterator<Item = &'a T>) -> Vec<(Rank, &'a T)> {
    let items: Vec<&T> = items.collect();
    let systems = items.iter().filter(|item| item.is_system());
    let default = systems.filter_map(|item| item.priority()).max();
    let rank = |item: &T| match item.priority() {
        Some(priority) => (priority, Phase::Numbered),
        None if item.is_system() => (i64::MAX, Phase::Numbered),
        None => (default.unwrap_or(i64::MAX), Phase::Unnumbered),
    };
    items.into_iter().map(|item| (rank(item), item)).collect()
}

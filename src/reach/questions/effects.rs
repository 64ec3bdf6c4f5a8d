//! What rules do, where a question compares it.

use std::ops::Range;

use super::Reachability;
use crate::outcome::{Access, Classes};
use crate::reach::competition::Competition;
use crate::reach::encoding::Encoding;

/// What each rule does.
#[derive(Debug)]
pub(crate) struct Effects {
    accesses: Vec<Option<Access>>,
    /// Equal for rules that surely do the same.
    classes: Vec<usize>,
    /// Of each rule, the next one that may do something else.
    next_other: Vec<usize>,
}

impl Effects {
    pub(crate) fn of(competition: &Competition<'_, '_>, encoding: &Encoding<'_, '_>) -> Self {
        let mut classes = Classes::default();
        let rules = encoding.rules.iter();
        let rules = rules.map(|rule| classes.of(competition.rule(rule.index).rule));
        let (accesses, classes): (Vec<_>, Vec<usize>) = rules.unzip();
        let mut next_other: Vec<usize> = (1..=classes.len()).collect();
        for n in (1..classes.len()).rev() {
            if classes[n] == classes[n - 1] {
                next_other[n - 1] = next_other[n];
            }
        }
        Self { accesses, classes, next_other }
    }

    pub(super) fn is(&self, n: usize, access: Access) -> bool {
        self.accesses[n] == Some(access)
    }

    /// Whether both rules surely do the same.
    pub(super) fn are_same(&self, n: usize, m: usize) -> bool {
        self.classes[n] == self.classes[m]
    }

    /// Those of the rules `among` that may do something else than rule `n`, in order.
    pub(super) fn others(&self, n: usize, among: Range<usize>) -> impl Iterator<Item = usize> {
        let mut at = among.start;
        std::iter::from_fn(move || {
            if at < among.end && self.are_same(n, at) {
                at = self.next_other[at];
            }
            let other = at;
            at += 1;
            (other < among.end).then_some(other)
        })
    }

    /// Whether the rule lets sign-ins in that get to it.
    pub(super) fn lets_in(&self, n: usize, reachability: &Reachability) -> bool {
        self.is(n, Access::Allow) && !reachability.rules[n].is_dead()
    }
}

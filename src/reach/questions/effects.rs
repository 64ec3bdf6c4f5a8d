//! What rules do, where a question compares it.

use super::Reachability;
use crate::outcome::{Access, Classes, Outcome};
use crate::reach::competition::Competition;
use crate::reach::encoding::Encoding;

/// What each rule does.
#[derive(Debug)]
pub(crate) struct Effects {
    accesses: Vec<Option<Access>>,
    /// Equal for rules that surely do the same.
    classes: Vec<usize>,
}

impl Effects {
    pub(crate) fn of(competition: &Competition<'_, '_>, encoding: &Encoding<'_, '_>) -> Self {
        let mut classes = Classes::default();
        let rules = encoding.rules.iter().map(|rule| {
            let outcome = Outcome::of(competition.rule(rule.index).rule);
            let access = outcome.as_ref().and_then(|outcome| outcome.access);
            (access, classes.class(outcome.as_ref()))
        });
        let (accesses, classes) = rules.unzip();
        Self { accesses, classes }
    }

    pub(super) fn is(&self, n: usize, access: Access) -> bool {
        self.accesses[n] == Some(access)
    }

    /// Whether both rules surely do the same.
    pub(super) fn are_same(&self, n: usize, m: usize) -> bool {
        self.classes[n] == self.classes[m]
    }

    /// The rules that are tried before rule `n` and let sign-ins in.
    pub(super) fn allowing_before(
        &self,
        n: usize,
        encoding: &Encoding<'_, '_>,
        reachability: &Reachability,
    ) -> Vec<usize> {
        let mut before = encoding.before(n);
        before.retain(|m| self.is(*m, Access::Allow) && !reachability.rules[*m].is_dead());
        before
    }
}

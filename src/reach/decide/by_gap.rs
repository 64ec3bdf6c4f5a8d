//! Which rules are reached by hardly any sign-in: one that lacks what Okta usually knows.

use super::super::ReachedByGap;
use super::super::competition::Place;
use super::super::formula::{Formula, Literal};
use super::super::gaps::Gap;
use super::super::search::Found;
use super::Decider;

/// A gap that sign-ins may have, by what the conditions tell apart.
pub(super) struct Closed {
    pub(super) gap: Gap,
    /// What holds of sign-ins without the gap.
    pub(super) formula: Formula,
}

impl Decider<'_, '_, '_, '_> {
    /// The gaps without which no sign-in would reach rule `n`, with the rules that take all others;
    /// `truths` is one that reaches it. A rule without conditions is there for what is left over.
    pub(super) fn reached_by_gap(&mut self, n: usize, truths: &[bool]) -> Option<ReachedByGap> {
        let Place { policy, rule } = self.entries[n].place;
        if self.is_system(n) || self.formulas.rules[policy][rule].is_empty() {
            return None;
        }
        if self.closed.iter().all(|closed| closed.formula.holds(truths)) {
            return None;
        }
        let before = self.before(n);
        let unwanted: Vec<&Formula> = before.iter().map(|m| &self.entries[*m].formula).collect();
        let own = self.entries[n].formula.clone();
        let all = self.closed.iter().map(|closed| closed.formula.clone());
        if self.search.guess(&Formula::all(all).and(own), &unwanted).is_some() {
            return None;
        }
        let own = self.literal(n);
        let mut closed: Vec<(Gap, Literal)> = Vec::new();
        for Closed { gap, formula } in &self.closed {
            closed.push((*gap, self.search.define(formula)));
        }
        if self.may_reach(own, &closed, &before) {
            return None;
        }
        for place in (0..closed.len()).rev() {
            let left_out = closed.remove(place);
            if self.may_reach(own, &closed, &before) {
                closed.insert(place, left_out);
            }
        }
        // Other sign-ins that meet its conditions, for which there is a cover.
        let others = self.search.fresh();
        self.search.add(vec![!others, own]);
        for (_, literal) in &closed {
            self.search.add(vec![!others, *literal]);
        }
        let Found::SignIn(truths) = self.search.find(&[others]) else {
            return None;
        };
        let cover = self.cover(others, &before, truths);
        Some(ReachedByGap {
            gaps: closed.into_iter().map(|(gap, _)| gap).collect(),
            cover: cover.into_iter().map(|m| self.entries[m].place).collect(),
        })
    }

    /// Whether a sign-in without the gaps that are closed meets `target`, and none of `blockers`
    /// takes it, or nobody knows.
    fn may_reach(
        &mut self,
        target: Literal,
        closed: &[(Gap, Literal)],
        blockers: &[usize],
    ) -> bool {
        let mut conditions = vec![target];
        conditions.extend(closed.iter().map(|(_, literal)| *literal));
        conditions.extend(self.literals(blockers).into_iter().map(|literal| !literal));
        !matches!(self.search.find(&conditions), Found::None)
    }
}

//! Which rules are reached by hardly any sign-in: one that lacks what Okta usually knows.

use super::{Inquiry, Reachability};
use crate::reach::competition::{Competition, RuleIndex};
use crate::reach::encoding::Encoding;
use crate::reach::gaps::Gap;
use crate::reach::logic::{Formula, Literal, Solution};

/// That a rule is only reached by sign-ins of which something is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachedByGap {
    /// What is not known of them: one of these. Without any of them, no sign-in reaches the rule.
    pub gaps: Vec<Gap>,
    /// A smallest set of rules that take every other sign-in that meets its conditions.
    pub cover: Vec<RuleIndex>,
}

/// A gap that sign-ins may have, by what the conditions tell apart.
struct Closed {
    gap: Gap,
    /// What holds of sign-ins without the gap.
    formula: Formula,
}

/// Of each rule, the gaps without which no sign-in would reach it, with the rules that take all
/// others. A rule without conditions is there for what is left over.
pub(crate) fn reached_by_gap<'e, 'd>(
    competition: &Competition<'e, 'd>,
    encoding: &Encoding<'e, 'd>,
    reachability: &Reachability,
) -> Vec<Option<ReachedByGap>> {
    let mut inquiry = Inquiry::new(competition, encoding, reachability.left);
    let closed = Gap::ALL.into_iter().filter_map(|gap| {
        let clauses = gap.closed(&encoding.atoms).into_iter();
        let clauses = clauses.map(|clause| Formula::any(clause.into_iter().map(Formula::Literal)));
        let formula = Formula::all(clauses);
        (formula != Formula::TRUE).then_some(Closed { gap, formula })
    });
    let closed: Vec<Closed> = closed.collect();
    let decisions = reachability.rules.iter().enumerate();
    let reached = decisions.map(|(n, decision)| {
        decision.assignment().and_then(|assignment| inquiry.reached_by_gap(n, assignment, &closed))
    });
    reached.collect()
}

impl Inquiry<'_, '_, '_> {
    /// `assignment` is a sign-in that reaches the rule.
    fn reached_by_gap(
        &mut self,
        n: usize,
        assignment: &[bool],
        closed: &[Closed],
    ) -> Option<ReachedByGap> {
        if self.is_system(n) || self.encoding.rules[n].conditions.is_empty() {
            return None;
        }
        if closed.iter().all(|closed| closed.formula.holds(assignment)) {
            return None;
        }
        let before = self.encoding.before(n);
        let unwanted: Vec<&Formula> = before.iter().map(|m| self.formula(*m)).collect();
        let all = closed.iter().map(|closed| closed.formula.clone());
        let own = self.formula(n).clone();
        if self.search.guess(&Formula::all(all).and(own), &unwanted).is_some() {
            return None;
        }
        let own = self.literal(n);
        let mut closed: Vec<(Gap, Literal)> = closed
            .iter()
            .map(|Closed { gap, formula }| (*gap, self.search.define(formula)))
            .collect();
        if self.may_reach(own, &closed, &before) {
            return None;
        }
        for n in (0..closed.len()).rev() {
            let left_out = closed.remove(n);
            if self.may_reach(own, &closed, &before) {
                closed.insert(n, left_out);
            }
        }
        // Other sign-ins that meet its conditions, for which there is a cover.
        let others = self.search.fresh();
        self.search.add(vec![!others, own]);
        for (_, literal) in &closed {
            self.search.add(vec![!others, *literal]);
        }
        let Solution::Found(assignment) = self.search.find(&[others]) else {
            return None;
        };
        let cover = self.cover(others, &before, assignment);
        Some(ReachedByGap {
            gaps: closed.into_iter().map(|(gap, _)| gap).collect(),
            cover: cover.into_iter().map(|m| self.encoding.rules[m].index).collect(),
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
        !matches!(self.search.find(&conditions), Solution::Impossible)
    }
}

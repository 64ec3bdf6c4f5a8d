//! Which rules are reached by hardly any sign-in: one that lacks what Okta usually knows.

use super::blockers::Blockers;
use super::{Answers, Inquiry, Missed, Reachability};
use crate::reach::competition::{Competition, RuleIndex};
use crate::reach::encoding::Encoding;
use crate::reach::gaps::Gap;
use crate::reach::logic::{Assignment, Formula, Literal, Solution};

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
) -> Answers<Option<ReachedByGap>> {
    let mut inquiry = Inquiry::new(competition, encoding, encoding.budget(2));
    let closed = Gap::ALL.into_iter().filter_map(|gap| {
        let clauses = gap.closed(&encoding.atoms).into_iter();
        let clauses = clauses.map(|clause| Formula::any(clause.into_iter().map(Formula::Literal)));
        let formula = Formula::all(clauses);
        (formula != Formula::TRUE).then_some(Closed { gap, formula })
    });
    let closed: Vec<Closed> = closed.collect();
    let decisions = reachability.rules.iter().enumerate();
    let reached = decisions.map(|(n, decision)| {
        inquiry.budget.begin(encoding.rules.len() - n);
        decision.assignment().and_then(|assignment| inquiry.reached_by_gap(n, assignment, &closed))
    });
    let reached = reached.collect();
    inquiry.answers(reached)
}

impl Inquiry<'_, '_, '_> {
    /// `assignment` is a sign-in that reaches the rule.
    fn reached_by_gap(
        &mut self,
        n: usize,
        assignment: &Assignment,
        closed: &[Closed],
    ) -> Option<ReachedByGap> {
        if self.is_system(n) || self.encoding.rules[n].conditions.is_empty() {
            return None;
        }
        if closed.iter().all(|closed| closed.formula.holds(assignment)) {
            return None;
        }
        let before = self.encoding.before(n);
        let before = Blockers::all(&before);
        let all = closed.iter().map(|closed| closed.formula.clone());
        let own = self.formula(n).clone();
        let wanted = Formula::all(all).and(own);
        // Perhaps already what is known besides of the sign-in makes it another one.
        let taker = |one: &Assignment| self.taker(before, one);
        let guess = self.search.guess_from(assignment, &wanted, taker);
        if guess.or_else(|| self.search.guess(&wanted, taker)).is_some() {
            return None;
        }
        let own = self.literal(n);
        let mut closed: Vec<(Gap, Literal)> = closed
            .iter()
            .map(|Closed { gap, formula }| (*gap, self.search.define(formula)))
            .collect();
        self.keeps_out(own, &closed, before)?;
        for n in (0..closed.len()).rev() {
            let left_out = closed.remove(n);
            if self.keeps_out(own, &closed, before).is_none() {
                closed.insert(n, left_out);
            }
        }
        // Other sign-ins that meet its conditions, for which there is a cover.
        let others = self.search.fresh();
        self.search.add(vec![!others, own]);
        for (_, literal) in &closed {
            self.search.add(vec![!others, *literal]);
        }
        let to_blame = self.keeps_out(others, &[], before)?;
        let Solution::Found(assignment) = self.search.find(&[others]) else {
            return None;
        };
        let cover = self.cover(others, before, &assignment, to_blame);
        Some(ReachedByGap {
            gaps: closed.into_iter().map(|(gap, _)| gap).collect(),
            cover: cover.into_iter().map(|m| self.encoding.rules[m].index).collect(),
        })
    }

    /// The rules that together take every sign-in without the gaps that are closed that meets
    /// `target`; none if there are others, or nobody knows.
    fn keeps_out(
        &mut self,
        target: Literal,
        closed: &[(Gap, Literal)],
        blockers: Blockers<'_>,
    ) -> Option<Vec<usize>> {
        let closed = closed.iter().map(|(_, literal)| *literal);
        let conditions: Vec<Literal> = [target].into_iter().chain(closed).collect();
        match self.missed(&conditions, blockers) {
            Missed::Impossible(to_blame) => Some(to_blame),
            Missed::Found(_) | Missed::OutOfBudget => None,
        }
    }
}

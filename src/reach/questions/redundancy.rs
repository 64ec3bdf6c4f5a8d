//! Which rules change nothing: later ones do the same for all sign-ins that they take.

use super::{Effects, Inquiry, Reachability};
use crate::outcome::Access;
use crate::reach::competition::{Competition, RuleIndex};
use crate::reach::encoding::Encoding;
use crate::reach::logic::{Formula, Solution};

/// Whether a rule stays if all that is reported to change nothing is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    /// No sign-in reaches it.
    Dead,
    /// Rules that stay do the same.
    Redundant,
}

/// Of each rule, a later rule of the policy that does the same for the sign-ins that it takes, if
/// each of them would have the same outcome without it.
///
/// What was reported of earlier rules is taken to be deleted, and so is what no sign-in reaches, so
/// that all of it together may be. It need not be: rules that would come to life have to do the
/// same, too.
pub(crate) fn redundant<'e, 'd>(
    competition: &Competition<'e, 'd>,
    encoding: &Encoding<'e, 'd>,
    reachability: &Reachability,
    effects: &Effects,
) -> Vec<Option<RuleIndex>> {
    let inquiry = Inquiry::new(competition, encoding, reachability.left);
    let is_dead = reachability.rules.iter().map(|decision| decision.is_dead());
    let fates = is_dead.map(|is_dead| if is_dead { Fate::Dead } else { Fate::Stays }).collect();
    let mut question = Question { inquiry, reachability, effects, fates };
    for (n, decision) in reachability.rules.iter().enumerate() {
        if let Some(assignment) = decision.assignment()
            && question.is_redundant(n, assignment)
        {
            question.fates[n] = Fate::Redundant;
        }
    }
    let stand_ins = reachability.rules.iter().enumerate().map(|(n, decision)| {
        let is_redundant = question.fates[n] == Fate::Redundant;
        decision.assignment().filter(|_| is_redundant).and_then(|one| question.stand_in(n, one))
    });
    stand_ins.collect()
}

struct Question<'a, 'e, 'd> {
    inquiry: Inquiry<'a, 'e, 'd>,
    reachability: &'a Reachability,
    effects: &'a Effects,
    fates: Vec<Fate>,
}

/// How many of the later rules are tried by a guess before the solver is asked.
const GUESSES: usize = 8;

/// The rules of a policy that come after one.
struct Later {
    /// Those that stay and do the same.
    same: Vec<usize>,
    /// Those that may do something else, dead or not.
    others: Vec<usize>,
}

impl Later {
    fn than(n: usize, Question { inquiry, effects, fates, .. }: &Question<'_, '_, '_>) -> Self {
        let own = inquiry.encoding.own(inquiry.encoding.rules[n].index.policy);
        let later = own.filter(|m| inquiry.turn(*m) > inquiry.turn(n));
        let does_same = |m: &usize| effects.are_same(n, *m);
        let (mut same, others): (Vec<usize>, Vec<usize>) = later.partition(does_same);
        same.retain(|m| fates[*m] == Fate::Stays);
        Self { same, others }
    }
}

impl Question<'_, '_, '_> {
    /// Whether every sign-in that rule `n` takes would have the same outcome without it, and nothing
    /// speaks for it all the same; `assignment` is one of them.
    fn is_redundant(&mut self, n: usize, assignment: &[bool]) -> bool {
        let Inquiry { competition, encoding, .. } = self.inquiry;
        let policy = encoding.rules[n].index.policy;
        let turn = |m: usize| encoding.rules[m].turn;
        let is_tied = encoding.own(policy).any(|m| m != n && turn(m) == turn(n));
        let has_all_rules = competition.policies[policy].has_all_rules;
        // Such a policy has to have its rule.
        let is_needed = self.inquiry.is_system(n) || competition.kind.has_one_custom_rule();
        if is_tied || !has_all_rules || is_needed {
            return false;
        }
        let later = Later::than(n, self);
        let mut before = encoding.before(n);
        before.retain(|m| self.fates[*m] == Fate::Stays);
        self.is_done_after(n, assignment, &later, &before) == Some(true)
            && !self.denies_what_may_be_let_in(n)
    }

    /// Whether every sign-in that rule `n` takes, and none of the rules `before`, would have the
    /// same outcome by the rules that are `later`; none if the budget runs out.
    fn is_done_after(
        &mut self,
        n: usize,
        assignment: &[bool],
        later: &Later,
        before: &[usize],
    ) -> Option<bool> {
        // Already one of these sign-ins would go elsewhere.
        let Some(mut taker) = self.same_after(assignment, later) else {
            return Some(false);
        };
        let unwanted: Vec<&Formula> = before.iter().map(|m| self.inquiry.formula(*m)).collect();
        for m in later.others.iter().take(GUESSES) {
            let both = self.inquiry.formula(n).clone().and(self.inquiry.formula(*m).clone());
            if let Some(assignment) = self.inquiry.search.guess(&both, &unwanted)
                && self.same_after(&assignment, later).is_none()
            {
                return Some(false);
            }
        }
        // Sign-ins are sought one by one that this rule takes and that none of the later rules
        // found so far would take to the same outcome, until one ends otherwise or none is left.
        let mut conditions = vec![self.inquiry.literal(n)];
        conditions.extend(self.inquiry.literals(before).into_iter().map(|literal| !literal));
        let active = self.inquiry.search.fresh();
        conditions.push(active);
        loop {
            // It goes elsewhere if it is not the taker's, or a rule before that takes it.
            let turn = self.inquiry.turn(taker);
            let rivals: Vec<usize> =
                later.others.iter().copied().filter(|m| self.inquiry.turn(*m) <= turn).collect();
            let mut clause = vec![!active, !self.inquiry.literal(taker)];
            clause.extend(self.inquiry.literals(&rivals));
            self.inquiry.search.add(clause);
            match self.inquiry.search.find(&conditions) {
                Solution::Impossible => return Some(true),
                Solution::OutOfBudget => return None,
                Solution::Found(assignment) => match self.same_after(&assignment, later) {
                    Some(next) => taker = next,
                    None => return Some(false),
                },
            }
        }
    }

    /// The rule that surely takes the sign-in to the same outcome, of all later ones.
    fn same_after(&self, assignment: &[bool], later: &Later) -> Option<usize> {
        let takes = |m: &&usize| self.inquiry.formula(**m).holds(assignment);
        let same = *later.same.iter().find(takes)?;
        let other = later.others.iter().find(takes);
        other
            .is_none_or(|other| self.inquiry.turn(*other) > self.inquiry.turn(same))
            .then_some(same)
    }

    /// The rule that takes the sign-in of the redundant rule `n` where all that is reported is
    /// deleted.
    fn stand_in(&self, n: usize, assignment: &[bool]) -> Option<RuleIndex> {
        let later = Later::than(n, self);
        let first = later.same.into_iter().find(|m| self.inquiry.formula(*m).holds(assignment));
        first.map(|m| self.inquiry.encoding.rules[m].index)
    }

    /// Whether the rule denies what an earlier one may let in: somebody wanted it denied, and where
    /// it stands it does not do so.
    fn denies_what_may_be_let_in(&mut self, n: usize) -> bool {
        if !self.effects.is(n, Access::Deny) {
            return false;
        }
        let denied = self.inquiry.formula(n).clone();
        let Self { inquiry, reachability, effects, .. } = self;
        let allowing = effects.allowing_before(n, inquiry.encoding, reachability);
        allowing.into_iter().any(|m| {
            let both = inquiry.formula(m).clone().and(denied.clone());
            inquiry.search.guess(&both, &[]).is_some() || {
                let both = inquiry.search.define(&both);
                !matches!(inquiry.search.find(&[both]), Solution::Impossible)
            }
        })
    }
}
